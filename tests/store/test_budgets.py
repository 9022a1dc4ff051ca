"""Limits and their windows: a new limit binds today, never the past, and a new window reads it fresh."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import inspect, select

from lib.config import Config
from lib.store import budgets, db
from lib.store.tables import budget_window

DAY = 86_400_000


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


def test_a_new_window_takes_the_limit_of_now_not_the_one_admission_read(house: Config) -> None:
    stale = replace(limit(), limit_micros=10**9)
    budgets.put("simulated", "global", budgets.EACH, "day", 7)
    with db.write() as connection:
        assert budgets.hold(connection, stale, budgets.EACH, db.now(), 8) is None
        assert budgets.hold(connection, stale, budgets.EACH, db.now(), 7)
        connection.rollback()


def test_a_limit_set_twice_is_one_limit(house: Config) -> None:
    for amount in (5, 6):
        budgets.put("simulated", "global", budgets.EACH, "day", amount, tz="Europe/Berlin")
    assert (limit().limit_micros, limit().tz) == (6, "Europe/Berlin")


def test_the_holds_of_a_window_are_found_by_an_index(house: Config) -> None:
    with db.read() as connection:
        indexes = inspect(connection).get_indexes("hold_line")
    assert ["window_id"] in [index["column_names"] for index in indexes]
