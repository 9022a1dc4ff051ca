"""What the writer knows of the world: common sets, opposites and kinds, read from ``known.toml``; no more than that."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from lib.demo.write import words
from lib.demo.write.muse import large

_FILE = tomllib.loads(Path(__file__).with_name("known.toml").read_text("utf-8"))
_ORDERED = {kind: words.split(said) for kind, said in _FILE["ordered"].items()}
_SETS = {kind: words.split(said) for kind, said in _FILE["sets"].items()}
_NATIONS: dict[str, str] = _FILE["nations"]
_APART = [frozenset(row.split()) for row in words.split(_FILE["apart"]["kinds"])]
_ALIKE = [row.split() for row in words.split(_FILE["alike"]["said"])]
_OPPOSITES: dict[str, str] = {}
for _one, _other in (pair.split() for pair in words.split(_FILE["opposites"]["said"])):
    _OPPOSITES.setdefault(_one, _other)
    _OPPOSITES.setdefault(_other, _one)
_SAYING_NOTHING = re.compile(
    r"\b(?:different|common|famous|popular|well-known|typical|random|names of|kinds of|types of|sorts of|other)\s+|"
    r"\s+(?:names?|in the (?:world|solar system|year|week)|of the (?:world|solar system|year|week|alphabet))$",
    re.IGNORECASE,
)


def kind_of(phrase: str) -> str:
    """The set that ``phrase`` names ("cities in Italy" → "italian city"); "" when the writer knows none."""
    plain = re.sub(r"\s+", " ", phrase).strip(" .?!").lower().replace("color", "colour")
    plain = re.sub(r"^(?:all )?(?:of )?(?:the )?", "", _SAYING_NOTHING.sub("", plain))
    if found := re.fullmatch(r"([\w-]+) (?:in|of|from) (.+)", plain):
        place = _NATIONS.get(found[2]) or found[2].removeprefix("the ")
        plain = f"{place} {found[1]}"
    one = _singular(plain.removeprefix("big ").removeprefix("large "))
    return one if one in _ORDERED or one in _SETS or one in words.KINDS else ""


def nation_of(town: str) -> str:
    """The country that a town is known to lie in; ""."""
    kind = next((name for name, some in _SETS.items() if name.endswith(" city") and town in some), "")
    return next((large(nation) for nation, people in _NATIONS.items() if kind == f"{people} city"), "")


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun if noun in _SETS else noun.removesuffix("s")


def members(kind: str) -> tuple[str, ...]:
    return _ORDERED.get(kind) or _SETS.get(kind) or words.KINDS.get(kind, ())


def ordered(kind: str) -> bool:
    """Whether the set is whole and has an order of its own, as the months have."""
    return kind in _ORDERED


def opposite(word: str) -> str:
    return _OPPOSITES.get(word.lower(), "")


def alike(word: str) -> tuple[str, ...]:
    """Other words for the same, those of its own row first; () where none is known."""
    rows = sorted((row for row in _ALIKE if word in row), key=lambda row: row.index(word))
    return tuple(dict.fromkeys(one for row in rows for one in row if one != word))


def belongs(thing: str, kind: str) -> bool | None:
    """Whether ``thing`` is of ``kind`` (a name of ``kind_of``); None when the writer does not know."""
    thing = thing.lower().strip()
    if thing in _all(kind):
        return True
    if ordered(kind):
        return False
    others = {other for row in _APART if kind in row for other in row - {kind} if thing in _all(other)}
    return False if others else None


def _all(kind: str) -> frozenset[str]:
    """Everything that is known to be of a kind; an Italian city is a city as well."""
    narrower = (one for name, some in _SETS.items() if name.endswith(f" {kind}") for one in some)
    return frozenset(one.lower() for one in (*members(kind), *narrower)) | frozenset(
        _FILE["also"].get(kind, "").split()
    )
