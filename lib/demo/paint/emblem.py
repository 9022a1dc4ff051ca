"""A logo: a mark of two or three plain shapes in the middle of an even ground, as a first sketch of one. No letters."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.abstract import palette
from lib.demo.paint.colour import Array, linear, luma
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer
from lib.demo.paint.reading import Reading


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    colours = sorted(palette(reading, rng), key=lambda colour: float(luma(colour)))
    ground = linear(reading.colour("wall")) if reading.colour("wall") else colours[-1]
    inks = [colour for colour in colours if colour is not ground] or [linear("#1b1b1e")]
    picture = np.broadcast_to(ground, (frame.height, frame.width, 3)).astype(np.float32).copy()
    layer = Layer(frame)
    (_rising, _leaf, _links)[int(rng.integers(3))](layer, frame.tall / 2, 0.2, inks, ground, rng)
    layer.over(picture)
    return picture


def _rising(layer: Layer, y: float, size: float, inks: list[Array], ground: Array, rng: np.random.Generator) -> None:
    """A sun over waves."""
    layer.disc(0, y - size * 0.25, size * 0.75, size * 0.75, inks[-1])
    for step in range(3):
        top = y + size * (0.12 + 0.3 * step)
        layer.box(-size * 1.1, top, size * 1.1, top + size * 0.55, ground)
        x = np.linspace(-size, size, 40)
        upper = [(float(a), top + size * 0.12 + size * 0.06 * float(np.sin(a / size * 6.3))) for a in x]
        lower = [(a, b + size * 0.13) for a, b in reversed(upper)]
        layer.polygon(upper + lower, inks[0])


def _leaf(layer: Layer, y: float, size: float, inks: list[Array], ground: Array, rng: np.random.Generator) -> None:
    """Leaves round a point."""
    count = int(rng.integers(4, 8))
    for number in range(count):
        turn = number / count * 2 * np.pi
        t = np.linspace(0, np.pi, 20)
        along, across = size * (1 - np.cos(t)) / 2 + size * 0.14, size * 0.24 * np.sin(t)
        side = np.concatenate([across, -across[::-1]])
        away = np.concatenate([along, along[::-1]])
        px, py = away * np.cos(turn) - side * np.sin(turn), y + away * np.sin(turn) + side * np.cos(turn)
        layer.polygon(list(zip(px.tolist(), py.tolist(), strict=True)), inks[number % len(inks)])


def _links(layer: Layer, y: float, size: float, inks: list[Array], ground: Array, rng: np.random.Generator) -> None:
    """Three discs that overlap like links of a chain."""
    for number, x in enumerate((-0.62, 0.62, 0.0)):
        layer.disc(x * size, y, size * 0.72, size * 0.72, inks[number % len(inks)])
        layer.disc(x * size, y, size * 0.4, size * 0.4, ground)
