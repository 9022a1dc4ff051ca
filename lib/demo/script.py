"""The script of a text: which words come when. A pure function of an answer, and the same whenever it is asked for.

Since everything that is to be written is known from the start, what *has* been written is a question of the clock:
nothing needs to be stored while it is written, and a restarted engine is in the middle of the same sentence.
"""

from __future__ import annotations

import base64
import hashlib
import math
import random
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from lib.demo import figures, tokens
from lib.demo.asked import Asked
from lib.demo.operations import Operation, Outcome

WORD = re.compile(r"\S{1,24}\s*|\s+")
"""What is never broken by a delta: a word with the space after it."""
GROUPS = (1, 2, 2, 3, 3, 4, 6)
"""Words of one delta; one of these by chance."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One delta; ``at`` is when, as a share (0 to 1) of the time that the whole takes."""

    at: float
    kind: Literal["summary", "signature", "text"]
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """All deltas of a text in their order, and how many seconds they take at speed 1."""

    beats: tuple[Beat, ...]
    seconds: float

    @property
    def middle(self) -> int:
        """How many beats come before the middle of the text, at least the first of it."""
        texts = sum(beat.kind == "text" for beat in self.beats)
        return len(self.beats) - texts // 2

    def due(self, share: float) -> int:
        """How many beats have come by a share of the time."""
        return bisect_right(self.beats, share, key=lambda beat: beat.at)


def of(operation: Operation) -> Script:
    return script(operation.id, operation.asked, operation.outcome)


def script(name: str, asked: Asked, outcome: Outcome) -> Script:
    """The script of an outcome. Of an outcome that was cut short it is the beginning of that of the whole."""
    first = figures.seconds(asked)
    timed: list[tuple[float, Literal["summary", "signature", "text"], str]] = []
    if outcome.bill.thoughts:
        count = len(outcome.summaries)
        timed += [(first * (n + 1) / (count + 1), "summary", text) for n, text in enumerate(outcome.summaries)]
        timed.append((first, "signature", signature(name, asked)))
    chance, clock = random.Random(name), first
    for piece in _pieces(outcome.text, chance):
        clock += tokens.count(piece) / asked.rule.tokens_per_second * chance.uniform(0.6, 1.4)
        timed.append((clock, "text", piece))
    return Script(tuple(Beat(at / clock, kind, text) for at, kind, text in timed), clock)


def signature(name: str, asked: Asked) -> str:
    """The seal of a thought, in base64: opaque to callers, here a digest."""
    return base64.b64encode(hashlib.sha256(f"{name} {asked.text}".encode()).digest()).decode()


def until(plan: Script, outcome: Outcome, share: float) -> Outcome:
    """What of an outcome has been written, and is to be billed, by a share of the time."""
    beats = plan.beats[: plan.due(share)]
    thinking = next((beat.at for beat in plan.beats if beat.kind == "signature"), 0.0)
    done = min(1.0, share / thinking) if thinking else 1.0
    text = "".join(beat.text for beat in beats if beat.kind == "text")
    bill = replace(outcome.bill, thoughts=math.ceil(outcome.bill.thoughts * done), text_out=tokens.count(text))
    summaries = tuple(beat.text for beat in beats if beat.kind == "summary")
    return replace(outcome, text=text, summaries=summaries, bill=bill)


def _pieces(text: str, chance: random.Random) -> list[str]:
    words, pieces = WORD.findall(text), []
    start = 0
    while start < len(words):
        size = chance.choice(GROUPS)
        pieces.append("".join(words[start : start + size]))
        start += size
    return pieces
