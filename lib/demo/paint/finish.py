"""Finishes: what the developed photograph is turned into. One function each; ``FINISHES`` lists them by name.

A finish takes display values 0 … 1 and returns them; ``Finish`` adds how it is enlarged and grained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lib.demo.paint import drawn, filters, noise, printed
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.reading import Reading

Apply = Callable[[Array, Frame, Reading, np.random.Generator], Array]


@dataclass(frozen=True)
class Finish:
    """``grain`` in grey levels at the final size; ``crisp`` keeps hard pixels when enlarging."""

    apply: Apply
    grain: float = 2.0
    crisp: bool = False


def _photograph(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    return picture


def _film(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Colour negative: halation, a lifted toe, warm lights and greenish shadows."""
    halo = noise.blur(smooth(0.72, 1.0, filters.grey(picture)), frame.unit / 45)
    picture = picture + halo[..., None] * np.array([0.2, 0.07, 0.02], np.float32)
    tone = filters.grey(picture)[..., None]
    picture = picture + (0.5 - tone) * np.array([-0.012, 0.022, 0.03], np.float32)
    return filters.saturate(np.clip(picture * 0.94 + 0.028, 0, 1), 1.06)


def _faded(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """An old print: low contrast, yellowed lights, magenta shadows."""
    soft = filters.saturate(picture, 0.72) * 0.78 + 0.13
    tone = filters.grey(soft)[..., None]
    warm = np.array([1.06, 1.0, 0.84], np.float32)
    return np.clip(mix(soft * np.array([1.04, 0.95, 1.02], np.float32), soft * warm, tone), 0, 1)


def _instant(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """An instant print with its white card; the wide border is at the bottom."""
    picture = filters.contrast(_faded(picture, frame, reading, rng), 1.12, 0.5)
    side, foot = (max(1, round(share * frame.unit)) for share in (0.05, 0.16))
    foot = min(foot, frame.height // 3)
    card = np.full_like(picture, 0.945) * filters.paper(frame, rng, 0.012)[..., None]
    inner = filters.resized(picture, max(1, frame.width - 2 * side), max(1, frame.height - side - foot))
    card[side : side + inner.shape[0], side : side + inner.shape[1]] = inner
    return card


def _mono(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    tone = filters.contrast(picture @ np.array([0.34, 0.5, 0.16], np.float32), 1.18)
    return np.repeat(tone[..., None], 3, axis=2)


def _noir(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Hard black and white with dark corners."""
    tone = filters.contrast(picture @ np.array([0.4, 0.45, 0.15], np.float32), 1.75, 0.5)
    x, y = frame.x() / frame.half_width, frame.y() / frame.tall * 2 - 1
    tone = tone * (1 - 0.42 * smooth(0.35, 1.5, np.hypot(x, y)))
    return np.repeat(tone[..., None], 3, axis=2).astype(np.float32)


def _sepia(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    tone = filters.contrast(filters.grey(picture), 0.92, 0.5)
    dark, light = np.array([0.13, 0.075, 0.04], np.float32), np.array([0.97, 0.89, 0.74], np.float32)
    return filters.duotone(tone, dark, light)


def _vhs(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Tape: smeared colour, scan lines, a torn band."""
    tone = filters.grey(picture)
    smear = filters.resized(picture, max(2, frame.width // 14), frame.height)
    smear = filters.resized(smear, frame.width, frame.height)
    shift = max(1, frame.unit // 160)
    colour = np.stack([np.roll(smear[..., 0], shift, 1), smear[..., 1], np.roll(smear[..., 2], -shift, 1)], axis=-1)
    out = colour + (tone - filters.grey(smear))[..., None] * 0.75
    pitch = max(2, round(frame.height / 260))
    lines = 0.9 + 0.1 * ((np.arange(frame.height) // max(1, pitch // 2)) % 2)
    jitter = (rng.standard_normal(frame.height) * 0.6).astype(np.int32)
    band = int(rng.uniform(0.1, 0.85) * frame.height)
    jitter[band : band + frame.height // 40] += frame.unit // 40
    columns = (np.arange(frame.width)[None, :] + jitter[:, None]) % frame.width
    out = np.take_along_axis(out, columns[..., None], axis=1)
    tape: Array = filters.saturate(np.clip(out, 0, 1), 1.25) * lines[:, None, None] + 0.02
    return np.minimum(tape, 1)


FINISHES: dict[str, Finish] = {
    "": Finish(_photograph, grain=2.2),
    "film": Finish(_film, grain=5.0),
    "faded": Finish(_faded, grain=3.4),
    "instant": Finish(_instant, grain=2.4),
    "mono": Finish(_mono, grain=4.5),
    "noir": Finish(_noir, grain=6.0),
    "sepia": Finish(_sepia, grain=4.0),
    "vhs": Finish(_vhs, grain=4.0),
    "watercolour": Finish(drawn.watercolour, grain=2.5),
    "oil": Finish(drawn.oil, grain=1.5),
    "ink": Finish(drawn.ink, grain=2.5),
    "pencil": Finish(drawn.pencil, grain=3.0),
    "anime": Finish(drawn.anime, grain=0.0),
    "comic": Finish(drawn.comic, grain=0.8),
    "poster": Finish(printed.poster, grain=0.8),
    "papercut": Finish(printed.papercut, grain=1.6),
    "risograph": Finish(printed.risograph, grain=3.0),
    "woodblock": Finish(printed.woodblock, grain=2.0),
    "blueprint": Finish(printed.blueprint, grain=1.5),
    "lowpoly": Finish(printed.lowpoly, grain=0.0),
    "pixel": Finish(printed.pixel, grain=0.0, crisp=True),
}
