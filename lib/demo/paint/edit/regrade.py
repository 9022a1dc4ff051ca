"""Another light on a given picture, and other tones: what a photographer waits for and a colourist does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from lib.demo.paint import filters, noise, sky
from lib.demo.paint.colour import LUMA, Array, display, linear, mix, smooth
from lib.demo.paint.edit import oklab
from lib.demo.paint.edit.view import View
from lib.demo.paint.light import LIGHTS, Light


@dataclass(frozen=True)
class Grade:
    """``level``: exposure; ``shadows`` and ``lights``: the colours of dark and bright places; ``depth``: contrast;
    ``colour``: saturation; ``glow``: a low light from one side; ``lamps``: bright warm places go on shining."""

    level: float
    shadows: str
    lights: str
    depth: float = 1.0
    colour: float = 1.0
    glow: str = ""
    lamps: float = 0.0


GRADES: Mapping[str, Grade] = {
    "dawn": Grade(0.8, "#7f86b4", "#ffd0ae", 0.9, 0.9, "#ffb98a"),
    "morning": Grade(1.02, "#b9c6dc", "#fff1d6", 1.0, 1.0, "#fff0c8"),
    "golden": Grade(0.92, "#a07a5c", "#ffca85", 1.08, 1.12, "#ffae52"),
    "noon": Grade(1.25, "#c6d6ea", "#fffaf0", 1.1, 1.1),
    "overcast": Grade(0.92, "#b2bcc6", "#e6ebee", 0.82, 0.7),
    "storm": Grade(0.5, "#5f6f7f", "#b8c6cb", 1.1, 0.5),
    "dusk": Grade(0.3, "#3a3f8c", "#f0a080", 1.05, 0.95, "#ff8a4a", 0.8),
    "blue": Grade(0.26, "#24418f", "#a9b4de", 1.0, 0.85, "", 0.9),
    "night": Grade(0.1, "#1d2f6b", "#8fa6e0", 1.08, 0.6, "", 1.0),
    "neon": Grade(0.16, "#2a1c6a", "#f08ae0", 1.15, 1.1, "", 0.8),
    "studio": Grade(1.12, "#d9dce2", "#ffffff", 1.06, 1.0),
    "highkey": Grade(1.5, "#e6e8ec", "#ffffff", 0.85, 0.92),
    "lowkey": Grade(0.2, "#6a6470", "#ffe9cf", 1.3, 0.9, "#fff0dc"),
    "candle": Grade(0.3, "#5a2a14", "#ffb866", 1.12, 0.9, "#ff9a3c"),
    "backlit": Grade(0.6, "#7a6a78", "#ffe0b0", 1.15, 0.95, "#ffd9a0"),
    "window": Grade(0.75, "#8d98ac", "#fff3e0", 1.1, 0.95, "#fff4e2"),
}


def relight(view: View, name: str, rng: np.random.Generator, *, disc: bool = True) -> None:
    """The picture in another light: its sky repainted, its land regraded, lamps left shining.

    ``disc``: whether the new sky may have a sun or a moon of its own.
    """
    grade = GRADES[name]
    light = oklab.linear_of(view.picture)
    shine = _shining(light) * grade.lamps
    side = -1.0 if _brighter_left(light) else 1.0
    land = _graded(light, grade)
    if grade.glow:
        land = land + _glow(view, side)[..., None] * linear(grade.glow) * (0.1 + 0.5 * land)
    if name == "lowkey":
        x, y = view.frame.x() / view.frame.half_width, view.frame.y() / view.frame.tall * 2 - 1
        land = land * (0.12 + 1.3 * np.exp(-((x / 0.6) ** 2) - (y / 0.75) ** 2))[..., None]
    if name == "neon":
        land = _gels(view, land)
    out = oklab.display_of(land)
    if view.sky is not None and name in LIGHTS:
        out = mix(
            out,
            _new_sky(view, LIGHTS[name] if disc else replace(LIGHTS[name], sun=0.0), side, rng),
            (view.sky * 0.93)[..., None],
        )
        if name in ("dusk", "golden", "dawn"):
            out = _haze(view, out, name)
    warm = np.array([1.0, 0.78, 0.5], np.float32)
    spill = noise.blur(shine, view.frame.unit / 28) * 1.6 + noise.blur(shine, view.frame.unit / 9) * 1.5
    kept = mix(out, np.maximum(out, view.picture), np.minimum(shine * 1.2, 1)[..., None])
    view.picture = np.clip(kept + (np.minimum(spill, 0.7) * 0.4)[..., None] * warm, 0, 1).astype(np.float32)


def _graded(light: Array, grade: Grade) -> Array:
    """``light`` at another level, split into the colours of shadows and lights."""
    tone = light @ LUMA
    mean = max(float(np.exp(np.log(tone + 0.01).mean())), 0.02)
    calm = light * min(1.0, (0.42 / mean) ** 0.5) if grade.level < 0.7 else light  # a bright room must dim further
    tone = (calm @ LUMA)[..., None]
    calm = np.maximum(tone + (calm - tone) * grade.colour, 0)
    place = smooth(0.0, 0.6, np.sqrt(tone))
    tint = mix(_even(grade.shadows), _even(grade.lights), place)
    deep = np.maximum(tone, 1e-4) / 0.18
    return (calm * tint * deep ** (grade.depth - 1) * grade.level).astype(np.float32)


def _even(colour: str) -> Array:
    """A tint that keeps brightness."""
    tint = linear(colour)
    return cast(Array, tint / max(float(tint @ LUMA), 0.01) ** 0.85)


def _shining(light: Array) -> Array:
    """Places that shine by themselves: small, far brighter than what is around them, and not blue."""
    tone = light @ LUMA
    reach = min(tone.shape) / 14
    lead = tone - noise.blur(tone, reach)
    warm = smooth(-0.02, 0.1, light[..., 0] - light[..., 2])
    peak = smooth(0.16, 0.42, lead) * warm
    small = 1 - smooth(0.1, 0.3, noise.blur(peak, reach * 1.5))
    dark = float(np.clip((0.3 - tone.mean()) / 0.12, 0, 1))  # by day a white wall is no lamp
    return cast(Array, (peak * small * dark).astype(np.float32))


def _brighter_left(light: Array) -> bool:
    half = max(1, light.shape[1] // 2)
    return float(light[:, :half].mean()) > float(light[:, -half:].mean())


def _glow(view: View, side: float) -> Array:
    """Low light that comes in from one side and fades across the picture."""
    x, y = view.frame.x() / view.frame.half_width, view.frame.y() / view.frame.tall
    return np.exp(-(((x - side * 1.1) / 0.95) ** 2) - ((y - 0.35) / 0.6) ** 2).astype(np.float32)


def _new_sky(view: View, light: Light, side: float, rng: np.random.Generator) -> Array:
    """The painter's sky in ``light``, with the clouds that the given sky has."""
    old = filters.grey(view.picture)
    broad = noise.blur(old, view.frame.unit / 5)
    clouds = np.clip(1 + (old - broad) * 1.6, 0.6, 1.7)
    horizon = max(view.horizon, 0.12)
    fresh = sky.paint(view.frame, light, horizon, side * view.frame.half_width * 0.5, rng, clouds=0.35)
    return display(fresh * clouds[..., None])


def _haze(view: View, picture: Array, name: str) -> Array:
    """The low sun's light lies over what is near the horizon."""
    light = LIGHTS[name]
    band = np.exp(-(((view.frame.y() - view.horizon) / 0.16) ** 2)) * 0.3
    assert view.sky is not None
    return mix(picture, display(light.horizon[None, None])[0, 0], (band * (1 - view.sky))[..., None])


def _gels(view: View, land: Array) -> Array:
    """Two coloured lamps, cyan and magenta, from the two sides; edges that face them catch the light."""
    tone = noise.blur(filters.grey(view.picture), view.frame.unit / 110)
    slope = np.gradient(tone, axis=1) * view.frame.unit / 14
    x = view.frame.x() / view.frame.half_width
    body = 0.12 + filters.grey(view.picture)[..., None]
    for turn, colour in ((-1.0, "#16d8ff"), (1.0, "#ff2fae")):
        wash = np.exp(-(((x - turn) / 0.7) ** 2)) * 0.2
        rim = np.clip(-turn * -slope, 0, 1) * 0.5
        land = land + (wash + rim)[..., None] * body * linear(colour) * 0.9
    return land


def _mapped(picture: Array, change: Callable[[Array], Array]) -> Array:
    return np.clip(oklab.back(change(oklab.oklab(picture))), 0, 1).astype(np.float32)


def _tinted(a: float, b: float, lift: float = 0.0) -> Callable[[Array], Array]:
    return lambda picture: _mapped(
        picture, lambda lab: lab + np.array([lift, a, b], np.float32) * (0.35 + lab[..., :1])
    )


def _scaled(lightness: float, pivot: float, colour: float, lift: float = 0.0) -> Callable[[Array], Array]:
    def change(lab: Array) -> Array:
        bright = (lab[..., :1] - pivot) * lightness + pivot + lift
        return np.concatenate([bright, lab[..., 1:] * colour], axis=-1)

    return lambda picture: _mapped(picture, change)


def _cinematic(picture: Array) -> Array:
    """Teal shadows, orange lights."""

    def change(lab: Array) -> Array:
        tone = lab[..., :1]
        split = mix(np.array([0, -0.045, -0.04]), np.array([0, 0.03, 0.055]), smooth(0.3, 0.8, tone))
        return np.asarray(_deepened(lab) + split.astype(np.float32))

    return _mapped(picture, change)


def _deepened(lab: Array) -> Array:
    return lab * np.array([1, 1.05, 1.05], np.float32) + (lab[..., :1] - 0.6) * np.array([0.12, 0, 0], np.float32)


def _pastel(picture: Array) -> Array:
    """Light, clear and quiet: high tones, colours of even strength."""

    def change(lab: Array) -> Array:
        strength = np.hypot(lab[..., 1:2], lab[..., 2:])
        even = lab[..., 1:] * (0.075 * smooth(0.0, 0.05, strength) / np.maximum(strength, 0.02) * 0.6 + 0.28)
        return np.concatenate([0.58 + 0.4 * lab[..., :1] ** 0.9, even], axis=-1)

    return _mapped(picture, change)


def _soft(picture: Array) -> Array:
    """A veil: light spills, contrast sinks."""
    veil = noise.blur(picture, min(picture.shape[:2]) / 45)
    glow = 1 - (1 - picture) * (1 - veil * 0.45)
    return _scaled(0.8, 0.6, 0.92)(mix(picture, glow, 0.6).astype(np.float32))


def _sharp(picture: Array) -> Array:
    fine = picture - noise.blur(picture, max(1.0, min(picture.shape[:2]) / 320))
    return np.clip(picture + fine * 1.1, 0, 1)


TONES: Mapping[str, Callable[[Array], Array]] = {
    "warmer": _tinted(0.014, 0.042, 0.004),
    "cooler": _tinted(-0.012, -0.042),
    "bright": _scaled(0.86, 1.0, 1.02, 0.03),
    "dark": _scaled(0.86, 0.1, 0.95, -0.035),
    "contrast": _scaled(1.32, 0.55, 1.1),
    "soft": _soft,
    "vivid": _scaled(1.06, 0.55, 1.45),
    "muted": _scaled(0.95, 0.55, 0.5),
    "pastel": _pastel,
    "cinematic": _cinematic,
    "sharp": _sharp,
}

_QUIET = ("warmer", "cooler", "vivid", "bright", "soft")


def gentle(view: View, digest: int) -> None:
    """A visible but quiet regrade for words that ask for nothing known, drawn from them by lot."""
    view.picture = TONES[_QUIET[digest % len(_QUIET)]](TONES["contrast"](view.picture))
