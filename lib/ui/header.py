"""The header: who executes, what was spent, what is left, what runs. The same on every page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit import Page

from lib.domain import Door, Job, Task
from lib.store.history import Made, Spend
from lib.ui import pace, words
from lib.ui.markup import Html, plain, strong, tag

HERE = Path(__file__).parent


def _inline(name: str, mime: str) -> str:
    """A picture of ours as an address of its own: a file would be read again in every run of a page."""
    return f"data:{mime};base64,{base64.b64encode((HERE / name).read_bytes()).decode()}"


MARK, LOGO = _inline("mark.png", "image/png"), _inline("logo.svg", "image/svg+xml")
CONNECT = "To connect the Gemini API, write your key into the file `.env` and start Studio again:"
WIDTH = 340
"""Pixels of what a popover of the header holds."""
WIDE = "s-stat s-wide"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the header shows. ``state`` says what ails the door, None when nothing does."""

    door: Door
    state: str | None
    open: bool
    """Whether anything may be spent at all."""
    spend: Spend
    active: Sequence[Task]
    known: Sequence[Made]
    """What was made lately: how long it took tells how long the like of it will take."""
    now_ms: int


def draw(now: Standing, at_work: Mapping[Job, Page]) -> None:
    """One row that stays in view; at 390 px it keeps the door, what is left and what runs.

    ``at_work`` are the pages that show the tasks of each job.
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
    if not now.open:
        return tag("div", spent, tag("span", strong("Closed"), cls="s-stat"), cls="s-stats")
    if now.spend.left_today is None:
        return tag("div", spent, cls="s-stats")
    left = strong(words.left(now.spend.left_today))
    return tag(
        "div", spent, tag("span", left, " left", tag("span", " today", cls="s-wide"), cls="s-stat"), cls="s-stats"
    )


def _running(now: Standing, at_work: Mapping[Job, Page]) -> None:
    running = [task for task in now.active if words.runs(task)]
    label = f"{len(running)} running" if running else f"{len(now.active)} unclear"
    with (
        st.popover(label, key="running", icon="spinner" if running else None, type="tertiary", wrap=False),
        st.container(width=WIDTH, gap="small"),
    ):
        for tasks in _grouped(now.active):
            _group(tasks, now)
        for page in (page for job, page in at_work.items() if any(task.job == job for task in now.active)):
            st.page_link(page, label=f"Open {page.title}", icon=page.icon)


def _group(tasks: Sequence[Task], now: Standing) -> None:
    """The tasks of one click: how far the last of them is, and what all of them hold."""
    last = max(tasks, key=lambda task: task.sent_ms or now.now_ms)
    title = plain(words.title(last, 40)) + (f" ×{len(tasks)}" if len(tasks) > 1 else "")
    held = f"{words.before(sum(task.held_micros for task in tasks))} held"
    if not words.runs(last):
        with st.container(key=f"checked_{last.id}"):
            st.markdown(f"**{title}**  \nBeing checked · {plain(held)}")
        return
    about = pace.seconds(last.model, last.settings, last.door, now.known)
    told = f"**{title}**  \n{plain(words.waiting(last, now.now_ms, about))} · {plain(held)}"
    st.progress(words.share(last, now.now_ms, about), told)


def _grouped(active: Sequence[Task]) -> list[list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in active:
        found.setdefault(task.group, []).append(task)
    return list(found.values())
