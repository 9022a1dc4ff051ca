"""Pictures: what a file really is, and a small one to show. Pure functions from bytes to bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
"""What is opened at all. Pillow knows more formats, and one of them starts another program (EPS)."""


class NotAPicture(ValueError):
    """Bytes that cannot be shown as a picture; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is: its type and its size in pixels, as shown (orientation applied)."""

    mime: str
    width: int
    height: int


def inspect(data: bytes) -> Picture:
    """Decode all of it. Raises NotAPicture for what is truncated, too large or something else."""
    with _opened(data) as picture:
        picture.load()
        return Picture(_type(picture), *_upright(picture).size)


def as_png(data: bytes) -> bytes:
    """The same picture, upright, in a format that every model reads."""
    with _opened(data) as picture:
        out = io.BytesIO()
        _plain(_upright(picture)).save(out, "PNG")
        return out.getvalue()


def preview(data: bytes, edge: int) -> bytes:
    """A WebP with a longest edge of at most ``edge`` pixels, upright and without metadata."""
    with _opened(data) as picture:
        picture.draft("RGB", (edge, edge))  # a JPEG is decoded at the scale that is needed
        small = _plain(_upright(picture))
        small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=86, method=3)
        return out.getvalue()


def _upright(picture: ImageFile.ImageFile) -> Image.Image:
    """Turned as its tags say; tags that cannot be read take nothing from the picture itself."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        return picture.copy()


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits a colour, and transparency where there is some."""
    if picture.mode.startswith("I;16"):  # converted, all above 255 of 65,535 would be white
        picture = picture.point(lambda value: value * (1 / 257)).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _type(picture: ImageFile.ImageFile) -> str:
    """Some cameras put further pictures behind the first (MPO): to everybody else that is a JPEG."""
    return "image/jpeg" if picture.format == "MPO" else picture.get_format_mimetype() or "application/octet-stream"


@contextmanager
def _opened(data: bytes) -> Iterator[ImageFile.ImageFile]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a stray tag in a file that can be read all the same
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                yield picture
        except UnidentifiedImageError:
            raise NotAPicture("it is no picture or PDF that Studio can read.") from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise NotAPicture("it has more than 89 million pixels. Save it smaller and try again.") from None
        except Exception:  # what a decoder trips over in damaged bytes is of any kind
            raise NotAPicture("it is damaged or cut short.") from None
