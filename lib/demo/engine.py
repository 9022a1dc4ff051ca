"""The life of an interaction: accepted (on disk), painted, due, ended; cancelled or deleted on the way.

    running = await engine.accept(asked)       # on disk before this returns
    operation = await engine.ended(running)    # a unary call waits; a background one looks again

Each running interaction is one asyncio task. After a restart every one that had not ended is painted again; it is still
due when it was due before.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from lib.demo import figures
from lib.demo.asked import MIMES, Asked
from lib.demo.errors import ApiError, precondition, shutting_down
from lib.demo.operations import Operation, Status, Store
from lib.demo.render import Job, RenderFailed, Worker
from lib.demo.rules import pixels, rules

Ending = tuple[Status, tuple[dict[str, str], ...]]
"""How an interaction ends: its status and its ``errors``."""


@dataclass(frozen=True, slots=True)
class Running:
    """An accepted interaction and the task that will end it."""

    operation: Operation
    task: asyncio.Task[Operation]


class Engine:
    """Everything that runs and everything that is kept. Belongs to one event loop."""

    def __init__(self, store: Store, speed: float):
        """``speed`` scales the life-like delays: 1 as they are, 0 none."""
        self.store, self.speed = store, speed
        self.worker = Worker()
        self._running: dict[str, asyncio.Task[Operation]] = {}
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
            else:  # a unary call that was not to be stored: its caller is gone, its words too
                errors = _errors("ABORTED", "The engine was restarted.")
                await self._settle(replace(known, status="failed", errors=errors))

    async def stop(self) -> None:
        """End waiting calls and the worker. What is unfinished stays on disk for the next start."""
        self._closing.set()
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await self.worker.stop()
        self.store.close()

    async def accept(self, asked: Asked) -> Running:
        """Take a request: durable, with an id, and on its way. Raises ApiError 503 when it cannot be taken."""
        if self._closing.is_set():
            raise shutting_down()
        now = _now_ms()
        operation = Operation(
            id=f"int_{secrets.token_hex(16)}",
            asked=asked,
            created_ms=now,
            due_ms=now + round(figures.seconds(asked) * self.speed * 1000),
            updated_ms=now,
            kept=asked.store,
        )
        try:
            await asyncio.to_thread(self.store.save, operation)
        except OSError as error:
            raise ApiError(503, f"The demo engine cannot write its store: {error.strerror}.") from error
        return self._run(operation)

    def find(self, name: str) -> Operation:
        """A stored interaction. Raises ApiError 404."""
        operation = self.store.load(name)
        if operation is None:
            raise ApiError(404, f"Interaction '{name[:80]}' is not found, has expired or was deleted.")
        return operation

    async def ended(self, running: Running) -> Operation:
        """Wait for the end. When the engine closes first: ApiError 500, never 503, since the request *was* accepted."""
        await asyncio.wait({running.task})
        if not running.task.cancelled():
            return running.task.result()
        if self._closing.is_set():
            raise ApiError(500, "The demo engine was stopped before this interaction had ended.")
        return self.find(running.operation.id)

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than the engine lives."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    async def cancel(self, name: str) -> Operation:
        """Stop a background interaction. Raises ApiError 404, or 400 when there is nothing to stop."""
        async with self._turning:
            operation = self.find(name)
            if operation.status == "cancelled":
                return operation
            if operation.ended or not operation.asked.background:
                raise precondition("Only a background interaction that is still running can be cancelled.")
            return await self._drop(operation)

    async def delete(self, name: str) -> None:
        """Forget an interaction, its words and its picture; a running one is cancelled first. Raises ApiError 404."""
        async with self._turning:
            operation = self.find(name)
            if not operation.ended:
                operation = await self._drop(operation)
            await asyncio.to_thread(self.store.forget, operation)

    async def _drop(self, operation: Operation) -> Operation:
        if task := self._running.get(operation.id):
            task.cancel()
            await asyncio.wait({task})  # after this nothing writes its picture any more
        self.store.picture(operation.id).unlink(missing_ok=True)
        return await self._settle(replace(operation, status="cancelled"))

    def _run(self, operation: Operation) -> Running:
        task = asyncio.create_task(self._life(operation))
        self._running[operation.id] = task
        task.add_done_callback(lambda _: self._running.pop(operation.id))
        if self._closing.is_set():
            task.cancel()
        return Running(operation, task)

    async def _life(self, operation: Operation) -> Operation:
        (status, errors), size = _ending(operation.asked), 0
        if status == "completed":
            try:
                size = await self.worker.paint(self._job(operation))
            except RenderFailed as error:
                status, errors = "failed", _errors("INTERNAL", f"The picture could not be made: {error}.")
        await asyncio.sleep((operation.due_ms - _now_ms()) / 1000)
        async with self._turning:
            operation = await self._settle(replace(operation, status=status, errors=errors, picture_bytes=size))
            await asyncio.to_thread(self.store.trim)
        return operation

    def _job(self, operation: Operation) -> Job:
        asked = operation.asked
        width, height = pixels(asked.ratio, asked.size)
        # without a seed each interaction varies its own way, but the same after a restart
        seed = int(operation.id[-8:], 16) if asked.seed is None else asked.seed
        return Job(asked.text, width, height, seed, MIMES[asked.mime], str(self.store.picture(operation.id).resolve()))

    async def _settle(self, operation: Operation) -> Operation:
        operation = replace(operation, updated_ms=_now_ms())
        await asyncio.to_thread(self.store.settle, operation)
        return operation


def _ending(asked: Asked) -> Ending:
    """How this interaction will end, if nobody stops it and the worker does its work."""
    if asked.fault.word == "filtered" or rules().blocks(asked.text):
        return "failed", _errors("IMAGE_SAFETY", "The picture was blocked by the safety filter (simulated).")
    if asked.fault.word == "failed":
        return "failed", _errors("INTERNAL", "The picture could not be made (simulated).")
    if asked.image_tokens > asked.max_output:
        return "incomplete", ()
    return "completed", ()


def _errors(code: str, message: str) -> tuple[dict[str, str], ...]:
    return ({"code": code, "message": message},)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
