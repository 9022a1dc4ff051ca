"""Another colour for a part of a given picture: its hue changes, its shading, folds and highlights stay."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.edit import cutout, oklab, thing
from lib.demo.paint.edit.view import View
from lib.demo.paint.edit.wish import Recolour

_GREY = 0.035  # chroma under which a colour is taken for a grey
_TOO_MUCH = 0.2  # share of the picture from which a hue is more than one thing's
_HUE_REACH = 0.62  # radians from the part's own hue that still belong to it
_THIN = 0.995  # a frame of tubes takes so little of a picture
_OWN = 0.8  # share of a hue that lies around a thing from which it is that thing's alone
_REGIONS = ("sky", "wall", "floor", "water", "land", "mist")


def recolour(view: View, wishes: Iterable[Recolour]) -> None:
    """Give each part its colour: a wall before what stands in front of it."""
    for wish in sorted(wishes, key=lambda one: one.part not in _REGIONS):
        _recoloured(view, wish)


def _recoloured(view: View, wish: Recolour) -> None:
    lab = oklab.oklab(view.picture)
    where = _where(view, oklab.oklab(view.given), wish)
    target = oklab.of(wish.colour)
    middle = float(np.average(lab[..., 0], weights=where + 1e-6))
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    own = max(float(np.average(chroma, weights=where * chroma + 1e-6)), 0.02)
    # highlights of a thing keep the colour of the lamp; a wall has none
    gloss = smooth(0.9, 0.98, lab[..., 0]) * (wish.part not in _REGIONS)
    lively = np.clip(0.45 + 0.55 * chroma / own, 0, 1.25) if own > _GREY else np.ones_like(chroma)
    shade = smooth(0.0, 0.25, lab[..., 0])
    strength = lively * shade * (1 - gloss)
    # a part becomes as light as its colour is, but not flat: its shading keeps most of its range
    lightness = np.clip(target[0] + (lab[..., 0] - middle) * (0.9 if target[0] < 0.85 else 0.6), 0.02, 0.99)
    lightness = mix(mix(lab[..., 0], lightness, 0.8), lab[..., 0], gloss)
    fresh = np.stack([lightness, target[1] * strength, target[2] * strength], axis=-1)
    view.picture = oklab.back(mix(lab, fresh, where[..., None]).astype(np.float32))


def _where(view: View, lab: Array, wish: Recolour) -> Array:
    """How much each pixel belongs to the part that is meant."""
    ground = _part(view, wish.part)
    if wish.thing and (view.subject is None or wish.within):
        source = oklab.of(wish.source) if wish.source else None
        found = thing.meant(view.given, wish.part, oklab.of(wish.colour), every=wish.every, source=source)
        if found is not None:
            return found
    if wish.source:
        hue = _hue_of(lab, oklab.of(wish.source))
        return hue * np.maximum(ground, 0.0) if float((hue * ground).mean()) > 0.004 else hue
    if wish.part in _REGIONS:
        return ground
    x, y = view.frame.x() / view.frame.half_width, view.frame.y() / view.frame.tall * 2 - 1
    central = np.exp(-((x / 0.35) ** 2) - ((y - 0.15) / 0.35) ** 2)
    central = np.where(np.maximum(np.abs(x), np.abs(y)) > 0.85, -0.5, central)  # what fills the border is no thing
    weight = np.hypot(lab[..., 1], lab[..., 2]) * ground
    leading = _leading(lab, weight if view.subject is not None else weight * central)
    if leading is None:
        return ground if view.subject is not None else ground * smooth(0.1, 0.5, lab[..., 0])
    like = _hue_of(lab, leading)
    if view.subject is not None and float((like * _around(ground)).sum()) > _OWN * float(like.sum()):
        return like  # nothing else has it: so a frame of thin tubes is found whole
    if float(like.mean()) > _TOO_MUCH:  # a sea or a floor of that hue: only what stands out from it in the middle
        apart = np.sqrt(((lab - noise.blur(lab, view.frame.unit / 5)) ** 2).sum(axis=2))
        like = like * smooth(0.08, 0.18, noise.blur(apart, view.frame.unit / 150)) * smooth(0.05, 0.3, central)
    return np.asarray(like * smooth(0.02, 0.4, ground), np.float32)


def _around(mask: Array) -> Array:
    """The box of a mask and a third more on each side."""
    left, top, right, bottom = cutout.box(mask)
    wide, high = (right - left) // 3, (bottom - top) // 3
    box = np.zeros_like(mask)
    box[max(0, top - high) : bottom + high, max(0, left - wide) : right + wide] = 1
    return box


def _part(view: View, part: str) -> Array:
    """The region that a part of a scene usually takes."""
    full = np.ones(view.picture.shape[:2], np.float32)
    below = smooth(view.horizon - 0.01, view.horizon + 0.02, view.frame.y()) * full
    thing = view.subject
    if part == "sky":
        return view.sky if view.sky is not None else 1 - below
    if part == "wall" and thing is not None:
        return cutout.backdrop(view.given)
    if part in ("wall", "curtain"):
        return 1 - thing if thing is not None else 1 - below
    if part in ("water", "land", "floor", "rug"):
        return below if thing is None else below * (1 - thing)
    if thing is not None:
        return view.alone if part == "subject" and view.alone is not None else thing
    return full if view.sky is None else 1 - view.sky


def _hue_of(lab: Array, model: Array) -> Array:
    """How much the hue of each pixel is that of ``model``; for a grey model, how much it is as grey and as light."""
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    strong = float(np.hypot(model[1], model[2]))
    if strong < _GREY:
        return smooth(0.07, 0.03, chroma) * smooth(0.3, 0.12, np.abs(lab[..., 0] - model[0]))
    away = np.arctan2(lab[..., 2], lab[..., 1]) - np.arctan2(model[2], model[1])
    away = np.abs((away + np.pi) % (2 * np.pi) - np.pi)
    low, high = np.clip((0.25 * strong, 0.5 * strong), 0.015, 0.06).tolist()
    like = smooth(_HUE_REACH, _HUE_REACH * 0.5, away) * smooth(low, high, chroma)
    return np.asarray(smooth(0.2, 0.6, noise.blur(like, max(1.0, min(like.shape) / 400))), np.float32)


def _leading(lab: Array, weight: Array) -> Array | None:
    """The strongest hue of a region as a colour, or None where it is grey."""
    if (peak := float(np.quantile(weight, _THIN))) < _GREY:
        return None
    angle = np.arctan2(lab[..., 2], lab[..., 1])
    strong = np.where(np.abs(weight) > _GREY / 2, weight, 0) ** 3
    counts, edges = np.histogram(angle, 48, (-np.pi, np.pi), weights=strong)
    around = counts + np.roll(counts, 1) + np.roll(counts, -1)
    hue = float(edges[int(np.argmax(around))]) + np.pi / 48
    return np.array([0.6, peak * np.cos(hue), peak * np.sin(hue)], np.float32)
