"""What is being written, piece by piece: kept while it streams, read from any character on, joined when it has ended.

    texts.append(task_id, [Piece(0, "thought", "A boat …"), Piece(8, "text", "Once", cursor="41")])
    texts.pieces(connection, task_id, since=10)      # [Piece(10, "text", "ce", cursor="41")]

Positions count the characters of a task, thoughts and text together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import ENDED
from lib.store import db
from lib.store.tables import task, text_row

EXCERPT = 300
"""Characters of a text that a list shows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters in a row; ``at`` is how many of the task come before them, of both kinds. ``cursor``: where the
    provider's stream stood behind them."""

    at: int
    kind: Literal["text", "thought"]
    text: str
    cursor: str | None = None


_OF_TASK = text_row.c.task_id == bindparam("task")
_COLUMNS = (text_row.c.at, text_row.c.kind, text_row.c.text, text_row.c.cursor)
# Whoever settles the task waits for this row, or is waited for: nothing is added to what has been joined.
_OPEN = select(task.c.id).where(task.c.id == bindparam("task"), task.c.state.not_in(ENDED)).with_for_update(read=True)
_APPEND = {
    "sqlite": sqlite_insert(text_row).on_conflict_do_nothing(),
    "postgresql": pg_insert(text_row).on_conflict_do_nothing(),
}
_START = select(func.max(text_row.c.at)).where(_OF_TASK, text_row.c.at <= bindparam("since")).scalar_subquery()
_SINCE = select(*_COLUMNS).where(_OF_TASK, text_row.c.at >= func.coalesce(_START, 0)).order_by(text_row.c.at)
_CURSOR = (
    select(text_row.c.cursor).where(_OF_TASK, text_row.c.cursor.is_not(None)).order_by(text_row.c.at.desc()).limit(1)
)
_LAST = (
    select(text_row.c.at + func.length(text_row.c.text), _CURSOR.scalar_subquery())
    .where(_OF_TASK)
    .order_by(text_row.c.at.desc())
    .limit(1)
)
_CLEAR = delete(text_row).where(_OF_TASK)
_REWRITE = insert(text_row)
_IN_TASKS = text_row.c.task_id.in_(bindparam("tasks", expanding=True))
_IN_ORDER = (text_row.c.task_id, text_row.c.at)
_OF_TASKS = select(text_row.c.task_id, text_row.c.kind, text_row.c.text).where(_IN_TASKS).order_by(*_IN_ORDER)
_EXCERPTS = (
    select(text_row.c.task_id, func.substr(text_row.c.text, 1, EXCERPT))
    .where(_IN_TASKS, text_row.c.kind == "text")
    .order_by(*_IN_ORDER)
)


def append(task_id: str, pieces: Sequence[Piece]) -> None:
    """Keep these pieces, in a transaction of their own. The same place again is ignored, and so is what comes after
    the task has ended. Raises StorageFull."""
    rows = [_row(task_id, piece) for piece in pieces if piece.text]
    if not rows:
        return
    with db.write() as connection:
        if connection.execute(_OPEN, {"task": task_id}).first() is not None:
            connection.execute(_APPEND[connection.dialect.name], rows)


def pieces(connection: Connection, task_id: str, since: int = 0) -> list[Piece]:
    """What was written from character ``since`` on; the first piece is cut to it."""
    found = [Piece(*row) for row in connection.execute(_SINCE, {"task": task_id, "since": since})]
    if found and found[0].at < since:
        rest = found[0].text[since - found[0].at :]
        found[:1] = [replace(found[0], at=since, text=rest)] if rest else []
    return found


def last(connection: Connection, task_id: str) -> tuple[int, str | None]:
    """How many characters there are by now, and the newest cursor."""
    row = connection.execute(_LAST, {"task": task_id}).first()
    return (0, None) if row is None else (row[0], row[1])


def compact(connection: Connection, task_id: str) -> None:
    """Join neighbours of one kind into one row: for the transaction that settles the task."""
    found = pieces(connection, task_id)
    joined = [_join(list(group)) for _, group in groupby(found, key=lambda piece: piece.kind)]
    if len(joined) < len(found):
        connection.execute(_CLEAR, {"task": task_id})
        connection.execute(_REWRITE, [_row(task_id, piece) for piece in joined])


def of_tasks(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Text and thoughts of each of these tasks that has written anything."""
    found: dict[str, dict[str, list[str]]] = {}
    for task_id, kind, text in connection.execute(_OF_TASKS, {"tasks": list(ids)}):
        found.setdefault(task_id, {"text": [], "thought": []})[kind].append(text)
    return {task_id: ("".join(kinds["text"]), "".join(kinds["thought"])) for task_id, kinds in found.items()}


def excerpts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The first words of each of these tasks, at most EXCERPT characters."""
    found: dict[str, str] = {}
    for task_id, text in connection.execute(_EXCERPTS, {"tasks": list(ids)}):
        found[task_id] = (found.get(task_id, "") + text)[:EXCERPT]
    return found


def _row(task_id: str, piece: Piece) -> dict[str, Any]:
    return {"task_id": task_id, **asdict(piece), "text": db.storable(piece.text)}


def _join(group: list[Piece]) -> Piece:
    cursors = [piece.cursor for piece in group if piece.cursor is not None]
    return replace(group[0], text="".join(piece.text for piece in group), cursor=cursors[-1] if cursors else None)
