"""Closed until opened: spending needs a limit that an admin has set. The simulated world begins with one."""

from __future__ import annotations

from lib.domain import MICROS, Actor, Problem, World, dollars
from lib.errors import Forbidden, InvalidRequest
from lib.gate import checks
from lib.store import budgets, db, journal

HIGHEST = 10_000 * MICROS


def is_open(world: World) -> bool:
    """Whether anything of this world may be spent at all."""
    with db.read() as connection:
        return checks.is_open(budgets.enabled(connection, world))


def open_with(actor: Actor, limit_micros: int, world: World = "real") -> None:
    """Let Studio spend up to this much a day (UTC) in this world. Raises Forbidden, InvalidRequest."""
    if actor.role != "admin":
        raise Forbidden("Only an admin can open the gate. Nothing has changed.")
    if not 0 < limit_micros <= HIGHEST:
        message = f"A daily limit is more than {dollars(0)} and at most {dollars(HIGHEST)}. Nothing has changed."
        raise InvalidRequest([Problem("limit", message)])
    budgets.put(world, "global", budgets.EACH, "day", limit_micros)
    journal.note(actor.user, "open gate", world, dollars(limit_micros))
