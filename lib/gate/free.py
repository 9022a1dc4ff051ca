"""Calls that cost nothing but reach a provider all the same: nothing is held, and the switches hold."""

from __future__ import annotations

from lib.domain import Door, world_of
from lib.gate import checks
from lib.store import budgets, db


def free(user: str, door: Door) -> None:
    """Whether something of this user's may be sent through this door for free: a file, a question about one.

    Raises Closed while nobody has opened the gate (nothing of a person's is sent until then), ProviderUnavailable,
    KillSwitch.
    """
    world = world_of(door)
    with db.read() as connection:
        checks.opened(budgets.enabled(connection, world), world)
        checks.connected(door)
        checks.free_of_switches(connection, door, user)
