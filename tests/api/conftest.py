"""What the tests of the HTTP face share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from lib import people
from lib.api import app
from lib.config import Config


@pytest.fixture
def http(doors: Config) -> Iterator[TestClient]:
    """The face as ida sees it."""
    with TestClient(app, headers={"authorization": f"Bearer {people.create_token('ida', 'member')}"}) as client:
        yield client
