"""Filling a hole in a picture with what surrounds it: its tones first, then a texture copied from beside it."""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, mix

_TRIES = 36  # places beside the hole from which its texture may come


def healed(picture: Array, hole: Array) -> Array:
    """``picture`` (display values) where ``hole`` (height, width; 0 … 1) is painted over by its surroundings."""
    box = _around(hole)
    if box is None:
        return picture
    part, gap = picture[box], hole[box]
    base = _across(part, gap)
    done = np.clip(base + _texture(part, gap), 0, 1)
    out = picture.copy()
    soft = np.clip(noise.blur(gap, max(1.0, min(gap.shape) / 90)) * 1.2, 0, 1)
    out[box] = mix(part, done, np.maximum(soft, (gap > 0.02).astype(np.float32))[..., None])
    return out


def _around(hole: Array) -> tuple[slice, slice] | None:
    """The hole with as much again on every side: what lies farther away does not matter."""
    rows, columns = np.flatnonzero(hole.max(axis=1) > 0.02), np.flatnonzero(hole.max(axis=0) > 0.02)
    if not len(rows):
        return None
    sides = []
    for found, size in ((rows, hole.shape[0]), (columns, hole.shape[1])):
        reach = max(8, int(found[-1] - found[0] + 1))
        sides.append(slice(max(0, int(found[0]) - reach), min(size, int(found[-1]) + 1 + reach)))
    return sides[0], sides[1]


def _across(picture: Array, hole: Array) -> Array:
    """Each row of the hole passes from the tone at its left to that at its right: walls stay walls, floors floors."""
    height, width = hole.shape
    known = (hole < 0.02).astype(np.float32)
    reach = max(2.0, min(height, width) / 70)
    share = noise.blur(known, reach)[..., None]
    near = np.where(share > 0.02, noise.blur(picture * known[..., None], reach) / np.maximum(share, 0.02), picture)
    out = picture.copy()
    for row in range(height):
        gap = np.flatnonzero(known[row] == 0)
        if len(gap):
            left, right = gap[0] - 1 - int(reach), gap[-1] + 1 + int(reach)
            ends = (
                near[row, left if left >= 0 else min(right, width - 1)],
                near[row, right if right < width else max(left, 0)],
            )
            part = np.clip((gap - left) / max(right - left, 1), 0, 1).astype(np.float32)[:, None]
            out[row, gap] = mix(ends[0], ends[1], part)
    return mix(out, noise.blur(out, reach), (1 - known)[..., None] * 0.5).astype(np.float32)


def _texture(picture: Array, hole: Array) -> Array:
    """Fine structure for the hole, moved over from the place beside it whose tones continue best round the rim."""
    fine = picture - noise.blur(picture, max(1.5, min(hole.shape) / 40))
    inside = hole > 0.02
    best, lowest = np.zeros_like(fine), np.inf
    step = max(2, min(hole.shape) // 60)
    thin, gap = picture[::step, ::step], inside[::step, ::step]
    rim = grown(gap, 2) & ~gap
    if not rim.any():
        return best
    rng = np.random.default_rng(7)
    for _ in range(_TRIES):
        dy, dx = (int(rng.integers(-size // 2, size // 2 + 1)) for size in gap.shape)
        source = np.roll(gap, (dy, dx), (0, 1))
        if (source & (gap | rim)).any() or _wraps(gap, dy, dx):
            continue
        cost = float(np.abs(np.roll(thin, (dy, dx), (0, 1)) - thin)[rim].mean())
        if cost < lowest:
            lowest, best = cost, np.roll(fine, (dy * step, dx * step), (0, 1))
    return best


def _wraps(gap: Array, dy: int, dx: int) -> bool:
    """Whether the hole would take its texture from beyond the border."""
    rows, columns = np.flatnonzero(gap.any(axis=1)), np.flatnonzero(gap.any(axis=0))
    up, left = rows - dy, columns - dx
    return bool(up.min() < 0 or up.max() >= gap.shape[0] or left.min() < 0 or left.max() >= gap.shape[1])


def padded(mask: Array) -> Array:
    """A mask made so wide, and wider still below, that no rim of the thing and little of its shadow is left."""
    rows = np.flatnonzero((mask > 0.5).any(axis=1))
    reach = max(2.0, len(rows) / 16)
    low = np.roll(mask, int(reach), axis=0)
    low[: int(reach)] = 0
    wide = np.maximum(noise.blur(mask, reach), noise.blur(low, reach * 1.5))
    return cast(Array, np.clip(wide * 14, 0, 1).astype(np.float32))


def grown(mask: Array, reach: int) -> Array:
    """A boolean mask with ``reach`` more pixels on every side."""
    out = mask.copy()
    for axis in (0, 1):
        wide = out.copy()
        for step in range(1, reach + 1):
            wide |= _moved(out, step, axis) | _moved(out, -step, axis)
        out = wide
    return out


def _moved(mask: Array, step: int, axis: int) -> Array:
    moved = np.roll(mask, step, axis)
    edge = [slice(None), slice(None)]
    edge[axis] = slice(0, step) if step > 0 else slice(step, None)
    moved[tuple(edge)] = False
    return moved
