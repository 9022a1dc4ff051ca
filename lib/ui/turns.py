"""A conversation: what was asked to the right, what was answered below, and an answer while it is being written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import streamlit as st

from lib import costs
from lib.catalog import catalog
from lib.domain import Asset, Task
from lib.store.texts import Piece
from lib.ui import browser, inputs, words
from lib.ui.markup import blocks, harmless, pill, plain, quiet, strong, tag

Verb = Literal["again", "go_on", "use"]
LINE_SECONDS = 0.25
"""How often the line below an answer is drawn anew while it is written: more often nobody reads it."""
MORE_WIDTH = 380
"""Pixels: a popover is as wide as what is in it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a person asked for on a turn."""

    verb: Verb
    task: Task


def asked(task: Task, files: Mapping[str, Asset]) -> None:
    """What the person said, and gave to read."""
    with st.chat_message("user"):
        given = [files.get(one.asset) for one in task.inputs]
        if given:
            st.html(tag("div", *(inputs.thumbnail(asset) for asset in given), cls="s-given"))
            st.html(quiet(*(inputs.about(asset) for asset in given if asset is not None)))
        st.html(tag("div", words.own_words(task) or "Not kept", cls="s-own"))


def answered(task: Task, again: str | None) -> Act | None:
    """A whole answer with its line and what can be done; ``again``: the price of asking once more, for the last one."""
    with st.chat_message("assistant"):
        if task.thoughts:
            with st.expander("Thinking", type="compact", key=f"thought_{task.id}"):
                st.markdown(harmless(task.thoughts))
        _text(task.text or "")
        _ending(task)
        st.html(line(task))
        return _actions(task, again)


def line(task: Task) -> str:
    """``Gemini 4 Carbon · 2.4 s · 312 in, 48 out, 120 thinking · $0.0004 · simulated``."""
    quoted, actual = words.quoted_actual(task)
    money = tag("span", f"{quoted} → ", strong(actual)) if quoted else strong(actual)
    took = words.seconds(task.seconds) if task.seconds is not None else ""
    return quiet(_model(task), took, words.counted(task.usage), money, words.simulated(task.world))


def writing(task: Task, pieces: Iterator[list[Piece]], look: Callable[[], Task], below: Any) -> None:
    """An answer while it is written, to its end. Whoever leaves stops only the looking.

    ``pieces`` never waits for long: between two lists the page may be called away. ``look``: how the task stands now.
    ``below``: a place for the line that says it.
    """
    with st.chat_message("assistant"):
        thinking, body = st.empty(), st.container(key=f"writing_{task.id}", gap="small")
    page = _Page(task, thinking, body, look, below)
    for batch in pieces:
        page.take(batch)
        page.tell()


class _Page:
    """Where a text is drawn as it grows: finished blocks stay as they are, only the last one is drawn anew."""

    def __init__(self, task: Task, thinking: Any, body: Any, look: Callable[[], Task], below: Any):
        self.id, self.thinking, self.body, self.look, self.below = task.id, thinking, body, look, below
        self.text = self.thoughts = ""
        self._fixed = 0
        self._last: Any = None
        self._thought: Any = None
        self._told = 0.0

    def take(self, pieces: list[Piece]) -> None:
        text = "".join(piece.text for piece in pieces if piece.kind == "text")
        thoughts = "".join(piece.text for piece in pieces if piece.kind == "thought")
        if thoughts:
            self.thoughts += thoughts
            if self._thought is None:
                with self.thinking.expander("Thinking", type="compact", key=f"thought_{self.id}"):
                    self._thought = st.empty()
            self._thought.markdown(harmless(self.thoughts))
        if text:
            self.text += text
            self._draw()

    def tell(self) -> None:
        """The line below, now and then; it is also where Streamlit may call this run away."""
        if time.monotonic() - self._told >= LINE_SECONDS:
            self._told = time.monotonic()
            self.below.html(tag("p", tag("i"), self._line(), cls="s-wait"))

    def _draw(self) -> None:
        found = blocks(self.text)
        while len(found) - 1 > self._fixed:
            self._slot().markdown(harmless(found[self._fixed]))
            self._fixed += 1
            self._last = None
        if found:
            self._slot().markdown(harmless(found[-1]) + " ▍")

    def _slot(self) -> Any:
        if self._last is None:
            self._last = self.body.empty()
        return self._last

    def _line(self) -> str:
        task, now = self.look(), time.time()
        if task.sent_ms is None or task.stopping or task.error:
            return words.waiting(task, round(now * 1000), None)
        gone = max(0.0, now - task.sent_ms / 1000)
        most = f"at most {words.before(task.held_micros)}"
        if not self.text:
            return f"Thinking · {words.seconds(gone)} · {most}"
        written = costs.tokens(self.text) + costs.tokens(self.thoughts)
        return f"Writing · {words.seconds(gone)} · {_so_far(task, written)} · {most}"


def _so_far(task: Task, written: int) -> str:
    """Tokens, and what they come to by themselves: what was read, and thought in silence, is known at the end."""
    tokens, model = f"about {words.number(written)} tokens", catalog().models.get(task.model)
    if model is None:
        return tokens
    cost = costs.actual(model, {"text_out": written}, at=datetime.now(UTC).date())
    return f"{tokens}, {words.after(cost)} for these words"


def _text(text: str) -> None:
    with st.container(gap="small"):
        for block in blocks(text):
            st.markdown(harmless(block))


def _ending(task: Task) -> None:
    """Why there is no more of it, and what became of the money."""
    if task.state == "succeeded" and not task.error:
        return
    word, hue = words.STATES[task.state]
    why, money = words.why(task) if task.state != "succeeded" else (words.sentence(task.error or ""), "")
    mark = pill(word, hue) if task.state != "succeeded" else ""
    st.html(tag("p", mark, " ", why, " ", strong(money), cls="s-why"))
    if exposed := words.exposed(task):
        st.html(tag("p", exposed, cls="s-why"))


def _actions(task: Task, again: str | None) -> Act | None:
    act: Act | None = None
    with st.container(key=f"acts_{task.id}", horizontal=True, gap="small", vertical_alignment="center"):
        if again is not None and task.state != "succeeded":
            if task.text and _button(task, "go_on", f"Go on · {again}", "arrow_forward"):
                act = Act("go_on", task)
            if task.prompt and _button(task, "again", f"Ask again · {again}", "refresh"):
                act = Act("again", task)
        elif (
            again is not None
            and task.error_code == "ceiling"
            and _button(task, "go_on", f"Go on · {again}", "arrow_forward")
        ):
            act = Act("go_on", task)
        if task.text:
            st.html(browser.copy(f"/files/{task.id}"), width="content")
            if _button(task, "use", "Use in Image", "image"):
                act = Act("use", task)
        _more(task)
    return act


def _button(task: Task, verb: str, label: str, icon: str) -> bool:
    return st.button(label, key=f"{verb}_{task.id}", icon=f":material/{icon}:", type="tertiary", wrap=False)


def _more(task: Task) -> None:
    """A file of the text, and exactly what was sent."""
    with (
        st.popover("More", key=f"more_{task.id}", type="tertiary", wrap=False),
        st.container(width=MORE_WIDTH, gap="small"),
    ):
        if task.text:
            st.link_button("Download", f"/files/{task.id}?download=1", icon=":material/download:", wrap=False)
        st.caption(plain(" · ".join(words.settings(task.settings))))
        if task.prompt is not None:
            if task.prompt.instruction:
                st.caption("System instruction")
                st.text(task.prompt.instruction)
            st.caption("What was sent")
            st.text(task.prompt.text)


def _model(task: Task) -> str:
    models = catalog().models
    return models[task.model].name if task.model in models else task.model
