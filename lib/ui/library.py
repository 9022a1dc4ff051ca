"""What was made, seen together: pictures and texts in rows of one height, each a link to its own page.

st.html(library.rows(items))     # any page; on the library itself library.opens(...) spares the reload
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from lib.catalog import catalog
from lib.domain import beginning
from lib.store.library import Item
from lib.ui import filters
from lib.ui.markup import Html, image, join, tag

UPRIGHT, WIDE = 0.6, 2.4
"""Shapes, width to height, that a tile may have: beyond them a picture is cropped."""
PAPER, PAGE = 1.0, 0.71
"""The shapes of a text and of the page of a document."""
NAMES = {"image": "Image", "text": "Text", "upload": "Upload"}

_OPENER = st.components.v2.component(
    "opener",
    js="""
export default function ({ data, setTriggerValue }) {
  const links = "a.s-thing, a.s-step";
  const of = (link) => new URL(link.href).searchParams.get("item");
  const open = (event) => {
    const link = event.target.closest?.(links);
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("item", of(link));
  };
  const from = [...document.querySelectorAll(links)].find((link) => data.from && of(link) === data.from);
  if (from) from.focus();
  else if (data.top) document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  document.addEventListener("click", open);
  return () => document.removeEventListener("click", open);
}
""",
)


def opens(item: str | None) -> None:
    """A click on the link of an item shows it without loading the page anew, and who comes back stands where they were.

    ``item`` is the one that is looked at. A click with a key held down, or with the middle button, remains the
    browser's.
    """
    state, key = st.session_state, "opener_item" if item else "opener_list"
    with st.container(key="opener"):
        _OPENER(
            key=key,
            data={"from": None if item else state.get("seen"), "top": item},
            on_item_change=lambda: _open(key),
        )
    state.seen = item


def show(item: str) -> None:
    st.query_params.item = item


def rows(items: Sequence[Item]) -> Html:
    """The items as links in rows of one height."""
    return tag("div", *(_tile(one) for one in items), cls="s-rows")


def name(item: Item, longest: int = 120) -> str:
    """What it is called: the words that made it, or the name that it had."""
    return beginning(item.title, longest) or "Untitled"


def model(item: Item) -> str:
    """The model that made it; empty for what was brought along."""
    known = catalog().models.get(item.model or "")
    return known.name if known else item.model or ""


def face(item: Item, edge: int = 640) -> Html:
    """What one sees of it: the picture, the first page, or the first words."""
    if item.kind != "text":
        width, height = (item.width, item.height) if item.width and item.height else (71, 100)
        return image(f"/files/{item.id}?w={edge}", name(item), width, height)
    asked = tag("span", name(item), cls="s-asked")
    return tag("span", asked, tag("span", _readable(item.excerpt), cls="s-excerpt"), cls="s-paper")


def shape(item: Item) -> float:
    """Width to height."""
    if item.kind == "text":
        return PAPER
    return item.width / item.height if item.width and item.height else PAGE


def mark(item: Item) -> Html:
    """The page's own mark on what the demo engine made: small pictures shrink theirs to a speck."""
    return tag("span", "DEMO", cls="s-demo") if item.door == "demo" else Html("")


def _tile(item: Item) -> Html:
    ratio = min(WIDE, max(UPRIGHT, shape(item)))
    star = tag("span", "★", cls="s-star", role="img", aria_label="Starred") if item.starred else Html("")
    said = tag("b", name(item)) if item.kind != "text" else Html("")
    about = tag("span", said, tag("i", model(item) or NAMES[item.kind]), cls="s-caption", aria_hidden="true")
    parts = join(face(item), about, mark(item), star)
    return tag("a", parts, cls="s-thing", href=filters.link(item=item.id), style=f"--r:{ratio:.3f}")


def _readable(markdown: str) -> str:
    """The first words without the marks of Markdown."""
    return re.sub(r"[*_`#>|]+|^[-+] |-{3,}", "", markdown, flags=re.MULTILINE).strip()


def _open(key: str) -> None:
    if found := st.session_state[key].item:
        show(found)
