"""Text over Interactions: the body that is sent, and what a stream of events says (wire.md §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def events(stream: Iterable[Any], model: str, op: str | None = None) -> Iterator[Event]:
    """What is written, as it comes. Without its end, the answer was lost on the way: raises Unclear."""
    fault: Done | None = None
    wrong = ""
    for event in stream:
        cursor = getattr(event, "event_id", None)
        match event.event_type:
            case "interaction.created" if op is None:
                yield Accepted(event.interaction.id)
            case "step.delta":
                yield from _piece(event.delta, cursor)
            case "error":
                wrong = getattr(event.error, "message", None) or "It gave no reason."
                filtered = FILTERS.search(f"{getattr(event.error, 'code', '')} {wrong}")
                # The end may follow, with what is billed; if not, this is the end.
                fault = Done("filtered" if filtered else "failed", model, {}, _said(wrong))
            case "interaction.completed":
                found = event.interaction
                yield done(found, found.model or model, wrong)
                return
    if fault is not None:
        yield fault
        return
    raise Unclear("The answer broke off.")


def done(found: Any, model: str, wrong: str = "") -> Done:
    """How an interaction ended. One that has reached its ceiling has succeeded: what it wrote is there."""
    used = usage(found.usage)
    if found.status == "completed":
        return Done("succeeded", model, used)
    if found.status == "cancelled":
        return Done("cancelled", model, used)
    if found.status in ("incomplete", "budget_exceeded"):
        return Done("succeeded", model, used, FULL)
    faults = getattr(found, "errors", None) or ()
    told = " ".join(str(fault.message) for fault in faults) or wrong
    filtered = any(FILTERS.search(f"{fault.code} {fault.message}") for fault in faults) or FILTERS.search(wrong)
    return Done("filtered" if filtered else "failed", model, used, _said(told))


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


def _said(told: str) -> str:
    return f"It said “{told.rstrip('. ')}”." if told else "It gave no reason."
