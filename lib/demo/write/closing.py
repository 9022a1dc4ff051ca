"""The closing paragraph of a turn that only sets limits: conditions that hold unless the person says otherwise."""

from __future__ import annotations

import re

from lib.demo.write.limits import Read
from lib.demo.write.numbers import NUMBER, value

_MARK = re.compile(r"(?:^|\n\s*\n)\s*unless (?:asked|told|said) otherwise\s*[:,]\s*", re.IGNORECASE)
_GAP = re.compile(r"\n[^\S\n]*\n")
_STARTS = re.compile(
    rf"(?:at most|at least|about|around|exactly|no|not|under|max(?:imum)?|up to|each|every|keep|only|in|{NUMBER})\b",
    re.IGNORECASE,
)
_LONGEST = 40  # words; what is longer says more than limits
_SAME = {
    "slogan": "tagline",
    "claim": "tagline",
    "strapline": "tagline",
    "title": "headline",
    "post": "caption",
    "point": "bullet",
    "frame": "panel",
    "scene": "panel",
    "shot": "panel",
    "line": "row",
}
_NUMBERED = re.compile(
    rf"(?<![\w.,–-])({NUMBER})(?:\s+(?:short|new|good|different|quiet|warm|strong|single|numbered|bullet))?\s+"
    r"([a-z-]+?)(?:ies|e?s)?\b(?!\s*(?:of a|per))",
    re.IGNORECASE,
)


def parted(text: str) -> tuple[str, str]:
    """What the person says, and the limits that stand behind it ("" when there are none)."""
    if marks := list(_MARK.finditer(text)):
        return text[: marks[-1].start()].strip(), text[marks[-1].end() :].strip()
    gaps = list(_GAP.finditer(text))
    if not gaps:
        return text, ""
    before, last = text[: gaps[-1].start()].strip(), text[gaps[-1].end() :].strip()
    return (before, last) if before and _only_limits(last) else (text, "")


def _only_limits(paragraph: str) -> bool:
    said = paragraph[:400].split()
    if not said or len(said) > _LONGEST or len(paragraph) > 400:
        return False
    starts = (one for one in re.split(r"(?<=[.;!?])\s+", paragraph) if one)
    return all(_STARTS.match(one) for one in starts) and Read.of(paragraph).text.strip() != paragraph.strip()


def counts(said: str) -> dict[str, int]:
    """How many of what, by the singular of its noun: "four bullets with up to three hashtags"."""
    found: dict[str, int] = {}
    for match in _NUMBERED.finditer(said[:3_000]):
        noun = match[2].lower()
        found[_SAME.get(noun, noun)] = max(1, min(value(match[1]), 60))
    return found
