"""What runs around the pages: routes, middleware, and the ordered life of the process.

start: signals → lock → store → demo engine → doors; afterwards, off the first page's path: driver, SDK, tables
stop:  event streams → driver → doors → media process → demo engine → store; the lock ends with the process
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from lib import logs, providers, store, tasks
from lib.app import start
from lib.app.engine import Engine
from lib.app.web import HOSTS, HttpFace, SessionCookie, download, not_found
from lib.config import ROOT, Config
from lib.media import process
from lib.store import audit

FIRST_PAGE_SECONDS = 4.0
"""How long the heavy imports wait for the first page, when nobody opens one."""
painted = threading.Event()
"""Set by the shell when it has drawn a page, or by the first request over HTTP."""

closing = threading.Event()
"""Set when the process is about to end: event streams end first."""

preflight = start.preflight
log = logs.get("server")

OURS = ("api", "assets", "files", "hooks", "invite", "metrics", "s")
"""First parts of addresses that are never a page."""

VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

ROUTES = [
    Mount("/assets/fonts", StaticFiles(directory=ROOT / "lib" / "ui" / "fonts")),
    Mount("/assets/examples", StaticFiles(directory=ROOT / "presets" / "examples", check_dir=False)),
    Route("/files/{asset}", download, methods=["GET", "HEAD"]),
    Mount("/api/v1", HttpFace(painted.set, closing)),
    # Streamlit answers an unknown path with the app shell and 200: a mistyped address would look like success.
    *(Route(f"/{name}{rest}", not_found, methods=VERBS) for name in OURS for rest in ("", "/{rest:path}")),
]
MIDDLEWARE = [Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS), Middleware(SessionCookie)]


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """The life of the process, in order; what was started is stopped, also when a later step fails."""
    _hear_first()
    config = start.read_settings()
    start.lock(config)
    engine: Engine | None = None
    warming = threading.Thread(target=_warm_up, args=(config,), name="warm-up", daemon=True)
    try:
        await asyncio.to_thread(start.open_store, config)
        engine = None if config.provider_url else Engine(config)
        await asyncio.to_thread(providers.start, config, engine.url if engine else None)
        warming.start()
        yield {}
    finally:
        await asyncio.to_thread(_stop, engine, warming)


def report(error: BaseException) -> bool:
    """An error in a page that is a bug: logged with an id that the person can quote; no trace is shown."""
    number = logs.unexpected("page", error)
    st.error(f"This page met an error of ours. Reload it; what you made is safe. If it stays, quote {number}.")
    return True


def _hear_first() -> None:
    """Told to end, uvicorn waits for every open connection before it ends this life: an event stream must hear of it
    earlier. Signals reach the main thread alone; a server in another one is ended by whoever started it."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        if callable(server := signal.getsignal(number)):
            signal.signal(number, _then(server))


def _then(server: Callable[[int, FrameType | None], object]) -> Callable[[int, FrameType | None], None]:
    def hear(number: int, frame: FrameType | None) -> None:
        closing.set()
        server(number, frame)

    return hear


def _warm_up(config: Config) -> None:
    """What the first page did without. Each part may fail alone; the driver is tried again until it stands."""
    painted.wait(FIRST_PAGE_SECONDS)
    pause = 1.0
    while not _try("driver", lambda: tasks.start(config)) and not closing.wait(pause):
        pause = min(pause * 2, 30.0)
    _try("door", _warm_door)
    for name in ("lib.api", "pandas"):
        _try(name, lambda name=name: importlib.import_module(name))  # type: ignore[misc]
    _audit()
    # What is loaded now stays: collections need not walk it again (50 reruns at once: 9.8 s → 0.4 s).
    gc.collect()
    gc.freeze()


def _try(part: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception as error:
        logs.unexpected(part, error)
        return False
    return True


def _warm_door() -> None:
    door = providers.get(providers.door())
    if door is not None:
        door.warm()


def _audit() -> None:
    for fault in audit.faults():
        log.error("audit: %s", fault)


def _stop(engine: Engine | None, warming: threading.Thread) -> None:
    closing.set()
    if warming.is_alive():
        painted.set()
        warming.join(timeout=10)
    tasks.stop()
    providers.stop()
    process.stop()
    if engine is not None:
        engine.stop()
    store.stop()
    # The lock is not given back here: it ends with the process, and with it whatever is still being sent.
