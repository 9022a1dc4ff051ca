"""About: what Studio is, which doors it has, which models it knows and at what price, and whose work it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import streamlit as st

from lib import ui
from lib.catalog import Model, catalog
from lib.domain import QUALITIES, Job, World, dollars
from lib.store import ledger
from lib.ui import page, words
from lib.ui.markup import Html, strong, tag

PROMISES = (
    (
        "Every cent is known before it is spent",
        "A price stands on every button. One gate holds the money before a call, and settles it once after.",
    ),
    (
        "Nothing paid for is silently lost",
        "Close the tab or pull the plug: work goes on, money comes back, or it is listed as “may have been billed”.",
    ),
    (
        "It works in the first minute",
        "Without a key and without a network, an embedded demo engine speaks the provider's own protocol.",
    ),
)
RATES = {
    "text_in": "words in",
    "cached_in": "words read before",
    "image_in": "pictures in",
    "text_out": "words and thinking out",
    "image_out": "pictures out",
}

NEWEST = 20
"""Lines of what an admin should compare with the provider's invoice that are shown."""

actor = ui.actor()


def doors() -> Html:
    """Each door with what it means, and which one new requests take."""
    taken = ui.door()
    rows = []
    for door, name in words.DOORS.items():
        label = tag("span", name, " ", tag("span", "in use", cls="s-state s-green") if door == taken else "")
        rows.append(tag("div", tag("dt", label), tag("dd", words.MEANS[door])))
    return tag("dl", *rows, cls="s-facts")


def models(on: date) -> Html:
    """The catalog: name and id, what it is for, today's prices and where they are from."""
    return tag(
        "dl", *(_model(one, job, on) for job in catalog().quality for one in catalog().of_job(job)), cls="s-facts"
    )


def _model(model: Model, job: Job, on: date) -> Html:
    levels = [words.QUALITY[level] for level in QUALITIES if catalog().quality[job][level] == model.id]
    row = model.price_at(on)
    prices = [tag("p", "No price is known today, so it is refused.")]
    if row is not None:
        source = f"Since {words.day(row.start)}, {row.confidence.replace('_', ' ')}: {row.source}"
        listed = " · ".join(f"{dollars(rate)} {RATES[kind]}" for kind, rate in row.micros.items())
        prices = [tag("p", strong(listed)), tag("p", source, cls="s-source")]
    named = tag(
        "dt", model.name, tag("code", model.id), tag("span", " · ".join([words.JOBS[job], *levels]), cls="s-muted")
    )
    return tag("div", named, tag("dd", *prices))


def listed(lines: Iterable[tuple[int, str, int, World, str]]) -> Html:
    """Moment, task, amount, world and why: one row each, the newest first."""
    return tag("dl", *(_line(*one) for one in sorted(lines, reverse=True)[:NEWEST]), cls="s-facts")


def _line(at_ms: int, task: str, amount: int, world: World, why: str) -> Html:
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    named = tag("dt", f"{words.day(at.date())}, {at:%H:%M} UTC", tag("code", task))
    told = tag("p", strong(words.after(amount)), f" {words.simulated(world)}")
    return tag("div", named, tag("dd", told, tag("p", words.sentence(why))))


def invoice() -> None:
    """For admins: what was charged to nobody here, and what cost more than was held."""
    exposures = [(one.created_ms, one.task, one.amount_micros, one.world, one.note) for one in ledger.exposures()]
    overruns = [
        (one.ended_ms, one.task, one.over_micros, one.world, f"Cost {words.after(one.cost_micros)} in all")
        for one in ledger.overruns()
    ]
    for name, lines, what in (
        ("May have been billed", exposures, "of real money, charged to nobody here"),
        ("Cost more than was held", overruns, "of real money above the holds, charged"),
    ):
        if lines:
            total = sum(amount for _, _, amount, world, _ in lines if world == "real")
            page.section(name, f"{words.after(total)} {what}")
            st.html(listed(lines))


page.title("About", "One place to make, tune and show media.")
st.html(tag("div", *(tag("div", tag("h3", head), tag("p", text)) for head, text in PROMISES), cls="s-promises"))
page.section("Doors", "Who executes a request. The door is frozen in the request; demo money and real money never mix.")
st.html(doors())
today = datetime.now(UTC).date()
page.section("Models", f"Prices of {words.day(today)} in US dollars, per million tokens")
st.html(models(today))
if actor.role == "admin":
    invoice()
page.section("Whose work this is")
st.html(
    tag(
        "p",
        "Studio is an independent project and no Google product. Gemini and Nano Banana are names of Google’s models. "
        "Studio is licensed under Apache-2.0; its typeface is Geist, under the SIL Open Font License 1.1. What the "
        "demo engine makes is marked DEMO in the picture and in its file, and is no model’s work.",
        cls="s-prose",
    )
)
