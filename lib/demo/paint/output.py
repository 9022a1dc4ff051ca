"""The last steps: enlarge, add grain, set the DEMO plate, write the file with its marks."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from lib.demo.paint import note

NOTICE = "DEMO: simulated by Studio's demo engine, not a model's work"
SOFTWARE = "Studio demo engine"
PLATE_SHARE = 0.032  # height of the DEMO plate as a share of the short side

_EXIF_DESCRIPTION, _EXIF_SOFTWARE = 0x010E, 0x0131
_SAME_LETTERS = 0.75  # correlation with the drawn letters from which a corner counts as marked
_STRIP = 256  # rows worked on at once: 4096 columns of a strip are 3 MB

Box = tuple[int, int, int, int]


def enlarge(image: Image.Image, width: int, height: int, *, crisp: bool = False) -> Image.Image:
    if image.size == (width, height):
        return image
    method = Image.Resampling.NEAREST if crisp else Image.Resampling.BICUBIC
    return image.resize((width, height), method)


def add_grain(image: Image.Image, strength: float, rng: np.random.Generator) -> None:
    """Fresh grain at the final size, in place, in strips: it keeps a 4K picture from looking empty.

    ``strength`` in grey levels (standard deviation).
    """
    if strength <= 0:
        return
    width, height = image.size
    fine = rng.standard_normal((_STRIP + 64, min(width, 1024) + 64), dtype=np.float32)
    coarse = (fine[:-1, :-1] + fine[1:, :-1] + fine[:-1, 1:] + fine[1:, 1:]) / 2
    tile = np.clip((0.6 * fine[:-1, :-1] + 0.8 * coarse) * strength + 128, 0, 255).astype(np.uint8)
    for top in range(0, height, _STRIP):
        for left in range(0, width, 1024):
            box = (left, top, min(left + 1024, width), min(top + _STRIP, height))
            dy, dx = (int(value) for value in rng.integers(0, 48, 2))
            grain = Image.fromarray(tile[dy : dy + box[3] - box[1], dx : dx + box[2] - box[0]])
            part = image.crop(box)
            image.paste(ImageChops.add(part, Image.merge("RGB", [grain] * 3), offset=-128), box)


def set_plate(image: Image.Image) -> None:
    """The DEMO plate in the lower right corner, in place: a dark translucent plate with white letters."""
    (x, y, right, bottom), font, at = _plate(*image.size)
    wide, high = right - x, bottom - y
    scale = 4
    mask = Image.new("L", (wide * scale, high * scale))
    shape = (0, 0, wide * scale - 1, high * scale - 1)
    ImageDraw.Draw(mask).rounded_rectangle(shape, radius=high * scale * 0.26, fill=184)
    mask = mask.resize((wide, high), Image.Resampling.BOX)
    image.paste((22, 22, 24), (x, y), mask)
    ImageDraw.Draw(image).text(at, "DEMO", fill=(255, 255, 255), font=font)


def plate_found(image: Image.Image) -> Box | None:
    """Where the DEMO plate of an earlier picture stands in ``image``, by its letters, or None."""
    box, font, at = _plate(*image.size)
    if box[0] <= 0 or box[1] <= 0:
        return None
    letters = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    ImageDraw.Draw(letters).text((at[0] - box[0], at[1] - box[1]), "DEMO", fill=255, font=font)
    drawn, shown = (np.asarray(part, np.float32).ravel() for part in (letters, image.crop(box).convert("L")))
    if shown.std() < 1 or drawn.std() < 1:
        return None
    return box if np.corrcoef(drawn, shown)[0, 1] > _SAME_LETTERS else None


def _plate(width: int, height: int) -> tuple[Box, ImageFont.FreeTypeFont | ImageFont.ImageFont, tuple[float, float]]:
    """The box of the plate, its font, and where its letters stand."""
    high = max(9, round(min(width, height) * PLATE_SHARE))
    font = ImageFont.load_default(max(6.0, high * 0.56))
    left, top, right, bottom = font.getbbox("DEMO")
    wide = min(round(right - left + high * 0.86), width)
    margin = max(1, min(round(high * 0.5), (width - wide) // 2))
    x, y = max(0, width - wide - margin), max(0, height - high - margin)
    return (x, y, x + wide, y + high), font, (x + (wide - right - left) / 2, y + (high - bottom - top) / 2)


def encode(image: Image.Image, fmt: str, said: str) -> bytes:
    """JPEG (quality 92, 4:4:4) or PNG (level 1: the default level costs seconds at 4K), marked as simulated.

    ``said``: what the picture shows, in the words of ``note``.
    """
    buffer = io.BytesIO()
    if fmt == "png":
        image.save(buffer, "PNG", compress_level=1, pnginfo=_png_marks(said))
    elif fmt == "jpeg":
        exif = Image.Exif()
        exif[_EXIF_DESCRIPTION], exif[_EXIF_SOFTWARE] = NOTICE, SOFTWARE
        exif[note.EXIF_PART] = note.exif(said)
        image.save(buffer, "JPEG", quality=92, subsampling=0, comment=NOTICE, exif=exif)
    else:
        raise ValueError(f"fmt must be 'jpeg' or 'png', not {fmt!r}")
    return buffer.getvalue()


def _png_marks(said: str) -> object:
    from PIL.PngImagePlugin import PngInfo

    marks = PngInfo()
    marks.add_text("Description", NOTICE)
    marks.add_text("Software", SOFTWARE)
    marks.add_text(note.FIELD, said)
    return marks
