"""The tiles of examples: a price that is the same for everybody is reckoned once, for as long as it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from lib import briefs
from lib.config import Config
from lib.domain import Actor, Brief, Prepared
from lib.prompts import library
from lib.ui import examples


def test_the_price_of_an_example_is_reckoned_once_a_day(
    house: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "_quotes", {})
    preset, asked = next(iter(library().presets.values())), [0]
    prepare = _counting(actor, asked)
    first = examples._quote(preset, prepare)
    assert first == briefs.prepare(examples.sample(preset), actor).quote
    assert (examples._quote(preset, prepare), asked) == (first, [1])
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    examples._quotes[preset.id] = yesterday, first
    assert (examples._quote(preset, prepare), asked) == (first, [2])


def _counting(actor: Actor, asked: list[int]) -> Callable[[Brief], Prepared]:
    def prepare(brief: Brief) -> Prepared:
        asked[0] += 1
        return briefs.prepare(brief, actor)

    return prepare
