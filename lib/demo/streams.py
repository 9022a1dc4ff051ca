"""Following a text while it is written, and sending it on as it comes.

A reader owns nothing: it looks at the clock, sends the deltas that are due, and waits for the next or for the end.
Deltas that are due together leave together, so that many streams without delays cost little.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from lib.demo import script
from lib.demo.engine import Engine, Running
from lib.demo.errors import ApiError
from lib.demo.faults import Fault
from lib.demo.operations import Operation
from lib.demo.script import Beat, Script

BATCH = 32
"""Deltas sent at once at most: so an event loop with many readers stays fair."""
HANGING_SECONDS = 3600.0


@dataclass(slots=True)
class Reader:
    """One caller who follows an operation. ``running`` is None for one that has ended.

    ``fault`` is what goes wrong on this connection; ``hang_up`` closes it.
    """

    engine: Engine
    operation: Operation
    running: Running | None
    hang_up: Callable[[], None]
    fault: Fault = field(default_factory=Fault)

    async def batches(self) -> AsyncIterator[Sequence[Beat]]:
        """All deltas in their order, those that are due together in one batch. Afterwards ``operation`` has ended.

        Raises ApiError 500 when the engine closes first.
        """
        sent, plan = 0, script.of(self.operation)
        while self.running and not self.running.end.done():
            due = min(plan.due(self.running.share()), sent + BATCH)
            due = await self._trouble(sent, due, plan)
            if due > sent:
                yield plan.beats[sent:due]
                sent = due
                await asyncio.sleep(0)
            else:
                left = () if self.running.stopped is not None else plan.beats[sent:]
                await asyncio.wait({self.running.end}, timeout=self._until(left))
        if self.running:
            self.operation = await self.engine.ended(self.running)
        rest = script.of(self.operation).beats
        while sent < len(rest):
            due = await self._trouble(sent, min(sent + BATCH, len(rest)), plan)
            yield rest[sent:due]
            sent = due
            await asyncio.sleep(0)
        if self.fault.word == "cut":
            await self.break_off()

    async def break_off(self) -> None:
        """Close the connection without an end, and wait until that is noticed: whatever came next would be an end."""
        self.hang_up()
        await self.engine.pause(HANGING_SECONDS)

    async def _trouble(self, sent: int, due: int, plan: Script) -> int:
        """How far this batch may go: up to the middle of the text, where the connection stalls or is cut.

        A text that is not stored was written only up to the cut: there the middle is its end.
        """
        if self.fault.word not in ("cut", "stall") or (self.fault.word == "cut" and not self.operation.kept):
            return due
        if sent < plan.middle:
            return min(due, plan.middle)
        if self.fault.word == "cut":
            await self.break_off()
        stall, self.fault = self.fault, Fault()
        await self.engine.pause(stall.seconds)
        return due

    def _until(self, left: Sequence[Beat]) -> float | None:
        """Seconds until the next delta; None when only the end is still to come."""
        if not left:
            return None
        span = self.operation.due_ms - self.operation.created_ms
        return max(0.001, (self.operation.created_ms + left[0].at * span - _now_ms()) / 1000)


class Live(StreamingResponse):
    """An answer that is sent while it comes into being; ``left`` is called when nobody reads it any more."""

    def __init__(self, pieces: AsyncIterator[str], media_type: str, left: Callable[[], None]):
        super().__init__(pieces, media_type=media_type, headers={"cache-control": "no-cache"})
        self.left = left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.left()


async def whole(reader: Reader, pieces: AsyncIterator[Iterable[str]]) -> AsyncIterator[str]:
    """The pieces of an answer as they come, each batch as one; when the engine closes first, the connection goes."""
    try:
        async for batch in pieces:
            yield "".join(batch)
    except ApiError:
        await reader.break_off()


def reader(request: Request, operation: Operation, running: Running | None, fault: Fault | None = None) -> Reader:
    engine: Engine = request.app.state.engine
    return Reader(engine, operation, running, request.state.hang_up, fault or Fault())


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
