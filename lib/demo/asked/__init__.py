"""What a request asks for, in one exact and checked shape, whichever of the two dialects it came in.

``interaction`` and ``generate`` read a body each: tolerant in form (both casings at every level, unknown fields
ignored; facts/wire.md §0.7), strict in values: what the service refuses is refused with 400 and the field's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lib.demo import faults
from lib.demo.asked.fields import Table, pick, whole, words
from lib.demo.errors import invalid
from lib.demo.faults import Fault
from lib.demo.rules import Model, pixels, rules, shaped

IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp")
DOCUMENT = "application/pdf"
PICTURE_MIMES = {"image/jpeg": "jpeg", "image/png": "png"}
"""What a painted picture may be, and the painter's word for it."""
STOPS = 5
"""Stop sequences that a request may name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a turn: words, or a picture or document and what looking at it gave.

    ``data`` is its base64 as it came, ``uri`` names a file of ours instead; both are needed only until the part has
    been looked at, which fills ``title``, ``facts`` and ``tokens``.
    """

    kind: Literal["text", "image", "document"]
    text: str = ""
    mime: str = ""
    uri: str = ""
    data: str = ""
    title: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said at once."""

    role: Literal["user", "model"]
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The words, without fault words."""
        return "\n".join(filter(None, (faults.cut(part.text) for part in self.parts)))

    @property
    def attached(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind != "text")

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Turn:
        return cls(table["role"], tuple(Part(**part) for part in table["parts"]))


@dataclass(frozen=True, slots=True)
class Form:
    """How a picture is to be; without a ratio it is square, or as the first picture that was given."""

    ratio: str
    size: str
    mime: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request for one text or, with a ``form``, for one picture. The last turn is the user's."""

    model: str
    turns: tuple[Turn, ...]
    system: str
    level: str
    max_output: int
    seed: int | None
    fault: Fault
    form: Form | None = None
    summaries: bool = True
    stop: tuple[str, ...] = ()
    previous: str = ""
    stream: bool = False
    background: bool = False
    store: bool = True
    tier: str = "standard"
    labels: Mapping[str, str] = field(default_factory=dict)
    task: str = ""

    @property
    def rule(self) -> Model:
        return rules().models[self.model]

    @property
    def text(self) -> str:
        """What is asked now: the words of the last turn, then the system instruction, without fault words."""
        last = self.turns[-1].text if self.turns else ""
        return "\n".join(filter(None, (last, faults.cut(self.system))))

    @property
    def pictures(self) -> tuple[Part, ...]:
        """The pictures that came with the last turn, in their order."""
        return tuple(part for part in self.turns[-1].attached if part.kind == "image")

    @property
    def image_tokens(self) -> int:
        """What the picture itself takes of ``max_output``; 0 for a text."""
        return self.rule.image_tokens[self.form.size] if self.form else 0

    @property
    def pixels(self) -> tuple[int, int]:
        """(width, height) of the picture that is asked for, once what came along has been looked at."""
        assert self.form is not None
        if self.pictures and not self.form.ratio:
            first = self.pictures[0].facts
            return shaped(int(first["width"]), int(first["height"]), self.form.size)
        return pixels(self.form.ratio or "1:1", self.form.size)

    def wordless(self) -> Asked:
        """The same without anything that the person wrote or sent."""
        return replace(self, turns=(), system="", stop=())

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Asked:
        read = {
            "turns": tuple(Turn.from_json(turn) for turn in table["turns"]),
            "stop": tuple(table["stop"]),
            "form": Form(**table["form"]) if table["form"] else None,
            "fault": Fault(**table["fault"]),
        }
        return cls(**{**table, **read})


def conversation(turns: list[Turn], model: Model) -> tuple[Turn, ...]:
    """Turns as the model may be asked: neighbours of one role joined, ending with words or attachments of the user.

    Raises ApiError 400.
    """
    joined: list[Turn] = []
    for turn in turns:
        before = joined.pop().parts if joined and joined[-1].role == turn.role else ()
        joined.append(Turn(turn.role, before + turn.parts))
    last = joined[-1] if joined else Turn("user", ())
    if last.role != "user" or not (last.text.strip() or last.attached):
        raise invalid("input", "it is empty: say what is to be made.")
    if model.writes:
        return tuple(joined)
    if len(joined) > 1:
        raise invalid("input", f"{model.id} answers one request at a time; send it without earlier turns.")
    if not last.text.strip():
        raise invalid("input", "say in words what is to be made of the pictures.")
    if any(part.kind == "document" for part in last.attached):
        raise invalid("input", f"{model.id} takes text and pictures, no documents.")
    if len(last.attached) > model.pictures:
        raise invalid("input", f"{model.id} takes at most {model.pictures} pictures.")
    return tuple(joined)


def generation(config: Table, thinking: Table, model: Model) -> dict[str, Any]:
    """What both dialects say in a ``generation_config``; ``thinking`` is the object in it that names the level.

    Raises ApiError 400.
    """
    field = "generation_config."
    most = whole(field + "max_output_tokens", pick(config, "max_output_tokens"), 1, model.output_tokens)
    return {
        "level": model.level(field + "thinking_level", pick(thinking, "thinking_level")),
        "max_output": most or model.output_tokens,
        "seed": whole(field + "seed", pick(config, "seed"), -(2**31), 2**31 - 1),
        "stop": words(field + "stop_sequences", pick(config, "stop_sequences"), STOPS),
    }


def attachment(mime: str, *, data: str = "", uri: str = "") -> Part:
    """A picture or a document by its type. Raises ApiError 400."""
    if bool(data) == bool(uri):
        raise invalid("input", "an attachment needs either data or the uri of an uploaded file.")
    if mime in IMAGES:
        return Part("image", mime=mime, data=data, uri=uri)
    if mime == DOCUMENT:
        return Part("document", mime=mime, data=data, uri=uri)
    raise invalid("input", f"'{mime[:40]}' is not read by the demo engine; it reads {', '.join((*IMAGES, DOCUMENT))}.")


def told_to_fail(turns: tuple[Turn, ...], system: str, headers: Mapping[str, str]) -> Fault:
    """The fault that the header, the last turn or the instruction names; an earlier turn had its fault already."""
    texts = [part.text for turn in turns[-1:] for part in turn.parts]
    return faults.find("\n".join((*texts, system)), headers.get(faults.HEADER, ""))
