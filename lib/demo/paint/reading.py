"""From words to intent: what the painter understands of a prompt.

The prompt is the final one, so it holds more than the person's own words: a preset's sentence in front, styles and a
brand kit behind. Nouns decide the scene and early ones weigh more, so that "warm lamps" in a style sentence does
not turn a portrait into a harbour. A colour belongs to the noun it stands before ("amber bottle, teal wall"); colours
that belong to no noun set the mood of the whole. What follows "no" or "without" is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from lib.demo.paint import words

# Longer prompts are read so far: beyond it nothing is said that a picture could show.
READ_CHARACTERS = 12_000
_TOKEN = re.compile(r"#[0-9a-f]{6}\b|[^\W_]+(?:['&-][^\W_]+)*|[.,;:!?()\n]")
_STOPS = frozenset(".,;:!?()\n")
_HALF_WEIGHT_AFTER = 14  # words after which a noun weighs half as much for the scene
_BIND_REACH = 3  # words between a colour and the noun that it belongs to
_LONGEST_PHRASE = 4
_HINT = 0.5  # the most that one weak word says for a landscape: too little to put a subject there
LANDSCAPES = frozenset({"harbour", "sea", "hills", "mountains", "desert", "forest"})


@dataclass(frozen=True)
class Reading:
    """What a prompt asks for. Every field is a meaning in ``words.toml``; ``digest`` sets two prompts apart.

    ``place`` is the landscape, if any, in which the words put the subject of another scene.
    ``parts`` pairs a part of the scene with a colour (``#rrggbb``), ``materials`` with a material; ``palette`` holds
    the colours that belong to no part, in order of mention; ``counts`` pairs each word behind a number with it. Empty
    strings mean "not said".
    """

    scene: str
    place: str = ""
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
    counts: tuple[tuple[str, int], ...] = ()
    digest: int = field(default=0, repr=False)

    def colour(self, *parts: str, default: str = "") -> str:
        """The colour (``#rrggbb``) bound to the first of ``parts`` that has one."""
        return _first_bound(self.parts, parts, default)

    def material(self, *parts: str, default: str = "") -> str:
        """The material bound to the first of ``parts`` that has one."""
        return _first_bound(self.materials, parts, default)

    def count(self, *nouns: str, default: int = 0) -> int:
        """How many of the first of ``nouns`` that stands behind a number."""
        said = dict(self.counts)
        return next((said[noun] for noun in nouns if noun in said), default)

    def has(self, *extras: str) -> bool:
        return any(extra in self.extras for extra in extras)


def _first_bound(pairs: tuple[tuple[str, str], ...], parts: tuple[str, ...], default: str) -> str:
    bound = dict(reversed(pairs))
    return next((bound[part] for part in parts if part in bound), default)


def describe(prompt: str) -> Reading:
    """What the painter understands of ``prompt``. Any text is fine; an empty one gives an abstract picture."""
    text = Text(prompt)
    bound = _Binding(text.tokens)
    scores = _scenes(text)
    return Reading(
        scene=_best(scores, "abstract"),
        place=_best({scene: score for scene, score in scores.items() if scene in LANDSCAPES and score > _HINT}, ""),
        subject=text.first(words.SUBJECTS),
        light=_light(text),
        finish=text.first(words.FINISHES),
        weather=text.every(words.WEATHERS),
        framing=text.first(words.FRAMINGS),
        copy_space=text.first(words.COPY_SPACE),
        extras=text.every(words.EXTRAS),
        palette=tuple(dict.fromkeys(bound.palette))[:6],
        parts=tuple(bound.parts),
        materials=tuple(bound.materials),
        counts=tuple(_counts(text.tokens)),
        digest=int.from_bytes(hashlib.sha256(prompt.encode("utf-8", "replace")).digest()[:8]),
    )


class Text:
    """A prompt as words and stops, without what a clause that opens with one of ``excluding`` says, to be looked up in
    the tables."""

    def __init__(self, prompt: str, excluding: Container[str] = words.NEGATIONS):
        self.tokens: list[str] = []
        excluded = False
        for token in _TOKEN.findall(prompt[:READ_CHARACTERS].lower().replace("’", "'")):
            if token in _STOPS:
                excluded = False
            elif token in excluding:
                excluded = True
            if not excluded:
                self.tokens.append(token)

    @classmethod
    def of(cls, tokens: Iterable[str]) -> Text:
        """Part of a text: its words as they are."""
        text = cls("")
        text.tokens = list(tokens)
        return text

    def phrases(self, known: Container[str]) -> Iterator[tuple[str, int]]:
        """The longest known phrases from left to right, with their positions counted in words."""
        at = position = 0
        while at < len(self.tokens):
            for length in range(_LONGEST_PHRASE, 0, -1):
                phrase = " ".join(self.tokens[at : at + length])
                if phrase in known:
                    yield phrase, position
                    break
            position += sum(token not in _STOPS for token in self.tokens[at : at + length])
            at += length

    def meanings(self, table: words.Table) -> Iterator[tuple[str, int]]:
        """Meanings of ``table`` in order of mention, with their positions. The first meaning of a word counts."""
        meant = by_word(table)
        return ((meant[phrase], position) for phrase, position in self.phrases(meant))

    def first(self, table: words.Table) -> str:
        return next((meaning for meaning, _ in self.meanings(table)), "")

    def every(self, table: words.Table) -> frozenset[str]:
        """Every meaning; here a word may have several: a man is a figure and wears short hair."""
        said = {phrase for phrase, _ in self.phrases(by_word(table))}
        return frozenset(meaning for meaning, phrases in table.items() if said.intersection(phrases))


def by_word(table: words.Table) -> dict[str, str]:
    """Word or phrase → meaning."""
    meant: dict[str, str] = {}
    for meaning, phrases in table.items():
        for phrase in phrases:
            meant.setdefault(phrase, meaning)
    return meant


def _scenes(text: Text) -> dict[str, float]:
    """How much the words speak for each scene that they speak for at all."""
    scores: dict[str, float] = {}
    for table, weight in words.SCENES:
        for scene, position in text.meanings(table):
            scores[scene] = scores.get(scene, 0.0) + weight / (1 + position / _HALF_WEIGHT_AFTER)
    scores.pop("ignore", None)
    return scores


def _best(scores: dict[str, float], default: str) -> str:
    return max(scores, key=lambda scene: (scores[scene], scene), default=default)


def _light(text: Text) -> str:
    """The light that is named most precisely: "blue hour" and "neon" beat the "night" that they belong to."""
    found = [meaning for meaning, _ in text.meanings(words.LIGHTS)]
    for special in ("blue", "neon", "candle"):
        if special in found and set(found) <= {special, "night", "dusk", "studio", "backlit"}:
            return special
    return found[0] if found else ""


def _counts(tokens: list[str]) -> Iterator[tuple[str, int]]:
    """The words that a number stands before: "five sailing boats" are five boats."""
    for at, token in enumerate(tokens):
        number = words.COUNTS.get(token) or (int(token) if token.isdecimal() and len(token) < 3 else 0)
        for noun in tokens[at + 1 : at + 2 + _BIND_REACH] if number else ():
            if noun in _STOPS or (noun in words.JOINTS and noun != "of"):
                break
            yield noun, number


_NOUNS, _MADE_OF = by_word(words.PARTS), by_word(words.MATERIALS)

# Pairs of words in which a colour word means something else: "golden hour", "black and white".
_NOT_COLOURS = frozenset(
    " ".join(phrase.split()[at : at + 2])
    for table in (words.LIGHTS, words.FINISHES, *(scenes for scenes, _ in words.SCENES))
    for phrases in table.values()
    for phrase in phrases
    for at in range(phrase.count(" "))
)


class _Binding:
    """Colours and materials with the parts that they belong to, and the colours that stand alone."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens
        self.parts: list[tuple[str, str]] = []
        self.materials: list[tuple[str, str]] = []
        self.palette: list[str] = []
        for at in range(len(tokens)):
            if not self._within_phrase(at):
                self._bind(at)

    def _within_phrase(self, at: int) -> bool:
        pairs = (" ".join(self.tokens[start : start + 2]) for start in (max(0, at - 1), at))
        return any(pair in _NOT_COLOURS for pair in pairs)

    def _bind(self, at: int) -> None:
        token, colour = self.tokens[at], self._colour(at)
        material = _MADE_OF.get(token, "")
        shading = token in words.SHADES and self._colour(at + 1)  # "dark blue" is one colour, "dark wall" another
        if shading or not (colour or material):
            return
        part = self._noun_after(at) or self._noun_before(at)
        if part and material:
            self.materials.append((part, material))
        if part and colour:
            self.parts.append((part, colour))
        elif colour and token not in words.MATERIALS_ONLY and token not in words.SHADES:
            self.palette.append(colour)

    def _colour(self, at: int) -> str:
        """The colour that a word names, shaded by the word before it ("deep navy"), or ""."""
        token = self.tokens[at] if at < len(self.tokens) else ""
        named = token if token.startswith("#") else words.COLOURS.get(token, "")
        return shade(named, words.SHADES.get(self.tokens[at - 1], 0.0) if at else 0.0) if named else ""

    def _noun_after(self, at: int) -> str:
        """The last noun of the group that the word opens: "red fishing boat" is a boat."""
        found = ""
        for token in self.tokens[at + 1 : at + 2 + _BIND_REACH]:
            if token in _STOPS or token in words.JOINTS or (found and token not in _NOUNS):
                break
            if token in words.COLOURS and token not in _NOUNS and token not in _MADE_OF:
                break
            found = _NOUNS.get(token, found)
        return found

    def _noun_before(self, at: int) -> str:
        """The noun of "a wall in teal", "doors painted red"."""
        before = [token for token in self.tokens[max(0, at - 3) : at] if token not in words.SHADES]
        if len(before) >= 2 and before[-1] in ("in", "of", "painted", "is", "are"):
            return _NOUNS.get(before[-2], "")
        return ""


def shade(colour: str, factor: float) -> str:
    """``colour`` (``#rrggbb``) moved towards black (factor < 0) or white (factor > 0)."""
    target = 255 if factor > 0 else 0
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(value + (target - value) * abs(factor)):02x}" for value in channels)
