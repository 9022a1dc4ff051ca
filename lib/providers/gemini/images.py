"""Pictures over Interactions: the body that is sent, and what an answer says (wire.md §5–6)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from lib.providers.gemini.contents import ENDED, fields, step, usage
from lib.providers.gemini.faults import FILTERS
from lib.providers.protocol import Call, Done, Event, Media, Progress


def body(call: Call) -> dict[str, Any]:
    """Keyword arguments of ``interactions.create``."""
    given = [step(call.prompt, call.inputs)] if call.inputs else call.prompt
    return fields(call, input=given, response_format={"type": "image"})


def events(answer: Any, model: str, fetch: Callable[[str], bytes]) -> Iterator[Event]:
    """What an interaction says now: still at work, or its pictures and its end. ``fetch`` reads a delivered address."""
    if answer.status not in ENDED:
        yield Progress()
        return
    delivered = 0
    for content in _contents(answer):
        if getattr(content, "type", "") == "image":
            yield Media(iter([_bytes(content, fetch)]), content.mime_type or "image/jpeg")
            delivered += 1
    yield _done(answer, answer.model or model, delivered)


def _done(answer: Any, model: str, delivered: int) -> Done:
    # Output without a modality is a picture where one was delivered.
    used = usage(answer.usage, "image" if delivered else "text")
    if answer.status == "completed" and delivered:
        return Done("succeeded", model, used)
    if answer.status == "cancelled":
        return Done("cancelled", model, used)
    if answer.status in ("incomplete", "budget_exceeded"):
        # The service bills what it wrote before it had to stop.
        return Done("failed", model, used, "Thinking used up the output ceiling: raise it in the settings.")
    faults = answer.errors or ()
    filtered = answer.status == "completed" or any(FILTERS.search(f"{fault.code} {fault.message}") for fault in faults)
    return Done("filtered" if filtered else "failed", model, used, _reason(answer, faults))


def _reason(answer: Any, faults: Any) -> str:
    """What the service said, in its own words and without its codes."""
    said = " ".join([*(str(fault.message) for fault in faults), *_texts(answer)]).strip()
    return f"It said “{said.rstrip('. ')}”." if said else "It gave no reason."


def _contents(answer: Any) -> Iterator[Any]:
    for done in answer.steps or ():
        if getattr(done, "type", "") == "model_output":
            yield from done.content or ()


def _texts(answer: Any) -> Iterator[str]:
    return (content.text for content in _contents(answer) if getattr(content, "type", "") == "text")


def _bytes(content: Any, fetch: Callable[[str], bytes]) -> bytes:
    """What was delivered; nothing where that is no picture, as whoever looks at the bytes will say."""
    if not content.data:
        return fetch(content.uri) if content.uri else b""
    try:
        return base64.b64decode(content.data, validate=True)
    except binascii.Error:
        return b""
