"""The list of conversations beside the pages, and what can be done with the one that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

import streamlit as st

from lib import tasks, ui
from lib.errors import AlreadyEnded, StudioError
from lib.store import conversations
from lib.store.conversations import Conversation
from lib.ui.markup import plain, tag

SHOWN = 20
"""Conversations in the list; a click on "Show older" brings as many more."""


def beside(open_id: str | None, choose: Callable[[str | None], None]) -> None:
    """The list in the side bar, the newest first. ``choose`` is called with one, or with None for a new one."""
    limit = st.session_state.get("talks_shown", SHOWN)
    found = conversations.own(ui.actor(), limit)
    with st.sidebar, st.container(key="talks", gap="xxsmall"):
        st.button(
            "New conversation", key="talk_new", icon=":material/add:", type="tertiary", on_click=choose, args=(None,)
        )
        for one in found:
            kind: Literal["secondary", "tertiary"] = "secondary" if one.id == open_id else "tertiary"
            st.button(
                plain(one.title), key=f"talk_{one.id}", type=kind, on_click=choose, args=(one.id,), width="stretch"
            )
        if len(found) == limit:
            st.button("Show older", key="talks_older", type="tertiary", on_click=_older)


def heading(talk: Conversation, line: str) -> None:
    """Its title, and a place to rename or delete it."""
    with st.container(horizontal=True, vertical_alignment="top", wrap=False, key="talk_head"):
        st.html(tag("div", tag("h1", talk.title), tag("p", line), cls="s-title"))
        with st.popover("More", key="talk_more", type="tertiary", wrap=False):
            st.text_input(
                "Name", value=talk.title, key=f"name_{talk.id}", max_chars=80, on_change=_rename, args=(talk.id,)
            )
            st.button("Delete", key="talk_delete", icon=":material/delete:", on_click=_delete, args=(talk,))
    if sentence := st.session_state.pop("talk_refused", None):
        st.html(tag("p", sentence, cls="s-refused", role="status"))


def deleted(choose: Callable[[str | None], None]) -> None:
    """A line that says what was deleted, and takes it back."""
    talk: Conversation | None = st.session_state.get("talk_gone")
    if talk is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.html(tag("p", f"“{talk.title}” and its answers are deleted.", cls="s-why"), width="content")
        st.button("Undo", key="talk_undo", type="tertiary", on_click=_restore, args=(talk, choose))


def _older() -> None:
    st.session_state.talks_shown = st.session_state.get("talks_shown", SHOWN) + SHOWN


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be done is said below the title; another window may have done it already."""
    try:
        yield
    except StudioError as error:
        st.session_state.talk_refused = str(error)


def _rename(talk_id: str) -> None:
    with _told():
        conversations.rename(ui.actor(), talk_id, st.session_state[f"name_{talk_id}"])


def _delete(talk: Conversation) -> None:
    with _told():
        if talk.writing and talk.last:
            with suppress(AlreadyEnded):
                tasks.cancel(ui.actor(), talk.last)
        conversations.delete(ui.actor(), talk.id)
        st.session_state.talk_gone = talk
        st.session_state.talk_open = None
        st.query_params.pop("c", None)


def _restore(talk: Conversation, choose: Callable[[str | None], None]) -> None:
    with _told():
        conversations.restore(ui.actor(), talk.id)
        st.session_state.talk_gone = None
        choose(talk.id)
