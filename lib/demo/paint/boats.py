"""Boats at anchor: fishing boats with masts, cabins and rigging, and sailing boats."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lib.demo.paint import words
from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading

Lamp = tuple[Point, float]
Pen = Callable[[Sequence[Point], Array], None]

_MOST = 12  # boats that a picture has room for
_HULLS = ("#7a2a26", "#1f3f5c", "#e7e2d6", "#2e4f43", "#35332f", "#c06a2c")


def draw(
    layer: Layer, mirror: Layer, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> list[Lamp]:
    """Boats over the water and upside down in ``mirror``; returns where their lamps are and how large."""
    fleet = reading.scene == "harbour"
    usual = 1 if not fleet else max(3, round(4.2 * frame.half_width * 2))
    count = max(1, min(reading.count(*words.EXTRAS["boat"], default=usual), _MOST))
    spread = np.linspace(-0.95, 0.95, count) if count > 1 else rng.choice([-0.4, 0.4], 1)
    room = 0.12 if fleet else 0.25 * frame.half_width / count  # so that each of a counted few is seen whole
    places = (spread if fleet else spread * 0.85) * frame.half_width + rng.uniform(-room, room, count)
    leader = int(rng.integers(max(1, count // 3), max(2, count - count // 3))) if count > 1 else 0
    lamps: list[Lamp] = []
    for number in sorted(range(count), key=lambda index: index == leader):
        first = number == leader
        size = (
            float(rng.uniform(0.26, 0.32))
            if first
            else float(rng.uniform(0.07, 0.14) if fleet else rng.uniform(0.15, 0.24))
        )
        size *= 1.0 if fleet else 0.42
        depth = 0.03 + 0.1 * size if first else float(rng.uniform(0.004, 0.03))
        named = reading.colour("boat")
        hull = linear(named if named and (first or rng.random() < 0.3) else str(rng.choice(_HULLS)))
        boat = Boat(layer, mirror, frame, light, (float(places[number]), horizon + depth), size, hull, rng)
        if fleet:
            boat.trawler(sharp=first)
        elif reading.scene == "sea":
            boat.sail(linear(reading.colour("boat", default="#efe6d4")))
        else:
            boat.row()
        lamps += boat.lamps
    return lamps


class Boat:
    """One boat, drawn twice: as it is and mirrored at its waterline. Its own x runs −1 … 1, y up in half lengths."""

    def __init__(
        self, layer: Layer, mirror: Layer, frame: Frame, light: Light, place: Point, size: float, hull: Array,
        rng: np.random.Generator,
    ):  # fmt: skip
        self.layer, self.mirror, self.frame, self.light = layer, mirror, frame, light
        self.place, self.size, self.rng = place, size, rng
        self.facing = 1 if rng.random() < 0.5 else -1
        self.lamps: list[Lamp] = []
        day = light.ambient + light.glow * light.sun * 0.25
        self.hull, self.white = self._lit(hull, day), self._lit(linear("#d9d4c8"), day)
        self.dark = self._lit(linear("#2a2825"), day)
        self.window = linear("#ffc873") * 1.6 if light.lamps else day * 0.15

    def _lit(self, colour: Array, day: Array) -> Array:
        """Boats stand against the light: dark at dusk, coloured at noon, paler with distance."""
        against = 0.35 if self.light.lamps or self.light.elevation < 0.2 else 0.9
        veil = np.clip(0.28 - self.size, 0, 0.25)
        return mix(colour * day * against, self.light.horizon, float(veil))

    def _spot(self, x: float, y: float, up: int) -> Point:
        return self.place[0] + self.facing * x * self.size, self.place[1] - up * y * self.size

    def fill(self, points: Sequence[Point], colour: Array) -> None:
        self.layer.polygon([self._spot(x, y, 1) for x, y in points], colour)
        self.mirror.polygon([self._spot(x, y, -1) for x, y in points], colour * 0.8)

    def line(self, points: Sequence[Point], colour: Array, width: float) -> None:
        self.layer.line([self._spot(x, y, 1) for x, y in points], colour, width * self.size)
        self.mirror.line([self._spot(x, y, -1) for x, y in points], colour * 0.8, width * self.size)

    def lamp(self, x: float, y: float, share: float = 1.0) -> None:
        if self.light.lamps:
            self.lamps.append((self._spot(x, y, 1), max(0.004, 0.035 * self.size) * share))

    def trawler(self, *, sharp: bool) -> None:
        self._hull()
        self.fill([(-0.62, 0.2), (-0.62, 0.56), (-0.1, 0.56), (-0.02, 0.2)], self.white)
        self.fill([(-0.68, 0.56), (-0.68, 0.61), (-0.04, 0.61), (-0.04, 0.56)], self.dark)
        self.fill([(-0.5, 0.61), (-0.48, 0.78), (-0.28, 0.78), (-0.26, 0.61)], self.white)
        for x in (-0.55, -0.41, -0.27):
            self.fill([(x, 0.38), (x, 0.5), (x + 0.1, 0.5), (x + 0.1, 0.38)], self.window)
        tall = float(self.rng.uniform(1.3, 1.9))
        self.line([(0.05, 0.15), (0.05, tall)], self.dark, 0.028)
        self.line([(-0.38, 0.7), (-0.38, tall * 0.72)], self.dark, 0.022)
        self.line([(0.05, tall * 0.55), (0.62, tall * 0.8)], self.dark, 0.02)
        if sharp:
            for foot in ((0.97, 0.34), (-0.9, 0.24), (0.5, 0.2)):
                self.line([(0.05, tall * 0.97), foot], self.dark, 0.006)
            self.line([(0.62, tall * 0.8), (0.7, 0.25)], self.dark, 0.006)
            for x in np.linspace(-0.8, 0.8, 7):
                self.line([(x, 0.2), (x, 0.33)], self.dark, 0.008)
            self.line([(-0.85, 0.33), (0.9, 0.36)], self.dark, 0.007)
        self.lamp(0.05, tall * 0.9, 0.7)
        self.lamp(-0.36, 0.44)
        self.lamp(-0.02, 0.5, 0.8)

    def sail(self, cloth: Array) -> None:
        self._hull(0.5)
        day = self.light.ambient + self.light.glow * self.light.sun * 0.5
        sheet = cloth * day * 0.95
        self.line([(0.05, 0.1), (0.05, 2.5)], self.dark, 0.03)
        self.fill([(0.1, 0.28), (0.1, 2.42), (0.35, 1.5), (0.9, 0.3)], sheet)
        self.fill([(0.0, 0.3), (0.0, 2.2), (-0.3, 1.3), (-0.85, 0.32)], sheet * 0.8)

    def row(self) -> None:
        """An empty rowing boat with its oars in."""
        self._hull(0.8)
        for x in (-0.45, 0.1, 0.55):
            self.fill([(x, 0.15), (x, 0.2), (x + 0.16, 0.2), (x + 0.16, 0.15)], self.white)
        self.line([(-0.7, 0.24), (0.75, 0.05)], self.dark, 0.03)

    def _hull(self, high: float = 1.0) -> None:
        rim = [(-1.0, 0.26), (-0.5, 0.19), (0.1, 0.19), (0.6, 0.25), (1.08, 0.4)]
        keel = [(0.86, 0.0), (0.6, -0.02), (-0.7, -0.02), (-0.9, 0.02)]
        self.fill([(x, y * (high if y > 0 else 1)) for x, y in rim + keel], self.hull)
        band = [(-0.96, 0.2), (-0.5, 0.13), (0.1, 0.13), (0.6, 0.18), (1.02, 0.31)]
        lower = [(x - 0.02, y - 0.035) for x, y in reversed(band)]
        self.fill([(x, y * high) for x, y in band + lower], mix(self.hull, self.white, 0.5))
