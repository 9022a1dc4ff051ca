"""Bring the tables up to date. Alembic is imported only when something is to be done."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from lib.store import db
from lib.store.tables import APPEND_ONLY

HEAD = "0004"
FOLDER = Path(__file__).parent / "migrations"


def upgrade() -> None:
    """Migrate to HEAD under one write transaction, so that two starting processes cannot do it together."""
    with db.read() as connection:
        if _revision(connection) == HEAD:
            return
    with db.write() as connection:
        db.lock_in(connection, "studio migration")
        if _revision(connection) != HEAD:
            _run(connection)


def unguarded() -> list[str]:
    """Append-only tables whose triggers are missing (a batch migration would drop them silently)."""
    with db.read() as connection:
        if connection.dialect.name == "sqlite":
            sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name HAVING count(*) >= 2"
        else:
            # pg_trigger.tgtype: 2 before, 8 delete, 16 update, 32 truncate (information_schema omits truncate).
            sql = (
                "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE tgtype & 58 = 58 AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)"
            )
        guarded = set(connection.execute(text(sql)).scalars())
    return [name for name in APPEND_ONLY if name not in guarded]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    settings.attributes["connection"] = connection
    command.upgrade(settings, HEAD)
