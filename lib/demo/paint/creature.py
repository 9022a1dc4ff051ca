"""Animals as sculpted figures: small ones sit and look at the camera; large ones (``grazers``) show their flank."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from lib.demo.paint import noise, outside
from lib.demo.paint.build import Builder
from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.grazers import BUILDS, bird, grazer
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import indoors, mirrored, window_bars
from lib.demo.paint.shapes import ball, ellipsoid, join, rod
from lib.demo.paint.stage import Stage
from lib.demo.paint.surfaces import Surface, plain
from lib.demo.paint.surround import Surround, Sweep
from lib.demo.paint.vec import Point, Vec

_WALLS = ("#b9c4b4", "#d8b79c", "#a9bccb", "#d9cdb8", "#c4a7a0", "#8f9f8a")
_FEATHERS = ("#3f7fb0", "#c2482f", "#2f8f6a", "#d9a441")
_HEAD = 1.08  # height of the middle of the head


@dataclass(frozen=True)
class _Kind:
    """``ear``: how long, how wide, how far out it points. ``muzzle``: how long and how wide. ``tail``: its tip."""

    furs: tuple[str, ...]
    pale: str
    ear: tuple[float, float, float]
    muzzle: tuple[float, float]
    tail: Point
    thick_tail: float = 0.1
    wide: float = 1.0
    bird: bool = False


_CAT = _Kind(
    ("#6b6660", "#c7813c", "#2b2a2c", "#d8cbb8"), "#efe8dc", (0.2, 0.1, 0.1), (0.07, 0.1), (0.62, 0.25, -0.1), 0.06
)
_DOG = _Kind(("#a9743f", "#5a4636", "#d9c19a"), "#efe4d0", (-0.3, 0.13, 0.13), (0.19, 0.12), (0.5, 0.55, 0.3), 0.06)
_FOX = _Kind(("#c2571c", "#b3481a"), "#f2eadf", (0.25, 0.11, 0.13), (0.2, 0.075), (0.72, 0.35, 0.1), 0.15)
_RABBIT = _Kind(("#a08a72", "#8b8580", "#e6ddd0"), "#f5efe6", (0.55, 0.08, 0.1), (0.07, 0.1), (0.0, 0.25, 0.55), 0.13)
_BEAR = _Kind(("#6b4629", "#3c2a20", "#e9e4da"), "#c9a67c", (0.1, 0.12, 0.2), (0.14, 0.13), (0.0, 0.3, 0.45), wide=1.2)
_OWL = _Kind(("#7a5a3c", "#8d7a64"), "#eadfc9", (0.14, 0.06, 0.16), (0.05, 0.04), (0.0, 0.1, 0.5), wide=1.05, bird=True)

# By the names of [subjects] in words.toml.
_KINDS = {"cat": _CAT, "dog": _DOG, "fox": _FOX, "rabbit": _RABBIT, "bear": _BEAR, "owl": _OWL}


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    chosen = reading.palette[0] if reading.palette else str(rng.choice(_WALLS))
    snowy = "#dfe5ec" if reading.has("snow") else chosen
    wall = linear(reading.colour("wall", "sky", default=snowy))
    in_the_open = outside.placed(reading, rng)
    surround: Surround
    if in_the_open:
        surround, rig, wall, ground = in_the_open
    else:
        rig = indoors(reading, "morning")
        rig = rig if rng.random() < 0.5 else mirrored(rig)
        ground = linear(reading.colour("floor", "land")) if reading.colour("floor", "land") else wall * 0.97
        surround = Sweep(plain(ground), wall)
    figure = _figure(reading, rng)
    stage = Stage(figure.solids, figure.materials, surround, rig, wall, ground, window_bars(rig))
    return stage.render(_camera(reading, frame, rng), frame)


def _figure(reading: Reading, rng: np.random.Generator) -> Builder:
    """The animal that is named; one of the small ones when it is none that the painter knows."""
    figure, texture = Builder(), noise.tile(rng, 256, 0.9)

    def fur(usual: tuple[str, ...]) -> Array:
        return linear(reading.colour("subject", "hair", default=str(rng.choice(usual))))

    if build := BUILDS.get(reading.subject):
        coat = figure.made(_hide(fur(build.coats), texture), gloss=0.0, soft=0.2)
        grazer(figure, build, coat, figure.made(linear("#231c19"), gloss=0.03))
    elif reading.subject == "bird":
        feathers = fur(_FEATHERS)
        second = linear(reading.palette[0]) if reading.palette else feathers * 0.45
        chest = figure.made(_hide(feathers, texture), gloss=0.0, soft=0.3)
        bird(figure, chest, figure.made(_hide(second, texture), gloss=0.02), figure.made(linear("#0c0b0b"), gloss=0.09))
    else:
        kind = _KINDS.get(reading.subject) or _KINDS[str(rng.choice(list(_KINDS)))]
        colour = fur(kind.furs)
        coat = figure.made(_fur(colour, linear(kind.pale), texture), gloss=0.0, soft=0.25)
        _body(figure, kind, coat)
        _face(figure, kind, coat, colour)
    return figure


def _camera(reading: Reading, frame: Frame, rng: np.random.Generator) -> Camera:
    large = reading.subject in BUILDS
    lens = {"close": 0.26, "wide": 0.6}.get(reading.framing, 0.44 if large else 0.37)
    focus = 1.0 if reading.framing == "close" else 0.88 if large else 0.78
    side = {"left": -1.0, "right": 1.0, "any": 1.0}.get(reading.copy_space, 0.0)
    shift = side * lens * 4.0 * min(frame.half_width, 1.0)
    height = {"low": 0.35, "top": 4.5}.get(reading.framing, 1.35)
    return Camera((shift, height, -5.8), (shift, focus, 0.0), lens).varied(reading, rng, 0.35)


def _body(figure: Builder, kind: _Kind, coat: int) -> None:
    wide = kind.wide

    def trunk(x: Array, y: Array, z: Array) -> Array:
        ax = np.abs(x)
        chest = ellipsoid(x, y - 0.52, z, 0.33 * wide, 0.5, 0.33)
        seat = ellipsoid(x, y - 0.28, z - 0.12, 0.44 * wide, 0.31, 0.42)
        body = join(chest, seat, 0.2)
        if kind.bird:
            wing = ellipsoid(ax - 0.34 * wide, y - 0.5, z - 0.06, 0.1, 0.42, 0.27)
            return join(body, wing, 0.03)
        leg = rod(ax - 0.16, y - 0.55, z + 0.24, (0.02, -0.47, -0.06), 0.1, 0.085)
        paw = ellipsoid(ax - 0.18, y - 0.07, z + 0.35, 0.1, 0.07, 0.14)
        haunch = ellipsoid(ax - 0.36 * wide, y - 0.2, z + 0.02, 0.15, 0.2, 0.27)
        return join(join(join(body, haunch, 0.06), leg, 0.06), paw, 0.04)

    figure.add(trunk, (0, 0, 0), 1.1, coat)
    tip = kind.tail
    tail = partial(rod, end=(tip[0], tip[1], tip[2] - 0.3), r0=kind.thick_tail, r1=kind.thick_tail * 0.8)
    figure.add(tail, (0, 0.14, 0.36), 1.1, coat)


def _face(figure: Builder, kind: _Kind, coat: int, fur: Array) -> None:
    long, wide = kind.muzzle
    ear_long, ear_wide, ear_out = kind.ear

    def head(x: Array, y: Array, z: Array) -> Array:
        ax = np.abs(x)
        skull = ellipsoid(x, y, z, 0.36 * kind.wide, 0.31, 0.31)
        muzzle = ellipsoid(x, y + 0.09, z + 0.24 + long * 0.4, wide, wide * 0.75, 0.1 + long * 0.7)
        ear = rod(ax - 0.2, y - 0.2, z, (ear_out, ear_long, 0.02), ear_wide, ear_wide * 0.3)
        flat = np.maximum(ear, np.abs(z) - 0.05)
        return join(join(skull, muzzle, 0.1), flat, 0.05)

    figure.add(head, (0, _HEAD, -0.06), 0.95, coat)
    black = figure.made(linear("#0c0b0b"), gloss=0.09)
    ring = figure.made(linear("#e0a52e") if kind.bird else fur * 0.6, gloss=0.05)
    for side in (-1, 1):
        size = 0.085 if kind.bird else 0.055
        if kind.bird:
            figure.add(partial(ball, radius=size * 1.5), (side * 0.14, _HEAD + 0.05, -0.24), size * 1.6, ring)
        figure.add(partial(ball, radius=size), (side * 0.14, _HEAD + 0.05, -0.33), size * 1.1, black)
    beak = figure.made(linear("#c98a2d"), gloss=0.05) if kind.bird else black
    nose = partial(ellipsoid, rx=0.045, ry=0.055 if kind.bird else 0.032, rz=0.04)
    figure.add(nose, (0, _HEAD - 0.06, -0.42 - long * 1.05), 0.07, beak, shadow=False)


def _hide(colour: Array, texture: Array) -> Surface:
    """Short hair or feathers."""

    def at(points: Vec) -> Array:
        x, y, z = points
        hairs = (
            noise.look(texture, x * 0.9 + z * 0.5, y * 1.4)
            + 0.5 * noise.look(texture, x * 0.2, y * 0.2 + z * 0.1)
            - 0.75
        )
        return colour * np.clip(1 + 0.5 * hairs, 0.3, 1.6)[..., None]

    return at


def _fur(fur: Array, pale: Array, texture: Array) -> Surface:
    """Fur with fine hairs; breast, muzzle and inner ears are pale."""

    def at(points: Vec) -> Array:
        x, y, z = points
        hairs = noise.look(texture, x * 1.9 + z * 0.7, y * 0.8) - 0.5
        breast = smooth(0.24, 0.1, np.abs(x)) * smooth(0.1, 0.35, y) * smooth(0.95, 0.75, y) * smooth(-0.05, -0.2, z)
        muzzle = np.exp(-((x / 0.16) ** 2 + ((y - _HEAD + 0.12) / 0.1) ** 2)) * smooth(-0.2, -0.34, z)
        light = np.clip(breast + muzzle * 1.2, 0, 1) * (0.85 + 0.5 * hairs)
        return mix(fur, pale, light[..., None]) * (1 + 0.55 * hairs)[..., None]

    return at
