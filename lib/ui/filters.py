"""What is looked for in the library: the address holds it, so that a link or a reload finds the same.

    st.query_params: ?q=boat&kind=image&model=…&preset=…&style=…&date=7&only=starred

The widgets show what stands in the address, and a change is written there. It outlives them: an item that is looked at
keeps the list that it was found in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from lib import prompts
from lib.catalog import catalog
from lib.store.library import Facets, Wanted
from lib.ui.markup import plain

KINDS = {"": "All", "image": "Images", "text": "Texts", "upload": "Uploads"}
DATES = {"": "Any date", "1": "Today", "7": "Last 7 days", "30": "Last 30 days"}
ONLY = {"starred": "Starred", "deleted": "Recently deleted"}
NAMES = ("q", "kind", "model", "preset", "style", "date", "only")
BETWEEN = "."
"""Parts the two days of a date filter: 2026-11-01.2026-11-20, the last one included."""
POPOVER = 260
"""Pixels: a popover is as wide as what is in it."""


def chosen() -> dict[str, str]:
    """The filters that stand in the address."""
    return {name: st.query_params[name] for name in NAMES if st.query_params.get(name)}


def wanted(given: Mapping[str, str], now: datetime) -> Wanted:
    """What these filters look for. ``now`` carries the time zone of whoever looks: their days, not those of UTC. What
    cannot be read is as if it were not given."""
    since, until = _span(given.get("date", ""), now)
    kind: Any = given.get("kind")
    return Wanted(
        kind=kind if kind in KINDS else None,
        model=given.get("model"),
        preset=given.get("preset"),
        style=given.get("style"),
        since_ms=since,
        until_ms=until,
        starred=given.get("only") == "starred",
        words=given.get("q", ""),
        deleted=given.get("only") == "deleted",
    )


def here() -> datetime:
    """Now, in the time zone of the browser."""
    zone: tzinfo = UTC
    with suppress(ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo(st.context.timezone or "UTC")
    return datetime.now(zone)


def link(**more: str) -> str:
    """The address of the library with these filters and ``more``."""
    return f"library?{urlencode({**chosen(), **more})}"


def clear() -> None:
    """Look for everything again."""
    st.query_params.clear()


def put(name: str, value: str) -> None:
    """Write one filter into the address, as one step of the browser's history; another list begins at its top."""
    changed = {**chosen(), name: value}
    st.query_params.from_dict({key: one for key, one in changed.items() if one})


def draw(found: Facets) -> None:
    """The row of filters. Each one names its value."""
    models, library = catalog().models, prompts.library()
    with st.container(key="filters", horizontal=True, gap="xsmall", vertical_alignment="center"):
        _seen("q", chosen().get("q", ""))
        st.text_input(
            "Search",
            key="by_q",
            icon=":material/search:",
            placeholder="Search by words",
            label_visibility="collapsed",
            live="300ms",
            on_change=_write,
            args=("q",),
        )
        _row("kind", "Kind", KINDS, st.segmented_control, required=True)
        _list("model", "Model", "memory", _named(found.models, models))
        _list("preset", "Preset", "auto_awesome_mosaic", _named(found.presets, library.presets))
        _list("style", "Style", "palette", _named(found.styles, library.styles))
        _dates()
        _row("only", "Show only", ONLY, st.pills)
        if chosen():
            st.button("Clear", key="clear", icon=":material/close:", type="tertiary", on_click=clear)


def _row(name: str, label: str, options: Mapping[str, str], widget: Callable[..., object], **more: Any) -> None:
    """Few values side by side."""
    now = chosen().get(name, "")
    _seen(name, now if now in options else None)
    widget(
        label,
        [*options],
        format_func=options.__getitem__,
        key=f"by_{name}",
        label_visibility="collapsed",
        on_change=_write,
        args=(name,),
        **more,
    )


def _list(name: str, label: str, icon: str, options: Mapping[str, str]) -> None:
    """Many values in a menu that is called by the one that holds.

    A menu remembers nothing. A widget in a popover would: one that is closed does not hear that its value was taken
    away, and tells the old one again.
    """
    if options:
        every = {"": f"Any {label.lower()}", **options}
        st.menu_button(
            plain(options.get(chosen().get(name, ""), label)),
            [*every],
            format_func=lambda one: plain(every[one]),
            key=f"by_{name}",
            icon=f":material/{icon}:",
            type="tertiary",
            on_click=_write,
            args=(name,),
        )


def _dates() -> None:
    now = chosen().get("date", "")
    days = _days(now)
    label = DATES[now] if now in DATES and now else (" – ".join(_short(day) for day in days) or "Date")
    with (
        st.popover(label, key="by_date", icon=":material/calendar_today:", type="tertiary"),
        st.container(width=POPOVER, gap="xxsmall"),
    ):
        for value, name in DATES.items():
            st.button(name, key=f"by_date_{value}", type="tertiary", on_click=put, args=("date", value))
        key, shown = f"by_days_{now}", cast("Any", days)  # another field for each choice: see _list
        st.date_input(
            "From one day to another", shown, key=key, format="YYYY-MM-DD", on_change=_write_days, args=(key,)
        )


def _seen(name: str, value: object) -> None:
    """Have the widget show what stands in the address."""
    st.session_state[f"by_{name}"] = value


def _write(name: str) -> None:
    put(name, st.session_state[f"by_{name}"] or "")


def _write_days(key: str) -> None:
    """Two days are a filter; the first of them alone is half of one."""
    days: Sequence[date] = st.session_state[key]
    if len(days) != 1:
        put("date", BETWEEN.join(day.isoformat() for day in days))


def _named(ids: Sequence[str], known: Mapping[str, Any]) -> dict[str, str]:
    """Names by id; what is no longer known is called by its id."""
    return {one: known[one].name if one in known else one for one in ids}


def _span(given: str, now: datetime) -> tuple[int | None, int | None]:
    """Epoch ms from the start of the first day to the end of the last."""
    if given and given in DATES:
        return _start(now.date() - timedelta(days=int(given) - 1), now.tzinfo), None
    with suppress(OverflowError):  # the first and the last year have no neighbours
        if days := _days(given):
            return _start(days[0], now.tzinfo), _start(days[1] + timedelta(days=1), now.tzinfo)
    return None, None


def _start(day: date, zone: tzinfo | None) -> int:
    return int(datetime.combine(day, time(), zone).timestamp() * 1000)


def _days(given: str) -> tuple[date, ...]:
    try:
        first, last = sorted(map(date.fromisoformat, given.split(BETWEEN)))
    except ValueError:
        return ()
    return first, last


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
