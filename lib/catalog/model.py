"""The shape of a model's file (lib/catalog/models/<id>.toml). Fields and an example: docs/data.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictInt, StrictStr, model_validator

from lib.datafile import Misfit, Shape
from lib.domain import Job, Quality, Setting

Value = StrictInt | StrictStr
Kind = Literal["text_in", "cached_in", "image_in", "text_out", "image_out"]
"""What tokens are billed as."""
Rate = Annotated[StrictInt, Field(ge=0)]


class Param(Shape):
    """One parameter of a model: listed values, or whole numbers from low to high in steps."""

    label: str
    help: str
    send: str
    """Where it goes in the provider's body: "response_format.aspect_ratio"."""
    default: Value
    values: tuple[Value, ...] = ()
    range: tuple[StrictInt, StrictInt, StrictInt] | None = None
    unit: str = ""
    quality: dict[Quality, Value] = Field(default_factory=dict)
    unsent: Value | None = None
    """The value that means “leave it to the provider”: it is not sent."""

    @model_validator(mode="after")
    def _can_be_chosen(self) -> Param:
        if bool(self.values) == (self.range is not None):
            raise Misfit("give either values or range")
        unsent = [] if self.unsent is None else [("unsent", self.unsent)]
        given = (("default", self.default), *unsent, *(("quality", value) for value in self.quality.values()))
        for key, value in given:
            if not self.allows(value):
                raise Misfit(f"{value!r} is not among what it allows", key)
        return self

    def allows(self, value: Setting) -> bool:
        if self.range is None:
            return value in self.values
        low, high, step = self.range
        return isinstance(value, int) and low <= value <= high and (value - low) % step == 0

    def at(self, quality: Quality) -> Setting:
        """Its value at a quality level."""
        return self.quality.get(quality, self.default)


class Take(Shape):
    """Files that a model takes beside the words, in one role."""

    label: str
    help: str
    max: Annotated[StrictInt, Field(ge=1)]
    mime: Annotated[tuple[str, ...], Field(min_length=1)]


class Total(Shape):
    """The most files of several roles together."""

    of: Annotated[tuple[str, ...], Field(min_length=2)]
    max: Annotated[StrictInt, Field(ge=1)]


class Rule(Shape):
    """Where ``when`` holds, only ``allow`` is left of other parameters, and ``unset`` ones are not sent at all.

    ``when`` names parameters with their value, and roles with how many files they have: 0 is none, 1 at least one.
    ``prefer`` takes the place of a default. ``total`` bounds the files of several roles together. Without ``when`` a
    rule always holds.
    """

    when: dict[str, Value] = Field(default_factory=dict)
    allow: dict[str, tuple[Value, ...]] = Field(default_factory=dict)
    prefer: dict[str, Value] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    total: Total | None = None
    why: str


class Price(Shape):
    """What a model costs from a day on: integer micro-dollars per million tokens, by kind of token."""

    start: date = Field(alias="from")
    to: date | None = None
    unit: Literal["mtok"]
    micros: dict[Kind, Rate]
    source: str
    confidence: Literal["official", "corroborated", "third_party", "derived"]


class Tokens(Shape):
    """What goes in and comes out, in tokens. Of one output: of a picture by the value of the parameter ``by``; of an
    answer our guess, for the expected price only (the hold covers the whole ceiling)."""

    by: str | None = None
    image_out: dict[str, Rate] = Field(default_factory=dict)
    text_out: Rate = 0
    """House estimate of an answer in words."""
    image_in: Rate
    """Tokens of one picture that goes in."""
    page_in: Rate = 0
    """Tokens of one page of a document that goes in, beside its text."""
    thinking: Rate | dict[str, Rate] = 0
    """House estimate of thinking tokens; a table gives it by the value of the parameter ``thinking``."""


class Model(Shape):
    """One model: what it is, takes, allows and costs."""

    id: str
    name: str
    jobs: tuple[Job, ...]
    status: Literal["stable", "preview", "shutdown"]
    released: date
    input_tokens: StrictInt
    """Most tokens that it reads."""
    output_tokens: StrictInt
    """Most tokens that one answer may have, thinking included."""
    ceiling: str
    """The parameter that limits the tokens of an answer: what the hold is computed from."""
    seconds: dict[str, StrictInt] = Field(default_factory=dict)
    """How long an output usually takes, by the value of ``tokens.by``: an estimate until we have own figures."""
    pixels: dict[str, tuple[StrictInt, StrictInt]] = Field(default_factory=dict)
    """Known sizes by "ratio@size"; the others follow from the area."""
    input: dict[str, Take]
    """What it takes beside the words, by role."""
    param: dict[str, Param]
    rule: tuple[Rule, ...] = ()
    tokens: Tokens
    price: tuple[Price, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Model:
        for misfit in (*self._misfits_of_rules(), *self._misfits_of_tokens(), *self._misfits_of_prices()):
            raise misfit
        return self

    def _misfits_of_rules(self) -> Iterator[Misfit]:
        for place, rule in enumerate(self.rule):
            chosen: dict[str, Mapping[str, tuple[Value, ...]]] = {
                "allow": rule.allow,
                "prefer": {name: (value,) for name, value in rule.prefer.items()},
                "unset": dict.fromkeys(rule.unset, ()),
            }
            for key, name, values in ((key, *pair) for key, table in chosen.items() for pair in table.items()):
                if name not in self.param:
                    yield Misfit(f"“{name}” is no parameter of this model", "rule", place, key)
                elif wrong := [value for value in values if not self.param[name].allows(value)]:
                    yield Misfit(f"{wrong[0]!r} is not among what “{name}” allows", "rule", place, key)
            for name in rule.when:
                if name not in self.param and name not in self.input:
                    yield Misfit(f"“{name}” is no parameter and no input of this model", "rule", place, "when")
            for role in rule.total.of if rule.total else ():
                if role not in self.input:
                    yield Misfit(f"“{role}” is no input of this model", "rule", place, "total")

    def _misfits_of_tokens(self) -> Iterator[Misfit]:
        if self.ceiling not in self.param:
            yield Misfit(f"“{self.ceiling}” is no parameter of this model", "ceiling")
        by, thinking = self.tokens.by, self.tokens.thinking
        tables: list[tuple[str, str, tuple[str, ...], Mapping[str, int]]] = []
        if by is not None:
            tables += [
                (by, "by", ("tokens", "image_out"), self.tokens.image_out),
                (by, "by", ("seconds",), self.seconds),
            ]
        if isinstance(thinking, dict):
            tables += [("thinking", "thinking", ("tokens", "thinking"), thinking)]
        for name, key, keys, given in tables:
            if name not in self.param:
                yield Misfit(f"“{name}” is no parameter of this model", "tokens", key)
                return
            wanted = {str(value) for value in self.param[name].values}
            if set(given) != wanted:
                yield Misfit(f"give it for each {name}: {', '.join(sorted(wanted))}", *keys)

    def _misfits_of_prices(self) -> Iterator[Misfit]:
        for place, row in enumerate(self.price):
            if row.to is not None and row.to < row.start:
                yield Misfit(f"it ends on {row.to}, before it begins", "price", place, "to")
        for place, (earlier, later) in enumerate(zip(self.price, self.price[1:], strict=False), 1):
            if earlier.to is None or earlier.to >= later.start:
                message = f"the price from {earlier.start} does not end before the one from {later.start}"
                yield Misfit(message, "price", place, "from")

    @property
    def params(self) -> Mapping[str, Param]:
        return self.param

    def at(self, quality: Quality) -> dict[str, Setting]:
        """Every parameter at a quality level."""
        return {name: param.at(quality) for name, param in self.param.items()}

    def price_at(self, day: date) -> Price | None:
        """The price row that holds on a day (UTC), or None when none is known."""
        for row in self.price:
            if row.start <= day and (row.to is None or day <= row.to):
                return row
        return None

    def price_name(self, row: Price) -> str:
        """How a quote refers to a price row."""
        return f"{self.id}@{row.start}"

    def size(self, settings: Mapping[str, Setting], given: tuple[int, int] | None = None) -> tuple[int, int]:
        """Pixels of a picture: the known pair, a known 1K pair enlarged, or the area of its size at the ratio.

        ``given``: the picture whose ratio is kept where none was asked for.
        """
        ratio, size = str(settings.get("ratio")), str(settings["size"])
        if f"{ratio}@{size}" in self.pixels:
            return self.pixels[f"{ratio}@{size}"]
        times = int(size.removesuffix("K"))
        if f"{ratio}@1K" in self.pixels:
            width, height = self.pixels[f"{ratio}@1K"]
            return width * times, height * times
        across, down = (int(part) for part in ratio.split(":")) if ":" in ratio else given or (1, 1)
        edge = 1024 * times
        return _to_16(edge * math.sqrt(across / down)), _to_16(edge * math.sqrt(down / across))

    def about_seconds(self, settings: Mapping[str, Setting]) -> int | None:
        """How long one output usually takes; None where that depends on what is written."""
        return self.seconds[str(settings[self.tokens.by])] if self.tokens.by else None

    def picture_tokens(self, settings: Mapping[str, Setting]) -> int:
        """Output tokens of one picture; 0 for a model that writes."""
        return self.tokens.image_out[str(settings[self.tokens.by])] if self.tokens.by else 0

    def thinking_tokens(self, settings: Mapping[str, Setting]) -> int:
        """About how many tokens it thinks."""
        table = self.tokens.thinking
        return table[str(settings["thinking"])] if isinstance(table, dict) else table


def _to_16(pixels: float) -> int:
    return max(16, round(pixels / 16) * 16)
