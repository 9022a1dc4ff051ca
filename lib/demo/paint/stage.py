"""A set for ray-marched scenes: solids, what surrounds them, lamps, and how light comes back from it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import LUMA, Array, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.march import Rays, Solid, nearest, normals, openness, sunlight, thickness
from lib.demo.paint.material import Look, Material, gather
from lib.demo.paint.rig import Rig
from lib.demo.paint.surround import Surround
from lib.demo.paint.vec import Point, Vec

_MIRRORS = 0.1  # share of mirrored light from which the other solids are looked for in the mirror
_BEND = 0.28  # how much glass turns a ray towards its normal
_UNDER_SKIN = np.array([1.0, 0.3, 0.15], np.float32)  # light that has wandered under a surface comes out red


@dataclass(frozen=True)
class Lamp:
    """A lamp in the room: light from a place, fading with distance, without a shadow of its own."""

    place: Point
    colour: Array

    def at(self, points: Vec, normal: Vec) -> Array:
        away = points.toward(self.place)
        squared = away.dot(away)
        facing = away.dot(normal) / np.sqrt(squared + 1e-6)
        share = np.clip(0.35 + 0.65 * facing, 0, 1) / (0.35 + squared)
        return cast(Array, share[..., None] * self.colour)


@dataclass(frozen=True)
class Stage:
    """Everything in front of the camera. ``wall`` and ``ground`` are what mirrors see where the set ends; ``gobo``
    is the share of the key light that a window or a screen lets through to a point."""

    solids: list[Solid]
    materials: list[Material]
    surround: Surround
    rig: Rig
    wall: Array
    ground: Array
    gobo: Callable[[Vec], Array] | None = None
    lamps: tuple[Lamp, ...] = ()

    def render(self, camera: Camera, frame: Frame) -> Array:
        """The picture, (height, width, 3) linear."""
        return camera.photograph(self.shade, frame)

    def shade(self, rays: Rays, *, mirrors: bool = True) -> tuple[Array, Array]:
        """Colour of each ray and the number of the solid that it meets (−1: the surround).

        Without ``mirrors`` (for what is seen in a mirror or through glass) shadows are left out too.
        """
        limit, behind = self.surround.hit(rays)
        t, which = nearest(rays, self.solids, limit)
        points = rays.at(t)
        normal = normals(self.solids, which, points).where(which >= 0, behind)
        look = gather(points, which, self.solids, self.materials, self.surround, opaque=self.rig.flat)
        colour = self._lit(rays, points, normal, look, shadows=mirrors)
        if self.rig.flat:
            return colour, which
        self._mirror(rays, points, normal, look, colour, solids=mirrors)
        if mirrors:
            self._shine_through(rays, points, normal, which, colour)
        return colour, which

    def _lit(self, rays: Rays, points: Vec, normal: Vec, look: Look, *, shadows: bool) -> Array:
        """Light that leaves each point in all directions."""
        rig = self.rig
        facing = normal.along(rig.key)
        key = np.clip((facing + look.soft) / (1 + look.soft), 0, 1)
        open_sky = np.ones(len(key), np.float32)
        if shadows:
            lifted = points + normal * 0.006
            lit = np.flatnonzero(key > 0.003)
            key[lit] *= sunlight(lifted[lit], rig.key, self.solids, rig.sharp)
            if self.gobo is not None:
                key[lit] *= self.gobo(points[lit])
            open_sky = openness(lifted, normal, self.solids, 0.45)
        if rig.flat:
            key, open_sky = (key > 0.3) * np.float32(0.7), np.ones_like(key)
        rim = np.maximum(normal.along(rig.rim), 0) * open_sky * (not rig.flat)
        fill = (0.62 + 0.38 * normal.y) * open_sky * rig.room
        light = key[..., None] * rig.key_colour + rim[..., None] * rig.rim_colour + fill[..., None] * rig.fill
        for lamp in self.lamps:
            light += lamp.at(points, normal) * open_sky[..., None]
        edge = np.clip(1 - np.abs(facing) * 2.5, 0, 1) * look.soft * 0.35
        light += edge[..., None] * (rig.key_colour * _UNDER_SKIN)
        matte: Array = look.albedo * light * (1 - look.metal * 0.85)[..., None] + look.glow
        for way, share, colour in ((rig.key, key, rig.key_colour), (rig.rim, rim, rig.rim_colour)):
            half = rays.direction.toward(way).unit()
            shine = look.sheen * share * np.maximum(half.dot(normal), 0) ** 18
            matte += shine[..., None] * colour
        return matte

    def _mirror(self, rays: Rays, points: Vec, normal: Vec, look: Look, colour: Array, *, solids: bool) -> None:
        """Add what glossy points mirror to ``colour``, in place."""
        index = np.flatnonzero(look.gloss > 0.01)
        near, upright, gloss = rays.direction[index], normal[index], look.gloss[index]
        along = near.dot(upright)
        back = near - upright * (2 * along)
        share = gloss + (1 - gloss) * (1 - np.clip(-along, 0, 1)) ** 5 * np.minimum(gloss * 6, 0.9)
        seen = self.rig.reflected(back, self.ground, self.wall)
        strong = np.flatnonzero(share > _MIRRORS)
        if solids and len(strong):
            start = points[index[strong]] + upright[strong] * 0.01
            mirrored, met = self.shade(Rays(start, back[strong]), mirrors=False)
            clear = np.where(met >= 0, smooth(_MIRRORS, _MIRRORS + 0.08, share[strong]), 0)
            seen[strong] = mix(seen[strong], mirrored, clear[..., None])
        metal, share = look.metal[index][..., None], share[..., None]
        tint = 1 + metal * (look.albedo[index] - 1)
        colour[index] = colour[index] * (1 - share * (1 - metal)) + seen * share * tint

    def _shine_through(self, rays: Rays, points: Vec, normal: Vec, which: Array, colour: Array) -> None:
        """Add what is seen through glass to ``colour``, in place: bent a little, deepened by the glass."""
        for number, solid in enumerate(self.solids):
            material = self.materials[solid.material]
            index = np.flatnonzero(which == number)
            if material.glass and len(index):
                inside = (rays.direction[index] - normal[index] * _BEND).unit()
                start = points[index]
                deep = thickness(solid, start, inside)
                others = replace(self, solids=[other for other in self.solids if other is not solid])
                behind, _ = others.shade(Rays(start + inside * (deep + 0.03), inside), mirrors=False)
                tint = np.clip(material.at(start), 0.004, 0.98) ** (deep * material.glass)[..., None]
                pale = mix(behind, (behind @ LUMA)[:, None], 0.4)  # thick glass evens out what is behind it
                colour[index] += pale * tint * 0.95
