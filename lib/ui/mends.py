"""What would be let through instead of what was refused, each with its price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lib.domain import QUALITIES, Brief, Prepared
from lib.errors import (
    BudgetExceeded,
    KillSwitch,
    ModelUnavailable,
    OverRequestLimit,
    PriceChanged,
    PriceUnknown,
    StudioError,
)
from lib.ui import composer, recipes, words
from lib.ui.offers import Offer

TOO_DEAR = (BudgetExceeded, OverRequestLimit)
NOT_THIS_MODEL = (KillSwitch, PriceUnknown, ModelUnavailable)
Prepare = Callable[[Brief], Prepared]


def past(refusal: StudioError, brief: Brief, prepare: Prepare) -> list[Offer]:
    """The same at its new price, fewer, another quality, or both; two at most."""
    if isinstance(refusal, PriceChanged):
        return [Offer.of(brief, refusal.quote)]
    if isinstance(refusal, TOO_DEAR):
        others = QUALITIES[QUALITIES.index(brief.quality) + 1 :]
    elif isinstance(refusal, NOT_THIS_MODEL):
        others = tuple(quality for quality in QUALITIES if quality != brief.quality)
    else:
        return []
    counts = [n for n in reversed(composer.COUNTS) if n < brief.n]
    fewer = [(replace(brief, n=n), Offer.of) for n in counts]
    other = [(recipes.at(brief, quality), Offer.at_quality) for quality in others]
    both = [(recipes.at(replace(brief, n=n), quality), Offer.at_quality) for quality in others for n in counts]
    found = []
    for one, offer in [*fewer[:1], *other, *fewer[1:], *both]:
        _, priced = composer.price(one, prepare)
        if priced.quote and not priced.refusal:
            found.append(offer(one, priced.quote))
    return found[:2]


def again(brief: Brief, prepare: Prepare) -> list[Offer]:
    """The same once more, for what may have changed since."""
    quote = prepare(brief).quote
    return [Offer(brief, words.ceiling(quote), f"Try again · {words.before(quote.expected)}")] if quote else []
