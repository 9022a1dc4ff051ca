"""Examples that run: the sample brief of each preset as a tile, with what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from lib.domain import Brief, Prepared, Quote
from lib.prompts import Preset
from lib.ui import words
from lib.ui.markup import Html, image, plain, quiet, tag
from lib.ui.offers import Offer

_quotes: dict[str, tuple[date, Quote | None]] = {}
"""By preset: the day (UTC) for which the price holds, and the price."""


def draw(shown: Sequence[Preset], prepare: Callable[[Brief], Prepared], columns: int = 4) -> Offer | None:
    """A row of tiles, each with its price; the one that was clicked."""
    picked = None
    with st.grid(columns, min_column_width=150):
        for place, preset in enumerate(shown):
            quote = _quote(preset, prepare)
            if quote is None:
                continue
            with st.container(key=f"tile_{place}", gap="xxsmall"):
                st.html(_face(preset))
                label = f"{plain(preset.example.title)} · {words.before(quote.expected)}"
                if st.button(label, key=f"example_{place}", type="tertiary"):
                    picked = Offer.of(sample(preset), quote)
                st.html(quiet(words.JOBS[preset.job], *_kind(preset)))
    return picked


def sample(preset: Preset) -> Brief:
    """The example of a preset, at what its settings will be when it is made."""
    return replace(preset.sample(), settings={})


def _quote(preset: Preset, prepare: Callable[[Brief], Prepared]) -> Quote | None:
    """What the example costs today: the same for whoever looks, so it is reckoned once a day and not in every run."""
    today = datetime.now(UTC).date()
    if _quotes.get(preset.id, (None, None))[0] != today:
        _quotes[preset.id] = today, prepare(sample(preset)).quote
    return _quotes[preset.id][1]


def _face(preset: Preset) -> Html:
    """A picture of what it gives; of a text its own words."""
    if preset.job == "text":
        return tag("div", tag("p", preset.example.words), cls="s-frame s-tile s-said")
    picture = image(f"/assets/examples/{preset.id}.webp", "", 4, 3)
    return tag("div", picture, tag("span", "DEMO", cls="s-demo"), cls="s-frame s-tile")


def _kind(preset: Preset) -> list[str]:
    found = preset.subtypes.get(preset.example.subtype or "")
    return [preset.name, *([found.name] if found else [])]
