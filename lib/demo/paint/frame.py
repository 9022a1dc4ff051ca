"""The frame that a scene is composed in: its size in pixels and coordinates in units of the short side.

Measuring in short sides keeps things round in every ratio: a wide frame shows more world, not a stretched one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.demo.paint.colour import Array

PAINTED_PIXELS = 1_050_000  # a scene is painted at most this large and enlarged afterwards


@dataclass(frozen=True)
class Frame:
    width: int
    height: int

    @property
    def unit(self) -> int:
        """Pixels of the short side."""
        return min(self.width, self.height)

    @property
    def half_width(self) -> float:
        return self.width / self.unit / 2

    @property
    def tall(self) -> float:
        """Height in short sides, ≥ 1."""
        return self.height / self.unit

    def x(self) -> Array:
        """Columns, (1, width): 0 in the middle."""
        return ((np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2) / self.unit)[None, :]

    def y(self) -> Array:
        """Rows, (height, 1): 0 at the top, ``tall`` at the bottom."""
        return ((np.arange(self.height, dtype=np.float32) + 0.5) / self.unit)[:, None]


def painted(width: int, height: int, pixels: int = PAINTED_PIXELS) -> Frame:
    """The frame to paint for a picture of ``width`` × ``height``: the same ratio, at most ``pixels``."""
    scale = min(1.0, (pixels / (width * height)) ** 0.5)
    return Frame(max(1, round(width * scale)), max(1, round(height * scale)))
