"""What the provider bills for what it counted: at the prices of the model that answered, on the day it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from lib import costs, logs
from lib.catalog import catalog
from lib.errors import PriceUnknown
from lib.store.tasks import Row

MOST_MICROS = 10**12
"""A million dollars: a count of tokens that comes to more is a fault of the count."""

log = logs.get("tasks")


def billed(row: Row, usage: Mapping[str, int], answered_by: str | None) -> int:
    """In micro-dollars. What cannot be counted costs what was held: that is the most that was agreed to."""
    models = catalog().models
    model = models.get(answered_by or "") or models.get(row["model"])
    if model is None:
        return held(row, "its model has left the catalog")
    at = datetime.fromtimestamp((row["sent_ms"] or row["created_ms"]) / 1000, UTC).date()
    try:
        cost = costs.actual(model, usage, at=at)
    except (ValueError, PriceUnknown) as error:
        return held(row, str(error))
    return cost if cost <= MOST_MICROS else held(row, "a count of tokens that cannot be")


def held(row: Row, why: str) -> int:
    """The whole hold, and a line in the log that says why."""
    log.error("task=%s: %s; the hold is charged", row["id"], why)
    return int(row["held_micros"])
