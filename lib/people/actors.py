"""The local user. Studio listens on loopback only, so whoever opens it sits at this machine."""

from __future__ import annotations

import re
import secrets

from lib.domain import Actor
from lib.errors import Unauthenticated

COOKIE = "studio_session"
LOCAL = "local"
"""The one user of an installation without login, an admin."""
_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")


def new_session() -> str:
    """A random id of 128 bits: it names a session's spend, survives a reload, and is nobody's to guess."""
    return secrets.token_urlsafe(16)


def is_session(cookie: str | None) -> bool:
    return bool(cookie and _SHAPE.fullmatch(cookie))


def actor(cookie: str | None) -> Actor:
    """The local user in the session of this cookie. Raises Unauthenticated for a cookie that is not one of ours."""
    if not is_session(cookie):
        raise Unauthenticated("This page has lost its session. Reload it; nothing was charged.")
    assert cookie is not None
    return Actor(user=LOCAL, role="admin", session=cookie)
