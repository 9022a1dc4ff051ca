"""The dialect of generateContent: contents of parts, camelCase above and either casing below (facts/wire.md §3, §5)."""

from __future__ import annotations

from collections.abc import Mapping

from lib.demo.asked import Asked, Form, Part, Turn, attachment, conversation, generation, told_to_fail
from lib.demo.asked.fields import Table, choice, flag, pick, table, whole, word, words
from lib.demo.errors import invalid
from lib.demo.rules import Model, find

NOT_SERVED = ("tools", "cached_content", "continuation_token")
"""Fields of the real service that would change the answer; refused rather than silently ignored."""
PLAIN = ("response_schema", "response_json_schema")
"""Fields that ask for an answer in JSON."""


def read(name: str, body: object, headers: Mapping[str, str], *, stream: bool) -> Asked:
    """Check a decoded body for the model of the path. Raises ApiError (400; 404 for the model)."""
    model = find(name)
    holder = _object(body)
    for field in NOT_SERVED:
        if pick(holder, field):
            raise invalid(field, "the demo engine does not serve this yet; it serves texts and pictures.")
    if stream and not model.writes:
        raise invalid("model", f"{model.id} makes pictures; the demo engine streams texts only.")
    config = table(holder, "generation_config")
    thinking = table(config, "thinking_config")
    _check_format(config, model)
    turns = conversation(_turns(holder), model)
    system = _system(holder)
    return Asked(
        model=model.id,
        turns=turns,
        system=system,
        form=None if model.writes else _form(config, model),
        **generation(config, thinking, model),
        summaries=flag(thinking, "include_thoughts", False),
        stream=stream,
        store=False,
        tier=word("service_tier", pick(holder, "service_tier")) or "standard",
        task=headers.get("x-studio-task", "")[:200],
        fault=told_to_fail(turns, system, headers),
    )


def counted(name: str, body: object, headers: Mapping[str, str]) -> Asked:
    """What ``countTokens`` is to count: any contents, also those that nobody would send. Raises ApiError as above."""
    model, holder = find(name), _object(body)
    holder = table(holder, "generate_content_request") or holder
    turns, system = tuple(_turns(holder)), _system(holder)
    return Asked(
        model=model.id,
        turns=turns,
        system=system,
        level=model.default_level,
        max_output=model.output_tokens,
        seed=None,
        store=False,
        fault=told_to_fail(turns, system, headers),
    )


def _turns(holder: Table) -> list[Turn]:
    """The turns of ``contents``: one object or a list of them."""
    given = pick(holder, "contents")
    turns = []
    for item in given if isinstance(given, list) else [given]:
        content = _object(item, "contents")
        role = choice("contents.role", content.get("role"), ("user", "model"), "user")
        turns.append(Turn("model" if role == "model" else "user", _parts(content)))
    return turns


def _system(holder: Table) -> str:
    given = pick(holder, "system_instruction")
    parts = _parts(_object(given, "system_instruction")) if given is not None else ()
    return "\n".join(part.text for part in parts)


def _parts(content: Table) -> tuple[Part, ...]:
    given = content.get("parts")
    return tuple(
        _part(part)
        for part in (_object(one, "contents.parts") for one in (given if isinstance(given, list) else [given]))
        if not part.get("thought")  # a history sent back whole has the summaries of its thoughts
    )


def _part(part: Table) -> Part:
    if inline := table(part, "inline_data"):
        return attachment(_mime(inline), data=word("contents.parts", inline.get("data")))
    if file := table(part, "file_data"):
        return attachment(_mime(file), uri=word("contents.parts", pick(file, "file_uri")))
    return Part("text", text=word("contents.parts", part.get("text")))


def _mime(blob: Table) -> str:
    return word("contents.parts", pick(blob, "mime_type"))


def _form(config: Table, model: Model) -> Form:
    wanted = table(config, "image_config")
    field = "generation_config.image_config."
    return Form(
        ratio=choice(field + "aspect_ratio", pick(wanted, "aspect_ratio"), model.ratios, ""),
        size=choice(field + "image_size", pick(wanted, "image_size"), model.sizes, model.default_size),
        mime="image/png",
    )


def _check_format(config: Table, model: Model) -> None:
    """Refuse what would need an answer of another kind. Raises ApiError 400."""
    field = "generation_config."
    for name in PLAIN:
        if pick(config, name):
            raise invalid(field + name, "the demo engine writes plain text, not JSON.")
    choice(field + "response_mime_type", pick(config, "response_mime_type"), ("text/plain",), "text/plain")
    whole(field + "candidate_count", pick(config, "candidate_count"), 1, 1)
    makes = "text" if model.writes else "image"
    wanted = words(field + "response_modalities", pick(config, "response_modalities"), 4)
    if wanted and makes not in [one.lower() for one in wanted]:
        raise invalid(field + "response_modalities", f"{model.id} answers with {makes}.")


def _object(given: object, field: str = "body") -> Table:
    if not isinstance(given, dict):
        raise invalid(field, "it must be an object.")
    return given
