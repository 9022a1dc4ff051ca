"""The questions the gate asks, each raising its own refusal."""

from __future__ import annotations

from collections.abc import Sequence

from lib import providers
from lib.catalog import catalog
from lib.domain import Door, Job, Request, World, dollars
from lib.errors import BudgetExceeded, Closed, KillSwitch, OverRequestLimit, ProviderUnavailable
from lib.store import budgets, db, switches
from lib.store.budgets import Budget, Window

NOTHING = "Nothing was sent, nothing was charged."
WHOSE = {"session": "This session", "user": "Your limit", "project": "This project", "global": "Studio"}


MAKING: dict[Job, str] = {
    "text": "Writing",
    "image": "Making pictures",
    "video": "Making videos",
    "speech": "Making speech",
    "music": "Making music",
    "live": "Live conversation",
    "transcription": "Transcription",
    "embedding": "Embedding",
    "research": "Research",
    "cache": "Caching",
}


def connected(door: Door) -> None:
    """No setting opens this door: what is asked of it could only be given back. Raises ProviderUnavailable."""
    if not providers.is_configured(door):
        raise ProviderUnavailable(
            f"{providers.NAMES[door]} is not connected. {NOTHING} Choose another door, or have an admin set it up."
        )


def not_switched_off(connection: db.Connection, door: Door, job: Job, model: str, user: str) -> None:
    """Raises KillSwitch, which names the switch as a person knows it."""
    row = catalog().models.get(model)
    own = {f"job:{job}": MAKING[job], f"model:{model}": f"The model {row.name if row else model}"}
    _not_stopped(connection, _switches(door, user) | own)


def free_of_switches(connection: db.Connection, door: Door, user: str) -> None:
    """The same for what belongs to no job. Raises KillSwitch."""
    _not_stopped(connection, _switches(door, user))


def _switches(door: Door, user: str) -> dict[str, str]:
    return {"all": "Everything", f"door:{door}": providers.NAMES[door], f"user:{user}": "Your account"}


def _not_stopped(connection: db.Connection, names: dict[str, str]) -> None:
    if thrown := switches.stopped(connection, names):
        name, reason = thrown
        raise KillSwitch(names[name], reason)


def opened(limits: Sequence[Budget], world: World) -> None:
    """Nobody has opened the gate of this world yet. Raises Closed."""
    if not is_open(limits):
        raise Closed(world)


def is_open(limits: Sequence[Budget]) -> bool:
    """Only a limit that binds everybody opens the gate."""
    return any(row.scope == "global" and row.scope_key == budgets.EACH for row in limits)


def within_request_limit(limits: Sequence[Budget], request: Request, maximum: int) -> None:
    """A limit for one user beats the one for each. Raises OverRequestLimit."""
    ours = [row for row in limits if row.scope == "request"]
    own = [row for row in ours if row.scope_key == request.actor.user]
    for row in own or [row for row in ours if row.scope_key == budgets.EACH]:
        if maximum > row.limit_micros:
            raise OverRequestLimit(
                row.limit_micros,
                f"This costs up to {dollars(maximum, up=True)}; one request may cost {dollars(row.limit_micros)}. "
                f"{NOTHING} Choose a cheaper quality or fewer, or ask an admin to raise the limit.",
            )


def exceeded(window: Window, maximum: int) -> BudgetExceeded:
    """The refusal for a window in which ``maximum`` does not fit."""
    left, period = window.available_micros, {"day": " today", "month": " this month", "once": ""}[window.budget.period]
    return BudgetExceeded(
        window.budget.scope,
        window.limit_micros,
        left,
        f"{WHOSE[window.budget.scope]} has {dollars(left)} left{period}. This costs up to {dollars(maximum, up=True)}. "
        f"{NOTHING} An admin can raise the limit.",
    )
