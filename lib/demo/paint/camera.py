"""A camera for ray-marched scenes. Rays are dear, so they are spent where the picture has edges."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np

from lib.demo.paint.colour import LUMA, Array, display
from lib.demo.paint.frame import Frame, painted
from lib.demo.paint.march import Rays
from lib.demo.paint.noise import enlarge
from lib.demo.paint.reading import Reading
from lib.demo.paint.vec import Point, Vec

# Rays → their linear colours, (n, 3), and the number of the solid that each meets.
Shade = Callable[[Rays], tuple[Array, Array]]

_PIXELS = 590_000  # a larger picture is shaded so large and enlarged
_BATCH = 65_000  # rays at a time: larger arrays would not stay in the processor's cache
_FINE = ((0.25, 0.14), (0.83, 0.42), (0.42, 0.83))  # where the rays of a finely shaded pixel go through it
_FINE_SHARE = 0.065  # of all pixels, at most: those with the strongest edges
_CONTRAST = 0.05  # difference between neighbours, in display values, from which a pixel counts as an edge
_BRIGHTEST = 4.0  # a single ray may not outshine its neighbours: it would sparkle


@dataclass(frozen=True)
class Camera:
    """``lens``: world units that one short side spans, one unit away."""

    place: Point
    target: Point
    lens: float

    def varied(self, reading: Reading, rng: np.random.Generator, turn: float) -> Camera:
        """The same subject as another photographer would take it, who walks round it by up to ``turn`` radians.

        Where the words do not say otherwise he also stands higher or lower, nearer or farther, and sets the subject
        off the middle.
        """
        angle, rise, zoom = turn * rng.uniform(-1, 1), rng.uniform(-0.35, 0.75), rng.uniform(0.86, 1.12)
        aside = rng.choice([-0.13, 0.0, 0.13])
        if reading.framing == "top":
            return self
        if reading.framing:
            rise, zoom = 0.0, 1.0
        if reading.framing == "close" or reading.copy_space:
            aside = 0.0
        x, y, z = (float(value) for value in np.subtract(self.place, self.target))
        step = aside * self.lens * math.hypot(x, z)
        cos, sin = math.cos(angle), math.sin(angle)
        across, away = step * cos + self.target[0], self.target[2] - step * sin
        place = (x * cos - z * sin + across, self.place[1] + rise * abs(y), z * cos + x * sin + away)
        return Camera(place, (across, self.target[1], away), self.lens * zoom)

    def photograph(self, shade: Shade, frame: Frame) -> Array:
        """The picture, (height, width, 3) linear: at half size first, then several rays to a pixel at edges."""
        small = painted(frame.width, frame.height, _PIXELS)
        half = Frame(max(1, -(-small.width // 2)), max(1, -(-small.height // 2)))
        rows, columns = np.divmod(np.arange(half.width * half.height), half.width)
        colour, which = self._shaded(shade, columns * 2, rows * 2, small, (1.0, 1.0))
        coarse = colour.reshape(half.height, half.width, 3)
        picture = enlarge(coarse, small)
        edges = np.repeat(np.repeat(_edges(coarse, which.reshape(half.height, half.width)), 2, 0), 2, 1)
        rows, columns = np.nonzero(edges[: small.height, : small.width])
        fine = (self._shaded(shade, columns, rows, small, spot)[0] for spot in _FINE)
        picture[rows, columns] = sum(fine) / len(_FINE)
        return picture if small == frame else enlarge(picture, frame)

    def _shaded(
        self, shade: Shade, columns: Array, rows: Array, frame: Frame, spot: tuple[float, float]
    ) -> tuple[Array, Array]:
        """Shade the given pixels; ``spot`` is where the ray goes through, in pixels from the pixel's corner."""
        x = (columns.astype(np.float32) + (spot[0] - frame.width / 2)) / frame.unit
        y = (rows.astype(np.float32) + (spot[1] - frame.height / 2)) / frame.unit
        colour, which = np.empty((len(x), 3), np.float32), np.empty(len(x), np.int16)
        for start in range(0, len(x), _BATCH):
            part = slice(start, start + _BATCH)
            colour[part], which[part] = shade(self._rays(x[part], y[part]))
        return np.minimum(colour, _BRIGHTEST), which

    def _rays(self, x: Array, y: Array) -> Rays:
        """Rays through frame coordinates: short sides from the centre, y down."""
        place, target = np.array(self.place), np.array(self.target)
        forward = (target - place) / np.linalg.norm(target - place)
        right = np.cross([0.0, 1.0, 0.0], forward)
        right /= np.linalg.norm(right)
        up = np.cross(forward, right)
        across, down = (right * self.lens).tolist(), (up * self.lens).tolist()
        way = Vec(*(x * r - y * u + f for f, r, u in zip(forward.tolist(), across, down, strict=True)))
        return Rays(Vec.same(self.place, len(x)), way.unit())


def _edges(picture: Array, which: Array) -> Array:
    """True where a pixel differs from a neighbour in solid or brightness: the strongest edges only."""
    shown = display(picture) @ LUMA
    edge = np.zeros(which.shape, np.float32)
    for a, b in ((np.s_[:-1], np.s_[1:]), (np.s_[:, :-1], np.s_[:, 1:])):
        differ = np.abs(shown[a] - shown[b]) + np.where(which[a] != which[b], 0.25, 0)
        edge[a] = np.maximum(edge[a], differ)
        edge[b] = np.maximum(edge[b], differ)
    rank = edge.size - 1 - int(_FINE_SHARE * edge.size)
    threshold = np.partition(edge, rank, axis=None)[rank]
    return cast(Array, edge > max(float(threshold), _CONTRAST))
