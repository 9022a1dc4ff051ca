"""The figures that the engine reports of a call. They vary with the words, and are the same for the same call.

Thinking and pace are drawn from the words, so that no two prompts cost quite the same; ``rules.toml`` has the ranges.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lib.demo import tokens
from lib.demo.asked import Asked


def draw(*words: object) -> float:
    """A number from 0 up to 1 that only these words decide."""
    digest = hashlib.sha256("\0".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


@dataclass(frozen=True, slots=True)
class Bill:
    """Tokens of one interaction by what they were: words in, thinking, picture out."""

    text_in: int = 0
    thoughts: int = 0
    image_out: int = 0

    def usage(self) -> dict[str, object]:
        """The ``usage`` object of an interaction; totals equal the sums of their lists (facts/wire.md §6)."""
        return {
            "total_input_tokens": self.text_in,
            "total_output_tokens": self.image_out,
            "total_thought_tokens": self.thoughts,
            "total_cached_tokens": 0,
            "total_tool_use_tokens": 0,
            "total_tokens": self.text_in + self.thoughts + self.image_out,
            "input_tokens_by_modality": _by("text", self.text_in),
            "output_tokens_by_modality": _by("image", self.image_out),
            "cached_tokens_by_modality": [],
            "tool_use_tokens_by_modality": [],
        }


def bill(asked: Asked, status: str) -> Bill:
    """What an ended interaction used; one that was cancelled or failed made nothing that could be billed as output."""
    if status == "cancelled":
        return Bill()
    words = tokens.count(asked.text)
    if status == "failed":
        return Bill(words)
    fewest, most = asked.rule.thoughts[asked.level]
    thoughts = fewest + int(draw("thoughts", asked.model, asked.level, asked.text) * (most - fewest + 1))
    image = asked.image_tokens if status == "completed" else 0
    return Bill(words, min(thoughts, asked.max_output - image), image)


def seconds(asked: Asked) -> float:
    """How long this picture takes at speed 1: the model's pace at that size, ±20 % by the words."""
    return asked.rule.seconds[asked.size] * (0.8 + 0.4 * draw("pace", asked.model, asked.text))


def _by(modality: str, tokens: int) -> list[dict[str, object]]:
    return [{"modality": modality, "tokens": tokens}] if tokens else []
