"""Limits, and the windows in which they are used up. A window is made by the transaction that needs it first;
nothing is ever reset: a new day is a new row. A window is what its lines add up to, also when its limit was set
in the middle of a day: what the tasks of that day hold and have cost is written down line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import Actor, World
from lib.store import db
from lib.store.tables import budget, budget_window, hold_line, task

Scope = Literal["request", "session", "user", "project", "global"]
Period = Literal["once", "day", "month"]
EACH = "*"
"""The key of a limit that everyone in its scope gets for themselves."""
ORDER: tuple[Scope, ...] = ("session", "user", "project", "global")
"""Lock order, the hottest row last. Settle walks the same way, or PostgreSQL deadlocks."""
PERIODS: tuple[Period, ...] = ("day", "month", "once")
LIMITS = "limits"
"""Who changes limits works alone; who holds and settles keeps them still meanwhile."""


@dataclass(frozen=True, slots=True)
class Budget:
    id: str
    world: World
    scope: Scope
    scope_key: str
    period: Period
    tz: str
    limit_micros: int


@dataclass(frozen=True, slots=True)
class Window:
    """A budget in its present window; ``id`` is None while nothing was held in it."""

    budget: Budget
    key: str
    window_key: str
    limit_micros: int
    held_micros: int = 0
    spent_micros: int = 0
    id: str | None = None

    @property
    def available_micros(self) -> int:
        return max(0, self.limit_micros - self.held_micros - self.spent_micros)


_ENABLED = select(budget).where(budget.c.world == bindparam("world"), budget.c.enabled.is_(True))
_AT = (
    budget_window.c.budget_id == bindparam("b_budget"),
    budget_window.c.scope_key == bindparam("b_key"),
    budget_window.c.window_key == bindparam("b_window"),
)
_WINDOW = select(budget_window).where(*_AT)
_HOLD = (
    update(budget_window)
    .where(*_AT)
    .where(
        # The guard stands on the row that is updated: this is what keeps the limit under concurrency.
        budget_window.c.held_micros + budget_window.c.spent_micros + bindparam("b_amount")
        <= budget_window.c.limit_micros
    )
    .values(held_micros=budget_window.c.held_micros + bindparam("b_amount"))
    .returning(budget_window.c.id)
)
_SETTLE = (
    update(budget_window)
    .where(budget_window.c.id == bindparam("b_id"))
    .values(
        held_micros=budget_window.c.held_micros - bindparam("b_held"),
        spent_micros=budget_window.c.spent_micros + bindparam("b_spent"),
    )
)
_NEW_LINE = insert(hold_line)
_LINES = (
    select(hold_line).where(hold_line.c.task_id == bindparam("task")).order_by(hold_line.c.ord, hold_line.c.window_id)
)
_CLOSE_LINES = (
    update(hold_line).where(hold_line.c.task_id == bindparam("b_task")).values(settled_micros=bindparam("b_spent"))
)
_NEW_WINDOW = {
    "sqlite": sqlite_insert(budget_window).on_conflict_do_nothing(),
    "postgresql": pg_insert(budget_window).on_conflict_do_nothing(),
}
_LINE_COLUMNS = ["task_id", "window_id", "amount_micros", "ord", "settled_micros"]
_OWN_LINES = hold_line.c.window_id == budget_window.c.id
_SUMS = {
    "held_micros": select(func.coalesce(func.sum(hold_line.c.amount_micros), 0))
    .where(_OWN_LINES, hold_line.c.settled_micros.is_(None))
    .scalar_subquery(),
    "spent_micros": select(func.coalesce(func.sum(hold_line.c.settled_micros), 0)).where(_OWN_LINES).scalar_subquery(),
}
_WHOSE: dict[Scope, ColumnElement[Any]] = {
    "session": task.c.session_id,
    "user": task.c.user_id,
    "project": task.c.project_id,
    "global": literal(EACH),
}
"""Under which key each scope counts a task."""
_NEW_BUDGET = {
    "sqlite": sqlite_insert(budget).on_conflict_do_nothing(),
    "postgresql": pg_insert(budget).on_conflict_do_nothing(),
}


def keep_still(connection: Connection) -> None:
    """Until this transaction ends, no limit changes: before holds are made or settled."""
    db.lock_out(connection, LIMITS)


def enabled(connection: Connection, world: World) -> list[Budget]:
    """Every limit of this world that holds."""
    rows = connection.execute(_ENABLED, {"world": world}).mappings()
    return [Budget(**{name: row[name] for name in Budget.__slots__}) for row in rows]


def keys_of(actor: Actor) -> dict[Scope, str | None]:
    """Under which key each scope knows this actor."""
    return {"session": actor.session, "user": actor.user, "project": actor.project, "global": EACH}


def applying(budgets: Sequence[Budget], keys: dict[Scope, str | None]) -> list[tuple[Budget, str]]:
    """Those that bind somebody, in lock order, with whose they are. A limit for one key beats that for each."""
    chosen: list[tuple[Budget, str]] = []
    for scope in ORDER:
        key = keys.get(scope)
        if key is None:
            continue
        mine = [row for row in budgets if row.scope == scope and row.scope_key in (key, EACH)]
        named = {row.period for row in mine if row.scope_key == key}
        chosen += [(row, key) for row in sorted(mine, key=rank) if row.scope_key == key or row.period not in named]
    return chosen


def rank(row: Budget) -> int:
    """Its place in the lock order, the same for every task."""
    return ORDER.index(row.scope) * len(PERIODS) + PERIODS.index(row.period)


def window_key(row: Budget, at_ms: int) -> str:
    """The local date in the budget's own zone, with the zone's name: that day may have 25 hours."""
    if row.period == "once":
        return "once"
    local = _local(row, at_ms)
    return f"{local:%Y-%m-%d}@{row.tz}" if row.period == "day" else f"{local:%Y-%m}@{row.tz}"


def _begins(row: Budget, at_ms: int) -> int:
    """When the period of this moment began, in epoch ms; once is for ever."""
    if row.period == "once":
        return 0
    local = _local(row, at_ms).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    first = local if row.period == "day" else local.replace(day=1)
    return int(first.timestamp() * 1000)


def _local(row: Budget, at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(row.tz))


def window(connection: Connection, row: Budget, key: str, at_ms: int) -> Window:
    """How a budget stands now (read only)."""
    name = window_key(row, at_ms)
    found = connection.execute(_WINDOW, {"b_budget": row.id, "b_key": key, "b_window": name}).mappings().first()
    if found is None:
        return Window(row, key, name, row.limit_micros)
    return Window(row, key, name, found["limit_micros"], found["held_micros"], found["spent_micros"], found["id"])


def hold(connection: Connection, row: Budget, key: str, at_ms: int, amount: int) -> str | None:
    """Reserve ``amount``; the window's id, or None when it does not fit."""
    name = window_key(row, at_ms)
    at = {"b_budget": row.id, "b_key": key, "b_window": name, "b_amount": amount}
    held = connection.execute(_HOLD, at).scalar()
    if held is None:
        _open_window(connection, row, key, name)
        held = connection.execute(_HOLD, at).scalar()
    return None if held is None else str(held)


def _open_window(connection: Connection, row: Budget, key: str, name: str) -> None:
    fresh = {"id": db.new_id(), "budget_id": row.id, "scope_key": key, "window_key": name}
    amounts = {"limit_micros": row.limit_micros, "held_micros": 0, "spent_micros": 0}
    connection.execute(_NEW_WINDOW[connection.dialect.name], {**fresh, **amounts})


def note_holds(connection: Connection, lines: Sequence[tuple[str, str, int, int]]) -> None:
    """Write down (task, window, amount, place in lock order) of what was held."""
    rows = [dict(zip(("task_id", "window_id", "amount_micros", "ord"), line, strict=True)) for line in lines]
    if rows:
        connection.execute(_NEW_LINE, rows)


def settle(connection: Connection, task_id: str, spent: int) -> None:
    """Turn the task's holds into ``spent`` (0 = release), on the windows in which they were made."""
    keep_still(connection)
    for line in connection.execute(_LINES, {"task": task_id}).mappings().all():
        connection.execute(_SETTLE, {"b_id": line["window_id"], "b_held": line["amount_micros"], "b_spent": spent})
    connection.execute(_CLOSE_LINES, {"b_task": task_id, "b_spent": spent})


def put(world: World, scope: Scope, key: str, period: Period, limit_micros: int, tz: str = "UTC") -> Budget:
    """Set a limit. Its present windows take it in the same transaction, and count what was held and spent in them
    before it was set; past windows keep theirs."""
    row = Budget(db.new_id(), world, scope, key, period, tz, limit_micros)
    same = _named(world, scope, key, period)
    with db.write() as connection:
        db.lock_in(connection, LIMITS)
        connection.execute(_NEW_BUDGET[connection.dialect.name], {**asdict(row), "enabled": True})
        connection.execute(update(budget).where(*same).values(limit_micros=limit_micros, tz=tz, enabled=True))
        row = replace(row, id=connection.execute(select(budget.c.id).where(*same)).scalar_one())
        if scope != "request":
            _catch_up(connection, row, db.now())
    return row


def remove(world: World, scope: Scope, key: str, period: Period) -> bool:
    """Take a limit away; False when there is none. Its windows stay: what they hold is settled in them. The limit
    for each that binds in its place counts what was held and spent before."""
    gone = update(budget).where(*_named(world, scope, key, period), budget.c.enabled.is_(True)).values(enabled=False)
    with db.write() as connection:
        db.lock_in(connection, LIMITS)
        if not connection.execute(gone).rowcount:
            return False
        for row in enabled(connection, world):
            if scope != "request" and (row.scope, row.scope_key, row.period) == (scope, EACH, period):
                _catch_up(connection, row, db.now())
    return True


def standing(world: World) -> list[tuple[Budget, list[Window]]]:
    """Every limit of this world, in the order in which they bind, with its present windows by whose they are."""
    order: tuple[Scope, ...] = ("request", *ORDER)
    with db.read() as connection:
        limits = sorted(enabled(connection, world), key=lambda row: (order.index(row.scope), row.scope_key, row.period))
        return [(row, _present(connection, row)) for row in limits]


def _present(connection: Connection, row: Budget) -> list[Window]:
    name = window_key(row, db.now())
    mine = (budget_window.c.budget_id == row.id, budget_window.c.window_key == name)
    keys = connection.execute(select(budget_window.c.scope_key).where(*mine).order_by(budget_window.c.scope_key))
    return [window(connection, row, key, db.now()) for key in keys.scalars().all()]


def _named(world: World, scope: Scope, key: str, period: Period) -> list[ColumnElement[bool]]:
    return [budget.c.world == world, budget.c.scope == scope, budget.c.scope_key == key, budget.c.period == period]


def _catch_up(connection: Connection, row: Budget, at_ms: int) -> None:
    """Make the present windows of a limit what they would be, had it been set before their period began."""
    name, whose = window_key(row, at_ms), _WHOSE[row.scope]
    # What ended at no cost has no part in it.
    counts = [task.c.world == row.world, task.c.created_ms >= _begins(row, at_ms), whose.is_not(None)]
    counts.append(or_(task.c.cost_micros.is_(None), task.c.cost_micros > 0))
    if row.scope_key != EACH:
        counts.append(whose == row.scope_key)
    for key in connection.execute(select(whose).where(*counts).distinct()).scalars().all():
        _open_window(connection, row, key, name)
    present = (budget_window.c.budget_id == row.id, budget_window.c.window_key == name)
    missing = (
        select(task.c.id, budget_window.c.id, task.c.held_micros, literal(rank(row)), task.c.cost_micros)
        .join(budget_window, budget_window.c.scope_key == whose)
        .where(*counts, *present)
        .where(~exists().where(hold_line.c.task_id == task.c.id, hold_line.c.window_id == budget_window.c.id))
    )
    connection.execute(insert(hold_line).from_select(_LINE_COLUMNS, missing))
    connection.execute(update(budget_window).where(*present).values(limit_micros=row.limit_micros, **_SUMS))
