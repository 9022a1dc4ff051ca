"""Image: describe it, give pictures to change or combine, see the price, make it, find it again."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from lib import prompts, tasks, ui
from lib.catalog import catalog
from lib.domain import Prepared, Quote, Task
from lib.errors import AlreadyEnded
from lib.store import db, history
from lib.ui import cards, composer, examples, inputs, pace, page, places, prompt, recipes, words
from lib.ui.asking import Asking
from lib.ui.cards import Act, Shelf
from lib.ui.draft import Draft
from lib.ui.offers import Offer

GROUPS = 13
"""The newest group in full, and earlier ones in rows of four."""
OLDER = 12
"""How many more a click on "Show older" brings."""
TILES = 4

actor = ui.actor()
state = st.session_state
asking = Asking(Draft("image", "image"), tasks.submit)


def carry_out(act: Act) -> None:
    """What was asked for on a card."""
    brief = recipes.of(act.task)
    if act.verb == "stop":
        with suppress(AlreadyEnded):
            tasks.cancel(actor, act.task.id)
    elif act.verb == "ask":
        state.chat_about = [one.id for one in act.task.outputs]
        places.go("chat")
    elif act.verb == "edit":
        asking.put_in(inputs.changing(asking.draft.load(), act.task.outputs[0], act.task))
    elif act.verb == "add":
        asking.put_in(inputs.added(asking.draft.load(), act.task.outputs))
    elif brief is not None and act.verb == "use":
        asking.put_in(brief)
    elif brief is not None and act.verb == "again":
        asking.make(Offer.of(brief, act.task.quote), f"again {act.task.id}")
    elif brief is not None and (quote := redo(act.task)):
        asking.make(Offer.of(recipes.at(brief, "best"), quote), f"best {act.task.id}")
    st.rerun()


def redo(task: Task) -> Quote | None:
    """What the task's brief costs at Best, as it was first shown; None where it is at Best, or cannot be again."""
    shown: dict[str, Quote | None] = state.setdefault("redo", {})
    if task.group not in shown:
        brief = recipes.of(task) if task.quality != "best" else None
        shown[task.group] = asking.prepare(recipes.at(brief, "best")).quote if brief else None
    return shown[task.group]


def about(prepared: Prepared) -> float | None:
    """Seconds that one picture of this usually takes."""
    return pace.seconds(prepared.model, prepared.settings, ui.door(), pace.known(actor))


def shelf(groups: list[list[Task]]) -> Shelf:
    """What the cards need beside their tasks."""
    models, known = catalog().models, pace.known(actor)
    given = inputs.by_id([one for group in groups for task in group for one in task.inputs[:1]])

    def shape(task: Task) -> tuple[int, int]:
        first = given.get(task.inputs[0].asset) if task.inputs else None
        of_first = (first.width or 1, first.height or 1) if first else None
        return models[task.model].size(task.settings, of_first) if task.model in models else (1, 1)

    return Shelf(
        now_ms=db.now(),
        model=lambda name: models[name].name if name in models else name,
        shape=shape,
        about=lambda task: pace.seconds(task.model, task.settings, task.door, known),
        best=redo,
        connected=lambda task: ui.connected(task.door),
    )


def results() -> None:
    """The newest group in full, then earlier work. Polls while something runs; then the whole page runs once more."""

    def running() -> bool:
        return any(words.runs(task) for task in history.active(actor) if task.job == "image")

    watching = running()

    @page.guarded
    def view() -> None:
        limit = state.get("shown_groups", GROUPS)
        groups = history.groups(actor, "image", limit)
        hand = shelf(groups)
        act = cards.group(groups[0], hand)
        if earlier := [task for group in groups[1:] for task in group if task.state != "cancelled"]:
            page.section("Earlier")
            act = cards.gallery(earlier, hand) or act
        if len(groups) == limit:
            st.button("Show older", key="older", on_click=lambda: state.update(shown_groups=limit + OLDER))
        if act:
            carry_out(act)
        if watching and not running():
            page.run_again()

    st.fragment(run_every=0.5 if watching else None, key="results")(view)()


def nothing_yet() -> None:
    """What will land here, and examples that run."""
    page.section("Start from an example", "Each one runs as it is, and shows its whole recipe.")
    shown = [preset for preset in prompts.library().presets.values() if preset.job == "image"][:TILES]
    if picked := examples.draw(shown, asking.prepare):
        asking.put_in(picked.brief)
        asking.make(picked, "example")


asking.begin()
if asking.told():
    state.pop("redo", None)  # what was refused may have another price by now
page.title("Image", "Describe it, give it a picture to change, or start from a preset.")
composed = composer.draw(asking.draft, asking.prepare, about)
asking.click(composed)
asking.answer(composed)
prompt.draw(composed.prepared.prompt)
if history.groups(actor, "image", limit=1):
    results()
else:
    nothing_yet()
