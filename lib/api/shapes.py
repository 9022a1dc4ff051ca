"""What goes in and out over HTTP, field by field. Money is integer micro-dollars, times are ISO 8601 UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from lib import config
from lib.domain import Asset, Brief, Door, Input, Job, Prepared, Quality, Quote, Setting, State, Task, Tier, World


def _setting(value: object) -> Setting:
    if isinstance(value, str) or type(value) is int:
        return value
    raise PydanticCustomError("setting", "must be text or a whole number")


class InputIn(BaseModel):
    """A file of one's own that goes in, and what for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    asset: str
    role: str | None = None


class Body(BaseModel):
    """A request. Unknown fields are refused, so that a typing error is not silently ignored; so is a value that would
    have to be turned into another (``"n": "2"``)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    job: Job
    prompt: str = ""
    door: Door | None = None
    tier: Tier = "standard"
    model: str | None = None
    quality: Quality = "best"
    preset: str | None = None
    subtype: str | None = None
    styles: list[str] = Field(default_factory=list, max_length=8)
    settings: dict[str, Annotated[Setting, PlainValidator(_setting, json_schema_input_type=Setting)]] = Field(
        default_factory=dict
    )
    inputs: list[InputIn] = Field(default_factory=list, max_length=64)
    system: str = ""
    """What a model that writes is told about all of its answers."""
    previous: str | None = None
    """The task whose answer this one goes on from."""
    n: int = 1
    max_micros: int | None = Field(default=None, ge=0)
    """The most it may cost: the maximum of the quote that the asker saw. A quote looks past it."""

    def brief(self) -> Brief:
        return Brief(
            job=self.job,
            words=self.prompt,
            door=self.door,
            tier=self.tier,
            model=self.model,
            quality=self.quality,
            preset=self.preset,
            subtype=self.subtype,
            styles=tuple(self.styles),
            settings=self.settings,
            n=self.n,
            inputs=tuple(Input(one.asset, one.role or self._role(place)) for place, one in enumerate(self.inputs)),
            system=self.system,
            previous=self.previous,
        )

    def _role(self, place: int) -> str:
        """What a file is there for when nobody said so: the first picture is the one to change."""
        if self.job == "text":
            return "attachment"
        return "object" if place else "source"


class LineOut(BaseModel):
    label: str
    lowest_micros: int
    expected_micros: int
    maximum_micros: int
    price: str


class QuoteOut(BaseModel):
    lowest_micros: int
    expected_micros: int
    maximum_micros: int
    lines: list[LineOut]


class NoteOut(BaseModel):
    kind: str
    message: str


class QuoteAnswer(QuoteOut):
    model: str
    settings: dict[str, Setting]
    prompt: str
    system: str | None = None
    lint: list[NoteOut]


class Admitted(BaseModel):
    id: str
    state: State
    quote: QuoteOut
    group: str
    ids: list[str]


class FileOut(BaseModel):
    id: str
    url: str
    mime: str
    bytes: int
    width: int | None = None
    height: int | None = None
    pages: int | None = None


class InputOut(BaseModel):
    asset: str
    role: str


class ErrorOut(BaseModel):
    code: str
    message: str


class TaskOut(BaseModel):
    id: str
    job: Job
    model: str
    door: Door
    world: World
    state: State
    prompt: str | None
    created_at: datetime
    updated_at: datetime
    quote: QuoteOut
    held_micros: int
    cost_micros: int | None
    exposed_micros: int
    """What the provider may have billed for it and nobody was charged for."""
    credits: float | None
    usage: dict[str, int]
    text: str | None = None
    """What is written by now, without thoughts."""
    inputs: list[InputOut]
    outputs: list[FileOut]
    error: ErrorOut | None = None
    waiting: str | None = None
    """What keeps it from its end, while it is tried again."""
    group: str
    retry_of: str | None = None
    previous: str | None = None


class TaskPage(BaseModel):
    items: list[TaskOut]
    next_cursor: str | None = None


class Problem(BaseModel):
    """RFC 9457, with our ``code``; some carry more fields (problems, scope, quote …)."""

    model_config = ConfigDict(extra="allow")

    title: str
    status: int
    code: str
    detail: str


def quote_out(quote: Quote) -> QuoteOut:
    return QuoteOut(**_sums(quote))


def _sums(quote: Quote) -> dict[str, Any]:
    lines = [
        LineOut(
            label=line.label,
            lowest_micros=line.lowest,
            expected_micros=line.expected,
            maximum_micros=line.maximum,
            price=line.price,
        )
        for line in quote.lines
    ]
    return {
        "lowest_micros": quote.lowest,
        "expected_micros": quote.expected,
        "maximum_micros": quote.maximum,
        "lines": lines,
    }


def quote_answer(quote: Quote, prepared: Prepared) -> QuoteAnswer:
    return QuoteAnswer(
        **_sums(quote),
        model=prepared.model,
        settings=dict(prepared.settings),
        prompt=prepared.prompt.text,
        system=prepared.prompt.instruction or None,
        lint=[NoteOut(kind=note.kind, message=note.message) for note in prepared.prompt.notes],
    )


def admitted(tasks: Sequence[Task]) -> Admitted:
    """A group; its quote is the sum of what its tasks were admitted at."""
    first = tasks[0]
    total = Quote(tuple(line for task in tasks for line in task.quote.lines))
    ids = [task.id for task in tasks]
    return Admitted(id=first.id, state=first.state, quote=quote_out(total), group=first.group, ids=ids)


def task_out(task: Task) -> TaskOut:
    worth = config.current().credit_micros
    return TaskOut(
        id=task.id,
        job=task.job,
        model=task.model,
        door=task.door,
        world=task.world,
        state=task.state,
        prompt=task.prompt.text if task.prompt else task.preview,
        created_at=_time(task.created_ms),
        updated_at=_time(task.updated_ms),
        quote=quote_out(task.quote),
        held_micros=0 if task.ended else task.held_micros,
        cost_micros=task.cost_micros,
        exposed_micros=task.exposed_micros,
        credits=task.cost_micros / worth if worth and task.cost_micros is not None else None,
        usage=dict(task.usage),
        text=task.text,
        inputs=[InputOut(asset=one.asset, role=one.role) for one in task.inputs],
        outputs=[file_out(one) for one in task.outputs],
        error=ErrorOut(code=task.error_code, message=task.error or "") if task.error_code else None,
        waiting=None if task.ended else task.error,
        group=task.group,
        retry_of=task.retry_of,
        previous=task.previous,
    )


def file_out(asset: Asset) -> FileOut:
    return FileOut(
        id=asset.id,
        url=f"/files/{asset.id}",
        mime=asset.mime,
        bytes=asset.bytes,
        width=asset.width,
        height=asset.height,
        pages=asset.pages,
    )


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
