"""Files that lie at a provider for a while: the same bytes go there once for each door, until they expire."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.store import db
from lib.store.tables import provider_file

MARGIN_MS = 10 * 60_000
"""A file that expires sooner may be gone before a request that names it is read."""

_PUT = {
    name: statement.on_conflict_do_update(
        index_elements=["door", "sha256"],
        set_={column: statement.excluded[column] for column in ("name", "uri", "expires_ms")},
    )
    for name, statement in (("sqlite", sqlite_insert(provider_file)), ("postgresql", pg_insert(provider_file)))
}
_SAME = (provider_file.c.door == bindparam("door"), provider_file.c.sha256 == bindparam("sha"))
_NAMED = select(provider_file.c.name, provider_file.c.uri).where(
    *_SAME, provider_file.c.expires_ms >= bindparam("until")
)
_FORGET = delete(provider_file).where(*_SAME)


def find(door: str, sha: str) -> tuple[str, str] | None:
    """Name and address under which the provider has these bytes for ten minutes more at least; None when they must be
    sent."""
    with db.read() as connection:
        row = connection.execute(_NAMED, {"door": door, "sha": sha, "until": db.now() + MARGIN_MS}).first()
    return None if row is None else (row.name, row.uri)


def put(door: str, sha: str, name: str, uri: str, expires_ms: int) -> None:
    """Remember what the provider calls these bytes, and until when it keeps them (epoch ms)."""
    row = {"door": door, "sha256": sha, "name": name, "uri": uri, "expires_ms": expires_ms}
    with db.write() as connection:
        connection.execute(_PUT[connection.dialect.name], row)


def forget(door: str, sha: str) -> None:
    """The provider no longer has them."""
    with db.write() as connection:
        connection.execute(_FORGET, {"door": door, "sha": sha})
