"""The script that Streamlit runs for every page: the look, the navigation, the header, then the page itself.

It lies away from pages/ on purpose: beside it, a fresh process would let anyone open any file in there
without this shell (Streamlit's old way of finding pages).
"""

from __future__ import annotations

import streamlit as st
from streamlit import Page

from lib import providers, ui
from lib.app import server
from lib.config import ROOT
from lib.domain import Task, world_of
from lib.store import db, history
from lib.ui import header, page, states, words

LOOK = ROOT / "lib" / "ui"


def page_of(name: str, icon: str, *, default: bool = False) -> Page:
    file = ROOT / "pages" / f"{name}.py"
    return st.Page(file, title=name.capitalize(), icon=f":material/{icon}:", url_path=name, default=default)


def dress() -> None:
    """Title, mark and stylesheet. Popovers hang outside Streamlit's theme: the scheme is said at the root for them."""
    st.set_page_config(page_title="Studio", page_icon=str(LOOK / "mark.png"), layout="wide", initial_sidebar_state=232)
    st.html(LOOK / "look.css")
    if scheme := st.context.theme.type:
        st.html(f"<style>:root {{ color-scheme: {scheme}; }}</style>")
    st.logo(str(LOOK / "logo.svg"), icon_image=str(LOOK / "mark.png"))


def top(at_work: Page) -> None:
    """The header, which polls only while something runs; when the last task has ended the whole page runs once more."""
    watching = bool(running())

    @page.guarded
    def bar() -> None:
        door, active = providers.door(), running()
        spend = history.spend(ui.actor(), world_of(door))
        header.draw(header.Standing(door, providers.state(door), spend, active, db.now()), at_work)
        if watching and not active:
            st.rerun()

    with st.container(key="header"):
        st.fragment(run_every=2 if watching else None, key="topbar")(bar)()
    banner()


def running() -> list[Task]:
    return [task for task in history.active(ui.actor()) if words.runs(task)]


def banner() -> None:
    """What went on while nobody looked: said once, in the first run of a browser session, until it has ended."""
    active = {task.id for task in running()}
    found = st.session_state.setdefault("found_running", active) & active
    if found:
        states.banner(f"Work went on while you were away: {words.being_made(len(found))}.")


@page.guarded
def draw(chosen: Page, at_work: Page) -> None:
    top(at_work)
    chosen.run()


dress()
IMAGE = page_of("image", "image", default=True)
draw(st.navigation({"Create": [IMAGE], "Studio": [page_of("about", "info")]}), IMAGE)
server.painted.set()
