"""A product on a plinth in a photographer's sweep: bottle, jar, box, cup, can, tube, vase, watch, phone and others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lib.demo.paint import surfaces
from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.march import Solid, moved
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import indoors, window_bars
from lib.demo.paint.shapes import Distance, ball, brick, carve, drum, ellipsoid, join, ring, slab
from lib.demo.paint.camera import Camera
from lib.demo.paint.material import Material
from lib.demo.paint.stage import Stage
from lib.demo.paint.vec import Vec
from lib.demo.paint.surround import Sweep

SUBJECT, CAP, PLINTH, ACCENT, LABEL, DARK, WALL = range(7)

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
_GLASSY = frozenset({"bottle", "vase"})


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    scheme = _SCHEMES[int(rng.integers(len(_SCHEMES)))]
    wall = linear(reading.colour("wall", default=reading.palette[0] if reading.palette else scheme[0]))
    floor = linear(reading.colour("floor")) if reading.colour("floor") else wall * 0.97
    made_of = reading.material("floor")
    shop = _Shop(reading, rng)
    top = shop.plinth()
    shop.subject(top)
    shop.props()
    sweep = Sweep(
        surfaces.of(made_of, floor, rng),
        wall,
        shine=0.35 if reading.has("wet") or made_of in ("marble", "glass", "metal") else 0.0,
    )
    materials = _materials(reading, scheme, wall, rng)
    camera = _camera(reading, frame, rng)
    rig = indoors(reading, "studio")
    return Stage(shop.solids, materials, sweep, rig, wall, floor, window_bars(rig)).render(camera, frame)


def _materials(reading: Reading, scheme: tuple[str, ...], wall: Array, rng: np.random.Generator) -> list[Material]:
    """One material for every constant above, in its order."""
    rest = list(reading.palette[1:])
    body = linear(reading.colour("subject", default=rest.pop(0) if rest else scheme[1]))
    accent = linear(reading.colour("props", default=rest.pop(0) if rest else scheme[3]))
    cap = linear(reading.colour("cap", default=scheme[2]))
    plinth = linear(reading.colour("plinth")) if reading.colour("plinth") else mix(wall, np.ones(3, np.float32), 0.35)
    subject = _finish_of(
        reading.material("subject"), body, rng, glassy=reading.subject in _GLASSY or not reading.subject
    )
    plinth_of = reading.material("plinth", default="stone")
    return [
        subject,
        _finish_of(reading.material("cap"), cap, rng) if reading.material("cap") else Material(cap, gloss=0.08),
        Material(surfaces.of(plinth_of, plinth, rng), gloss=0.06 if plinth_of == "marble" else 0.02),
        Material(accent, gloss=0.07),
        Material(_label(linear(reading.colour("label", default="#efe8da")), body), gloss=0.02),
        Material(linear("#191919"), gloss=0.07),
        Material(wall, gloss=0.02),
    ]


def _finish_of(material: str, colour: Array, rng: np.random.Generator, *, glassy: bool = False) -> Material:
    if material == "metal":
        return Material(colour, gloss=0.75, metal=True)
    if material == "glass" or (glassy and not material):
        return Material(np.clip(colour * 1.1, 0.01, 0.95).astype(np.float32), gloss=0.07, glass=1.5)
    if material == "matte":
        return Material(colour, gloss=0.015)
    if material:
        return Material(surfaces.of(material, colour, rng), gloss=0.05)
    return Material(colour, gloss=0.06)


def _label(paper: Array, ink: Array) -> Callable[[Vec], Array]:
    """A printed label: a mark and lines, as a designer's dummy has them; no letters that could be misread."""
    dark = np.minimum(ink, 0.25) * 0.5

    def at(points: Vec) -> Array:
        x, y, _ = points
        high = (y % 1.0) - 0.5
        mark = np.abs(np.hypot(x, high - 0.1) - 0.05) < 0.011
        title = (np.abs(high + 0.045) < 0.012) & (np.abs(x) < 0.12)
        small = (np.abs(high + 0.09) < 0.005) & (np.abs(x) < 0.085)
        return np.where((mark | title | small)[..., None], dark, paper)

    return at


def _camera(reading: Reading, frame: Frame, rng: np.random.Generator) -> Camera:
    lens = {"close": 0.27, "wide": 0.62}.get(reading.framing, 0.42)
    target = [0.0, 0.86, 0.0]
    place = [float(rng.uniform(-0.7, 0.7)), 1.55, -6.2]
    if reading.framing == "low":
        place[1], target[1] = 0.32, 1.12
    elif reading.framing == "top":
        place, target = [0.3, 6.6, -2.4], [0.0, 0.5, 0.05]
    if reading.framing == "close":
        target[1] = 1.0
    side = {"left": -1.0, "right": 1.0, "any": 1.0 if rng.random() < 0.5 else -1.0}.get(reading.copy_space, 0.0)
    if side:
        shift = min(frame.half_width * 2 * 0.5, 1.0) * lens * 6.2 * 0.36 * side
        place[0], target[0], lens = place[0] + shift, target[0] + shift, lens * 1.15
    return Camera((place[0], place[1], place[2]), (target[0], target[1], target[2]), lens)


class _Shop:
    """Builds the solids. Heights: the plinth is about 0.4, the subject about 1.1."""

    def __init__(self, reading: Reading, rng: np.random.Generator):
        self.reading, self.rng = reading, rng
        self.solids: list[Solid] = []

    def add(self, distance: Distance, x: float, y: float, z: float, radius: float, material: int) -> None:
        self.solids.append(Solid(moved(distance, x, y, z), (x, y, z), radius, material))

    def plinth(self) -> float:
        """One of four plinths; returns the height of its top."""
        kind = int(self.rng.integers(4))
        if kind == 0:
            self.add(lambda x, y, z: drum(x, y, z, 0.78, 0.19, 0.03), 0, 0.19, 0, 0.82, PLINTH)
            self.add(lambda x, y, z: drum(x, y, z, 0.42, 0.1, 0.025), 0.98, 0.1, 0.35, 0.46, PLINTH)
        elif kind == 1:
            self.add(lambda x, y, z: brick(x, y, z, (0.62, 0.19, 0.55), 0.02), 0, 0.19, 0, 0.86, PLINTH)
            self.add(lambda x, y, z: brick(x, y, z, (0.36, 0.42, 0.3), 0.02), -0.82, 0.42, 0.55, 0.66, PLINTH)
        elif kind == 2:
            self.add(lambda x, y, z: drum(x, y, z, 0.95, 0.08, 0.025), 0, 0.08, 0, 0.97, PLINTH)
            self.add(lambda x, y, z: drum(x, y, z, 0.62, 0.11, 0.025), 0, 0.27, 0, 0.65, PLINTH)
        else:
            self.add(lambda x, y, z: drum(x, y, z, 0.6, 0.19, 0.03), 0, 0.19, 0, 0.65, PLINTH)
            self.add(_arch, 0.15, 0.95, 0.95, 1.45, WALL)
        return 0.38

    def props(self) -> None:
        """A ball or two and a pebble, on the sides that are free."""
        rng = self.rng
        for side in (-1.0, 1.0):
            radius = float(rng.uniform(0.1, 0.17))
            x, z = side * float(rng.uniform(0.92, 1.2)), float(rng.uniform(-0.55, -0.2))
            if rng.random() < 0.3:
                flat = radius * 0.6
                self.add(_pebble(radius, flat), x, flat, z, radius * 1.3, PLINTH)
            else:
                self.add(_ball(radius), x, radius, z, radius * 1.05, ACCENT)

    def subject(self, y: float) -> None:
        kind = self.reading.subject or str(self.rng.choice(["bottle", "jar", "bottle"]))
        getattr(self, f"_{kind}", self._bottle)(y)

    def _bottle(self, y: float) -> None:
        (self._flask, self._round_bottle, self._square_bottle)[int(self.rng.integers(3))](y)

    def _flask(self, y: float) -> None:
        self.add(lambda x, y, z: slab(x, y, z, (0.34, 0.46, 0.2), 0.15, 0.06), 0, y + 0.46, 0, 0.64, SUBJECT)
        self.add(lambda x, y, z: brick(x, y, z, (0.2, 0.2, 0.012), 0.01), 0, y + 0.5, -0.205, 0.3, LABEL)
        self.add(lambda x, y, z: drum(x, y, z, 0.1, 0.06, 0.015), 0, y + 0.97, 0, 0.14, ACCENT)
        self.add(lambda x, y, z: drum(x, y, z, 0.135, 0.12, 0.025), 0, y + 1.13, 0, 0.2, CAP)

    def _round_bottle(self, y: float) -> None:
        def glass(x: Array, y: Array, z: Array) -> Array:
            body = drum(x, y + 0.1, z, 0.29, 0.42, 0.07)
            return join(body, drum(x, y - 0.42, z, 0.1, 0.16, 0.02), 0.16)

        self.add(glass, 0, y + 0.52, 0, 0.68, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.297, 0.19, 0.004), 0, y + 0.42, 0, 0.37, LABEL)
        self.add(lambda x, y, z: drum(x, y, z, 0.125, 0.1, 0.02), 0, y + 1.14, 0, 0.17, CAP)

    def _square_bottle(self, y: float) -> None:
        self.add(lambda x, y, z: slab(x, y, z, (0.36, 0.36, 0.24), 0.06, 0.035), 0, y + 0.36, 0, 0.6, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.11, 0.05, 0.015), 0, y + 0.76, 0, 0.14, ACCENT)
        self.add(_ball(0.2), 0, y + 0.98, 0, 0.21, CAP)

    def _jar(self, y: float) -> None:
        self.add(lambda x, y, z: drum(x, y, z, 0.46, 0.24, 0.06), 0, y + 0.24, 0, 0.55, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.467, 0.11, 0.004), 0, y + 0.23, 0, 0.5, LABEL)
        self.add(lambda x, y, z: drum(x, y, z, 0.475, 0.1, 0.03), 0, y + 0.59, 0, 0.5, CAP)

    def _box(self, y: float) -> None:
        def turned(x: Array, y: Array, z: Array) -> Array:
            return brick(x * 0.9 - z * 0.436, y, x * 0.436 + z * 0.9, (0.36, 0.52, 0.3), 0.012)

        self.add(turned, 0, y + 0.52, 0, 0.75, SUBJECT)

    def _cup(self, y: float) -> None:
        def cup(x: Array, y: Array, z: Array) -> Array:
            hollow = carve(drum(x, y, z, 0.36, 0.36, 0.05), drum(x, y - 0.1, z, 0.315, 0.36, 0.04), 0.03)
            return join(hollow, ring(x - 0.4, z, y, 0.19, 0.045), 0.03)

        self.add(cup, 0, y + 0.36, 0, 0.78, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.32, 0.01, 0.004), 0, y + 0.58, 0, 0.34, DARK)

    def _can(self, y: float) -> None:
        def can(x: Array, y: Array, z: Array) -> Array:
            taper = 0.05 * np.clip((np.abs(y) - 0.46) * 8, 0, 1)
            return drum(x, y, z, 0.31, 0.54, 0.03) + taper

        self.add(can, 0, y + 0.54, 0, 0.66, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.27, 0.012, 0.006), 0, y + 1.09, 0, 0.3, ACCENT)

    def _tube(self, y: float) -> None:
        def tube(x: Array, y: Array, z: Array) -> Array:
            t = np.clip(y / 0.9 + 0.5, 0, 1)
            return (ellipsoid(x, y * 0, z, 0.26, 1.0, 0.03) * 0 + _tapered(x, y, z, t)) * 0.8

        self.add(tube, 0, y + 0.68, 0, 0.62, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.2, 0.11, 0.03), 0, y + 0.12, 0, 0.26, CAP)

    def _vase(self, y: float) -> None:
        def vase(x: Array, y: Array, z: Array) -> Array:
            body = ball(x, y + 0.14, z, 0.38)
            neck = drum(x, y - 0.38, z, 0.11, 0.3, 0.03)
            return carve(join(body, neck, 0.22), drum(x, y - 0.6, z, 0.08, 0.3, 0.02), 0.02)

        self.add(vase, 0, y + 0.5, 0, 0.78, SUBJECT)

    def _watch(self, y: float) -> None:
        def band(x: Array, y: Array, z: Array) -> Array:
            across = np.sqrt(x * x + y * y) - 0.42
            return brick(across, z * 0, z, (0.03, 1.0, 0.13), 0.025)

        self.add(band, 0, y + 0.45, 0, 0.6, ACCENT)
        self.add(lambda x, y, z: drum(x, z, y, 0.27, 0.06, 0.03), 0, y + 0.5, -0.15, 0.34, SUBJECT)
        self.add(lambda x, y, z: drum(x, z, y, 0.225, 0.01, 0.004), 0, y + 0.5, -0.215, 0.26, DARK)

    def _phone(self, y: float) -> None:
        self.add(lambda x, y, z: slab(x, z, y, (0.3, 0.035, 0.6), 0.09, 0.02), 0, y + 0.6, 0, 0.72, SUBJECT)
        self.add(lambda x, y, z: slab(x, z, y, (0.275, 0.004, 0.575), 0.075, 0.002), 0, y + 0.6, -0.034, 0.68, DARK)

    def _speaker(self, y: float) -> None:
        self.add(lambda x, y, z: slab(x, y, z, (0.4, 0.5, 0.3), 0.14, 0.05), 0, y + 0.5, 0, 0.74, SUBJECT)
        self.add(lambda x, y, z: ring(x, z, y, 0.22, 0.025), 0, y + 0.38, -0.3, 0.28, ACCENT)
        self.add(lambda x, y, z: drum(x, z, y, 0.2, 0.02, 0.01), 0, y + 0.38, -0.3, 0.24, DARK)
        self.add(lambda x, y, z: drum(x, z, y, 0.1, 0.02, 0.01), 0, y + 0.76, -0.3, 0.14, DARK)

    def _candle(self, y: float) -> None:
        self.add(lambda x, y, z: drum(x, y, z, 0.34, 0.34, 0.03), 0, y + 0.34, 0, 0.5, SUBJECT)
        self.add(lambda x, y, z: drum(x, y, z, 0.344, 0.13, 0.004), 0, y + 0.32, 0, 0.4, LABEL)
        self.add(lambda x, y, z: drum(x, y, z, 0.012, 0.06, 0.006), 0, y + 0.73, 0, 0.08, DARK)


def _ball(radius: float) -> Distance:
    return lambda x, y, z: ball(x, y, z, radius)


def _pebble(radius: float, flat: float) -> Distance:
    return lambda x, y, z: ellipsoid(x, y, z, radius * 1.2, flat, radius)


def _arch(x: Array, y: Array, z: Array) -> Array:
    """A flat arch behind the subject, as set designers like it."""
    high = np.maximum(y - 0.3, 0)
    side = np.sqrt(x * x + high * high) - 0.78
    below = -y - 0.95
    flat = np.maximum(side, below)
    return np.maximum(flat, np.abs(z) - 0.06)


def _tapered(x: Array, y: Array, z: Array, t: Array) -> Array:
    """A squeezed tube standing on its cap: round below, a flat seam on top."""
    across, deep = 0.2 + 0.07 * t, 0.2 * (1 - t) + 0.012
    side = (np.sqrt((x / across) ** 2 + (z / deep) ** 2) - 1) * deep
    return np.maximum(side, np.abs(y) - 0.46)
