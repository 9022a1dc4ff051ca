"""Home: one field for whatever is to be made, six examples that run, and what was made last."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lib import prompts, tasks, ui
from lib.domain import Brief, Job, Prepared, Quote, Request
from lib.errors import PriceChanged
from lib.prompts import Preset
from lib.store import db, library
from lib.store.library import Wanted
from lib.ui import composer, examples, pace, page, places, words
from lib.ui import library as shelf
from lib.ui.asking import Asking
from lib.ui.composer import Composed
from lib.ui.draft import Draft
from lib.ui.markup import tag

TILES: dict[Job, int] = {"image": 4, "text": 2}
LAST = 6
JOB = "job_home"

actor = ui.actor()
state = st.session_state


def submit(request: Request, key: str, ceiling: int) -> None:
    """Send it, and have the next run lead to where it is made."""
    talk = talk_of(key) if request.job == "text" else None
    try:
        tasks.submit(replace(request, conversation=talk), key, ceiling)
    except PriceChanged as error:
        if state.turned != request.job:
            raise
        raise PriceChanged(error.quote, guessed(request.job, error.quote)) from None
    state.lead = ("chat", {"c": talk}) if talk else ("image", {})
    state.job_chosen = False
    asking.put_in(Brief(job="image"))


def talk_of(key: str) -> str:
    """The conversation that a click begins: two quick clicks have one key, and begin one."""
    if state.get("talk_home", ("",))[0] != key:
        state.talk_home = key, db.new_id()
    talk: str = state.talk_home[1]
    return talk


def guessed(job: Job, quote: Quote) -> str:
    """Why the price is another than the one on the button: the words were guessed to be for another job."""
    this, other = ("a text", "a picture") if job == "text" else ("a picture", "a text")
    chip = words.JOBS["image" if job == "text" else "text"]
    return (
        f"Your words read as {this}, which is at most {words.before(quote.maximum)}; the button still had the price of "
        f"{other}. Nothing was sent. To have {other}, choose {chip}."
    )


asking = Asking(Draft("home", "image"), submit)


def of_job(job: Job) -> None:
    """Another job begins without what belongs to the last one."""
    brief = asking.draft.load()
    if brief.job != job:
        asking.draft.put(Brief(job=job, words=brief.words, quality=brief.quality))


def chosen() -> None:
    state.job_chosen = True
    of_job(state[JOB])


def compose() -> Composed:
    """The composer at its smallest: words, what they are to become, and the price button."""
    brief = asking.draft.load()
    before = brief.job
    if not state.get("job_chosen"):
        of_job(prompts.guess(brief.words))
        brief = asking.draft.load()
        state[JOB] = brief.job
    state.turned = brief.job if brief.job != before else None
    prepared, priced = composer.price(brief, asking.prepare)
    with st.container(key="composer", gap="small"):
        composer.field(asking.draft, brief)
        with st.container(key="makerow", horizontal=True, gap="small", vertical_alignment="center"):
            st.segmented_control(
                "What to make",
                [*TILES],
                format_func=lambda job: words.JOBS[job],
                required=True,
                key=JOB,
                label_visibility="collapsed",
                on_change=chosen,
            )
            st.html(composer.line(priced, about(priced)), width="content")
            st.space("stretch")
            clicked = composer.button(brief, priced)
    return Composed(brief, prepared, priced, clicked)


def about(prepared: Prepared) -> float | None:
    return pace.seconds(prepared.model, prepared.settings, ui.door(), pace.known(actor))


def starts() -> list[Preset]:
    """Six examples, the first of each job."""
    known = prompts.library().presets.values()
    return [one for job, most in TILES.items() for one in [one for one in known if one.job == job][:most]]


asking.begin()
if lead := state.pop("lead", None):
    name, query = lead
    places.go(name, **query)
demo = ui.door() == "demo"
line = "Runs on the demo engine: no key, no charge." if demo else "Each button says what it costs."
st.html(tag("div", tag("h1", "What are we making?"), tag("p", line), cls="s-hero"))
composed = compose()
asking.click(composed)
asking.answer(composed)
made, _ = library.page(actor, Wanted(), LAST)
if made:
    page.section("Made last")
    st.html(shelf.rows(made))
    st.page_link(places.page("library"), label="Open the library", icon=":material/photo_library:")
page.section("Start from an example", "Each one runs as it is, and shows its whole recipe.")
if picked := examples.draw(starts(), asking.prepare, columns=3):
    asking.make(picked, "example")
