"""The Streamlit parts that pages share, one module per noun. Pages arrange them; nothing here spends money."""

from __future__ import annotations

import streamlit as st

from lib import people
from lib.domain import Actor


def actor() -> Actor:
    """Who looks at this page, by the cookie of their session. Raises Unauthenticated; every page begins with it."""
    return people.actor(st.context.cookies.get(people.COOKIE))
