"""Rooms with furniture: for living, sleeping or working, by day through a window, by night in lamp light."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

from lib.demo.paint import noise, surfaces
from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.furniture import Furniture
from lib.demo.paint.material import Material
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import Rig, indoors
from lib.demo.paint.room import Room, boards
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
_BINDINGS = ("#6b3a26", "#2f4a3c", "#8a6a3c", "#3a3f55", "#d8c8a8")  # of books
_DARK = frozenset({"night", "blue", "candle", "neon", "dusk", "lowkey"})


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    scheme = _SCHEMES[int(rng.integers(len(_SCHEMES)))]
    chosen = (*reading.palette[:3], *scheme[len(reading.palette[:3]) :])
    named = (reading.colour("wall"), reading.colour("sofa"), reading.colour("props", "curtain"), reading.colour("rug"))
    wall, main, accent, rug = (linear(own or other) for own, other in zip(named, chosen, strict=True))
    dark = reading.light in _DARK
    rig = _daylit(indoors(reading, "morning"))
    floor = linear(reading.colour("floor", default="#9c7048"))
    made_of = reading.material("floor", default="wood")
    laid = boards(floor, rng) if made_of == "wood" else surfaces.of(made_of, floor, rng)
    room = Room(wall, laid, rig, dark, half=max(2.4, 1.7 + frame.half_width * 1.5))
    furniture = Furniture(reading, rng, room.half, room.depth)
    bulb = linear(reading.colour("lamps", default="#ffc480"))
    materials = [
        Material(main, gloss=0.0, soft=0.12),
        Material(surfaces.wood(linear("#8a5f3a"), rng), gloss=0.04),
        Material(accent, gloss=0.0, soft=0.1),
        Material(_rug(rug, rng), gloss=0.0),
        Material(mix(bulb, np.ones(3, np.float32), 0.3) * 0.9, gloss=0.0, glow=bulb * (1.3 if dark else 0.25)),
        Material(linear(reading.colour("trees", default="#47703f")), gloss=0.05, soft=0.2),
        Material(linear("#e8e4da"), gloss=0.08),
        Material(linear("#22211f"), gloss=0.06),
        Material(_canvas(accent, main, wall, rng), gloss=0.03),
        Material(_books((main, accent, *(linear(colour) for colour in _BINDINGS)), rng), gloss=0.0),
    ]
    lamps = (*(Lamp(place, bulb * (1.5 if dark else 0.2)) for place in furniture.lamps), _window_sky(room))
    stage = Stage(furniture.solids, materials, room, rig, wall, floor, room.window_light, lamps)
    return stage.render(_camera(reading, frame, room, rng), frame)


def _daylit(rig: Rig) -> Rig:
    """A room's walls throw light back: more fill, and a stronger sun to set against it."""
    return replace(rig, key_colour=rig.key_colour * 1.5, fill=rig.fill * 1.45, rim_colour=rig.rim_colour * 0.25)


def _window_sky(room: Room) -> Lamp:
    """The soft light of the sky in the window."""
    near, far, sill, top = room.window
    rig = room.rig
    colour = rig.key_colour * 0.06 + rig.fill * 0.1 if room.dark else rig.key_colour * 0.4 + rig.fill * 0.5
    return Lamp((0.25 - room.half, (sill + top) / 2, (near + far) / 2), colour)


def _camera(reading: Reading, frame: Frame, room: Room, rng: np.random.Generator) -> Camera:
    lens = {"close": 0.62, "wide": 1.05}.get(reading.framing, 0.82)
    if frame.tall > 1.3:
        lens *= 0.8
    height, target = {"low": (0.5, 1.15), "top": (2.5, 0.5)}.get(reading.framing, (1.35, 1.12))
    aside, zoom = float(rng.uniform(-0.5, 1.3)), float(rng.uniform(0.86, 1.08))
    return Camera((aside, height, -3.1), (0.1 - 0.5 * aside, target, room.depth), lens * zoom)


def _rug(colour: Array, rng: np.random.Generator) -> surfaces.Surface:
    texture = noise.tile(rng, 256, 0.9)

    def at(points: Vec) -> Array:
        x, y, z = points
        tuft = noise.look(texture, x * 1.3 + y, z * 1.3) - 0.5
        border = smooth(1.18, 1.2, np.abs(x)) * 0.35
        return colour * (1 + 0.7 * tuft - border)[..., None]

    return at


def _books(bindings: tuple[Array, ...], rng: np.random.Generator) -> surfaces.Surface:
    """Backs of books on shelves that are 0.45 apart: each of its own colour, height and wear."""
    tones, dice = np.stack(bindings), rng.random(4096).astype(np.float32)
    wide, apart = 0.056, 0.45

    def at(points: Vec) -> Array:
        place, level = points.x / wide, points.y / apart
        number, shelf = np.floor(place), np.floor(level)
        thrown = dice[((number + 71) + shelf * 331).astype(int) % 4096]
        across, high = place - number, (level - shelf) * apart
        tone = tones[(thrown * 97).astype(int) % len(tones)] * (0.6 + 0.6 * thrown)[..., None]
        round_back = 1 - (2 * across - 1) ** 4
        band = 1 - 0.45 * (np.abs(high - 0.26 + 0.1 * thrown) < 0.012)
        shown = (high < 0.3 + 0.1 * thrown) * round_back * band * smooth(-0.02, 0.03, high)
        return cast(Array, tone * (0.06 + 0.94 * shown)[..., None])

    return at


def _canvas(a: Array, b: Array, c: Array, rng: np.random.Generator) -> surfaces.Surface:
    """A picture on the wall: three quiet fields of the room's own colours."""
    cut, radius = float(rng.uniform(-0.15, 0.2)), float(rng.uniform(0.12, 0.2))

    def at(points: Vec) -> Array:
        x, high = points.x, points.y - 1.85
        above = high + 0.12 * np.sin(x * 4) > cut
        field = np.where(above[..., None], mix(c, np.ones(3, np.float32), 0.5), b)
        sun = np.hypot(x - 0.1, high - 0.16) < radius
        return np.where(sun[..., None], a, field).astype(np.float32)

    return at
