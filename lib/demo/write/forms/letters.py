"""Emails and letters: to whom, what news or what wish, why, what happens next, and nothing that was not said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lib.demo.write import document, fit, words
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.subject import gerund
from lib.demo.write.task import Task

_USUAL = Span(45, 75)
_SAID_AND_DONE = frozenset(("reject", "welcome", "congratulate"))  # nothing that any email can say fits behind them
_LONG = 120  # words that what any email can say does not fill
_INTENTS = {
    "invite": r"invit",
    "thank": r"thank",
    "apologise": r"apolog|sorry",
    "remind": r"remind|unpaid|overdue",
    "decline": r"declin|refus|turn(?:ing)? down|say(?:ing)? no",
    "reject": r"reject|turn(?:ing)? down (?:an? |the )?(?:applica|candida)",
    "welcome": r"welcom",
    "congratulate": r"congratulat",
    "follow": r"follow(?:ing)?[ -]up",
    "ask": r"\bask|request|question",
}
_NEWS = re.compile(
    r"(?:\b(?:explain\w*|say\w*|tell\w*|inform\w*|announc\w*|writ\w*|know|letting)?\b(?: \w+){0,2}? that|"
    r"\b(?:say|saying|says) (?!that\b|yes\b|no\b|hello\b|thank|sorry\b|goodbye\b|how\b|what\b|why\b)|"
    r"\blet(?:ting)? (?:[\w'-]+ ){1,4}?know(?: that)?|"
    r"\b(?:telling|tell) (?:her|him|them)(?: that)?) ?(?P<news>(?!about\b|of\b|how\b|when\b|what\b|where\b).+?)"
    r"(?:,? (?:because of|because|due to|owing to|as a result of) (?P<why>[^.;]+))?$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:late|later|earlier|delay\w*|mov\w+|postpon\w*|cancel\w*|clos\w+|chang\w+|instead|"
    r"new (?:date|time)|shift\w*)\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"\b(?P<link>because of|because|due to|owing to) (?P<why>[^.;]+)$", re.IGNORECASE)
_TO = re.compile(
    rf"\b(?:to|(?:message|e-?mail|note|letter) for) (?!(?:say|inform|notify|announce|thank|apologi[sz]e|"
    rf"{words.any_of(words.ORDERS)})\b)"
    r"(?P<who>(?P<one>(?:the|my|our|an?|all|one of our) )?(?:(?!\w+ing\b|about\b|that\b|whose\b|who\b|on\b|for\b|"
    r"to\b|with\b|because\b|of\b|after\b|in\b|at\b|what\b|how\b|why\b)[\w'&-]+ ?){1,3})",
    re.IGNORECASE,
)
_GUESTS = re.compile(
    r"\b(?:invit(?:e|ing)|thank(?:ing)?|remind(?:ing)?|ask(?:ing)?|tell(?:ing)?|inform(?:ing)?|notify(?:ing)?|"
    r"let(?:ting)?) (?!you\b|email|note|them\b|him\b|her\b|everyone\b|me\b)"
    r"(?P<who>(?P<one>(?:the|my|our|an?|all) )?.{2,40}?) (?:to|for|about|of|that|know)\b",
    re.IGNORECASE,
)
_WISH = re.compile(  # "asking the landlord to repair the heating"
    r"\b(?:ask|request|urg|beg)(?:ing|s)? (?:(?P<who>(?P<one>(?:the|my|our|an?|all) )?(?!if\b|to\b|for\b|whether\b)"
    r"[\w'-]+(?: [\w'-]+)?|them|him|her) )?(?:to|(?:if|whether) (?:they|he|she|you) (?:can|could|would)) "
    r"(?P<wish>(?!be\b|the\b|an?\b|my\b|our\b)[a-z]+ .+)$",
    re.IGNORECASE,
)
_PURPOSE = re.compile(  # "a message to a friend to cancel dinner"
    r"\bto (?:the |my |our |an? )?[\w'&-]+(?: (?!to\b)[\w'&-]+){0,3} "
    r"to (?P<do>(?!the\b|an?\b|our\b|my\b|say\b|tell\b)[a-z]+ .+)$",
    re.IGNORECASE,
)
_TOPICS = {
    "invite": r"\binvit\w+(?: (?!to\b)[\w'-]+){0,4} to (?P<topic>.+)$",
    "remind": r"\bremind\w*(?: (?!of\b|about\b|that\b)[\w'-]+){0,4} (?:of|about|that|for) (?P<topic>.+)$",
    "follow": r"\bafter (?:(?:an?|the|our) )?(?P<topic>[\w -]+?)(?: with .+)?$",
    "congratulate": r"\bcongratulat\w*.*? (?:on|for) (?P<topic>.+)$",
    "apologise": r"\b(?:for|about) (?P<topic>.+)$",
    "thank": r"\bfor (?P<topic>.+)$",
}
_LEADS = re.compile(
    r"^(?:inviting|thanking|reminding|asking|telling|declining|apologi[sz]ing|announcing|saying|"
    r"invite|thank|remind|ask|tell|decline)\s+(?:them |him |her |everyone |you )?(?:for |to |"
    r"about |of |that )?",
    re.IGNORECASE,
)
_DEFAULTS = {
    "thank": "your work",
    "apologise": "the trouble",
    "congratulate": "the good news",
    "remind": "the open point",
}
_BARE = re.compile(r"^(?:the|a|an|our|my|your) ")


def email(task: Task, muse: Muse) -> str:
    """Subject line, greeting, body, close. A length binds the whole of it."""
    table = words.PATTERNS["email"]
    intent = next((name for name, sign in _INTENTS.items() if re.search(sign, task.said, re.IGNORECASE)), "announce")
    to, person = _addressee(task, intent)
    news = _NEWS.search(task.said) if intent in ("announce", "apologise") else None
    wish = _WISH.search(task.said.rstrip(" .?!")) if intent in ("ask", "announce") else None
    intent = "wish" if wish else intent
    if intent == "announce" and not news and not wish and (purpose := _PURPOSE.search(task.said.rstrip(" .?!"))):
        intent, topic = "purpose", purpose["do"]
    else:
        topic = _wished(wish["wish"]) if wish else _topic(task, intent, to)
    opening, head = _opening(task, muse, intent, topic, news)
    formal = task.tone == "formal"
    subject = f"Subject: {large(head)}"
    greeting = f"{'Dear' if formal else 'Hello'} {f'[{to}’s name]' if person else to},"
    ending = f"{'Kind regards' if formal or person else 'Best wishes'},\n[Your name]"
    if task.documents and not news and not wish:
        return _passed_on(task, greeting, ending)
    frame = fit.count(subject) + fit.count(greeting) + fit.count(ending)
    extra = [muse.fill(muse.pick(words.PATTERNS["lines"]["wanted"]), word=word) for word in task.wanted]
    kind = ("news" if _CHANGED.search(news["news"]) else "told") if news else intent
    own = [muse.fill(one, topic=topic) for one in words.PATTERNS["letters"].get(kind, ())]
    close = words.PATTERNS["letters"].get(f"{kind}_close") or table["close"]
    usual = Span(0, _USUAL.low) if kind in _SAID_AND_DONE else _USUAL
    short = "this" if len(topic.split()) > 4 or intent in ("thank", "apologise", "wish", "purpose") or news else topic
    first = [task.opening or opening, *extra, *(own[:2] if not task.lengths() else ())]
    body = fit.prose(first, _body(muse, short, own), [muse.pick(close)], _inner(task.limits, frame), usual)
    text = fit.paragraphs(body, 3 if len(body) > 3 else 2 if len(body) > 2 else 1)
    return f"{subject}\n\n{greeting}\n\n{text}\n\n{ending}"


def _passed_on(task: Task, greeting: str, ending: str) -> str:
    """What a document says, to somebody who has not read it."""
    one = task.documents[0]
    short = replace(task, form="summary", said="", layout="", count=None, limits=Limits(sentences=Span(2, 3)))
    subject = re.sub(r"\.\w{2,4}$", "", one.title)
    lead = f"Here is what “{one.title}” says, in short."
    return "\n\n".join((f"Subject: {large(subject)}", greeting, lead, document.written(short, one), ending))


def _opening(task: Task, muse: Muse, intent: str, topic: str, news: re.Match[str] | None) -> tuple[str, str]:
    """The first sentence, which says what it is about and why, and the words of the subject line."""
    if not news:
        opening = muse.fill(muse.pick(words.PATTERNS["email"][intent]), topic=topic)
        bare = _BARE.sub("", topic)
        heads = {"thank": "Thank you", "invite": f"Invitation: {bare}", "remind": f"Reminder: {bare}"}
        heads |= {"reject": "Your application", "welcome": "Welcome", "congratulate": "Congratulations"}
        heads["purpose"] = gerund(topic)
        heads["wish"] = f"Request: {topic}"
        heads["apologise"] = f"Our apology for {topic}"
        return opening, heads.get(intent, bare)
    said = news["news"].strip(" ,.")
    reason = _WHY.search(task.said)
    why = f" {reason['link']} {reason['why'].strip(' .')}" if reason else ""
    said = said.removesuffix(why).strip(" ,")
    lead = "I am sorry to tell you that" if intent == "apologise" else "I am writing to let you know that"
    return f"{lead} {said}{why}.", said


def _wished(wish: str) -> str:
    """What is asked of the reader, said to them: "repair their roof" → "repair your roof"."""
    return re.sub(r"\b(?:their|his|her)\b", "your", wish.strip(" ,."))


def _topic(task: Task, intent: str, to: str) -> str:
    """What the email is about, without those to whom it goes."""
    pattern = _TOPICS.get(intent)
    found = re.search(pattern, task.said.rstrip(" .?!"), re.IGNORECASE) if pattern else None
    if not found and (whose := re.search(r"\bwhose (?P<thing>\w+) (?P<rest>.+)", task.said.rstrip(" .?!"))):
        return f"your {whose['thing']}, which {whose['rest']}"
    if found and intent == "follow":
        return f"our {found['topic']}"
    if pay := re.search(
        r"\bremind\w*(?: [\w'-]+){0,3}? to (?P<do>[a-z]+ .+)$", task.said.rstrip(" .?!"), re.IGNORECASE
    ):
        return gerund(pay["do"])
    topic = found["topic"] if found else _LEADS.sub("", task.subject.said)
    topic = re.sub(rf",? to (?:(?:the|a|an|my|our) )?{re.escape(to)}\b.*$", "", topic, flags=re.IGNORECASE).strip(" ,.")
    if not topic or _BARE.sub("", topic).lower() == to.lower():
        topic = _DEFAULTS.get(intent, "our next step")
    return re.sub(r"^(?:her|his|their)\b", "your", topic)


def _inner(limits: Limits, frame: int) -> Limits:
    words_ = limits.words
    if not words_:
        return limits
    return Limits(words=Span(max(0, words_.low - frame), max(1, words_.high - frame)), sentences=limits.sentences)


def _addressee(task: Task, intent: str) -> tuple[str, bool]:
    """Who is greeted, and whether it is one person whose name is not known: "a client"."""
    said = re.sub(r"\binvitation to .*", "", task.said, flags=re.IGNORECASE) if intent == "invite" else task.said
    if intent == "follow":
        said = re.sub(r"\bwith (?=(?:an?|the|our|my) )", "to ", said)
    asked = _WISH.search(said)
    if asked and asked["who"] and asked["who"] not in ("them", "him", "her"):
        who = asked["who"].removeprefix(asked["one"] or "").strip()
        return who, (asked["one"] or "").strip().lower() in ("a", "an")
    if (news := _NEWS.search(said)) and news.start("news") > len("email to"):
        said = said[: news.start("news")]
    direct, guests = _TO.search(said), _GUESTS.search(said)
    found = guests or direct if intent in ("invite", "thank", "remind") else direct or guests
    if not found:
        return task.audience or "everyone", False
    who = re.sub(r"^(?:the|my|our|an?|all|one of our)\s+", "", found["who"].strip(), flags=re.IGNORECASE)
    single = (found["one"] or "").strip().lower() in ("a", "an", "one of our")
    return (who, single) if who and who.lower() not in ("you", "say", "be") else ("everyone", False)


def _body(muse: Muse, topic: str, own: list[str]) -> Iterator[str]:
    """What such an email goes on with; then what any can say; for a long one, what the subject's fields hold."""
    yield from own
    for pattern in muse.mixed(words.PATTERNS["email"]["body"]):
        yield muse.fill(pattern, t=topic)
    size = muse.task.limits.words
    for _ in range(20 if size and size.high > _LONG else 0):
        for pattern in muse.mixed(words.PATTERNS["description"]["body"]):
            yield muse.fill(pattern)
