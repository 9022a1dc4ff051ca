"""Oklab: colours in which a step looks equally large everywhere, so that hue and lightness can be edited apart.

Björn Ottosson, "A perceptual color space for image processing", 2020: the matrices are his.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from lib.demo.paint.colour import Array

_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]], np.float32
)  # fmt: skip
_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]], np.float32
)  # fmt: skip
_CONES_BACK, _LAB_BACK = (np.linalg.inv(matrix).astype(np.float32) for matrix in (_CONES, _LAB))

_STEPS = 4095
_GRID = np.linspace(0, 1, _STEPS + 1, dtype=np.float32)
_TO_LINEAR = np.where(_GRID <= 0.04045, _GRID / 12.92, ((_GRID + 0.055) / 1.055) ** 2.4).astype(np.float32)
_ROOT = np.sqrt(_GRID)  # the table of the way back is spaced by square roots: dark tones need the finer steps
_SQUARED = _GRID * _GRID
_TO_DISPLAY = np.where(_SQUARED <= 0.0031308, _SQUARED * 12.92, 1.055 * _SQUARED ** (1 / 2.4) - 0.055)
_TO_DISPLAY = _TO_DISPLAY.astype(np.float32)


def linear_of(picture: Array) -> Array:
    """Display values 0 … 1 as linear light."""
    return _TO_LINEAR[(np.clip(picture, 0, 1) * _STEPS + 0.5).astype(np.int16)]


def display_of(light: Array) -> Array:
    """Linear light as display values; what is brighter than white is cut."""
    return cast(Array, _TO_DISPLAY[(np.sqrt(np.clip(light, 0, 1)) * _STEPS + 0.5).astype(np.int16)])


def oklab(picture: Array) -> Array:
    """Display values (…, 3) as lightness 0 … 1 and two opponent colours."""
    return np.cbrt(linear_of(picture) @ _CONES.T) @ _LAB.T


def back(lab: Array) -> Array:
    """Oklab as display values; colours that no screen shows are cut."""
    return display_of((lab @ _LAB_BACK.T) ** 3 @ _CONES_BACK.T)


def of(colour: str) -> Array:
    """``#rrggbb`` in Oklab."""
    return oklab(np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / 255)
