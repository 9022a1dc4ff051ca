"""To go on: of an answer that broke off, the rest of just that answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lib.demo.write.question import VARIANTS, Question

ASKED = re.compile(r"^(?:continue|go on|keep going|carry on|and then|what happens next|next|write on)\b", re.IGNORECASE)


def rest(question: Question, write: Callable[[Question], str]) -> str:
    """What was still to come of the answer before the last turn, where that asks to go on; "" when it had ended.

    It may have been asked for in several turns. Which seed it was written with is not known: each is tried.
    """
    turns, written = question.turns, ""
    while len(turns) > 2 and ASKED.match(turns[-1].text.strip()) and turns[-2].role == "model":
        written, turns = turns[-2].text + written, turns[:-2]
    given = _bare(written)
    if not given:
        return ""
    for seed in dict.fromkeys((question.seed, *range(VARIANTS))):
        whole = write(replace(question, turns=turns, seed=seed))
        if _bare(whole).startswith(given):
            return _after(whole, len(given))
    return ""


def _bare(text: str) -> str:
    """Without the blanks, which are lost where an answer is cut and kept."""
    return "".join(text.split())


def _after(text: str, letters: int) -> str:
    """What follows the first so many letters."""
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    return text[places[letters - 1] + 1 :].strip()
