"""API tokens: shown once, kept as a hash, revocable."""

from __future__ import annotations

import secrets

from lib.domain import Actor, Role
from lib.errors import Unauthenticated
from lib.store import journal, tokens

PREFIX = "studio_"


def create_token(user: str, role: Role, project: str | None = None, by: str = "admin") -> str:
    """A new token in clear: the only time it is seen."""
    text = PREFIX + secrets.token_urlsafe(32)
    token_id = tokens.put(text, user, role, project)
    journal.note(by, "create token", token_id, f"user={user} role={role}")
    return text


def revoke_token(token_id: str, by: str = "admin") -> bool:
    """Refuse a token from now on; False when there is none, or no longer."""
    revoked = tokens.revoke(token_id)
    if revoked:
        journal.note(by, "revoke token", token_id)
    return revoked


def bearer(header: str | None) -> Actor:
    """The actor of an `Authorization: Bearer …` header. Raises Unauthenticated."""
    scheme, _, text = (header or "").partition(" ")
    row = tokens.find(text.strip()) if scheme.lower() == "bearer" and text else None
    if row is None:
        raise Unauthenticated
    return Actor(user=row["user_id"], role=row["role"], session=f"token:{row['id']}", project=row["project_id"])
