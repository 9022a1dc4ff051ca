"""Reading the fields of a body: tolerant in form, strict in values, and every refusal names its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.demo.errors import invalid

Table = Mapping[str, Any]


def pick(table: Table, name: str) -> Any:
    """A field by its snake_case name, in either spelling (facts/wire.md §0.7); None when absent."""
    if name in table:
        return table[name]
    head, *rest = name.split("_")
    return table.get(head + "".join(part.title() for part in rest))


def table(holder: Table, name: str) -> Table:
    """A field that is an object; {} when absent. Raises ApiError 400."""
    given = pick(holder, name)
    if given is not None and not isinstance(given, dict):
        raise invalid(name, "it must be an object.")
    return given or {}


def choice(field: str, given: object, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed values; the default when absent. Raises ApiError 400."""
    if given is None:
        return default
    if given not in allowed:
        raise invalid(field, f"'{str(given)[:40]}' is not allowed; use {', '.join(allowed)}.")
    return str(given)


def whole(field: str, given: object, low: int, high: int) -> int | None:
    """A whole number within limits; None when absent. Raises ApiError 400."""
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not low <= given <= high:
        raise invalid(field, f"it must be a whole number from {low} to {high}.")
    return given


def flag(holder: Table, name: str, default: bool) -> bool:
    """True or false. Raises ApiError 400."""
    given = pick(holder, name)
    if given is None:
        return default
    if not isinstance(given, bool):
        raise invalid(name, "it must be true or false.")
    return given


def word(field: str, given: object) -> str:
    """A text, "" when absent, as something that can be written down. Raises ApiError 400.

    A lone surrogate, legal in JSON, becomes a question mark.
    """
    if given is None:
        return ""
    if not isinstance(given, str):
        raise invalid(field, "it must be text.")
    return given.encode("utf-8", "replace").decode("utf-8")


def words(field: str, given: object, most: int) -> tuple[str, ...]:
    """A list of texts that are not empty; () when absent. Raises ApiError 400."""
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > most or not all(isinstance(one, str) and one for one in given):
        raise invalid(field, f"it must be a list of at most {most} texts.")
    return tuple(given)
