"""Space: a lit planet with weather or craters, its air and rings, stars and coloured gas behind it."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.abstract import blend, palette
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.reading import Reading

_SUN = np.array([-0.72, 0.42, -0.45], np.float32)


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    colours = palette(reading, rng)
    picture = _gas(frame, colours, rng)
    _stars(picture, frame, rng)
    radius = {"close": 0.62, "wide": 0.2}.get(reading.framing, 0.34)
    centre = (float(rng.uniform(-0.2, 0.2)) * frame.half_width, frame.tall * float(rng.uniform(0.46, 0.58)))
    tones = [linear(reading.colour("land"))] if reading.colour("land") else colours
    ringed = reading.has("rings") or rng.random() < 0.45
    tilt = float(rng.uniform(0.18, 0.34))
    if ringed:
        _rings(picture, frame, centre, radius, tilt, tones, front=False)
    _planet(picture, frame, centre, radius, tones, rng)
    if ringed:
        _rings(picture, frame, centre, radius, tilt, tones, front=True)
    moon = (centre[0] + radius * 1.5, centre[1] - radius * 0.9)
    _planet(picture, frame, moon, radius * 0.16, [linear("#3a3634"), linear("#b9b2a8")], rng)
    return picture


def _gas(frame: Frame, colours: list[Array], rng: np.random.Generator) -> Array:
    texture = noise.tile(rng, 256, 1.9)
    x, y = np.broadcast_arrays(frame.x(), frame.y())
    bend = noise.look(texture, x * 0.16, y * 0.16)
    mass = noise.look(texture, x * 0.2 + bend * 0.4, y * 0.2 + bend * 0.3)
    veil = smooth(0.45, 0.85, mass) * smooth(0.3, 0.7, bend)
    base = np.array([0.004, 0.006, 0.014], np.float32)
    return (base + blend(colours, 1 - mass) * (veil * 0.5)[..., None]).astype(np.float32)


def _stars(picture: Array, frame: Frame, rng: np.random.Generator) -> None:
    count = int(frame.width * frame.height / 700)
    y, x = rng.integers(0, frame.height, count), rng.integers(0, frame.width, count)
    tint = mix(
        np.array([0.7, 0.82, 1.0], np.float32),
        np.array([1.0, 0.86, 0.7], np.float32),
        rng.random((count, 1), dtype=np.float32),
    )
    picture[y, x] += tint * (rng.random((count, 1), dtype=np.float32) ** 6) * 3.0


def _planet(
    picture: Array,
    frame: Frame,
    centre: tuple[float, float],
    radius: float,
    tones: list[Array],
    rng: np.random.Generator,
) -> None:
    x, y = frame.x() - centre[0], centre[1] - frame.y()
    away = np.sqrt(x * x + y * y)
    sun = _SUN / np.linalg.norm(_SUN)
    halo = np.exp(-np.maximum(away - radius, 0) / (radius * 0.07)) * (away > radius * 0.9)
    side = np.clip((x * sun[0] + y * sun[1]) / np.maximum(away, 1e-4) * 0.7 + 0.45, 0, 1)
    air = mix(tones[-1], np.array([0.5, 0.75, 1.2], np.float32), 0.6)
    picture += air * (halo * side * 0.45)[..., None]
    rows, columns = np.nonzero(away < radius + 1.5 / frame.unit)
    if not len(rows):
        return
    px, py = (x[0, columns] / radius).astype(np.float32), (y[rows, 0] / radius).astype(np.float32)
    squared = px * px + py * py
    pz = -np.sqrt(np.maximum(1 - squared, 0))
    texture = noise.tile(rng, 256, 1.55)
    spin = np.arctan2(px, -pz)
    bend = noise.look(texture, spin * 0.12, py * 0.5)
    storm = noise.look(texture, spin * 0.2 + bend * 0.25, py * 1.1 + bend * 0.22)
    tone = blend(
        tones if len(tones) > 1 else [tones[0] * 0.4, tones[0], mix(tones[0], np.ones(3, np.float32), 0.5)],
        smooth(0.2, 0.8, storm),
    )
    fine = noise.look(texture, spin * 0.9, py * 1.8) - 0.5
    day = np.clip((px * sun[0] + py * sun[1] + pz * sun[2]) * 1.25 + 0.06, 0, 1)
    rim = (1 + pz) ** 2.5
    shaded = tone * (day * (1 + 0.5 * fine))[..., None] * 1.5 + air * (rim * day * 0.9)[..., None]
    cover = np.clip((radius - away[rows, columns]) * frame.unit + 0.5, 0, 1)[..., None]
    picture[rows, columns] = mix(picture[rows, columns], shaded, cover)


def _rings(
    picture: Array, frame: Frame, centre: tuple[float, float], radius: float, tilt: float, tones: list[Array],
    *, front: bool,
) -> None:  # fmt: skip
    x, y = frame.x() - centre[0], centre[1] - frame.y()
    turned_x, turned_y = x * 0.94 + y * 0.34, y * 0.94 - x * 0.34
    away = np.sqrt(turned_x**2 + (turned_y / tilt) ** 2) / radius
    half = (turned_y < 0) if front else (turned_y >= 0)
    groove = 0.55 + 0.45 * np.sin(away * 46 + 2 * np.sin(away * 17))
    cover = smooth(1.35, 1.4, away) * smooth(2.25, 2.15, away) * (1 - 0.8 * smooth(0.03, 0.0, np.abs(away - 1.85)))
    shade = 1 - 0.85 * smooth(
        1.05, 0.95, np.hypot((x - radius * 0.5) / radius * 0.9, (y + radius * 0.25) / radius * 1.0)
    ) * (not front)
    cover = (cover * groove * half * 0.8)[..., None]
    picture[...] = mix(picture, mix(tones[-1], tones[0], 0.25) * shade[..., None], cover)
