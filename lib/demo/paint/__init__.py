"""The painter of the demo engine: words in, a picture out, in about a second and without a model.

    picture("A fishing harbour at dusk, warm lamps", 1024, 1024)   # JPEG bytes, marked DEMO
    describe("An amber bottle on a stone plinth").scene            # "product"

``reading`` understands the words, a scene module paints linear light, ``develop`` turns it into a photograph,
``finish`` into a drawing or a print, ``output`` enlarges, marks and writes it.
"""

from __future__ import annotations

import numpy as np

from lib.demo.paint import (
    abstract,
    city,
    develop,
    finish,
    forest,
    frame,
    interior,
    output,
    portrait,
    product,
    sea,
    space,
    table,
    terrain,
    weather,
)
from lib.demo.paint.reading import Reading, describe

__all__ = ["Reading", "describe", "picture"]

_SCENES = {
    "hills": terrain.paint,
    "mountains": terrain.paint,
    "desert": terrain.paint,
    "abstract": abstract.paint,
    "table": table.paint,
    "space": space.paint,
    "product": product.paint,
    "interior": interior.paint,
    "forest": forest.paint,
    "city": city.paint,
    "harbour": sea.paint,
    "sea": sea.paint,
    "skyline": sea.paint,
    "portrait": portrait.paint,
}


def picture(prompt: str, width: int, height: int, *, seed: int = 0, fmt: str = "jpeg") -> bytes:
    """Encoded picture of exactly ``width`` × ``height`` pixels, marked DEMO.

    The same (prompt, width, height, seed) gives the same bytes; another seed varies the same idea.
    ``fmt`` is "jpeg" or "png".
    """
    reading = describe(prompt)
    rng = np.random.default_rng([reading.digest, seed & 0xFFFFFFFF])
    canvas = frame.painted(width, height)
    painted = _SCENES[reading.scene](reading, canvas, rng)
    weather.fall(painted, canvas, reading, rng)
    look = finish.FINISHES[reading.finish]
    image = output.to_image(look.apply(develop.develop(painted, canvas), canvas, reading, rng))
    del painted
    image = output.enlarge(image, width, height, crisp=look.crisp)
    output.add_grain(image, look.grain, rng)
    output.set_plate(image)
    return output.encode(image, fmt)
