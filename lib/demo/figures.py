"""The figures that the engine reports of a call. They vary with the words, and are the same for the same call.

Thinking and pace are drawn from the words, so that no two prompts cost quite the same; ``rules.toml`` has the ranges.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lib.demo import faults, tokens
from lib.demo.asked import Asked, Turn


def draw(*words: object) -> float:
    """A number from 0 up to 1 that only these words decide."""
    digest = hashlib.sha256("\0".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


@dataclass(frozen=True, slots=True)
class Bill:
    """Tokens of one call by what they were: given, thought, made."""

    text_in: int = 0
    image_in: int = 0
    document_in: int = 0
    thoughts: int = 0
    text_out: int = 0
    image_out: int = 0

    @property
    def given(self) -> dict[str, int]:
        """Input by modality, without those of which there was none."""
        return _some(text=self.text_in, image=self.image_in, document=self.document_in)

    @property
    def made(self) -> dict[str, int]:
        """Output by modality, likewise; thinking is counted apart."""
        return _some(text=self.text_out, image=self.image_out)

    def usage(self) -> dict[str, object]:
        """The ``usage`` object of an interaction; totals equal the sums of their lists (facts/wire.md §6)."""
        given, made = sum(self.given.values()), sum(self.made.values())
        return {
            "total_input_tokens": given,
            "total_output_tokens": made,
            "total_thought_tokens": self.thoughts,
            "total_cached_tokens": 0,
            "total_tool_use_tokens": 0,
            "total_tokens": given + self.thoughts + made,
            "input_tokens_by_modality": _listed(self.given),
            "output_tokens_by_modality": _listed(self.made),
            "cached_tokens_by_modality": [],
            "tool_use_tokens_by_modality": [],
        }


def given(asked: Asked, history: Sequence[Turn] = ()) -> Bill:
    """What goes in: the instruction, the remembered turns and the new ones, with all that was attached."""
    turns = (*history, *asked.turns)
    parts = [part for turn in turns for part in turn.attached]
    words = sum(tokens.count(turn.text) for turn in turns) + tokens.count(faults.cut(asked.system))
    return Bill(
        text_in=words,
        image_in=sum(part.tokens for part in parts if part.kind == "image"),
        document_in=sum(part.tokens for part in parts if part.kind == "document"),
    )


def thoughts(asked: Asked) -> int:
    """Tokens of thinking: within the range of the level, never more than the output may have."""
    fewest, most = asked.rule.thoughts[asked.level]
    drawn = fewest + int(draw("thoughts", asked.model, asked.level, asked.text) * (most - fewest + 1))
    return min(drawn, asked.max_output)


def seconds(asked: Asked) -> float:
    """How long at speed 1 a picture takes, or the thinking before a text: the model's pace, ±20 % by the words."""
    pace = asked.rule.seconds[asked.form.size] if asked.form else asked.rule.first_text[asked.level]
    return pace * (0.8 + 0.4 * draw("pace", asked.model, asked.text))


def _some(**counts: int) -> dict[str, int]:
    return {modality: count for modality, count in counts.items() if count}


def _listed(counts: dict[str, int]) -> list[dict[str, object]]:
    return [{"modality": modality, "tokens": count} for modality, count in counts.items()]
