"""Transactions: all or nothing, readers never wait, ids sort by time."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from lib.config import Config
from lib.errors import StorageFull
from lib.store import db


def switches() -> int:
    with db.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM kill_switch")).scalar_one())


INSERT = text("INSERT INTO kill_switch VALUES (:name, true, '', '', 0)")


def test_an_exception_takes_everything_back(house: Config) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as connection:
        connection.execute(INSERT, {"name": "all"})
        _ = 1 // 0
    assert switches() == 0


def test_a_reader_does_not_wait_for_a_writer(house: Config) -> None:
    seen: list[int] = []
    with db.write() as connection:
        connection.execute(INSERT, {"name": "all"})
        reader = threading.Thread(target=lambda: seen.append(switches()))
        reader.start()
        reader.join(timeout=20)
    assert seen == [0]
    assert switches() == 1


def test_writers_follow_one_another_without_losing_any(house: Config) -> None:
    def write(number: int) -> None:
        for place in range(10):
            with db.write() as connection:
                connection.execute(INSERT, {"name": f"user:{number}-{place}"})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert switches() == 80


def test_a_full_disk_is_said_plainly_and_nothing_is_kept(house: Config) -> None:
    with db.write() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageFull, match=r"full\. Nothing was charged"), db.write() as connection:
        for number in range(5_000):
            connection.execute(INSERT, {"name": f"user:{number}"})
    assert switches() == 0


def test_a_failing_statement_does_not_tell_its_values(house: Config) -> None:
    twice = [{"name": "a secret wish"}, {"name": "a secret wish"}]
    with pytest.raises(IntegrityError) as caught, db.write() as connection:
        connection.execute(INSERT, twice)
    assert "a secret wish" not in str(caught.value)


def test_ids_sort_by_time() -> None:
    first, second = db.new_id(), db.new_id()
    assert first[:13] <= second[:13]
    assert first != second
    assert (first[14], len(first)) == ("7", 36)
