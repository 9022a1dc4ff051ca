"""Things to sell, as solids: each function stands one on a plinth whose top is at height ``y``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array
from lib.demo.paint.shapes import ball, brick, carve, drum, join, ring, slab

# Numbers of the materials, in the order in which product.py makes them.
SUBJECT, CAP, PLINTH, ACCENT, LABEL, DARK, WALL = range(7)

Stand = Callable[[Builder, float], None]


def flask(shop: Builder, y: float) -> None:
    shop.add(partial(slab, half=(0.34, 0.46, 0.2), corner=0.15, edge=0.06), (0, y + 0.46, 0), 0.64, SUBJECT)
    shop.add(partial(brick, half=(0.2, 0.2, 0.012), edge=0.01), (0, y + 0.5, -0.205), 0.3, LABEL)
    shop.add(partial(drum, radius=0.1, half=0.06, edge=0.015), (0, y + 0.97, 0), 0.14, ACCENT)
    shop.add(partial(drum, radius=0.135, half=0.12, edge=0.025), (0, y + 1.13, 0), 0.2, CAP)


def round_bottle(shop: Builder, y: float) -> None:
    def glass(x: Array, y: Array, z: Array) -> Array:
        return join(drum(x, y + 0.1, z, 0.29, 0.42, 0.07), drum(x, y - 0.42, z, 0.1, 0.16, 0.02), 0.16)

    shop.add(glass, (0, y + 0.52, 0), 0.68, SUBJECT)
    shop.add(partial(drum, radius=0.297, half=0.19, edge=0.004), (0, y + 0.42, 0), 0.37, LABEL)
    shop.add(partial(drum, radius=0.125, half=0.1, edge=0.02), (0, y + 1.14, 0), 0.17, CAP)


def square_bottle(shop: Builder, y: float) -> None:
    shop.add(partial(slab, half=(0.36, 0.36, 0.24), corner=0.06, edge=0.035), (0, y + 0.36, 0), 0.6, SUBJECT)
    shop.add(partial(drum, radius=0.11, half=0.05, edge=0.015), (0, y + 0.76, 0), 0.14, ACCENT)
    shop.add(partial(ball, radius=0.2), (0, y + 0.98, 0), 0.21, CAP)


def jar(shop: Builder, y: float) -> None:
    shop.add(partial(drum, radius=0.46, half=0.24, edge=0.06), (0, y + 0.24, 0), 0.55, SUBJECT)
    shop.add(partial(drum, radius=0.467, half=0.11, edge=0.004), (0, y + 0.23, 0), 0.5, LABEL)
    shop.add(partial(drum, radius=0.475, half=0.1, edge=0.03), (0, y + 0.59, 0), 0.5, CAP)


def box(shop: Builder, y: float) -> None:
    def turned(x: Array, y: Array, z: Array) -> Array:
        return brick(x * 0.9 - z * 0.436, y, x * 0.436 + z * 0.9, (0.36, 0.52, 0.3), 0.012)

    shop.add(turned, (0, y + 0.52, 0), 0.75, SUBJECT)


def cup(shop: Builder, y: float) -> None:
    def mug(x: Array, y: Array, z: Array) -> Array:
        hollow = carve(drum(x, y, z, 0.36, 0.36, 0.05), drum(x, y - 0.1, z, 0.315, 0.36, 0.04), 0.03)
        handle = np.maximum(ring(x - 0.4, z, y, 0.19, 0.045), 0.34 - np.sqrt(x * x + z * z))
        return join(hollow, handle, 0.03)

    shop.add(mug, (0, y + 0.36, 0), 0.78, SUBJECT)
    shop.add(partial(drum, radius=0.32, half=0.01, edge=0.004), (0, y + 0.58, 0), 0.34, DARK)


def can(shop: Builder, y: float) -> None:
    def body(x: Array, y: Array, z: Array) -> Array:
        return drum(x, y, z, 0.31, 0.54, 0.03) + 0.05 * np.clip((np.abs(y) - 0.46) * 8, 0, 1)

    shop.add(body, (0, y + 0.54, 0), 0.66, SUBJECT)
    shop.add(partial(drum, radius=0.27, half=0.012, edge=0.006), (0, y + 1.09, 0), 0.3, ACCENT)


def tube(shop: Builder, y: float) -> None:
    def squeezed(x: Array, y: Array, z: Array) -> Array:
        """Round below, a flat seam on top."""
        t = np.clip(y / 0.9 + 0.5, 0, 1)
        wide, deep = 0.2 + 0.07 * t, 0.2 * (1 - t) + 0.012
        side = (np.sqrt((x / wide) ** 2 + (z / deep) ** 2) - 1) * deep
        return np.maximum(side, np.abs(y) - 0.46) * 0.8

    shop.add(squeezed, (0, y + 0.68, 0), 0.62, SUBJECT)
    shop.add(partial(drum, radius=0.2, half=0.11, edge=0.03), (0, y + 0.12, 0), 0.26, CAP)


def vase(shop: Builder, y: float) -> None:
    def body(x: Array, y: Array, z: Array) -> Array:
        outside = join(ball(x, y + 0.14, z, 0.38), drum(x, y - 0.38, z, 0.11, 0.3, 0.03), 0.22)
        return carve(outside, drum(x, y - 0.6, z, 0.08, 0.3, 0.02), 0.02)

    shop.add(body, (0, y + 0.5, 0), 0.78, SUBJECT)


def watch(shop: Builder, y: float) -> None:
    def strap(x: Array, y: Array, z: Array) -> Array:
        across = np.sqrt(x * x + y * y) - 0.42
        return brick(across, np.zeros_like(x), z, (0.03, 1.0, 0.13), 0.025)

    def case(x: Array, y: Array, z: Array) -> Array:
        return drum(x, z, y, 0.27, 0.06, 0.03)

    def dial(x: Array, y: Array, z: Array) -> Array:
        return drum(x, z, y, 0.225, 0.01, 0.004)

    shop.add(strap, (0, y + 0.45, 0), 0.6, ACCENT)
    shop.add(case, (0, y + 0.5, -0.4), 0.34, SUBJECT)
    shop.add(dial, (0, y + 0.5, -0.462), 0.26, DARK)


def phone(shop: Builder, y: float) -> None:
    def body(x: Array, y: Array, z: Array) -> Array:
        return slab(x, z, y, (0.3, 0.035, 0.6), 0.09, 0.02)

    def screen(x: Array, y: Array, z: Array) -> Array:
        return slab(x, z, y, (0.275, 0.004, 0.575), 0.075, 0.002)

    shop.add(body, (0, y + 0.6, 0), 0.72, SUBJECT)
    shop.add(screen, (0, y + 0.6, -0.034), 0.68, DARK)


def speaker(shop: Builder, y: float) -> None:
    def rim(x: Array, y: Array, z: Array) -> Array:
        return ring(x, z, y, 0.22, 0.025)

    def cone(x: Array, y: Array, z: Array) -> Array:
        return np.minimum(drum(x, z, y, 0.2, 0.02, 0.01), drum(x, z, y - 0.38, 0.1, 0.02, 0.01))

    shop.add(partial(slab, half=(0.4, 0.5, 0.3), corner=0.14, edge=0.05), (0, y + 0.5, 0), 0.74, SUBJECT)
    shop.add(rim, (0, y + 0.38, -0.3), 0.28, ACCENT)
    shop.add(cone, (0, y + 0.38, -0.3), 0.52, DARK)


def candle(shop: Builder, y: float) -> None:
    shop.add(partial(drum, radius=0.34, half=0.34, edge=0.03), (0, y + 0.34, 0), 0.5, SUBJECT)
    shop.add(partial(drum, radius=0.344, half=0.13, edge=0.004), (0, y + 0.32, 0), 0.4, LABEL)
    shop.add(partial(drum, radius=0.012, half=0.06, edge=0.006), (0, y + 0.73, 0), 0.08, DARK)


def car(shop: Builder, y: float) -> None:
    def body(x: Array, y: Array, z: Array) -> Array:
        cabin = brick(x - 0.06, y - 0.24 + 0.25 * np.maximum(np.abs(x) - 0.2, 0), z, (0.38, 0.16, 0.24), 0.12)
        arches = drum(np.abs(x) - 0.44, z, y + 0.12, 0.17, 0.5, 0.02)
        return carve(join(brick(x, y, z, (0.76, 0.15, 0.3), 0.11), cabin, 0.1), arches, 0.02)

    def windows(x: Array, y: Array, z: Array) -> Array:
        return brick(x - 0.06, y - 0.26 + 0.25 * np.maximum(np.abs(x) - 0.2, 0), z, (0.34, 0.1, 0.248), 0.08)

    def wheels(x: Array, y: Array, z: Array) -> Array:
        return drum(np.abs(x) - 0.44, np.abs(z) - 0.25, y, 0.145, 0.055, 0.03)

    shop.add(body, (0, y + 0.26, 0), 0.95, SUBJECT)
    shop.add(windows, (0, y + 0.26, 0), 0.6, DARK)
    shop.add(wheels, (0, y + 0.145, 0), 0.75, DARK)


BOTTLES: tuple[Stand, ...] = (flask, round_bottle, square_bottle)

# By the names of [subjects] in words.toml; bottles are chosen among.
GOODS: Mapping[str, Stand] = {
    "jar": jar, "box": box, "cup": cup, "can": can, "tube": tube, "vase": vase, "watch": watch, "phone": phone,
    "speaker": speaker, "candle": candle, "car": car,
}  # fmt: skip
