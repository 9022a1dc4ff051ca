"""What things are made of: colour as a function of the point, with grain, veins and flecks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.vec import Vec

Surface = Callable[[Vec], Array]


def of(material: str, colour: Array, rng: np.random.Generator) -> Surface:
    """The surface of a material named in ``words.MATERIALS``; an unknown one is evenly matte."""
    make = {"stone": stone, "marble": marble, "wood": wood}.get(material)
    return make(colour, rng) if make else plain(colour)


def plain(colour: Array) -> Surface:
    return lambda points: np.broadcast_to(colour, (len(points), 3))


def stone(colour: Array, rng: np.random.Generator) -> Surface:
    fine, broad = noise.tile(rng, 256, 0.9), noise.tile(rng, 256, 1.8)

    def at(points: Vec) -> Array:
        u, v = _wrap(points)
        flecks = noise.look(fine, u * 0.9, v * 0.9) - 0.5
        stains = noise.look(broad, u * 0.22, v * 0.22) - 0.5
        return colour * np.clip(1 + 0.5 * flecks + 0.45 * stains, 0.3, 1.5)[..., None]

    return at


def marble(colour: Array, rng: np.random.Generator) -> Surface:
    texture = noise.tile(rng, 256, 1.9)
    dark = colour * np.array([0.5, 0.5, 0.54], np.float32)

    def at(points: Vec) -> Array:
        u, v = _wrap(points)
        bend = noise.look(texture, u * 0.21, v * 0.21)
        vein = np.abs(noise.look(texture, u * 0.13 + bend * 0.35, v * 0.13 + bend * 0.2) - 0.5)
        thin = smooth(0.035, 0.0, vein) * 0.75 + smooth(0.16, 0.0, vein) * 0.25
        return mix(colour, dark, (thin * smooth(0.35, 0.65, bend))[..., None])

    return at


def wood(colour: Array, rng: np.random.Generator) -> Surface:
    texture = noise.tile(rng, 256, 1.5)
    turn = float(rng.uniform(0, 6))

    def at(points: Vec) -> Array:
        x, y, z = points
        along = noise.look(texture, x * 0.05 + turn, z * 0.42 + y * 0.3)
        fibre = noise.look(texture, x * 0.12, z * 2.6 + y * 2.0) - 0.5
        rings = np.abs((along * 9 + z * 0.5) % 1 - 0.5) * 2
        return colour * np.clip(0.78 + 0.34 * rings + 0.5 * fibre, 0.25, 1.5)[..., None]

    return at


def _wrap(points: Vec) -> tuple[Array, Array]:
    """Two coordinates that run over every face of a solid, so that no side is streaked."""
    x, y, z = points
    return x * 0.83 + z * 0.55, y * 0.9 + z * 0.7 - x * 0.2
