"""Noise: one tileable fractal texture, looked up anywhere. Cheaper than evaluating octaves for every pixel."""

from __future__ import annotations

from typing import cast

import numpy as np
from PIL import Image

from lib.demo.paint.colour import Array
from lib.demo.paint.frame import Frame


def tile(rng: np.random.Generator, size: int = 512, slope: float = 1.7, broadest: float = 0.0) -> Array:
    """Tileable fractal noise, (size, size), 0 … 1 with mean 0.5; a higher ``slope`` is smoother.

    ``broadest``: swells of fewer waves per tile than this are left out.
    """
    white = rng.standard_normal((size, size), dtype=np.float32)
    fy = np.fft.fftfreq(size)[:, None].astype(np.float32)
    fx = np.fft.rfftfreq(size)[None, :].astype(np.float32)
    frequency = np.hypot(fx, fy)
    frequency[0, 0] = 1
    weight = frequency**-slope
    if broadest:
        waves = frequency * size
        weight = weight * (waves**4 / (waves**4 + broadest**4))
    spectrum = np.fft.rfft2(white) * weight
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, s=(size, size)).astype(np.float32)
    field /= 5.2 * float(field.std())
    return cast(Array, np.clip(field + 0.5, 0, 1))


def look(texture: Array, u: Array, v: Array) -> Array:
    """``texture`` at (u, v) in tiles (1.0 = once round), smooth and endless. The size must be a power of two."""
    size = texture.shape[0]
    u, v = u * size, v * size
    floor_u, floor_v = np.floor(u), np.floor(v)
    fu, fv = u - floor_u, v - floor_v
    mask = size - 1
    u0, v0 = floor_u.astype(np.int32) & mask, floor_v.astype(np.int32) & mask
    u1, v1 = (u0 + 1) & mask, ((v0 + 1) & mask) * size
    v0 = v0 * size
    flat = texture.ravel()
    top: Array = flat.take(v0 + u0)
    top += (flat.take(v0 + u1) - top) * fu
    low = flat.take(v1 + u0)
    low += (flat.take(v1 + u1) - low) * fu
    top += (low - top) * fv
    return top


def cloudlike(rng: np.random.Generator, width: int, height: int, cells: tuple[float, float], octaves: int = 4) -> Array:
    """Smooth noise over a picture, (height, width), about 0 … 1; ``cells`` across and down in the first octave."""
    total = np.zeros((height, width), np.float32)
    weight, norm = 1.0, 0.0
    for octave in range(octaves):
        across, down = (max(2, round(cell * 2**octave)) for cell in cells)
        if across > width or down > height:
            break
        grid = Image.fromarray(rng.random((down + 2, across + 2), dtype=np.float32))
        box = (0.5, 0.5, across + 1.5, down + 1.5)
        total += weight * np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC, box=box))
        norm += weight
        weight *= 0.5
    return cast(Array, np.clip(total / max(norm, 1.0), 0, 1))


def blur(picture: Array, radius: float) -> Array:
    """Soft blur of a (height, width[, 3]) float picture; ``radius`` in pixels. Large radii are done small."""
    height, width = picture.shape[:2]
    shrink = max(1, int(radius / 2))
    small = (max(2, width // shrink), max(2, height // shrink))
    layers = [picture] if picture.ndim == 2 else [picture[..., channel] for channel in range(3)]
    done = []
    for layer in layers:
        image = Image.fromarray(np.ascontiguousarray(layer, np.float32))
        if shrink > 1:
            image = image.resize(small, Image.Resampling.BOX)
        done.append(np.asarray(_gauss(image, radius / shrink).resize((width, height), Image.Resampling.BICUBIC)))
    return done[0] if picture.ndim == 2 else np.stack(done, axis=-1)


def _gauss(image: Image.Image, radius: float) -> Image.Image:
    """Two box passes in numpy: Pillow's own blur does not take float pictures."""
    values = np.asarray(image)
    reach = max(1, round(radius))
    for _ in range(2):
        for axis in (0, 1):
            values = _box(values, reach, axis)
    return Image.fromarray(np.ascontiguousarray(values, np.float32))


def _box(values: Array, reach: int, axis: int) -> Array:
    """Running mean over 2·reach + 1 pixels, edges repeated."""
    pad = [(0, 0), (0, 0)]
    pad[axis] = (reach + 1, reach)
    running = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
    window = 2 * reach + 1
    count = values.shape[axis]
    high = running.take(range(window, window + count), axis=axis)
    return ((high - running.take(range(count), axis=axis)) / window).astype(np.float32)


def enlarge(picture: Array, frame: Frame) -> Array:
    """A small (h, w, 3) float picture at the size of ``frame``, smoothly; never below zero."""
    out = np.empty((frame.height, frame.width, 3), np.float32)
    for channel in range(3):
        layer = Image.fromarray(np.ascontiguousarray(picture[..., channel]))
        out[..., channel] = np.asarray(layer.resize((frame.width, frame.height), Image.Resampling.BICUBIC))
    return np.maximum(out, 0)
