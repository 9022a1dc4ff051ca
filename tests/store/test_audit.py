"""The audit finds every seeded fault, and the database itself guards the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from lib import gate, store
from lib.config import Config
from lib.domain import Actor
from lib.store import audit, db, migrate
from lib.store.tables import APPEND_ONLY
from tests.conftest import a_quote, a_request


@pytest.fixture
def dirty_house(settings: Config) -> Iterator[Config]:
    """A house that a test may leave with faults."""
    store.start(settings)
    yield settings
    store.stop()


@pytest.fixture
def a_task(dirty_house: Config, actor: Actor) -> str:
    (held,) = gate.admit(a_request(actor), a_quote(500), a_quote(500), "held", b"")
    (ended,) = gate.admit(a_request(actor), a_quote(300), a_quote(300), "ended", b"")
    with db.write() as connection:
        gate.settle(connection, ended, "failed", 100)
    assert audit.faults() == []
    return held


SEEDED = {
    "ended task was never settled": "UPDATE task SET state = 'failed', sealed = NULL WHERE id = :task",
    "open task is already settled": "UPDATE task SET state = 'running' WHERE id <> :task",
    "window holds something else than its lines": "UPDATE budget_window SET held_micros = held_micros + 1",
    "window spent something else than its lines": "UPDATE budget_window SET spent_micros = spent_micros + 1",
    "task cost differs from what its windows paid": "UPDATE task SET cost_micros = 99 WHERE id <> :task",
    "held money differs from open tasks": "UPDATE task SET held_micros = 499 WHERE id = :task",
    "provider cost differs from settled tasks": "UPDATE task SET cost_micros = 101 WHERE id <> :task",
    "ended task is still sealed": "UPDATE task SET sealed = 'x' WHERE id <> :task",
    "succeeded task has no file": "UPDATE task SET state = 'succeeded' WHERE id <> :task",
    "overrun is not what the task cost too much": "UPDATE task SET overrun_micros = 1 WHERE id <> :task",
    "entries do not sum to zero": "INSERT INTO ledger_entry SELECT tx_id, 9, 'x', 1 FROM ledger_entry LIMIT 1",
    "task without a hold": (
        "INSERT INTO task SELECT 'other', 'k2', place, group_id, user_id, session_id, project_id, job, model, door, "
        "world, state, body_hash, recipe_json, prompt_json, preview, sealed, quote_json, 0, cost_micros, "
        "overrun_micros, usage_json, answered_by, send_token, sends, intent_ms, sent_ms, not_before_ms, op, worker, "
        "heartbeat_ms, cancel_requested, retry_of, error_code, error, created_ms, updated_ms, ended_ms "
        "FROM task WHERE id = :task"
    ),
}


@pytest.mark.parametrize("fault", SEEDED)
def test_a_seeded_fault_is_found_and_named(a_task: str, fault: str) -> None:
    with db.write() as connection:
        connection.execute(text(SEEDED[fault]), {"task": a_task} if ":task" in SEEDED[fault] else {})
    assert any(found.startswith(fault) for found in audit.faults())


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_dropped_guard_is_found(dirty_house: Config, table: str) -> None:
    with db.write() as connection:
        connection.execute(text(f"DROP TRIGGER {table}_no_update"))
    assert audit.faults() == [f"append-only table is unguarded: {table}"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET amount_micros = 0",
        "DELETE FROM ledger_entry",
        "INSERT OR REPLACE INTO ledger_entry SELECT tx_id, ord, account, 0 FROM ledger_entry",
        "DELETE FROM ledger_tx",
    ],
)
def test_the_database_refuses_to_change_the_ledger(a_task: str, sql: str) -> None:
    with pytest.raises((IntegrityError, OperationalError), match=r"append-only|FOREIGN KEY"), db.write() as connection:
        connection.execute(text(sql))
    assert audit.faults() == []


def test_the_migrations_make_exactly_the_tables(house: Config) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from lib.store.tables import metadata

    with db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_second_start_migrates_nothing_and_keeps_what_is_there(settings: Config, actor: Actor) -> None:
    store.start(settings)
    gate.admit(a_request(actor), a_quote(500), a_quote(500), "k", b"")
    store.stop()
    store.start(settings)
    assert migrate.unguarded() == []
    assert audit.faults() == []
    store.stop()
