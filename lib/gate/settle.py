"""The end of a task's money: captured or released, once, whoever comes first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from lib import logs
from lib.domain import State
from lib.store import budgets, db, ledger, tasks

Ended = Literal["succeeded", "failed", "cancelled", "written_off"]
OPEN: tuple[State, ...] = ("reserved", "submitting", "running", "storing", "unknown")


def settle(
    connection: db.Connection,
    task_id: str,
    to: Ended,
    cost: int = 0,
    *,
    states: Iterable[State] = OPEN,
    usage: Mapping[str, int] | None = None,
    answered_by: str | None = None,
    error: tuple[str, str] | None = None,
) -> bool:
    """End a task and its hold inside the caller's transaction; False when it stands in none of ``states`` any more.

    ``cost`` is what the provider bills in micro-dollars (0 = everything is given back); ``error`` is a code
    and a sentence for the person. A cost above the hold is charged, noted as overrun and logged.
    """
    row = tasks.get(connection, task_id)
    if row is None:
        raise LookupError(task_id)
    held, user = row["held_micros"], row["user_id"]
    code, sentence = error or (None, None)
    ended = tasks.move(
        connection,
        task_id,
        states,
        to,
        cost_micros=cost,
        overrun_micros=max(0, cost - held),
        usage_json=json.dumps(dict(usage or {})),
        answered_by=answered_by,
        error_code=code,
        error=sentence,
        ended_ms=db.now(),
        sealed=None,
    )
    if not ended:
        return False
    entries = [(ledger.held(user), -held), (ledger.free(user), held - cost)]
    if cost:
        entries.append((ledger.PROVIDER, cost))
    kind: Literal["capture", "release"] = "capture" if cost else "release"
    if not ledger.post(connection, f"settle:{task_id}", kind, row["world"], entries, task=task_id):
        raise RuntimeError(f"task {task_id} was settled before it ended")
    budgets.settle(connection, task_id, cost)
    if cost > held:
        logs.get("gate").warning("task=%s cost %d micro-dollars, %d more than was held", task_id, cost, cost - held)
    return True


def expose(connection: db.Connection, task_id: str, sends: int, amount: int, why: str) -> None:
    """Note that a request with nothing to show may have been billed: the house carries it, never the person."""
    row = tasks.get(connection, task_id)
    if row is None:
        raise LookupError(task_id)
    entries = [(ledger.LOSS, -amount), (ledger.EXPOSURE, amount)]
    ledger.post(connection, f"exposure:{task_id}:{sends}", "exposure", row["world"], entries, task=task_id, note=why)
