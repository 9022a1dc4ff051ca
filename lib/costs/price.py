"""Quotes and actual costs in integer micro-dollars. A line is rounded up once; a total is the sum of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from lib.catalog import Kind, Model, Price
from lib.costs.tokens import tokens
from lib.domain import Context, Line, Quote, Setting, dollars
from lib.errors import PriceUnknown

NOTHING = Context()
UNIT = 1_000_000
"""A rate is micro-dollars per this many tokens."""
FIRST_TOKENS = 1_000
"""The hold always covers this much text, so that typing a few words more does not move the price on the button."""
USAGE: dict[str, Kind] = {
    "text_in": "text_in",
    "cached_in": "cached_in",
    "image_in": "image_in",
    "text_out": "text_out",
    "thought_out": "text_out",  # thinking is billed as text output
    "image_out": "image_out",
}
"""Which rate each count of a usage is billed at."""
BILLED: dict[Kind, str] = {
    "text_in": "the words",
    "cached_in": "what it has read before",
    "image_in": "pictures to look at",
    "text_out": "thinking and text",
    "image_out": "pictures",
}
"""What a rate is for, in people's words."""
UNUSED = ", so it is not used. Nothing was charged: choose another model."


def charge(quantity: int, rate: int) -> int:
    """One line: ceil(quantity × rate ÷ unit), in micro-dollars."""
    return -(-quantity * rate // UNIT)


def quote(
    model: Model, settings: Mapping[str, Setting], text: str, *, n: int = 1, context: Context = NOTHING, at: date
) -> Quote:
    """What ``n`` outputs cost; ``text`` is all that is said, the system instruction included. Raises PriceUnknown.

    Lowest: no thinking, and of an answer nothing. Expected: the house estimate of both. Maximum: thinking and text up
    to the output ceiling, and a quarter more words than we counted; this is what is held.
    """
    row = _row(model, at)

    def line(label: str, kind: Kind, lowest: int, expected: int, maximum: int) -> Line:
        rate = _rate(model, row, kind)
        low, likely, high = (n * charge(quantity, rate) for quantity in (lowest, expected, maximum))
        return Line(f"{label} × {_per_million(rate)}", low, likely, high, model.price_name(row))

    return Quote(tuple(line(*part) for part in (*_made(model, settings, n), *_read(model, text, context))))


Part = tuple[str, Kind, int, int, int]
"""What a line is about, what it is billed as, and its tokens: fewest, expected, most."""


def _made(model: Model, settings: Mapping[str, Setting], n: int) -> Iterator[Part]:
    """What comes out of one request."""
    ceiling, picture = int(settings[model.ceiling]), model.picture_tokens(settings)
    room = max(0, ceiling - picture)
    thinking = min(model.thinking_tokens(settings), room)
    if picture:
        shown = f"{_count(n, 'picture')} · {settings[model.tokens.by or '']} · {picture:,} tokens"
        yield shown, "image_out", picture, picture, picture
        yield f"Thinking · about {thinking:,}, at most {room:,} tokens", "text_out", 0, thinking, room
    else:
        likely = min(thinking + model.tokens.text_out, room)
        yield f"Thinking and answer · about {likely:,}, at most {room:,} tokens", "text_out", 0, likely, room


def _read(model: Model, text: str, context: Context) -> Iterator[Part]:
    """What goes in."""
    if context.pictures:
        seen = context.pictures * model.tokens.image_in
        yield f"{_count(context.pictures, 'picture')} to look at · {seen:,} tokens", "image_in", seen, seen, seen
    if context.pages:
        leafed = context.pages * model.tokens.page_in
        yield f"{_count(context.pages, 'page')} to look at · {leafed:,} tokens", "text_in", leafed, leafed, leafed
    words = tokens(text) + context.tokens
    label = f"Words · about {_count(words, 'token')}"
    yield label, "text_in", words, words, max(FIRST_TOKENS, -(-words * 5 // 4))


def read(model: Model, text: str, context: Context = NOTHING) -> dict[str, int]:
    """Our own count of what goes in, as a usage: for an answer that the provider did not count."""
    found = {"text_in": tokens(text) + context.tokens + context.pages * model.tokens.page_in}
    return found | ({"image_in": context.pictures * model.tokens.image_in} if context.pictures else {})


def actual(model: Model, usage: Mapping[str, int], *, at: date) -> int:
    """What the provider bills for a usage, at the prices of the day. Raises PriceUnknown, ValueError (bad count)."""
    row = _row(model, at)
    billed: Counter[Kind] = Counter()
    for name, kind in USAGE.items():
        count = usage.get(name, 0)
        if type(count) is not int or count < 0:
            raise ValueError(f"usage {name} is {count!r}, which is no number of tokens")
        # Where no discount is published, what was read before costs as much as what is new.
        billed["text_in" if kind == "cached_in" and kind not in row.micros else kind] += count
    return sum(charge(count, _rate(model, row, kind)) for kind, count in billed.items() if count)


def _row(model: Model, at: date) -> Price:
    row = model.price_at(at)
    if row is None:
        raise PriceUnknown(f"No price is known for {model.name} on {at.day} {at:%B %Y}{UNUSED}")
    return row


def _rate(model: Model, row: Price, kind: Kind) -> int:
    """Micro-dollars per million tokens."""
    if kind not in row.micros:
        raise PriceUnknown(f"No price is known for {BILLED[kind]} of {model.name}{UNUSED}")
    return row.micros[kind]


def _per_million(rate: int) -> str:
    """ "$7.50 / M": dollars per million tokens, to the cent or as fine as the rate is."""
    return f"{dollars(rate, 2 if rate % 10_000 == 0 else 6)} / M"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
