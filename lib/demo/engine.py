"""The life of an interaction: accepted (on disk), made, due, ended; cancelled or deleted on the way.

    running = await engine.accept(asked)       # on disk before this returns
    operation = await engine.ended(running)    # a unary call waits; a background one looks again

Each running interaction is one asyncio task. After a restart every one that had not ended is taken up again; it is
still due when it was due before. A text has its words from the start and is written as its script says (``script``).
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from lib.demo import attachments, figures, outcomes, script
from lib.demo.asked import PICTURE_MIMES, Asked, Part, Turn
from lib.demo.errors import ApiError, no_room, precondition, shutting_down
from lib.demo.figures import Bill
from lib.demo.operations import Operation, Outcome, Store
from lib.demo.render import Painting, RenderFailed, Worker
from lib.demo.shelf import Shelf


@dataclass(slots=True)
class Running:
    """An accepted interaction that has not ended, the task that will end it, and the promise of its end."""

    operation: Operation
    task: asyncio.Task[None]
    end: asyncio.Future[Operation]
    stopped: float | None = None
    """The share of its time after which nothing more is written, once it is being stopped."""

    def share(self) -> float:
        """How much of its time has passed."""
        return self.operation.share(_now_ms()) if self.stopped is None else self.stopped


class Engine:
    """Everything that runs and everything that is kept. Belongs to one event loop."""

    def __init__(self, store: Store, shelf: Shelf, speed: float):
        """``speed`` scales the life-like delays: 1 as they are, 0 none."""
        self.store, self.shelf, self.speed = store, shelf, speed
        self.painter, self.viewer = Worker(), Worker()
        """Two processes, so that nobody waits behind the painting of a picture to have one looked at."""
        self._numbers = itertools.count(secrets.randbelow(256))
        self._running: dict[str, Running] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()
        self._turning = asyncio.Lock()
        """Held while an interaction changes its state: it ends, is cancelled or is deleted, once and in that order."""

    async def start(self) -> None:
        """Take up what a killed process left unfinished."""
        for known in self.store.all():
            if known.ended:
                continue
            operation = self.store.load(known.id)
            if operation:
                self._run(operation)
            else:  # a call that was not to be stored: its caller is gone, its words too
                outcome = outcomes.failed(known.outcome, "The engine was restarted.")
                await self._settle(known, outcome)

    async def stop(self) -> None:
        """End waiting calls and the workers. What is unfinished stays on disk for the next start."""
        self._closing.set()
        tasks = [running.task for running in self._running.values()]
        for running in self._running.values():
            running.task.cancel()
            running.end.cancel()
        await asyncio.gather(*tasks, *self._leaving, return_exceptions=True)
        await self.painter.stop()
        await self.viewer.stop()
        self.store.close()

    async def accept(self, asked: Asked) -> Running:
        """Take a request: durable, with an id, and on its way. Raises ApiError, when it cannot be taken."""
        if self._closing.is_set():
            raise shutting_down()
        name = f"int_{secrets.token_hex(15)}{next(self._numbers) % 256:02x}"  # two in a row never vary alike
        asked = await self.looked_at(asked, name)
        try:
            history = self._history(asked.previous)
            outcome = await asyncio.to_thread(outcomes.planned, name, asked, history)
            operation = self._operation(name, asked, outcome)
            await asyncio.to_thread(self.store.save, operation)
        except OSError as error:
            attachments.clear(self.store.input(name))
            raise no_room(error) from error
        except ApiError:
            attachments.clear(self.store.input(name))
            raise
        return self._run(operation)

    async def looked_at(self, asked: Asked, name: str) -> Asked:
        """The request with its attachments seen. A text needs no more of them than their facts. Raises ApiError."""
        folder = self.store.input(name)
        asked = await attachments.looked_at(asked, folder, self.shelf, self.viewer)
        if asked.form is None:
            attachments.clear(folder)
        return asked

    def find(self, name: str) -> Operation:
        """A stored interaction. Raises ApiError 404."""
        operation = self.store.load(name)
        if operation is None:
            raise ApiError(404, f"Interaction '{name[:80]}' is not found, has expired or was deleted.")
        return operation

    def running(self, name: str) -> Running | None:
        """An interaction that has not ended."""
        return self._running.get(name)

    async def ended(self, running: Running) -> Operation:
        """Wait for the end. When the engine closes first: ApiError 500, never 503, since the request *was* accepted."""
        await asyncio.wait({running.end})
        if running.end.cancelled():
            raise ApiError(500, "The demo engine was stopped before this interaction had ended.")
        return running.end.result()

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than the engine lives."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    async def cancel(self, name: str) -> Operation:
        """Stop a background or streamed interaction. Raises ApiError 404, or 400 when there is nothing to stop."""
        async with self._turning:
            operation = self.find(name)
            if operation.status == "cancelled":
                return operation
            if operation.ended or not (operation.asked.background or operation.asked.stream):
                raise precondition("Only a background or streamed interaction that is running can be cancelled.")
            return await self._drop(operation)

    async def delete(self, name: str) -> None:
        """Forget an interaction, its words and its picture; a running one is cancelled first. Raises ApiError 404."""
        async with self._turning:
            operation = self.find(name)
            if not operation.ended:
                operation = await self._drop(operation)
            await asyncio.to_thread(self.store.forget, operation)

    def leave(self, operation: Operation) -> None:
        """The client of a stream is gone: what is not to be stored ends with it."""
        if operation.id in self._running and not operation.kept and not self._closing.is_set():
            task = asyncio.create_task(self._abandon(operation))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _abandon(self, operation: Operation) -> None:
        async with self._turning:
            if operation.id in self._running:
                await self._drop(operation)

    async def _drop(self, operation: Operation) -> Operation:
        running = self._running[operation.id]
        running.stopped = running.share()
        running.task.cancel()
        await asyncio.wait({running.task})  # after this nothing writes its picture any more
        self.store.picture(operation.id).unlink(missing_ok=True)
        written = Outcome("cancelled", Bill())
        if operation.asked.form is None:
            written = script.until(script.of(operation), operation.outcome, running.stopped)
        return await self._settle(operation, replace(written, status="cancelled", errors=()))

    def _history(self, previous: str) -> list[Turn]:
        """All turns of a chain of interactions, oldest first. Raises ApiError 404, or 400 for one without an answer."""
        turns: list[Turn] = []
        while previous:
            operation = self.find(previous)
            if operation.status != "completed" or operation.asked.form:
                raise precondition(f"Interaction '{previous[:80]}' has no complete text to go on from.")
            answer = Turn("model", (Part("text", text=operation.outcome.text),))
            turns = [*operation.asked.turns, answer, *turns]
            previous = operation.asked.previous
        return turns

    def _operation(self, name: str, asked: Asked, outcome: Outcome) -> Operation:
        now = _now_ms()
        seconds = figures.seconds(asked) if asked.form else script.script(name, asked, outcome).seconds
        due = now + round(seconds * self.speed * 1000)
        return Operation(name, asked, outcome, now, due, now, kept=asked.store)

    def _run(self, operation: Operation) -> Running:
        task = asyncio.create_task(self._life(operation))
        running = Running(operation, task, asyncio.get_running_loop().create_future())
        self._running[operation.id] = running
        if self._closing.is_set():
            task.cancel()
            running.end.cancel()
        return running

    async def _life(self, operation: Operation) -> None:
        outcome, size = operation.outcome, 0
        if operation.asked.form and outcome.status == "completed":
            try:
                size = (await self.painter.do(self._painting(operation)))["bytes"]
            except RenderFailed as error:
                outcome = outcomes.failed(outcome, f"The picture could not be made: {error}.")
        await asyncio.sleep((operation.due_ms - _now_ms()) / 1000)
        async with self._turning:
            await self._settle(replace(operation, picture_bytes=size), outcome)
            if size:
                await asyncio.to_thread(self.store.trim)

    def _painting(self, operation: Operation) -> Painting:
        asked, folder = operation.asked, self.store.input(operation.id).resolve()
        width, height = asked.pixels
        return Painting(
            text=asked.text,
            inputs=tuple(str(folder / str(number)) for number in range(len(asked.pictures))),
            width=width,
            height=height,
            seed=outcomes.seed(operation.id, asked),
            fmt=PICTURE_MIMES[asked.form.mime] if asked.form else "",
            path=str(self.store.picture(operation.id).resolve()),
        )

    async def _settle(self, operation: Operation, outcome: Outcome) -> Operation:
        """Write the end down, then tell whoever waits for it."""
        operation = replace(operation, outcome=outcome, ended=True, updated_ms=_now_ms())
        await asyncio.to_thread(self.store.settle, operation)
        attachments.clear(self.store.input(operation.id))
        running = self._running.pop(operation.id, None)
        if running and not running.end.done():
            running.end.set_result(operation)
        return operation


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
