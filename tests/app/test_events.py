"""Reading along with Studio as a process: from any moment, on from any event, through a cut line and a restart."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lib.api.events import END
from tests.api.answers import Told, listening, text_of
from tests.running import Studio, running

pytestmark = pytest.mark.slow
STORY = {"job": "text", "quality": "draft", "prompt": "Write a story of 150 words about a red boat."}
LONG = {**STORY, "prompt": "Write a story of 2500 words about a red boat."}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """At a life-like pace: there is a middle of an answer."""
    with running(tmp_path_factory.mktemp("events") / "data", STUDIO_DEMO_SPEED="1") as started:
        yield started


def ask(studio: Studio, wish: dict[str, Any], key: str) -> str:
    status, asked = studio.api("POST", "/tasks", wish, idempotency_key=key)
    assert status == 202, asked
    return str(asked["id"])


def all_of(studio: Studio, task_id: str, last: int = 0) -> list[Told]:
    with listening(studio, task_id, last) as events:
        return list(events)


def until_text(events: Iterator[Told], pieces: int) -> list[Told]:
    """The first events, up to so many pieces of text."""
    found: list[Told] = []
    while sum(one.kind == "text" for one in found) < pieces:
        found.append(next(events))
    return found


@pytest.fixture(scope="module")
def story(studio: Studio) -> tuple[dict[str, Any], list[list[Told]]]:
    """A text, and its events as read by who came before it was written, twice; in the middle; and after its end."""
    with ThreadPoolExecutor(3) as threads:
        task_id = ask(studio, STORY, "story")
        before = [threads.submit(all_of, studio, task_id) for _ in range(2)]
        with listening(studio, task_id) as events:
            until_text(events, 5)
        middle = threads.submit(all_of, studio, task_id)
        read = [one.result() for one in (*before, middle)]
    return studio.ended(task_id), [*read, all_of(studio, task_id)]


def test_from_three_moments_the_whole_text_is_the_same(story: tuple[dict[str, Any], list[list[Told]]]) -> None:
    task, read = story
    assert len(task["text"].split()) > 50
    for events in read:
        assert text_of(events) == task["text"]
        assert text_of(events, thought=True) == text_of(read[0], thought=True)


def test_numbers_only_grow_and_the_end_is_the_task(story: tuple[dict[str, Any], list[list[Told]]]) -> None:
    task, read = story
    for events in read:
        numbers = [one.number for one in events]
        assert numbers == sorted(set(numbers))
        assert events[-1] == Told(END, "done", task)


def test_from_every_event_on_exactly_the_rest_is_told(
    studio: Studio, story: tuple[dict[str, Any], list[list[Told]]]
) -> None:
    _, (events, *_) = story
    for place, one in enumerate(events[:-1], 1):
        rest = all_of(studio, one_id := events[-1].data["id"], one.number)
        assert text_of(rest) == text_of(events[place:]), (one_id, one)
        assert text_of(rest, thought=True) == text_of(events[place:], thought=True)
        assert rest[0].number > one.number
        assert rest[-1] == events[-1]
    with pytest.raises(StopIteration), listening(studio, events[-1].data["id"], END) as nothing:
        next(nothing)


def test_stopped_in_the_middle_the_stream_ends_with_what_the_task_says(studio: Studio) -> None:
    task_id = ask(studio, LONG, "stopped")
    with listening(studio, task_id) as events:
        begun = until_text(events, 5)
        assert studio.api("POST", f"/tasks/{task_id}/cancel")[0] == 202
        whole = [*begun, *events]
    task = studio.api("GET", f"/tasks/{task_id}")[1]
    assert whole[-1] == Told(END, "done", task)
    assert (task["state"], task["text"]) == ("cancelled", text_of(whole))
    assert 0 < task["cost_micros"] < task["quote"]["maximum_micros"]
    assert task["held_micros"] == 0
    assert studio.admin("audit").returncode == 0


def test_a_reader_that_goes_away_ends_nothing(studio: Studio) -> None:
    task_id = ask(studio, STORY, "left")
    with listening(studio, task_id) as events:
        begun = until_text(events, 3)
    task = studio.ended(task_id)
    assert task["state"] == "succeeded"
    assert text_of([*begun, *all_of(studio, task_id, begun[-1].number)]) == task["text"]
    assert "Traceback" not in studio.log.read_text()


def test_a_conversation_goes_on_from_an_answer_that_was_stopped(studio: Studio) -> None:
    first = ask(studio, LONG, "first")
    with listening(studio, first) as events:
        until_text(events, 3)
        studio.api("POST", f"/tasks/{first}/cancel")
        list(events)
    second = ask(studio, {**STORY, "prompt": "Go on, in 40 words.", "previous": first}, "second")
    *_, done = all_of(studio, second)
    assert (done.data["state"], done.data["previous"]) == ("succeeded", first)


def test_a_process_that_is_told_to_end_ends_its_streams_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="1") as studio:
        task_id = ask(studio, {**STORY, "prompt": "Write a story of 800 words about a red boat."}, "k")
        with listening(studio, task_id) as events:
            begun = until_text(events, 5)
            assert studio.process is not None
            studio.process.send_signal(signal.SIGTERM)
            begun += events  # to a clean end of the line, which an IncompleteRead would not be
        assert studio.stop() in (0, -signal.SIGTERM)  # uvicorn ends by the signal that it was ended by
        assert begun[-1].kind == "text"
        studio.start()
        rest = all_of(studio, task_id, begun[-1].number)
        assert rest[-1].data == studio.ended(task_id)
        assert text_of([*begun, *rest]) == rest[-1].data["text"]
        assert rest[-1].data["state"] == "succeeded"
        assert studio.admin("audit").returncode == 0
