"""A repeat for cloth and paper: a motif of leaves, blossoms or plain shapes in a half-drop grid on an even ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np

from lib.demo.paint.abstract import palette
from lib.demo.paint.colour import Array, linear, luma, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point
from lib.demo.paint.reading import Reading

_Motif = Callable[[Layer, Point, float, float, list[Array]], None]


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    colours = sorted(palette(reading, rng), key=lambda colour: float(luma(colour)))
    dark = rng.random() < 0.3
    ground = linear(reading.colour("wall")) if reading.colour("wall") else colours[0 if dark else -1]
    inks = [colour for colour in colours if colour is not ground] or [linear("#2b2a2c")]
    inks.append(mix(inks[0], ground, 0.45))
    picture = np.broadcast_to(ground, (frame.height, frame.width, 3)).astype(np.float32).copy()
    layer, motif = Layer(frame), _motif(reading, rng)
    step = float(rng.uniform(0.2, 0.3))
    lean = float(rng.uniform(-0.5, 0.5))
    for column in range(-int(frame.half_width / step) - 2, int(frame.half_width / step) + 3):
        for row in range(-1, int(frame.tall / step) + 2):
            place = (column * step, (row + 0.5 * (column % 2)) * step)
            turn = lean + (np.pi if (row + column) % 2 else 0.0)
            motif(layer, place, step * 0.52, turn, inks)
            layer.disc(place[0], place[1] + step * 0.5, step * 0.035, step * 0.035, inks[-1])
    layer.over(picture)
    return picture


def _motif(reading: Reading, rng: np.random.Generator) -> _Motif:
    """What the words ask for, else any."""
    if reading.has("geometric", "orbs", "stripes"):
        return _arcs
    if reading.has("plant", "trees", "tree"):
        return _sprig
    if reading.has("flowers"):
        return _blossom
    return (_sprig, _blossom, _arcs)[int(rng.integers(3))]


def _turned(points: Array, turn: float) -> list[Point]:
    cos, sin = float(np.cos(turn)), float(np.sin(turn))
    return [(float(x * cos - y * sin), float(x * sin + y * cos)) for x, y in points]


def _leaf(foot: Point, angle: float, length: float, wide: float) -> Array:
    t = np.linspace(0, np.pi, 16)
    along, aside = (1 - np.cos(t)) / 2 * length, np.sin(t) * wide
    outline = np.concatenate([np.stack([along, aside], 1), np.stack([along[::-1], -aside[::-1]], 1)])
    return cast(Array, np.array(_turned(outline, angle)) + np.array(foot))


def _sprig(layer: Layer, place: Point, size: float, turn: float, inks: list[Array]) -> None:
    """A stem with pairs of leaves and one at its tip."""
    stem = _turned(np.array([(-0.9, 0.0), (-0.3, 0.05), (0.4, 0.0)]), turn)
    layer.line([(place[0] + x * size, place[1] - y * size) for x, y in stem], inks[-1], 0.045 * size)
    for number, at in enumerate((-0.6, -0.2, 0.2)):
        for side in (-1, 1):
            leaf = _leaf((at, 0.03), side * 0.85, 0.52 - 0.07 * number, 0.13)
            layer.shape(place, size, _turned(leaf, turn), inks[(number + (side > 0)) % len(inks)])
    layer.shape(place, size, _turned(_leaf((0.4, 0.0), 0.0, 0.5, 0.12), turn), inks[0])


def _blossom(layer: Layer, place: Point, size: float, turn: float, inks: list[Array]) -> None:
    """Six petals round a heart, and two leaves."""
    for side in (-1, 1):
        layer.shape(
            place, size, _turned(_leaf((0.35 * side, -0.3), -np.pi / 2 + side * 0.9, 0.7, 0.14), turn), inks[-1]
        )
    for number in range(6):
        layer.shape(place, size, _leaf((0.0, 0.0), turn + number * np.pi / 3, 0.62, 0.22).tolist(), inks[0])
    layer.disc(*place, size * 0.17, size * 0.17, inks[len(inks) // 2 if len(inks) > 2 else -1])


def _arcs(layer: Layer, place: Point, size: float, turn: float, inks: list[Array]) -> None:
    """Half rings in each other, like a rising sun."""
    t = np.linspace(0, np.pi, 28)
    for number, radius in enumerate((1.0, 0.7, 0.4)):
        half = np.stack([np.cos(t) * radius, np.sin(t) * radius - 0.4], 1)
        layer.shape(place, size, _turned(half, 0.0 if abs(turn) < 1.6 else np.pi), inks[number % len(inks)])
