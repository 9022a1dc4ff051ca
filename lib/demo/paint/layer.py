"""A transparent layer for drawn shapes, antialiased, laid over a painted picture; and the glow of lamps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from lib.demo.paint.colour import Array
from lib.demo.paint.frame import Frame

_FINE = 2  # drawn this much larger, then reduced

Point = tuple[float, float]


class Layer:
    """Shapes in frame coordinates: x in short sides from the middle, y in short sides from the top.

    Colours are linear. Shapes share one list of tones, so the layer is a map of tone numbers and stays small.
    """

    def __init__(self, frame: Frame):
        self.frame = frame
        self.size = (frame.width * _FINE, frame.height * _FINE)
        self.image = Image.new("RGBA", self.size)
        self.draw = ImageDraw.Draw(self.image)
        self.scale = frame.unit * _FINE

    def spot(self, point: Point) -> Point:
        return point[0] * self.scale + self.size[0] / 2, point[1] * self.scale

    def polygon(self, points: Sequence[Point], colour: Array) -> None:
        self.draw.polygon([self.spot(point) for point in points], fill=_ink(colour))

    def shape(self, foot: Point, size: float, points: Sequence[Point], colour: Array) -> None:
        """A polygon in coordinates of its own: ``size`` is their unit, ``foot`` their origin, y goes up."""
        self.polygon([(foot[0] + x * size, foot[1] - y * size) for x, y in points], colour)

    def line(self, points: Sequence[Point], colour: Array, width: float) -> None:
        """``width`` in short sides; never thinner than a visible hair."""
        wide = max(1, round(width * self.scale))
        self.draw.line([self.spot(point) for point in points], fill=_ink(colour), width=wide, joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, colour: Array) -> None:
        (x0, y0), (x1, y1) = self.spot((left, top)), self.spot((right, bottom))
        self.draw.rectangle((x0, y0, max(x0, x1 - 1), max(y0, y1 - 1)), fill=_ink(colour))

    def disc(self, x: float, y: float, rx: float, ry: float, colour: Array) -> None:
        (x0, y0), (x1, y1) = self.spot((x - rx, y - ry)), self.spot((x + rx, y + ry))
        self.draw.ellipse((x0, y0, max(x0, x1), max(y0, y1)), fill=_ink(colour))

    def over(self, picture: Array) -> None:
        """Lay the shapes over ``picture`` (linear), in place. Empty margins cost nothing."""
        box = self.image.getbbox()
        if box is None:
            return
        left, top = (value // _FINE for value in box[:2])
        right, bottom = (-(-value // _FINE) for value in box[2:])
        part = self.image.crop((left * _FINE, top * _FINE, right * _FINE, bottom * _FINE))
        small = np.asarray(part.convert("RGBa").reduce(_FINE), np.float32) / 255
        cover = small[..., 3:]
        tint = (small[..., :3] / np.maximum(cover, 1e-3)) ** 2 * _INK_TOP
        target = picture[top:bottom, left:right]
        target += (tint - target) * cover


_INK_TOP = 2.0  # brightest linear value that a drawn tone can have


def _ink(colour: Array) -> tuple[int, int, int, int]:
    """Linear → 8 bit with a square-root curve, so that dark tones keep their steps."""
    red, green, blue = (np.sqrt(np.clip(colour, 0, _INK_TOP) / _INK_TOP) * 255).round().astype(int).tolist()
    return red, green, blue, 255


def glow(picture: Array, frame: Frame, spot: Point, radius: float, colour: Array, *, stretch: float = 1.0) -> None:
    """Add a lamp's core and halo at ``spot``, in place. ``stretch`` > 1 draws it out downwards, as on water."""
    reach = radius * 9
    cx, cy = spot[0] * frame.unit + frame.width / 2, spot[1] * frame.unit
    left, right = (int(np.clip(cx + side * reach * frame.unit, 0, frame.width)) for side in (-1, 1))
    top, bottom = (int(np.clip(cy + side * reach * stretch * frame.unit, 0, frame.height)) for side in (-1, 1))
    if right <= left or bottom <= top:
        return
    x = (np.arange(left, right, dtype=np.float32)[None, :] + 0.5 - cx) / (frame.unit * radius)
    y = (np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5 - cy) / (frame.unit * radius * stretch)
    squared = x * x + y * y
    light = np.exp(-squared * 1.6) + 0.16 * np.exp(-squared * 0.16) + 0.05 * np.exp(-squared * 0.045)
    picture[top:bottom, left:right] += light[..., None] * colour
