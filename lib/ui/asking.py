"""From a click to a task: the price that was read is the ceiling, two quick clicks are one, and a no is told beside the
composer with what works instead.

    asking = Asking(Draft("image", "image"), submit)
    asking.begin()                       # at the top of a run, before a widget is drawn
    composed = composer.draw(asking.draft, asking.prepare, about)
    asking.click(composed)
    asking.answer(composed)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

import streamlit as st

from lib import briefs, gate, ui
from lib.domain import Brief, Prepared, Quote, Request
from lib.errors import Closed, InvalidRequest, PriceChanged, StudioError
from lib.ui import mends, offers, refusals, states, words
from lib.ui.composer import Composed
from lib.ui.draft import Draft
from lib.ui.offers import Offer, Shown

NOT_SENT = "Nothing was sent."


class Told(NamedTuple):
    """A refusal of something that was asked for: shown until the draft is another."""

    refusal: StudioError
    brief: Brief
    draft: Brief


@dataclass(frozen=True, slots=True)
class Asking:
    """What one place asks for. ``submit`` sends a request with its key and ceiling, and may leave for another page."""

    draft: Draft
    submit: Callable[[Request, str, int], object]

    def begin(self) -> None:
        """Show the brief that was put in since the last run."""
        if brief := st.session_state.pop(self.draft.key("put_in"), None):
            self.draft.put(brief)

    def put_in(self, brief: Brief) -> None:
        """Show this brief from the next run on."""
        st.session_state[self.draft.key("put_in")] = brief

    def prepare(self, brief: Brief) -> Prepared:
        return briefs.prepare(brief, ui.actor())

    def make(self, offer: Offer, button: str) -> None:
        """Send what was agreed to; ends this run."""
        self.send(offer, button)
        st.rerun()

    def send(self, offer: Offer, button: str) -> bool:
        """Send what was agreed to, unless it is refused, which is told in the next run."""
        ready = self.prepare(offer.brief)
        state, key = st.session_state, self.draft.key
        state[key("tried")], state[key("told")] = offer.brief, None
        if ready.request is None:
            if offer.brief != self.draft.load():  # what is wrong with the composer's own stands beside it
                self.tell(InvalidRequest(ready.problems), offer.brief)
            return False
        claim = offers.claim(state.get(key("claim")), button, offer.brief)
        state[key("claim")] = claim
        try:
            self.submit(ready.request, claim.key, offer.ceiling)
        except StudioError as error:
            self.tell(error, offer.brief)
            return False
        state[key("claim")], state[key("tried")] = claim.settled(), None
        return True

    def tell(self, refusal: StudioError, brief: Brief) -> None:
        """Have a no stand beside the composer until the draft is another."""
        st.session_state[self.draft.key("told")] = Told(refusal, brief, self.draft.load())

    def agreed(self, quote: Quote | None) -> int | None:
        """What a click in this run agrees to at most: the price that the person read, whatever it has become since.

        From now on ``quote`` stands there. None: there was no price to read.
        """
        now, name = monotonic(), self.draft.key("shown")
        ceiling = words.ceiling(quote) if quote else None
        shown: Shown = st.session_state.setdefault(name, Shown.first(ceiling, now))
        st.session_state[name] = shown.then(ceiling, now)
        return shown.agreed(now)

    def read(self) -> int:
        """What somebody agrees to at most who asks before the next run is drawn: the price that they read, if any."""
        shown: Shown | None = st.session_state.get(self.draft.key("shown"))
        return (shown.agreed(monotonic()) or 0) if shown else 0

    def click(self, composed: Composed) -> None:
        """Send what stands in the composer, where its button was clicked."""
        brief, quote = composed.brief, composed.priced.quote
        agreed = self.agreed(quote)
        if composed.clicked and quote and agreed is None:
            most = words.before(quote.maximum)
            self.tell(PriceChanged(quote, f"No price stood on the button yet: it is at most {most}. {NOT_SENT}"), brief)
        elif composed.clicked:
            self.make(Offer(brief, agreed or 0), "make")

    def answer(self, composed: Composed) -> None:
        """Problems and refusals, beside the composer, each with what works."""
        brief = composed.brief
        untouched = not brief.words.strip() and st.session_state.get(self.draft.key("tried")) != brief
        states.problems([one for one in composed.prepared.problems if not (untouched and one.field == "prompt")])
        told = self.told()
        if told and told.draft == brief:
            self.refuse(told.refusal, told.brief, dismiss=self.forget)
        elif composed.priced.refusal:
            self.refuse(composed.priced.refusal, brief)

    def told(self) -> Told | None:
        found: Told | None = st.session_state.get(self.draft.key("told"))
        return found

    def forget(self) -> None:
        st.session_state[self.draft.key("told")] = None

    def refuse(self, refusal: Exception, brief: Brief, dismiss: Callable[[], None] | None = None) -> None:
        """The card of a no; ``dismiss`` takes it away, where it tells of something past."""
        actor = ui.actor()
        if isinstance(refusal, Closed):
            world = refusal.world
            refusals.closed(world, actor.role == "admin", lambda limit: gate.open_with(actor, limit, world))
        elif isinstance(refusal, StudioError):
            offered = mends.past(refusal, brief, self.prepare) or (mends.again(brief, self.prepare) if dismiss else [])
            if picked := refusals.draw(refusal, offered, dismiss=dismiss):
                self.put_in(picked.brief)
                if picked.brief.words.strip():
                    self.make(picked, "offer")
                st.rerun()
