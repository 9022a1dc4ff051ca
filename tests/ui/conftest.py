"""What the tests of the pages share: who looks at them, and a house where money is real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lib import providers, ui
from lib.config import Config, load
from lib.domain import Actor
from lib.tasks import endings, runner


@pytest.fixture(autouse=True)
def cookie(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runner has no browser, hence no cookie of a session."""
    monkeypatch.setattr(ui, "actor", lambda: actor)


@pytest.fixture
def key(house: Config) -> Iterator[None]:
    """A key is connected: requests would cost real money."""
    providers.start(load({"STUDIO_DATA_DIR": str(house.data_dir), "GEMINI_API_KEY": "made-up"}), None)
    yield
    providers.start(house, None)


@pytest.fixture
def writer(doors: Config) -> Iterator[Config]:
    """Answers are written; none of them outlives its house."""
    yield doors
    endings.closing.set()
    runner.stop(10)
    endings.closing.clear()
