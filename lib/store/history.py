"""What an actor may see of their tasks. Everything here asks who is asking; what is not theirs does not exist."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import Connection, Select, bindparam, func, select

from lib.domain import ENDED, Actor, Asset, Door, Input, Job, Setting, State, Task, World
from lib.errors import NotFound
from lib.store import assets, budgets, db, ledger, tasks, texts
from lib.store.tables import task
from lib.store.tasks import Row

_OWN = task.c.user_id == bindparam("user")
# With an empty text joined on: else SQLite takes the index of all that its owner ever made, not the narrower one.
_OWN_OF_FEW = task.c.user_id.concat("") == bindparam("user")
_OPEN = task.c.state.in_([state for state in get_args(State) if state not in ENDED])
_ACTIVE = select(task).where(_OWN_OF_FEW, _OPEN).order_by(task.c.id)
_TASKS = select(task).where(task.c.group_id.in_(bindparam("groups", expanding=True))).order_by(task.c.place)
_SPENT = select(
    func.coalesce(func.sum(task.c.cost_micros), 0), func.coalesce(func.sum(task.c.held_micros).filter(_OPEN), 0)
).where(_OWN_OF_FEW, task.c.session_id == bindparam("session"), task.c.world == bindparam("world"))
_MADE = (
    select(task.c.model, task.c.door, task.c.recipe_json, task.c.sent_ms, task.c.ended_ms)
    .where(_OWN, task.c.state == "succeeded", task.c.sent_ms.is_not(None))
    .order_by(task.c.id.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was made, as far as it tells how long such work takes."""

    model: str
    door: Door
    settings: Mapping[str, Setting]
    seconds: float


@dataclass(frozen=True, slots=True)
class Spend:
    """The header's figures, in micro-dollars. ``left_today`` is None where no daily limit is set."""

    world: World
    session: int
    held: int
    left_today: int | None


def one(actor: Actor, task_id: str) -> Task:
    """A task of the actor's own. Raises NotFound, also for somebody else's."""
    with db.read() as connection:
        row = tasks.get(connection, task_id)
        if row is None or row["user_id"] != actor.user:
            raise NotFound("task")
        return views(connection, [row])[0]


def many(actor: Actor, ids: Iterable[str]) -> list[Task]:
    """Tasks of the actor's own, in the order asked for."""
    return [one(actor, task_id) for task_id in ids]


def page(actor: Actor, limit: int, before: str | None = None) -> tuple[list[Task], str | None]:
    """Own tasks, newest first, and the cursor of the next page (None = the last)."""
    query = select(task).where(task.c.user_id == actor.user).order_by(task.c.id.desc()).limit(limit + 1)
    if before:
        query = query.where(task.c.id < before)
    with db.read() as connection:
        rows = connection.execute(query).mappings().all()
        found = views(connection, rows[:limit])
    return found, (found[-1].id if len(rows) > limit else None)


def groups(actor: Actor, job: Job, limit: int, before: str | None = None) -> list[list[Task]]:
    """Own groups of tasks of one job, newest first; ``before`` is the id of the last group shown."""
    with db.read() as connection:
        ids = connection.execute(_newest_groups(actor, job, limit, before)).scalars().all()
        rows = connection.execute(_TASKS, {"groups": ids}).mappings().all() if ids else []
        found: dict[str, list[Task]] = {group: [] for group in ids}
        for view in views(connection, rows):
            found[view.group].append(view)
    return list(found.values())


def _newest_groups(actor: Actor, job: Job, limit: int, before: str | None) -> Select[str]:
    newest = select(task.c.group_id).where(task.c.user_id == actor.user, task.c.job == job, task.c.place == 0)
    if before:
        newest = newest.where(task.c.group_id < before)
    return newest.order_by(task.c.group_id.desc()).limit(limit)


def active(actor: Actor) -> list[Task]:
    """Own tasks that have not ended, oldest first."""
    with db.read() as connection:
        return views(connection, connection.execute(_ACTIVE, {"user": actor.user}).mappings().all())


def made(actor: Actor, limit: int) -> list[Made]:
    """What was made last, newest first."""
    with db.read() as connection:
        rows = connection.execute(_MADE, {"user": actor.user, "limit": limit}).all()
    return [
        Made(row.model, row.door, json.loads(row.recipe_json)["settings"], (row.ended_ms - row.sent_ms) / 1000)
        for row in rows
    ]


def spend(actor: Actor, world: World) -> Spend:
    """What this session has spent and holds, and what is left of the tightest daily limit that binds the actor."""
    asked = {"user": actor.user, "session": actor.session, "world": world}
    with db.read() as connection:
        spent, held = connection.execute(_SPENT, asked).one()
        left = [
            window.available_micros for window in _windows(connection, actor, world) if window.budget.period == "day"
        ]
    return Spend(world, int(spent), int(held), min(left, default=None))


def _windows(connection: Connection, actor: Actor, world: World) -> list[budgets.Window]:
    keys = budgets.keys_of(actor)
    applying = budgets.applying(budgets.enabled(connection, world), keys)
    return [budgets.window(connection, row, key, db.now()) for row, key in applying]


def views(connection: Connection, rows: Sequence[Row]) -> list[Task]:
    """Rows as their owner may see them: for the rooms of the store, which have asked whose they are."""
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    outputs, inputs = assets.of_tasks(connection, ids), tasks.inputs(connection, ids)
    written = texts.of_tasks(connection, [row["id"] for row in rows if row["job"] == "text"])
    exposed = ledger.exposed(connection, ids)
    return [
        _view(
            row,
            outputs=outputs.get(row["id"], ()),
            inputs=inputs.get(row["id"], ()),
            written=written.get(row["id"], ("", "")),
            exposed=exposed.get(row["id"], 0),
        )
        for row in rows
    ]


def _view(
    row: Row, *, outputs: tuple[Asset, ...], inputs: tuple[Input, ...], written: tuple[str, str], exposed: int
) -> Task:
    recipe = json.loads(row["recipe_json"])
    return Task(
        id=row["id"],
        group=row["group_id"],
        place=row["place"],
        user=row["user_id"],
        session=row["session_id"],
        project=row["project_id"],
        job=row["job"],
        model=row["model"],
        door=row["door"],
        world=row["world"],
        state=row["state"],
        quality=recipe["quality"],
        settings=recipe["settings"],
        preset=recipe["preset"],
        subtype=recipe["subtype"],
        styles=tuple(recipe["styles"]),
        quote=tasks.quote_of(row),
        held_micros=row["held_micros"],
        cost_micros=row["cost_micros"],
        usage=json.loads(row["usage_json"] or "{}"),
        prompt=tasks.spans_of(row["prompt_json"], row["system_json"]),
        preview=row["preview"],
        created_ms=row["created_ms"],
        updated_ms=row["updated_ms"],
        sent_ms=row["sent_ms"],
        ended_ms=row["ended_ms"],
        outputs=outputs,
        error_code=row["error_code"],
        error=row["error"],
        retry_of=row["retry_of"],
        stopping=row["cancel_requested"] and row["ended_ms"] is None,
        exposed_micros=exposed,
        inputs=inputs,
        previous=row["previous_id"],
        conversation=row["conversation_id"],
        text=written[0] if row["job"] == "text" else None,
        thoughts=written[1],
    )
