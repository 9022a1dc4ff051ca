"""A text as the event stream of an interaction (facts/wire.md §6), from its beginning or after a known event.

Events are numbered from the start, ``e0``, ``e1``, …: a script has the same deltas whenever it is asked for, so a
number means the same event to every reader, also after a restart.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from lib.demo.operations import Operation
from lib.demo.script import Beat
from lib.demo.streams import Reader

Head = Callable[[Operation], dict[str, Any]]
DONE = "event: done\ndata: [DONE]\n\n"
STEPS = {"summary": "thought", "signature": "thought", "text": "model_output"}


class Telling:
    """The events of one stream, as lines of server-sent events."""

    def __init__(self, head: Head, after: int):
        """``head`` shows an interaction without its steps; events up to number ``after`` are left out."""
        self.head, self.after = head, after
        self._number, self._step = -1, -1
        self._open = ""

    def begin(self, operation: Operation) -> Iterator[str]:
        started = {"id": operation.id, "status": "in_progress", "object": "interaction"}
        whole = self.head(operation)
        shown = {name: whole[name] for name in ("created", "updated", "model")}
        shown["updated"] = shown["created"]
        yield from self._event("interaction.created", interaction=started | shown)
        yield from self._event("interaction.status_update", interaction_id=operation.id, status="in_progress")

    def delta(self, beat: Beat) -> Iterator[str]:
        kind = STEPS[beat.kind]
        if kind != self._open:
            yield from self._close()
            self._step, self._open = self._step + 1, kind
            yield from self._event("step.start", index=self._step, step={"type": kind})
        delta: dict[str, object] = {"type": "text", "text": beat.text}
        if beat.kind == "summary":
            delta = {"type": "thought_summary", "content": delta}
        elif beat.kind == "signature":
            delta = {"type": "thought_signature", "signature": beat.text}
        yield from self._event("step.delta", index=self._step, delta=delta)

    def end(self, operation: Operation) -> Iterator[str]:
        """The last events: with usage and without steps; of a failed one the error instead, as the last word."""
        yield from self._close()
        if operation.outcome.errors:
            yield from self._event("error", error=operation.outcome.errors[0])
        else:
            shown = self.head(operation) | {"object": "interaction"}
            yield from self._event("interaction.completed", interaction=shown)
        yield DONE

    def _close(self) -> Iterator[str]:
        if self._open:
            yield from self._event("step.stop", index=self._step)
            self._open = ""

    def _event(self, kind: str, **fields: object) -> Iterator[str]:
        self._number += 1
        if self._number > self.after:
            body = {"event_type": kind, "event_id": f"e{self._number}", **fields}
            yield f"event: {kind}\ndata: {json.dumps(body)}\n\n"


async def told(reader: Reader, head: Head, after: int) -> AsyncIterator[Iterator[str]]:
    """The stream of an operation in batches of lines."""
    telling = Telling(head, after)
    yield telling.begin(reader.operation)
    async for beats in reader.batches():
        yield (line for beat in beats for line in telling.delta(beat))
    yield telling.end(reader.operation)
