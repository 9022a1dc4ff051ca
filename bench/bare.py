"""Run by Streamlit, not imported: a page with so much on it, and nothing behind it. What it takes, Streamlit takes.

``BARE_PAGE`` is a JSON object: how many of each kind there are.
"""

import json
import os
from collections.abc import Callable

import streamlit as st

DRAW: dict[str, Callable[[str], object]] = {
    "button": st.button,
    "button_group": lambda name: st.pills(name, ["one", "two", "three"]),
    "expandable": st.expander,
    "file_uploader": st.file_uploader,
    "multiselect": lambda name: st.multiselect(name, ["one", "two", "three"]),
    "popover": st.popover,
    "selectbox": lambda name: st.selectbox(name, ["one", "two", "three"]),
    "slider": st.slider,
    "text_area": st.text_area,
}
"""Whatever is not among them is drawn as a container, or as a line."""
BLOCKS = ("flex_container", "grid_container")

for kind, number in json.loads(os.environ["BARE_PAGE"]).items():
    draw = DRAW.get(kind, st.container if kind in BLOCKS else st.html)
    for place in range(number):
        if draw is st.container:
            st.container()
        else:
            draw(f"{kind} {place}")
