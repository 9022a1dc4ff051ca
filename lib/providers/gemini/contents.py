"""What every request over Interactions has in common: parameters, labels, and files beside the words (wire.md §6)."""

from __future__ import annotations

import base64
from collections import Counter
from typing import Any

from lib.providers.protocol import Call, Source

ENDED = frozenset({"completed", "failed", "cancelled", "incomplete", "budget_exceeded", "requires_action"})
"""States that end the work; any other, also one that we do not know, is still at work and looked at again."""
PRICED = ("text", "image")
"""Modalities that have a price of their own."""


def fields(call: Call, **given: Any) -> dict[str, Any]:
    """Keyword arguments of ``interactions.create``. Each parameter goes where its catalog row says."""
    found: dict[str, Any] = {"model": call.model, "labels": {"task": call.task}, **given}
    for name, value in call.params.items():
        *parents, last = call.wire[name].split(".")
        place = found
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return found


def step(text: str, sources: tuple[Source, ...]) -> dict[str, Any]:
    """What a person says: the files first, in their order, then the words (prompting.md §3.1: the material before the
    question)."""
    return {"type": "user_input", "content": [*map(_file, sources), {"type": "text", "text": text}]}


def _file(source: Source) -> dict[str, Any]:
    kind = "image" if source.mime.startswith("image/") else "document"
    body = {"uri": source.uri} if source.uri else {"data": base64.b64encode(source.read()).decode()}
    return {"type": kind, "mime_type": source.mime, **body}


def usage(counted: Any, rest: str = "text") -> dict[str, int]:
    """Tokens by our names; thinking is billed as text output but counted apart. {} when nothing was counted.

    What the totals hold beyond the modalities with a price is counted as ``rest`` on the way out, as text on the way
    in; so are the pages of documents. What was read before is taken off the words, which are most of it.
    """
    if counted is None:
        return {}
    given = _by_modality("in", counted.input_tokens_by_modality, counted.total_input_tokens, "text")
    made = _by_modality("out", counted.output_tokens_by_modality, counted.total_output_tokens, rest)
    if cached := min(counted.total_cached_tokens or 0, given.get("text_in", 0)):
        given = {**given, "text_in": given["text_in"] - cached, "cached_in": cached}
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
