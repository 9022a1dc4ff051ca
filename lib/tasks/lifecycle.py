"""One task, one move: whoever calls advance(), however often and on however many machines, nothing happens twice.

    reserved → submitting → running → storing → succeeded | failed | cancelled
                    └→ unknown → reserved (sent once more, when cheap) | written_off

The intent is committed before the provider is asked; its name for the work before anything else is read; bytes
are on disk before a row names them; money and end state change in one transaction, under a key that exists once.

A kill between intent and name is an unknown outcome, and of a text a loss: only a name can be read on from. So all that
is ours stands before the intent (files given, body built, the door's owner asked) and nothing between the name and its
commit. What is left is the request's way there and the first event's way back, which names it: the provider takes no
name of ours to ask by.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from lib import costs, gate, logs, providers
from lib.catalog import catalog
from lib.domain import ENDED, Door, State, dollars
from lib.errors import KillSwitch, PriceUnknown, Refusal, StorageFull
from lib.gate import checks
from lib.providers.protocol import Call, NotAccepted, Provider, Rejected, Unclear
from lib.store import db, tasks
from lib.store.tasks import Row
from lib.tasks import calls, channel, policy, writing
from lib.tasks.delivery import read
from lib.tasks.endings import back, closing, doubt, end, quoted, surely, told, write_off
from lib.tasks.pen import Pen
from lib.tasks.writing import write

SLOT = "web"
WORKER = f"{SLOT}:{secrets.token_hex(8)}"
"""This process. It alone has the claim on the database: another boot of the same slot is dead for certain."""
WAITING: tuple[State, ...] = ("reserved",)
NOT_TAKEN: tuple[State, ...] = ("reserved", "submitting")
TAKEN: tuple[State, ...] = ("running", "storing")
FULL = "The disk is full."
NOT_SENT = ("cancelled", "You stopped it before it was sent.")

TURN_SECONDS = 2.0
"""How long a task waits for its turn to be sent: enough for a quick provider, too short for a slow one to matter."""

_turns = threading.Semaphore(2)
"""A kill between intent and name costs an unknown outcome. Thirty sent at once share one interpreter and stand there
ten times as long as two; after a restart just that would happen to all that had waited."""
log = logs.get("tasks")


def advance(task_id: str) -> float | None:
    """Make one move. Seconds until the next is due, or None when the task has ended."""
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    if row is None or row["state"] in ENDED:
        return None
    try:
        return MOVES[row["state"]](row)
    except Exception as error:
        return _stumble(row, error)


def _stumble(row: Row, error: Exception) -> float | None:
    """An error of ours, or of the disk, does not end a task: it is tried again, ever more slowly, and says so."""
    waited = row["waited_ms"] / 1000
    if isinstance(error, StorageFull):
        log.error("task=%s: the disk is full", row["id"])
        return _held_up(row, FULL, policy.patience(waited))
    why = f"Studio met an error of its own with this (quote {logs.unexpected('tasks', error)})."
    if row["state"] in WAITING and waited > policy.PATIENCE:
        return end(row, "failed", states=WAITING, error=("stumbled", f"{why} It was not sent. {back(row)}"))
    return _held_up(row, why, policy.patience(waited))


def _held_up(row: Row, why: str, pause: float, spent: float = 0.0) -> float | None:
    """Nothing can be learned or kept of it for now: its owner reads why, and it is tried again after ``pause``.

    ``spent``: seconds in which somebody was silent.

    What the provider has taken is waited for until its deadline, or for a minute once its owner has stopped it.
    """
    waited = row["waited_ms"] / 1000
    stopped = row["cancel_requested"] and waited > policy.GIVE_UP
    if row["state"] in TAKEN and (stopped or _age(row) > policy.RUNNING_DEADLINE):
        return write_off(row, TAKEN, why)
    with suppress(StorageFull):
        tasks.touch(row["id"], error=why, waited_ms=row["waited_ms"] + int((pause + spent) * 1000))
    return pause


def _age(row: Row) -> float:
    """Seconds since the provider took it."""
    return float(db.now() - (row["sent_ms"] or row["updated_ms"])) / 1000


def _send(row: Row) -> float | None:
    """reserved → submitting → (running …): the only place from which a provider is asked for something new."""
    if row["cancel_requested"]:
        return end(row, "cancelled", states=WAITING, error=NOT_SENT)
    if closing.is_set():
        return 1.0
    wait: float = (row["not_before_ms"] - db.now()) / 1000
    if wait > 0:
        return min(wait, 3.0)
    provider = providers.get(row["door"])
    if provider is None:
        return _without_door(row, row["door"])
    if not db.still_claimed():
        tasks.touch(row["id"], error="Another Studio works on this database; this one sends nothing.")
        return 30.0
    # All that takes time comes before the intent: what dies between intent and answer is an unknown outcome.
    try:
        provider.warm()
    except Exception as error:
        logs.unexpected("tasks", error)
        return _not_now(row, "The provider's library could not be started.")
    pen = Pen(row) if row["job"] == "text" else None
    try:
        return _prepare(row, provider, pen)
    finally:
        if pen:
            pen.channel.close()


def _prepare(row: Row, provider: Provider, pen: Pen | None) -> float | None:
    """Everything that is sent, put together: files that are large go to the provider first."""
    try:
        call = calls.call(row, provider, pen.halted if pen else closing.is_set)
    except calls.Forgotten as error:
        return end(row, "failed", states=WAITING, error=("forgotten", f"{error} It was not sent. {back(row)}"))
    except Refusal as refusal:
        return end(row, "failed", states=WAITING, error=(refusal.code, str(refusal)))
    except Rejected as error:
        return end(row, "failed", states=WAITING, error=(error.code, f"{error} It was not sent. {back(row)}"))
    except NotAccepted as error:  # of a file: it costs nothing, and is given once more
        return _not_now(row, str(error), error.after)
    except Unclear as error:
        return _not_now(row, str(error))
    except Exception as error:
        number = logs.unexpected("tasks", error)
        sentence = f"Studio can no longer read this request: its secret or its model has changed (quote {number})."
        return end(row, "failed", states=WAITING, error=("unreadable", f"{sentence} {back(row)}"))
    if dearer := _dearer(row):
        return end(row, "failed", states=WAITING, error=("price_changed", f"{dearer} {back(row)}"))
    if pen:  # a lost answer in words is never asked for again: no turns are needed
        return _ask(row, provider, call, pen)
    turn = _turns.acquire(timeout=TURN_SECONDS)
    try:
        return _ask(row, provider, call, None)
    finally:
        if turn:
            _turns.release()


def _ask(row: Row, provider: Provider, call: Call, pen: Pen | None) -> float | None:
    """Send it, and read what comes back; each kind of no has its own way on. The request is ready before the intent; it
    goes out when the first event is asked for."""
    intent = None
    try:
        events = provider.send(call)
        intent = _intend(row)
        if intent is None:
            return 0.0
        return write(pen, provider, events, intent) if pen else read(row, provider, events, intent)
    except KillSwitch as refusal:
        return end(row, "failed", states=WAITING, error=(refusal.code, str(refusal)))
    except NotAccepted as error:
        return surely(_not_now, row, str(error), error.after, intent)
    except Rejected as error:
        if _has_forgotten(call, error) and calls.may_be_told_anew(row):
            surely(calls.tell_anew, row)
            return surely(_not_now, row, str(error), 0, intent)
        why = told(str(error), "The provider refused the request.")
        return surely(end, row, "failed", states=("submitting",), error=(error.code, f"{why} {back(row)}"))
    except Unclear as error:
        log.warning("task=%s answer lost: %s", row["id"], error)
        return surely(_unknown, row, intent)


def _intend(row: Row) -> str | None:
    """The intent, on disk; None where its owner has stopped it, or somebody else sends it. Raises KillSwitch: a switch
    thrown while it waited must stop it."""
    intent, wanted = secrets.token_hex(16), {"cancel_requested": False}
    values = {"send_token": intent, "intent_ms": db.now(), "sends": row["sends"] + 1, "worker": WORKER}
    with db.write() as connection:
        checks.not_switched_off(connection, row["door"], row["job"], row["model"], row["user_id"])
        ours = tasks.move(connection, row["id"], WAITING, "submitting", only=wanted, error=None, **values)
    return intent if ours else None


def _has_forgotten(call: Call, error: Rejected) -> bool:
    """Whether the provider may have refused because it no longer has what the request refers to: a file, or the turn
    before, of which it may also say that nothing can go on from it."""
    files = any(source.uri for source in call.sources)
    return (files and error.code == "gone") or (bool(call.previous) and error.code in ("gone", "rejected"))


def _without_door(row: Row, door: Door) -> float | None:
    """Nobody to send it to: wait for a server that is silent, but not for a door that no setting opens."""
    if providers.is_configured(door):
        return _not_now(row, f"{providers.SILENT}.")
    sentence = f"{providers.NAMES[door]} is not connected. {back(row)}"
    return end(row, "failed", states=WAITING, error=("door", sentence))


def _not_now(row: Row, why: str, after: float | None = None, intent: str | None = None) -> float | None:
    """It was certainly not taken: ask again later, ever more slowly; after ten minutes of pauses give up.

    Only the pauses of this wait count: neither what went before it nor the time in which Studio did not run."""
    waited = row["waited_ms"] / 1000
    pause = max(policy.patience(waited), after or 0)
    if waited + pause > policy.PATIENCE:
        later = f" It asks for a pause of {after / 60:.0f} minutes." if after and after > policy.PATIENCE else ""
        error = ("provider_unavailable", f"{why}{later} {back(row)}")
        return end(row, "failed", states=NOT_TAKEN, error=error)
    values: dict[str, object] = {
        "error": why,
        "not_before_ms": db.now() + int(pause * 1000),
        "waited_ms": int((waited + pause) * 1000),
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
    if row["op"] is None:
        return _nameless(row)
    if row["doubted_ms"] and (rest := policy.SECOND_LOOK - (db.now() - row["doubted_ms"]) / 1000) > 0:
        return float(rest)
    provider = providers.get(row["door"])
    if row["job"] == "text":
        return _read_on(row, provider)
    if provider is None:
        return _held_up(row, f"{providers.SILENT}.", 3.0)
    due = _ask_how_it_stands(row, provider)
    if due is not None and _age(row) > policy.RUNNING_DEADLINE and not _doubted(row["id"]):
        return write_off(row, TAKEN, f"It had no end after {policy.RUNNING_DEADLINE // 3600} h.")
    return due


def _read_on(row: Row, provider: Provider | None) -> float | None:
    """A text that nobody reads at the moment: stopped, broken off, or left by a process that died."""
    if closing.is_set():
        return 1.0
    if row["cancel_requested"] or channel.is_halted(row["id"]):
        return writing.stop(row, provider)
    waited = row["waited_ms"] / 1000
    if waited > policy.BROKEN_PATIENCE:
        return writing.give_up(row, row["error"] or f"{providers.SILENT}.")
    if provider is None:
        return _held_up(row, f"{providers.SILENT}.", policy.patience(waited))
    pen, began = Pen(row), time.monotonic()
    try:
        call = calls.named(row, pen.halted)
        return write(pen, provider, provider.look(call, row["op"], pen.cursor), row["send_token"])
    except (NotAccepted, Unclear) as error:
        if pen.news or pen.halted():
            return 0.0 if pen.halted() else 0.2
        return _held_up(row, str(error), policy.patience(waited), time.monotonic() - began)
    except Rejected as error:
        return writing.give_up(row, str(error))
    finally:
        pen.channel.close()


def _ask_how_it_stands(row: Row, provider: Provider) -> float | None:
    call = calls.named(row, closing.is_set)
    try:
        if row["cancel_requested"]:
            with suppress(NotAccepted, Rejected, Unclear):  # it may have ended by now: looking tells
                provider.stop(call, row["op"])
        return read(row, provider, provider.look(call, row["op"]), row["send_token"])
    except (NotAccepted, Unclear) as error:
        return _held_up(row, str(error), policy.pause(_age(row)) + 1)
    except Rejected as error:
        if error.code != "gone":
            return _held_up(row, str(error), policy.pause(_age(row)) + 5)
        return doubt(row, "gone", "The provider no longer has this result.")
    except StorageFull:
        # The provider keeps the result: nothing is lost, it is fetched when there is room.
        return _held_up(row, FULL, 5.0)


def _nameless(row: Row) -> float:
    """It was answered at once, under no name, and this process died before all of it was kept: the answer is lost."""
    with db.write() as connection:
        tasks.move(connection, row["id"], TAKEN, "unknown", only={"op": None})
    return 0.0


def _doubted(task_id: str) -> bool:
    """Whether a second look is to come."""
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    return row is not None and row["doubted_ms"] is not None


def _resolve(row: Row) -> float | None:
    """unknown: send cheap work once more and carry the risk; keep dear work until its deadline, then write it off."""
    if row["cancel_requested"]:
        return write_off(row, ("unknown",), "You stopped it, and no answer had come.")
    if row["job"] == "text":
        return write_off(row, ("unknown",), "The answer was lost before its first word.")
    if policy.may_resend(row["job"], row["held_micros"], row["sends"]):
        with db.write() as connection:
            if tasks.move(connection, row["id"], ("unknown",), "reserved", send_token=None, waited_ms=0):
                gate.expose(connection, row["id"], row["sends"], quoted(row), "Its answer was lost; it was sent again.")
        return 0.0
    age = (db.now() - (row["intent_ms"] or row["updated_ms"])) / 1000
    if age > policy.UNKNOWN_HOLD:
        return write_off(row, ("unknown",), f"No answer in {policy.UNKNOWN_HOLD // 3600} h.")
    return 60.0


def _dearer(row: Row) -> str:
    """Why it may not be sent for what was held: its price has risen, or is known no longer. Empty when it may."""
    sealed = tasks.unsealed(row)
    try:
        at = datetime.now(UTC).date()
        model = catalog().model(row["model"])
        now = costs.quote(model, sealed.settings, sealed.said, context=sealed.context, at=at).maximum
    except PriceUnknown as error:
        return f"{error} It was not sent."
    if now <= row["held_micros"]:
        return ""
    most, was = dollars(now, 3, up=True), dollars(row["held_micros"], 3, up=True)
    return f"While it waited the price rose to at most {most}, and {was} was held. It was not sent."


MOVES: dict[str, Callable[[Row], float | None]] = {
    "reserved": _send,
    "submitting": _judge,
    "running": _look,
    "storing": _look,
    "unknown": _resolve,
}
