"""Seasons and weather in a given picture: snow on what faces the sky, leaves that turn, wet ground, mist."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import filters, noise, weather
from lib.demo.paint.colour import mix, smooth
from lib.demo.paint.edit import oklab, regrade
from lib.demo.paint.edit.view import View

_GREEN, _LEAF = 2.2, 1.0  # hue angles in Oklab: of leaves, and how far from it a colour still is one


def turned(view: View, season: str, rng: np.random.Generator) -> None:
    """The picture in another season."""
    if season == "snow":
        _snowed(view, rng)
    elif season == "autumn":
        _leaves(view, 1.12, 1.15, rng)
        view.picture = regrade.TONES["warmer"](view.picture)
    else:
        _leaves(view, 2.05 if season == "spring" else 2.25, 1.3, rng)
        view.picture = regrade.TONES["bright"](view.picture)


def fallen(view: View, kinds: frozenset[str], rng: np.random.Generator) -> None:
    """Fog, rain and falling snow."""
    if "fog" in kinds:
        _fog(view, rng)
    if "rain" in kinds:
        _rain(view, rng)
    if "snow" in kinds:
        _flakes(view, rng)


def _flakes(view: View, rng: np.random.Generator) -> None:
    light = oklab.linear_of(view.picture)
    weather.snowfall(light, view.frame, float(light.mean()), rng)
    view.picture = oklab.display_of(light)


def _snowed(view: View, rng: np.random.Generator) -> None:
    """Cold light, snow on the ground and on every edge that faces the sky, flakes in the air."""
    frame, unit = view.frame, view.frame.unit
    cold = regrade.TONES["cooler"](filters.saturate(view.picture, 0.55))
    tone = filters.grey(cold)
    grain = noise.cloudlike(rng, frame.width, frame.height, (26 * frame.half_width * 2, 26 * frame.tall), 4)
    form = noise.blur(tone, unit / 150)
    above = np.roll(form, max(1, unit // 110), axis=0)
    ledge = smooth(0.015, 0.1, form - above + (grain - 0.5) * 0.05)
    ground = smooth(view.horizon, view.horizon + 0.15 * frame.tall, frame.y()) * 0.85 + 0 * tone
    if view.sky is not None:
        ground *= 1 - view.sky
        ledge *= 1 - view.sky
    if view.subject is not None:
        ground *= 1 - 0.9 * view.subject
    blue = noise.blur(oklab.oklab(view.picture)[..., 2], unit / 60)
    ground *= 1 - 0.8 * smooth(-0.025, -0.06, blue)  # water stays open
    local = noise.blur(tone, unit / 60)
    lie = smooth(0.34, 0.72, ground * 0.95 + (grain - 0.5) * 0.5 + (local - 0.5) * 0.25)
    cover = np.clip(np.maximum(lie * 0.92, ledge * 0.8 * smooth(0.0, 0.25, frame.y())), 0, 1)
    level = np.clip(0.72 + 0.3 * float(tone.mean()) + (tone - local) * 0.25 - (1 - local) * 0.12, 0.3, 0.985)
    snow = level[..., None] * np.array([0.95, 0.975, 1.0], np.float32)
    air = mix(cold, np.full(3, 0.84, np.float32), 0.12)
    view.picture = np.clip(mix(air, snow, cover[..., None]), 0, 1).astype(np.float32)
    _flakes(view, rng)


def _leaves(view: View, hue: float, strength: float, rng: np.random.Generator) -> None:
    """What is green takes another hue; autumn's leaves vary among themselves."""
    lab = oklab.oklab(view.picture)
    angle, chroma = np.arctan2(lab[..., 2], lab[..., 1]), np.hypot(lab[..., 1], lab[..., 2])
    away = np.abs((angle - _GREEN + np.pi) % (2 * np.pi) - np.pi)
    leaf = smooth(_LEAF, _LEAF * 0.55, away) * smooth(0.012, 0.04, chroma)
    patch = noise.cloudlike(rng, view.frame.width, view.frame.height, (9 * view.frame.half_width * 2, 9), 3) - 0.5
    turn = hue + patch * (1.1 if hue < 1.5 else 0.2)
    strong = np.maximum(chroma * strength, 0.09 * smooth(0.0, 0.3, lab[..., 0])) if hue < 1.5 else chroma * strength
    fresh = np.stack([lab[..., 0] * (1.06 if hue < 1.5 else 1.03), strong * np.cos(turn), strong * np.sin(turn)], -1)
    view.picture = oklab.back(mix(lab, fresh, leaf[..., None]).astype(np.float32))


def _fog(view: View, rng: np.random.Generator) -> None:
    """Mist, thickest at the horizon, that pales what is far away: there are the small tones and the upper half."""
    frame = view.frame
    drift = noise.cloudlike(rng, frame.width, frame.height, (2.5 * frame.half_width * 2, 5 * frame.tall))
    y = frame.y()
    far = np.exp(-(((y - view.horizon) / (0.3 * frame.tall)) ** 2))
    near = smooth(frame.tall * 1.02, view.horizon, y)
    thick = np.clip(0.3 * near + far * (0.3 + 0.5 * drift) + 0.12 * drift, 0, 0.9)
    if view.subject is not None:
        thick = thick * (1 - 0.6 * view.subject)
    soft = mix(view.picture, noise.blur(view.picture, frame.unit / 90), 0.4)
    mean = float(filters.grey(view.picture).mean())
    veil = np.array([0.93, 0.955, 0.97], np.float32) * (0.42 + 0.55 * mean)
    view.picture = mix(filters.saturate(soft, 0.7), veil, thick[..., None]).astype(np.float32)


def _rain(view: View, rng: np.random.Generator) -> None:
    """A grey, wet picture: streaks in the air, and a ground that mirrors what stands on it."""
    frame = view.frame
    if view.sky is not None:
        regrade.relight(view, "overcast", rng)
    dim = regrade.TONES["cooler"](filters.saturate(view.picture, 0.7)) * 0.86
    foot = int(min(max(view.horizon + 0.12 * frame.tall, 0.5 * frame.tall), 0.8 * frame.tall) * frame.unit)
    rows = frame.height - foot
    source = dim[max(0, foot - rows) : foot][::-1]
    if len(source) == rows and rows > 8:
        ripple = noise.cloudlike(rng, frame.width, rows, (18 * frame.half_width * 2, 70 * rows / frame.unit), 3) - 0.5
        shift = (ripple * frame.unit / 30).astype(np.int32)
        at = np.clip(np.arange(rows)[:, None] + shift, 0, rows - 1)
        seen = noise.blur(np.take_along_axis(source, at[..., None], axis=0), frame.unit / 130)
        wet = smooth(0.0, 0.4, np.linspace(0, 1, rows, dtype=np.float32))[:, None] * (0.42 + 0.35 * ripple)
        if view.subject is not None:
            wet = wet * (1 - view.subject[foot:])
        dim[foot:] = mix(dim[foot:] * 0.9, np.maximum(seen, dim[foot:] * 0.5), np.clip(wet, 0, 1)[..., None])
    light = oklab.linear_of(dim)
    weather.rainfall(light, frame, float(light.mean()), rng)
    view.picture = oklab.display_of(light)
