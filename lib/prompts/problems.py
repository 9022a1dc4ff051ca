"""check(): what a brief asks for that the library cannot give, every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from lib.domain import Brief, Problem
from lib.errors import shown
from lib.prompts.shapes import Library

MOST_STYLES = 3
"""Styles that one brief may name: a medium, a light, a finish."""


def check(brief: Brief, library: Library) -> tuple[Problem, ...]:
    """Unknown or unfitting preset, subtype and styles, in this order. Empty: the brief can be composed."""
    return (*_preset(brief, library), *_subtype(brief, library), *_styles(brief, library))


def unknown(kind: str, given: str, allowed: Sequence[str], field: str = "") -> Problem:
    """A name that is not among ``allowed``: says so, lists them, and offers the nearest."""
    nearest = next(iter(get_close_matches(shown(given), allowed, n=1)), None)
    mend = f"Did you mean “{nearest}”?" if nearest else "Choose one from the list or leave it out."
    return Problem(field or kind, f"There is no {kind} “{shown(given)}”. {mend}", tuple(allowed), nearest)


def _preset(brief: Brief, library: Library) -> Iterator[Problem]:
    if brief.preset is None:
        return
    fitting = [preset.id for preset in library.presets.values() if preset.job == brief.job]
    preset = library.presets.get(brief.preset)
    if preset is None:
        yield unknown("preset", brief.preset, fitting)
    elif preset.job != brief.job:
        message = f"The preset “{preset.name}” is for {preset.job}, not for {brief.job}. Choose another preset."
        yield Problem("preset", message, tuple(fitting))


def _subtype(brief: Brief, library: Library) -> Iterator[Problem]:
    if brief.subtype is None:
        return
    preset = library.presets.get(brief.preset or "")
    if brief.preset is None:
        yield Problem("subtype", "A subtype belongs to a preset. Choose the preset too, or leave the subtype out.")
    elif preset and brief.subtype not in preset.subtypes:
        yield unknown("subtype", brief.subtype, [*preset.subtypes])


def _styles(brief: Brief, library: Library) -> Iterator[Problem]:
    chosen = tuple(dict.fromkeys(brief.styles))
    fitting = [style.id for style in library.styles.values() if brief.job in style.blocks]
    for style in chosen[:MOST_STYLES]:
        if style not in library.styles:
            yield unknown("style", style, fitting, "styles")
        elif style not in fitting:
            name = library.styles[style].name
            yield Problem("styles", f"The style “{name}” has no words for {brief.job}. Leave it out.", tuple(fitting))
    if len(chosen) > MOST_STYLES:
        message = f"A brief takes up to {MOST_STYLES} styles and this one names {len(chosen)}. Leave some out."
        yield Problem("styles", message)
