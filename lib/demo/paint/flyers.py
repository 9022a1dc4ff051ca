"""What a landscape shows above its land when the words name it: hot-air balloons, an airliner, a castle on a knoll."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, Point
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading

_SILKS = ("#c8242f", "#f0b429", "#f1ead9", "#1f5a7a", "#d9682b", "#6b3f7a")
_GORES = 9  # strips of silk that show


def _day(light: Light) -> Array:
    return light.ambient * 0.85 + light.glow * light.sun * 0.5 + 0.05


def balloons(
    layer: Layer, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> None:
    """One near and a few far ones, each striped in two colours."""
    named = [linear(colour) for colour in (reading.colour("subject"), *reading.palette) if colour]
    sizes = sorted([float(rng.uniform(0.13, 0.17)), *rng.uniform(0.025, 0.06, int(rng.integers(3, 6))).tolist()])
    side = 1.0 if rng.random() < 0.5 else -1.0
    for number, size in enumerate(sizes):
        near = number == len(sizes) - 1
        x = side * float(rng.uniform(0.1, 0.5)) if near else float(rng.uniform(-0.85, 0.85))
        y = horizon * float(rng.uniform(0.42, 0.6)) if near else horizon * float(rng.uniform(0.3, 0.95))
        silks = [linear(_SILKS[index]) for index in rng.permutation(len(_SILKS))[:2]]
        if named:
            silks = [named[0], named[1] if len(named) > 1 else linear("#f1ead9")]
        air = max(0.0, 0.55 - size * 5)
        _balloon(layer, (x * frame.half_width, y), size, silks, light, air)


def _balloon(layer: Layer, spot: Point, size: float, silks: list[Array], light: Light, air: float) -> None:
    haze = mix(light.horizon, light.middle, 0.4)
    edges = np.sin(np.linspace(-np.pi / 2, np.pi / 2, _GORES + 1))
    for gore in range(_GORES):
        shade = 1.05 - 0.5 * ((gore + 0.5) / _GORES) ** 1.5
        tone = mix(silks[gore % 2] * _day(light) * 1.5 * shade, haze, air)
        outline = [*_meridian(float(edges[gore])), *reversed(_meridian(float(edges[gore + 1])))]
        layer.shape(spot, size, outline, tone)
    wood = mix(linear("#5a3d26") * _day(light), haze, air)
    for side in (-1, 1):
        layer.line(
            [
                (spot[0] + side * 0.17 * size, spot[1] + 1.12 * size),
                (spot[0] + side * 0.09 * size, spot[1] + 1.5 * size),
            ],
            wood,
            0.018 * size,
        )
    layer.shape(spot, size, [(-0.11, -1.48), (0.11, -1.48), (0.09, -1.68), (-0.09, -1.68)], wood)


def _meridian(across: float) -> list[Point]:
    """A seam of the envelope from top to mouth; ``across`` −1 … 1 is where it runs at its widest."""
    t = np.linspace(0, 1, 24)
    dome, cone = np.minimum(t / 0.45, 1) * np.pi / 2, np.maximum(t - 0.45, 0) / 0.55
    wide = np.sin(dome) - 0.82 * cone**1.7
    high = np.cos(dome) - 1.15 * cone
    return list(zip((across * wide).tolist(), high.tolist(), strict=True))


def airliner(
    layer: Layer, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator
) -> None:
    """Seen from its side, climbing."""
    side = 1.0 if rng.random() < 0.5 else -1.0
    size = float(rng.uniform(0.17, 0.23)) * min(1.0, frame.half_width * 2)
    spot = (side * -0.06, horizon * float(rng.uniform(0.4, 0.55)))
    climb = float(rng.uniform(0.1, 0.2))
    white = linear(reading.colour("subject", default="#eef0f2")) * _day(light) * 1.3
    trim = (linear(reading.palette[0]) if reading.palette else linear("#27486b")) * _day(light)

    def part(points: list[Point], tone: Array) -> None:
        turned = [(side * (x - y * climb), y + x * climb) for x, y in points]
        layer.shape(spot, size, turned, tone)

    t = np.linspace(0, np.pi, 30)
    top = [(float(x), float(y)) for x, y in zip(np.cos(t), 0.1 * np.sin(t) ** 0.45, strict=True)]
    belly = [(float(x), float(-y)) for x, y in zip(-np.cos(t), 0.085 * np.sin(t) ** 0.6, strict=True)]
    part([(-0.62, 0.06), (-0.95, 0.42), (-0.8, 0.42), (-0.42, 0.08)], trim)
    part([(0.12, 0.02), (-0.22, 0.3), (-0.14, 0.3), (0.3, 0.02)], white * 0.55)
    part([(x, y + 0.01) for x, y in top] + belly, white)
    part([(x, y * 0.9) for x, y in belly] + [(x, -0.03) for x, _ in reversed(belly)], white * 0.62)
    part([(-0.7, 0.03), (-1.02, 0.12), (-0.94, 0.12), (-0.5, 0.03)], white * 0.8)
    for x in np.arange(-0.55, 0.72, 0.075):
        part([(x, 0.03), (x + 0.032, 0.03), (x + 0.032, 0.058), (x, 0.058)], trim * 0.5)
    part([(0.84, 0.045), (0.9, 0.04), (0.87, 0.075), (0.82, 0.078)], trim * 0.5)
    part([(0.24, -0.03), (-0.5, -0.42), (-0.4, -0.42), (0.02, -0.2), (0.42, -0.03)], white * 0.8)
    part([(-0.02, -0.19), (0.16, -0.17), (0.18, -0.24), (0.0, -0.27)], trim * 0.9)


def kite(layer: Layer, spot: Point, size: float, light: Light, reading: Reading, ground: float) -> None:
    """A kite of four fields on two spars, with bows on its tail and a line down to ``ground``."""
    silk = linear(reading.colour("kite", default="#c8242f")) * _day(light) * 1.4
    top, right, foot, left = (0.12, 1.0), (0.78, 0.34), (-0.3, -1.25), (-0.66, 0.2)
    cross = (0.02, 0.26)
    for corners, share in (((top, right), 1.0), ((right, foot), 0.72), ((foot, left), 0.85), ((left, top), 1.2)):
        layer.shape(spot, size, [cross, *corners], silk * share)
    wood = linear("#4a3524") * _day(light)
    at = [(spot[0] + x * size, spot[1] - y * size) for x, y in (top, foot, left, right, cross)]
    layer.line([at[0], at[1]], wood, 0.02 * size)
    layer.line([at[2], at[3]], wood, 0.02 * size)
    t = np.linspace(0, 1, 24)
    tail = [(at[1][0] - 1.1 * size * f + 0.22 * size * np.sin(f * 9), at[1][1] + 1.5 * size * f) for f in t.tolist()]
    layer.line(tail, wood, 0.025 * size)
    for x, y in tail[4::5]:
        for side in (-1, 1):
            layer.polygon(
                [(x, y), (x + side * 0.16 * size, y - 0.09 * size), (x + side * 0.16 * size, y + 0.09 * size)], silk
            )
    hand = at[4][0] - 2.4 * size
    line = [(at[4][0] + (hand - at[4][0]) * f, at[4][1] + (ground - at[4][1]) * f**1.35) for f in t.tolist()]
    layer.line(line, mix(light.horizon, light.zenith, 0.5) * 0.55, 0.0016)


def castle(
    layer: Layer, x: float, foot: float, size: float, light: Light, reading: Reading, rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    """Towers and walls on a wooded knoll; returns its lit windows as x, y, radius."""
    stone = linear(reading.colour("building", default="#a59c8e")) * _day(light)
    roof = linear("#4f5a6b") * _day(light)
    tones = (stone, stone * 0.72, roof)
    air = mix(light.horizon, light.middle, 0.4)
    stone, shade, roof = (mix(tone, air, 0.25) for tone in tones)
    wood = linear(reading.colour("trees", "land", default="#4a5a34")) * _day(light)
    layer.shape((x, foot), size, [(-0.7, 0), (-0.7, 0.42), (0.68, 0.42), (0.68, 0)], stone)
    for tooth in np.arange(-0.68, 0.6, 0.13):
        layer.shape((x, foot), size, [(tooth, 0.41), (tooth, 0.49), (tooth + 0.07, 0.49), (tooth + 0.07, 0.41)], stone)
    lit = []
    for at, wide, high in (
        (-0.72, 0.17, 0.78),
        (0.7, 0.16, 0.68),
        (-0.28, 0.13, 1.0),
        (0.12, 0.2, 1.32),
        (0.42, 0.11, 0.9),
    ):
        layer.shape((x, foot), size, [(at - wide, 0), (at - wide, high), (at + wide, high), (at + wide, 0)], stone)
        layer.shape(
            (x, foot), size, [(at + wide * 0.2, 0), (at + wide * 0.2, high), (at + wide, high), (at + wide, 0)], shade
        )
        layer.shape((x, foot), size, [(at - wide * 1.2, high), (at, high + wide * 2.9), (at + wide * 1.2, high)], roof)
        layer.shape(
            (x, foot), size, [(at + wide * 0.15, high), (at, high + wide * 2.9), (at + wide * 1.2, high)], roof * 0.75
        )
        pane = linear("#ffc56e") * 1.4 if light.lamps else roof * 0.35
        layer.shape(
            (x, foot),
            size,
            [(at - 0.03, high * 0.72), (at - 0.03, high * 0.84), (at + 0.02, high * 0.84), (at + 0.02, high * 0.72)],
            pane,
        )
        lit.append((x + at * size, foot - high * 0.78 * size, size * 0.07))
    layer.shape(
        (x, foot), size, [(-0.12, 0), (-0.12, 0.2), (-0.06, 0.26), (0.02, 0.26), (0.08, 0.2), (0.08, 0)], roof * 0.3
    )
    for out in np.sort(rng.uniform(0, 1, 320)):
        at, low = float(rng.uniform(-1, 1)) * (0.95 + 0.75 * out), 0.07 - 0.5 * out
        leaf = float(rng.uniform(0.03, 0.075)) * size
        tone = mix(wood * float(rng.uniform(0.5, 1.05)), air, 0.2 + 0.15 * out)
        layer.disc(x + at * size, foot - (low - 0.17 * at * at) * size, leaf, leaf * 0.8, tone)
    return lit if light.lamps else []
