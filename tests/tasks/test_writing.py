"""A text from its first word to its end: what was written is kept, and paid for once, whatever happens in between."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib import config, costs, providers, tasks
from lib.catalog import catalog
from lib.config import Config
from lib.domain import Actor, Task, dollars
from lib.errors import AlreadyEnded, ConversationMoved
from lib.store import conversations, db, history, library, purge
from lib.store import tasks as rows
from lib.tasks import billing, channel, driver, endings, lifecycle, policy, runner
from tests.conftest import NOBODY
from tests.running import engine, eventually
from tests.tasks.moving import exposures, left, row
from tests.tasks.talking import LONG, answer, ask, begun, ended, log, pieces

FULL = 100_000_000


@pytest.fixture(autouse=True)
def at_rest() -> Iterator[None]:
    """No text is written on when its house is closed."""
    yield
    endings.closing.set()
    runner.stop(10)
    endings.closing.clear()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke off is read on at once, and given up soon."""
    monkeypatch.setattr(policy, "patience", lambda waited: 0.05)


def billed(task: Task, usage: dict[str, int]) -> int:
    return billing.billed(row(task.id), usage, None)


def plain(task: Task) -> str:
    """What was written, without its marks."""
    return re.sub(r"[*_“”]", "", task.text or "")


def second_of(task: Task) -> str:
    """The second item of a list."""
    found = re.search(r"^2\. (.*?)[.:]?$", plain(task), re.MULTILINE)
    assert found is not None, task.text
    return found[1]


def test_an_answer_is_written_kept_and_paid_for_what_it_used(doors: Config, actor: Actor, engine_url: str) -> None:
    task = answer(actor)
    assert (task.state, task.error) == ("succeeded", None)
    assert len((task.text or "").split()) == pytest.approx(300, rel=0.1)
    counted = log(engine_url, task)["usage"]
    assert task.usage["text_out"] == counted["total_output_tokens"] > 0
    assert task.usage["text_in"] == counted["total_input_tokens"]
    assert task.cost_micros == costs.actual(catalog().model(task.model), task.usage, at=lifecycle.datetime.now().date())
    assert left(actor) == FULL - (task.cost_micros or 0)
    assert task.seconds is not None
    assert task.held_micros >= (task.cost_micros or 0)


def test_thought_summaries_are_kept_apart_from_the_answer(doors: Config, actor: Actor) -> None:
    task = answer(actor, settings={"thinking": "high"})
    assert task.thoughts
    assert task.thoughts not in (task.text or "")
    assert task.usage["thought_out"] > 0
    silent = answer(actor, settings={"thinking": "high", "thoughts": "none"})
    assert silent.thoughts == ""
    assert silent.usage["thought_out"] > 0


def test_who_reads_along_sees_every_character_once_from_wherever_they_begin(doors: Config, actor: Actor) -> None:
    task = ask(actor)
    read = "".join(piece.text for batch in tasks.follow(actor, task.id) for piece in batch if piece.kind == "text")
    assert read == ended(actor, task).text
    whole = "".join(piece.text for piece in pieces(task))
    for since in (0, 1, len(whole) // 2, len(whole) - 1, len(whole)):
        assert "".join(piece.text for batch in tasks.follow(actor, task.id, since) for piece in batch) == whole[since:]


def test_an_ended_text_is_one_row_of_a_kind(doors: Config, actor: Actor) -> None:
    kinds = [piece.kind for piece in pieces(answer(actor))]
    assert all(one != other for one, other in itertools.pairwise(kinds))


def test_a_text_is_in_the_library(doors: Config, actor: Actor) -> None:
    task = answer(actor)
    ((item,), _) = library.page(actor, library.Wanted(kind="text"), 10)
    assert (item.id, item.task, item.model) == (task.id, task.id, task.model)
    assert item.excerpt == (task.text or "")[:300]


@pytest.mark.parametrize("fault", ["cut", "stall=2"])
def test_a_stream_that_breaks_off_is_read_on_without_a_gap(
    doors: Config, actor: Actor, impatient: None, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr("lib.providers.punctual.SILENCE_SECONDS", 0.3)
    task = answer(actor, f"{LONG} [[fault:{fault}]]")
    assert task.state == "succeeded"
    assert len((task.text or "").split()) == pytest.approx(300, rel=0.1)
    assert row(task.id)["sends"] == 1
    assert exposures() == 0


def test_an_answer_the_provider_breaks_off_is_kept_and_paid_for_as_counted(
    doors: Config, actor: Actor, engine_url: str
) -> None:
    task = answer(actor, f"{LONG} [[fault:broken]]")
    assert (task.state, task.error_code) == ("failed", "failed")
    assert 0 < len((task.text or "").split()) < 300
    counted = log(engine_url, task)["usage"]
    assert task.cost_micros == billed(task, task.usage)
    assert task.usage["text_out"] == counted["total_output_tokens"]
    assert "was billed for what was read, thought and written" in (task.error or "")


@pytest.mark.parametrize(("fault", "code"), [("filtered", "filtered"), ("failed", "failed")])
def test_an_answer_that_was_never_begun_costs_nothing(doors: Config, actor: Actor, fault: str, code: str) -> None:
    task = answer(actor, f"{LONG} [[fault:{fault}]]")
    assert (task.state, task.error_code, task.cost_micros, task.text) == ("failed", code, 0, "")
    assert left(actor) == FULL


def test_an_answer_lost_before_its_first_word_is_never_asked_for_again(
    doors: Config, actor: Actor, engine_url: str
) -> None:
    task = answer(actor, f"{LONG} [[fault:lost]]")
    assert (task.state, task.cost_micros) == ("written_off", 0)
    assert "may have been billed" in (task.error or "")
    assert log(engine_url, task)["sends"] == 1
    assert (left(actor), exposures()) == (FULL, 1)


def test_a_busy_provider_is_asked_again(doors: Config, actor: Actor, impatient: None) -> None:
    task = ask(actor, f"{LONG} [[fault:429=1]]")
    eventually(lambda: "limit" in (history.one(actor, task.id).error or ""))
    tasks.cancel(actor, task.id)
    assert (ended(actor, task).state, left(actor)) == ("cancelled", FULL)


def test_the_ceiling_is_held_and_said(doors: Config, actor: Actor) -> None:
    task = answer(actor, "A story of 3000 words about the sea", settings={"max_output_tokens": 1024})
    assert (task.state, task.error_code) == ("succeeded", "ceiling")
    assert task.usage["text_out"] + task.usage.get("thought_out", 0) <= 1024
    assert (task.cost_micros or 0) <= task.held_micros


@pytest.mark.slow
class TestAtALifeLikePace:
    """An engine that takes its time, so that something can happen in the middle."""

    @pytest.fixture
    def slow(self, house: Config, tmp_path: Path) -> Iterator[str]:
        with engine(tmp_path / "slow", speed="4") as url:
            providers.start(house, url)
            yield url
            providers.start(house, NOBODY)

    def test_stop_keeps_what_was_written_and_pays_for_it(self, slow: str, actor: Actor) -> None:
        task = ask(actor)
        begun(actor, task)
        tasks.cancel(actor, task.id)
        stopped = ended(actor, task)
        assert stopped.state == "cancelled"
        assert 0 < len((stopped.text or "").split()) < 300
        counted = log(slow, task)["usage"]
        assert stopped.usage["text_out"] == counted["total_output_tokens"]
        assert stopped.cost_micros == billed(task, dict(stopped.usage)) > 0
        assert (left(actor), exposures()) == (FULL - (stopped.cost_micros or 0), 0)
        with pytest.raises(AlreadyEnded):
            tasks.cancel(actor, task.id)

    def test_stop_before_the_first_word(self, slow: str, actor: Actor) -> None:
        task = ask(actor, settings={"thinking": "high"})
        eventually(lambda: history.one(actor, task.id).state == "running")
        tasks.cancel(actor, task.id)
        stopped = ended(actor, task)
        assert (stopped.state, stopped.text) == ("cancelled", "")
        assert left(actor) == FULL - (stopped.cost_micros or 0)

    def test_stop_where_the_provider_cannot_be_asked_is_counted_here(self, slow: str, actor: Actor) -> None:
        task = ask(actor)
        begun(actor, task)
        providers.start(providers._config, NOBODY)  # type: ignore[arg-type]
        tasks.cancel(actor, task.id)
        stopped = ended(actor, task)
        model = catalog().model(task.model)
        assert stopped.usage["text_out"] == costs.tokens(stopped.text or "")
        assert stopped.usage["text_in"] == costs.read(model, LONG)["text_in"]
        assert stopped.cost_micros == billed(task, dict(stopped.usage))
        assert exposures() == 1

    def test_the_engine_gone_in_the_middle_is_waited_for(
        self, house: Config, actor: Actor, tmp_path: Path, impatient: None
    ) -> None:
        with engine(tmp_path / "gone", speed="4") as url:
            providers.start(house, url)
            task = ask(actor)
            before = begun(actor, task)
        eventually(lambda: history.one(actor, task.id).error)
        with engine(tmp_path / "gone", speed="0") as url:
            providers.start(house, url)
            whole = ended(actor, task)
        assert whole.state == "succeeded"
        assert (whole.text or "").startswith(before)
        assert len((whole.text or "").split()) == pytest.approx(300, rel=0.1)

    def test_what_can_no_longer_be_read_on_is_kept_and_paid_for(
        self, house: Config, actor: Actor, tmp_path: Path, impatient: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with engine(tmp_path / "gone", speed="4") as url:
            providers.start(house, url)
            task = ask(actor)
            begun(actor, task)
        monkeypatch.setattr(policy, "BROKEN_PATIENCE", 0.2)
        cut = ended(actor, task)
        assert (cut.state, cut.error_code) == ("failed", "cut")
        assert cut.text
        assert "what was written is kept" in (cut.error or "")
        assert cut.cost_micros == billed(task, dict(cut.usage)) > 0
        assert exposures() == 1

    def test_a_stop_of_studio_leaves_the_answer_to_the_next_start(self, slow: str, actor: Actor) -> None:
        task = ask(actor)
        before = begun(actor, task)
        endings.closing.set()
        runner.stop(10)
        assert history.one(actor, task.id).state == "running"
        endings.closing.clear()
        assert (history.one(actor, task.id).text or "").startswith(before)
        runner.run(task.id)
        whole = ended(actor, task)
        assert (whole.state, row(task.id)["sends"]) == ("succeeded", 1)
        assert len((whole.text or "").split()) == pytest.approx(300, rel=0.1)

    def test_a_conversation_takes_one_turn_at_a_time(self, slow: str, actor: Actor) -> None:
        talk = db.new_id()
        first = ask(actor, talk=talk)
        begun(actor, first)
        with pytest.raises(ConversationMoved, match="is being answered"):
            ask(actor, "And a second window", talk=talk)
        tasks.cancel(actor, first.id)
        ended(actor, first)
        with pytest.raises(ConversationMoved, match="another window"):
            ask(actor, "A window that has not seen it", talk=talk)
        ask(actor, "Shorter", talk=talk, previous=first.id)
        assert len(conversations.turns(actor, talk)) == 2


def test_a_conversation_remembers(doors: Config, actor: Actor) -> None:
    first = answer(actor, "Three names for a ferry")
    second = answer(actor, "Only the second one", previous=first.id)
    assert second_of(first) in plain(second)
    assert second.usage["text_in"] > first.usage["text_in"]


def test_a_conversation_is_told_anew_where_the_provider_has_forgotten_it(doors: Config, actor: Actor) -> None:
    first = answer(actor, "Three names for a ferry")
    provider = providers.get("demo")
    assert provider is not None
    provider.forget(row(first.id)["op"])
    second = answer(actor, "Only the second one", previous=first.id)
    assert second.state == "succeeded"
    assert second_of(first) in plain(second)


def test_what_the_writer_left_open_is_taken_up_by_the_sweeper_alone(doors: Config, actor: Actor) -> None:
    task = ask(actor)
    ended(actor, task)
    assert channel.find(task.id) is None
    assert rows.open_rows() == []


def test_an_answer_without_a_count_costs_what_was_held(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.providers.gemini.texts.usage", lambda counted: {})
    task = answer(actor)
    assert (task.state, task.cost_micros) == ("succeeded", task.held_micros)


def test_an_answer_that_breaks_off_without_a_count_is_paid_for_by_our_own_and_says_so(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.providers.gemini.texts.usage", lambda counted: {})
    task = answer(actor, f"{LONG} [[fault:broken]]")
    assert task.usage["text_out"] == costs.tokens(task.text or "") > 0
    assert task.cost_micros == billed(task, dict(task.usage))
    cost = dollars(task.cost_micros or 0, 4)
    told = f" {cost} was billed for what was read, thought and written, by our own count: the provider gave none."
    assert (task.error or "").endswith(told)
    assert task.exposed_micros == task.held_micros - (task.cost_micros or 0)


def test_a_filtered_answer_without_words_or_count_costs_nothing_and_may_have_been_billed(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.providers.gemini.texts.usage", lambda counted: {})
    task = answer(actor, f"{LONG} [[fault:filtered]]")
    assert (task.state, task.error_code, task.cost_micros) == ("failed", "filtered", 0)
    assert re.match(r"The provider filtered this answer\. .*held is back\.$", task.error or "")
    assert task.exposed_micros == task.held_micros


@pytest.mark.parametrize("fault", ["filtered", "bogus"])
def test_a_turn_that_was_refused_has_no_part_in_the_conversation_after_it(
    doors: Config, actor: Actor, fault: str
) -> None:
    first = answer(actor, "Three names for a ferry")
    refused = answer(actor, f"Something else [[fault:{fault}]]", previous=first.id)
    assert refused.state == "failed"
    third = answer(actor, "Only the second one", previous=refused.id)
    assert third.state == "succeeded", third.error
    assert second_of(first) in plain(third)


def test_where_prompts_are_not_kept_a_conversation_outlives_a_turn_that_failed(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = replace(config.current(), store_prompts="hash")
    monkeypatch.setattr(config, "_current", hashed)
    first = answer(actor, "Three names for a ferry")
    broken = answer(actor, f"{LONG} [[fault:broken]]", previous=first.id)
    assert (broken.state, broken.prompt, bool(broken.text)) == ("failed", None, True)
    assert "simulated" not in (broken.error or "")
    third = answer(actor, "Only the second one", previous=broken.id)
    assert third.state == "succeeded", third.error
    assert second_of(first) in plain(third)


def test_a_busy_provider_keeps_no_thread_from_others(
    doors: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "THREADS", 2)
    waiting = [ask(actor, f"{LONG} [[fault:429=60]] {number}") for number in range(3)]
    eventually(lambda: all("limit" in (history.one(actor, task.id).error or "") for task in waiting))
    assert answer(actor, "Say hello").state == "succeeded"
    for task in waiting:
        tasks.cancel(actor, task.id)
        assert ended(actor, task).state == "cancelled"


def test_what_is_written_to_its_end_before_it_could_be_stopped_is_kept_whole(doors: Config, actor: Actor) -> None:
    task = ask(actor, f"{LONG} [[fault:stall=30]]")  # the engine has all of it, and tells us half
    begun(actor, task)
    tasks.cancel(actor, task.id)
    whole = ended(actor, task)
    assert whole.state == "succeeded"
    assert len((whole.text or "").split()) == pytest.approx(300, rel=0.1)
    assert whole.cost_micros == billed(task, dict(whole.usage))


def test_what_was_deleted_is_removed_at_the_provider_too_also_later(
    doors: Config, actor: Actor, engine_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "RESTORABLE_MS", -1)
    talk = db.new_id()
    task = ended(actor, ask(actor, "Three names for a ferry", talk=talk))
    op = row(task.id)["op"]
    conversations.delete(actor, talk)
    providers.start(doors, NOBODY)
    driver.purge()
    assert purge.copies(9) == [(task.id, "demo", op)]
    providers.start(doors, engine_url)
    driver.purge()
    assert purge.copies(9) == []
