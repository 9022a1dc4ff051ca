"""A small server that speaks as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODELS = {"models": [{"name": "models/made-up"}]}
MARK = {"x-studio-demo": "1"}


@dataclass
class Stand:
    """What is answered: to GET ``models`` and to POST, each (status, body, headers)."""

    models: tuple[int, Any, Mapping[str, str]] = (200, MODELS, MARK)
    post: tuple[int, Any, Mapping[str, str]] = (200, {"id": "op1", "status": "in_progress"}, MARK)
    url: str = ""
    asked: list[str] = field(default_factory=list)

    def posts(self) -> list[str]:
        return [line for line in self.asked if line.startswith("POST")]


@contextmanager
def answering(**answers: Any) -> Iterator[Stand]:
    """Serve on a free port until the end of the block."""
    stand = Stand(**answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(*stand.models)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self._say(*stand.post)

        def do_CONNECT(self) -> None:
            self._say(502, "", {})

        def _say(self, status: int, body: Any, headers: Mapping[str, str]) -> None:
            stand.asked.append(f"{self.command} {self.path}")
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", "content-length": len(data), **headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    stand.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
