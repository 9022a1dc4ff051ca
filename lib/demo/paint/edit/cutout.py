"""What is where in a given picture: the subject in front of its backdrop, and the sky. Soft masks, or None if unclear.

No model knows the things here. A subject is what differs in colour from a smooth backdrop fitted to the border; a sky
is what hangs together with the upper edge and has little structure.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint import filters, frame, noise
from lib.demo.paint.colour import Array, smooth
from lib.demo.paint.edit import oklab
from lib.demo.paint.edit.fill import grown

_PIXELS = 50_000  # masks are found on a copy so small, and follow the edges of the large one afterwards
_FINE_PIXELS = 300_000  # enough for a spoke
_BORDER = 0.07  # share of each side that is taken for backdrop
_CHROMA = 1.7  # a step in colour tells more than one in lightness: a backdrop has shadows on it
_SHADOW = 0.5  # of a step down in lightness counts where the colour stays that of the backdrop
_LEAST, _MOST = 0.012, 0.62  # share of the picture that a subject may cover
_CLEAR = 2.6  # times as far from the backdrop as the backdrop's own spread
_SKY_REACH = (0.36, 0.24, 0.17, 0.11)  # how far a sky may change from top to horizon; less where that takes in the land
_NEAR = 0.03  # a colour so near the backdrop's is taken for it
_ALIKE = 0.1  # an end of a row farther from the backdrop than this is a thing at the border
_EDGE = 0.014  # a step between neighbours, weighted as colours are, from which it ends the backdrop
_WAIST = 1.35  # a thing stands on something that is so many times as wide


def subject(picture: Array) -> Array | None:
    """Where the thing stands, (height, width) 0 … 1; None when no thing stands clear of its backdrop."""
    lab = oklab.oklab(_small(picture))
    far, noisy = _distance(lab)
    sure = far > max(_otsu(far), noisy * _CLEAR, 0.035)
    solid = _body(sure, _backdrop(lab, far, sure))
    share = float(solid.mean())
    if not _LEAST < share < _MOST or float(far[solid].mean()) < _CLEAR * max(float(far[~solid].mean()), 0.006):
        return None
    if _on_border(solid) > 0.3:
        return None
    return followed(solid.astype(np.float32), picture)


def backdrop(picture: Array) -> Array:
    """Where the smooth backdrop of a thing is seen, (height, width) 0 … 1: between spokes too."""
    height, width = picture.shape[:2]
    size = frame.painted(width, height, _FINE_PIXELS)
    far, noisy = _distance(oklab.oklab(filters.resized(picture, size.width, size.height)))
    edge = max(noisy * _CLEAR, 0.05)
    return np.clip(filters.scaled(smooth(1.6 * edge, edge, far), width, height), 0, 1)


def alone(mask: Array, picture: Array) -> Array:
    """The thing of ``mask`` without what it stands on: below a sudden widening only what has its colours belongs to
    it."""
    small = _small(picture)
    solid = filters.scaled(mask, small.shape[1], small.shape[0]) > 0.5
    thing, row = _above_the_waist(solid)
    if row is None:
        return mask
    lab = oklab.oklab(small)
    columns = np.flatnonzero(thing.any(axis=0))
    high = row - int(np.flatnonzero(thing.any(axis=1))[0])
    own = lab[row - max(2, high // 12) : row][thing[row - max(2, high // 12) : row]]
    under = np.zeros_like(solid)
    under[row : row + high // 4, columns[0] : columns[-1] + 1] = True
    base = lab[row : row + high // 4][solid[row : row + high // 4] & ~under[row : row + high // 4]]
    if not len(own) or not len(base):
        return mask
    far = [((lab - np.median(part, axis=0)) ** 2).sum(axis=2) for part in (own, base)]
    kept = _filled(_reached(thing, thing | (solid & under & (far[0] < far[1]))))
    return np.minimum(mask, followed(kept.astype(np.float32), picture))


def _above_the_waist(solid: Array) -> tuple[Array, int | None]:
    """The upper part of a mask, row by row in one piece, down to the row where it is suddenly much wider."""
    rows = np.flatnonzero(solid.any(axis=1))
    thing = np.zeros_like(solid)
    if len(rows) < 12:
        return thing, None
    middle = int(np.median(np.nonzero(solid[rows[0] : rows[0] + len(rows) // 4])[1]))
    widest = 0
    for row in rows:
        gaps = np.flatnonzero(~solid[row])
        left, right = gaps[gaps < middle], gaps[gaps > middle]
        start, end = (left[-1] + 1 if len(left) else 0), (right[0] if len(right) else solid.shape[1])
        if row - rows[0] > len(rows) // 3 and end - start > _WAIST * widest:
            return thing, int(row)
        thing[row, start:end] = solid[row, start:end]
        widest = max(widest, int(end - start))
    return thing, None


def sky(picture: Array) -> Array | None:
    """Where the sky is, (height, width) 0 … 1; None when the upper edge is none."""
    small = _small(picture)
    lab = oklab.oklab(small)
    rough = noise.blur(np.hypot(*np.gradient(lab[..., 0])), 1.5)
    top = np.median(lab[: max(2, len(lab) // 12)].reshape(-1, 3), axis=0)
    away = np.sqrt((((lab - top) * np.array([0.35, 1, 1], np.float32)) ** 2).sum(axis=2))
    seed = np.zeros(away.shape, bool)
    seed[0] = rough[0] < 0.035
    for reach in _SKY_REACH:
        open_sky = _reached(seed, (rough < 0.035) & (away < reach))
        if open_sky[-1].mean() < 0.2 and open_sky.mean() < 0.8:
            fade = 0.0
            break
    else:
        fade = 0.15
        open_sky = open_sky & (np.arange(len(away)) < _skyline(lab))[:, None]
    if open_sky.mean() < 0.08 or open_sky[0].mean() < 0.4 or open_sky[-1].mean() > 0.2:
        return None
    hole = _filled(open_sky) & ~open_sky
    disc = hole & (lab[..., 0] > np.median(lab[open_sky][:, 0]))  # the sun is sky, a mast is none
    return _like_the_sky(open_sky | disc, disc, picture, fade)


def _skyline(lab: Array) -> int:
    """The row at which most changes from one row to the next, in the middle of the picture."""
    steps = np.abs(np.diff(noise.blur(lab, 1.0), axis=0)).sum(axis=2)
    low, high = len(lab) // 5, len(lab) * 4 // 5
    return low + int(np.argmax(np.median(steps[low:high], axis=1)))


def _like_the_sky(found: Array, disc: Array, picture: Array, fade: float) -> Array:
    """The sky drawn to the edges of ``picture``: above the lowest place where it was found, and in the colour that it
    has around there. ``fade``: the share of the height in which it passes into the land."""
    height, width = picture.shape[:2]
    core = filters.scaled(_shrunk(found, 1).astype(np.float32), width, height).clip(0, 1)
    sun = filters.scaled(grown(disc, 2).astype(np.float32), width, height).clip(0, 1)
    lowest = float(np.flatnonzero(found.mean(axis=1) > 0.04)[-1] + 2) / len(found) * height
    above = smooth(lowest, lowest - max(fade * height, 2.0), np.arange(height, dtype=np.float32)[:, None])
    reach = min(height, width) / 8
    around = noise.blur(picture * core[..., None], reach) / np.maximum(noise.blur(core, reach), 0.02)[..., None]
    lab = oklab.oklab(picture) - oklab.oklab(np.clip(around, 0, 1))
    away = np.sqrt((noise.blur(lab, 1.0) ** 2).sum(axis=2))
    like = np.maximum(smooth(0.17, 0.07, away), smooth(0.6, 0.95, noise.blur(core, 2.0)) * smooth(0.3, 0.2, away))
    return cast(Array, np.maximum(like * above, smooth(0.3, 0.7, sun)).astype(np.float32))


def box(mask: Array, level: float = 0.5) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what ``mask`` covers, in pixels."""
    rows, columns = np.flatnonzero((mask > level).any(axis=1)), np.flatnonzero((mask > level).any(axis=0))
    if not len(rows):
        return 0, 0, mask.shape[1], mask.shape[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def followed(mask: Array, picture: Array) -> Array:
    """A small mask at the size of ``picture``, drawn to its edges (guided filter, He and others, 2010)."""
    height, width = picture.shape[:2]
    half = frame.painted(width, height, 200_000)
    guide = filters.grey(filters.resized(picture, half.width, half.height))
    rough = filters.scaled(mask, half.width, half.height)
    reach = max(2.0, half.unit / 90)
    mean_g, mean_m = noise.blur(guide, reach), noise.blur(rough, reach)
    slope = (noise.blur(guide * rough, reach) - mean_g * mean_m) / (noise.blur(guide * guide, reach) - mean_g**2 + 4e-4)
    base = mean_m - slope * mean_g
    slope, base = (filters.scaled(noise.blur(part, reach), width, height) for part in (slope, base))
    fine = smooth(0.28, 0.72, slope * filters.grey(picture) + base)
    inside, within = (part.astype(np.float32) for part in (_shrunk(mask > 0.5, 2), grown(mask > 0.5, 3)))
    inside, within = (np.clip(filters.scaled(part, width, height), 0, 1) for part in (inside, within))
    return np.maximum(np.minimum(fine, within), inside).astype(np.float32)


def _small(picture: Array) -> Array:
    size = frame.painted(picture.shape[1], picture.shape[0], _PIXELS)
    return filters.resized(picture, max(8, size.width), max(8, size.height))


def _distance(lab: Array) -> tuple[Array, float]:
    """How far each pixel is from the backdrop behind it, and how far the backdrop itself is from being smooth.

    The backdrop is a curved surface through the border's colours, then through all that lies near it.
    """
    height, width = lab.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    powers = [(across, down) for across in range(5) for down in range(5 - across)]
    terms = np.stack([x**across * y**down for across, down in powers], axis=-1).reshape(-1, len(powers))
    order = sorted(range(len(powers)), key=lambda at: sum(powers[at]))  # plane first, then ever more curved
    flat = lab.reshape(-1, 3)
    rim = ((np.abs(x) > 1 - 2 * _BORDER) & (y < 0.3) | (y < 2 * _BORDER - 1)).ravel()
    chosen = rim.copy()
    for terms_used in (3, 6, 10, 15, 15, 15):
        used = terms[:, order[:terms_used]]
        weights, *_rest = np.linalg.lstsq(used[chosen], flat[chosen], rcond=None)
        far = _steps(flat, used @ weights)
        limit = max(2.2 * float(np.median(far[rim])), 0.03)
        chosen = (far < limit) | (rim & (far < 1.5 * limit))
        if chosen.sum() < 64:
            break
    far = np.minimum(far, _from_the_sides(lab, (used @ weights).reshape(lab.shape)).ravel())
    far = far.reshape(height, width).astype(np.float32)
    return noise.blur(far, 1.0), float(np.median(far.ravel()[rim]))


def _from_the_sides(lab: Array, backdrop: Array) -> Array:
    """The step from a backdrop that changes from row to row, as a wall does into a table: from the colour that the
    row has at its left or right end, as far as no thing stands there."""
    far = np.full(lab.shape[:2], np.inf, np.float32)
    side = max(2, round(lab.shape[1] * _BORDER / 2))
    for end in (slice(0, side), slice(-side, None)):
        row, usual = np.median(lab[:, end], axis=1), np.median(backdrop[:, end], axis=1)
        free = np.sqrt(((row - usual) ** 2).sum(axis=1)) < _ALIKE
        step = _steps(lab.reshape(-1, 3), np.repeat(row, lab.shape[1], axis=0)).reshape(lab.shape[:2])
        far[free] = np.minimum(far, step)[free]
    return far


def _steps(colours: Array, backdrop: Array) -> Array:
    """The step from the backdrop to each colour. A shadow darkens and pales in step, so that counts little."""
    step = colours[:, 0] - backdrop[:, 0]
    shaded = backdrop[:, 1:] * np.clip(colours[:, :1] / np.maximum(backdrop[:, :1], 0.05), 0, 1)
    colour = np.hypot(*(colours[:, 1:] - shaded).T) * _CHROMA
    deep = np.maximum(-step - 0.3, 0)  # darker than shadows are
    return np.asarray(np.hypot(np.where(step < 0, -step * _SHADOW + deep, step * 0.9), colour))


def _otsu(values: Array) -> float:
    """The level that parts the values into two groups best."""
    counts, edges = np.histogram(values, 96)
    share = np.cumsum(counts) / values.size
    mean = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2) / values.size
    between = (mean[-1] * share - mean) ** 2 / np.maximum(share * (1 - share), 1e-6)
    return float(edges[int(np.argmax(between)) + 1])


def _backdrop(lab: Array, far: Array, sure: Array) -> Array:
    """What can be reached from the border without crossing an edge: a wall, and the soft shadows on it. To it come
    pockets of its colour that the thing encloses, as in a handle."""
    steps = np.gradient(lab * np.array([1, _CHROMA, _CHROMA], np.float32), axis=(0, 1))
    edge = np.sqrt(sum((step**2).sum(axis=2) for step in steps))
    level = max(_EDGE, 2.2 * float(np.median(edge)))
    calm = ((edge < level) | (far < 1.5 * _NEAR) & (edge < 1.5 * level)) & ~sure
    rim = np.zeros_like(calm)
    rim[0], rim[-1], rim[:, 0], rim[:, -1] = True, True, True, True
    near = far < _NEAR
    reached = _reached(rim & near, calm)
    pockets = _shrunk(near & calm, 2)
    return grown(reached | grown(pockets, 2) & near, 1)


def _body(sure: Array, backdrop: Array) -> Array:
    """What is surely a thing near the middle, with all that is no backdrop and hangs together with it.

    A hole in which the backdrop is seen, as in a handle, stays open.
    """
    height, width = sure.shape
    reach = max(1, min(height, width) // 70)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    thing = ~backdrop | sure
    thing = grown(_shrunk(thing, reach), reach) & thing
    seed = sure & thing & (np.hypot(x, y) < 0.55)
    return _banded(_shrunk(grown(_reached(seed, thing), reach), reach))


def _banded(body: Array) -> Array:
    """``body`` with bands closed that part it from side to side: a pale label belongs to its bottle, even before a
    pale wall; the gap in a handle is none of these."""
    reach = max(1, int(body.any(axis=1).sum()) // 5)
    above = np.array([body[max(0, at - reach) : at + 1].any(axis=0) for at in range(len(body))])
    below = np.array([body[at : at + reach + 1].any(axis=0) for at in range(len(body))])
    closed = body | (above & below)
    out = body.copy()
    for row in np.flatnonzero((closed & ~body).any(axis=1)):
        turns = np.flatnonzero(np.diff(closed[row].astype(np.int8), prepend=0, append=0))
        for start, end in zip(turns[::2], turns[1::2], strict=True):
            if body[row, start:end].mean() < 0.75:
                out[row, start:end] = True
    return out


def _shrunk(mask: Array, reach: int) -> Array:
    return ~grown(~mask, reach)


def _reached(seed: Array, free: Array) -> Array:
    """All of ``free`` that hangs together with ``seed``."""
    reached = seed & free
    count = -1
    while (now := int(reached.sum())) != count:
        count = now
        for _ in range(4):
            reached = grown(reached, 1) & free
    return cast(Array, reached)


def _filled(mask: Array) -> Array:
    """``mask`` without holes: what the border cannot reach belongs to it."""
    rim = np.zeros_like(mask)
    rim[0], rim[-1], rim[:, 0], rim[:, -1] = True, True, True, True
    return ~_reached(rim, ~mask)


def _on_border(mask: Array) -> float:
    """The share of the border that ``mask`` takes."""
    return float((np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]]) > 0.5).mean())
