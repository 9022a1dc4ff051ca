"""Finishes of a press, a knife or a computer: poster, papercut, risograph, woodblock, blueprint, low-poly, pixel."""

from __future__ import annotations

from typing import cast

import numpy as np
from PIL import Image, ImageDraw

from lib.demo.paint import filters, noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.reading import Reading

_SHEET = np.array([0.955, 0.935, 0.895], np.float32)
_INKS = (("#1d4f8f", "#f0603f"), ("#2a3f7f", "#ff5f8f"), ("#0f6f66", "#f2a33a"), ("#4a2f7a", "#f5b52e"))


def poster(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """A screen print: ten flat colours in simple shapes inside a thin border."""
    shapes = filters.painted(noise.blur(picture, frame.unit / 420), frame, 9)
    flat = filters.quantised(filters.saturate(filters.contrast(shapes, 1.15), 1.3), 10, frame)
    edge_x = frame.half_width - np.abs(frame.x())
    edge_y = np.minimum(frame.y(), frame.tall - frame.y())
    border = np.clip((0.028 - np.minimum(edge_x, edge_y)) * frame.unit + 0.5, 0, 1)
    return mix(flat, _SHEET, border[..., None]).astype(np.float32)


def papercut(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Sheets of card, one over the other, each with its shadow; dark tones lie on top."""
    soft = filters.wobble(filters.painted(noise.blur(picture, frame.unit / 130), frame, 20), frame, 4, rng, 14)
    tone = filters.grey(soft)
    levels = np.quantile(tone[::4, ::4], (0.14, 0.32, 0.5, 0.68, 0.86))
    depth = sum((tone < level).astype(np.float32) for level in levels)
    out = np.empty_like(soft)
    for step in range(len(levels) + 1):
        here = depth == step
        if here.any():
            colour = soft[here].mean(axis=0)
            out[here] = np.clip(filters.saturate(colour[None, None], 1.35)[0, 0] * 1.04, 0, 1)
    reach = max(1, round(0.011 * frame.unit))
    above = noise.blur(np.roll(depth, (reach, reach // 2), (0, 1)), frame.unit / 110)
    shadow = np.clip((above - depth) * 0.55, 0, 0.5)
    lit = np.clip(depth - np.roll(depth, (2, 1), (0, 1)), 0, 1) * 0.12
    fibre = filters.paper(frame, rng, 0.045)
    return cast(Array, np.clip(out * ((1 - shadow) * fibre)[..., None] + lit[..., None], 0, 1))


def risograph(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Two inks, each grained, printed a little beside each other on rough paper."""
    named = [_value(colour) for colour in reading.palette[:2]]
    dark, bright = (_value(colour) for colour in _INKS[int(rng.integers(len(_INKS)))])
    inks = (named + [dark, bright][len(named) :])[:2]
    clean = filters.contrast(filters.painted(picture, frame, 6), 1.25, 0.5)
    tone = filters.grey(clean)
    warm = np.clip(clean[..., 0] - clean[..., 2] + 0.25, 0, 1)
    covers = (np.clip(1.12 - tone * 1.5, 0, 1), np.clip(warm * 1.1 * (1.15 - tone * 0.8), 0, 1))
    sheet = np.broadcast_to(_SHEET, picture.shape) * filters.paper(frame, rng, 0.02)[..., None]
    for ink, cover, shift in zip(inks, covers, ((0, 0), (3, -4)), strict=True):
        grain = rng.random((frame.height, frame.width), dtype=np.float32)
        dots = smooth(-0.18, 0.18, cover - (0.25 * grain + 0.75 * _screen(frame, 0.0075, shift[0] * 0.2 + 0.4)))
        moved = np.roll(dots, [round(step * frame.unit / 1000) for step in shift], (0, 1))
        sheet = sheet * (1 - moved[..., None] * (1 - ink))
    return np.clip(sheet, 0, 1).astype(np.float32)


def _screen(frame: Frame, pitch: float, turn: float) -> Array:
    """A halftone screen: thresholds 0 … 1, dots ``pitch`` short sides apart."""
    x, y = np.broadcast_arrays(frame.x(), frame.y())
    u = (x * np.cos(turn) + y * np.sin(turn)) * (2 * np.pi / pitch)
    v = (y * np.cos(turn) - x * np.sin(turn)) * (2 * np.pi / pitch)
    return cast(Array, (0.5 + 0.25 * (np.cos(u) + np.cos(v))).astype(np.float32))


def _value(colour: str) -> Array:
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)], np.float32)


def woodblock(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Flat colours from carved blocks, a dark key line, the grain of the wood in every area."""
    shapes = filters.painted(picture, frame, 13)
    flat = filters.quantised(filters.saturate(shapes, 0.95), 7, frame)
    texture = noise.tile(rng, 256, 1.0)
    x, y = np.broadcast_arrays(frame.x(), frame.y())
    bend = noise.look(texture, x * 0.1, y * 0.1)
    grain = noise.look(texture, x * 0.25 + bend * 0.1, y * 4.2 + bend * 0.9)
    flat = mix(flat, _SHEET, (smooth(0.6, 0.8, grain) * 0.3)[..., None])
    line = filters.contours(shapes, frame, 2.0, 0.045) * smooth(0.2, 0.4, grain)
    key = np.array([0.1, 0.12, 0.2], np.float32)
    faded = mix(flat * 0.92 + 0.05, _SHEET * flat, 0.35)
    return np.clip(mix(faded, key, (line * 0.9)[..., None]), 0, 1)


def blueprint(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """White lines on deep blue over a grid."""
    clean = filters.painted(picture, frame, 6)
    line = np.maximum(filters.contours(clean, frame, 1.1, 0.03), 0.6 * filters.contours(clean, frame, 2.6, 0.08))
    tone = filters.grey(clean)
    x, y = frame.x(), frame.y()
    width = 0.7 / frame.unit
    fine = np.maximum(
        np.abs((x / 0.025 + 0.5) % 1 - 0.5) * 0.025 < width, np.abs((y / 0.025 + 0.5) % 1 - 0.5) * 0.025 < width
    )
    broad = np.maximum(
        np.abs((x / 0.125 + 0.5) % 1 - 0.5) * 0.125 < width, np.abs((y / 0.125 + 0.5) % 1 - 0.5) * 0.125 < width
    )
    blue = np.array([0.045, 0.17, 0.42], np.float32) * (0.82 + 0.35 * tone)[..., None]
    sheet = blue * filters.paper(frame, rng, 0.06)[..., None]
    white = np.array([0.9, 0.95, 1.0], np.float32)
    sheet = mix(sheet, white, (fine * 0.05 + broad * 0.09)[..., None])
    return np.clip(mix(sheet, white, (line * 0.9)[..., None]), 0, 1).astype(np.float32)


def lowpoly(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Facets: a jittered net of triangles, each in the colour of its middle."""
    down = max(2, round(44 * frame.tall))
    across = max(2, round(44 * frame.half_width * 2))
    x = (
        np.linspace(0, frame.width, across + 1)[None, :]
        + rng.uniform(-0.38, 0.38, (down + 1, across + 1)) * frame.width / across
    )
    y = (
        np.linspace(0, frame.height, down + 1)[:, None]
        + rng.uniform(-0.38, 0.38, (down + 1, across + 1)) * frame.height / down
    )
    x[:, 0], x[:, -1], y[0], y[-1] = 0, frame.width, 0, frame.height
    soft = (noise.blur(picture, max(1.0, frame.unit / 140)) * 255).clip(0, 255)
    canvas = Image.new("RGB", (frame.width, frame.height))
    pen = ImageDraw.Draw(canvas)
    for row in range(down):
        for column in range(across):
            a, b, c, d = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
            halves = ((a, b, c), (a, c, d)) if rng.random() < 0.5 else ((a, b, d), (b, c, d))
            for half in halves:
                points = [(float(x[corner]), float(y[corner])) for corner in half]
                cx, cy = (
                    min(max(sum(p[axis] for p in points) / 3, 0), size - 1)
                    for axis, size in ((0, frame.width), (1, frame.height))
                )
                tone = soft[int(cy), int(cx)] * rng.uniform(0.93, 1.07)
                red, green, blue = (int(min(value, 255)) for value in tone)
                pen.polygon(points, fill=(red, green, blue))
    return np.asarray(canvas, np.float32) / 255


def pixel(picture: Array, frame: Frame, reading: Reading, rng: np.random.Generator) -> Array:
    """Large pixels in 28 colours with an ordered dither; returned small, to be enlarged without smoothing."""
    scale = min(1.0, 132 / frame.unit)
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    small = filters.saturate(filters.contrast(filters.resized(picture, width, height), 1.12), 1.28)
    bayer = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.47
    pattern = np.tile(bayer, (height // 4 + 1, width // 4 + 1))[:height, :width, None]
    return filters.quantised(np.clip(small + pattern * 0.05, 0, 1), 28, Frame(width, height))
