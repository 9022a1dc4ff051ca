"""What the tests of tasks share."""

import pytest

from lib.tasks import policy


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look comes at once."""
    monkeypatch.setattr(policy, "SECOND_LOOK", 0.05)
