"""Editing given pictures by words: each wish changes the picture as it is, so that it stays recognisably the same.

``wish`` understands the words, ``given`` opens the files, ``fit`` brings them into the frame, ``view`` finds what is
where, ``thing`` one thing among many, and one module for each kind of change does it: ``background``, ``recolour``,
``season``, ``regrade``, ``added``, ``lettering``; ``combine`` makes one picture of several.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lib.demo.paint import finish, note, output
from lib.demo.paint.colour import to_image
from lib.demo.paint.edit import (
    added,
    background,
    combine,
    fill,
    fit,
    given,
    lettering,
    recolour,
    regrade,
    season,
)
from lib.demo.paint.edit.view import View
from lib.demo.paint.edit.wish import Wish, wished
from lib.demo.paint.frame import painted

_SMALLEST = 16  # pixels of the short side that an edit works on, however small the picture will be


def edited(
    prompt: str, pictures: Sequence[bytes], width: int, height: int, *, seed: int = 0, fmt: str = "jpeg"
) -> bytes:
    """``pictures`` changed as ``prompt`` asks, in exactly ``width`` × ``height`` pixels, encoded and marked DEMO.

    One picture is edited; several are combined, and the first is the main one. The same call gives the same bytes.
    Words that ask for nothing known still regrade the picture a little. ``fmt`` is "jpeg" or "png". Raises ValueError
    for another one, for no pictures, and for bytes that are no picture.
    """
    if not pictures:
        raise ValueError("give at least one picture to edit")
    givens = [given.opened(data) for data in pictures]
    wish, scale = wished(prompt, len(pictures)), -(-_SMALLEST // min(width, height))
    frame = painted(width * scale, height * scale)
    rng = np.random.default_rng([wish.reading.digest, seed % 2**64])
    main = givens[0]
    if len(givens) > 1:
        picture, how = combine.combined(givens, wish, frame)
        view, changes = View(picture, frame, outdoors=given.outdoors(main.note)), [how]
    else:
        focus = fit.focus_of(main.image, main.cover) if "closer" in wish.moves else (0.5, 0.5)
        cover = None if main.cover is None else fit.covering(main.cover, frame, wish.moves, focus)
        picture = fit.fitted(main.image, frame, wish.moves, focus)
        view, changes = View(picture, frame, cover, given.outdoors(main.note), goods=wish.goods), []
    if wish.vague and not changes:
        regrade.gentle(view, wish.reading.digest)
        changes.append("graded anew")
    _change(view, wish, rng)
    look = finish.FINISHES[wish.finish]
    image = to_image(look.apply(view.picture, frame, wish.reading, rng))
    image = output.enlarge(image, width, height, crisp=look.crisp)
    output.add_grain(image, look.grain, rng)
    lettering.set_words(image, wish.texts, wish.text_place)
    output.set_plate(image)
    return output.encode(image, fmt, note.edited(main.note, changes + wish.changes()))


def _change(view: View, wish: Wish, rng: np.random.Generator) -> None:
    """What is there is changed before what comes, and the light falls on all of it."""
    if wish.removal and view.alone is not None and not wish.background:
        view.picture = fill.healed(view.picture, fill.padded(view.alone))
    recolour.recolour(view, wish.recolours)
    if wish.background == "blur":
        background.blurred(view)
    elif wish.background == "setting" and wish.setting is not None:
        background.moved(view, wish.setting, rng)
    elif wish.background:
        background.plain(view, wish.background)
    if wish.season:
        season.turned(view, wish.season, rng)
    if wish.light:
        named = {thing for thing, _ in wish.added}
        regrade.relight(view, wish.light, rng, disc=not named & {"moon", "sun"})
    added.add(view, wish.added, wish.reading, rng)
    season.fallen(view, wish.weather, rng)
    for grade in wish.grades:
        view.picture = regrade.TONES[grade](view.picture)
