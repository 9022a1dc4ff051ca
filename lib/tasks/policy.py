"""How long to wait, and what to do when an answer was lost. All times in seconds, money in micro-dollars.

Grounds: facts on the unknown outcome of a billed POST without an idempotency key at the provider.
"""

from __future__ import annotations

from lib.domain import Job

PATIENCE = 600
"""A provider that keeps saying no for now is given up after this long; the hold goes back."""
BROKEN_PATIENCE = 60
"""An answer that broke off is read on as soon as the provider is there again; after so many seconds without it, what
was read of it is all there will be."""
READING_PATIENCE = 300
"""A file that the provider has not read to its end by then is given up, and given anew when it is asked about again."""
SECOND_LOOK = 5.0
"""A result that is missing or damaged is looked at once more after this long, before that is believed."""
GIVE_UP = 60.0
"""What its owner has stopped is let go after this long without word of it, though the provider took it."""
INTENT_GRACE = 720
"""An intent of a worker that may live is not judged before its HTTP timeout has passed."""
UNKNOWN_HOLD = 24 * 3600
"""How long the hold of an unknown outcome is kept: the span in which providers repeat their webhooks."""
RUNNING_DEADLINE = 24 * 3600
RESEND: dict[Job, int] = {"image": 500_000, "speech": 500_000}
"""Cheap and repeatable work: below this hold it is sent once more when its answer was lost."""


def may_resend(job: Job, held: int, sends: int) -> bool:
    """Whether a lost request is sent again by itself: once, and only when it is cheap."""
    return sends < 2 and held <= RESEND.get(job, 0)


def pause(age: float) -> float:
    """Seconds until the next look at work that is ``age`` seconds old: quick at first, then patient."""
    return min(max(age * 0.15, 0.1), 3.0)


def patience(waited: float) -> float:
    """Seconds before asking a busy provider again, when it has said no for ``waited`` seconds."""
    return min(max(waited * 0.5, 1.0), 60.0)


def backoff(stumbles: int) -> float:
    """Seconds before a task is moved again that stumbled over an error of ours, so many times in a row."""
    return float(min(2**stumbles, 60))
