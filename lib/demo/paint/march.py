"""The ray marcher: solids given by their distance, found along rays by sphere tracing, with soft shadows.

Work is spent where it shows: each solid is marched only on the rays that cross its bounding ball, so the cost follows
the area that it covers. The ground is y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from lib.demo.paint.colour import Array
from lib.demo.paint.shapes import Distance
from lib.demo.paint.vec import Point, Vec

FAR = 1e4
_STEPS = 56
_SHADOW_STEPS = 20
_TOUCHING = 0.0015
_CROWDED = 0.75  # share of rays still on their way below which the finished ones are dropped: copying costs too
_SAMPLES = ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1))  # corners of a tetrahedron
_SAMPLE_STEP = 0.0018


@dataclass(frozen=True)
class Solid:
    """A thing in the scene. ``centre`` and ``radius`` bound it; ``material`` indexes the scene's materials."""

    distance: Distance
    centre: Point
    radius: float
    material: int
    shadow: bool = True


@dataclass(frozen=True)
class Rays:
    """Origins and unit directions."""

    origin: Vec
    direction: Vec

    def __len__(self) -> int:
        return len(self.direction)

    def __getitem__(self, index: Array) -> Rays:
        return Rays(self.origin[index], self.direction[index])

    def at(self, t: Array) -> Vec:
        return self.origin + self.direction * t


def moved(distance: Distance, x: float, y: float, z: float = 0.0) -> Distance:
    """``distance`` with its origin at (x, y, z)."""
    return lambda px, py, pz: distance(px - x, py - y, pz - z)


def nearest(rays: Rays, solids: list[Solid], limit: Array) -> tuple[Array, Array]:
    """Distance to the first hit and the index of its solid (−1: none before ``limit``)."""
    t = limit.copy()
    which = np.full(len(rays), -1, np.int16)
    for number, solid in enumerate(solids):
        along, half = _crossing(rays, solid)
        index = np.flatnonzero((half >= 0) & (along - half < t))
        if len(index):
            start = np.maximum(along[index] - half[index], 0)
            end = np.minimum(along[index] + half[index], t[index])
            found = _sphere_trace(rays[index], solid, start, end)
            hit = np.isfinite(found)
            t[index[hit]] = found[hit]
            which[index[hit]] = number
    return t, which


def normals(solids: list[Solid], which: Array, points: Vec) -> Vec:
    """Surface normals at ``points``, by four samples of the distance round each."""
    out = Vec.same((0, 0, 0), len(points))
    for number, solid in enumerate(solids):
        index = np.flatnonzero(which == number)
        if len(index):
            x, y, z = points[index]
            slope = Vec.same((0, 0, 0), len(index))
            for sx, sy, sz in _SAMPLES:
                gap = solid.distance(x + sx * _SAMPLE_STEP, y + sy * _SAMPLE_STEP, z + sz * _SAMPLE_STEP)
                slope = slope + Vec(gap * sx, gap * sy, gap * sz)
            out.x[index], out.y[index], out.z[index] = slope.unit()
    return out


def sunlight(points: Vec, direction: Point, solids: list[Solid], sharp: float) -> Array:
    """Share of a light from ``direction`` that reaches each point, 0 … 1; ``sharp`` small = wide penumbra."""
    light = np.ones(len(points), np.float32)
    rays = Rays(points, Vec.same(direction, len(points)))
    for solid in solids:
        if not solid.shadow:
            continue
        along, half = _crossing(rays, solid, 1 / sharp)
        index = np.flatnonzero((half >= 0) & (light > 0.02))
        if len(index):
            start = np.maximum(along[index] - half[index], 0.012)
            light[index] *= _penumbra(rays[index], solid, start, along[index] + half[index], sharp)
    return light


def openness(points: Vec, normal: Vec, solids: list[Solid], reach: float) -> Array:
    """How open each point is to the sky, 0 … 1 (ambient occlusion), by probing along the normal."""
    light = np.ones(len(points), np.float32)
    for solid in solids:
        away = points.toward(solid.centre)
        index = np.flatnonzero(away.dot(away) < (solid.radius + reach) ** 2)
        if len(index):
            start, up = points[index], normal[index]
            hidden = np.zeros(len(index), np.float32)
            for share, weight in ((0.18, 0.5), (0.5, 0.35), (1.0, 0.25)):
                step = reach * share
                gap = solid.distance(*(start + up * step))
                hidden += np.clip((step - gap) / step, 0, 1) * weight
            light[index] *= np.clip(1 - hidden, 0.12, 1)
    return light


def thickness(solid: Solid, start: Vec, inside: Vec) -> Array:
    """How far each ray runs through ``solid`` from its surface, in the direction ``inside``."""
    t = np.full(len(start), 0.03, np.float32)
    for _ in range(14):
        t += np.maximum(-solid.distance(*(start + inside * t)), 0)
    return t


def _crossing(rays: Rays, solid: Solid, widen: float = 0.0) -> tuple[Array, Array]:
    """Where each ray is nearest to the centre of ``solid``, and half the way it has inside the bounding ball.

    The second is −1 where the ray passes by. ``widen`` lets the ball grow along the way, for soft shadows.
    """
    away = rays.origin.toward(solid.centre)
    along = away.dot(rays.direction)
    reach = solid.radius + np.maximum(along, 0) * widen
    inside = reach * reach - (away.dot(away) - along * along)
    half = np.sqrt(np.maximum(inside, 0))
    return along, np.where((inside > 0) & (along + half > 0), half, -1)


def _sphere_trace(rays: Rays, solid: Solid, start: Array, end: Array) -> Array:
    """Distance to the surface for each ray, infinite where it is not met before ``end``."""
    found = np.full(len(rays), np.inf, np.float32)
    alive = np.arange(len(rays))
    t = start.astype(np.float32)
    for _ in range(_STEPS):
        gap = solid.distance(*rays.at(t))
        hit = (gap < _TOUCHING) & (t <= end)
        found[alive[hit]] = t[hit]
        t += gap
        t[hit] = FAR  # over: beyond any end
        going = t < end
        left = np.count_nonzero(going)
        if not left:
            break
        if left < _CROWDED * len(going):
            alive, t, end, rays = alive[going], t[going], end[going], rays[going]
    return found


def _penumbra(rays: Rays, solid: Solid, start: Array, end: Array, sharp: float) -> Array:
    share = np.ones(len(rays), np.float32)
    alive = np.arange(len(rays))
    t = start.astype(np.float32)
    for _ in range(_SHADOW_STEPS):
        gap = solid.distance(*rays.at(t))
        share[alive] = np.minimum(share[alive], np.clip(0.5 + 0.5 * sharp * gap / t, 0, 1))
        t += np.clip(gap, 0.012, 0.35)
        going = (t < end) & (share[alive] > 0.01)
        if not going.any():
            break
        if np.count_nonzero(going) < _CROWDED * len(going):
            alive, t, end, rays = alive[going], t[going], end[going], rays[going]
    return cast(Array, share * share * (3 - 2 * share))
