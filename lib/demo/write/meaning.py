"""What people say in other words than those of the forms, put as the request that it means (``asked.toml``)."""

from __future__ import annotations

import re
from functools import cache

from lib.demo.write import words
from lib.demo.write.asks import TONE
from lib.demo.write.numbers import NUMBER

POLITE = (  # what may stand in front of a request
    r"^(?:(?:hi|hello|hey|ok|okay|so|now|and|then|well|thanks|great|good|perfect|please|yes|no)\b[\s,.!]*)*"
    r"(?:(?:can|could|would|will) you (?:please )?|please |i (?:would like|want|need)(?: "
    r"you)?(?: to)? |i'd like (?:you to )?|"
    r"let's |let us |we need )?(?:please )?(?:help me (?:to |with )?)?"
)


def meant(text: str) -> str:
    """The turn as a request; as it is where it already is one."""
    for pattern, request in _asked():
        text = pattern.sub(request, text, count=1)
    return text


@cache
def _asked() -> tuple[tuple[re.Pattern[str], str], ...]:
    tongue = words.any_of(tuple(name for row in words.LANGUAGES.values() for name in row))
    slots = {"POLITE": POLITE, "NUMBER": NUMBER, "TONE": TONE, "TONGUE": tongue}
    token = re.compile("|".join(slots))
    return tuple(
        (re.compile(token.sub(lambda found: slots[found[0]], said), re.IGNORECASE), request)
        for said, request in words.ASKED.items()
    )
