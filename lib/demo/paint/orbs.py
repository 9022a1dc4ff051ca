"""Glossy spheres in soft light: matte, metal and glass balls of many sizes, lying before a plain wall."""

from __future__ import annotations

from functools import partial

import numpy as np

from lib.demo.paint.build import Builder
from lib.demo.paint.camera import Camera
from lib.demo.paint.colour import Array, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.material import Material
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import indoors
from lib.demo.paint.shapes import ball
from lib.demo.paint.stage import Stage
from lib.demo.paint.surfaces import plain
from lib.demo.paint.surround import Sweep

_TRIES, _MOST = 160, 12
_LARGE = 4  # the first few are large


def paint(reading: Reading, frame: Frame, colours: list[Array], rng: np.random.Generator) -> Array:
    wall = mix(colours[0], np.ones(3, np.float32), 0.6)
    pile = Builder([Material(colour, gloss=0.07) for colour in colours])
    pile.materials.append(Material(colours[-1], gloss=0.7, metal=True))
    pile.materials.append(Material(np.clip(colours[0] * 1.2, 0.05, 0.9), gloss=0.07, glass=0.8))
    for _ in range(_TRIES):
        small = len(pile.solids) >= _LARGE
        radius = float(rng.uniform(0.12, 0.5) if small else rng.uniform(0.45, 0.75))
        x, z = float(rng.uniform(-1.7, 1.7)) * max(0.7, frame.half_width * 1.4), float(rng.uniform(-0.9, 1.3))
        if len(pile.solids) < _MOST and _free(pile, x, z, radius):
            pile.add(partial(ball, radius=radius), (x, radius, z), radius, int(rng.integers(len(pile.materials))))
    stage = Stage(pile.solids, pile.materials, Sweep(plain(wall), wall), indoors(reading, "studio"), wall, wall)
    return stage.render(Camera((0.0, 2.3, -5.6), (0.0, 0.55, 0.2), 0.5), frame)


def _free(pile: Builder, x: float, z: float, radius: float) -> bool:
    """Whether a ball lying at (x, z) touches none of the others."""
    return all(
        (x - other.centre[0]) ** 2 + (z - other.centre[2]) ** 2 > 4 * radius * other.radius for other in pile.solids
    )
