"""A text from its stream to its end, and what it costs.

A stream that breaks off is read on from where it stood. What cannot be read on is settled on what was read of it: it
is kept, it is never asked for again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from lib import costs, gate, logs
from lib.catalog import catalog
from lib.domain import dollars
from lib.gate.settle import Ended
from lib.providers.protocol import Accepted, Done, Event, NotAccepted, Provider, Rejected, Text, Unclear
from lib.store import db, items, tasks, texts
from lib.store.tasks import Row
from lib.tasks import calls, channel
from lib.tasks.billing import billed, held
from lib.tasks.delivery import commit_name
from lib.tasks.endings import back, surely, told
from lib.tasks.pen import Pen

log = logs.get("tasks")


def write(pen: Pen, provider: Provider, events: Iterator[Event], intent: str) -> float | None:
    """Take in what the provider writes, to its end; seconds until the next move, or None at the end.

    Raises what the provider raises, with all that was written before on disk."""
    row = pen.row
    op = row["op"]
    try:
        for event in events:
            if isinstance(event, Accepted):
                op = event.op
                commit_name(row, op, intent)
            elif isinstance(event, Text):
                pen.put(event)
            elif isinstance(event, Done):
                surely(pen.flush)
                counted = event if event.usage or not op else _outcome(row, op, provider) or event
                return _finish(row, replace(event, usage=counted.usage))
    finally:
        surely(pen.flush)
        if pen.news and (row["error"] or row["waited_ms"]):
            tasks.touch(row["id"], error=None, waited_ms=0)
    return 0.0 if op else 1.0


def stop(row: Row, provider: Provider | None) -> float | None:
    """Its owner has had enough: the provider is asked to stop, and says what it counted, if it will."""
    done = None
    if provider is not None:
        with suppress(NotAccepted, Rejected, Unclear):
            provider.stop(calls.named(row, _never), row["op"])
        done = _outcome(row, row["op"], provider)
        if done is not None and done.outcome == "succeeded":
            return _rest(row, provider, done)
    return _cut(row, "cancelled", ("cancelled", "You stopped it."), done.usage if done else None)


def _rest(row: Row, provider: Provider, done: Done) -> float | None:
    """It was written, and is billed, to its end before it could be stopped: then all of it is kept."""
    channel.forget(row["id"])
    pen = Pen(row)
    try:
        events = provider.look(calls.named(row, _never), row["op"], pen.cursor)
        return write(pen, provider, events, row["send_token"])
    except (NotAccepted, Rejected, Unclear):
        return _cut(row, "cancelled", ("cancelled", "You stopped it."), done.usage)
    finally:
        pen.channel.close()


def give_up(row: Row, why: str) -> float | None:
    """Nothing more can be read of it."""
    return _cut(row, "failed", ("cut", f"{why} The answer broke off here; what was written is kept."), None)


def _outcome(row: Row, op: str, provider: Provider) -> Done | None:
    """What the provider counted at the end of it; None where it does not say."""
    with suppress(NotAccepted, Rejected, Unclear):
        return provider.outcome(calls.named(row, _never), op)
    return None


def _never() -> bool:
    return False


def _finish(row: Row, done: Done) -> float | None:
    """Settle what the provider said at the end."""
    if done.outcome == "succeeded" and not _has_words(row):
        why = done.why or "The provider sent an empty answer."
        return _settle(row, "failed", ("empty", why), done.usage, done.model)
    if done.outcome == "succeeded":
        return _settle(row, "succeeded", ("ceiling", done.why) if done.why else None, done.usage, done.model)
    if done.outcome == "cancelled":
        return _cut(row, "cancelled", ("cancelled", "You stopped it."), done.usage)
    what = "The provider filtered this answer." if done.outcome == "filtered" else "The provider could not go on."
    return _cut(row, "failed", (done.outcome, told(f"{what} {done.why}", what)), done.usage)


def _cut(row: Row, to: Ended, why: tuple[str, str], usage: Mapping[str, int] | None) -> float | None:
    """An end before the end. Without the provider's count, what was read of it is counted here, and what it may have
    billed beyond that is noted as such."""
    return _settle(row, to, why, usage or _counted(row), None, unsure=not usage)


def _settle(
    row: Row,
    to: Ended,
    why: tuple[str, str] | None,
    usage: Mapping[str, int],
    answered_by: str | None,
    *,
    unsure: bool = False,
) -> float | None:
    cost = _cost(row, to, usage, answered_by)
    error = why if why is None or to == "succeeded" else (why[0], f"{why[1]} {_money(row, cost, usage, unsure)}")
    with db.write() as connection:
        ended = gate.settle(connection, row["id"], to, cost, usage=usage, answered_by=answered_by, error=error)
        if ended:
            texts.compact(connection, row["id"])
            items.put(connection, row, None)
            if unsure and (rest := row["held_micros"] - cost) > 0:
                gate.expose(connection, row["id"], row["sends"], rest, "An answer ended without the provider's count.")
    channel.forget(row["id"])
    if not ended:
        return 0.0
    log.info("task=%s %s%s", row["id"], to, f" code={error[0]}" if error else "")
    return None


def _cost(row: Row, to: Ended, usage: Mapping[str, int], answered_by: str | None) -> int:
    """Nothing where the provider wrote nothing of its own accord; all that was held where it says not how much."""
    wrote = usage.get("text_out", 0) + usage.get("thought_out", 0)
    if to == "succeeded" and not wrote:
        return held(row, "an answer without a count of its tokens")
    return billed(row, usage, answered_by) if wrote or to == "cancelled" else 0


def _money(row: Row, cost: int, usage: Mapping[str, int], unsure: bool) -> str:
    more = {"thought_out": "thought", "text_out": "written"}
    *before, last = ["read", *(done for name, done in more.items() if usage.get(name))]
    done = f"{', '.join(before)} and {last}" if before else last
    by = ", by our own count: the provider gave none" if unsure else ""
    return f"{dollars(cost, 4)} was billed for what was {done}{by}." if cost else back(row)


def _has_words(row: Row) -> bool:
    with db.read() as connection:
        return bool(texts.of_tasks(connection, [row["id"]]).get(row["id"], ("", ""))[0])


def _counted(row: Row) -> dict[str, int]:
    """Our own count of what went in and what has come."""
    with db.read() as connection:
        text, thoughts = texts.of_tasks(connection, [row["id"]]).get(row["id"], ("", ""))
    read = _read(row) if text or thoughts else {}
    return {**read, "text_out": costs.tokens(text), "thought_out": costs.tokens(thoughts)}


def _read(row: Row) -> dict[str, int]:
    """What went in; nothing where the secret or the model has changed since: what was written must end all the same."""
    try:
        sealed, model = tasks.unsealed(row), catalog().model(row["model"])
    except Exception as error:
        logs.unexpected("tasks", error)
        return {}
    return costs.read(model, sealed.said, sealed.context)
