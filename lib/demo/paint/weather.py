"""Weather in front of a landscape: mist, rain, snow. Added to the linear picture, before it is developed."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.light import outdoors
from lib.demo.paint.reading import Reading

OUTDOORS = frozenset({"harbour", "sea", "skyline", "city", "hills", "mountains", "desert", "forest"})
_OWN_MIST = frozenset({"hills", "mountains", "desert", "forest", "city"})  # scenes that know how deep they are


def fall(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> None:
    """Add the weather that ``reading`` names to an outdoor ``picture``, in place."""
    if reading.scene not in OUTDOORS:
        return
    if "fog" in reading.weather and reading.scene not in _OWN_MIST:
        _mist(picture, frame, reading, rng)
    brightness = float(picture[:: max(1, frame.height // 64)].mean())
    if "rain" in reading.weather:
        rainfall(picture, frame, brightness, rng)
    if "snow" in reading.weather:
        snowfall(picture, frame, brightness, rng)


def _mist(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> None:
    light = outdoors(reading, "dawn")
    named = reading.colour("mist")
    veil = mix(light.horizon, light.middle, 0.35) * 0.9
    if named:
        veil = linear(named) * float(veil.mean()) / max(float(linear(named).mean()), 0.05)
    drift = noise.cloudlike(rng, frame.width, frame.height, (3 * frame.half_width * 2, 5 * frame.tall))
    level = frame.tall * 0.52
    band = np.exp(-(((frame.y() - level) / 0.2) ** 2))
    thick = np.clip(band * (0.55 + 0.8 * drift) + 0.1 * drift, 0, 0.93)
    picture[...] = mix(picture, veil, thick[..., None])


def rainfall(picture: Array, frame: Frame, brightness: float, rng: np.random.Generator) -> None:
    slant = float(rng.uniform(-0.12, 0.12))
    area = frame.width * frame.height / frame.unit**2
    for count, length, width, strength in ((420, 0.035, 1, 0.16), (160, 0.075, 1, 0.28), (26, 0.14, 2, 0.22)):
        drops = Image.new("L", (frame.width, frame.height))
        pen = ImageDraw.Draw(drops)
        for _ in range(int(count * area)):
            x, y = rng.uniform(0, frame.width), rng.uniform(-0.1, 1) * frame.height
            long = length * frame.unit * rng.uniform(0.6, 1.3)
            fill = int(rng.uniform(70, 230))
            pen.line([(x, y), (x + slant * long, y + long)], fill=fill, width=width)
        cover = np.asarray(drops, np.float32) / 255 * strength
        picture += cover[..., None] * (0.25 + 1.1 * brightness) * np.array([0.9, 0.97, 1.05], np.float32)


def snowfall(picture: Array, frame: Frame, brightness: float, rng: np.random.Generator) -> None:
    area = frame.width * frame.height / frame.unit**2
    for count, radius, strength in ((900, 0.0016, 0.5), (260, 0.0034, 0.6), (40, 0.009, 0.4)):
        flakes = np.zeros((frame.height, frame.width), np.float32)
        total = int(count * area)
        y, x = rng.integers(0, frame.height, total), rng.integers(0, frame.width, total)
        flakes[y, x] = rng.uniform(0.4, 1.0, total)
        reach = max(1.0, radius * frame.unit)
        spread = noise.blur(flakes, reach) * (2 * reach + 1) ** 2 * 0.8
        picture += smooth(0.0, 1.0, spread)[..., None] * strength * (0.35 + 1.1 * brightness)
