"""The brief a person is working on: one value in the session, and the widgets that show it.

    draft = Draft("image", "image")            # a place where something is composed, and what it makes at first
    brief = draft.load(); draft.field(brief, "words"); draft.put(brief)

The draft is the truth; a widget is seeded from it when it appears and read back on every run. So words and
choices outlive a visit to another page, and another brief is put in by replacing the draft. The store keeps it
beside the session's cookie: a reload or a restart finds it again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from lib import ui
from lib.domain import Brief, Job, Setting
from lib.errors import StorageFull
from lib.store import drafts
from lib.ui import recipes

FIELDS = ("words", "system", "preset", "subtype", "styles", "quality", "n", "model")
"""Fields of a Brief that have one widget each, under the same name."""
_BRIEF = TypeAdapter(Brief)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being composed in one place. Its widgets carry the place's name, so that no other place reads them."""

    place: str
    job: Job

    def key(self, name: str) -> str:
        """The key of a widget of this place: ``words_image``."""
        return f"{name}_{self.place}"

    def load(self) -> Brief:
        """The draft as it stands now: what the widgets hold, else what was kept. Call it before any widget is drawn."""
        state = st.session_state
        if self._name not in state:
            state[self._name] = self._kept()
        kept: Brief = state[self._name]
        now = {name: state.get(self.key(name), getattr(kept, name)) for name in FIELDS}
        brief = replace(kept, **{**now, "styles": tuple(now["styles"]), "model": now["model"] or None})
        state[self._name] = brief
        self._keep(brief)
        return brief

    def field(self, brief: Brief, name: str) -> str:
        """The key of a field's widget, which shows what the draft holds when it appears.

        Only as it is drawn: a key that is set without a widget stays behind when the widget goes, and comes back stale.
        """
        st.session_state.setdefault(self.key(name), _held(brief, name))
        return self.key(name)

    def put(self, brief: Brief) -> None:
        """Show this brief instead. Only before the widgets are drawn: in a callback, or at the top of a run."""
        state = st.session_state
        for name in FIELDS:
            # What is the same stays as it is: a field that is written anew forgets what is typed at this moment.
            if state.get(self.key(name)) != _held(brief, name):
                state.pop(self.key(name), None)
        brief = replace(brief, door=None)  # new work goes where new work goes
        st.session_state[self._name] = brief
        self._keep(brief)

    def follow_quality(self) -> None:
        """After another quality or model: what a quality decides (the size, for one) is decided by it again."""
        st.session_state[self._name] = recipes.free(self.load())

    def seed(self, name: str, value: Setting) -> str:
        """The key of a setting's widget, which shows ``value`` from now on."""
        st.session_state[self._widget(name)] = value
        return self._widget(name)

    def depart(self, name: str) -> None:
        """After a setting was changed by hand: from now on it is the person's own."""
        brief = self.load()
        settings = {**brief.settings, name: st.session_state[self._widget(name)]}
        st.session_state[self._name] = replace(brief, settings=settings)

    def _kept(self) -> Brief:
        """The draft of this session from before the page was loaded, as far as it can still be asked for."""
        text = drafts.kept(ui.actor(), self.place)
        st.session_state[self._last] = text
        try:
            return recipes.possible(_BRIEF.validate_json(text or ""))
        except ValidationError:  # nothing was kept, or by another version of Studio
            return Brief(job=self.job)

    def _keep(self, brief: Brief) -> None:
        """Write it down where it has changed. It is a convenience: a full disk does not stop the page."""
        text = _BRIEF.dump_json(brief).decode()
        if text == st.session_state.get(self._last):
            return
        with suppress(StorageFull):
            drafts.keep(ui.actor(), self.place, text)
            st.session_state[self._last] = text

    @property
    def _name(self) -> str:
        return f"draft_{self.place}"

    @property
    def _last(self) -> str:
        return f"kept_{self.place}"

    def _widget(self, setting: str) -> str:
        return f"set_{setting}_{self.place}"


def _held(brief: Brief, name: str) -> Any:
    """A field of the brief as its widget has it."""
    value: Any = getattr(brief, name)
    if name == "styles":
        return list(value)
    return value or "" if name == "model" else value  # the empty choice: a list has no None
