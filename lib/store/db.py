"""The open database of this process: one place that begins and ends transactions.

    db.start(config); …; db.stop()
    with db.write() as connection: …     # one writer at a time, BEGIN IMMEDIATE
    with db.read() as connection: …      # plain BEGIN: never waits behind a writer

An exception in the block rolls everything back. A full disk is raised as StorageFull.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from lib.config import Config
from lib.errors import StorageFull

__all__ = ["Connection", "driver_url", "engine", "new_id", "now", "read", "start", "stop", "write"]

_engine: Engine | None = None
_writer: Engine | None = None
_lock = threading.Lock()  # SQLite's own busy wait is unfair: 2 to 3 s worst wait without it, 0.6 s with it

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a lost intent row would mean a possible second purchase
    "PRAGMA busy_timeout=30000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE walks around the append-only triggers
)


def start(config: Config) -> None:
    """Open the database of ``config.database_url``; its tables are brought up to date by lib/store/migrate."""
    global _engine, _writer
    stop()
    url = make_url(config.database_url)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"check_same_thread": False, "isolation_level": None})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    _engine, _writer = engine, engine.execution_options(writes=True)


def driver_url(config: Config) -> str:
    """Where the driver keeps its own state: engine.db in the data folder, or the same PostgreSQL server."""
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    file = config.data_dir / "engine.db"
    address = f"sqlite:///{file}"
    once = create_engine(address, poolclass=NullPool)
    with once.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # the driver would keep the slower rollback journal
    once.dispose()
    return address


def stop() -> None:
    """Close every connection. Safe to call twice."""
    global _engine, _writer
    if _engine is not None:
        _engine.dispose()
    _engine = _writer = None


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
        with _lock, _writer.begin() as connection:
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


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that writes later fails at once with "database is locked", whatever the timeout.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
