"""What a POST of an interaction asks for: from any body that the service would take to one exact, checked shape.

Tolerant in form (both casings at every level, unknown fields ignored, input as text, content or steps; facts/wire.md
§0.7 and §6), strict in values: what the service refuses is refused with 400 and the name of the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.demo import faults, tokens
from lib.demo.errors import invalid
from lib.demo.faults import Fault
from lib.demo.rules import Model, find, rules

MIMES = {"image/jpeg": "jpeg", "image/png": "png"}
TIERS = ("standard", "flex", "priority", "deferred")
NOT_SERVED = (
    "agent",
    "stream",
    "tools",
    "previous_interaction_id",
    "continuation_token",
    "cached_content",
    "environment",
    "webhook_config",
)
"""Fields of the real service that would change the answer; refused rather than silently ignored."""
LABEL_KEY, LABEL_VALUE = re.compile(r"[^\W\d_][\w-]{0,62}"), re.compile(r"[\w-]{0,63}")
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request for one picture. ``texts`` are the words as sent; ``text`` is what they ask to paint."""

    model: str
    texts: tuple[str, ...]
    system: str
    ratio: str
    size: str
    mime: str
    level: str
    max_output: int
    seed: int | None
    summaries: bool
    background: bool
    store: bool
    tier: str
    labels: Mapping[str, str]
    task: str
    fault: Fault

    @property
    def text(self) -> str:
        """The prompt: all texts, the system instruction last, without fault words."""
        return "\n".join(filter(None, (faults.cut(text) for text in (*self.texts, self.system))))

    @property
    def image_tokens(self) -> int:
        """What the picture itself takes of ``max_output``."""
        return self.rule.image_tokens[self.size]

    @property
    def rule(self) -> Model:
        return rules().models[self.model]

    @classmethod
    def from_json(cls, table: Table) -> Asked:
        return cls(**{**table, "texts": tuple(table["texts"]), "fault": Fault(**table["fault"])})


def read(body: object, headers: Mapping[str, str]) -> Asked:
    """Check a decoded body. Raises ApiError (400; 404 for the model) for the first thing wrong with it."""
    if not isinstance(body, dict):
        raise invalid("body", "the request must be a JSON object.")
    for name in NOT_SERVED:
        if pick(body, name):
            raise invalid(name, "the demo engine does not serve this yet; it serves pictures from text.")
    name = pick(body, "model")
    if not isinstance(name, str):
        raise invalid("model", f"name a model; the demo engine serves {', '.join(rules().models)}.")
    model = find(name)
    texts = _texts(pick(body, "input"))
    config = _table(body, "generation_config")
    picture = _picture(body, config)
    labels = _labels(pick(body, "labels"))
    system = pick(body, "system_instruction") or ""
    if not isinstance(system, str):
        raise invalid("system_instruction", "it must be text.")
    asked = Asked(
        model=model.id,
        texts=tuple(_clean(text) for text in texts),
        system=_clean(system),
        **_format(picture, model),
        **_generation(config, model),
        background=_flag(body, "background", False),
        store=_flag(body, "store", True),
        tier=_choice("service_tier", pick(body, "service_tier"), TIERS, "standard"),
        labels=labels,
        task=headers.get("x-studio-task", "")[:200] or labels.get("task", ""),
        fault=faults.find("\n".join((*texts, system)), headers.get(faults.HEADER, "")),
    )
    if asked.background and not asked.store:
        raise invalid("background", "a background interaction must be stored: leave store out or set it to true.")
    length = tokens.count(asked.text)
    if length > model.input_tokens:
        raise invalid("input", f"it has {length} tokens; {model.id} takes at most {model.input_tokens}.")
    return asked


def pick(table: Table, name: str) -> Any:
    """A field by its snake_case name, in either spelling; None when absent."""
    if name in table:
        return table[name]
    head, *rest = name.split("_")
    return table.get(head + "".join(part.title() for part in rest))


def _texts(given: object) -> list[str]:
    """The texts of an input: a string, one content, a list of contents, or a list of steps that hold contents."""
    texts: list[str] = []
    for item in given if isinstance(given, list) else [given]:
        content = item.get("content") if isinstance(item, dict) and item.get("type") == "user_input" else item
        texts += [_text(part) for part in (content if isinstance(content, list) else [content])]
    if not any(text.strip() for text in texts):
        raise invalid("input", "it is empty: say what is to be made.")
    return texts


def _text(content: object) -> str:
    if isinstance(content, dict):
        kind = content.get("type", "text")
        if kind != "text":
            raise invalid("input", f"'{str(kind)[:40]}' is not served by the demo engine yet; it reads text.")
        content = content.get("text")
    if content is not None and not isinstance(content, str):
        raise invalid("input", "a text must be a string.")
    return content or ""


def _picture(body: Table, config: Table) -> Table:
    """The image entry of ``response_format`` (object or list), else the older ``generation_config.image_config``."""
    given = pick(body, "response_format")
    entries = given if isinstance(given, list) else [given] if given is not None else []
    for entry in entries:
        if not isinstance(entry, dict):
            raise invalid("response_format", "it must be an object or a list of objects.")
        kind = entry.get("type", "image")
        if kind == "image":
            return entry
        if kind != "text":
            raise invalid("response_format.type", f"this model answers with image, not with '{str(kind)[:40]}'.")
    if entries:
        raise invalid("response_format.type", "the demo engine answers with image only so far.")
    return _table(config, "image_config")


def _format(picture: Table, model: Model) -> dict[str, Any]:
    _choice("response_format.delivery", pick(picture, "delivery"), ("inline",), "inline")
    return {
        "ratio": _choice("response_format.aspect_ratio", pick(picture, "aspect_ratio"), model.ratios, "1:1"),
        "size": _choice("response_format.image_size", pick(picture, "image_size"), model.sizes, model.default_size),
        "mime": _choice("response_format.mime_type", pick(picture, "mime_type"), tuple(MIMES), "image/jpeg"),
    }


def _generation(config: Table, model: Model) -> dict[str, Any]:
    level = pick(config, "thinking_level")
    if level is not None and not model.levels:
        raise invalid("generation_config.thinking_level", f"{model.id} always thinks; it takes no level.")
    level = level.lower() if isinstance(level, str) else level
    summaries = pick(config, "thinking_summaries")
    return {
        "level": _choice("generation_config.thinking_level", level, model.levels, model.default_level),
        "max_output": _whole(config, "max_output_tokens", 1, model.output_tokens) or model.output_tokens,
        "seed": _whole(config, "seed", -(2**31), 2**31 - 1),
        "summaries": _choice("generation_config.thinking_summaries", summaries, ("auto", "none"), "auto") == "auto",
    }


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


def _table(holder: Table, name: str) -> Table:
    given = pick(holder, name)
    if given is not None and not isinstance(given, dict):
        raise invalid(name, "it must be an object.")
    return given or {}


def _choice(field: str, given: object, allowed: tuple[str, ...], default: str) -> str:
    if given is None:
        return default
    if given not in allowed:
        raise invalid(field, f"'{str(given)[:40]}' is not allowed; use {', '.join(allowed)}.")
    return str(given)


def _whole(config: Table, name: str, low: int, high: int) -> int | None:
    given = pick(config, name)
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not low <= given <= high:
        raise invalid(f"generation_config.{name}", f"it must be a whole number from {low} to {high}.")
    return given


def _flag(body: Table, name: str, default: bool) -> bool:
    given = pick(body, name)
    if given is None:
        return default
    if not isinstance(given, bool):
        raise invalid(name, "it must be true or false.")
    return given


def _clean(text: str) -> str:
    """The text as something that can be written down: a lone surrogate, legal in JSON, becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
