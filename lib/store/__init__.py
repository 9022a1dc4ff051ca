"""All SQL and all stored files: tables, migrations, one module per noun.

store.start(config); …; store.stop()
"""

from __future__ import annotations

from lib.config import Config
from lib.store import assets, db, migrate, seal


def start(config: Config) -> None:
    """Open database, migrations and files of this configuration. Raises OSError for a folder that cannot be used."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    db.start(config)
    migrate.upgrade()
    seal.start(config)
    assets.start(config)


def stop() -> None:
    """Close all of it; safe to call twice."""
    db.stop()
