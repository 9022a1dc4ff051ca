"""Pictures over Interactions: the body that is sent, and what an answer says (wire.md §5–6)."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lib.providers.gemini.faults import FILTERS
from lib.providers.protocol import Call, Done, Event, Media, Progress

ENDED = frozenset({"completed", "failed", "cancelled", "incomplete", "budget_exceeded", "requires_action"})
"""States that end the work; any other, also one that we do not know, is still at work and looked at again."""
PRICED = ("text", "image")
"""Modalities that have a price of their own."""


def body(call: Call) -> dict[str, Any]:
    """Keyword arguments of ``interactions.create``. Each parameter goes where its catalog row says."""
    fields: dict[str, Any] = {"response_format": {"type": "image"}}
    for name, value in call.params.items():
        _set(fields, call.wire[name], value)
    return {"model": call.model, "input": call.prompt, "labels": {"task": call.task}, **fields}


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


def usage(answer: Any, delivered: int) -> dict[str, int]:
    """Tokens by our names; thinking is billed as text output but counted apart. {} when nothing was counted.

    What the totals hold beyond the modalities with a price is counted at the price of what was delivered.
    """
    counted = answer.usage
    if counted is None:
        return {}
    given = _by_modality("in", counted.input_tokens_by_modality, counted.total_input_tokens, "text")
    rest = "image" if delivered else "text"
    made = _by_modality("out", counted.output_tokens_by_modality, counted.total_output_tokens, rest)
    found = {"thought_out": counted.total_thought_tokens or 0, **given, **made}
    return found if any(found.values()) else {}


def _by_modality(way: str, parts: Any, total: int | None, rest: str) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for part in parts or ():
        sums[f"{part.modality}".lower()] += part.tokens or 0
    priced = {name: sums[name] for name in PRICED if sums[name]}
    missing = max(total or 0, sums.total()) - sum(priced.values())
    if missing:
        priced[rest] = priced.get(rest, 0) + missing
    return {f"{name}_{way}": tokens for name, tokens in priced.items()}


def _done(answer: Any, model: str, delivered: int) -> Done:
    used = usage(answer, delivered)
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
    for step in answer.steps or ():
        if getattr(step, "type", "") == "model_output":
            yield from step.content or ()


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


def _set(fields: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split(".")
    for name in parents:
        fields = fields.setdefault(name, {})
    fields[last] = value
