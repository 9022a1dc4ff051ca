"""Bringing a given picture into the frame that is asked for: cropped a little, extended softly, never squashed."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
from PIL import Image

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, from_image, mix, smooth
from lib.demo.paint.edit import cutout, fill
from lib.demo.paint.frame import Frame

_CROP = 1.16  # a picture may lose so much of a side before it is extended instead
_TINY = 24  # pixels of a side under which nothing is looked for in a picture
_CLOSER, _WIDER = 1.5, 0.7


def fitted(
    image: Image.Image, frame: Frame, moves: Set[str] = frozenset(), focus: tuple[float, float] = (0.5, 0.5)
) -> Array:
    """``image`` as display values in the size of ``frame``.

    ``moves``: "flip", "flop" (upside down), "crop" (fill the frame), "closer", "wider". ``focus`` is the place, in
    shares of the picture, that stays in view.
    """
    if "flip" in moves:
        image, focus = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (1 - focus[0], focus[1])
    if "flop" in moves:
        image, focus = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (focus[0], 1 - focus[1])
    across, down = frame.width / image.width, frame.height / image.height
    cover, inside = max(across, down), min(across, down)
    scale = cover if "crop" in moves else min(cover, inside * _CROP)
    scale *= (_CLOSER if "closer" in moves else 1.0) * (_WIDER if "wider" in moves else 1.0)
    width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    method = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
    picture = from_image(image.resize((width, height), method))
    left, x = _placed(width, frame.width, focus[0])
    top, y = _placed(height, frame.height, focus[1])
    picture = picture[y : y + frame.height, x : x + frame.width]
    return _extended(picture, frame, left, top)


def _placed(size: int, room: int, focus: float) -> tuple[int, int]:
    """Where a side of ``size`` pixels begins in its room, and from which pixel on it is shown."""
    if size <= room:
        return (room - size) // 2, 0
    return 0, int(np.clip(round(focus * size - room / 2), 0, size - room))


def _extended(picture: Array, frame: Frame, left: int, top: int) -> Array:
    """The picture with its mirror image around it, without its subject and the more blurred the farther out."""
    height, width = picture.shape[:2]
    if (width, height) == (frame.width, frame.height):
        return picture
    pads = ((top, frame.height - height - top), (left, frame.width - width - left), (0, 0))
    thing = cutout.subject(picture) if min(height, width) > _TINY else None
    backdrop = picture if thing is None or (thing[:, [0, -1]] > 0.5).any() else fill.healed(picture, fill.padded(thing))
    wide = np.pad(backdrop, pads, mode="symmetric")
    y, x = np.arange(frame.height, dtype=np.float32)[:, None], np.arange(frame.width, dtype=np.float32)[None, :]
    out_y = np.maximum(np.maximum(top - y, y - (top + height - 1)), 0)
    out_x = np.maximum(np.maximum(left - x, x - (left + width - 1)), 0)
    out = np.hypot(out_x, out_y) / frame.unit
    for reach, begin, full in ((0.012, 0.0, 0.03), (0.045, 0.02, 0.1), (0.12, 0.06, 0.22)):
        soft = noise.blur(wide, reach * frame.unit)
        wide = mix(wide, soft, smooth(begin, full, out)[..., None]).astype(np.float32)
    wide[top : top + height, left : left + width] = picture
    return wide


def covering(
    cover: Image.Image, frame: Frame, moves: Set[str] = frozenset(), focus: tuple[float, float] = (0.5, 0.5)
) -> Array:
    """A cover ("L") fitted as its picture is, (height, width) 0 … 1."""
    return fitted(Image.merge("RGB", [cover] * 3), frame, moves, focus)[..., 0]


def focus_of(image: Image.Image, cover: Image.Image | None) -> tuple[float, float]:
    """The middle of the thing that the picture shows, in shares of it; else the picture's own."""
    small = from_image(image.resize((96, 96), Image.Resampling.BOX))
    mask = from_image(cover.resize((96, 96))) if cover is not None else cutout.subject(small)
    if mask is None:
        return 0.5, 0.5
    left, top, right, bottom = cutout.box(mask)
    return (left + right) / 192, (top + bottom) / 192
