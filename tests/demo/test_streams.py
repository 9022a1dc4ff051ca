"""A text as a stream: told in order, stopped, lost, taken up again, and after every one of these the same text."""

from __future__ import annotations

import asyncio
import itertools
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
from google.genai import _interactions as refusals

from lib.demo import script, tokens
from lib.demo.asked.interaction import read
from lib.demo.figures import Bill
from lib.demo.operations import Outcome
from tests.demo.engines import CARBON, HYDROGEN, QUICK, Engine, Start, kind_of, text_of

WORDS = "Describe a fishing harbour at dusk in about 200 words."
LONG = "Write an essay of about 700 words on harbours."


def begun(engine: Engine, words: str = WORDS, count: int = 12, **more: Any) -> tuple[str, list[Any]]:
    """A stream that its client left after so many events: the interaction's id, and the events."""
    stream = engine.wrote(words, stream=True, **more)
    events = list(itertools.islice(stream, count))
    stream.close()
    return events[0].interaction.id, events


def rest(engine: Engine, name: str, after: str | None = None) -> list[Any]:
    return list(engine.sdk.interactions.get(name, stream=True, **({"last_event_id": after} if after else {})))


def until(engine: Engine, status: str, **wanted: object) -> dict[str, Any]:
    """Wait until the log says so of one interaction."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (entries := engine.log(**wanted)) and entries[0]["status"] == status:
            return entries[0]
        time.sleep(0.02)
    raise AssertionError(f"{wanted} never became {status}")


@pytest.mark.parametrize("model", [CARBON, QUICK])
def test_a_stream_tells_the_stored_text_in_the_documented_order(engine: Engine, model: str) -> None:
    events = list(engine.wrote(WORDS, model=model, stream=True, config={"thinking_level": "low"}))
    kinds = [kind for kind, _ in itertools.groupby(map(kind_of, events))]
    assert kinds == [
        *("interaction.created", "interaction.status_update"),
        *("step.start", "thought_summary", "thought_signature", "step.stop"),
        *("step.start", "text", "step.stop"),
        "interaction.completed",
    ]
    assert [event.event_id for event in events] == [f"e{number}" for number in range(len(events))]
    assert {event.index for event in events if kind_of(event) == "text"} == {1}
    assert sum(kind_of(event) == "text" for event in events) > 20
    last = events[-1].interaction
    stored = engine.sdk.interactions.get(last.id)
    assert text_of(events) == stored.output_text
    assert (last.status, last.steps, last.usage) == ("completed", None, stored.usage)


def test_the_lines_are_named_events_and_the_last_one_is_done(engine: Engine) -> None:
    response = engine.http.post("/v1beta/interactions", json={"model": QUICK, "input": WORDS, "stream": True})
    blocks = response.text.removesuffix("\n\n").split("\n\n")
    assert response.headers["content-type"].startswith("text/event-stream")
    assert all(re.fullmatch(r'event: ([a-z_.]+)\ndata: \{"event_type": "\1", .+\}', block) for block in blocks[:-1])
    assert blocks[-1] == "event: done\ndata: [DONE]"


def test_the_asynchronous_client_hears_the_same(engine: Engine) -> None:
    async def listen() -> list[Any]:
        async with engine.aio() as aio:
            stream = await aio.interactions.create(model=QUICK, input=WORDS, stream=True, generation_config={"seed": 5})
            return [event async for event in stream]

    assert text_of(asyncio.run(listen())) == engine.wrote(WORDS, config={"seed": 5}).output_text


@pytest.mark.parametrize("after", [None, 0, 3, 11, -2, -1])
def test_an_ended_stream_is_told_again_from_any_event(engine: Engine, after: int | None) -> None:
    events = list(engine.wrote(WORDS, stream=True))
    again = rest(engine, events[0].interaction.id, None if after is None else events[after].event_id)
    expected = events if after is None else events[after:][1:]
    assert [(event.event_id, kind_of(event)) for event in again] == [(one.event_id, kind_of(one)) for one in expected]
    assert text_of(again) == text_of(expected)


def test_an_event_of_nobody_is_refused(engine: Engine) -> None:
    name = engine.wrote(WORDS).id
    with pytest.raises(refusals.BadRequestError):
        rest(engine, name, "x-1")
    with pytest.raises(refusals.NotFoundError):
        rest(engine, "int_nobody")


@pytest.mark.slow
def test_a_stored_stream_goes_on_without_its_client_and_is_resumed_while_it_is_written(start: Start) -> None:
    engine = start("--speed", 1)
    name, events = begun(engine)
    assert engine.sdk.interactions.get(name).status == "in_progress"
    more = rest(engine, name, events[-1].event_id)
    assert more[-1].interaction.status == "completed"
    stored = engine.sdk.interactions.get(name)
    assert text_of(events) + text_of(more) == stored.output_text == text_of(rest(engine, name))
    assert [event.event_id for event in events + more] == [f"e{n}" for n in range(len(events) + len(more))]


@pytest.mark.slow
def test_an_unstored_stream_ends_with_its_client_and_bills_what_was_written(start: Start, engine: Engine) -> None:
    slow, config = start("--speed", 2), {"seed": 4}
    name, events = begun(slow, LONG, store=False, config=config)
    entry = until(slow, "cancelled", id=name)
    whole = engine.wrote(LONG, config=config).usage.total_output_tokens
    assert tokens.count(text_of(events)) <= entry["usage"]["total_output_tokens"] < whole
    with pytest.raises(refusals.NotFoundError):
        slow.sdk.interactions.get(name)


@pytest.mark.slow
@pytest.mark.parametrize("background", [False, True])
def test_cancelling_a_stream_keeps_and_bills_what_was_written(start: Start, background: bool) -> None:
    engine = start("--speed", 2)
    stream = engine.wrote(LONG, stream=True, background=background)
    events = list(itertools.islice(stream, 12))
    cancelled = engine.sdk.interactions.cancel(events[0].interaction.id)
    events += stream
    text = text_of(events)
    assert (events[-1].event_type, events[-1].interaction.status) == ("interaction.completed", "cancelled")
    assert (cancelled.status, cancelled.output_text) == ("cancelled", text)
    assert 0 < cancelled.usage.total_output_tokens == tokens.count(text) < 700
    assert events[-1].interaction.usage == engine.sdk.interactions.get(cancelled.id).usage
    assert engine.log(id=cancelled.id)[0]["usage"]["total_output_tokens"] == tokens.count(text)
    assert text_of(rest(engine, cancelled.id)) == text
    assert engine.sdk.interactions.cancel(cancelled.id).usage == engine.sdk.interactions.get(cancelled.id).usage


@pytest.mark.slow
def test_cancelling_before_the_first_word_bills_only_the_thinking_so_far(start: Start) -> None:
    engine = start("--speed", 100)
    name = engine.wrote(LONG, model=CARBON, background=True).id
    cancelled = engine.sdk.interactions.cancel(name)
    assert (cancelled.status, cancelled.output_text, cancelled.usage.total_output_tokens) == ("cancelled", "", 0)
    assert cancelled.usage.total_thought_tokens < 240
    assert cancelled.usage.total_input_tokens == tokens.count(LONG)
    last = rest(engine, name)[-1]
    assert last.interaction.status == "cancelled"


def test_an_ended_text_cannot_be_cancelled(engine: Engine) -> None:
    name = engine.wrote(WORDS).id
    with pytest.raises(refusals.BadRequestError) as refusal:
        engine.sdk.interactions.cancel(name)
    assert refusal.value.body["error"]["status"] == "FAILED_PRECONDITION"


@pytest.mark.slow
def test_a_deleted_stream_ends_at_once(start: Start) -> None:
    engine = start("--speed", 100)
    stream = engine.wrote(LONG, stream=True)
    name = next(stream).interaction.id
    engine.sdk.interactions.delete(name)
    assert list(stream)[-1].interaction.status == "cancelled"
    assert engine.log(id=name)[0]["status"] == "cancelled"


@pytest.mark.slow
def test_what_was_written_survives_kill_9_and_is_resumed_by_event(start: Start, tmp_path: Path) -> None:
    first = start("--speed", 1, "--store", tmp_path)
    name, events = begun(first)
    unstored, _ = begun(first, store=False, count=3)
    first.end(subprocess.Popen.kill)
    second = start("--speed", 1, "--store", tmp_path)
    more = rest(second, name, events[-1].event_id)
    stored = second.sdk.interactions.get(name)
    assert stored.status == "completed"
    assert text_of(events) + text_of(more) == stored.output_text
    assert stored.usage.total_output_tokens == tokens.count(stored.output_text)
    assert {entry["id"]: entry["status"] for entry in second.log()} == {name: "completed", unstored: "failed"}


@pytest.mark.slow
def test_sigterm_ends_a_stream_without_an_end_and_it_is_resumed_later(start: Start, tmp_path: Path) -> None:
    first = start("--speed", 3, "--store", tmp_path)
    stream = first.wrote(WORDS, stream=True)
    events = list(itertools.islice(stream, 12))
    assert first.popen.poll() is None
    first.popen.terminate()
    with pytest.raises((refusals.APIError, httpx2.HTTPError)):
        events += stream
    assert first.popen.wait(30) == 0
    assert str(first.popen.stderr and first.popen.stderr.read()) == ""
    second = start("--speed", 1, "--store", tmp_path)
    more = rest(second, events[0].interaction.id, events[-1].event_id)
    assert text_of(events) + text_of(more) == second.sdk.interactions.get(events[0].interaction.id).output_text


@pytest.mark.slow
def test_ten_long_streams_at_once_cost_little(start: Start) -> None:
    engine = start("--speed", 0)
    engine.wrote("a warm-up")
    body = {"model": HYDROGEN, "input": "Write an essay of about 1500 words on harbours.", "stream": True}
    process = psutil.Process(engine.popen.pid)
    before = sum(process.cpu_times()[:2])
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: engine.http.post("/v1/interactions", json=body).text, range(10)))
    assert sum(process.cpu_times()[:2]) - before < 2.0
    assert all(answer.count("event: step.delta") > 100 for answer in answers)


def _script(text: str, name: str = "int_7") -> script.Script:
    asked = read({"model": HYDROGEN, "input": WORDS}, {})
    return script.script(name, asked, Outcome("completed", Bill(thoughts=500), text=text, summaries=("One.", "Two.")))


def _texts(count: int) -> Iterator[str]:
    words = itertools.cycle(["Harbour", "lamps\n\n-", "sway,", "港の灯", "a_very_long_word_that_is_never_broken"])
    return (" ".join(itertools.islice(words, count * number)) for number in range(1, 4))


@pytest.mark.parametrize("text", list(_texts(150)))
def test_a_script_thinks_first_then_writes_every_letter_at_its_models_pace(text: str) -> None:
    plan = _script(text)
    times = [beat.at for beat in plan.beats]
    assert [beat.kind for beat in plan.beats[:4]] == ["summary", "summary", "signature", "text"]
    assert "".join(beat.text for beat in plan.beats[3:]) == text
    assert times == sorted(times)
    assert times[-1] == 1.0
    writing = plan.seconds * (1 - times[2])
    assert tokens.count(text) / writing == pytest.approx(150, rel=0.35)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_what_was_written_until_a_moment_is_the_beginning_of_the_same_script(share: float) -> None:
    asked = read({"model": HYDROGEN, "input": WORDS}, {})
    outcome = Outcome("completed", Bill(text_in=9, thoughts=500), text=" ".join(_texts(100)), summaries=("One.",))
    whole = script.script("int_7", asked, outcome)
    part = script.until(whole, outcome, share)
    again = script.script("int_7", asked, part)
    written = whole.beats[: whole.due(share)]
    texts = [(beat.kind, beat.text) for beat in again.beats]
    assert texts[: len(written)] == [(beat.kind, beat.text) for beat in written]
    assert part.bill.text_in == 9
    assert part.bill.text_out == tokens.count(part.text)
    assert (part.bill.thoughts > 0) == bool(share)
