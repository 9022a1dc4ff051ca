"""Hills, mountains and deserts: land in perspective, seen through air.

The land is a sheet of slices from near to far, spaced so that every ridge looks as broad as the one in front of it.
Each column of the picture keeps the highest slice so far, so which slice a pixel sees is a running maximum and a
count, not a search: a million pixels cost a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from lib.demo.paint import boats, details, noise, sky, water
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer
from lib.demo.paint.light import Light, outdoors
from lib.demo.paint.reading import Reading

_SLICES = 400
_DEEP = 18.0  # how many times farther the last slice is than the first


@dataclass(frozen=True)
class _Land:
    """How one kind of land is shaped and coloured. Heights are elevations in short sides of the picture."""

    swing: tuple[float, float]  # how far ridges rise and fall, near and far
    horizon: float  # where the land lies on average in the distance
    slope: float  # smoothness of the noise
    broadest: float  # fewest ridges in a tile
    ridged: float  # 0 round, 1 sharp crests
    span: tuple[float, float]  # tiles of noise across one short side, and from near to far
    low: str
    high: str
    haze: float  # share of the depth at which the air hides most


_LANDS = {
    "hills": _Land((0.2, 0.1), 0.02, 2.5, 3.0, 0.15, (0.3, 0.85), "#64803a", "#93904e", 0.72),
    "mountains": _Land((0.16, 0.34), 0.1, 2.35, 2.0, 0.75, (0.3, 0.5), "#4a5e3a", "#7a756c", 1.25),
    "desert": _Land((0.2, 0.08), 0.0, 2.9, 2.0, 0.75, (0.24, 0.5), "#bb7d44", "#dfa463", 0.8),
}


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    light = outdoors(reading, "dawn" if reading.scene == "hills" else "golden")
    middle = 0.72 if reading.has("airplane", "balloons") else 0.5 if reading.scene == "mountains" else 0.4
    horizon = frame.tall * {"low": 0.62, "top": 0.16}.get(reading.framing, middle)
    sun_x = float(rng.uniform(-0.3, 0.3)) * 2 * frame.half_width
    picture = sky.paint(frame, light, horizon, sun_x, rng, clouds=1.0 if reading.light == "storm" else 0.5)
    view = _View(light, reading, frame, sun_x, horizon, rng)
    view.draw_on(picture)
    if reading.has("lake") and reading.scene != "desert":
        shore = frame.tall * 0.76
        named = linear(reading.colour("water")) if reading.colour("water") else None
        mirror, boat, below = water.upside_down(picture, frame, shore), Layer(frame), Layer(frame)
        if reading.has("boat"):
            boats.draw(boat, below, frame, light, reading, shore, rng)
            below.over(mirror)
        water.flood(picture, mirror, frame, shore, water.tint(light.zenith, light.horizon, named), rng, swell=0.22)
        boat.over(picture)
    details.scatter(picture, frame, light, reading, horizon, view.footing, rng)
    return picture


class _View:
    """The land in slices: elevations, colours, and what of them each pixel sees."""

    def __init__(
        self, light: Light, reading: Reading, frame: Frame, sun_x: float, horizon: float, rng: np.random.Generator
    ):
        self.land = _LANDS[reading.scene]
        self.light, self.reading, self.frame, self.sun_x, self.horizon = light, reading, frame, sun_x, horizon
        self.texture = noise.tile(rng, 512, self.land.slope, self.land.broadest)
        self.rough = noise.tile(rng, 512, 1.3)
        self.shift = rng.random(2).astype(np.float32)
        self.depth = np.linspace(0, 1, _SLICES, dtype=np.float32)[:, None]
        across, away = self.land.span
        self.u = frame.x() * (across + 0.32 * self.depth) + self.shift[0]
        self.v = np.broadcast_to(self.depth * away + self.shift[1], self.u.shape)
        self.footing: list[tuple[float, float, float]] = []
        self.wooded = (
            reading.scene == "hills" and not reading.has("wheat") and (reading.has("trees") or rng.random() < 0.7)
        )
        below = horizon - frame.tall - self.land.swing[0] - 0.02  # the nearest slice lies under the frame
        self.level = below + (self.land.horizon - below) * self.depth**0.7
        self.swing = self.land.swing[0] + (self.land.swing[1] - self.land.swing[0]) * self.depth

    def elevation(self, u: Array, v: Array) -> Array:
        wave = 2 * noise.look(self.texture, u, v) - 1
        crest = 1 - np.abs(wave)
        if self.reading.scene == "desert":  # dunes: long windward slopes, one sharp edge
            crest = 1 - np.abs(2 * noise.look(self.texture, u * 0.7 + 0.12 * wave, v) - 1)
        sharp = self.land.ridged * (smooth(0.1, 0.7, self.depth) if self.reading.scene == "mountains" else 1.0)
        return self.level + self.swing * mix(wave, 2 * crest**1.6 - 1, sharp)

    def draw_on(self, picture: Array) -> None:
        """Paint the land over the sky in ``picture``, antialiased by doubling the rows."""
        frame = self.frame
        heights = self.elevation(self.u, self.v)
        colours = self._colours(heights).reshape(-1, 3)
        top = np.maximum.accumulate(heights, axis=0)
        self.footing = self._footing(heights, top)
        rows = np.clip((self.horizon - top) * frame.unit * 2, 0, frame.height * 2).astype(np.int32)
        counts = np.bincount(
            (rows * frame.width + np.arange(frame.width)).ravel(), minlength=(frame.height * 2 + 1) * frame.width
        ).reshape(-1, frame.width)[:-1]
        seen = _SLICES - np.cumsum(counts, axis=0, dtype=np.int32)
        del counts
        index = np.minimum(seen, _SLICES - 1) * frame.width + np.arange(frame.width, dtype=np.int32)
        land = (colours[index[0::2]] + colours[index[1::2]]) / 2
        cover = ((seen[0::2] < _SLICES).astype(np.float32) + (seen[1::2] < _SLICES)) / 2
        picture += (land - picture) * cover[..., None]

    def _footing(self, heights: Array, top: Array) -> list[tuple[float, float, float]]:
        """Places in the middle distance where something can stand and be seen: x, y, and how large it looks."""
        frame, places = self.frame, []
        for share in (0.24, 0.78, 0.14, 0.88, 0.35, 0.65):
            column = int(share * (frame.width - 1))
            seen = np.flatnonzero(heights[40:190, column] >= top[40:190, column]) + 40
            if len(seen):
                slice_ = int(seen[np.argmax(heights[seen, column] - self.level[seen, 0])])
                y = self.horizon - float(heights[slice_, column])
                if 0.1 < y < frame.tall - 0.06:
                    places.append((float(frame.x()[0, column]), y, _DEEP ** -float(self.depth[slice_, 0])))
        return places

    def _colours(self, heights: Array) -> Array:
        """Colour of every slice at every column, (slices, width, 3), with sun and air."""
        light, step = self.light, 1 / 400
        slope_x = (self.elevation(self.u + step, self.v) - heights) / step * 0.3
        slope_z = (self.elevation(self.u, self.v + step) - heights) / step * 0.3
        slope_x, slope_z = slope_x / (1 + 0.35 * np.abs(slope_x)), slope_z / (1 + 0.35 * np.abs(slope_z))
        length = np.sqrt(slope_x**2 + slope_z**2 + 1)
        side = -1.0 if self.sun_x < 0 else 1.0
        low = light.elevation < 0.3
        direction = np.array([side * 0.85, 0.3 if low else 0.75, 0.1 if low else -0.35], np.float32)
        direction /= np.linalg.norm(direction)
        facing = (-slope_x * direction[0] + direction[1] - slope_z * direction[2]) / length
        albedo = self._albedo(heights, 1 / length)
        lit = smooth(-0.05, 0.85, facing)[..., None]
        warmth = light.glow * (light.sun * 1.7) * lit
        shaded = albedo * (light.ambient * (0.7 + 0.6 * np.clip(facing, 0, 1))[..., None] + warmth)
        return self._through_air(shaded, heights)

    def _albedo(self, heights: Array, flat: Array) -> Array:
        """``flat``: 1 on level ground, less on slopes."""
        land, reading = self.land, self.reading
        far = 1 + 5 * self.depth  # things look finer with distance
        grain = noise.look(self.rough, self.u * 1.3, self.v * 1.3) - 0.5
        fine = (noise.look(self.rough, self.u * 3.1 * far, self.v * 5) - 0.5) * smooth(0.7, 0.1, self.depth)
        named = reading.colour("land")
        low = linear(named or ("#c79a3f" if reading.has("wheat") else land.low))
        high = mix(low, np.ones(3, np.float32), 0.22) if named or reading.has("wheat") else linear(land.high)
        level = smooth(-0.6, 0.6, (heights + 0.25 + grain * 0.2) * 3)[..., None]
        albedo = mix(low, high, level) * (1 + 0.5 * grain + 0.7 * fine)[..., None]
        if reading.scene == "desert":
            ripple = np.sin(self.v * 900 + self.u * 60 + 40 * grain) * smooth(0.35, 0.0, self.depth)
            return cast(Array, np.maximum(albedo * (1 + 0.07 * ripple)[..., None], 0.004))
        if self.wooded:
            wood = smooth(0.52, 0.56, noise.look(self.rough, self.u * 0.55 + 0.3, self.v * 0.8))
            tree = noise.look(self.rough, self.u * 2.6 * far, self.v * 3.3)
            dark = low * np.array([0.3, 0.42, 0.36], np.float32) * (0.45 + 1.1 * tree)[..., None]
            albedo = mix(albedo, dark, (wood * 0.92)[..., None])
        if reading.has("flowers"):
            heads = smooth(0.6, 0.72, noise.look(self.rough, self.u * 4.3 * far, self.v * 9)) * smooth(
                0.75, 0.25, self.depth
            )
            bloom = linear(reading.colour("flowers", default=reading.palette[0] if reading.palette else "#e9b91f"))
            albedo = mix(albedo, bloom * (0.7 + 0.6 * grain)[..., None], (heads * 0.9)[..., None])
        if reading.scene == "mountains":
            albedo = self._rock_and_snow(albedo, heights, flat, grain, fine)
        return np.maximum(albedo, 0.004)

    def _rock_and_snow(self, albedo: Array, heights: Array, flat: Array, grain: Array, fine: Array) -> Array:
        rise = heights - self.level * (1 - self.depth) + 0.25 * grain
        rock = smooth(0.02, 0.1, rise + 0.06 * (1 - flat))[..., None]
        albedo = mix(albedo, linear("#77716a") * (1 + 1.1 * grain + 0.7 * fine)[..., None], rock)
        line = 0.1 if self.reading.has("snowcaps") else 0.2
        snow = smooth(line, line + 0.05, rise) * smooth(0.35, 0.6, flat + 0.35 * grain)
        return mix(albedo, np.array([0.88, 0.91, 0.96], np.float32), snow[..., None])

    def _through_air(self, colours: Array, heights: Array) -> Array:
        light, land = self.light, self.land
        near_sun = np.exp(-np.abs(self.frame.x() - self.sun_x) * 1.5)[..., None] * light.sun
        air = mix(light.horizon, light.middle, 0.4) * 0.85 + light.glow * near_sun * 0.28
        misty = "fog" in self.reading.weather
        away = (_DEEP**self.depth - 1) / (_DEEP - 1)
        veil = 1 - np.exp(-((away / (land.haze * (0.45 if misty else 1.0))) ** 0.8) * 1.6)
        pool = smooth(0.35, -0.9, (heights - self.level) / self.swing)
        veil = veil + (1 - veil) * pool * smooth(0.08, 0.5, self.depth) * (0.95 if misty else 0.4)
        return mix(colours, air, veil[..., None]).astype(np.float32)
