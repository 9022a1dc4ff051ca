"""A disk that is full at any one write of the walk: it goes on when there is room, nothing is bought twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lib.config import Config
from lib.domain import Actor
from lib.errors import StorageFull
from lib.store import assets, db, history
from lib.tasks import endings, lifecycle, policy
from tests.tasks.moving import exposures, left, row, submit

WRITES = range(1, 6)
"""Of the database, in the walk of one picture: as many as there are, and one more."""


def walk(task_id: str) -> None:
    """Move it to its end as the driver does."""
    while lifecycle.advance(task_id) is not None:
        pass


@pytest.mark.parametrize("full", WRITES)
@pytest.mark.parametrize("words", ["a red boat", "a boat [[fault:429=0]]"])
def test_a_database_that_is_full_at_one_write_costs_nothing(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch, full: int, words: str
) -> None:
    (task,) = submit(actor, words)
    write, numbers = db.write, itertools.count(1)

    @contextmanager
    def sometimes_full() -> Iterator[db.Connection]:
        with write() as connection:
            yield connection
            if next(numbers) == full:  # as at the commit: all of it is rolled back
                raise StorageFull("the database")

    monkeypatch.setattr(db, "write", sometimes_full)
    monkeypatch.setattr(endings.time, "sleep", lambda _: None)
    monkeypatch.setattr(policy, "PATIENCE", 3)
    walk(task.id)
    ended = history.one(actor, task.id)
    if "fault" in words:
        assert (ended.state, ended.error_code) == ("failed", "provider_unavailable")
    else:
        assert (ended.state, row(task.id)["sends"], len(ended.outputs)) == ("succeeded", 1, 1)
    assert (exposures(), left(actor)) == (0, 100_000_000 - (ended.cost_micros or 0))


def test_assets_that_are_full_are_waited_for_and_the_picture_is_fetched_again(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = submit(actor)
    write, numbers = assets._write, itertools.count(1)

    def sometimes_full(key: str, data: bytes) -> None:
        if next(numbers) <= 2:
            raise OSError(28, "No space left on device")
        write(key, data)

    monkeypatch.setattr(assets, "_write", sometimes_full)
    walk(task.id)
    ended = history.one(actor, task.id)
    assert (ended.state, row(task.id)["sends"], exposures(), len(ended.outputs)) == ("succeeded", 1, 0, 1)


def test_a_disk_that_stays_full_is_logged_once_until_there_is_room(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attempts = itertools.count(1)

    def write() -> int:
        if (number := next(attempts)) % 5:
            raise StorageFull("the database")
        return number

    monkeypatch.setattr(endings.time, "sleep", lambda _: None)
    assert [endings.surely(write), endings.surely(write)] == [5, 10]
    assert [record.message for record in caplog.records] == [caplog.messages[0]] * 2
    assert "disk is full" in caplog.messages[0]
