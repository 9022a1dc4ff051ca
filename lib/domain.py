"""The words of Studio as frozen types: what every room may hand to every other.

A Brief is what a person filled in; compose turns it into a Prompt; with a model, a door and checked
settings it is a Request; a Request has a Quote; admitted by the gate it is a Task; what a Task made is an
Asset. Money is integer micro-dollars (``*_micros``), time is epoch milliseconds UTC (``*_ms``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Job = Literal["text", "image", "video", "speech", "music", "live", "transcription", "embedding", "research", "cache"]
Door = Literal["demo", "gemini"]
World = Literal["simulated", "real"]
Quality = Literal["best", "balanced", "draft"]
Role = Literal["member", "lead", "admin"]
Tier = Literal["standard"]
Origin = Literal["user", "preset", "style", "brand", "enhancer", "input"]
State = Literal[
    "reserved", "submitting", "running", "storing", "succeeded", "failed", "cancelled", "unknown", "written_off"
]
Setting = str | int
"""The value of one parameter of a model: text (a listed value) or a whole number."""

ENDED: frozenset[State] = frozenset({"succeeded", "failed", "cancelled", "written_off"})
QUALITIES: tuple[Quality, ...] = ("best", "balanced", "draft")
MICROS = 1_000_000
"""Micro-dollars in a dollar."""


def world_of(door: Door) -> World:
    """Demo money and real money never mix: the door decides which of the two a task spends."""
    return "simulated" if door == "demo" else "real"


def dollars(micros: int, places: int = 2, *, up: bool = False) -> str:
    """``dollars(133_600, 3) == "$0.134"``; ``up`` rounds away from the person's favour (what may be charged)."""
    step = 10 ** (6 - places)
    whole = -(-micros // step) if up else (micros + step // 2) // step
    sign, whole = ("−", -whole) if whole < 0 else ("", whole)
    return f"{sign}${whole // 10**places:,}.{whole % 10**places:0{places}d}"


def to_cent(micros: int) -> int:
    """The next full cent: the figure on a button is the ceiling that the person agreed to."""
    return -(-micros // 10_000) * 10_000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. ``session`` is a random id in a cookie of ours (for the API: the token's id)."""

    user: str
    role: Role
    session: str
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """An asset that goes into a request, and what it is there for (a role the model's row names)."""

    asset: str
    role: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a model reads beside the words of a request: how many pictures and pages, and tokens of other text
    (earlier turns, what is written in documents)."""

    pictures: int = 0
    pages: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person filled in. ``settings`` beat the model's defaults; ``model`` beats ``quality``.

    For text: ``system`` holds for every turn of a conversation; ``previous`` is the task that this one goes on from.
    """

    job: Job
    words: str = ""
    preset: str | None = None
    subtype: str | None = None
    styles: tuple[str, ...] = ()
    quality: Quality = "best"
    model: str | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    n: int = 1
    door: Door | None = None
    tier: Tier = "standard"
    inputs: tuple[Input, ...] = ()
    system: str = ""
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a prompt and where it came from; ``source`` names the preset or style."""

    text: str
    origin: Origin
    source: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the composer did or saw: ``kept`` (harmless), ``decided`` (a choice was made for the person)."""

    kind: Literal["kept", "decided"]
    message: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """The final text, span by span; the text that is sent is exactly the spans joined. ``system`` likewise: what a
    text model is told about all of its answers."""

    spans: tuple[Span, ...]
    notes: tuple[Note, ...] = ()
    system: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def instruction(self) -> str:
        return "".join(span.text for span in self.system)

    @property
    def said(self) -> str:
        """All that the model is told in words: what is counted, quoted and held for."""
        return self.instruction + self.text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a brief: which field, one sentence, what is allowed, the nearest allowed value."""

    field: str
    message: str
    allowed: tuple[Setting, ...] = ()
    nearest: Setting | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Validated and immutable; everything downstream takes this. ``settings`` holds every parameter of the model."""

    job: Job
    model: str
    door: Door
    prompt: Prompt
    settings: Mapping[str, Setting]
    actor: Actor
    n: int = 1
    tier: Tier = "standard"
    quality: Quality = "best"
    preset: str | None = None
    subtype: str | None = None
    styles: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    context: Context = Context()
    previous: str | None = None
    conversation: str | None = None
    """The conversation that this becomes the next turn of."""

    @property
    def world(self) -> World:
        return world_of(self.door)


@dataclass(frozen=True, slots=True)
class Line:
    """One readable line of a quote; ``price`` names the dated price row it was computed from."""

    label: str
    lowest: int
    expected: int
    maximum: int
    price: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a request costs in micro-dollars before it is sent; the hold is the maximum."""

    lines: tuple[Line, ...]

    @property
    def lowest(self) -> int:
        return sum(line.lowest for line in self.lines)

    @property
    def expected(self) -> int:
        return sum(line.expected for line in self.lines)

    @property
    def maximum(self) -> int:
        return sum(line.maximum for line in self.lines)

    @property
    def prices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.price for line in self.lines))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a brief has become: always a prompt; a request and a quote, or every problem at once."""

    prompt: Prompt
    model: str
    settings: Mapping[str, Setting]
    request: Request | None = None
    quote: Quote | None = None
    problems: tuple[Problem, ...] = ()
    refusal: Exception | None = None
    """Why the gate would refuse this now (a StudioError), without asking for money."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A stored file. ``id`` is ours and belongs to one owner; the bytes are addressed by ``sha256``.

    ``name`` is what it was called where it came from; ``pages`` and ``text_bytes`` (of
    its text as UTF-8) are those of a document.
    """

    id: str
    sha256: str
    user: str
    mime: str
    bytes: int
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    text_bytes: int | None = None
    name: str | None = None
    task: str | None = None
    role: str = "output"
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One durable billed unit of work, as its owner may see it (the provider's own name for it stays below)."""

    id: str
    group: str
    place: int
    user: str
    session: str
    project: str | None
    job: Job
    model: str
    door: Door
    world: World
    state: State
    quality: Quality
    settings: Mapping[str, Setting]
    preset: str | None
    subtype: str | None
    styles: tuple[str, ...]
    quote: Quote
    held_micros: int
    cost_micros: int | None
    usage: Mapping[str, int]
    prompt: Prompt | None
    preview: str | None
    created_ms: int
    updated_ms: int
    sent_ms: int | None = None
    ended_ms: int | None = None
    outputs: tuple[Asset, ...] = ()
    error_code: str | None = None
    error: str | None = None
    retry_of: str | None = None
    stopping: bool = False
    """The person asked to stop it, and it has not ended yet."""
    exposed_micros: int = 0
    """What the provider may have billed for it and nobody was charged for."""
    inputs: tuple[Input, ...] = ()
    previous: str | None = None
    conversation: str | None = None
    text: str | None = None
    """What was written, as far as it has come; None for a job that writes nothing."""
    thoughts: str = ""
    """What the model told of its thinking."""

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def seconds(self) -> float | None:
        """From the moment it was sent to its end; None while it waits or runs."""
        return None if self.ended_ms is None or self.sent_ms is None else (self.ended_ms - self.sent_ms) / 1000


def beginning(text: str, longest: int) -> str:
    """``text`` on one line; one of more than ``longest`` characters is cut at a word, or else in it, and says so."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest + 1].rsplit(" ", 1)[0][:longest].rstrip(",.;:–— ") + "…"
