"""A PostgreSQL server for the tests of money: made in a temporary folder, gone afterwards.

from tests.postgresql import on_both as database   # in a module: its tests run on SQLite and on PostgreSQL
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

USER = "studio"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1"}
_numbers = itertools.count()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def on_both(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return ""
    server, name = request.getfixturevalue("postgres"), f"test_{next(_numbers)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server}/{name}"


@contextmanager
def server() -> Iterator[str]:
    """Run one until the block ends. As root it runs as the user postgres: it refuses to be root."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="studio-pg-"))
    owner = {"user": "postgres", "group": "postgres", "extra_groups": ()} if os.geteuid() == 0 else {}
    if owner:
        shutil.chown(folder, "postgres", "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **owner}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, options = folder / "data", [f"-c{name}={value}" for name, value in {**QUICK, "port": port}.items()]
    try:
        made = [programs / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync"]
        subprocess.run(made, check=True, **quiet)
        with subprocess.Popen([programs / "postgres", "-D", data, "-k", folder, *options], **quiet) as child:
            url = f"postgresql://{USER}@127.0.0.1:{port}"
            try:
                _await(url, child)
                yield url
            finally:
                child.send_signal(signal.SIGINT)  # the gentler SIGTERM waits for clients that a failed test left
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb and postgres: the one named, on the path, or where Debian puts them. Where there is none the
    whole run says so, loudly, and leaves these tests out; a test asked for by hand fails."""
    named = os.environ.get("POSTGRESQL")
    if named == "none":
        pytest.skip("no PostgreSQL on this machine: money is tested on SQLite alone")
    debians = next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)
    found = f"{named}/initdb" if named else shutil.which("initdb") or debians
    if found is None:
        pytest.fail("No PostgreSQL on this machine: apt-get install postgresql, or name its folder in POSTGRESQL.")
    return Path(found).resolve().parent


def _await(url: str, child: subprocess.Popen[bytes]) -> None:
    from tests.running import eventually

    def answers() -> bool:
        assert child.poll() is None, "PostgreSQL ended at once"
        try:
            psycopg.connect(f"{url}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    eventually(answers)
