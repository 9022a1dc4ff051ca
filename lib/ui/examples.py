"""Examples that run: the sample brief of each preset as a tile, with what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from lib.domain import Brief, Prepared
from lib.prompts import Preset
from lib.ui import words
from lib.ui.markup import Html, image, plain, quiet, tag
from lib.ui.offers import Offer


def draw(shown: Sequence[Preset], prepare: Callable[[Brief], Prepared], columns: int = 4) -> Offer | None:
    """A row of tiles, each with its price; the one that was clicked."""
    picked = None
    with st.grid(columns, min_column_width=150):
        for place, preset in enumerate(shown):
            brief = sample(preset)
            quote = prepare(brief).quote
            if quote is None:
                continue
            with st.container(key=f"tile_{place}", gap="xxsmall"):
                st.html(_face(preset))
                label = f"{plain(preset.example.title)} · {words.before(quote.expected)}"
                if st.button(label, key=f"example_{place}", type="tertiary"):
                    picked = Offer.of(brief, quote)
                st.html(quiet(words.JOBS[preset.job], *_kind(preset)))
    return picked


def sample(preset: Preset) -> Brief:
    """The example of a preset, at what its settings will be when it is made."""
    return replace(preset.sample(), settings={})


def _face(preset: Preset) -> Html:
    """A picture of what it gives; of a text its own words."""
    if preset.job == "text":
        return tag("div", tag("p", preset.example.words), cls="s-frame s-tile s-said")
    picture = image(f"/assets/examples/{preset.id}.webp", "", 4, 3)
    return tag("div", picture, tag("span", "DEMO", cls="s-demo"), cls="s-frame s-tile")


def _kind(preset: Preset) -> list[str]:
    found = preset.subtypes.get(preset.example.subtype or "")
    return [preset.name, *([found.name] if found else [])]
