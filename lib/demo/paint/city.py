"""A street between houses: facades with lit windows, signs, a wet road that mirrors them, traffic in the distance.

Every wall is a plane, so rays are solved, not marched; a wet road simply sends the ray on, upwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from lib.demo.paint import noise, passers, sky
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.frame import Frame, painted
from lib.demo.paint.light import Light, outdoors
from lib.demo.paint.reading import Reading

_SIGNS = ("#ff2f7e", "#19d3ff", "#ffb02e", "#8b5cff", "#3dff9a", "#ff5a3c")
_WALLS = ("#6a5a50", "#4f5a66", "#8a7a68", "#59504f", "#7a6258", "#66707a")
_TRACED_PIXELS = 620_000
_ROWS = 64  # picture rows worked on at once, so that the arrays stay in the cache
_STOREY, _WINDOW = 1.55, 1.25  # metres: height of a storey, width of a window bay


def paint(reading: Reading, frame: Frame, rng: np.random.Generator) -> Array:
    light = outdoors(reading, "night" if reading.weather or reading.has("wet") else "dusk")
    street = _Street(reading, light, rng)
    horizon = frame.tall * {"low": 0.68, "top": 0.3}.get(reading.framing, 0.56)
    small = painted(frame.width, frame.height, _TRACED_PIXELS)
    picture = np.empty((small.height, small.width, 3), np.float32)
    for top in range(0, small.height, _ROWS):
        rows = slice(top, min(top + _ROWS, small.height))
        picture[rows] = street.seen(small.x(), horizon - small.y()[rows], 0.5 / small.unit)
    picture = noise.enlarge(picture, frame)
    passers.draw(picture, frame, light, reading, horizon, rng)
    return picture


@dataclass(frozen=True)
class _Sign:
    side: float
    z: float
    low: float
    high: float
    wide: float
    colour: Array


class _Street:
    def __init__(self, reading: Reading, light: Light, rng: np.random.Generator):
        self.light, self.rng = light, rng
        self.dice = rng.random(4096).astype(np.float32)
        self.half = float(rng.uniform(4.2, 5.6))
        self.lens = {"close": 0.6, "wide": 1.15}.get(reading.framing, 0.85)
        self.eye = {"low": 0.7, "top": 9.0}.get(reading.framing, 1.9)
        self.bend = float(rng.uniform(-0.22, 0.22))
        self.wet = 0.75 if reading.weather & {"rain"} or reading.has("wet") else 0.32 if light.lamps else 0.08
        self.snowy = reading.has("snow")
        self.ripple = noise.tile(rng, 256, 1.2)
        wall = reading.colour("building")
        self.walls = np.stack([linear(wall) * f for f in (0.7, 1.0, 1.3)] if wall else [linear(c) for c in _WALLS])
        neon = [
            linear(colour)
            for colour in ([reading.colour("lamps")] if reading.colour("lamps") else []) + list(reading.palette)
        ]
        self.neon = neon or [linear(colour) for colour in rng.permutation(_SIGNS)]
        self.neon_power = 2.6 if light.lamps else 0.5
        self.signs = self._hang_signs() if light.lamps else []
        foggy = "fog" in reading.weather or "rain" in reading.weather
        self.haze = 40.0 if foggy else 60.0 if light.lamps else 130.0

    def _hang_signs(self) -> list[_Sign]:
        rng, signs = self.rng, []
        for number in range(18):
            z = 5.5 * 1.16**number + float(rng.uniform(0, 1.5))
            low = float(rng.uniform(2.6, 6.5))
            colour = self.neon[number % len(self.neon)] * self.neon_power
            side = -1.0 if rng.random() < 0.5 else 1.0
            signs.append(_Sign(side, z, low, low + float(rng.uniform(1.2, 4.2)), float(rng.uniform(0.5, 1.0)), colour))
        return signs

    def roll(self, *keys: Array | int) -> Array:
        """A fixed random number 0 … 1 for each combination of whole numbers."""
        index = np.zeros(1, np.int32)
        for key, factor in zip(keys, (73, 151, 401, 29), strict=False):
            index = index * 7 + np.asarray(key).astype(np.int32) * factor
        return cast(Array, self.dice[index & 4095])

    def seen(self, x: Array, up: Array, half: float) -> Array:
        """Colours of rays through (x, up), short sides from the vanishing point; walls get a second ray ``half`` a
        pixel aside, the road is soft enough without."""
        x, up = (np.asarray(value, np.float32) for value in np.broadcast_arrays(x, up))
        shape = x.shape
        dx, dy = x.ravel() * self.lens, up.ravel() * self.lens
        colour, depth = self._from_eye(dx, dy)
        reach = np.where(dy < -1e-4, self.eye / np.maximum(-dy, 1e-4), 1e6)
        road = np.flatnonzero(reach < depth)
        wall = np.flatnonzero(reach >= depth)
        aside = half * self.lens
        second, _ = self._from_eye(dx[wall] + aside, dy[wall] + aside)
        colour[wall] = (colour[wall] + second) / 2
        if len(road):
            colour[road] = self._road(dx[road], dy[road], reach[road])
        return colour.reshape(*shape, 3)

    def _from_eye(self, dx: Array, dy: Array) -> tuple[Array, Array]:
        zero = np.zeros_like(dx)
        return self._walls(zero, zero + self.eye, zero, dx, dy)

    def _road(self, dx: Array, dy: Array, z: Array) -> Array:
        light = self.light
        x = dx * z
        bump = noise.look(self.ripple, x * 0.16, z * 0.12) - 0.5
        fine = noise.look(self.ripple, x * 0.9, z * 0.5) - 0.5
        flat = smooth(60, 5, z)
        walk = smooth(self.half * 0.7 - 0.05, self.half * 0.7 + 0.05, np.abs(x))
        tone = mix(0.09, 0.2, walk) * (1 + 0.7 * fine * flat)
        lane = smooth(0.09, 0.06, np.abs(x)) * smooth(0.1, 0.2, (z * 0.23) % 1 - 0.4) * (1 - walk)
        if self.snowy:
            drift = smooth(0.3, 0.62, bump + 0.25 * fine + 0.5 + 0.25 * walk)
            tone = mix(tone, 0.7, drift * (0.55 + 0.4 * walk))
        sunlit = smooth(-0.2, 0.2, x * (1 if self.bend > 0 else -1) - 0.9 + 0.15 * fine)
        base = (tone + lane * 0.35)[..., None] * (light.ambient + light.glow * (light.sun * 0.95 * sunlit)[..., None])
        puddle = 0.35 + 0.65 * smooth(0.44, 0.56, noise.look(self.ripple, x * 0.045 + 0.3, z * 0.03))
        mirror, _ = self._walls(
            x,
            np.zeros_like(x),
            z,
            dx + (bump * 0.05 + fine * 0.035) * flat,
            -dy * (1 + fine * 0.9 * flat + bump * 0.6 * flat),
        )
        share = (self.wet * puddle * (1 - 0.5 * walk) * (0.45 + 0.55 * smooth(0.5, 0.05, -dy)))[..., None]
        return self._hazed(base * (1 - 0.5 * share), z) + mirror * share

    def _walls(self, ox: Array, oy: Array, oz: Array, dx: Array, dy: Array) -> tuple[Array, Array]:
        """Colour and depth (z) of what a ray with direction (dx, dy, 1) meets: houses, signs, or the sky."""
        side = np.where(dx >= 0, 1, -1).astype(np.float32)
        steep = np.maximum(np.abs(dx), 1e-4)
        colour = sky.gradient(self.light, np.maximum(dy, 0) * 0.9, dx, self.bend * 2)
        depth = np.full_like(dx, 1e6)
        free = np.flatnonzero(dy > -0.9)
        for row in range(3):
            for ahead in range(2 if row else 3):
                if not len(free):
                    break
                wall_x = self.half + row * 7.0
                z = oz[free] + (wall_x - ox[free] * side[free]) / steep[free]
                house = np.floor(z / 7.5) + ahead
                face = house * 7.5 if ahead else z
                y = oy[free] + dy[free] * (face - oz[free])
                high = 5 + 15 * self.roll(house, side[free] + 2, row) ** 1.5 + row * 8.0
                hit = (y < high) & (y > -0.01) & (face < 240)
                if hit.any():
                    at = free[hit]
                    shade = self._facade(house[hit], face[hit], y[hit], side[at], high[hit], row, front=ahead > 0)
                    colour[at], depth[at] = self._hazed(shade, face[hit]), face[hit]
                    free = free[~hit]
        for sign in self.signs:
            self._light_sign(sign, colour, depth, (ox, oy, oz), (dx, dy))
        return colour, depth

    def _facade(self, house: Array, z: Array, y: Array, side: Array, high: Array, row: int, *, front: bool) -> Array:
        light = self.light
        base = self.walls[(self.roll(house, side + 2, 9 + row) * len(self.walls)).astype(np.int32)]
        to_sun = -1.0 if self.bend > 0 else 1.0
        edge = 4.0 + 3.0 * self.roll(house, side + 5, 17)  # the houses opposite throw their shadow so high
        sunny = np.where(side * to_sun < 0, smooth(-0.4, 0.4, y - edge), 0.0).astype(np.float32)
        shade = base * (light.ambient * 0.95 + light.glow * (light.sun * 1.15 * sunny)[..., None])
        shade = shade * (0.6 + 0.4 * np.clip(y / np.maximum(high, 1), 0, 1))[..., None]
        if front:
            return cast(Array, shade * 0.75)
        storey, bay = np.floor(y / _STOREY), np.floor(z / _WINDOW)
        v, u = y / _STOREY - storey, z / _WINDOW - bay
        clear = smooth(110, 30, z)
        tall = 0.12 + 0.14 * self.roll(house, side + 2, 55 + row)  # each house has its own windows
        pane = (
            smooth(tall, tall + 0.05, u)
            * smooth(1 - tall, 0.95 - tall, u)
            * smooth(0.2, 0.26, v)
            * smooth(0.88, 0.82, v)
        )
        ledge = smooth(0.1, 0.05, v) * (0.5 + 0.5 * clear)
        shade = shade * (1 + 0.28 * ledge - 0.2 * smooth(0.1, 0.16, v) * smooth(0.22, 0.16, v))[..., None]
        dice = self.roll(bay, storey, side + 2, 3 + row)
        lit = (dice > (0.55 if light.lamps else 2.0)).astype(np.float32)
        warm = mix(
            linear("#ffb85c"), linear("#cfe4ff"), (self.roll(bay, storey, 5) > 0.8)[..., None].astype(np.float32)
        )
        lamp = warm * (lit * (0.35 + 1.1 * self.roll(storey, bay, 8)))[..., None]
        glass = mix(light.middle * 0.16, light.horizon * 0.5, (v * (0.4 + 0.6 * dice))[..., None])
        window = np.where(lit[..., None] > 0, lamp, glass)
        shade = mix(shade, window, (pane * (0.35 + 0.65 * clear))[..., None])
        return self._shop(shade, house, z, y, side) if row == 0 else shade

    def _shop(self, shade: Array, house: Array, z: Array, y: Array, side: Array) -> Array:
        """The ground floor: a bright window under a coloured band."""
        tint = np.stack(self.neon)[(self.roll(house, side + 2, 77) * len(self.neon)).astype(np.int32)]
        u = (z / 2.5) % 1
        window = smooth(0.06, 0.1, u) * smooth(0.94, 0.9, u) * smooth(0.4, 0.5, y) * smooth(2.15, 2.05, y)
        band = smooth(2.25, 2.32, y) * smooth(2.75, 2.68, y)
        open_ = self.roll(np.floor(z / 2.5), side + 2, 31)
        goods = noise.look(self.ripple, z * 0.21, y * 0.3)
        glow = mix(linear("#ffcf8e"), tint + 0.15, (open_ * 0.45)[..., None])
        inside = glow * (np.where(open_ > 0.42, 0.25 + open_, 0.04) * (0.55 + 0.8 * goods))[..., None]
        power = 1.0 if self.light.lamps else 0.25
        shade = mix(shade, inside * power + shade * 0.2, window[..., None] * (0.85 if self.light.lamps else 0.5))
        name = smooth(0.25, 0.3, (z / 7.5) % 1) * smooth(0.75, 0.7, (z / 7.5) % 1)
        letters = (
            smooth(0.35, 0.5, np.abs(np.sin(z * 5.3) * np.cos(z * 2.1 + house)))
            * name
            * smooth(2.34, 2.4, y)
            * smooth(2.66, 2.6, y)
        )
        shade = mix(shade, tint * (0.12 + 0.1 * power), band[..., None] * 0.9)
        return cast(Array, shade + (tint + 0.3) * (letters * power)[..., None])

    def _light_sign(
        self, sign: _Sign, colour: Array, depth: Array, start: tuple[Array, ...], way: tuple[Array, ...]
    ) -> None:
        near = np.flatnonzero((way[0] * sign.side > 0) & (depth > sign.z))
        ahead = sign.z - start[2][near]
        x = (start[0][near] + way[0][near] * ahead) * sign.side
        y = start[1][near] + way[1][near] * ahead
        outer = self.half - sign.wide - 0.15
        close = (ahead > 0) & (x > outer - 0.4) & (x < self.half) & (y > sign.low - 0.5) & (y < sign.high + 0.5)
        if not close.any():
            return
        x, y, inside = x[close], y[close], near[close]
        px, py = (x - outer) / sign.wide, (y - sign.low) / (sign.high - sign.low)
        plate = smooth(-0.02, 0.02, px) * smooth(1.02, 0.98, px) * smooth(-0.01, 0.01, py) * smooth(1.01, 0.99, py)
        count = max(2, round((sign.high - sign.low) / sign.wide))
        cell = (py * count) % 1
        stroke = np.abs(np.sin(px * 9.4 + np.floor(py * count) * 2.1) * np.cos(cell * 7.3 + np.floor(py * count) * 1.3))
        glyph = (
            smooth(0.34, 0.2, stroke)
            * smooth(0.08, 0.2, px)
            * smooth(0.92, 0.8, px)
            * smooth(0.1, 0.2, cell)
            * smooth(0.9, 0.8, cell)
        )
        rim = 1 - smooth(0.0, 0.07, np.minimum(np.minimum(px, 1 - px), np.minimum(py, 1 - py) * count))
        tone = sign.colour * (0.16 + 1.1 * np.maximum(glyph, rim))[..., None] + (glyph * 0.5)[..., None]
        edge = np.exp(-np.maximum(np.maximum(-px, px - 1) * sign.wide, np.maximum(sign.low - y, y - sign.high)) * 5)
        halo = sign.colour * (0.14 * np.clip(edge, 0, 1) * (1 - plate))[..., None]
        veil = np.exp(-sign.z / (self.haze * 1.6))
        colour[inside] = mix(colour[inside], tone * veil + colour[inside] * (1 - veil), plate[..., None]) + halo * veil

    def _hazed(self, colour: Array, z: Array) -> Array:
        light = self.light
        air = light.horizon * 0.85 + light.glow * (light.sun * 0.3 + (0.1 if light.lamps else 0))
        veil = 1 - np.exp(-((z / self.haze) ** 1.2))
        return mix(colour, air, veil[..., None])
