"""From words to intent: what the painter understands of a prompt.

The prompt is the final one, so it holds more than the person's own words: a preset's sentence in front, styles and a
brand kit behind. Nouns decide the scene and early ones weigh more, so that "warm lamps" in a style sentence does
not turn a portrait into a harbour. A colour belongs to the noun it stands before ("amber bottle, teal wall"); colours
that belong to no noun set the mood of the whole. What follows "no" or "without" is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from lib.demo.paint import words

# Longer prompts are read so far: beyond it nothing is said that a picture could show.
READ_CHARACTERS = 12_000
_TOKEN = re.compile(r"#[0-9a-f]{6}\b|[^\W_]+(?:['’&-][^\W_]+)*|[.,;:!?()\n]")
_STOPS = frozenset(".,;:!?()\n")
_HALF_WEIGHT_AFTER = 14  # words after which a noun weighs half as much for the scene
_BIND_REACH = 3  # words between a colour and the noun that it belongs to


@dataclass(frozen=True)
class Reading:
    """What a prompt asks for. Every field is a word of ``words``; ``digest`` sets two prompts apart.

    ``parts`` pairs a part of the scene with a colour (``#rrggbb``), ``materials`` with a material; ``palette`` holds
    the colours that belong to no part, in order of mention. Empty strings mean "not said".
    """

    scene: str
    subject: str = ""
    light: str = ""
    finish: str = ""
    weather: frozenset[str] = frozenset()
    framing: str = ""
    copy_space: str = ""
    extras: frozenset[str] = frozenset()
    palette: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    materials: tuple[tuple[str, str], ...] = ()
    digest: int = field(default=0, repr=False)

    def colour(self, *parts: str, default: str = "") -> str:
        """The colour (``#rrggbb``) bound to the first of ``parts`` that has one."""
        bound = dict(reversed(self.parts))
        return next((bound[part] for part in parts if part in bound), default)

    def material(self, *parts: str, default: str = "") -> str:
        bound = dict(reversed(self.materials))
        return next((bound[part] for part in parts if part in bound), default)

    def has(self, *extras: str) -> bool:
        return any(extra in self.extras for extra in extras)


def describe(prompt: str) -> Reading:
    """What the painter understands of ``prompt``. Any text is fine; an empty one gives an abstract picture."""
    tokens = _tokens(prompt)
    hits = _Hits(tokens)
    parts, materials, palette = _colours(tokens)
    return Reading(
        scene=_scene(hits),
        subject=hits.first(words.SUBJECTS),
        light=_light(hits),
        finish=hits.first(words.FINISHES),
        weather=hits.every(words.WEATHERS),
        framing=hits.first(words.FRAMINGS),
        copy_space=hits.first(words.COPY_SPACE),
        extras=hits.every(words.EXTRAS),
        palette=palette,
        parts=parts,
        materials=materials,
        digest=int.from_bytes(hashlib.sha256(prompt.encode("utf-8", "replace")).digest()[:8]),
    )


def _tokens(prompt: str) -> list[str]:
    """Lower-case words and stops, without what a "no …" clause excludes."""
    kept: list[str] = []
    excluded = False
    for token in _TOKEN.findall(prompt[:READ_CHARACTERS].lower().replace("’", "'")):
        if token in _STOPS:
            excluded = False
        elif token in words.NEGATIONS:
            excluded = True
        if not excluded:
            kept.append(token)
    return kept


@cache
def _meanings(name: str) -> dict[str, str]:
    """One table of ``words``, turned round: word or phrase → meaning. The first meaning of a word wins."""
    table: Mapping[str, str] = getattr(words, name)
    turned: dict[str, str] = {}
    for meaning, said in table.items():
        for word in said.split():
            turned.setdefault(word.replace("_", " "), meaning)
    return turned


_NAMES = {id(getattr(words, name)): name for name in vars(words) if name.isupper()}


class _Hits:
    """Words and phrases of a prompt, looked up in the tables. A longer phrase hides the words inside it."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens

    def walk(self, table: Mapping[str, str]) -> Iterator[tuple[int, str, int]]:
        """(position in words, meaning, length of the phrase), in order of mention."""
        meanings = _meanings(_NAMES[id(table)])
        at = position = 0
        while at < len(self.tokens):
            for length in (4, 3, 2, 1):
                meaning = meanings.get(" ".join(self.tokens[at : at + length]))
                if meaning is not None:
                    yield position, meaning, length
                    break
            else:
                length = 1
            position += sum(token not in _STOPS for token in self.tokens[at : at + length])
            at += length

    def first(self, table: Mapping[str, str]) -> str:
        return next((meaning for _, meaning, _ in self.walk(table)), "")

    def every(self, table: Mapping[str, str]) -> frozenset[str]:
        return frozenset(meaning for _, meaning, _ in self.walk(table))


def _scene(hits: _Hits) -> str:
    scores: dict[str, float] = {}
    for table, weight in ((words.SCENES_STRONG, 3.0), (words.SCENES_PLAIN, 1.6), (words.SCENES_WEAK, 0.5)):
        for position, scene, length in hits.walk(table):
            gain = weight * (1 + 0.3 * (length - 1)) / (1 + position / _HALF_WEIGHT_AFTER)
            scores[scene] = scores.get(scene, 0.0) + gain
    if not scores:
        return "abstract"
    return max(scores, key=lambda scene: (scores[scene], scene))


def _light(hits: _Hits) -> str:
    """The light that is named most precisely: "blue hour" and "neon" beat the "night" that they belong to."""
    found = [meaning for _, meaning, _ in hits.walk(words.LIGHTS)]
    for special in ("blue", "neon", "candle"):
        if special in found and set(found) <= {special, "night", "dusk", "studio", "backlit"}:
            return special
    return found[0] if found else ""


def _colours(
    tokens: list[str],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Colours and materials of named parts, and the colours that stand alone."""
    parts: list[tuple[str, str]] = []
    materials: list[tuple[str, str]] = []
    palette: list[str] = []
    for at, token in enumerate(tokens):
        if " ".join(tokens[at : at + 2]) in _phrases() or " ".join(tokens[max(0, at - 1) : at + 1]) in _phrases():
            continue
        colour, material = _colour(tokens, at), _meanings("MATERIALS").get(token, "")
        if not (colour or material):
            continue
        part = _noun(tokens, at)
        if part and material:
            materials.append((part, material))
        if part and colour:
            parts.append((part, colour))
        elif colour and not material and colour not in palette:
            palette.append(colour)
    return tuple(parts), tuple(materials), tuple(palette[:6])


@cache
def _phrases() -> frozenset[str]:
    """Pairs of words in which a colour word means something else: "golden hour", "black and white"."""
    pairs = {
        " ".join(phrase.split("_")[at : at + 2])
        for name in ("LIGHTS", "FINISHES", "SCENES_STRONG", "SCENES_PLAIN")
        for said in getattr(words, name).values()
        for phrase in said.split()
        for at in range(phrase.count("_"))
    }
    return frozenset(pairs | {"white balance", "orange juice", "rose garden"})


def _colour(tokens: list[str], at: int) -> str:
    """The colour that ``tokens[at]`` names, shaded by the word before it ("deep navy"), or ""."""
    token = tokens[at]
    named = token if token.startswith("#") else words.COLOURS.get(token, "")
    if not named:
        return ""
    return shade(named, words.SHADES.get(tokens[at - 1], 0.0) if at else 0.0)


def shade(colour: str, factor: float) -> str:
    """``colour`` (``#rrggbb``) moved towards black (factor < 0) or white (factor > 0)."""
    target = 255 if factor > 0 else 0
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(value + (target - value) * abs(factor)):02x}" for value in channels)


def _noun(tokens: list[str], at: int) -> str:
    """The part that a colour at ``at`` belongs to: the next noun, or the one before "in", "of", "painted"."""
    nouns = _meanings("PARTS")
    found = ""
    for token in tokens[at + 1 : at + 2 + _BIND_REACH]:
        if token in _STOPS or token == "and" or (found and token not in nouns):
            break
        if token in words.COLOURS and token not in nouns and token not in _meanings("MATERIALS"):
            break
        found = nouns.get(token, found)
    if found:
        return found
    before = [token for token in tokens[max(0, at - 3) : at] if token not in words.SHADES]
    if len(before) >= 2 and before[-1] in ("in", "of", "painted", "is", "are"):
        return nouns.get(before[-2], "")
    return ""
