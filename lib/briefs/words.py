"""What a person's words must be before a prompt is made of them: seen by somebody, readable, and not a book."""

from __future__ import annotations

import unicodedata

from lib.domain import Problem

MOST_CHARACTERS = 100_000
"""Of a person's words: some forty pages, more than any model of pictures follows. Tokens alone set no such limit: a
word of 300,000 letters counts few of them."""
LINES = "\n\r\t"
"""The control characters that people type."""
_SILENT = frozenset({"Cc", "Cf", "Cs", "Mn", "Zs", "Zl", "Zp"})
"""Unicode categories that show nothing by themselves: controls, joiners, halves of characters, marks, blanks."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by category, blanks to the eye."""


def problem(words: str) -> Problem | None:
    """What keeps these words from being sent, or None. Joiners inside visible text (emoji, Persian) are left alone."""
    if not any(_shows(mark) for mark in words):
        return Problem("prompt", "Say what you want to see: the prompt is empty. Nothing was charged.")
    if len(words) > MOST_CHARACTERS:
        return Problem(
            "prompt",
            f"The prompt has {len(words):,} characters and may have {MOST_CHARACTERS:,}. "
            "Shorten it; nothing was charged.",
        )
    for place, mark in enumerate(words, 1):
        if unicodedata.category(mark) in ("Cc", "Cs") and mark not in LINES:
            return Problem(
                "prompt",
                f"Character {place:,} of the prompt (U+{ord(mark):04X}) is a control sign, not text. "
                "Take it out; nothing was charged.",
            )
    return None


def _shows(mark: str) -> bool:
    return unicodedata.category(mark) not in _SILENT and mark not in _FILLERS
