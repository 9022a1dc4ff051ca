"""Hills, mountains and deserts: a real height field, seen in perspective through air.

The land is cut into slices from near to far. Each column of the picture keeps the highest slice so far, so which slice
a pixel sees is a running maximum and a count, not a search: a million pixels cost a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.demo.paint import noise, sky
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.light import Light, outdoors
from lib.demo.paint.reading import Reading

_SLICES = 340
_NEAR, _FAR = 2.2, 150.0
_LENS = 0.95  # tangent of the angle that one short side spans


@dataclass(frozen=True)
class _Land:
    """How one kind of land is shaped and coloured."""

    height: float  # metres, so to speak: the camera stands at about 2
    period: float  # width of one tile of hills
    slope: float  # smoothness of the noise
    ridged: float  # 0 = round, 1 = sharp crests
    low: str
    high: str
    camera: float
    haze: float  # distance at which the air hides half


_LANDS = {
    "hills": _Land(9.0, 95.0, 2.1, 0.15, "#5d7a3a", "#8c8a4c", 6.0, 46.0),
    "mountains": _Land(34.0, 150.0, 1.75, 0.85, "#4d5d42", "#77726c", 9.0, 75.0),
    "desert": _Land(6.5, 80.0, 2.5, 1.0, "#c98a4b", "#dca567", 5.0, 80.0),
}


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    land = _LANDS[reading.scene]
    light = outdoors(reading, "dawn" if reading.scene == "hills" else "golden")
    horizon = frame.tall * (0.34 if reading.framing == "low" else 0.4 if frame.tall < 1.4 else 0.45)
    sun_x = float(rng.uniform(-0.32, 0.32)) * 2 * frame.half_width
    picture = sky.paint(frame, light, horizon, sun_x, rng, clouds=0.45)
    field = _Field(land, light, reading, frame, sun_x, rng)
    field.draw_on(picture, horizon)
    return picture


class _Field:
    """The land in slices: heights, colours, and what of them each pixel sees."""

    def __init__(
        self, land: _Land, light: Light, reading: Reading, frame: Frame, sun_x: float, rng: np.random.Generator
    ):
        self.land, self.light, self.reading, self.frame, self.sun_x = land, light, reading, frame, sun_x
        self.texture = noise.tile(rng, 512, land.slope)
        self.rough = noise.tile(rng, 256, 1.2)
        self.shift = rng.random(4).astype(np.float32)
        self.z = np.geomspace(_NEAR, _FAR, _SLICES, dtype=np.float32)[:, None]
        self.x = frame.x() * _LENS * self.z

    def height(self, x: Array, z: Array) -> Array:
        land = self.land
        base = noise.look(self.texture, x / land.period + self.shift[0], z / land.period + self.shift[1])
        crest = 1 - np.abs(2 * base - 1)
        shape = mix(base, crest * crest, land.ridged)
        rise = 0.35 + 0.65 * smooth(4, 60, z)  # a valley in front of the camera, higher land behind
        return shape * land.height * rise

    def draw_on(self, picture: Array, horizon: float) -> None:
        """Paint the land over the sky in ``picture``, antialiased by doubling the rows."""
        frame = self.frame
        heights = self.height(self.x, self.z)
        colours = self._colours(heights)
        ground = float(np.max(heights[0])) + self.land.camera
        rise = (heights - ground) / (self.z * _LENS)
        top = np.maximum.accumulate(rise, axis=0)
        rows = np.clip((horizon - top) * frame.unit * 2, 0, frame.height * 2).astype(np.int32)
        counts = np.bincount(
            (rows * frame.width + np.arange(frame.width)).ravel(), minlength=(frame.height * 2 + 1) * frame.width
        ).reshape(-1, frame.width)[:-1]
        seen = _SLICES - np.cumsum(counts, axis=0)
        del counts
        visible = seen < _SLICES
        index = np.minimum(seen, _SLICES - 1) * frame.width + np.arange(frame.width)
        flat = colours.reshape(-1, 3)
        for half in (0, 1):
            part = flat[index[half::2]]
            np.copyto(part, picture, where=~visible[half::2][..., None])
            if half == 0:
                first = part
        picture[...] = (first + part) / 2

    def _colours(self, heights: Array) -> Array:
        """Colour of every slice at every column, (slices, width, 3), with sun and air."""
        land, light = self.land, self.light
        step = np.float32(0.02) * self.z + 0.1
        slope_x = (self.height(self.x + step, self.z) - heights) / step
        slope_z = (self.height(self.x, self.z + step) - heights) / step
        length = np.sqrt(slope_x**2 + slope_z**2 + 1)
        side = -1.0 if self.sun_x < 0 else 1.0
        low_sun = light.elevation < 0.3
        direction = np.array([side * 0.8, 0.28 if low_sun else 0.8, 0.5 if low_sun else -0.4], np.float32)
        direction /= np.linalg.norm(direction)
        facing = (-slope_x * direction[0] + direction[1] - slope_z * direction[2]) / length
        grain = noise.look(self.rough, self.x / 9, self.z / 9) - 0.5
        fine = (noise.look(self.rough, self.x / 1.7, self.z / 1.7) - 0.5) * smooth(30, 6, self.z)
        low, high = linear(self.reading.colour("land", default=land.low)), linear(land.high)
        if self.reading.colour("land"):
            high = mix(low, np.ones(3, np.float32), 0.25)
        level = smooth(0.25, 0.75, heights / land.height + grain * 0.3)[..., None]
        albedo = mix(low, high, level) * (1 + 0.8 * grain + 0.7 * fine)[..., None]
        if self.reading.scene == "mountains" or self.reading.has("snowcaps"):
            snow = smooth(0.42, 0.6, heights / land.height + grain * 0.35) * smooth(0.55, 0.75, 1 / length)
            albedo = mix(albedo, np.array([0.86, 0.89, 0.94], np.float32), snow[..., None])
        warmth = light.glow * light.sun * 1.5 * np.maximum(facing, 0)[..., None]
        shaded = albedo * (light.ambient * (1.15 + 0.35 * facing)[..., None] + warmth)
        return self._through_air(shaded, heights)

    def _through_air(self, colours: Array, heights: Array) -> Array:
        light, land = self.light, self.land
        glow = np.exp(-np.abs(self.frame.x() - self.sun_x) * 1.7)[..., None] * light.sun
        air = mix(light.horizon, light.middle, 0.25) * 0.92 + light.glow * glow * 0.3
        misty = "fog" in self.reading.weather
        distance = land.haze * (0.5 if misty else 1.0)
        veil = 1 - np.exp(-((self.z / distance) ** 1.15))
        valley = np.exp(-np.maximum(heights - 0.06 * land.height, 0) / (0.12 * land.height))
        veil = veil + (1 - veil) * valley * smooth(6, 40, self.z) * (0.75 if misty else 0.3)
        return mix(colours, air, veil[..., None]).astype(np.float32)
