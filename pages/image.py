"""Image: describe it, see its price, make it, find it again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from statistics import median
from typing import NamedTuple

import streamlit as st

from lib import briefs, gate, tasks, ui
from lib.catalog import catalog
from lib.domain import QUALITIES, Brief, Prepared, Quote, Task
from lib.errors import AlreadyEnded, Closed, PriceChanged, StudioError
from lib.store import db, history
from lib.ui import cards, composer, draft, first, offers, page, prompt, recipes, refusals, states, words
from lib.ui.cards import Act, Shelf
from lib.ui.composer import Composed
from lib.ui.offers import Offer

GROUPS = 13
"""The newest group in full, and earlier ones in rows of four."""
TILES = 4

actor = ui.actor()
state = st.session_state


class Told(NamedTuple):
    """A refusal of something that was asked for: shown until the draft is another."""

    refusal: StudioError
    brief: Brief
    draft: Brief


def prepare(brief: Brief) -> Prepared:
    return briefs.prepare(brief, actor)


# --- What a click does -----------------------------------------------------------------------------------------------


def make(offer: Offer, button: str) -> None:
    """Send what was agreed to: the price on the button is the ceiling, and two quick clicks are one."""
    ready = prepare(offer.brief)
    state.tried, state.told = offer.brief, None
    if ready.request is not None:
        state.claim = offers.claim(state.get("claim"), button, offer.brief)
        try:
            tasks.submit(ready.request, state.claim.key, offer.ceiling)
            state.claim, state.tried = state.claim.settled(), None
        except StudioError as error:
            state.told = Told(error, offer.brief, draft.load("image"))
            state.redo = {}
    st.rerun()


def carry_out(act: Act) -> None:
    """What was asked for on a card."""
    brief = recipes.of(act.task)
    if act.verb == "stop":
        with suppress(AlreadyEnded):
            tasks.cancel(actor, act.task.id)
    elif brief is not None and act.verb == "use":
        state.put_in = brief
    elif brief is not None and act.verb == "again":
        make(Offer.of(brief, act.task.quote), f"again {act.task.id}")
    elif brief is not None and (quote := redo(act.task)):
        make(Offer.of(recipes.at(brief, "best"), quote), f"best {act.task.id}")
    st.rerun()


def redo(task: Task) -> Quote | None:
    """What the task's brief costs at Best, as it was first shown; None where it is at Best, or cannot be again."""
    shown: dict[str, Quote | None] = state.setdefault("redo", {})
    if task.group not in shown:
        brief = recipes.of(task) if task.quality != "best" else None
        shown[task.group] = prepare(recipes.at(brief, "best")).quote if brief else None
    return shown[task.group]


# --- The composer and what it has to say -----------------------------------------------------------------------------


def agreed(composed: Composed) -> None:
    """The button was clicked: what counts is the price that stood on it when it was clicked."""
    shown = state.get("shown_ceiling")
    quote = composed.priced.quote
    state.shown_ceiling = Offer.of(composed.brief, quote).ceiling if quote else None
    if composed.clicked:
        make(Offer(composed.brief, shown or state.shown_ceiling or 0), "make")


def answer(composed: Composed) -> None:
    """Problems and refusals, beside the composer, each with what works."""
    brief = composed.brief
    untouched = not brief.words.strip() and state.get("tried") != brief
    states.problems([one for one in composed.prepared.problems if not (untouched and one.field == "prompt")])
    told: Told | None = state.get("told")
    if told and told.draft == brief:
        refuse(told.refusal, told.brief, dismiss=lambda: state.update(told=None))
    elif composed.priced.refusal:
        refuse(composed.priced.refusal, brief)


def refuse(refusal: Exception, brief: Brief, dismiss: Callable[[], None] | None = None) -> None:
    if isinstance(refusal, Closed):
        refusals.closed(actor.role == "admin", lambda limit: gate.open_with(actor, limit))
    elif isinstance(refusal, StudioError) and (
        picked := refusals.draw(refusal, cheaper(brief, refusal), dismiss=dismiss)
    ):
        state.put_in = picked.brief
        make(picked, "offer")


def cheaper(brief: Brief, refusal: StudioError) -> list[Offer]:
    """What would be let through: the same at its new price, fewer, or a lower quality; two at most."""
    if isinstance(refusal, PriceChanged):
        return [Offer.of(brief, refusal.quote)]
    fewer = [(replace(brief, n=n), Offer.of) for n in reversed(composer.COUNTS) if n < brief.n]
    below = QUALITIES[QUALITIES.index(brief.quality) + 1 :]
    lower = [(recipes.at(brief, quality), Offer.at_quality) for quality in below]
    found = []
    for one, offer in [*fewer[:1], *lower, *fewer[1:]]:
        ready = prepare(one)
        if ready.quote and not ready.refusal:
            found.append(offer(one, ready.quote))
    return found[:2]


# --- What was made ---------------------------------------------------------------------------------------------------


def shelf(groups: list[list[Task]]) -> Shelf:
    """What the cards need beside their tasks."""
    models, known = catalog().models, [task for group in groups for task in group]

    def about(task: Task) -> float | None:
        """The median of what the like of it took here; until there is any, the catalog's estimate."""
        took = [one.seconds for one in known if one.seconds and (one.model, one.quality) == (task.model, task.quality)]
        model = models.get(task.model)
        return median(took) if took else (model.about_seconds(task.settings) if model else None)

    return Shelf(
        now_ms=db.now(),
        model=lambda name: models[name].name if name in models else name,
        shape=lambda task: models[task.model].size(task.settings) if task.model in models else (1, 1),
        about=about,
        best=redo,
    )


def results() -> None:
    """The newest group in full, then earlier work. Polls while something runs; then the whole page runs once more."""

    def running() -> bool:
        return any(words.runs(task) for task in history.active(actor))

    watching = running()

    @page.guarded
    def view() -> None:
        groups = history.groups(actor, limit=GROUPS)
        hand = shelf(groups)
        act = cards.group(groups[0], hand)
        if earlier := [task for group in groups[1:] for task in group if task.state != "cancelled"]:
            page.section("Earlier")
            act = cards.gallery(earlier, hand) or act
        if act:
            carry_out(act)
        if watching and not running():
            st.rerun()

    st.fragment(run_every=0.5 if watching else None, key="results")(view)()


# --- The page --------------------------------------------------------------------------------------------------------


def first_visit() -> None:
    """Its own screen: one field, and a row of examples that run."""
    demo = ui.door() == "demo"
    first.hero("Runs on the demo engine: no key, no charge." if demo else "Each button says what it costs.")
    composed = first.field("image", prepare)
    agreed(composed)
    answer(composed)
    if picked := first.examples(first.of_presets("image")[:TILES], prepare):
        state.put_in = picked.brief
        make(picked, "example")


def at_work() -> None:
    page.title("Image", "Describe it, or start from a preset.")
    composed = composer.draw("image", prepare)
    agreed(composed)
    answer(composed)
    prompt.draw(composed.prepared.prompt)
    results()


if brief := state.pop("put_in", None):
    draft.put(brief)
if history.groups(actor, limit=1):
    at_work()
else:
    first_visit()
