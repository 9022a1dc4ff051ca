"""Texts that sell by facts: a shop page, an email, a press note, a listing. What nobody stated is left out.

Every feature that the person names is kept in their words; a benefit is added only where the feature itself bears it
(``benefits`` in commissions.toml). What is missing is filled with use, never with claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lib.demo.write import fit, words
from lib.demo.write.forms.campaign import slots
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_PARTICIPLE = re.compile(r"(?:\w+ed|made|built|sewn|woven|thrown|grown|held|cut|bound|spun)\b(?! \w+s?$)")
_VERB = re.compile(
    r"(?:hold|keep|weigh|measure|open|close|run|charge|fold|fit|last|make|take|serve|offer|come|stand|start|begin|cost|work|"
    r"play|protect|dry|cool|heat|bake|sell|bring|need|use|include|contain|save|show|tell|leave|turn|carrie|store|clean|let|"
    r"give|ha|stay|seat|sleep|foam|smell|taste|glow|float|roll|travel|arrive|light|hang|stop)e?s\b"
)
_ADJECTIVE = re.compile(
    r"(?:free (?:of|from)|open|washable|foldable|undyed|unbleached|vegan|available|suitable)\b(?! [a-z]+$)"
)
_MEASURES = (
    (r"\d.*\b(?:litres?|liters?|l|ml|cl)$", "hold"),
    (r"\d.*\b(?:kg|kilos?|grams?|g)$", "weigh"),
    (r"\d.*\b(?:cm|mm|metres?|meters?|m|inch|inches)\b", "measure"),
    (r"\d.*(?:€|euros?|dollars?|pounds?|francs?|kroner)$|[€$£]", "cost"),
    (r"(?:from (?:\d|[A-Z][a-z]+day|January|March|May|June|July|September)|on|until|since|every|daily)\b", "be there"),
    (r"from\b", "come"),
    (r"(?:in|at|for|between|with|by|without)\b", "be"),
)
_SCENES = ("{Clause}.", "{Clause}, and {clause}.", "{Moment}, {clause}.")
_CUP = 0.2  # litres
_LETTER, _PAGE, _NOTE = Span(60, 105), Span(108, 130), Span(165, 195)


def page(task: Task, muse: Muse) -> str:
    """A title, an opening paragraph about the first use, features with their benefits, a closing sentence."""
    table, more = words.PATTERNS["page"], slots(task)
    facts = _facts(task)
    title = _title(task, muse)
    bullets = _bullets(task, muse, facts, task.counts.get("bullet", 4))
    listed = "\n".join(f"- **{feature}**: {benefit}." for feature, benefit in bullets)
    close = muse.fill(muse.pick(table["close"]), **more)
    span = task.limits.words or _PAGE
    fixed = fit.count(f"{title} {listed} {close}")
    room = Span(max(1, span.low - fixed), max(8, span.high - fixed))
    spoken = {feature.lower() for feature, _ in bullets}
    stated = [stating(task, fact) for fact in facts if large(fact).lower() not in spoken]
    promise = [muse.fill("{S} {does}.", **more)]
    opening = muse.fill(muse.pick(table["opening"]), **more)
    first = [one for one in (opening, *promise, *stated) if one]
    return f"**{title}**\n\n{_paragraph(first, _pool(task, muse), room)}\n\n{listed}\n\n{close}"


def _title(task: Task, muse: Muse) -> str:
    said, subject = task.commission, task.subject
    thing = f"{said.name}, {said.phrase}" if said.name and said.phrase not in ("", said.name) else subject.title
    short = next((fact for fact in said.facts if len(fact.split()) <= 3 and not re.search(r"\d", fact)), "")
    return f"{large(thing)}, {short}" if short else large(thing)


def _paragraph(first: list[str], pool: Iterator[str], room: Span) -> str:
    while len(first) > 1 and sum(map(fit.count, first)) > room.high:
        first = first[:-1]
    return " ".join(fit.prose(first, pool, [], Limits(words=room), room))


def _pool(task: Task, muse: Muse) -> Iterator[str]:
    """Scenes and plain sentences in turn, then whatever else there is to see."""
    for pattern in muse.mixed(words.PATTERNS["page"]["more"]):
        yield muse.fill(muse.pick(_SCENES))
        yield muse.fill(pattern)
    for pattern in muse.mixed((*words.PATTERNS["description"]["body"], *words.PATTERNS["lines"]["free"])):
        yield muse.fill(pattern)


def _facts(task: Task) -> list[str]:
    """The facts as they were given, each at most once."""
    return list(dict.fromkeys(fact for fact in task.commission.facts if fact))


def stating(task: Task, fact: str) -> str:
    """A fact as a whole sentence about the subject."""
    it = "They" if task.subject.plural else "It"
    start = fact[:1].lower() + fact[1:] if fact[1:2].islower() else fact
    if len(fact.split()) > 5 and re.search(r"\b(?:is|are|was|were|has|have|will|can)\b", fact):
        return f"{large(fact)}."
    if _VERB.match(start):
        return f"{it} {start}."
    if _PARTICIPLE.match(start) or _ADJECTIVE.match(start):
        return f"{it} {task.subject.verb('be')} {start}."
    for sign, said in _MEASURES:
        if re.match(sign, start):
            verb, _, more = said.partition(" ")
            return f"{it} {task.subject.verb(verb)} {more} {start}.".replace("  ", " ")
    return f"{it} {task.subject.verb('come')} with {_with_article(start)}."


def _with_article(noun: str) -> str:
    """ "strainer of steel" → "a strainer of steel"; names, plurals, stuff and measures stay as they are."""
    first = noun.split(" of ")[0].split()[-1]
    bare = (
        re.match(r"(?:an?|the|two|three|four|five|six|free|no|its|\d)\b", noun)
        or first.endswith("s")
        or noun[0].isupper()
    )
    return noun if bare or " of " not in noun else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _bullets(task: Task, muse: Muse, facts: list[str], number: int) -> list[tuple[str, str]]:
    """Features with benefits, those of the person first, each benefit once."""
    made: list[tuple[str, str]] = []
    said = task.commission
    for fact in [fact for fact in (*facts, said.promise) if fact and len(fact.split()) <= 10]:
        benefit = _benefit(fact, muse, {benefit for _, benefit in made})
        if benefit and len(made) < number:
            made.append((large(fact), benefit))
    spare = muse.mixed(words.PATTERNS["page"]["spare"]) * (1 + number // 5)
    while len(made) < number:
        feature, _, use = (spare.pop(0) if spare else "In use ~ {act}, and {clause}").partition(" ~ ")
        made.append((feature, muse.fill(use) or muse.fill("{clause}")))
    return made


def _benefit(fact: str, muse: Muse, taken: set[str]) -> str:
    if litres := re.fullmatch(r"(\d+(?:[.,]\d+)?) ?(?:litres?|liters?|l)", fact):
        cups = int(float(litres[1].replace(",", ".")) / _CUP + 1e-9)
        return f"{cups} cups of {_CUP} litres each" if cups > 1 else ""
    for cue, benefits in _benefits():
        if cue.search(fact) and (free := [one for one in benefits if one not in taken]):
            return muse.pick(free)
    return ""


@cache
def _benefits() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(rf"\b(?:{cue})"), said) for cue, said in words.PATTERNS["benefits"].items())


def mailing(task: Task, muse: Muse) -> str:
    """Subject, preview text, greeting, two short paragraphs and the wording of a button, each under its label."""
    table, more = words.PATTERNS["mailing"], slots(task)
    subject = _within(
        task.limits.characters or 45, (_title(task, muse), task.subject.title, large(task.commission.kind))
    )
    greeting = f"Hello {more['who']}," if more["who"] else "Hello,"
    facts = [stating(task, fact) for fact in _facts(task)]
    promise = muse.fill("{S} {does}.", **more)
    first = [muse.fill(muse.pick(table["first"])), *([promise] if promise else []), *facts[:3]]
    second = [*facts[3:6], muse.pick(table["second"]).replace("{s}", task.subject.the)]
    span = task.limits.words or _LETTER
    body = fit.paragraphs(first, 1), fit.paragraphs(second, 1)
    while fit.count(" ".join(body)) > span.high and len(first) > 1:
        first.pop()
        body = fit.paragraphs(first, 1), body[1]
    parts = {
        "Subject": subject,
        "Preview text": next(filter(None, (muse.fill(one, **more) for one in muse.mixed(table["preview"])))),
        "Greeting": greeting,
        "Body": "\n\n".join(body),
        "Button": _within(30, (muse.fill("See {s}"), "Have a look")),
    }
    return "\n\n".join(f"**{label}**\n{text}" for label, text in parts.items())


def _within(most: int, offers: tuple[str, ...]) -> str:
    """The first offer that fits, else the last one cut after a word."""
    offers = tuple(one for one in offers if one) or ("A short note",)
    cut = offers[-1][:most].rsplit(" ", 1)[0] if len(offers[-1]) > most else offers[-1]
    return next((one for one in offers if len(one) <= most), cut)


def press(task: Task, muse: Muse) -> str:
    """A headline, a dateline, a lead that can be printed alone, then background; praise is left to the quoted."""
    said, more = task.commission, slots(task)
    table = words.PATTERNS["press"]
    name = said.name or large(task.subject.the)
    facts = [stating(task, fact) for fact in _facts(task)]
    lead = f"{name} {said.promise}." if said.promise else muse.fill("{Full} {v:be} announced today.")
    headline = large((lead if said.promise else f"New: {task.subject.title}").rstrip("."))
    headline = " ".join(headline.split()[:14])
    dateline = f"{said.place or '[Place]'}, [date]"
    close = table["close"][0]
    fixed = fit.count(f"{headline} {dateline} {lead} {close} {' '.join(facts[:2])}")
    span = task.limits.words or _NOTE
    room = Span(max(1, span.low - fixed), max(8, span.high - fixed))
    pool = (muse.fill(pattern, **more) for pattern in table["background"])
    extra = (muse.fill(pattern, **more) for pattern in muse.mixed(words.PATTERNS["email"]["body"]))
    background = _background(facts[2:], pool, extra, room)
    opening = " ".join((f"{dateline} – {lead}", *facts[:2]))
    return f"**{headline}**\n\n{opening}\n\n{background}\n\n{close}"


def _background(facts: list[str], pool: Iterator[str], extra: Iterator[str], room: Span) -> str:
    offered = (one for source in (pool, extra) for one in source)
    first = facts or [next(offered)]
    said = fit.prose(first, offered, [], Limits(words=room), room)
    return fit.paragraphs(said, 2 if len(said) > 3 else 1)


def listing(task: Task, muse: Muse) -> str:
    """A name that begins with the kind of article, then bullets that begin with keywords and a colon."""
    said, facts = task.commission, _facts(task)
    kind = large(said.kind or task.subject.bare)
    name = kind
    for part in (said.name if said.name != said.kind else "", *facts):
        if part and len(f"{name}, {part}") <= (task.limits.characters or 80):
            name = f"{name}, {part}"
    most = task.limits.each.high if task.limits.each else 18
    bullets = _bullets(task, muse, facts, task.counts.get("bullet", 5))
    made = []
    for feature, benefit in bullets:
        key, rest = _keyed(feature)
        text = f"{rest}; {benefit}" if rest else benefit
        made.append(f"- **{key}:** {fit.shortened(text, Limits(words=Span(1, most - 2))).rstrip('.')}")
    return f"**{name[: task.limits.characters or 80]}**\n\n" + "\n".join(made)


_KEYS = {
    r"\d.*(?:litre|liter|\bl$|ml)": "Capacity",
    r"\d.*(?:kg|gram|\bg$)": "Weight",
    r"\d.*(?:cm|mm|metre|inch)|\d ?[x×] ?\d": "Size",
    r"wash|clean|degrees": "Care",
    r"(?:made|built|woven|sewn|roasted|printed|grown|baked|from) (?:in )?[A-Z]": "Origin",
    r"heat|warm|insulat": "Heat",
    r"charg|battery|USB|solar": "Power",
    r"water|rain|splash": "Weather",
    r"warrant|guarantee|return": "Warranty",
    r"euro|€|\$|£|price": "Price",
    r"fold|stack": "Storage",
    r"from \d|.*\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)": "Date",
    r"(?:steel|wood|oak|wool|linen|cotton|leather|glass|stoneware|brass|ash|cork|aluminium)\b": "Material",
    r"colou?r|glaze|dyed|finish": "Colour",
}


def _keyed(feature: str) -> tuple[str, str]:
    """The keyword of a feature and what is left to say: ("Origin", "made in Faenza")."""
    for sign, key in _KEYS.items():
        if re.search(rf"\b(?:{sign})", feature, re.IGNORECASE):
            return key, feature[0].lower() + feature[1:] if feature[1:2].islower() else feature
    parts = feature.split()
    return (feature, "") if len(parts) <= 3 else ("Good to know", feature[0].lower() + feature[1:])
