"""Signed distances: how far a point is from a solid (negative inside). The vocabulary of the ray-marched scenes.

Every function takes coordinates as float32 arrays of one shape, already moved to the solid's own origin, and returns
distances of that shape. Units are those of the scene.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np

from lib.demo.paint.colour import Array

Distance = Callable[[Array, Array, Array], Array]


def ball(x: Array, y: Array, z: Array, radius: float) -> Array:
    return cast(Array, np.sqrt(x * x + y * y + z * z) - radius)


def ellipsoid(x: Array, y: Array, z: Array, rx: float, ry: float, rz: float) -> Array:
    """Close to exact near the surface, which is all that marching needs."""
    ax, ay, az = x / rx, y / ry, z / rz
    k0 = np.sqrt(ax * ax + ay * ay + az * az)
    bx, by, bz = ax / rx, ay / ry, az / rz
    k1 = np.sqrt(bx * bx + by * by + bz * bz) + 1e-6
    return cast(Array, k0 * (k0 - 1) / k1)


def drum(x: Array, y: Array, z: Array, radius: float, half: float, edge: float) -> Array:
    """Upright cylinder, ``half`` its half height, with edges rounded by ``edge``."""
    return _rounded(np.sqrt(x * x + z * z) - (radius - edge), np.abs(y) - (half - edge), edge)


def brick(x: Array, y: Array, z: Array, half: tuple[float, float, float], edge: float) -> Array:
    """Box with rounded edges; ``half`` are its half sizes."""
    ax, ay, az = (np.abs(value) - (size - edge) for value, size in zip((x, y, z), half, strict=True))
    outside = np.sqrt(np.maximum(ax, 0) ** 2 + np.maximum(ay, 0) ** 2 + np.maximum(az, 0) ** 2)
    return cast(Array, outside + np.minimum(np.maximum(ax, np.maximum(ay, az)), 0) - edge)


def slab(x: Array, y: Array, z: Array, half: tuple[float, float, float], corner: float, edge: float) -> Array:
    """Box whose upright corners are rounded by ``corner`` and whose rims by ``edge``: a flask, a soap, a phone."""
    ax = np.maximum(np.abs(x) - (half[0] - corner), 0)
    az = np.maximum(np.abs(z) - (half[2] - corner), 0)
    side = np.sqrt(ax * ax + az * az) - (corner - edge)
    return _rounded(side, np.abs(y) - (half[1] - edge), edge)


def ring(x: Array, y: Array, z: Array, radius: float, thick: float) -> Array:
    """Torus that lies flat."""
    across = np.sqrt(x * x + z * z) - radius
    return cast(Array, np.sqrt(across * across + y * y) - thick)


def rod(x: Array, y: Array, z: Array, end: tuple[float, float, float], r0: float, r1: float) -> Array:
    """Round rod from the origin to ``end``, its radius going from ``r0`` to ``r1``."""
    ex, ey, ez = end
    t = np.clip((x * ex + y * ey + z * ez) / (ex * ex + ey * ey + ez * ez), 0, 1)
    return np.sqrt((x - ex * t) ** 2 + (y - ey * t) ** 2 + (z - ez * t) ** 2) - (r0 + (r1 - r0) * t)


def join(a: Array, b: Array, soft: float) -> Array:
    """Union with a fillet of about ``soft``."""
    gap = np.maximum(soft - np.abs(a - b), 0)
    return cast(Array, np.minimum(a, b) - gap * gap * (0.25 / soft))


def carve(a: Array, b: Array, soft: float) -> Array:
    """``a`` without ``b``, the edge rounded by ``soft``."""
    return -join(-a, b, soft)


def _rounded(side: Array, end: Array, edge: float) -> Array:
    outside = np.sqrt(np.maximum(side, 0) ** 2 + np.maximum(end, 0) ** 2)
    return cast(Array, outside + np.minimum(np.maximum(side, end), 0) - edge)
