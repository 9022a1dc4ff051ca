"""Forests: rows of trunks or conifers going back into the haze, undergrowth, canopy, shafts of light."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import details, noise, passers
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame, painted
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.light import Light, outdoors
from lib.demo.paint.reading import Reading

_PIXELS = 700_000  # leaves are soft: a larger picture is enlarged from this
_DEPTHS = (26.0, 17.0, 11.0, 7.2, 4.6, 3.0)  # metres from the camera to the rows of trees, far ones first


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    light = outdoors(reading, "morning")
    small = painted(frame.width, frame.height, _PIXELS)
    wood = _Wood(reading, small, light, rng)
    wood.air()
    for number, depth in enumerate(_DEPTHS):
        wood.row(depth, number / (len(_DEPTHS) - 1))
        if number == 3:
            _visitors(wood, small, light, reading, rng)
    wood.shafts()
    return wood.picture if small == frame else noise.enlarge(wood.picture, frame)


def _visitors(wood: _Wood, frame: Frame, light: Light, reading: Reading, rng: np.random.Generator) -> None:
    """A house and a walker in the clearing, when they are named."""
    layer = Layer(frame)
    lamps: list[tuple[float, float, float]] = []
    if reading.has("house"):
        lamps = details.house(layer, wood.sun_x + 0.12, wood.ground(6.5) + 0.02, 0.13, light, reading)
    if reading.has("figure"):
        passers.walker(layer, wood.sun_x * 0.4, wood.ground(7.0), 0.16, light, reading, rng)
    layer.over(wood.picture)
    for x, y, size in lamps:
        glow(wood.picture, frame, (x, y), size * 1.4, linear("#ffb65c") * 1.3)


class _Wood:
    def __init__(self, reading: Reading, frame: Frame, light: Light, rng: np.random.Generator):
        self.reading, self.frame, self.light, self.rng = reading, frame, light, rng
        self.horizon = frame.tall * {"low": 0.72, "top": 0.4}.get(reading.framing, 0.6)
        self.sun_x = float(rng.uniform(-0.3, 0.3)) * 2 * frame.half_width
        self.sun_y = min(self.horizon - 0.32, frame.tall * 0.22)
        self.leaf, self.bark = noise.tile(rng, 512, 1.15), noise.tile(rng, 256, 1.3)
        self.conifers = reading.has("conifers", "snow")
        snowy = reading.has("snow")
        day = light.ambient * 1.25 + light.glow * light.sun * 0.3
        leaves = linear(reading.colour("trees", "land", default="#5d7a2f"))
        self.leaves = (leaves if not snowy else mix(leaves, linear("#dfe6ee"), 0.6)) * day
        self.floor = (linear("#e3e8ee") if snowy else mix(leaves, linear("#5a4528"), 0.55)) * day
        birch = reading.has("birches")
        self.wood = linear("#cfc9bd" if birch else "#4a382a") * day * (0.9 if birch else 0.75)
        glow = mix(mix(light.horizon, light.middle, 0.3), light.glow, 0.35 if light.sun > 0.3 else 0.1)
        fog = reading.colour("mist")
        self.haze = mix(glow, leaves * 1.6, 0.28) * (0.85 if not light.lamps else 0.6)
        if fog:
            self.haze = linear(fog) * float(self.haze.mean()) / max(float(linear(fog).mean()), 0.05)
        self.thick = 1.5 if "fog" in reading.weather else 1.0
        self.picture = np.zeros((frame.height, frame.width, 3), np.float32)

    def ground(self, depth: float) -> float:
        """Where the ground is ``depth`` metres away, in short sides from the top."""
        return self.horizon + 0.95 / depth

    def veil(self, depth: float) -> float:
        return float(1 - np.exp(-depth * 0.062 * self.thick))

    def air(self) -> None:
        """The bright background: glow of the sun through far leaves."""
        x, y = self.frame.x(), self.frame.y()
        near = np.exp(-np.hypot((x - self.sun_x) * 1.1, y - self.sun_y) * 2.1)
        speckle = noise.look(self.leaf, x * 0.5 + 0 * y, y * 0.5 + 0 * x)
        base = self.haze * (0.55 + 0.55 * smooth(0.0, self.horizon, y))[..., None]
        self.picture[...] = base * (0.8 + 0.4 * speckle)[..., None]
        self.picture += self.light.glow * ((0.15 + 1.1 * self.light.sun) * near * (0.6 + 0.8 * speckle))[..., None]

    def row(self, depth: float, nearness: float) -> None:
        self._floor(depth)
        if self.conifers:
            self._conifers(depth, nearness)
        else:
            self._trunks(depth, nearness)
            self._canopy(depth, nearness)

    def _tone(self, colour: Array, depth: float) -> Array:
        return mix(colour, self.haze, self.veil(depth))

    def _floor(self, depth: float) -> None:
        frame = self.frame
        line = (
            noise.look(self.bark, frame.x() * (0.06 * depth) + depth, np.full((1, frame.width), 0.3, np.float32)) - 0.5
        )
        top = self.ground(depth) - 0.05 - 0.5 * line / depth
        first = max(0, min(frame.height - 1, int(float(top.min()) * frame.unit) - 1))
        y = frame.y()[first:]
        fringe = noise.look(self.leaf, frame.x() * depth * 0.35 + 0 * y, y * depth * 0.25 + 0 * frame.x())
        cover = np.clip((y - top) * frame.unit * 0.35 + (fringe - 0.5) * 14 / depth * frame.unit / 300, 0, 1)
        fine = noise.look(
            self.leaf, frame.x() * depth * 0.22 + 0.4 + 0 * y, (y - self.horizon) * depth * 0.5 + 0 * frame.x()
        )
        dapple = smooth(
            0.56,
            0.7,
            noise.look(self.bark, frame.x() * 0.05 * depth + 0 * y, (y - self.horizon) * depth * 0.09 + 0 * frame.x()),
        )
        tone = mix(self.floor, self.leaves, smooth(0.4, 0.65, fine)[..., None]) * (0.45 + 0.9 * fine)[..., None]
        tone = tone * (0.75 + 1.5 * self.light.sun * dapple)[..., None]
        tone = mix(tone, self.haze, self.veil(depth) * 0.9)
        self.picture[first:] = mix(self.picture[first:], tone, cover[..., None])

    def _trunks(self, depth: float, nearness: float) -> None:
        frame, rng = self.frame, self.rng
        count = max(1, round((2.5 + depth * 0.75) * frame.half_width * 2 * (0.55 if nearness == 1 else 1)))
        spots = (np.arange(count) + rng.uniform(0.1, 0.9, count)) / count * 2 - 1
        for spot in spots:
            x = float(spot) * frame.half_width * 1.02
            if nearness > 0.7 and abs(x - self.sun_x) < 0.18:
                continue  # leave the way to the light open
            self._trunk(x, depth, float(rng.uniform(0.75, 1.35)) * 0.24 / depth)

    def _trunk(self, x: float, depth: float, thick: float) -> None:
        frame, rng = self.frame, self.rng
        lean, bow = float(rng.uniform(-0.04, 0.04)), float(rng.uniform(-0.03, 0.03))
        foot = min(frame.height, int((self.ground(depth) + 0.02) * frame.unit))
        if foot <= 1:
            return
        y = frame.y()[:foot]
        up = (self.ground(depth) - y) / max(self.horizon, 0.3)
        centre = x + lean * up + bow * np.sin(up * 3)
        half = thick / 2 * (1.25 - 0.35 * np.minimum(up, 1.2) + 0.6 * np.exp(-up * 18))
        reach = float(np.abs(centre - x).max()) + float(half.max())
        left, right = (
            int(np.clip((x + side * reach) * frame.unit + frame.width / 2 + side * 2, 0, frame.width))
            for side in (-1, 1)
        )
        if right <= left:
            return
        across = (frame.x()[:, left:right] - centre) / half
        cover = np.clip((1 - np.abs(across)) * half * frame.unit + 0.5, 0, 1)
        toward = np.clip((self.sun_x - x) * 2, -1, 1)
        round_ = np.clip(0.62 + 0.5 * across * toward - 0.28 * across * across, 0.12, 1.3)
        texture = noise.look(self.bark, across * 0.06 + x * 3, y * depth * 0.045 + 0 * across) - 0.5
        tone = self.wood * (round_ * (1 + 1.1 * texture))[..., None]
        if self.reading.has("birches"):
            mark = smooth(0.64, 0.7, noise.look(self.bark, across * 0.03 + x, y * depth * 0.3 + 0 * across))
            tone = tone * (1 - 0.8 * mark)[..., None]
        edge = smooth(0.55, 1.0, across * np.sign(toward + 1e-3)) * self.light.sun * np.exp(-abs(self.sun_x - x) * 1.5)
        tone = mix(tone, self.haze, self.veil(depth)) + self.light.glow * (edge * 0.5)[..., None]
        part = self.picture[:foot, left:right]
        part[...] = mix(part, tone, cover[..., None])

    def _canopy(self, depth: float, nearness: float) -> None:
        frame = self.frame
        last = max(2, min(frame.height, int(self.horizon * (0.95 - 0.35 * nearness) * frame.unit)))
        x, y = frame.x(), frame.y()[:last]
        size = 0.12 * depth**0.75
        clumps = noise.look(self.bark, x * size * 0.55 + depth * 1.7 + 0 * y, y * size * 0.7 + 0 * x)
        leaf = noise.look(self.leaf, x * size * 2.2 + depth + 0 * y, y * size * 2.2 + 0 * x)
        hang = smooth(self.horizon * (0.95 - 0.3 * nearness), 0.0, y) * 0.62 - 0.1
        open_ = 0.35 * np.exp(-(np.abs(x - self.sun_x) * 2.2)) * (0.6 + 0.4 * nearness)
        cover = smooth(0.5, 0.6, 0.52 * clumps + 0.48 * leaf + hang - 0.22 - open_)
        through = np.exp(-np.hypot(x - self.sun_x, y - self.sun_y) * 2.6) * self.light.sun
        tone = self.leaves * (0.35 + 1.1 * leaf)[..., None] + self.leaves * (2.2 * through * leaf)[..., None]
        tone = mix(tone, self.haze, self.veil(depth))
        self.picture[:last] = mix(self.picture[:last], tone, (cover * 0.96)[..., None])

    def _conifers(self, depth: float, nearness: float) -> None:
        frame, rng = self.frame, self.rng
        layer = Layer(frame)
        count = max(2, round((3.5 + depth * 1.3) * frame.half_width * 2 * (0.5 if nearness == 1 else 1)))
        base = self._tone(mix(self.leaves * 0.5, self.wood * 0.4, 0.3), depth)
        for spot in (np.arange(count) + rng.uniform(0, 1, count)) / count * 2 - 1:
            x = float(spot) * frame.half_width * 1.05
            if nearness > 0.6 and abs(x - self.sun_x) < 0.22:
                continue
            high = float(rng.uniform(2.6, 5.2)) / depth * 0.9
            self._fir(layer, x, self.ground(depth), high, base * float(rng.uniform(0.8, 1.15)), 1 - self.veil(depth))
        layer.over(self.picture)

    def _fir(self, layer: Layer, x: float, foot: float, high: float, tone: Array, clear: float) -> None:
        rng = self.rng
        layer.box(x - high * 0.012, foot - high * 0.16, x + high * 0.012, foot, tone * 0.6)
        tiers = 19 if high > 0.3 else 11
        white = linear("#e8eef6") * (self.light.ambient * 1.4 + self.light.glow * self.light.sun * 0.15)
        snow = mix(tone, white, 0.6 * clear + 0.1)
        for tier in range(tiers):
            low, top = 0.09 + 0.86 * tier / tiers, 0.09 + 0.86 * (tier + 2.2) / tiers
            half = high * 0.2 * (1 - tier / tiers) ** 0.85 * float(rng.uniform(0.75, 1.2)) + high * 0.006
            teeth = [
                (
                    x + half * side,
                    foot
                    - high * (low - 0.012 * (1 - abs(side)) + 0.32 / tiers * (n % 2) * float(rng.uniform(0.3, 1.6))),
                )
                for n, side in enumerate(np.linspace(-1, 1, 13))
            ]
            layer.polygon([(x, foot - high * min(top, 1.0)), *reversed(teeth)], tone * (0.75 + 0.4 * tier / tiers))
            if self.reading.has("snow"):
                cap = [(px, py - high * 0.01) for px, py in teeth[2:9]]
                layer.polygon([(x, foot - high * min(top - 0.02, 0.99)), *reversed(cap)], snow)

    def shafts(self) -> None:
        """Beams from the sun, seen in the haze: noise over the angle, fading with distance."""
        if self.light.sun < 0.3:
            return
        x, y = self.frame.x(), self.frame.y()
        top = self.sun_y - 0.5
        angle = np.arctan2(x - self.sun_x * 1.25, y - top)
        beam = noise.look(self.bark, angle * 0.5 + 0.2, np.full_like(angle, 0.7))
        beam = smooth(0.5, 0.78, beam) * smooth(1.7, 0.3, np.hypot(x - self.sun_x, y - self.sun_y))
        fade = smooth(self.ground(3.6), self.ground(3.6) - 0.5, y)
        self.picture += self.light.glow * (beam * fade * 0.34 * self.light.sun * min(self.thick, 1.3))[..., None]
