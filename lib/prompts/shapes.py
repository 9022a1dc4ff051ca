"""What a preset file and a style file may hold. docs/data.md explains each field to whoever writes one.

A slot is a place in the prompt with words of its own. Presets may fill all of them, styles only those that are
also an axis: a style may never speak about the subject, which belongs to the person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StrictInt, StrictStr

from lib.datafile import Shape
from lib.domain import Brief, Job

Axis = Literal["medium", "lighting", "palette", "lens", "process", "texture", "composition", "mood", "tone", "format"]
"""What only one style may decide, in the order in which styles stack: a medium, then its light, then its finish; of
writing its tone, then its form."""

AXES: tuple[Axis, ...] = get_args(Axis)

_PLACE_MARK = re.compile(r"\$?\{[^}]*\}?|\[[^\]]*\]?|<[^>]*>?|\}|\]|>")
_MARKUP = re.compile(r"</\w*>?|```|\*\*|__|(?:^|\s)#+\s|-{3,}|={3,}")
_ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)


def _plain(text: str) -> str:
    """Text that is sent or shown as it stands."""
    if mark := _MARKUP.search(text):
        raise ValueError(f"“{mark[0].strip()}” is mark-up; write sentences, they are parted by themselves")
    if mark := _PLACE_MARK.search(text):
        raise ValueError(
            f"“{mark[0]}” looks like a place to fill in; write it out, the person's words join by themselves"
        )
    if _ADDRESS.search(text):
        raise ValueError("a web address has no place here; take it out")
    if text != " ".join(text.split()):
        raise ValueError("keep it on one line, with single spaces and none at the ends")
    return text


def _whole(text: str) -> str:
    """Sentences that can stand beside any other sentence."""
    if not (text[0].isupper() or text[0].isdigit()) or not text.endswith("."):
        raise ValueError("write whole sentences: a capital first, a full stop last")
    return text


def _short(text: str) -> str:
    if len(text.split()) > 3:
        raise ValueError("at most three words fit on a tile")
    return text


Text = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_plain)]
Sentences = Annotated[Text, AfterValidator(_whole)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=40)]
Version = Annotated[StrictInt, Field(ge=1)]


class Block(Shape):
    """The words of a style for one job. For pictures from ``medium`` to ``mood``, for texts the last three."""

    medium: Sentences | None = None
    composition: Sentences | None = None
    lens: Sentences | None = None
    lighting: Sentences | None = None
    texture: Sentences | None = None
    palette: Sentences | None = None
    process: Sentences | None = None
    mood: Sentences | None = None
    format: Sentences | None = None
    tone: Sentences | None = None
    limits: Sentences | None = None

    def texts(self) -> dict[str, str]:
        """The slots that are filled, in no order that matters."""
        return {slot: text for slot, text in self if text}


class Slots(Block):
    """The words of a preset: for pictures ``framing`` and ``setting`` too, for texts ``role``, ``context`` and
    ``examples``."""

    framing: Sentences | None = None
    setting: Sentences | None = None
    role: Sentences | None = None
    context: Sentences | None = None
    examples: Sentences | None = None


_PICTURE = ("framing", "setting", "medium", "composition", "lens", "lighting", "texture", "palette", "process", "mood")
_TEXT = ("role", "context", "format", "tone", "examples", "limits")
SLOTS: Mapping[Job, tuple[str, ...]] = {"image": _PICTURE, "text": _TEXT}
"""Slots of each job in the order of its prompt.

Of a picture: what it is made as, composition, camera, light, material, colour, as Google's image guides have it
(https://ai.google.dev/gemini-api/docs/image-generation); the person's words come after ``framing``. Of a text: all but
``limits`` is the system instruction, and ``limits`` stand after the person's words, since the guide to Gemini 3 finds
that early ones can be dropped (https://ai.google.dev/gemini-api/docs/prompting-strategies).
"""


class Subtype(Shape):
    """A variant of a preset: its slots take the place of the preset's own."""

    name: Text
    slots: Slots = Slots()


class Example(Shape):
    """Words that show the preset at its best. ``title``: at most three words, for a tile."""

    title: Annotated[Text, AfterValidator(_short)]
    words: Text
    subtype: str | None = None
    styles: tuple[str, ...] = ()


class Guidance(Shape):
    """The official advice that a preset follows: a short key and the page."""

    source: Text
    page: Text


class Preset(Shape):
    """A named starting point for one job: slots, subtypes, settings and the styles that suit it."""

    id: Identifier
    version: Version
    name: Text
    job: Job
    about: Text
    order: StrictInt = 0
    slots: Slots = Slots()
    subtypes: Mapping[Identifier, Subtype] = Field(min_length=1)
    settings: Mapping[str, StrictStr | StrictInt] = {}
    styles: tuple[str, ...] = ()
    example: Example
    guidance: Guidance

    def sample(self) -> Brief:
        """The example as a brief, ready to be made."""
        return Brief(
            job=self.job,
            words=self.example.words,
            preset=self.id,
            subtype=self.example.subtype,
            styles=self.example.styles,
            settings=self.settings,
        )


class Avoid(Shape):
    """What works against a style, and what to write in its place."""

    concept: Text
    positive: Text


class Style(Shape):
    """A look, with one block of words per modality. ``axes``: what it decides alone."""

    id: Identifier
    version: Version
    name: Text
    category: Text
    about: Text
    axes: tuple[Axis, ...] = Field(min_length=1)
    blocks: Mapping[Job, Block] = Field(min_length=1)
    conflicts_with: tuple[str, ...] = ()
    avoid: tuple[Avoid, ...] = ()

    @property
    def rank(self) -> tuple[int, str]:
        """Styles stack by this, whatever the order they were chosen in: a medium before its light."""
        return min(map(AXES.index, self.axes)), self.id


@dataclass(frozen=True, slots=True)
class Library:
    """Presets in the order in which they are shown, styles by name; both by id."""

    presets: Mapping[str, Preset]
    styles: Mapping[str, Style]
