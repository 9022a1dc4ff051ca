"""Questions in another language: recognised by their small words, read through a list of the commonest tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lib.demo.write import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = words.STOPS | frozenset(
    ["write", "give", "make", "list", "explain", "describe", "compare", "summarise", "translate", "hello", "thanks"]
)

_SHORTEST = 3  # letters of a part of a compound

TRANSLATION = re.compile(
    r"^(?:(?:please|bitte)[\s,]+)?(?:can you |could you )?(?:translat\w*|übersetz\w*|tradui\w*|traduc\w*|traduz\w*|"
    r"traducc\w*)\b",
    re.IGNORECASE,
)


def language(said: str) -> str:
    """The code of the language that a request names, the last one that it does; ""."""
    called = _called()
    found = re.findall(words.any_of(tuple(called)), said.split(":", 1)[0], re.IGNORECASE)
    found = found or re.findall(words.any_of(tuple(called)), said, re.IGNORECASE)
    return called[found[-1].lower()] if found else ""


@cache
def _called() -> dict[str, str]:
    return {name.lower(): code for code, names in words.LANGUAGES.items() for name in names}


@cache
def _glosses(tongue: str) -> dict[str, str]:
    pairs = (pair.split("=") for pair in words.TONGUES[tongue]["gloss"].split())
    return {said: means.replace("_", " ") for said, means in pairs}


@cache
def _marks(tongue: str) -> frozenset[str]:
    return frozenset(words.TONGUES[tongue]["marks"].split()) | _glosses(tongue).keys()


def spoken(text: str) -> str:
    """The code of the language that the text is in, if it is one of the known ones and clearly not English; else ""."""
    said = [word.lower() for word in _WORD.findall(text[:600])]
    if len(said) < 2:
        return ""
    scores = {tongue: sum(word in _marks(tongue) for word in said) for tongue in words.TONGUES}
    best = max(scores, key=lambda tongue: scores[tongue])
    english = sum(word in _ENGLISH for word in said)
    return best if scores[best] >= 2 and scores[best] > english and scores[best] >= 0.3 * len(said) else ""


def polite(tongue: str) -> str:
    """One sentence in that language: the answer is in English."""
    return words.TONGUES[tongue]["polite"]


def glossed(text: str, tongue: str) -> str:
    """The text with every word that is known put into English, the others as they are."""
    known = _glosses(tongue)
    return _WORD.sub(lambda found: known.get(found[0].lower()) or _parts(found[0].lower(), known) or found[0], text)


def _parts(word: str, known: Mapping[str, str]) -> str:
    """A word put together of two known ones, in English: "fahrradwerkstatt" → "bike workshop"; else ""."""
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, last = word[:at], word[at:]
        if last in known and (one := known.get(first) or known.get(first.removesuffix("s"))):
            return f"{one} {known[last]}"
    return ""
