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
    ground = linear(reading.colour("wall")) if reading.colour("wall") else colours[-1]
    inks = [colour for colour in colours if colour is not ground] or [linear("#1b1b1e")]
    picture = np.broadcast_to(ground, (frame.height, frame.width, 3)).astype(np.float32).copy()
    layer, foot, kind = Layer(frame), (0.0, frame.tall / 2), int(rng.integers(3))
    if kind == 0:
        _sun(layer, foot, inks, ground)
    elif kind == 1:
        _leaves(layer, foot, inks, int(rng.integers(4, 8)))
    else:
        _links(layer, foot, inks, ground)
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
