"""Plain geometry: a grid of quarter circles, discs, triangles and stripes in few colours, as on a poster."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.colour import Array, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point

_PAPER = np.array([0.88, 0.83, 0.74], np.float32)


def paint(frame: Frame, colours: list[Array], rng: np.random.Generator) -> Array:
    """A composition for any ratio: square cells, about four along the short side."""
    picture = np.broadcast_to(_PAPER, (frame.height, frame.width, 3)).astype(np.float32).copy()
    layer = Layer(frame)
    inks = [*colours, np.array([0.02, 0.02, 0.025], np.float32), _PAPER]
    cell = 0.25
    across, down = int(np.ceil(frame.half_width * 2 / cell)), int(np.ceil(frame.tall / cell))
    for row in range(down):
        for column in range(across):
            left, top = column * cell - across * cell / 2, row * cell
            _cell(layer, left, top, cell, inks, rng)
    big = float(rng.uniform(0.16, 0.24))
    place = float(rng.uniform(-0.4, 0.4)) * frame.half_width, frame.tall * float(rng.uniform(0.35, 0.65))
    layer.disc(*place, big, big, inks[0])
    layer.disc(*place, big * 0.62, big * 0.62, inks[int(rng.integers(1, len(inks)))])
    layer.over(picture)
    return picture


def _cell(layer: Layer, left: float, top: float, size: float, inks: list[Array], rng: np.random.Generator) -> None:
    ground, ink = (inks[int(index)] for index in rng.choice(len(inks), 2, replace=False))
    layer.box(left, top, left + size, top + size, ground)
    right, bottom = left + size, top + size
    kind = int(rng.integers(7))
    if kind <= 1:
        corner = int(rng.integers(4))
        layer.polygon(_quarter(left, top, size, corner, size), ink)
        layer.polygon(_quarter(left, top, size, corner, size * 0.5), mix(ground, ink, 0.0))
    elif kind == 2:
        layer.disc(left + size / 2, top + size / 2, size * 0.4, size * 0.4, ink)
    elif kind == 3:
        layer.polygon(
            [(left, bottom), (right, bottom), (right, top)]
            if rng.random() < 0.5
            else [(left, top), (right, bottom), (left, bottom)],
            ink,
        )
    elif kind == 4:
        for stripe in range(4):
            layer.box(left, top + size * stripe / 4, right, top + size * (stripe + 0.5) / 4, ink)
    elif kind == 5:
        layer.polygon(_quarter(left, top, size, 0, size), ink)
        layer.polygon(_quarter(left, top, size, 2, size), ink)


def _quarter(left: float, top: float, size: float, corner: int, radius: float) -> list[Point]:
    """A quarter disc that sits in one corner of a cell."""
    x, y = left + size * (corner in (1, 2)), top + size * (corner >= 2)
    turn = (0, np.pi / 2, np.pi, -np.pi / 2)[corner]
    arc = np.linspace(turn, turn + np.pi / 2, 24)
    return [(x, y), *((x + radius * float(np.cos(angle)), y + radius * float(np.sin(angle))) for angle in arc)]
