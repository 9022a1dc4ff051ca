"""Who is the one web process of a database: a lock that a second process finds taken, and that ends with the first."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import OperationalError

from lib.errors import StudioError

CHECK_SECONDS = 5.0
"""How long an answer of the server is believed."""


class Claim(Protocol):
    def holds(self) -> bool:
        """Whether it is still ours."""

    def release(self) -> None:
        """Let the next process have it."""


def take(engine: Engine) -> Claim:
    """Raises StudioError when another process has it, OSError or OperationalError when nobody can."""
    return _File(engine) if engine.dialect.name == "sqlite" else _Session(engine)


def lock_number(what: str) -> int:
    """PostgreSQL names advisory locks by a signed 64-bit number."""
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)


class _File:
    """On SQLite a locked file beside the database's own, whatever it was called in the address. The system lets go
    of it when the process ends, however it ends; the file stays."""

    def __init__(self, engine: Engine):
        with engine.connect() as connection:
            file = connection.execute(text("SELECT file FROM pragma_database_list WHERE name = 'main'")).scalar_one()
        # Whoever stops is seldom the thread that started.
        self._lock = FileLock(f"{Path(file).resolve()}.lock", blocking=False, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise _taken() from None

    def holds(self) -> bool:
        return True

    def release(self) -> None:
        self._lock.release()


class _Session:
    """On PostgreSQL an advisory lock, which lasts as long as its connection: a server that restarts forgets it."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._connection: Connection | None = None
        self._turn = threading.Lock()
        if not self._take():
            self.release()
            raise _taken()
        self._held, self._asked = True, time.monotonic()

    def holds(self) -> bool:
        with self._turn:
            if time.monotonic() - self._asked >= CHECK_SECONDS:
                self._held = self._ask() or self._ask()  # the second time on a new connection
                self._asked = time.monotonic()
            return self._held

    def release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # not back into the pool: the lock would live on there
            self._connection.close()
        self._connection = None

    def _ask(self) -> bool:
        try:
            return self._take()
        except OperationalError:  # the connection is lost, and the lock with it
            self.release()
            return False

    def _take(self) -> bool:
        """Who has the lock may take it again: one statement says whether it is ours, and makes it so if it is free."""
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        asked = select(func.pg_try_advisory_lock(lock_number("studio web")))
        return bool(self._connection.execute(asked).scalar_one())


def _taken() -> StudioError:
    return StudioError("Studio already runs on this database: stop the other process, or use another database.")
