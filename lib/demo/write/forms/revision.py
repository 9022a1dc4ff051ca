"""A given text in the shape of an editor's instruction: rewritten, cut, explained to newcomers, or made
ready to move to
another language."""

from __future__ import annotations

import re

from lib.demo.write import fit, given, wording, words
from lib.demo.write.document import Reading
from lib.demo.write.forms import edit
from lib.demo.write.forms.layout import rows
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse
from lib.demo.write.naming import subject_of
from lib.demo.write.task import Task

_NOTHING = "Paste the text, and I will work on its own words."
_UNITS = re.compile(
    r"\d[\d,.:]{0,12}\s?(?:°C|°F|km|miles?|litres?|kg|cm|euros?|dollars?|pounds?|am|pm|%)|"
    r"\b\d{1,2}(?::\d\d)? and \d{1,2}(?::\d\d)?\b|\d{1,9}[.,]\d{1,9}"
)
_ADDRESS = re.compile(r"\b(?:you|your|dear [a-z]+)\b", re.IGNORECASE)
_IDIOM = re.compile(
    r"\b(?:at the end of the day|piece of cake|rule of thumb|in a nutshell|on the same page|ball is in \w+ court|"
    r"keep an eye on|hit the ground running|up in the air|a long shot|out of the blue|by heart|cup of tea)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_NOUN = re.compile(r"\b(?:the|an?|our) ([a-z]{4,})\b(?! [a-z]+ing\b)")
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_HALF = 0.5
_TALK = 8  # words of a dropped sentence that are shown


def rewritten(task: Task, muse: Muse) -> str:
    """The finished version alone, paragraph by paragraph."""
    text = given.material(task)
    if not text:
        return _NOTHING
    return "\n\n".join(_reworded(block, task.tone) for block in re.split(r"\n\s*\n", text) if block.strip())


def _reworded(text: str, tone: str) -> str:
    """Plain words first; then those of the tone."""
    made = wording.plain(given.closed(text) if "\n" not in text else text)
    return edit.toned(made, tone) if tone in ("warm", "formal", "playful") else made


def cut(task: Task, muse: Muse) -> str:
    """The cut version, a rule, and what was dropped."""
    text = given.material(task)
    if not text:
        return _NOTHING
    most = task.limits.words.high if task.limits.words else max(4, round(fit.count(text) * _HALF))
    said = fit.sentences(text.replace("\n", " "))
    order = Reading(text).ranked() if len(said) > 1 else []
    plain = [_reworded(one, task.tone) for one in said]
    kept: set[int] = set()
    for at in order:
        if at < len(plain) and sum(fit.count(plain[one]) for one in kept) + fit.count(plain[at]) <= most:
            kept.add(at)
    if not kept:
        short = fit.shortened(" ".join(plain), Limits(words=Span(1, most)))
        stays = {*words.STOPS, *re.findall(r"[\w’'-]+", short.lower())}
        gone = [word for word in re.findall(r"[\w’'-]{4,}", text) if word.lower() not in stays]
        dropped = [f"Wording: {', '.join(dict.fromkeys(gone[:8]))}"] if gone else ["Nothing but padding"]
    else:
        short = " ".join(plain[at] for at in sorted(kept))
        dropped = [_glimpse(one) for at, one in enumerate(said) if at not in kept] or ["Nothing but padding"]
    return "\n\n".join([short, "---", "\n".join(f"- {one}" for one in dropped[:8])])


def _glimpse(sentence: str) -> str:
    shown = sentence.split()
    return f"“{' '.join(shown[:_TALK])}{' …' if len(shown) > _TALK else ''}”"


def explained(task: Task, muse: Muse) -> str:
    """Why it matters to them, the explanation in familiar words, and a question they could now answer."""
    text = given.material(task)
    who = task.audience or "you"
    if not text or fit.count(text) < 12:
        topic = (
            subject_of(re.sub(r"^\W*(?:explain|rewrite|tell)\W+", "", task.words, flags=re.IGNORECASE)).the or "this"
        )
        return f"Paste the text about {topic}, and I will explain it; the demo writer has no facts of its own."
    plain = wording.exchanged(wording.plain(given.closed(text)), "terms")
    named = [noun for noun in _NOUN.findall(plain) if noun not in words.STOPS] + Reading(plain).keywords(4)
    keys = list(dict.fromkeys(named))[:2] or ["this"]
    why = f"Why it matters: sooner or later it reaches {who}; it helps to know what is meant by “{keys[0]}”."
    question = f"Could {who} now say in one sentence what “{keys[0]}” has to do with “{keys[-1]}”?"
    return "\n\n".join([why, plain, question])


def localised(task: Task, muse: Muse) -> str:
    """The honest no to a translation, the text made ready for one, and the choices that it asks for."""
    text = given.material(task)
    if not text:
        return _NOTHING
    ready = wording.plain(given.closed(text))
    said = (
        f"The demo writer cannot translate: it writes English only. This version is ready for a translator:\n\n{ready}"
    )
    cells = _choices(text)[: task.counts.get("choice", 5)]
    return f"{said}\n\n{rows(('phrase', 'rendering', 'reason'), cells)}" if cells else said


def _choices(text: str) -> list[tuple[str, str, str]]:
    """Phrases that a translator has to decide on."""
    kinds = (
        (_IDIOM, "what people there say for it", "an idiom means more than its words"),
        (_UNITS, "number and unit as they are written there", "signs for decimals, hours and units differ"),
        (_ADDRESS, "formal or familiar, the same throughout", "English does not show which one is meant"),
        (_NAME, "as it is", "names stay in their spelling"),
    )
    found = [
        (one[0], rendering, reason)
        for sign, rendering, reason in kinds
        for one in list(sign.finditer(text))[:2]
        if not _DAY.match(one[0])
    ]
    found = list({phrase.lower(): (phrase, rendering, reason) for phrase, rendering, reason in found}.values())
    longest = max((word for word in re.findall(r"[a-z]{5,}", text) if word not in words.STOPS), key=len, default="")
    return found or ([(longest, "the everyday word for it", "a literal word may sound official")] if longest else [])
