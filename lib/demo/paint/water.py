"""Water that mirrors what stands over it, rippled in perspective."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise
from lib.demo.paint.colour import Array, mix, smooth
from lib.demo.paint.frame import Frame


def flood(
    picture: Array,
    mirror: Array,
    frame: Frame,
    horizon: float,
    body: Array,
    rng: np.random.Generator,
    *,
    swell: float = 0.35,
) -> None:
    """Turn everything below ``horizon`` (short sides from the top) of ``picture`` into water, in place.

    ``mirror`` is the world upside down, already in place under the horizon. ``swell``: 0 glass, 1 rough sea; a rough
    one has white caps.
    """
    first = int(np.clip(round(horizon * frame.unit), 1, frame.height))
    if first >= frame.height:
        return
    y, x = frame.y()[first:] - horizon, frame.x()
    away = 0.055 / (y + 0.006)
    texture = noise.tile(rng, 512, 1.35)
    u, v = x * away * 1.1 + 0.3, np.broadcast_to(away * 2.6 + 0.1, (len(y), frame.width))
    ripple = noise.look(texture, u, v) - 0.5
    chop = noise.look(texture, u * 3.1 + 0.7, v * 3.4) - 0.5
    near = np.minimum(y * 1.5, 0.5) + 0.012
    wave = (ripple + 0.6 * chop) * (near * swell)
    total = np.zeros((len(y), frame.width, 3), np.float32)
    rows, columns = np.arange(first, frame.height)[:, None], np.arange(frame.width)[None, :]
    for share in (0.35, 1.0, 1.8):
        row = np.clip(rows + (wave * share * frame.unit).astype(np.int32), first, frame.height - 1)
        column = np.clip(columns + (wave * share * 0.32 * frame.unit).astype(np.int32), 0, frame.width - 1)
        total += mirror[row, column]
    total /= 3
    steep = smooth(0.0, 0.75, y)[..., None]
    facet = np.clip(1 + (ripple + chop)[..., None] * (1.5 * swell + 0.1) * smooth(0, 0.12, y)[..., None], 0.3, 1.9)
    reflected = 0.94 - 0.42 * steep
    caps = smooth(0.2, 0.34, ripple * 0.7 + chop * 0.6 - 0.06) * smooth(0.01, 0.1, y) * max(0.0, swell - 0.6) * 2.5
    surface = total * reflected * facet + body * (1 - reflected) * facet
    picture[first:] = mix(surface, mirror[first : first + 1] * 1.2 + 0.12, caps[..., None])


def breakers(picture: Array, frame: Frame, horizon: float, body: Array, sky: Array, rng: np.random.Generator) -> None:
    """Rows of heavy waves over the water, the near ones higher, with foam on their crests; in place."""
    texture = noise.tile(rng, 256, 1.9, 2.0)
    deep = frame.tall - horizon
    x = frame.x()
    for row, near in enumerate(np.linspace(0.12, 0.95, 7)):
        shape = noise.look(texture, x * float(0.75 - 0.4 * near) + row * 0.37, np.full_like(x, 0.1 + row * 0.13))
        crest = horizon + deep * float(near) - float(0.03 + 0.2 * near) * (0.3 + shape) * min(deep, 1.0)
        first = int(np.clip(float(crest.min()) * frame.unit, 0, frame.height - 1))
        below = frame.y()[first:] - crest
        height = float(0.05 + 0.22 * near)
        streaks = noise.look(texture, x * 1.3 + row + 0 * below, below * 3.5 + 0.3 * shape) - 0.5
        lit = np.exp(-np.maximum(below, 0) / height * 2.2)[..., None]
        tone = mix(body * 0.55, body + sky * 0.35, lit) * (1 + 0.8 * streaks)[..., None]
        lace = smooth(0.55, 0.75, shape + streaks * 0.8) * smooth(height * 0.5, 0.0, below)
        foam = np.maximum(lace, 0.7 * smooth(0.012, 0.0, below + 0.02 * streaks))
        tone = mix(tone, sky * 1.1 + 0.1, (foam * 0.8)[..., None])
        cover = np.clip(below * frame.unit + 0.5, 0, 1) * smooth(height * 1.7, height * 0.6, below)
        picture[first:] = mix(picture[first:], tone, cover[..., None])


def upside_down(picture: Array, frame: Frame, horizon: float) -> Array:
    """The part over ``horizon`` mirrored below it; where the mirror runs out, its last row goes on."""
    first = int(np.clip(round(horizon * frame.unit), 1, frame.height))
    rows = np.clip(2 * first - 1 - np.arange(frame.height), 0, first - 1)
    mirror = picture.copy()
    mirror[first:] = picture[rows[first:]]
    return mirror


def tint(zenith: Array, horizon: Array, named: Array | None) -> Array:
    """The water's own colour: what was named, else a deep tone of the sky."""
    deep = mix(zenith, horizon, 0.25) * np.array([0.35, 0.5, 0.55], np.float32)
    if named is None:
        return deep
    return mix(deep, named * (float(horizon.mean()) + 0.15), 0.85)
