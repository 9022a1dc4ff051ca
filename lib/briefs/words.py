"""What a person's words must be before a prompt is made of them: seen by somebody, readable, and not a book."""

from __future__ import annotations

import unicodedata

from lib.domain import Job, Problem
from lib.errors import NOTHING

MOST_CHARACTERS = 100_000
"""Of a person's words: some forty pages, more than any model of pictures follows. Tokens alone set no such limit: a
word of 300,000 letters counts few of them."""
WANTED: dict[Job, str] = {"image": "see", "text": "know or have written"}
LINES = "\n\r\t"
"""The control characters that people type."""
_SILENT = frozenset({"Cc", "Cf", "Cs", "Mn", "Zs", "Zl", "Zp"})
"""Unicode categories that show nothing by themselves: controls, joiners, halves of characters, marks, blanks."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by category, blanks to the eye."""


def problem(words: str, job: Job) -> Problem | None:
    """What keeps these words from being sent, or None. Joiners inside visible text (emoji, Persian) are left alone."""
    if not any(_shows(mark) for mark in words):
        return Problem("prompt", f"Say what you want to {WANTED.get(job, 'have')}: the prompt is empty. {NOTHING}")
    return _unreadable(words, "prompt", "prompt")


def of_system(words: str) -> Problem | None:
    """The same for a system instruction, which may be empty."""
    return _unreadable(words, "system", "system instruction")


def _unreadable(words: str, field: str, name: str) -> Problem | None:
    if len(words) > MOST_CHARACTERS:
        message = f"The {name} has {len(words):,} characters and may have {MOST_CHARACTERS:,}."
        return Problem(field, f"{message} Shorten it; nothing was charged.")
    for place, mark in enumerate(words, 1):
        if unicodedata.category(mark) in ("Cc", "Cs") and mark not in LINES:
            message = f"Character {place:,} of the {name} (U+{ord(mark):04X}) is a control sign, not text."
            return Problem(field, f"{message} Take it out; nothing was charged.")
    return None


def _shows(mark: str) -> bool:
    return unicodedata.category(mark) not in _SILENT and mark not in _FILLERS
