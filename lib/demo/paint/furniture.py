"""Furniture for rooms, as solids: a main piece against the back wall and what stands round it."""

from __future__ import annotations

import math

import numpy as np

from lib.demo.paint.colour import Array
from lib.demo.paint.march import Solid
from lib.demo.paint.march import moved
from lib.demo.paint.reading import Reading
from lib.demo.paint.shapes import Distance, ball, brick, drum, join, rod

MAIN, WOOD, ACCENT, RUG, LAMP, LEAF, WHITE, DARK, CANVAS = range(9)


class Furniture:
    """``lamps`` are the places from which lit lamps shine."""

    def __init__(self, reading: Reading, rng: np.random.Generator, half: float, depth: float):
        self.rng, self.half, self.depth = rng, half, depth
        self.solids: list[Solid] = []
        self.lamps: list[tuple[float, float, float]] = []
        side = 1.0
        back = depth - 0.55
        if reading.has("bed"):
            self._bed(back - 0.55)
        elif reading.has("desk"):
            self._desk(back)
        else:
            self._sofa(back)
            self._coffee_table(back - 1.45)
            self._armchair(1.75, back - 1.35)
        self._add(lambda x, y, z: brick(x, y, z, (1.45, 0.012, 0.95), 0.008), 0, 0.012, back - 1.3, 1.75, RUG)
        self._picture(0.0, depth)
        self._floor_lamp(-1.62 * side, back + 0.1)
        self._plant(min(1.72, half - 0.5) * side, back + 0.12)

    def _add(self, distance: Distance, x: float, y: float, z: float, radius: float, material: int) -> None:
        self.solids.append(Solid(moved(distance, x, y, z), (x, y, z), radius, material))

    def _sofa(self, z: float) -> None:
        def body(x: Array, y: Array, z: Array) -> Array:
            ax = np.abs(x)
            seat = brick(x, y - 0.24, z, (1.1, 0.13, 0.44), 0.05)
            back = brick(x, y - 0.5, z - 0.36, (1.1, 0.34, 0.13), 0.08)
            arm = brick(ax - 1.06, y - 0.36, z, (0.12, 0.24, 0.46), 0.08)
            return join(join(seat, back, 0.04), arm, 0.03)

        def cushions(x: Array, y: Array, z: Array) -> Array:
            ax = np.abs(x) - 0.48
            seat = brick(ax, y - 0.43, z + 0.05, (0.455, 0.09, 0.38), 0.07)
            back = brick(ax, y - 0.7, z - 0.2, (0.44, 0.24, 0.1), 0.09)
            return np.minimum(seat, back)

        self._add(body, 0, 0, z, 1.45, MAIN)
        self._add(cushions, 0, 0, z, 1.35, MAIN)
        for side, material in ((-1, ACCENT), (1, WHITE)):
            self._add(_pillow(side * 0.3), side * 0.74, 0.7, z - 0.02, 0.34, material)
        for x in (-0.98, 0.98):
            self._add(lambda x, y, z: drum(x, y, z, 0.025, 0.07, 0.005), x, 0.07, z - 0.36, 0.1, WOOD)

    def _armchair(self, x: float, z: float) -> None:
        def chair(x: Array, y: Array, z: Array) -> Array:
            turned_x, turned_z = x * 0.76 + z * 0.65, z * 0.76 - x * 0.65
            seat = brick(turned_x, y - 0.36, turned_z, (0.34, 0.1, 0.34), 0.08)
            back = brick(
                turned_x,
                y - 0.62,
                turned_z - 0.32 - (y - 0.4) * 0.2,
                (0.34, 0.34, 0.07),
                0.06,
            )
            return join(seat, back * 0.9, 0.06)

        def legs(x: Array, y: Array, z: Array) -> Array:
            turned_x, turned_z = x * 0.76 + z * 0.65, z * 0.76 - x * 0.65
            return rod(
                np.abs(turned_x) - 0.24,
                y - 0.3,
                np.abs(turned_z) - 0.24,
                (0.07, -0.3, 0.07),
                0.024,
                0.014,
            )

        self._add(chair, x, 0, z, 1.1, ACCENT)
        self._add(legs, x, 0, z, 0.6, WOOD)

    def _coffee_table(self, z: float) -> None:
        def table(x: Array, y: Array, z: Array) -> Array:
            top = drum(x, y - 0.36, z, 0.52, 0.025, 0.012)
            leg = rod(
                np.abs(x) - 0.22,
                y - 0.35,
                np.abs(z) - 0.22,
                (0.12, -0.35, 0.12),
                0.026,
                0.016,
            )
            return np.minimum(top, leg)

        self._add(table, -0.1, 0, z, 0.72, WOOD)
        self._add(lambda x, y, z: brick(x, y, z, (0.16, 0.018, 0.11), 0.005), 0.08, 0.405, z + 0.02, 0.21, WHITE)
        self._add(
            lambda x, y, z: brick(x * 0.95 + z * 0.3, y, z * 0.95 - x * 0.3, (0.13, 0.016, 0.09), 0.005),
            0.07,
            0.44,
            z + 0.02,
            0.18,
            ACCENT,
        )
        self._add(_vase, -0.3, 0.39, z - 0.05, 0.3, WHITE)

    def _bed(self, z: float) -> None:
        def frame(x: Array, y: Array, z: Array) -> Array:
            base = brick(x, y - 0.18, z, (0.95, 0.12, 1.1), 0.03)
            head = brick(x, y - 0.55, z - 1.08, (1.0, 0.55, 0.06), 0.04)
            return np.minimum(base, head)

        def duvet(x: Array, y: Array, z: Array) -> Array:
            folds = 0.02 * np.sin(x * 5 + z * 3) + 0.015 * np.sin(x * 9 - z * 4)
            return brick(x, y - 0.42, z + 0.2, (0.99, 0.15, 0.95), 0.13) - folds * smooth_top(y)

        self._add(frame, 0, 0, z, 1.7, WOOD)
        self._add(duvet, 0, 0, z, 1.5, MAIN)
        for x in (-0.45, 0.45):
            self._add(_pillow(0.0, 0.36, 0.24), x, 0.72, z + 0.78, 0.46, WHITE)
        self._add(_pillow(0.15, 0.28, 0.2), 0.1, 0.7, z + 0.52, 0.38, ACCENT)

    def _desk(self, z: float) -> None:
        def desk(x: Array, y: Array, z: Array) -> Array:
            top = brick(x, y - 0.74, z, (0.95, 0.025, 0.4), 0.01)
            leg = brick(
                np.abs(x) - 0.86,
                y - 0.36,
                np.abs(z) - 0.33,
                (0.03, 0.36, 0.03),
                0.008,
            )
            drawers = brick(x - 0.6, y - 0.6, z, (0.28, 0.12, 0.36), 0.01)
            return np.minimum(np.minimum(top, leg), drawers)

        self._add(desk, 0, 0, z, 1.25, WOOD)
        self._add(lambda x, y, z: brick(x, y, z, (0.42, 0.25, 0.012), 0.01), -0.05, 1.12, z + 0.12, 0.5, DARK)
        self._add(lambda x, y, z: brick(x, y, z, (0.05, 0.09, 0.02), 0.01), -0.05, 0.83, z + 0.15, 0.12, DARK)
        self._add(lambda x, y, z: brick(x, y, z, (0.24, 0.012, 0.08), 0.008), -0.05, 0.775, z - 0.16, 0.26, WHITE)
        self._add(_vase, 0.62, 0.765, z, 0.3, WHITE)
        self._armchair(-0.1, z - 0.85)

    def _picture(self, x: float, depth: float) -> None:
        wide, high = float(self.rng.uniform(0.42, 0.62)), float(self.rng.uniform(0.36, 0.44))
        self._add(
            lambda px, y, z: brick(px, y, z, (wide + 0.04, high + 0.04, 0.02), 0.006), x, 1.85, depth - 0.02, 0.85, WOOD
        )
        self._add(lambda px, y, z: brick(px, y, z, (wide, high, 0.01), 0.003), x, 1.85, depth - 0.045, 0.8, CANVAS)

    def _floor_lamp(self, x: float, z: float) -> None:
        def stand(x: Array, y: Array, z: Array) -> Array:
            foot = drum(x, y - 0.015, z, 0.17, 0.015, 0.008)
            return np.minimum(foot, drum(x, y - 0.75, z, 0.014, 0.75, 0.005))

        def shade(x: Array, y: Array, z: Array) -> Array:
            wide = 0.2 - y * 0.35
            side = np.sqrt(x * x + z * z) - wide
            return np.maximum(side, np.abs(y) - 0.16) * 0.9

        self._add(stand, x, 0, z, 1.6, DARK)
        self._add(shade, x, 1.52, z, 0.34, LAMP)
        self.lamps.append((x, 1.5, z - 0.1))

    def _plant(self, x: float, z: float) -> None:
        self._add(lambda x, y, z: drum(x, y, z, 0.18, 0.2, 0.03), x, 0.2, z, 0.3, WHITE)
        self._add(_leaves, x, 0.38, z, 1.1, LEAF)


def smooth_top(y: Array) -> Array:
    return np.clip((y - 0.3) * 6, 0, 1)


def _pillow(turn: float, wide: float = 0.25, high: float = 0.24) -> Distance:
    cos, sin = math.cos(turn), math.sin(turn)

    def pillow(x: Array, y: Array, z: Array) -> Array:
        px, py, pz = x * cos + y * sin, y * cos - x * sin, z * 0.94 + y * 0.34
        bulge = np.maximum(1 - (px / wide) ** 2, 0) * np.maximum(1 - (py / high) ** 2, 0)
        return brick(px, py, pz, (wide, high, 0.03), 0.028) * 0.7 - bulge * 0.06

    return pillow


def _vase(x: Array, y: Array, z: Array) -> Array:
    body = ball(x, y - 0.11, z, 0.11)
    return join(body, drum(x, y - 0.24, z, 0.035, 0.06, 0.01), 0.05)


def _leaves(x: Array, y: Array, z: Array) -> Array:
    """Two whorls of five long leaves: one leaf, folded round the stem."""
    away = np.sqrt(x * x + z * z)
    turn = np.arctan2(z, x)
    outer = _leaf(away, y, turn, 0.36, 0.74, 0.0)
    return np.minimum(outer, _leaf(away, y, turn, 0.17, 0.98, 0.6))


def _leaf(away: Array, y: Array, turn: Array, out: float, rise: float, shift: float) -> Array:
    sector = 2 * math.pi / 5
    folded = (turn + shift) % sector - sector / 2
    across, ahead = away * np.sin(folded), away * np.cos(folded)
    length = math.hypot(out, rise)
    along = (ahead * out + y * rise) / length
    over = (y * out - ahead * rise) / length
    droop = over + np.maximum(along - (length * 0.5), 0) ** 2 * 0.45
    middle, half = length * 0.7, length * 0.36
    wide = 0.07 * np.sqrt(np.clip(1 - ((along - middle) / half) ** 2, 0.004, 1))
    over_side, over_end = np.maximum(np.abs(across) - wide, 0), np.maximum(np.abs(along - middle) - half, 0)
    blade = np.sqrt(over_side**2 + over_end**2 + droop * droop) - 0.008
    stalk = np.sqrt(across * across + over * over + np.maximum(along - middle, 0) ** 2) - 0.009
    return np.minimum(np.maximum(stalk, -along), blade) * 0.8
