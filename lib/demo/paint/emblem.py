"""A logo: a mark of two or three plain shapes in the middle of an even ground, as a first sketch of one. No letters."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.abstract import palette
from lib.demo.paint.colour import Array, linear, luma
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point
from lib.demo.paint.reading import Reading


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    colours = sorted(palette(reading, rng), key=lambda colour: float(luma(colour)))
    ground = linear(reading.colour("wall")) if reading.colour("wall") else colours[0 if rng.random() < 0.35 else -1]
    inks = [colour for colour in colours if colour is not ground] or [linear("#1b1b1e")]
    picture = np.broadcast_to(ground, (frame.height, frame.width, 3)).astype(np.float32).copy()
    layer, foot, kind = Layer(frame), (0.0, frame.tall / 2), int(rng.integers(5))
    if kind == 0:
        _sun(layer, foot, inks, ground)
    elif kind == 1:
        _leaves(layer, foot, inks, int(rng.integers(4, 8)))
    elif kind == 2:
        _links(layer, foot, inks, ground)
    elif kind == 3:
        _peaks(layer, foot, inks)
    else:
        _quarters(layer, foot, inks, rng)
    layer.over(picture)
    return picture


def _sun(layer: Layer, foot: Point, inks: list[Array], ground: Array) -> None:
    """A sun over waves."""
    layer.disc(foot[0], foot[1] - 0.05, 0.15, 0.15, inks[-1])
    x = np.linspace(-1, 1, 40)
    wave = list(zip(x.tolist(), (0.3 * np.sin(x * 6.3)).tolist(), strict=True))
    for step in range(3):
        low = (foot[0], foot[1] + 0.05 + 0.06 * step)
        layer.box(low[0] - 0.22, low[1] - 0.01, low[0] + 0.22, low[1] + 0.1, ground)
        under = [(a, b * 0.2 - 0.13) for a, b in reversed(wave)]
        layer.shape(low, 0.2, [(a, b * 0.2) for a, b in wave] + under, inks[0])


def _leaves(layer: Layer, foot: Point, inks: list[Array], count: int) -> None:
    """Leaves round a point."""
    t = np.linspace(0, np.pi, 20)
    away, aside = (1 - np.cos(t)) / 2 + 0.14, 0.24 * np.sin(t)
    away, aside = np.concatenate([away, away[::-1]]), np.concatenate([aside, -aside[::-1]])
    for number in range(count):
        turn = number / count * 2 * np.pi
        x, y = away * np.cos(turn) - aside * np.sin(turn), away * np.sin(turn) + aside * np.cos(turn)
        layer.shape(foot, 0.2, list(zip(x.tolist(), y.tolist(), strict=True)), inks[number % len(inks)])


def _links(layer: Layer, foot: Point, inks: list[Array], ground: Array) -> None:
    """Three rings that overlap like links of a chain."""
    for number, x in enumerate((-0.124, 0.124, 0.0)):
        layer.disc(foot[0] + x, foot[1], 0.144, 0.144, inks[number % len(inks)])
        layer.disc(foot[0] + x, foot[1], 0.08, 0.08, ground)


def _peaks(layer: Layer, foot: Point, inks: list[Array]) -> None:
    """Two peaks and a moon."""
    layer.disc(foot[0] + 0.13, foot[1] - 0.13, 0.055, 0.055, inks[-1])
    layer.shape((foot[0], foot[1] + 0.14), 0.2, [(-0.1, 0), (0.62, 0.95), (1.3, 0)], inks[len(inks) // 2])
    layer.shape((foot[0], foot[1] + 0.14), 0.2, [(-1.3, 0), (-0.35, 1.35), (0.6, 0)], inks[0])


def _quarters(layer: Layer, foot: Point, inks: list[Array], rng: np.random.Generator) -> None:
    """Four quarter discs in a square, each turned its own way."""
    t, size = np.linspace(0, np.pi / 2, 24), 0.16
    disc = [(0.0, 0.0), *zip(np.cos(t).tolist(), np.sin(t).tolist(), strict=True)]
    for number, turn in enumerate(rng.integers(0, 4, 4)):
        left, low = foot[0] - size * (number % 2), foot[1] + size * (number // 2)
        points = [((x, y), (1 - x, y), (1 - x, 1 - y), (x, 1 - y))[int(turn)] for x, y in disc]
        layer.shape((left, low), size, points, inks[number % len(inks)])
