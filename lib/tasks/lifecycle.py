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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from lib import costs, gate, logs, providers
from lib.catalog import catalog
from lib.domain import ENDED, Door, State, dollars
from lib.errors import KillSwitch, PriceUnknown, StorageFull
from lib.gate import checks
from lib.gate.settle import OPEN, Ended
from lib.media import pictures, process
from lib.providers.protocol import Accepted, Call, Done, Event, Media, NotAccepted, Provider, Rejected, Unclear
from lib.store import assets, db, tasks
from lib.store.tasks import Row
from lib.tasks import policy

SLOT = "web"
WORKER = f"{SLOT}:{secrets.token_hex(8)}"
"""This process. Its lock is held until it is gone: another boot of the same slot is dead for certain."""
WAITING: tuple[State, ...] = ("reserved",)
NOT_TAKEN: tuple[State, ...] = ("reserved", "submitting")
closing = threading.Event()
"""Set when this process is about to stop: nothing new is sent."""

NOT_SENT = ("cancelled", "You stopped it before it was sent.")

log = logs.get("tasks")
T = TypeVar("T")


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
        return _end(row, "cancelled", states=WAITING, error=NOT_SENT)
    if closing.is_set():
        return 1.0
    wait: float = (row["not_before_ms"] - db.now()) / 1000
    if wait > 0:
        return min(wait, 3.0)
    provider = providers.get(row["door"])
    if provider is None:
        return _without_door(row, row["door"])
    # All that takes time comes before the intent: what dies between intent and answer is an unknown outcome.
    try:
        call, intent = _call(row), secrets.token_hex(16)
    except Exception as error:
        number = logs.unexpected("tasks", error)
        sentence = f"Studio can no longer read this request: its secret or its model has changed (quote {number})."
        return _end(row, "failed", states=WAITING, error=("unreadable", f"{sentence} {_back(row)}"))
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
            wanted = {"cancel_requested": False}
            if not tasks.move(connection, row["id"], WAITING, "submitting", only=wanted, error=None, **values):
                return 0.0
    except KillSwitch as refusal:
        return _end(row, "failed", states=WAITING, error=(refusal.code, str(refusal)))
    return _ask(row, provider, call, intent)


def _ask(row: Row, provider: Provider, call: Call, intent: str) -> float | None:
    """Send it, and read what comes back; each kind of no has its own way on."""
    try:
        return _read(row, provider, provider.send(call), intent)
    except NotAccepted as error:
        why, after = str(error), error.after
        return _surely(row, lambda: _not_now(row, why, after, intent))
    except Rejected as error:
        told = (error.code, f"{error} {_back(row)}")
        return _surely(row, lambda: _end(row, "failed", states=("submitting",), error=told))
    except Unclear as error:
        log.warning("task=%s answer lost: %s", row["id"], error)
        return _surely(row, lambda: _unknown(row, intent))


def _without_door(row: Row, door: Door) -> float | None:
    """Nobody to send it to: wait for a server that is silent, but not for a door that no setting opens."""
    if providers.is_configured(door):
        return _not_now(row, f"{providers.SILENT}.")
    sentence = f"{providers.NAMES[door]} is not connected. {_back(row)}"
    return _end(row, "failed", states=WAITING, error=("door", sentence))


def _not_now(row: Row, why: str, after: float | None = None, intent: str | None = None) -> float | None:
    """It was certainly not taken: ask again later, ever more slowly; after ten minutes of pauses give up.

    Only the pauses of this wait count: neither what went before it nor the time in which Studio did not run."""
    waited = row["waited_ms"] / 1000
    pause = policy.patience(waited) if after is None else after
    if waited + pause > policy.PATIENCE:
        told = ("provider_unavailable", f"{why} {_back(row)}")
        return _end(row, "failed", states=NOT_TAKEN, error=told)
    values: dict[str, Any] = {
        "error": why,
        "not_before_ms": db.now() + int(pause * 1000),
        "waited_ms": int((waited + max(pause, 1.0)) * 1000),
        "send_token": None,
        "sends": row["sends"],  # what was not taken does not count
    }
    with db.write() as connection:
        tasks.move(connection, row["id"], NOT_TAKEN, "reserved", only={"send_token": intent}, **values)
    return min(pause, 3.0)


def _unknown(row: Row, intent: str | None) -> float:
    with db.write() as connection:
        tasks.move(connection, row["id"], ("submitting",), "unknown", only={"send_token": intent})
    return 0.0


def _judge(row: Row) -> float | None:
    """submitting, found by somebody else than its sender: wait while the sender may live, else it is unknown."""
    slot, _, _boot = (row["worker"] or "").partition(":")
    dead_for_certain = slot == SLOT and row["worker"] != WORKER
    age = (db.now() - (row["intent_ms"] or 0)) / 1000
    if not dead_for_certain and age < policy.INTENT_GRACE:
        return 1.0
    return _unknown(row, row["send_token"])


def _look(row: Row) -> float | None:
    """running or storing: ask how it stands, by the name the provider gave it."""
    if row["doubted_ms"] and (rest := policy.SECOND_LOOK - (db.now() - row["doubted_ms"]) / 1000) > 0:
        return float(rest)
    age = (db.now() - (row["sent_ms"] or row["updated_ms"])) / 1000
    provider = providers.get(row["door"])
    due = _ask_how_it_stands(row, provider, age) if provider is not None else 3.0
    if due is not None and age > policy.RUNNING_DEADLINE and not _doubted(row["id"]):
        return _write_off(row, ("running", "storing"), f"It had no end after {policy.RUNNING_DEADLINE // 3600} h.")
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
        return _doubt(row, "gone", "The provider no longer has this result.")
    except StorageFull as error:
        # The provider keeps the result: nothing is lost, it is fetched when there is room.
        log.warning("task=%s waits: %s", row["id"], error)
        return 5.0


def _resolve(row: Row) -> float | None:
    """unknown: send cheap work once more and carry the risk; keep dear work until its deadline, then write it off."""
    if policy.may_resend(row["job"], row["held_micros"], row["sends"]):
        with db.write() as connection:
            if tasks.move(connection, row["id"], ("unknown",), "reserved", send_token=None, waited_ms=0):
                gate.expose(connection, row["id"], row["sends"], _quoted(row))
        return 0.0
    age = (db.now() - (row["intent_ms"] or row["updated_ms"])) / 1000
    if row["cancel_requested"]:
        return _write_off(row, ("unknown",), "You gave it up before an answer came.")
    if age > policy.UNKNOWN_HOLD:
        return _write_off(row, ("unknown",), f"No answer in {policy.UNKNOWN_HOLD // 3600} h.")
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
            except (pictures.NotAPicture, process.Overdue) as error:
                return _doubt(row, "corrupt", f"The provider sent no usable picture: {error}", named=bool(op))
        elif isinstance(event, Done):
            _finish(row, event, files)
            if op:
                provider.forget(op)
            return None
    if row["doubted_ms"]:
        tasks.touch(row["id"], doubted_ms=None)
    age = (db.now() - (row["sent_ms"] or db.now())) / 1000
    return policy.pause(age)


def _doubted(task_id: str) -> bool:
    """Whether a second look is to come."""
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    return row is not None and row["doubted_ms"] is not None


def _doubt(row: Row, code: str, sentence: str, *, named: bool = True) -> float | None:
    """A result that is missing or damaged: believed when a second look, a little later, finds the same.

    What has no name at the provider cannot be looked at again. It was made, and may have been billed."""
    if named and not row["doubted_ms"]:
        tasks.touch(row["id"], doubted_ms=db.now())
        return policy.SECOND_LOOK
    return _lost(row, "failed", (code, f"{sentence} {_back(row)}"))


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
    row: Row,
    to: Ended,
    cost: int = 0,
    *,
    error: tuple[str, str],
    usage: Mapping[str, int] | None = None,
    states: Iterable[State] = OPEN,
) -> float | None:
    """Settle without a picture; None, since nothing is due any more. What stands elsewhere by now is looked at anew."""
    with db.write() as connection:
        ended = gate.settle(connection, row["id"], to, cost, states=states, error=error, usage=usage)
    if not ended:
        return 0.0
    log.info("task=%s %s code=%s", row["id"], to, error[0])
    return None


def _write_off(row: Row, states: Iterable[State], why: str) -> float | None:
    return _lost(row, "written_off", ("unknown", f"{why} It may have been billed. {_back(row)}"), states)


def _lost(row: Row, to: Ended, error: tuple[str, str], states: Iterable[State] = OPEN) -> float | None:
    """The hold goes back, and what the provider may bill is the house's."""
    with db.write() as connection:
        ended = gate.settle(connection, row["id"], to, states=states, error=error)
        if ended:
            gate.expose(connection, row["id"], row["sends"], _quoted(row))
    log.info("task=%s %s code=%s", row["id"], to if ended else "moved on", error[0])
    return None if ended else 0.0


def _commit_name(row: Row, op: str, intent: str) -> None:
    values = {"op": op, "sent_ms": db.now(), "error": None, "waited_ms": 0}
    states: tuple[State, ...] = ("submitting", "unknown")

    def write() -> None:
        with db.write() as connection:
            tasks.move(connection, row["id"], states, "running", only={"send_token": intent}, **values)

    _surely(row, write)


def _surely(row: Row, write: Callable[[], T]) -> T:
    """What the provider answered to a billed request is known nowhere else: a full disk is waited for, here and now."""
    while True:
        try:
            return write()
        except StorageFull:
            if closing.is_set():
                raise
            log.error("task=%s: the disk is full, what the provider answered waits to be written", row["id"])
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
