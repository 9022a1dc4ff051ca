"""Things to sell, as solids: each function stands one on a plinth whose top is at height ``y``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array, linear
from lib.demo.paint.shapes import ball, brick, carve, drum, ellipsoid, join, ring, rod, slab
from lib.demo.paint.shop import ACCENT, CAP, DARK, LABEL, SUBJECT, Stand


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

    def caps(x: Array, y: Array, z: Array) -> Array:
        return drum(np.abs(x) - 0.44, np.abs(z) - 0.295, y, 0.075, 0.02, 0.015)

    def bumpers(x: Array, y: Array, z: Array) -> Array:
        return brick(np.abs(x) - 0.77, y, z, (0.03, 0.035, 0.28), 0.025)

    def lights(x: Array, y: Array, z: Array) -> Array:
        return ellipsoid(np.abs(x) - 0.735, y, np.abs(z) - 0.2, 0.04, 0.055, 0.055)

    chrome = shop.made(linear("#c9ced3"), gloss=0.4, metal=True)
    shop.add(caps, (0, y + 0.145, 0), 0.7, chrome)
    shop.add(bumpers, (0, y + 0.17, 0), 0.9, chrome)
    shop.add(lights, (0, y + 0.3, 0), 0.85, shop.made(linear("#f6efdc"), gloss=0.12))
    shop.add(body, (0, y + 0.26, 0), 0.95, SUBJECT)
    shop.add(windows, (0, y + 0.26, 0), 0.6, DARK)
    shop.add(wheels, (0, y + 0.145, 0), 0.75, DARK)


def sneaker(shop: Builder, y: float) -> None:
    """Its toe on the right. The sole is pale rubber, whatever the colour of the upper."""
    rubber = shop.made(linear("#efece4"), gloss=0.03)
    lace = shop.made(linear("#f4f1ea"), gloss=0.0)

    def upper(x: Array, y: Array, z: Array) -> Array:
        toe = ellipsoid(x - 0.36, y - 0.08, z, 0.36, 0.17, 0.215)
        middle = ellipsoid(x + 0.02, y - 0.17, z, 0.36, 0.22, 0.2)
        heel = ellipsoid(x + 0.42, y - 0.22, z, 0.26, 0.34, 0.19)
        shoe = join(join(toe, middle, 0.16), heel, 0.16)
        tongue = rod(x - 0.04, y - 0.3, z, (-0.17, 0.24, 0.0), 0.07, 0.075)
        mouth = ellipsoid(x + 0.42 - 0.1 * (y - 0.5), y - 0.6, z, 0.22, 0.3, 0.125)
        return np.maximum(carve(join(shoe, tongue, 0.06), mouth, 0.03), -y) * 0.9

    def sole(x: Array, y: Array, z: Array) -> Array:
        lift = 0.09 * np.clip((x - 0.3) / 0.4, 0, 1) ** 2
        waist = 1 + 0.14 * np.cos(x * 5.2)
        return slab(x, y - lift, z * waist, (0.71, 0.065, 0.205), 0.19, 0.05) * 0.8

    def laces(x: Array, y: Array, z: Array) -> Array:
        rows = [
            rod(x - 0.3 + 0.095 * n, y - 0.265 - 0.052 * n, np.abs(z), (0.0, -0.03, 0.1), 0.016, 0.016)
            for n in range(4)
        ]
        return np.minimum(np.minimum(rows[0], rows[1]), np.minimum(rows[2], rows[3]))

    def stripe(x: Array, y: Array, z: Array) -> Array:
        band = np.abs(x + 0.02 - 0.55 * (y - 0.17)) - 0.035
        return np.maximum(np.maximum(upper(x, y, z) - 0.008, band), np.abs(y - 0.13) - 0.15)

    shop.add(upper, (0, y + 0.1, 0), 0.95, SUBJECT)
    shop.add(sole, (0, y + 0.065, 0), 0.78, rubber)
    shop.add(laces, (0, y + 0.13, 0), 0.62, lace)
    shop.add(stripe, (0, y + 0.1, 0), 0.6, ACCENT)


def book(shop: Builder, y: float) -> None:
    """Closed, standing a little open, its back towards the left."""
    paper = shop.made(linear("#efe8d8"))

    def cover(x: Array, y: Array, z: Array) -> Array:
        boards = brick(x, y, np.abs(z) - 0.09, (0.4, 0.56, 0.014), 0.01)
        return np.minimum(
            boards, np.maximum(ring(x + 0.4, y * 0, z, 0.09, 0.014), np.maximum(x + 0.4, np.abs(y) - 0.56))
        )

    shop.add(cover, (0, y + 0.56, 0), 0.78, SUBJECT)
    shop.add(partial(brick, half=(0.385, 0.54, 0.08), edge=0.005), (-0.01, y + 0.56, 0), 0.7, paper)
    shop.add(partial(brick, half=(0.2, 0.11, 0.006), edge=0.004), (0, y + 0.72, -0.107), 0.25, LABEL)


def teapot(shop: Builder, y: float) -> None:
    def body(x: Array, y: Array, z: Array) -> Array:
        belly = join(ellipsoid(x, y - 0.36, z, 0.46, 0.36, 0.46), drum(x, y - 0.03, z, 0.26, 0.04, 0.015), 0.06)
        spout = rod(x - 0.36, y - 0.3, z, (0.32, 0.3, 0.0), 0.095, 0.05)
        handle = ring(x + 0.47, z, y - 0.4, 0.2, 0.042)
        return join(join(belly, spout, 0.09), handle, 0.04)

    def lid(x: Array, y: Array, z: Array) -> Array:
        return join(ellipsoid(x, y - 0.68, z, 0.23, 0.07, 0.23), ball(x, y - 0.79, z, 0.055), 0.04)

    shop.add(body, (0, y, 0), 1.15, SUBJECT)
    shop.add(lid, (0, y, 0), 0.9, SUBJECT)


def guitar(shop: Builder, y: float) -> None:
    """Upright, its strings towards the camera."""
    neck, pale = shop.made(linear("#3a2418"), gloss=0.05), shop.made(linear("#e6dcc6"), gloss=0.05)

    def body(x: Array, y: Array, z: Array) -> Array:
        lower, above = drum(x, z, y - 0.38, 0.4, 0.1, 0.025), drum(x, z, y - 0.88, 0.3, 0.1, 0.025)
        return carve(join(lower, above, 0.16), drum(x, z + 0.1, y - 0.8, 0.115, 0.03, 0.004), 0.008)

    def strings(x: Array, y: Array, z: Array) -> Array:
        apart = np.abs((x + 0.036) % 0.024 - 0.012)
        ends = np.maximum(np.abs(x) - 0.036, np.abs(y) - 0.8)
        return cast(Array, np.maximum(np.sqrt(apart * apart + z * z) - 0.0022, ends))

    shop.add(body, (0, y + 0.02, 0), 1.2, SUBJECT)
    shop.add(lambda x, y, z: drum(x, z, y, 0.11, 0.015, 0.004), (0, y + 0.82, -0.075), 0.13, DARK)
    shop.add(lambda x, y, z: ring(x, z, y, 0.135, 0.009), (0, y + 0.82, -0.102), 0.16, pale)
    shop.add(partial(brick, half=(0.13, 0.022, 0.02), edge=0.01), (0, y + 0.36, -0.115), 0.15, neck)
    shop.add(partial(brick, half=(0.045, 0.44, 0.03), edge=0.01), (0, y + 1.42, -0.095), 0.46, neck)
    shop.add(partial(brick, half=(0.075, 0.14, 0.022), edge=0.02), (0, y + 1.98, -0.08), 0.18, neck)
    for side in (-1, 1):
        for step in range(3):
            shop.add(partial(ball, radius=0.022), (side * 0.095, y + 1.9 + 0.075 * step, -0.08), 0.03, pale)
    shop.add(strings, (0, y + 1.13, -0.135), 0.86, pale)


BOTTLES: tuple[Stand, ...] = (flask, round_bottle, square_bottle)

# By the names of [subjects] in words.toml; bottles are chosen among.
GOODS: Mapping[str, Stand] = {
    "jar": jar, "box": box, "cup": cup, "can": can, "tube": tube, "vase": vase, "watch": watch, "phone": phone,
    "speaker": speaker, "candle": candle, "car": car, "sneaker": sneaker, "book": book, "teapot": teapot,
    "guitar": guitar,
}  # fmt: skip
