"""Numbers as people write them: "three", "a dozen", "1,500"."""

from __future__ import annotations

import re
from fractions import Fraction

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_VALUES = {
    **{word: value for value, word in enumerate(_WORDS)},
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a hundred": 100,
    "one hundred": 100,
    "a couple of": 2,
    "a pair of": 2,
    "a few": 3,
    "a handful of": 5,
    "half a dozen": 6,
    "a dozen": 12,
}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]

# A number in a sentence, to be used inside other patterns; it has no groups.
NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,9}|" + "|".join(sorted(_VALUES, key=len, reverse=True)) + ")"
ORDINAL = r"(?:" + "|".join(_ORDINALS) + r"|last|\d+(?:st|nd|rd|th))"


def value(said: str) -> int:
    """The number that ``said``, a match of ``NUMBER``, means."""
    said = said.lower().strip()
    return _VALUES[said] if said in _VALUES else int(re.sub(r"\D", "", said)[:9])


def place(said: str) -> int:
    """The position that an ordinal means, from 1; −1 for "last"."""
    said = said.lower()
    if said == "last":
        return -1
    return _ORDINALS.index(said) + 1 if said in _ORDINALS else int(re.sub(r"\D", "", said)[:6])


def spelled(number: int) -> str:
    """Small numbers as words, as a sentence wants them."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def ordinal(number: int) -> str:
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    return "last" if number < 0 else f"number {number}"


def shown(value: Fraction) -> str:
    """An exact number as people write it, with four places at most."""
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{float(value):,.4f}".rstrip("0").rstrip(".")
