"""Material read with an aim: a creative brief out of it, or a table of its statements and what bears them."""

from __future__ import annotations

import re

from lib.demo.write import fit, given
from lib.demo.write.document import Reading
from lib.demo.write.forms.layout import rows
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.numbers import NUMBER
from lib.demo.write.task import Task

_NOTHING = "Paste the material or attach the document, and I will work from what stands in it."
_MONEY = re.compile(
    r"[€$£]\s?\d|\d[\d,.]*\s?(?:million |thousand )?(?:euros?|dollars?|pounds?|francs?|kroner|€|\$|£)|\bbudget\b"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}} (?:{_MONTH})|(?:{_MONTH}) \d{{1,2}}|(?:in|until|by|from) (?:{_MONTH})|(?:Mon|Tues|"
    rf"Wednes|Thurs|Fri|"
    r"Satur|Sun)day|spring|summer|autumn|winter|next (?:week|month|year)|\d{1,2}(?:st|nd|rd|th)|20\d\d)\b"
)
_AIM = re.compile(
    r"\b(?:wants?|aims?|goal|needs?|should|launch(?:es)?|so that|would like|hopes?|plans?)\b", re.IGNORECASE
)
_VAGUE = re.compile(r"\b(?:maybe|perhaps|undecided|might)\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:for|among|reach(?:es)?|to|at) ((?:[a-z-]{1,20} ){0,3}(?:people|families|visitors|customers|readers|"
    r"commuters|students|"
    r"children|parents|tourists|guests|residents|cyclists|neighbours|women|men|fans|travellers|users|adults|collectors|"
    r"professionals|beginners|teachers|runners)(?: (?:who|in|of|from|over|under) [^,.;]{2,40})?)",
)
_PROOF = re.compile(
    r"\b(?:because|since|thanks to|tested|award|per ?cent|according to|won|study|measured)\b|\d ?%", re.IGNORECASE
)
_MADE = re.compile(
    rf"\b(?:(?:{NUMBER}|an?|the) )?(?:[a-z-]{1, 20} )?(?:films?|posters?|brochures?|websites?|campaigns?|photos?|"
    rf"videos?|banners?|"
    r"newsletters?|booklets?|spots?|pictures?|flyers?|posts?|leaflets?|trailers?|adverts?|catalogues?|exhibitions?)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|everyone|everybody|nobody|all|every|clearly|obviously|undoubtedly|proven|best|worst|only|must|"
    r"most|(?!(?:west|rest|test|guest|forest|harvest|interest|honest|request|latest)\b)[a-z]{3,}est)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(r"\b(?:because|since|due to|thanks to|therefore|so that|leads? to|causes?|makes?)\b", re.IGNORECASE)
_SOURCE = re.compile(r"\b(?:according to|study|survey|report|measured|statistics|source)\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|going to|expects?|plans?|next|soon)\b", re.IGNORECASE)


def briefing(task: Task, muse: Muse) -> str:
    """Labelled paragraphs; what the material does not say is open, what was concluded is marked as assumed."""
    text = given.material(task)
    if not text:
        return _NOTHING
    said = given.statements(text)
    reading = Reading(text)
    best = [given.closed(reading.sentences[at]) for at in reading.ranked()] or said or [given.closed(text[:400])]
    parts = {
        "aim": _of([one for one in said if not _VAGUE.search(one)], _AIM, 1) or f"Assumed: {best[0]}",
        "audience": _audience(text),
        "message": f"Assumed: {_short(best[min(1, len(best) - 1)])}",
        "proof": _of(said, _PROOF, 1) or "Open: the material gives no reason to believe it.",
        "deliverables": _deliverables(text),
        "dates": _of(said, _DATE, 3) or "Open.",
        "budget": _of(said, _MONEY, 2) or "Open.",
    }
    labels = task.shape.labels or tuple(parts)
    high = task.limits.words.high if task.limits.words else 250
    share = Limits(words=Span(1, max(4, high // len(labels) - 2)))
    bodies = [parts.get(label.lower(), "Open.") for label in labels]
    if sum(map(fit.count, bodies)) > high - 2 * len(labels):
        bodies = [fit.shortened(body, share) for body in bodies]
    return "\n\n".join(f"**{large(label)}**\n{body}" for label, body in zip(labels, bodies, strict=True))


def _of(said: list[str], sign: re.Pattern[str], most: int) -> str:
    return " ".join([one for one in said if sign.search(one)][:most])


def _short(sentence: str) -> str:
    return fit.shortened(sentence, Limits(words=Span(1, 18)))


def _audience(text: str) -> str:
    found = _PEOPLE.search(text)
    return (
        f"{large(found[1])}."
        if found
        else "Open: the material names nobody. Assumed: those who know the place already."
    )


def _deliverables(text: str) -> str:
    found = list(
        dict.fromkeys(re.sub(r"^(?:the|a|an) ", "", one[0], flags=re.IGNORECASE) for one in _MADE.finditer(text))
    )
    return f"{large(', '.join(found[:6]))}." if found else "Open."


def review(task: Task, muse: Muse) -> str:
    """Statements in their own wording, the weakest first: what bears them, and what would settle them."""
    text = given.material(task)
    if not text:
        return _NOTHING
    said = [one for one in given.statements(text) if len(one.split()) > 3 and not one.endswith("?")]
    chosen = sorted(said, key=_strength)[: task.number("statement", 6)]
    labels = task.shape.labels or ("statement", "evidence given", "what would settle it")
    cells = [(f"“{one.rstrip('.')}”", _evidence(one), _settling(one)) for one in chosen]
    return rows(labels, cells or [("none", "none", "a text that states something")])


def _strength(statement: str) -> int:
    supported = bool(_SOURCE.search(statement)) * 2 + bool(_CAUSE.search(statement)) + bool(re.search(r"\d", statement))
    return supported - 3 * bool(_ABSOLUTE.search(statement))


def _evidence(statement: str) -> str:
    if found := re.search(r"\b(?:because|since|thanks to|due to|according to) [^.;]+", statement, re.IGNORECASE):
        return f"A reason in the same sentence: “{found[0].rstrip('.')}”"
    if figure := re.search(r"\d[\d,.:]*(?: ?%| \w+)?", statement):
        return f"A figure without a source: “{figure[0].rstrip('.,')}”"
    return "None"


def _settling(statement: str) -> str:
    if absolute := _ABSOLUTE.search(statement):
        return f"One counter-example to “{absolute[0]}”, or a count that has none"
    if _CAUSE.search(statement):
        return "A case with the same cause and another outcome, or a second observer"
    if _FUTURE.search(statement):
        return "A written confirmation by whoever decides, with its date"
    if re.search(r"\d", statement):
        return "The count or contract behind the figure, and who made it"
    return "A second source that does not depend on this one"
