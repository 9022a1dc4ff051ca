"""What the simulated service accepts and reports for each model, read from ``rules.toml`` beside this file."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lib.demo.errors import ApiError, invalid

ALWAYS = "always"
"""The thinking level of a model that thinks without being asked and takes no level."""
SIDES = {"1K": 1024, "2K": 2048, "4K": 4096}
"""Side in pixels of a square picture of each size."""
WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Model:
    """One model's rules. Token pairs are (fewest, most) by thinking level.

    A model makes pictures, with ``image_tokens`` and ``seconds`` by size, or writes, with ``tokens_per_second`` and
    ``first_text`` (seconds until its text begins) by level.
    """

    id: str
    name: str
    about: str
    input_tokens: int
    output_tokens: int
    default_level: str
    thoughts: Mapping[str, tuple[int, int]]
    pictures: int
    image_in: int
    page_in: int = 0
    ratios: tuple[str, ...] = ()
    default_size: str = ""
    image_tokens: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    tokens_per_second: float = 0.0
    first_text: Mapping[str, float] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        return self.tokens_per_second > 0

    @property
    def sizes(self) -> tuple[str, ...]:
        return tuple(self.image_tokens)

    @property
    def levels(self) -> tuple[str, ...]:
        """Thinking levels that a request may name; empty for a model without the control."""
        return tuple(level for level in self.thoughts if level != ALWAYS)

    def level(self, field: str, given: object) -> str:
        """The level that a request means, in any case; the default for None. Raises ApiError 400."""
        if given is None:
            return self.default_level
        level = given.lower() if isinstance(given, str) else given
        if not self.levels:
            raise invalid(field, f"{self.id} always thinks; it takes no level.")
        if level not in self.levels:
            raise invalid(field, f"'{str(given)[:40]}' is not allowed; use {', '.join(self.levels)}.")
        return str(level)


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole file: models by id, the known pixel pairs at 1K, the blocked words."""

    models: Mapping[str, Model]
    pixels: Mapping[str, tuple[int, int]]
    blocked: frozenset[str]

    def blocks(self, text: str) -> bool:
        """Whether the safety filter would stop a request of these words."""
        return not self.blocked.isdisjoint(WORDS.findall(text.casefold()))


@cache
def rules() -> Rules:
    """The rules that the engine ships with."""
    table = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    models = {
        name: Model(
            id=name,
            **row
            | {"ratios": tuple(row.get("ratios", ())), "thoughts": {k: tuple(v) for k, v in row["thoughts"].items()}},
        )
        for name, row in table["models"].items()
    }
    pixels = {ratio: (width, height) for ratio, (width, height) in table["pixels"].items()}
    return Rules(models, pixels, frozenset(table["blocked"]))


def find(name: str) -> Model:
    """A model by its id, with or without ``models/`` before it. Raises ApiError 404."""
    served = rules().models
    if (model := served.get(name.removeprefix("models/"))) is None:
        raise ApiError(404, f"Model '{name[:80]}' is not found. The demo engine serves {', '.join(served)}.")
    return model


def pixels(ratio: str, size: str) -> tuple[int, int]:
    """(width, height) of a picture, e.g. ``pixels("16:9", "2K") == (2752, 1536)``."""
    side = SIDES[size]
    if ratio in rules().pixels:
        width, height = rules().pixels[ratio]
        return width * side // 1024, height * side // 1024
    wide, high = (int(part) for part in ratio.split(":"))
    return shaped(wide, high, size)


def shaped(wide: int, high: int, size: str) -> tuple[int, int]:
    """(width, height) of the area of a size in the proportion of two lengths, between 1:8 and 8:1."""
    side, root = SIDES[size], math.sqrt(min(max(wide / high, 1 / 8), 8))
    return _to_16(side * root), _to_16(side / root)


def _to_16(length: float) -> int:
    return 16 * round(length / 16)
