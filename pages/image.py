"""Image: describe it, see its price, make it, find it again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import NamedTuple

import streamlit as st

from lib import briefs, gate, tasks, ui
from lib.catalog import catalog
from lib.domain import Brief, Prepared, Quote, Task
from lib.errors import AlreadyEnded, Closed, PriceChanged, StudioError
from lib.store import db, history
from lib.ui import cards, composer, draft, first, mends, offers, pace, page, prompt, recipes, refusals, states, words
from lib.ui.cards import Act, Shelf
from lib.ui.composer import Composed
from lib.ui.offers import Offer, Shown

GROUPS = 13
"""The newest group in full, and earlier ones in rows of four."""
OLDER = 12
"""How many more a click on "Show older" brings."""
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
    """What a click agrees to is the price that the person read on the button, whatever it has become since."""
    now, brief, quote = monotonic(), composed.brief, composed.priced.quote
    ceiling = words.ceiling(quote) if quote else None
    shown: Shown = state.setdefault("shown", Shown.first(ceiling, now))
    state.shown = shown.then(ceiling, now)
    if composed.clicked and quote and shown.agreed(now) is None:
        most = words.before(quote.maximum)
        unread = PriceChanged(quote, f"No price stood on the button yet: it is at most {most}. Nothing was sent.")
        state.told = Told(unread, brief, brief)
    elif composed.clicked:
        make(Offer(brief, shown.agreed(now) or 0), "make")


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
        world = refusal.world
        refusals.closed(world, actor.role == "admin", lambda limit: gate.open_with(actor, limit, world))
    elif isinstance(refusal, StudioError):
        offered = mends.past(refusal, brief, prepare) or (mends.again(brief, prepare) if dismiss else [])
        if picked := refusals.draw(refusal, offered, dismiss=dismiss):
            state.put_in = picked.brief
            if picked.brief.words.strip():
                make(picked, "offer")
            st.rerun()


def about(prepared: Prepared) -> float | None:
    """Seconds that one picture of this usually takes."""
    return pace.seconds(prepared.model, prepared.settings, ui.door(), pace.known(actor))


# --- What was made ---------------------------------------------------------------------------------------------------


def shelf() -> Shelf:
    """What the cards need beside their tasks."""
    models, known = catalog().models, pace.known(actor)
    return Shelf(
        now_ms=db.now(),
        model=lambda name: models[name].name if name in models else name,
        shape=lambda task: models[task.model].size(task.settings) if task.model in models else (1, 1),
        about=lambda task: pace.seconds(task.model, task.settings, task.door, known),
        best=redo,
        connected=lambda task: ui.connected(task.door),
    )


def results() -> None:
    """The newest group in full, then earlier work. Polls while something runs; then the whole page runs once more."""

    def running() -> bool:
        return any(words.runs(task) for task in history.active(actor))

    watching = running()

    @page.guarded
    def view() -> None:
        limit = state.get("shown_groups", GROUPS)
        groups = history.groups(actor, limit)
        hand = shelf()
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


# --- The page --------------------------------------------------------------------------------------------------------


def first_visit() -> None:
    """Its own screen: one field, and a row of examples that run. All in one place, so that it goes in one piece."""
    with st.container(key="first"):
        welcome()


def welcome() -> None:
    demo = ui.door() == "demo"
    first.hero("Runs on the demo engine: no key, no charge." if demo else "Each button says what it costs.")
    composed = first.field("image", prepare, about)
    agreed(composed)
    answer(composed)
    if picked := first.examples(first.of_presets("image")[:TILES], prepare):
        state.put_in = picked.brief
        make(picked, "example")


def at_work() -> None:
    page.title("Image", "Describe it, or start from a preset.")
    composed = composer.draw("image", prepare, about)
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
