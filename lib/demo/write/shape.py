"""The shape that a system instruction gives to every answer: a table, named parts, headings, or a finished text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COLUMNS = re.compile(r"\btable with (?:the |these )?columns:? ([^.;:\n]{3,160})", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:headings?|in this order): ([^.;\n]{3,200})", re.IGNORECASE)
_LONGEST_LABEL = 4  # words; what is longer says how to fill a column
_RATIO = re.compile(r"\bhalf (?:the length|as long)\b", re.IGNORECASE)
# Shape → what an instruction says that means it. All the words of a line have to stand there; the first line wins.
_CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("screenplay", ("screenplay",)),
    ("localised", (r"\btranslation\b", r"table of choices")),
    ("minutes", ("headings", "decisions", "tasks")),
    ("briefing", (r"in this order", r"\baudience\b", r"\bmessage\b")),
    ("gist", (r"main point", r"bullets?")),
    ("mailing", (r"\bsubject\b", r"\bpreview\b", r"\bbutton\b")),
    ("press", (r"\bheadline\b", r"\bdateline\b", r"\blead\b")),
    ("listing", (r"listing name", r"bullets?")),
    ("page", (r"\btitle\b", r"opening paragraph", r"bullets?")),
    ("cut", (r"\bcut version\b",)),
    ("explained", (r"why it matters", r"\bquestion\b")),
    ("rewritten", (r"(?:finished|new) version",)),
    ("captions", (r"\bcaptions? parted\b", r"hashtags")),
    ("taglines", (r"list of (?:taglines|slogans)",)),
    ("headlines", (r"list of headlines",)),
)
# Shape → columns that it must have.
_TABLES = (
    ("review", ("statement", "evidence")),
    ("names", ("name", "meaning")),
    ("panels", ("panel", "camera")),
    ("spoken", ("time", "voice")),
    ("shot", ("time", "picture", "sound")),
)
ON_MATERIAL = frozenset(("gist", "minutes", "briefing", "review", "rewritten", "cut", "explained", "localised"))


@dataclass(frozen=True)
class Shape:
    """``kind`` is "" where an instruction sets no shape that the writer knows; ``labels`` are columns or headings."""

    kind: str = ""
    labels: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kind)

    @property
    def on_material(self) -> bool:
        """Whether the answer is made of a text that the person gives."""
        return self.kind in ON_MATERIAL

    @classmethod
    def of(cls, system: str) -> Shape:
        text = system[:6_000]
        if columns := _COLUMNS.search(text):
            labels = _listed(columns[1])
            for kind, needed in _TABLES:
                if all(any(need in label for label in labels) for need in needed):
                    return cls(kind, labels)
        for kind, cues in _CUES:
            if all(re.search(cue, text, re.IGNORECASE) for cue in cues):
                named = _NAMED.search(text)
                return cls(kind, _listed(named[1]) if named else ())
        return cls()


def _listed(said: str) -> tuple[str, ...]:
    parts = (part.strip(" :'`*()") for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", said))
    return tuple(part for part in parts if 0 < len(part.split()) <= _LONGEST_LABEL)


def halved(limits: str) -> bool:
    """Whether half of the original's length is asked for."""
    return bool(_RATIO.search(limits))
