"""What a person is writing, kept until they come back to it: sealed, for this user and session only. Where prompts
are not stored in full (STUDIO_STORE_PROMPTS), nothing is kept.

drafts.keep(actor, "image", "a red boat"); …; drafts.kept(actor, "image")   # "a red boat"

Its name is free: a page that has several drafts calls each by its own.
"""

from __future__ import annotations

from contextlib import suppress

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, and_, bindparam, delete, select, true
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib import config
from lib.domain import Actor
from lib.errors import StorageFull
from lib.store import db, seal
from lib.store.tables import draft

LASTS_MS = 30 * 86_400_000
"""What nobody has touched for so long is removed."""

_KEEP = {
    name: statement.on_conflict_do_update(
        index_elements=["user_id", "session_id", "job"],
        set_={"sealed": statement.excluded.sealed, "updated_ms": statement.excluded.updated_ms},
    )
    for name, statement in (("sqlite", sqlite_insert(draft)), ("postgresql", pg_insert(draft)))
}
_KEPT = select(draft.c.sealed).where(
    and_(
        draft.c.user_id == bindparam("user"),
        draft.c.session_id == bindparam("session"),
        draft.c.job == bindparam("job"),
    )
)


def keep(actor: Actor, name: str, text: str) -> None:
    """Remember this text in place of the last one. Raises StorageFull."""
    row = {"user_id": actor.user, "session_id": actor.session, "job": name, "updated_ms": db.now()}
    prompts = config.current().store_prompts
    with db.write() as connection:
        _forget(connection, prompts)
        if prompts == "full":
            sealed = seal.seal(text.encode(), _about(actor, name))
            connection.execute(_KEEP[connection.dialect.name], {**row, "sealed": sealed})


def tidy(prompts: str) -> None:
    """Remove what nobody came back to, or everything where prompts are no longer stored in full: at start."""
    with suppress(StorageFull), db.write() as connection:  # a full disk must not keep Studio from starting
        _forget(connection, prompts)


def kept(actor: Actor, name: str) -> str | None:
    """The text as it was kept last; None when there is none, or the server secret has changed since."""
    with db.read() as connection:
        sealed = connection.execute(_KEPT, {"user": actor.user, "session": actor.session, "job": name}).scalar()
    if sealed is None:
        return None
    try:
        return seal.unseal(sealed, _about(actor, name)).decode()
    except InvalidTag:
        return None


def _forget(connection: Connection, prompts: str) -> None:
    gone = draft.c.updated_ms < db.now() - LASTS_MS if prompts == "full" else true()
    connection.execute(delete(draft).where(gone))


def _about(actor: Actor, name: str) -> str:
    return f"draft:{actor.user}:{actor.session}:{name}"
