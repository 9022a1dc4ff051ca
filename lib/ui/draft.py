"""The brief a person is working on: one value in the session, and the widgets that show it.

The draft is the truth; a widget is seeded from it when it appears and read back on every run. So words and
choices outlive a visit to another page, and another brief is put in by replacing the draft. The store keeps it
beside the session's cookie: a reload or a restart finds it again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from lib import ui
from lib.domain import Brief, Job, Setting
from lib.errors import StorageFull
from lib.store import drafts
from lib.ui import recipes

FIELDS = ("words", "preset", "subtype", "styles", "quality", "n", "model")
"""Fields of a Brief that have one widget each, under the same name."""
_BRIEF = TypeAdapter(Brief)


def load(job: Job) -> Brief:
    """The draft as it stands now: what the widgets hold, else what was kept. Call it before any widget is drawn."""
    state = st.session_state
    if _name(job) not in state:
        state[_name(job)] = _kept(job)
    kept: Brief = state[_name(job)]
    now = {name: state.get(name, getattr(kept, name)) for name in FIELDS}
    draft = replace(
        kept,
        words=now["words"],
        preset=now["preset"],
        subtype=now["subtype"],
        styles=tuple(now["styles"]),
        quality=now["quality"],
        n=now["n"],
        model=now["model"] or None,
    )
    state[_name(job)] = draft
    _keep(draft)
    return draft


def field(brief: Brief, name: str) -> str:
    """The key of a field's widget, which shows what the draft holds when it appears.

    Only as it is drawn: a key that is set without a widget stays behind when the widget goes, and comes back stale.
    """
    value: Any = getattr(brief, name)
    if name == "styles":
        value = list(value)
    elif name == "model":
        value = value or ""  # the empty choice: a list has no None
    st.session_state.setdefault(name, value)
    return name


def put(brief: Brief) -> None:
    """Show this brief instead. Only before the widgets are drawn: in a callback, or at the top of a run."""
    for name in FIELDS:
        st.session_state.pop(name, None)
    st.session_state[_name(brief.job)] = replace(brief, door=None)  # new work goes where new work goes


def follow_quality(job: Job) -> None:
    """After another quality or model: what a quality decides (the size, for one) is decided by it again."""
    st.session_state[_name(job)] = recipes.free(load(job))


def seed(name: str, value: Setting) -> str:
    """The key of a setting's widget, which shows ``value`` from now on."""
    st.session_state[_widget(name)] = value
    return _widget(name)


def depart(job: Job, name: str) -> None:
    """After a setting was changed by hand: from now on it is the person's own."""
    draft = load(job)
    settings = {**draft.settings, name: st.session_state[_widget(name)]}
    st.session_state[_name(job)] = replace(draft, settings=settings)


def _kept(job: Job) -> Brief:
    """The draft of this session from before the page was loaded, as far as it can still be asked for."""
    text = drafts.kept(ui.actor(), job)
    st.session_state[_last(job)] = text
    try:
        return recipes.possible(_BRIEF.validate_json(text or ""))
    except ValidationError:  # nothing was kept, or by another version of Studio
        return Brief(job=job)


def _keep(draft: Brief) -> None:
    """Write it down where it has changed. It is a convenience: a full disk does not stop the page."""
    text = _BRIEF.dump_json(draft).decode()
    if text == st.session_state.get(_last(draft.job)):
        return
    with suppress(StorageFull):
        drafts.keep(ui.actor(), draft.job, text)
        st.session_state[_last(draft.job)] = text


def _last(job: Job) -> str:
    return f"kept_{job}"


def _name(job: Job) -> str:
    return f"draft_{job}"


def _widget(setting: str) -> str:
    return f"set_{setting}"
