"""Things of the painter's own that are put into a given picture, in the light that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from lib.demo.paint import boats, details, flyers, passers, product, words
from lib.demo.paint.colour import Array, display, linear, mix
from lib.demo.paint.edit import oklab, setting
from lib.demo.paint.edit.view import View
from lib.demo.paint.frame import Frame
from lib.demo.paint.layer import Layer, glow
from lib.demo.paint.light import Light
from lib.demo.paint.reading import Reading, describe

_AMBER = "#ffb65c"


class _Sheet:
    """What a thing is drawn with: the picture in linear light, a layer over it, its light, and places to stand."""

    def __init__(self, view: View, reading: Reading, rng: np.random.Generator):
        self.view, self.frame, self.horizon, self.reading, self.rng = view, view.frame, view.horizon, reading, rng
        self.picture = oklab.linear_of(view.picture)
        self.light = _light_of(self.picture, view.frame, view.horizon)
        self.layer, self.mirror = Layer(view.frame), Layer(view.frame)
        self.lamps: list[tuple[float, float, float]] = []

    def spots(self, count: int, low: float, high: float, *, in_the_sky: bool = False) -> list[tuple[float, float]]:
        """Free places across, and for each a number between ``low`` and ``high``, such as how near it is."""
        level = self.horizon * 0.4 if in_the_sky else self.horizon + 0.02
        free = self.view.free(count, level)
        return [(x * self.frame.half_width, float(self.rng.uniform(low, high))) for x in free]


def add(view: View, things: tuple[tuple[str, int], ...], reading: Reading, rng: np.random.Generator) -> None:
    """Put ``things`` with their numbers into the picture."""
    for thing, count in things:
        if thing in _DRAWN:
            sheet = _Sheet(view, reading, rng)
            _DRAWN[thing](sheet, min(count, 7))
            view.picture = _laid(sheet)
        else:
            _stand(view, thing, min(count, 5), reading, rng)


def _laid(sheet: _Sheet) -> Array:
    mirrored = sheet.picture.copy()
    sheet.mirror.over(mirrored)
    picture = mix(sheet.picture, mirrored, 0.45).astype(np.float32)
    sheet.layer.over(picture)
    for x, y, size in sheet.lamps:
        glow(picture, sheet.frame, (x, y), size, linear(_AMBER) * 1.5)
    return oklab.display_of(picture)


def _light_of(picture: Array, frame: Frame, horizon: float) -> Light:
    """The light that a given picture seems to have: the colours of its sky, lamps lit when it is dark."""
    last = max(2, int(horizon * frame.unit))
    top, low = (
        picture[: max(1, last // 3)].mean(axis=(0, 1)),
        picture[max(0, last - last // 4) : last].mean(axis=(0, 1)),
    )
    middle = picture[:last].mean(axis=(0, 1))
    bright = np.quantile(picture[::8, ::8].reshape(-1, 3), 0.97, axis=0)
    dark = float(picture.mean()) < 0.1
    return Light(top, middle, low, np.maximum(bright, 0.05), 0.4, 0.35 if dark else 0.9, 1.25, lamps=dark, stars=False)


def _moon(sheet: _Sheet, count: int) -> None:
    _disc(sheet, 0.055, "#fdf6e3", 1.25, 0.35)


def _sun(sheet: _Sheet, count: int) -> None:
    _disc(sheet, 0.06, "#ffe2a6", 2.0, 0.55)


def _disc(sheet: _Sheet, size: float, colour: str, strength: float, halo: float) -> None:
    ((x, _),) = sheet.spots(1, 0, 1, in_the_sky=True)
    y = max(0.1, sheet.horizon * 0.36)
    tone = linear(colour) * strength
    glow(sheet.picture, sheet.frame, (x, y), size * 1.4, linear(colour) * halo)
    sheet.layer.disc(x, y, size, size, tone)
    if strength < 1.5:
        for dx, dy, share in ((-0.3, -0.2, 0.22), (0.25, 0.1, 0.3), (-0.1, 0.4, 0.17), (0.3, -0.42, 0.13)):
            sheet.layer.disc(x + dx * size, y + dy * size, share * size, share * size, tone * 0.86)


def _stars(sheet: _Sheet, count: int) -> None:
    rng, frame = sheet.rng, sheet.frame
    for _ in range(240):
        x, y = float(rng.uniform(-1, 1)) * frame.half_width, float(rng.uniform(0, 0.95)) * sheet.horizon
        size = float(rng.uniform(0.0006, 0.0016))
        sheet.layer.disc(x, y, size, size, np.full(3, float(rng.uniform(0.5, 1.6)), np.float32))


def _birds(sheet: _Sheet, count: int) -> None:
    details.birds(sheet.layer, sheet.frame, sheet.light, sheet.horizon, sheet.rng)


def _sailing(sheet: _Sheet, count: int) -> None:
    for x, depth in sheet.spots(count, 0.015, 0.06):
        _boat(sheet, x, depth, float(sheet.rng.uniform(0.085, 0.12))).sail(
            linear(sheet.reading.colour("boat", default="#efe6d4"))
        )


def _fishing(sheet: _Sheet, count: int) -> None:
    for x, depth in sheet.spots(count, 0.03, 0.07):
        boat = _boat(sheet, x, depth, float(sheet.rng.uniform(0.15, 0.2)))
        boat.trawler(sharp=True)
        sheet.lamps += [(*spot, size) for spot, size in boat.lamps]


def _boat(sheet: _Sheet, x: float, depth: float, size: float) -> boats.Boat:
    hull = linear(sheet.reading.colour("boat", default="#7a2a26"))
    return boats.Boat(
        sheet.layer, sheet.mirror, sheet.frame, sheet.light, (x, sheet.horizon + depth), size, hull, sheet.rng
    )


def _lanterns(sheet: _Sheet, count: int) -> None:
    """Paper lanterns on a slack line; a single one hangs alone."""
    frame, number = sheet.frame, max(1, count if count != 3 else 7)
    cord, paper = linear("#1b1a1a") * 0.6, linear("#ffb04a") * 1.3
    ends = 1.06 * frame.half_width
    x = np.linspace(-ends, ends, 60)
    sag = 0.09 + 0.11 * (1 - (x / ends) ** 2)
    hang = [0.45 * ends] if number == 1 else np.linspace(-0.86, 0.86, number) * ends
    if number == 1:
        sheet.layer.line([(hang[0], 0.0), (hang[0], 0.2)], cord, 0.003)
    else:
        sheet.layer.line(list(zip(x.tolist(), sag.tolist(), strict=True)), cord, 0.003)
    for at in hang:
        y = 0.23 if number == 1 else float(np.interp(at, x, sag)) + 0.035
        size = 0.05 if number == 1 else 0.026
        sheet.layer.disc(float(at), y, size * 0.86, size, paper)
        sheet.layer.disc(float(at), y + size * 0.2, size * 0.5, size * 0.55, paper * 1.35)
        sheet.layer.box(float(at) - size * 0.3, y - size * 1.12, float(at) + size * 0.3, y - size * 0.9, cord)
        sheet.lamps.append((float(at), y, size * 0.8))


def _balloons(sheet: _Sheet, count: int) -> None:
    flyers.balloons(sheet.layer, sheet.frame, sheet.light, sheet.reading, max(sheet.horizon, 0.35), sheet.rng)


def _airplane(sheet: _Sheet, count: int) -> None:
    flyers.airliner(sheet.layer, sheet.frame, sheet.light, sheet.reading, max(sheet.horizon, 0.3), sheet.rng)


def _houses(sheet: _Sheet, count: int) -> None:
    for x, near in sheet.spots(count, 0.3, 0.7):
        sheet.lamps += details.house(
            sheet.layer,
            x,
            sheet.horizon + (sheet.frame.tall - sheet.horizon) * (0.2 + 0.3 * near),
            0.05 + 0.06 * near,
            sheet.light,
            sheet.reading,
        )


def _trees(sheet: _Sheet, count: int) -> None:
    for x, near in sheet.spots(count, 0.3, 0.9):
        foot = sheet.horizon + (sheet.frame.tall - sheet.horizon) * (0.2 + 0.35 * near)
        details.tree(sheet.layer, x, foot, 0.3 + 0.25 * near, sheet.light, sheet.reading, sheet.rng)


def _lighthouse(sheet: _Sheet, count: int) -> None:
    ((x, _),) = sheet.spots(1, 0, 1)
    rock = linear("#3a3834") * (sheet.light.ambient + sheet.light.glow * 0.2)
    arc = np.linspace(0, np.pi, 24)
    sheet.layer.shape(
        (x, sheet.horizon + 0.012), 0.17, [(float(np.cos(a)), 0.3 * float(np.sin(a)) ** 0.7) for a in arc], rock
    )
    sheet.lamps += (
        [details.lighthouse(sheet.layer, x, sheet.horizon - 0.03, 0.3, sheet.light, sheet.reading)]
        if sheet.light.lamps
        else []
    )
    if not sheet.light.lamps:
        details.lighthouse(sheet.layer, x, sheet.horizon - 0.03, 0.3, sheet.light, sheet.reading)


def _figures(sheet: _Sheet, count: int) -> None:
    for x, near in sheet.spots(count, 0.3, 0.8):
        foot = sheet.horizon + (sheet.frame.tall - sheet.horizon) * (0.25 + 0.5 * near)
        passers.walker(sheet.layer, x, foot, 0.1 + 0.16 * near, sheet.light, sheet.reading, sheet.rng)


def _castle(sheet: _Sheet, count: int) -> None:
    ((x, _),) = sheet.spots(1, 0, 1)
    sheet.lamps += flyers.castle(sheet.layer, x, sheet.horizon + 0.02, 0.17, sheet.light, sheet.reading, sheet.rng)


def _kites(sheet: _Sheet, count: int) -> None:
    for x, share in sheet.spots(count, 0.35, 0.55, in_the_sky=True):
        spot = (x, sheet.horizon * share)
        flyers.kite(sheet.layer, spot, 0.1 if count < 3 else 0.065, sheet.light, sheet.reading, sheet.frame.tall * 0.93)


_DRAWN: Mapping[str, Callable[[_Sheet, int], None]] = {
    "moon": _moon, "sun": _sun, "stars": _stars, "birds": _birds, "boat": _sailing, "trawler": _fishing,
    "lamp": _lanterns, "balloons": _balloons, "airplane": _airplane, "house": _houses, "tree": _trees,
    "lighthouse": _lighthouse, "figure": _figures, "castle": _castle, "kite": _kites,
}  # fmt: skip
_FINE = Frame(300, 360)


def _stand(view: View, thing: str, count: int, reading: Reading, rng: np.random.Generator) -> None:
    """Goods beside what is there, on the ground in front."""
    alone = describe(f"{reading.colour('subject')} {words.SUBJECTS[thing][0]}")
    picture, matte = product.alone(alone, _FINE, rng)
    cut = setting.cut(display(picture), matte)
    room = view.subject is not None
    places = np.linspace(-0.62, 0.62, count) if count > 1 else np.array([0.62 if rng.random() < 0.5 else -0.62])
    for x in places:
        foot = view.frame.tall * (0.9 if room else 0.88)
        high = (0.3 if room else 0.36) * float(rng.uniform(0.94, 1.06))
        view.picture = setting.stand(view.picture, view.frame, cut, float(x) * view.frame.half_width, foot, high)
