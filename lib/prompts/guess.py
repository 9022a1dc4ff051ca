"""guess(): whether somebody who has only typed words wants a picture or a text.

The first word that asks for something decides ("draw", "translate"), then a question, then a length in words, then the
thing that is named first: in "captions for a photo" the captions, in "a poster with a headline" the poster. What names
neither is a scene, so a picture. The words stand in guess.toml.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from lib import datafile
from lib.domain import Job

_READ = 1_000
"""Characters that are read: who asks for something says so at the start, and may paste a whole document behind it."""


class _Words(datafile.Shape):
    """The tables of guess.toml, which says what each is for."""

    opening: tuple[str, ...]
    write: tuple[str, ...]
    write_a: tuple[str, ...]
    thing: tuple[str, ...]
    draw: tuple[str, ...]
    texts: tuple[str, ...]
    papers: tuple[str, ...]
    about: tuple[str, ...]
    mine: tuple[str, ...]
    pictures: tuple[str, ...]
    question: tuple[str, ...]
    question_verb: tuple[str, ...]
    within: tuple[str, ...]
    number: tuple[str, ...]
    unit: tuple[str, ...]


class _Patterns:
    """The tables as patterns over what ``_bare`` gives."""

    def __init__(self, words: _Words) -> None:
        any_of = {name: _any(phrases) for name, phrases in words}
        self.opening = re.compile(r"(?:{opening}[\s,:]*)+".format_map(any_of))
        self.writing = re.compile(r"{write}|{write_a}\s+(?:{thing}|\d+\b)".format_map(any_of))
        self.drawing = re.compile(any_of["draw"])
        self.asking = re.compile(r"{question}(?:'s\b|\s+{question_verb})".format_map(any_of))
        self.length = re.compile(r"{within}\s+(?:\d+|{number})\s+{unit}".format_map(any_of))
        text = r"(?:{pictures}\s+)?{texts}|{papers}\s+{about}|{mine}\s+{papers}"
        self.text = re.compile(text.format_map(any_of))
        self.picture = re.compile(any_of["pictures"])


def guess(words: str) -> Job:
    """``guess("Translate this into French") == "text"``; a picture where it is not plain."""
    said, known = _bare(words[:_READ]), _patterns()
    opening = known.opening.match(said)
    point = said[opening.end() :] if opening else said
    if known.drawing.match(point):
        return "image"
    asked = opening is None and words.rstrip().endswith("?")
    if asked or known.asking.match(point) or known.writing.match(point) or known.length.search(point):
        return "text"
    text, picture = known.text.search(point), known.picture.search(point)
    return "text" if text and (picture is None or text.start() <= picture.start()) else "image"


@cache
def _patterns() -> _Patterns:
    return _Patterns(datafile.load(Path(__file__).with_suffix(".toml"), _Words))


def _any(phrases: tuple[str, ...]) -> str:
    """A pattern for any of ``phrases`` as whole words, the longest first."""
    longest = sorted(map(_bare, phrases), key=len, reverse=True)
    return rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])"


def _bare(text: str) -> str:
    """Without accents, capitals and surplus space: ``_bare(" Écris ") == "ecris"``."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())
