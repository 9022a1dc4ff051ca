"""What was made, or is being made: a group of tasks as cards, media first, then one quiet line, then what can be done.

Nothing here asks or writes anything: a click becomes an ``Act`` that the page carries out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from lib.domain import Quote, Task
from lib.ui import prompt, words
from lib.ui.markup import Html, image, join, pill, plain, quiet, section, strong, tag

Verb = Literal["again", "best", "use", "edit", "add", "ask", "stop"]
MORE_WIDTH = 380
"""Pixels: a popover is as wide as what is in it."""
TALLEST = 27
"""A picture that stands alone is at most this many rem high, so that it is seen with the composer above it."""
WIDEST = 1.6
"""And at most this many times as wide: the rest is for what is beside it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a person asked for on a card."""

    verb: Verb
    task: Task


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that can be done with a card."""

    verb: Verb
    label: str
    icon: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the cards of a page need to know beside their tasks."""

    now_ms: int
    model: Callable[[str], str]
    shape: Callable[[Task], tuple[int, int]]
    about: Callable[[Task], float | None]
    best: Callable[[Task], Quote | None]
    """The price of a redo at Best; None where there is nothing to redo."""
    connected: Callable[[Task], bool]
    """Whether the door of a task is there to make more of it."""


def group(tasks: Sequence[Task], shelf: Shelf) -> Act | None:
    """The tasks of one click: what they share stands once in the heading, each card says only its own."""
    first = tasks[0]
    if len(tasks) == 1:
        return _alone(first, shelf)
    st.html(section(words.title(first), facts(tasks, shelf)))
    act = None
    with st.grid(_columns(len(tasks), shelf.shape(first)), min_column_width=150):
        for task in tasks:
            act = _card(task, shelf) or act
    return act


def gallery(tasks: Sequence[Task], shelf: Shelf) -> Act | None:
    """Single cards of earlier groups, each with its own title and model."""
    act = None
    with st.grid(4, min_column_width=150):
        for task in tasks:
            act = _card(task, shelf, titled=True) or act
    return act


def facts(tasks: Sequence[Task], shelf: Shelf) -> str:
    """``Nano Banana Pro, 4K · 4 of 4 · 12.4 s · $0.536 → $0.533 simulated``."""
    ended = [task for task in tasks if task.seconds is not None]
    took = words.seconds(max(task.seconds or 0 for task in ended)) if len(ended) == len(tasks) else ""
    done = f"{sum(task.state == 'succeeded' for task in tasks)} of {len(tasks)}"
    parts = [named(tasks[0], shelf), done, took, f"{_sum(tasks)} {words.simulated(tasks[0].world)}"]
    return " · ".join(part.strip() for part in parts if part)


def named(task: Task, shelf: Shelf) -> str:
    """The model and the size it was asked for: ``Nano Banana Pro, 4K``."""
    size = task.settings.get("size")
    return shelf.model(task.model) + (f", {size}" if size else "")


def _sum(tasks: Sequence[Task]) -> str:
    if any(task.cost_micros is None for task in tasks):
        return f"up to {words.before(sum(task.quote.maximum for task in tasks))}"
    quoted = words.after(sum(task.quote.expected for task in tasks))
    spent = words.after(sum(task.cost_micros or 0 for task in tasks))
    return spent if quoted == spent else f"{quoted} → {spent}"


def line(task: Task, model: str = "", *, whole: bool = False) -> Html:
    """The quiet line of one result: model · seconds · tokens · quoted → actual · simulated.

    Without ``model`` the heading of its group says that and the world; ``whole``: where there is room for all.
    """
    quoted, actual = words.quoted_actual(task)
    money = join(f"{quoted} → " if quoted else "", strong(actual), "" if quoted or not whole else " as quoted")
    took = words.seconds(task.seconds) if task.seconds is not None else ""
    return quiet(model, took, words.tokens(task.usage), money, words.simulated(task.world) if model else "")


def picture(task: Task, edge: int = 640) -> Html:
    """The media in a frame that has its final ratio before a byte has arrived; the link opens the file itself."""
    asset = task.outputs[0]
    width, height = (asset.width or 1, asset.height or 1)
    file = f"/files/{asset.id}"
    seen = image(f"{file}?w={edge}", words.title(task, 120), width, height)
    # A thumbnail shrinks the mark in the picture to a speck: the page has its own.
    mark = tag("span", "DEMO", cls="s-demo") if task.door == "demo" else ""
    return _frame((width, height), tag("a", seen, mark, href=file, target="_blank"))


def frame(task: Task, shelf: Shelf) -> Html:
    """What stands in the place of a picture that is not there: a wait, or a state."""
    if words.runs(task):
        return _frame(shelf.shape(task), cls="s-frame s-ghost")
    word, hue = words.STATES[task.state]
    return _frame(shelf.shape(task), pill(word, hue), cls="s-frame s-void")


def _frame(shape: tuple[int, int], *inner: Html, cls: str = "s-frame") -> Html:
    width, height = shape
    return tag("div", *inner, cls=cls, style=f"aspect-ratio:{width}/{height}")


def _columns(n: int, shape: tuple[int, int]) -> int:
    """Four upright or square pictures in a row, wide ones two by two."""
    wide = shape[0] > 2 * shape[1]
    return 2 if wide else (4 if n > 2 else 3)


def _alone(task: Task, shelf: Shelf) -> Act | None:
    """One picture, large; beside it (below it on a narrow screen) its title, line, actions and prompt."""
    width, height = shelf.shape(task)
    with st.container(key=f"alone_{task.id}", horizontal=True, gap="medium"):
        with st.container(key=f"media_{task.id}", width=round(15 * TALLEST * max(0.5, min(width / height, WIDEST)))):
            st.html(picture(task, 1280) if task.outputs else frame(task, shelf))
        with st.container(key=f"facts_{task.id}", gap="small"):
            st.html(tag("h2", words.title(task, 120), cls="s-name"))
            _told(task, shelf, named(task, shelf), whole=True)
            act = _actions(task, shelf, roomy=True)
            if task.prompt is not None and len(task.prompt.spans) > 1:
                st.html(prompt.spans(task.prompt))
    return act


def _card(task: Task, shelf: Shelf, *, titled: bool = False) -> Act | None:
    with st.container(key=f"card_{task.id}", gap="xsmall"):
        st.html(picture(task) if task.outputs else frame(task, shelf))
        if titled:
            st.html(tag("p", words.title(task, 40), cls="s-name"))
        _told(task, shelf, named(task, shelf) if titled else "")
        return _actions(task, shelf)


def _told(task: Task, shelf: Shelf, model: str, *, whole: bool = False) -> None:
    """The quiet line of a result, how a wait stands, or why there is nothing and what became of the money."""
    if task.state == "succeeded":
        st.html(line(task, model, whole=whole))
    elif words.runs(task):
        wait = words.waiting(task, shelf.now_ms, shelf.about(task))
        held = tag("span", f"{words.before(task.held_micros)} held")
        st.html(tag("p", tag("i"), tag("b", wait), held, cls="s-wait"))
    else:
        why, money = words.why(task)
        st.html(tag("p", why, " ", strong(money), cls="s-why"))
    if exposed := words.exposed(task):
        st.html(tag("p", exposed, cls="s-why"))


def _actions(task: Task, shelf: Shelf, *, roomy: bool = False) -> Act | None:
    """Only what works for this task in its state. What spends carries its price; the rest folds where room is short."""
    spending, own = _spending(task, shelf), _words(task)
    # What was filtered once is filtered again: other words come first.
    offered = [*own, *spending] if task.error_code == "filtered" else [*spending, *own]
    shown = len(offered) if roomy else len(spending) or 1
    act = None
    with st.container(key=f"acts_{task.id}", horizontal=True, gap="xsmall" if roomy else "small"):
        for one in [*offered[:shown], *_stop(task)]:
            act = _button(task, one, roomy=roomy) or act
        if roomy and task.outputs:
            _download(task)
        if task.ended and (task.outputs or task.prompt):
            act = _more(task, offered[shown:], roomy=roomy) or act
    return act


def _spending(task: Task, shelf: Shelf) -> list[Button]:
    """What makes more, with what it costs."""
    if words.runs(task) or task.prompt is None or not shelf.connected(task):
        return []
    made = task.state == "succeeded"
    label, icon = ("Vary", "shuffle") if made else ("Try again", "refresh")
    offered = [_priced("again", label, icon, task.quote)]
    if made and (best := shelf.best(task)) is not None:
        offered.append(_priced("best", "Best", "hd", best))
    return offered


def _words(task: Task) -> list[Button]:
    """The picture as an input, and its words and choices, back in the composer."""
    if not task.ended:
        return []
    if not task.outputs:
        return [Button("use", "Edit words", "edit")] if task.prompt else []
    picture = [
        Button("edit", "Use as input", "input", "Goes into the composer as the picture to change"),
        Button("add", "Combine", "add_photo_alternate", "Goes into the composer beside the pictures that are there"),
        Button("ask", "Ask about it", "chat_bubble", "Opens a conversation with this picture"),
    ]
    return [*picture, *([Button("use", "Use words", "edit")] if task.prompt else [])]


def _stop(task: Task) -> list[Button]:
    if task.ended or task.stopping:
        return []
    if task.state == "unknown":
        return [Button("stop", "Give up", "block", "The hold comes back now. It may have been billed all the same.")]
    return [Button("stop", "Stop", "stop_circle")]


def _priced(verb: Verb, label: str, icon: str, quote: Quote) -> Button:
    return Button(verb, f"{label} · {words.before(quote.expected)}", icon, words.at_most(quote))


def _download(task: Task) -> None:
    address, icon = f"/files/{task.outputs[0].id}?download=1", ":material/download:"
    st.link_button("Download", address, key=f"file_{task.id}", icon=icon, type="secondary", wrap=False)


def _more(task: Task, rest: Sequence[Button], *, roomy: bool) -> Act | None:
    """Exactly what was sent, and on a small card what has no room beside it."""
    act, label = None, "What was sent" if roomy and not task.outputs else "More"
    with (
        st.popover(label, key=f"more_{task.id}", type=_kind(roomy=roomy), wrap=False),
        st.container(width=MORE_WIDTH, gap="small"),
    ):
        if not roomy:
            with st.container(horizontal=True, gap="small"):
                for one in rest:
                    act = _button(task, one, roomy=True) or act
                if task.outputs:
                    _download(task)
        files = [text for asset in task.outputs for text in (words.pixels(asset), words.size(asset.bytes))]
        st.caption(plain(" · ".join([*files, *words.settings(task.settings)])))
        if task.prompt is not None:
            st.text(task.prompt.text)
    return act


def _button(task: Task, one: Button, *, roomy: bool) -> Act | None:
    clicked = st.button(
        one.label,
        key=f"{one.verb}_{task.id}",
        help=words.sentence(one.help) if one.help else None,
        icon=f":material/{one.icon}:",
        type=_kind(roomy=roomy),
        wrap=False,
    )
    return Act(one.verb, task) if clicked else None


def _kind(*, roomy: bool) -> Literal["secondary", "tertiary"]:
    return "secondary" if roomy else "tertiary"
