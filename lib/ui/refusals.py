"""A refusal as a card: what happened, that it cost nothing, and buttons that work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from lib.domain import MICROS, World, dollars
from lib.errors import BudgetExceeded, StudioError
from lib.ui import states
from lib.ui.markup import plain
from lib.ui.offers import Offer

HEADINGS = {
    "closed": "The gate is closed",
    "kill_switch": "Switched off",
    "over_request_limit": "Over the limit of a request",
    "price_unknown": "No price is known",
    "price_changed": "The price has changed",
    "model_unavailable": "This model cannot be reached",
    "storage_full": "The disk is full",
    "provider_unavailable": "The door does not answer",
    "idempotency_conflict": "Asked twice in different words",
}


def draw(refusal: StudioError, offers: Sequence[Offer], *, dismiss: Callable[[], None] | None = None) -> Offer | None:
    """The card; the offer that was clicked, or None. The first offer is the one ink button.

    ``dismiss`` takes the card away, where it tells of something past; what still holds can only be looked at again.
    """
    picked = None
    with states.card("refused", "Refused", "yellow", heading(refusal), str(refusal)):
        for place, offer in enumerate(offers):
            kind: Literal["primary", "secondary"] = "secondary" if place else "primary"
            if st.button(offer.label, key=f"offer_{place}", type=kind):
                picked = offer
        if dismiss:
            st.button("Not now", key="offer_none", type="tertiary", on_click=dismiss)
        else:
            st.button("Look again", key="offer_again", type="tertiary")
    return picked


def heading(refusal: StudioError) -> str:
    """``$0.31 left``, or what the refusal is called."""
    if isinstance(refusal, BudgetExceeded):
        return f"{dollars(max(0, refusal.available_micros))} left"
    return HEADINGS.get(refusal.code, "Not sent")


def closed(world: World, may_open: bool, open_with: Callable[[int], None]) -> None:
    """The gate's one-field screen: how much a day may cost, and the button that says it."""
    lines = (
        f"Requests cost {world} money here, and nobody has said yet how much they may cost.",
        "" if may_open else "An admin can open it.",
    )
    with states.card("closed", "Closed", "yellow", "How much may Studio spend a day?", *lines):
        if not may_open:
            return
        limit = st.number_input(
            "US dollars a day",
            value=10.0,
            step=5.0,
            format="%.2f",
            key="gate_limit",
            label_visibility="collapsed",
            width=160,
        )
        micros = round(limit * 100) * (MICROS // 100)
        # The field takes any figure: one that it refused would stay in sight while an older one counts.
        if st.button(f"Open the gate: {dollars(micros)} a day", key="open_gate", type="primary"):
            try:
                open_with(micros)
            except StudioError as error:
                st.markdown(plain(str(error)))
            else:
                st.rerun()
