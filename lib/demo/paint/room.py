"""The shell of a room, as a surround of ray-marched scenes: floor, walls, and a window that lets the key light in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from lib.demo.paint import surfaces
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.march import FAR, Rays
from lib.demo.paint.rig import Rig
from lib.demo.paint.vec import Vec

_HIGH, _NEAR = 2.9, -4.5  # height of the ceiling; the wall behind the camera
_SKIRTING = 0.11
_ON = 0.001  # nearer than this to a wall's plane is on the wall
_BAR = 0.03  # half the width of the window's bars
_FRAME = 0.07
_PANES = (3, 2)  # across and high
_WHITE = np.ones(3, np.float32)
_GREENERY = np.array([0.5, 0.62, 0.4], np.float32)


@dataclass(frozen=True)
class Room:
    """``half`` is half its width, ``depth`` where the back wall stands. ``dark``: it is night outside."""

    wall: Array
    floor: surfaces.Surface
    rig: Rig
    dark: bool
    half: float
    depth: float = 3.4

    # The window in the left wall: nearest and farthest z, sill and top.
    window = (0.2, 3.0, 0.6, 2.55)

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        t = np.full(len(rays), FAR, np.float32)
        normal = [np.zeros(len(rays), np.float32) for _ in range(3)]
        bounds = ((-self.half, self.half), (0.0, _HIGH), (_NEAR, self.depth))
        for axis, (way, start, (low, high)) in enumerate(zip(rays.direction, rays.origin, bounds, strict=True)):
            reach = (np.where(way > 0, high, low) - start) / np.where(np.abs(way) < 1e-5, 1e-5, way)
            nearer = (reach < t) & (reach > 0)
            t = np.where(nearer, reach, t).astype(np.float32)
            for other in range(3):
                facing = -np.sign(way) if other == axis else 0.0
                normal[other] = np.where(nearer, facing, normal[other]).astype(np.float32)
        return t, Vec(*normal)

    def colour(self, points: Vec) -> Array:
        y = points.y[..., None]
        out = np.where(y < _SKIRTING, mix(self.wall, _WHITE, 0.55), self.wall)
        out = np.where(y > _HIGH - _ON, 0.82 * _WHITE, out).astype(np.float32)
        on_floor = np.flatnonzero(points.y < _ON)
        out[on_floor] = self.floor(points[on_floor])
        bars, pane = self._window(points)
        out[pane] = 0.03
        out[bars] = 0.8
        return out

    def gloss(self, points: Vec) -> Array:
        return np.where(points.y < _ON, 0.09, 0.0).astype(np.float32)

    def glow(self, points: Vec) -> Array | float:
        """The sky and the garden outside the window."""
        bars, pane = self._window(points)
        rig = self.rig
        sky = rig.fill * 0.5 + rig.key_colour * 0.08 if self.dark else rig.fill * 1.6 + rig.key_colour * 0.55
        outside = mix(sky * _GREENERY, sky, smooth(1.0, 1.5, points.y)[..., None])
        return np.where((pane & ~bars)[..., None], outside, 0)

    def _window(self, points: Vec) -> tuple[Array, Array]:
        """Where the window's bars and frame are, and where its opening is."""
        near, far, sill, top = self.window
        beside = np.maximum(np.maximum(near - points.z, points.z - far), np.maximum(sill - points.y, points.y - top))
        on_wall = points.x < _ON - self.half
        pane = on_wall & (beside < 0)
        frame = on_wall & (beside < _FRAME) & ~pane
        return frame | (pane & (self._to_bar(points.y, points.z) < _BAR)), pane

    def _to_bar(self, y: Array, z: Array) -> Array:
        """Distance from a point of the window's plane to the nearest bar."""
        near, far, sill, top = self.window
        wide, high = (far - near) / _PANES[0], (top - sill) / _PANES[1]
        across, up = (z - near) % wide, (y - sill) % high
        return np.minimum(np.minimum(across, wide - across), np.minimum(up, high - up))

    def window_light(self, points: Vec) -> Array:
        """Share of the key light that comes in: 1 where the way to the lamp goes through the opening."""
        kx, ky, kz = self.rig.key
        way = (-self.half - points.x) / min(kx, -0.2)
        y, z = points.y + way * ky, points.z + way * kz
        near, far, sill, top = self.window
        soft = 0.02 + 0.02 * way  # the sun is a disc: edges blur with distance
        inside = np.minimum(np.minimum(z - near, far - z), np.minimum(y - sill, top - y))
        return np.clip(inside / soft + 0.5, 0, 1) * np.clip((self._to_bar(y, z) - _BAR) / soft + 0.5, 0, 1)


def boards(colour: Array, rng: np.random.Generator) -> surfaces.Surface:
    """Floor boards: long pieces of wood side by side, each in a tone of its own."""
    grain, dice = surfaces.wood(colour, rng), rng.random(1024).astype(np.float32)

    def at(points: Vec) -> Array:
        x, y, z = points
        row = np.floor(x / 0.22).astype(np.int32)
        along = z / 1.9 + dice[(row * 37) & 1023]
        piece = np.floor(along).astype(np.int32)
        tone = 0.82 + 0.36 * dice[(row * 53 + piece * 131) & 1023]
        gap = smooth(0.5, 0.475, np.abs((x / 0.22) % 1 - 0.5)) * smooth(0.5, 0.494, np.abs(along % 1 - 0.5))
        shifted = Vec(z * 0.8 + tone * 30, y, x * 2.2)  # wood runs along x, boards along z
        return cast(Array, grain(shifted) * (tone * (0.45 + 0.55 * gap))[..., None])

    return at
