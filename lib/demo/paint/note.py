"""What the demo engine writes about its picture into the file: a phrase of the painter's own vocabulary.

    a harbour at dusk, warm lamps, in rain, as a watercolour

Never the person's words: a file is passed on. A phrase reads back: ``describe`` finds the same scene in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PIL import Image

from lib.demo.paint.reading import Reading

LONGEST = 240
GIVEN = "a given picture"
PLAIN = re.compile(rf"[a-z0-9 ,'-]{{1,{LONGEST}}}")
FIELD = "Comment"  # of a PNG
EXIF_PART, _EXIF_COMMENT = 0x8769, 0x9286  # where EXIF keeps its UserComment
_ENCODING = b"ASCII\0\0\0"

SCENES = {
    "abstract": "an abstract", "city": "a city street", "creature": "an animal", "deep": "a view underwater",
    "desert": "desert dunes", "emblem": "a logo", "forest": "a forest", "harbour": "a harbour",
    "hills": "rolling hills", "interior": "a living room", "mountains": "mountains",
    "pattern": "a seamless pattern", "portrait": "a portrait", "product": "a product", "sea": "the sea",
    "skyline": "a city skyline", "space": "a planet in space", "table": "a table with food",
}  # fmt: skip
_PLACES = {
    "harbour": "by a harbour", "sea": "by the sea", "hills": "on a meadow", "mountains": "in the mountains",
    "desert": "in the desert", "forest": "in a forest",
}  # fmt: skip
_SEEN_ALONE = frozenset({"product", "creature", "table"})  # scenes that are named after what they show
LIGHTS = {
    "dawn": "at dawn", "morning": "in the morning", "golden": "at golden hour", "noon": "at noon",
    "overcast": "under clouds", "storm": "in a storm", "dusk": "at dusk", "blue": "at blue hour", "night": "at night",
    "neon": "in neon light", "studio": "in studio light", "highkey": "in bright light", "lowkey": "in low-key light",
    "candle": "by candlelight", "backlit": "backlit", "window": "in window light",
}  # fmt: skip
FINISHES = {
    "film": "on film", "faded": "as a faded print", "instant": "as an instant print", "mono": "in black and white",
    "noir": "as film noir", "sepia": "in sepia", "vhs": "on video tape", "watercolour": "as a watercolour",
    "oil": "in oil", "ink": "in ink", "pencil": "in pencil", "anime": "as anime", "comic": "as a comic",
    "poster": "as a poster", "papercut": "as a papercut", "risograph": "as a risograph", "woodblock": "as a woodcut",
    "blueprint": "as a blueprint", "lowpoly": "in low-poly facets", "pixel": "as pixel art",
}  # fmt: skip
_EXTRAS = {
    "lamps": "warm lamps", "moon": "a moon", "boat": "boats", "lighthouse": "a lighthouse", "castle": "a castle",
    "house": "a house", "birds": "birds", "figure": "a figure", "umbrella": "an umbrella", "flowers": "flowers",
}  # fmt: skip


def of(reading: Reading) -> str:
    """What a picture painted from ``reading`` shows."""
    named = reading.subject and reading.scene in _SEEN_ALONE
    parts = [_article(reading.subject) if named else SCENES[reading.scene]]
    if named and reading.place:
        parts.append(_PLACES[reading.place])
    if reading.light:
        parts.append(LIGHTS[reading.light])
    extras = [] if named else [said for extra, said in _EXTRAS.items() if reading.has(extra)][:2]
    weather = [f"in {name}" for name in sorted(reading.weather)]
    finish = [FINISHES[reading.finish]] if reading.finish else []
    return ", ".join([" ".join(parts), *extras, *weather, *finish])


def edited(before: str, changes: Sequence[str]) -> str:
    """``before`` with what an edit has changed; the oldest changes go first when it becomes too long."""
    start, *later = before.split(", now ") if before else [GIVEN]
    later += changes
    while later and len(", now ".join([start, *later])) > LONGEST:
        later.pop(0)
    return ", now ".join([start, *later])


def _article(noun: str) -> str:
    if noun in ("flowers", "headphones", "fruit", "bread"):
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def exif(text: str) -> dict[int, bytes]:
    """The EXIF part that carries ``text``."""
    return {_EXIF_COMMENT: _ENCODING + text.encode("ascii")}


def read(image: Image.Image) -> str:
    """The phrase in a file of the demo engine, or "". Anything that it would not have written itself counts as none."""
    field = image.info.get(FIELD, "")
    if not field:
        comment = image.getexif().get_ifd(EXIF_PART).get(_EXIF_COMMENT, b"")
        if isinstance(comment, bytes) and comment.startswith(_ENCODING):
            field = comment[len(_ENCODING) :].decode("ascii", "replace")
    return field if isinstance(field, str) and PLAIN.fullmatch(field) else ""
