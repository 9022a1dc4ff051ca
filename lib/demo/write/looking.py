"""Looking longer at a picture: a description of any length, and the colour of one thing in it; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, permutations, zip_longest

from lib.demo.write import fit, words
from lib.demo.write.limits import Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

DETAILED = re.compile(r"\b(?:in (?:great |more )?detail|detailed|at length|thorough(?:ly)?)\b", re.IGNORECASE)
_USUAL = Span(140, 180)  # words of a detailed description
_WORDS_OF_A_PARAGRAPH = 80
_PART = re.compile(
    r"\b(?:an?|the|two|three) (?:[a-z-]+ ){0,2}?[a-z-]+(?= (?:[a-z]+ing|[a-z]+ed)\b| (?:on|in|at|of|by|with|"
    r"and|under|over|beside|behind|before|near|from|against|between|along|next|across|to)\b|[,.;]|$)"
)
_COLOUR = words.any_of(words.COLOURS)
_ASKED = re.compile(
    r"\bwhat colou?r (?:is|are|has|have|does|do) (?:the |this |that |these |those |my |our |his |her |its )?"
    r"(?P<thing>[a-z][a-z -]*?)(?: (?:have|in|on|at|here|there)\b.*)?\s*\??$",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    rf"^(?:is|are) (?:the|this|that|these|those) (?P<thing>[a-z][a-z -]*?) (?P<colour>{_COLOUR})\s*\??$", re.IGNORECASE
)
_WHOLE = re.compile(r"(?:picture|image|photo\w*|painting|it|colou?rs?)$", re.IGNORECASE)


def coloured(said: str, painted: str, palette: str) -> str:
    """The answer to a question about the colour of one thing, from the words of the picture; "" when none is asked.

    A colour is only told where it stands in front of the very thing ("a red bicycle"), else ``palette`` is.
    """
    asked = _ASKED.search(said.strip()) or _WHETHER.search(said.strip())
    if not asked or _WHOLE.match(asked["thing"]):
        return ""
    thing = asked["thing"].strip().lower()
    found = re.search(
        rf"((?:(?:dark|light|pale|bright|deep) )?{_COLOUR})(?: [a-z-]+)?? {re.escape(thing)}\b", painted, re.I
    )
    are = "are" if thing.endswith("s") and not thing.endswith("ss") else "is"
    if not found:
        return f"Nothing that is known of the picture says what colour the {thing} {are}. {palette}"
    colour = found[1].lower()
    if "colour" not in asked.groupdict():
        return f"The {thing} {are} {colour}."
    return f"{'Yes' if asked['colour'].lower() in colour else 'No'}, the {thing} {are} {colour}."


def described(task: Task, muse: Muse, first: Sequence[str], facts: Mapping[str, str], colours: Sequence[str]) -> str:
    """A description in the asked length; ``first`` is what is measured, ``facts`` give what, shape and light."""
    limits = task.limits
    said = fit.prose(first, _pool(muse, facts, colours), [], limits, _USUAL)
    number = max(1, sum(map(fit.count, said)) // _WORDS_OF_A_PARAGRAPH)
    return fit.paragraphs(said, limits.paragraphs.aim if limits.paragraphs else number)


def _pool(muse: Muse, facts: Mapping[str, str], colours: Sequence[str]) -> Iterator[str]:
    """The sentences of every part of it by turns, so that a short text has something of each."""
    table = {name: said["said"] for name, said in words.LOOKING.items()}
    what = facts["what"]
    parts = list(dict.fromkeys(_PART.findall(what))) if what else []
    sources = [
        _filled(muse, table["what"], [{"what": what}] if what else []),
        _filled(muse, table["part"], [{"part": part} for part in parts]),
        _filled(muse, table["colour"], [{"colour": one} for one in colours]),
        _filled(muse, table["pair"], [{"colour": one, "other": two} for one, two in permutations(colours, 2)]),
        _filled(muse, table["light"], [{"light": facts["light"]}] if facts["light"] else []),
        _filled(muse, table[facts["shape"]], [{}]),
        _filled(muse, table["any"], [{}]),
    ]
    return filter(None, chain.from_iterable(zip_longest(*sources, fillvalue="")))


def _filled(muse: Muse, patterns: Sequence[str], slots: Sequence[Mapping[str, str]]) -> list[str]:
    """Every pattern with every filling, no pattern twice before all have had their turn."""
    mixed = muse.mixed(patterns)
    return [
        large(pattern.format(**slots[(at + turn) % len(slots)]))
        for turn in range(len(slots))
        for at, pattern in enumerate(mixed)
    ]
