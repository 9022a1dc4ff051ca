"""The pages by name, for whoever leads from one to another: Streamlit wants the page itself, not its address.

places.know({"image": page, …}); places.go("chat", c=conversation)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st
from streamlit import Page


def know(pages: Mapping[str, Page]) -> None:
    """The pages of this run, by their names. The shell says it before any of them is drawn."""
    st.session_state.places = dict(pages)


def page(name: str) -> Page:
    found: Page = st.session_state.places[name]
    return found


def go(name: str, **query: str) -> NoReturn:
    """Leave for another page, with this in its address."""
    st.switch_page(page(name), query_params=query or None)
    raise AssertionError("switch_page does not come back")
