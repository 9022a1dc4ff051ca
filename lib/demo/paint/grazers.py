"""Large animals on four legs, and a bird, as sculpted figures seen from the side; they look to the left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.colour import Array, linear
from lib.demo.paint.shapes import Distance, ellipsoid, join, ring, rod
from lib.demo.paint.vec import Point


@dataclass(frozen=True)
class Build:
    """Lengths as shares of the height at the withers. ``neck``: where the head is, from the shoulder."""

    coats: tuple[str, ...]
    long: float  # half the length of the trunk
    deep: float  # half its depth
    leg: tuple[float, float]  # thickness above and below
    neck: tuple[float, float]
    thick: tuple[float, float]  # of the neck, below and above
    head: tuple[float, float]  # length and thickness
    droop: float  # how far the muzzle points down
    ear: tuple[float, float] = (0.1, 0.035)
    tail: tuple[float, float] = (0.5, 0.03)
    mane: bool = False
    antlers: bool = False
    horns: bool = False
    trunk: bool = False
    hump: bool = False


BUILDS: Mapping[str, Build] = {
    "horse": Build(("#7a4526", "#3a2a22", "#b98a5c", "#8d8a86"), 0.42, 0.22, (0.085, 0.05), (-0.36, 0.42), (0.17, 0.1),
                   (0.32, 0.085), 0.75, mane=True, tail=(0.55, 0.06)),
    "cow": Build(("#8a5a3a", "#e8e2d8", "#2f2a28"), 0.5, 0.27, (0.09, 0.06), (-0.4, 0.16), (0.17, 0.13), (0.26, 0.11),
                 0.5, horns=True, tail=(0.6, 0.025)),
    "stag": Build(("#8a5c3a", "#6f4a30"), 0.38, 0.19, (0.07, 0.035), (-0.3, 0.42), (0.13, 0.08), (0.24, 0.07), 0.45,
                  antlers=True, tail=(0.12, 0.04)),
    "giraffe": Build(("#d9a45c", "#c8934f"), 0.34, 0.2, (0.075, 0.045), (-0.36, 1.0), (0.15, 0.075), (0.24, 0.07), 0.4,
                     horns=True, tail=(0.45, 0.02)),
    "camel": Build(("#c49a62", "#b0854f"), 0.42, 0.22, (0.08, 0.055), (-0.4, 0.26), (0.15, 0.09), (0.26, 0.08), 0.4,
                   hump=True, tail=(0.4, 0.025)),
    "elephant": Build(("#7d7f84", "#8b8780", "#6b6d72"), 0.46, 0.36, (0.15, 0.12), (-0.42, 0.16), (0.26, 0.22),
                      (0.16, 0.21), 0.3, trunk=True, tail=(0.5, 0.022)),
}  # fmt: skip
_HIGH = 1.12  # the withers of a grown animal in the scene


def grazer(figure: Builder, kind: Build, coat: int, dark: int) -> None:
    """Stands on the floor with its flank to the camera. ``dark`` colours hooves, mane and eyes."""
    size = _HIGH * (0.72 if kind.neck[1] > 0.8 else 1.0)  # a giraffe must fit into the frame
    long, deep = kind.long * size, kind.deep * size
    middle = (-0.2 * size, 0.7 * size, 0.0)
    skin = partial(_from, middle, partial(_trunk, kind=kind, size=size))
    figure.add(skin, middle, size * (1.2 + kind.neck[1] * 0.5), coat)
    figure.add(partial(_hooves, kind=kind, size=size), (0, 0.05, 0), long + 0.5, dark)
    if kind.mane:
        figure.add(partial(_mane, kind=kind, size=size), (-long * 0.9, size, 0), size * 0.75, dark)
    hair = dark if kind.mane else coat
    back = (long * 1.02, size - deep * 0.6, 0.0)
    length, thick = kind.tail[0] * size, kind.tail[1] * size
    tail = partial(rod, end=(length * 0.3, -length, 0.0), r0=thick * 0.7, r1=thick)
    figure.add(tail, back, length * 1.2, hair)
    hx, hy = _head(kind, size)
    eye = partial(ellipsoid, rx=0.026, ry=0.03, rz=0.026)
    for side in (-1, 1):
        z = side * kind.head[1] * size * (0.86 if kind.trunk else 1.14)
        figure.add(eye, (hx - 0.04 * size, hy + 0.02, z), 0.04, dark, shadow=False)
    bone = figure.made(linear("#d8c8a8"), gloss=0.03)
    if kind.antlers:
        figure.add(partial(_antlers, size=size), (hx + 0.04, hy, 0), 0.75 * size, bone)
    if kind.horns:
        figure.add(partial(_horns, size=size), (hx + 0.05, hy, 0), 0.4 * size, bone)
    if kind.trunk:
        figure.add(partial(_tusk, size=size), (hx - 0.12, hy - 0.2 * size, 0), 0.45 * size, bone)


def _from(place: Point, shape: Distance, x: Array, y: Array, z: Array) -> Array:
    """``shape``, which is given from the floor, seen from ``place``, the middle of the ball that bounds it."""
    return shape(x + place[0], y + place[1], z + place[2])


def _head(kind: Build, size: float) -> tuple[float, float]:
    return (-kind.long + kind.neck[0]) * size, (0.9 + kind.neck[1]) * size


def _trunk(x: Array, y: Array, z: Array, kind: Build, size: float) -> Array:
    """Trunk, legs, neck and head as one skin."""
    x, y, z = x / size, y / size, z / size
    az = np.abs(z)
    deep, top = kind.deep, 1.0 - kind.deep
    body = join(
        ellipsoid(x + kind.long * 0.45, y - top, z, kind.long * 0.75, deep, deep * 0.82),
        ellipsoid(x - kind.long * 0.5, y - top - 0.01, z, kind.long * 0.7, deep * 0.98, deep * 0.85),
        0.2,
    )
    if kind.hump:
        body = join(body, ellipsoid(x - 0.02, y - 0.98, z, 0.2, 0.2, 0.13), 0.12)
    above, below = kind.leg
    aside = deep * 0.48
    for place, knee in ((-0.82, -0.02), (0.86, 0.05)):
        lx = x - place * kind.long
        upper = rod(lx, y - top + 0.04, az - aside, (knee, -(top - 0.42), 0.0), above * 1.35, above * 0.75)
        lower = rod(lx - knee, y - 0.38, az - aside, (-knee * 0.8, -0.36, 0.0), above * 0.75, below)
        body = join(body, join(upper, lower, 0.03), 0.09)
    nx, ny = kind.neck
    neck = rod(x + kind.long * 0.78, y - top - 0.06, z, (nx + kind.long * -0.22, ny + deep - 0.14, 0.0), *kind.thick)
    hx, hy = x + kind.long - nx, y - 0.9 - ny
    length, thick = kind.head
    way = (-length * (1 - kind.droop * 0.45), -length * kind.droop, 0.0)
    head = join(ellipsoid(hx, hy, z, thick * 1.35, thick * 1.2, thick), rod(hx, hy, z, way, thick, thick * 0.68), 0.06)
    ear = rod(hx - 0.03, hy - thick * 0.8, az - thick * 0.7, (0.03, kind.ear[0], 0.03), kind.ear[1], 0.008)
    if kind.trunk:
        ear = ellipsoid(hx - 0.12, hy + 0.02, az - 0.25, 0.2, 0.26, 0.035)
        head = join(head, _nose(hx + 0.1, hy + 0.08, z), 0.1)
    skin = join(join(body, neck, 0.14), join(head, ear, 0.02), 0.06)
    return np.maximum(skin, -y) * (size * 0.85)


def _nose(x: Array, y: Array, z: Array) -> Array:
    """An elephant's trunk: three bends."""
    first = rod(x, y, z, (-0.12, -0.28, 0.0), 0.12, 0.085)
    second = rod(x + 0.12, y + 0.28, z, (-0.01, -0.28, 0.0), 0.085, 0.06)
    return join(join(first, second, 0.05), rod(x + 0.13, y + 0.56, z, (-0.1, -0.06, 0.0), 0.06, 0.045), 0.05)


def _hooves(x: Array, y: Array, z: Array, kind: Build, size: float) -> Array:
    nearest = np.minimum(np.abs(x + 0.82 * kind.long * size), np.abs(x - 0.87 * kind.long * size))
    wide = kind.leg[1] * size * 1.12
    away = np.sqrt(nearest**2 + (np.abs(z) - kind.deep * 0.48 * size) ** 2) - wide - 0.12 * np.maximum(-y, 0)
    return np.maximum(away, np.abs(y) - 0.05) * 0.9


def _mane(x: Array, y: Array, z: Array, kind: Build, size: float) -> Array:
    """Hair along the back of the neck, and a lock on the brow. Its origin is at the withers."""
    nx, ny = kind.neck[0] * size, (kind.neck[1] - 0.06) * size
    fall = 0.02 * np.sin(y * 40 + x * 20)
    crest = rod(x - 0.06, y + 0.06, z / 0.5, (nx + 0.02, ny + 0.05, 0.0), 0.11 * size, 0.075 * size) + fall
    return join(crest, rod(x - nx, y - ny, z, (-0.09, -0.08, 0.0), 0.04, 0.02), 0.04) * 0.6


def _antlers(x: Array, y: Array, z: Array, size: float) -> Array:
    x, y, az = x / size, y / size, np.abs(z) / size
    beam = rod(x, y - 0.06, az - 0.03, (0.14, 0.26, 0.2), 0.022, 0.018)
    tip = rod(x - 0.14, y - 0.32, az - 0.23, (-0.06, 0.26, 0.05), 0.018, 0.008)
    branches = np.minimum(beam, tip)
    for bx, by, bz, end in ((0.04, 0.14, 0.09, (-0.16, 0.12, 0.02)), (0.12, 0.28, 0.2, (-0.17, 0.1, 0.03)),
                            (0.12, 0.44, 0.25, (0.1, 0.12, 0.04))):  # fmt: skip
        branches = np.minimum(branches, rod(x - bx, y - by, az - bz, end, 0.016, 0.007))
    return branches * size


def _horns(x: Array, y: Array, z: Array, size: float) -> Array:
    return rod(x, y - 0.08 * size, np.abs(z) - 0.05 * size, (0.0, 0.12 * size, 0.05 * size), 0.024, 0.014)


def _tusk(x: Array, y: Array, z: Array, size: float) -> Array:
    return rod(x, y, np.abs(z) - 0.12 * size, (-0.24 * size, -0.1 * size, 0.02), 0.03, 0.01)


def bird(figure: Builder, plumage: int, accent: int, dark: int) -> None:
    """A songbird on a bare branch."""
    bark = figure.made(linear("#5a4332"), gloss=0.0)
    beak = figure.made(linear("#d9932b"), gloss=0.05)

    def body(x: Array, y: Array, z: Array) -> Array:
        chest = ellipsoid(x + 0.06, y, z, 0.36, 0.33, 0.3)
        back = rod(x, y, z, (0.42, -0.2, 0.0), 0.26, 0.1)
        head = ellipsoid(x + 0.3, y - 0.36, z, 0.23, 0.22, 0.21)
        tail = ellipsoid((x - 0.72) * 0.86 - (y + 0.34) * 0.5, (y + 0.34) * 0.86 + (x - 0.72) * 0.5, z, 0.36, 0.04, 0.1)
        return join(join(join(chest, back, 0.1), head, 0.12), tail, 0.08)

    def wing(x: Array, y: Array, z: Array) -> Array:
        u, v = x * 0.88 - y * 0.47, y * 0.88 + x * 0.47
        feathers = 0.012 * np.sin(u * 28)
        return ellipsoid(u, v, np.abs(z) - 0.25, 0.42, 0.17, 0.06) + feathers * (v < 0)

    def perch(x: Array, y: Array, z: Array) -> Array:
        bend = 0.05 * np.sin(x * 1.7)
        twig = rod(x - 0.7, y - bend, z, (0.5, 0.42, 0.1), 0.035, 0.015)
        return join(rod(x + 2.2, y - bend, z, (4.4, 0.0, 0.0), 0.075, 0.05), twig, 0.05) * 0.9

    figure.add(body, (0, 0.95, 0), 1.2, plumage)
    figure.add(wing, (0.2, 0.93, 0), 0.55, accent)
    figure.add(lambda x, y, z: rod(x, y, z, (-0.17, -0.02, 0.0), 0.062, 0.008), (-0.5, 1.29, 0), 0.26, beak)
    figure.add(perch, (0, 0.52, 0), 2.3, bark)
    for side in (-1, 1):
        place = (-0.38, 1.37, side * 0.185)
        figure.add(partial(ellipsoid, rx=0.035, ry=0.035, rz=0.025), place, 0.05, dark, shadow=False)
        figure.add(partial(rod, end=(0.0, -0.14, 0.0), r0=0.02, r1=0.02), (-0.02, 0.68, side * 0.09), 0.17, beak)
        figure.add(lambda x, y, z: ring(x, z, y, 0.08, 0.018), (-0.02, 0.52, side * 0.09), 0.12, beak)
