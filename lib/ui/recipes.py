"""From what was made back to the brief that makes it again: the same, or at another quality."""

from __future__ import annotations

from dataclasses import replace

from lib import prompts
from lib.catalog import catalog
from lib.domain import Brief, Quality, Setting, Task
from lib.ui import words


def of(task: Task) -> Brief | None:
    """The brief behind a task, for one output; None where its words or its model are no longer known."""
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
    )


def at(brief: Brief, quality: Quality) -> Brief:
    """The same at another quality: its model, and what a quality decides (the size, for one), are decided anew."""
    return free(replace(brief, quality=quality, model=None))


def free(brief: Brief) -> Brief:
    """Without the settings that a quality decides, and without those that its model does not know or allow."""
    model, _ = catalog().choose(brief.job, brief.quality, brief.model)
    known = {name: param for name, param in model.params.items() if not param.quality}
    kept = {name: value for name, value in brief.settings.items() if name in known and known[name].allows(value)}
    return replace(brief, settings=kept)


def _departures(task: Task, model: str | None) -> dict[str, Setting]:
    """The settings in which the person departed from what quality, model and preset would have chosen."""
    _, usual = catalog().choose(task.job, task.quality, model)
    preset = prompts.library().presets.get(task.preset or "")
    usual = {**usual, **(preset.settings if preset else {})}
    return {name: value for name, value in task.settings.items() if name in usual and value != usual[name]}
