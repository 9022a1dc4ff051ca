"""The closing paragraph of a turn that only sets limits: conditions that hold unless the person says otherwise."""

from __future__ import annotations

import re

from lib.demo.write.limits import Read
from lib.demo.write.numbers import NUMBER, value
from lib.demo.write.subject import singular

_MARK = re.compile(r"(?:^|\n\n)unless (?:asked|told|said) otherwise\s*[:,]\s*", re.IGNORECASE)
_STARTS = re.compile(
    rf"(?:at most|at least|about|around|exactly|no|not|under|max(?:imum)?|up to|each|every|keep|only|in|{NUMBER})\b",
    re.IGNORECASE,
)
_TAIL = 1_200  # characters at the end, in which limits are looked for
_READ = 16_000  # characters before that; a program that works by rules need not read a whole book
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
_BARE = re.compile(
    rf"^(?:please )?(?:write|give me|make|suggest|find)(?: me)? ({NUMBER})(?= for\b| about\b|$)", re.IGNORECASE
)
_NUMBERED = re.compile(
    rf"(?<![\w.,–-])({NUMBER})(?:\s+(?:short|new|good|different|quiet|warm|strong|single|numbered|bullet))?\s+"
    r"([a-z-]+)\b(?!\s*(?:of a|per))",
    re.IGNORECASE,
)


def parted(text: str) -> tuple[str, str]:
    """What the person says, and the limits that stand behind it ("" when there are none)."""
    rest, tail = text[:-_TAIL][:_READ], re.sub(r"\s*\n\s*\n\s*", "\n\n", text[-_TAIL:])
    if marks := list(_MARK.finditer(tail)):
        return (rest + tail[: marks[-1].start()]).strip(), tail[marks[-1].end() :].strip()
    before, gap, last = tail.rpartition("\n\n")
    said = (rest + before).strip()
    return (said, last.strip()) if gap and said and _only_limits(last.strip()) else (rest + text[-_TAIL:], "")


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
        noun = singular(match[2].lower())
        found[_SAME.get(noun, noun)] = max(1, min(value(match[1]), 60))
    if bare := _BARE.match(said):
        found["item"] = max(1, min(value(bare[1]), 60))
    return found
