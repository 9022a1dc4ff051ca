"""The command: start the demo engine, say where it listens, serve until SIGTERM.

    python -m lib.demo --port 0 [--store DIR] [--speed S]
    python -m lib.demo --fd N …

With ``--fd`` the parent owns the listening socket, so that its port outlives a crash, and the end of standard input
ends the engine, so that it never outlives its parent.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from lib.demo.engine import Engine
from lib.demo.operations import Store, StoreBusy
from lib.demo.server import CONNECTIONS, Service
from lib.demo.shelf import Shelf


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to end; answers the exit code."""
    given = _given(arguments)
    logging.basicConfig(level=logging.WARNING, format="demo engine: %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.ERROR)  # what callers do wrong is answered, not logged
    _allow_many_connections()
    with ExitStack() as stack:
        try:
            folder = given.store or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="studio-demo-")))
            listener = socket.socket(fileno=given.fd) if given.fd is not None else _listener(given.port)
            store, shelf = Store(folder), Shelf(folder)
        except (OSError, StoreBusy) as error:
            print(f"The demo engine cannot start: {error}", file=sys.stderr)
            return 1
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        service = Service(Engine(store, shelf, given.speed), lambda: print(f"listening on {url}", flush=True))
        if given.fd is not None:
            service.end_with_stdin()
        service.run(sockets=[listener])
    return 0


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m lib.demo", description="A simulated Gemini API on this computer.")
    parser.add_argument("--port", type=_port, default=0, help="port on 127.0.0.1; 0 takes a free one (default)")
    parser.add_argument("--fd", type=int, help="serve this inherited listening socket; end when standard input ends")
    parser.add_argument("--store", type=Path, help="folder of what is kept (default: a temporary one)")
    speed = os.environ.get("STUDIO_DEMO_SPEED") or "1"
    parser.add_argument("--speed", type=_speed, default=speed, help="1 life-like (default), 0 no delays")
    return parser.parse_args(arguments)


def _speed(text: str) -> float:
    with suppress(ValueError):
        if 0 <= (speed := float(text)) <= 100:
            return speed
    raise argparse.ArgumentTypeError("the speed must be a number from 0 to 100")


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError("the port must be a whole number from 0 to 65535")


def _allow_many_connections() -> None:
    """Let the process hold as many sockets as it is ready to serve, where the system's soft limit is lower."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS
    if soft < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
        )


def _listener(port: int) -> socket.socket:
    # with the protocol named asyncio knows it for TCP and sets TCP_NODELAY: without it each answer takes 40 ms more
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


if __name__ == "__main__":
    sys.exit(main())
