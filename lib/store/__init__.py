"""All SQL and all stored files: tables, migrations, one module per noun.

store.start(config); …; store.stop()
store.claim()                          # the web process alone: a second one is refused
"""

from __future__ import annotations

from lib.config import Config
from lib.store import assets, db, drafts, migrate, seal


def start(config: Config) -> None:
    """Open database, migrations and files of this configuration. Raises OSError for a folder that cannot be
    used, StudioError for a secret that is empty."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    db.start(config)
    migrate.upgrade()
    drafts.tidy(config.store_prompts)
    seal.start(config)
    assets.start(config)


def claim() -> None:
    """Make this the one web process of the opened database, until stop(). Raises StudioError when there is one."""
    db.claim()


def stop() -> None:
    """Close all of it; safe to call twice."""
    db.stop()
