"""A quay in the foreground: wet slabs in perspective, puddles that hold the sky, and two lamp posts."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading

_EDGE = 0.82  # where it begins, as a share of the picture's height
_LANTERN = ((-0.02, 0.0), (0.02, 0.0), (0.013, 0.045), (-0.013, 0.045))


def build(picture: Array, frame: Frame, light: Light, reading: Reading, rng: np.random.Generator) -> None:
    """Lay the quay over the lower part of ``picture``, in place."""
    _pave(picture, frame, light, rng)
    colour = linear(reading.colour("lamps", default="#ffb45a"))
    edge, iron = frame.tall * _EDGE, light.ambient * 0.05
    layer, heads = Layer(frame), []
    for side in (-1.0, 1.0):
        x, top = side * frame.half_width * float(rng.uniform(0.62, 0.82)), edge - 0.42
        layer.line([(x, edge + 0.05), (x, top)], iron, 0.008)
        layer.shape((x, top), 1.0, _LANTERN, colour * 1.2)
        layer.line([(x - 0.024, top - 0.048), (x + 0.024, top - 0.048)], iron, 0.006)
        heads.append((x, top - 0.02))
    layer.over(picture)
    if light.lamps:
        for x, y in heads:
            glow(picture, frame, (x, y), 0.035, colour * 2.6)
            glow(picture, frame, (x, edge + 0.1), 0.05, colour * 0.5, stretch=0.8)


def _pave(picture: Array, frame: Frame, light: Light, rng: np.random.Generator) -> None:
    edge = frame.tall * _EDGE
    first = int(edge * frame.unit)
    x, y = frame.x(), frame.y()[first:]
    away = 0.2 / (y - edge + 0.14)
    u, v = x * away * 2.4, np.broadcast_to(away * 4.5, (len(y), frame.width))
    row = np.floor(v)
    shifted = u + 0.5 * (row % 2)
    down, across = v % 1, shifted % 1
    joint = np.minimum(np.minimum(down, 1 - down), np.minimum(across, 1 - across))
    flat = smooth(0.0, 0.05, joint)[..., None]
    dice = rng.random(256).astype(np.float32)
    tone = 0.75 + 0.5 * dice[(row * 31 + np.floor(shifted) * 17).astype(np.int32) & 255][..., None]
    texture = noise.tile(rng, 256, 1.5)
    wet = smooth(0.42, 0.6, noise.look(texture, u * 0.11, v * 0.11))[..., None]
    rough = (noise.look(texture, u * 0.9, v * 0.9) - 0.5)[..., None]
    sky = noise.blur(picture[: max(2, first // 2)], frame.unit / 12).mean(axis=0, keepdims=True)
    gleam = sky * (0.1 + 0.6 * wet) * np.maximum(1 + 1.4 * rough, 0) * (0.12 + 0.88 * flat)
    stone = linear("#57534e") * light.ambient * tone * (0.6 + 0.7 * flat)
    cover = np.clip((y - edge) * frame.unit / 2, 0, 1)[..., None]
    picture[first:] = mix(picture[first:], stone + gleam * tone**2, cover)
