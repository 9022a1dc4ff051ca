"""The first visit: one field, and a row of examples that run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lib import prompts
from lib.domain import Brief, Job, Prepared
from lib.ui import composer, draft, words
from lib.ui.composer import Composed
from lib.ui.markup import image, plain, quiet, section, tag
from lib.ui.offers import Offer


@dataclass(frozen=True, slots=True)
class Example:
    """A brief with a picture of what it gives. ``picture`` is an address on our own host."""

    name: str
    about: str
    brief: Brief
    picture: str


def of_presets(job: Job) -> list[Example]:
    """The example of each preset, in the order of the library."""
    return [
        Example(
            name=preset.example.title,
            about=" · ".join([preset.name, *(one.name for key, one in preset.subtypes.items() if key == subtype)]),
            brief=replace(preset.sample(), settings={}),
            picture=f"/assets/examples/{preset.id}.webp",
        )
        for preset in prompts.library().presets.values()
        if preset.job == job
        for subtype in (preset.example.subtype,)
    ]


def hero(line: str) -> None:
    st.html(tag("div", tag("h1", "What are we making?"), tag("p", line), cls="s-hero"))


def field(job: Job, prepare: Callable[[Brief], Prepared], about: Callable[[Prepared], float | None]) -> Composed:
    """The composer at its smallest: words and the price button."""
    brief = draft.load(job)
    prepared, priced = composer.price(brief, prepare)
    with st.container(key="composer", gap="small"):
        composer.field(brief)
        with st.container(key="makerow", horizontal=True, gap="small", vertical_alignment="center"):
            st.html(composer.line(priced, about(priced)), width="content")
            st.space("stretch")
            clicked = composer.button(brief, priced)
    return Composed(brief, prepared, priced, clicked)


def examples(shown: Sequence[Example], prepare: Callable[[Brief], Prepared]) -> Offer | None:
    """A row of tiles, each with its price; the one that was clicked."""
    st.html(section("Start from an example", "Each one runs as it is, and shows its whole recipe."))
    picked = None
    with st.grid(4, min_column_width=150):
        for place, example in enumerate(shown):
            quote = prepare(example.brief).quote
            if quote is None:
                continue
            with st.container(key=f"tile_{place}", gap="xxsmall"):
                st.html(
                    tag(
                        "div", image(example.picture, "", 4, 3), tag("span", "DEMO", cls="s-demo"), cls="s-frame s-tile"
                    )
                )
                label = f"{plain(example.name)} · {words.before(quote.expected)}"
                if st.button(label, key=f"example_{place}", type="tertiary"):
                    picked = Offer.of(example.brief, quote)
                st.html(quiet(example.about))
    return picked
