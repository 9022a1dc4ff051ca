"""Reading along in this process: at once, in any number, as slowly as one likes, and on from anywhere."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, cast

import pytest
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from lib import tasks
from lib.api import end_with, events
from lib.config import Config
from lib.domain import Actor, Prompt, Span
from lib.errors import NotFound
from lib.store import db, texts
from lib.store import tasks as rows
from lib.store.texts import Piece
from lib.tasks import channel, endings
from tests.api.answers import Told, is_problem, text_of, told
from tests.conftest import a_request

SETTINGS = {"thinking": "low", "thoughts": "auto", "max_output_tokens": 4096}
MODEL = "gemini-3.5-flash-lite"


@pytest.fixture
def running(house: Config, actor: Actor) -> str:
    """A text that is being written by nobody but the test."""
    endings.closing.set()
    prompt = Prompt((Span("a boat", "user"),))
    (task,) = tasks.submit(a_request(actor, job="text", model=MODEL, settings=SETTINGS, prompt=prompt), "k", 10**9)
    with db.write() as connection:
        assert rows.move(connection, task.id, ("reserved",), "running", op="x")
    return task.id


@pytest.fixture
def pen(running: str) -> Iterator[channel.Channel]:
    """Its channel, with "Once upon" in it."""
    found = channel.opened(running, 0)
    found.put(Piece(0, "thought", "Once "))
    found.put(Piece(5, "text", "upon"))
    yield found
    found.close()


class Reader:
    """One event stream, read frame by frame."""

    def __init__(self, frames: AsyncIterator[bytes]):
        self.frames = frames

    @classmethod
    async def of(cls, actor: Actor, task_id: str, last: int = 0) -> Reader:
        answer = cast(StreamingResponse, await events.answer(actor, task_id, last))
        return cls(cast("AsyncIterator[bytes]", answer.body_iterator))

    async def next(self) -> Told:
        async with asyncio.timeout(30):
            frame = await anext(self.frames)
        (event,) = told(frame.splitlines(keepends=True))
        return event

    async def take(self, number: int) -> list[Told]:
        return [await self.next() for _ in range(number)]

    async def close(self) -> None:
        await cast(Any, self.frames).aclose()


def reading(what: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(what())


def test_states_and_text_have_numbers_that_say_how_far_it_is(actor: Actor, pen: channel.Channel) -> None:
    async def read() -> None:
        reader = await Reader.of(actor, pen.task)
        assert await reader.take(3) == [
            Told(4, "state", {"state": "running"}),
            Told(21, "text", {"text": "Once ", "thought": True}),
            Told(25, "text", {"text": "upon"}),
        ]
        await reader.close()

    reading(read)


def test_what_is_put_is_told_at_once_to_every_reader(actor: Actor, pen: channel.Channel) -> None:
    async def read() -> None:
        readers = [await Reader.of(actor, pen.task, last=25) for _ in range(3)]
        waiting = [asyncio.create_task(reader.next()) for reader in readers]
        await asyncio.sleep(0.1)  # until they wait
        threading.Thread(target=pen.put, args=(Piece(9, "text", " a time"),)).start()
        assert await asyncio.gather(*waiting) == [Told(32, "text", {"text": " a time"})] * 3
        for reader in readers:
            await reader.close()

    reading(read)


def test_a_reader_that_comes_before_the_writer_is_not_forgotten(actor: Actor, running: str) -> None:
    async def read() -> None:
        reader = await Reader.of(actor, running, last=4)
        first = asyncio.create_task(reader.next())
        await asyncio.sleep(0.1)
        pen = channel.opened(running, 0)
        pen.put(Piece(0, "text", "Once"))
        assert await first == Told(20, "text", {"text": "Once"})
        pen.close()
        await reader.close()

    reading(read)


def test_a_slow_reader_gets_all_of_it_later(actor: Actor, pen: channel.Channel) -> None:
    words = [f" word{number}" for number in range(500)]

    async def read() -> None:
        reader = await Reader.of(actor, pen.task)
        await reader.take(2)
        for word in words:
            pen.put(Piece(pen.end, "text", word))
        assert text_of(await reader.take(501)) == "upon" + "".join(words)
        await reader.close()

    reading(read)


def test_a_reader_that_has_more_than_a_dead_process_kept_gets_nothing_twice(actor: Actor, running: str) -> None:
    texts.append(running, [Piece(0, "text", "Once ")])
    pen = channel.opened(running, 5)  # the next process reads on from what was kept
    pen.put(Piece(5, "text", "upon a time"))

    async def read() -> None:
        reader = await Reader.of(actor, running, last=events.TEXT + 9)
        assert await reader.next() == Told(32, "text", {"text": " a time"})
        await reader.close()

    reading(read)
    pen.close()


def test_from_any_character_on_the_rest_is_told_once(actor: Actor, running: str) -> None:
    whole = "Once upon a time"
    texts.append(running, [Piece(0, "text", whole[:5]), Piece(5, "text", whole[5:9])])
    pen = channel.opened(running, 9)
    pen.put(Piece(9, "text", whole[9:]))

    async def read() -> None:
        for since in range(len(whole)):
            reader = await Reader.of(actor, running, last=events.TEXT + since)
            found = ""
            while len(found) < len(whole) - since:
                found += text_of([await reader.next()])
            assert found == whole[since:]
            await reader.close()

    reading(read)
    pen.close()


def test_who_goes_away_is_told_no_more(actor: Actor, pen: channel.Channel) -> None:
    async def read() -> None:
        reader = await Reader.of(actor, pen.task)
        await reader.next()
        assert pen._bells
        await reader.close()
        assert not pen._bells

    reading(read)


def test_a_silence_is_broken_by_a_comment(actor: Actor, pen: channel.Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(events, "COMMENT_SECONDS", 0.05)

    async def read() -> None:
        reader = await Reader.of(actor, pen.task, last=25)
        assert (await anext(reader.frames)).startswith(b": ")
        assert (await anext(reader.frames)).startswith(b": ")
        await reader.close()

    reading(read)


def test_a_process_that_ends_ends_its_streams_without_saying_that_the_task_is_done(
    actor: Actor, pen: channel.Channel
) -> None:
    closing = threading.Event()
    end_with(closing)

    async def read() -> None:
        reader = await Reader.of(actor, pen.task)
        await reader.take(3)
        closing.set()
        pen.put(Piece(9, "text", " never told"))
        assert [frame async for frame in reader.frames if b"done" in frame] == []

    reading(read)
    end_with(threading.Event())


def test_the_events_of_a_picture_are_its_states_and_its_end(http: TestClient) -> None:
    asked = {"job": "image", "quality": "draft", "prompt": "a boat"}
    task_id = http.post("/tasks", json=asked, headers={"idempotency-key": "k"}).json()["id"]
    http.post(f"/tasks/{task_id}/cancel")
    (done,) = told(http.get(f"/tasks/{task_id}/events").content.splitlines(keepends=True))
    assert done == Told(events.END, "done", http.get(f"/tasks/{task_id}").json())


def test_who_has_the_end_is_told_not_to_come_again(http: TestClient) -> None:
    asked = {"job": "image", "quality": "draft", "prompt": "a boat"}
    task_id = http.post("/tasks", json=asked, headers={"idempotency-key": "k"}).json()["id"]
    answer = http.get(f"/tasks/{task_id}/events", headers={"last-event-id": str(events.END)})
    assert (answer.status_code, answer.content) == (204, b"")


def test_events_of_what_is_not_ones_own_do_not_exist(http: TestClient, actor: Actor) -> None:
    is_problem(http.get("/tasks/nothing/events"), 404, "not_found")
    asked = {"job": "image", "quality": "draft", "prompt": "a boat"}
    task_id = http.post("/tasks", json=asked, headers={"idempotency-key": "k"}).json()["id"]
    with pytest.raises(NotFound):
        asyncio.run(events.answer(actor, task_id, events.END))


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "9" * 11])
def test_a_number_that_no_event_had_is_refused(http: TestClient, number: str) -> None:
    answer = http.get("/tasks/x/events", headers={"last-event-id": number})
    (problem,) = is_problem(answer, 422, "invalid_request")["problems"]
    assert problem["message"] == "“last-event-id” is none that an earlier answer gave."
