"""A portrait: a sculpted head and shoulders with hair, clothes and eyes, before a lit wall."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.march import Points, Solid
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import indoors
from lib.demo.paint.shapes import Distance, ball, carve, drum, ellipsoid, join, ring, rod
from lib.demo.paint.stage import Camera, Material, Stage
from lib.demo.paint.surround import Wall

SKIN, HAIR, CLOTHES, EYE, DARK, HAT = range(6)

_PEOPLE = (  # skin, hair
    ("#f0c9ab", "#7a4a26"),
    ("#d9a47e", "#2a1a14"),
    ("#b97f56", "#1c1513"),
    ("#8a5636", "#17110f"),
    ("#5f3a26", "#120e0d"),
    ("#efc4a4", "#b9894e"),
    ("#edc2a6", "#8a3f22"),
    ("#e2b391", "#8d8a88"),
)
_CLOTHES = ("#e9e2d4", "#1f3a4d", "#7a2e35", "#2f5148", "#c98a4b", "#23242a", "#8d9bb0")
_WALLS = ("#b7aa98", "#5f7480", "#8a5a4a", "#7d8a72", "#c9b8ae", "#3f4658")


@dataclass(frozen=True)
class _Pose:
    """The head's turn; points of the scene → points of the head, which looks towards −z."""

    yaw: float
    pitch: float
    tilt: float
    pivot: float = -0.45

    def inside(self, points: Points) -> Points:
        x, y, z = points
        y = y - self.pivot
        cos, sin = math.cos(self.tilt), math.sin(self.tilt)
        x, y = x * cos + y * sin, y * cos - x * sin
        cos, sin = math.cos(self.yaw), math.sin(self.yaw)
        x, z = x * cos - z * sin, x * sin + z * cos
        cos, sin = math.cos(self.pitch), math.sin(self.pitch)
        y, z = y * cos - z * sin, y * sin + z * cos
        return x, y + self.pivot, z


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    wall = linear(
        reading.colour(
            "wall", default=reading.palette[0] if reading.palette else _WALLS[int(rng.integers(len(_WALLS)))]
        )
    )
    pose = _Pose(
        float(rng.uniform(0.15, 0.5)) * (1 if rng.random() < 0.5 else -1),
        float(rng.uniform(-0.06, 0.06)),
        float(rng.uniform(-0.07, 0.07)),
    )
    bust = _Bust(reading, pose, rng)
    rig = indoors(reading, "window")
    backdrop = Wall(wall * max(rig.room, 0.25))
    return Stage(bust.solids, bust.materials, backdrop, rig, _camera(reading, frame), wall, wall * 0.5).render(frame)


def _camera(reading: Reading, frame: Frame) -> Camera:
    lens = {"close": 0.24, "wide": 0.5}.get(reading.framing, 0.34)
    height = {"low": -0.9, "top": 1.6}.get(reading.framing, 0.05)
    focus = -0.08 if reading.framing == "close" else -0.3
    side = {"left": -1.0, "right": 1.0, "any": 1.0}.get(reading.copy_space, 0.0)
    shift = side * lens * 6 * min(frame.half_width, 1.0) * 0.45
    return Camera((shift, height, -6.0), (shift, focus, 0.0), lens)


class _Bust:
    def __init__(self, reading: Reading, pose: _Pose, rng: np.random.Generator):
        self.reading, self.pose, self.rng = reading, pose, rng
        self.solids: list[Solid] = []
        self.strand, self.curls = noise.tile(rng, 256, 1.1), noise.tile(rng, 256, 1.5)
        self.hair_kind = self._choose_hair()
        self.materials = self._materials()
        self._add(_face, (0, -0.1, 0), 0.78, SKIN)
        self._add(_neck, (0, -0.85, 0.1), 0.62, SKIN, turned=False)
        for side in (-1, 1):
            self._add(_eye(side), (side * 0.15, 0.04, -0.33), 0.1, EYE)
        self._add(self._clothes(), (0, -1.5, 0.12), 1.4, CLOTHES, turned=False)
        self._dress_hair()
        if reading.has("beard"):
            self._add(_beard, (0, -0.36, -0.1), 0.42, HAIR)
        if reading.has("glasses"):
            self._add(_glasses, (0, 0.04, -0.3), 0.6, DARK)
        if reading.has("hat"):
            self._add(_hat, (0, 0.36, 0.06), 0.75, HAT)

    def _add(
        self,
        distance: Distance,
        centre: tuple[float, float, float],
        radius: float,
        material: int,
        *,
        turned: bool = True,
    ) -> None:
        if turned:
            inside = self.pose.inside
            lean = 0.2  # the bounding ball need not follow the turn exactly
            self.solids.append(
                Solid(
                    lambda x, y, z: distance(*inside((x, y, z))), self._outside(centre), radius + lean * 0.2, material
                )
            )
        else:
            self.solids.append(Solid(distance, centre, radius, material))

    def _outside(self, centre: tuple[float, float, float]) -> tuple[float, float, float]:
        """The head's point ``centre`` in the scene: the turn undone, angle by angle."""
        pose = self.pose
        x, y, z = centre[0], centre[1] - pose.pivot, centre[2]
        cos, sin = math.cos(pose.pitch), math.sin(pose.pitch)
        y, z = y * cos + z * sin, z * cos - y * sin
        cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
        x, z = x * cos + z * sin, z * cos - x * sin
        cos, sin = math.cos(pose.tilt), math.sin(pose.tilt)
        x, y = x * cos - y * sin, y * cos + x * sin
        return float(x), float(y + pose.pivot), float(z)

    def _choose_hair(self) -> str:
        reading = self.reading
        for kind in ("bald", "bun", "long", "short"):
            if reading.has(kind):
                return kind
        return str(self.rng.choice(["bun", "long", "short", "bob", "afro"]))

    def _dress_hair(self) -> None:
        kind = self.hair_kind
        if kind == "bald":
            return
        if kind == "afro":
            self._add(self._afro(), (0, 0.28, 0.12), 0.75, HAIR)
            return
        self._add(
            _long if kind == "long" else _bob if kind == "bob" else _cap,
            (0, -0.2 if kind == "long" else 0.1, 0.12),
            1.15 if kind == "long" else 0.8,
            HAIR,
        )
        if kind == "bun":
            self._add(lambda x, y, z: ball(x, y - 0.62, z - 0.22, 0.19), (0, 0.62, 0.22), 0.2, HAIR)

    def _afro(self) -> Distance:
        texture = self.curls

        def afro(x: Array, y: Array, z: Array) -> Array:
            bumps = noise.look(texture, np.arctan2(x, z) * 0.7, y * 1.3) - 0.5
            mass = ellipsoid(x, y - 0.28, z - 0.14, 0.6, 0.52, 0.54) - bumps * 0.03
            return carve(mass, ellipsoid(x, y + 0.2, z + 0.42, 0.34, 0.5, 0.42), 0.06) * 0.8

        return afro

    def _clothes(self) -> Distance:
        high = self.rng.random() < 0.4

        def clothes(x: Array, y: Array, z: Array) -> Array:
            y = y - 0.17
            body = rod(x + 0.56, y + 1.27, z - 0.14, (1.12, 0.0, 0.0), 0.25, 0.25)
            slope = rod(np.abs(x) - 0.1, y + 0.98, z - 0.14, (0.5, -0.26, 0.0), 0.2, 0.24)
            chest = ellipsoid(x, y + 1.75, z - 0.1, 0.74, 0.75, 0.42)
            whole = join(join(body, slope, 0.1), chest, 0.2)
            if high:
                collar = drum(
                    x,
                    y + 0.78,
                    z - 0.1 + 0.12 * (y + 0.78),
                    0.235,
                    0.13,
                    0.05,
                )
                return join(whole, collar, 0.1)
            opening = ellipsoid(x, y + 0.83, z + 0.06, 0.3, 0.3, 0.36)
            return carve(whole, opening, 0.03)

        return clothes

    def _materials(self) -> list[Material]:
        reading, rng = self.reading, self.rng
        tones = _PEOPLE[int(rng.integers(len(_PEOPLE)))]
        skin = linear(reading.colour("skin", default=tones[0]))
        hair = linear(reading.colour("hair", default=tones[1]))
        rest = reading.palette[1] if len(reading.palette) > 1 else str(rng.choice(_CLOTHES))
        clothes = linear(reading.colour("clothes", default=rest))
        iris = linear(reading.colour("eyes", default=str(rng.choice(["#4a3220", "#5f7a6a", "#4f6f8f", "#6a4a2a"]))))
        lips = (
            linear(reading.colour("lips")) if reading.colour("lips") else skin * np.array([0.78, 0.4, 0.38], np.float32)
        )
        return [
            Material(self._skin(skin, lips, hair), gloss=0.0, soft=0.32, sheen=0.1),
            Material(self._hair(hair), gloss=0.0, sheen=0.05),
            Material(self._cloth(clothes), gloss=0.0, soft=0.1),
            Material(self._iris(iris), gloss=0.03),
            Material(linear("#141416"), gloss=0.08),
            Material(linear(reading.colour("hat", default="#2c3a4a")), gloss=0.0),
        ]

    def _skin(self, skin: Array, lips: Array, hair: Array) -> Surface:
        def at(points: Points) -> Array:
            x, y, z = self.pose.inside(points)
            across = np.abs(x)
            blush = np.exp(-((across - 0.2) ** 2 + (y + 0.13) ** 2) * 60) * smooth(0.1, -0.2, z)
            nose = np.exp(-(x * x * 120 + (y + 0.12) ** 2 * 90)) * smooth(-0.35, -0.45, z)
            colour = mix(skin, skin * np.array([1.05, 0.72, 0.68], np.float32), (0.6 * blush + 0.45 * nose)[..., None])
            upper = smooth(
                0.012, 0.0, np.abs(y + 0.277 + across * across * 1.6) - (0.024 - 0.16 * np.maximum(across - 0.02, 0))
            )
            lower = smooth(
                0.012, 0.0, np.abs(y + 0.315 - across * across * 2.2) - (0.027 - 0.2 * np.maximum(across - 0.02, 0))
            )
            mouth = np.maximum(upper, lower) * smooth(0.115, 0.1, across) * smooth(-0.2, -0.3, z)
            colour = mix(colour, lips, (mouth * 0.85)[..., None])
            brow_line = np.abs(y - 0.172 + 3.2 * (across - 0.16) ** 2 + 0.12 * (across - 0.15))
            brow = (
                smooth(0.022, 0.008, brow_line)
                * smooth(0.05, 0.08, across)
                * smooth(0.26, 0.2, across)
                * smooth(-0.2, -0.3, z)
            )
            lash = (
                smooth(0.014, 0.004, np.abs(y - 0.062 + 6.5 * (across - 0.15) ** 2))
                * smooth(0.09, 0.075, np.abs(across - 0.15))
                * smooth(-0.25, -0.32, z)
            )
            colour = mix(colour, hair * 0.6, np.maximum(brow * 0.8, lash * 0.9)[..., None])
            return colour

        return at

    def _hair(self, hair: Array) -> Surface:
        texture = self.strand

        def at(points: Points) -> Array:
            x, y, z = self.pose.inside(points)
            angle = np.arctan2(x, 0.25 - z + 0 * y)
            strands = noise.look(texture, angle * 1.3, y * 0.06 + 0.3) - 0.5
            band = np.exp(-((y - 0.34) ** 2) * 30) * 0.6
            return hair * np.clip(1 + 1.5 * strands + band, 0.35, 2.5)[..., None] + band[..., None] * 0.012

        return at

    def _cloth(self, colour: Array) -> Surface:
        texture = self.strand

        def at(points: Points) -> Array:
            x, y, z = points
            weave = noise.look(texture, x * 1.7 + z, y * 1.7 + z * 0.4) - 0.5
            return colour * (1 + 0.28 * weave)[..., None]

        return at

    def _iris(self, colour: Array) -> Surface:
        def at(points: Points) -> Array:
            x, y, z = self.pose.inside(points)
            gaze = np.hypot(np.abs(x) - 0.15, y - 0.035)
            white = np.array([0.78, 0.75, 0.72], np.float32)
            rim = mix(white, colour * 0.35, smooth(0.046, 0.04, gaze)[..., None])
            inner = mix(rim, colour, smooth(0.04, 0.034, gaze)[..., None])
            eye = mix(inner, np.full(3, 0.005, np.float32), smooth(0.023, 0.019, gaze)[..., None])
            spark = smooth(0.013, 0.008, np.hypot(np.abs(x - 0.012) - 0.15, y - 0.055))
            return mix(eye, np.full(3, 2.2, np.float32), spark[..., None])

        return at


Surface = object


def _face(x: Array, y: Array, z: Array) -> Array:
    """The head without hair; mirrored left to right, so the sides are worked out once."""
    ax = np.abs(x)
    head = ellipsoid(x, y - 0.14, z - 0.06, 0.38, 0.43, 0.46)
    jaw = ellipsoid(x, y + 0.18, z + 0.05, 0.285, 0.35, 0.31)
    head = join(head, jaw, 0.2)
    head = join(head, ellipsoid(x, y + 0.455, z + 0.25, 0.1, 0.075, 0.075), 0.14)
    head = join(head, ball(ax - 0.19, y + 0.1, z + 0.225, 0.1), 0.14)
    brow = rod(
        np.sqrt(x * x + 0.003) - 0.05,
        y - 0.125,
        z + 0.365,
        (0.17, -0.01, 0.07),
        0.03,
        0.025,
    )
    head = join(head, brow, 0.1)
    socket = ellipsoid(ax - 0.15, y - 0.035, z + 0.44, 0.1, 0.062, 0.09)
    head = join(carve(head, socket, 0.07), _lids(ax, y, z), 0.018)
    bridge = rod(x, y - 0.08, z + 0.37, (0.0, -0.185, -0.11), 0.026, 0.046)
    head = join(head, bridge, 0.065)
    head = join(head, ball(ax - 0.042, y + 0.128, z + 0.42, 0.03), 0.035)
    mouth = ellipsoid(x, y + 0.3, z + 0.265, 0.13, 0.1, 0.1)
    head = join(head, mouth, 0.1)
    upper = rod(ax, y + 0.277, z + 0.377, (0.088, -0.02, 0.05), 0.022, 0.007)
    lower = rod(ax, y + 0.323, z + 0.367, (0.07, 0.018, 0.043), 0.029, 0.01)
    head = join(join(head, upper, 0.03), lower, 0.016)
    ear = ellipsoid(ax - 0.385, y - 0.02, z - 0.08, 0.045, 0.115, 0.075)
    return join(head, ear, 0.03)


def _lids(ax: Array, y: Array, z: Array) -> Array:
    """Eyelids: a thin shell round the eyeball with an almond opening."""
    ex, ey, ez = ax - 0.15, y - 0.035, z + 0.325
    shell = ball(ex, ey, ez, 0.094)
    opening = np.maximum(ey - 0.026 + 5.2 * ex * ex, -ey - 0.025 + 3.6 * ex * ex)
    return np.maximum(shell, -np.maximum(opening, ez + 0.03))


def _neck(x: Array, y: Array, z: Array) -> Array:
    neck = rod(x, y + 0.35, z - 0.1, (0.0, -0.55, 0.06), 0.17, 0.185)
    base = rod(x + 0.3, y + 0.92, z - 0.14, (0.6, 0.0, 0.0), 0.14, 0.14)
    return join(neck, base, 0.22)


def _eye(side: int) -> Distance:
    return lambda x, y, z: ball(x - (side * 0.15), y - 0.035, z + 0.325, 0.086)


def _scalp(x: Array, y: Array, z: Array, grow: float) -> Array:
    return ellipsoid(x, y - 0.15, z - 0.08, 0.405 + grow, 0.45 + grow, 0.475 + grow)


def _brow_cut(x: Array, y: Array, z: Array) -> Array:
    """The face that hair leaves free."""
    return ellipsoid(x, y + 0.2, z + 0.36, 0.335, 0.56, 0.42)


def _cap(x: Array, y: Array, z: Array) -> Array:
    hair = carve(_scalp(x, y, z, 0.02), _brow_cut(x, y, z), 0.04)
    nape = y + 0.22 + 0.35 * np.minimum(z, 0.2) - smooth(0.1, 0.3, z) * 0.0
    return np.maximum(hair, -nape)


def _bob(x: Array, y: Array, z: Array) -> Array:
    fall = ellipsoid(x, y + 0.05, z - 0.14, 0.47, 0.6, 0.42)
    hair = carve(join(_scalp(x, y, z, 0.04), fall, 0.1), _brow_cut(x, y, z), 0.05)
    return np.maximum(hair, -(y + 0.48))


def _long(x: Array, y: Array, z: Array) -> Array:
    fall = ellipsoid(x, y + 0.5, z - 0.22, 0.5, 0.95, 0.34)
    return carve(
        join(_scalp(x, y, z, 0.035), fall, 0.15),
        join(_brow_cut(x, y, z), ellipsoid(x, y + 0.7, z + 0.3, 0.3, 0.6, 0.45), 0.1),
        0.06,
    )


def _beard(x: Array, y: Array, z: Array) -> Array:
    """Round the jaw and over the lip, open at the mouth."""
    mass = join(
        ellipsoid(x, y + 0.4, z + 0.1, 0.27, 0.22, 0.31),
        ellipsoid(x, y + 0.225, z + 0.37, 0.11, 0.03, 0.06),
        0.06,
    )
    mouth = ellipsoid(x, y + 0.3, z + 0.42, 0.085, 0.035, 0.12)
    cheeks = ellipsoid(x, y - 0.02, z + 0.42, 0.26, 0.235, 0.3)
    return carve(carve(mass, cheeks, 0.06), mouth, 0.03)


def _hat(x: Array, y: Array, z: Array) -> Array:
    crown = np.maximum(_scalp(x, y - 0.03, z, 0.055), -(y - 0.27 + 0.2 * z))
    band = ring(x / 0.93, y - 0.28 + 0.2 * z, z - 0.06, 0.46, 0.06)
    return join(crown, band * 0.9, 0.03)


def _glasses(x: Array, y: Array, z: Array) -> Array:
    ax = np.abs(x)
    frame = ring(ax - 0.16, z + 0.46 - ax * 0.12, y - 0.03, 0.125, 0.011)
    bridge = rod(ax, y - 0.06, z + 0.475, (0.045, 0.0, 0.01), 0.01, 0.01)
    arm = rod(ax - 0.285, y - 0.05, z + 0.43, (0.1, 0.0, 0.5), 0.01, 0.01)
    return np.minimum(frame, np.minimum(bridge, arm))
