"""What the browser does by itself: words are told while they are typed, a text is copied by one click, who sends
words stands at their answer, why a file was not taken is said beside it, and on a small screen the side bar goes once
something is chosen in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.ui.markup import Html, tag

_SCRIPT = st.components.v2.component("browser", js=Path(__file__).with_suffix(".js").read_text())


def draw() -> None:
    """Once on every page; nothing of it is seen."""
    with st.container(key="browser"):
        _SCRIPT(key="browser_script")


def copy(address: str) -> Html:
    """A link that copies what is at this address; where no script runs it opens it."""
    return tag(
        "a",
        tag("i", "content_copy", aria_hidden="true"),
        tag("span", "Copy"),
        cls="s-act",
        href=address,
        data_copy=address,
        target="_blank",
    )
