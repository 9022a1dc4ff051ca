"""Many points or directions at once: three float32 arrays of one length that behave like one vector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from lib.demo.paint.colour import Array

Point = tuple[float, float, float]  # one point or direction


@dataclass(frozen=True, slots=True)
class Vec:
    """x right, y up, z away from the camera."""

    x: Array
    y: Array
    z: Array

    @staticmethod
    def same(point: Point, count: int) -> Vec:
        """``count`` times the same point."""
        return Vec(*(np.full(count, value, np.float32) for value in point))

    def __iter__(self) -> Iterator[Array]:
        yield self.x
        yield self.y
        yield self.z

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: Array | slice) -> Vec:
        return Vec(self.x[index], self.y[index], self.z[index])

    def __add__(self, other: Vec) -> Vec:
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: Vec) -> Vec:
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor: Array | float) -> Vec:
        return Vec(self.x * factor, self.y * factor, self.z * factor)

    def toward(self, point: Point) -> Vec:
        """From here to one point."""
        return Vec(point[0] - self.x, point[1] - self.y, point[2] - self.z)

    def dot(self, other: Vec) -> Array:
        return cast(Array, self.x * other.x + self.y * other.y + self.z * other.z)

    def along(self, direction: Point) -> Array:
        """Dot product with one direction."""
        return cast(Array, self.x * direction[0] + self.y * direction[1] + self.z * direction[2])

    def unit(self) -> Vec:
        return self * (1 / np.sqrt(self.dot(self) + 1e-12))

    def where(self, condition: Array, other: Vec) -> Vec:
        """This where ``condition`` holds, else ``other``."""
        return Vec(*(np.where(condition, a, b) for a, b in zip(self, other, strict=True)))
