"""Another background for a given picture: plain, blurred, or another place."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise, scenes, weather
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.develop import develop
from lib.demo.paint.edit import cutout, oklab, setting
from lib.demo.paint.edit.view import View
from lib.demo.paint.reading import Reading


def plain(view: View, colour: str) -> None:
    """The thing before an even backdrop, with its own shadow on it; without a clear thing, the surroundings tinted."""
    ground = oklab.back(oklab.of(colour))
    thing = view.subject
    if thing is None:
        x, y = view.frame.x() / view.frame.half_width, view.frame.y() / view.frame.tall * 2 - 1
        outside = smooth(0.45, 1.0, np.maximum(np.abs(x), np.abs(y)))
        view.picture = mix(_pale(view.picture, ground), ground, outside[..., None]).astype(np.float32)
        return
    view.picture = mix(ground * _shade(view, thing)[..., None], view.picture, thing[..., None]).astype(np.float32)


def _shade(view: View, thing: Array) -> Array:
    """The shadow that the thing throws on its backdrop in the given picture, as a factor; the corners stay even."""
    light = noise.blur(oklab.linear_of(view.picture) @ np.full(3, 1 / 3, np.float32), view.frame.unit / 50)
    left, top, right, bottom = cutout.box(thing)
    x = (np.arange(view.frame.width)[None, :] - (left + right) / 2) / max(1, right - left)
    y = (np.arange(view.frame.height)[:, None] - bottom) / max(1, bottom - top)
    near = np.exp(-((x / 0.8) ** 2) - (y / 0.13) ** 2)
    outside = 1 - thing
    usual = float(np.median(light[outside > 0.9])) if (outside > 0.9).any() else 1.0
    dark = np.clip(1 - light / max(usual, 0.02), 0, 0.6) * outside
    contact = np.exp(-((x / 0.42) ** 4) - (y / 0.022) ** 2) * 0.3
    return np.asarray(1 - np.maximum(dark * near, contact), np.float32)


def _pale(picture: Array, ground: Array) -> Array:
    return mix(picture, ground, 0.12)


def blurred(view: View) -> None:
    """A shallow depth of field: the thing, or else the middle of the picture, stays sharp."""
    unit, thing = view.frame.unit, view.subject
    if thing is None:
        y, x = view.frame.y() / view.frame.tall - 0.55, view.frame.x() / view.frame.half_width / 2
        thing = smooth(0.5, 0.24, np.hypot(x, y))
        behind = view.picture
    else:
        known = (1 - thing)[..., None]
        spread = noise.blur(known[..., 0], unit / 14)
        behind = view.picture * known + noise.blur(view.picture * known, unit / 14) / np.maximum(spread, 0.02)[
            ..., None
        ] * (1 - known)
    light = oklab.linear_of(behind) ** 1.5  # bright spots win over dark ones, as in a lens
    soft = oklab.display_of(np.maximum(noise.blur(light, unit / 38), 0) ** (1 / 1.5))
    view.picture = mix(soft, view.picture, thing[..., None]).astype(np.float32)


def moved(view: View, place: Reading, rng: np.random.Generator) -> None:
    """The thing in another place, painted for it; without a clear thing, the place shines through from behind."""
    scene = painted(view, place, rng)
    thing = view.alone
    if thing is None:
        lower = smooth(0.3, 0.75, view.frame.y() / view.frame.tall)[..., None]
        view.picture = mix(scene, view.picture, 0.35 + 0.5 * lower).astype(np.float32)
        return
    left, top, right, bottom = cutout.box(thing)
    unit = view.frame.unit
    cut = setting.cut(view.picture, thing)
    x = ((left + right) / 2 - view.frame.width / 2) / unit
    foot = min(max(bottom / unit, 0.78 * view.frame.tall), 0.94 * view.frame.tall)
    view.picture = setting.stand(scene, view.frame, cut, x, foot, (bottom - top) / unit)


def painted(view: View, place: Reading, rng: np.random.Generator) -> Array:
    """An empty place to put something in, a little out of focus."""
    linear = scenes.PAINTERS[place.scene](place, view.frame, rng)
    weather.fall(linear, view.frame, place, rng)
    return noise.blur(develop(linear, view.frame), view.frame.unit / 260)
