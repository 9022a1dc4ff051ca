"""Under water: blue depth, light from above, drifting points, fish, weeds and glowing jellyfish."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise, swimmers
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.reading import Reading

_GLOWS = ("#7fd6ff", "#c48bff", "#7dffd0", "#ff9ad5")


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    named = reading.colour("water", default=reading.palette[0] if reading.palette else "#0b4a86")
    dark = reading.has("glowing") or reading.light in ("night", "blue", "lowkey", "neon")
    picture = _depth(frame, linear(named), dark, rng)
    tones = [linear(colour) for colour in (*reading.palette[1:], *_GLOWS)]
    layer = Layer(frame)
    for row, veil in enumerate((0.7, 0.4, 0.0)):
        _weeds(layer, frame, picture[-1].mean(axis=0) * (0.25 + 0.6 * veil), 0.16 + 0.1 * row, rng)
    if reading.has("whale", "fish"):
        swimmers.draw(layer, frame, picture[frame.height // 2].mean(axis=0), reading, rng)
    elif not dark:
        _shoal(layer, frame, picture[frame.height // 2].mean(axis=0) * 0.3, rng)
    layer.over(picture)
    if dark and not reading.has("whale", "fish"):
        for number in range(3 + int(frame.half_width * 4)):
            _jellyfish(picture, frame, tones[number % len(tones)], rng)
    for _ in range(int(120 * frame.half_width * 2 * frame.tall)):
        spot = float(rng.uniform(-1, 1)) * frame.half_width, float(rng.uniform(0, 1)) * frame.tall
        strength = float(rng.random()) ** 3 * (0.7 if dark else 0.25)
        tone = tones[int(rng.integers(len(tones)))] if dark else np.ones(3, np.float32)
        glow(picture, frame, spot, float(rng.uniform(0.0012, 0.003)), tone * strength)
    return picture


def _depth(frame: Frame, water: Array, dark: bool, rng: np.random.Generator) -> Array:
    """Blue that deepens downwards, and beams from a bright patch of the surface."""
    x, y = frame.x(), frame.y() / frame.tall
    power = 0.25 if dark else 1.0
    sun_x = float(rng.uniform(-0.3, 0.3)) * frame.half_width
    pale = mix(water, np.array([0.25, 0.6, 0.95], np.float32), 0.3)
    top = pale * (0.25 + 0.75 * power)
    base = mix(top, water * (0.08 if dark else 0.22), smooth(-0.1, 0.85, y)[..., None])
    near = np.exp(-np.hypot(x - sun_x, y * 1.3) * 2.2)
    texture = noise.tile(rng, 256, 1.3)
    angle = np.arctan2(x - sun_x, y * frame.tall + 0.5)
    beam = smooth(0.48, 0.8, noise.look(texture, angle * 0.6, np.full_like(angle, 0.3))) * smooth(1.0, 0.1, y)
    light = (near * 0.7 + beam * 0.35 * np.exp(-np.abs(angle) * 1.4)) * power
    return (base + mix(pale, np.ones(3, np.float32), 0.2) * light[..., None]).astype(np.float32)


def _weeds(layer: Layer, frame: Frame, tone: Array, high: float, rng: np.random.Generator) -> None:
    for _ in range(int(16 * frame.half_width * 2)):
        x, tall = float(rng.uniform(-1, 1)) * frame.half_width, high * float(rng.uniform(0.4, 1.5))
        sway, phase = float(rng.uniform(0.01, 0.04)), float(rng.uniform(0, 6))
        steps = np.linspace(0, 1, 14)
        stem = [(x + sway * float(np.sin(step * 5 + phase)), frame.tall - tall * float(step)) for step in steps]
        layer.line(stem, tone, 0.007 + 0.012 * high)


def _shoal(layer: Layer, frame: Frame, tone: Array, rng: np.random.Generator) -> None:
    middle = float(rng.uniform(-0.4, 0.4)) * frame.half_width, frame.tall * float(rng.uniform(0.35, 0.6))
    for _ in range(26):
        x, y = middle[0] + float(rng.normal(0, 0.2)), middle[1] + float(rng.normal(0, 0.08))
        size = float(rng.uniform(0.012, 0.026))
        layer.disc(x, y, size, size * 0.4, tone)
        layer.polygon([(x - size * 0.8, y), (x - size * 1.6, y - size * 0.5), (x - size * 1.6, y + size * 0.5)], tone)


def _jellyfish(picture: Array, frame: Frame, tone: Array, rng: np.random.Generator) -> None:
    """A bell with a bright rim and trailing threads, all of them light."""
    size = float(rng.uniform(0.04, 0.12))
    cx, cy = float(rng.uniform(-0.9, 0.9)) * frame.half_width, float(rng.uniform(0.15, 0.7)) * frame.tall
    x, y = frame.x() - cx, frame.y() - cy
    away = np.hypot(x, y * 1.25) / size
    bell = smooth(1.05, 0.95, away) * smooth(0.25, 0.05, y / size)
    rim = np.exp(-(((away - 0.95) / 0.1) ** 2)) * smooth(0.3, 0.0, y / size)
    below = smooth(0.0, 0.3, y / size) * np.exp(-np.maximum(y, 0) / (size * 2.2))
    threads = np.zeros_like(away)
    for place in np.linspace(-0.75, 0.75, 7):
        line = x / size - float(place) - 0.12 * np.sin(y / size * 2.6 + float(place) * 7)
        threads += np.exp(-((line / 0.045) ** 2))
    light = bell * (0.18 + 0.25 * away) + rim * 0.8 + threads * below * 0.45
    picture += light[..., None] * tone
    glow(picture, frame, (cx, cy), size * 0.9, tone * 0.3)
