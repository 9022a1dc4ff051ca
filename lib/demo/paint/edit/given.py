"""Given pictures: any PNG, JPEG or WebP that a person uploads, upright, in RGB, without an earlier turn's plate."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from lib.demo.paint import note, output, weather
from lib.demo.paint.colour import from_image, to_image
from lib.demo.paint.edit import fill
from lib.demo.paint.reading import describe

_LARGEST = 1700  # pixels of the long side that are kept: enough for a close crop at the size that is worked at
_FORMATS = ("PNG", "JPEG", "WEBP")
_OPEN = weather.OUTDOORS - {"forest"}  # under trees no sky is seen
_ORIENTATION, _LYING = 0x0112, (5, 6, 7, 8)  # the EXIF tag and its values for a picture stored on its side
_OPAQUE = 255


@dataclass(frozen=True)
class Given:
    """``image`` in RGB; ``cover`` ("L") where the file says that it is not transparent, if it says so; ``note`` what
    the demo engine wrote about it; ``width`` and ``height`` of the file, upright."""

    image: Image.Image
    cover: Image.Image | None
    note: str
    width: int
    height: int


def opened(data: bytes, longest: int = _LARGEST) -> Given:
    """The picture in ``data``. Raises ValueError when it is none, is broken, or is too large to be opened safely."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", message="(Corrupt|Possibly corrupt) EXIF data")
            return _read(data, longest)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError("this is no PNG, JPEG or WebP picture that can be opened") from None


def outdoors(said: str) -> bool | None:
    """Whether the picture with this note shows the open sky; None when the note does not say."""
    return describe(said).scene in _OPEN if said and not said.startswith(note.GIVEN) else None


def _read(data: bytes, longest: int) -> Given:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        said, (width, height) = note.read(image), image.size
        image.draft(None, (longest, longest))  # a large JPEG is decoded at a fraction of its size
        image.load()
        if image.getexif().get(_ORIENTATION, 1) in _LYING:
            width, height = height, width
        upright = _eight_bit(ImageOps.exif_transpose(image))
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    cover = None
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        cover = upright.getchannel("A")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    if cover is not None and cover.getextrema()[0] == _OPAQUE:
        cover = None
    return Given(_without_plate(upright.convert("RGB")), cover, said, width, height)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Pillow keeps 16 bit greys in modes of their own, and converting them would cut everything above 255."""
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image, np.float32) / 257).clip(0, 255).astype(np.uint8))
    return image.convert("RGBA") if image.mode == "P" and image.has_transparency_data else image


def _without_plate(image: Image.Image) -> Image.Image:
    """Heals the corner where the demo engine has set its plate: it would slide, turn or be doubled by the edit."""
    box = output.plate_found(image)
    if box is None:
        return image
    left, top, right, bottom = box
    hole = np.zeros((image.height, image.width), np.float32)
    hole[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 1
    return to_image(fill.healed(from_image(image), hole))
