"""Lighting rigs for the ray-marched scenes: a key lamp, a second lamp, the fill, and what shiny things reflect."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.reading import Reading
from lib.demo.paint.vec import Point, Vec


@dataclass(frozen=True)
class Rig:
    """Directions point towards the lamps (x right, y up, z away from the camera). Colours are linear and may exceed 1.

    ``sharp``: small = wide, soft shadows. ``room``: how bright the backdrop is. ``pattern``: what stands before the
    key lamp ("window" or nothing). ``flat``: two tones instead of shading, for finishes that want clean shapes.
    """

    key: Point
    key_colour: Array
    rim: Point
    rim_colour: Array
    fill: Array
    sharp: float = 7.0
    room: float = 1.0
    strips: float = 1.0
    pattern: str = ""
    flat: bool = False

    def reflected(self, way: Vec, ground: Array, wall: Array) -> Array:
        """What a mirror sees in a direction: floor, wall, and the softboxes on both sides. (n, 3)."""
        dx, dy, dz = way
        base = mix(ground, wall, smooth(-0.25, 0.35, dy)[..., None]) * self.fill * 0.9
        front = smooth(0.75, -0.1, dz)
        key_side = -1.0 if self.key[0] <= 0 else 1.0
        big = smooth(0.26, 0.1, np.abs(dx * key_side - 0.62)) * smooth(-0.45, -0.2, dy) * smooth(0.9, 0.55, dy) * front
        thin = smooth(0.1, 0.03, np.abs(dx * -key_side - 0.8)) * smooth(-0.5, -0.2, dy) * smooth(0.8, 0.5, dy)
        top = smooth(0.72, 0.92, dy)
        lamps = (big * 1.5 + top * 0.5)[..., None] * self.key_colour + (thin * 1.2)[..., None] * self.rim_colour
        return (base + lamps * self.strips).astype(np.float32)


def _rig(
    key: tuple[Point, str, float],
    rim: tuple[Point, str, float],
    fill: tuple[str, float],
    sharp: float = 7.0,
    room: float = 1.0,
    strips: float = 1.0,
    pattern: str = "",
) -> Rig:
    """Lamps as direction, colour and power; the fill as colour and power."""
    (key_way, key_colour, key_power), (rim_way, rim_colour, rim_power) = key, rim
    lamps = (_unit(key_way), linear(key_colour) * key_power, _unit(rim_way), linear(rim_colour) * rim_power)
    return Rig(*lamps, linear(fill[0]) * fill[1], sharp, room, strips, pattern)


def _unit(way: Point) -> Point:
    length = math.hypot(*way)
    return (way[0] / length, way[1] / length, way[2] / length)


_BACK = (0.7, 0.5, 0.8)

RIGS = {
    "studio": _rig(((-0.75, 0.85, -0.55), "#fff4e6", 1.15), (_BACK, "#dfe9ff", 0.5), ("#eef1f6", 0.5)),
    "highkey": _rig(((-0.4, 1, -0.6), "#ffffff", 0.8), (_BACK, "#ffffff", 0.3), ("#ffffff", 0.85), 4.0, 1.15),
    "lowkey": _rig(
        ((-0.9, 0.5, 0.1), "#ffe9d2", 1.5), ((0.9, 0.4, 0.5), "#bfd3ff", 1.5), ("#9aa6c0", 0.12), 10.0, 0.25, 1.6
    ),
    "dawn": _rig(((-0.95, 0.4, -0.35), "#ffcfa0", 1.35), (_BACK, "#b9c6ff", 0.5), ("#c7cdea", 0.42), 14.0, 1.0, 0.8),
    "morning": _rig(
        ((-0.9, 0.55, -0.4), "#ffe6bf", 1.5), (_BACK, "#dfe8ff", 0.4), ("#dde6f5", 0.42), 22.0, 1.0, 0.8, "window"
    ),
    "golden": _rig(
        ((-0.95, 0.42, -0.45), "#ffd6aa", 1.75), (_BACK, "#ff9f6a", 0.6), ("#d3c6c4", 0.38), 26.0, 1.0, 0.8, "window"
    ),
    "noon": _rig(((-0.35, 1, -0.35), "#fff8ec", 1.9), (_BACK, "#ffffff", 0.3), ("#cfe2f7", 0.48), 40.0, 1.05, 0.8),
    "overcast": _rig(((-0.2, 1, -0.4), "#e8eef2", 0.65), (_BACK, "#e8eef2", 0.2), ("#dbe2e8", 0.75), 3.0, 0.95, 0.6),
    "storm": _rig(((-0.5, 0.9, -0.3), "#b9c6d0", 0.7), (_BACK, "#b9c6d0", 0.4), ("#8793a0", 0.4), 5.0, 0.7, 0.6),
    "dusk": _rig(
        ((-0.95, 0.38, -0.3), "#ff9a5c", 1.5), ((0.8, 0.4, 0.5), "#7a86ff", 0.9), ("#8a7ab0", 0.34), 12.0, 0.8, 0.8
    ),
    "blue": _rig(
        ((-0.7, 0.8, -0.4), "#8fb2ff", 0.8), ((0.85, 0.3, 0.1), "#ffb070", 0.9), ("#4a6bb0", 0.34), 8.0, 0.7, 0.8
    ),
    "night": _rig(
        ((-0.6, 0.9, -0.1), "#8fa8e8", 0.75), ((0.85, 0.3, 0.2), "#ffb066", 0.8), ("#2c3c70", 0.25), 9.0, 0.45, 0.8
    ),
    "neon": _rig(
        ((-0.95, 0.35, -0.25), "#ff3aa6", 2.3), ((0.95, 0.35, -0.1), "#2ab8ff", 2.0), ("#4a2c90", 0.4), 8.0, 0.5, 1.1
    ),
    "candle": _rig(
        ((-0.7, 0.25, -0.6), "#ff9a3c", 1.7), ((0.7, 0.5, 0.7), "#a04a18", 0.5), ("#5a2e18", 0.22), 9.0, 0.4, 0.7
    ),
    "backlit": _rig(
        ((0.35, 0.55, 0.85), "#ffe2b8", 2.4), ((-0.8, 0.4, 0.5), "#ffd9a8", 1.2), ("#d8c9c0", 0.34), 12.0, 1.0, 0.6
    ),
    "window": _rig(((-0.9, 0.55, -0.45), "#f4f0e8", 1.75), (_BACK, "#dfe8ff", 0.35), ("#ccd4e2", 0.34), 6.0, 0.85, 0.9),
}


_FLAT = frozenset({"poster", "papercut", "comic", "woodblock"})


def indoors(reading: Reading, default: str) -> Rig:
    """The rig that the prompt asks for, else ``default``. A colour bound to "gel" colours the second lamp."""
    rig = RIGS[reading.light or default]
    if reading.light == "neon" and reading.palette:
        lamps = [linear(colour) for colour in reading.palette[:2]]
        rig = replace(rig, key_colour=_lamp(lamps[0], 1.5))
        if len(lamps) > 1:
            rig = replace(rig, rim_colour=_lamp(lamps[1], 1.4))
    gel = reading.colour("gel")
    if gel:
        rig = replace(rig, rim_colour=_lamp(linear(gel), 1.5))
    return replace(rig, flat=True, pattern="") if reading.finish in _FLAT else rig


def mirrored(rig: Rig) -> Rig:
    """The same lamps from the other side."""
    key, rim = ((-x, y, z) for x, y, z in (rig.key, rig.rim))
    return replace(rig, key=key, rim=rim)


def _lamp(colour: Array, power: float) -> Array:
    return colour / max(float(colour.max()), 0.05) * power


def window_bars(rig: Rig) -> Callable[[Vec], Array] | None:
    """The shadow of a window's bars, cast along the key light onto everything, for rigs that have one."""
    if not rig.pattern:
        return None
    kx, ky, kz = rig.key

    def share(points: Vec) -> Array:
        x, y, z = points
        across, high = z - x * kz / kx, y - x * ky / kx
        bars_across = smooth(0.03, 0.1, np.abs((across * 0.55 + 0.31) % 1 - 0.5))
        bars_high = smooth(0.03, 0.1, np.abs((high * 0.42 + 0.12) % 1 - 0.5))
        opening = smooth(2.9, 2.5, np.abs(high - 1.0)) * smooth(2.6, 2.2, np.abs(across + 0.2))
        return cast(Array, 0.14 + 0.86 * bars_across * bars_high * opening)

    return share
