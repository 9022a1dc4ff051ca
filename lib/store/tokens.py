"""API tokens: only their hashes are kept."""

from __future__ import annotations

import hashlib

from sqlalchemy import RowMapping, insert, select, update

from lib.domain import Role
from lib.store import db
from lib.store.tables import token


def put(text: str, user: str, role: Role, project: str | None) -> str:
    """Keep a token's hash; its id."""
    token_id = db.new_id()
    row = {"id": token_id, "hash": _hash(text), "user_id": user, "role": role, "project_id": project}
    with db.write() as connection:
        connection.execute(insert(token), {**row, "created_ms": db.now()})
    return token_id


def find(text: str) -> RowMapping | None:
    """The row of a token that was not revoked."""
    query = select(token).where(token.c.hash == _hash(text), token.c.revoked_ms.is_(None))
    with db.read() as connection:
        return connection.execute(query).mappings().first()


def every() -> list[RowMapping]:
    """All tokens there ever were, oldest first, without their hashes."""
    columns = (token.c.id, token.c.user_id, token.c.role, token.c.project_id, token.c.created_ms, token.c.revoked_ms)
    with db.read() as connection:
        return list(connection.execute(select(*columns).order_by(token.c.id)).mappings())


def revoke(token_id: str) -> bool:
    with db.write() as connection:
        change = update(token).where(token.c.id == token_id, token.c.revoked_ms.is_(None))
        return bool(connection.execute(change.values(revoked_ms=db.now())).rowcount)


def _hash(text: str) -> str:
    # A token is 256 random bits: a plain hash of it cannot be guessed, and looks up in one step.
    return hashlib.sha256(text.encode()).hexdigest()
