"""Migrations: they make exactly the tables, and what is there stays and is found."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from lib import gate, store
from lib.config import Config
from lib.domain import Actor
from lib.store import audit, db, history, library, migrate
from lib.store.library import Wanted
from tests.conftest import a_quote, a_request
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases

A_TASK_OF_0001 = """
INSERT INTO task (id, idempotency_key, place, group_id, user_id, session_id, job, model, door, world, state, body_hash,
  recipe_json, preview, quote_json, held_micros, cost_micros, overrun_micros, sends, not_before_ms, cancel_requested,
  created_ms, updated_ms, ended_ms)
VALUES ('old', 'k', 0, 'g', 'local', 's', 'image', 'm', 'demo', 'simulated', 'cancelled', '',
  '{"quality"\\:"best","settings"\\:{},"preset"\\:null,"subtype"\\:null,"styles"\\:["photo.dusk","paint.ink"]}',
  'A RED boat', '[]', 5, 0, 0,
  0, 0, false, 1, 1, 1)
"""

A_PICTURE_OF_0001 = """
INSERT INTO asset (id, sha256, user_id, task_id, place, role, mime, bytes, width, height, created_ms)
VALUES ('picture', 'aa', 'local', 'old', 0, 'output', 'image/png', 7, 3, 2, 5)
"""

# What 0003 made for a while besides: houses of that time stand at 0003 too.
MORE_OF_0003 = (
    "ALTER TABLE task ADD COLUMN anew BOOLEAN DEFAULT false NOT NULL",
    "CREATE INDEX task_by_session ON task (session_id)",
    "DROP INDEX item_by_deletion",
    "CREATE INDEX item_by_deletion ON item (user_id, id) WHERE deleted_ms IS NOT NULL",
)


def differences() -> list[object]:
    """Between the database and the tables as they should be."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from lib.store.tables import metadata

    with db.read() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_migrations_make_exactly_the_tables(house: Config) -> None:
    assert differences() == []


@pytest.mark.parametrize(("by_the_way_of", "more"), [("0001", ()), ("0002", ()), ("0003", ()), ("0003", MORE_OF_0003)])
def test_a_house_of_the_first_version_is_brought_up_to_date_and_keeps_its_tasks(
    settings: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch, by_the_way_of: str, more: tuple[str, ...]
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(migrate, "HEAD", "0001")
        settings.data_dir.mkdir()
        db.start(settings)
        migrate.upgrade()
        with db.write() as connection:
            connection.execute(text(A_TASK_OF_0001))
            connection.execute(text(A_PICTURE_OF_0001))
        earlier.setattr(migrate, "HEAD", by_the_way_of)
        migrate.upgrade()
        with db.write() as connection:
            for statement in more:
                connection.execute(text(statement))
        store.stop()
    store.start(settings)
    assert history.one(actor, "old").state == "cancelled"
    (picture,), _ = library.page(actor, Wanted(kind="image", style="paint.ink", words="red"), 60)
    assert (picture.id, picture.asset, picture.task, picture.title) == ("picture", "picture", "old", "A RED boat")
    assert (picture.styles, picture.width, picture.created_ms) == (("photo.dusk", "paint.ink"), 3, 5)
    assert library.count(actor) == (1, 7)
    assert migrate.unguarded() == []
    assert differences() == []
    store.stop()


def test_a_second_start_migrates_nothing_and_keeps_what_is_there(settings: Config, actor: Actor) -> None:
    store.start(settings)
    gate.admit(a_request(actor), a_quote(500), a_quote(500), "k", b"")
    store.stop()
    store.start(settings)
    assert migrate.unguarded() == []
    assert audit.faults() == []
    store.stop()
