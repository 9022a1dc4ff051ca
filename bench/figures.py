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
    goal: float

    def line(self, width: int) -> str:
        median = statistics.median(self.values)
        spread = f"{min(self.values):.2f} to {max(self.values):.2f}, {len(self.values)} runs"
        verdict = "met" if median <= self.goal else "MISSED"
        return f"{self.name:<{width}}  {median:8.2f} {self.unit:<6} goal {self.goal:g}: {verdict}  ({spread})"
