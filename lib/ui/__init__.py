"""The Streamlit parts that pages share, one module per noun. Pages arrange them; nothing here spends money."""

from __future__ import annotations

import streamlit as st

from lib import people, providers
from lib.domain import Actor, Door

POPOVER = 340
"""Pixels: a popover is as wide as what is in it."""


def actor() -> Actor:
    """Who looks at this page, by the cookie of their session. Raises Unauthenticated; every page begins with it."""
    return people.actor(st.context.cookies.get(people.COOKIE))


def door() -> Door:
    """Through which door a new request of this page would go."""
    return providers.door()


def connected(to: Door) -> bool:
    """Whether more can be made through this door."""
    return to == door() or providers.state(to) is None
