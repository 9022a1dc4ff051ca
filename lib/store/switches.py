"""Kill switches: rows that stop new spending at once. Names: all, door:D, job:J, model:M, user:U."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from lib.store import db
from lib.store.tables import kill_switch

_STOPPED = select(kill_switch.c.name, kill_switch.c.reason).where(
    kill_switch.c.stopped.is_(True), kill_switch.c.name.in_(bindparam("names", expanding=True))
)


def stopped(connection: Connection, names: Iterable[str]) -> tuple[str, str] | None:
    """The first of these that is thrown, with its reason."""
    row = connection.execute(_STOPPED, {"names": list(names)}).first()
    return None if row is None else (row[0], row[1])


def throw(name: str, stop: bool, by: str, reason: str = "") -> None:
    """Stop or let go again."""
    with db.write() as connection:
        connection.execute(delete(kill_switch).where(kill_switch.c.name == name))
        row = {"name": name, "stopped": stop, "reason": reason, "by_user": by, "at_ms": db.now()}
        connection.execute(insert(kill_switch), row)
