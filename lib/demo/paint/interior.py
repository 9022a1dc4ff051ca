"""Rooms: walls, a floor, daylight through a window, and furniture for living, sleeping or working."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lib.demo.paint import noise, surfaces
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.furniture import Furniture
from lib.demo.paint.march import FAR, Rays
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import Rig, indoors
from lib.demo.paint.camera import Camera
from lib.demo.paint.material import Material
from lib.demo.paint.stage import Lamp, Stage
from lib.demo.paint.vec import Vec

_SCHEMES = (  # wall, main piece, accent, rug
    ("#e9e1d3", "#3f6a68", "#c9783f", "#d8c8ae"),
    ("#b9c4b4", "#d9cdb8", "#a5532f", "#e6ddca"),
    ("#d9b7a3", "#6d3b2e", "#e4c27a", "#efe4d4"),
    ("#4f5d66", "#b58a5a", "#d9d2c4", "#8d8578"),
    ("#efeae2", "#8a93a0", "#d8a53f", "#c9c3b8"),
    ("#7c8a94", "#c4683f", "#efe6d6", "#d6cfc3"),
)


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    scheme = _SCHEMES[int(rng.integers(len(_SCHEMES)))]
    named = list(reading.palette)
    wall = linear(reading.colour("wall", default=named.pop(0) if named else scheme[0]))
    main = linear(reading.colour("sofa", default=named.pop(0) if named else scheme[1]))
    accent = linear(reading.colour("props", "curtain", default=named.pop(0) if named else scheme[2]))
    rug = linear(reading.colour("rug", default=scheme[3]))
    rig = _daylit(indoors(reading, "morning"))
    dark = reading.light in ("night", "blue", "candle", "neon", "dusk", "lowkey")
    floor = linear(reading.colour("floor", default="#9c7048"))
    room = _Room(wall, _floor(reading, floor, rng), rig, dark, half=max(2.4, 1.7 + frame.half_width * 1.5))
    furniture = Furniture(reading, rng, room.half, room.depth)
    lamp = linear(reading.colour("lamps", default="#ffc480"))
    materials = [
        Material(main, gloss=0.0, soft=0.12),
        Material(surfaces.wood(linear("#8a5f3a"), rng), gloss=0.04),
        Material(accent, gloss=0.0, soft=0.1),
        Material(_woven(rug, rng), gloss=0.0),
        Material(mix(lamp, np.ones(3, np.float32), 0.3) * 0.9, gloss=0.0, glow=lamp * (1.3 if dark else 0.25)),
        Material(linear(reading.colour("trees", default="#47703f")), gloss=0.05, soft=0.2),
        Material(linear("#e8e4da"), gloss=0.08),
        Material(linear("#22211f"), gloss=0.06),
        Material(_canvas(accent, main, wall, rng), gloss=0.03),
    ]
    near, far, sill, top = room.window
    sky_light = rig.key_colour * (0.06 if dark else 0.4) + rig.fill * (0.1 if dark else 0.5)
    lamps = tuple(Lamp(place, lamp * (1.5 if dark else 0.2)) for place in furniture.lamps)
    lamps += (Lamp((0.25 - room.half, (sill + top) / 2, (near + far) / 2), sky_light),)
    stage = Stage(
        furniture.solids,
        materials,
        room,
        rig,
        _camera(reading, frame, room),
        wall,
        floor,
        gobo=room.window_light,
        lamps=lamps,
    )
    return stage.render(frame)


def _daylit(rig: Rig) -> Rig:
    """A room's walls throw light back: more fill, and a stronger sun to set against it."""
    return replace(rig, key_colour=rig.key_colour * 1.5, fill=rig.fill * 1.45, rim_colour=rig.rim_colour * 0.25)


def _camera(reading: Reading, frame: Frame, room: _Room) -> Camera:
    lens = {"close": 0.62, "wide": 1.05}.get(reading.framing, 0.82)
    if frame.tall > 1.3:
        lens *= 0.8
    height, target = {"low": (0.5, 1.15), "top": (2.5, 0.5)}.get(reading.framing, (1.35, 1.12))
    return Camera((0.75, height, -3.1), (-0.3, target, room.depth), lens)


def _floor(reading: Reading, colour: Array, rng: np.random.Generator) -> surfaces.Surface:
    material = reading.material("floor", default="wood")
    if material != "wood":
        return surfaces.of(material, colour, rng)
    grain = surfaces.wood(colour, rng)
    dice = rng.random(1024).astype(np.float32)

    def boards(points: Vec) -> Array:
        x, y, z = points
        row = np.floor(x / 0.22)
        shift = dice[(row.astype(np.int32) * 37) & 1023]
        piece = np.floor(z / 1.9 + shift)
        tone = 0.82 + 0.36 * dice[(row.astype(np.int32) * 53 + piece.astype(np.int32) * 131) & 1023]
        gap = smooth(0.5, 0.475, np.abs((x / 0.22) % 1 - 0.5)) * smooth(0.5, 0.494, np.abs((z / 1.9 + shift) % 1 - 0.5))
        return grain((z * 0.8 + shift * 9, y, x * 2.2)) * (tone * (0.45 + 0.55 * gap))[..., None]

    return boards


def _woven(colour: Array, rng: np.random.Generator) -> surfaces.Surface:
    texture = noise.tile(rng, 256, 0.9)

    def at(points: Vec) -> Array:
        x, y, z = points
        tuft = noise.look(texture, x * 1.3 + y, z * 1.3) - 0.5
        border = smooth(1.18, 1.2, np.abs(x)) * 0.35
        return colour * (1 + 0.7 * tuft - border)[..., None]

    return at


def _canvas(a: Array, b: Array, c: Array, rng: np.random.Generator) -> surfaces.Surface:
    """A picture on the wall: three quiet fields of the room's own colours."""
    cut, round_ = float(rng.uniform(-0.15, 0.2)), float(rng.uniform(0.12, 0.2))

    def at(points: Vec) -> Array:
        x, y, _ = points
        high = y - 1.85
        field = np.where((high + 0.12 * np.sin(x * 4) > cut)[..., None], mix(c, np.ones(3, np.float32), 0.5), b)
        return np.where((np.hypot(x - 0.1, high - 0.16) < round_)[..., None], a, field).astype(np.float32)

    return at


@dataclass(frozen=True)
class _Room:
    """Floor, ceiling and four walls; a window in the left wall, through which the key light comes."""

    wall: Array
    boards: surfaces.Surface
    rig: Rig
    dark: bool
    half: float
    depth: float = 3.4
    high: float = 2.9

    @property
    def window(self) -> tuple[float, float, float, float]:
        """Nearest and farthest z, sill and top."""
        return 0.2, 3.0, 0.6, 2.55

    def hit(self, rays: Rays) -> tuple[Array, Vec]:
        t = np.full(rays.count, FAR, np.float32)
        normal = [np.zeros(rays.count, np.float32) for _ in range(3)]
        bounds = ((-self.half, self.half), (0.0, self.high), (-4.5, self.depth))
        for axis, (low, high) in enumerate(bounds):
            way, start = rays.direction[axis], rays.origin[axis]
            safe = np.where(np.abs(way) < 1e-5, 1e-5, way)
            reach = (np.where(way > 0, high, low) - start) / safe
            nearer = (reach < t) & (reach > 0)
            t = np.where(nearer, reach, t).astype(np.float32)
            for other in range(3):
                facing = -np.sign(way) if other == axis else 0.0
                normal[other] = np.where(nearer, facing, normal[other]).astype(np.float32)
        return t, (normal[0], normal[1], normal[2])

    def colour(self, points: Vec) -> Array:
        x, y, z = points
        wall = np.where((y < 0.11)[..., None], mix(self.wall, np.ones(3, np.float32), 0.55), self.wall)
        ceiling = np.ones(3, np.float32) * 0.82
        wall = np.where((y > self.high - 0.001)[..., None], ceiling, wall)
        on_floor = y < 0.001
        out = np.broadcast_to(wall, (len(x), 3)).astype(np.float32)
        if on_floor.any():
            out[on_floor] = self.boards((x[on_floor], y[on_floor], z[on_floor]))
        bars, pane = self._frame(points)
        return np.where((bars > 0.5)[..., None], 0.8, np.where((pane > 0.5)[..., None], 0.03, out))

    def gloss(self, points: Vec) -> Array:
        return np.where(points.y < 0.001, 0.09, 0.0).astype(np.float32)

    def glow(self, points: Vec) -> Array | None:
        """The sky and the garden outside the window."""
        bars, pane = self._frame(points)
        shown = pane * (1 - bars)
        garden = smooth(1.0, 1.5, points.y)[..., None]
        sky = self.rig.fill * (1.6 if not self.dark else 0.5) + self.rig.key_colour * (0.55 if not self.dark else 0.08)
        return shown[..., None] * mix(sky * np.array([0.5, 0.62, 0.4], np.float32), sky, garden)

    def _frame(self, points: Vec) -> tuple[Array, Array]:
        """1 where the window's bars are, 1 where its opening is."""
        x, y, z = points
        near, far, sill, top = self.window
        on_wall = (x < -self.half + 0.02).astype(np.float32)
        pane = on_wall * ((z > near) & (z < far) & (y > sill) & (y < top))
        rim = on_wall * ((z > near - 0.07) & (z < far + 0.07) & (y > sill - 0.07) & (y < top + 0.07))
        bars = np.maximum(rim - pane, pane * self._mullions(y, z))
        return bars, pane

    def _mullions(self, y: Array, z: Array) -> Array:
        near, far, sill, top = self.window
        across, high = (z - near) / (far - near) * 3 % 1, (y - sill) / (top - sill) * 2 % 1
        return ((np.minimum(across, 1 - across) < 0.035) | (np.minimum(high, 1 - high) < 0.025)).astype(np.float32)

    def window_light(self, points: Vec) -> Array:
        """Share of the key light that comes in: 1 where the way to the lamp goes through the opening."""
        x, y, z = points
        kx, ky, kz = (value for value in self.rig.key)
        way = (-self.half - x) / min(kx, -0.2)
        there_y, there_z = y + way * ky, z + way * kz
        near, far, sill, top = self.window
        soft = 0.02 + 0.02 * way
        inside = _between(there_z, near, far, soft) * _between(there_y, sill, top, soft)
        near_bar = self._soft_bars(there_y, there_z, soft)
        return (inside * near_bar).astype(np.float32)

    def _soft_bars(self, y: Array, z: Array, soft: Array) -> Array:
        near, far, sill, top = self.window
        across, high = (z - near) / (far - near) * 3 % 1, (y - sill) / (top - sill) * 2 % 1
        gap = np.minimum(
            np.minimum(across, 1 - across) * (far - near) / 3, np.minimum(high, 1 - high) * (top - sill) / 2
        )
        return np.clip((gap - 0.025) / soft + 0.5, 0, 1)


def _between(value: Array, low: float, high: float, soft: Array) -> Array:
    return np.clip((value - low) / soft + 0.5, 0, 1) * np.clip((high - value) / soft + 0.5, 0, 1)
