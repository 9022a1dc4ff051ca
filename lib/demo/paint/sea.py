"""Harbours, seas, lakes and skylines: a sky, things that stand at the water, and their mirror image."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import boats, details, flyers, noise, quay, sky, town, water
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.light import Light, outdoors
from lib.demo.paint.reading import Reading

_DEFAULT_LIGHT = {"harbour": "dusk", "sea": "golden", "skyline": "blue"}


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    light = outdoors(reading, _DEFAULT_LIGHT[reading.scene])
    share = {"low": 0.66, "top": 0.3}.get(reading.framing, 0.52 if reading.scene != "sea" else 0.46)
    horizon = frame.tall * share
    sun_x = float(rng.uniform(-0.3, 0.3)) * 2 * frame.half_width
    picture = sky.paint(frame, light, horizon, sun_x, rng, clouds=1.0 if reading.light == "storm" else 0.5)
    _far_shore(picture, frame, light, reading, horizon, rng)
    mirror_layer, layer = Layer(frame), Layer(frame)
    if reading.has("birds"):
        details.birds(layer, frame, light, horizon, rng)
    if reading.has("kite"):
        details.kites(layer, frame, light, reading, horizon, rng)
    lamps: list[tuple[tuple[float, float], float]] = []
    if reading.scene == "harbour" or reading.has("boat"):
        lamps += boats.draw(layer, mirror_layer, frame, light, reading, horizon, rng)
    if reading.has("lighthouse") or (reading.scene == "sea" and reading.has("house", "castle")):
        lamps += _headland(layer, mirror_layer, frame, light, reading, horizon, sun_x, rng)
    if reading.scene == "skyline":
        lamps += town.skyline(layer, mirror_layer, frame, light, reading, horizon, rng)
    mirror = water.upside_down(picture, frame, horizon)
    mirror_layer.over(mirror)
    colour = linear(reading.colour("lamps", default="#ffbe62"))
    for (x, y), size in lamps:
        below = max(horizon, y) + abs(horizon - y)
        glow(mirror, frame, (x, below), size * 1.1, colour * 2.2, stretch=2.4)
    named = linear(reading.colour("water")) if reading.colour("water") else None
    swell = 0.9 if reading.has("waves") or reading.light == "storm" else 0.55 if reading.scene == "sea" else 0.32
    body = water.tint(light.zenith, light.horizon, named)
    water.flood(picture, mirror, frame, horizon, body, rng, swell=swell)
    if swell > 0.8:
        water.breakers(picture, frame, horizon, body, light.horizon, rng)
    layer.over(picture)
    for spot, size in lamps:
        glow(picture, frame, spot, size, colour * (3.0 if light.lamps else 1.0))
    if reading.scene == "harbour" and reading.has("stone"):
        quay.build(picture, frame, light, reading, rng)
    elif reading.has("beach") and reading.scene == "sea":
        _beach(picture, frame, light, rng)
    return picture


def _far_shore(
    picture: Array, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> None:
    """Two or three ridges behind the water, each paler than the one before it."""
    if reading.scene == "sea" and not reading.has("lake", "snowcaps"):
        return
    high = 0.24 if reading.has("lake", "snowcaps") else 0.07
    texture = noise.tile(rng, 256, 1.7, 2.0)
    last = int(horizon * frame.unit)
    y = frame.y()[:last]
    for depth in (0.25, 0.55, 0.85):
        line = noise.look(
            texture, frame.x() * 0.16 * (1 + depth) + depth * 3, np.full((1, frame.width), depth, np.float32)
        )
        top = horizon - high * (1.15 - depth * 0.75) * line - 0.004
        cover = np.clip((y - top) * frame.unit + 0.5, 0, 1)[..., None]
        land = linear(reading.colour("land", default="#2c3a33")) * light.ambient * 0.8
        air = mix(light.horizon, light.middle, 0.5) * 0.75
        picture[:last] = mix(picture[:last], mix(air, land, 0.3 + 0.6 * depth), cover)


def _headland(
    layer: Layer, mirror: Layer, frame: Frame, light: Light, reading: Reading, horizon: float, sun_x: float,
    rng: np.random.Generator,
) -> list[boats.Lamp]:  # fmt: skip
    """A rock with a lighthouse, a castle or a house, on the side away from the sun; returns its lamps."""
    side = -1.0 if sun_x > 0 else 1.0
    foot = side * frame.half_width * 0.55
    rock = linear("#3a3834") * (light.ambient + light.glow * light.sun * 0.2)
    width = 0.42
    x = np.linspace(-width, width, 40)
    rise = 0.13 * np.clip(1 - (x / width) ** 2, 0, 1) ** 0.6 + rng.uniform(-0.006, 0.012, 40)
    top = [(foot + float(a), horizon - max(0.0, float(b))) for a, b in zip(x, rise, strict=True)]
    low = [(a, 2 * horizon - b) for a, b in top]
    layer.polygon([*top, (foot + width, horizon + 0.006), (foot - width, horizon + 0.006)], rock)
    mirror.polygon([*low, (foot + width, horizon), (foot - width, horizon)], rock * 0.8)
    if reading.has("lighthouse"):
        lamps = [details.lighthouse(layer, foot, horizon - 0.12, 0.3, light, reading)]
    elif reading.has("castle"):
        lamps = flyers.castle(layer, foot, horizon - 0.12, 0.17, light, reading, rng)
    else:
        lamps = details.house(layer, foot, horizon - 0.115, 0.07, light, reading)
    return [((at, high), size) for at, high, size in lamps] if light.lamps else []


def _beach(picture: Array, frame: Frame, light: Light, rng: np.random.Generator) -> None:
    """Sand with a wet rim and a line of foam."""
    texture = noise.tile(rng, 256, 1.6)
    x = frame.x()
    curve = noise.look(texture, x * 0.12 + 0.2, np.full_like(x, 0.4)) - 0.5
    edge = frame.tall * 0.78 + 0.12 * curve + x * 0.06
    y = frame.y()
    inland = y - edge
    fine = noise.look(texture, x * 3 + 0 * y, y * 4 + 0 * x) - 0.5
    sand = linear("#d9bf94") * (light.ambient + light.glow * light.sun * 0.5) * (1 + 0.35 * fine)[..., None]
    wet = smooth(0.1, 0.0, inland)[..., None]
    sand = sand * (1 - 0.5 * wet) + picture * 0.3 * wet
    cover = np.clip(inland * frame.unit, 0, 1)[..., None]
    picture[...] = mix(picture, sand, cover)
    lace = smooth(0.012, 0.0, np.abs(inland + 0.012 * fine)) + 0.6 * smooth(
        0.008, 0.0, np.abs(inland + 0.05 + 0.03 * fine)
    )
    foam = np.minimum(lace, 1)[..., None] * (0.6 + 0.8 * fine[..., None])
    picture += np.maximum(foam, 0) * (light.ambient + light.horizon * 0.3)
