"""What the official guidance forbids and a machine can see, in the words of presets and styles. Each with its mend.

The person's own words are never held to this: they stay, and the composer remarks on them at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.domain import Job
from lib.prompts import phrases


@dataclass(frozen=True, slots=True)
class _Rule:
    """For one job: what must not be said, why and what instead. ``spared``: the slot where it belongs."""

    job: Job
    pattern: re.Pattern[str]
    mend: str
    spared: str = ""


def _said(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


_RULES = (
    _Rule(
        "image",
        _said(*(word.replace(" ", r"[\s-]") for word in phrases.BOOSTERS)),
        "does nothing to current models; name a light, a lens or a material instead",
    ),
    _Rule(
        "image",
        _said("no", "without", "never", "avoid", "do not", "don['’]t"),
        "says what is missing, and image models take no exclusions; say what is there instead",
    ),
    _Rule(
        "text",
        _said(
            "step[ -]by[ -]step",
            "chain of thought",
            r"think (?:it|first|hard|carefully|aloud)",
            r"show your (?:thinking|reasoning)",
        ),
        "asks for reasoning, which is a setting; take it out and set thinking under settings",
    ),
    _Rule(
        "text",
        _said(
            *("no", "without", "never", "avoid", "do not", "don['’]t", "at most", "at least", "up to", "exactly"),
            *(r"(?:more|fewer|less|longer) than \w+", r"\d+[ -](?:words?|characters?|sentences?|lines?|bullets?)"),
        ),
        "sets a limit, and early ones are dropped; move it to limits",
        spared="limits",
    ),
)
"""Sources: https://ai.google.dev/gemini-api/docs/image-generation for pictures,
https://ai.google.dev/gemini-api/docs/prompting-strategies for texts."""


def fault(job: Job, slot: str, text: str) -> str | None:
    """What is wrong with the words of a slot, as a sentence; None when nothing is."""
    for rule in _RULES:
        if rule.job == job and rule.spared != slot and (found := rule.pattern.search(text)):
            return f"“{found[0]}” {rule.mend}."
    return None
