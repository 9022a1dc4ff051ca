"""Double-entry ledger: append-only transactions whose entries sum to zero, each under a key that exists once.

    hold      user:free −h   user:held +h                       hold:<task>
    capture   user:held −h   user:free +(h−a)   provider +a     settle:<task>
    release   user:held −h   user:free +h                       settle:<task>

Capture and release share one key: whoever comes second (webhook, sweeper, another worker) inserts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import World
from lib.store import db
from lib.store.tables import ledger_entry, ledger_tx

Kind = Literal["grant", "hold", "capture", "release", "exposure", "adjust"]

# RETURNING answers what was written on both databases; psycopg has no rowcount for an INSERT.
_INSERT_TX = {
    "sqlite": sqlite_insert(ledger_tx).on_conflict_do_nothing(index_elements=["idem_key"]).returning(ledger_tx.c.id),
    "postgresql": pg_insert(ledger_tx).on_conflict_do_nothing(index_elements=["idem_key"]).returning(ledger_tx.c.id),
}
_INSERT_ENTRIES = insert(ledger_entry)
_EXISTS = select(ledger_tx.c.id).where(ledger_tx.c.idem_key == bindparam("key"))


def free(user: str) -> str:
    return f"user:{user}:free"


def held(user: str) -> str:
    return f"user:{user}:held"


PROVIDER = "provider:cost"
ISSUED = "house:issued"
LOSS = "house:loss"
EXPOSURE = "provider:exposure"
"""What the provider may have billed for a request whose answer was lost, and nobody was charged for."""


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


def exists(connection: Connection, key: str) -> bool:
    return connection.execute(_EXISTS, {"key": key}).first() is not None
