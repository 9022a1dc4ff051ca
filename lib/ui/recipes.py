"""From what was made back to the brief that makes it again: the same, or at another quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lib import prompts
from lib.catalog import Param, catalog, preferred
from lib.domain import Brief, Quality, Setting, Task
from lib.ui import words


def of(task: Task) -> Brief | None:
    """The brief behind a task, for one output at its own door; None where its words or model are no longer known."""
    if task.prompt is None or task.model not in catalog().models:
        return None
    usual, _ = catalog().choose(task.job, task.quality)
    model = None if usual.id == task.model else task.model
    return Brief(
        job=task.job,
        words=words.own_words(task),
        preset=task.preset,
        subtype=task.subtype,
        styles=task.styles,
        quality=task.quality,
        model=model,
        settings=_departures(task, model),
        door=task.door,
        inputs=task.inputs,
        system="".join(span.text for span in task.prompt.system if span.origin == "user").strip(),
    )


def at(brief: Brief, quality: Quality) -> Brief:
    """The same at another quality: its model, and what a quality decides (the size, for one), are decided anew."""
    return free(replace(brief, quality=quality, model=None))


def free(brief: Brief) -> Brief:
    """Without the settings that a quality decides, and without those that its model does not know or allow."""
    model, _ = catalog().choose(brief.job, brief.quality, brief.model)
    own = {name: param for name, param in model.params.items() if not param.quality}
    return replace(brief, settings=_allowed(brief.settings, own))


def possible(brief: Brief) -> Brief:
    """A brief of another day, without what the library or the catalog no longer knows."""
    shelf, models = prompts.library(), catalog().models
    gone = {problem.field for problem in prompts.check(brief, shelf)}
    fits = replace(
        brief,
        preset=None if "preset" in gone else brief.preset,
        subtype=None if gone & {"preset", "subtype"} else brief.subtype,
        styles=tuple(style for style in brief.styles if style in shelf.styles),
        model=brief.model if brief.model in models else None,
    )
    model, _ = catalog().choose(fits.job, fits.quality, fits.model)
    return replace(fits, settings=_allowed(fits.settings, model.params))


def _allowed(settings: Mapping[str, Setting], params: Mapping[str, Param]) -> dict[str, Setting]:
    return {name: value for name, value in settings.items() if name in params and params[name].allows(value)}


def _departures(task: Task, model: str | None) -> dict[str, Setting]:
    """The settings in which the person departed from what quality, model and preset would have chosen."""
    chosen, usual = catalog().choose(task.job, task.quality, model)
    preset = prompts.library().presets.get(task.preset or "")
    usual = {**usual, **(preset.settings if preset else {}), **preferred(chosen, usual, task.inputs)}
    return {name: value for name, value in task.settings.items() if name in usual and value != usual[name]}
