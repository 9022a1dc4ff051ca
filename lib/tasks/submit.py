"""From a request to tasks: the price the person saw is the most it may cost."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

from lib import costs, gate
from lib.catalog import catalog
from lib.domain import Actor, Quote, Request, Task, dollars
from lib.errors import AlreadyEnded, PriceChanged
from lib.store import db, history, tasks
from lib.tasks import channel, driver, lifecycle


def submit(request: Request, key: str, ceiling: int, *, body: bytes | None = None) -> tuple[Task, ...]:
    """Reserve money for ``request.n`` tasks of one group and set them going.

    ``key`` makes it repeatable: the same actor, key and body answer the same tasks. ``ceiling`` is the maximum
    in micro-dollars that the person saw; ``body`` the client's request as sent (default: the request itself).
    Raises PriceChanged with the new quote, IdempotencyConflict, or another Refusal: then nothing was sent or held.
    """
    body = _canonical(request) if body is None else body
    at = datetime.now(UTC).date()
    total = quote(request, at)
    if total.maximum > ceiling:
        earlier = gate.earlier(request.actor, key, body)
        if not earlier:
            raise PriceChanged(total, _changed(total, ceiling))
        return tuple(history.many(request.actor, earlier))
    ids = gate.admit(request, total, quote(replace(request, n=1), at), key, body)
    for task_id in ids:
        driver.enqueue(task_id, request.job)
    return tuple(history.many(request.actor, ids))


def quote(request: Request, at: date) -> Quote:
    """What the request costs at the prices of this day (UTC)."""
    model = catalog().model(request.model)
    return costs.quote(model, request.settings, request.prompt.said, n=request.n, context=request.context, at=at)


def cancel(actor: Actor, task_id: str) -> Task:
    """Stop a task of the actor's own: at once while it waits, else as soon as the provider is asked.

    Raises NotFound, AlreadyEnded.
    """
    task = history.one(actor, task_id)
    if task.ended:
        raise AlreadyEnded
    if task.job == "text":
        channel.halt(task_id)  # first: a disk that is full must not keep it going
    with db.write() as connection:
        # It may be on its way to the provider by now: then it is not ours to end, only to stop.
        stopped = gate.settle(connection, task_id, "cancelled", states=("reserved",), error=lifecycle.NOT_SENT)
        if not stopped and not tasks.ask_to_cancel(connection, task_id):
            raise AlreadyEnded
    driver.enqueue(task_id, task.job)
    return history.one(actor, task_id)


def _changed(total: Quote, ceiling: int) -> str:
    was, now = dollars(ceiling, up=True), dollars(total.maximum, up=True)
    return f"The price has changed: it was at most {was} when you looked and is at most {now} now. Nothing was sent."


def _canonical(request: Request) -> bytes:
    """All of it: whatever differs makes it another request. Only who asks is part of the key instead, and how much
    there is to read follows from the rest."""
    fields = asdict(request) | {"project": request.actor.project}
    del fields["actor"], fields["context"]
    return json.dumps(fields, sort_keys=True).encode()
