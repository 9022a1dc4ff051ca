"""Conversations: a title and one line of turns, each a task that goes on from the one before.

Who goes on from another turn than the newest has not seen that one: the first of two windows wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import ENDED, Actor, Problem, Task
from lib.errors import ConversationMoved, InvalidRequest, NotFound
from lib.store import db, history
from lib.store.tables import conversation, item, task

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Conversation:
    """``last`` is its newest turn; ``writing``: that one has not ended yet."""

    id: str
    title: str
    last: str | None
    created_ms: int
    updated_ms: int
    writing: bool


_HERE = and_(conversation.c.id == bindparam("which"), conversation.c.user_id == bindparam("user"))
_LIVING = conversation.c.deleted_ms.is_(None)
_SHOWN = (
    select(
        conversation.c.id,
        conversation.c.title,
        conversation.c.last_id.label("last"),
        conversation.c.created_ms,
        conversation.c.updated_ms,
        func.coalesce(task.c.state.not_in(ENDED), false()).label("writing"),
    )
    .outerjoin(task, task.c.id == conversation.c.last_id)
    .where(conversation.c.user_id == bindparam("user"), _LIVING)
)
_ONE = _SHOWN.where(conversation.c.id == bindparam("which"))
_OWN = _SHOWN.order_by(conversation.c.updated_ms.desc(), conversation.c.id.desc()).limit(bindparam("limit"))
_cursor = conversation.alias()
_CURSOR_MS = select(_cursor.c.updated_ms).where(_cursor.c.id == bindparam("before")).scalar_subquery()
_NEXT = _OWN.where(
    conversation.c.updated_ms <= _CURSOR_MS,
    or_(conversation.c.updated_ms < _CURSOR_MS, conversation.c.id < bindparam("before")),
)
_TURNS = select(task).where(task.c.conversation_id == bindparam("which")).order_by(task.c.id)
_NEW = {
    name: statement.on_conflict_do_nothing(index_elements=["id"]).returning(conversation.c.id)
    for name, statement in (("sqlite", sqlite_insert(conversation)), ("postgresql", pg_insert(conversation)))
}
_LOCK = select(conversation.c.last_id).where(_HERE, _LIVING).with_for_update()
_STATE = select(task.c.state).where(task.c.id == bindparam("task"))
_ADVANCE = (
    update(conversation)
    .where(conversation.c.id == bindparam("here"))
    .values(last_id=bindparam("last"), updated_ms=bindparam("now"))
)


def own(actor: Actor, limit: int, before: str | None = None) -> list[Conversation]:
    """Own conversations, the one used last first; ``before`` is the id of the last one shown."""
    asked = {"user": actor.user, "limit": limit}
    with db.read() as connection:
        rows = connection.execute(_NEXT, {**asked, "before": before}) if before else connection.execute(_OWN, asked)
        return [Conversation(**row) for row in rows.mappings()]


def one(actor: Actor, conversation_id: str) -> Conversation:
    """A conversation of the actor's own. Raises NotFound, also for somebody else's or one that was deleted."""
    with db.read() as connection:
        return _one(connection, actor, conversation_id)


def turns(actor: Actor, conversation_id: str) -> list[Task]:
    """Its tasks, oldest first. Raises NotFound."""
    with db.read() as connection:
        _one(connection, actor, conversation_id)
        return history.views(connection, connection.execute(_TURNS, {"which": conversation_id}).mappings().all())


def rename(actor: Actor, conversation_id: str, title: str) -> None:
    """Give it another title, of 1 to LONGEST_TITLE characters. Raises InvalidRequest, NotFound."""
    title = " ".join(db.storable(title).split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise InvalidRequest([Problem("title", f"A title has 1 to {LONGEST_TITLE} characters.")])
    change = update(conversation).where(_HERE, _LIVING).values(title=title)
    with db.write() as connection:
        if not connection.execute(change, {"which": conversation_id, "user": actor.user}).rowcount:
            raise NotFound("conversation")


def delete(actor: Actor, conversation_id: str) -> None:
    """Take it away, and its texts out of the library; until they are purged both can be restored. Raises NotFound."""
    _mark(actor, conversation_id, deleted=True)


def restore(actor: Actor, conversation_id: str) -> None:
    """Bring it back, with the texts that went with it. Raises NotFound."""
    _mark(actor, conversation_id, deleted=False)


def advance(
    connection: Connection, actor: Actor, conversation_id: str, task_id: str, previous: str | None, title: str
) -> None:
    """Make a new task its newest turn, inside the transaction that admits it; without ``previous`` it begins here.

    Raises NotFound; ConversationMoved when its newest turn is not ``previous``, or has not ended. Call it right after
    the task row is inserted: every transaction that admits locks the conversation before the windows of budgets, or
    PostgreSQL deadlocks.
    """
    if previous is None:
        return _begin(connection, actor, conversation_id, task_id, title)
    row = connection.execute(_LOCK, {"which": conversation_id, "user": actor.user}).first()
    if row is None:
        raise NotFound("conversation")
    if _is_written(connection, row.last_id):
        raise ConversationMoved(writing=True)
    if row.last_id != previous:
        raise ConversationMoved(writing=False)
    connection.execute(_ADVANCE, {"here": conversation_id, "last": task_id, "now": db.now()})
    return None


def _begin(connection: Connection, actor: Actor, conversation_id: str, task_id: str, title: str) -> None:
    now = db.now()
    row = {
        "id": conversation_id,
        "user_id": actor.user,
        "project_id": actor.project,
        "title": db.storable(title),
        "last_id": task_id,
        "created_ms": now,
        "updated_ms": now,
    }
    if connection.execute(_NEW[connection.dialect.name], row).first() is None:
        there = connection.execute(_LOCK, {"which": conversation_id, "user": actor.user}).first()
        raise ConversationMoved(writing=there is not None and _is_written(connection, there.last_id))


def _is_written(connection: Connection, task_id: str) -> bool:
    return connection.execute(_STATE, {"task": task_id}).scalar() not in ENDED


def _mark(actor: Actor, conversation_id: str, *, deleted: bool) -> None:
    """What goes with a conversation bears its moment, so that just this comes back with it."""
    with db.write() as connection:
        here = {"which": conversation_id, "user": actor.user}
        row = connection.execute(select(conversation.c.deleted_ms).where(_HERE).with_for_update(), here).first()
        if row is None or (row.deleted_ms is None) is not deleted:
            raise NotFound("conversation")
        now = db.now() if deleted else None
        connection.execute(update(conversation).where(_HERE).values(deleted_ms=now), here)
        turns = select(task.c.id).where(task.c.conversation_id == conversation_id)
        theirs = (item.c.task_id.in_(turns), item.c.deleted_ms.is_not_distinct_from(row.deleted_ms))
        connection.execute(update(item).where(*theirs).values(deleted_ms=now))


def _one(connection: Connection, actor: Actor, conversation_id: str) -> Conversation:
    row = connection.execute(_ONE, {"which": conversation_id, "user": actor.user}).mappings().first()
    if row is None:
        raise NotFound("conversation")
    return Conversation(**row)
