"""Where the driver keeps its own state. No truth is in it, so what is damaged is put aside and begun anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from lib import logs
from lib.config import Config

FILE = "engine.db"
log = logs.get("store")


def url(config: Config) -> str:
    """Its address, ready for use: engine.db in the data folder, or the same PostgreSQL server."""
    address = make_url(config.database_url)
    if address.get_backend_name() != "sqlite":
        return address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    file = config.data_dir / FILE
    if not _opens(file):
        _put_aside(file)
        _opens(file)
    return _address(file)


def _opens(file: Path) -> bool:
    """Make the file where there is none; False when it is damaged, or no database. A full disk or a locked file is
    neither: raises OperationalError."""
    engine = create_engine(_address(file), poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # the driver would keep the slower rollback journal
            return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")
    except OperationalError:
        raise
    except DatabaseError:
        return False


def _put_aside(file: Path) -> None:
    # Alone: SQLite has removed -wal and -shm when it was closed just now.
    aside = file.rename(file.with_name(f"{file.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    log.warning("%s is damaged and lies aside as %s; the driver begins anew, no task is lost", file.name, aside.name)


def _address(file: Path) -> str:
    return f"sqlite:///{file}"
