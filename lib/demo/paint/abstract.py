"""Abstract pictures in the colours that are named: folds of silk, drifting colour, glossy spheres, plain geometry."""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint import geometry, noise, orbs
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.reading import Reading

_PALETTES = (
    ("#2b2d6e", "#b5486f", "#f2a65a", "#f6e3c5"),
    ("#0f4c5c", "#2fa39a", "#f0c987", "#f4efe2"),
    ("#3a1c5c", "#8a4fa3", "#ee8f8f", "#f8d9b6"),
    ("#14213d", "#3a6ea5", "#c9d6df", "#f3b562"),
    ("#40252a", "#a8503e", "#e0a96d", "#f1e4cf"),
)


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    colours = palette(reading, rng)
    if reading.has("geometric"):
        return geometry.paint(frame, colours, rng)
    if reading.has("orbs"):
        return orbs.paint(reading, frame, colours, rng)
    if reading.has("stripes") or rng.random() < 0.6:
        return _silk(frame, colours, rng)
    return _drift(frame, colours, rng)


def _turned(frame: Frame, rng: np.random.Generator, scale: float) -> tuple[Array, Array]:
    x, y = np.broadcast_arrays(frame.x(), frame.y() - frame.tall / 2)
    turn = float(rng.uniform(-0.7, 0.7))
    u = (x * np.cos(turn) - y * np.sin(turn)).astype(np.float32) * scale
    return u, (x * np.sin(turn) + y * np.cos(turn)).astype(np.float32) * scale


def _silk(frame: Frame, colours: list[Array], rng: np.random.Generator) -> Array:
    """Folds: a height field of bent waves, lit from the side, glossy like cloth."""
    texture = noise.tile(rng, 256, 3.0)
    u, v = _turned(frame, rng, 0.5)
    bend = noise.look(texture, u, v) - 0.5
    swirl = noise.look(texture, u * 0.8 + 0.4, v * 0.8 + 0.37 + 0.25 * bend) - 0.5
    phase = v * 17 + bend * 14 + swirl * 5
    height = np.sin(phase) + 0.4 * np.sin(phase * 2 + bend * 8 + 1)
    height = height * (0.45 + 1.1 * smooth(-0.35, 0.35, swirl))
    slope_y, slope_x = (np.gradient(height, axis=axis) * (frame.unit / 13) for axis in (0, 1))
    length = np.sqrt(slope_x**2 + slope_y**2 + 1)
    facing = (0.5 * slope_x + 0.6 * slope_y + 0.62) / length
    shine = np.clip((0.3 * slope_x + 0.5 * slope_y + 0.8) / length, 0, 1) ** 26
    tone = blend(colours, smooth(-0.75, 0.75, bend * 1.5 + swirl * 1.5 + 0.18 * height))
    deep = 0.42 + 0.58 * smooth(-1.2, 0.5, height)
    lit = np.clip(0.2 + 0.95 * facing, 0.04, 1.4) * deep
    silk = tone * lit[..., None] * 1.3
    return cast(Array, (silk + (shine * 0.4)[..., None] * mix(tone, np.ones(3, np.float32), 0.55)).astype(np.float32))


def _drift(frame: Frame, colours: list[Array], rng: np.random.Generator) -> Array:
    """Colour in water: noise bent by noise, three times over, with a fine marbled edge."""
    texture = noise.tile(rng, 256, 2.1)
    u, v = _turned(frame, rng, 0.3)
    a = noise.look(texture, u, v)
    b = noise.look(texture, u + 0.45 * a + 0.2, v + 0.5 * a)
    flow = noise.look(texture, u + 0.5 * b, v - 0.55 * b + 0.3)
    tone = blend(colours, smooth(0.25, 0.75, flow * 0.7 + b * 0.3))
    vein = smooth(0.035, 0.0, np.abs((flow * 7 + b * 3) % 1 - 0.5))
    slope = np.gradient(flow + 0.5 * b, axis=0) * frame.unit / 3.2
    lit = np.clip(0.88 + slope * 0.5, 0.35, 1.5)
    return (tone * lit[..., None] + (vein * 0.1)[..., None]).astype(np.float32)


def palette(reading: Reading, rng: np.random.Generator) -> list[Array]:
    """Linear colours: those that were named, in order of mention, else a ready set from dark to light."""
    named = list(dict.fromkeys([colour for _, colour in reading.parts] + list(reading.palette)))
    chosen = named or list(_PALETTES[int(rng.integers(len(_PALETTES)))])
    colours = [linear(colour) for colour in chosen]
    if len(colours) == 1:
        colours = [colours[0] * 0.25, colours[0], mix(colours[0], np.ones(3, np.float32), 0.7)]
    return colours


def blend(colours: list[Array], t: Array) -> Array:
    """``colours`` as one ramp, evaluated at ``t`` in 0 … 1, by table."""
    steps = np.linspace(0, len(colours) - 1, 512)
    base = np.minimum(steps.astype(int), max(0, len(colours) - 2))
    stack = np.stack([*colours, colours[-1]])
    table = mix(stack[base], stack[base + 1], (steps - base)[:, None]).astype(np.float32)
    return table[(np.clip(t, 0, 1) * 511).astype(np.int16)]
