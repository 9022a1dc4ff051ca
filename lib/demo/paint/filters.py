"""Picture filters that the finishes are made of. Pictures are display values 0 … 1, (height, width, 3) float32."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from lib.demo.paint import frame as frames
from lib.demo.paint import noise
from lib.demo.paint.colour import LUMA, Array, from_image, mix, smooth, to_image
from lib.demo.paint.frame import Frame

_DABBED_PIXELS = 340_000


def grey(picture: Array) -> Array:
    return picture @ LUMA


def saturate(picture: Array, factor: float) -> Array:
    tone = grey(picture)[..., None]
    return np.clip(tone + (picture - tone) * factor, 0, 1)


def contrast(picture: Array, factor: float, pivot: float = 0.45) -> Array:
    return np.clip((picture - pivot) * factor + pivot, 0, 1)


def resized(picture: Array, width: int, height: int) -> Array:
    """Another size, by way of 8 bits: quick, and finishes do not need more."""
    return from_image(to_image(picture).resize((width, height), Image.Resampling.BICUBIC))


def scaled(layer: Array, width: int, height: int) -> Array:
    """One float channel, (height, width), at another size."""
    image = Image.fromarray(np.ascontiguousarray(layer, np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC))


def dabs(picture: Array, reach: int) -> Array:
    """Kuwahara filter: every pixel takes the mean of the calmest of four squares beside it, which looks like dabs of
    a brush: edges stay, texture goes. ``reach`` in pixels."""
    height, width = picture.shape[:2]
    padded = np.pad(picture, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    tone = grey(padded)
    stack = np.concatenate([padded, (tone * tone)[..., None]], axis=2)
    total = np.zeros((stack.shape[0] + 1, stack.shape[1] + 1, 4), np.float64)
    np.cumsum(np.cumsum(stack, axis=0, dtype=np.float64), axis=1, out=total[1:, 1:])
    size = reach + 1
    best, out = np.full((height, width), np.inf, np.float32), np.empty_like(picture)
    for top in (0, reach):
        for left in (0, reach):
            low, high = slice(top, top + height), slice(top + size, top + size + height)
            near, far = slice(left, left + width), slice(left + size, left + size + width)
            mean = ((total[high, far] - total[low, far] - total[high, near] + total[low, near]) / size**2).astype(
                np.float32
            )
            spread = mean[..., 3] - grey(mean[..., :3]) ** 2
            calmer = spread < best
            best = np.where(calmer, spread, best)
            np.copyto(out, mean[..., :3], where=calmer[..., None])
    return out


def painted(picture: Array, frame: Frame, reach: float) -> Array:
    """``dabs`` at a size where they cost little; ``reach`` in thousandths of the short side."""
    small = painted_size(frame)
    done = dabs(resized(picture, *small), max(1, round(reach * min(small) / 1000)))
    return resized(done, frame.width, frame.height)


def painted_size(frame: Frame) -> tuple[int, int]:
    """The size, at most ``_DABBED_PIXELS``, at which shapes are simplified."""
    small = frames.painted(frame.width, frame.height, _DABBED_PIXELS)
    return max(2, small.width), max(2, small.height)


def contours(picture: Array, frame: Frame, width: float = 1.6, threshold: float = 0.035) -> Array:
    """Dark outlines, 0 … 1, where brightness or hue changes; ``width`` in thousandths of the short side."""
    radius = max(0.8, width * frame.unit / 1000)
    image = to_image(picture)
    near, far = (from_image(image.filter(ImageFilter.GaussianBlur(reach))) for reach in (radius, radius * 2.2))
    return smooth(threshold * 0.4, threshold, (far - near).max(axis=2))


def wobble(picture: Array, frame: Frame, amount: float, rng: np.random.Generator, cells: float = 40) -> Array:
    """Displace by noise, so that straight edges look made by hand. ``amount`` in thousandths of the short side."""
    fields = [
        (noise.cloudlike(rng, frame.width, frame.height, (cells * frame.half_width * 2, cells * frame.tall), 2) - 0.5)
        * (amount * frame.unit / 500)
        for _ in range(2)
    ]
    rows = np.clip(np.arange(frame.height)[:, None] + fields[0].astype(np.int32), 0, frame.height - 1)
    columns = np.clip(np.arange(frame.width)[None, :] + fields[1].astype(np.int32), 0, frame.width - 1)
    return picture[rows, columns]


def quantised(picture: Array, colours: int, frame: Frame) -> Array:
    """The picture in its own ``colours`` best colours, in clean shapes."""
    small = painted_size(frame)
    image = to_image(picture).resize(small, Image.Resampling.BICUBIC)
    thumbnail = image.resize((max(2, small[0] // 2), max(2, small[1] // 2)), Image.Resampling.BOX)
    palette = thumbnail.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1)
    flat = image.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
    return from_image(flat.resize((frame.width, frame.height), Image.Resampling.BICUBIC))


def paper(frame: Frame, rng: np.random.Generator, depth: float) -> Array:
    """Paper tooth, (height, width), 1 ± ``depth``."""
    texture = noise.tile(rng, 256, 0.75)
    x, y = frame.x() * 3.1, frame.y() * 3.1
    return 1 + (noise.look(texture, x + 0 * y, y + 0 * x) - 0.5) * (2 * depth)


def hatching(tone: Array, frame: Frame, rng: np.random.Generator) -> Array:
    """Pencil strokes in three directions, denser where ``tone`` is dark: 1 = bare paper, 0 = graphite."""
    texture = noise.tile(rng, 256, 0.6)
    x, y = np.broadcast_arrays(frame.x(), frame.y())
    sheet = np.ones_like(tone)
    for turn, light in ((0.8, 0.78), (-0.55, 0.5), (1.35, 0.28)):
        along = (x * np.cos(turn) + y * np.sin(turn)).astype(np.float32)
        across = (y * np.cos(turn) - x * np.sin(turn)).astype(np.float32)
        stroke = noise.look(texture, along * 0.35, across * 6.5)
        weight = smooth(light + 0.12, light - 0.3, tone)
        sheet *= 1 - weight * smooth(0.42, 0.62, stroke) * 0.62
    return sheet


def duotone(tone: Array, dark: Array, light: Array) -> Array:
    return mix(dark, light, tone[..., None]).astype(np.float32)
