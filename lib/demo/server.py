"""The process's HTTP/1.1 face: uvicorn, with limited patience and with errors of the provider's shape below the app."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from types import FrameType
from typing import cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from lib.demo.app import MARK, build
from lib.demo.engine import Engine
from lib.demo.errors import ApiError, shutting_down

HEAD_SECONDS = 15
"""How long a connection may take to say what it wants, and to take what it asked for once it stops reading."""
CONNECTIONS = 2000
"""Above this a connection that has not said anything yet makes room for a new one."""
GRACE_SECONDS = 2
"""How long requests in flight may take to notice that the engine is closing."""


class Connection(H11Protocol):
    """One connection. Half-open ones and ones that stop reading are closed; what is not HTTP gets an error body."""

    patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "hang_up": transport.close}
        if len(self.connections) > CONNECTIONS:
            self._make_room()
        self._be_patient()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._between_requests():
            self._be_patient()
        else:
            self._relax()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._be_patient()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._relax()

    def send_400_response(self, msg: str) -> None:
        self._close(ApiError(400, msg))

    def leave(self) -> None:
        """Break off a request that is still arriving: the engine is closing."""
        if self.cycle is not None and self.cycle.more_body:
            self._close(shutting_down())

    def _between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _be_patient(self) -> None:
        if self.patience is None and not self.transport.is_closing():
            self.patience = self.loop.call_later(HEAD_SECONDS, self._lose_patience)

    def _relax(self) -> None:
        if self.patience is not None:
            self.patience.cancel()
            self.patience = None

    def _lose_patience(self) -> None:
        if self._between_requests():
            self._close(ApiError(408, f"No complete request arrived within {HEAD_SECONDS} seconds."))
        else:
            self.transport.abort()

    def _make_room(self) -> None:
        others = cast("set[Connection]", self.connections)
        silent = (one for one in others if one is not self and one.cycle is None and not one.transport.is_closing())
        next(silent, self)._close(ApiError(503, "The demo engine has too many open connections."))

    def _close(self, error: ApiError) -> None:
        """Answer below the app, unless an answer is already on its way, and hang up."""
        self._relax()
        if self._between_requests() or not self.cycle.response_started:
            body = json.dumps(error.body()).encode()
            head = (
                f"HTTP/1.1 {error.code} {HTTPStatus(error.code).phrase}\r\ncontent-type: application/json\r\n"
                f"content-length: {len(body)}\r\n{MARK[0].decode()}: {MARK[1].decode()}\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(head.encode() + body)
        self.transport.close()


class Service(uvicorn.Server):
    """The engine and its HTTP face, from “can serve” to a clean end on SIGTERM, SIGINT or ``end``."""

    def __init__(self, engine: Engine, announce: Callable[[], None]):
        """``announce`` is called once, as soon as requests are answered."""
        self.engine, self.announce = engine, announce
        super().__init__(
            uvicorn.Config(
                build(engine),
                loop="asyncio",
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=120,  # longer than the pause between two looks: a pooled connection is still good
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self.engine.start()
        await super().startup(sockets)
        self.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.engine.stop()
        for connection in list(self.server_state.connections):
            cast("Connection", connection).leave()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Unlike uvicorn's own, this does not raise the signal again at the end: a clean end has exit code 0."""
        self.should_exit = True

    def end_with_stdin(self) -> None:
        """End when standard input does: whoever started this process is gone."""
        threading.Thread(target=self._watch_stdin, daemon=True).start()

    def _watch_stdin(self) -> None:
        # os.read, not sys.stdin: a thread inside the latter would hold its lock while the interpreter ends
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        self.should_exit = True
        time.sleep(2 * GRACE_SECONDS)
        os._exit(1)  # reached only if the orderly end hangs
