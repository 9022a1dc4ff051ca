"""Double-entry ledger: append-only transactions whose entries sum to zero, each under a key that exists once.

    hold      user:free −h   user:held +h                       hold:<task>
    capture   user:held −h   user:free +(h−a)   provider +a     settle:<task>
    release   user:held −h   user:free +h                       settle:<task>
    exposure  house:loss −a  provider:exposure +a               exposure:<task>:<send>

Capture and release share one key: whoever comes second (webhook, sweeper, another worker) inserts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, func, insert, literal_column, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import World
from lib.store import db
from lib.store.tables import ledger_entry, ledger_tx, task

Kind = Literal["hold", "capture", "release", "exposure"]

# RETURNING answers what was written on both databases; psycopg has no rowcount for an INSERT.
_INSERT_TX = {
    "sqlite": sqlite_insert(ledger_tx).on_conflict_do_nothing(index_elements=["idem_key"]).returning(ledger_tx.c.id),
    "postgresql": pg_insert(ledger_tx).on_conflict_do_nothing(index_elements=["idem_key"]).returning(ledger_tx.c.id),
}
_INSERT_ENTRIES = insert(ledger_entry)


def free(user: str) -> str:
    return f"user:{user}:free"


def held(user: str) -> str:
    return f"user:{user}:held"


PROVIDER = "provider:cost"
LOSS = "house:loss"
EXPOSURE = "provider:exposure"
"""What the provider may have billed for a request whose answer was lost, and nobody was charged for."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One line of what the provider may have billed and nobody was charged for."""

    task: str
    user: str
    world: World
    amount_micros: int
    created_ms: int
    note: str


@dataclass(frozen=True, slots=True)
class Overrun:
    """One task that cost more than was held for it; all of it was charged."""

    task: str
    user: str
    world: World
    cost_micros: int
    held_micros: int
    over_micros: int
    ended_ms: int


# The kind stands in the statement, or SQLite would not use the partial index on it.
_EXPOSED = ledger_tx.join(ledger_entry, ledger_entry.c.tx_id == ledger_tx.c.id)
_IS_EXPOSURE = (ledger_tx.c.kind == literal_column("'exposure'"), ledger_entry.c.account == EXPOSURE)
_EXPOSED_BY_TASK = (
    select(ledger_tx.c.task_id, func.sum(ledger_entry.c.amount_micros))
    .select_from(_EXPOSED)
    .where(*_IS_EXPOSURE, ledger_tx.c.task_id.in_(bindparam("tasks", expanding=True)))
    .group_by(ledger_tx.c.task_id)
)
_EXPOSURES = (
    select(
        task.c.id.label("task"),
        task.c.user_id.label("user"),
        ledger_tx.c.world,
        ledger_entry.c.amount_micros,
        ledger_tx.c.created_ms,
        ledger_tx.c.note,
    )
    .select_from(_EXPOSED.join(task, task.c.id == ledger_tx.c.task_id))
    .where(*_IS_EXPOSURE)
    .order_by(ledger_tx.c.created_ms.desc(), ledger_tx.c.id.desc())
)
_OVERRUNS = (
    select(
        task.c.id.label("task"),
        task.c.user_id.label("user"),
        task.c.world,
        task.c.cost_micros,
        task.c.held_micros,
        task.c.overrun_micros.label("over_micros"),
        task.c.ended_ms,
    )
    .where(task.c.overrun_micros > 0)
    .order_by(task.c.ended_ms.desc(), task.c.id.desc())
)


def post(
    connection: Connection,
    key: str,
    kind: Kind,
    world: World,
    entries: Sequence[tuple[str, int]],
    *,
    task: str | None = None,
    note: str = "",
) -> bool:
    """Write one transaction; False when its key was posted before (then nothing is written)."""
    if sum(amount for _, amount in entries):
        raise ValueError(f"entries of {key} do not sum to zero")
    row = {"id": db.new_id(), "idem_key": key, "kind": kind, "world": world, "task_id": task, "created_ms": db.now()}
    if connection.execute(_INSERT_TX[connection.dialect.name], {**row, "note": note}).first() is None:
        return False
    lines = [
        {"tx_id": row["id"], "ord": place, "account": account, "amount_micros": amount}
        for place, (account, amount) in enumerate(entries)
    ]
    connection.execute(_INSERT_ENTRIES, lines)
    return True


def exposed(connection: Connection, tasks: Iterable[str]) -> dict[str, int]:
    """What each of these tasks may have cost the house, in micro-dollars; nothing for most."""
    rows = connection.execute(_EXPOSED_BY_TASK, {"tasks": list(tasks)})
    return {row[0]: int(row[1]) for row in rows}


def exposures() -> list[Exposure]:
    """Everything that may have been billed for nothing, newest first: for admins, of everybody."""
    with db.read() as connection:
        return [Exposure(**row) for row in connection.execute(_EXPOSURES).mappings()]


def overruns() -> list[Overrun]:
    """Every task that cost more than was held for it, newest first: for admins, of everybody."""
    with db.read() as connection:
        return [Overrun(**row) for row in connection.execute(_OVERRUNS).mappings()]
