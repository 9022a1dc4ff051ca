"""Admission: one transaction, or nothing at all."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from lib import config, gate, providers
from lib.config import Config
from lib.domain import Actor, World
from lib.errors import (
    BudgetExceeded,
    Closed,
    IdempotencyConflict,
    KillSwitch,
    OverRequestLimit,
    ProviderUnavailable,
    Refusal,
)
from lib.store import assets, budgets, db, history, switches, tasks
from tests.conftest import a_quote, a_request
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases


def admit(actor: Actor, each: int, key: str = "k", n: int = 1, body: bytes = b"body", **changes: object) -> list[str]:
    return gate.admit(a_request(actor, n, **changes), a_quote(each * n), a_quote(each), key, body)


def settle(task_id: str, to: str = "succeeded", cost: int = 0) -> bool:
    picture = {"sha256": "0" * 64, "user_id": "local", "mime": "image/png", "bytes": 1, "role": "output", "place": 0}
    with db.write() as connection:
        if to == "succeeded":
            assets.note(connection, {**picture, "task_id": task_id})
        return gate.settle(connection, task_id, to, cost)  # type: ignore[arg-type]


def left(world: World = "simulated") -> int:
    return history.spend(Actor("local", "admin", "x" * 22), world).left_today or 0


def test_a_fresh_installation_is_open_in_the_simulated_world_with_100_dollars_a_day(
    house: Config, actor: Actor
) -> None:
    assert gate.is_open("simulated")
    assert left() == 100_000_000
    admit(actor, 250_000)
    assert left() == 99_750_000


def test_the_real_world_is_closed_until_a_budget_is_set(house: Config, actor: Actor) -> None:
    with pytest.raises(Closed, match="Nothing was sent, nothing was charged"):
        admit(actor, 1, door="gemini")
    gate.open_with(actor, 10_000_000)
    assert admit(actor, 1, door="gemini")


def test_a_task_asked_for_at_midnight_counts_in_the_day_that_its_row_names(
    house: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits that are set later count it in the same day as those that were there."""
    ticks = itertools.count(1_795_046_399_999)  # the last millisecond of a day, UTC
    monkeypatch.setattr(db, "now", lambda: next(ticks))
    (task_id,) = admit(actor, 1_000)
    with db.read() as connection:
        row = tasks.get(connection, task_id)
        windows = connection.execute(text("SELECT window_key FROM budget_window WHERE window_key LIKE '20%'")).scalars()
        assert row is not None
        day = datetime.fromtimestamp(row["created_ms"] / 1000, UTC)
        assert set(windows) == {f"{day:%Y-%m-%d}@UTC"}


def test_real_money_and_simulated_money_never_mix(house: Config, actor: Actor) -> None:
    gate.open_with(actor, 10_000_000)
    admit(actor, 4_000_000, "real", door="gemini")
    admit(actor, 7_000_000, "demo")
    assert (left("real"), left("simulated")) == (6_000_000, 93_000_000)
    spend = history.spend(actor, "real")
    assert (spend.held, spend.session) == (4_000_000, 0)


def test_a_door_that_no_setting_opens_is_refused_with_what_to_do_and_nothing_is_held(
    house: Config, actor: Actor
) -> None:
    providers.start(house, None)
    foreseen = gate.foresee(a_request(actor), a_quote(1))
    with pytest.raises(
        ProviderUnavailable, match=r"demo engine is not connected\. Nothing was sent, nothing"
    ) as refusal:
        admit(actor, 1)
    assert str(foreseen) == str(refusal.value)
    assert "Choose another door" in str(foreseen)
    assert history.active(actor) == []


def test_a_closed_gate_is_said_before_a_door_that_is_not_connected(house: Config, actor: Actor) -> None:
    providers.start(house, None)
    assert isinstance(gate.foresee(a_request(actor, door="gemini"), a_quote(1)), Closed)
    with pytest.raises(Closed):
        admit(actor, 1, door="gemini")


def test_a_door_whose_server_is_silent_at_the_moment_is_not_refused(house: Config, actor: Actor) -> None:
    given = {"STUDIO_DATA_DIR": str(house.data_dir), "STUDIO_PROVIDER_URL": "http://127.0.0.1:9"}
    providers.start(config.load(given), None)
    assert gate.foresee(a_request(actor), a_quote(1)) is None
    assert admit(actor, 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("all", "Everything"),
        ("door:demo", "The demo engine"),
        ("job:image", "Making pictures"),
        ("model:gemini-3-pro-image", "The model Nano Banana Pro"),
        ("user:local", "Your account"),
    ],
)
def test_every_kind_of_switch_stops_new_spending_at_once_and_is_named_in_words(
    house: Config, actor: Actor, name: str, words: str
) -> None:
    switches.throw(name, True, "ida", "invoice is being checked")
    with pytest.raises(KillSwitch, match="invoice is being checked") as refusal:
        admit(actor, 1, model="gemini-3-pro-image")
    assert refusal.value.name == words
    assert words in str(refusal.value)
    assert ":" not in str(refusal.value)
    assert history.active(actor) == []
    switches.throw(name, False, "ida")
    assert admit(actor, 1)


def test_a_request_above_the_request_limit_is_refused_whole(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "request", budgets.EACH, "once", 300_000)
    with pytest.raises(OverRequestLimit) as refusal:
        admit(actor, 100_001, n=3)
    assert refusal.value.limit_micros == 300_000
    assert admit(actor, 100_000, n=3)


@pytest.mark.parametrize("scope", ["session", "user", "global"])
def test_the_refusal_names_the_scope_that_is_used_up_and_nothing_is_held(
    house: Config, actor: Actor, scope: budgets.Scope
) -> None:
    budgets.put("simulated", scope, budgets.EACH, "day", 100_000)
    admit(actor, 70_000, "first")
    with pytest.raises(BudgetExceeded) as refusal:
        admit(actor, 30_001, "second")
    assert (refusal.value.scope, refusal.value.available_micros) == (scope, 30_000)
    assert len(history.active(actor)) == 1
    assert admit(actor, 30_000, "third")


def test_a_session_limit_is_each_sessions_own(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "session", budgets.EACH, "once", 100)
    other = Actor("local", "admin", "o" * 22)
    assert admit(actor, 100, "a")
    assert admit(other, 100, "b")
    with pytest.raises(BudgetExceeded):
        admit(actor, 1, "c")


def test_a_limit_for_one_key_beats_the_limit_for_each(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "user", budgets.EACH, "day", 100)
    budgets.put("simulated", "user", "local", "day", 200)
    assert admit(actor, 150)


def test_a_request_limit_for_one_user_beats_the_one_for_each(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "request", budgets.EACH, "once", 100)
    budgets.put("simulated", "request", "local", "once", 200)
    assert admit(actor, 200)


def test_the_same_key_and_body_answer_the_same_tasks_and_hold_once(house: Config, actor: Actor) -> None:
    first = admit(actor, 1_000, n=3)
    assert admit(actor, 1_000, n=3) == first
    assert left() == 100_000_000 - 3_000


def test_the_same_key_with_another_body_is_refused(house: Config, actor: Actor) -> None:
    admit(actor, 1_000)
    with pytest.raises(IdempotencyConflict):
        admit(actor, 1_000, body=b"other")
    assert left() == 100_000_000 - 1_000


def test_a_key_belongs_to_its_user(house: Config, actor: Actor) -> None:
    mine = admit(actor, 1_000)
    assert admit(Actor("ida", "member", "i" * 22), 1_000) != mine


def test_a_refused_key_can_be_used_again(house: Config, actor: Actor) -> None:
    switches.throw("all", True, "ida")
    with pytest.raises(KillSwitch):
        admit(actor, 1_000)
    switches.throw("all", False, "ida")
    assert admit(actor, 1_000)


def test_forty_threads_against_a_budget_that_fits_seven_admit_exactly_seven(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "global", budgets.EACH, "day", 7 * 250_000 + 249_999)
    start = threading.Barrier(40)
    admitted: list[str] = []
    refused: list[Refusal] = []

    def ask(number: int) -> None:
        start.wait()
        try:
            admitted.extend(admit(actor, 250_000, f"k{number}"))
        except Refusal as refusal:
            refused.append(refusal)

    in_threads(ask, 40)
    assert (len(admitted), len(refused)) == (7, 33)
    assert left() == 249_999


def test_a_cost_is_captured_and_the_rest_of_the_hold_is_back(house: Config, actor: Actor) -> None:
    (task_id,) = admit(actor, 300_000)
    assert settle(task_id, "succeeded", 240_123)
    task = history.one(actor, task_id)
    assert (task.state, task.cost_micros) == ("succeeded", 240_123)
    assert left() == 100_000_000 - 240_123
    assert history.spend(actor, "simulated").session == 240_123


def test_a_failed_task_gives_everything_back(house: Config, actor: Actor) -> None:
    (task_id,) = admit(actor, 300_000)
    assert settle(task_id, "failed")
    assert left() == 100_000_000


def test_racing_ends_settle_once_and_keep_the_first(house: Config, actor: Actor) -> None:
    (task_id,) = admit(actor, 300_000)
    start = threading.Barrier(6)
    won: list[int] = []

    def end(number: int) -> None:
        start.wait()
        if settle(task_id, "failed" if number % 2 else "cancelled", number * 10_000):
            won.append(number)

    in_threads(end, 6)
    assert len(won) == 1
    assert history.one(actor, task_id).cost_micros == won[0] * 10_000
    assert left() == 100_000_000 - won[0] * 10_000


def test_an_end_that_comes_too_late_for_its_state_changes_nothing(house: Config, actor: Actor) -> None:
    (task_id,) = admit(actor, 300_000)
    with db.write() as connection:
        tasks.move(connection, task_id, ("reserved",), "submitting")
        assert not gate.settle(connection, task_id, "cancelled", states=("reserved",))
    assert history.one(actor, task_id).state == "submitting"
    assert left() == 100_000_000 - 300_000


def test_a_cost_above_the_hold_is_charged_and_noted(house: Config, actor: Actor) -> None:
    (task_id,) = admit(actor, 100)
    settle(task_id, "failed", 150)
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    assert row is not None
    assert (row["cost_micros"], row["overrun_micros"]) == (150, 50)


def test_a_lowered_limit_holds_from_now_on_in_the_open_window(house: Config, actor: Actor) -> None:
    admit(actor, 500, "a")
    budgets.put("simulated", "global", budgets.EACH, "day", 600)
    with pytest.raises(BudgetExceeded):
        admit(actor, 101, "b")
    assert admit(actor, 100, "c")


@pytest.mark.parametrize(
    ("keep", "prompt", "preview"), [("full", True, True), ("preview", False, True), ("hash", False, False)]
)
def test_what_is_kept_of_a_prompt_is_what_the_setting_says(
    house: Config, actor: Actor, keep: str, prompt: bool, preview: bool
) -> None:
    config.use(config.load({"STUDIO_DATA_DIR": str(house.data_dir), "STUDIO_STORE_PROMPTS": keep}))
    (task_id,) = admit(actor, 100)
    task = history.one(actor, task_id)
    assert (task.prompt is not None, task.preview is not None) == (prompt, preview)
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    assert row is not None
    assert b"red boat" not in row["sealed"]
    assert tasks.unsealed(row).prompt == "a red boat"
    settle(task_id, "failed")


def in_threads(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
