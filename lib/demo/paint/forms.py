"""A study of plain forms, for a subject that the painter cannot draw: it shows its colours and its light, no more."""

from __future__ import annotations

from functools import partial
from typing import cast

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array
from lib.demo.paint.shapes import ball, brick, carve, drum, ring
from lib.demo.paint.shop import ACCENT, CAP, PLINTH, SUBJECT


def study(shop: Builder, y: float, *, rng: np.random.Generator) -> None:
    """A large form in the subject's colour among smaller ones, in one of four arrangements."""
    side = 1.0 if rng.random() < 0.5 else -1.0
    kind = int(rng.integers(4))
    large = float(rng.uniform(0.5, 0.62))
    if kind == 0:  # a ball on a block, before an arch
        shop.add(partial(brick, half=(0.55, 0.3, 0.5), edge=0.02), (0, y + 0.3, 0), 0.85, PLINTH)
        shop.add(partial(ball, radius=large), (0, y + 0.6 + large, 0), large + 0.02, SUBJECT)
        shop.add(partial(_arch, high=1.15), (side * 0.85, y, 0.75), 1.6, ACCENT)
    elif kind == 1:  # an arch, a ball that leans on it, a cone
        shop.add(partial(_arch, high=1.3), (-side * 0.15, y, 0.2), 1.8, SUBJECT)
        shop.add(partial(ball, radius=0.36), (side * 0.62, y + 0.36, -0.35), 0.38, ACCENT)
        shop.add(_cone, (-side * 0.95, y, -0.15), 0.95, CAP)
    elif kind == 2:  # a ring that stands on steps
        for step in range(3):
            half = (0.95 - 0.25 * step, 0.09, 0.6 - 0.1 * step)
            shop.add(partial(brick, half=half, edge=0.015), (0, y + 0.09 + 0.18 * step, 0), 1.15, PLINTH)
        shop.add(lambda x, y, z: ring(x, z, y, large * 0.85, 0.16), (0, y + 0.54 + large, 0), large + 0.12, SUBJECT)
        shop.add(partial(ball, radius=0.2), (side * 0.78, y + 0.38, -0.2), 0.22, ACCENT)
    else:  # columns of three heights and a ball
        for x, z, high, material in ((-0.62, 0.25, 0.8, SUBJECT), (0.0, 0.45, 0.55, PLINTH), (0.6, 0.2, 0.34, ACCENT)):
            shop.add(partial(drum, radius=0.3, half=high, edge=0.02), (side * x, y + high, z), high + 0.3, material)
        shop.add(partial(ball, radius=0.3), (0, y + 1.4, 0.45), 0.32, CAP)
        shop.add(partial(ball, radius=0.2), (side * -0.05, y + 0.2, -0.45), 0.22, SUBJECT)


def _arch(x: Array, y: Array, z: Array, high: float) -> Array:
    """A thick round arch that stands on the floor."""

    def filled(radius: float) -> Array:
        top = np.sqrt(x * x + np.maximum(y - high + 0.6, 0) ** 2) - radius
        return cast(Array, np.maximum(top, np.abs(z) - 0.2))

    whole: Array = np.maximum(filled(0.6), -y)
    return carve(whole, np.maximum(filled(0.32), np.abs(z) - 0.5), 0.01)


def _cone(x: Array, y: Array, z: Array) -> Array:
    side = (np.sqrt(x * x + z * z) - 0.36 + y * 0.4) * 0.92
    return cast(Array, np.maximum(side, -y))
