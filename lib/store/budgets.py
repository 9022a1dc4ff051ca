"""Limits, and the windows in which they are used up. A window is made by the transaction that needs it first;
nothing is ever reset: a new day is a new row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, Text, bindparam, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.domain import Actor, World
from lib.store import db
from lib.store.tables import budget, budget_window, hold_line

Scope = Literal["request", "session", "user", "project", "global"]
Period = Literal["once", "day", "month"]
EACH = "*"
"""The key of a limit that everyone in its scope gets for themselves."""
ORDER: tuple[Scope, ...] = ("session", "user", "project", "global")
"""Lock order, the hottest row last. Settle walks the same way, or PostgreSQL deadlocks."""


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
_LINES = select(hold_line).where(hold_line.c.task_id == bindparam("task")).order_by(hold_line.c.ord)
_CLOSE_LINES = (
    update(hold_line).where(hold_line.c.task_id == bindparam("b_task")).values(settled_micros=bindparam("b_spent"))
)
_WINDOW_COLUMNS = [column.name for column in budget_window.columns]
_FRESH = (
    # The limit as it is now, not as admission read it: FOR KEY SHARE waits for a put() that has it in hand.
    select(
        bindparam("b_id", type_=Text),
        budget.c.id,
        bindparam("b_key", type_=Text),
        bindparam("b_window", type_=Text),
        budget.c.limit_micros,
        literal(0, BigInteger),
        literal(0, BigInteger),
    )
    .where(budget.c.id == bindparam("b_budget"))
    .with_for_update(read=True, key_share=True)
)
_NEW_WINDOW = {
    "sqlite": sqlite_insert(budget_window).from_select(_WINDOW_COLUMNS, _FRESH).on_conflict_do_nothing(),
    "postgresql": pg_insert(budget_window).from_select(_WINDOW_COLUMNS, _FRESH).on_conflict_do_nothing(),
}
_NEW_BUDGET = {
    "sqlite": sqlite_insert(budget).on_conflict_do_nothing(),
    "postgresql": pg_insert(budget).on_conflict_do_nothing(),
}


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
        chosen += [
            (row, key)
            for row in sorted(mine, key=lambda row: row.period)
            if row.scope_key == key or row.period not in named
        ]
    return chosen


def window_key(row: Budget, at_ms: int) -> str:
    """The local date in the budget's own zone, with the zone's name: that day may have 25 hours."""
    if row.period == "once":
        return "once"
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(row.tz))
    return f"{local:%Y-%m-%d}@{row.tz}" if row.period == "day" else f"{local:%Y-%m}@{row.tz}"


def window(connection: Connection, row: Budget, key: str, at_ms: int) -> Window:
    """How a budget stands now (read only)."""
    name = window_key(row, at_ms)
    found = connection.execute(_WINDOW, {"b_budget": row.id, "b_key": key, "b_window": name}).mappings().first()
    if found is None:
        return Window(row, key, name, row.limit_micros)
    return Window(row, key, name, found["limit_micros"], found["held_micros"], found["spent_micros"], found["id"])


def hold(connection: Connection, row: Budget, key: str, at_ms: int, amount: int) -> str | None:
    """Reserve ``amount``; the window's id, or None when it does not fit."""
    at = {"b_budget": row.id, "b_key": key, "b_window": window_key(row, at_ms), "b_amount": amount}
    held = connection.execute(_HOLD, at).scalar()
    if held is None:
        fresh = {name: value for name, value in at.items() if name != "b_amount"}
        connection.execute(_NEW_WINDOW[connection.dialect.name], {**fresh, "b_id": db.new_id()})
        held = connection.execute(_HOLD, at).scalar()
    return None if held is None else str(held)


def note_holds(connection: Connection, lines: Sequence[tuple[str, str, int, int]]) -> None:
    """Write down (task, window, amount, place in lock order) of what was held."""
    rows = [dict(zip(("task_id", "window_id", "amount_micros", "ord"), line, strict=True)) for line in lines]
    if rows:
        connection.execute(_NEW_LINE, rows)


def settle(connection: Connection, task: str, spent: int) -> None:
    """Turn the task's holds into ``spent`` (0 = release), on the windows in which they were made."""
    for line in connection.execute(_LINES, {"task": task}).mappings().all():
        connection.execute(_SETTLE, {"b_id": line["window_id"], "b_held": line["amount_micros"], "b_spent": spent})
    connection.execute(_CLOSE_LINES, {"b_task": task, "b_spent": spent})


def put(world: World, scope: Scope, key: str, period: Period, limit_micros: int, tz: str = "UTC") -> None:
    """Set a limit. Its present windows take it in the same transaction; past ones keep theirs."""
    row = Budget(db.new_id(), world, scope, key, period, tz, limit_micros)
    same = (budget.c.world == world, budget.c.scope == scope, budget.c.scope_key == key, budget.c.period == period)
    with db.write() as connection:
        connection.execute(_NEW_BUDGET[connection.dialect.name], {**asdict(row), "enabled": True})
        # Locked before the windows are looked at: one that is being made is finished first, or reads the new limit.
        found = connection.execute(select(budget.c.id).where(*same).with_for_update()).scalar_one()
        connection.execute(update(budget).where(*same).values(limit_micros=limit_micros, tz=tz, enabled=True))
        present = (budget_window.c.budget_id == found, budget_window.c.window_key == window_key(row, db.now()))
        connection.execute(update(budget_window).where(*present).values(limit_micros=limit_micros))
