"""Texts over the Gemini door, from the demo engine through the real SDK: streamed, read on, called off, remembered."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lib import providers
from lib.config import Secret, load
from lib.providers import punctual
from lib.providers.gemini import Gemini, provider
from lib.providers.protocol import (
    Accepted,
    Call,
    Done,
    Event,
    Kept,
    NotAccepted,
    Rejected,
    Source,
    Text,
    Turn,
    Unclear,
)
from tests import running
from tests.media.making import encoded, pdf
from tests.providers.answering import MARK, MODELS, answering, dripping, streaming

WIRE = {
    "thinking": "generation_config.thinking_level",
    "thoughts": "generation_config.thinking_summaries",
    "max_output_tokens": "generation_config.max_output_tokens",
}
LONG = "Write an essay of about 400 words on harbours."
DAY_MS = 86_400_000


@pytest.fixture
def gemini(engine_url: str) -> Iterator[Gemini]:
    door = Gemini(Secret("demo"), engine_url)
    yield door
    door.close()


@pytest.fixture
def slowly(tmp_path: Path) -> Iterator[Gemini]:
    """A door to an engine that writes at a life-like pace."""
    with running.engine(tmp_path / "engine", speed="1") as url:
        door = Gemini(Secret("demo"), url)
        yield door
        door.close()


def call(prompt: str = LONG, task: str = "t1", **more: Any) -> Call:
    fields = {"params": {"thinking": "low"}, "wire": WIRE, **more}
    return Call(task, "text", "gemini-3.5-flash-lite", prompt, **fields)


def heard(events: Iterator[Event]) -> tuple[list[Event], Exception | None]:
    """Everything up to the end, or to the loss of the connection, which is told."""
    found: list[Event] = []
    try:
        found.extend(events)
    except Unclear as error:
        return found, error
    return found, None


def words(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Text) and not event.thought)


def op_of(events: list[Event]) -> str:
    assert isinstance(events[0], Accepted)
    return events[0].op


def end_of(events: list[Event]) -> Done:
    assert isinstance(events[-1], Done)
    return events[-1]


def wrote(door: Gemini, asked: Call) -> tuple[str, str, Done]:
    """One whole answer: its name, its words, its end."""
    events = list(door.send(asked))
    return op_of(events), words(events), end_of(events)


def at_engine(url: str, op: str) -> dict[str, Any]:
    """An interaction as the engine tells it, its input included."""
    request = urllib.request.Request(f"{url}/v1/interactions/{op}", headers={"x-goog-api-key": "demo"})
    with urllib.request.urlopen(request) as answer:
        return dict(json.load(answer))


# --- As it is written ------------------------------------------------------------------------------------------------


def test_a_text_arrives_by_name_thoughts_first_and_with_its_usage(gemini: Gemini) -> None:
    events = list(gemini.send(call()))
    thoughts = [place for place, event in enumerate(events) if isinstance(event, Text) and event.thought]
    first = next(place for place, event in enumerate(events) if isinstance(event, Text) and not event.thought)
    assert thoughts
    assert [isinstance(event, Accepted) for event in events[:2]] == [True, False]
    assert max(thoughts) < first
    assert all(event.cursor for event in events if isinstance(event, Text))
    done = end_of(events)
    assert (done.outcome, done.model, done.why) == ("succeeded", "gemini-3.5-flash-lite", "")
    assert min(done.usage[kind] for kind in ("text_in", "text_out", "thought_out")) > 0
    assert gemini.outcome(call(), op_of(events)) == done


def test_without_summaries_nothing_is_told_of_its_thinking(gemini: Gemini) -> None:
    events = list(gemini.send(call(params={"thinking": "high", "thoughts": "none"})))
    assert not any(isinstance(event, Text) and event.thought for event in events)
    assert end_of(events).usage["thought_out"] > 0


def test_an_answer_that_reaches_its_ceiling_has_succeeded_and_says_so(gemini: Gemini) -> None:
    _, text, done = wrote(gemini, call(params={"thinking": "minimal", "max_output_tokens": 100}))
    assert (done.outcome, done.usage["text_out"] + done.usage["thought_out"]) == ("succeeded", 100)
    assert "ceiling is reached" in done.why
    assert text


def test_an_instruction_goes_beside_the_words(gemini: Gemini) -> None:
    plain, told = (
        wrote(gemini, call("hello", instruction=instruction))[2] for instruction in ("", "You are a harbour master.")
    )
    assert told.usage["text_in"] > plain.usage["text_in"]


# --- What goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("429=30", NotAccepted, "limit"),
        ("503", NotAccepted, "overloaded"),
        ("500", Unclear, "without saying"),
        ("lost", Unclear, "lost"),
    ],
)
def test_a_fault_before_the_answer_is_told_apart(gemini: Gemini, fault: str, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says) as error:
        list(gemini.send(call(f"hello [[fault:{fault}]]")))
    if isinstance(error.value, NotAccepted) and fault.startswith("429"):
        assert error.value.after == 30


@pytest.mark.parametrize(("fault", "outcome"), [("filtered", "filtered"), ("failed", "failed")])
def test_an_end_without_words_is_no_success_and_was_counted(gemini: Gemini, fault: str, outcome: str) -> None:
    events = list(gemini.send(call(f"hello [[fault:{fault}]]")))
    done = end_of(events)
    assert (done.outcome, words(events)) == (outcome, "")
    assert done.why
    counted = gemini.outcome(call(), op_of(events))
    assert counted is not None
    assert (counted.outcome, counted.usage["text_in"] > 0) == (outcome, True)


def test_an_answer_that_breaks_off_keeps_what_was_written_and_its_count(gemini: Gemini) -> None:
    events = list(gemini.send(call(f"{LONG} [[fault:broken]]")))
    assert end_of(events).outcome == "failed"
    assert words(events)
    counted = gemini.outcome(call(), op_of(events))
    assert counted is not None
    assert counted.usage["text_out"] > 20


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_a_stream_that_was_cut_is_read_on_with_no_gap_and_no_repeat(gemini: Gemini, part: float) -> None:
    """From wherever we stand: the last word heard, or an earlier one, when the rest was not yet on disk."""
    before, lost = heard(gemini.send(call(f"{LONG} [[fault:cut]]")))
    assert isinstance(lost, Unclear)
    op, texts = op_of(before), [event for event in before if isinstance(event, Text)]
    place = round(part * (len(texts) - 1))
    after = list(gemini.look(call(), op, texts[place].cursor))
    whole = list(gemini.look(call(), op))
    assert texts[: place + 1] + after == whole
    assert not any(isinstance(event, Accepted) for event in whole)
    assert end_of(whole) == gemini.outcome(call(), op)


def test_what_is_not_known_any_more_is_refused(gemini: Gemini) -> None:
    op, _, _ = wrote(gemini, call("hello"))
    gemini.forget(op)
    for ask in (lambda: list(gemini.look(call(), op)), lambda: gemini.outcome(call(), op)):
        with pytest.raises(Rejected) as error:
            ask()
        assert error.value.code == "gone"


def test_a_silent_stream_is_cut_and_read_on(gemini: Gemini, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(punctual, "SILENCE_SECONDS", 0.3)
    before, lost = heard(gemini.send(call(f"{LONG} [[fault:stall=600]]")))
    assert isinstance(lost, Unclear)
    last = before[-1]
    assert isinstance(last, Text)
    after = list(gemini.look(call(), op_of(before), last.cursor))
    assert before[1:] + after == list(gemini.look(call(), op_of(before)))


def test_a_stream_is_not_waited_for_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "STREAM_SECONDS", 0.3)
    with dripping(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ") as url:
        door = Gemini(Secret("demo"), url)
        for ask in (door.send(call()), door.look(call(), "op1")):
            with pytest.raises(Unclear, match="lost"):
                list(ask)
        door.close()


# --- Called off ------------------------------------------------------------------------------------------------------


def until_off(door: Gemini, count: int) -> list[Event]:
    """What is heard of an answer whose reader is called off after so many events."""
    off = threading.Event()
    events: list[Event] = []
    for event in door.send(call(halted=off.is_set)):
        events.append(event)
        if len(events) == count:
            off.set()
    return events


def test_a_reader_who_is_called_off_hears_no_more_however_fast_it_comes(gemini: Gemini) -> None:
    assert len(until_off(gemini, 6)) == 6


@pytest.mark.slow
def test_what_nobody_reads_any_more_is_stopped_by_its_name(slowly: Gemini) -> None:
    events = until_off(slowly, 6)
    assert slowly.outcome(call(), op_of(events)) is None, "the provider goes on writing"
    slowly.stop(call(), op_of(events))
    done = slowly.outcome(call(), op_of(events))
    assert done is not None
    assert done.outcome == "cancelled"
    whole = list(slowly.look(call(), op_of(events)))
    assert whole[: len(events) - 1] == events[1:]
    assert end_of(whole) == done


@pytest.mark.parametrize("ask", ["send", "look"])
def test_a_reader_who_is_called_off_does_not_wait_for_the_next_word(gemini: Gemini, ask: str) -> None:
    """A stall of ten minutes: the test would not end."""
    off = threading.Event()
    events: list[Event] = []
    stalled = call(f"{LONG} [[fault:stall=600]]", halted=off.is_set)
    with answering(models=streaming()) as stand:
        stand.looks.clear()
        door = gemini if ask == "send" else Gemini(Secret("demo"), stand.url)
        reading = door.send(stalled) if ask == "send" else door.look(stalled, "op1")
        threading.Timer(0.3, off.set).start()
        events.extend(reading)
        stand.looks.set()
        if door is not gemini:
            door.close()
    assert not any(isinstance(event, Done) for event in events)
    assert bool(words(events)) == (ask == "send")


def test_what_is_called_off_before_it_has_a_name_is_waited_for_to_be_stopped(gemini: Gemini) -> None:
    events = list(gemini.send(call(f"{LONG} [[fault:slow=0.5]]", halted=lambda: True)))
    assert [type(event) for event in events] == [Accepted]


def test_but_not_for_ever(gemini: Gemini, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "NAME_SECONDS", 0.2)
    with pytest.raises(Unclear, match="lost"):
        list(gemini.send(call(f"{LONG} [[fault:slow=600]]", halted=lambda: True)))


@pytest.mark.parametrize(("fault", "kind"), [("429", NotAccepted), ("503", NotAccepted), ("500", Unclear)])
def test_a_no_is_a_no_to_who_was_called_off_as_well(gemini: Gemini, fault: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        list(gemini.send(call(f"hello [[fault:{fault}]]", halted=lambda: True)))


def test_who_was_called_off_may_still_ask_something_else(gemini: Gemini, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the stream is given up, not what its thread asks between two of its events."""
    monkeypatch.setattr(punctual, "SLICE_SECONDS", 0.0001)
    off = threading.Event()
    op, _, done = wrote(gemini, call("hello"))
    asked = []
    for _ in gemini.send(call(halted=off.is_set)):
        off.set()
        asked.append(gemini.outcome(call(), op))
    assert asked == [done]


# --- Conversations ---------------------------------------------------------------------------------------------------


def test_a_turn_goes_on_from_the_providers_own_memory(gemini: Gemini, engine_url: str) -> None:
    first, _, told = wrote(gemini, call("My boat is called Halcyon."))
    second, answer, done = wrote(gemini, call("What was my first message?", previous=first))
    assert at_engine(engine_url, second)["previous_interaction_id"] == first
    assert done.usage["text_in"] > told.usage["text_in"] + told.usage["text_out"]
    assert "Halcyon" in answer


def test_a_conversation_told_anew_is_the_same_to_the_provider(gemini: Gemini, engine_url: str) -> None:
    picture = Source("image/png", encoded)
    turns = (
        Turn("user", "My boat is called Halcyon.", (picture,)),
        Turn("model", "A fine name."),
    )
    op, answer, done = wrote(gemini, call("What was my first message?", turns=turns))
    given = [step for step in at_engine(engine_url, op)["steps"] if step["type"] != "thought"]
    told = [(step["type"], [part.get("text") or part["type"] for part in step["content"]]) for step in given]
    assert told == [
        ("user_input", ["image", "My boat is called Halcyon."]),
        ("model_output", ["A fine name."]),
        ("user_input", ["What was my first message?"]),
        ("model_output", [answer]),
    ]
    assert done.usage["image_in"] == 1_120
    assert "Halcyon" in answer


def test_a_memory_that_is_gone_is_refused_before_anything_is_written(gemini: Gemini) -> None:
    first, _, _ = wrote(gemini, call("hello"))
    gemini.forget(first)
    with pytest.raises(Rejected) as error:
        list(gemini.send(call("and then?", previous=first)))
    assert error.value.code in ("gone", "rejected")


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "usage"),
    [
        (Source("image/png", encoded), {"image_in": 1_120}),
        (Source("application/pdf", lambda: pdf("A boat", "Two boats")), {"text_in": 2 * 560}),
    ],
    ids=["picture", "document"],
)
def test_a_file_goes_along_with_the_words(gemini: Gemini, source: Source, usage: dict[str, int]) -> None:
    _, _, done = wrote(gemini, call("What is this?", inputs=(source,)))
    assert all(done.usage[kind] >= count for kind, count in usage.items())


@pytest.mark.parametrize(("mime", "data"), [("image/png", encoded(600, 400)), ("application/pdf", pdf(*["word"] * 20))])
def test_a_large_file_is_kept_at_the_provider_and_used_by_its_address(gemini: Gemini, mime: str, data: bytes) -> None:
    def never() -> bytes:
        raise AssertionError("it is there already")

    kept = gemini.keep(Source(mime, lambda: data))
    assert kept.name.startswith("files/")
    assert kept.name in kept.uri
    now, uses = time.time_ns() // 1_000_000, (Source(mime, lambda: data), Source(mime, never, kept.uri))
    assert now + DAY_MS < kept.expires_ms <= now + 2 * DAY_MS
    given, named = (wrote(gemini, call("What is this?", inputs=(source,)))[2].usage for source in uses)
    assert (given.get("image_in"), given["text_in"]) == (named.get("image_in"), named["text_in"])


def test_a_file_that_has_expired_is_refused_for_good(gemini: Gemini) -> None:
    kept = gemini.keep(Source("image/png", encoded))
    with pytest.raises(Rejected) as error:
        list(gemini.send(call("What? [[fault:expired]]", inputs=(Source("image/png", encoded, kept.uri),))))
    assert error.value.code in ("gone", "key")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ((200, {}, {}), Unclear),
        ((429, {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Slow."}}, {}), NotAccepted),
        ((403, {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "No."}}, {}), Rejected),
        ((502, "bad gateway", {}), Unclear),
    ],
    ids=["no address", "429", "403", "502"],
)
def test_a_file_that_is_not_taken_is_one_of_the_three_as_well(
    start: tuple[int, Any, dict[str, str]], kind: Any
) -> None:
    with answering(post=start) as stand:
        door = Gemini(Secret("demo"), stand.url)
        with pytest.raises(kind):
            door.keep(Source("image/png", encoded))
        door.close()
        assert len(stand.posts()) == 1


# --- Who is there ----------------------------------------------------------------------------------------------------


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[[str], Gemini]]:
    """The demo door to the address in the settings."""

    def start(url: str) -> Gemini:
        given = {"STUDIO_DATA_DIR": str(tmp_path), "STUDIO_PROVIDER_URL": url, "GEMINI_API_KEY": "a-real-key"}
        providers.start(load(given), None)
        found = providers.get("demo")
        assert isinstance(found, Gemini)
        return found

    yield start
    providers.stop()


def test_no_words_are_sent_to_an_address_that_became_the_real_service(connect: Callable[[str], Gemini]) -> None:
    with answering() as stand:
        door = connect(stand.url)
        stand.models = (200, MODELS, {})
        with pytest.raises(NotAccepted, match="Nothing was sent"):
            list(door.send(call()))
        assert stand.posts() == []
        assert providers.get("demo") is None


NAME = {"event_type": "interaction.created", "interaction": {"id": "op1", "status": "in_progress"}}
ASK: dict[str, Callable[[Gemini], object]] = {
    "send": lambda door: list(door.send(call())),
    "look": lambda door: list(door.look(call(), "op1")),
    "outcome": lambda door: door.outcome(call(), "op1"),
    "keep": lambda door: door.keep(Source("image/png", encoded)),
}


@pytest.mark.parametrize("ask", ASK)
def test_an_answer_of_somebody_else_is_not_believed_and_closes_the_door(
    connect: Callable[[str], Gemini], ask: str
) -> None:
    with answering() as stand:
        door = connect(stand.url)
        stand.post = streaming(NAME) if ask == "send" else (200, {}, {"x-goog-upload-url": f"{stand.url}/upload"})
        if ask in ("look", "outcome"):
            stand.models = streaming(NAME)
        with pytest.raises(Unclear, match="Another server"):
            ASK[ask](door)
        assert len(stand.posts()) <= 1, "of a file only its size and kind were told"
        stand.models = (200, MODELS, {})
        assert providers.get("demo") is None


def test_the_same_answers_with_the_mark_are_believed(connect: Callable[[str], Gemini]) -> None:
    file = {"file": {"name": "files/a", "uri": "http://x/files/a", "expirationTime": "2026-11-24T00:00:00Z"}}
    with answering(post=streaming(NAME, **MARK)) as stand:
        door = connect(stand.url)
        assert heard(door.send(call()))[0] == [Accepted("op1")]
        final = {"x-goog-upload-url": f"{stand.url}/upload", "x-goog-upload-status": "final", **MARK}
        stand.post = (200, file, final)
        assert door.keep(Source("image/png", encoded)) == Kept("files/a", "http://x/files/a", 1_795_478_400_000)
