"""One measured figure and its goal."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of ``values``; smaller is better."""

    name: str
    values: Sequence[float]
    unit: str
    goal: float | None
    """None: to compare with."""

    def line(self, width: int) -> str:
        median, late = statistics.median(self.values), sorted(self.values)[int(0.95 * (len(self.values) - 1))]
        spread = f"{min(self.values):.2f} to {max(self.values):.2f}, 95 % within {late:.2f}, {len(self.values)} values"
        return f"{self.name:<{width}}  {median:8.2f} {self.unit:<6} {self._verdict(median)}  ({spread})"

    def _verdict(self, median: float) -> str:
        if self.goal is None:
            return "to compare with"
        return f"goal {self.goal:g}: {'met' if median <= self.goal else 'MISSED'}"
