"""One thing, well lit: on a plinth in a photographer's paper sweep, with a ball or a pebble beside it; or outdoors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

import numpy as np

from lib.demo.paint import outside, surfaces
from lib.demo.paint.build import Builder
from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.forms import study
from lib.demo.paint.frame import Frame
from lib.demo.paint.goods import BOTTLES, GOODS, car, flask, guitar, sneaker
from lib.demo.paint.machines import MACHINES, balloon, bicycle, laptop, rocket
from lib.demo.paint.march import Rays, nearest
from lib.demo.paint.material import Material
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import Rig, indoors, mirrored, window_bars
from lib.demo.paint.shapes import ball, brick, drum, ellipsoid
from lib.demo.paint.shop import ACCENT, PLINTH, WALL, Stand
from lib.demo.paint.stage import Stage
from lib.demo.paint.surfaces import Surface
from lib.demo.paint.surround import Surround, Sweep
from lib.demo.paint.vec import Vec

# Backdrop, subject, cap, accent: sets that look designed, for prompts that name few colours.
_SCHEMES = (
    ("#e9dcc6", "#b96a10", "#22201e", "#c99a4e"),
    ("#7fa79d", "#0f5a54", "#d9b98a", "#c4663f"),
    ("#e3a792", "#f0ebe2", "#c0452f", "#b03c2c"),
    ("#e4e4dc", "#7d9060", "#e8e6df", "#b5a878"),
    ("#4d4a66", "#26378f", "#c9ced8", "#6b47a8"),
    ("#d7c4c9", "#8a2f4b", "#d2a94f", "#7a2a44"),
    ("#a9bccb", "#e9eef0", "#27486b", "#3f6f9c"),
)
_CALM = (0, 3, 5, 6)  # schemes whose backdrop goes with any subject
_GLASSY = frozenset({"bottle", "vase"})  # made of glass unless another material is named
_SHINY = frozenset({"marble", "glass", "metal"})
_PLINTH_TOP = 0.38
_THINGS = {**GOODS, **MACHINES, "bottle": flask}
# Things that stand on the floor, not on a plinth: the height at which the camera looks, and its lens.
_LARGE: Mapping[Stand, tuple[float, float]] = {
    bicycle: (0.66, 0.42), guitar: (1.02, 0.45), rocket: (0.85, 0.38), balloon: (1.02, 0.37), sneaker: (0.36, 0.31),
    laptop: (0.46, 0.33), car: (0.34, 0.36),
}  # fmt: skip
_IN_THE_OPEN = (0.55, 0.36)
_ALONE = (0.55, 0.34)
_ON_A_PLINTH = (0.82, 0.45)
# The colour of things that have one of their own, when none is named.
_OWN = {"guitar": "#b8722f", "laptop": "#b9bec4", "camera": "#2b2b2d", "sneaker": "#e9e6de", "headphones": "#26272b"}


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    choice = _CALM if reading.colour("subject", "car") else tuple(range(len(_SCHEMES)))
    scheme = _SCHEMES[int(rng.choice(choice))]
    named = linear(reading.colour("wall", "sky", default=reading.palette[0] if reading.palette else scheme[0]))
    thing, in_the_open = _thing(reading, rng), outside.placed(reading, rng)
    surround, rig, wall, floor = in_the_open or _set(reading, named, rng)
    on_a_plinth = not in_the_open and thing not in _LARGE and reading.subject in _THINGS
    foot = _PLINTH_TOP if on_a_plinth else 0.0
    shop = Builder(_materials(reading, scheme, named, foot, rng))
    thing(shop, foot)
    if on_a_plinth:
        _plinth(shop, rng)
        _props(shop, rng)
    stage = Stage(shop.solids, shop.materials, surround, rig, wall, floor, window_bars(rig))
    view = _LARGE.get(thing, _IN_THE_OPEN if in_the_open else _ON_A_PLINTH)
    return stage.render(_camera(reading, frame, view, rng), frame)


def alone(reading: Reading, frame: Frame, rng: np.random.Generator) -> tuple[Array, Array]:
    """The subject by itself to be set into another picture: linear light, and where it is opaque (height, width)."""
    grey = linear("#8d8f92")
    shop = Builder(_materials(reading, _SCHEMES[0], grey, 0.0, rng))
    thing = _thing(reading, rng)
    thing(shop, 0.0)
    stage = Stage(
        shop.solids, shop.materials, Sweep(surfaces.plain(grey), grey), indoors(reading, "studio"), grey, grey
    )
    focus, lens = _LARGE.get(thing, _ALONE)
    camera = Camera((0.0, 1.2, -6.2), (0.0, focus, 0.0), lens)

    def opaque(rays: Rays) -> tuple[Array, Array]:
        _, which = nearest(rays, stage.solids, stage.surround.hit(rays)[0])
        return np.repeat((which >= 0).astype(np.float32)[:, None], 3, axis=1), which

    return stage.render(camera, frame), camera.photograph(opaque, frame)[..., 0]


def _thing(reading: Reading, rng: np.random.Generator) -> Stand:
    """The subject; plain forms for one that the painter does not know."""
    if reading.subject == "bottle":
        return BOTTLES[int(rng.integers(len(BOTTLES)))]
    return _THINGS.get(reading.subject) or partial(study, rng=rng)


def _set(reading: Reading, named: Array, rng: np.random.Generator) -> tuple[Surround, Rig, Array, Array]:
    """The studio: its paper, its lamps, and what mirrors see ahead and below."""
    rig = indoors(reading, "studio")
    if rng.random() < 0.5:
        rig = mirrored(rig)
    wall = named * (0.35 + 0.65 * min(rig.room, 1.0))  # a dark set is dark, whatever its paper
    floor = linear(reading.colour("floor")) if reading.colour("floor") else wall * 0.97
    made_of = reading.material("floor")
    shine = 0.35 if reading.has("wet") or made_of in _SHINY else 0.0
    return Sweep(surfaces.of(made_of, floor, rng), wall, shine=shine), rig, wall, floor


def _materials(
    reading: Reading, scheme: tuple[str, ...], wall: Array, foot: float, rng: np.random.Generator
) -> list[Material]:
    """One material for every constant of ``shop``, in its order. ``foot`` is the height at which the thing stands."""
    spare = reading.palette[0 if reading.colour("wall", "sky") else 1 :][:2]
    body, accent = (*spare, *(scheme[1], scheme[3])[len(spare) :])
    body = reading.colour("subject", "car", default=_OWN.get(reading.subject, body))
    accent = reading.colour("props", default=accent)
    pale = mix(wall, np.ones(3, np.float32), 0.35)
    plinth = linear(reading.colour("plinth")) if reading.colour("plinth") else pale
    plinth_of = reading.material("plinth", default="stone")
    usual = "glass" if reading.subject in _GLASSY else ""
    return [
        _coated(reading.material("subject", default=usual), linear(body), rng),
        _coated(reading.material("cap"), linear(reading.colour("cap", default=scheme[2])), rng),
        Material(surfaces.of(plinth_of, plinth, rng), gloss=0.06 if plinth_of == "marble" else 0.02),
        Material(linear(accent), gloss=0.07),
        Material(_label(linear(reading.colour("label", default="#efe8da")), linear(body), foot), gloss=0.02),
        Material(linear("#191919"), gloss=0.07),
        Material(wall, gloss=0.02),
    ]


def _coated(material: str, colour: Array, rng: np.random.Generator) -> Material:
    if material == "metal":
        return Material(colour, gloss=0.75, metal=True)
    if material == "glass":
        return Material(np.clip(colour * 1.1, 0.01, 0.95), gloss=0.07, glass=1.5)
    if material == "matte":
        return Material(colour, gloss=0.015)
    return Material(surfaces.of(material, colour, rng), gloss=0.06)


def _label(paper: Array, ink: Array, foot: float) -> Surface:
    """A printed label: a mark and lines, as a designer's dummy has them; no letters that could be misread."""
    dark = np.minimum(ink, 0.25) * 0.5

    def at(points: Vec) -> Array:
        x, high = points.x, points.y - foot - 0.44
        mark = np.abs(np.hypot(x, high - 0.06) - 0.05) < 0.011
        title = (np.abs(high + 0.05) < 0.011) & (np.abs(x) < 0.12)
        small = (np.abs(high + 0.085) < 0.005) & (np.abs(x) < 0.085)
        return np.where((mark | title | small)[..., None], dark, paper)

    return at


def _camera(reading: Reading, frame: Frame, view: tuple[float, float], rng: np.random.Generator) -> Camera:
    focus, lens = view
    lens *= {"close": 0.66, "wide": 1.45}.get(reading.framing, 1.0)
    x, y, z = 0.0, 1.05 if reading.place else 1.55, -6.2
    target_x, target_y = 0.0, focus * (1.2 if reading.framing == "close" else 1.0)
    if reading.framing == "low":
        y, target_y = 0.32, focus + 0.3
    elif reading.framing == "top":
        x, y, z, target_y = 0.3, 6.6, -2.4, 0.5
    any_side = 1.0 if rng.random() < 0.5 else -1.0
    side = {"left": -1.0, "right": 1.0, "any": any_side}.get(reading.copy_space, 0.0)
    if side:
        shift = min(frame.half_width, 1.0) * lens * 4.0 * side
        x, target_x, lens = x + shift, shift, lens * 1.15
    return Camera((x, y, z), (target_x, target_y, 0.0), lens).varied(reading, rng, 0.42)


def _plinth(shop: Builder, rng: np.random.Generator) -> None:
    """One of four plinths; the tops are all at the same height."""
    kind = int(rng.integers(4))
    if kind == 0:
        shop.add(partial(drum, radius=0.78, half=0.19, edge=0.03), (0, 0.19, 0), 0.82, PLINTH)
        shop.add(partial(drum, radius=0.42, half=0.1, edge=0.025), (0.98, 0.1, 0.35), 0.46, PLINTH)
    elif kind == 1:
        shop.add(partial(brick, half=(0.62, 0.19, 0.55), edge=0.02), (0, 0.19, 0), 0.86, PLINTH)
        shop.add(partial(brick, half=(0.36, 0.42, 0.3), edge=0.02), (-0.82, 0.42, 0.55), 0.66, PLINTH)
    elif kind == 2:
        shop.add(partial(drum, radius=0.95, half=0.08, edge=0.025), (0, 0.08, 0), 0.97, PLINTH)
        shop.add(partial(drum, radius=0.62, half=0.11, edge=0.025), (0, 0.27, 0), 0.65, PLINTH)
    else:
        shop.add(partial(drum, radius=0.6, half=0.19, edge=0.03), (0, 0.19, 0), 0.65, PLINTH)
        shop.add(_arch, (0.15, 0.95, 0.95), 1.45, WALL)


def _arch(x: Array, y: Array, z: Array) -> Array:
    """A flat arch behind the subject, as set designers like it."""
    side = np.sqrt(x * x + np.maximum(y - 0.3, 0) ** 2) - 0.78
    return cast(Array, np.maximum(np.maximum(side, -y - 0.95), np.abs(z) - 0.06))


def _props(shop: Builder, rng: np.random.Generator) -> None:
    """A ball or a pebble on either side."""
    for side in (-1.0, 1.0):
        radius = float(rng.uniform(0.1, 0.17))
        x, z = side * float(rng.uniform(0.88, 1.12)), float(rng.uniform(-0.55, -0.2))
        if rng.random() < 0.3:
            pebble = partial(ellipsoid, rx=radius * 1.2, ry=radius * 0.6, rz=radius)
            shop.add(pebble, (x, radius * 0.6, z), radius * 1.3, PLINTH)
        else:
            shop.add(partial(ball, radius=radius), (x, radius, z), radius * 1.05, ACCENT)
