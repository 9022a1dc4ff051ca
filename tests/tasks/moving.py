"""Moving one task by hand, and reading how it and its money stand."""

from __future__ import annotations

import time

from sqlalchemy import text

from lib import tasks
from lib.domain import Actor, Prompt, Span, Task
from lib.store import db, history
from lib.store import tasks as rows
from lib.tasks import lifecycle
from tests.conftest import a_request

DRAFT = {"ratio": "16:9", "size": "1K", "thinking": "minimal", "format": "image/jpeg", "max_output_tokens": 4096}


def submit(actor: Actor, words: str = "a red boat", key: str = "k", ceiling: int = 10**9, n: int = 1) -> list[Task]:
    request = a_request(actor, n, prompt=Prompt((Span(words, "user"),)), settings=DRAFT)
    return list(tasks.submit(request, key, ceiling))


def advance(task_id: str, until: tuple[str, ...] = (), seconds: float = 60) -> str:
    """Move a task until it has ended, or stands in one of these states; the state."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = row(task_id)["state"]
        if state in until or lifecycle.advance(task_id) is None:
            return str(row(task_id)["state"])
    raise AssertionError(f"{task_id} stands at {row(task_id)['state']}")


def row(task_id: str) -> rows.Row:
    with db.read() as connection:
        found = rows.get(connection, task_id)
    assert found is not None
    return found


def left(actor: Actor) -> int:
    return history.spend(actor, "simulated").left_today or 0


def exposures() -> int:
    with db.read() as connection:
        sql = "SELECT count(*) FROM ledger_tx WHERE kind = 'exposure'"
        return int(connection.execute(text(sql)).scalar_one())
