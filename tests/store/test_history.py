"""Own history: page by page by key, by an index, with what may have been billed for nothing."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Select, select, update
from sqlalchemy.dialects import sqlite

from lib import gate
from lib.config import Config
from lib.domain import Actor
from lib.store import db, history, ledger
from lib.store.tables import task
from tests.conftest import a_quote, a_request
from tests.store.making import asked_to_write, ended, written


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two things happen in the same millisecond: what is newer is certain."""
    ticks = itertools.count(db.now())
    monkeypatch.setattr(db, "now", lambda: next(ticks))


def admit(actor: Actor, key: str, n: int = 1) -> list[str]:
    return gate.admit(a_request(actor, n), a_quote(100 * n), a_quote(100), key, b"")


def plan(query: Select[Any]) -> str:
    """How SQLite means to answer it."""
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with db.read() as connection:
        return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}"))


def test_groups_come_newest_first_page_by_page_whole_and_once(house: Config, actor: Actor) -> None:
    asked = [admit(actor, f"k{number}", n) for number, n in enumerate((1, 3, 2, 1, 4))]
    admit(replace(actor, user="ida"), "theirs")
    seen: list[list[str]] = []
    before: str | None = None
    while page := history.groups(actor, "image", 2, before):
        seen += [[one.id for one in group] for group in page]
        before = page[-1][0].group
        admit(actor, f"meanwhile-{before}")  # what is new does not move the older pages
    assert seen == asked[::-1]


def test_groups_are_those_of_one_job(house: Config, actor: Actor) -> None:
    pictures = admit(actor, "pictures", 2)
    writing = a_request(actor, job="text", model="gemini-4-carbon")
    text = gate.admit(writing, a_quote(100), a_quote(100), "text", b"")
    for job, ids in (("image", pictures), ("text", text)):
        assert [[one.id for one in group] for group in history.groups(actor, job, 5)] == [ids]


def test_the_next_page_is_found_by_an_index_and_nothing_is_sorted(house: Config, actor: Actor) -> None:
    groups = plan(history._newest_groups(actor, "image", 20, "some-group"))
    tasks = plan(select(task.c.id).where(task.c.user_id == "local", task.c.id < "x").order_by(task.c.id.desc()))
    assert "task_by_user_group" in groups
    assert "task_by_user" in tasks
    assert "TEMP B-TREE" not in groups + tasks


def test_the_header_does_not_walk_through_everything_that_was_ever_made(house: Config, actor: Actor) -> None:
    asked = {"user": actor.user, "session": actor.session, "world": "simulated"}
    assert "task_by_state" in plan(history._ACTIVE.params(asked))
    assert "task_by_session" in plan(history._SPENT.params(asked))


def test_a_task_carries_what_may_have_been_billed_for_nothing(house: Config, actor: Actor) -> None:
    (lost,) = admit(actor, "lost")
    (well,) = admit(actor, "well")
    with db.write() as connection:
        gate.expose(connection, lost, 1, 70, "answer lost")
        gate.expose(connection, lost, 1, 70, "answer lost")  # noted once, however often it is found
        gate.expose(connection, lost, 2, 30, "answer lost")
    assert (history.one(actor, lost).exposed_micros, history.one(actor, well).exposed_micros) == (100, 0)
    assert [one.exposed_micros for group in history.groups(actor, "image", 5) for one in group] == [0, 100]


def test_every_exposure_is_listed_newest_first_with_whose_it_is(house: Config, actor: Actor) -> None:
    (mine,), (theirs,) = admit(actor, "k"), admit(replace(actor, user="ida"), "k")
    with db.write() as connection:
        gate.expose(connection, mine, 1, 70, "answer lost")
    with db.write() as connection:
        gate.expose(connection, theirs, 1, 30, "damaged")
    first, second = ledger.exposures()
    assert (first.task, first.user, first.world, first.amount_micros) == (theirs, "ida", "simulated", 30)
    assert (second.task, second.user, second.amount_micros) == (mine, "local", 70)
    assert (first.note, second.note) == ("damaged", "answer lost")
    assert first.created_ms >= second.created_ms > 0


def test_what_cost_more_than_was_held_is_listed_newest_first(house: Config, actor: Actor) -> None:
    (mine,), (theirs,) = admit(actor, "k"), admit(replace(actor, user="ida"), "k")
    (exactly,) = admit(actor, "exactly")
    for task_id, cost in ((mine, 130), (theirs, 101), (exactly, 100)):
        with db.write() as connection:
            gate.settle(connection, task_id, "failed", cost)
    first, second = ledger.overruns()
    assert (first.task, first.user, first.world) == (theirs, "ida", "simulated")
    assert (first.cost_micros, first.held_micros, first.over_micros) == (101, 100, 1)
    assert (second.task, second.user, second.over_micros) == (mine, "local", 30)
    assert first.ended_ms > second.ended_ms > 0


def test_what_was_made_lately_tells_how_long_it_took_newest_first(house: Config, actor: Actor) -> None:
    quick, slow = written(actor), written(actor)
    failed = ended(asked_to_write(actor), "failed")
    asked_to_write(actor)
    for task_id, seconds in ((quick, 1), (slow, 20), (failed, 3)):
        with db.write() as connection:
            sent = {"sent_ms": task.c.ended_ms - 1000 * seconds}
            connection.execute(update(task).where(task.c.id == task_id).values(sent))
    assert [(one.model, one.door, one.seconds) for one in history.made(actor, 5)] == [
        ("gemini-4-carbon", "demo", 20),
        ("gemini-4-carbon", "demo", 1),
    ]
    assert [one.seconds for one in history.made(actor, 1)] == [20]
    assert history.made(replace(actor, user="ida"), 5) == []
