"""What the writer is asked and what it gives back: plain frozen values, all that the engine's protocol has to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

VARIANTS = 16
"""Seeds with which the engine has a question answered, where the request names none."""


@dataclass(frozen=True)
class Attachment:
    """A picture or a document that came with a turn, as facts that a program can measure.

    Facts of an image: ``width`` and ``height`` in pixels, ``colours`` (names), ``light``, ``painted`` (the words that
    the demo engine painted in it, or ""). Facts of a document: ``pages`` (int) and ``text``. Any may be missing.
    """

    kind: Literal["image", "document"]
    title: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    role: Literal["user", "model"]
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Question:
    """A conversation whose last turn is the user's. Another ``seed`` gives another answer to the same question."""

    turns: tuple[Turn, ...]
    system: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Written:
    """An answer, and one to three short paragraphs on how it was gone about."""

    text: str
    thoughts: tuple[str, ...]
