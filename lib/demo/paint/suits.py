"""Busts without a face: an astronaut behind a golden visor, and a robot. In the coordinates of ``head``."""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint import head
from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array, linear
from lib.demo.paint.head import Pose
from lib.demo.paint.march import Solid
from lib.demo.paint.reading import Reading
from lib.demo.paint.shapes import Distance, ball, brick, carve, drum, ellipsoid, join, ring, rod
from lib.demo.paint.vec import Point

_TRIMS = ("#d9772b", "#c2352b", "#2f6f9f", "#d9a92b")
_GLOWS = ("#7fe3ff", "#8dffb0", "#ffd27a")


class Suit(Builder):
    """``wear`` adds what turns with the head, ``add`` what does not."""

    def __init__(self, reading: Reading, pose: Pose, rng: np.random.Generator):
        super().__init__()
        self.pose = pose
        named = [linear(colour) for colour in reading.palette[:2]]
        shell = linear(reading.colour("subject", "clothes", default="#e6e4de"))
        self.shell = self.made(named[0] if named else shell, gloss=0.06)
        trim = named[1] if len(named) > 1 else linear(str(rng.choice(_TRIMS)))
        self.trim = self.made(trim, gloss=0.06)
        self.dark = self.made(linear("#16181c"), gloss=0.12)
        self.gold = self.made(linear("#e8b04a"), gloss=0.8, metal=True)
        light = linear(reading.colour("eyes", default=str(rng.choice(_GLOWS))))
        self.light = self.made(light, gloss=0.0, glow=light * 1.3)

    def wear(self, shape: Distance, place: Point, radius: float, material: int) -> None:
        self.solids.append(Solid(self.pose.worn(shape), self.pose.outside(place), radius, material))


def worn(reading: Reading, pose: Pose, rng: np.random.Generator) -> Suit | None:
    """The bust that is named, if it is one of these."""
    if not reading.has("astronaut", "robot"):
        return None
    suit = Suit(reading, pose, rng)
    (_robot if reading.has("robot") else _astronaut)(suit)
    return suit


def _astronaut(suit: Suit) -> None:
    suit.wear(_helmet, (0, 0.06, 0), 0.72, suit.shell)
    suit.wear(_visor, (0, 0.04, -0.15), 0.62, suit.gold)
    suit.wear(_ear_pieces, (0, 0.02, 0.05), 0.78, suit.trim)
    suit.add(lambda x, y, z: ring(x, y, z, 0.4, 0.085), (0, -0.62, 0.1), 0.5, suit.trim)
    suit.solids.append(Solid(_padded, (0, -1.5, 0.12), 1.5, suit.shell))
    suit.add(lambda x, y, z: brick(x, y, z, (0.6, 0.62, 0.22), 0.12), (0, -0.95, 0.62), 0.92, suit.shell)
    suit.add(lambda x, y, z: brick(x, y, z, (0.24, 0.13, 0.07), 0.03), (0, -1.2, -0.36), 0.3, suit.dark)
    for number, material in enumerate((suit.light, suit.trim, suit.gold)):
        suit.add(lambda x, y, z: ball(x, y, z, 0.035), (-0.13 + 0.13 * number, -1.2, -0.43), 0.04, material)


def _helmet(x: Array, y: Array, z: Array) -> Array:
    opening = ellipsoid(x, y - 0.05, z + 0.5, 0.45, 0.38, 0.36)
    return carve(ball(x, y - 0.06, z, 0.62), opening, 0.05)


def _visor(x: Array, y: Array, z: Array) -> Array:
    return ellipsoid(x, y - 0.05, z + 0.08, 0.45, 0.39, 0.49)


def _ear_pieces(x: Array, y: Array, z: Array) -> Array:
    return drum(y - 0.02, np.abs(x) - 0.62, z - 0.05, 0.14, 0.06, 0.03)


def _padded(x: Array, y: Array, z: Array) -> Array:
    """The suit's shoulders, thicker than clothes, with folds at the arms."""
    folds = 0.012 * np.sin(y * 34) * np.clip(np.abs(x) * 2 - 0.9, 0, 1)
    return cast(Array, (head.crew_neck(x, y, z) - 0.08 + folds) * 0.9)


def _robot(suit: Suit) -> None:
    suit.wear(lambda x, y, z: brick(x, y - 0.06, z, (0.5, 0.42, 0.4), 0.17), (0, 0.06, 0), 0.78, suit.shell)
    suit.wear(lambda x, y, z: brick(x, y - 0.06, z + 0.37, (0.4, 0.28, 0.06), 0.055), (0, 0.06, -0.37), 0.5, suit.dark)
    suit.wear(_eyes, (0, 0.1, -0.43), 0.36, suit.light)
    suit.wear(_mouth, (0, -0.1, -0.43), 0.18, suit.light)
    suit.wear(lambda x, y, z: drum(y - 0.06, np.abs(x) - 0.54, z, 0.15, 0.07, 0.03), (0, 0.06, 0), 0.66, suit.trim)
    suit.wear(lambda x, y, z: rod(x, y - 0.45, z, (0.0, 0.26, 0.0), 0.022, 0.018), (0, 0.58, 0), 0.2, suit.dark)
    suit.wear(lambda x, y, z: ball(x, y - 0.76, z, 0.065), (0, 0.76, 0), 0.07, suit.light)
    suit.solids.append(Solid(_bellows, (0, -0.5, 0.05), 0.36, suit.dark))
    suit.solids.append(Solid(_chassis, (0, -1.35, 0.1), 1.25, suit.shell))
    suit.solids.append(Solid(_shoulders, (0, -1.1, 0.1), 1.15, suit.trim))
    suit.add(lambda x, y, z: drum(x, z, y, 0.14, 0.03, 0.015), (0, -1.12, -0.29), 0.18, suit.dark)
    suit.add(lambda x, y, z: drum(x, z, y, 0.09, 0.03, 0.015), (0, -1.12, -0.31), 0.12, suit.light)


def _eyes(x: Array, y: Array, z: Array) -> Array:
    return drum(np.abs(x) - 0.17, z + 0.43, y - 0.1, 0.08, 0.015, 0.012)


def _mouth(x: Array, y: Array, z: Array) -> Array:
    bend = y + 0.1 - 1.6 * x * x
    return brick(x, bend, z + 0.43, (0.11, 0.013, 0.012), 0.01) * 0.8


def _bellows(x: Array, y: Array, z: Array) -> Array:
    return cast(Array, drum(x, y + 0.5, z - 0.05, 0.2, 0.2, 0.02) * 0.8 + 0.014 * np.sin(y * 70))


def _chassis(x: Array, y: Array, z: Array) -> Array:
    return join(brick(x, y + 1.3, z - 0.1, (0.6, 0.6, 0.38), 0.24), drum(x, y + 0.68, z - 0.08, 0.3, 0.05, 0.03), 0.1)


def _shoulders(x: Array, y: Array, z: Array) -> Array:
    ax = np.abs(x)
    return join(
        ball(ax - 0.74, y + 0.98, z - 0.1, 0.22), rod(ax - 0.76, y + 1.0, z - 0.1, (0.1, -0.9, 0.0), 0.13, 0.12), 0.05
    )
