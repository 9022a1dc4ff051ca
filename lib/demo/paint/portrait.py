"""A portrait: a sculpted head and shoulders with hair, clothes and eyes, before a lit wall."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import head, noise, suits
from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.head import Pose
from lib.demo.paint.march import Solid
from lib.demo.paint.material import Material
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import indoors
from lib.demo.paint.shapes import Distance
from lib.demo.paint.stage import Stage
from lib.demo.paint.surfaces import Surface
from lib.demo.paint.surround import Wall
from lib.demo.paint.vec import Point, Vec

SKIN, HAIR, CLOTHES, EYE, FRAMES, HAT = range(6)

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
_GREY = "#b5b1aa"
_IRISES = ("#4a3220", "#5f7a6a", "#4f6f8f", "#6a4a2a")
_CLOTHES = ("#e9e2d4", "#1f3a4d", "#7a2e35", "#2f5148", "#c98a4b", "#23242a", "#8d9bb0")
_WALLS = ("#b7aa98", "#5f7480", "#8a5a4a", "#7d8a72", "#c9b8ae", "#3f4658")
_HAIRCUTS = ("bun", "long", "short", "bob", "afro")
_LIP_TONE, _BLUSH_TONE = np.array([0.78, 0.4, 0.38], np.float32), np.array([1.05, 0.72, 0.68], np.float32)


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    side = 1 if rng.random() < 0.5 else -1
    pose = Pose(side * float(rng.uniform(0.15, 0.5)), float(rng.uniform(-0.06, 0.06)), float(rng.uniform(-0.07, 0.07)))
    suit = suits.worn(reading, pose, rng)
    if suit:
        solids, materials = suit.solids, suit.materials
    else:
        texture = noise.tile(rng, 256, 1.1)
        materials = _materials(reading, pose, texture, rng)
        solids = _bust(reading, pose, texture, rng)
    rig = indoors(reading, "window")
    plain = reading.palette[0] if reading.palette and not suit else str(rng.choice(_WALLS))  # a suit wears the palette
    wall = linear(reading.colour("wall", default=plain))
    stage = Stage(solids, materials, Wall(wall * max(rig.room, 0.25)), rig, wall, wall * 0.5)
    return stage.render(_camera(reading, frame), frame)


def _camera(reading: Reading, frame: Frame) -> Camera:
    lens = {"close": 0.24, "wide": 0.5}.get(reading.framing, 0.38 if reading.has("astronaut", "robot") else 0.34)
    height = {"low": -0.9, "top": 1.6}.get(reading.framing, 0.05)
    focus = -0.08 if reading.framing == "close" else -0.3
    side = {"left": -1.0, "right": 1.0, "any": 1.0}.get(reading.copy_space, 0.0)
    shift = side * lens * 6 * min(frame.half_width, 1.0) * 0.45
    return Camera((shift, height, -6.0), (shift, focus, 0.0), lens)


def _bust(reading: Reading, pose: Pose, texture: Array, rng: np.random.Generator) -> list[Solid]:
    def worn(distance: Distance, centre: Point, radius: float, material: int) -> Solid:
        return Solid(pose.worn(distance), pose.outside(centre), radius, material)

    clothes = head.turtleneck if rng.random() < 0.4 else head.crew_neck
    solids = [
        worn(head.face, (0, -0.1, 0), 0.82, SKIN),
        Solid(head.neck, (0, -0.85, 0.1), 0.62, SKIN),
        worn(head.eyes, (0, 0.04, -0.33), 0.25, EYE),
        Solid(clothes, (0, -1.5, 0.12), 1.4, CLOTHES),
    ]
    cut = next((cut for cut in ("bald", "bun", "long", "short") if reading.has(cut)), str(rng.choice(_HAIRCUTS)))
    if cut != "bald":
        distance, centre, radius = _hair(cut, texture)
        solids.append(worn(distance, centre, radius, HAIR))
    if reading.has("beard") or (reading.has("man") and rng.random() < 0.5):
        solids.append(worn(head.beard, (0, -0.36, -0.1), 0.46, HAIR))
    if reading.has("glasses"):
        solids.append(worn(head.glasses, (0, 0.04, -0.3), 0.64, FRAMES))
    if reading.has("hat"):
        solids.append(worn(head.hat, (0, 0.36, 0.06), 0.79, HAT))
    return solids


def _hair(cut: str, texture: Array) -> tuple[Distance, Point, float]:
    """The shape of a haircut and its bounding ball."""
    if cut == "afro":
        return head.afro(texture), (0, 0.28, 0.12), 0.79
    if cut == "long":
        return head.long_hair, (0, -0.2, 0.12), 1.19
    if cut == "bun":
        return head.bun, (0, 0.2, 0.12), 0.84
    return head.bob if cut == "bob" else head.cropped, (0, 0.1, 0.12), 0.84


def _materials(reading: Reading, pose: Pose, texture: Array, rng: np.random.Generator) -> list[Material]:
    """One material for every constant above, in its order."""
    tones = _PEOPLE[int(rng.integers(len(_PEOPLE)))]
    usual = _GREY if reading.has("old") else tones[1]
    skin, hair = linear(reading.colour("skin", default=tones[0])), linear(reading.colour("hair", default=usual))
    cloth = reading.palette[1] if len(reading.palette) > 1 else str(rng.choice(_CLOTHES))
    lips = linear(reading.colour("lips")) if reading.colour("lips") else skin * _LIP_TONE
    iris = linear(reading.colour("eyes", default=str(rng.choice(_IRISES))))
    plain = reading.has("man", "short", "beard")  # no make-up
    return [
        Material(
            _skin(pose, skin, mix(skin, lips, 0.35 if plain else 0.85), hair, lashes=0.3 if plain else 0.9),
            gloss=0.0,
            soft=0.32,
            sheen=0.1,
        ),
        Material(_strands(pose, hair, texture), gloss=0.0, sheen=0.05),
        Material(_woven(linear(reading.colour("clothes", default=cloth)), texture), gloss=0.0, soft=0.1),
        Material(_eyeball(pose, iris), gloss=0.03),
        Material(linear("#141416"), gloss=0.08),
        Material(linear(reading.colour("hat", default="#2c3a4a")), gloss=0.0),
    ]


def _skin(pose: Pose, skin: Array, lips: Array, hair: Array, *, lashes: float) -> Surface:
    """Skin with red cheeks and nose, lips, brows and lashes."""

    def at(points: Vec) -> Array:
        x, y, z = pose.inside(points)
        across = np.abs(x)
        front = smooth(-0.2, -0.3, z)
        cheeks = np.exp(-((across - 0.2) ** 2 + (y + 0.13) ** 2) * 60) * smooth(0.1, -0.2, z)
        nose = np.exp(-(x * x * 120 + (y + 0.12) ** 2 * 90)) * smooth(-0.35, -0.45, z)
        colour = mix(skin, skin * _BLUSH_TONE, (0.6 * cheeks + 0.45 * nose)[..., None])
        colour = mix(colour, lips, (_mouth(across, y) * front)[..., None])
        drawn = np.maximum(_brow(across, y) * 0.8, _lash(across, y) * lashes) * front
        return mix(colour, hair * 0.6, drawn[..., None])

    return at


def _mouth(across: Array, y: Array) -> Array:
    narrow = np.maximum(across - 0.02, 0)
    upper = smooth(0.012, 0.0, np.abs(y + 0.279 + across * across * 0.7) - (0.021 - 0.13 * narrow))
    lower = smooth(0.012, 0.0, np.abs(y + 0.315 - across * across * 2.0) - (0.026 - 0.17 * narrow))
    return np.maximum(upper, lower) * smooth(0.125, 0.11, across)


def _brow(across: Array, y: Array) -> Array:
    line = np.abs(y - 0.172 + 3.2 * (across - 0.16) ** 2 + 0.12 * (across - 0.15))
    return smooth(0.022, 0.008, line) * smooth(0.05, 0.08, across) * smooth(0.26, 0.2, across)


def _lash(across: Array, y: Array) -> Array:
    aside = np.abs(across - head.EYE[0])
    return smooth(0.014, 0.004, np.abs(y - 0.062 + 6.5 * aside**2)) * smooth(0.09, 0.075, aside)


def _strands(pose: Pose, hair: Array, texture: Array) -> Surface:
    """Strands that run down from the crown, with a band of light round it."""

    def at(points: Vec) -> Array:
        x, y, z = pose.inside(points)
        strands = noise.look(texture, np.arctan2(x, 0.25 - z) * 1.3, y * 0.06 + 0.3) - 0.5
        band = np.exp(-((y - 0.34) ** 2) * 30) * 0.6
        shine = band[..., None] * 0.012
        return hair * np.clip(1 + 1.5 * strands + band, 0.35, 2.5)[..., None] + shine

    return at


def _woven(colour: Array, texture: Array) -> Surface:
    def at(points: Vec) -> Array:
        x, y, z = points
        weave = noise.look(texture, x * 1.7 + z, y * 1.7 + z * 0.4) - 0.5
        return colour * (1 + 0.28 * weave)[..., None]

    return at


def _eyeball(pose: Pose, iris: Array) -> Surface:
    """White, iris, pupil and the spark of the window in it."""
    white, black = np.array([0.78, 0.75, 0.72], np.float32), np.full(3, 0.005, np.float32)

    def at(points: Vec) -> Array:
        x, y, _ = pose.inside(points)
        gaze = np.hypot(np.abs(x) - head.EYE[0], y - head.EYE[1])
        ring = mix(white, iris * 0.35, smooth(0.046, 0.04, gaze)[..., None])
        disc = mix(ring, iris, smooth(0.04, 0.034, gaze)[..., None])
        eye = mix(disc, black, smooth(0.023, 0.019, gaze)[..., None])
        spark = smooth(0.013, 0.008, np.hypot(np.abs(x - 0.012) - head.EYE[0], y - head.EYE[1] - 0.02))
        return mix(eye, white * 2.8, spark[..., None])

    return at
