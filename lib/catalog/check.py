"""domain(): what a parameter may be, given the others. Controls, checks and docs all ask here; rules only narrow."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.catalog.model import Model, Rule
from lib.domain import Input, Problem, Setting
from lib.errors import shown

MOST = 10
"""Unknown parameters that are named one by one; nobody reads on."""


@dataclass(frozen=True, slots=True)
class Domain:
    """Listed values, or a range (low, high, step); ``unset`` = not to be given; ``why`` = what narrowed it."""

    values: tuple[Setting, ...] = ()
    range: tuple[int, int, int] | None = None
    unset: bool = False
    why: str = ""

    def allows(self, value: Setting) -> bool:
        if self.range is None:
            return value in self.values
        low, high, step = self.range
        return isinstance(value, int) and low <= value <= high and (value - low) % step == 0

    def nearest(self, value: Setting) -> Setting | None:
        """The closest allowed value."""
        if self.range is not None:
            return _clamp(value, self.range) if isinstance(value, int) else self.range[0]
        return closest(value, self.values)


def domain(model: Model, name: str, given: Mapping[str, Setting], inputs: Sequence[Input] = ()) -> Domain:
    """What the parameter ``name`` may be, or how many files the role ``name`` may have, when the rest is as given."""
    if name in model.input:
        return _room(model, name, Counter(one.role for one in inputs))
    param = model.params[name]
    values, unset, why = param.values, False, ""
    for rule in _holding(model, given, inputs):
        if name in rule.allow:
            values, why = tuple(value for value in values if value in rule.allow[name]), rule.why
        if name in rule.unset:
            unset, why = True, rule.why
    return Domain(values, param.range, unset, why)


def preferred(model: Model, given: Mapping[str, Setting], inputs: Sequence[Input]) -> dict[str, Setting]:
    """What takes the place of defaults, with these files and settings."""
    return {name: value for rule in _holding(model, given, inputs) for name, value in rule.prefer.items()}


def _holding(model: Model, given: Mapping[str, Setting], inputs: Sequence[Input]) -> Iterator[Rule]:
    """The rules whose ``when`` holds."""
    counts = Counter(one.role for one in inputs)
    for rule in model.rule:
        if all(
            given.get(name) == wanted if name in model.params else min(counts[name], 1) == wanted
            for name, wanted in rule.when.items()
        ):
            yield rule


def _room(model: Model, role: str, counts: Counter[str]) -> Domain:
    """How many files a role may have beside those of the other roles."""
    most, why = model.input[role].max, ""
    for rule in model.rule:
        if rule.total and role in rule.total.of:
            left = rule.total.max - sum(counts[other] for other in rule.total.of if other != role)
            if left < most:
                most, why = max(0, left), rule.why
    return Domain(range=(0, most, 1), why=why)


def check(
    model: Model, given: Mapping[str, Setting], inputs: Sequence[Input] = ()
) -> tuple[dict[str, Setting], tuple[Problem, ...]]:
    """Complete settings (what was given over the model's defaults), and every problem with what was given."""
    problems = [*_unknown(model, [name for name in given if name not in model.params])]
    settings: dict[str, Setting] = {name: given.get(name, param.default) for name, param in model.params.items()}
    for name, value in list(settings.items()):
        allowed = domain(model, name, settings, inputs)
        if allowed.unset:
            if name in given:
                message = f"{model.params[name].label} cannot be set here: {allowed.why}"
                problems.append(Problem(f"settings.{name}", message))
            del settings[name]
        elif not allowed.allows(value):
            problems.append(_refused(model, name, value, allowed))
    return settings, (*problems, *_files(model, inputs))


def _files(model: Model, inputs: Sequence[Input]) -> Iterator[Problem]:
    """Roles that the model does not know, and those with too many files."""
    roles = tuple(model.input)
    for role, count in Counter(one.role for one in inputs).items():
        if role not in roles:
            message = f"{model.name} takes no file as “{shown(role)}”; it takes {', '.join(roles)}."
            yield Problem("inputs", message, roles, closest(role, roles))
            continue
        allowed = domain(model, role, {}, inputs)
        if not allowed.allows(count):
            most = allowed.nearest(count)
            given = f"{model.name} takes up to {most}, and {count} were given: take some out."
            message = f"{model.input[role].label}: {given}"
            yield Problem("inputs", f"{message} {allowed.why}".strip(), nearest=most)


def _refused(model: Model, name: str, value: Setting, allowed: Domain) -> Problem:
    if allowed.range:
        low, high, step = allowed.range
        offers = f"from {low:,} to {high:,}" + (f" in steps of {step:,}" if step > 1 else "")
    else:
        offers = ", ".join(str(choice) for choice in allowed.values)
    message = f"{model.params[name].label} “{shown(value)}” is not possible with {model.name}; it can be {offers}."
    return Problem(f"settings.{name}", f"{message} {allowed.why}".strip(), allowed.values, allowed.nearest(value))


def _unknown(model: Model, names: Sequence[str]) -> Iterator[Problem]:
    """Parameters that the model does not have: the first few by name, the others by their number."""
    known = tuple(model.params)
    for name in names[:MOST]:
        message = f"{model.name} has no setting “{shown(name)}”; it has {', '.join(known)}."
        yield Problem(f"settings.{shown(name)}", message, known, closest(name, known))
    if len(names) > MOST:
        yield Problem("settings", f"And {len(names) - MOST:,} more settings that {model.name} does not have.")


def closest(value: Setting, choices: tuple[Setting, ...]) -> Setting | None:
    """By magnitude where both have one (17:9 means 16:9, not 7:9; 8K means 4K), else by spelling."""
    if not choices:
        return None
    wanted = _magnitude(value)
    if wanted and all(_magnitude(choice) for choice in choices):
        return min(choices, key=lambda choice: abs(math.log(_magnitude(choice) / wanted)))
    found = difflib.get_close_matches(str(value)[:200], [str(choice) for choice in choices], 1, 0)
    return next(choice for choice in choices if str(choice) == found[0])


def _magnitude(value: Setting) -> float:
    """A ratio as a number, a size as its pixels; 0 for anything else."""
    text = str(value)[:20].upper()
    ratio = re.fullmatch(r"([1-9]\d*):([1-9]\d*)", text)
    if ratio:
        return int(ratio[1]) / int(ratio[2])
    size = re.fullmatch(r"([1-9]\d*)(K?)", text)
    return int(size[1]) * (1024 if size[2] else 1) if size else 0


def _clamp(value: int, limits: tuple[int, int, int]) -> int:
    low, high, step = limits
    return low + round((min(max(value, low), high) - low) / step) * step
