"""Setting a cut-out thing into another picture: its size, its tone in the light there, its shadow on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.demo.paint import filters, noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.edit import cutout, oklab
from lib.demo.paint.frame import Frame

_FIT = 0.45  # how far a thing's colours go towards those of the light that it comes into


@dataclass(frozen=True)
class Cut:
    """A thing and where it is opaque, cropped to it: (height, width, 3) display values and (height, width)."""

    picture: Array
    matte: Array


def cut(picture: Array, mask: Array) -> Cut:
    """What ``mask`` covers, without the rim in which the old backdrop shines through."""
    left, top, right, bottom = cutout.box(mask, 0.3)
    matte = smooth(0.4, 0.95, mask[top:bottom, left:right])
    part = picture[top:bottom, left:right]
    inner = (matte > 0.95).astype(np.float32)
    reach = max(1.0, min(matte.shape) / 90)
    spread = noise.blur(part * inner[..., None], reach) / np.maximum(noise.blur(inner, reach), 0.02)[..., None]
    near = smooth(0.02, 0.2, noise.blur(inner, reach))
    rim = ((1 - inner) * near)[..., None]
    return Cut(mix(part, np.clip(spread, 0, 1), rim).astype(np.float32), matte.astype(np.float32))


def stand(
    picture: Array, frame: Frame, thing: Cut, x: float, foot: float, high: float, *, shadow: bool = True
) -> Array:
    """``picture`` with ``thing`` standing in it: ``x`` from the middle and ``foot`` from the top of its base, ``high``
    its height, all in short sides."""
    tall = max(2, round(high * frame.unit))
    wide = max(2, round(tall * thing.matte.shape[1] / thing.matte.shape[0]))
    shape = filters.resized(thing.picture, wide, tall)
    matte = np.clip(filters.scaled(thing.matte, wide, tall), 0, 1)
    left = round(x * frame.unit + frame.width / 2 - wide / 2)
    top = round(foot * frame.unit) - tall
    shape = _in_the_light(shape, matte, _around(picture, left, top, wide, tall))
    out = picture
    if shadow:
        out = out * (1 - _shadow(matte, frame, left, top))[..., None]
    full, cover = np.zeros_like(picture), np.zeros(picture.shape[:2], np.float32)
    _laid(full, shape, left, top)
    _laid(cover, matte, left, top)
    return mix(out, full, cover[..., None]).astype(np.float32)


def _laid(canvas: Array, part: Array, left: int, top: int) -> None:
    """``part`` on ``canvas``, in place, as far as it lies within it."""
    height, width = part.shape[:2]
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(canvas.shape[0], top + height), min(canvas.shape[1], left + width)
    if y1 > y0 and x1 > x0:
        canvas[y0:y1, x0:x1] = part[y0 - top : y1 - top, x0 - left : x1 - left]


def _around(picture: Array, left: int, top: int, wide: int, tall: int) -> Array:
    """The part of the picture that a thing will stand in."""
    y0, x0 = max(0, top - tall // 4), max(0, left - wide // 2)
    part = picture[y0 : max(y0 + 2, top + tall + tall // 5), x0 : max(x0 + 2, left + wide + wide // 2)]
    return part if part.size else picture


def _in_the_light(shape: Array, matte: Array, around: Array) -> Array:
    """Some of the scene's brightness and tint on the thing, and a little light from behind round its edge."""
    lab, scene = oklab.oklab(shape), oklab.oklab(around[:: max(1, len(around) // 90)]).reshape(-1, 3)
    own = np.average(lab.reshape(-1, 3), axis=0, weights=matte.ravel() + 1e-4)
    shift = (scene.mean(axis=0) - own) * np.array([0.35, 0.16, 0.16], np.float32)
    shift[0] = np.clip(shift[0], -0.2, 0.08)
    spread = np.clip(scene[:, 0].std() / max(float(lab[..., 0].std()), 0.02), 0.75, 1.15)
    lab[..., 0] = (lab[..., 0] - own[0]) * mix(1.0, spread, _FIT) + own[0]
    lit = oklab.back((lab + shift * smooth(0.0, 0.35, lab[..., :1])).astype(np.float32))
    edge = matte * (1 - smooth(0.5, 1.0, noise.blur(matte, max(1.0, min(matte.shape) / 60))))
    return mix(lit, np.maximum(lit, around.mean(axis=(0, 1))), (edge * 0.3)[..., None]).astype(np.float32)


def _shadow(matte: Array, frame: Frame, left: int, top: int) -> Array:
    """A dark seam where the thing touches the ground, and its soft shadow lying to one side."""
    height, width = matte.shape
    flat = max(2, round(height * 0.2))
    lying = filters.scaled(matte[::-1], width, flat)
    cast = np.zeros((frame.height, frame.width), np.float32)
    lean = round(width * 0.12)
    for row in range(flat):
        _laid(
            cast,
            lying[row : row + 1] * (1 - 0.75 * row / flat),
            left + round(lean * row / flat),
            top + height - flat // 4 + row - flat // 2,
        )
    base = matte[-max(2, height // 16) :].max(axis=0)
    seam = np.zeros_like(cast)
    deep = max(2, round(height * 0.03))
    _laid(seam, np.repeat(base[None, :], deep, axis=0), left, top + height - deep // 2)
    soft = noise.blur(cast, max(2.0, height / 24)) * 0.42 + noise.blur(seam, max(1.5, height / 60)) * 0.75
    return np.minimum(soft, 0.72)
