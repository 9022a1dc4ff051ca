"""A skyline at the water: towers in three rows, paler with distance, with lit windows."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading

Lamp = tuple[Point, float]


def skyline(
    layer: Layer, mirror: Layer, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> list[Lamp]:
    lamps: list[Lamp] = []
    wall = linear(reading.colour("building", default="#5a5f6a")) * (light.ambient + light.glow * light.sun * 0.2)
    for row, (tall, veil) in enumerate(((0.4, 0.72), (0.33, 0.45), (0.17, 0.16))):
        x = -frame.half_width - 0.05
        while x < frame.half_width:
            wide = float(rng.uniform(0.035, 0.1)) * (1 - 0.15 * row)
            hill = 0.45 + 0.75 * np.exp(-((x / max(frame.half_width, 0.5)) ** 2) * 2.2)
            high = tall * hill * float(rng.uniform(0.35, 1.0)) + 0.02
            tone = mix(wall * float(rng.uniform(0.6, 1.0)), light.horizon * 0.85, veil)
            _tower(layer, mirror, x, horizon, wide, high, tone, light, rng, lit=0.55 - 0.13 * row, veil=veil)
            if row == 2 and light.lamps and rng.random() < 0.3:
                lamps.append(((x + wide / 2, horizon - 0.012), 0.006))
            x += wide * float(rng.uniform(0.75, 1.25))
    return lamps


def _tower(
    layer: Layer, mirror: Layer, x: float, base: float, wide: float, high: float, tone: Array, light: Light,
    rng: np.random.Generator, *, lit: float, veil: float,
) -> None:  # fmt: skip
    for target, up in ((layer, 1), (mirror, -1)):
        y0, y1 = sorted((base, base - up * high))
        target.box(x, y0, x + wide, y1, tone)
        target.box(x + wide * 0.68, y0, x + wide, y1, tone * 0.72)
    kind = rng.random()
    if kind < 0.25 and high > 0.15:
        layer.line([(x + wide / 2, base - high), (x + wide / 2, base - high - 0.06)], tone, 0.003)
    elif kind < 0.45:
        layer.box(x + wide * 0.2, base - high - 0.018, x + wide * 0.8, base - high, tone)
    if not light.lamps:
        _panes(layer, mirror, x, base, wide, high, mix(tone, light.horizon, 0.35), rng, 0.9)
        return
    warm = mix(linear("#ffc46b") * 1.3, light.horizon, veil * 0.7)
    _panes(layer, mirror, x, base, wide, high, warm, rng, lit * float(rng.uniform(0.3, 1.0)))


def _panes(
    layer: Layer, mirror: Layer, x: float, base: float, wide: float, high: float, colour: Array,
    rng: np.random.Generator, share: float,
) -> None:  # fmt: skip
    across, storeys = max(2, int(wide / 0.011)), int(high / 0.014)
    step = wide / across
    on = rng.random((storeys, across)) < share
    for storey, column in zip(*np.nonzero(on), strict=True):
        left, level = x + column * step + step * 0.25, (storey + 0.35) * 0.014
        layer.box(left, base - level - 0.007, left + step * 0.5, base - level, colour)
        mirror.box(left, base + level, left + step * 0.5, base + level + 0.007, colour)
