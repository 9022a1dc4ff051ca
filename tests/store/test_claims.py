"""One web process per database: a second one is refused on either kind of database, and a lost claim is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from lib.config import ROOT, Config
from lib.store import claims, db
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.running import eventually

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
"""Only there can a claim get lost while its process lives."""
CLAIM = "from lib import config; from lib.store import db; db.start(config.current()); db.claim(); print('claimed')"
REFUSED = "Studio already runs on this database: stop the other process, or use another database."


@pytest.fixture
def claimed(house: Config, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A claimed house; a server is asked each time whether the claim still holds."""
    monkeypatch.setattr(claims, "CHECK_SECONDS", 0)
    db.claim()
    return house


def another(url: str, folder: Path) -> str:
    """What another process says that claims this database for another data folder."""
    environment = {**os.environ, "STUDIO_DATABASE_URL": url, "STUDIO_DATA_DIR": str(folder / "other")}
    ended = subprocess.run(
        [sys.executable, "-c", CLAIM], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return (ended.stdout or ended.stderr).splitlines()[-1]


def cut(url: str) -> None:
    """End the connection on which the claim stands, as a server that restarts does."""
    with psycopg.connect(url, autocommit=True) as connection:
        ours = "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ended = connection.execute(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE {ours}".encode())
        assert ended.fetchall() == [(True,)]


@contextmanager
def another_has_it(url: str) -> Iterator[None]:
    with psycopg.connect(url, autocommit=True) as connection:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s)", [claims.lock_number("studio web")])
        assert taken.fetchall() == [(True,)]
        yield


def test_a_second_process_is_refused_until_the_first_lets_go(claimed: Config, tmp_path: Path) -> None:
    assert another(claimed.database_url, tmp_path).endswith(REFUSED)
    db.stop()
    assert another(claimed.database_url, tmp_path) == "claimed"
    db.start(claimed)


@SQLITE
def test_any_thread_may_let_go(house: Config, tmp_path: Path) -> None:
    claim = claims.take(db.engine())
    stopping = threading.Thread(target=claim.release)
    stopping.start()
    stopping.join()
    assert another(house.database_url, tmp_path) == "claimed"
    del claim  # only now: what nobody needs any more lets go by itself


def test_a_process_may_claim_twice_and_again_after_a_stop(claimed: Config) -> None:
    db.claim()
    db.start(claimed)
    db.claim()
    assert db.still_claimed()


def test_who_never_claimed_has_lost_nothing(house: Config) -> None:
    assert db.still_claimed()


@SQLITE
@pytest.mark.parametrize("way", ["relative", "a link to the file", "a link to the folder", "a query"])
def test_a_file_is_the_same_database_by_whatever_way_it_is_reached(claimed: Config, tmp_path: Path, way: str) -> None:
    file = claimed.database_file
    assert file is not None
    (tmp_path / "file.db").symlink_to(file)
    (tmp_path / "folder").symlink_to(file.parent)
    path = {
        "relative": os.path.relpath(file, ROOT),
        "a link to the file": str(tmp_path / "file.db"),
        "a link to the folder": str(tmp_path / "folder" / file.name),
        "a query": f"{file}?timeout=5",
    }[way]
    assert another(f"sqlite:///{path}", tmp_path).endswith(REFUSED)


@POSTGRESQL
def test_a_claim_that_was_lost_with_its_connection_is_taken_again(claimed: Config, tmp_path: Path) -> None:
    cut(claimed.database_url)
    assert db.still_claimed()
    assert another(claimed.database_url, tmp_path).endswith(REFUSED)


@POSTGRESQL
def test_a_claim_that_another_process_has_by_now_is_lost_until_it_lets_go(claimed: Config) -> None:
    cut(claimed.database_url)
    with another_has_it(claimed.database_url):
        assert not db.still_claimed()
        assert not db.still_claimed()
    assert eventually(db.still_claimed)  # the server lets go a moment after the other has hung up


@POSTGRESQL
def test_the_server_is_asked_once_in_a_while_only(claimed: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "CHECK_SECONDS", 3_600)
    cut(claimed.database_url)
    with another_has_it(claimed.database_url):
        assert db.still_claimed()
        monkeypatch.setattr(claims, "CHECK_SECONDS", 0)
        assert not db.still_claimed()


@POSTGRESQL
def test_many_threads_may_ask_at_once(claimed: Config) -> None:
    cut(claimed.database_url)
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.append(db.still_claimed())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 8
