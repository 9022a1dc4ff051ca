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


def written(task: Task, muse: Muse) -> str:
    text, code = task.material.strip(), tongues.language(task.said)
    if text and code and (known := translated(text, code)):
        return known
    name = words.LANGUAGES[code][0] if code else ""
    into = f" into {name}" if name else ""
    if not text:
        return f"The demo writer cannot translate{into} beyond a small phrase book. Paste the text, and I will try."
    short = fit.shortened(text, Limits(words=Span(0, 60)))
    quoted = f" Ready for a translator: “{short.rstrip('.')}.”" if "\n" not in short else ""
    offer = quoted or " I can make each line plain and short, so that it is ready for a translator."
    return f"I am sorry, the demo writer cannot translate this{into}: its phrase book is too small for it.{offer}"


def translated(text: str, code: str) -> str:
    """The text in the language ``code``; "" unless the phrase book holds every phrase of it."""
    if code not in _ORDER:
        return ""
    made = ""
    for at, part in enumerate(_ENDS.split(text.strip(" “”\"'"))):
        if at % 2:
            made += f"{part} "
        elif part:
            known = _book().get(part.lower().replace("’", "'"))
            if not known:
                return ""
            made += large(known[_ORDER.index(code)]) if part[0].isupper() else known[_ORDER.index(code)]
    return made.strip()


@cache
def _book() -> dict[str, tuple[str, ...]]:
    """Every phrase in every language → the same in all of them; the first that says it counts."""
    found: dict[str, tuple[str, ...]] = {}
    for row in words.PHRASES:
        for one in row:
            found.setdefault(one.lower(), row)
    return found
