"""A head and what it wears, as signed distances. It looks towards −z; the eyes are at height 0, the neck at −0.5.

Both sides are alike, so most is worked out on ``|x|``. Each function takes coordinates and returns distances.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array
from lib.demo.paint.shapes import Distance, ball, carve, drum, ellipsoid, join, ring, rod
from lib.demo.paint.vec import Point, Vec

Number = TypeVar("Number", float, Array)

EYE: Point = (0.15, 0.035, -0.325)  # middle of one eyeball; the other has −x
BUN: Point = (0.0, 0.62, 0.22)


@dataclass(frozen=True)
class Pose:
    """How the head is turned: angles in radians, about a pivot in the neck."""

    yaw: float
    pitch: float
    tilt: float
    pivot: float = -0.45

    def inside(self, points: Vec) -> Vec:
        """Points of the scene as points of the head."""
        x, y = _turned(points.x, points.y - self.pivot, -self.tilt)
        x, z = _turned(x, points.z, self.yaw)
        y, z = _turned(y, z, self.pitch)
        return Vec(x, y + self.pivot, z)

    def outside(self, point: Point) -> Point:
        """A point of the head in the scene: the turns undone, the last one first."""
        y, z = _turned(point[1] - self.pivot, point[2], -self.pitch)
        x, z = _turned(point[0], z, -self.yaw)
        x, y = _turned(x, y, self.tilt)
        return x, y + self.pivot, z

    def worn(self, distance: Distance) -> Distance:
        """``distance``, which is given in the head's coordinates, for points of the scene."""
        return lambda x, y, z: distance(*self.inside(Vec(x, y, z)))


def _turned(a: Number, b: Number, angle: float) -> tuple[Number, Number]:
    cos, sin = math.cos(angle), math.sin(angle)
    return a * cos - b * sin, a * sin + b * cos


def face(x: Array, y: Array, z: Array) -> Array:
    """The head without hair."""
    ax = np.abs(x)
    head = ellipsoid(x, y - 0.14, z - 0.06, 0.38, 0.43, 0.46)
    jaw = ellipsoid(x, y + 0.18, z + 0.05, 0.285, 0.35, 0.31)
    chin = ellipsoid(x, y + 0.455, z + 0.25, 0.1, 0.075, 0.075)
    cheek = ball(ax - 0.19, y + 0.1, z + 0.225, 0.1)
    brow = rod(np.sqrt(x * x + 0.003) - 0.05, y - 0.125, z + 0.365, (0.17, -0.01, 0.07), 0.03, 0.025)
    head = join(join(join(join(head, jaw, 0.2), chin, 0.14), cheek, 0.14), brow, 0.1)
    socket = ellipsoid(ax - EYE[0], y - EYE[1], z + 0.45, 0.1, 0.06, 0.09)
    head = join(carve(head, socket, 0.07), _lids(ax, y, z), 0.018)
    return join(_with_nose_and_mouth(head, x, ax, y, z), _ear(ax, y, z), 0.03)


def _with_nose_and_mouth(head: Array, x: Array, ax: Array, y: Array, z: Array) -> Array:
    bridge = rod(x, y - 0.08, z + 0.37, (0.0, -0.185, -0.11), 0.026, 0.046)
    nostril = ball(ax - 0.042, y + 0.128, z + 0.42, 0.03)
    mouth = ellipsoid(x, y + 0.3, z + 0.265, 0.13, 0.1, 0.1)
    upper = rod(ax, y + 0.28, z + 0.364, (0.105, -0.008, 0.04), 0.02, 0.008)
    lower = rod(ax, y + 0.32, z + 0.359, (0.08, 0.018, 0.036), 0.026, 0.01)
    head = join(join(join(head, bridge, 0.065), nostril, 0.035), mouth, 0.1)
    return join(join(head, upper, 0.03), lower, 0.016)


def _ear(ax: Array, y: Array, z: Array) -> Array:
    return ellipsoid(ax - 0.385, y - 0.02, z - 0.08, 0.045, 0.115, 0.075)


def _lids(ax: Array, y: Array, z: Array) -> Array:
    """Eyelids: a thin shell round the eyeball with an almond opening."""
    ex, ey, ez = ax - EYE[0], y - EYE[1], z - EYE[2]
    opening = np.maximum(ey - 0.026 + 5.2 * ex * ex, -ey - 0.025 + 3.6 * ex * ex)
    return np.maximum(ball(ex, ey, ez, 0.094), -np.maximum(opening, ez + 0.03))


def eyes(x: Array, y: Array, z: Array) -> Array:
    return ball(np.abs(x) - EYE[0], y - EYE[1], z - EYE[2], 0.086)


def neck(x: Array, y: Array, z: Array) -> Array:
    throat = rod(x, y + 0.35, z - 0.1, (0.0, -0.55, 0.06), 0.17, 0.185)
    base = rod(x + 0.3, y + 0.92, z - 0.14, (0.6, 0.0, 0.0), 0.14, 0.14)
    return join(throat, base, 0.22)


def crew_neck(x: Array, y: Array, z: Array) -> Array:
    return carve(_torso(x, y, z), ellipsoid(x, y + 0.66, z + 0.06, 0.3, 0.3, 0.36), 0.03)


def turtleneck(x: Array, y: Array, z: Array) -> Array:
    collar = drum(x, y + 0.61, z - 0.1 + 0.12 * (y + 0.61), 0.235, 0.13, 0.05)
    return join(_torso(x, y, z), collar, 0.1)


def _torso(x: Array, y: Array, z: Array) -> Array:
    ax = np.sqrt(x * x + 0.012)  # a soft |x|: no seam down the middle
    shoulders = rod(x + 0.56, y + 1.1, z - 0.14, (1.12, 0.0, 0.0), 0.25, 0.25)
    slope = rod(ax - 0.2, y + 0.87, z - 0.14, (0.38, -0.2, 0.0), 0.2, 0.24)
    chest = ellipsoid(x, y + 1.58, z - 0.1, 0.7, 0.75, 0.42)
    arm = rod(ax - 0.58, y + 1.13, z - 0.14, (0.14, -1.1, 0.0), 0.23, 0.2)
    return join(join(join(shoulders, slope, 0.1), chest, 0.2), arm, 0.08)


def _scalp(x: Array, y: Array, z: Array, grow: float) -> Array:
    return ellipsoid(x, y - 0.15, z - 0.08, 0.405 + grow, 0.45 + grow, 0.475 + grow)


def _bare(x: Array, y: Array, z: Array) -> Array:
    """The face that hair leaves free."""
    return ellipsoid(x, y + 0.2, z + 0.36, 0.335, 0.56, 0.42)


def cropped(x: Array, y: Array, z: Array) -> Array:
    hair = carve(_scalp(x, y, z, 0.02), _bare(x, y, z), 0.04)
    return np.maximum(hair, -(y + 0.22 + 0.35 * np.minimum(z, 0.2)))


def bob(x: Array, y: Array, z: Array) -> Array:
    fall = ellipsoid(x, y + 0.05, z - 0.14, 0.47, 0.6, 0.42)
    hair = carve(join(_scalp(x, y, z, 0.04), fall, 0.1), _bare(x, y, z), 0.05)
    return np.maximum(hair, -(y + 0.48))


def long_hair(x: Array, y: Array, z: Array) -> Array:
    fall = ellipsoid(x, y + 0.5, z - 0.22, 0.5, 0.95, 0.34)
    throat = ellipsoid(x, y + 0.7, z + 0.3, 0.3, 0.6, 0.45)
    return carve(join(_scalp(x, y, z, 0.035), fall, 0.15), join(_bare(x, y, z), throat, 0.1), 0.06)


def bun(x: Array, y: Array, z: Array) -> Array:
    knot = ball(x - BUN[0], y - BUN[1], z - BUN[2], 0.19)
    return np.minimum(cropped(x, y, z), knot)


def afro(curls: Array) -> Distance:
    """``curls`` is a noise texture."""

    def hair(x: Array, y: Array, z: Array) -> Array:
        bumps = noise.look(curls, np.arctan2(x, z) * 0.7, y * 1.3) - 0.5
        mass = ellipsoid(x, y - 0.28, z - 0.14, 0.6, 0.52, 0.54) - bumps * 0.03
        return carve(mass, ellipsoid(x, y + 0.2, z + 0.42, 0.34, 0.5, 0.42), 0.06) * 0.8

    return hair


def beard(x: Array, y: Array, z: Array) -> Array:
    """Round the jaw and over the lip, open at the mouth."""
    chin = ellipsoid(x, y + 0.4, z + 0.1, 0.27, 0.22, 0.31)
    lip = ellipsoid(x, y + 0.225, z + 0.37, 0.11, 0.03, 0.06)
    cheeks = ellipsoid(x, y - 0.02, z + 0.42, 0.26, 0.235, 0.3)
    mouth = ellipsoid(x, y + 0.3, z + 0.42, 0.085, 0.035, 0.12)
    return carve(carve(join(chin, lip, 0.06), cheeks, 0.06), mouth, 0.03)


def hat(x: Array, y: Array, z: Array) -> Array:
    edge = y - 0.27 + 0.2 * z
    band = ring(x / 0.93, edge - 0.01, z - 0.06, 0.46, 0.06)
    return join(np.maximum(_scalp(x, y - 0.03, z, 0.055), -edge), band * 0.9, 0.03)


def glasses(x: Array, y: Array, z: Array) -> Array:
    ax = np.abs(x)
    rims = ring(ax - 0.16, z + 0.46 - ax * 0.12, y - 0.03, 0.125, 0.011)
    bridge = rod(ax, y - 0.06, z + 0.475, (0.045, 0.0, 0.01), 0.01, 0.01)
    arm = rod(ax - 0.285, y - 0.05, z + 0.43, (0.1, 0.0, 0.5), 0.01, 0.01)
    return np.minimum(rims, np.minimum(bridge, arm))
