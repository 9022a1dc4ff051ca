"""From a question to a task: what is asked for, about what, within which limits.

Side conditions (``asks``) are read and taken out first; in what is left, ``form`` finds what is to be written, and what
follows it is the subject. A later turn that names no subject of its own goes on with the last one (``memory``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from lib.demo.write import closing, tongues, words
from lib.demo.write.asks import HEADED, Asks, tone_of
from lib.demo.write.form import (
    COUNTED,
    NOUNS,
    VERBS,
    counted,
    named,
    number_in,
    optioned,
    second_form,
    several,
    unparted,
)
from lib.demo.write.forms import craft, handling
from lib.demo.write.limits import Limits, Read, per_item
from lib.demo.write.meaning import POLITE, meant
from lib.demo.write.muse import large
from lib.demo.write.naming import NOUN, REQUEST, SELF, subject, subject_of
from lib.demo.write.numbers import NUMBER
from lib.demo.write.question import Attachment
from lib.demo.write.shape import Shape, halved
from lib.demo.write.task import LISTS, Task

READ_CHARACTERS = 1_200  # of a question's own words; what is longer is a text to work on
WORKS_ON_TEXT = frozenset(("summary", "shorten", "rewrite", "translate"))

_POLITE = re.compile(POLITE, re.IGNORECASE)
_INTO = re.compile(
    r"\s*\b(?:in|into) (?:german|french|spanish|italian|portuguese|dutch|norwegian|swedish|"
    r"danish|polish|japanese|chinese)\b",
    re.IGNORECASE,
)


_SUBJECT_FIRST = re.compile(
    rf"(?P<about>[^:.!?\n]{{3,60}}): (?P<wish>(?:(?:{NUMBER}|an?|some|the) )?(?:[a-z-]+ ){{0,2}}?{NOUN.pattern}"
    r"(?:,? (?!about|for|of|on|to)[\w -]{1,40})?)[.!?]?",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\s*:\s+(?:(?:we|i) \w+ \w|(?:our|the|my|it|there)\b.*\b(?:is|are|has|have|will|can)\b)", re.IGNORECASE
)
_TEXTS = frozenset(("caption", "description"))
_BARE_QUOTE = re.compile(r"\W*(?:(?:can|could|would) you|please|this)?\W*Q\d+Q\W*", re.IGNORECASE)
_LEAST_TOLD = 16  # words; what is shorter is a subject
_SET_OUT = frozenset(("free", "description"))  # texts that a heading and bullet points can be part of
_SEVERAL = 5  # items of a list whose number nobody says
_VERSE = frozenset(("poem", "haiku"))
_SHORT_PAPERS = frozenset(("note", "memo", "message"))
_POINTING = re.compile(
    r"(?:please )?(?:it|this|that|them|these|those|all|everything|the (?:text|lines|last one|above))"
)


def fresh(text: str, attachments: tuple[Attachment, ...] = ()) -> Task:
    """The task of a turn read on its own, without what was said before."""
    text = meant(_wish_first(text.strip()))
    if tongues.TRANSLATION.match(text):
        return _translation(text, attachments)
    way, head, data = handling.given(text)
    if way and not attachments:
        return Task(form="handled", noun=way, said=head, words=text, material=data)
    kind, rest = craft.asked(unparted(_POLITE.sub("", text.strip(), count=1)))
    if kind and not attachments:
        asks = Asks.of(rest)
        return Task("advice", kind, subject_of(asks.text), text, number_in(text, ""), words=text, layout=asks.layout)
    if _told(text):
        return Task(form="summary", said=text[:READ_CHARACTERS], words=text, material=text, attachments=attachments)
    head, material = _parted(text.strip())
    headed = bool(HEADED.search(head))  # before it goes with the other parts
    head, options = optioned(head)
    head = head if re.search(r"\b(?:json|table|columns?|keys)\b", head, re.IGNORECASE) else unparted(head)
    tongue = tongues.spoken(head)
    head, foreign = _INTO.subn("", head) if not re.search(r"\btranslat", head, re.IGNORECASE) else (head, 0)
    asks = Asks.of(tongues.glossed(head, tongue) if tongue else head)
    said = _main_first(_POLITE.sub("", asks.text, count=1).strip())
    form, noun, number, rest = named(said)
    if asks.columns and form == "ideas" and noun not in NOUNS:  # "three shoes": the rows are the things
        form = "free"
    form, material = _on_material(form, material, asks)
    if form == "rewrite" and re.search(r"\b(?:shorter|tighter|briefer|more concise)\b", head, re.IGNORECASE):
        form = "shorten"
    if form in WORKS_ON_TEXT:
        asks.tone = asks.tone or _any_tone(said)
    if (headed or asks.points) and (form in _SET_OUT or noun in _SHORT_PAPERS):
        form = "sheet"
    second = second_form(rest)
    stated = form in _TEXTS and bool(_STATED.match(rest))
    about = subject(form, rest[second.end() :] if second else rest, said, asks)
    if stated:  # "post: we are hiring a copywriter"
        about = subject_of(SELF.sub("", rest.strip(" :."))) or about
    elif form in _VERSE and not about:  # "a limerick for my boss"
        about = subject_of(asks.audience)
    number, versions = several(form, noun, number, options)
    count = number if number is not None else asks.points or counted(asks)
    task = Task(
        words=text.strip(),
        counts=closing.counts(head),
        form=form,
        noun=noun,
        subject=about,
        said=asks.unheld(said),
        count=count,
        versions=versions,
        limits=_limits(asks.limits, form, count or (_SEVERAL if noun.endswith("s") else 1)),
        tone=asks.tone or _tone_before(said, noun),
        audience=asks.audience,
        wanted=asks.wanted,
        banned=asks.banned,
        layout=asks.layout,
        columns=asks.columns,
        arrays=asks.arrays,
        fenced=asks.fenced,
        headed=headed,
        points=asks.points,
        bare=asks.bare,
        exclaim=asks.exclaim,
        material=material,
        opening=large(rest.strip(" :")) if stated else "",
        tongue=tongue,
        remark="The demo writer writes English only." if foreign else "",
        attachments=attachments,
    )
    if not second or not about:
        return task
    own = replace(task, form=NOUNS[second[2].lower()], noun=second[2].lower(), count=number_in(second[1], "") or 1)
    return replace(task, also=own)


def _wish_first(text: str) -> str:
    """ "Working from home: three advantages" as "three advantages about Working from home"."""
    found = _SUBJECT_FIRST.fullmatch(text)
    if not found or _orders(found["about"]) or NOUN.search(found["about"]):
        return text
    return f"{found['wish']} about {found['about']}"


def _limits(limits: Limits, form: str, count: int) -> Limits:
    """The limits of the whole; those of each text where several are asked for one after the other."""
    if form in COUNTED - LISTS and count > 1:
        return replace(limits, each=limits.each or limits.words, words=None)
    return per_item(limits, count) if form in LISTS else limits


def _translation(text: str, attachments: tuple[Attachment, ...]) -> Task:
    """A translation: what it names stays whole, for its words are another language's or wait to become so."""
    asks = Asks.of(text)
    _, colon, after = text.partition(":")
    given = after.strip() if colon and after.strip() else max(asks.quoted, key=len, default="")
    if not given and (found := re.match(r"\S+ (.+?),? (?:in|into|to|ins|auf|en|al) \S+\s*$", text.strip(" .?!"))):
        given = "" if _POINTING.fullmatch(found[1]) else found[1]
    tongue = tongues.spoken(text.partition(":")[0])
    form, said = "translate", text[:READ_CHARACTERS]
    return Task(form=form, said=said, words=text, material=given, tongue=tongue, attachments=attachments)


def _told(text: str) -> bool:
    """Whether a message only tells: some full sentences or lines, none of which asks for anything."""
    if len(text.split()) < _LEAST_TOLD or len(re.findall(r"[.!](?:\s|$)|\n", text)) < 3 or text.count("\n\n") > 40:
        return False
    said = [one for one in re.split(r"(?<=[.!?:])\s+|\n+", text[:READ_CHARACTERS].strip()) if re.search(r"\w", one)]
    noun = NOUN.search(" ".join(said[0].split()[:6])) if said and not said[0].endswith(":") else None
    labelled = noun is not None and noun.start() == 0
    return not (noun and not labelled) and not any(_orders(one) for one in said)


def _orders(sentence: str) -> bool:
    asked = re.match(words.any_of(tuple(VERBS)), sentence, re.IGNORECASE)
    return (
        _asks(sentence)
        or (asked is not None and not sentence.endswith(".") and len(sentence.split()) > 2)
        or bool(re.match(rf"(?:{NUMBER}|an?|under|no|each|at most|every) ", sentence, re.IGNORECASE))
        or (asked is not None and VERBS[asked[0].lower()] not in ("explain", "plan"))
    )


def _main_first(said: str) -> str:
    """The sentence that asks for something in front of those that only tell."""
    parts = re.split(r"(?<=[.!?])\s+", said)
    main = next((at for at, part in enumerate(parts) if _asks(part)), 0)
    return " ".join([_POLITE.sub("", parts[main], count=1), *parts[:main], *parts[main + 1 :]]) if main else said


def _asks(sentence: str) -> bool:
    plain = _POLITE.sub("", sentence, count=1)
    return bool(REQUEST.match(plain)) or (
        plain != sentence and bool(NOUN.match(re.sub(r"^(?:an?|the|some|your) ", "", plain)))
    )


def _parted(text: str) -> tuple[str, str]:
    """The instruction, and the longer text it was pasted with: before a blank line, a line break or a colon."""
    before, gap, after = (part.strip() for part in text.rpartition("\n"))
    if before and _asks(after) and len(after.split()) <= _LEAST_TOLD * 2 and _told(before):
        return after, before
    verb = re.match(words.any_of(tuple(VERBS)), _POLITE.sub("", text, count=1), re.IGNORECASE)
    if verb and VERBS[verb[0].lower()] in WORKS_ON_TEXT and (found := re.search(r":\s+(?=\S)", text)):
        return text[: found.start()].strip()[:READ_CHARACTERS], text[found.end() :].strip()
    for gap in (r"\n\s*\n", r":\s*\n", r":\s+(?=\S.{60,})"):
        found = re.search(gap, text, re.DOTALL)
        if found:
            before, after = text[: found.start()].strip(), text[found.end() :].strip()
            if len(after) > len(before) and len(after.split()) > 12:
                return before[:READ_CHARACTERS], after
            if len(before.split()) > 60 and len(after.split()) < 40:
                return after, before
    return (text, "") if len(text) <= READ_CHARACTERS else (text[:READ_CHARACTERS], text)


def _on_material(form: str, material: str, asks: Asks) -> tuple[str, str]:
    """Quoted words are the text to work on where the form wants one; a pasted text without a verb is summarised."""
    if form in WORKS_ON_TEXT and not material and asks.quoted:
        return form, max(asks.quoted, key=len)
    if form in WORKS_ON_TEXT and not material:
        pasted = re.search(r":\s*(\S.+)$", asks.text, re.DOTALL)
        return form, asks.unheld(pasted[1]) if pasted else ""
    if found := re.fullmatch(r"[“\"„«](.*)[”\"“»]", material, re.DOTALL):
        material = found[1]
    if form == "free" and asks.tone and asks.quoted and _BARE_QUOTE.fullmatch(asks.text):
        return "rewrite", max(asks.quoted, key=len)
    if material and form == "free":
        form = "rewrite" if asks.tone else "summary"
    return form, material


def _tone_before(said: str, noun: str) -> str:
    """A tone word among the adjectives of the form: "three quiet headlines"."""
    before = said.lower().split(noun)[0] if noun else ""
    return _any_tone(before)


def _any_tone(said: str) -> str:
    return next((tone for word in re.findall(r"[\w-]+", said) if (tone := tone_of(word))), "")


def under_limits(task: Task, limits: str) -> Task:
    """The task with the limits that hold wherever the person says nothing."""
    if not limits:
        return task
    rules = Asks.of(limits, persons=False)
    counts = {**closing.counts(limits), **_own_counts(task)}
    count = task.count or (counts.get(task.noun.removesuffix("s")) if task.form in LISTS else None)
    base = per_item(rules.limits, count or 1) if task.form in LISTS else rules.limits
    merged = task.limits.over(base)
    if rules.limits.seconds:  # the person's length stands in the request; "every six minutes" is a fact
        own = Read.of(task.commission.conditions).limits.seconds
        merged = replace(merged, seconds=own or rules.limits.seconds)
    return replace(
        task,
        count=count,
        counts=counts,
        limits=merged,
        banned=task.banned | rules.banned,
        halved=halved(limits) and not task.lengths(),
    )


def _own_counts(task: Task) -> dict[str, int]:
    """What the person counts; a number in front of the form's own noun is the number of its items."""
    noun = task.noun.removesuffix("s")
    return {**task.counts, **({noun: task.count} if task.count and task.form in LISTS else {})}


def under_system(task: Task, system: str) -> Task:
    """The task with the rules of the system instruction wherever the question itself says nothing."""
    if not system.strip():
        return task
    shape = Shape.of(system)
    rules = Asks.of(system[:READ_CHARACTERS], persons=True) if not shape else Asks("")
    rules.tone = rules.tone or _tone_of_style(system)
    count = task.count or 1
    limits = task.limits.over(
        per_item(rules.limits, count) if task.form in LISTS and rules.limits.each else rules.limits
    )
    return replace(
        task,
        shape=shape,
        limits=limits,
        tone=task.tone or rules.tone,
        audience=task.audience or rules.audience,
        banned=task.banned | rules.banned,
        wanted=task.wanted or rules.wanted,
        layout=task.layout or rules.layout,
        columns=task.columns or rules.columns,
        fenced=task.fenced or rules.fenced,
        bare=task.bare or rules.bare,
        exclaim=task.exclaim and not re.search(r"exclamation", system, re.IGNORECASE),
        context=f"{task.context} {system[:600] if not shape else ''}".strip(),
    )


def _tone_of_style(system: str) -> str:
    """The tone that a sentence begins with ("Warm and conversational: …"), else that of the role."""
    for found in re.finditer(r"(?:^|[.!?]\s+)([A-Z][\w-]+)(?: and [\w-]+)?:", system):
        if tone := tone_of(found[1]):
            return tone
    role = re.search(r"\byou are (?:an? |the )?([^.,;\n]{3,60})", system, re.IGNORECASE)
    return _any_tone(role[1]) if role else ""
