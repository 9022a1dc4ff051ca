"""What tests share: a clean environment, an opened house in a temporary folder, the demo engine in its own process.

The provider is never patched: tests talk to the demo engine through the real SDK.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib import config, providers, store
from lib.config import SETTINGS, Config, Secret
from lib.domain import Actor, Line, Prompt, Quote, Request, Span
from lib.media import process
from lib.store import audit
from lib.tasks import endings
from tests import postgresql

ROOT = Path(__file__).resolve().parents[1]
SESSION = "s" * 22
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's machine reaches a test."""
    for row in SETTINGS:
        monkeypatch.delenv(row.name, raising=False)


@pytest.fixture
def database() -> str:
    """The address of the database; empty: SQLite in the data folder. Tests of money run on both (see ``both``)."""
    return ""


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Iterator[Config]:
    """The settings of a fresh installation in a temporary folder; both doors are set up, and lead to nobody."""
    given = {"STUDIO_DATA_DIR": str(tmp_path / "data"), "STUDIO_DEMO_SPEED": "0", "STUDIO_DATABASE_URL": database}
    fresh = config.load(given)
    config.use(fresh)
    providers.start(fresh, NOBODY)
    providers._connect("gemini", NOBODY, Secret("nobody"))
    yield fresh
    providers.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database name."""
    with postgresql.server() as url:
        yield url


@pytest.fixture
def house(settings: Config) -> Iterator[Config]:
    """An opened store; the money must add up when the test is over."""
    store.start(settings)
    endings.closing.clear()  # a test before this one may have stopped the driver
    yield settings
    assert audit.faults() == []
    store.stop()


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo engine without delays, one per test process."""
    folder = tmp_path_factory.mktemp("engine")
    command = [sys.executable, "-m", "lib.demo", "--port", "0", "--store", str(folder), "--speed", "0"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=kept) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith("listening on "), line
        try:
            yield line.split()[-1]
        finally:
            child.terminate()


@pytest.fixture
def doors(house: Config, engine_url: str) -> Iterator[Config]:
    """An opened house whose demo door is connected."""
    providers.start(house, engine_url)
    yield house


@pytest.fixture(scope="session", autouse=True)
def media_process() -> Iterator[None]:
    yield
    process.stop()


@pytest.fixture
def actor() -> Actor:
    return Actor(user="local", role="admin", session=SESSION)


def a_request(actor: Actor, n: int = 1, **changes: object) -> Request:
    """A request for pictures, as briefs.prepare would make it."""
    fields: dict[str, object] = {
        "job": "image",
        "model": "gemini-3.1-flash-lite-image",
        "door": "demo",
        "prompt": Prompt((Span("a red boat", "user"),)),
        "settings": {"ratio": "1:1", "size": "1K"},
        "actor": actor,
        "n": n,
        **changes,
    }
    return Request(**fields)  # type: ignore[arg-type]


def a_quote(maximum: int, expected: int | None = None) -> Quote:
    return Quote((Line("one picture", 0, maximum if expected is None else expected, maximum, "test@2026-11-21"),))
