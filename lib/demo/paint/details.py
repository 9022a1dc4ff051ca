"""Small things that stand in a landscape when the words name them: a house, a tree, birds, a walker, a lighthouse."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import flyers, passers
from lib.demo.paint.colour import Array, linear, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading


def scatter(
    picture: Array, frame: Frame, light: Light, reading: Reading, horizon: float,
    footing: list[tuple[float, float, float]], rng: np.random.Generator,
) -> None:  # fmt: skip
    """Paint what ``reading`` names into the landscape. ``footing``: free places as x, y, and how large things look."""
    layer = Layer(frame)
    if reading.has("wheat"):
        ears(layer, frame, light, reading, rng)
    places = [footing[index] for index in rng.permutation(len(footing))]
    lamps: list[tuple[float, float, float]] = []
    if reading.has("castle") and places:
        x, y, near = min(places, key=lambda place: abs(place[0]) + abs(place[1] - horizon))
        lamps += flyers.castle(layer, x * 0.6, y + 0.02, 0.15 + 0.06 * near, light, reading, rng)
    if reading.has("house") and places:
        x, y, near = places.pop()
        lamps += house(layer, x, y + 0.01, 0.03 + 0.1 * near, light, reading)
    if reading.has("tree", "trees") and reading.scene == "hills" and places:
        x, y, near = max(places[:6], key=lambda place: place[2])  # large, and clear of the haze
        tree(layer, x, y + 0.01, 0.2 + 0.36 * near, light, reading, rng)
    if reading.has("figure") and places:
        x, y, near = places.pop()
        passers.walker(layer, x, y + 0.01, 0.05 + 0.12 * near, light, reading, rng)
    if reading.has("birds"):
        birds(layer, frame, light, horizon, rng)
    if reading.has("balloons"):
        flyers.balloons(layer, frame, light, reading, horizon, rng)
    if reading.has("kite"):
        kites(layer, frame, light, reading, horizon, rng)
    if reading.has("airplane"):
        flyers.airliner(layer, frame, light, reading, horizon, rng)
    layer.over(picture)
    for lamp_x, lamp_y, size in lamps:
        glow(picture, frame, (lamp_x, lamp_y), size, linear("#ffb65c") * 1.4)


def birds(layer: Layer, frame: Frame, light: Light, horizon: float, rng: np.random.Generator) -> None:
    """A loose flock: two strokes each."""
    centre = float(rng.uniform(-0.4, 0.4)) * frame.half_width, horizon * float(rng.uniform(0.3, 0.6))
    tone = mix(light.zenith, light.middle, 0.5) * 0.25
    for _ in range(11):
        x, y = centre[0] + float(rng.normal(0, 0.14)), centre[1] + float(rng.normal(0, 0.06))
        span, lift = float(rng.uniform(0.008, 0.016)), float(rng.uniform(0.2, 0.7))
        layer.line([(x - span, y - span * lift), (x - span * 0.4, y - span * lift * 1.1), (x, y)], tone, 0.0025)
        layer.line([(x, y), (x + span * 0.4, y - span * lift * 1.1), (x + span, y - span * lift)], tone, 0.0025)


def kites(layer: Layer, frame: Frame, light: Light, reading: Reading, horizon: float, rng: np.random.Generator) -> None:
    """As many as were counted, side by side in the wind, their lines held from below the picture."""
    number = max(1, min(reading.count("kites", "kite", default=1), 9))
    for x in np.linspace(-0.5, 0.6, number) if number > 1 else (0.18,):
        spot = float(x) * frame.half_width, horizon * float(rng.uniform(0.32, 0.52))
        flyers.kite(layer, spot, 0.11 if number == 1 else 0.07, light, reading, frame.tall * 0.93)


def ears(layer: Layer, frame: Frame, light: Light, reading: Reading, rng: np.random.Generator) -> None:
    """A field of stalks with ears in front, the nearer ones larger, all bent by the same wind."""
    gold = linear(reading.colour("land", default="#e0b555")) * (light.ambient + light.glow * light.sun * 0.8)
    for near in np.sort(rng.uniform(0, 1, int(1300 * frame.half_width * 2))):
        x = float(rng.uniform(-1.05, 1.05)) * frame.half_width
        size = 0.25 + float(near) ** 1.5
        high, foot = 0.13 * size * float(rng.uniform(0.75, 1.15)), frame.tall * (0.76 + 0.34 * float(near))
        tone, lean = gold * float(rng.uniform(0.45, 1.2)), high * float(rng.uniform(0.1, 0.35))
        layer.line([(x, foot), (x + lean * 0.4, foot - high * 0.6), (x + lean, foot - high)], tone * 0.8, 0.0016 * size)
        for step in range(6):
            along = 1 - 0.055 * step
            side = (step % 2 - 0.5) * 0.006 * size
            layer.disc(x + lean * along + side, foot - high * along, 0.0032 * size, 0.007 * size, tone)


def house(
    layer: Layer, x: float, foot: float, size: float, light: Light, reading: Reading
) -> list[tuple[float, float, float]]:
    """A small house with a gable; returns its lit windows as x, y, radius."""
    day = light.ambient + light.glow * light.sun * 0.5
    wall, roof = linear(reading.colour("building", default="#d8cfc0")) * day, linear("#6b3a2c") * day
    for outline, tone in (
        (((-1, 0), (-1, 0.75), (0.5, 0.75), (0.5, 0)), wall),
        (((0.5, 0), (0.5, 0.75), (0.62, 1.3), (1.0, 0.75), (1.0, 0)), wall * 0.75),
        (((-1.12, 0.72), (-0.85, 1.3), (0.62, 1.3), (0.56, 0.72)), roof),
        (((0.1, 1.2), (0.1, 1.6), (0.28, 1.6), (0.28, 1.2)), roof * 0.8),
    ):
        layer.shape((x, foot), size, outline, tone)
    pane = linear("#ffc56e") * 1.5 if light.lamps else day * 0.2
    spots = [(x - size * 0.65, foot - size * 0.4), (x - size * 0.1, foot - size * 0.4)]
    for spot in spots:
        layer.shape(spot, size, ((-0.12, -0.16), (-0.12, 0.16), (0.12, 0.16), (0.12, -0.16)), pane)
    return [(spot_x, spot_y, size * 0.16) for spot_x, spot_y in spots] if light.lamps else []


def tree(
    layer: Layer, x: float, foot: float, high: float, light: Light, reading: Reading, rng: np.random.Generator
) -> None:
    """A broad tree of many leaf clumps, darker below; or a row of cypresses."""
    day = light.ambient + light.glow * light.sun * 0.55
    if reading.has("cypress"):
        for number in range(5):
            tall = high * float(rng.uniform(0.55, 0.85))
            tone = linear("#2c3d22") * day * float(rng.uniform(0.8, 1.1))
            spot = x + (number - 2) * high * 0.16
            layer.disc(spot, foot - tall * 0.5, tall * 0.075, tall * 0.5, tone)
            layer.disc(spot + tall * 0.02, foot - tall * 0.42, tall * 0.055, tall * 0.4, tone * 0.75)
        return
    trunk, leaf = linear("#3f3022") * day * 0.7, linear(reading.colour("trees", default="#47622b")) * day
    wide = high * 0.035
    layer.polygon(
        [
            (x - wide * 1.6, foot),
            (x - wide, foot - high * 0.45),
            (x + wide, foot - high * 0.45),
            (x + wide * 1.7, foot),
        ],
        trunk,
    )
    clumps = rng.normal(0, 1, (120, 2))
    clumps *= np.minimum(1, 1.7 / np.hypot(*clumps.T))[:, None]  # a round crown
    clumps *= (0.2 * high, 0.13 * high)
    for px, py in clumps[np.argsort(-clumps[:, 1])]:
        size = high * float(rng.uniform(0.045, 0.085))
        tone = leaf * float(np.clip(0.75 - py / high * 1.6 + rng.normal(0, 0.08), 0.35, 1.35))
        layer.disc(x + px, foot - high * 0.68 + py, size, size * 0.85, tone)


def lighthouse(
    layer: Layer, x: float, foot: float, high: float, light: Light, reading: Reading
) -> tuple[float, float, float]:
    """A banded tower; returns its lamp as x, y, radius."""
    day = light.ambient + light.glow * light.sun * 0.45
    white, band = linear("#e9e4da") * day, linear(reading.colour("building", default="#b3322c")) * day
    for step in range(6):
        low, top = step / 6, (step + 1) / 6
        w0, w1 = high * (0.12 - 0.045 * low), high * (0.12 - 0.045 * top)
        tone = band if step % 2 else white
        y0, y1 = foot - high * 0.82 * low, foot - high * 0.82 * top
        layer.polygon([(x - w0, y0), (x - w1, y1), (x + w1, y1), (x + w0, y0)], tone)
        layer.polygon([(x + w0 * 0.3, y0), (x + w1 * 0.3, y1), (x + w1, y1), (x + w0, y0)], tone * 0.72)
    cap = linear("#2b2a2c") * day
    layer.box(x - high * 0.1, foot - high * 0.845, x + high * 0.1, foot - high * 0.82, cap)
    lamp = linear("#ffd98a") * (1.8 if light.lamps else 0.6)
    layer.box(x - high * 0.055, foot - high * 0.94, x + high * 0.055, foot - high * 0.845, lamp)
    layer.polygon(
        [(x - high * 0.075, foot - high * 0.94), (x, foot - high * 1.02), (x + high * 0.075, foot - high * 0.94)], cap
    )
    return x, foot - high * 0.89, high * 0.07
