"""What solids look like, and the look of many points at once, gathered before they are lit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.demo.paint.colour import Array
from lib.demo.paint.march import Solid
from lib.demo.paint.surfaces import Surface
from lib.demo.paint.surround import Surround
from lib.demo.paint.vec import Vec


@dataclass(frozen=True)
class Material:
    """``colour`` is linear, or a function of the point."""

    colour: Array | Surface
    gloss: float = 0.04  # share of a mirror, 0 … 1
    metal: bool = False  # the mirror takes the colour
    glass: float = 0.0  # > 0: what is behind shines through, the colour deepening with thickness
    glow: Array | None = None  # light of its own
    soft: float = 0.0  # light that wanders under the surface: skin, wax, fruit
    sheen: float = 0.0  # a broad, dull highlight: skin, satin, hair

    def at(self, points: Vec) -> Array:
        if callable(self.colour):
            return self.colour(points)
        return np.broadcast_to(self.colour, (len(points), 3))


@dataclass(frozen=True)
class Look:
    """The look of many points: (n, 3) ``albedo`` and ``glow``, the rest (n,)."""

    albedo: Array
    glow: Array
    gloss: Array
    metal: Array
    soft: Array
    sheen: Array


def gather(
    points: Vec, which: Array, solids: list[Solid], materials: list[Material], surround: Surround, *, opaque: bool
) -> Look:
    """The look of each point, by the number of the solid that it lies on (−1: the surround).

    Glass has no colour of its own, unless ``opaque``: the stage adds what shines through.
    """
    count = len(points)
    albedo, glow = np.zeros((count, 3), np.float32), np.zeros((count, 3), np.float32)
    gloss, metal, soft, sheen = (np.zeros(count, np.float32) for _ in range(4))
    behind = np.flatnonzero(which < 0)
    there = points[behind]
    albedo[behind], gloss[behind], glow[behind] = surround.colour(there), surround.gloss(there), surround.glow(there)
    for number, solid in enumerate(solids):
        index = np.flatnonzero(which == number)
        if len(index):
            material = materials[solid.material]
            if opaque or not material.glass:
                albedo[index] = material.at(points[index])
            gloss[index], metal[index] = material.gloss, float(material.metal)
            soft[index], sheen[index] = material.soft, material.sheen
            if material.glow is not None:
                glow[index] = material.glow
    return Look(albedo, glow, gloss, metal, soft, sheen)
