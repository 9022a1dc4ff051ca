"""Finishes made by a hand: watercolour, oil, ink, pencil, anime, comic."""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint import filters, noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.reading import Reading

_PAPER = np.array([0.972, 0.958, 0.928], np.float32)


def watercolour(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Washes with pooled edges on toothed paper, the sheet left bare at its ragged border."""
    wash = filters.wobble(filters.painted(picture, frame, 14), frame, 7, rng)
    wash = filters.saturate(wash, 1.25)
    bleed = noise.cloudlike(rng, frame.width, frame.height, (7 * frame.half_width * 2, 7 * frame.tall), 4)
    thin = 1 - (1 - wash) * (0.62 + 0.62 * bleed)[..., None]
    pooled = filters.contours(wash, frame, 2.4, 0.06)
    thin = thin * (1 - 0.26 * pooled)[..., None]
    tooth = filters.paper(frame, rng, 0.075)
    sheet = _PAPER * tooth[..., None]
    return np.clip(mix(sheet, sheet * np.clip(thin, 0, 1), _ragged(frame, bleed)[..., None]), 0, 1)


def _ragged(frame: Frame, bleed: Array) -> Array:
    """1 inside, 0 at the bare border of the sheet."""
    edge_x = frame.half_width - np.abs(frame.x())
    edge_y = np.minimum(frame.y(), frame.tall - frame.y())
    edge = np.minimum(edge_x, edge_y) - 0.035 + (bleed - 0.5) * 0.07
    return smooth(0.0, 0.012, edge)


def oil(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Dabs of thick paint: calm patches, bristles along the forms, light on the ridges."""
    dabs = filters.painted(filters.wobble(picture, frame, 5, rng, 60), frame, 13)
    dabs = filters.contrast(filters.saturate(dabs, 1.18), 1.06)
    tone = noise.blur(filters.grey(dabs), frame.unit / 120)
    slope_y, slope_x = np.gradient(tone)
    turn = np.arctan2(slope_x, -slope_y + 1e-6).astype(np.float32)
    texture = noise.tile(rng, 256, 0.8)
    x, y = np.broadcast_arrays(frame.x(), frame.y())
    cos, sin = np.cos(turn), np.sin(turn)
    bristle = noise.look(texture, (x * cos + y * sin) * 0.9, (y * cos - x * sin) * 5.2)
    relief = np.gradient(noise.blur(bristle, 1.0) + tone * 1.5, axis=0) * frame.unit / 700
    return np.clip(dabs * (1 + 0.16 * (bristle - 0.5))[..., None] - np.clip(relief * 0.7, -0.05, 0.05)[..., None], 0, 1)


def ink(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Grey washes in four strengths and a dry brush for the outlines."""
    soft = filters.wobble(filters.painted(picture, frame, 16), frame, 8, rng)
    tone = filters.contrast(filters.grey(soft), 1.25, 0.5)
    bleed = noise.cloudlike(rng, frame.width, frame.height, (9 * frame.half_width * 2, 9 * frame.tall), 4)
    tone = np.clip(tone + (bleed - 0.5) * 0.22, 0, 1)
    steps = _steps(tone, (0.16, 0.36, 0.58, 0.78), 0.025)
    line = filters.contours(soft, frame, 2.0, 0.05) * smooth(0.35, 0.6, bleed + 0.15)
    wash = 1 - (1 - steps) * 0.86
    sheet = np.array([0.955, 0.94, 0.9], np.float32) * filters.paper(frame, rng, 0.05)[..., None]
    black = np.array([0.09, 0.09, 0.11], np.float32)
    return np.clip(mix(mix(black, sheet, wash[..., None]), black, (line * 0.7)[..., None]), 0, 1)


def _steps(tone: Array, levels: tuple[float, ...], soft: float) -> Array:
    """``tone`` as a stair from 0 to 1 that rises at ``levels``, with edges as soft as ``soft``."""
    stairs = [smooth(level - soft, level + soft, tone) for level in levels]
    return cast(Array, np.mean(stairs, axis=0, dtype=np.float32))


def pencil(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Graphite: outlines and three directions of hatching on white paper."""
    tone = filters.contrast(filters.grey(filters.painted(picture, frame, 7)), 1.2, 0.5)
    soft = noise.blur(1 - tone, frame.unit / 90)
    dodge = np.clip(tone / np.maximum(1 - soft, 0.08), 0, 1)
    line = smooth(1.0, 0.72, dodge)
    sheet = filters.hatching(tone, frame, rng) * (1 - 0.75 * line)
    tooth = filters.paper(frame, rng, 0.09)
    grain = np.clip(1 - (1 - sheet) * (0.8 + 0.9 * (tooth - 1) / 0.09), 0, 1)
    return filters.duotone(
        grain.astype(np.float32), np.array([0.2, 0.2, 0.22], np.float32), np.array([0.96, 0.95, 0.93], np.float32)
    )


def anime(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Cel shading: clean areas in a few steps of light, strong colour, thin outlines, a soft bloom."""
    clean = filters.painted(picture, frame, 9)
    tone = filters.grey(clean)
    steps = _steps(tone, (0.2, 0.4, 0.6, 0.8), 0.02) * 0.86 + 0.1
    cel = clean * (mix(tone, steps, 0.7) / np.maximum(tone, 0.03))[..., None]
    cel = filters.saturate(np.clip(cel * 1.04, 0, 1), 1.38)
    shine = noise.blur(smooth(0.7, 1.0, filters.grey(cel)), frame.unit / 30)
    cel = cel + shine[..., None] * 0.1
    line = filters.contours(clean, frame, 1.0, 0.06)
    return np.clip(mix(cel, cel * np.array([0.2, 0.18, 0.3], np.float32), (line * 0.85)[..., None]), 0, 1)


def comic(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Flat inks, dots in the half shadows, heavy outlines, spot blacks."""
    clean = filters.painted(picture, frame, 11)
    tone = filters.contrast(filters.grey(clean), 1.15)
    flat = filters.saturate(filters.quantised(filters.contrast(clean, 1.2), 12, frame), 1.45)
    pitch = 0.011
    x, y = np.broadcast_arrays(frame.x(), frame.y())
    u, v = (x + y) / (pitch * 1.414), (x - y) / (pitch * 1.414)
    dot = np.hypot(u % 1 - 0.5, v % 1 - 0.5)
    size = np.clip((0.62 - tone) * 1.1, 0, 0.52)
    dots = np.clip((size - dot) * frame.unit * pitch + 0.5, 0, 1) * smooth(0.12, 0.2, tone)
    flat = flat * (1 - 0.42 * dots)[..., None]
    line = np.maximum(filters.contours(clean, frame, 2.4, 0.05), smooth(0.13, 0.09, tone))
    return mix(np.clip(flat, 0, 1), np.full(3, 0.05, np.float32), line[..., None]).astype(np.float32)
