"""What the demo engine sees in a picture: its size, main colours and light, and what it has painted there itself."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.colour import Array, from_image
from lib.demo.paint.edit import given, oklab

_SMALL = 256  # pixels of the long side that are looked at
_LEAST = 0.045  # share of the picture from which a colour is named
_NAMED = 4

# Plain names of colours that the eye would call so, several to a name: the nearest one in Oklab is taken.
_NAMES = {
    "black": "#000000 #17181a #22242a", "white": "#ffffff #f4f3f0 #e9eaec", "grey": "#5c5e62 #8c8f93 #b8babd",
    "red": "#c8242f #8f1a20 #e8433e", "orange": "#ee7d1b #f59a45", "brown": "#6f4527 #8a5a34 #3f2817",
    "yellow": "#f3c321 #f9e04a #ffff00", "green": "#2f8f4a #1f4d2a #7fb04a #00ff00", "teal": "#14807f #0d4a4c #4fb3ae",
    "blue": "#2660bf #5f9fe0 #0000ff #9cc4ea", "navy": "#16264d #0c1430 #2a3566", "purple": "#6a2f9a #8c6bc0 #3f2560",
    "pink": "#ee86a9 #f4b8c8 #d0218f", "beige": "#d9c8a9 #ecdcc2 #c2a988", "gold": "#c9962f #d9a94a",
}  # fmt: skip
_WORDS = [name for name, colours in _NAMES.items() for _ in colours.split()]
_MODELS = np.stack([oklab.of(colour) for colours in _NAMES.values() for colour in colours.split()])


def seen(data: bytes) -> dict[str, object]:
    """``width`` and ``height`` (pixels, upright), ``colours`` (up to four names, most first), ``light`` (a few words)
    and ``painted`` (what the demo engine painted here, or ""). Raises ValueError for bytes that are no picture."""
    found = given.opened(data, _SMALL)
    picture = from_image(found.image)
    weight = np.ones(picture.shape[:2]) if found.cover is None else from_image(found.cover)
    lab = oklab.oklab(picture)
    return {
        "width": found.width,
        "height": found.height,
        "colours": _colours(lab.reshape(-1, 3), weight.ravel()),
        "light": _light(lab, weight),
        "painted": found.note,
    }


def _colours(lab: Array, weight: Array) -> list[str]:
    nearest = np.argmin(((lab[:, None] - _MODELS) ** 2 * np.array([1, 2.5, 2.5], np.float32)).sum(axis=2), axis=1)
    shares: dict[str, float] = {}
    for number, share in enumerate(np.bincount(nearest, weights=weight, minlength=len(_MODELS))):
        shares[_WORDS[number]] = shares.get(_WORDS[number], 0.0) + float(share)
    total = max(sum(shares.values()), 1e-6)
    ranked = sorted(shares, key=lambda name: -shares[name])
    return [name for at, name in enumerate(ranked[:_NAMED]) if not at or shares[name] >= _LEAST * total]


def _light(lab: Array, weight: Array) -> str:
    sure = weight > 0.5 if (weight > 0.5).any() else weight >= 0
    tone = lab[..., 0][sure]
    level, spread, warmth = float(tone.mean()), float(tone.std()), float(lab[..., 2][sure].mean())
    words = ["dark" if level < 0.36 else "dim" if level < 0.52 else "bright" if level > 0.76 else "medium bright"]
    words += ["low contrast" if spread < 0.1 else "high contrast" if spread > 0.24 else "even"]
    words += ["warm"] if warmth > 0.03 else ["cool"] if warmth < -0.02 else []
    return " and ".join(words) if words[1:] == ["even"] else ", ".join(words)
