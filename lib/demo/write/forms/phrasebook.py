"""Translations: what the phrase book holds is put into the other language whole; anything else is politely declined."""

from __future__ import annotations

import re
from functools import cache

from lib.demo.write import fit, tongues, words
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_ENDS = re.compile(r"\s*([.,;:!?…]+)\s*")
_ORDER = ("en", "de", "fr", "es", "it")
_SO = re.compile(r"(the [a-z]+) is ([a-z]+)", re.IGNORECASE)
_GENDER = re.compile(r" ([mf])$")
_OPENED = {"?": "¿", "!": "¡"}  # in Spanish, what ends with the mark begins with it as well


def written(task: Task, muse: Muse) -> str:
    text, code = task.material.strip(), tongues.language(task.said)
    if text and code and (known := translated(text, code)):
        return known
    name = words.LANGUAGES[code][0] if code else ""
    into = f" into {name}" if name else ""
    if not text:
        return f"The demo writer cannot translate{into} beyond a small phrase book. Paste the text, and I will try."
    short = fit.shortened(text, Limits(words=Span(0, 60)))
    closed = short if short.endswith((".", "?", "!", "…")) else f"{short}."
    quoted = f" Ready for a translator: “{closed}”" if "\n" not in short else ""
    offer = quoted or " I can make each line plain and short, so that it is ready for a translator."
    return f"I am sorry, the demo writer cannot translate this{into}: its phrase book is too small for it.{offer}"


def translated(text: str, code: str) -> str:
    """The text in the language ``code``; "" unless the phrase book holds every phrase of it."""
    if code not in _ORDER:
        return ""
    made = ""
    parts = _ENDS.split(text.strip(" “”\"'"))
    for said, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if not said:
            continue
        known = _book().get(said.lower().replace("’", "'"))
        phrase = known[_ORDER.index(code)] if known else _so(said, code)
        if not phrase:
            return ""
        opened = _OPENED.get(mark, "") if code == "es" else ""
        gap = "\u202f" if code == "fr" and mark in ("?", "!", ";", ":") else ""
        made += f"{opened}{large(phrase) if said[0].isupper() else phrase}{gap}{mark} "
    return made.strip()


def _so(said: str, code: str) -> str:
    """A sentence that says how a known thing is, "the boat is red"; the word for it agrees with the thing."""
    found = _SO.fullmatch(said)
    thing = words.NAMED_THINGS.get(found[1].lower()) if found else None
    quality = words.QUALITIES.get(found[2].lower()) if found else None
    if not thing or not quality:
        return ""
    noun, gender = _GENDER.sub("", own := thing[_ORDER.index(code)]), _GENDER.search(own)
    feminine = noun.startswith("la ") or (gender is not None and gender[1] == "f")
    return f"{noun} {words.IS[code]} {quality[_ORDER.index(code)].split()[-1 if feminine else 0]}"


@cache
def _book() -> dict[str, tuple[str, ...]]:
    """Every phrase in every language → the same in all of them; the first that says it counts."""
    found: dict[str, tuple[str, ...]] = {}
    for row in words.PHRASES:
        for one in row:
            found.setdefault(one.lower(), row)
    return found
