"""Land and sky behind a subject that stands in the open, far out of focus: a meadow, a shore, a wood, dunes, peaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, cast

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.light import Light, outdoors
from lib.demo.paint.march import FAR, Rays
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import Rig, indoors
from lib.demo.paint.vec import Vec

_END = 90.0  # where the land ends and the sky stands
_SHORE = 9.0  # where the water begins


class _Place(NamedTuple):
    """``ridge``: how high what stands on the horizon reaches, as a slope, and how rugged it is."""

    ground: str
    far: str
    ridge: float
    rugged: float


_PLACES = {
    "hills": _Place("#6f8a3e", "#5d7a4a", 0.07, 0.5),
    "mountains": _Place("#77806a", "#6f7a86", 0.24, 1.6),
    "desert": _Place("#cf9a5f", "#c08a58", 0.06, 0.4),
    "forest": _Place("#4f5f35", "#2c4027", 0.62, 2.6),
    "sea": _Place("#d8c29a", "#6f8490", 0.015, 0.3),
    "harbour": _Place("#a59f94", "#5c6a74", 0.05, 2.0),
}


def placed(reading: Reading, rng: np.random.Generator) -> tuple[Outside, Rig, Array, Array] | None:
    """For a subject that the words put outdoors: what surrounds it, its rig, and what mirrors see ahead and below."""
    place = _PLACES.get(reading.place)
    if place is None or reading.has("set"):
        return None
    light = outdoors(reading, "golden" if reading.place == "desert" else "morning")
    snowy = "#e4e9ef" if reading.has("snow") else place.ground
    ground = linear(reading.colour("land", default=snowy))
    water = linear(reading.colour("water", default="#3f7f94")) if reading.place in ("sea", "harbour") else None
    rig = replace(indoors(reading, "morning"), pattern="")
    texture = noise.tile(rng, 256, 1.4)
    sun = float(rng.uniform(-0.5, 0.5))
    return Outside(light, place, ground, water, texture, sun), rig, light.horizon, ground


@dataclass(frozen=True)
class Outside:
    light: Light
    place: _Place
    ground: Array
    water: Array | None
    texture: Array
    sun: float  # where along the horizon it stands, as a slope

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        down = rays.direction.y
        t = np.where(down < -1e-4, -rays.origin.y / np.where(down < -1e-4, down, -1), FAR)
        level = (t < _END).astype(np.float32)
        return np.minimum(t, _END).astype(np.float32), Vec(np.zeros_like(level), level, level - 1)

    def colour(self, points: Vec) -> Array:
        x, y, z = points
        grain = noise.look(self.texture, x * 0.21, z * 0.21) + 0.6 * noise.look(self.texture, x * 0.9, z * 0.9) - 0.8
        near = self.ground * (1 + 0.45 * grain)[..., None]
        shown = (np.abs(y) < 0.05) * (1 - self._veil(points)) * (1 - self._wet(points))
        return cast(Array, np.maximum(near, 0.003) * shown[..., None])

    def gloss(self, points: Vec) -> Array:
        return np.zeros_like(points.x)

    def glow(self, points: Vec) -> Array:
        x, y, z = points
        light, ahead = self.light, np.maximum(z, 1e-3)
        along, up = x / ahead, y / np.maximum(np.hypot(x, z), 1e-3)
        sky = mix(light.horizon, light.middle, smooth(0.0, 0.32, up)[..., None])
        sky = mix(sky, light.zenith, smooth(0.25, 1.0, up)[..., None])
        cloud = smooth(0.5, 0.8, noise.look(self.texture, along * 0.12 + 0.2, up * 0.5)) * smooth(0.04, 0.2, up)
        sky = mix(sky, light.horizon, (cloud * 0.5)[..., None])
        halo = np.exp(-np.hypot(along - self.sun, up - light.elevation * 0.8) * 5) * light.sun
        sky = sky + light.glow * (halo * 1.1)[..., None]
        sky = self._with_ridge(sky, along, up)
        level = np.abs(y) < 0.05
        veil = self._veil(points)[..., None]
        haze = mix(light.horizon, light.middle, 0.3)
        ground: Array = haze * veil
        if self.water is not None:
            wave = 0.8 + 0.4 * noise.look(self.texture, x * 0.05, z * 0.4)
            lit = mix(self.water * light.ambient * 2.0, haze, 0.25 + 0.4 * veil) * wave[..., None]
            ground = mix(ground, lit, self._wet(points)[..., None])
        return np.where(level[..., None], ground, sky).astype(np.float32)

    def _with_ridge(self, sky: Array, along: Array, up: Array) -> Array:
        """Two soft silhouettes on the horizon, the nearer one darker."""
        light, place = self.light, self.place
        for share, tall, shift in ((0.45, 1.0, 0.1), (0.2, 0.6, 0.6)):
            shape = noise.look(self.texture, along * 0.3 * place.rugged + shift, np.full_like(along, shift))
            edge = place.ridge * tall * (0.25 + 1.2 * shape)
            soft = 0.012 + 0.12 * place.ridge
            tone = mix(linear(place.far) * (light.ambient + light.glow * light.sun * 0.3), light.horizon, share)
            tone = tone * self._stems(along, shift)[..., None]
            sky = mix(sky, tone, smooth(edge + soft, edge - soft, up)[..., None])
        mist = mix(light.horizon, light.middle, 0.3)
        return mix(sky, mist, smooth(0.11, 0.0, up)[..., None])

    def _stems(self, along: Array, shift: float) -> Array:
        """Trunks and the light between them, where the place is a wood."""
        if self.place.rugged < 2.5:
            return np.ones_like(along)
        return 0.45 + 1.5 * smooth(
            0.35, 0.75, noise.look(self.texture, along * 1.1 + shift, np.full_like(along, shift))
        )

    def _veil(self, points: Vec) -> Array:
        return smooth(3.0, 60.0, np.hypot(points.x, points.z)) ** 0.7

    def _wet(self, points: Vec) -> Array:
        if self.water is None:
            return np.zeros_like(points.x)
        return smooth(_SHORE - 0.8, _SHORE + 0.8, points.z + 0.25 * np.sin(points.x * 0.8))
