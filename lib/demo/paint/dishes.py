"""What is on the table: fruit, a bowl, coffee, bread, cake, a burger, a pizza, flowers, candles."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from lib.demo.paint import fruit, noise, surfaces
from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array, linear, mix, smooth
from lib.demo.paint.reading import Reading
from lib.demo.paint.shapes import ball, brick, drum, ellipsoid, join, ring, rod
from lib.demo.paint.vec import Vec

_FRUITS = {
    "apple": (fruit.apple, "#b3231f", 1.6),  # shape, colour, where the stalk begins (0: none)
    "pear": (fruit.pear, "#b9bf4a", 2.35),
    "orange": (fruit.orange, "#ee8416", 0.0),
    "lemon": (fruit.lemon, "#f2cf2e", 0.0),
}
_MOST = 9  # fruits of a kind that can be counted out
_RING = 7  # of them that lie in a ring; the others lie on top
_BLOSSOMS = ("#f3d9d4", "#e2788a", "#f6efe2", "#d2453f", "#f0b24a", "#a98bd0")
_CHINA = ("#efece4", "#3c4a54", "#c9d3cf", "#e3d3be")
_SOUPS = ("#c8641e", "#8c3b1c", "#d9b04a", "#5f7a3a")
_CUPS = ("#efe9dc", "#2f4a54", "#c96f4a")
_ICINGS = ("#f3e6dc", "#e8b6b4", "#5a3422")
_FILLINGS = (  # of a burger: colour, radius, height, half thickness, ruffles
    ("#6f9a2f", 0.56, 0.31, 0.02, 0.03),
    ("#5a2f1a", 0.52, 0.42, 0.08, 0.0),
    ("#f0ae2c", 0.53, 0.52, 0.018, 0.0),
    ("#b32a20", 0.47, 0.57, 0.03, 0.0),
)
_VASES = ("#d8d2c6", "#3f5a66", "#b9694a")


class Table(Builder):
    """Builds what stands on the table. ``hot`` says that it steams."""

    def __init__(self, reading: Reading, rng: np.random.Generator):
        super().__init__()
        self.reading, self.rng = reading, rng
        self.hot = False
        self.texture = noise.tile(rng, 256, 1.2)
        self.china = self.made(self.colour(_CHINA, "plate"), gloss=0.07)

    def lay(self, kind: str) -> None:
        """The main dish in the middle and, beside it, what goes with it."""
        _DISHES.get(kind, fruit_bowl)(self)

    def colour(self, usual: tuple[str, ...], *parts: str) -> Array:
        """The colour that was named for one of ``parts``, else one of the usual ones."""
        return linear(self.reading.colour(*parts, default=str(self.rng.choice(usual))))

    def linen(self, x: float, z: float, turn: float) -> None:
        cloth = self.made(self.colour(("#d9cfbd",), "curtain"), soft=0.1)
        self.add(partial(fruit.napkin, turn=turn), (x, 0.028, z), 0.55, cloth)

    def plate(self, radius: float) -> None:
        self.add(partial(fruit.plate, radius=radius), (0, 0.025, 0), radius * 1.05, self.china)

    def fruit(self, kind: str, x: float, z: float, size: float, y: float = 0.0) -> None:
        shape, usual, stalk = _FRUITS[kind]
        base = self.colour((usual,), kind, "fruit") * float(self.rng.uniform(0.85, 1.1))
        skin = self.made(self._skin(base, x, z, streaked=kind == "apple"), gloss=0.06, soft=0.2)
        self.add(partial(shape, size=size), (x, y + size * 0.93, z), size * 1.75, skin)
        if stalk:
            wood = self.made(linear("#4a3320"))
            self.add(partial(fruit.stalk, size=size), (x, y + size * stalk, z), size * 0.45, wood)

    def _skin(self, base: Array, x: float, z: float, *, streaked: bool) -> surfaces.Surface:
        texture, blush = self.texture, base * np.array([1.35, 2.2, 0.9], np.float32)

        def at(points: Vec) -> Array:
            px, py, pz = points
            fleck = noise.look(texture, px * 1.7 + x, py * 1.7 + pz) - 0.5
            colour = base * (1 + 0.4 * fleck)[..., None]
            if streaked:
                streak = noise.look(texture, np.arctan2(px - x, pz - z) * 0.7, py * 0.15)
                colour = mix(colour, blush, (smooth(0.5, 0.75, streak) * 0.5)[..., None])
            return colour

        return at

    def crust(self, dark: str, light: str) -> int:
        """Something baked, darker in spots."""
        texture, low, high = self.texture, linear(dark), linear(light)

        def at(points: Vec) -> Array:
            x, y, z = points
            bake = noise.look(texture, x * 0.8 + y * 0.6, z * 0.8 + y * 0.5)
            return mix(low, high, smooth(0.3, 0.7, bake)[..., None]) * (0.9 + 0.25 * bake)[..., None]

        return self.made(at, gloss=0.05, soft=0.15)

    def croissant(self, x: float, z: float, size: float) -> None:
        crust = self.crust("#b8702a", "#e2aa5a")
        self.add(partial(fruit.croissant, size=size), (x, size * 0.33, z), size * 1.5, crust)


def _spread(number: int, away: float, turn: float = 2.4) -> tuple[float, float]:
    """The place of one of several things round the middle; 2.4 is the golden angle."""
    return away * math.cos(number * turn), away * math.sin(number * turn)


def fruit_bowl(table: Table) -> None:
    """The kinds and numbers that were named, on a plate or the bare table; else a full bowl with some beside it."""
    reading = table.reading
    named = [kind for kind in _FRUITS if reading.has(kind)]
    numbers = {kind: reading.count(f"{kind}s", kind, default=0) for kind in named}
    if any(numbers.values()) and not reading.has("bowl"):
        _counted(table, [kind for kind in named for _ in range(min(numbers[kind] or 1, _MOST))])
        return
    kinds = [str(kind) for kind in table.rng.permutation(named or list(_FRUITS))]
    kinds = [kinds[at % len(kinds)] for at in range(3)]
    table.add(partial(fruit.bowl, radius=0.62), (0, 0, 0.1), 0.81, table.china)
    inside = max(1, min(sum(numbers.values()) or 6, 6))
    for number in range(min(inside, 5)):
        x, z = _spread(number, 0.31, 1.25)
        table.fruit(kinds[number % 3], x, z + 0.1, 0.17, 0.2)
    if inside > 5:
        table.fruit(kinds[2], 0.0, 0.1, 0.17, 0.36)
    for kind, x, z, size in (
        (kinds[0], -0.92, -0.35, 0.18),
        (kinds[1], 0.95, -0.25, 0.17),
        (kinds[2], 0.72, -0.62, 0.16),
    ):
        if not any(numbers.values()):
            table.fruit(kind, x, z, size)


def _counted(table: Table, kinds: list[str]) -> None:
    """So many and no more, in rings round the middle."""
    size = 0.24 if len(kinds) < 5 else 0.17
    height = 0.0
    if table.reading.has("plate"):
        table.plate(0.78)
        height = 0.04
    for number, kind in enumerate(kinds):
        ring, place = divmod(number, _RING)
        around = min(len(kinds) - ring * _RING, _RING)
        away = 0.0 if len(kinds) == 1 else size * (1.4 / math.sin(math.pi / max(around, 3))) if not ring else 0.0
        away = min(away, 0.48) if table.reading.has("plate") else away
        x, z = _spread(place, away, 2 * math.pi / around)
        table.fruit(kind, x, z, size, height if not ring else height + size * 1.5)


def soup(table: Table) -> None:
    table.hot = True
    broth = table.made(table.colour(_SOUPS, "subject", "props"), gloss=0.16, soft=0.1)
    table.add(partial(fruit.bowl, radius=0.72), (0, 0, 0), 0.94, table.china)
    table.add(partial(drum, radius=0.6, half=0.01, edge=0.005), (0, 0.34, 0), 0.63, broth)
    white, yolk = table.made(linear("#f4ead6"), soft=0.2), table.made(linear("#f2a024"), gloss=0.1, soft=0.3)
    for x, z in ((-0.2, 0.05), (0.2, -0.04)):
        table.add(partial(ellipsoid, rx=0.16, ry=0.07, rz=0.13), (x, 0.35, z), 0.18, white)
        table.add(partial(ellipsoid, rx=0.085, ry=0.05, rz=0.08), (x, 0.395, z), 0.1, yolk)
    leek, wood = table.made(linear("#4f8a3a"), soft=0.2), table.made(linear("#7a4a28"))
    for number in range(7):
        x, z = _spread(number, float(table.rng.uniform(0.3, 0.47)), 0.9)
        table.add(partial(ring, radius=0.045, thick=0.016), (x, 0.355, z), 0.07, leek)
    for x in (0.78, 0.87):
        table.add(partial(rod, end=(0.5, 0.02, 1.25), r0=0.022, r1=0.014), (x, 0.03, -0.7), 1.45, wood)


def coffee(table: Table) -> None:
    table.hot = True
    table.plate(0.5)
    body = table.made(table.colour(_CUPS, "subject"), gloss=0.08)
    table.add(fruit.cup, (0, 0.32, 0), 0.62, body)
    table.add(partial(drum, radius=0.275, half=0.008, edge=0.004), (0, 0.48, 0), 0.3, table.made(_latte, gloss=0.08))
    table.croissant(0.92, 0.12, 0.36)
    table.add(fruit.spoon, (-0.72, 0.01, -0.35), 0.52, table.made(linear("#c2c4c6"), gloss=0.5))


def _latte(points: Vec) -> Array:
    """Milk poured in the shape of a leaf."""
    x, z = np.abs(points.x), points.z
    leaf = smooth(0.01, -0.01, x - 0.13 * np.cos(np.clip(z * 9, -1.5, 1.5)))
    veins = smooth(0.0, 0.02, np.abs(((z * 12 + x * 9) % 1) - 0.5) - 0.16)
    return mix(linear("#5a3116"), linear("#e9d2ac"), (leaf * veins)[..., None])


def bread(table: Table) -> None:
    board = table.made(surfaces.wood(linear("#9a6a3c"), table.rng))
    table.add(partial(brick, half=(1.0, 0.035, 0.55), edge=0.03), (0, 0.035, 0), 1.2, board)
    table.add(fruit.loaf, (0, 0.34, 0), 0.85, table.crust("#8a4f20", "#d9a05a"))
    for x, z in ((0.95, -0.45), (-0.98, -0.3)):
        table.croissant(x, z, 0.26)


def cake(table: Table) -> None:
    table.plate(0.74)
    sponge = table.crust("#b5763a", "#dcae6c")
    cream = table.made(table.colour(_ICINGS, "subject", "props"), gloss=0.05, soft=0.2)
    for level in range(3):
        table.add(partial(drum, radius=0.5, half=0.085, edge=0.03), (0, 0.14 + 0.2 * level, 0), 0.53, sponge)
    for height in (0.24, 0.44):
        table.add(partial(drum, radius=0.505, half=0.022, edge=0.02), (0, height, 0), 0.53, cream)
    table.add(fruit.frosting, (0, 0.67, 0), 0.6, cream)
    berry = table.made(table.colour(("#a3162c",), "fruit"), gloss=0.08, soft=0.2)
    for number in range(9):
        x, z = _spread(number, 0.0 if number == 8 else 0.34, 0.785)
        table.add(partial(ball, radius=0.085), (x, 0.78, z), 0.09, berry)


def burger(table: Table) -> None:
    table.plate(0.72)
    bun = table.crust("#b06a24", "#dd9d4c")
    table.add(partial(drum, radius=0.5, half=0.12, edge=0.08), (0, 0.19, 0), 0.55, bun)
    for colour, radius, level, half, wave in _FILLINGS:
        filling = table.made(linear(colour), gloss=0.05, soft=0.15)
        table.add(partial(fruit.layer, radius=radius, half=half, wave=wave), (0, level, 0), radius + 0.08, filling)
    table.add(fruit.half_bun, (0, 0.64, 0), 0.6, bun)
    seed = table.made(linear("#f1e0b8"))
    for number in range(16):
        away = float(table.rng.uniform(0.05, 0.36))
        x, z = _spread(number, away)
        level = 0.64 + 0.4 * math.sqrt(1 - (away / 0.55) ** 2)
        table.add(partial(ellipsoid, rx=0.026, ry=0.014, rz=0.018), (x, level, z), 0.03, seed)


def pizza(table: Table) -> None:
    def dough(x: Array, y: Array, z: Array) -> Array:
        return join(drum(x, y, z, 0.82, 0.03, 0.02), ring(x, y, z, 0.8, 0.065), 0.04)

    board = table.made(surfaces.wood(linear("#8a5c34"), table.rng))
    table.add(partial(drum, radius=1.0, half=0.03, edge=0.02), (0, 0.03, 0), 1.02, board)
    table.add(dough, (0, 0.09, 0), 0.9, table.crust("#b5722c", "#e4b062"))
    sauce = table.crust("#c2331a", "#f0c45a")
    table.add(partial(drum, radius=0.74, half=0.012, edge=0.008), (0, 0.125, 0), 0.76, sauce)
    tomato, basil = table.made(linear("#b0261a"), gloss=0.07, soft=0.2), table.made(linear("#3f7a2c"), soft=0.1)
    toppings = (basil, tomato, table.made(linear("#f5ecd8"), soft=0.3))
    for number in range(15):
        x, z = _spread(number, 0.66 * math.sqrt((number + 0.5) / 15))
        size = (0.12, 0.018, 0.07) if number % 3 == 0 else (0.105, 0.03, 0.105)
        table.add(partial(ellipsoid, rx=size[0], ry=size[1], rz=size[2]), (x, 0.145, z), 0.13, toppings[number % 3])


def flowers(table: Table) -> None:
    table.add(fruit.vase, (0, 0.36, 0), 0.7, table.made(table.colour(_VASES, "subject"), gloss=0.05))
    stem = table.made(linear("#4a6b35"), soft=0.2)
    for number in range(8):
        x, z = _spread(number, 0.1 + 0.32 * float(table.rng.random()))
        high, size = 0.3 + 0.3 * float(table.rng.random()), float(table.rng.uniform(0.13, 0.19))
        table.add(partial(rod, end=(x, high, z), r0=0.014, r1=0.01), (0, 0.8, 0), 0.75, stem)
        tone = table.colour(_BLOSSOMS, "flowers") * float(table.rng.uniform(0.85, 1.1))
        shape = partial(fruit.blossom, size=size, turn=number * 2.4)
        table.add(shape, (x, 0.8 + high, z), size * 1.25, table.made(tone, soft=0.3))
    table.fruit("pear", 0.8, -0.2, 0.15)


def candles(table: Table) -> None:
    wax = table.made(table.colour(("#efe4cf",), "subject"), gloss=0.03, soft=0.6)
    fire = table.made(linear("#ffd27a"), gloss=0.0, glow=linear("#ffb24a") * 3.2)
    for x, z, high in ((-0.42, 0.1, 0.5), (0.02, 0.25, 0.8), (0.42, -0.05, 0.36)):
        table.add(partial(drum, radius=0.17, half=high / 2, edge=0.02), (x, high / 2, z), high / 2 + 0.2, wax)
        table.add(fruit.flame, (x, high + 0.1, z), 0.13, fire, shadow=False)
    table.fruit("pear", 0.85, -0.35, 0.15)


# By the names of [subjects] in words.toml.
_DISHES: Mapping[str, Callable[[Table], None]] = {
    "bowl": soup, "cup": coffee, "bread": bread, "cake": cake, "burger": burger, "pizza": pizza, "flowers": flowers,
    "candle": candles, "fruit": fruit_bowl,
}  # fmt: skip
