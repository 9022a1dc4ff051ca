"""Emails and letters: to whom, what about, with what intent, and nothing that was not said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.demo.write import fit, words
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_USUAL = Span(45, 70)
_INTENTS = {
    "invite": r"invit",
    "thank": r"thank",
    "apologise": r"apolog|sorry",
    "remind": r"remind",
    "decline": r"declin|refus|turn(?:ing)? down|say(?:ing)? no",
    "ask": r"\bask|request|question",
    "follow": r"follow",
}
_TO = re.compile(
    r"\bto (?P<who>(?:the |my |our |a |an |all )?[\w'&-]+(?: (?!about|that|asking|inviting|who|"
    r"thanking|saying|on|for|to|with|reminding|because|regarding|apologi)[\w'&-]+){0,3})",
    re.IGNORECASE,
)
_GUESTS = re.compile(
    r"\b(?:invit(?:e|ing)|thank(?:ing)?|remind(?:ing)?) (?!you)(?P<who>.{2,40}?) (?:to|for|about|of|that)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:inviting|thanking|reminding|asking|telling|declining|apologi[sz]ing|announcing|saying|"
    r"invite|thank|remind|ask|tell|decline)\s+(?:them |him |her |everyone |you )?(?:for |to |"
    r"about |of |that )?",
    re.IGNORECASE,
)


def email(task: Task, muse: Muse) -> str:
    """Subject line, greeting, body, close. A length binds the whole of it."""
    topic = _LEADS.sub("", task.subject.said) or "our next step"
    table = words.PATTERNS["email"]
    intent = next((name for name, sign in _INTENTS.items() if re.search(sign, task.said, re.IGNORECASE)), "announce")
    topic = re.sub(r"^(?:her|his|their)\b", "your", topic)
    to = _addressee(task)
    formal = task.tone == "formal"
    subject = f"Subject: {large(re.sub(r'^(?:the|a|an|our|my|your) ', '', topic))}"
    greeting = f"Dear {to}," if formal else f"Hello {to},"
    ending = "Kind regards,\n[Your name]" if formal else "Best wishes,\n[Your name]"
    frame = fit.count(subject) + fit.count(greeting) + fit.count(ending)
    limits = _inner(task.limits, frame)
    opening = task.opening or muse.fill(muse.pick(table[intent]), topic=topic)
    extra = [muse.fill(muse.pick(words.PATTERNS["lines"]["wanted"]), word=word) for word in task.wanted]
    short = "this" if len(topic.split()) > 4 or intent in ("thank", "apologise") else topic
    body = fit.prose([opening, *extra], _body(muse, short), [muse.pick(table["close"])], limits, _USUAL)
    text = fit.paragraphs(body, 3 if len(body) > 4 else 2 if len(body) > 2 else 1)
    return f"{subject}\n\n{greeting}\n\n{text}\n\n{ending}"


def _inner(limits: Limits, frame: int) -> Limits:
    words_ = limits.words
    if not words_:
        return limits
    return Limits(words=Span(max(0, words_.low - frame), max(1, words_.high - frame)), sentences=limits.sentences)


def _addressee(task: Task) -> str:
    found = _GUESTS.search(task.said) or _TO.search(task.said)
    who = re.sub(r"^(?:the|my|our|a|an|all)\s+", "", found["who"], flags=re.IGNORECASE) if found else task.audience
    return re.sub(r"^(?:my|our|the) ", "", who) or "everyone"


def _body(muse: Muse, topic: str) -> Iterator[str]:
    """First what an email says, then, for a long one, what the subject's fields hold."""
    for pattern in muse.mixed(words.PATTERNS["email"]["body"]):
        yield muse.fill(pattern, t=topic)
    for _ in range(20):
        for pattern in muse.mixed(words.PATTERNS["description"]["body"]):
            yield muse.fill(pattern)
