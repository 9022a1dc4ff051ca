"""Food and things on a table, as solids with their materials: fruit, bowls, cups, cake, bread, burgers, flowers."""

from __future__ import annotations

import numpy as np

from lib.demo.paint import noise, surfaces
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.march import Solid
from lib.demo.paint.march import moved
from lib.demo.paint.reading import Reading
from lib.demo.paint.shapes import Distance, ball, brick, carve, drum, ellipsoid, join, ring, rod
from lib.demo.paint.material import Material
from lib.demo.paint.vec import Vec

_FRUITS = {"apple": "#b3231f", "orange": "#ee8416", "lemon": "#f2cf2e", "pear": "#b9bf4a"}
_BLOSSOMS = ("#f3d9d4", "#e2788a", "#f6efe2", "#d2453f", "#f0b24a", "#a98bd0")


class Table:
    """Builds what stands on the table. ``steam`` is where something is hot: x, y, z."""

    def __init__(self, reading: Reading, rng: np.random.Generator):
        self.reading, self.rng = reading, rng
        self.solids: list[Solid] = []
        self.materials: list[Material] = []
        self.steam: tuple[float, float, float] | None = None
        self.texture = noise.tile(rng, 256, 1.2)
        self.china = self.made(
            linear(reading.colour("plate", default=str(rng.choice(["#efece4", "#3c4a54", "#c9d3cf", "#e3d3be"])))),
            gloss=0.07,
        )

    def made(self, colour: Array | surfaces.Surface, gloss: float = 0.04, soft: float = 0.0) -> int:
        self.materials.append(Material(colour, gloss=gloss, soft=soft))
        return len(self.materials) - 1

    def add(self, distance: Distance, x: float, y: float, z: float, radius: float, material: int) -> None:
        self.solids.append(Solid(moved(distance, x, y, z), (x, y, z), radius, material))

    def lay(self, kind: str) -> None:
        """The main dish in the middle and, beside it, what goes with it."""
        getattr(self, f"_{kind}", self._fruit)()

    def linen(self, x: float, z: float, turn: float) -> None:
        cloth = self.made(linear(self.reading.colour("curtain", default="#d9cfbd")), soft=0.1)
        cos, sin = float(np.cos(turn)), float(np.sin(turn))

        def napkin(px: Array, y: Array, pz: Array) -> Array:
            u, v = px * cos + pz * sin, pz * cos - px * sin
            fold = 0.012 * np.sin(u * 16 + v * 3) + 0.01 * np.sin(v * 21)
            return (brick(u, y - fold, v, (0.42, 0.014, 0.3), 0.012)) * 0.8

        self.add(napkin, x, 0.028, z, 0.55, cloth)

    def plate(self, x: float, z: float, radius: float) -> None:
        def dish(px: Array, y: Array, pz: Array) -> Array:
            across = np.sqrt(px * px + pz * pz)
            rise = 0.07 * np.clip((across / radius - 0.6) / 0.4, 0, 1) ** 2
            return drum(px, y - rise, pz, radius, 0.022, 0.02) * 0.85

        self.add(dish, x, 0.025, z, radius * 1.05, self.china)

    def fruit(self, kind: str, x: float, z: float, size: float, y: float = 0.0) -> None:
        named = self.reading.colour("fruit")
        base = linear(named or _FRUITS[kind]) * float(self.rng.uniform(0.85, 1.1))
        skin = self.made(self._skin(base, kind, x, z), gloss=0.06, soft=0.2)
        shape = {"apple": _apple, "orange": _orange, "lemon": _lemon, "pear": _pear}[kind](size)
        self.add(shape, x, y + size * 0.93, z, size * 1.75 if kind == "pear" else size * 1.3, skin)
        if kind in ("apple", "pear"):
            stalk = self.made(linear("#4a3320"))
            top = y + size * (1.6 if kind == "apple" else 2.35)
            self.add(
                lambda px, py, pz: rod(px, py, pz, (size * 0.1, size * 0.32, 0.0), size * 0.03, size * 0.045),
                x,
                top,
                z,
                size * 0.45,
                stalk,
            )

    def _skin(self, base: Array, kind: str, x: float, z: float) -> surfaces.Surface:
        texture, blush = self.texture, base * np.array([1.35, 2.2, 0.9], np.float32)

        def at(points: Vec) -> Array:
            px, py, pz = points
            fleck = noise.look(texture, px * 1.7 + x, py * 1.7 + pz) - 0.5
            if kind == "apple":
                streak = noise.look(texture, np.arctan2(px - x, pz - z) * 0.7, py * 0.15)
                return mix(base, blush, (smooth(0.5, 0.75, streak) * 0.5)[..., None]) * (1 + 0.5 * fleck)[..., None]
            return base * (1 + (0.25 if kind == "orange" else 0.6) * fleck)[..., None]

        return at

    def _fruit(self) -> None:
        kinds = list(self.rng.permutation(list(_FRUITS)))
        self._bowl_shape(0.0, 0.1, 0.62)
        for number in range(6):
            turn = number * 1.05 + float(self.rng.uniform(0, 0.3))
            away = 0.0 if number == 5 else 0.31
            self.fruit(
                kinds[number % 3],
                away * float(np.cos(turn)),
                0.1 + away * float(np.sin(turn)),
                0.17,
                0.2 if away else 0.36,
            )
        self.fruit(kinds[0], -0.92, -0.35, 0.18)
        self.fruit(kinds[1], 0.95, -0.25, 0.17)
        self.fruit(kinds[2], 0.72, -0.62, 0.16)

    def _bowl_shape(self, x: float, z: float, radius: float) -> None:
        def bowl(px: Array, y: Array, pz: Array) -> Array:
            outer = ball(px, y - (radius * 0.78), pz, radius)
            inner = ball(px, y - (radius * 0.86), pz, radius * 0.96)
            shell = np.maximum(carve(outer, inner, 0.02), y - (radius * 0.6))
            foot = drum(px, y - 0.03, pz, radius * 0.42, 0.03, 0.012)
            return join(np.maximum(shell, -y + 0.0), foot, 0.03) * 0.9

        self.add(bowl, x, 0.0, z, radius * 1.3, self.china)

    def _bowl(self) -> None:
        soup = linear(
            self.reading.colour(
                "subject", "props", default=str(self.rng.choice(["#c8641e", "#8c3b1c", "#d9b04a", "#5f7a3a"]))
            )
        )
        self._bowl_shape(0.0, 0.0, 0.72)
        self.add(
            lambda x, y, z: drum(x, y, z, 0.6, 0.01, 0.005), 0, 0.34, 0, 0.63, self.made(soup, gloss=0.16, soft=0.1)
        )
        green, white = self.made(linear("#4f8a3a"), soft=0.2), self.made(linear("#f4ead6"), soft=0.2)
        yolk = self.made(linear("#f2a024"), gloss=0.1, soft=0.3)
        for side, turn in ((-1, 0.4), (1, -0.3)):
            self.add(lambda x, y, z: ellipsoid(x, y, z, 0.16, 0.07, 0.13), side * 0.2, 0.35, 0.12 * turn, 0.18, white)
            self.add(lambda x, y, z: ellipsoid(x, y, z, 0.085, 0.05, 0.08), side * 0.2, 0.395, 0.12 * turn, 0.1, yolk)
        for number in range(7):
            turn = number * 0.9 + float(self.rng.uniform(0, 0.5))
            away = float(self.rng.uniform(0.3, 0.47))
            self.add(ringlet(0.045), away * float(np.cos(turn)), 0.355, away * float(np.sin(turn)), 0.07, green)
        wood = self.made(linear("#7a4a28"))
        for shift in (0.0, 0.09):
            self.add(
                lambda x, y, z: rod(x, y, z, (0.5, 0.02, 1.25), 0.022, 0.014), 0.78 + shift, 0.03, -0.7, 1.45, wood
            )
        self.steam = (0.0, 0.45, 0.0)

    def _cup(self) -> None:
        body = self.made(
            linear(self.reading.colour("subject", default=str(self.rng.choice(["#efe9dc", "#2f4a54", "#c96f4a"])))),
            gloss=0.08,
        )
        self.plate(0.0, 0.0, 0.5)

        def cup(x: Array, y: Array, z: Array) -> Array:
            wide = 0.04 * y
            outside = drum(x, y, z, 0.3, 0.26, 0.07) - wide
            inside = drum(x, y - 0.08, z, 0.27, 0.26, 0.05) - wide
            handle = ring(x - 0.34, z, y, 0.13, 0.032)
            return (
                join(carve(outside, inside, 0.015), np.maximum(handle, -(np.sqrt(x * x + z * z) - 0.29)), 0.02) * 0.92
            )

        self.add(cup, 0, 0.32, 0, 0.62, body)
        self.add(
            lambda x, y, z: drum(x, y, z, 0.275, 0.008, 0.004), 0, 0.48, 0, 0.3, self.made(self._latte(), gloss=0.08)
        )
        self._croissant(0.92, 0.12, 0.36)
        self._spoon(-0.72, -0.35)
        self.steam = (0.0, 0.55, 0.0)

    def _latte(self) -> surfaces.Surface:
        dark, milk = linear("#5a3116"), linear("#e9d2ac")

        def at(points: Vec) -> Array:
            x, _, z = points
            leaf = np.abs(x) - 0.13 * np.cos(np.clip(z * 9, -1.5, 1.5))
            veins = smooth(0.0, 0.02, np.abs(((z * 12 + np.abs(x) * 9) % 1) - 0.5) - 0.16)
            return mix(dark, milk, (smooth(0.01, -0.01, leaf) * veins)[..., None])

        return at

    def _spoon(self, x: float, z: float) -> None:
        steel = self.made(linear("#c2c4c6"), gloss=0.5)

        def spoon(px: Array, y: Array, pz: Array) -> Array:
            head = ellipsoid(px, y - 0.02, pz - 0.36, 0.075, 0.02, 0.12)
            return join(head, rod(px, y - 0.015, pz + 0.35, (0.0, 0.02, 0.62), 0.022, 0.013), 0.03) * 0.8

        self.add(spoon, x, 0.01, z, 0.52, steel)

    def _croissant(self, x: float, z: float, size: float) -> None:
        crust = self._crust("#b8702a", "#e2aa5a")

        def croissant(px: Array, y: Array, pz: Array) -> Array:
            turn = np.arctan2(px, pz + (0.5 * size))
            along = np.sqrt(px * px + (pz + (0.5 * size)) ** 2) - (0.85 * size)
            thick = (0.4 * size) * np.clip(1 - (turn / 1.25) ** 2, 0.08, 1) ** 0.7
            ridges = (0.05 * size) * np.abs(np.sin(turn * 7.5))
            return (np.sqrt(along * along + y * y * 1.3) - thick + ridges) * 0.55

        self.add(croissant, x, size * 0.33, z, size * 1.5, crust)

    def _crust(self, dark: str, light: str) -> int:
        texture, low, high = self.texture, linear(dark), linear(light)

        def at(points: Vec) -> Array:
            x, y, z = points
            bake = noise.look(texture, x * 0.8 + y * 0.6, z * 0.8 + y * 0.5)
            return mix(low, high, smooth(0.3, 0.7, bake)[..., None]) * (0.9 + 0.25 * bake)[..., None]

        return self.made(at, gloss=0.05, soft=0.15)

    def _bread(self) -> None:
        crust = self._crust("#8a4f20", "#d9a05a")

        def loaf(x: Array, y: Array, z: Array) -> Array:
            body = ellipsoid(x, y, z, 0.72, 0.34, 0.38)
            for shift in (-0.36, -0.12, 0.12, 0.36):
                cut = rod(x - shift, y - 0.36, z - 0.2, (0.12, 0.0, -0.4), 0.035, 0.035)
                body = carve(body, cut, 0.06)
            return body

        board = self.made(surfaces.wood(linear("#9a6a3c"), self.rng))
        self.add(lambda x, y, z: brick(x, y, z, (1.0, 0.035, 0.55), 0.03), 0, 0.035, 0, 1.2, board)
        self.add(loaf, 0, 0.34, 0, 0.85, crust)
        for x, z in ((0.95, -0.45), (-0.98, -0.3)):
            self._croissant(x, z, 0.26)

    def _cake(self) -> None:
        icing = linear(
            self.reading.colour("subject", "props", default=str(self.rng.choice(["#f3e6dc", "#e8b6b4", "#5a3422"])))
        )
        self.plate(0.0, 0.0, 0.74)
        sponge = self._crust("#b5763a", "#dcae6c")
        for level in range(3):
            self.add(lambda x, y, z: drum(x, y, z, 0.5, 0.085, 0.03), 0, 0.14 + 0.2 * level, 0, 0.53, sponge)
        cream = self.made(icing, gloss=0.05, soft=0.2)

        def frosting(x: Array, y: Array, z: Array) -> Array:
            turn = np.arctan2(x, z)
            drip = 0.06 * (np.sin(turn * 9) + 0.6 * np.sin(turn * 14 + 1)) + 0.13
            top = drum(x, y - 0.02, z, 0.525, 0.045, 0.035)
            side = drum(x, y + drip * 0.5, z, 0.52, 0.06, 0.03)
            return join(top, side + np.maximum(-y - drip, 0) * 0.6, 0.03) * 0.8

        self.add(frosting, 0, 0.67, 0, 0.6, cream)
        for level in (0.24, 0.44):
            self.add(lambda x, y, z: drum(x, y, z, 0.505, 0.022, 0.02), 0, level, 0, 0.53, cream)
        berry = self.made(linear(self.reading.colour("fruit", default="#a3162c")), gloss=0.08, soft=0.2)
        for number in range(9):
            turn = number * 0.7
            away = 0.0 if number == 8 else 0.34
            self.add(
                lambda x, y, z: ball(x, y, z, 0.085),
                away * float(np.cos(turn)),
                0.78,
                away * float(np.sin(turn)),
                0.09,
                berry,
            )

    def _burger(self) -> None:
        bun = self._crust("#b06a24", "#dd9d4c")
        self.plate(0.0, 0.0, 0.72)
        layers: tuple[tuple[str, float, float, float], ...] = (
            ("#6f9a2f", 0.56, 0.31, 0.02),
            ("#5a2f1a", 0.52, 0.42, 0.08),
            ("#f0ae2c", 0.53, 0.52, 0.018),
            ("#b32a20", 0.47, 0.57, 0.03),
        )
        self.add(lambda x, y, z: drum(x, y, z, 0.5, 0.12, 0.08), 0, 0.19, 0, 0.55, bun)
        for colour, radius, level, half in layers:
            wave = 0.03 if radius > 0.55 else 0.0
            self.add(
                _disc(radius, half, wave), 0, level, 0, radius + 0.08, self.made(linear(colour), gloss=0.05, soft=0.15)
            )
        self.add(lambda x, y, z: np.maximum(ellipsoid(x, y, z, 0.55, 0.4, 0.55), -y - 0.03), 0, 0.64, 0, 0.6, bun)
        seed = self.made(linear("#f1e0b8"))
        for _ in range(16):
            turn, away = float(self.rng.uniform(0, 6.28)), float(self.rng.uniform(0.05, 0.36))
            level = 0.64 + 0.4 * float(np.sqrt(max(0.0, 1 - (away / 0.55) ** 2)))
            self.add(
                lambda x, y, z: ellipsoid(x, y, z, 0.026, 0.014, 0.018),
                away * float(np.cos(turn)),
                level,
                away * float(np.sin(turn)),
                0.03,
                seed,
            )

    def _pizza(self) -> None:
        board = self.made(surfaces.wood(linear("#8a5c34"), self.rng))
        self.add(lambda x, y, z: drum(x, y, z, 1.0, 0.03, 0.02), 0, 0.03, 0, 1.02, board)
        self.add(
            lambda x, y, z: join(drum(x, y, z, 0.82, 0.03, 0.02), ring(x, y, z, 0.8, 0.065), 0.04),
            0,
            0.09,
            0,
            0.9,
            self._crust("#b5722c", "#e4b062"),
        )
        self.add(
            lambda x, y, z: drum(x, y, z, 0.74, 0.012, 0.008), 0, 0.125, 0, 0.76, self._crust("#c2331a", "#f0c45a")
        )
        tomato, leaf, cheese = (
            self.made(linear("#b0261a"), gloss=0.07, soft=0.2),
            self.made(linear("#3f7a2c"), soft=0.1),
            self.made(linear("#f5ecd8"), soft=0.3),
        )
        for number in range(15):
            turn, away = number * 2.4, 0.66 * float(np.sqrt((number + 0.5) / 15))
            x, z = away * float(np.cos(turn)), away * float(np.sin(turn))
            if number % 3 == 0:
                self.add(lambda x, y, z: ellipsoid(x, y, z, 0.12, 0.018, 0.07), x, 0.15, z, 0.13, leaf)
            else:
                self.add(
                    lambda x, y, z: ellipsoid(x, y, z, 0.105, 0.03, 0.105),
                    x,
                    0.14,
                    z,
                    0.12,
                    tomato if number % 3 == 1 else cheese,
                )

    def _flowers(self) -> None:
        clay = self.made(
            linear(self.reading.colour("subject", default=str(self.rng.choice(["#d8d2c6", "#3f5a66", "#b9694a"])))),
            gloss=0.05,
        )

        def vase(x: Array, y: Array, z: Array) -> Array:
            body = ellipsoid(x, y, z, 0.3, 0.36, 0.3)
            return carve(
                join(body, drum(x, y - 0.42, z, 0.13, 0.14, 0.03), 0.14),
                drum(x, y - 0.6, z, 0.1, 0.2, 0.02),
                0.02,
            )

        self.add(vase, 0, 0.36, 0, 0.7, clay)
        stem = self.made(linear("#4a6b35"), soft=0.2)
        named = self.reading.colour("flowers")
        for number in range(8):
            turn, lean = number * 2.4, 0.12 + 0.4 * float(self.rng.random())
            end = (lean * float(np.cos(turn)), 0.55 + 0.35 * float(self.rng.random()), lean * float(np.sin(turn)))
            self.add(lambda x, y, z, end=end: rod(x, y, z, end, 0.014, 0.01), 0, 0.85, 0, 1.15, stem)
            tone = linear(named or str(self.rng.choice(_BLOSSOMS))) * float(self.rng.uniform(0.85, 1.1))
            size = float(self.rng.uniform(0.14, 0.2))
            self.add(_blossom(size, turn), end[0], 0.85 + end[1], end[2], size * 1.25, self.made(tone, soft=0.3))
        self.fruit("pear", 0.8, -0.2, 0.15)

    def _candle(self) -> None:
        wax = self.made(linear(self.reading.colour("subject", default="#efe4cf")), gloss=0.03, soft=0.6)
        flame = Material(linear("#ffd27a"), gloss=0.0, glow=linear("#ffb24a") * 3.2)
        self.materials.append(flame)
        fire = len(self.materials) - 1
        for x, z, high in ((-0.42, 0.1, 0.5), (0.02, 0.25, 0.8), (0.42, -0.05, 0.36)):
            self.add(lambda px, y, pz, h=high: drum(px, y, pz, 0.17, h / 2, 0.02), x, high / 2, z, high / 2 + 0.2, wax)
            self.solids.append(Solid(moved(_flame, x, high + 0.1, z), (x, high + 0.1, z), 0.13, fire, shadow=False))
        self.fruit("pear", 0.85, -0.35, 0.15)


def ringlet(radius: float) -> Distance:
    return lambda x, y, z: ring(x, y, z, radius, radius * 0.36)


def _disc(radius: float, half: float, wave: float) -> Distance:
    def disc(x: Array, y: Array, z: Array) -> Array:
        turn = np.arctan2(x, z)
        bend = wave * np.sin(turn * 11) if wave else 0
        return drum(x, y - bend, z, radius, half, half * 0.9) * (0.75 if wave else 1)

    return disc


def _apple(size: float) -> Distance:
    def apple(x: Array, y: Array, z: Array) -> Array:
        across = np.sqrt(x * x + z * z) - (size * 0.42)
        return np.sqrt(across * across + (y * 1.02) ** 2) - (size * 0.6) + 0.08 * y * (y < 0)

    return apple


def _orange(size: float) -> Distance:
    return lambda x, y, z: ball(x, y, z, size) + (size * 0.008) * np.sin(x * 90) * np.sin(y * 90) * np.sin(z * 90)


def _lemon(size: float) -> Distance:
    def lemon(x: Array, y: Array, z: Array) -> Array:
        u, v = x * 0.8 + z * 0.6, z * 0.8 - x * 0.6
        low = y + (size * 0.18)
        return join(
            ellipsoid(u, low, v, size * 1.05, size * 0.76, size * 0.76),
            ellipsoid(u, low, v, size * 1.3, size * 0.2, size * 0.2),
            0.06,
        )

    return lemon


def _pear(size: float) -> Distance:
    return lambda x, y, z: join(
        ball(x, y, z, size * 0.95),
        ball(x - (size * 0.12), y - (size * 1.05), z, size * 0.46),
        size * 0.9,
    )


def _blossom(size: float, turn: float) -> Distance:
    def blossom(x: Array, y: Array, z: Array) -> Array:
        angle = np.arctan2(x, z) + turn
        petals = (size * 0.16) * np.sin(angle * 5 + y * (22 / size * 0.15))
        return (ellipsoid(x, y, z, size, size * 0.72, size) + petals * 0.6) * 0.7

    return blossom


def _flame(x: Array, y: Array, z: Array) -> Array:
    return ellipsoid(x, y, z, 0.03, 0.09, 0.03) + np.maximum(y, 0) * 0.1
