"""Who asks: the local user and their session cookie, and the bearers of API tokens."""

from lib.people.actors import COOKIE, LOCAL, actor, is_session, new_session
from lib.people.tokens import bearer, create_token, revoke_token

__all__ = ["COOKIE", "LOCAL", "actor", "bearer", "create_token", "is_session", "new_session", "revoke_token"]
