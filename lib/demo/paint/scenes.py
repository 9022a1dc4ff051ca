"""Which module paints which scene, by the names of [scenes_…] in words.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from lib.demo.paint import (
    abstract,
    city,
    creature,
    deep,
    emblem,
    forest,
    interior,
    pattern,
    portrait,
    product,
    sea,
    space,
    table,
    terrain,
)
from lib.demo.paint.colour import Array
from lib.demo.paint.frame import Frame
from lib.demo.paint.reading import Reading

Painter = Callable[[Reading, Frame, np.random.Generator], Array]

PAINTERS: Mapping[str, Painter] = {
    "abstract": abstract.paint,
    "city": city.paint,
    "creature": creature.paint,
    "deep": deep.paint,
    "desert": terrain.paint,
    "emblem": emblem.paint,
    "forest": forest.paint,
    "harbour": sea.paint,
    "hills": terrain.paint,
    "interior": interior.paint,
    "mountains": terrain.paint,
    "pattern": pattern.paint,
    "portrait": portrait.paint,
    "product": product.paint,
    "sea": sea.paint,
    "skyline": sea.paint,
    "space": space.paint,
    "table": table.paint,
}
