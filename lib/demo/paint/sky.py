"""Skies: a gradient with the sun's glow in it, clouds in perspective, stars, a moon."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.light import Light

_FULL_HEIGHT = 0.85  # short sides from the horizon to where the sky has its zenith colour


def paint(
    frame: Frame, light: Light, horizon: float, sun_x: float, rng: np.random.Generator, *, clouds: float = 0.5
) -> Array:
    """The sky of the whole frame, (height, width, 3) linear. ``horizon`` in short sides from the top."""
    small = Frame(max(2, frame.width // 3), max(2, frame.height // 3))
    x, up = small.x(), horizon * small.unit / small.unit - small.y()
    picture = gradient(light, up, x, sun_x)
    if clouds > 0:
        picture = _clouded(picture, light, up, x, sun_x, rng, clouds)
    picture = noise.enlarge(picture, frame)
    if light.stars:
        _add_stars(picture, frame, horizon, rng)
    if light.sun > 0:
        _add_disc(picture, frame, light, horizon, sun_x)
    return picture


def gradient(light: Light, up: Array, x: Array, sun_x: float) -> Array:
    """Sky colour at ``up`` short sides over the horizon and ``x`` across, with the glow round the sun."""
    t = np.clip(up / _FULL_HEIGHT, 0, 1)[..., None]
    low = mix(light.horizon, light.middle, smooth(0.0, 0.42, t))
    base = mix(low, light.zenith, smooth(0.25, 1.0, t))
    distance = np.hypot(x - sun_x, (up - light.elevation) * 1.25)
    halo = np.exp(-distance * 4.2) * 0.75 + np.exp(-distance * 1.5) * 0.22
    return (base + light.glow * (halo * light.sun)[..., None]).astype(np.float32)


def _clouded(
    picture: Array, light: Light, up: Array, x: Array, sun_x: float, rng: np.random.Generator, amount: float
) -> Array:
    texture = noise.tile(rng, 256, 1.55)
    away = 0.16 / (np.maximum(up, 0) + 0.11)
    u = x * away * 0.9 + rng.random()
    v = np.broadcast_to(away * 1.3, u.shape) + rng.random()
    density = noise.look(texture, u, v)
    toward = noise.look(texture, u + 0.018 * np.clip((sun_x - x) * 3, -1, 1), v + 0.03)
    cover = smooth(0.66 - 0.3 * amount, 0.95 - 0.25 * amount, density)
    cover *= smooth(-0.01, 0.1, up) * (1 - 0.35 * smooth(0.5, 1.0, up))
    lit = np.clip(0.5 + (density - toward) * 3.5, 0, 1)
    near_sun = np.exp(-np.hypot(x - sun_x, up - light.elevation) * 1.6) * light.sun
    bright = mix(light.horizon, light.glow, 0.35) * (0.75 + 1.1 * near_sun[..., None])
    dark = mix(light.middle, light.zenith, 0.45) * 0.8 + light.horizon * 0.08
    cloud = mix(dark, bright, (0.25 + 0.75 * lit)[..., None])
    return mix(picture, cloud, (cover * 0.8)[..., None]).astype(np.float32)


def _add_stars(picture: Array, frame: Frame, horizon: float, rng: np.random.Generator) -> None:
    rows = max(1, min(frame.height, int(horizon * frame.unit * 0.93)))
    count = int(rows * frame.width / 1500)
    y, x = rng.integers(0, rows, count), rng.integers(0, frame.width, count)
    faint = rng.random(count, dtype=np.float32) ** 5
    fade = np.clip(1.4 * (1 - y / rows) + 0.1, 0, 1).astype(np.float32)
    picture[y, x] += (faint * fade)[:, None] * np.array([0.8, 0.88, 1.0], np.float32) * 1.5


def _add_disc(picture: Array, frame: Frame, light: Light, horizon: float, sun_x: float) -> None:
    """The sun or, when there are stars, the moon; only the square round it is touched."""
    radius = 0.032 if light.stars else 0.042
    centre_y, centre_x = (horizon - light.elevation) * frame.unit, sun_x * frame.unit + frame.width / 2
    reach = radius * frame.unit + 2
    top, bottom = (int(np.clip(centre_y + side * reach, 0, frame.height)) for side in (-1, 1))
    left, right = (int(np.clip(centre_x + side * reach, 0, frame.width)) for side in (-1, 1))
    if bottom <= top or right <= left:
        return
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5 - centre_y
    x = np.arange(left, right, dtype=np.float32)[None, :] + 0.5 - centre_x
    cover = np.clip(radius * frame.unit - np.hypot(x, y) + 0.5, 0, 1)[..., None]
    strength = 0.9 if light.stars else 2.2 + 2.0 * light.sun
    picture[top:bottom, left:right] = mix(picture[top:bottom, left:right], light.glow * strength, cover)
