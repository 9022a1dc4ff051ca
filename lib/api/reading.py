"""What came in, read once: JSON of whole characters, and a sentence for every way in which it does not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import Response

from lib.api.shapes import Body, InputIn
from lib.domain import Problem
from lib.errors import InvalidRequest, shown

MOST = 10
"""Problems that are named one by one; nobody reads on."""
WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "setting": "text or a whole number",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
"""What a value should have been, by pydantic's name for the fault."""


class JsonRoute(APIRoute):
    """A route whose body is read by a parser that takes neither halves of characters nor endless nesting."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def handle(request: Request) -> Response:
            whole = JsonRequest(request.scope, request.receive)
            whole.parsed = parse(await whole.body(), request.headers.get("content-type", ""))
            return await handler(whole)

        return handle


class JsonRequest(Request):
    """A request whose JSON was read already."""

    parsed: Any = None

    async def json(self) -> Any:
        return self.parsed


def parse(body: bytes, kind: str) -> Any:
    """The body as JSON; None when there is none. Raises InvalidRequest."""
    if not body:
        return None
    if kind.partition(";")[0].strip().lower() != "application/json":
        came = f"this came as “{shown(kind)}”" if kind else "this came without one"
        message = f"Send the body as JSON with the header Content-Type: application/json; {came}."
        raise InvalidRequest([Problem("Content-Type", message)])
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        why = str(error)
        if "hex escape" in why:
            why = f"half of a character stands alone ({why})"
        raise InvalidRequest([Problem("body", f"The body is no JSON that can be read: {why}.")]) from error


def problems(faults: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """A sentence for each fault that pydantic found; beyond the first few, how many more there are."""
    named = [_problem(fault) for fault in faults[:MOST]]
    if len(faults) > MOST:
        named.append(Problem("body", f"And {len(faults) - MOST:,} more of the kind."))
    return named


def _problem(fault: Mapping[str, Any]) -> Problem:
    path = [shown(part) for part in fault["loc"][1:]]  # the first is where it came in: body, query, header
    name = ".".join(path) or "body"
    subject = f"“{name}”" if path else "The body"
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "extra_forbidden":
            return _unknown(name, path)
        case "missing":
            return Problem(name, f"{subject} is missing.")
        case "literal_error":
            allowed = tuple(re.findall(r"'([^']*)'", limits["expected"]))
            return Problem(name, f"{subject} can be {', '.join(allowed)}; it is {_given(fault['input'])}.", allowed)
        case "too_long":
            held, most = limits["actual_length"], limits["max_length"]
            return Problem(name, f"{subject} holds {held:,} and may hold {most:,}.")
        case "greater_than_equal":
            return Problem(name, f"{subject} is {limits['ge']:,} at least; it is {_given(fault['input'])}.")
        case "less_than_equal":
            return Problem(name, f"{subject} is {limits['le']:,} at most; it is {_given(fault['input'])}.")
        case "string_pattern_mismatch":
            return Problem(name, f"{subject} is none that an earlier answer gave.")
        case kind if kind in WANTED:
            return Problem(name, f"{subject} must be {WANTED[kind]}; it is {_given(fault['input'])}.")
        case _:
            return Problem(name, f"{subject}: {fault['msg']}.")


def _unknown(name: str, path: Sequence[str]) -> Problem:
    shape, what = (InputIn, "An input") if path[0] == "inputs" and len(path) > 1 else (Body, "A request")
    known = tuple(shape.model_fields)
    nearest = next(iter(get_close_matches(path[-1], known, 1, 0.7)), None)
    mend = f"Nearest: {nearest}." if nearest else f"{what} has {', '.join(known)}."
    return Problem(name, f"There is no field “{name}”. {mend}", known, nearest)


def _given(value: Any) -> str:
    """A value as a sentence can name it."""
    match value:
        case str():
            return f"“{shown(value)}”"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return shown(json.dumps(value))
