"""One task, one move: whoever calls advance(), however often and on however many machines, nothing happens twice.

    reserved → submitting → running → storing → succeeded | failed | cancelled
                    └→ unknown → reserved (sent once more, when cheap) | written_off

The intent is committed before the provider is asked; its name for the work before anything else is read; bytes
are on disk before a row names them; money and end state change in one transaction, under a key that exists once.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from lib import costs, gate, logs, providers
from lib.catalog import catalog
from lib.domain import ENDED, Door, State, dollars
from lib.errors import KillSwitch, PriceUnknown, StorageFull
from lib.gate import checks
from lib.gate.settle import Ended
from lib.media import pictures, process
from lib.providers.protocol import Accepted, Call, Done, Event, Media, NotAccepted, Provider, Rejected, Unclear
from lib.store import assets, db, tasks
from lib.store.tasks import Row
from lib.tasks import policy

SLOT = "web"
WORKER = f"{SLOT}:{secrets.token_hex(8)}"
"""This process. Its lock is held until it is gone: another boot of the same slot is dead for certain."""
closing = threading.Event()
"""Set when this process is about to stop: nothing new is sent."""

log = logs.get("tasks")


def advance(task_id: str) -> float | None:
    """Make one move. Seconds until the next is due, or None when the task has ended."""
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    if row is None or row["state"] in ENDED:
        return None
    move = MOVES[row["state"]]
    return move(row)


def _send(row: Row) -> float | None:
    """reserved → submitting → (running …): the only place from which a provider is asked for something new."""
    if row["cancel_requested"]:
        return _end(row, "cancelled", error=("cancelled", "You stopped it before it was sent."))
    if closing.is_set():
        return 1.0
    wait: float = (row["not_before_ms"] - db.now()) / 1000
    if wait > 0:
        return min(wait, 3.0)
    provider = providers.get(row["door"])
    if provider is None:
        door: Door = row["door"]
        return _end(row, "failed", error=("door", f"{providers.NAMES[door]} is not connected. {_back(row)}"))
    # All that takes time comes before the intent: what dies between intent and answer is an unknown outcome.
    try:
        call, intent = _call(row), secrets.token_hex(16)
    except Exception as error:
        number = logs.unexpected("tasks", error)
        sentence = f"Studio can no longer read this request: its secret or its model has changed (quote {number})."
        return _end(row, "failed", error=("unreadable", f"{sentence} {_back(row)}"))
    try:
        provider.warm()
    except Exception as error:
        logs.unexpected("tasks", error)
        return _not_now(row, "The provider's library could not be started.")
    try:
        with db.write() as connection:
            # A switch thrown while it waited must stop it.
            checks.not_switched_off(connection, row["door"], row["job"], row["model"], row["user_id"])
            values = {"send_token": intent, "intent_ms": db.now(), "sends": row["sends"] + 1, "worker": WORKER}
            if not tasks.move(
                connection, row["id"], ("reserved",), "submitting", only={"cancel_requested": False}, **values
            ):
                return 0.0
    except KillSwitch as refusal:
        return _end(row, "failed", error=(refusal.code, str(refusal)))
    return _ask(row, provider, call, intent)


def _ask(row: Row, provider: Provider, call: Call, intent: str) -> float | None:
    """Send it, and read what comes back; each kind of no has its own way on."""
    try:
        return _read(row, provider, provider.send(call), intent)
    except NotAccepted as error:
        # It was certainly not taken: this does not count as a send.
        with db.write() as connection:
            mine, sends = {"send_token": intent}, row["sends"]
            tasks.move(connection, row["id"], ("submitting",), "reserved", only=mine, sends=sends, send_token=None)
        return _not_now(row, str(error), error.after)
    except Rejected as error:
        return _end(row, "failed", error=(error.code, f"{error} {_back(row)}"))
    except Unclear as error:
        log.warning("task=%s answer lost: %s", row["id"], error)
        with db.write() as connection:
            tasks.move(connection, row["id"], ("submitting",), "unknown", only={"send_token": intent})
        return 0.0


def _not_now(row: Row, why: str, after: float | None = None) -> float | None:
    """Ask again later, ever more slowly; after ten minutes of it give up and the money back."""
    waited = (db.now() - row["created_ms"]) / 1000
    pause = policy.patience(waited) if after is None else after
    if waited + pause > policy.PATIENCE:
        return _end(row, "failed", error=("provider_unavailable", f"{why} {_back(row)}"))
    with db.write() as connection:
        due = db.now() + int(pause * 1000)
        tasks.move(connection, row["id"], ("reserved",), "reserved", not_before_ms=due, error=why)
    return min(pause, 3.0)


def _judge(row: Row) -> float | None:
    """submitting, found by somebody else than its sender: wait while the sender may live, else it is unknown."""
    slot, _, _boot = (row["worker"] or "").partition(":")
    dead_for_certain = slot == SLOT and row["worker"] != WORKER
    age = (db.now() - (row["intent_ms"] or 0)) / 1000
    if not dead_for_certain and age < policy.INTENT_GRACE:
        return 1.0
    with db.write() as connection:
        tasks.move(connection, row["id"], ("submitting",), "unknown", only={"send_token": row["send_token"]})
    return 0.0


def _look(row: Row) -> float | None:
    """running or storing: ask how it stands, by the name the provider gave it."""
    age = (db.now() - (row["sent_ms"] or row["updated_ms"])) / 1000
    provider = providers.get(row["door"])
    due = _ask_how_it_stands(row, provider, age) if provider is not None else 3.0
    if due is not None and age > policy.RUNNING_DEADLINE:
        return _write_off(row, f"It had no end after {policy.RUNNING_DEADLINE // 3600} h.")
    return due


def _ask_how_it_stands(row: Row, provider: Provider, age: float) -> float | None:
    call = Call(task=row["id"], job=row["job"], model=row["model"], prompt="", params={}, wire={})
    try:
        if row["cancel_requested"]:
            with suppress(NotAccepted, Rejected, Unclear):  # it may have ended by now: looking tells
                provider.stop(call, row["op"])
        return _read(row, provider, provider.look(call, row["op"]), row["send_token"])
    except (NotAccepted, Unclear):
        return policy.pause(age) + 1
    except Rejected as error:
        if error.code != "gone":
            return policy.pause(age) + 5
        with db.write() as connection:
            gate.expose(connection, row["id"], row["sends"], _quoted(row))
        return _end(row, "failed", error=("gone", f"The provider no longer has this result. {_back(row)}"))
    except StorageFull as error:
        # The provider keeps the result: nothing is lost, it is fetched when there is room.
        log.warning("task=%s waits: %s", row["id"], error)
        return 5.0


def _resolve(row: Row) -> float | None:
    """unknown: send cheap work once more and carry the risk; keep dear work until its deadline, then write it off."""
    if policy.may_resend(row["job"], row["held_micros"], row["sends"]):
        with db.write() as connection:
            if tasks.move(connection, row["id"], ("unknown",), "reserved", send_token=None):
                gate.expose(connection, row["id"], row["sends"], _quoted(row))
        return 0.0
    age = (db.now() - (row["intent_ms"] or row["updated_ms"])) / 1000
    if row["cancel_requested"]:
        return _write_off(row, "You gave it up before an answer came.")
    if age > policy.UNKNOWN_HOLD:
        return _write_off(row, f"No answer in {policy.UNKNOWN_HOLD // 3600} h.")
    return 60.0


def _read(row: Row, provider: Provider, events: Iterator[Event], intent: str) -> float | None:
    """Take in what the provider says; its name for the work is committed before anything else is read."""
    files: list[dict[str, Any]] = []
    op = row["op"]
    for event in events:
        if isinstance(event, Accepted):
            op = event.op
            _commit_name(row, op, intent)
        elif isinstance(event, Media):
            try:
                files.append(_keep(row, event, len(files)))
            except pictures.NotAPicture as error:
                with db.write() as connection:
                    gate.expose(connection, row["id"], row["sends"], _quoted(row))
                return _end(
                    row, "failed", error=("corrupt", f"The provider sent no usable picture: {error} {_back(row)}")
                )
        elif isinstance(event, Done):
            _finish(row, event, files)
            if op:
                provider.forget(op)
            return None
    age = (db.now() - (row["sent_ms"] or db.now())) / 1000
    return policy.pause(age)


def _keep(row: Row, media: Media, place: int) -> dict[str, Any]:
    """Put delivered bytes on disk, checked to be what they say; the values of their row."""
    data = b"".join(media.body)
    picture = process.run(pictures.inspect, data)
    with db.write() as connection:
        tasks.move(connection, row["id"], ("submitting", "running"), "storing")
    return {
        "sha256": assets.keep(data),
        "user_id": row["user_id"],
        "project_id": row["project_id"],
        "task_id": row["id"],
        "place": place,
        "role": media.role,
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
                assets.note(connection, values)
            gate.settle(connection, row["id"], "succeeded", cost, usage=done.usage, answered_by=done.model)
        return
    told = {
        "filtered": f"The provider filtered this picture. {done.why}",
        "cancelled": "You stopped it.",
        "failed": f"The provider could not make this picture. {done.why}",
    }
    error = (done.outcome, f"{told[done.outcome]} {_back(row, cost)}")
    _end(row, "cancelled" if done.outcome == "cancelled" else "failed", cost, error=error, usage=done.usage)


def _cost(row: Row, done: Done) -> int:
    """What the provider bills: by its own count, at the prices of the model that answered, on the day it was sent."""
    made = done.outcome == "succeeded"
    if made and not done.usage.get("image_out"):
        log.error("task=%s: a picture without a count of its tokens; the hold is charged", row["id"])
        return int(row["held_micros"])
    wrote = done.usage.get("text_out", 0) + done.usage.get("thought_out", 0)
    if done.outcome == "filtered" or not (made or wrote):
        return 0
    models = catalog().models
    model = models.get(done.model) or models[row["model"]]
    at = datetime.fromtimestamp((row["sent_ms"] or row["created_ms"]) / 1000, UTC).date()
    try:
        return costs.actual(model, done.usage, at=at)
    except (ValueError, PriceUnknown) as error:
        log.error("task=%s: %s; the hold is charged", row["id"], error)
        return int(row["held_micros"])


def _end(
    row: Row, to: Ended, cost: int = 0, *, error: tuple[str, str], usage: Mapping[str, int] | None = None
) -> float | None:
    """Settle without a picture; None, since nothing is due any more."""
    with db.write() as connection:
        gate.settle(connection, row["id"], to, cost, error=error, usage=usage)
    log.info("task=%s %s code=%s", row["id"], to, error[0])
    return None


def _write_off(row: Row, why: str) -> float | None:
    sentence = f"{why} It may have been billed. {_back(row)}"
    with db.write() as connection:
        if gate.settle(connection, row["id"], "written_off", error=("unknown", sentence)):
            gate.expose(connection, row["id"], row["sends"], _quoted(row))
    return None


def _commit_name(row: Row, op: str, intent: str) -> None:
    """The provider's name for paid work exists nowhere else: a full disk is waited for, here and now."""
    while True:
        try:
            with db.write() as connection:
                values = {"op": op, "sent_ms": db.now(), "error": None}
                states: tuple[State, ...] = ("submitting", "unknown")
                tasks.move(connection, row["id"], states, "running", only={"send_token": intent}, **values)
            return
        except StorageFull:
            if closing.is_set():
                raise
            log.error("task=%s: the disk is full, its name at the provider waits to be written", row["id"])
            time.sleep(1)


def _call(row: Row) -> Call:
    prompt, settings = tasks.unsealed(row)
    model = catalog().model(row["model"])
    wire = {name: model.params[name].send for name in settings}
    return Call(task=row["id"], job=row["job"], model=row["model"], prompt=prompt, params=settings, wire=wire)


def _quoted(row: Row) -> int:
    """The expected price in micro-dollars, as quoted."""
    return tasks.quote_of(row).expected


def _back(row: Row, cost: int = 0) -> str:
    held = dollars(row["held_micros"], up=True)
    if not cost:
        return f"The {held} held is back."
    return f"{dollars(cost, 3)} was billed for what it had done; the rest of the {held} held is back."


MOVES: dict[str, Callable[[Row], float | None]] = {
    "reserved": _send,
    "submitting": _judge,
    "running": _look,
    "storing": _look,
    "unknown": _resolve,
}
