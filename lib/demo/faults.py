"""How the engine is told to fail: ``[[fault:WORD]]`` in the prompt or a file's name, or ``x-demo-fault: WORD``.

A word may carry seconds: ``[[fault:429=30]]`` asks for a pause of 30 s, ``[[fault:slow=2]]`` answers 2 s late.
The header wins over the words. Fault words are cut out of what is painted, written about and counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.demo.errors import ApiError, exhausted, invalid

FAULTS = {
    "429": "refused for too many requests, with a RetryInfo (seconds: the pause it asks for)",
    "503": "refused as overloaded; nothing is accepted",
    "500": "refused with an internal error; nothing is accepted",
    "slow": "accepted, and answered late (seconds: how late, whatever the engine's speed); a file is being processed",
    "lost": "accepted and stored, then the connection is closed without an answer",
    "filtered": "ends as failed with the error IMAGE_SAFETY, of a text SAFETY, and makes nothing",
    "failed": "ends as failed with the error INTERNAL and makes nothing; a file cannot be processed",
    "corrupt": "completes, but delivers only the first half of the picture's bytes",
    "cut": "a stream's connection is closed in the middle of the text; a stored one goes on and can be resumed",
    "stall": "a stream stops in the middle of the text, its connection open (seconds: how long)",
    "broken": "a text breaks off in the middle with an error event and ends as failed",
    "expired": "a file lives so many seconds, else none at all: said on upload, or in a request that uses it",
}
SECONDS = {"429": 5.0, "slow": 10.0, "stall": 30.0}
"""What a fault's seconds are when it names none."""
LONGEST = 3600.0
HEADER = "x-demo-fault"
_WORD = r"\s*(\w+)\s*(?:=\s*(\d+(?:\.\d+)?)\s*)?"
_IN_TEXT = re.compile(rf"\[\[\s*fault\s*:{_WORD}\]\]", re.IGNORECASE)
_IN_HEADER = re.compile(_WORD)


@dataclass(frozen=True, slots=True)
class Fault:
    """What to do wrong; ``word`` is empty when nothing is to go wrong."""

    word: str = ""
    seconds: float = 0.0

    def refuse(self) -> None:
        """Raise the answer of a fault that comes before anything is accepted."""
        if self.word == "429":
            raise exhausted(self.seconds)
        if self.word == "503":
            raise ApiError(503, "The model is overloaded (simulated). Please try again later.")
        if self.word == "500":
            raise ApiError(500, "An internal error has occurred (simulated).")


def find(text: str, header: str = "") -> Fault:
    """The fault that was asked for. Raises ApiError 400 for a word that is not in the list."""
    match, field = (_IN_HEADER.fullmatch(header), HEADER) if header else (_IN_TEXT.search(text), "input")
    if match is None:
        if header:
            raise invalid(HEADER, f"use one of {', '.join(FAULTS)}, with =SECONDS if you like.")
        return Fault()
    word = match[1].lower()
    if word not in FAULTS:
        raise invalid(field, f"there is no fault '{word[:40]}'; the fault words are {', '.join(FAULTS)}.")
    seconds = float(match[2]) if match[2] else SECONDS.get(word, 0.0)
    return Fault(word, min(seconds, LONGEST))


def cut(text: str) -> str:
    """The text without its fault words."""
    return _IN_TEXT.sub(" ", text).strip()
