"""The ray marcher: solids given by their distance, found along rays by sphere tracing, shaded with soft shadows.

Work is spent where it shows. Each solid is marched only on the rays that cross its bounding ball, so the cost follows
the area that it covers; the picture is shaded at half size first and shaded again, several rays to a pixel, only
where neighbours differ (``trace.render``). Coordinates: x right, y up, z away from the camera; the ground is y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lib.demo.paint.colour import Array
from lib.demo.paint.shapes import Distance

Points = tuple[Array, Array, Array]  # x, y, z: three arrays of one length

FAR = 1e4
_STEPS = 56
_SHADOW_STEPS = 20
_CLOSE = 0.0015  # gap that counts as touching
_CROWDED = 0.75  # share of rays still on their way below which the finished ones are dropped: copying costs too


def some(points: Points, index: Array) -> Points:
    """The points at ``index``."""
    x, y, z = (value[index] for value in points)
    return x, y, z


@dataclass(frozen=True)
class Solid:
    """A thing in the scene. ``centre`` and ``radius`` bound it; ``material`` indexes the scene's materials."""

    distance: Distance
    centre: tuple[float, float, float]
    radius: float
    material: int
    shadow: bool = True


@dataclass
class Rays:
    """Origins and unit directions, each three arrays of one length."""

    origin: Points
    direction: Points
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.count = len(self.direction[0])

    def at(self, t: Array) -> Points:
        x, y, z = (o + d * t for o, d in zip(self.origin, self.direction, strict=True))
        return x, y, z

    def some(self, index: Array) -> Rays:
        return Rays(some(self.origin, index), some(self.direction, index))


def crossing(rays: Rays, solid: Solid, widen: float = 0.0) -> tuple[Array, Array]:
    """Where each ray is nearest to the centre of ``solid``, and half the way it has inside the bounding ball.

    The second is −1 where the ray passes by. ``widen`` lets the ball grow along the way, for soft shadows.
    """
    away = [c - o for c, o in zip(solid.centre, rays.origin, strict=True)]
    dx, dy, dz = rays.direction
    along = away[0] * dx + away[1] * dy + away[2] * dz
    miss = away[0] ** 2 + away[1] ** 2 + away[2] ** 2 - along * along
    reach = solid.radius + np.maximum(along, 0) * widen
    inside = reach * reach - miss
    half = np.sqrt(np.maximum(inside, 0))
    return along, np.where((inside > 0) & (along + half > 0), half, -1)


def nearest(rays: Rays, solids: list[Solid], limit: Array) -> tuple[Array, Array]:
    """Distance to the first hit and the index of its solid (−1: none before ``limit``)."""
    t = limit.copy()
    which = np.full(rays.count, -1, np.int16)
    for number, solid in enumerate(solids):
        along, half = crossing(rays, solid)
        index = np.flatnonzero((half >= 0) & (along - half < t))
        if not len(index):
            continue
        start = np.maximum(along[index] - half[index], 0)
        end = np.minimum(along[index] + half[index], t[index])
        found = _sphere_trace(rays.some(index), solid, start, end)
        hit = np.isfinite(found)
        t[index[hit]] = found[hit]
        which[index[hit]] = number
    return t, which


def _sphere_trace(rays: Rays, solid: Solid, start: Array, end: Array) -> Array:
    """Distance to the surface for each ray, infinite where it is not met before ``end``."""
    found = np.full(rays.count, np.inf, np.float32)
    alive = np.arange(rays.count)
    t = start.astype(np.float32)
    for _ in range(_STEPS):
        gap = solid.distance(*rays.at(t))
        hit = (gap < _CLOSE) & (t <= end)
        found[alive[hit]] = t[hit]
        t += gap
        t[hit] = FAR  # over: beyond any end
        going = t < end
        left = np.count_nonzero(going)
        if not left:
            break
        if left < _CROWDED * len(going):
            alive, t, end, rays = alive[going], t[going], end[going], rays.some(going)
    return found


def normals(solids: list[Solid], which: Array, points: Points, step: float = 0.0018) -> Points:
    """Surface normals at ``points``, by four samples of the distance round each."""
    out = [np.zeros_like(points[0]) for _ in range(3)]
    for number, solid in enumerate(solids):
        index = np.flatnonzero(which == number)
        if not len(index):
            continue
        x, y, z = some(points, index)
        gradient = [np.zeros_like(x) for _ in range(3)]
        for signs in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
            sx, sy, sz = (sign * step for sign in signs)
            gap = solid.distance(x + sx, y + sy, z + sz)
            for axis, sign in enumerate(signs):
                gradient[axis] += gap * sign
        length = np.sqrt(gradient[0] ** 2 + gradient[1] ** 2 + gradient[2] ** 2) + (1e-9)
        for axis in range(3):
            out[axis][index] = gradient[axis] / length
    return out[0], out[1], out[2]


def sunlight(points: Points, direction: tuple[float, float, float], solids: list[Solid], sharp: float) -> Array:
    """Share of a light from ``direction`` that reaches each point, 0 … 1; ``sharp`` small = wide penumbra."""
    count = len(points[0])
    light = np.ones(count, np.float32)
    dx, dy, dz = (np.full(count, value, np.float32) for value in direction)
    rays = Rays(points, (dx, dy, dz))
    for solid in solids:
        if not solid.shadow:
            continue
        along, half = crossing(rays, solid, 1.0 / sharp)
        index = np.flatnonzero((half >= 0) & (light > 0.02))
        if len(index):
            start = np.maximum(along[index] - half[index], 0.012)
            light[index] *= _penumbra(rays.some(index), solid, start, along[index] + half[index], sharp)
    return light


def _penumbra(rays: Rays, solid: Solid, start: Array, end: Array, sharp: float) -> Array:
    share = np.ones(rays.count, np.float32)
    alive = np.arange(rays.count)
    t = start.astype(np.float32)
    for _ in range(_SHADOW_STEPS):
        gap = solid.distance(*rays.at(t))
        share[alive] = np.minimum(share[alive], np.clip(0.5 + 0.5 * sharp * gap / t, 0, 1))
        t = t + np.clip(gap, 0.012, 0.35)
        going = (t < end) & (share[alive] > 0.01)
        if not going.any():
            break
        if np.count_nonzero(going) < _CROWDED * len(going):
            alive, t, end, rays = alive[going], t[going], end[going], rays.some(going)
    return share * share * (3 - 2 * share)


def openness(points: Points, normal: Points, solids: list[Solid], reach: float) -> Array:
    """How open each point is to the sky, 0 … 1 (ambient occlusion), by probing along the normal."""
    light = np.ones(len(points[0]), np.float32)
    for solid in solids:
        away = [value - c for value, c in zip(points, solid.centre, strict=True)]
        near = away[0] ** 2 + away[1] ** 2 + away[2] ** 2 < (solid.radius + reach) ** 2
        index = np.flatnonzero(near)
        if not len(index):
            continue
        x, y, z = some(points, index)
        nx, ny, nz = some(normal, index)
        hidden = np.zeros(len(index), np.float32)
        for share, weight in ((0.18, 0.5), (0.5, 0.35), (1.0, 0.25)):
            step = reach * share
            gap = solid.distance(x + nx * step, y + ny * step, z + nz * step)
            hidden += np.clip((step - gap) / step, 0, 1) * weight
        light[index] *= np.clip(1 - hidden, 0.12, 1)
    return light
