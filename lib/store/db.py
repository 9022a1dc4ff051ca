"""The open database of this process: one place that begins and ends transactions.

    db.start(config); …; db.stop()
    with db.write() as connection: …     # SQLite: one writer at a time, BEGIN IMMEDIATE
    with db.read() as connection: …      # plain BEGIN: never waits behind a writer

On PostgreSQL writers run side by side; row locks keep the limits. The web process also calls ``db.claim()``.
An exception in the block rolls everything back. A full disk is raised as StorageFull.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import OperationalError

from lib.config import Config
from lib.errors import StorageFull
from lib.store import claims

__all__ = [
    "Connection",
    "claim",
    "engine",
    "lock_in",
    "lock_out",
    "new_id",
    "now",
    "read",
    "start",
    "still_claimed",
    "stop",
    "storable",
    "write",
]

_engine: Engine | None = None
_writer: Engine | None = None
_claim: claims.Claim | None = None
# SQLite's own busy wait is unfair: 2 to 3 s worst wait without this lock, 0.6 s with it.
_turn: AbstractContextManager[object] = threading.Lock()

CONNECT_SECONDS = "10"
"""How long a PostgreSQL server may take to answer at all."""
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a lost intent row would mean a possible second purchase
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE walks around the append-only triggers
)


def start(config: Config) -> None:
    """Open the database of ``config.database_url``; its tables are brought up to date by lib/store/migrate."""
    global _engine, _writer, _turn
    stop()
    url = make_url(config.database_url)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        options = {"check_same_thread": False, "isolation_level": None}
        engine = create_engine(url, connect_args=options, hide_parameters=True)  # a prompt must not reach the log
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        _turn = threading.Lock()
    else:
        query = {"connect_timeout": CONNECT_SECONDS, **url.query}
        address = url.set(drivername="postgresql+psycopg", query=query)
        engine = create_engine(address, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "handle_error", _hide_detail)
        _turn = nullcontext()
    _engine, _writer = engine, engine.execution_options(writes=True)


def claim() -> None:
    """Make this the one web process of the database until stop(), on either kind of database.

    Raises StudioError when another process has it. Commands of a shell need no claim: they run beside.
    """
    global _claim
    if _claim is None:
        _claim = claims.take(engine())


def still_claimed() -> bool:
    """Whether nobody else can be the web process: asked before anything is bought.

    A claim that was lost with its connection (a PostgreSQL server that restarts) is taken again. False when another
    process has it by now, or the server does not answer; asked again, it may be True again. The server is asked at
    most once in claims.CHECK_SECONDS, SQLite's file never. True as well for a process that never claimed anything.
    """
    held = _claim
    return held is None or held.holds()


def lock_in(connection: Connection, what: str) -> None:
    """Until this transaction ends, be the only one that does ``what``. SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(claims.lock_number(what))))


def lock_out(connection: Connection, what: str) -> None:
    """Until this transaction ends, let nobody ``lock_in`` the same; those who lock out do not disturb one another."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock_shared(claims.lock_number(what))))


def stop() -> None:
    """Close every connection, and let the claim go. Safe to call twice."""
    global _engine, _writer, _claim
    if _claim is not None:
        _claim.release()
    if _engine is not None:
        _engine.dispose()
    _engine = _writer = _claim = None


def engine() -> Engine:
    if _engine is None:
        raise RuntimeError("the store is not open: call db.start(config) first")
    return _engine


@contextmanager
def read() -> Iterator[Connection]:
    """A consistent view; what is written here would be lost."""
    with engine().connect() as connection:
        yield connection


@contextmanager
def write() -> Iterator[Connection]:
    """All or nothing. Keep it short: no network, no media, no Streamlit inside."""
    engine()
    assert _writer is not None
    try:
        with _turn, _writer.begin() as connection:
            yield connection
    except OperationalError as error:
        if "disk is full" in str(error.orig) or "No space left" in str(error.orig):
            raise StorageFull("the database") from error
        raise


def now() -> int:
    """Epoch milliseconds, UTC."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """A UUID of version 7: 48 bits of milliseconds, so that ids sort by time, then 74 random bits."""
    head = now() << 80
    tail = uuid.uuid4().int & ((1 << 80) - 1)
    return str(uuid.UUID(int=head | (tail & ~(0xF << 76)) | (7 << 76)))


def storable(text: str) -> str:
    """The text at its full length, without what PostgreSQL (a NUL) or UTF-8 (half a surrogate pair) cannot hold."""
    return text.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _hide_detail(context: ExceptionContext) -> None:
    """PostgreSQL quotes the row that failed in the error's DETAIL: its values are not for the log either."""
    detail = getattr(getattr(context.original_exception, "diag", None), "message_detail", None)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if detail and error is not None:
            error.args = tuple(str(part).replace(detail, "(hidden)") for part in error.args)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that writes later fails at once with "database is locked", whatever the timeout.
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # waits for nobody and cannot fail: past everything that SQLAlchemy does around a statement
        connection.connection.cursor().execute("BEGIN")
