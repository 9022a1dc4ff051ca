"""One task through every state, against the demo engine through the real SDK: nothing twice, nothing lost."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from lib import config, gate, providers, tasks
from lib.config import Config, Secret
from lib.domain import Actor, Input, Prompt, Span
from lib.errors import AlreadyEnded, IdempotencyConflict, NotFound, PriceChanged
from lib.providers.protocol import Done
from lib.store import assets, db, history, seal, switches
from lib.store import tasks as rows
from lib.tasks import endings, lifecycle, policy
from lib.tasks.submit import quote
from tests.conftest import NOBODY, SESSION, a_request
from tests.providers.answering import answering
from tests.running import engine, eventually
from tests.tasks.moving import DRAFT, advance, exposures, left, row, submit


def test_a_picture_is_made_kept_and_paid_for_what_it_used(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert task.state == "reserved"
    assert advance(task.id) == "succeeded"
    made = history.one(actor, task.id)
    (asset,) = made.outputs
    assert Image.open(io.BytesIO(assets.read(asset.sha256))).size == (asset.width, asset.height) == (1376, 768)
    assert made.cost_micros == 33_600 + -(-made.usage["text_in"] * 25 // 100)
    assert (left(actor), made.usage["image_out"]) == (100_000_000 - made.cost_micros, 1120)
    assert made.seconds is not None
    assert history.spend(actor, "simulated").session == made.cost_micros


def test_the_operation_is_forgotten_at_the_provider_and_stays_below(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    advance(task.id)
    provider = providers.get("demo")
    assert provider is not None
    with pytest.raises(Exception, match="does not know"):
        list(provider.look(lifecycle.Call("t", "image", task.model, "", {}, {}), row(task.id)["op"]))
    assert not hasattr(history.one(actor, task.id), "op")


def test_the_same_click_twice_is_one_task(doors: Config, actor: Actor) -> None:
    first, second = submit(actor), submit(actor)
    assert [task.id for task in first] == [task.id for task in second]


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": Prompt((Span("a red boat", "user"),), system=(Span("Be brief.", "user"),))},
        {"settings": {**DRAFT, "ratio": "1:1"}},
        {"inputs": (Input("a", "subject"),)},
        {"conversation": "c"},
        {"previous": "a"},
        {"preset": "image.poster"},
        {"subtype": "film"},
        {"styles": ("photo.dusk_film",)},
        {"quality": "draft"},
        {"n": 2},
        {"actor": Actor("local", "admin", SESSION, "atlas")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_request_under_the_same_key_is_refused_whatever_differs(
    house: Config, actor: Actor, change: dict[str, Any]
) -> None:
    request = a_request(actor, settings=DRAFT)
    (task,) = tasks.submit(request, "k", 10**9)
    with pytest.raises(IdempotencyConflict, match="Nothing was charged"):
        tasks.submit(replace(request, **change), "k", 10**9)
    again = tasks.submit(replace(request, actor=replace(actor, session="another")), "k", 10**9)
    assert [one.id for one in again] == [task.id], "the same person in another window asks for the same"


def test_a_price_above_what_was_seen_is_refused_with_the_new_quote(doors: Config, actor: Actor) -> None:
    maximum = quote(a_request(actor, settings=DRAFT), datetime.now(UTC).date()).maximum
    with pytest.raises(PriceChanged, match="Nothing was sent") as error:
        submit(actor, ceiling=maximum - 1)
    assert error.value.quote.maximum == maximum
    assert history.active(actor) == []
    assert submit(actor, ceiling=maximum)


def test_a_repeated_click_finds_its_task_even_when_the_price_has_moved(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert submit(actor, ceiling=1)[0].id == task.id


def test_n_pictures_are_n_tasks_of_one_group(doors: Config, actor: Actor) -> None:
    made = submit(actor, n=3)
    assert len({task.group for task in made}) == 1
    assert [task.place for task in made] == [0, 1, 2]
    assert {advance(task.id) for task in made} == {"succeeded"}
    assert [len(group) for group in history.groups(actor, "image", 10)] == [3]


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        ("filtered", "filtered", "filtered this picture"),
        ("failed", "failed", "could not make"),
        ("corrupt", "corrupt", "no usable picture"),
    ],
)
def test_what_was_not_made_is_given_back_and_said_plainly(
    doors: Config, actor: Actor, soon: None, fault: str, code: str, says: str
) -> None:
    (task,) = submit(actor, f"a boat [[fault:{fault}]]")
    assert advance(task.id) == "failed"
    ended = history.one(actor, task.id)
    assert (ended.error_code, ended.cost_micros, ended.outputs) == (code, 0, ())
    assert says in str(ended.error)
    assert "bytes" not in str(ended.error), "no words of a library"
    assert "held is back" in str(ended.error)
    assert left(actor) == 100_000_000
    assert exposures() == (1 if fault == "corrupt" else 0)


def test_a_ceiling_used_up_by_thinking_is_billed_as_it_was_by_the_provider(doors: Config, actor: Actor) -> None:
    request = a_request(actor, settings={**DRAFT, "max_output_tokens": 600})
    (task,) = tasks.submit(request, "k", 10**9)
    assert advance(task.id) == "failed"
    ended = history.one(actor, task.id)
    assert ended.cost_micros is not None
    assert "ceiling" in str(ended.error)
    assert left(actor) == 100_000_000 - ended.cost_micros


def test_a_busy_provider_is_asked_again_and_nothing_is_held_twice(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:429=1]]")
    assert lifecycle.advance(task.id) == 1.0
    waiting = row(task.id)
    assert (waiting["state"], waiting["op"]) == ("reserved", None)
    assert waiting["not_before_ms"] > waiting["created_ms"]
    tasks.cancel(actor, task.id)
    assert left(actor) == 100_000_000


@pytest.mark.parametrize(("waited", "pause"), [(0, 1_000), (30_000, 15_000)])
def test_only_the_pauses_of_this_wait_are_counted_against_a_task(
    doors: Config, actor: Actor, waited: int, pause: int
) -> None:
    """Not what went before, such as a night in which Studio did not run."""
    (task,) = submit(actor, "a boat [[fault:429=1]]")
    long_ago = db.now() - 10 * policy.PATIENCE * 1000
    rows.touch(task.id, created_ms=long_ago, not_before_ms=long_ago, waited_ms=waited)
    assert lifecycle.advance(task.id) == min(pause / 1000, 3.0)
    waiting = row(task.id)
    assert (waiting["state"], waiting["waited_ms"]) == ("reserved", waited + pause)
    assert "limit" in str(history.one(actor, task.id).error)
    tasks.cancel(actor, task.id)


def test_what_a_task_waited_for_is_forgotten_once_it_moves_on(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    rows.touch(task.id, waited_ms=30_000, error="The provider is overloaded.")
    assert advance(task.id, ("running", "succeeded"))
    assert (row(task.id)["waited_ms"], history.one(actor, task.id).error) == (0, None)
    assert advance(task.id) == "succeeded"


def test_a_provider_that_stays_busy_is_given_up_and_the_hold_is_back(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:503]]")
    rows.touch(task.id, waited_ms=policy.PATIENCE * 1000)
    assert advance(task.id) == "failed"
    assert "overloaded" in str(history.one(actor, task.id).error)
    assert left(actor) == 100_000_000


def test_a_lost_answer_is_sent_once_more_and_the_house_carries_the_risk(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:lost]]")
    assert advance(task.id, ("unknown",)) == "unknown"
    assert lifecycle.advance(task.id) == 0.0
    assert (row(task.id)["state"], exposures()) == ("reserved", 1)
    assert advance(task.id, ("unknown",)) == "unknown"
    assert (row(task.id)["sends"], exposures()) == (2, 1)
    assert lifecycle.advance(task.id) == 60.0
    assert row(task.id)["state"] == "unknown"


def test_an_unknown_outcome_is_written_off_after_a_day_and_listed_as_maybe_billed(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:lost]]")
    advance(task.id, ("unknown",))
    lifecycle.advance(task.id)
    advance(task.id, ("unknown",))
    with db.write() as connection:
        yesterday = db.now() - (policy.UNKNOWN_HOLD + 1) * 1000
        connection.execute(text("UPDATE task SET intent_ms = :at"), {"at": yesterday})
    assert advance(task.id) == "written_off"
    ended = history.one(actor, task.id)
    assert "may have been billed" in str(ended.error)
    assert (ended.cost_micros, left(actor), exposures()) == (0, 100_000_000, 2)


def test_a_busy_answer_does_not_count_as_a_send(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:429=0]]")
    lifecycle.advance(task.id)
    assert (row(task.id)["state"], row(task.id)["sends"]) == ("reserved", 0)
    tasks.cancel(actor, task.id)


def test_a_result_that_is_ready_after_a_long_weekend_is_fetched_not_written_off(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    provider, call = providers.get("demo"), lifecycle.Call("t", "image", task.model, "", {}, {})
    assert provider is not None
    eventually(lambda: any(isinstance(event, Done) for event in provider.look(call, row(task.id)["op"])))
    with db.write() as connection:
        long_ago = db.now() - (policy.RUNNING_DEADLINE + 3600) * 1000
        connection.execute(text("UPDATE task SET sent_ms = :at"), {"at": long_ago})
    assert advance(task.id) == "succeeded"


def test_an_unknown_outcome_can_be_given_up_by_the_person(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor, "a boat [[fault:lost]]")
    advance(task.id, ("unknown",))
    lifecycle.advance(task.id)
    advance(task.id, ("unknown",))
    tasks.cancel(actor, task.id)
    assert advance(task.id) == "written_off"
    assert "You stopped it" in str(history.one(actor, task.id).error)
    assert (left(actor), exposures()) == (100_000_000, 2)


def test_a_request_that_can_no_longer_be_read_gives_its_money_back(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    seal.start(config.load({"STUDIO_DATA_DIR": str(doors.data_dir), "STUDIO_SECRET": "another"}))
    assert advance(task.id) == "failed"
    assert "secret" in str(history.one(actor, task.id).error)
    assert left(actor) == 100_000_000


def test_what_runs_is_fetched_even_when_its_request_can_no_longer_be_read(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running", "succeeded"))
    seal.start(config.load({"STUDIO_DATA_DIR": str(doors.data_dir), "STUDIO_SECRET": "another"}))
    assert advance(task.id) == "succeeded"


def test_nothing_new_is_sent_while_the_process_closes(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    endings.closing.set()
    try:
        assert lifecycle.advance(task.id) == 1.0
    finally:
        endings.closing.clear()
    assert (row(task.id)["state"], row(task.id)["sends"]) == ("reserved", 0)


def test_a_server_that_is_gone_before_the_request_is_noticed_before_the_intent(house: Config, actor: Actor) -> None:
    with answering() as stand:
        providers.start(replace(house, provider_url=stand.url), None)
        assert providers.get("demo") is not None
        (task,) = submit(actor)
    lifecycle.advance(task.id)
    found = row(task.id)
    assert (found["state"], found["error"]) == ("reserved", "The provider cannot be reached.")
    assert (found["intent_ms"], found["sends"]) == (None, 0)


def test_an_intent_of_a_dead_process_is_unknown_at_once_and_of_a_living_one_waits(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    with db.write() as connection:
        values = {"send_token": "x", "intent_ms": db.now(), "sends": 1, "worker": lifecycle.WORKER}
        rows.move(connection, task.id, ("reserved",), "submitting", **values)
    assert lifecycle.advance(task.id) == 1.0
    assert row(task.id)["state"] == "submitting"
    with db.write() as connection:
        rows.move(connection, task.id, ("submitting",), "submitting", worker="web:an-earlier-boot")
    lifecycle.advance(task.id)
    assert row(task.id)["state"] == "unknown"
    assert advance(task.id) == "succeeded"
    assert exposures() == 1


def test_only_one_of_many_threads_sends(doors: Config, actor: Actor, engine_url: str) -> None:
    (task,) = submit(actor)
    start = threading.Barrier(6)

    def move() -> None:
        start.wait()
        lifecycle.advance(task.id)

    threads = [threading.Thread(target=move) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert row(task.id)["sends"] == 1
    assert advance(task.id) == "succeeded"


def test_a_switch_thrown_while_it_waits_stops_it_and_the_hold_is_back(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    switches.throw("all", True, "ida", "stop")
    assert advance(task.id) == "failed"
    assert history.one(actor, task.id).error_code == "kill_switch"
    assert (row(task.id)["sends"], left(actor)) == (0, 100_000_000)


def test_what_waits_is_cancelled_at_once_and_what_has_ended_cannot_be(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert tasks.cancel(actor, task.id).state == "cancelled"
    assert left(actor) == 100_000_000
    with pytest.raises(AlreadyEnded):
        tasks.cancel(actor, task.id)


def test_a_task_of_somebody_else_does_not_exist(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    stranger = Actor("ida", "admin", SESSION)
    for ask in (history.one, tasks.cancel):
        with pytest.raises(NotFound):
            ask(stranger, task.id)
    assert history.page(stranger, 10) == ([], None)
    assert history.groups(stranger, "image", 10) == []


def test_a_task_whose_door_is_gone_gives_its_money_back(house: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    providers.start(house, None)
    assert lifecycle.advance(task.id) is None
    assert "The demo engine is not connected" in str(history.one(actor, task.id).error)
    assert left(actor) == 100_000_000


def test_a_task_whose_door_is_silent_waits_and_says_why_until_somebody_answers(
    house: Config, actor: Actor, engine_url: str
) -> None:
    for url, door in ((NOBODY, "demo"), (engine_url, "demo")):
        given = {"STUDIO_DATA_DIR": str(house.data_dir), "STUDIO_PROVIDER_URL": url, "GEMINI_API_KEY": "demo"}
        providers.start(config.load(given), None)
        (task,) = submit(actor)
        assert task.door == door
        if url == NOBODY:
            assert lifecycle.advance(task.id) == 1.0
            waiting = history.one(actor, task.id)
            assert (waiting.state, waiting.error) == ("reserved", "The provider's server does not answer.")
    assert advance(task.id) == "succeeded"


def test_a_wrong_key_ends_the_task_with_a_sentence_and_the_hold_back(
    house: Config, actor: Actor, engine_url: str
) -> None:
    providers.start(house, None)
    providers._connect("demo", engine_url, Secret("wrong-key"))
    (task,) = submit(actor)
    assert advance(task.id) == "failed"
    error = str(history.one(actor, task.id).error)
    assert "does not accept the key" in error
    assert "wrong-key" not in error
    assert left(actor) == 100_000_000
    providers.stop()


@pytest.fixture
def slow_doors(house: Config, tmp_path: Path) -> Iterator[Config]:
    """A demo engine at its life-like pace."""
    with engine(tmp_path / "slow", speed="1") as url:
        providers.start(house, url)
        yield house
        providers.stop()


def test_a_running_task_is_stopped_at_the_provider_and_pays_what_it_bills(slow_doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    assert advance(task.id, ("running",)) == "running"
    assert tasks.cancel(actor, task.id).state == "running"
    assert advance(task.id) == "cancelled"
    assert history.one(actor, task.id).cost_micros == 0
    assert left(actor) == 100_000_000


def test_settling_twice_from_two_sides_is_settling_once(doors: Config, actor: Actor) -> None:
    (task,) = submit(actor)
    advance(task.id)
    with db.write() as connection:
        assert not gate.settle(connection, task.id, "failed")
    assert history.one(actor, task.id).state == "succeeded"
