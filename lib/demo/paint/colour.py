"""Colour arithmetic. Scenes are painted in linear light (float32, 1.0 = white paper); eyes and files want sRGB."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[Any]

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def linear(colour: str) -> Array:
    """``#rrggbb`` as three linear floats."""
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)


def mix(a: Array | float, b: Array | float, t: Array | float) -> Array:
    """``a`` at t = 0, ``b`` at t = 1."""
    return cast(Array, a + (b - a) * t)


def smooth(low: Array | float, high: Array | float, x: Array) -> Array:
    """Soft step from 0 at ``low`` to 1 at ``high`` (which may be the smaller one)."""
    t: Array = np.clip((x - low) / (high - low), 0, 1)
    return cast(Array, t * t * (3 - 2 * t))


def luma(picture: Array) -> Array:
    """Brightness of every pixel, (height, width)."""
    return picture @ LUMA


_CURVE_TOP = 8.0
_CURVE_STEPS = 4096


def _curve() -> Array:
    """Linear light → display value: straight in the shadows, a soft shoulder, then the sRGB gamma."""
    x = np.linspace(0, 1, _CURVE_STEPS, dtype=np.float32) ** 2 * _CURVE_TOP
    shoulder = np.where(x < 0.55, x, 0.55 + 0.45 * (1 - np.exp(-(x - 0.55) / 0.62)))
    srgb = np.where(shoulder <= 0.0031308, shoulder * 12.92, 1.055 * shoulder ** (1 / 2.4) - 0.055)
    return srgb.astype(np.float32)


_TABLE = _curve()


def display(picture: Array) -> Array:
    """Linear light (any positive range) as display values 0 … 1, by table: powers over a million pixels are slow."""
    index = np.sqrt(np.clip(picture, 0, _CURVE_TOP) / _CURVE_TOP)
    index *= _CURVE_STEPS - 1
    index += 0.5
    return _TABLE[index.astype(np.int16)]


def to_image(picture: Array) -> Image.Image:
    """Display values 0 … 1 as an 8-bit picture."""
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))


def from_image(image: Image.Image) -> Array:
    """The display values of an 8-bit picture."""
    return np.asarray(image, np.float32) / 255
