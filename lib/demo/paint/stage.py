"""A set for ray-marched scenes: solids, materials, the ground and wall behind them, a camera, and its shading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lib.demo.paint.colour import LUMA, Array, display, mix, smooth
from lib.demo.paint.frame import Frame, painted
from lib.demo.paint.march import Points, Rays, Solid, nearest, normals, openness, some, sunlight
from lib.demo.paint.noise import enlarge
from lib.demo.paint.rig import Rig
from lib.demo.paint.surfaces import Surface
from lib.demo.paint.surround import Surround

_BATCH = 65_000  # rays at a time: larger arrays would not stay in the processor's cache
_MIRRORS = 0.1  # share of mirrored light from which the other solids are looked for in the mirror
_FINE = ((0.25, 0.14), (0.83, 0.42), (0.42, 0.83))  # where the rays of a finely shaded pixel go through it
_CONTRAST = 0.05  # difference between neighbours, in display values, from which a pixel is shaded finely
_BRIGHTEST = 4.0
_MARCHED_PIXELS = 640_000
_FINE_SHARE = 0.075  # of all pixels: where more would qualify, those with the strongest edges are taken


@dataclass(frozen=True)
class Material:
    """``colour`` linear, or a function of the point. ``gloss`` 0 … 1 mirrors the set; ``metal`` tints the mirror;
    ``glass`` > 0 lets the set shine through, the colour deepening with thickness; ``glow`` shines by itself."""

    colour: Array | Surface
    gloss: float = 0.04
    metal: bool = False
    glass: float = 0.0
    glow: Array | None = None
    soft: float = 0.0  # light that wanders under the surface: skin, wax, fruit
    sheen: float = 0.0  # a broad, dull highlight: skin, satin, waxed leaves

    def at(self, points: Points) -> Array:
        if callable(self.colour):
            return self.colour(points)
        return np.broadcast_to(self.colour, (len(points[0]), 3))


@dataclass(frozen=True)
class Camera:
    place: tuple[float, float, float]
    target: tuple[float, float, float]
    lens: float  # world units per short side, one unit away

    def rays(self, x: Array, y: Array) -> Rays:
        """Rays through frame coordinates: short sides from the centre, y down."""
        place, target = np.array(self.place), np.array(self.target)
        forward = (target - place) / np.linalg.norm(target - place)
        right = np.cross([0.0, 1.0, 0.0], forward)
        right /= np.linalg.norm(right)
        up = np.cross(forward, right)
        x, y = x * self.lens, -y * self.lens
        parts = [(np.float32(f) + x * r + y * u) for f, r, u in zip(forward, right, up, strict=True)]
        length = np.sqrt(parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2)
        ox, oy, oz = (np.full(len(x), value, np.float32) for value in self.place)
        return Rays((ox, oy, oz), (parts[0] / length, parts[1] / length, parts[2] / length))


@dataclass(frozen=True)
class Lamp:
    """A lamp in the room: light from a place, fading with distance, without a shadow of its own."""

    place: tuple[float, float, float]
    colour: Array

    def at(self, points: Points, normal: Points) -> Array:
        away = [c - p for c, p in zip(self.place, points, strict=True)]
        squared = away[0] ** 2 + away[1] ** 2 + away[2] ** 2
        facing = (away[0] * normal[0] + away[1] * normal[1] + away[2] * normal[2]) / np.sqrt(squared + 1e-6)
        share = np.clip(0.35 + 0.65 * facing, 0, 1) / (0.35 + squared)
        return share[..., None] * self.colour


@dataclass(frozen=True)
class Stage:
    """Everything in front of the camera."""

    solids: list[Solid]
    materials: list[Material]
    surround: Surround
    rig: Rig
    camera: Camera
    wall: Array  # what mirrors see where the set ends
    ground: Array
    gobo: Callable[[Points], Array] | None = None  # share of the key light that a window or screen lets through
    lamps: tuple[Lamp, ...] = ()

    def render(self, frame: Frame) -> Array:
        """The picture, (height, width, 3) linear. Marching is dear, so it is done at ``_MARCHED_PIXELS`` at most:
        at half that size first, then several rays to a pixel where neighbours differ."""
        small = painted(frame.width, frame.height, _MARCHED_PIXELS)
        half = Frame(max(1, -(-small.width // 2)), max(1, -(-small.height // 2)))
        rows, columns = np.divmod(np.arange(half.width * half.height, dtype=np.int32), half.width)
        coarse, which = self._shaded(*_through(columns * 2, rows * 2, small, (1.0, 1.0)))
        coarse, which = coarse.reshape(half.height, half.width, 3), which.reshape(half.height, half.width)
        picture = enlarge(np.minimum(coarse, _BRIGHTEST), small)
        rows, columns = np.nonzero(_doubled(_edges(coarse, which), small))
        total = np.zeros((len(rows), 3), np.float32)
        for spot in _FINE:
            total += np.minimum(self._shaded(*_through(columns, rows, small, spot))[0], _BRIGHTEST)
        picture[rows, columns] = total / len(_FINE)
        return picture if small == frame else enlarge(picture, frame)

    def _shaded(self, x: Array, y: Array) -> tuple[Array, Array]:
        colour, which = np.empty((len(x), 3), np.float32), np.empty(len(x), np.int16)
        for start in range(0, len(x), _BATCH):
            part = slice(start, start + _BATCH)
            colour[part], which[part] = self.shade(self.camera.rays(x[part], y[part]))
        return colour, which

    def shade(self, rays: Rays, *, bounces: int = 1) -> tuple[Array, Array]:
        """Colour of each ray and the number of the solid that it meets (−1: the surround)."""
        limit, normal = self.surround.hit(rays)
        t, which = nearest(rays, self.solids, limit)
        points = rays.at(t)
        on_solid = which >= 0
        normal = tuple(
            np.where(on_solid, a, b) for a, b in zip(normals(self.solids, which, points), normal, strict=True)
        )  # type: ignore[assignment]
        look = self._look(points, which)
        colour = self._lit(rays, points, normal, look, full=bounces > 0)
        colour = self._mirrored(rays, points, normal, look, colour, bounces)
        if bounces:
            colour = self._through_glass(rays, points, normal, which, colour)
        return colour, which

    def _look(self, points: Points, which: Array) -> _Look:
        albedo, gloss = np.empty((len(which), 3), np.float32), np.empty(len(which), np.float32)
        metal, soft, sheen = (np.zeros(len(which), np.float32) for _ in range(3))
        glow = np.zeros((len(which), 3), np.float32)
        behind = np.flatnonzero(which < 0)
        if len(behind):
            there = some(points, behind)
            albedo[behind], gloss[behind] = self.surround.colour(there), self.surround.gloss(there)
            own = self.surround.glow(there)
            if own is not None:
                glow[behind] = own
        for number, solid in enumerate(self.solids):
            index = np.flatnonzero(which == number)
            if len(index):
                material = self.materials[solid.material]
                albedo[index] = 0 if material.glass else material.at(some(points, index))
                gloss[index] = material.gloss
                metal[index], soft[index], sheen[index] = float(material.metal), material.soft, material.sheen
                if material.glow is not None:
                    glow[index] = material.glow
        return _Look(albedo, gloss, metal, soft, sheen, glow)

    def _lit(self, rays: Rays, points: Points, normal: Points, look: _Look, *, full: bool) -> Array:
        """Light that leaves each point in all directions; without ``full`` (in mirrors) shadows are left out."""
        rig = self.rig
        facing = sum(n * d for n, d in zip(normal, rig.key, strict=True))
        rim = np.maximum(sum(n * d for n, d in zip(normal, rig.rim, strict=True)), 0)
        key = np.clip((facing + look.soft) / (1 + look.soft), 0, 1)
        open_sky = np.ones(len(key), np.float32)
        if full:
            lifted: Points = tuple(p + n * 0.006 for p, n in zip(points, normal, strict=True))  # type: ignore[assignment]
            lit = np.flatnonzero(key > 0.003)
            key[lit] *= sunlight(some(lifted, lit), rig.key, self.solids, rig.sharp)
            if self.gobo is not None:
                key[lit] *= self.gobo(some(points, lit))
            open_sky = openness(lifted, normal, self.solids, 0.45)
        up = 0.62 + 0.38 * normal[1]
        light = key[..., None] * rig.key_colour + (rim * open_sky)[..., None] * rig.rim_colour
        light = light + (up * open_sky)[..., None] * rig.fill * rig.room
        for lamp in self.lamps:
            light = light + lamp.at(points, normal) * open_sky[..., None]
        if look.soft.any():
            edge = np.clip(1 - np.abs(facing) * 2.5, 0, 1) * look.soft * 0.35
            light = light + edge[..., None] * rig.key_colour * np.array([1.0, 0.3, 0.15], np.float32)
        return (
            look.albedo * light * (1 - look.metal * 0.85)[..., None]
            + look.glow
            + self._sheen(rays, normal, look, key, rim * open_sky)
        )

    def _sheen(self, rays: Rays, normal: Points, look: _Look, key: Array, rim: Array) -> Array:
        if not look.sheen.any():
            return np.zeros(3, np.float32)
        total = np.zeros((len(key), 3), np.float32)
        for lamp, share, colour in ((self.rig.key, key, self.rig.key_colour), (self.rig.rim, rim, self.rig.rim_colour)):
            half = [c - d for c, d in zip(lamp, rays.direction, strict=True)]
            length = np.sqrt(half[0] ** 2 + half[1] ** 2 + half[2] ** 2) + (1e-6)
            facing = np.maximum(sum(h * n for h, n in zip(half, normal, strict=True)) / length, 0)
            total += (look.sheen * share * facing**18)[..., None] * colour
        return total

    def _mirrored(self, rays: Rays, points: Points, normal: Points, look: _Look, colour: Array, bounces: int) -> Array:
        index = np.flatnonzero(look.gloss > 0.01)
        if not len(index):
            return colour
        near = rays.some(index)
        nx, ny, nz = some(normal, index)
        dx, dy, dz = near.direction
        along = dx * nx + dy * ny + dz * nz
        rx, ry, rz = dx - 2 * along * nx, dy - 2 * along * ny, dz - 2 * along * nz
        seen = self.rig.reflected(rx, ry, rz, self.ground, self.wall)
        grazing = (1 - np.clip(-along, 0, 1)) ** 5
        gloss, metal = look.gloss[index], look.metal[index][..., None]
        share = gloss + (1 - gloss) * grazing * np.minimum(gloss * 6, 0.9)
        if bounces:
            strong = np.flatnonzero(share > _MIRRORS)
            if len(strong):
                there: Points = tuple(
                    p + n * 0.01
                    for p, n in zip(some(points, index[strong]), (nx[strong], ny[strong], nz[strong]), strict=True)
                )  # type: ignore[assignment]
                mirror, met = self.shade(Rays(there, (rx[strong], ry[strong], rz[strong])), bounces=0)
                clear = np.where(met >= 0, smooth(_MIRRORS, _MIRRORS + 0.08, share[strong]), 0)[..., None]
                seen[strong] = mix(seen[strong], mirror, clear)
        share = share[..., None]
        tint = 1 + metal * (look.albedo[index] - 1)
        out = colour.copy()
        out[index] = colour[index] * (1 - share * (1 - metal)) + seen * share * tint
        return out

    def _through_glass(self, rays: Rays, points: Points, normal: Points, which: Array, colour: Array) -> Array:
        """Glass: what stands behind, bent a little and deepened by the thickness of the glass."""
        for number, solid in enumerate(self.solids):
            material = self.materials[solid.material]
            index = np.flatnonzero(which == number) if material.glass else ()
            if not len(index):
                continue
            n, d = some(normal, index), rays.some(index).direction
            bent = [dd - nn * 0.28 for dd, nn in zip(d, n, strict=True)]
            length = np.sqrt(bent[0] ** 2 + bent[1] ** 2 + bent[2] ** 2)
            inside: Points = tuple(b / length for b in bent)  # type: ignore[assignment]
            start = some(points, index)
            depth = _thickness(solid, start, inside)
            leave: Points = tuple(p + b * (depth + 0.03) for p, b in zip(start, inside, strict=True))  # type: ignore[assignment]
            others = replace(self, solids=[other for other in self.solids if other is not solid])
            behind, _ = others.shade(Rays(leave, inside), bounces=0)
            tint = np.clip(material.at(start), 0.004, 0.98) ** (depth * material.glass)[..., None]
            colour[index] += behind * tint * 0.92
        return colour


@dataclass
class _Look:
    albedo: Array
    gloss: Array
    metal: Array
    soft: Array
    sheen: Array
    glow: Array


def _thickness(solid: Solid, start: Points, inside: Points) -> Array:
    t = np.full(len(start[0]), 0.03, np.float32)
    for _ in range(14):
        gap = solid.distance(*(p + d * t for p, d in zip(start, inside, strict=True)))
        t += np.maximum(-gap, 0)
    return t


def _through(columns: Array, rows: Array, frame: Frame, spot: tuple[float, float]) -> tuple[Array, Array]:
    """Frame coordinates of the rays through ``spot`` (pixels from the corner) of the given pixels."""
    x = (columns.astype(np.float32) + (spot[0] - frame.width / 2)) / frame.unit
    y = (rows.astype(np.float32) + (spot[1] - frame.height / 2)) / frame.unit
    return x, y


def _edges(coarse: Array, which: Array) -> Array:
    """True where a coarse pixel differs from a neighbour in solid or brightness: the strongest edges only."""
    shown = display(coarse) @ LUMA
    edge = np.zeros(which.shape, np.float32)
    for axis in (0, 1):
        first, second = [slice(None)] * 2, [slice(None)] * 2
        first[axis], second[axis] = slice(None, -1), slice(1, None)
        a, b = tuple(first), tuple(second)
        differ = np.abs(shown[a] - shown[b]) + np.where(which[a] != which[b], 0.25, 0)
        edge[a] = np.maximum(edge[a], differ)
        edge[b] = np.maximum(edge[b], differ)
    most = int(_FINE_SHARE * edge.size)
    threshold = np.partition(edge, edge.size - 1 - most, axis=None)[edge.size - 1 - most]
    return edge > max(float(threshold), _CONTRAST)


def _doubled(mask: Array, frame: Frame) -> Array:
    return np.repeat(np.repeat(mask, 2, 0), 2, 1)[: frame.height, : frame.width]
