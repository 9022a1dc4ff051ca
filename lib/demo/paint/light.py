"""The light of a picture: sky colours, where the sun stands, whether lamps are lit. One table, then colour words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lib.demo.paint.colour import Array, linear, luma, mix
from lib.demo.paint.reading import Reading


@dataclass(frozen=True)
class Light:
    """Linear colours. ``elevation`` is the sun's height over the horizon in short sides of the picture; ``sun`` its
    strength (0 = hidden); ``level`` how bright the land is; ``lamps`` whether windows and lanterns are lit."""

    zenith: Array
    middle: Array
    horizon: Array
    glow: Array
    elevation: float
    sun: float
    level: float
    lamps: bool = False
    stars: bool = False

    @property
    def ambient(self) -> Array:
        """What the whole sky gives to a level piece of land."""
        return (0.5 * self.zenith + 0.3 * self.middle + 0.2 * self.horizon) * self.level


def _light(
    colours: str, elevation: float, sun: float, level: float = 1.0, *, lamps: bool = False, stars: bool = False
) -> Light:
    zenith, middle, horizon, glow = (linear(f"#{colour}") for colour in colours.split())
    return Light(zenith, middle, horizon, glow, elevation, sun, level, lamps, stars)


LIGHTS = {
    "dawn": _light("54719f a9a9c4 f9cda6 ffcf94", 0.06, 0.8),
    "morning": _light("3f7cc0 93bcdf f0e2c6 ffeccb", 0.34, 0.7, 1.1),
    "golden": _light("4a6f9f b9a08c ffc684 ffc678", 0.12, 0.95),
    "noon": _light("1f5fb4 5f9fdc cbe3f2 fff8ea", 0.9, 1.0, 1.25),
    "overcast": _light("8d9aa6 b3bdc4 d6dbdc e8ecee", 0.5, 0.0),
    "storm": _light("262d36 4d5964 8f9a99 c4cccb", 0.4, 0.0, 0.8),
    "dusk": _light("1b1f4a 80507a f49458 ffa859", 0.035, 0.9, 0.8, lamps=True),
    "blue": _light("0b1739 2a4c8f 8f90ac d0b0a8", 0.02, 0.12, 0.75, lamps=True),
    "night": _light("050916 0e1b3c 26396a b9ccff", 0.42, 0.2, 0.8, lamps=True, stars=True),
    "neon": _light("070414 1d0c3a 5c1a63 ff4fb0", 0.02, 0.15, 0.7, lamps=True),
}
_LIKE = {
    "studio": "morning",
    "highkey": "overcast",
    "lowkey": "storm",
    "candle": "night",
    "backlit": "golden",
    "window": "morning",
}


def outdoors(reading: Reading, default: str) -> Light:
    """The light over a landscape: what the prompt says, else ``default``, tinted by the colours it names."""
    name = reading.light or default
    light = LIGHTS[_LIKE.get(name, name)]
    sky, sun = reading.colour("sky"), reading.colour("sun")
    if sky:
        light = _tinted(light, linear(sky), 0.75)
    elif reading.palette:  # the darkest colour for the height of the sky, the brightest for its glow
        colours = sorted((linear(colour) for colour in reading.palette), key=lambda colour: float(luma(colour)))
        light = _tinted(light, colours[0], 0.5)
        light = _warmed(light, colours[-1], 0.5 if len(colours) > 1 else 0.25)
    return _warmed(light, linear(sun), 0.8) if sun else light


def _tinted(light: Light, colour: Array, amount: float) -> Light:
    """The sky moved towards the hue of ``colour``, each band keeping its brightness."""
    bands = (mix(band, _as_bright(colour, band), amount) for band in (light.zenith, light.middle, light.horizon))
    zenith, middle, horizon = bands
    return replace(light, zenith=zenith, middle=middle, horizon=horizon)


def _warmed(light: Light, colour: Array, amount: float) -> Light:
    """The sun's glow and the horizon moved towards ``colour``."""
    horizon = mix(light.horizon, _as_bright(colour, light.horizon), amount * 0.7)
    glow = mix(light.glow, _as_bright(colour, light.glow), amount)
    return replace(light, horizon=horizon, glow=glow)


def _as_bright(colour: Array, model: Array) -> Array:
    """``colour`` scaled to the brightness of ``model``; near black it stays a dark tint."""
    factor = float(luma(model)) / max(float(luma(colour)), 0.02)
    return np.minimum(colour * factor, 1.6).astype(np.float32)
