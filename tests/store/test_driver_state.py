"""The driver's own file holds no truth: damaged, it is put aside and begun anew; everything else is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from lib.config import Config
from lib.store import driver_state


@pytest.fixture
def file(settings: Config) -> Path:
    """The driver's file, with a table of a hundred pages."""
    settings.data_dir.mkdir()
    file = settings.data_dir / driver_state.FILE
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE runs (id)")
        connection.executemany("INSERT INTO runs VALUES (?)", [("x" * 4_000,)] * 100)
    return file


def runs(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM runs").fetchone()[0])


def holes(text: bytes) -> bytes:
    return text[:8_192] + b"\xff" * 40_000 + text[48_192:]


@pytest.mark.parametrize(
    "damage",
    [lambda _: b"x" * 5_000, lambda text: text[: len(text) // 2], holes],
    ids=["no database", "half of it", "holes"],
)
def test_a_damaged_file_is_put_aside_whole_and_begun_anew(
    settings: Config, file: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    damaged = damage(file.read_bytes())
    file.write_bytes(damaged)
    (file.parent / f"{file.name}-wal").write_bytes(b"of the damaged file")
    assert driver_state.url(settings) == f"sqlite:///{file}"
    (aside,) = set(settings.data_dir.iterdir()) - {file}
    assert aside.name.startswith("engine.db.damaged-20")
    assert aside.read_bytes() == damaged
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert ["lies aside" in line.message for line in caplog.records] == [True]


def test_a_sound_file_is_used_as_it_is(settings: Config, file: Path) -> None:
    driver_state.url(settings)
    assert runs(file) == 100
    assert list(settings.data_dir.iterdir()) == [file]


def test_a_missing_file_is_made_with_the_faster_journal(settings: Config) -> None:
    settings.data_dir.mkdir()
    driver_state.url(settings)
    with closing(sqlite3.connect(settings.data_dir / driver_state.FILE)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_cannot_be_opened_is_not_damaged_and_stays(settings: Config, file: Path) -> None:
    file.unlink()
    file.mkdir()
    with pytest.raises(OperationalError):
        driver_state.url(settings)
    assert file.is_dir()


def test_a_server_keeps_the_drivers_state_beside_ours(settings: Config) -> None:
    address = "postgresql://studio:word@127.0.0.1:9/studio"
    assert driver_state.url(replace(settings, database_url=address)) == address.replace(":", "+psycopg:", 1)
