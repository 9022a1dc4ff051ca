"""The one large animal of an underwater picture: a whale, a shark, or a fish with veils for fins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point
from lib.demo.paint.reading import Reading

_Outline = list[Point]
_Part = Callable[[_Outline, Array], None]


def draw(layer: Layer, frame: Frame, water: Array, reading: Reading, rng: np.random.Generator) -> None:
    """Paint it into the middle of the water; ``water`` is the colour there, which veils what is farther."""
    side = 1.0 if rng.random() < 0.5 else -1.0
    spot = (float(rng.uniform(-0.12, 0.12)), frame.tall * float(rng.uniform(0.4, 0.52)))
    size = float(rng.uniform(0.3, 0.38)) * min(1.0, frame.half_width * 1.6)
    named = reading.colour("subject")

    def part(points: _Outline, tone: Array) -> None:
        layer.shape(spot, size, [(side * x, y + x * 0.12) for x, y in points], tone)

    if reading.has("whale"):
        _whale(part, mix(linear(named or "#27394c"), water, 0.3), mix(linear("#9fb4bf"), water, 0.45))
    else:
        _fish(part, linear(named or str(rng.choice(["#ee6b1b", "#f0932b", "#e8483a"]))), water)


def _along(upper: _Outline, lower: _Outline) -> _Outline:
    """A closed outline through points above and below, smoothed."""
    out: _Outline = []
    for points in (upper, lower[::-1]):
        x, y = (np.array(values) for values in zip(*points, strict=True))
        t, fine = np.linspace(0, 1, len(x)), np.linspace(0, 1, 40)
        bends = [np.polynomial.Polynomial.fit(t, values, len(t) - 1)(fine) for values in (x, y)]
        out += list(zip(bends[0].tolist(), bends[1].tolist(), strict=True))
    return out


def _whale(part: _Part, back: Array, belly: Array) -> None:
    """Head on the right, tail raised."""
    part([(-1.0, 0.07), (-1.38, 0.3), (-1.3, 0.13), (-1.42, 0.0), (-1.15, 0.02), (-0.95, -0.01)], back * 0.8)
    part([(0.25, -0.1), (-0.1, -0.5), (-0.22, -0.52), (0.0, -0.12)], back * 0.6)
    top = [(-1.05, 0.03), (-0.5, 0.17), (0.1, 0.3), (0.65, 0.27), (0.98, 0.02)]
    part(_along(top, [(-1.05, 0.0), (-0.5, -0.08), (0.1, -0.24), (0.65, -0.25), (0.98, 0.0)]), back)
    part(
        _along(
            [(-0.55, -0.06), (0.1, -0.1), (0.6, -0.05), (0.97, 0.0)],
            [(-0.55, -0.07), (0.1, -0.23), (0.6, -0.25), (0.97, -0.02)],
        ),
        belly,
    )
    for low in (-0.1, -0.14, -0.18):
        part([(0.05, low - 0.02), (0.9, low + 0.09), (0.9, low + 0.08), (0.05, low - 0.03)], back * 0.7)
    part([(0.42, -0.08), (0.1, -0.56), (-0.04, -0.6), (0.2, -0.12)], back * 0.75)
    part([(-0.3, 0.2), (-0.42, 0.32), (-0.48, 0.18)], back)
    ring = np.linspace(0, 2 * np.pi, 12)
    part([(0.66 + 0.018 * float(np.cos(a)), 0.04 + 0.018 * float(np.sin(a))) for a in ring], back * 0.15)


def _fish(part: _Part, scales: Array, water: Array) -> None:
    """Head on the right; the tail and fins are thin, so the water shows through them."""
    veil, fine = mix(scales, water, 0.35), mix(scales, np.ones(3, np.float32), 0.25)
    part(_along([(-0.45, 0.03), (-0.8, 0.42), (-1.25, 0.5)], [(-0.45, -0.02), (-0.75, -0.12), (-1.0, 0.1)]), veil)
    part(
        _along([(-0.45, 0.03), (-0.85, 0.0), (-1.15, -0.2)], [(-0.45, -0.03), (-0.75, -0.3), (-1.15, -0.5)]),
        veil * 0.85,
    )
    part(_along([(0.2, 0.28), (-0.05, 0.55), (-0.4, 0.5)], [(0.2, 0.2), (-0.1, 0.22), (-0.35, 0.12)]), veil)
    part(
        _along([(-0.02, -0.2), (-0.2, -0.3), (-0.3, -0.1)], [(-0.02, -0.25), (-0.25, -0.5), (-0.45, -0.42)]), veil * 0.8
    )
    top = [(-0.5, 0.04), (-0.2, 0.22), (0.2, 0.33), (0.5, 0.22), (0.72, 0.0)]
    part(_along(top, [(-0.5, -0.04), (-0.2, -0.2), (0.2, -0.3), (0.5, -0.2), (0.72, -0.02)]), scales)
    part(_along([(-0.4, -0.03), (0.1, -0.08), (0.68, -0.02)], [(-0.4, -0.06), (0.1, -0.28), (0.68, -0.04)]), fine)
    for column in range(6):
        for row in range(-2, 3):
            x, y = -0.3 + 0.12 * column + 0.06 * (row % 2), 0.01 + 0.075 * row
            arc = [(x + 0.04 * float(np.cos(a)), y + 0.04 * float(np.sin(a))) for a in np.linspace(2, 4.3, 8)]
            part([*arc, (x - 0.022, y)], scales * 0.72)
    part(
        _along([(0.22, -0.08), (0.0, -0.14), (-0.18, -0.12)], [(0.22, -0.12), (0.02, -0.34), (-0.12, -0.36)]),
        veil * 0.9,
    )
    for radius, tone in ((0.06, np.full(3, 0.75, np.float32)), (0.036, np.full(3, 0.01, np.float32))):
        part(
            [(0.5 + radius * float(np.cos(a)), 0.07 + radius * float(np.sin(a))) for a in np.linspace(0, 6.28, 16)],
            tone,
        )
