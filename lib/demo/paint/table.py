"""Food and still life: a table in window light, the room behind it far out of focus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.demo.paint import noise, surfaces
from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.dishes import Table
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import glow
from lib.demo.paint.march import FAR, Rays
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import Rig, indoors
from lib.demo.paint.stage import Stage
from lib.demo.paint.vec import Vec

_TOPS = (("#6f4a2c", "wood"), ("#a57a4c", "wood"), ("#dcd8d0", "marble"), ("#4a4f55", "stone"), ("#d8cdbb", "stone"))
_WALLS = ("#8f9a8f", "#b59a80", "#a79aa6", "#c9b99c", "#7f8d99")
_USUAL = ("fruit", "cup", "bread", "flowers")  # when no dish is named
_LIT = frozenset({"night", "candle", "dusk", "blue", "neon"})  # lights under which lamps are lit
_WALL = 7.0  # distance of the wall behind the table
_EDGE = 2.5  # where the table ends and the room behind begins


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    colour, made_of = _TOPS[int(rng.integers(len(_TOPS)))]
    named = reading.colour("floor")
    board = linear(named or colour)
    top = surfaces.of(reading.material("floor", default="matte" if named else made_of), board, rng)
    plain = reading.palette[0] if reading.palette else str(rng.choice(_WALLS))
    back = linear(reading.colour("wall", default=plain))
    table = Table(reading, rng)
    aside = 1.6 if reading.has("plate") else 0.0
    table.linen(float(rng.uniform(-0.5, 0.5)) + aside, -0.35, float(rng.uniform(-0.6, 0.6)))
    table.lay(reading.subject or str(rng.choice(_USUAL)))
    rig, warm = indoors(reading, "window"), reading.light in _LIT
    surround = _TableTop(top, back, rig, warm, noise.tile(rng, 128, 2.0))
    stage = Stage(table.solids, table.materials, surround, rig, back, board)
    picture = stage.render(_camera(reading, frame, rng), frame)
    if reading.framing != "top":
        if warm:
            _bokeh(picture, frame, rig, rng)
        if table.hot:
            _steam(picture, frame, rng)
    return picture


def _camera(reading: Reading, frame: Frame, rng: np.random.Generator) -> Camera:
    lens = {"close": 0.3, "wide": 0.62}.get(reading.framing, 0.42)
    if reading.framing == "top":
        return Camera((0.0, 6.2, -0.35), (0.0, 0.0, -0.05), lens * 1.05)
    height = 0.9 if reading.framing == "low" else 2.3
    side = {"left": -1.0, "right": 1.0, "any": 1.0}.get(reading.copy_space, 0.0)
    shift = side * lens * 2.0 * min(frame.half_width, 1.2)
    return Camera((shift - 0.3, height, -4.9), (shift, 0.42, 0.0), lens).varied(reading, rng, 0.25)


@dataclass(frozen=True)
class _TableTop:
    """The table top, and behind its far edge a wall that is only soft light and shade."""

    top: surfaces.Surface
    back: Array
    rig: Rig
    warm: bool
    cloud: Array

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        start, way = rays.origin, rays.direction
        down = np.where(way.y < -1e-4, -start.y / np.where(way.y < -1e-4, way.y, -1), FAR)
        on_table = start.z + way.z * down < _EDGE
        far = np.where(way.z > 1e-3, (_WALL - start.z) / np.where(way.z > 1e-3, way.z, 1), FAR)
        level = (on_table & (down < FAR)).astype(np.float32)
        t = np.where(level > 0, down, far).astype(np.float32)
        return t, Vec(np.zeros_like(t), level, level - 1)

    def colour(self, points: Vec) -> Array:
        out = np.zeros((len(points), 3), np.float32)
        on_table = np.flatnonzero(points.z < _EDGE + 0.01)
        out[on_table] = self.top(points[on_table])
        return out

    def gloss(self, points: Vec) -> Array:
        return np.where(points.z < _EDGE, 0.08, 0.0).astype(np.float32)

    def glow(self, points: Vec) -> Array | float:
        x, y, z = points
        mass = noise.look(self.cloud, x * 0.045 + 0.3, y * 0.05 + 0.1)
        window = np.exp(-(((x + 4.0) / 2.6) ** 2) - ((y - 2.2) / 2.8) ** 2) * (0.25 if self.warm else 1.3)
        light = self.rig.fill * (0.5 + 0.7 * mass)[..., None] + self.rig.key_colour * (0.07 + window * 0.6)[..., None]
        return self.back * light * (smooth(_EDGE, _EDGE + 0.6, z) * 1.7)[..., None]


def _bokeh(picture: Array, frame: Frame, rig: Rig, rng: np.random.Generator) -> None:
    """A few lights far behind, out of focus, where the upper part is free."""
    for _ in range(int(14 * frame.half_width * 2)):
        spot = (float(rng.uniform(-1, 1)) * frame.half_width, float(rng.uniform(0.03, 0.3)) * frame.tall)
        colour = mix(linear("#ffb45e"), rig.rim_colour, float(rng.random()) * 0.5) * float(rng.uniform(0.05, 0.18))
        glow(picture, frame, spot, float(rng.uniform(0.012, 0.03)), colour)


def _steam(picture: Array, frame: Frame, rng: np.random.Generator) -> None:
    texture = noise.tile(rng, 256, 1.9)
    x, y = frame.x(), frame.y() - frame.tall / 2
    up = -y
    sway = noise.look(texture, up * 0.5, np.full_like(up, 0.3)) - 0.5
    wisp = noise.look(texture, (x - sway * 0.3) * 0.9, up * 0.35 + 0 * x)
    body = np.exp(-(((x - sway * 0.25) / (0.09 + 0.08 * np.maximum(up, 0))) ** 2))
    rise = smooth(-0.06, 0.08, up) * smooth(0.42, 0.12, up)
    picture += (smooth(0.48, 0.8, wisp) * body * rise * 0.3)[..., None]
