"""The words that the writer knows, read from the ``.toml`` files beside this one: tables only, no logic."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

Table = Mapping[str, tuple[str, ...]]  # meaning → the words and phrases that mean it


def _file(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


def split(said: str) -> tuple[str, ...]:
    """The phrases of a line of a table; they are parted by " / " or stand on lines of their own."""
    return tuple(part.strip() for part in re.split(r" / |\n", said) if part.strip())


def _table(file: dict[str, dict[str, Any]], name: str) -> Table:
    return {meaning: split(said) for meaning, said in file[name].items()}


def _tables(name: str) -> Mapping[str, Table]:
    return {meaning: {slot: split(said) for slot, said in table.items()} for meaning, table in _file(name).items()}


_GRAMMAR = _file("grammar")
TONES = _table(_GRAMMAR, "tones")
ORDERS = _table(_GRAMMAR, "orders")["orders"]
SIDES = _table(_GRAMMAR, "sides")
AUDIENCES = _table(_GRAMMAR, "audiences")["who"]
ARTICLES, GREETINGS, THANKS, CODE, DATES, PARTS, COLOURS = (
    split(_GRAMMAR["grammar"][name])
    for name in ("articles", "greetings", "thanks", "code", "dates", "parts", "colours")
)
STOPS, SINGULAR_IN_S, IRREGULAR_PLURALS, ADJECTIVES, HANDLING, TOWNS = (
    frozenset(_GRAMMAR["grammar"][name].split())
    for name in ("stops", "plural_in_s", "irregular_plurals", "adjectives", "handling", "towns")
)

FIELDS = _tables("fields")
CONCRETE = (
    frozenset(
        word
        for field in FIELDS.values()
        for said in (*field["stuff"], *field["things"])
        for word in said.split()
        if len(word) > 2
    )
    - STOPS
    - ADJECTIVES
)
PATTERNS: Mapping[str, Table] = {
    name: {slot: split(said) for slot, said in table.items()}
    for file in ("patterns", "commissions")
    for name, table in _file(file).items()
}
KINDS = _table(_GRAMMAR, "kinds")
MEASURES: Mapping[str, tuple[str, Fraction]] = {
    name: (said.split()[0], Fraction(said.split()[1])) for name, said in _file("measures")["measures"].items()
}
ASKED: Mapping[str, str] = _file("asked")["asked"]
_PROOF = _file("proof")
SLIPS: Mapping[str, str] = _PROOF["slips"]
PAST: Mapping[str, str] = dict(one.split() for one in split(_PROOF["past"]["irregular"]))
REGULAR = split(_PROOF["past"]["regular"])
LANGUAGES = _table(_file("phrases"), "languages")
PHRASES = tuple(split(row) for row in _file("phrases")["phrases"]["said"])
IS: Mapping[str, str] = _file("phrases")["is"]
NAMED_THINGS, QUALITIES = (
    {row.split(" / ")[0]: tuple(row.split(" / ")) for row in _file("phrases")[name]["said"].split("\n") if row}
    for name in ("things", "qualities")
)
RHYMES, LIMERICKS, CRAFT, CARDS, PAPERS, SHEETS, USES, LOOKING = map(
    _tables, ("rhymes", "limericks", "craft", "cards", "papers", "sheets", "uses", "looking")
)
SCENES: Mapping[str, Mapping[str, Table]] = {
    kind: {name: {slot: split(said) for slot, said in table.items()} for name, table in scenes.items()}
    for kind, scenes in _file("scenes").items()
}
WORDING: Mapping[str, Mapping[str, str]] = _file("wording")
TONGUES: Mapping[str, Mapping[str, str]] = _file("tongues")


@cache
def turned(name: str) -> dict[str, str]:
    """Phrase → meaning, of the table ``name`` of the grammar; the first meaning of a phrase counts."""
    found: dict[str, str] = {}
    for meaning, phrases in _table(_GRAMMAR, name).items():
        for phrase in phrases:
            found.setdefault(phrase, meaning)
    return found


@cache
def any_of(phrases: tuple[str, ...]) -> str:
    """A pattern for any of ``phrases`` as whole words, longest first; it has no groups."""
    return r"(?<![\w-])(?:" + "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True)) + r")(?![\w-])"


def uses(phrase: str) -> tuple[str, ...]:
    """What a thing of this name is good for beside its purpose; () where its kind is not known."""
    last = (phrase.lower().split() or [""])[-1]
    return tuple(one for kind in USES.values() if last in " ".join(kind["when"]).split() for one in kind["uses"])


def things(noun: str) -> tuple[str, ...]:
    """Things that are called so: cities for "city" and for "cities"; none for what is not known."""
    noun = noun.lower().strip()
    one = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return KINDS.get(noun) or KINDS.get(one) or ()
