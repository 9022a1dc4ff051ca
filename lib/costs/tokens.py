"""Our own count of text tokens, for quotes before anything is sent."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+|\d|[^\W\d_A-Za-z]|[^\w\s]|_")
LETTERS = 6
"""Letters of a common Latin word that make one token; longer words are split by the service's vocabulary."""


def tokens(text: str) -> int:
    """About how many tokens a text is: a Latin word counts one per six letters begun, a digit, a sign and a letter of
    any other script count one each. A rule of thumb; what is billed is the service's own count."""
    return sum(-(-len(found) // LETTERS) for found in _WORD.findall(text))
