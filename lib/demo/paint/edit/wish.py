"""What the words ask of a given picture: light, weather, colours, background, what goes, what comes, what is written.

Clause by clause, since "remove the lamp, make the wall red" are two wishes; what follows "keep" is no wish at all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lib.demo.paint import note, words
from lib.demo.paint.reading import LANDSCAPES, READ_CHARACTERS, Reading, Text, by_word, describe, shade

_FILE: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_T = {
    name: {meaning: tuple(word.replace("_", " ") for word in said.split()) for meaning, said in table.items()}
    for name, table in _FILE.items()
    if name != "counts"
}
_COUNTS: dict[str, int] = _FILE["counts"]
_LETTERED, _GIVEN, _MEDIA = (frozenset(_T["grammar"][name]) for name in ("lettered", "given", "media"))
_VERBS = frozenset(word.split()[0] for said in _T["verbs"].values() for word in said) - {"with", "without"}
# What is to stay: from such a word to the end of the sentence, or to where another wish begins.
_KEPT = re.compile(
    rf"\b(?:{'|'.join(_T['grammar']['kept'])})\b[^.;!?\n]*?"
    rf"(?=[.;!?\n]|\bbut\b|\bthen\b|(?:,|\band)\s+(?:{'|'.join(sorted(_VERBS))})\b|$)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“„\"«]([^”“\"»]{1,120})[”“\"»]|(?<!\w)[‘']([^‘’']{1,120})[’'](?!\w)")
# What the numbered pictures are there for, as Studio and others say it before the wish.
_SCENE = re.compile(
    r"\b(?:picture|image|photo) (\d) is the (?:(?:picture|image|photo) to (?:change|edit)|scene|background)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    rf"(?:{_SCENE.pattern}|"
    r"\b(?:picture|image|photo) \d is an? (?:thing|person|product|logo|style|character)\b[^.,;\n]*)"
    r"\s*[.;\n]",
    re.IGNORECASE,
)
_CAPITALS = re.compile(  # words to be seen, where they are not quoted
    r"\b(?i:write|says?|saying|reads|reading|add (?:the )?(?:text|words?|title|headline))\s+"
    r"((?:[A-Z0-9][A-Z0-9&'’-]*\b\s*)*[A-Z][A-Z0-9&'’-]+\b(?:\s*[A-Z0-9][A-Z0-9&'’-]*\b)*)"
)
_SETTINGS = LANDSCAPES | {"city", "interior", "space", "skyline", "deep"}
_JOINTS = frozenset({"on", "in", "at", "into", "onto", "by"})
_INTO = frozenset({"in", "into", "on", "onto", "to", "scene", "background"})
_STANDING = frozenset({"car", "umbrella", "boat", "figure", "hat", "kite"})
_WITHIN = frozenset({"plate", "fruit", "apple", "pear", "orange", "lemon", "clothes", "hair"})
_WHITE = "#ffffff"


@dataclass(frozen=True)
class Recolour:
    """``part`` (a part of a scene, or "") in ``colour``; ``source`` is the colour that it has now, when it is said;
    ``every``: whether all such things are meant."""

    part: str
    source: str
    colour: str
    every: bool = False

    @property
    def thing(self) -> bool:
        """Whether the part is a thing that stands somewhere, and no region of the picture."""
        return self.part in _STANDING or self.within

    @property
    def within(self) -> bool:
        """Whether it belongs to what stands before the backdrop together with others: a dress to who wears it."""
        return self.part in _WITHIN


@dataclass(frozen=True)
class Wish:
    """Empty fields mean "not said". ``background`` is a colour, "blur" or "setting", for which ``setting`` is the
    reading of the place; ``added`` pairs things with how many; ``ordinals`` are the pictures in order of mention,
    ``scenes`` those that something is to be put into, ``side`` ("left", "right") where, ``goods`` whether the
    words name a thing to sell that may stand on something."""

    reading: Reading
    light: str = ""
    season: str = ""
    weather: frozenset[str] = frozenset()
    grades: tuple[str, ...] = ()
    finish: str = ""
    moves: frozenset[str] = frozenset()
    background: str = ""
    setting: Reading | None = None
    recolours: tuple[Recolour, ...] = ()
    removal: bool = False
    added: tuple[tuple[str, int], ...] = ()
    texts: tuple[str, ...] = ()
    text_place: str = ""
    layout: str = ""
    ordinals: tuple[int, ...] = ()
    scenes: tuple[int, ...] = ()
    side: str = ""
    goods: bool = False

    @property
    def vague(self) -> bool:
        """Whether nothing was understood that changes a picture."""
        return not self.changes()

    def changes(self) -> list[str]:
        """What an edit does, in the vocabulary of ``note``."""
        said = [note.LIGHTS[self.light]] if self.light else []
        said += [f"in {season}" for season in (self.season, *sorted(self.weather)) if season]
        said += ["in other colours"] if self.recolours else []
        said += [{"blur": "before a blurred background", "setting": "in another place"}.get(self.background, "")
                 or "on a plain background"] if self.background else []  # fmt: skip
        said += ["with something removed"] if self.removal else []
        said += [f"with {thing}" for thing, _ in self.added]
        said += [f"graded {grade}" for grade in self.grades]
        said += ["with words on it"] if self.texts else []
        said += [f"seen {move}" for move in sorted(self.moves & {"closer", "wider"})]
        said += ["mirrored"] if self.moves & {"flip", "flop"} else []
        said += ["cropped"] if "crop" in self.moves else []
        return said + ([note.FINISHES[self.finish]] if self.finish else [])


def wished(prompt: str, pictures: int = 1) -> Wish:
    """What ``prompt`` asks of one or several given pictures. Any text is fine.

    With several, a thing that is put somewhere is one of theirs, and so is the place.
    """
    main = tuple(map(int, _SCENE.findall(prompt)))
    prompt = _ROLE.sub(" ", prompt)
    quoted = [" ".join((a or b).split()) for a, b in _QUOTED.findall(prompt)]
    quoted = quoted or [" ".join(said.split()) for said in _CAPITALS.findall(prompt)]
    text = Text(_KEPT.sub(" . ", _QUOTED.sub(" ", prompt[:READ_CHARACTERS])), words.NEGATIONS - {"without"})
    clauses = [Text.of(clause) for clause in _clauses(text.tokens)]
    rest = [clause for clause in clauses if _verb(clause) != "remove"]
    plain = Text.of([token for clause in rest for token in (*clause.tokens, ",")])
    reading = replace(describe(" ".join(plain.tokens)), digest=describe(prompt).digest)
    added = tuple(pair for clause in rest if _verb(clause) == "add" for pair in _added(clause, pictures > 1))
    background, setting = _background(clauses)
    if pictures > 1:
        added = tuple(pair for pair in added if pair[0] not in _GOODS)
        background, setting = ("", None) if background == "setting" else (background, setting)
    season = plain.first(_T["seasons"])
    return Wish(
        reading=reading,
        light="" if reading.light == "candle" and added else reading.light,
        season=season,
        weather=reading.weather - {"snow"} if season == "snow" else reading.weather,
        grades=tuple(dict.fromkeys(grade for grade, _ in plain.meanings(_T["grades"]))),
        finish="" if _of_the_given(plain) else reading.finish,
        moves=plain.every(_T["moves"]),
        background=background,
        setting=setting,
        recolours=tuple(_recolours(rest, reading, bool(background))),
        removal=any(_verb(clause) == "remove" and clause.first(_T["backgrounds"]) != "named" for clause in clauses),
        added=tuple(dict(added).items()),
        texts=tuple(quoted[:3]) if quoted and _LETTERED.intersection(text.tokens) else (),
        text_place=text.first(_T["places"]),
        layout=text.first(_T["layouts"]),
        ordinals=tuple(int(number) for number, _ in text.meanings(_T["ordinals"])),
        scenes=main or tuple(_scenes(text.tokens)),
        goods=any(True for _ in text.phrases(_GOODS_NAMED)),
        side=next((token for token in text.tokens if token in ("left", "right")), ""),
    )


def _clauses(tokens: list[str]) -> Iterator[list[str]]:
    """The parts between stops; an "and" or "then" before a verb begins another."""
    clause: list[str] = []
    for at, token in enumerate(tokens):
        ends = token in ("and", "then", "but") and at + 1 < len(tokens) and tokens[at + 1] in _VERBS
        if ends or (not token[0].isalnum() and token[0] != "#"):
            if clause:
                yield clause
            clause = []
        else:
            clause.append(token)
    if clause:
        yield clause


def _verb(clause: Text) -> str:
    return clause.first(_T["verbs"])


def _of_the_given(text: Text) -> bool:
    """Whether a medium is only named to say what the given picture is: "turn this sketch into a photograph"."""
    pairs = zip(text.tokens, text.tokens[1:], strict=False)
    return any(first in _GIVEN and second in _MEDIA for first, second in pairs)


def _scenes(tokens: list[str]) -> Iterator[int]:
    """The pictures that an "in", "on", "into" or "scene of" stands before."""
    known = by_word(_T["ordinals"])
    for at in range(len(tokens)):
        for length in (2, 1):
            number = known.get(" ".join(tokens[at : at + length]))
            if number and _INTO.intersection(tokens[max(0, at - 4) : at]):
                yield int(number)
                break


def _added(clause: Text, several: bool = False) -> Iterator[tuple[str, int]]:
    """Things to add, with their number; of ``several`` pictures each "the" thing is in one of them."""
    count = next((_COUNTS[token] for token in clause.tokens if token in _COUNTS), 0)
    for phrase, at in clause.phrases(_THINGS):
        thing = _THINGS[phrase]
        if (thing in _GOODS or several) and _GIVEN.intersection(clause.tokens[max(0, at - 2) : at]):
            continue  # "the bottle" is the one in the picture
        yield thing, count or (3 if phrase.endswith("s") and thing not in ("birds", "stars") else 1)


_GOODS = frozenset(_T["grammar"]["goods"])
_ON_THE_GROUND = frozenset({"bicycle", "car", "rocket"})
_GOODS_NAMED = by_word({name: said for name, said in words.SUBJECTS.items() if name in _GOODS - _ON_THE_GROUND})
_THINGS = by_word({**_T["added"], **{name: said for name, said in words.SUBJECTS.items() if name in _GOODS}})


def _background(clauses: list[Text]) -> tuple[str, Reading | None]:
    for clause in clauses:
        named, blurred = (meaning in clause.every(_T["backgrounds"]) for meaning in ("named", "blur"))
        on_colour = len(clause.tokens) <= 4 and clause.tokens[0] == "on"
        if blurred and (named or len(clause.tokens) < 5):
            return "blur", None
        if not (named or on_colour):
            setting = _setting(clause)
            if setting:
                return "setting", setting
            continue
        if colour := _last_colour(clause.tokens):
            return colour, None
        if "plain" in clause.every(_T["backgrounds"]) or "studio" in clause.tokens:
            return _WHITE, None
        reading = describe(" ".join(clause.tokens))
        if reading.scene in _SETTINGS:
            return "setting", reading
    return "", None


def _setting(clause: Text) -> Reading | None:
    """The place of "put it on a beach", "place the bottle in a forest"."""
    if _verb(clause) != "add":
        return None
    joint = next((at for at, token in enumerate(clause.tokens) if token in _JOINTS), 0)
    if not joint or any(True for _ in _added(Text.of(clause.tokens[:joint]))):
        return None
    reading = describe(" ".join(clause.tokens[joint:]))
    return reading if reading.scene in _SETTINGS else None


def _recolours(clauses: list[Text], reading: Reading, has_background: bool) -> Iterator[Recolour]:
    """Colours that a part is to take: said with a verb, else by a colour before its noun."""
    found = False
    for clause in clauses:
        if _verb(clause) != "recolour" or clause.first(_T["backgrounds"]) == "named":
            continue
        colours = _colours(clause.tokens)
        if colours:
            found = True
            parts = [part for part, _ in clause.meanings(words.PARTS)]
            if len(parts) == len(colours) > 1:  # "the dress green and the hair red"
                yield from (Recolour(part, "", colour) for part, colour in zip(parts, colours, strict=True))
                continue
            source = colours[0] if len(colours) > 1 else ""
            every = any(phrase.endswith("s") for phrase, _ in clause.phrases(by_word(words.PARTS)))
            yield Recolour(parts[0] if parts else "", source, colours[-1], every)
    if not found:
        added = {
            part for clause in clauses if _verb(clause) == "add" for part, _ in describe(" ".join(clause.tokens)).parts
        }
        for part, colour in reading.parts:
            if part in added:
                continue
            if not (has_background and part in ("wall", "subject")) and part not in ("mist", "label"):
                yield Recolour(part, "", colour)


def _colours(tokens: list[str]) -> list[str]:
    """The colours that the words name, shaded by the word before."""
    reading = describe(" ".join(tokens))
    if not reading.palette and not reading.parts:
        return []
    found = []
    for at, token in enumerate(tokens):
        named = token if token.startswith("#") else words.COLOURS.get(token, "")
        if named and token not in words.SHADES and token not in words.MATERIALS_ONLY:
            found.append(shade(named, words.SHADES.get(tokens[at - 1], 0.0) if at else 0.0))
    return found


def _last_colour(tokens: list[str]) -> str:
    """White as a background is paper white, whatever the painter's white is."""
    colours = _colours(tokens)
    return (_WHITE if "white" in tokens else colours[-1]) if colours else ""
