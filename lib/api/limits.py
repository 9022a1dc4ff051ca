"""How much a request may carry: its body is read up to the limit before anything looks into it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.api.asking import UPLOADS, address
from lib.errors import StudioError, TooLarge

MOST_BYTES = 4_000_000
"""Of a JSON body: a prompt of 300,000 characters of any script fits several times."""


class BodyLimit:
    """Answers TooLarge to a longer body, whether or not it says beforehand how long it is. Uploads go past it, since
    they are never held whole: they have a limit of their own."""

    def __init__(self, app: ASGIApp, answer: Callable[[StudioError], Response]):
        self.app, self.answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or address(scope) == UPLOADS:
            await self.app(scope, receive, send)
            return
        body, message = b"", await receive()
        while message["type"] == "http.request":
            body += message.get("body", b"")
            if len(body) > MOST_BYTES:
                error = TooLarge(f"A request may have {MOST_BYTES:,} bytes; this one has more. Nothing was charged.")
                await self.answer(error)(scope, receive, send)
                return
            if not message.get("more_body", False):
                break
            message = await receive()
        read = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def again() -> Message:
            return next(read, None) or await receive()

        await self.app(scope, again, send)
