"""Library: every picture, text and upload, found again; one of them with its recipe, and what can be done with it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from lib import ui
from lib.domain import Brief
from lib.errors import NotFound
from lib.store import library
from lib.store.library import Item
from lib.ui import browser, detail, filters, inputs, page, places, recipes, states, words
from lib.ui import library as shelf
from lib.ui.detail import Act, Seen
from lib.ui.draft import Draft
from lib.ui.markup import plain, quiet, tag

PAGE = 60
"""Items that are shown at first; a click on "Show more" brings as many again."""
MOST = 20
"""Clicks on it: who looks for something older than that finds it by the filters."""
DETAIL = [1.35, 1]

actor = ui.actor()
state = st.session_state


def shown() -> int:
    """How many items the list shows, by the address."""
    given = st.query_params.get("more", "")
    return PAGE * (1 + (min(int(given[:4]), MOST) if given.isdecimal() and given.isascii() else 0))


def more() -> None:
    st.query_params.more = str(shown() // PAGE)


def back() -> None:
    st.query_params.pop("item", None)


def delete(item: Item) -> None:
    """Take it away, and stand where it was found."""
    library.delete(actor, [item.id])
    state.gone = item
    back()


def restore(item_id: str) -> None:
    library.restore(actor, [item_id])
    if state.get("gone") and state.gone.id == item_id:
        state.gone = None


def star(item: Item) -> None:
    library.star(actor, item.id, not item.starred)


def carry_out(act: Act, seen: Seen) -> None:
    """Go on with it on another page."""
    task = seen.task
    if act.verb == "ask":
        state.chat_about = [seen.item.id]
        places.go("chat")
    if act.verb == "talk" and seen.talk:
        places.go("chat", c=seen.talk)
    draft = Draft("image", "image").load()
    if act.verb == "edit" and seen.asset:
        state.put_in_image = inputs.changing(draft, seen.asset, task)
    elif act.verb == "add" and seen.asset:
        state.put_in_image = inputs.added(draft, [seen.asset])
    elif act.verb == "words" and task:
        state.put_in_image = recipes.of(task)
    elif act.verb == "paint" and task:
        state.put_in_image = Brief(job="image", words=task.text or "")
    places.go("image")


def undo() -> None:
    """What was deleted last, and the way back: until the next deletion."""
    gone: Item | None = state.get("gone")
    if gone is None:
        return
    with st.container(key="undo", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(tag("p", f"“{shelf.name(gone, 48)}” is deleted.", cls="s-why", role="status"), width="content")
        st.button("Undo", key="undo_delete", icon=":material/undo:", type="tertiary", on_click=restore, args=(gone.id,))


def listing() -> None:
    """Everything that the filters let through, the newest first."""
    number, size = library.count(actor)
    given = filters.chosen()
    whole = f"{words.count(number, 'item')} · {words.size(size)}{' in all' if given else ''}"
    page.title("Library", whole if number else "")
    if number or given or library.page(actor, library.Wanted(deleted=True), 1)[0]:
        filters.draw(library.facets(actor))
        undo()
        found(filters.wanted(given, filters.here()))
    else:
        nothing_yet()
    shelf.opens(None)


def found(wanted: library.Wanted) -> None:
    items, further = library.page(actor, wanted, shown())
    if not items:
        nothing_found(wanted)
    elif wanted.deleted:
        for item in items:
            bin_row(item)
    else:
        st.html(shelf.rows(items))
    if further and len(items) < PAGE * (1 + MOST):
        st.button("Show more", key="more", on_click=more)
    elif further:
        st.caption("What is older is found by its words or its date.")


def bin_row(item: Item) -> None:
    """Something deleted, and the way back."""
    with st.container(key=f"gone_{item.id}", horizontal=True, gap="small", vertical_alignment="center"):
        kind = quiet(shelf.NAMES[item.kind], shelf.model(item))
        st.html(tag("div", tag("p", shelf.name(item), cls="s-name"), kind), width="stretch")
        st.button(
            "Restore",
            key=f"restore_{item.id}",
            icon=":material/undo:",
            help=f"Bring back “{plain(shelf.name(item, 48))}”.",
            on_click=restore,
            args=(item.id,),
        )


def nothing_yet() -> None:
    """What will land here, and where it is made."""
    line = "Every picture, text and upload of yours lands here by itself, with its recipe and what it cost."
    with states.card("empty", "Empty", "gray", "Nothing here yet", line):
        if st.button("Make a picture", key="to_image", type="primary", icon=":material/image:"):
            places.go("image")
        if st.button("Start at Home", key="to_home", icon=":material/home:"):
            places.go("home")


def nothing_found(wanted: library.Wanted) -> None:
    if wanted.deleted:
        head, line = "Nothing was deleted lately", "What you delete stands here until it is removed for good."
    else:
        head, line = "Nothing fits these filters", "Take one away, or look for other words."
    with states.card("nothing", "Nothing found", "gray", head, line):
        st.button("Clear all filters", key="clear_all", type="primary", on_click=filters.clear)


def one(item_id: str) -> None:
    """One item: large, and everything about it."""
    try:
        seen = detail.see(actor, item_id)
    except NotFound:
        nobody()
        return
    beside(seen.item)
    left, right = st.columns(DETAIL, gap="medium")
    with left:
        detail.media(seen)
    zone = filters.here().tzinfo
    with right, st.container(key="about_item", gap="small"):
        detail.heading(seen, zone)
        doing(seen)
        detail.prompted(seen)
        detail.lineage(seen, detail.path(actor, seen))
        detail.recipe(seen, zone)
    shelf.opens(item_id)


def beside(item: Item) -> None:
    """Back to the list, and on to its neighbours there."""
    wanted = filters.wanted(filters.chosen(), filters.here())
    listed = [one.id for one in library.page(actor, wanted, shown())[0]]
    at = listed.index(item.id) if item.id in listed else None
    newer = listed[at - 1] if at else None
    older = next((one.id for one in library.page(actor, wanted, 1, item.id)[0]), None)
    with st.container(key="beside", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button("Library", key="back", icon=":material/arrow_back:", type="tertiary", on_click=back)
        st.space("stretch")
        for label, icon, other in (("Newer", "chevron_left", newer), ("Older", "chevron_right", older)):
            st.button(
                label,
                key=label.lower(),
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=other is None,
                on_click=shelf.show,
                args=(other,),
            )


def doing(seen: Seen) -> None:
    """What leads on, then what can be done with the item itself."""
    item = seen.item
    with st.container(key="acts_item", horizontal=True, gap="xsmall"):
        for place, act in enumerate(detail.acts(seen)):
            kind: Literal["primary", "secondary"] = "secondary" if place else "primary"
            icon = f":material/{act.icon}:"
            if st.button(act.label, key=f"go_{act.verb}", icon=icon, type=kind, help=act.help, wrap=False):
                carry_out(act, seen)
    with st.container(key="acts_own", horizontal=True, gap="small", vertical_alignment="center"):
        label, icon = ("Starred", ":material/star:") if item.starred else ("Star", ":material/star_border:")
        st.button(label, key="star", icon=icon, type="tertiary", on_click=star, args=(item,))
        file = f"/files/{item.id}"
        if item.kind == "text":
            st.html(browser.copy(file), width="content")
        st.link_button("Download", f"{file}?download=1", key="download", icon=":material/download:", type="tertiary")
        st.button("Delete", key="delete", icon=":material/delete:", type="tertiary", on_click=delete, args=(item,))


def nobody() -> None:
    """What is not there, or not one's own, does not exist."""
    page.title("Library")
    line = "It may have been deleted, or it belongs to somebody else."
    with states.card("nobody", "Not found", "gray", "There is no such item in your library", line):
        st.button("Open the library", key="back", type="primary", icon=":material/photo_library:", on_click=back)


if item_id := st.query_params.get("item"):
    one(item_id)
else:
    listing()
