"""Text over Interactions: the body that is sent, and what a stream of events says (wire.md §6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from lib.providers.gemini.contents import ENDED, fields, step, usage
from lib.providers.gemini.faults import FILTERS
from lib.providers.protocol import Accepted, Call, Done, Event, Text, Turn, Unclear

FULL = "The output ceiling is reached: raise it in the settings, or say “go on”."


def body(call: Call) -> dict[str, Any]:
    """Keyword arguments of ``interactions.create``."""
    given: dict[str, Any] = {"input": [*map(_turn, call.turns), step(call.prompt, call.inputs)]}
    if call.instruction:
        given["system_instruction"] = call.instruction
    if call.previous:
        given["previous_interaction_id"] = call.previous
    return fields(call, **given)


class _Found(SimpleNamespace):
    """A JSON object by attributes; what it does not have is None, as in the SDK's own shapes."""

    def __getattr__(self, name: str) -> None:
        return None


def heard(response: Any) -> Iterator[Any]:
    """The events of a stream, read here: the SDK builds a class for each, which takes two milliseconds of every token.
    Lines that are no data are names and comments; ``[DONE]`` says what the last event has said."""
    data: list[str] = []
    for line in _lines(response):
        if line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif not line and data:
            text, data = "\n".join(data), []
            if text != "[DONE]":
                yield json.loads(text, object_hook=lambda found: _Found(**found))


def _lines(response: Any) -> Iterator[str]:
    """All lines, and the empty one that may be missing at the end."""
    yield from response.iter_lines()
    yield ""


def events(stream: Iterable[Any], model: str, op: str | None = None) -> Iterator[Event]:
    """What is written, as it comes. Without its end, the answer was lost on the way: raises Unclear."""
    wrong: list[Any] = []
    for event in stream:
        match event.event_type:
            case "interaction.created" if op is None:
                yield Accepted(event.interaction.id)
            case "step.delta":
                yield from _piece(event.delta, getattr(event, "event_id", None))
            case "error":  # the end may follow, with what is billed; if not, this is the end
                wrong.append(event.error)
            case "interaction.completed":
                found = event.interaction
                yield done(found, found.model or model, wrong)
                return
    if not wrong:
        raise Unclear("The answer broke off.")
    yield _unfinished(wrong, model, {})


def done(found: Any, model: str, wrong: Sequence[Any] = ()) -> Done:
    """How an interaction ended. One that has reached its ceiling has succeeded: what it wrote is there."""
    used = usage(found.usage)
    if found.status == "completed":
        return Done("succeeded", model, used)
    if found.status == "cancelled":
        return Done("cancelled", model, used)
    if found.status in ("incomplete", "budget_exceeded"):
        return Done("succeeded", model, used, FULL)
    return _unfinished(getattr(found, "errors", None) or wrong, model, used)


def _unfinished(faults: Sequence[Any], model: str, used: Mapping[str, int]) -> Done:
    told = [_fault(one) for one in faults]
    filtered = any(FILTERS.search(f"{code} {message}") for code, message in told)
    said = " ".join(message for _, message in told).rstrip(". ")
    why = f"It said “{said}”." if said else "It gave no reason."
    return Done("filtered" if filtered else "failed", model, used, why)


def _fault(fault: Any) -> tuple[str, str]:
    """Code and message. At the end of a stream the SDK leaves an interaction's errors as it found them."""
    found = fault if isinstance(fault, dict) else vars(fault)
    return str(found.get("code") or ""), str(found.get("message") or "")


def outcome(answer: Any, model: str) -> Done | None:
    """The end of an interaction that was looked at; None while it is being written."""
    return done(answer, answer.model or model) if answer.status in ENDED else None


def _piece(delta: Any, cursor: str | None) -> Iterator[Text]:
    kind = getattr(delta, "type", "")
    if kind == "text" and delta.text:
        yield Text(delta.text, cursor=cursor)
    elif kind == "thought_summary" and (text := getattr(delta.content, "text", "")):
        yield Text(text, thought=True, cursor=cursor)


def _turn(turn: Turn) -> dict[str, Any]:
    if turn.role == "user":
        return step(turn.text, turn.inputs)
    return {"type": "model_output", "content": [{"type": "text", "text": turn.text}]}
