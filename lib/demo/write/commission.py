"""A commission: what is to be made, of what, with which facts, under which conditions.

    Commission.of("A 20-second spot for a bakery by the harbour that opens at five, four rows")

has the phrase "a bakery by the harbour", the promise "opens at five" and the conditions "A 20-second spot four rows".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lib.demo.write import closing
from lib.demo.write.asks import Asks
from lib.demo.write.naming import REQUEST, SELF, subject_of
from lib.demo.write.numbers import NUMBER
from lib.demo.write.subject import Subject

_READ = 1_200
_MOST = 24  # fragments that are looked at
_FORM = re.compile(
    r"\b(?:headlines?|taglines?|slogans?|captions?|names?|titles?|lines|posts?|page|text|copy|description|email|e-mail|"
    r"mailing|newsletter|letter|press (?:note|release)|note|release|announcement|listing|spot|film|script|voice-over|"
    r"voiceover|narration|storyboard|scene|dialogue|screenplay|ad|advert|commercial|trailer|video|one|ones|some|"
    + NUMBER
    + r")\b"
    r"(?: (?:copy|ideas|page|post|posts|text|script))?",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s*(?:,? ?\b(?:in|of|with|at|under|over) [^,]{0,30}?)?(?: that (?:sells?|announces?|introduces?|promotes?)| to "
    r"(?:announce|promote|introduce|launch|sell)| for| about| on| of|:| announcing| introducing| promoting|"
    r" between)\s+",
    re.IGNORECASE,
)
_CALLED = re.compile(r",? (?:called|named) [“\"]?([A-Z][\w&'’-]*(?: (?:& |and |of )?[A-Z][\w&'’-]*){0,3})[”\"]?")
_NAMED = re.compile(r"[“\"]?([A-Z][\w&'’-]*(?: [A-Z\d][\w&'’-]*){0,3})[”\"]?[,:]\s+(?=(?:an?|the|our|my)\s)")
_CLAUSE = re.compile(r",? (?:that|which|who) (?!is\b|are\b)(\w+s\b[^,;:]*)")
_FOR = re.compile(
    r",? (?:aimed at|meant for|for) (?!an? |the |one |\d)((?:[a-z-]+ ){0,3}[a-z-]+s)\b(?: (?:in|on|at) [^,;:]+)?$"
)
_PLACE = re.compile(
    r"\b(?:in|from|at) ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)\b(?! (?!on\b|at\b|from\b|and\b|in\b|by\b|since\b)[a-z])"
)
_ACTS = re.compile(
    r"((?:[A-Z][\w&'’-]+ ?){1,4}) ((?:opens|launches|starts|presents|publishes|shows|moves|brings|begins|"
    r"closes|celebrates|expands|sells|joins|wins) .+)"
)
_WHICH = re.compile(r"(?:that|which|it) (?=\w+s\b)(?!is\b)")
_SEASON = re.compile(r"\b(winter|spring|summer|autumn|Christmas|Easter)\b")


@dataclass(frozen=True)
class Commission:
    """``phrase`` is the thing with its article, ``name`` its brand, ``promise`` what it does.

    ``facts`` are what else is said of it, in the person's words.
    """

    phrase: str = ""
    name: str = ""
    promise: str = ""
    facts: tuple[str, ...] = ()
    audience: str = ""
    season: str = ""
    place: str = ""
    conditions: str = ""

    @cached_property
    def subject(self) -> Subject:
        if self.name and self.phrase and self.phrase != self.name:
            return subject_of(f"{self.name}, {self.phrase}", self.name)
        return subject_of(self.phrase or self.name, self.name)

    @cached_property
    def kind(self) -> str:
        """The kind of thing without article and name: "bicycle lamp"."""
        return Subject(self.phrase).core or self.name

    @classmethod
    def of(cls, words: str) -> Commission:
        said = [one.strip(" .") for one in re.split(r"(?<=[.!?])\s+|\n+", words[:_READ].strip()) if one.strip(" .")]
        if not said:
            return cls()
        at = next((at for at, one in enumerate(said) if _asks(one)), 0)
        head, rest = _opened(said[at])
        others = said[:at] + said[at + 1 :]
        if not rest and others:
            rest = SELF.sub("", others.pop(0))
        fragments = [*_fragments(rest), *others]
        conditions, facts = [head], list[str]()
        for one in fragments[1:_MOST]:
            (conditions if _condition(one) else facts).append(one)
        return _told(fragments[0] if fragments else "", facts, " ".join(conditions), words[:_READ])


def _asks(sentence: str) -> bool:
    found = _FORM.search(sentence)
    return bool(REQUEST.match(sentence)) or (found is not None and len(sentence[: found.start()].split()) < 5)


def _opened(sentence: str) -> tuple[str, str]:
    """The request at the head of a sentence, and what it is for."""
    for found in _FORM.finditer(sentence):
        lead = _TO.match(sentence, found.end())
        if lead and len(sentence[: found.start()].split()) <= 9:
            return sentence[: lead.start()], sentence[lead.end() :]
    if asked := REQUEST.match(sentence):
        rest = re.sub(r"^\s*(?:about|for|on|of)\s+", "", sentence[asked.end() :]).strip()
        return (sentence, "") if _FORM.search(rest) and len(rest.split()) < 5 else (asked[0], rest)
    return "", sentence


def _fragments(rest: str) -> list[str]:
    """The thing first, then what is said of it: parted by a colon, commas, semicolons and the last "and"."""
    name = _NAMED.match(rest)
    start = name.end() if name else 0
    parts = [one.strip() for one in re.split(r";\s+|:\s+|,\s+(?:and\s+)?|\s[–—]\s", rest[start:]) if one.strip()]
    return [rest[:start] + parts[0], *parts[1:]] if parts else [rest]


def _condition(fragment: str) -> bool:
    """Whether a fragment says how the answer should be, and nothing about the thing."""
    left = Asks.of(f"x, {fragment}").text.removeprefix("x").strip(" ,.")
    counted = closing.counts(fragment)
    words = len(left.split())
    return words == 0 or (bool(counted) and words <= 2 and bool(counted.keys() & _COUNTED))


_COUNTED = frozenset(
    ("row", "bullet", "headline", "tagline", "caption", "name", "panel", "speech", "sentence", "paragraph", "hashtag")
)


def _told(thing: str, facts: list[str], conditions: str, words: str) -> Commission:
    name = ""
    if found := _NAMED.match(thing):
        name, thing = found[1], thing[found.end() :]
    elif called := _CALLED.search(thing):
        name, thing = called[1], thing[: called.start()] + thing[called.end() :]
    promise = ""
    if acts := _ACTS.fullmatch(thing):
        name, promise, thing = acts[1].strip(), acts[2], ""
    audience = ""
    for at, one in enumerate([thing, *facts]):
        if meant := _FOR.search(f" {one}"):
            audience = meant[1]
            if at:
                facts.remove(one)
            else:
                thing = f" {one}"[: meant.start()].strip()
            break
    facts = [_WHICH.sub("", fact) for fact in facts]
    if clause := _CLAUSE.search(thing):
        promise, thing = clause[1].strip(" ."), (thing[: clause.start()] + thing[clause.end() :]).strip()
    elif relative := re.search(r",? (?:that|which) ((?:is|are) .*)$", thing):
        facts.insert(0, relative[1].split(" ", 1)[1])
        thing = thing[: relative.start()]
    season, place = _SEASON.search(words), _PLACE.search(thing + ", " + ", ".join(facts))
    if not name and re.fullmatch(r"[A-Z][\w&'’-]+", thing):
        name = thing
    return Commission(
        thing.strip(" ,.?"),
        name,
        promise,
        tuple(fact.strip(" .") for fact in facts if fact.strip(" .")),
        audience,
        season[1] if season else "",
        place[1] if place else "",
        conditions,
    )
