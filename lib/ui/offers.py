"""What a person was shown and may agree to: a brief, its price, and the key that makes their click count once."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace

from lib.domain import Brief, Quote
from lib.ui import words

DOUBLE_CLICK_SECONDS = 2.0
"""Two clicks on the same offer within this time are one: a hand that trembles does not pay twice."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A priced brief as it stood on a button. ``ceiling``: the most, in micro-dollars, that the button spoke of."""

    brief: Brief
    ceiling: int
    label: str = ""

    @classmethod
    def of(cls, brief: Brief, quote: Quote, label: str = "") -> Offer:
        return cls(brief, words.ceiling(quote), label or words.make(brief.n, quote))


@dataclass(frozen=True, slots=True)
class Claim:
    """The idempotency key of one intention. It stays while the outcome is unknown and for a moment after."""

    brief: Brief
    key: str
    settled_at: float | None = None

    def covers(self, brief: Brief, now: float) -> bool:
        recent = self.settled_at is None or now - self.settled_at < DOUBLE_CLICK_SECONDS
        return self.brief == brief and recent

    def settled(self, now: float | None = None) -> Claim:
        return replace(self, settled_at=time.monotonic() if now is None else now)


def claim(last: Claim | None, brief: Brief, now: float | None = None) -> Claim:
    """The claim of this click: the last one when it is the same intention, else a new one."""
    now = time.monotonic() if now is None else now
    if last is not None and last.covers(brief, now):
        return last
    return Claim(brief, secrets.token_urlsafe(16))
