"""Glossy spheres in soft light: matte, metal and glass balls of many sizes, piled before a plain wall."""

from __future__ import annotations

import numpy as np

from lib.demo.paint.colour import Array, mix
from lib.demo.paint.frame import Frame
from lib.demo.paint.march import Solid, moved
from lib.demo.paint.march import moved
from lib.demo.paint.reading import Reading
from lib.demo.paint.rig import indoors
from lib.demo.paint.shapes import Distance, ball
from lib.demo.paint.camera import Camera
from lib.demo.paint.material import Material
from lib.demo.paint.surfaces import plain
from lib.demo.paint.stage import Stage
from lib.demo.paint.vec import Vec
from lib.demo.paint.surround import Sweep


def paint(reading: Reading, frame: Frame, colours: list[Array], rng: np.random.Generator) -> Array:
    wall = mix(colours[0], np.ones(3, np.float32), 0.6)
    materials = [Material(colour, gloss=0.07) for colour in colours]
    materials += [
        Material(colours[-1], gloss=0.7, metal=True),
        Material(np.clip(colours[0] * 1.2, 0.05, 0.9), gloss=0.07, glass=0.8),
    ]
    solids: list[Solid] = []
    placed: list[tuple[float, float, float, float]] = []
    for _ in range(160):
        radius = float(rng.uniform(0.12, 0.5) if len(placed) > 3 else rng.uniform(0.45, 0.75))
        x, z = float(rng.uniform(-1.7, 1.7)) * max(0.7, frame.half_width * 1.4), float(rng.uniform(-0.9, 1.3))
        if all((x - a) ** 2 + (z - b) ** 2 + (radius - c) ** 2 > (radius + c) ** 2 for a, c, b, _ in placed):
            placed.append((x, radius, z, radius))
            solids.append(
                Solid(
                    moved(_sphere(radius), x, radius, z),
                    (x, radius, z),
                    radius * 1.01,
                    int(rng.integers(len(materials))),
                )
            )
        if len(solids) >= 12:
            break
    camera = Camera((0.0, 2.3, -5.6), (0.0, 0.55, 0.2), 0.5)
    return Stage(solids, materials, Sweep(plain(wall), wall), indoors(reading, "studio"), wall, wall).render(camera, frame)


def _sphere(radius: float) -> Distance:
    return lambda x, y, z: ball(x, y, z, radius)
