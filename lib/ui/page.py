"""The skeleton that every page shares: its title, its sections, and what is shown when a page breaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from lib import logs
from lib.errors import StudioError
from lib.ui import markup, states
from lib.ui.markup import tag
from lib.ui.words import sentence

P = ParamSpec("P")


def title(name: str, line: str = "") -> None:
    """The page's one heading, and what it is for in one line."""
    st.html(tag("div", tag("h1", name), tag("p", line), cls="s-title"))


def section(name: str, facts: str = "") -> None:
    """A heading with the facts that everything below shares."""
    st.html(markup.section(name, facts))


def run_again() -> None:
    """Run the whole page once more because something ended, not because somebody clicked."""
    st.session_state.by_itself = True
    st.rerun()


def guarded(view: Callable[P, None]) -> Callable[P, None]:
    """``view`` with its errors told: ours as their sentence, a bug with the id under which the log has it."""

    part = getattr(view, "__name__", "part")

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            view(*args, **kwargs)
        except StudioError as error:
            states.broken(part, sentence(str(error)))
        except Exception as error:
            number = logs.unexpected("pages", error)
            states.broken(
                part,
                "Something in Studio broke while drawing this page. Your work and your money are safe: they live in "
                f"the store, not in the page. Reload it; if it happens again, quote {number}.",
            )

    return shown
