"""Shapes of food and flowers as signed distances, each of about the given size, with its origin in its middle."""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint.colour import Array
from lib.demo.paint.shapes import ball, brick, carve, drum, ellipsoid, join, ring, rod


def apple(x: Array, y: Array, z: Array, size: float) -> Array:
    across = np.sqrt(x * x + z * z) - size * 0.42
    return cast(Array, np.sqrt(across * across + (y * 1.02) ** 2) - size * 0.6 - 0.08 * np.maximum(-y, 0))


def orange(x: Array, y: Array, z: Array, size: float) -> Array:
    return cast(Array, ball(x, y, z, size) + size * 0.008 * np.sin(x * 90) * np.sin(y * 90) * np.sin(z * 90))


def lemon(x: Array, y: Array, z: Array, size: float) -> Array:
    u, v, low = x * 0.8 + z * 0.6, z * 0.8 - x * 0.6, y + size * 0.18
    tips = ellipsoid(u, low, v, size * 1.3, size * 0.2, size * 0.2)
    return join(ellipsoid(u, low, v, size * 1.05, size * 0.76, size * 0.76), tips, 0.06)


def pear(x: Array, y: Array, z: Array, size: float) -> Array:
    top = ball(x - size * 0.12, y - size * 1.05, z, size * 0.46)
    return join(ball(x, y, z, size * 0.95), top, size * 0.9)


def stalk(x: Array, y: Array, z: Array, size: float) -> Array:
    return rod(x, y, z, (size * 0.1, size * 0.32, 0.0), size * 0.03, size * 0.045)


def croissant(x: Array, y: Array, z: Array, size: float) -> Array:
    ahead = z + 0.5 * size
    turn = np.arctan2(x, ahead)
    across = np.sqrt(x * x + ahead * ahead) - 0.85 * size
    thick = 0.4 * size * np.clip(1 - (turn / 1.25) ** 2, 0, 1) ** 0.7
    ridges = 0.05 * size * np.abs(np.sin(turn * 7.5))
    beyond = np.maximum(np.abs(turn) - 1.25, 0) * size
    return (np.sqrt(across * across + y * y * 1.3 + beyond * beyond) - thick + ridges) * 0.55


def loaf(x: Array, y: Array, z: Array) -> Array:
    body = ellipsoid(x, y, z, 0.72, 0.34, 0.38)
    for shift in (-0.36, -0.12, 0.12, 0.36):
        body = carve(body, rod(x - shift, y - 0.36, z - 0.2, (0.12, 0.0, -0.4), 0.035, 0.035), 0.06)
    return body


def frosting(x: Array, y: Array, z: Array) -> Array:
    """The top of a cake, running down its side."""
    turn = np.arctan2(x, z)
    drip = 0.06 * (np.sin(turn * 9) + 0.6 * np.sin(turn * 14 + 1)) + 0.13
    top = drum(x, y - 0.02, z, 0.525, 0.045, 0.035)
    side = drum(x, y + drip * 0.5, z, 0.52, 0.06, 0.03)
    return join(top, side + np.maximum(-y - drip, 0) * 0.6, 0.03) * 0.8


def layer(x: Array, y: Array, z: Array, radius: float, half: float, wave: float = 0.0) -> Array:
    """A flat round layer; ``wave`` ruffles it like a leaf of salad."""
    return drum(x, y - wave * np.sin(np.arctan2(x, z) * 11), z, radius, half, half * 0.9) * (0.75 if wave else 1.0)


def half_bun(x: Array, y: Array, z: Array) -> Array:
    return np.maximum(ellipsoid(x, y, z, 0.55, 0.4, 0.55), -y - 0.03)


def bowl(x: Array, y: Array, z: Array, radius: float) -> Array:
    shell = carve(ball(x, y - radius * 0.78, z, radius), ball(x, y - radius * 0.86, z, radius * 0.96), 0.02)
    foot = drum(x, y - 0.03, z, radius * 0.42, 0.03, 0.012)
    return join(np.maximum(np.maximum(shell, y - radius * 0.6), -y), foot, 0.03) * 0.9


def cup(x: Array, y: Array, z: Array) -> Array:
    flare = 0.04 * y
    wall = carve(drum(x, y, z, 0.3, 0.26, 0.07) - flare, drum(x, y - 0.08, z, 0.27, 0.26, 0.05) - flare, 0.015)
    handle = np.maximum(ring(x - 0.34, z, y, 0.13, 0.032), 0.29 - np.sqrt(x * x + z * z))
    return join(wall, handle, 0.02) * 0.92


def plate(x: Array, y: Array, z: Array, radius: float) -> Array:
    rise = 0.07 * np.clip((np.sqrt(x * x + z * z) / radius - 0.6) / 0.4, 0, 1) ** 2
    return drum(x, y - rise, z, radius, 0.022, 0.02) * 0.85


def spoon(x: Array, y: Array, z: Array) -> Array:
    head = ellipsoid(x, y - 0.02, z - 0.36, 0.075, 0.02, 0.12)
    return join(head, rod(x, y - 0.015, z + 0.35, (0.0, 0.02, 0.62), 0.022, 0.013), 0.03) * 0.8


def napkin(x: Array, y: Array, z: Array, turn: float) -> Array:
    cos, sin = float(np.cos(turn)), float(np.sin(turn))
    u, v = x * cos + z * sin, z * cos - x * sin
    fold = 0.012 * np.sin(u * 16 + v * 3) + 0.01 * np.sin(v * 21)
    return brick(u, y - fold, v, (0.42, 0.014, 0.3), 0.012) * 0.8


def vase(x: Array, y: Array, z: Array) -> Array:
    outside = join(ellipsoid(x, y, z, 0.3, 0.36, 0.3), drum(x, y - 0.42, z, 0.13, 0.14, 0.03), 0.14)
    return carve(outside, drum(x, y - 0.6, z, 0.1, 0.2, 0.02), 0.02)


def blossom(x: Array, y: Array, z: Array, size: float, turn: float) -> Array:
    petals = size * 0.1 * np.sin((np.arctan2(x, z) + turn) * 5 + y * (3.3 / size))
    return (ellipsoid(x, y, z, size, size * 0.72, size) + petals) * 0.7


def flame(x: Array, y: Array, z: Array) -> Array:
    return ellipsoid(x, y, z, 0.03, 0.09, 0.03) + np.maximum(y, 0) * 0.1
