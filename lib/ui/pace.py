"""How long the like of a task takes: what was measured here, and until then what the catalog says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median

from lib.catalog import catalog
from lib.domain import Actor, Door, Setting
from lib.store import history
from lib.store.history import Made

RECENT = 30
"""Things made that are looked at."""


def known(actor: Actor) -> list[Made]:
    """What was made lately, which tells how long such work takes."""
    return history.made(actor, RECENT)


def seconds(model: str, settings: Mapping[str, Setting], door: Door, made: Iterable[Made]) -> float | None:
    """The median of the same model at the same size through the same door; None for a model that nobody knows."""
    like = (model, settings.get("size"), door)
    took = [one.seconds for one in made if (one.model, one.settings.get("size"), one.door) == like]
    if took:
        return median(took)
    row = catalog().models.get(model)
    return row.about_seconds(settings) if row else None
