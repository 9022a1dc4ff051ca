"""Two who want the same task at the same moment, on both databases."""

from __future__ import annotations

import threading

from lib import tasks
from lib.config import Config
from lib.domain import Actor
from lib.store import db, history
from lib.store import tasks as rows
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.tasks.moving import left, submit


def test_a_wish_to_stop_does_not_end_what_is_on_its_way_to_the_provider(house: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    seen: list[str] = []
    stopping = threading.Thread(target=lambda: seen.append(tasks.cancel(actor, task.id).state))
    with db.write() as connection:
        assert rows.move(connection, task.id, ("reserved",), "submitting", send_token="x")
        stopping.start()
        stopping.join(timeout=0.5)  # it has read by now that nothing was sent, if it reads at all
    stopping.join()
    assert seen == ["submitting"]
    assert history.one(actor, task.id).stopping
    assert left(actor) < 100_000_000


def test_a_task_that_was_stopped_first_is_not_sent(house: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    tasks.cancel(actor, task.id)
    with db.write() as connection:
        assert not rows.move(connection, task.id, ("reserved",), "submitting", send_token="x")
    assert left(actor) == 100_000_000
