"""The composer: words, chips that name their value, quality, count, and the one button that carries the price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from lib import prompts
from lib.catalog import catalog
from lib.domain import QUALITIES, Brief, Prepared
from lib.ui import POPOVER, controls, inputs, words
from lib.ui.draft import Draft
from lib.ui.markup import plain, quiet

COUNTS = (1, 2, 4)
EXAMPLE = "A fishing harbour at dusk, warm lamps on wet stone, seen from a low boat"
"""What the empty field suggests; its price stands on the button until there are words."""

CHANGE = "Say what should change in the picture, and what should stay"
"""What the empty field suggests where a picture is to be changed."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The brief on the page, what has become of it, and whether the button was clicked in this run."""

    brief: Brief
    prepared: Prepared
    priced: Prepared
    clicked: bool


def draw(draft: Draft, prepare: Callable[[Brief], Prepared], about: Callable[[Prepared], float | None]) -> Composed:
    """Draw it at the price that ``prepare`` gives; ``about``: how many seconds one output usually takes."""
    brief = draft.load()
    prepared, priced = price(brief, prepare)
    model = catalog().models.get(prepared.model)
    with st.container(key="composer", gap="small"):
        if model is not None:
            inputs.strip(draft, brief, model)
        field(draft, brief)
        with st.container(key="chips", horizontal=True, gap="xsmall"):
            if model is not None:
                inputs.chip(draft, brief, model)
            presets(draft, brief)
            styles(draft, brief, prepared)
            settings(draft, brief, prepared)
        with st.container(key="makerow", horizontal=True, gap="small", vertical_alignment="center"):
            quality(draft, brief)
            _count(draft, brief)
            st.space("stretch")
            st.html(line(priced, about(priced)), width="content")
            clicked = button(brief, priced)
    return Composed(brief, prepared, priced, clicked)


def price(brief: Brief, prepare: Callable[[Brief], Prepared]) -> tuple[Prepared, Prepared]:
    """What the brief has become, and what carries the price: without words, the brief with the example's."""
    prepared = prepare(brief)
    if prepared.quote or brief.words.strip():
        return prepared, prepared
    return prepared, prepare(replace(brief, words=EXAMPLE))


def field(draft: Draft, brief: Brief) -> None:
    st.text_area(
        "Your words",
        key=draft.field(brief, "words"),
        height="content",
        label_visibility="collapsed",
        placeholder=CHANGE if any(one.role == "source" for one in brief.inputs) else EXAMPLE,
    )


def button(brief: Brief, priced: Prepared) -> bool:
    """The price button. It is never disabled: typing and clicking it at once must work at the first click."""
    label = words.make(brief, priced.quote)
    refused = priced.refusal is not None
    return st.button(
        label,
        key="make",
        type="secondary" if refused else "primary",
        icon=":material/arrow_upward:",
        shortcut="Ctrl+Enter",
    )


def line(priced: Prepared, about: float | None) -> str:
    """Model · size · about how many seconds · at most how much."""
    model = catalog().models.get(priced.model)
    if model is None:
        return quiet("")
    size, most = str(priced.settings.get("size", "")), words.at_most(priced.quote) if priced.quote else ""
    return quiet(model.name, size, f"about {about:.0f} s" if about else "", most)


def presets(draft: Draft, brief: Brief) -> None:
    """The chip of the preset and its kind."""
    known = {one.id: one for one in prompts.library().presets.values() if one.job == brief.job}
    chosen = known.get(brief.preset or "")
    subtype = chosen.subtypes.get(brief.subtype or "") if chosen else None
    named = " · ".join(part.name for part in (chosen, subtype) if part) or "No preset"
    with (
        st.popover(plain(named), icon=":material/auto_awesome_mosaic:", key=draft.key("chip_preset")),
        st.container(width=POPOVER, gap="small"),
    ):
        st.pills(
            "Preset",
            [*known],
            format_func=lambda one: known[one].name,
            key=draft.field(brief, "preset"),
            on_change=_follow_preset,
            args=(draft,),
        )
        if chosen:
            st.caption(plain(chosen.about))
            st.pills(
                "Kind",
                [*chosen.subtypes],
                format_func=lambda one: chosen.subtypes[one].name,
                key=draft.field(brief, "subtype"),
            )


def _follow_preset(draft: Draft) -> None:
    """Another preset begins with its first kind and, where the person has chosen none, with its styles."""
    brief = draft.load()
    chosen = prompts.library().presets.get(brief.preset or "")
    if chosen is None:
        draft.put(replace(brief, subtype=None))
        return
    subtype = next(iter(chosen.subtypes), None)
    draft.put(replace(brief, subtype=subtype, styles=brief.styles or chosen.styles))


def styles(draft: Draft, brief: Brief, prepared: Prepared) -> None:
    """The chip of the styles."""
    known = {one.id: one for one in prompts.library().styles.values() if brief.job in one.blocks}
    named = ", ".join(known[one].name for one in brief.styles if one in known) or "No style"
    with (
        st.popover(plain(named), icon=":material/palette:", key=draft.key("chip_styles")),
        st.container(width=POPOVER, gap="small"),
    ):
        st.multiselect(
            "Styles",
            [*known],
            format_func=lambda one: known[one].name,
            max_selections=prompts.MOST_STYLES,
            select_all=False,
            placeholder=f"Up to {prompts.MOST_STYLES}",
            key=draft.field(brief, "styles"),
        )
        for one in [one for one in brief.styles if one in known]:
            st.caption(f"**{plain(known[one].name)}** {plain(known[one].about)}")
        for note in (note for note in prepared.prompt.notes if note.kind == "decided"):
            st.caption(f":yellow[{plain(note.message)}]")


def system(draft: Draft, brief: Brief) -> None:
    """The chip of what holds for every answer."""
    label = "System instruction" if brief.system.strip() else "No instruction"
    with (
        st.popover(label, icon=":material/rule:", key=draft.key("chip_system")),
        st.container(width=POPOVER, gap="small", key=draft.key("tall_system")),
    ):
        st.text_area(
            "What holds for every answer",
            key=draft.field(brief, "system"),
            height=160,
            placeholder="You are a copy chief. Answer in at most 80 words.",
            help="Who answers, in which form and tone. Preset and styles are added to it.",
        )


def settings(draft: Draft, brief: Brief, prepared: Prepared) -> None:
    """The chip of the model and every parameter it has."""
    models = {one.id: one.name for one in catalog().of_job(brief.job)}
    number = len(prepared.settings)
    with (
        st.popover(f"All {words.count(number, 'setting')}", icon=":material/tune:", key=draft.key("chip_settings")),
        st.container(width=POPOVER, gap="small"),
    ):
        st.selectbox(
            "Model",
            ["", *models],
            format_func=lambda one: models.get(one, "Chosen by the quality"),
            key=draft.field(brief, "model"),
            on_change=draft.follow_quality,
        )
        if prepared.model in catalog().models:
            controls.draw(draft, catalog().models[prepared.model], prepared.settings, brief.inputs)


def quality(draft: Draft, brief: Brief) -> None:
    st.segmented_control(
        "Quality",
        QUALITIES,
        format_func=lambda one: words.QUALITY[one],
        required=True,
        key=draft.field(brief, "quality"),
        label_visibility="collapsed",
        on_change=draft.follow_quality,
    )


def _count(draft: Draft, brief: Brief) -> None:
    st.segmented_control(
        "How many",
        COUNTS,
        format_func="×{}".format,
        required=True,
        key=draft.field(brief, "n"),
        label_visibility="collapsed",
    )
