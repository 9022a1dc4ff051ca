"""The demo engine fails as it is told to, in the shapes in which the service fails."""

from __future__ import annotations

import base64
import io
from typing import Any

import httpx2
import pytest
from google.genai import _interactions as refusals
from PIL import Image

from lib.demo import tokens
from tests.demo.engines import Engine, text_of

LONG = "Write an essay of about 400 words on harbours."


@pytest.mark.parametrize(
    ("word", "error", "status"),
    [
        ("429=7", refusals.RateLimitError, "RESOURCE_EXHAUSTED"),
        ("503", refusals.InternalServerError, "UNAVAILABLE"),
        ("500", refusals.InternalServerError, "INTERNAL"),
    ],
)
@pytest.mark.parametrize("header", [False, True])
def test_a_refusing_fault_accepts_nothing(
    engine: Engine, word: str, error: type[Exception], status: str, header: bool
) -> None:
    before = len(engine.log())
    with pytest.raises(error) as refusal:
        if header:
            engine.made("a tent", extra_headers={"x-demo-fault": word})
        else:
            engine.made(f"a tent [[fault:{word}]]")
    body: Any = refusal.value.body["error"]  # type: ignore[attr-defined]
    assert (body["code"], body["status"]) == (int(word[:3]), status)
    if word == "429=7":
        assert body["details"] == [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}]
    assert len(engine.log()) == before


@pytest.mark.parametrize("background", [False, True])
def test_a_lost_answer_was_accepted_all_the_same(engine: Engine, background: bool) -> None:
    task = f"lost-{background}".lower()
    with pytest.raises(refusals.APIConnectionError):
        engine.made("a letter [[fault:lost]]", background=background, labels={"task": task})
    (entry,) = engine.log(task=task)
    assert engine.picture(engine.settled(entry["id"])).size == (1024, 1024)


def test_a_slow_answer_outlasts_an_impatient_client_but_was_accepted(engine: Engine) -> None:
    with pytest.raises(refusals.APITimeoutError):
        engine.made("a snail [[fault:slow=30]]", extra_headers={"x-studio-task": "snail"}, timeout=0.5)
    assert len(engine.log(task="snail")) == 1
    assert engine.made("a snail [[fault:slow=0.01]]").status == "completed"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a duck [[fault:filtered]]", "IMAGE_SAFETY"),
        ("a duck, Nude.", "IMAGE_SAFETY"),
        ("a duck [[fault:failed]]", "INTERNAL"),
    ],
)
@pytest.mark.parametrize("background", [False, True])
def test_a_filtered_or_failed_picture_says_so_and_delivers_none(
    engine: Engine, words: str, code: str, background: bool
) -> None:
    answer = engine.settled(engine.made(words, background=background).id)
    assert (answer.status, answer.output_image, answer.usage.total_output_tokens) == ("failed", None, 0)
    assert [error.code for error in answer.errors] == [code]


def test_a_corrupt_picture_is_the_first_half_of_a_sound_one(engine: Engine) -> None:
    sound = base64.b64decode(engine.made("an apple", config={"seed": 5}).output_image.data)
    corrupt = base64.b64decode(engine.made("an apple [[fault:corrupt]]", config={"seed": 5}).output_image.data)
    assert corrupt == sound[: len(sound) // 2]
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(corrupt)).load()


def test_a_task_sent_twice_is_counted_twice(engine: Engine) -> None:
    for _ in range(2):
        engine.made("a pair", extra_headers={"x-studio-task": "pair"})
    assert [entry["sends"] for entry in engine.log(task="pair")] == [2, 2]


def streamed(engine: Engine, fault: str, **more: Any) -> tuple[list[Any], bool]:
    """The events of a stream that is to fail, and whether its connection was lost."""
    events = []
    stream = engine.wrote(f"{LONG} [[fault:{fault}]]", stream=True, **more)
    try:
        events.extend(stream)  # keeps what came before the loss
    except (refusals.APIError, httpx2.HTTPError):
        return events, True
    return events, False


def test_a_cut_stream_loses_its_connection_in_the_middle_and_is_resumed_whole(engine: Engine) -> None:
    events, lost = streamed(engine, "cut")
    name, text = events[0].interaction.id, text_of(events)
    more = list(engine.sdk.interactions.get(name, stream=True, last_event_id=events[-1].event_id))
    stored = engine.sdk.interactions.get(name)
    assert lost
    assert 0.2 < len(text) / len(stored.output_text) < 0.8
    assert text + text_of(more) == stored.output_text
    assert (stored.status, stored.usage.total_output_tokens) == ("completed", tokens.count(stored.output_text))


def test_a_cut_stream_that_is_not_stored_ends_there_and_bills_what_was_written(engine: Engine) -> None:
    events, lost = streamed(engine, "cut", store=False)
    (entry,) = engine.log(id=events[0].interaction.id)
    assert lost
    assert (entry["status"], entry["usage"]["total_output_tokens"]) == ("cancelled", tokens.count(text_of(events)))


def test_a_broken_stream_ends_with_an_error_event_and_keeps_what_was_written(engine: Engine) -> None:
    events, lost = streamed(engine, "broken")
    stored = engine.sdk.interactions.get(events[0].interaction.id)
    assert not lost
    assert (events[-1].event_type, events[-1].error.code) == ("error", "INTERNAL")
    assert (stored.status, stored.output_text, stored.errors[0].code) == ("failed", text_of(events), "INTERNAL")
    assert stored.usage.total_output_tokens == tokens.count(text_of(events)) > 20


def test_a_stalled_stream_says_nothing_with_its_connection_open_and_can_be_left(engine: Engine) -> None:
    heard: list[Any] = []
    with pytest.raises((refusals.APIError, httpx2.HTTPError)):
        heard.extend(engine.wrote(f"{LONG} [[fault:stall=60]]", stream=True, timeout=1.0))
    name = heard[0].interaction.id
    more = list(engine.sdk.interactions.get(name, stream=True, last_event_id=heard[-1].event_id))
    assert text_of(heard)
    assert text_of(heard) + text_of(more) == engine.sdk.interactions.get(name).output_text


def test_a_stalled_stream_goes_on_after_its_seconds(engine: Engine) -> None:
    events, lost = streamed(engine, "stall=0.2")
    assert (lost, events[-1].interaction.status) == (False, "completed")


@pytest.mark.parametrize("word", ["filtered", "failed"])
def test_a_stream_that_makes_nothing_is_one_error_event(engine: Engine, word: str) -> None:
    events, _ = streamed(engine, word)
    assert [event.event_type for event in events] == ["interaction.created", "interaction.status_update", "error"]


@pytest.mark.parametrize("store", [False, True])
def test_a_lost_stream_was_accepted_all_the_same(engine: Engine, store: bool) -> None:
    task = f"lost-stream-{store}".lower()
    events, lost = [], False
    try:
        events, _ = streamed(engine, "lost", store=store, labels={"task": task})
    except refusals.APIConnectionError:
        lost = True
    assert (events, lost) == ([], True)
    assert len(engine.log(task=task)) == 1


def test_a_fault_of_an_earlier_turn_is_not_repeated(engine: Engine) -> None:
    steps = [
        {"type": "user_input", "content": [{"type": "text", "text": "a duck [[fault:503]]"}]},
        {"type": "model_output", "content": [{"type": "text", "text": "A duck."}]},
        {"type": "user_input", "content": [{"type": "text", "text": "and a goose"}]},
    ]
    assert engine.wrote(steps).status == "completed"
