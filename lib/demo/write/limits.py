"""How much is asked for: counts, lengths and what they count, read from a sentence and taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lib.demo.write.numbers import NUMBER, value

ABOUT = 0.1  # how far "about 200 words" may be off
_LEAST_WORDS_OF_AN_ITEM = 5  # "three lines under twelve words" can only mean twelve words each


@dataclass(frozen=True)
class Span:
    """From ``low`` to ``high`` inclusive; ``aim`` is where to stop when there is a choice."""

    low: int
    high: int

    @property
    def aim(self) -> int:
        return (self.low + self.high) // 2 if self.low else self.high

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high


@dataclass(frozen=True)
class Limits:
    """``None`` means "not said". ``each`` and ``each_characters`` bind one item, the others the whole answer."""

    words: Span | None = None
    each: Span | None = None
    characters: int | None = None
    each_characters: int | None = None
    sentences: Span | None = None
    paragraphs: Span | None = None
    seconds: int | None = None

    def over(self, base: Limits) -> Limits:
        """These limits, and those of ``base`` where nothing is said here."""
        said = {name: mine for name, mine in vars(self).items() if mine is not None}
        return replace(base, **said)


_BOUND = (
    r"under|fewer than|less than|below|shorter than|at most|max(?:imum)?(?: of)?|maximum|up to|no more than|"
    r"not more than|never more than|no longer than|within|limit(?:ed)? (?:it )?to|exactly|precisely|about|around|"
    r"approximately|roughly|"
    r"circa|ca\.|~|at least|minimum(?: of)?|more than|over"
)
_UNIT = r"words?|characters?|chars?|letters|sentences?|paragraphs?|seconds?|secs?|s\b|minutes?|mins?"
_LIMIT = re.compile(
    rf"(?P<lead>(?:[,;(]?\s*(?:\b(?:and|with|of|in|to|using|keep (?:it|them|each(?: one)?)|make (?:it|them)|each|"
    rf"every (?:one|line)|all|long|is|are|be|a|an|for|only|just|one)\b\s*){{0,4}}))"
    rf"(?P<bound>\b(?:{_BOUND})\s+|~\s*)?(?:a\s+)?(?P<n>\b{NUMBER}\b|\b(?:a|one) (?=single|short|sentence|paragraph))"
    rf"(?:\s*(?:-|–|to|and)\s*(?P<m>\d+))?[\s-]{{0,3}}(?:single |short |long |full ){{0,3}}(?P<unit>{_UNIT})\b"
    rf"(?P<tail>\s*(?:or (?:less|fewer|under)|max(?:imum)?|at most|tops|long)\b)?"
    rf"(?P<each>,?\s*(?:each|apiece|per (?:line|item|headline|slogan|idea|name|bullet|point)|"
    rf"every|in total|overall)\b)?"
    rf"(?P<close>\))?",
    re.IGNORECASE,
)
_TWEET = re.compile(r"\b(?:(?:in|for|as) )?(?:a )?tweet-?(?:length|sized?)\b", re.IGNORECASE)


def _span(number: int, upper: int | None, bound: str, tail: str) -> Span:
    bound = bound.lower().strip()
    if upper:
        return Span(min(number, upper), max(number, upper))
    if bound in ("under", "fewer than", "less than", "below", "shorter than"):
        return Span(0, max(1, number - 1))
    if bound in ("at least", "more than", "over") or bound.startswith("minimum"):
        return Span(number + (bound in ("more than", "over")), round(number * 1.2) + 2)
    if bound in ("about", "around", "approximately", "roughly", "circa", "ca.", "~"):
        return Span(-int(-number * (1 - ABOUT) // 1), int(number * (1 + ABOUT)))
    if bound in ("exactly", "precisely"):
        return Span(number, number)
    if bound or tail:
        return Span(0, number)
    return Span(number, number)


@dataclass
class Read:
    """Limits found in a text, and the text without them."""

    text: str
    limits: Limits

    @classmethod
    def of(cls, text: str) -> Read:
        read = cls(_TWEET.sub(" ", text), Limits(characters=280 if _TWEET.search(text) else None))
        found: list[Limits] = []
        read.text = _LIMIT.sub(lambda match: read._take(match, found), read.text)
        for limits in found:
            read.limits = limits.over(read.limits)
        return read

    def _take(self, match: re.Match[str], found: list[Limits]) -> str:
        said = match["n"].strip()
        span = _span(
            1 if said in ("a", "one") else value(said),
            int(match["m"]) if match["m"] else None,
            match["bound"] or "",
            match["tail"] or "",
        )
        unit = match["unit"].lower()
        if unit[0] == "s" and not unit.startswith("sentence"):
            found.append(Limits(seconds=max(1, span.aim)))
        elif unit.startswith("min"):
            found.append(Limits(seconds=60 * max(1, span.aim)))
        else:
            lead, tail = match["lead"].lower(), (match["each"] or "").lower()
            each = bool(re.search(r"\b(each|every)\b", lead + tail) or "apiece" in tail or "per " in tail)
            found.append(
                _limit(unit, span, each, exact=(match["bound"] or "").lower().strip() in ("exactly", "precisely"))
            )
        return " "


def _limit(unit: str, span: Span, each: bool, exact: bool) -> Limits:
    if unit.startswith("word"):
        if span.low == span.high and not exact and not each:  # "in 50 words" is a size, not a count
            span = Span(-int(-span.high * (1 - ABOUT) // 1), span.high)
        return Limits(each=span) if each else Limits(words=span)
    if unit.startswith("sentence"):
        return Limits(sentences=span)
    if unit.startswith("paragraph"):
        return Limits(paragraphs=span)
    return Limits(each_characters=span.high) if each else Limits(characters=span.high)


def per_item(limits: Limits, count: int) -> Limits:
    """The limits with what can only be meant for each item of a list of ``count`` moved there."""
    if limits.words and not limits.each and count > 1 and limits.words.high / count < _LEAST_WORDS_OF_AN_ITEM:
        limits = replace(limits, each=limits.words, words=None)
    if limits.characters and not limits.each_characters and count > 1 and limits.characters / count < 30:
        limits = replace(limits, each_characters=limits.characters, characters=None)
    return limits
