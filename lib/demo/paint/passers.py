"""Who and what moves in a street: walkers with umbrellas, cars with lights, and their reflections."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading


def draw(
    picture: Array, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> None:
    """Paint them into ``picture``, far ones first. ``horizon`` in short sides from the top."""
    layer = Layer(frame)
    lamps = _traffic(layer, light, reading, horizon, rng) if light.lamps or reading.has("car") else []
    if reading.has("figure", "umbrella") or "rain" in reading.weather:
        far = rng.uniform(0.03, 0.06, 3)
        for size in far:
            x = float(rng.uniform(-0.35, 0.35)) * frame.half_width
            walker(layer, x, horizon + float(size) * 1.9, float(size) * 1.15, light, reading, rng)
        x = float(rng.uniform(-0.22, 0.22)) * frame.half_width
        walker(layer, x, min(horizon + 0.3, frame.tall - 0.06), 0.2, light, reading, rng)
    layer.over(picture)
    for spot, size, colour in lamps:
        glow(picture, frame, spot, size, colour)
        below = (spot[0], spot[1] + size * 6)
        glow(picture, frame, below, size * 0.8, colour * 0.3, stretch=3.5)


def walker(
    layer: Layer, x: float, foot: float, size: float, light: Light, reading: Reading, rng: np.random.Generator
) -> None:
    """A figure seen from behind, ``size`` high without the umbrella."""
    coat = linear(reading.colour("figure", "clothes", default="#23252b"))
    tone = mix(coat * (light.ambient + 0.25), light.horizon, max(0.0, 0.25 - size)) * (0.45 if light.lamps else 0.9)
    step = float(rng.uniform(0.05, 0.1))
    for side in (-1, 1):
        layer.line(
            [(x + side * 0.04 * size, foot - 0.45 * size), (x + side * step * size, foot)], tone * 0.7, 0.075 * size
        )
    body = [(-0.12, 0.36), (-0.15, 0.62), (-0.11, 0.82), (0.11, 0.82), (0.15, 0.62), (0.13, 0.36)]
    layer.shape((x, foot), size, body, tone)
    layer.disc(x, foot - 0.91 * size, 0.065 * size, 0.075 * size, tone * 0.9)
    if reading.has("umbrella") or "rain" in reading.weather:
        cloth = linear(
            reading.colour("umbrella", default=str(rng.choice(["#b3202c", "#1c2530", "#d9a441", "#23405f"])))
        )
        shade = mix(cloth * (light.ambient * 1.2 + 0.3), light.horizon, max(0.0, 0.2 - size))
        rim = [(0.38 * np.cos(a), 0.98 + 0.3 * np.sin(a)) for a in np.linspace(0, np.pi, 15)]
        hem = [(px, 0.98 + 0.035 * abs(np.sin(px * 12))) for px in np.linspace(-0.38, 0.38, 17)]
        layer.shape((x, foot), size, rim + hem, shade)
        layer.line([(x, foot - 1.28 * size), (x, foot - 1.33 * size)], shade, 0.015 * size)


def _traffic(
    layer: Layer, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> list[tuple[tuple[float, float], float, Array]]:
    lamps = []
    body = linear(reading.colour("car", default="#1c1e22"))
    for number in range(6):
        size = 0.02 + 0.13 * (number / 5) ** 2.2 * float(rng.uniform(0.7, 1.0))
        oncoming = number % 2 == 0
        x = (-1 if oncoming else 1) * size * float(rng.uniform(1.4, 2.2))
        foot = horizon + size * 1.05
        near = body if number == 5 else linear("#1c1e22")
        tone = mix(near * (light.ambient + 0.2), light.horizon, max(0.0, 0.4 - size * 3))
        hull = [
            (-0.5, 0.02),
            (-0.52, 0.3),
            (-0.44, 0.38),
            (-0.34, 0.62),
            (0.34, 0.62),
            (0.44, 0.38),
            (0.52, 0.3),
            (0.5, 0.02),
        ]
        layer.shape((x, foot), size, hull, tone)
        pane = [(-0.36, 0.4), (-0.29, 0.57), (0.29, 0.57), (0.36, 0.4)]
        layer.shape((x, foot), size, pane, light.horizon * 0.25)
        colour = linear("#fff1d0") * 2.4 if oncoming else linear("#ff2a1a") * 1.8
        if light.lamps:
            lamps += [((x + side * 0.4 * size, foot - 0.28 * size), 0.05 * size + 0.0015, colour) for side in (-1, 1)]
    return lamps
