"""What stands behind the solids of a ray-marched scene: a photographer's paper sweep, or a plain wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.march import FAR, Rays
from lib.demo.paint.surfaces import Surface
from lib.demo.paint.vec import Vec


class Surround(Protocol):
    """Everything that a ray meets when it misses the solids."""

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        """Distance to it along each ray, and its normals there."""

    def colour(self, points: Vec) -> Array:
        """(n, 3) linear."""

    def gloss(self, points: Vec) -> Array:
        """How much each point mirrors, 0 … 1."""

    def glow(self, points: Vec) -> Array | float:
        """Light of its own, (n, 3) or one number for all."""


@dataclass(frozen=True)
class Sweep:
    """A photographer's paper sweep: floor, a curve, and a wall ``depth`` behind the origin."""

    floor: Surface
    wall: Array
    depth: float = 3.2
    bend: float = 1.6
    shine: float = 0.0
    pool: float = 0.55  # how much brighter the wall is behind the subject

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        oy, oz, dy, dz = rays.origin.y, rays.origin.z, rays.direction.y, rays.direction.z
        start = self.depth - self.bend
        to_floor = np.where(dy < -1e-5, -oy / np.where(dy < -1e-5, dy, -1), FAR)
        to_wall = np.where(dz > 1e-5, (self.depth - oz) / np.where(dz > 1e-5, dz, 1), FAR)
        y, z = oy - self.bend, oz - start  # from the middle of the curve
        a, b = dy * dy + dz * dz, y * dy + z * dz
        root = b * b - a * (y * y + z * z - self.bend**2)
        to_curve = (np.sqrt(np.maximum(root, 0)) - b) / np.maximum(a, 1e-6)
        y, z = y + dy * to_curve, z + dz * to_curve
        bent = (root > 0) & (y < 0) & (z > 0)
        t = np.where(bent, to_curve, np.minimum(to_floor, to_wall)).astype(np.float32)
        level = (to_floor <= to_wall).astype(np.float32)
        ny = np.where(bent, -y / self.bend, level)
        nz = np.where(bent, -z / self.bend, level - 1)
        return t, Vec(np.zeros_like(t), ny.astype(np.float32), nz.astype(np.float32))

    def colour(self, points: Vec) -> Array:
        x, y, z = points
        up = smooth(0.0, self.bend, np.maximum(y, z - self.depth + self.bend))
        pool = 1 - 0.4 * self.pool + self.pool * np.exp(-(x * x * 0.12 + (y - 1.2) ** 2 * 0.16))
        return mix(self.floor(points), self.wall * pool[..., None], up[..., None])

    def gloss(self, points: Vec) -> Array:
        return self.shine * smooth(0.2, 0.0, points.y)

    def glow(self, points: Vec) -> Array | float:
        return 0.0


@dataclass(frozen=True)
class Wall:
    """A plain wall ``depth`` behind the origin, brighter round ``centre`` (height) as if a lamp were on it."""

    paint: Array
    depth: float = 2.6
    centre: float = 0.1
    pool: float = 0.9

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        ahead = rays.direction.z
        t = np.where(ahead > 1e-3, (self.depth - rays.origin.z) / np.maximum(ahead, 1e-3), FAR).astype(np.float32)
        zero = np.zeros_like(t)
        return t, Vec(zero, zero, zero - 1)

    def colour(self, points: Vec) -> Array:
        x, y, _ = points
        pool = 1 - 0.45 * self.pool + self.pool * np.exp(-(x * x * 0.14 + (y - self.centre) ** 2 * 0.2))
        return self.paint * pool[..., None]

    def gloss(self, points: Vec) -> Array:
        return np.zeros_like(points.x)

    def glow(self, points: Vec) -> Array | float:
        return 0.0
