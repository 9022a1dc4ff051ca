"""What a provider delivers, taken in: its name for the work first, then bytes on disk, then rows and money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lib import gate
from lib.domain import State
from lib.media import pictures, process
from lib.providers.protocol import Accepted, Done, Event, Media, Provider
from lib.store import assets, db, items, tasks
from lib.store.tasks import Row
from lib.tasks import policy
from lib.tasks.billing import billed, held
from lib.tasks.endings import back, doubt, end, surely, told


def read(row: Row, provider: Provider, events: Iterator[Event], intent: str) -> float | None:
    """Take in what the provider says; its name for the work is committed before anything else is read."""
    files: list[dict[str, Any]] = []
    op = row["op"]
    for event in events:
        if isinstance(event, Accepted):
            op = event.op
            commit_name(row, op, intent)
        elif isinstance(event, Media):
            taken = (row, event.role, b"".join(event.body), len(files))
            try:
                # What has a name is fetched again when there is room; the rest is here and nowhere else.
                files.append(_keep(*taken) if op else surely(_keep, *taken))
            except (pictures.NotAPicture, process.Overdue) as error:
                return doubt(row, "corrupt", f"The provider sent no usable picture: {error}", named=bool(op))
        elif isinstance(event, Done):
            if op:
                _finish(row, event, files)
                provider.forget(op)
            else:
                surely(_finish, row, event, files)
            return None
    if row["op"] and (row["doubted_ms"] or row["error"] or row["waited_ms"]):
        tasks.touch(row["id"], doubted_ms=None, error=None, waited_ms=0)
    return policy.pause((db.now() - (row["sent_ms"] or db.now())) / 1000)


def commit_name(row: Row, op: str, intent: str) -> None:
    """The provider's name for the work, on disk: from here on it can be looked at and is never lost."""
    values = {"op": op, "sent_ms": db.now(), "error": None, "waited_ms": 0}
    states: tuple[State, ...] = ("submitting", "unknown")

    def write() -> None:
        with db.write() as connection:
            tasks.move(connection, row["id"], states, "running", only={"send_token": intent}, **values)

    surely(write)


def _keep(row: Row, role: str, data: bytes, place: int) -> dict[str, Any]:
    """Put delivered bytes on disk, checked to be what they say; the values of their row."""
    picture = process.run(pictures.inspect, data)
    with db.write() as connection:
        tasks.move(connection, row["id"], ("submitting", "running"), "storing")
    return {
        "sha256": assets.keep(data),
        "user_id": row["user_id"],
        "project_id": row["project_id"],
        "task_id": row["id"],
        "place": place,
        "role": role,
        "mime": picture.mime,
        "bytes": len(data),
        "width": picture.width,
        "height": picture.height,
    }


def _finish(row: Row, done: Done, files: list[dict[str, Any]]) -> None:
    """Settle what the provider said at the end. Filtered is not success."""
    cost = _cost(row, done)
    if done.outcome == "succeeded":
        with db.write() as connection:
            for values in files:
                items.put(connection, row, assets.note(connection, values))
            gate.settle(connection, row["id"], "succeeded", cost, usage=done.usage, answered_by=done.model)
        return
    ends = {
        "filtered": "The provider filtered this picture.",
        "cancelled": "You stopped it.",
        "failed": "The provider could not make this picture.",
    }
    what = ends[done.outcome]
    error = (done.outcome, f"{told(f'{what} {done.why}'.strip(), what)} {back(row, cost)}")
    end(row, "cancelled" if done.outcome == "cancelled" else "failed", cost, error=error, usage=done.usage)


def _cost(row: Row, done: Done) -> int:
    """What the provider bills: nothing where it made and wrote nothing."""
    made = done.outcome == "succeeded"
    if made and not done.usage.get("image_out"):
        return held(row, "a picture without a count of its tokens")
    wrote = done.usage.get("text_out", 0) + done.usage.get("thought_out", 0)
    if done.outcome == "filtered" or not (made or wrote):
        return 0
    return billed(row, done.usage, done.model)
