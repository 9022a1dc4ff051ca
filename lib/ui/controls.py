"""One control for each parameter of a model, drawn from what the catalog says it may be. No model is known here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from lib.catalog import Domain, Model, Param, domain
from lib.domain import Input, Setting
from lib.ui.draft import Draft
from lib.ui.markup import plain

ROW = 4
"""Up to so many values stand side by side; more fold into a list."""

Kind = Literal["row", "list", "slider", "fixed", "none"]


def kind(allowed: Domain) -> Kind:
    """Which control fits: a row of values, a list of many, a slider for a range; no control for what is not to be given
    or can be only one thing."""
    if allowed.unset:
        return "none"
    if allowed.range is not None:
        return "slider"
    if len(allowed.values) == 1:
        return "fixed"
    return "row" if len(allowed.values) <= ROW else "list"


def draw(draft: Draft, model: Model, settings: Mapping[str, Setting], inputs: Sequence[Input] = ()) -> None:
    """Every parameter of ``model`` at its present value; a change reruns the page."""
    for name, param in model.params.items():
        allowed = domain(model, name, settings, inputs)
        value = settings.get(name, param.default)
        _control(draft, name, param, value if allowed.allows(value) else allowed.nearest(value), allowed)


def _control(draft: Draft, name: str, param: Param, value: Setting | None, allowed: Domain) -> None:
    fits = kind(allowed)
    if fits == "none" or value is None:
        st.caption(plain(f"{param.label}: {allowed.why}"))
        return
    if fits == "fixed":
        st.caption(plain(f"{param.label}: {value}. {allowed.why}"))
        return
    shared: dict[str, Any] = {
        "label": f"{param.label}, {param.unit}" if param.unit else param.label,
        "key": draft.seed(name, value),
        "help": plain(f"{param.help} {allowed.why}"),
        "on_change": draft.depart,
        "args": (name,),
    }
    if fits == "slider":
        low, high, step = allowed.range or (0, 0, 1)
        st.slider(min_value=low, max_value=high, step=step, format="localized", **shared)
    elif fits == "row":
        st.segmented_control(options=allowed.values, required=True, **shared)
    else:
        st.selectbox(options=allowed.values, **shared)
