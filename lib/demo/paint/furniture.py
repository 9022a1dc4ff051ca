"""Furniture for rooms, as solids: a main piece against the back wall and what stands round it."""

from __future__ import annotations

import math
from functools import partial
from typing import cast

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array
from lib.demo.paint.reading import Reading
from lib.demo.paint.shapes import Distance, ball, brick, drum, join, ring, rod
from lib.demo.paint.vec import Point

# Numbers of the materials, in the order in which interior.py makes them.
MAIN, WOOD, ACCENT, RUG, LAMP, LEAF, WHITE, DARK, CANVAS, BOOKS = range(10)


class Furniture(Builder):
    """``lamps`` are the places from which lamps shine. ``half`` and ``depth`` are those of the room."""

    def __init__(self, reading: Reading, rng: np.random.Generator, half: float, depth: float):
        super().__init__()
        self.rng = rng
        back = depth - 0.55
        self.lamps: list[Point] = [(-1.62, 1.5, back)]
        if reading.has("bed"):
            self._bed(back - 0.55)
        elif reading.has("kitchen"):
            self._kitchen(depth)
        elif reading.has("desk"):
            self._desk(back)
        elif reading.has("books"):
            self._coffee_table(back - 1.2)
            self._armchair(1.2, back - 1.0)
        elif reading.has("chair"):
            self._reading_chair(back - 0.75)
        else:
            self._sofa(back)
            self._coffee_table(back - 1.45)
            self._armchair(1.75, back - 1.35)
        if not reading.has("kitchen"):
            self._round_a_seat(reading, back, depth)
        corner = min(1.72, half - 0.5)
        self.add(partial(drum, radius=0.18, half=0.2, edge=0.03), (corner, 0.2, back + 0.12), 0.3, WHITE)
        self.add(_leaves, (corner, 0.38, back + 0.12), 1.1, LEAF)

    def _round_a_seat(self, reading: Reading, back: float, depth: float) -> None:
        """What makes a place to stay: a rug, a picture or books on the wall, a lamp."""
        self.add(partial(brick, half=(1.45, 0.012, 0.95), edge=0.008), (0, 0.012, back - 1.3), 1.75, RUG)
        if reading.has("books"):
            self._bookcases(depth)
        else:
            self._picture(depth)
        self.add(_lamp_stand, (-1.62, 0, back + 0.1), 1.6, DARK)
        self.add(_lamp_shade, (-1.62, 1.52, back + 0.1), 0.34, LAMP)

    def _sofa(self, z: float) -> None:
        self.add(_sofa_frame, (0, 0, z), 1.45, MAIN)
        self.add(_sofa_cushions, (0, 0, z), 1.35, MAIN)
        for side, material in ((-1, ACCENT), (1, WHITE)):
            self.add(partial(_pillow, turn=side * 0.3), (side * 0.74, 0.7, z - 0.02), 0.34, material)
            self.add(partial(drum, radius=0.025, half=0.07, edge=0.005), (side * 0.98, 0.07, z - 0.36), 0.1, WOOD)

    def _armchair(self, x: float, z: float) -> None:
        self.add(_chair_seat, (x, 0, z), 1.1, ACCENT)
        self.add(_chair_legs, (x, 0, z), 0.6, WOOD)

    def _coffee_table(self, z: float) -> None:
        self.add(_low_table, (-0.1, 0, z), 0.72, WOOD)
        self.add(partial(brick, half=(0.16, 0.018, 0.11), edge=0.005), (0.08, 0.405, z + 0.02), 0.21, WHITE)
        self.add(_book, (0.07, 0.44, z + 0.02), 0.18, ACCENT)
        self.add(_vase, (-0.3, 0.39, z - 0.05), 0.3, WHITE)

    def _bed(self, z: float) -> None:
        self.add(_bed_frame, (0, 0, z), 1.7, WOOD)
        self.add(_duvet, (0, 0, z), 1.5, MAIN)
        for x in (-0.45, 0.45):
            self.add(partial(_pillow, turn=0.0, wide=0.36), (x, 0.72, z + 0.78), 0.46, WHITE)
        self.add(partial(_pillow, turn=0.15, wide=0.28, high=0.2), (0.1, 0.7, z + 0.52), 0.38, ACCENT)

    def _desk(self, z: float) -> None:
        self.add(_desk, (0, 0, z), 1.25, WOOD)
        self.add(_screen, (-0.05, 0.83, z + 0.12), 0.62, DARK)
        self.add(partial(brick, half=(0.24, 0.012, 0.08), edge=0.008), (-0.05, 0.775, z - 0.16), 0.26, WHITE)
        self.add(_vase, (0.62, 0.765, z), 0.3, WHITE)
        self._armchair(-0.1, z - 0.85)

    def _reading_chair(self, z: float) -> None:
        """One armchair in the main colour, larger than its fellow beside a sofa, and a small table."""
        for shape, radius, material in ((_chair_seat, 1.1, MAIN), (_chair_legs, 0.6, WOOD)):
            self.add(partial(_grown, shape=shape, by=1.35), (0.05, 0, z), radius * 1.35, material)
        self.add(partial(_grown, shape=_low_table, by=0.7), (-1.0, 0.12, z + 0.1), 0.6, WOOD)
        self.add(_vase, (-1.0, 0.39, z + 0.1), 0.3, ACCENT)

    def _kitchen(self, depth: float) -> None:
        """A counter, cupboards above it, an island with two stools, pendant lamps."""
        self.add(_base_units, (0, 0, depth - 0.34), 2.1, MAIN)
        self.add(_wall_units, (0, 2.05, depth - 0.2), 1.9, MAIN)
        self.add(partial(brick, half=(1.95, 0.03, 0.36), edge=0.008), (0, 0.93, depth - 0.34), 2.0, WHITE)
        self.add(_tap, (0.5, 0.96, depth - 0.2), 0.4, DARK)
        self.add(_vase, (-0.7, 0.96, depth - 0.3), 0.3, ACCENT)
        self.add(partial(brick, half=(0.95, 0.43, 0.36), edge=0.01), (0.1, 0.43, depth - 1.85), 1.1, WOOD)
        self.add(partial(brick, half=(1.05, 0.03, 0.44), edge=0.01), (0.1, 0.89, depth - 1.85), 1.15, WHITE)
        self.add(partial(ball, radius=0.09), (0.4, 1.0, depth - 1.9), 0.1, ACCENT)
        self.add(partial(ball, radius=0.09), (0.55, 1.0, depth - 1.8), 0.1, ACCENT)
        for x in (-0.45, 0.55):
            self.add(_stool, (x, 0, depth - 2.5), 0.5, WOOD)
            self.add(_pendant, (x, 1.95, depth - 1.85), 0.7, LAMP)
        self.lamps = [(-0.45, 1.75, depth - 1.85), (0.55, 1.75, depth - 1.85)]

    def _bookcases(self, depth: float) -> None:
        """Shelves from floor to ceiling along the back wall, full of books."""
        self.add(_shelves, (0, 1.35, depth - 0.16), 2.5, WOOD)
        self.add(partial(brick, half=(1.97, 1.33, 0.1), edge=0.004), (0, 1.35, depth - 0.12), 2.4, BOOKS, shadow=False)

    def _picture(self, depth: float) -> None:
        wide, high = float(self.rng.uniform(0.42, 0.62)), float(self.rng.uniform(0.36, 0.44))
        rim = partial(brick, half=(wide + 0.04, high + 0.04, 0.02), edge=0.006)
        self.add(rim, (0, 1.85, depth - 0.02), 0.85, WOOD)
        self.add(partial(brick, half=(wide, high, 0.01), edge=0.003), (0, 1.85, depth - 0.045), 0.8, CANVAS)


def _grown(x: Array, y: Array, z: Array, shape: Distance, by: float) -> Array:
    return shape(x / by, y / by, z / by) * by


def _base_units(x: Array, y: Array, z: Array) -> Array:
    door = np.abs((x + 0.3) % 0.6 - 0.3)
    plinth = brick(x, y - 0.05, z - 0.05, (1.9, 0.05, 0.28), 0.005)
    doors = brick(door, y - 0.5, z, (0.288, 0.38, 0.33), 0.008)
    return np.minimum(plinth, np.maximum(doors, np.abs(x) - 1.9))


def _wall_units(x: Array, y: Array, z: Array) -> Array:
    door = np.abs((x + 0.3) % 0.6 - 0.3)
    return np.maximum(brick(door, y, z, (0.288, 0.4, 0.19), 0.008), np.maximum(np.abs(x) - 1.5, 0.3 - np.abs(x)))


def _tap(x: Array, y: Array, z: Array) -> Array:
    pipe = drum(x, y - 0.14, z, 0.022, 0.14, 0.01)
    bow = np.maximum(ring(z + 0.09, x, y - 0.28, 0.09, 0.02), 0.28 - y)
    return np.minimum(pipe, bow)


def _stool(x: Array, y: Array, z: Array) -> Array:
    leg = rod(np.abs(x) - 0.12, y - 0.6, np.abs(z) - 0.12, (0.08, -0.6, 0.08), 0.02, 0.014)
    return np.minimum(drum(x, y - 0.62, z, 0.2, 0.03, 0.015), leg)


def _pendant(x: Array, y: Array, z: Array) -> Array:
    shade = np.maximum(np.sqrt(x * x + z * z) - 0.17 + 0.5 * np.maximum(y, 0), np.abs(y) - 0.13) * 0.85
    return cast(Array, np.minimum(shade, drum(x, y - 0.6, z, 0.006, 0.6, 0.002)))


def _shelves(x: Array, y: Array, z: Array) -> Array:
    board = brick(x, (y + 1.35) % 0.45 - 0.225, z, (2.0, 0.022, 0.15), 0.004)
    upright = brick((x + 0.5) % 1.0 - 0.5, y, z, (0.025, 1.4, 0.15), 0.004)
    back = np.abs(z - 0.14) - 0.01
    return np.maximum(np.minimum(np.minimum(board, upright), back), np.maximum(np.abs(x) - 2.02, np.abs(y) - 1.36))


def _sofa_frame(x: Array, y: Array, z: Array) -> Array:
    seat = brick(x, y - 0.24, z, (1.1, 0.13, 0.44), 0.05)
    back = brick(x, y - 0.5, z - 0.36, (1.1, 0.34, 0.13), 0.08)
    arm = brick(np.abs(x) - 1.06, y - 0.36, z, (0.12, 0.24, 0.46), 0.08)
    return join(join(seat, back, 0.04), arm, 0.03)


def _sofa_cushions(x: Array, y: Array, z: Array) -> Array:
    ax = np.abs(x) - 0.48
    seat = brick(ax, y - 0.43, z + 0.05, (0.455, 0.09, 0.38), 0.07)
    return np.minimum(seat, brick(ax, y - 0.7, z - 0.2, (0.44, 0.24, 0.1), 0.09))


def _pillow(x: Array, y: Array, z: Array, turn: float, wide: float = 0.25, high: float = 0.24) -> Array:
    cos, sin = math.cos(turn), math.sin(turn)
    px, py, pz = x * cos + y * sin, y * cos - x * sin, z * 0.94 + y * 0.34
    bulge = np.maximum(1 - (px / wide) ** 2, 0) * np.maximum(1 - (py / high) ** 2, 0)
    return brick(px, py, pz, (wide, high, 0.03), 0.028) * 0.7 - bulge * 0.06


def _swivelled(x: Array, z: Array) -> tuple[Array, Array]:
    """The armchair stands at an angle."""
    return x * 0.76 + z * 0.65, z * 0.76 - x * 0.65


def _chair_seat(x: Array, y: Array, z: Array) -> Array:
    x, z = _swivelled(x, z)
    back = brick(x, y - 0.62, z - 0.32 - (y - 0.4) * 0.2, (0.34, 0.34, 0.07), 0.06)
    return join(brick(x, y - 0.36, z, (0.34, 0.1, 0.34), 0.08), back * 0.9, 0.06)


def _chair_legs(x: Array, y: Array, z: Array) -> Array:
    x, z = _swivelled(x, z)
    return rod(np.abs(x) - 0.24, y - 0.3, np.abs(z) - 0.24, (0.07, -0.3, 0.07), 0.024, 0.014)


def _low_table(x: Array, y: Array, z: Array) -> Array:
    leg = rod(np.abs(x) - 0.22, y - 0.35, np.abs(z) - 0.22, (0.12, -0.35, 0.12), 0.026, 0.016)
    return np.minimum(drum(x, y - 0.36, z, 0.52, 0.025, 0.012), leg)


def _book(x: Array, y: Array, z: Array) -> Array:
    return brick(x * 0.95 + z * 0.3, y, z * 0.95 - x * 0.3, (0.13, 0.016, 0.09), 0.005)


def _bed_frame(x: Array, y: Array, z: Array) -> Array:
    head = brick(x, y - 0.55, z - 1.08, (1.0, 0.55, 0.06), 0.04)
    return np.minimum(brick(x, y - 0.18, z, (0.95, 0.12, 1.1), 0.03), head)


def _duvet(x: Array, y: Array, z: Array) -> Array:
    folds = 0.02 * np.sin(x * 5 + z * 3) + 0.015 * np.sin(x * 9 - z * 4)
    lifted = folds * np.clip((y - 0.3) * 6, 0, 1)
    return cast(Array, (brick(x, y - 0.42, z + 0.2, (0.99, 0.15, 0.95), 0.13) - lifted) * 0.75)


def _desk(x: Array, y: Array, z: Array) -> Array:
    top = brick(x, y - 0.74, z, (0.95, 0.025, 0.4), 0.01)
    leg = brick(np.abs(x) - 0.86, y - 0.36, np.abs(z) - 0.33, (0.03, 0.36, 0.03), 0.008)
    drawers = brick(x - 0.6, y - 0.6, z, (0.28, 0.12, 0.36), 0.01)
    return np.minimum(np.minimum(top, leg), drawers)


def _screen(x: Array, y: Array, z: Array) -> Array:
    foot = brick(x, y, z - 0.03, (0.05, 0.09, 0.02), 0.01)
    return np.minimum(brick(x, y - 0.29, z, (0.42, 0.25, 0.012), 0.01), foot)


def _lamp_stand(x: Array, y: Array, z: Array) -> Array:
    return np.minimum(drum(x, y - 0.015, z, 0.17, 0.015, 0.008), drum(x, y - 0.75, z, 0.014, 0.75, 0.005))


def _lamp_shade(x: Array, y: Array, z: Array) -> Array:
    side = np.sqrt(x * x + z * z) - (0.2 - y * 0.35)
    return cast(Array, np.maximum(side, np.abs(y) - 0.16) * 0.9)


def _vase(x: Array, y: Array, z: Array) -> Array:
    return join(ball(x, y - 0.11, z, 0.11), drum(x, y - 0.24, z, 0.035, 0.06, 0.01), 0.05)


def _leaves(x: Array, y: Array, z: Array) -> Array:
    """Two whorls of five long leaves: one leaf, folded round the stem."""
    away, turn = np.sqrt(x * x + z * z), np.arctan2(z, x)
    return np.minimum(_leaf(away, y, turn, 0.36, 0.74), _leaf(away, y, turn + 0.6, 0.17, 0.98))


def _leaf(away: Array, y: Array, turn: Array, out: float, rise: float) -> Array:
    """A leaf that reaches ``out`` and ``rise`` from the foot of its stalk."""
    sector, length = 2 * math.pi / 5, math.hypot(out, rise)
    folded = turn % sector - sector / 2
    across, ahead = away * np.sin(folded), away * np.cos(folded)
    along, over = (ahead * out + y * rise) / length, (y * out - ahead * rise) / length
    droop = over + np.maximum(along - length * 0.5, 0) ** 2 * 0.45
    middle, half = length * 0.7, length * 0.36
    wide = 0.07 * np.sqrt(np.clip(1 - ((along - middle) / half) ** 2, 0.004, 1))
    aside, beyond = np.maximum(np.abs(across) - wide, 0), np.maximum(np.abs(along - middle) - half, 0)
    blade = np.sqrt(aside**2 + beyond**2 + droop**2) - 0.008
    stalk = np.sqrt(across**2 + over**2 + np.maximum(along - middle, 0) ** 2) - 0.009
    return cast(Array, np.minimum(np.maximum(stalk, -along), blade) * 0.8)
