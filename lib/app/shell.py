"""The script that Streamlit runs for every page: the look, the navigation, the header, then the page itself.

It lies away from pages/ on purpose: beside it, a fresh process would let anyone open any file in there
without this shell (Streamlit's old way of finding pages).
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit import Page

from lib import gate, providers, ui
from lib.app import server
from lib.config import ROOT
from lib.domain import Job, Task, world_of
from lib.store import db, history
from lib.ui import browser, header, pace, page, places, states, words

LOOK = ROOT / "lib" / "ui"


def page_of(name: str, icon: str, *, default: bool = False) -> Page:
    file = ROOT / "pages" / f"{name}.py"
    return st.Page(file, title=name.capitalize(), icon=f":material/{icon}:", url_path=name, default=default)


def dress() -> None:
    """Mark, frame and stylesheet. Popovers hang outside Streamlit's theme: the scheme is said at the root for them."""
    st.set_page_config(page_icon=header.MARK, layout="wide", initial_sidebar_state=232)
    st.html(LOOK / "look.css")
    if scheme := st.context.theme.type:
        st.html(f"<style>:root {{ color-scheme: {scheme}; }}</style>")
    st.logo(header.LOGO, icon_image=header.MARK)


def top(at_work: Mapping[Job, Page]) -> None:
    """The header, which polls only while something runs; when the last task has ended the whole page runs once more."""
    found = history.active(ui.actor())
    running, unread = [task for task in found if words.runs(task)], [found]

    @page.guarded
    def bar() -> None:
        active = unread.pop() if unread else history.active(ui.actor())  # what this run has read, and later anew
        door = providers.door()
        world = world_of(door)
        spend = history.spend(ui.actor(), world)
        known = pace.known(ui.actor()) if active else []
        now = header.Standing(door, providers.state(door), gate.is_open(world), spend, active, known, db.now())
        header.draw(now, at_work)
        if running and not any(map(words.runs, active)):
            page.run_again()

    with st.container(key="header"):
        st.fragment(run_every=2 if running else None, key="topbar")(bar)()
    with st.container(key="banner"):  # always there: what follows keeps its place
        banner(running)


def banner(now: list[Task]) -> None:
    """What went on while nobody looked: found in the first run of a browser session, and told until it has ended and
    the person does something. Taken away by itself it would make the page jump."""
    state, active = st.session_state, {task.id for task in now}
    by_itself = state.pop("by_itself", False)
    found = state.setdefault("found_running", active)
    if found & active:
        states.banner(
            f"Work went on while you were away: {words.being_made([task for task in now if task.id in found])}."
        )
    elif found and by_itself:
        states.banner("Work went on while you were away, and has ended.", moving=False)
    else:
        state.found_running = set()


@page.guarded
def draw(chosen: Page, at_work: Mapping[Job, Page]) -> None:
    top(at_work)
    browser.draw()
    chosen.run()


dress()
PAGES = {
    "home": page_of("home", "home", default=True),
    "chat": page_of("chat", "chat_bubble"),
    "image": page_of("image", "image"),
    "library": page_of("library", "photo_library"),
    "about": page_of("about", "info"),
}
places.know(PAGES)
CHOSEN = st.navigation([*PAGES.values()])
st.set_page_config(page_title=f"{CHOSEN.title} · Studio")
draw(CHOSEN, {"image": PAGES["image"], "text": PAGES["chat"]})
server.painted.set()
