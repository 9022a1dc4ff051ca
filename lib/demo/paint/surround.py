"""What stands behind the solids of a ray-marched scene: a photographer's paper sweep, or a plain wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.march import FAR, Points, Rays


class Surround(Protocol):
    """What is behind the solids: a studio sweep, a room, a table top."""

    def hit(self, rays: Rays) -> tuple[Array, Points]:
        """Distance to it along each ray, and its normals there."""

    def colour(self, points: Points) -> Array:
        """(n, 3) linear."""

    def gloss(self, points: Points) -> Array:
        """How much each point mirrors, 0 … 1."""

    def glow(self, points: Points) -> Array | None:
        """Light of its own, (n, 3), or None."""


@dataclass(frozen=True)
class Sweep:
    """A photographer's paper sweep: floor, a curve, and a wall ``depth`` behind the origin."""

    floor: Callable[[Points], Array] | Array
    wall: Array
    depth: float = 3.2
    bend: float = 1.6
    shine: float = 0.0
    pool: float = 0.55  # how much brighter the wall is behind the subject

    def hit(self, rays: Rays) -> tuple[Array, Points]:
        (ox, oy, oz), (dx, dy, dz) = rays.origin, rays.direction
        start = self.depth - self.bend
        down, ahead = np.where(dy < -1e-5, dy, -1e-5), np.where(dz > 1e-5, dz, 1e-5)
        t = np.where(dy < -1e-5, -oy / down, FAR).astype(np.float32)
        back = (self.depth - oz) / ahead
        t = np.minimum(t, np.where(dz > 1e-5, back, FAR))
        cy, cz = oy - self.bend, oz - start
        a = dy * dy + dz * dz
        b = cy * dy + cz * dz
        root = b * b - a * (cy * cy + cz * cz - self.bend**2)
        curve = (-b + np.sqrt(np.maximum(root, 0))) / np.maximum(a, 1e-6)
        y, z = oy + dy * curve, oz + dz * curve
        bent = (root > 0) & (y < self.bend) & (z > start)
        t = np.where(bent, curve, t).astype(np.float32)
        ny = np.where(bent, (self.bend - y) / self.bend, oy + dy * t < 1e-2)
        nz = np.where(bent, (start - z) / self.bend, oy + dy * t >= 1e-2)
        nz = np.where(bent, nz, -np.abs(nz))
        return t, (np.zeros_like(t), ny.astype(np.float32), nz.astype(np.float32))

    def colour(self, points: Points) -> Array:
        x, y, z = points
        floor = self.floor(points) if callable(self.floor) else self.floor
        up = smooth(0.0, self.bend, np.maximum(y, z - self.depth + self.bend))
        pool = 1 - 0.4 * self.pool + self.pool * np.exp(-(x * x * 0.12 + (y - 1.2) ** 2 * 0.16))
        return mix(floor, self.wall * pool[..., None], up[..., None])

    def gloss(self, points: Points) -> Array:
        return self.shine * smooth(0.2, 0.0, points[1])

    def glow(self, points: Points) -> Array | None:
        return None


@dataclass(frozen=True)
class Wall:
    """A plain wall ``depth`` behind the origin, brighter round ``centre`` (height) as if a lamp were on it."""

    paint: Array
    depth: float = 2.6
    centre: float = 0.1
    pool: float = 0.9

    def hit(self, rays: Rays) -> tuple[Array, Points]:
        ahead = np.maximum(rays.direction[2], 1e-3)
        t = ((self.depth - rays.origin[2]) / ahead).astype(np.float32)
        t = np.where(rays.direction[2] > 1e-3, t, FAR)
        zero = np.zeros_like(t)
        return t, (zero, zero, zero - 1)

    def colour(self, points: Points) -> Array:
        x, y, _ = points
        pool = 1 - 0.45 * self.pool + self.pool * np.exp(-(x * x * 0.14 + (y - self.centre) ** 2 * 0.2))
        return self.paint * pool[..., None]

    def gloss(self, points: Points) -> Array:
        return np.zeros_like(points[0])

    def glow(self, points: Points) -> Array | None:
        return None
