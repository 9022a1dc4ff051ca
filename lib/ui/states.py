"""What is shown when there is no picture to show: refused, closed, broken, unfit. Each ends in what works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from lib.domain import Problem
from lib.ui.markup import Html, join, pill, tag
from lib.ui.words import Hue


@contextmanager
def card(key: str, word: str, hue: Hue, heading: str, *lines: str) -> Iterator[None]:
    """A framed state: pill, heading, sentences; the buttons drawn inside the ``with`` stand in one row below."""
    with st.container(border=True, key=f"state_{key}", gap="small"):
        st.html(join(pill(word, hue), tag("h3", heading), *(tag("p", line) for line in lines if line)))
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            yield


def problems(found: Sequence[Problem]) -> None:
    """Everything wrong with a brief at once, beside the composer."""
    if found:
        listed = tag("ul", *(tag("li", problem.message) for problem in found), cls="s-problems")
        st.html(tag("div", listed, role="status"))


def banner(line: str | Html, *, moving: bool = True) -> None:
    """One line under the header; its dot breathes while something moves."""
    dot, kind = ("s-breathing", "s-banner") if moving else ("s-still", "s-banner s-past")
    st.html(tag("p", tag("i", cls=dot), line, cls=kind, role="status"))


def broken(part: str, line: str) -> None:
    """A part of a page that could not be drawn to its end; ``part`` keeps two of them apart."""
    with card(f"broken_{part}", "Not shown", "red", "This page stopped", line):
        if st.button("Reload", key=f"reload_{part}", icon=":material/refresh:"):
            st.rerun()
