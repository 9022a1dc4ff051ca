"""What goes in and out over HTTP, field by field. Money is integer micro-dollars, times are ISO 8601 UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from lib import config
from lib.domain import Asset, Brief, Door, Job, Quality, Quote, Setting, State, Task, Tier, World


def _setting(value: object) -> Setting:
    if isinstance(value, str) or type(value) is int:
        return value
    raise PydanticCustomError("setting", "must be text or a whole number")


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
        )


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
    outputs: list[FileOut]
    error: ErrorOut | None = None
    waiting: str | None = None
    """What keeps it from its end, while it is tried again."""
    group: str
    retry_of: str | None = None


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


def quote_answer(
    quote: Quote, model: str, settings: dict[str, Setting], prompt: str, notes: list[NoteOut]
) -> QuoteAnswer:
    return QuoteAnswer(**_sums(quote), model=model, settings=settings, prompt=prompt, lint=notes)


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
        outputs=[_file(one) for one in task.outputs],
        error=ErrorOut(code=task.error_code, message=task.error or "") if task.error_code else None,
        waiting=None if task.ended else task.error,
        group=task.group,
        retry_of=task.retry_of,
    )


def _file(asset: Asset) -> FileOut:
    return FileOut(
        id=asset.id,
        url=f"/files/{asset.id}",
        mime=asset.mime,
        bytes=asset.bytes,
        width=asset.width,
        height=asset.height,
    )


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
