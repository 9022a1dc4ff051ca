"""Quotes and actual costs in integer micro-dollars. A line is rounded up once; a total is the sum of its lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lib.catalog import Kind, Model, Price
from lib.costs.tokens import tokens
from lib.domain import MICROS, Line, Quote, Setting
from lib.errors import PriceUnknown

UNIT = 1_000_000
"""A rate is micro-dollars per this many tokens."""
FIRST_TOKENS = 1_000
"""The hold always covers this much text, so that typing a few words more does not move the price on the button."""
USAGE: dict[str, Kind] = {
    "text_in": "text_in",
    "image_in": "image_in",
    "text_out": "text_out",
    "thought_out": "text_out",  # thinking is billed as text output
    "image_out": "image_out",
}
"""Which rate each count of a usage is billed at."""


def charge(quantity: int, rate: int) -> int:
    """One line: ceil(quantity × rate ÷ unit), in micro-dollars."""
    return -(-quantity * rate // UNIT)


def quote(model: Model, settings: Mapping[str, Setting], text: str, *, n: int = 1, at: date) -> Quote:
    """What ``n`` outputs cost. Raises PriceUnknown.

    Lowest: no thinking. Expected: the house estimate of thinking. Maximum: thinking up to the output ceiling, and
    a quarter more words than we counted; this is what is held.
    """
    row = _row(model, at)
    words, picture = tokens(text), model.picture_tokens(settings)
    room = max(0, int(settings[model.ceiling]) - picture)
    thinking = min(model.tokens.thinking, room)
    rate = row.micros
    name = model.price_name(row)
    many = f"{n} pictures" if n > 1 else "1 picture"
    shown = f"{many} · {settings[model.tokens.by]} · {picture:,} tokens × {_rate(rate['image_out'])}"
    picture_price = n * charge(picture, rate["image_out"])
    most_words = max(FIRST_TOKENS, -(-words * 5 // 4))
    return Quote(
        (
            Line(shown, picture_price, picture_price, picture_price, name),
            Line(
                f"Thinking · about {thinking:,}, at most {room:,} tokens × {_rate(rate['text_out'])}",
                0,
                n * charge(thinking, rate["text_out"]),
                n * charge(room, rate["text_out"]),
                name,
            ),
            Line(
                f"Words · about {words:,} tokens × {_rate(rate['text_in'])}",
                n * charge(words, rate["text_in"]),
                n * charge(words, rate["text_in"]),
                n * charge(most_words, rate["text_in"]),
                name,
            ),
        )
    )


def actual(model: Model, usage: Mapping[str, int], *, at: date) -> int:
    """What the provider bills for a usage, at the prices of the day. Raises PriceUnknown, ValueError (bad count)."""
    row = _row(model, at)
    total = 0
    for name, kind in USAGE.items():
        count = usage.get(name, 0)
        if not isinstance(count, int) or count < 0:
            raise ValueError(f"usage {name} is {count!r}, which is no number of tokens")
        if count and kind not in row.micros:
            raise PriceUnknown(f"{model.name} has no price for {kind}. Ask an admin to look at its price row.")
        total += charge(count, row.micros.get(kind, 0))
    return total


def _row(model: Model, at: date) -> Price:
    row = model.price_at(at)
    if row is None:
        raise PriceUnknown(
            f"No price is known for {model.name} on {at.day} {at:%B %Y}, so it is not used. Nothing was charged: "
            "choose another model."
        )
    return row


def _rate(micros: int) -> str:
    """ "$120 / M": dollars per million tokens, without idle zeros."""
    return f"${micros / MICROS:g} / M"
