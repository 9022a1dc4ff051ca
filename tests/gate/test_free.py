"""What costs nothing and is sent all the same: the gate must be open, the door connected, and no switch thrown."""

from __future__ import annotations

import pytest

from lib import gate, providers
from lib.config import Config
from lib.domain import Actor
from lib.errors import Closed, KillSwitch, ProviderUnavailable
from lib.store import budgets, history, switches


def test_an_open_gate_lets_free_calls_through_and_holds_nothing(house: Config, actor: Actor) -> None:
    gate.free("local", "demo")
    assert history.spend(actor, "simulated").held == 0


def test_nothing_of_a_persons_is_sent_to_a_world_that_nobody_has_opened(house: Config, actor: Actor) -> None:
    with pytest.raises(Closed, match="no budget for real money"):
        gate.free("local", "gemini")
    gate.open_with(actor, 1_000_000)
    gate.free("local", "gemini")


def test_a_budget_that_is_used_up_still_lets_free_calls_through(house: Config) -> None:
    budgets.put("simulated", "global", budgets.EACH, "day", 0)
    gate.free("local", "demo")


@pytest.mark.parametrize("name", ["all", "door:demo", "user:local"])
def test_a_thrown_switch_stops_free_calls_too(house: Config, name: str) -> None:
    switches.throw(name, True, "ida", "a leak")
    with pytest.raises(KillSwitch, match="a leak"):
        gate.free("local", "demo")
    switches.throw(name, False, "ida")
    gate.free("local", "demo")


@pytest.mark.parametrize("name", ["door:gemini", "user:ida", "job:image", "model:gemini-4-carbon"])
def test_a_switch_of_something_else_does_not(house: Config, name: str) -> None:
    switches.throw(name, True, "ida")
    gate.free("local", "demo")


def test_a_door_that_no_setting_opens_is_refused(house: Config) -> None:
    providers.start(house, None)
    with pytest.raises(ProviderUnavailable, match=r"demo engine is not connected\. Nothing was sent"):
        gate.free("local", "demo")
