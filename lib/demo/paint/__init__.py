"""The painter of the demo engine: words in, a picture out, in about a second and without a model.

    picture("A fishing harbour at dusk, warm lamps", 1024, 1024)   # JPEG bytes, marked DEMO
    describe("An amber bottle on a stone plinth").scene            # "product"
    edited("Make it night, add a moon", [data], 1024, 1024)        # the given picture, changed
    seen(data)["painted"]                                          # "a harbour at dusk, warm lamps"

``reading`` understands the words, a scene module paints linear light, ``develop`` turns it into a photograph,
``finish`` into a drawing or a print, ``output`` enlarges, marks and writes it. ``edit`` changes given pictures.
"""

from __future__ import annotations

import numpy as np

from lib.demo.paint import develop, finish, frame, note, output, scenes, weather
from lib.demo.paint.colour import to_image
from lib.demo.paint.edit import edited
from lib.demo.paint.reading import Reading, describe
from lib.demo.paint.seen import seen

__all__ = ["Reading", "describe", "edited", "picture", "seen"]


def picture(prompt: str, width: int, height: int, *, seed: int = 0, fmt: str = "jpeg") -> bytes:
    """Encoded picture of exactly ``width`` × ``height`` pixels, marked DEMO.

    The same (prompt, width, height, seed) gives the same bytes; another seed varies the same idea.
    ``fmt`` is "jpeg" or "png"; anything else is a ValueError.
    """
    reading = describe(prompt)
    rng = np.random.default_rng([reading.digest, seed % 2**64])
    canvas = frame.painted(width, height)
    painted = scenes.PAINTERS[reading.scene](reading, canvas, rng)
    if rng.random() < 0.5 and reading.copy_space not in ("left", "right"):
        painted = np.ascontiguousarray(painted[:, ::-1])  # the cheapest variation of all, and the one seen first
    weather.fall(painted, canvas, reading, rng)
    look = finish.FINISHES[reading.finish]
    image = to_image(look.apply(develop.develop(painted, canvas), canvas, reading, rng))
    del painted  # the picture may be enlarged to sixteen times its size: make room
    image = output.enlarge(image, width, height, crisp=look.crisp)
    output.add_grain(image, look.grain, rng)
    output.set_plate(image)
    return output.encode(image, fmt, note.of(reading))
