"""Task rows and their one way to change: compare-and-set on the state.

store.tasks.move(connection, id, ("reserved",), "submitting", send_token=token)   # True: we did it, nobody else
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import ENDED, Context, Input, Line, Prompt, Quote, Request, Setting, Span, State, beginning
from lib.store import db, seal
from lib.store.tables import task, task_input

Row = RowMapping

_ONCE = ["user_id", "idempotency_key", "place"]
# RETURNING answers what was written on both databases; psycopg has no rowcount for an INSERT.
_INSERT = {
    "sqlite": sqlite_insert(task).on_conflict_do_nothing(index_elements=_ONCE).returning(task.c.id),
    "postgresql": pg_insert(task).on_conflict_do_nothing(index_elements=_ONCE).returning(task.c.id),
}
_BY_KEY = (
    select(task)
    .where(task.c.user_id == bindparam("user"), task.c.idempotency_key == bindparam("key"))
    .order_by(task.c.place)
)
_BY_ID = select(task).where(task.c.id == bindparam("id"))
_NOTE_INPUTS = task_input.insert()
_INPUTS = (
    select(task_input.c.task_id, task_input.c.asset_id, task_input.c.role)
    .where(task_input.c.task_id.in_(bindparam("tasks", expanding=True)))
    .order_by(task_input.c.task_id, task_input.c.place)
)
PREVIEW = 80
"""Characters of a prompt that the preview keeps."""
LONGEST_CHAIN = 400
"""Earlier turns that one more goes on from."""


def _chain() -> Select[Any]:
    """From a turn back to the first, never into somebody else's."""
    columns = (task.c.id, task.c.user_id, task.c.previous_id)
    chain = select(*columns, literal(0).label("back")).where(task.c.id == bindparam("id")).cte("chain", recursive=True)
    earlier = and_(task.c.id == chain.c.previous_id, task.c.user_id == chain.c.user_id, chain.c.back < LONGEST_CHAIN)
    chain = chain.union_all(select(*columns, chain.c.back + 1).join_from(chain, task, earlier))
    whole = select(task).join(chain, chain.c.id == task.c.id).where(chain.c.back > 0)
    return whole.order_by(chain.c.back.desc())


_CHAIN = _chain()


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a worker needs to send a task."""

    prompt: str
    instruction: str
    settings: Mapping[str, Setting]
    inputs: tuple[Input, ...]
    context: Context

    @property
    def said(self) -> str:
        """All that the model is told in words, as in Prompt."""
        return self.instruction + self.prompt


def insert(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Add one task; False when this user has used this key before."""
    return connection.execute(_INSERT[connection.dialect.name], dict(row)).first() is not None


def by_key(connection: Connection, user: str, key: str) -> list[Row]:
    """The tasks of a group by the key it was asked with."""
    return list(connection.execute(_BY_KEY, {"user": user, "key": key}).mappings())


def get(connection: Connection, task_id: str) -> Row | None:
    """For the rooms that drive tasks; people get theirs from lib/store/history, which asks who they are."""
    return connection.execute(_BY_ID, {"id": task_id}).mappings().first()


def move(
    connection: Connection,
    task_id: str,
    states: Iterable[State],
    to: State,
    only: Mapping[str, object] | None = None,
    **values: object,
) -> bool:
    """Go from one of ``states`` to ``to``; False when the task stands elsewhere by now, or ``only`` does not hold."""
    change = update(task).where(task.c.id == task_id, task.c.state.in_(tuple(states)))
    for name, value in (only or {}).items():
        change = change.where(task.c[name] == value)
    return bool(connection.execute(change.values(state=to, updated_ms=db.now(), **values)).rowcount)


def ask_to_cancel(connection: Connection, task_id: str) -> bool:
    """Note the wish to stop; whoever drives the task obeys. False when it has ended."""
    change = update(task).where(task.c.id == task_id, task.c.state.not_in(ENDED))
    return bool(connection.execute(change.values(cancel_requested=True)).rowcount)


def touch(task_id: str, **values: object) -> None:
    """Write fields beside the state (heartbeat, why it waits, that it is doubted), if the task is still open."""
    with db.write() as connection:
        connection.execute(update(task).where(task.c.id == task_id, task.c.state.not_in(ENDED)).values(**values))


def note_inputs(connection: Connection, task_id: str, inputs: Sequence[Input]) -> None:
    """Write down what goes into a new task, in order."""
    rows = [
        {"task_id": task_id, "place": place, "asset_id": one.asset, "role": one.role}
        for place, one in enumerate(inputs)
    ]
    if rows:
        connection.execute(_NOTE_INPUTS, rows)


def inputs(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Input, ...]]:
    """What went into each of these tasks, in order; nothing for most."""
    found: dict[str, tuple[Input, ...]] = {}
    for task_id, asset, role in connection.execute(_INPUTS, {"tasks": list(ids)}):
        found[task_id] = (*found.get(task_id, ()), Input(asset, role))
    return found


def chain(connection: Connection, task_id: str) -> list[Row]:
    """The turns before a task, oldest first: of a longer conversation its newest LONGEST_CHAIN."""
    return list(connection.execute(_CHAIN, {"id": task_id}).mappings())


def open_rows() -> Sequence[Row]:
    """Every task that has not ended, oldest first."""
    with db.read() as connection:
        return connection.execute(select(task).where(task.c.state.not_in(ENDED)).order_by(task.c.id)).mappings().all()


def fields_of(request: Request, quote: Quote, prompts: str) -> dict[str, Any]:
    """The columns that describe a request. ``prompts``: full, preview or hash (what is kept of the words)."""
    recipe = {
        "quality": request.quality,
        "settings": dict(request.settings),
        "preset": request.preset,
        "subtype": request.subtype,
        "styles": list(request.styles),
    }
    prompt, full = request.prompt, prompts == "full"
    return {
        "job": request.job,
        "model": request.model,
        "door": request.door,
        "world": request.world,
        "user_id": request.actor.user,
        "session_id": request.actor.session,
        "project_id": request.actor.project,
        "recipe_json": json.dumps(recipe),
        "previous_id": request.previous,
        "conversation_id": request.conversation,
        "prompt_json": _spans_out(prompt.spans) if full else None,
        "system_json": _spans_out(prompt.system) if full and prompt.system else None,
        "preview": None if prompts == "hash" else _start(prompt),
        "quote_json": json.dumps(
            [[line.label, line.lowest, line.expected, line.maximum, line.price] for line in quote.lines]
        ),
    }


def sealed(request: Request, task_id: str) -> bytes:
    """What a worker needs to send it, for its eyes only."""
    clear = {
        "prompt": request.prompt.text,
        "instruction": request.prompt.instruction,
        "settings": dict(request.settings),
        "inputs": [[one.asset, one.role] for one in request.inputs],
        "context": asdict(request.context),
    }
    return seal.seal(json.dumps(clear).encode(), task_id)


def unsealed(row: Row) -> Sealed:
    """What an open task sends. One that the version before sealed has a prompt and settings alone."""
    clear = json.loads(seal.unseal(row["sealed"], row["id"]))
    return Sealed(
        clear["prompt"],
        clear.get("instruction", ""),
        clear["settings"],
        tuple(Input(*one) for one in clear.get("inputs", ())),
        Context(**clear.get("context", {})),
    )


def quote_of(row: Row) -> Quote:
    """What the task was quoted at."""
    return Quote(tuple(Line(*line) for line in json.loads(row["quote_json"])))


def spans_of(text: str | None, system: str | None = None) -> Prompt | None:
    """The stored prompt, or None where none is kept."""
    return None if text is None else Prompt(_spans(text), system=_spans(system or "[]"))


def fingerprint(body: bytes) -> str:
    """By which a repeated request is compared with the first, without keeping its words."""
    return seal.fingerprint(body)


def _start(prompt: Prompt) -> str:
    """The first words of the person (or of the prompt, when they wrote none), on one line."""
    own = " ".join(span.text for span in prompt.spans if span.origin == "user") or prompt.text
    return db.storable(beginning(own, PREVIEW))


def _spans_out(spans: Sequence[Span]) -> str:
    return json.dumps([[span.text, span.origin, span.source] for span in spans])


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in json.loads(text))
