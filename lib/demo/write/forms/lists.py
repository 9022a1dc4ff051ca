"""Lists: lines, headlines and slogans, names, ideas, questions, reasons and tips, hashtags and keywords."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lib.demo.write import fit, known, words
from lib.demo.write.asks import REASONED
from lib.demo.write.forms.layout import BULLETS, NUMBERED, listed
from lib.demo.write.limits import Limits
from lib.demo.write.muse import Muse, large
from lib.demo.write.naming import HIRING, ROLE
from lib.demo.write.task import Task

_USUAL = {"lines": 3, "headlines": 3, "slogans": 3, "hashtags": 8, "keywords": 10}  # how many when nobody says; else 5
_TIPS = (
    "tip",
    "tips",
    "advice",
    "rules",
    "principles",
    "steps",
    "things",
    "list",
)
_OF_THEIR_OWN = (
    ("subject line", "subjects"),
    ("call", "calls"),
    ("cta", "calls"),
    ("title", "titles"),
    *((noun, "jokes") for noun in ("joke", "pun")),
    *((noun, "metaphors") for noun in ("metaphor", "simile", "analog")),
    ("working title", "titles"),
)
_LONGEST_ROOT = 9  # letters of a word that a name can be coined from
_ICEBREAKER = re.compile(r"\b(?:ice-?breakers?|get(?:ting)? to know|warm-?up|conversation starters?)\b", re.IGNORECASE)
_SAYS = 4  # letters of a single word that can be a hashtag beside the whole
_SAY_NOTHING = words.ADJECTIVES | frozenset(words.PATTERNS["names"]["general"])
_NAMED = 3  # every which item says the name of the object again
_LOOKED_AT = 500  # candidates for a length that the usual patterns seldom have


def written(task: Task, muse: Muse) -> str:
    if task.form == "things":
        return _of_a_kind(task, muse)
    number = task.count or _USUAL.get(task.form, 5)
    items = made(task, muse, number)
    if task.form == "names" and REASONED.search(task.words):
        items = [f"**{item}**: {_reason(task, muse, item, at)}" for at, item in enumerate(items)]
    if task.form == "hashtags":
        return " ".join(items) if not task.layout else listed(task, items, BULLETS)
    if task.form == "keywords" and not task.layout:
        return ", ".join(items)
    return listed(task, items, BULLETS if task.noun.startswith("bullet") else NUMBERED)


def made(task: Task, muse: Muse, number: int) -> list[str]:
    """``number`` items of the task's form, each within the limits of an item."""
    if task.form == "things":
        return things(task, muse)
    limits = task.limits
    if limits.words and not limits.each and number > 1:  # a limit of the whole leaves each item its share
        share = max(1, (limits.words.high - number) // number)
        limits = replace(limits, each=type(limits.words)(0, share))
    candidates = _CANDIDATES.get(task.form, _lines)(task, muse)
    items = fit.items(candidates, number, limits, task.earlier)
    if len(items) < number:
        items += fit.items(
            _shaped(task, muse, limits.each.high if limits.each else 99),
            number - len(items),
            limits,
            [*items, *task.earlier],
        )
    return items if task.form in ("names", "hashtags", "keywords") else [large(item) for item in items]


def things(task: Task, muse: Muse) -> list[str]:
    """Things of the kind that was asked for, in their own order where they have one; as many as are known."""
    kind = known.kind_of(task.noun)
    whole = known.members(kind)
    number = task.count or (len(whole) if known.ordered(kind) else 5)
    taken = {one.lower() for one in task.earlier}
    mixed = whole if known.ordered(kind) else muse.mixed(whole)
    return [one for one in mixed if one.lower() not in taken][:number]


def _of_a_kind(task: Task, muse: Muse) -> str:
    found = things(task, muse)
    if not found:
        no_more = "no more" if known.kind_of(task.noun) else "no"
        what = task.subject.said or task.noun
        return f"The demo engine knows {no_more} {what}, so it cannot list any. A real model could."
    text = listed(task, found, NUMBERED)
    if task.count and len(found) < task.count and not task.bare:
        return f"{text}\n\nThe demo engine knows {len(found)} of these, not {task.count}."
    return text


def _lines(task: Task, muse: Muse) -> Iterator[str]:
    """Lines that name the subject often enough, the more often the less the word fields know of it."""
    if task.pictures and task.noun.endswith(("title", "titles")):
        bare = task.subject.core.title()
        yield from (muse.fill(one, bare=bare) for one in muse.mixed(words.PATTERNS["seen"]["titles"]))
    if slot := next((slot for noun, slot in _OF_THEIR_OWN if task.noun.startswith(noun)), ""):
        yield from _patterns("lines", slot)(task, muse)
    table = words.PATTERNS["lines"]
    toned = muse.mixed(table.get(task.tone, ()))
    named, free = muse.mixed(table["named"]), muse.mixed(table["free"])
    every = 3 if muse.at_home else 2
    for word in task.wanted:
        yield muse.fill(muse.pick(table["wanted"]), word=word)
    if task.audience and task.count != 1:
        yield muse.fill(muse.pick(table["audience"]))
    for turn in range(_LOOKED_AT):
        own = turn % every == 0 and bool(task.subject)
        source = toned if toned and turn % 4 != 3 else named if own else free
        if not source:
            source = muse.mixed(table["named"] if own else table["free"])
        yield _punctuated(task, muse.fill(source.pop()))
        if not toned and task.tone in table and turn > 20:
            toned = muse.mixed(table[task.tone])
        named = named or muse.mixed(table["named"])
        free = free or muse.mixed(table["free"])


def _punctuated(task: Task, line: str) -> str:
    """A headline of one sentence carries no full stop; an exclamation mark only where it was asked for."""
    if task.exclaim and line.endswith("."):
        return line[:-1] + "!"
    if task.form == "headlines" and line.endswith(".") and ". " not in line:
        return line[:-1]
    return line


def _shaped(task: Task, muse: Muse, high: int) -> Iterator[str]:
    """Very short lines and, for long ones, two lines in one: what is left when a length is out of the ordinary."""
    table = words.PATTERNS["lines"]
    for _ in range(_LOOKED_AT):
        yield _punctuated(task, muse.fill(muse.pick(table["small"] if high < 9 else table["free"])))
        pair = [muse.fill(muse.pick((*table["free"], *table["named"], *table["small"]))) for _ in range(2)]
        if all(pair):
            yield _punctuated(task, " ".join(pair))


def _names(task: Task, muse: Muse) -> Iterator[str]:
    """Names of one to four words, by turns from its fields, from the subject's own words, and coined from both."""
    table = words.PATTERNS["names"]
    own = muse.mixed(_own(task))
    nouns = muse.names()
    kind = _kind(task)
    paired = muse.mixed(one for one in table["paired"] if kind or "{kind}" not in one)
    adjectives, patterns, owned = (muse.mixed(table[slot]) for slot in ("adjectives", "patterns", "owned"))
    ends = muse.mixed(end for end in words.PATTERNS["coined"]["ends"] if end[0] in "aeio")
    for turn in range(_LOOKED_AT):
        round_, way = divmod(turn, 4)
        noun, other = nouns[turn % len(nouns)], nouns[(turn + 1 + round_) % len(nouns)]
        word = own[round_ % len(own)] if own else noun
        root = word if round_ % 2 else noun
        if way == 3 and len(root) < _LONGEST_ROOT and " " not in root:
            yield large(re.sub(r"[aeiouy]+$", "", root[:5]) + ends[round_ % len(ends)])
            continue
        pattern = (paired, patterns, owned if own else paired, patterns)[way]
        slots = {"adj": adjectives[turn % len(adjectives)], "number": str(muse.random.randint(3, 29)), "kind": kind}
        if noun != other and noun != word:
            yield muse.fill(
                pattern[round_ % len(pattern)],
                noun=noun.title(),
                other=other.title(),
                own=large(word),
                **slots,
            )


def _reason(task: Task, muse: Muse, name: str, turn: int) -> str:
    """Why a name fits, from how it is made."""
    what, kind = task.subject.said or "it", _kind(task)
    if "&" in name:
        ways = (f"two things that belong to {what}, in one breath", f"both halves tell of {what}")
    elif kind and name.endswith(f" {kind}"):
        ways = (f"nobody has to ask what {what} is", "it says what it is before anything else")
    elif " " not in name:
        ways = ("one word, quick to say and easy to find again", "short enough for a sign and a stamp")
    else:
        ways = ("it sounds as if {clause}", "it calls up a picture: {clause}")
    return muse.fill(ways[turn % 2])


def _kind(task: Task) -> str:
    """What the subject is, as the last word of a name: "bakery" → "Bakery"; "" where it is no single house."""
    last = (task.subject.core.split() or [""])[-1]
    return "" if task.subject.proper or task.subject.name or not last.isalpha() else large(last)


def _own(task: Task) -> list[str]:
    """The words that make the subject what it is, without what any subject can be."""
    said = re.findall(r"[^\W\d_]{3,}", task.subject.said.lower())
    plain = words.STOPS | words.ADJECTIVES | set(words.PATTERNS["names"]["general"])
    own = [word.removesuffix("s") if not word.endswith("ss") else word for word in said if word not in plain]
    return [word for word in own if not word.endswith("ing")] or own


def _patterns(table: str, slot: str) -> Callable[[Task, Muse], Iterator[str]]:
    def candidates(task: Task, muse: Muse) -> Iterator[str]:
        for _ in range(6):
            for pattern in muse.mixed(words.PATTERNS[table][slot]):
                yield muse.fill(pattern)

    return candidates


def _questions(task: Task, muse: Muse) -> Iterator[str]:
    """Questions to somebody who applies for a trade, to a person who is talked with, else about a thing."""
    if HIRING.search(task.words) and ROLE.search(task.words.rstrip(" .?!")):
        role = task.subject.bare
        more = {"bare": role, "role": f"{'an' if role[:1] in 'aeiou' else 'a'} {role}"}
        mixed = muse.mixed(words.PATTERNS["questions"]["hiring"])
        yield from (muse.fill(one, **more) for one in sorted(mixed, key=lambda one: "{role}" not in one))
        return
    if _ICEBREAKER.search(task.words):
        yield from muse.mixed(words.PATTERNS["questions"]["icebreaker"])
        return
    person = re.search(r"\b(?:interview|conversation|talk) with an? [a-z]", task.said, re.IGNORECASE)
    yield from _patterns("questions", "person" if person else "patterns")(task, muse)


def _reasons(task: Task, muse: Muse) -> Iterator[str]:
    return _patterns("reasons", "tips" if task.noun in _TIPS else "patterns")(task, muse)


def _uses(task: Task, muse: Muse) -> Iterator[str]:
    """What its kind is good for, then what any object is."""
    for some in (words.uses(task.subject.core), words.USES["any"]["uses"]):
        for at, one in enumerate(muse.mixed(some)):
            yield muse.fill(one if at % _NAMED else one.replace("{it}", "{full}", 1))


def _ideas(task: Task, muse: Muse) -> Iterator[str]:
    for idea in _patterns("ideas", "patterns")(task, muse):
        yield idea
        if task.limits.each or task.limits.each_characters or task.limits.words:
            yield idea.split("**")[1] + " " + muse.deal("moment") if idea else ""
            yield re.sub(r"\*\*[^*]+\*\* ", "", idea)


def _tags(task: Task, muse: Muse) -> Iterator[str]:
    """Single words: those that mean the same, or the subject's own first, then those of its fields."""
    if task.form == "keywords" and (tone := words.turned("tones").get(task.subject.core.lower())):
        alike = (word for word in words.TONES[tone] if word != task.subject.core.lower() and not word.endswith("er"))
        yield from muse.mixed(alike)
    if task.noun.startswith("adjective"):
        yield from _adjectives(task, muse)
    own = [
        word for word in re.findall(r"[^\W_]+", task.subject.said) if len(word) > 2 and word.lower() not in words.STOPS
    ]
    together = "".join(word.capitalize() for word in own[:3])
    mark = "#" if task.form == "hashtags" else ""
    own = [word for word in own if task.subject.action or not word.endswith("ing")] or own
    if mark and len(own) > 1:  # beside the whole, a word that could stand under anything says nothing
        own = [together, *(word for word in own if len(word) >= _SAYS and word.lower() not in _SAY_NOTHING)]
    for word in own:
        yield mark + (word if mark and word == together else word.lower())
    for _ in range(60):
        yield mark + muse.deal("stuff").replace(" ", "")


def _adjectives(task: Task, muse: Muse) -> Iterator[str]:
    """Words of the tone that the subject names ("a luxury train"), else of those that suit most brands."""
    roots = [word[:5] for word in re.findall(r"[a-z]{5,}", task.subject.said.lower())]
    near = [tone for tone, some in words.TONES.items() if any(one.startswith(tuple(roots)) for one in some if roots)]
    chosen = [word for tone in near or ("quiet", "warm", "plain") for word in words.TONES[tone]]
    yield from (word for word in muse.mixed(chosen) if word.isalpha() and not word.endswith(("er", "ly", "our", "or")))


def tags(task: Task, muse: Muse, number: int) -> list[str]:
    """Hashtags to stand under a caption."""
    return fit.items(_tags(replace(task, form="hashtags"), muse), number, Limits())


_CANDIDATES: dict[str, Callable[[Task, Muse], Iterator[str]]] = {
    "names": _names,
    "ideas": _ideas,
    "questions": _questions,
    "reasons": _reasons,
    "uses": _uses,
    "hashtags": _tags,
    "keywords": _tags,
}
