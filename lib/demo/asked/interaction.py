"""The dialect of interactions: input as text, content, contents or steps (facts/wire.md §6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lib.demo.asked import PICTURE_MIMES, Asked, Form, Part, Turn, attachment, conversation, generation, told_to_fail
from lib.demo.asked.fields import Table, choice, flag, pick, table, word
from lib.demo.errors import invalid
from lib.demo.rules import Model, find, rules

TIERS = ("standard", "flex", "priority", "deferred")
NOT_SERVED = ("agent", "tools", "continuation_token", "cached_content", "environment", "webhook_config")
"""Fields of the real service that would change the answer; refused rather than silently ignored."""
ONLY_TEXT = ("stream", "previous_interaction_id")
"""Fields that the engine serves for texts and not for pictures."""
ROLES: Mapping[object, Any] = {"user_input": "user", "model_output": "model"}
LABEL_KEY, LABEL_VALUE = re.compile(r"[^\W\d_][\w-]{0,62}"), re.compile(r"[\w-]{0,63}")


def read(body: object, headers: Mapping[str, str]) -> Asked:
    """Check a decoded body. Raises ApiError (400; 404 for the model) for the first thing wrong with it."""
    if not isinstance(body, dict):
        raise invalid("body", "the request must be a JSON object.")
    name = pick(body, "model")
    if not isinstance(name, str) and not pick(body, "agent"):
        raise invalid("model", f"name a model; the demo engine serves {', '.join(rules().models)}.")
    for field in NOT_SERVED:
        if pick(body, field):
            raise invalid(field, "the demo engine does not serve this yet; it serves texts and pictures.")
    model = find(name)
    for field in () if model.writes else ONLY_TEXT:
        if pick(body, field):
            raise invalid(field, "the demo engine serves this for texts only.")
    turns = conversation(_turns(pick(body, "input")), model)
    system = word("system_instruction", pick(body, "system_instruction"))
    config = table(body, "generation_config")
    summaries = pick(config, "thinking_summaries")
    labels = _labels(pick(body, "labels"))
    asked = Asked(
        model=model.id,
        turns=turns,
        system=system,
        form=_form(body, config, model),
        **generation(config, config, model),
        summaries=choice("generation_config.thinking_summaries", summaries, ("auto", "none"), "auto") == "auto",
        previous=word("previous_interaction_id", pick(body, "previous_interaction_id")),
        stream=flag(body, "stream", False),
        background=flag(body, "background", False),
        store=flag(body, "store", True),
        tier=choice("service_tier", pick(body, "service_tier"), TIERS, "standard"),
        labels=labels,
        task=headers.get("x-studio-task", "")[:200] or labels.get("task", ""),
        fault=told_to_fail(turns, system, headers),
    )
    if asked.background and not asked.store:
        raise invalid("background", "a background interaction must be stored: leave store out or set it to true.")
    return asked


def _turns(given: object) -> list[Turn]:
    """The turns of an input: a string, one content or a list of contents is the user's; steps say whose they are."""
    turns = []
    for item in given if isinstance(given, list) else [given]:
        step: Table = item if isinstance(item, dict) else {}
        kind = step.get("type")
        if kind == "thought":  # a history sent back whole has these between its turns
            continue
        content = step.get("content") if kind in ROLES else item
        parts = [_part(one) for one in (content if isinstance(content, list) else [content])]
        turns.append(Turn(ROLES.get(kind, "user"), tuple(parts)))
    return turns


def _part(content: object) -> Part:
    if not isinstance(content, dict):
        return Part("text", text=word("input", content))
    kind = content.get("type", "text")
    if kind == "text":
        return Part("text", text=word("input", content.get("text")))
    if kind not in ("image", "document"):
        raise invalid("input", f"'{str(kind)[:40]}' is not read by the demo engine; it reads text, image and document.")
    mime = word("input", pick(content, "mime_type")) or ("image/jpeg" if kind == "image" else "application/pdf")
    return attachment(mime, data=word("input", content.get("data")), uri=word("input", content.get("uri")))


def _form(body: Table, config: Table, model: Model) -> Form | None:
    """The picture that is asked for; None for a model that writes. ``response_format`` is an object or a list."""
    given = pick(body, "response_format")
    entries = given if isinstance(given, list) else [given] if given is not None else []
    makes = "text" if model.writes else "image"
    picture: Table | None = None if entries else table(config, "image_config")  # the older spelling
    for entry in entries:
        if not isinstance(entry, dict):
            raise invalid("response_format", "it must be an object or a list of objects.")
        kind = entry.get("type", makes)
        if kind not in ("text", makes):
            raise invalid("response_format.type", f"{model.id} answers with {makes}, not with '{str(kind)[:40]}'.")
        if kind == "text" and (pick(entry, "schema") or pick(entry, "mime_type") not in (None, "text/plain")):
            raise invalid("response_format.schema", "the demo engine writes plain text, not JSON.")
        if kind == "image" and picture is None:
            picture = entry
    if model.writes:
        return None
    if picture is None:
        raise invalid("response_format.type", f"the demo engine answers with image only for {model.id}.")
    choice("response_format.delivery", pick(picture, "delivery"), ("inline",), "inline")
    return Form(
        ratio=choice("response_format.aspect_ratio", pick(picture, "aspect_ratio"), model.ratios, ""),
        size=choice("response_format.image_size", pick(picture, "image_size"), model.sizes, model.default_size),
        mime=choice("response_format.mime_type", pick(picture, "mime_type"), tuple(PICTURE_MIMES), "image/jpeg"),
    )


def _labels(given: object) -> dict[str, str]:
    """Labels within the limits that the SDK's own type documents."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise invalid("labels", "it must be an object of texts.")
    for key, value in given.items():
        fits = isinstance(value, str) and LABEL_KEY.fullmatch(key) and LABEL_VALUE.fullmatch(value)
        if not fits or key + value != (key + value).lower():
            raise invalid("labels", "use up to 63 lower case letters, digits, _ and -; a key starts with a letter.")
    return given
