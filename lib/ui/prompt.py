"""The final prompt: the exact text that is sent, each stretch in the colour and line of where it came from."""

from __future__ import annotations

import streamlit as st

from lib.domain import Origin, Prompt
from lib.ui.markup import Html, join, tag
from lib.ui.words import prompt_label

NAMES: dict[Origin, str] = {
    "user": "You",
    "preset": "Preset",
    "style": "Style",
    "brand": "Brand kit",
    "enhancer": "Enhancer",
    "input": "Inputs",
}


def spans(prompt: Prompt) -> Html:
    """The prompt as HTML. Words of a person are data: every span is escaped, line breaks are kept by the stylesheet."""
    return tag(
        "p",
        *(
            tag("span", span.text, cls=f"s-from-{span.origin}", title=span.source or NAMES[span.origin])
            for span in prompt.spans
        ),
        cls="s-prompt",
    )


def legend(prompt: Prompt) -> Html:
    """What each colour and line means, for the origins that occur."""
    present = {span.origin for span in prompt.spans}
    return tag(
        "p",
        *(
            tag("span", tag("i", "Aa", cls=f"s-from-{origin}", aria_hidden="true"), name)
            for origin, name in NAMES.items()
            if origin in present
        ),
        cls="s-legend",
    )


def notes(prompt: Prompt) -> Html:
    """What the composer saw (round mark) and decided (square mark)."""
    if not prompt.notes:
        return Html("")
    return tag("ul", *(tag("li", note.message, cls=f"s-{note.kind}") for note in prompt.notes), cls="s-notes")


def draw(prompt: Prompt) -> None:
    """The folded line "Final prompt · 74 words · 2 notes" and, opened, all of it."""
    with st.expander(prompt_label(prompt), key="final_prompt", icon=":material/notes:", type="compact"):
        if prompt.spans:
            st.html(join(spans(prompt), legend(prompt), notes(prompt)))
        else:
            st.html(
                tag("p", "Write a few words or choose a preset: here stands exactly what will be sent.", cls="s-legend")
            )
