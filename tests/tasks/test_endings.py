"""What is missing, damaged or cannot be kept: doubted first, told to its owner, and ended once, on the house's risk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lib import providers, tasks
from lib.catalog import catalog
from lib.config import Config
from lib.domain import Actor
from lib.errors import StorageFull
from lib.providers.protocol import Accepted, Done
from lib.store import assets, db, history
from lib.store import tasks as rows
from lib.tasks import billing, delivery, lifecycle, policy
from tests.conftest import NOBODY, a_quote
from tests.running import eventually
from tests.tasks.moving import DRAFT, advance, exposures, left, row, submit


def looked_at_as(task_id: str, op: str) -> None:
    """Look once, as if the provider answered for another piece of its work."""
    own = row(task_id)["op"]
    rows.touch(task_id, op=op)
    assert lifecycle.advance(task_id) == policy.SECOND_LOOK
    rows.touch(task_id, op=own)


@pytest.mark.parametrize("seen", ["gone", "damaged"])
def test_a_result_that_is_missing_or_damaged_once_is_looked_at_again(
    doors: Config, actor: Actor, soon: None, seen: str
) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    looked_at_as(task.id, "made-up" if seen == "gone" else a_damaged_result(task.model))
    assert row(task.id)["state"] == "running"
    assert advance(task.id) == "succeeded"
    assert (exposures(), row(task.id)["sends"]) == (0, 1)


def a_damaged_result(model: str) -> str:
    """The name of finished work whose picture is cut off."""
    provider = providers.get("demo")
    assert provider is not None
    wire = {name: param.send for name, param in catalog().model(model).params.items()}
    call = lifecycle.Call("other", "image", model, "a boat [[fault:corrupt]]", DRAFT, wire)
    op = next(event.op for event in provider.send(call) if isinstance(event, Accepted))
    eventually(lambda: any(isinstance(event, Done) for event in provider.look(call, op)))
    return op


def test_a_result_that_is_missing_once_after_a_long_weekend_is_looked_at_again(
    doors: Config, actor: Actor, soon: None
) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    provider, call = providers.get("demo"), lifecycle.Call("t", "image", task.model, "", {}, {})
    assert provider is not None
    eventually(lambda: any(isinstance(event, Done) for event in provider.look(call, row(task.id)["op"])))
    rows.touch(task.id, sent_ms=db.now() - (policy.RUNNING_DEADLINE + 3600) * 1000)
    looked_at_as(task.id, "made-up")
    assert advance(task.id) == "succeeded"


def test_a_doubt_waits_its_time_without_asking_again(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    looked_at_as(task.id, "made-up")
    rest = lifecycle.advance(task.id)
    assert rest is not None
    assert 0 < rest <= policy.SECOND_LOOK
    assert row(task.id)["state"] == "running"
    rows.touch(task.id, doubted_ms=1)
    assert advance(task.id) == "succeeded"


def test_a_result_that_stays_missing_is_believed_and_carried_by_the_house(
    doors: Config, actor: Actor, soon: None
) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    rows.touch(task.id, op="made-up")
    assert advance(task.id) == "failed"
    ended = history.one(actor, task.id)
    assert (ended.error_code, ended.cost_micros, left(actor)) == ("gone", 0, 100_000_000)
    assert ended.exposed_micros > 0


# --- What cannot be kept, counted or learned -------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """From now on the assets folder says this."""

    def breaks(error: Exception) -> None:
        def keep(_data: bytes) -> str:
            raise error

        monkeypatch.setattr(assets, "keep", keep)

    return breaks


def stuck(task_id: str) -> None:
    """Look until the provider has finished it and it could not be kept."""
    assert eventually(lambda: lifecycle.advance(task_id) and row(task_id)["error"])


@pytest.mark.parametrize(
    ("error", "says"),
    [(PermissionError("/secret/folder"), "Studio met an error of its own"), (StorageFull("x"), "The disk is full.")],
)
def test_what_cannot_be_kept_says_so_and_is_kept_when_it_can_be(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    (task,) = submit(actor)
    with monkeypatch.context() as patch:
        patch.setattr(assets, "keep", lambda _data: (_ for _ in ()).throw(error))
        stuck(task.id)
        told = str(history.one(actor, task.id).error)
        assert says in told
        assert "/secret" not in told
    assert advance(task.id) == "succeeded"
    assert (exposures(), history.one(actor, task.id).error) == (0, None)


def test_what_can_never_be_kept_is_written_off_after_a_day(
    doors: Config, actor: Actor, broken: Callable[[Exception], None]
) -> None:
    (task,) = submit(actor)
    broken(PermissionError())
    stuck(task.id)
    rows.touch(task.id, sent_ms=db.now() - (policy.RUNNING_DEADLINE + 1) * 1000)
    assert advance(task.id) == "written_off"
    assert (left(actor), exposures()) == (100_000_000, 1)


def test_who_stops_what_cannot_be_kept_gets_the_hold_back_after_a_minute(
    doors: Config, actor: Actor, broken: Callable[[Exception], None]
) -> None:
    (task,) = submit(actor)
    broken(PermissionError())
    stuck(task.id)
    tasks.cancel(actor, task.id)
    lifecycle.advance(task.id)
    assert row(task.id)["state"] == "storing"
    rows.touch(task.id, waited_ms=(policy.GIVE_UP + 1) * 1000)
    assert advance(task.id) == "written_off"
    assert (left(actor), exposures()) == (100_000_000, 1)


def test_a_provider_that_is_gone_while_it_draws_is_told_and_can_be_given_up(
    doors: Config, actor: Actor, engine_url: str
) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    providers.start(doors, NOBODY)
    lifecycle.advance(task.id)
    assert "cannot be reached" in str(history.one(actor, task.id).error)
    tasks.cancel(actor, task.id)
    rows.touch(task.id, waited_ms=(policy.GIVE_UP + 1) * 1000)
    assert advance(task.id) == "written_off"


def test_a_model_that_left_the_catalog_while_it_drew_costs_what_was_held(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    monkeypatch.setattr(billing, "catalog", lambda: replace(catalog(), models={}))
    assert advance(task.id) == "succeeded"
    assert history.one(actor, task.id).cost_micros == task.held_micros


@pytest.mark.parametrize("usage", [{"image_out": 10**18}, {}, {"image_out": -1}])
def test_a_count_that_cannot_be_costs_what_was_held(doors: Config, actor: Actor, usage: dict[str, int]) -> None:
    (task,) = submit(actor)
    assert delivery._cost(row(task.id), Done("succeeded", task.model, usage)) == task.held_micros
    tasks.cancel(actor, task.id)


def test_a_price_that_rose_while_it_waited_is_not_sent(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = submit(actor)
    monkeypatch.setattr(lifecycle.costs, "quote", lambda *_args, **_named: a_quote(task.held_micros + 1))
    assert advance(task.id) == "failed"
    ended = history.one(actor, task.id)
    assert (ended.error_code, row(task.id)["sends"], left(actor)) == ("price_changed", 0, 100_000_000)
    assert "the price rose" in str(ended.error)


def test_a_lost_answer_that_was_stopped_is_not_told_as_never_sent(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:lost]]")
    assert advance(task.id, ("unknown",)) == "unknown"
    tasks.cancel(actor, task.id)
    assert advance(task.id) == "written_off"
    ended = history.one(actor, task.id)
    assert "may have been billed" in str(ended.error)
    assert (ended.exposed_micros, row(task.id)["sends"]) == (task.quote.expected, 1)


def test_an_answer_without_a_name_that_was_not_kept_is_a_lost_one(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    with db.write() as connection:
        values = {"send_token": "t", "intent_ms": db.now(), "sends": 1}
        assert rows.move(connection, task.id, ("reserved",), "storing", **values)
    assert lifecycle.advance(task.id) == 0.0
    assert row(task.id)["state"] == "unknown"
    assert advance(task.id) == "succeeded"
    assert (row(task.id)["sends"], exposures()) == (2, 1)


def test_a_pause_of_nothing_is_not_taken_at_its_word(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:429=0]]")
    lifecycle.advance(task.id)
    assert row(task.id)["not_before_ms"] >= db.now()
    rows.touch(task.id, waited_ms=100_000, not_before_ms=0)
    lifecycle.advance(task.id)
    assert row(task.id)["waited_ms"] >= 150_000
    tasks.cancel(actor, task.id)


def test_a_pause_beyond_patience_is_named(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:429=3600]]")
    assert advance(task.id) == "failed"
    assert "It asks for a pause of 60 minutes." in str(history.one(actor, task.id).error)


def test_a_process_that_lost_its_claim_sends_nothing(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = submit(actor)
    monkeypatch.setattr(db, "still_claimed", lambda: False)
    assert lifecycle.advance(task.id) == 30.0
    waiting = history.one(actor, task.id)
    assert (waiting.state, row(task.id)["sends"]) == ("reserved", 0)
    assert "Another Studio" in str(waiting.error)
