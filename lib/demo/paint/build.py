"""Putting a scene together: solids at their places, materials by number."""

from __future__ import annotations

from lib.demo.paint.colour import Array
from lib.demo.paint.march import Solid, moved
from lib.demo.paint.material import Material
from lib.demo.paint.shapes import Distance
from lib.demo.paint.surfaces import Surface
from lib.demo.paint.vec import Point


class Builder:
    """Collects ``solids`` and ``materials`` for a stage."""

    def __init__(self, materials: list[Material] | None = None):
        self.solids: list[Solid] = []
        self.materials: list[Material] = materials or []

    def made(
        self, colour: Array | Surface, gloss: float = 0.04, soft: float = 0.0, glow: Array | None = None,
        *, metal: bool = False,
    ) -> int:  # fmt: skip
        """The number of a new material."""
        self.materials.append(Material(colour, gloss=gloss, soft=soft, glow=glow, metal=metal))
        return len(self.materials) - 1

    def add(self, shape: Distance, place: Point, radius: float, material: int, *, shadow: bool = True) -> None:
        """A solid with its origin at ``place``, bounded by a ball of ``radius`` round it."""
        self.solids.append(Solid(moved(shape, *place), place, radius, material, shadow))
