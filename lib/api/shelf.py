"""`GET /presets` and `GET /styles`: the library as others may use it."""

from __future__ import annotations

from typing import Any

from lib import prompts


def presets() -> list[dict[str, Any]]:
    """Every preset with its variants, its words by slot, the settings and styles that it brings, and an example."""
    return [one.model_dump(mode="json", exclude_none=True) for one in prompts.library().presets.values()]


def styles() -> list[dict[str, Any]]:
    """Every style with the words that it adds by job and slot, and what it cannot stand beside."""
    return [one.model_dump(mode="json", exclude_none=True) for one in prompts.library().styles.values()]
