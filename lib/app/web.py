"""The plain HTTP around the pages: session cookie, stored files, and answers to what does not exist."""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.config import LOOPBACK
from lib.people import COOKIE, is_session, new_session

CONDITIONS = (b"if-none-match", b"if-modified-since")
POLICY = "frame-ancestors 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:"
"""Pages load pictures and sound from here only: the address of one could carry away what a model was told to put in."""
HOSTS = [*LOOPBACK, "[::1]"]
"""Names under which we may be addressed: a foreign one would be another site's page talking to this machine."""


class SessionCookie:
    """Gives every browser a random session id on its first page, pages their security headers, and keeps the pages of
    other sites off our sockets."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not _same_origin(HTTPConnection(scope)):
            await send({"type": "websocket.close", "code": 4403})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = is_session(HTTPConnection(scope).cookies.get(COOKIE))
        if not known:
            # A browser that has the page but lost the cookie must get an answer that can carry a new one.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in CONDITIONS]}

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("x-content-type-options", "nosniff")
                if headers.get("content-type", "").startswith("text/html"):
                    headers["content-security-policy"] = POLICY
                    if not known:
                        headers.append("set-cookie", _cookie())
            await send(message)

        await self.app(scope, receive, answer)


class HttpFace:
    """lib/api, imported with the first request: the first page does not need it. ``used`` is called with every request
    but that for our health: whoever works over HTTP waits for no page. ``closing`` ends its streams."""

    def __init__(self, used: Callable[[], object], closing: threading.Event):
        self.used, self.closing = used, closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        face = await asyncio.to_thread(importlib.import_module, "lib.api")
        face.end_with(self.closing)
        if not scope.get("path", "").endswith("/health"):
            self.used()
        await face.app(scope, receive, send)


async def download(request: Request) -> Response:
    """`GET /files/{id}`: handed on to the HTTP face, imported when first needed."""
    files = await asyncio.to_thread(importlib.import_module, "lib.api.files")
    answer: Response = await files.answer(request)
    return answer


async def not_found(_request: Request) -> Response:
    """Problem+json as the HTTP face answers it, without importing it."""
    problem = {"title": "Not Found", "status": 404, "code": "not_found", "detail": "There is no such address."}
    return JSONResponse(problem, 404, media_type="application/problem+json")


def _same_origin(connection: HTTPConnection) -> bool:
    """Streamlit lets http://localhost:3000 in; whoever is let in here is the local user."""
    origin = connection.headers.get("origin")
    return origin is None or origin.partition("://")[2] == connection.headers.get("host")


def _cookie() -> str:
    return f"{COOKIE}={new_session()}; Path=/; Max-Age={365 * 24 * 3600}; HttpOnly; SameSite=Lax"
