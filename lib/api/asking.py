"""Who asks: the bearer of a token; for uploads also our own page, by its cookie and the origin it was sent from."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib import people
from lib.domain import Actor
from lib.errors import Forbidden, StudioError

OPEN = ("/health", "/openapi.json")
"""What answers without a token."""
UPLOADS = "/assets"


class WhoAsks:
    """Asks before anything of a request is looked at, or its body read; the routes find the actor in
    ``request.state``."""

    def __init__(self, app: ASGIApp, answer: Callable[[StudioError], Response]):
        self.app, self.answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and address(scope) not in OPEN:
            try:
                actor = await run_in_threadpool(_actor, Request(scope))
            except StudioError as error:
                await self.answer(error)(scope, receive, send)
                return
            scope = {**scope, "state": {**scope.get("state", {}), "actor": actor}}
        await self.app(scope, receive, send)


def address(scope: Scope) -> str:
    """The path below the place where this face is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _actor(request: Request) -> Actor:
    header, cookie = request.headers.get("authorization"), request.cookies.get(people.COOKIE)
    if header or not cookie or not f"{address(request.scope)}/".startswith(f"{UPLOADS}/"):
        return people.bearer(header)
    # A browser sends our cookie along with what other sites make it ask, and says from which one it came.
    if request.headers.get("origin", "").partition("://")[2] != request.headers.get("host"):
        raise Forbidden("This was not sent by a page of Studio. Upload and delete files there, or send a token.")
    return people.actor(cookie)
