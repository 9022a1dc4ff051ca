"""The picture under the edit, with what is found in it: kept together, since every step needs some of both."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np

from lib.demo.paint import filters
from lib.demo.paint.colour import Array
from lib.demo.paint.edit import cutout
from lib.demo.paint.frame import Frame


class View:
    """``picture``: display values in the size of ``frame``, changed step by step. What is found in it is found in the
    picture as it was given, so that night does not hide the subject from the step after it.

    ``outdoors``: True or False where the engine's own note says so, else None. ``goods``: whether the words mean a
    thing to sell, which may stand on something.
    """

    def __init__(
        self, picture: Array, frame: Frame, cover: Array | None = None, outdoors: bool | None = None,
        *, goods: bool = False,
    ):  # fmt: skip
        self.picture, self.frame, self.outdoors, self.goods = picture, frame, outdoors, goods
        self.given, self._cover = picture, cover

    @cached_property
    def subject(self) -> Array | None:
        """Where the thing stands, (height, width) 0 … 1, or None."""
        if self._cover is not None:
            return self._cover
        return None if self.outdoors else cutout.subject(self.given)

    @cached_property
    def alone(self) -> Array | None:
        """The thing that is meant: of goods, without what they stand on."""
        return cutout.alone(self.subject, self.given) if self.goods and self.subject is not None else self.subject

    @cached_property
    def sky(self) -> Array | None:
        """Where the sky is, or None. A wall behind a thing is none."""
        if self.outdoors is False or (self.outdoors is None and self.subject is not None):
            return None
        return cutout.sky(self.given)

    @cached_property
    def horizon(self) -> float:
        """Where the land begins, in short sides from the top."""
        if self.sky is None:
            return self.frame.tall * 0.45
        rows = self.sky.mean(axis=1)
        return float(np.flatnonzero(rows > 0.35)[-1] + 1) / self.frame.unit if (rows > 0.35).any() else 0.2

    def free(self, count: int, level: float) -> list[float]:
        """Places across, −1 … 1 from left to right, where least is going on at ``level`` short sides from the top."""
        at = int(np.clip(level * self.frame.unit, 1, self.frame.height - 1))
        reach = max(4, self.frame.unit // 5)
        band = filters.grey(self.given[max(0, at - reach) : at + reach // 3])
        busy = np.abs(np.diff(band, axis=1)).mean(axis=0) * 30 + np.abs(band - np.median(band)).mean(axis=0)[1:]
        edges = np.linspace(0, len(busy), 12).astype(int)
        cost = [float(busy[low:high].mean()) if high > low else 1.0 for low, high in pairwise(edges)]
        spots = np.linspace(-0.8, 0.8, len(cost))
        order = sorted(range(len(cost)), key=lambda spot: cost[spot] + 0.06 * abs(spots[spot]))
        chosen: list[int] = []
        for least in (3, 2, 1):
            chosen += [
                spot for spot in order if len(chosen) < count and all(abs(spot - other) >= least for other in chosen)
            ][: count - len(chosen)]
        return sorted(float(spots[spot]) for spot in chosen[:count])
