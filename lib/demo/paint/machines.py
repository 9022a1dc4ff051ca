"""Machines as solids: a bicycle, a rocket, a laptop, a camera, headphones. Each stands at height ``y``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import cast

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.shapes import ball, brick, drum, ellipsoid, join, ring, rod, slab
from lib.demo.paint.shop import ACCENT, CAP, DARK, SUBJECT, Stand
from lib.demo.paint.vec import Point, Vec

_CHROME = "#c9ced3"
_HUBS = (-0.66, 0.64)  # of a bicycle's wheels, along its length
_AXLE, _WHEEL = 0.46, 0.43


def bicycle(shop: Builder, y: float) -> None:
    """Seen from its side, the front on the right."""
    chrome = shop.made(linear(_CHROME), gloss=0.35, metal=True)
    leather = shop.made(linear("#6b4226"), gloss=0.03)
    for x in _HUBS:
        shop.add(_tyre, (x, y + _AXLE, 0), _WHEEL + 0.05, DARK)
        shop.add(_spokes, (x, y + _AXLE, 0), _WHEEL + 0.02, chrome)
    shop.add(_frame, (0, y, 0), 1.35, SUBJECT)
    shop.add(_handlebar, (0.4, y + 1.2, 0), 0.36, chrome)
    shop.add(_crank, (-0.12, y + 0.43, 0), 0.32, chrome)
    shop.add(_chain, (-0.66, y + _AXLE, 0.0), 0.75, DARK)
    shop.add(_saddle, (-0.36, y + 1.17, 0), 0.24, leather)
    for side in (-1, 1):
        shop.add(partial(rod, end=(-0.1, -0.01, 0), r0=0.026, r1=0.026), (0.36, y + 1.235, side * 0.26), 0.15, leather)


def _tyre(x: Array, y: Array, z: Array) -> Array:
    return ring(x, z, y, _WHEEL, 0.03)


def _spokes(x: Array, y: Array, z: Array) -> Array:
    """Rim, hub and sixteen spokes: one spoke, folded round the hub."""
    away, sector = np.sqrt(x * x + y * y), math.pi / 8
    aside = away * np.sin(np.arctan2(y, x) % sector - sector / 2)
    spoke = np.maximum(np.sqrt(aside * aside + z * z) - 0.0045, away - _WHEEL + 0.03)
    rim, hub = ring(x, z, y, _WHEEL - 0.035, 0.012), drum(x, z, y, 0.035, 0.05, 0.01)
    return cast(Array, np.minimum(np.minimum(rim, hub), spoke))


def _tube(x: Array, y: Array, z: Array, start: Point, end: Point, thick: float) -> Array:
    way = (end[0] - start[0], end[1] - start[1], end[2] - start[2])
    return rod(x - start[0], y - start[1], z - start[2], way, thick, thick)


def _frame(x: Array, y: Array, z: Array) -> Array:
    seat, head, neck, pedals = (-0.3, 1.0, 0.0), (0.45, 1.04, 0.0), (0.49, 0.9, 0.0), (-0.12, 0.43, 0.0)
    az = np.abs(z)
    body = _tube(x, y, z, pedals, neck, 0.028)
    for start, end, thick in ((pedals, seat, 0.026), (seat, head, 0.024), (neck, (0.42, 1.16, 0.0), 0.027)):
        body = join(body, _tube(x, y, z, start, end, thick), 0.015)
    for start, end in (
        ((-0.12, 0.43, 0.03), (_HUBS[0], _AXLE, 0.06)),
        ((-0.3, 0.98, 0.02), (_HUBS[0], _AXLE, 0.06)),
        ((0.49, 0.9, 0.03), (_HUBS[1], _AXLE, 0.055)),
    ):
        body = np.minimum(body, _tube(x, y, az, start, end, 0.015))
    return np.minimum(body, _tube(x, y, z, seat, (-0.335, 1.14, 0.0), 0.016))


def _handlebar(x: Array, y: Array, z: Array) -> Array:
    az = np.abs(z)
    stem = _tube(x, y, z, (0.02, -0.06, 0.0), (0.03, 0.02, 0.0), 0.018)
    across = _tube(x, y, az, (0.03, 0.02, 0.0), (0.0, 0.035, 0.2), 0.014)
    return join(join(stem, across, 0.01), _tube(x, y, az, (0.0, 0.035, 0.2), (-0.06, 0.035, 0.26), 0.014), 0.01)


def _crank(x: Array, y: Array, z: Array) -> Array:
    gear = np.minimum(ring(x, z + 0.045, y, 0.1, 0.01), drum(x, z, y, 0.03, 0.07, 0.01))
    arm = _tube(x, y, z, (0.0, 0.0, -0.07), (0.12, -0.13, -0.08), 0.014)
    other = _tube(x, y, z, (0.0, 0.0, 0.07), (-0.12, 0.13, 0.08), 0.014)
    pedal = brick(x - 0.12, y + 0.13, z + 0.13, (0.055, 0.012, 0.045), 0.008)
    return np.minimum(np.minimum(np.minimum(gear, arm), other), pedal)


def _chain(x: Array, y: Array, z: Array) -> Array:
    above = _tube(x, y, z, (0.0, 0.05, -0.045), (0.54, 0.07, -0.045), 0.008)
    return np.minimum(above, _tube(x, y, z, (0.0, -0.05, -0.045), (0.54, -0.13, -0.045), 0.008))


def _saddle(x: Array, y: Array, z: Array) -> Array:
    nose = rod(x, y, z, (0.17, 0.0, 0.0), 0.035, 0.022)
    return join(ellipsoid(x + 0.06, y, z, 0.12, 0.035, 0.09), nose, 0.06)


def rocket(shop: Builder, y: float) -> None:
    """As children draw it: a pointed body with a round window on three fins."""
    pane = shop.made(linear("#8fc4e8"), gloss=0.25)
    shop.add(_hull, (0, y + 0.85, 0), 0.95, SUBJECT)
    shop.add(_nose, (0, y + 0.85, 0), 0.95, ACCENT)
    shop.add(_fins, (0, y + 0.4, 0), 0.72, ACCENT)
    shop.add(partial(drum, radius=0.13, half=0.1, edge=0.03), (0, y + 0.12, 0), 0.2, DARK)
    shop.add(lambda x, y, z: ring(x, z, y, 0.115, 0.028), (0, y + 0.98, -0.3), 0.17, CAP)
    shop.add(partial(ellipsoid, rx=0.11, ry=0.11, rz=0.03), (0, y + 0.98, -0.3), 0.13, pane)


def _fuselage(x: Array, y: Array, z: Array) -> Array:
    return ellipsoid(x, y, z, 0.33, 0.82, 0.33)


def _hull(x: Array, y: Array, z: Array) -> Array:
    return np.maximum(_fuselage(x, y, z), np.maximum(y - 0.42, -0.62 - y))


def _nose(x: Array, y: Array, z: Array) -> Array:
    return np.maximum(_fuselage(x, y, z) - 0.004, 0.42 - y)


def _fins(x: Array, y: Array, z: Array) -> Array:
    """One fin, folded round the axis; two of the three show from any side."""
    away, sector = np.sqrt(x * x + z * z), 2 * math.pi / 3
    folded = (np.arctan2(z, x) + 0.5) % sector - sector / 2
    ahead, aside = away * np.cos(folded), away * np.sin(folded)
    swept = brick(ahead - 0.36, y + 0.1 + 0.75 * (ahead - 0.36), aside, (0.2, 0.2, 0.03), 0.025)
    return cast(Array, swept * 0.75)


def laptop(shop: Builder, y: float) -> None:
    screen = shop.made(_desktop, gloss=0.05, glow=np.full(3, 0.06, np.float32))
    shop.add(partial(slab, half=(0.72, 0.028, 0.46), corner=0.08, edge=0.015), (0, y + 0.03, -0.1), 0.88, SUBJECT)
    shop.add(partial(brick, half=(0.6, 0.004, 0.17), edge=0.003), (0, y + 0.058, -0.02), 0.64, DARK)
    shop.add(partial(brick, half=(0.18, 0.003, 0.1), edge=0.003), (0, y + 0.058, -0.38), 0.22, DARK)
    shop.add(partial(_lid, half=(0.72, 0.46, 0.018)), (0, y + 0.06, 0.36), 1.2, SUBJECT)
    shop.add(partial(_lid, half=(0.67, 0.41, 0.004), ahead=0.02), (0, y + 0.06, 0.36), 1.15, screen)


def _desktop(points: Vec) -> Array:
    """A sunrise of soft colours on the screen."""
    x, y, _ = points
    high = smooth(0.4, 1.3, y + 0.12 * np.sin(x * 3.1))[..., None]
    sky = mix(
        mix(linear("#f2a65a"), linear("#d95f76"), np.clip(high * 2, 0, 1)),
        linear("#3f3f8f"),
        np.clip(high * 2 - 1, 0, 1),
    )
    hill = y < 0.62 + 0.06 * np.sin(x * 5 + 1)
    return np.where(hill[..., None], linear("#2c2f55"), sky).astype(np.float32)


def _lid(x: Array, y: Array, z: Array, half: Point, ahead: float = 0.0) -> Array:
    """A plate that leans back from its hinge."""
    up, back = y * 0.95 + z * 0.31, z * 0.95 - y * 0.31
    return brick(x, up - 0.46, back + ahead, half, min(half[2], 0.015))


def camera(shop: Builder, y: float) -> None:
    glass = shop.made(linear("#1c2a44"), gloss=0.35)
    chrome = shop.made(linear(_CHROME), gloss=0.3, metal=True)
    shop.add(partial(slab, half=(0.6, 0.27, 0.2), corner=0.12, edge=0.03), (0, y + 0.29, 0), 0.7, SUBJECT)
    shop.add(partial(slab, half=(0.6, 0.09, 0.2), corner=0.12, edge=0.03), (0, y + 0.62, 0), 0.65, chrome)
    shop.add(partial(brick, half=(0.17, 0.1, 0.15), edge=0.05), (0, y + 0.74, 0), 0.26, chrome)
    shop.add(partial(drum, radius=0.08, half=0.04, edge=0.015), (-0.42, y + 0.74, 0), 0.1, chrome)
    shop.add(lambda x, y, z: drum(x, z, y, 0.27, 0.13, 0.03), (0, y + 0.33, -0.28), 0.33, DARK)
    shop.add(lambda x, y, z: ring(x, z, y, 0.225, 0.025), (0, y + 0.33, -0.42), 0.27, chrome)
    shop.add(partial(ellipsoid, rx=0.19, ry=0.19, rz=0.06), (0, y + 0.33, -0.4), 0.2, glass)


def headphones(shop: Builder, y: float) -> None:
    def band(x: Array, y: Array, z: Array) -> Array:
        flat = ring(x / 0.92, z / 1.8, y, 0.52, 0.035)
        return np.maximum(flat, -y) * 0.9

    def pads(x: Array, y: Array, z: Array) -> Array:
        return drum(y, np.abs(x) - 0.4, z, 0.27, 0.075, 0.06)

    def shells(x: Array, y: Array, z: Array) -> Array:
        side = np.abs(x) - 0.5
        return join(drum(y, side, z, 0.25, 0.07, 0.05), drum(y, side - 0.07, z, 0.15, 0.02, 0.015), 0.02)

    def forks(x: Array, y: Array, z: Array) -> Array:
        return brick(np.abs(x) - 0.49, y - 0.27, z, (0.022, 0.12, 0.05), 0.02)

    chrome = shop.made(linear(_CHROME), gloss=0.35, metal=True)
    shop.add(band, (0, y + 0.66, 0), 0.66, SUBJECT)
    shop.add(forks, (0, y + 0.3, 0), 0.7, chrome)
    shop.add(pads, (0, y + 0.28, 0), 0.62, DARK)
    shop.add(shells, (0, y + 0.28, 0), 0.72, SUBJECT)


def balloon(shop: Builder, y: float) -> None:
    """A toy balloon on its string, above the floor."""

    def skin(x: Array, y: Array, z: Array) -> Array:
        narrow = 1 + 0.22 * np.clip(-y, 0, 1)
        return ellipsoid(x * narrow, y, z * narrow, 0.46, 0.56, 0.46) * 0.85

    def string(x: Array, y: Array, z: Array) -> Array:
        sway = 0.05 * np.sin(y * 5.5)
        return cast(Array, np.maximum(np.sqrt((x - sway) ** 2 + z * z) - 0.007, np.abs(y + 0.45) - 0.45) * 0.9)

    shop.add(skin, (0, y + 1.25, 0), 0.62, SUBJECT)
    shop.add(partial(ball, radius=0.045), (0, y + 0.66, 0), 0.05, SUBJECT)
    shop.add(string, (0, y + 0.65, 0), 0.95, CAP)


# By the names of [subjects] in words.toml.
MACHINES: Mapping[str, Stand] = {
    "bicycle": bicycle, "rocket": rocket, "laptop": laptop, "camera": camera, "headphones": headphones,
    "balloon": balloon,
}  # fmt: skip
