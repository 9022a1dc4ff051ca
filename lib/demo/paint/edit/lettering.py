"""Words set into a picture, at its final size, where it is calm enough to read them."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from lib.demo.paint.colour import Array, from_image

_MARGIN = 0.07  # of the width, on either side
_PLACES = {"top": 0.06, "middle": 0.5, "bottom": 0.94}
_LINES = 4


def set_words(image: Image.Image, texts: tuple[str, ...], place: str) -> None:
    """The first text large, the others smaller under it; in place. What the font does not have is left out."""
    lines = [line for text in texts if (line := _known(text))]
    if not lines:
        return
    layout = _laid_out(lines, image.size)
    high = sum(step for *_, step in layout)
    place = place or _calmest(image, high)
    top = round((image.height - high) * {"top": 0.07, "middle": 0.5, "bottom": 0.92}[place])
    ink = Image.new("L", image.size)
    pen = ImageDraw.Draw(ink)
    at = top
    for line, font, step in layout:
        pen.text((image.width / 2, at), line, fill=255, font=font, anchor="ma")
        at += step
    box = (0, max(0, top - high // 4), image.width, min(image.height, top + high + high // 4))
    light = float(np.asarray(image.crop(box).convert("L"), np.float32).mean()) > 165
    _shaded(image, ink, box, light=light)
    image.paste((24, 23, 22) if light else (252, 250, 246), (0, 0), ink)


def _known(text: str) -> str:
    """The characters of ``text`` that the font can draw: its box for unknown ones would be seen."""
    font = ImageFont.load_default(24.0)
    unknown = bytes(font.getmask("\U0010fffe"))
    kept = (c for c in text if c.isspace() or bytes(font.getmask(c)) != unknown)
    return " ".join("".join(kept).split())


def _laid_out(
    lines: list[str], size: tuple[int, int]
) -> list[tuple[str, ImageFont.FreeTypeFont | ImageFont.ImageFont, int]]:
    """Lines with their fonts and the step to the next, within the margins and a third of the height."""
    room = size[0] * (1 - 2 * _MARGIN)
    out = []
    for number, line in enumerate(lines):
        points = min(size) * (0.1 if number == 0 else 0.045)
        font = ImageFont.load_default(max(6.0, points))
        for _ in range(12):
            parts = _wrapped(line, font, room)
            if len(parts) <= _LINES and all(font.getlength(part) <= room for part in parts):
                break
            points *= 0.85
            font = ImageFont.load_default(max(6.0, points))
        out += [(part, font, round(points * 1.22)) for part in parts]
    return out


def _wrapped(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: float) -> list[str]:
    parts = [""]
    for word in line.split():
        longer = f"{parts[-1]} {word}".strip()
        if font.getlength(longer) <= room or not parts[-1]:
            parts[-1] = longer
        else:
            parts.append(word)
    return parts


def _calmest(image: Image.Image, high: int) -> str:
    """The place whose tones change least; the upper one when they are equal."""
    small = image.convert("L").resize((48, 48), Image.Resampling.BOX)
    tone = from_image(small)
    rows = max(4, round(48 * high / image.height))

    def restless(place: str) -> float:
        top = round((48 - rows) * {"top": 0.07, "middle": 0.5, "bottom": 0.92}[place])
        part = tone[top : top + rows]
        return (
            float(part.std() + np.abs(np.diff(part, axis=1)).mean() * 3)
            * {"top": 1.0, "bottom": 1.15, "middle": 1.5}[place]
        )

    return min(_PLACES, key=restless)


def _shaded(image: Image.Image, ink: Image.Image, box: tuple[int, int, int, int], *, light: bool) -> None:
    """A soft veil behind the letters, as strong as their ground is restless, in place."""
    part: Array = from_image(image.crop(box).convert("L"))
    strength = float(np.clip(part.std() * 2.2, 0.05, 0.5))
    small = ink.crop(box)
    reach = max(2, small.height // 7)
    veil = small.resize((max(1, small.width // 4), max(1, small.height // 4)), Image.Resampling.BOX)
    veil = veil.filter(ImageFilter.GaussianBlur(reach / 4)).resize(small.size, Image.Resampling.BICUBIC)
    veil = ImageChops.multiply(veil, Image.new("L", veil.size, 255)).point(
        lambda value: min(255, int(value * 2 * strength))
    )
    image.paste((250, 248, 244) if light else (14, 14, 16), box[:2], veil)
