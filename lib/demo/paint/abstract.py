"""Abstract pictures: folds of colour, made by bending noise with noise and lighting it like cloth."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise
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
    x, y = np.broadcast_arrays(frame.x(), frame.y() - frame.tall / 2)
    texture = noise.tile(rng, 256, 2.4)
    turn = rng.uniform(-0.7, 0.7)
    u = (x * np.cos(turn) - y * np.sin(turn)).astype(np.float32) * 0.28
    v = (x * np.sin(turn) + y * np.cos(turn)).astype(np.float32) * 0.28
    bend = noise.look(texture, u, v)
    bend = noise.look(texture, u + 0.35 * bend, v + 0.5 * bend)
    phase = v * 9 + bend * 7.5
    fold = np.sin(phase)
    slope = np.gradient(fold, axis=0) * frame.unit / 14
    flow = noise.look(texture, u * 0.6 + 0.4, v * 0.6 + bend * 0.25)
    picture = blend(colours, smooth(0.22, 0.78, flow + 0.12 * fold))
    lit = np.clip(0.62 + 0.3 * slope + 0.16 * fold, 0.12, 1.6)
    sheen = smooth(0.75, 1.25, lit) * 0.25
    return (picture * lit[..., None] * 1.15 + sheen[..., None] * np.float32(0.8)).astype(np.float32)


def palette(reading: Reading, rng: np.random.Generator) -> list[Array]:
    """Linear colours from dark to light: the ones that were named, else a ready set."""
    named = [colour for _, colour in reading.parts] + list(reading.palette)
    chosen = list(dict.fromkeys(named)) or list(_PALETTES[int(rng.integers(len(_PALETTES)))])
    colours = [linear(colour) for colour in chosen]
    if len(colours) == 1:
        colours = [colours[0] * 0.25, colours[0], mix(colours[0], np.ones(3, np.float32), 0.7)]
    return sorted(colours, key=lambda colour: float(colour.sum())) if not named else colours


def blend(colours: list[Array], t: Array) -> Array:
    """``colours`` as one ramp, evaluated at ``t`` in 0 … 1, by table."""
    steps = np.linspace(0, len(colours) - 1, 512)
    base = np.minimum(steps.astype(int), len(colours) - 2) if len(colours) > 1 else np.zeros(512, int)
    stack = np.stack(colours + colours[-1:])
    table = mix(stack[base], stack[base + 1], (steps - base)[:, None]).astype(np.float32)
    return table[(np.clip(t, 0, 1) * 511).astype(np.int16)]
