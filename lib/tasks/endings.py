"""How a task ends: made, not made, or given up; and what is done before an end is believed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import ParamSpec, TypeVar

from lib import config, gate, logs, providers
from lib.domain import State, dollars
from lib.errors import StorageFull
from lib.gate.settle import OPEN, Ended
from lib.store import db, items, tasks, texts
from lib.store.tasks import Row
from lib.tasks import policy

closing = threading.Event()
"""Set when this process is about to stop: nothing new is sent, and nothing is waited for."""

log = logs.get("tasks")
P = ParamSpec("P")
T = TypeVar("T")


def end(
    row: Row,
    to: Ended,
    cost: int = 0,
    *,
    error: tuple[str, str],
    usage: Mapping[str, int] | None = None,
    states: Iterable[State] = OPEN,
) -> float | None:
    """Settle without a picture; None, since nothing is due any more. What stands elsewhere by now is looked at anew."""
    with db.write() as connection:
        ended = gate.settle(connection, row["id"], to, cost, states=states, error=error, usage=usage)
    if not ended:
        return 0.0
    log.info("task=%s %s code=%s", row["id"], to, error[0])
    return None


def write_off(row: Row, states: Iterable[State], why: str) -> float | None:
    """Nobody will ever know what became of it."""
    return lost(row, "written_off", "unknown", f"{why} It may have been billed.", states)


def lost(row: Row, to: Ended, code: str, why: str, states: Iterable[State] = OPEN) -> float | None:
    """The hold goes back, and what the provider may bill is the house's."""
    with db.write() as connection:
        ended = gate.settle(connection, row["id"], to, states=states, error=(code, f"{why} {back(row)}"))
        if ended:
            gate.expose(connection, row["id"], row["sends"], quoted(row), why)
            if row["job"] == "text":
                texts.compact(connection, row["id"])
                items.put(connection, row, None)
    if not ended:
        return 0.0
    log.info("task=%s %s code=%s", row["id"], to, code)
    if row["op"] and (provider := providers.get(row["door"])):
        provider.forget(row["op"])
    return None


def doubt(row: Row, code: str, why: str, *, named: bool = True) -> float | None:
    """A result that is missing or damaged: believed when a second look, a little later, finds the same.

    What has no name at the provider cannot be looked at again. It was made, and may have been billed."""
    if named and not row["doubted_ms"]:
        tasks.touch(row["id"], doubted_ms=db.now())
        return policy.SECOND_LOOK
    return lost(row, "failed", code, why)


def surely(write: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the provider answered to a billed request is known nowhere else: a full disk is waited for, here and now,
    and told of once."""
    waits = False
    while True:
        try:
            return write(*args, **kwargs)
        except StorageFull:
            if closing.is_set():
                raise
            if not waits:
                log.error("the disk is full, what the provider answered waits to be written")
            waits = True
            time.sleep(1)


def told(why: str, without: str) -> str:
    """A sentence with the provider's own words; ``without`` them, which may repeat a prompt, where none are kept."""
    return why if config.current().store_prompts == "full" else without


def quoted(row: Row) -> int:
    """The expected price in micro-dollars, as quoted."""
    return tasks.quote_of(row).expected


def back(row: Row, cost: int = 0) -> str:
    """What becomes of the hold, as a sentence."""
    held = dollars(row["held_micros"], up=True)
    if not cost:
        return f"The {held} held is back."
    return f"{dollars(cost, 3)} was billed for what it had done; the rest of the {held} held is back."
