"""Several given pictures as one: a thing of one in the scene of another, one in the style of another, or a layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lib.demo.paint.colour import Array, mix
from lib.demo.paint.edit import cutout, fit, given, oklab, setting
from lib.demo.paint.edit.given import Given
from lib.demo.paint.edit.view import View
from lib.demo.paint.edit.wish import Wish
from lib.demo.paint.frame import Frame, painted

_CUT_PIXELS = 420_000  # things are cut out at this size
_GUTTER = 0.022
_MATCH = 0.3  # how far neighbours in a layout are brought together in tone
_PAPER = np.array([0.962, 0.954, 0.938], np.float32)
_MOST = 9


def combined(givens: Sequence[Given], wish: Wish, frame: Frame) -> tuple[Array, str]:
    """The pictures as one in the size of ``frame``, and what that is, in the words of ``note``."""
    givens = givens[:_MOST]
    if wish.layout == "style":
        return _styled(givens, wish, frame), "in the colours of another picture"
    if wish.layout == "blend":
        return _blended(givens, frame), "blended with another picture"
    if wish.layout in ("", "place"):
        cast = _cast(givens, wish)
        if cast is not None:
            return _placed(cast, wish, frame), "with a thing from another picture"
    return _laid_out(givens, wish.layout, frame), "beside other pictures"


@dataclass(frozen=True)
class _Cast:
    """Who plays what: the picture that is the scene, and things cut out of the others."""

    scene: Given
    things: list[setting.Cut]


def _cast(givens: Sequence[Given], wish: Wish) -> _Cast | None:
    """The words decide which is the scene; else it is the one without a clear thing. None when nothing can be cut out.

    Where all have one, what is put somewhere comes first in the words and in the row.
    """
    pictures = [_small(each) for each in givens]
    masks = [_mask(each, picture) for each, picture in zip(givens, pictures, strict=True)]
    free = [at for at, mask in enumerate(masks) if mask is None]
    scene = next((number - 1 for number in wish.scenes if number <= len(givens)), -1)
    if scene < 0:
        named = [number - 1 for number in wish.ordinals if number <= len(givens)]
        scene = free[0] if free else next((at for at in reversed(named)), len(givens) - 1)
    things = [
        setting.cut(picture, cutout.alone(mask, picture) if wish.goods else mask)
        for at, (picture, mask) in enumerate(zip(pictures, masks, strict=True))
        if at != scene and mask is not None
    ]
    return _Cast(givens[scene], things) if things else None


def _small(each: Given) -> Array:
    return fit.fitted(each.image, painted(*each.image.size, _CUT_PIXELS))


def _mask(each: Given, picture: Array) -> Array | None:
    if each.cover is not None:
        return fit.covering(each.cover, Frame(picture.shape[1], picture.shape[0]))
    return None if given.outdoors(each.note) else cutout.subject(picture)


def _placed(cast: _Cast, wish: Wish, frame: Frame) -> Array:
    """The things in a row on the ground of the scene, clear of what stands there already."""
    view = View(fit.fitted(cast.scene.image, frame, wish.moves), frame, outdoors=given.outdoors(cast.scene.note))
    count, occupied = len(cast.things), view.subject is not None
    foot = frame.tall * (0.92 if occupied else 0.88)
    high = min(0.5 if count == 1 and not occupied else 0.38, 0.5 * frame.tall)
    side = {"left": [-0.5], "right": [0.5]}.get(wish.side)
    places = side if side and count == 1 else view.free(count, foot - high / 2)
    picture = view.picture
    for x, thing in zip(places, cast.things, strict=True):
        fits = min(high, 0.8 * frame.half_width / count * thing.matte.shape[0] / thing.matte.shape[1] * 2)
        picture = setting.stand(picture, frame, thing, float(x) * frame.half_width * 0.8, foot, fits)
    return picture


def _styled(givens: Sequence[Given], wish: Wish, frame: Frame) -> Array:
    """The main picture in the colours of the other: its tones spread and centred alike."""
    main, other = 0, 1
    named = [number - 1 for number in wish.ordinals if number <= len(givens)]
    if named and named[-1] == 0:  # "in the style of the first picture"
        main, other = 1, 0
    picture = oklab.oklab(fit.fitted(givens[main].image, frame, wish.moves))
    model = oklab.oklab(_small(givens[other])[::3, ::3]).reshape(-1, 3)
    return np.clip(oklab.back(_toned(picture, model)), 0, 1).astype(np.float32)


def _toned(lab: Array, model: Array) -> Array:
    """``lab`` with the tones of ``model`` (n, 3): lightness by rank, colour by mean, spread and the tone it lies in."""
    shares = np.linspace(0, 1, 33)
    own, theirs = (np.quantile(part[..., 0], shares) for part in (lab[::3, ::3], model))
    light = mix(lab[..., 0], np.interp(lab[..., 0], own + np.arange(33) * 1e-6, theirs).astype(np.float32), 0.75)
    out = np.empty_like(lab)
    out[..., 0] = light
    levels = np.quantile(model[:, 0], np.linspace(0, 1, 9))
    middles, means = [], []
    for low, high in pairwise(levels):
        band = model[(model[:, 0] >= low) & (model[:, 0] <= high)]
        middles.append(float(band[:, 0].mean()))
        means.append(band[:, 1:].mean(axis=0))
    for channel in (1, 2):
        spread = np.clip(model[:, channel].std() / max(float(lab[..., channel].std()), 0.008), 0.4, 1.6)
        wash = np.interp(light, middles, [mean[channel - 1] for mean in means])
        out[..., channel] = (lab[..., channel] - lab[..., channel].mean()) * spread * 0.7 + wash
    return out


def _blended(givens: Sequence[Given], frame: Frame) -> Array:
    """A double exposure: the second shines where the first is dark."""
    first, *others = (fit.fitted(each.image, frame, {"crop"}) for each in givens)
    for other in others:
        dark = 1 - first.mean(axis=2, keepdims=True)
        first = mix(first, 1 - (1 - first) * (1 - other), 0.35 + 0.5 * dark)
    return np.asarray(first, np.float32)


def _laid_out(givens: Sequence[Given], layout: str, frame: Frame) -> Array:
    """A sheet with one picture to a cell, even gutters, and tones brought a little together."""
    cells = _cells(len(givens), layout, frame)
    parts = [
        fit.fitted(each.image, Frame(box[2] - box[0], box[3] - box[1]), {"crop"})
        for each, box in zip(givens, cells, strict=True)
    ]
    labs = [oklab.oklab(part) for part in parts]
    middle = np.mean([lab.mean(axis=(0, 1)) for lab in labs], axis=0)
    sheet = np.broadcast_to(_PAPER, (frame.height, frame.width, 3)).astype(np.float32).copy()
    for lab, (left, top, right, bottom) in zip(labs, cells, strict=True):
        sheet[top:bottom, left:right] = oklab.back((lab + (middle - lab.mean(axis=(0, 1))) * _MATCH).astype(np.float32))
    return np.clip(sheet, 0, 1)


def _cells(count: int, layout: str, frame: Frame) -> list[tuple[int, int, int, int]]:
    """Boxes of the cells: a row, a column, or rows whose cells come nearest to squares."""
    wide = frame.width / frame.height
    if layout == "stack" or (layout != "grid" and layout != "side" and count < 4 and wide < 0.8):
        rows = [1] * count
    elif layout == "side" or (layout != "grid" and count < 4):
        rows = [count]
    else:
        down = max(1, min(count, round((count / wide) ** 0.5)))
        rows = [count // down + (row < count % down) for row in range(down)]
    gap = max(1, round(_GUTTER * frame.unit)) if frame.unit > 8 * count else 0
    edges_y = np.linspace(gap / 2, frame.height - gap / 2, len(rows) + 1)
    boxes = []
    for row, number in enumerate(rows):
        edges_x = np.linspace(gap / 2, frame.width - gap / 2, number + 1)
        for column in range(number):
            sides = (
                edges_x[column] + gap / 2,
                edges_y[row] + gap / 2,
                edges_x[column + 1] - gap / 2,
                edges_y[row + 1] - gap / 2,
            )
            left, top, right, bottom = (round(float(side)) for side in sides)
            boxes.append((left, top, max(left + 1, right), max(top + 1, bottom)))
    return boxes
