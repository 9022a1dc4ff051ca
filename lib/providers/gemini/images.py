"""Pictures over Interactions: the body that is sent, and what an answer says (wire.md §5–6)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from lib.providers.gemini.faults import FILTERS
from lib.providers.protocol import Call, Done, Event, Media, Progress

WORKING = ("queued", "in_progress")


def body(call: Call) -> dict[str, Any]:
    """Keyword arguments of ``interactions.create``. Each parameter goes where its catalog row says."""
    fields: dict[str, Any] = {"response_format": {"type": "image"}}
    for name, value in call.params.items():
        _set(fields, call.wire[name], value)
    return {"model": call.model, "input": call.prompt, "labels": {"task": call.task}, **fields}


def events(answer: Any, model: str, fetch: Callable[[str], bytes]) -> Iterator[Event]:
    """What an interaction says now: still at work, or its pictures and its end. ``fetch`` reads a delivered address."""
    if answer.status in WORKING:
        yield Progress()
        return
    delivered = 0
    for content in _contents(answer):
        if getattr(content, "type", "") == "image":
            yield Media(iter([_bytes(content, fetch)]), content.mime_type or "image/jpeg")
            delivered += 1
    yield _done(answer, answer.model or model, delivered)


def usage(answer: Any) -> dict[str, int]:
    """Tokens by our names, from the lists by modality; thinking is billed as text output but counted apart."""
    counted = answer.usage
    if counted is None:
        return {}
    found = {"thought_out": counted.total_thought_tokens or 0}
    for name, parts in (("in", counted.input_tokens_by_modality), ("out", counted.output_tokens_by_modality)):
        for part in parts or ():
            key = f"{part.modality}_{name}"
            found[key] = found.get(key, 0) + (part.tokens or 0)
    return found


def _done(answer: Any, model: str, delivered: int) -> Done:
    if answer.status == "completed" and delivered:
        return Done("succeeded", model, usage(answer))
    if answer.status == "cancelled":
        return Done("cancelled", model, usage(answer))
    if answer.status in ("incomplete", "budget_exceeded"):
        # The service bills what it wrote before it had to stop.
        why = "Thinking used up the output ceiling: raise it in the settings."
        return Done("failed", model, usage(answer), why)
    faults = answer.errors or ()
    filtered = answer.status == "completed" or any(FILTERS.search(f"{fault.code} {fault.message}") for fault in faults)
    return Done("filtered" if filtered else "failed", model, why=_reason(answer, faults))


def _reason(answer: Any, faults: Any) -> str:
    """What the service said, in its own words and without its codes."""
    said = " ".join([*(str(fault.message) for fault in faults), *_texts(answer)]).strip()
    return f"It said “{said.rstrip('. ')}”." if said else "It gave no reason."


def _contents(answer: Any) -> Iterator[Any]:
    for step in answer.steps or ():
        if getattr(step, "type", "") == "model_output":
            yield from step.content or ()


def _texts(answer: Any) -> Iterator[str]:
    return (content.text for content in _contents(answer) if getattr(content, "type", "") == "text")


def _bytes(content: Any, fetch: Callable[[str], bytes]) -> bytes:
    if not content.data:
        return fetch(content.uri)
    try:
        return base64.b64decode(content.data, validate=True)
    except binascii.Error:
        return b""  # no picture: whoever looks at the bytes says so


def _set(fields: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split(".")
    for name in parents:
        fields = fields.setdefault(name, {})
    fields[last] = value
