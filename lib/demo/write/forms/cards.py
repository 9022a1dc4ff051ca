"""Cards, wishes and toasts: to whom, for what, and what the person loves; signed with a gap for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lib.demo.write import fit, picture, words
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.naming import subject_of
from lib.demo.write.numbers import spelled
from lib.demo.write.subject import Subject
from lib.demo.write.task import Task

_USUAL, _SPOKEN = Span(38, 60), Span(80, 120)
_NAMES = re.compile(
    r"\b(?:for|to|of) (?P<who>(?:(?:my|our|the|a|his|her|their) )?(?:[a-z\d-]+ ){0,3}?"
    r"(?P<name>[A-Z][\w'’-]+(?: and (?:(?:his|her|their) [a-z]+ )?[A-Z][\w'’-]+)?))"
)
_GROUP = re.compile(r"\b(?:for|to) (?:all )?(?:my|our|the) (?P<who>(?!birthday|wedding)[a-z-]+(?: team)?)\b")
_KIN = re.compile(
    r"\b(?:for|to) (?:an?|my|our) (?P<who>grandmother|grandma|granny|grandfather|grandpa|grandad|mother|mum|mom|"
    r"father|dad|aunt|uncle|sister|brother|godmother|godfather)\b"
)
_BETWEEN = re.compile(r" and (?:his|her|their) [a-z]+ ")
_LOVE = re.compile(
    r"\b(?:loves?|likes?|enjoys?|adores?|(?:is )?(?:mad|crazy|passionate) about|(?:is )?a (?:big )?fan of|keen on) "
    r"(?P<love>[^.,;!?]{2,60}?)(?= and (?:turns|is|has|was|works|lives)\b|[.,;!?]|$)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:turn(?:s|ing)|becomes|is) (?P<age>\d{1,3})\b|\b(?P<nth>\d{1,3})(?:st|nd|rd|th)\b", re.IGNORECASE
)
_NOBODY = "∅"  # in place of a name that was not said
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def written(task: Task, muse: Muse) -> str:
    """A greeting, as many sentences as the length allows, and a close; a toast is spoken and carries no signature.

    What the person loves, else the occasion, calls the word fields; a postcard is about what it shows.
    """
    said, occasion = task.words, _occasion(task.words)
    table, common = words.CARDS[occasion], words.CARDS["any"]
    love = _LOVE.search(said)
    about = _shown(task) if occasion == "postcard" else subject_of(love["love"] if love else occasion)
    muse = Muse(replace(task, subject=about), said, muse.random.random())
    slots = {"to": _addressee(said), "years": _years(said), "love": love["love"].strip() if love else ""}
    slots |= picture.facts(task.pictures[0]) if task.pictures else {"colours": "", "light": ""}
    slots["full"] = about.full
    fill = [muse.fill(one, **slots) for one in muse.mixed(table["open"])]
    opening = next((_spoken(one) for one in fill if one), muse.pick(common["open"]))
    toast = task.noun.endswith(("toast", "speech"))
    closes = [one for one in table["close"] if one.endswith(".") == toast]
    close = muse.pick(closes or (table if toast else common)["close"])
    ends = [close] if toast and close.endswith(".") else []
    body = fit.prose([opening], _pool(task, muse, table, slots), ends, _inner(task), _SPOKEN if toast else _USUAL)
    if toast:
        return fit.paragraphs(body, 2 if len(body) > 3 else 1)
    if number := task.counts.get("row"):  # "two lines": the lines, and nothing around them
        return "\n".join(body[:number])
    return "\n\n".join((body[0], *([" ".join(body[1:])] if body[1:] else []), f"{_signed(close)}\n[Your name]"))


def _pool(task: Task, muse: Muse, table: words.Table, slots: dict[str, str]) -> Iterator[str]:
    """What is loved or what the postcard shows, then the occasion's own sentences, then what fits any."""
    own = table["playful"] if task.tone == "playful" else table["middle"]
    near = [one for one in muse.mixed(own) if (slots["love"] and "{love}" in one) or "{full}" in one][:1]
    rest = (*muse.mixed(own), *muse.mixed(table["middle"]), *muse.mixed(words.CARDS["any"]["middle"]))
    for pattern in dict.fromkeys((*near, *rest)):
        yield muse.fill(pattern, **slots)


def _shown(task: Task) -> Subject:
    """What is on a postcard: the picture that came along, else where it comes from and not to whom it goes."""
    place = re.search(r"\b(?:from|of|about) (?!me\b|us\b)(.+)$", task.subject.said)
    to = re.search(r"\bpostcards? to\b", task.words, re.IGNORECASE)
    return subject_of(place[1] if place else "") if to and not task.seen else task.subject


def _occasion(said: str) -> str:
    told = set(re.findall(r"[\w'’-]+", said.lower().replace("’", "'")))
    return next(
        (name for name, table in words.CARDS.items() if name != "any" and told & set(table["when"][0].split())), "any"
    )


def _addressee(said: str) -> str:
    if found := _NAMES.search(said):
        return _BETWEEN.sub(" and ", found["name"])
    if kin := _KIN.search(said):
        return large(kin["who"])
    group = _GROUP.search(said)
    return group["who"] if group else _NOBODY


def _years(said: str) -> str:
    found = _AGE.search(said)
    if not found:
        return ""
    number = int(found["age"] or found["nth"])
    if number <= 20 or number >= 100:
        return spelled(number)
    return _TENS[number // 10] + (f"-{spelled(number % 10)}" if number % 10 else "")


def _spoken(opening: str) -> str:
    """An opening as it is said: "Happy fortieth, Maya"; without a name where none is known."""
    opening = re.sub(r"\b([a-z-]+)yth\b", r"\1ieth", opening, flags=re.IGNORECASE)
    opening = re.sub(r"(one|two|three|five|eight|nine|twelve)th\b", lambda found: _NTH[found[1]], opening)
    return large(re.sub(rf",? (?:dear )?{_NOBODY}|^(?:dear )?{_NOBODY}, ", "", opening, flags=re.IGNORECASE))


_NTH = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _signed(close: str) -> str:
    return close.rstrip(".") + ("" if close.endswith(",") else ",")


def _inner(task: Task) -> Limits:
    """What is left of a word limit beside the signature."""
    span = task.limits.words
    return Limits(words=Span(max(0, span.low - 4), max(1, span.high - 4))) if span else task.limits
