"""From linear light to a display picture: bloom, tone curve, vignette. The darkroom before the finish."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, display
from lib.demo.paint.frame import Frame


def develop(picture: Array, frame: Frame, *, bloom: float = 0.5) -> Array:
    """``picture`` (linear) as display values 0 … 1; bright places spill a little light around them."""
    bright = np.maximum(picture[::2, ::2] - 0.85, 0)
    if bloom and float(bright.max(initial=0)) > 0.05:
        spill = noise.blur(bright, frame.unit / 60) * 0.5 + noise.blur(bright, frame.unit / 16) * 0.5
        spill = np.repeat(np.repeat(spill, 2, 0), 2, 1)[: frame.height, : frame.width]
        picture = picture + spill * bloom
    x, y = frame.x() / frame.half_width, frame.y() / frame.tall * 2 - 1
    vignette = 1 - 0.11 * (x * x + y * y) ** 1.3
    return display(picture * vignette[..., None])
