"""What was deleted goes for good: files that nobody else has, texts, and the words of their tasks.

The rows of tasks and assets stay, without words and without bytes: the money is told by them. Each thing goes in a
transaction of its own, in which it is asked once more whether it was restored meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from lib.domain import ENDED, Door
from lib.store import assets, db
from lib.store.tables import asset, conversation, item, provider_file, task, text_row

_COPIES = (
    select(task.c.id, task.c.door, task.c.op)
    .where(task.c.purged_ms.is_not(None), task.c.op.is_not(None))
    .limit(bindparam("most"))
)
_ITEM_GONE = item.c.deleted_ms < bindparam("before")
_TALK_GONE = conversation.c.deleted_ms < bindparam("before")
_FILES = select(asset.c.sha256).join(item, item.c.asset_id == asset.c.id).where(_ITEM_GONE).distinct()
_TEXTS = select(item.c.id).where(_ITEM_GONE, item.c.asset_id.is_(None))
_TALKS = select(conversation.c.id).where(
    _TALK_GONE, ~exists().where(task.c.conversation_id == conversation.c.id, task.c.state.not_in(ENDED))
)
_WITH_SHA = item.c.asset_id.in_(select(asset.c.id).where(asset.c.sha256 == bindparam("sha")))
_TAKE_FILES = delete(item).where(_ITEM_GONE, _WITH_SHA).returning(item.c.asset_id, item.c.task_id)
_TAKE_TEXT = delete(item).where(_ITEM_GONE, item.c.id == bindparam("which")).returning(item.c.task_id)
_TAKE_TALK = (
    delete(conversation).where(_TALK_GONE, conversation.c.id == bindparam("which")).returning(conversation.c.id)
)
_TURNS = select(task.c.id).where(task.c.conversation_id == bindparam("which"))
_STILL_NAMED = select(asset.c.id).where(asset.c.sha256 == bindparam("sha"), asset.c.purged_ms.is_(None)).limit(1)


def purge(older_than_ms: int) -> None:
    """Remove what was deleted before ``older_than_ms`` (epoch ms). The provider's copies are named by ``copies``.

    A text that was taken out of the library alone stays in its conversation, and goes with that.
    """
    at = {"before": older_than_ms}
    with db.read() as connection:
        files, texts, talks = (connection.execute(query, at).scalars().all() for query in (_FILES, _TEXTS, _TALKS))
    for remove, these in ((_file, files), (_text, texts), (_talk, talks)):
        for one in these:
            with db.write() as connection:
                remove(connection, one, older_than_ms)


def copies(most: int) -> list[tuple[str, Door, str]]:
    """Tasks whose words are gone here and may not be gone at the provider: task, door and the provider's own name."""
    with db.read() as connection:
        return [(row.id, row.door, row.op) for row in connection.execute(_COPIES, {"most": most})]


def forgotten(task_id: str) -> None:
    """The provider has no copy of a purged task any more."""
    with db.write() as connection:
        connection.execute(update(task).where(task.c.id == task_id, task.c.purged_ms.is_not(None)).values(op=None))


def _file(connection: Connection, sha: str, before_ms: int) -> None:
    """The bytes go last: who dies in between finds the rows as they were, and removes them again."""
    db.lock_in(connection, assets.FILES)
    rows = connection.execute(_TAKE_FILES, {"sha": sha, "before": before_ms}).all()
    mine = asset.c.id.in_([row.asset_id for row in rows])
    connection.execute(update(asset).where(mine).values(purged_ms=db.now(), name=None))
    _forget_words(connection, [row.task_id for row in rows if row.task_id])
    if connection.execute(_STILL_NAMED, {"sha": sha}).first() is None:
        connection.execute(delete(provider_file).where(provider_file.c.sha256 == sha))
        assets.remove(sha)


def _text(connection: Connection, task_id: str, before_ms: int) -> None:
    at = {"which": task_id, "before": before_ms}
    _forget_words(connection, connection.execute(_TAKE_TEXT, at).scalars().all())


def _talk(connection: Connection, conversation_id: str, before_ms: int) -> None:
    at = {"which": conversation_id, "before": before_ms}
    if connection.execute(_TAKE_TALK, at).first() is not None:
        _forget_words(connection, connection.execute(_TURNS, {"which": conversation_id}).scalars().all())


def _forget_words(connection: Connection, ids: Sequence[str]) -> None:
    """Of those among these tasks that neither an item nor a conversation shows any more."""
    shown = (
        exists().where(item.c.task_id == task.c.id),
        exists().where(conversation.c.id == task.c.conversation_id),
    )
    bare = {"prompt_json": None, "system_json": None, "preview": None, "purged_ms": db.now()}
    change = update(task).where(task.c.id.in_(ids), *(~one for one in shown)).values(bare)
    gone = connection.execute(change.returning(task.c.id)).scalars().all()
    connection.execute(delete(text_row).where(text_row.c.task_id.in_(gone)))
