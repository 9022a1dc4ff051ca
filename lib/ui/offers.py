"""What a person was shown and may agree to: a brief, its price, and the key that makes their click count once."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace

from lib.domain import Brief, Quote
from lib.ui import words

READ_SECONDS = 0.5
"""A price younger than this was read by nobody: a click that comes sooner was meant for the price before it."""
DOUBLE_CLICK_SECONDS = 2.0
"""Two clicks on the same offer within this time are one: a hand that trembles does not pay twice."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A priced brief as it stands on a button. ``ceiling``: the most, in micro-dollars, that was spoken of."""

    brief: Brief
    ceiling: int
    label: str = ""

    @classmethod
    def of(cls, brief: Brief, quote: Quote) -> Offer:
        """``Make 4 · $0.54``."""
        return cls(brief, words.ceiling(quote), words.make(brief, quote))

    @classmethod
    def at_quality(cls, brief: Brief, quote: Quote) -> Offer:
        """``Draft ×4 · $0.14``."""
        label = f"{words.QUALITY[brief.quality]} ×{brief.n} · {words.before(quote.expected)}"
        return cls(brief, words.ceiling(quote), label)


@dataclass(frozen=True, slots=True)
class Shown:
    """The ceiling that stood on the price button since a moment, and the one that was read before it.

    None: no price stood there.
    """

    ceiling: int | None
    since: float
    before: int | None

    @classmethod
    def first(cls, ceiling: int | None, now: float) -> Shown:
        return cls(ceiling, now, ceiling)

    def then(self, ceiling: int | None, now: float) -> Shown:
        """The same, or from ``now`` on another."""
        return self if ceiling == self.ceiling else Shown(ceiling, now, self.agreed(now))

    def agreed(self, now: float) -> int | None:
        """What a click at ``now`` agrees to at most; None when there was nothing to agree to."""
        if now - self.since >= READ_SECONDS:
            return self.ceiling
        return None if self.ceiling is None or self.before is None else min(self.ceiling, self.before)


@dataclass(frozen=True, slots=True)
class Claim:
    """The idempotency key of one intention. It stays while the outcome is unknown and for a moment after."""

    button: str
    brief: Brief
    key: str
    settled_at: float | None = None

    def covers(self, button: str, brief: Brief, now: float) -> bool:
        recent = self.settled_at is None or now - self.settled_at < DOUBLE_CLICK_SECONDS
        return (self.button, self.brief) == (button, brief) and recent

    def settled(self, now: float | None = None) -> Claim:
        return replace(self, settled_at=time.monotonic() if now is None else now)


def claim(last: Claim | None, button: str, brief: Brief, now: float | None = None) -> Claim:
    """The claim of this click on ``button``: the last one when it is the same intention, else a new one."""
    now = time.monotonic() if now is None else now
    if last is not None and last.covers(button, brief, now):
        return last
    return Claim(button, brief, secrets.token_urlsafe(16))
