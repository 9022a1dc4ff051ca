"""prepare(): everything that can be known before money moves, in one pass and without raising."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from lib import catalog, costs, gate, prompts, providers
from lib.briefs import context, words
from lib.catalog import Model
from lib.domain import Actor, Brief, Prepared, Problem, Prompt, Request
from lib.errors import NOTHING, InvalidRequest, ModelUnavailable, NotFound, Refusal

MOST = 8
"""Outputs that one request may ask for."""


def prepare(brief: Brief, actor: Actor) -> Prepared:
    """Compose, check, quote. Every problem is named at once; a refusal of the gate is foreseen, not raised."""
    library = prompts.library()
    problems = list(prompts.check(brief, library))
    prompt = Prompt(()) if problems else prompts.compose(brief, library)
    try:
        model, settings = catalog.catalog().choose(brief.job, brief.quality, brief.model)
    except InvalidRequest as error:
        return Prepared(prompt, brief.model or "", {}, problems=(*problems, *error.problems))
    usual = {**settings, **_of_preset(brief, model), **catalog.preferred(model, settings, brief.inputs)}
    settings, wrong = catalog.check(model, {**usual, **brief.settings}, brief.inputs)
    found = context.files(brief, actor)
    problems += [*wrong, *context.problems(brief.inputs, found, model), *_count(brief), *_for_texts(brief)]
    problems += _text(brief, prompt, model)
    try:
        before = context.previous(brief, actor) if brief.job == "text" else None
    except NotFound as error:
        problems.append(Problem("previous", f"{error} {NOTHING}"))
    except InvalidRequest as error:
        problems += error.problems
    if problems:
        return Prepared(prompt, model.id, settings, problems=tuple(problems))
    given = context.context(actor, found, brief.inputs, before)
    if overfull := context.overfull(model, prompt.said, given):
        return Prepared(prompt, model.id, settings, problems=(overfull,))
    request = Request(
        job=brief.job,
        model=model.id,
        door=brief.door or providers.door(),
        prompt=prompt,
        settings=settings,
        actor=actor,
        n=brief.n,
        tier=brief.tier,
        quality=brief.quality,
        preset=brief.preset,
        subtype=brief.subtype,
        styles=brief.styles,
        inputs=brief.inputs,
        context=given,
        previous=brief.previous,
    )
    return _priced(request, model)


def _priced(request: Request, model: Model) -> Prepared:
    known = Prepared(request.prompt, model.id, request.settings)
    try:
        if model.status == "shutdown":
            raise ModelUnavailable(f"{model.name} was shut down. Nothing was charged: choose another model.")
        at = datetime.now(UTC).date()
        quote = costs.quote(model, request.settings, request.prompt.said, n=request.n, context=request.context, at=at)
    except Refusal as refusal:
        return replace(known, refusal=refusal)
    return replace(known, request=request, quote=quote, refusal=gate.foresee(request, quote))


def _of_preset(brief: Brief, model: Model) -> dict[str, str | int]:
    """Settings that the preset brings, as far as the model knows them."""
    preset = prompts.library().presets.get(brief.preset or "")
    return {} if preset is None else {k: v for k, v in preset.settings.items() if k in model.params}


def _text(brief: Brief, prompt: Prompt, model: Model) -> list[Problem]:
    found = (words.problem(brief.words, brief.job), words.of_system(brief.system))
    if any(found):
        return [one for one in found if one]
    count = costs.tokens(prompt.said)
    if count > model.input_tokens:
        fits = len(prompt.text) * model.input_tokens // count // 1000 * 1000
        return [
            Problem(
                "prompt",
                f"The prompt is about {count:,} tokens long and {model.name} reads {model.input_tokens:,}. "
                f"Shorten it to about {fits:,} characters. Nothing was charged.",
            )
        ]
    return []


def _for_texts(brief: Brief) -> list[Problem]:
    """What only a text can do something with, given to another job."""
    if brief.job == "text":
        return []
    given = {
        "system": (brief.system.strip(), "A system instruction"),
        "previous": (brief.previous, "An earlier answer"),
    }
    return [
        Problem(field, f"{name} is for texts only. Leave it out; nothing was charged.")
        for field, (value, name) in given.items()
        if value
    ]


def _count(brief: Brief) -> list[Problem]:
    if 1 <= brief.n <= MOST:
        return []
    nearest = min(max(brief.n, 1), MOST)
    message = f"Ask for 1 to {MOST} at a time. Nothing was charged."
    return [Problem("n", message, tuple(range(1, MOST + 1)), nearest)]
