"""The audit finds every seeded fault, and the database itself guards the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from lib import gate, store
from lib.config import Config
from lib.domain import Actor
from lib.store import audit, db
from lib.store.tables import APPEND_ONLY, task
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


# What a second task has of its own beside a copied row.
ANOTHER = {"id": "'other'", "idempotency_key": "'k2'", "held_micros": "0"}
SEEDED = {
    "ended task was never settled": "UPDATE task SET state = 'failed', sealed = NULL WHERE id = :task",
    "open task is already settled": "UPDATE task SET state = 'running' WHERE id <> :task",
    "window holds something else than its lines": "UPDATE budget_window SET held_micros = held_micros + 1",
    "window spent something else than its lines": "UPDATE budget_window SET spent_micros = spent_micros + 1",
    "task cost differs from what its windows paid": "UPDATE task SET cost_micros = 99 WHERE id <> :task",
    "held money differs from open tasks": "UPDATE task SET held_micros = 499 WHERE id = :task",
    "held money differs from open tasks: simulated user:ida:held": "UPDATE task SET user_id = 'ida' WHERE id = :task",
    "held money differs from open tasks: real user:local:held": "UPDATE task SET world = 'real' WHERE id = :task",
    "provider cost differs from settled tasks": "UPDATE task SET cost_micros = 101 WHERE id <> :task",
    "provider cost differs from settled tasks: real": "UPDATE task SET world = 'real' WHERE id <> :task",
    "written off, but not listed as maybe billed": "UPDATE task SET state = 'written_off' WHERE id <> :task",
    "ended task is still sealed": "UPDATE task SET sealed = 'x' WHERE id <> :task",
    "succeeded task has no file": "UPDATE task SET state = 'succeeded' WHERE id <> :task",
    "succeeded task has no words": "UPDATE task SET state = 'succeeded', job = 'text' WHERE id <> :task",
    "overrun is not what the task cost too much": "UPDATE task SET overrun_micros = 1 WHERE id <> :task",
    "ledger and task are of two worlds": "UPDATE task SET world = 'real' WHERE id = :task",
    "budget and task are of two worlds": "UPDATE budget SET world = 'real'",
    "ledger names a task that is not there": (
        "INSERT INTO ledger_tx VALUES ('x', 'exposure\\:nobody\\:1', 'exposure', 'simulated', 'nobody', 0, '')"
    ),
    "line of a task or a window that is not there": "UPDATE hold_line SET task_id = 'nobody' WHERE task_id = :task",
    "line holds something else than its task": "UPDATE hold_line SET amount_micros = 1 WHERE task_id = :task",
    "line and task do not end together": "UPDATE hold_line SET settled_micros = NULL WHERE task_id <> :task",
    "entries do not sum to zero": "INSERT INTO ledger_entry SELECT tx_id, 9, 'x', 1 FROM ledger_entry LIMIT 1",
    "task without a hold": (
        f"INSERT INTO task ({', '.join(column.name for column in task.c)}) SELECT "
        f"{', '.join(ANOTHER.get(column.name, column.name) for column in task.c)} FROM task WHERE id = :task"
    ),
}


@contextmanager
def unguarded() -> Iterator[db.Connection]:
    """A database that lets everything pass, as one that was copied together by hand."""
    with db.engine().connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        yield connection
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.exec_driver_sql("BEGIN")


@pytest.mark.parametrize("fault", SEEDED)
def test_a_seeded_fault_is_found_and_named(a_task: str, fault: str) -> None:
    sql = SEEDED[fault]
    with unguarded() as connection:
        connection.execute(text(sql), {"task": a_task} if ":task" in sql else {})
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
