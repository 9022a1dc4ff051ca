"""Limits and their windows: a new limit binds today, never the past, and counts what was before it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect, select, text

from lib import gate
from lib.config import Config
from lib.domain import Actor, World
from lib.errors import BudgetExceeded
from lib.store import audit, budgets, db, history
from lib.store.tables import budget_window, hold_line
from tests.conftest import a_quote, a_request
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases

DAY = 86_400_000


def admit(actor: Actor, each: int, key: str, **changes: object) -> str:
    (task_id,) = gate.admit(a_request(actor, **changes), a_quote(each), a_quote(each), key, b"")
    return task_id


def settle(task_id: str, cost: int) -> None:
    with db.write() as connection:
        assert gate.settle(connection, task_id, "failed", cost)


def left(actor: Actor) -> int | None:
    return history.spend(actor, "simulated").left_today


def standing(scope: str) -> dict[str, tuple[int, int]]:
    """What is held and spent under each key in the windows of a scope."""
    sql = "SELECT w.scope_key, held_micros, spent_micros FROM budget_window w JOIN budget b ON b.id = budget_id"
    with db.read() as connection:
        rows = connection.execute(text(f"{sql} WHERE b.scope = :scope"), {"scope": scope})
        return {row.scope_key: (row.held_micros, row.spent_micros) for row in rows}


def limit() -> budgets.Budget:
    with db.read() as connection:
        (row,) = budgets.enabled(connection, "simulated")
    return row


def limits_by_window() -> dict[str, int]:
    with db.read() as connection:
        rows = connection.execute(select(budget_window.c.window_key, budget_window.c.limit_micros))
        return {row.window_key: row.limit_micros for row in rows}


def test_a_new_limit_leaves_past_windows_as_they_were(house: Config) -> None:
    row, today = limit(), db.now()
    with db.write() as connection:
        for at in (today - DAY, today):
            assert budgets.hold(connection, row, budgets.EACH, at, 0)
    budgets.put("simulated", "global", budgets.EACH, "day", 7)
    past, present = budgets.window_key(row, today - DAY), budgets.window_key(row, today)
    assert limits_by_window() == {past: row.limit_micros, present: 7}


@pytest.mark.parametrize("scope", ["session", "user", "global"])
@pytest.mark.parametrize("period", ["day", "month", "once"])
def test_a_limit_set_in_the_middle_of_a_day_counts_what_was_before_it(
    house: Config, actor: Actor, scope: budgets.Scope, period: budgets.Period
) -> None:
    settle(admit(actor, 300, "spent"), 200)
    settle(admit(actor, 300, "free"), 0)
    held = admit(actor, 100, "held")
    budgets.put("simulated", scope, budgets.EACH, period, 350)
    key = {"session": actor.session, "user": actor.user, "global": budgets.EACH}[scope]
    assert standing(scope)[key] == (100, 200)
    with pytest.raises(BudgetExceeded) as refusal:
        admit(actor, 51, "more")
    assert refusal.value.available_micros == 50
    settle(held, 80)
    assert standing(scope)[key] == (0, 280)
    assert admit(actor, 70, "fits")


def test_the_header_is_honest_about_a_limit_set_in_the_middle_of_a_day(house: Config, actor: Actor) -> None:
    settle(admit(actor, 300, "spent"), 200)
    budgets.put("simulated", "user", budgets.EACH, "day", 1_000)
    assert left(actor) == 800


def test_a_limit_for_each_counts_for_each_their_own_and_one_for_a_key_only_its_own(house: Config, actor: Actor) -> None:
    ida = replace(actor, user="ida", session="i" * 22)
    admit(actor, 100, "mine")
    admit(ida, 7, "hers")
    budgets.put("simulated", "session", budgets.EACH, "day", 1_000)
    budgets.put("simulated", "user", "ida", "day", 1_000)
    assert standing("session") == {actor.session: (100, 0), ida.session: (7, 0)}
    assert standing("user") == {"ida": (7, 0)}


def test_neither_yesterday_nor_the_other_world_counts(house: Config, actor: Actor) -> None:
    gate.open_with(actor, 10_000_000)
    for key, changes in (("old", {}), ("real", {"door": "gemini"})):
        settle(admit(actor, 300, key, **changes), 200)
    with db.write() as connection:
        connection.execute(
            text("UPDATE task SET created_ms = created_ms - :day WHERE world = 'simulated'"), {"day": DAY}
        )
    budgets.put("simulated", "user", budgets.EACH, "day", 1_000)
    assert left(actor) == 1_000


def test_a_task_without_a_project_has_no_part_in_a_projects_limit(house: Config, actor: Actor) -> None:
    admit(actor, 100, "none")
    admit(replace(actor, project="spring"), 7, "spring")
    budgets.put("simulated", "project", budgets.EACH, "day", 1_000)
    assert standing("project") == {"spring": (7, 0)}


def test_a_limit_set_again_counts_nothing_twice(house: Config, actor: Actor) -> None:
    settle(admit(actor, 300, "spent"), 200)
    admit(actor, 100, "held")
    for amount in (1_000, 2_000):
        budgets.put("simulated", "user", budgets.EACH, "day", amount)
    assert standing("user") == {"local": (100, 200)}


def test_the_day_of_a_limit_begins_at_midnight_in_its_own_zone(house: Config) -> None:
    zone = ZoneInfo("America/New_York")
    noon = int(datetime(2026, 11, 1, 12, tzinfo=zone).timestamp() * 1000)  # of a day of 25 hours
    row = replace(limit(), tz=zone.key)
    assert noon - budgets._begins(row, noon) == 13 * 3_600_000
    assert noon - budgets._begins(replace(row, period="month"), noon) == 13 * 3_600_000
    assert budgets._begins(replace(row, period="once"), noon) == 0


def test_limits_set_while_others_hold_and_settle_miss_nothing_and_count_nothing_twice(
    house: Config, actor: Actor
) -> None:
    start = threading.Barrier(5)

    def work(number: int) -> None:
        start.wait()
        for turn in range(6):
            settle(admit(actor, 100, f"{number}-{turn}"), 60)

    def limits() -> None:
        start.wait()
        for turn in range(6):
            budgets.put("simulated", "user", budgets.EACH, "day", 10_000 + turn)
            budgets.put("simulated", "session", actor.session, "month", 10_000 + turn)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    threads.append(threading.Thread(target=limits))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert standing("user") == {"local": (0, 24 * 60)}
    assert standing("session") == {actor.session: (0, 24 * 60)}


def test_a_limit_waits_for_a_settlement_that_does_not_know_its_line(house: Config, actor: Actor) -> None:
    task_id = admit(actor, 100, "k")
    with db.write() as connection:
        gate.settle(connection, task_id, "failed", 60)
        putting = a_limit_is_set()
    putting.join()
    assert standing("user") == {"local": (0, 60)}


def test_a_limit_waits_for_an_admission_that_does_not_know_it(
    house: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, meanwhile = budgets.enabled, list[threading.Thread]()

    def reading(connection: db.Connection, world: World) -> list[budgets.Budget]:
        limits = read(connection, world)
        meanwhile.append(a_limit_is_set())
        return limits

    monkeypatch.setattr(budgets, "enabled", reading)
    admit(actor, 100, "k")
    meanwhile[0].join()
    assert standing("user") == {"local": (100, 0)}


def a_limit_is_set() -> threading.Thread:
    """Begun while another transaction is open; it may take its time, but not end."""
    putting = threading.Thread(target=budgets.put, args=("simulated", "user", budgets.EACH, "day", 1_000))
    putting.start()
    putting.join(timeout=0.5)
    return putting


def test_every_task_walks_its_windows_in_one_order(house: Config, actor: Actor) -> None:
    """A line that was written later stands where admission would have put it, or PostgreSQL deadlocks."""
    task_id = admit(actor, 100, "k")
    budgets.put("simulated", "session", budgets.EACH, "once", 1_000)
    budgets.put("simulated", "user", budgets.EACH, "month", 1_000)
    later = admit(actor, 100, "later")
    with db.read() as connection:
        query = select(hold_line.c.ord).order_by(hold_line.c.ord)
        before, after = (
            connection.execute(query.where(hold_line.c.task_id == one)).scalars().all() for one in (task_id, later)
        )
    assert before == after
    assert audit.faults() == []


def test_a_limit_set_twice_is_one_limit(house: Config) -> None:
    for amount in (5, 6):
        budgets.put("simulated", "global", budgets.EACH, "day", amount, tz="Europe/Berlin")
    assert (limit().limit_micros, limit().tz) == (6, "Europe/Berlin")


def test_the_holds_of_a_window_are_found_by_an_index(house: Config) -> None:
    with db.read() as connection:
        indexes = inspect(connection).get_indexes("hold_line")
    assert ["window_id"] in [index["column_names"] for index in indexes]


def test_a_limit_that_was_taken_away_binds_no_more_and_what_it_held_is_settled(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "user", budgets.EACH, "day", 100)
    held = admit(actor, 100, "held")
    assert budgets.remove("simulated", "user", budgets.EACH, "day")
    free = admit(actor, 500, "free")
    settle(held, 80)
    settle(free, 500)
    assert standing("user") == {"local": (0, 80)}
    assert [row.scope for row, _ in budgets.standing("simulated")] == ["global"]


def test_a_limit_that_is_set_again_counts_what_was_spent_without_it(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "user", budgets.EACH, "day", 1_000)
    settle(admit(actor, 100, "before"), 100)
    budgets.remove("simulated", "user", budgets.EACH, "day")
    settle(admit(actor, 300, "without"), 300)
    budgets.put("simulated", "user", budgets.EACH, "day", 1_000)
    assert left(actor) == 600


def test_the_limit_for_each_that_binds_again_counts_what_was_spent_under_the_own_one(
    house: Config, actor: Actor
) -> None:
    budgets.put("simulated", "user", budgets.EACH, "day", 1_000)
    budgets.put("simulated", "user", actor.user, "day", 5_000)
    settle(admit(actor, 300, "own"), 300)
    budgets.remove("simulated", "user", actor.user, "day")
    assert left(actor) == 700


@pytest.mark.parametrize(
    "other",
    [("real", "user", "ida", "day"), ("simulated", "session", "ida", "day"), ("simulated", "user", "*", "day")],
    ids=str,
)
def test_only_the_limit_that_was_named_is_taken_away(
    house: Config, other: tuple[World, budgets.Scope, str, budgets.Period]
) -> None:
    budgets.put("simulated", "user", "ida", "day", 1_000)
    budgets.put("simulated", "user", "ida", "month", 1_000)
    assert not budgets.remove(*other)
    assert budgets.remove("simulated", "user", "ida", "day")
    assert not budgets.remove("simulated", "user", "ida", "day")
    assert [row.period for row, _ in budgets.standing("simulated") if row.scope == "user"] == ["month"]


def test_every_limit_is_listed_with_how_it_stands_now(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "user", budgets.EACH, "day", 1_000)
    budgets.put("simulated", "request", budgets.EACH, "once", 500)
    settle(admit(actor, 300, "spent"), 200)
    admit(replace(actor, user="ida"), 100, "held")
    request, user, studio = budgets.standing("simulated")
    assert (request[0].scope, request[1]) == ("request", [])
    assert [(one.key, one.held_micros, one.spent_micros, one.available_micros) for one in user[1]] == [
        ("ida", 100, 0, 900),
        ("local", 0, 200, 800),
    ]
    assert [(one.key, one.held_micros, one.spent_micros) for one in studio[1]] == [(budgets.EACH, 100, 200)]
