"""A small server that speaks as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any

PIECE_SECONDS = 0.02
"""Between two pieces of an answer that comes in pieces."""
MODELS = {"models": [{"name": "models/made-up"}]}
MARK = {"x-studio-demo": "1"}


@dataclass
class Stand:
    """What is answered: to GET and to POST, each (status, body, headers), the body as JSON or as these bytes; to a look
    at work while ``looks`` is set."""

    models: tuple[int, Any, Mapping[str, str]] = (200, MODELS, MARK)
    post: tuple[int, Any, Mapping[str, str]] = (200, {"id": "op1", "status": "in_progress"}, MARK)
    url: str = ""
    asked: list[str] = field(default_factory=list)
    looks: threading.Event = field(default_factory=threading.Event)

    def posts(self) -> list[str]:
        return [line for line in self.asked if line.startswith("POST")]


def streaming(*events: Mapping[str, Any], **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
    """An answer that is a stream of these events."""
    lines = "".join(f"event: {event['event_type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return 200, lines.encode(), {"content-type": "text/event-stream", **headers}


@contextmanager
def dripping(start: bytes) -> Iterator[str]:
    """Serve an answer that starts like this and never ends: one byte, again and again, until the asker hangs up; the
    address."""
    over = threading.Event()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            with suppress(OSError):
                self.request.sendall(start)
                while not over.wait(PIECE_SECONDS):
                    self.request.sendall(b"1")

    with _serving(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as url:
        try:
            yield url
        finally:
            over.set()


@contextmanager
def answering(**answers: Any) -> Iterator[Stand]:
    """Serve on a free port until the end of the block."""
    stand = Stand(**answers)
    stand.looks.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note()
            if "/interactions/" in self.path:
                stand.looks.wait()
            self._say(*stand.models)

        def do_POST(self) -> None:
            self._note()
            self.rfile.read(int(self.headers["content-length"]))
            self._say(*stand.post)

        def do_CONNECT(self) -> None:
            self._note()
            self._say(502, "", {})

        def _note(self) -> None:
            stand.asked.append(f"{self.command} {self.path}")

        def _say(self, status: int, body: Any, headers: Mapping[str, str]) -> None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", "content-length": len(data), **headers}.items():
                self.send_header(name, str(value))
            with suppress(ConnectionError):  # the asker has hung up
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as stand.url:
        try:
            yield stand
        finally:
            stand.looks.set()


@contextmanager
def _serving(server: TCPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
