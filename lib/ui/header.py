"""The header: who executes, what was spent, what is left, what runs. The same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit import Page

from lib.domain import Door, Task
from lib.store.history import Spend
from lib.ui import words
from lib.ui.markup import Html, plain, strong, tag

CONNECT = "To connect the Gemini API, write your key into the file `.env` and start Studio again:"
WIDTH = 340
"""Pixels of what a popover of the header holds."""
WIDE = "s-stat s-wide"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the header shows. ``state`` says what ails the door, None when nothing does."""

    door: Door
    state: str | None
    spend: Spend
    active: Sequence[Task]
    now_ms: int


def draw(now: Standing, at_work: Page) -> None:
    """One row that stays in view; at 390 px it keeps the door, what is left and what runs.

    ``at_work`` is the page that shows the tasks.
    """
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
        _door(now)
        st.space("stretch")
        st.html(_figures(now), width="content")
        if now.active:
            _running(now, at_work)


def _door(now: Standing) -> None:
    name, icon = words.DOORS[now.door], words.DOOR_ICONS[now.door]
    with (
        st.container(key=f"door_{now.door}", width="content"),
        st.popover(name, key="door", icon=icon, type="tertiary", wrap=False),
        st.container(width=WIDTH, gap="small"),
    ):
        st.markdown(f"**{name}**")
        if now.state:
            st.markdown(plain(words.sentence(now.state)))
        st.markdown(words.MEANS[now.door])
        if now.door == "demo":
            st.markdown(CONNECT)
            st.code("GEMINI_API_KEY=your key", language=None)
        else:
            st.markdown("Without a key Studio runs on its demo engine.")


def _figures(now: Standing) -> Html:
    spent = tag(
        "span", "Session ", strong(words.before(now.spend.session)), f" {words.simulated(now.spend.world)}", cls=WIDE
    )
    if now.spend.left_today is None:
        return tag("div", spent, cls="s-stats")
    left = tag(
        "span", strong(words.before(now.spend.left_today)), " left", tag("span", " today", cls="s-wide"), cls="s-stat"
    )
    return tag("div", spent, left, cls="s-stats")


def _running(now: Standing, at_work: Page) -> None:
    with (
        st.popover(f"{len(now.active)} running", key="running", icon="spinner", type="tertiary", wrap=False),
        st.container(width=WIDTH, gap="small"),
    ):
        for task in now.active:
            wait = words.waiting(task, now.now_ms, None)
            st.markdown(
                f"**{plain(words.title(task, 40))}**  \n{plain(wait)} · {plain(words.before(task.held_micros))} held"
            )
        st.page_link(at_work, label=f"Open {at_work.title}", icon=at_work.icon)
