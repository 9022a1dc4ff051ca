"""`GET /tasks/{id}/events`: a task as it goes on, to any number of readers, each from where it stood.

Every event has a number that only grows. It is the same for every reader at any time, also after a restart:

    1 … 5            state: how far that is; one that is gone back to is not told again
    16 + n           text: n characters, thoughts and text together, stand up to its end
    1,000,000,000    done: the whole task; nothing comes after it
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from lib import tasks
from lib.api import shapes
from lib.domain import Actor, State, Task
from lib.store import history
from lib.store.texts import Piece
from lib.tasks import channel

STATES: Mapping[State, int] = {"reserved": 1, "submitting": 2, "unknown": 3, "running": 4, "storing": 5}
TEXT = 16
END = 1_000_000_000
SOON_SECONDS = 0.02
"""After so long without news the task itself is looked at, then after ever longer pauses. It is also how often one asks
whether somebody writes in this process by now: long before the first word comes."""
LOOK_SECONDS = 1.0
"""The longest of those pauses."""
COMMENT_SECONDS = 15.0
"""After so long a silence a comment says that the line still stands."""

NOT_HELD_BACK = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""For whoever stands between us and a reader."""

_closing = threading.Event()


def end_with(closing: threading.Event) -> None:
    """Have every stream end, within a second, when this is set: a server that ends waits for what is open."""
    global _closing
    _closing = closing


class Stream(StreamingResponse):
    media_type = "text/event-stream"


class Event(NamedTuple):
    number: int
    kind: str
    data: str

    def __bytes__(self) -> bytes:
        return f"id: {self.number}\nevent: {self.kind}\ndata: {self.data}\n\n".encode()


async def answer(actor: Actor, task_id: str, last: int) -> Response:
    """The events after number ``last``; 204, which tells a reader not to come again, when there are none. Raises
    NotFound."""
    task = await run_in_threadpool(history.one, actor, task_id)
    if last >= END:
        return Response(status_code=204)
    return Stream(_stream(actor, task, last), headers=NOT_HELD_BACK)


async def _stream(actor: Actor, task: Task, last: int) -> AsyncIterator[bytes]:
    told = time.monotonic()
    async with aclosing(_events(actor, task, last)) as events:
        async for event in events:
            if event is None and time.monotonic() - told < COMMENT_SECONDS:
                continue
            yield b": it goes on\n\n" if event is None else bytes(event)
            told = time.monotonic()


async def _events(actor: Actor, task: Task, last: int) -> AsyncGenerator[Event | None, None]:
    """What is new, and None after each look at the task that found nothing new."""
    ear, pause = Ear(task), SOON_SECONDS
    try:
        while not _closing.is_set():
            ear.turn()
            before = last
            task = await run_in_threadpool(history.one, actor, task.id)
            if STATES.get(task.state, 0) > last:
                last = STATES[task.state]
                yield _state(task.state)
            reading = True
            while reading:
                for piece in await ear.read(max(last - TEXT, 0)):
                    if last < STATES["running"]:
                        yield _state("running")
                    last = TEXT + piece.at + len(piece.text)
                    yield _text(last, piece)
                reading = not task.ended and await ear.more(pause)
            if task.ended:
                yield Event(END, "done", shapes.task_out(task).model_dump_json())
                return
            # Once there are words their writer tells of more, and of the end: the task need not be asked each time.
            pause = LOOK_SECONDS if last > TEXT else SOON_SECONDS if last > before else min(2 * pause, LOOK_SECONDS)
            yield None
    finally:
        ear.close()


class Ear:
    """Hears when a text goes on that is written in this process. Used by one reader, in its event loop."""

    def __init__(self, task: Task):
        self._task, self._channel = task, channel.find(task.id)
        self._news, self._loop = asyncio.Event(), asyncio.get_running_loop()
        self.close: Callable[[], None] = lambda: None

    def turn(self) -> None:
        """Listen to whoever writes it now."""
        self.close()
        self._channel = channel.find(self._task.id)
        if self._channel is not None:
            self.close = self._channel.listen(self._ring)

    def _ring(self) -> None:
        """In the thread that writes."""
        self._loop.call_soon_threadsafe(self._news.set)

    async def read(self, since: int) -> list[Piece]:
        """What is written from character ``since`` on."""
        if self._task.job != "text":
            return []
        if self._channel is not None and since >= self._channel.start:
            return self._channel.since(since)
        return await run_in_threadpool(tasks.written, self._task.id, since)

    async def more(self, seconds: float) -> bool:
        """Wait; True when there is more to read, False when the task should be looked at."""
        end = self._loop.time() + seconds
        asleep = seconds if self._channel or self._task.job != "text" else SOON_SECONDS
        while channel.find(self._task.id) is self._channel and self._loop.time() < end and not _closing.is_set():
            try:
                await asyncio.wait_for(self._news.wait(), min(asleep, end - self._loop.time()))
            except TimeoutError:
                continue
            self._news.clear()
            return True
        return False


def _state(state: State) -> Event:
    return Event(STATES[state], "state", json.dumps({"state": state}))


def _text(number: int, piece: Piece) -> Event:
    thought = {"thought": True} if piece.kind == "thought" else {}
    return Event(number, "text", json.dumps({"text": piece.text, **thought}))
