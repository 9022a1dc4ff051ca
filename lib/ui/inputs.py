"""Files that go along with the words: given from this computer, shown small, each with what it is there for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib import briefs, costs, ui
from lib.catalog import Model
from lib.domain import Asset, Brief, Input, Task
from lib.errors import PriceUnknown, StudioError
from lib.media import documents
from lib.store import assets
from lib.ui import words
from lib.ui.draft import Draft
from lib.ui.markup import Html, image, join, plain, quiet, tag

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", documents.MIME: "pdf"}
ASKED = {False: "Pictures to change, to combine or to show as they are", True: "Pictures and PDF documents to read"}
FURTHER = ("jpeg", "gif", "bmp", "tif", "tiff", "avif")
"""Names of pictures that are taken too, and kept in a format that models read."""


class Unread(NamedTuple):
    """What is wrong with files that were given: shown until the draft is another."""

    sentences: Sequence[str]
    draft: Brief


def take(files: Sequence[UploadedFile]) -> tuple[list[Asset], list[str]]:
    """Keep what somebody gave: the assets, and a sentence for each file that is none."""
    kept, refused = [], []
    for file in files:
        try:
            with briefs.room() as scratch:
                scratch.write(file.getbuffer())
                scratch.flush()
                kept.append(briefs.take(ui.actor(), Path(scratch.name), file.name))
        except StudioError as error:
            refused.append(str(error))
    return kept, refused


def added(brief: Brief, given: Sequence[Asset]) -> Brief:
    """The brief with these files, each in the role that is likely meant: of pictures, the first one is changed."""
    inputs = list(brief.inputs)
    for asset in given:
        if any(one.asset == asset.id for one in inputs):
            continue
        if brief.job == "text":
            role = "attachment"
        else:
            role = "object" if any(one.role == "source" for one in inputs) else "source"
        inputs.append(Input(asset.id, role))
    return replace(brief, inputs=tuple(inputs))


def changing(brief: Brief, asset: Asset, made_by: Task | None) -> Brief:
    """The brief with this picture as the one to change, in the place of the one before. Words that only say once more
    how it was made go."""
    others = tuple(one for one in brief.inputs if one.role != "source" and one.asset != asset.id)
    said = "" if made_by and brief.words.strip() == words.own_words(made_by) else brief.words
    return replace(brief, inputs=(Input(asset.id, "source"), *others), words=said)


def kinds(model: Model) -> list[str]:
    """Endings of the names that a chooser of files offers."""
    found = {SUFFIXES[mime] for take in model.input.values() for mime in take.mime if mime in SUFFIXES}
    return [*sorted(found), *FURTHER]


def chip(draft: Draft, brief: Brief, model: Model) -> None:
    """The chip that names how many files go along; in it, a place to give more."""
    what = "file" if brief.job == "text" else "picture"
    label = words.count(len(brief.inputs), what) if brief.inputs else f"Add {what}s"
    with (
        st.popover(label, icon=":material/add_photo_alternate:", key=draft.key("chip_inputs")),
        st.container(width=ui.POPOVER, key=draft.key("tall_inputs")),
    ):
        st.file_uploader(
            ASKED[brief.job == "text"],
            type=kinds(model),
            accept_multiple_files=True,
            key=_uploader(draft),
            on_change=_take,
            args=(draft,),
            width=ui.POPOVER,
        )
        unread: Unread | None = st.session_state.get(draft.key("unread"))
        for sentence in unread.sentences if unread and unread.draft == brief else ():
            st.html(tag("p", sentence, cls="s-refused", role="status"))


def strip(draft: Draft, brief: Brief, model: Model) -> None:
    """The files of the brief in a row, each with its role and a way out."""
    if not brief.inputs:
        return
    found = by_id(brief.inputs)
    with st.container(key=draft.key("inputs"), horizontal=True, gap="small"):
        for place, one in enumerate(brief.inputs):
            _one(draft, place, one, found.get(one.asset), model)


def thumbnail(asset: Asset | None, alt: str = "") -> Html:
    """A file at the size of a stamp; a document shows its first page."""
    if asset is None:
        return tag("div", tag("span", "Deleted"), cls="s-stamp s-void")
    return tag("div", image(f"/files/{asset.id}?w=320", alt or asset.name or "", 1, 1), cls="s-stamp")


def about(asset: Asset) -> str:
    """``brief.pdf · 12 pages``, ``1024 × 768``."""
    facts = words.count(asset.pages, "page") if asset.pages else words.pixels(asset)
    return " · ".join(part for part in (asset.name, facts) if part)


def reading(asset: Asset, model: Model) -> str:
    """What it costs to have it read, each time: ``about 7 400 tokens, $0.015``."""
    counted = costs.read(model, "", briefs.of_file(asset))
    told = f"about {words.number(sum(counted.values()))} tokens"
    with suppress(PriceUnknown):
        told += f", {words.after(costs.actual(model, counted, at=datetime.now(UTC).date()))}"
    return told


def _one(draft: Draft, place: int, one: Input, asset: Asset | None, model: Model) -> None:
    with st.container(
        key=draft.key(f"input_{place}"),
        width="content",
        horizontal=True,
        gap="xsmall",
        vertical_alignment="center",
        wrap=False,
    ):
        st.html(thumbnail(asset), width="content")
        if len(model.input) > 1:
            _role(draft, place, one, model)
        elif asset is not None:
            st.html(join(tag("p", about(asset), cls="s-name"), quiet(reading(asset, model))), width="content")
        st.button(
            "Take out",
            key=draft.key(f"out_{place}"),
            icon=":material/close:",
            type="tertiary",
            on_click=_drop,
            args=(draft, place),
        )


def _role(draft: Draft, place: int, one: Input, model: Model) -> None:
    key = draft.key(f"role_{place}")
    st.session_state[key] = one.role
    st.selectbox(
        "What it is for",
        [*model.input],
        format_func=lambda role: model.input[role].label if role in model.input else role,
        key=key,
        help=plain(model.input[one.role].help) if one.role in model.input else None,
        on_change=_change,
        args=(draft, place, key),
        label_visibility="collapsed",
        width=180,
    )


def _uploader(draft: Draft) -> str:
    """Each batch has its own widget: a new key is what empties it."""
    return draft.key(f"upload{st.session_state.get(draft.key('batch'), 0)}")


def _take(draft: Draft) -> None:
    files = st.session_state.get(_uploader(draft)) or []
    kept, refused = take(files)
    st.session_state[draft.key("batch")] = st.session_state.get(draft.key("batch"), 0) + 1
    draft.put(added(draft.load(), kept))
    st.session_state[draft.key("unread")] = Unread(refused, draft.load())


def _change(draft: Draft, place: int, key: str) -> None:
    brief = draft.load()
    roles = [replace(one, role=st.session_state[key]) if at == place else one for at, one in enumerate(brief.inputs)]
    draft.put(replace(brief, inputs=tuple(roles)))


def _drop(draft: Draft, place: int) -> None:
    brief = draft.load()
    draft.put(replace(brief, inputs=brief.inputs[:place] + brief.inputs[place + 1 :]))


def by_id(inputs: Sequence[Input]) -> Mapping[str, Asset]:
    """The files of a brief or a task that are still there."""
    return assets.many(ui.actor(), [one.asset for one in inputs])
