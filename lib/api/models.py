"""`GET /models`: the catalog as others may use it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lib.catalog import Model, catalog


def items() -> list[dict[str, Any]]:
    """Every model with its parameters, rules and the price row of today."""
    return [_item(model) for model in catalog().models.values()]


def _item(model: Model) -> dict[str, Any]:
    price = model.price_at(datetime.now(UTC).date())
    levels = catalog().quality
    return {
        "id": model.id,
        "name": model.name,
        "jobs": list(model.jobs),
        "status": model.status,
        "quality": [level for job in model.jobs for level, name in levels.get(job, {}).items() if name == model.id],
        "input_tokens": model.input_tokens,
        "output_tokens": model.output_tokens,
        "inputs": {role: take.model_dump() for role, take in model.input.items()},
        "parameters": {name: param.model_dump(exclude={"send"}) for name, param in model.params.items()},
        "rules": [rule.model_dump() for rule in model.rule],
        "price": price.model_dump(mode="json", by_alias=True) if price else None,
    }
