"""Documents: what can really be taken out of a text, by counting its words and looking where they stand.

Sentences are scored by the words they share with the whole (frequency), by where they stand (early ones and those
under a heading weigh more) and, for a question, by the question's words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lib.demo.write import fit, words
from lib.demo.write.forms.layout import BULLETS, listed
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import large
from lib.demo.write.question import Attachment
from lib.demo.write.task import Task

_WORD = re.compile(r"[^\W\d_]{3,}")
_TOLD = re.compile(rf"{_WORD.pattern}|\d+")
_READ_CHARACTERS = 40_000
_USUAL = Span(50, 90)
_LONGEST_SENTENCE = 60  # words; what is longer is a table or a list that lost its lines
_NAME = re.compile(
    r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+|(?<![.!?:]\s)(?<!^)\b[A-Z][\w&'’-]+(?:\s+(?:of|de|van|von|"
    r"der)?\s*[A-Z][\w&'’-]+)*",
    re.MULTILINE,
)
_FIGURE = re.compile(
    r"(?:[$€£]\s?)?\d[\d,.]*\d?\s?(?:%|percent|million|billion|thousand|euros?|dollars?|km|kg|"
    r"m²|hours?|days?|weeks?|months?|years?|people|pages?)?(?!\w)"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?|(?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?|"
    rf"(?:{_MONTH}) \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?:19|"
    rf"20)\d{{2}})\b"
)
_HEADING = re.compile(r"(?:^|(?<=[.!?:\n]\n)|(?<=\n))(?=[A-Z#\d])[^\n.!?;,]{1,60}(?<![.!?,;:])\n(?=\s*[A-Z\d“\"•-])")
_KINDS = {"names": (_NAME, "Names"), "dates": (_DATE, "Dates"), "numbers": (_FIGURE, "Figures")}


class Reading:
    """A text as sentences with their scores."""

    def __init__(self, text: str):
        self.text = re.sub(r"[^\S\n]+", " ", text[:_READ_CHARACTERS])
        self.sentences = _sentences(self.text)
        self.stems = [_stems(sentence) for sentence in self.sentences]
        self.frequency = Counter(stem for stems in self.stems for stem in stems)

    def keywords(self, number: int) -> list[str]:
        said = Counter(word for word in _WORD.findall(self.text.lower()) if word not in words.STOPS)
        return [word for word, _ in said.most_common(number)]

    def ranked(self, asked: Iterable[str] = ()) -> list[int]:
        """Positions of the sentences, the most telling first; with ``asked`` words, only those that hold one."""
        wanted = set(asked)
        size = max(1, len(self.sentences))
        scores: dict[int, float] = {}
        for at, stems in enumerate(self.stems):
            if not stems or (wanted and not wanted & set(stems)):
                continue
            telling = sum(self.frequency[stem] for stem in set(stems)) / (len(stems) + 6)
            place = 1.25 if at < 3 else 1.0 + 0.1 * (1 - at / size)
            asked_for = sum(1 + 4 / self.frequency[stem] for stem in wanted & set(stems)) * 10 if wanted else 0
            scores[at] = telling * place + asked_for
        return sorted(scores, key=lambda at: (-scores[at], at))


def _sentences(text: str) -> list[str]:
    """Whole sentences, once each; headings and lines of a list that end without a stop are left out."""
    found: list[str] = []
    for block in re.split(r"\n\s*\n|\n(?=[-*•\d#])", _HEADING.sub("\n\n", text)):
        flat = re.sub(r"^[-*•#]+\s*", "", block.replace("\n", " ").strip())
        found += [
            one
            for one in fit.sentences(flat)
            if one.endswith((".", "!", "?", "”", '"')) and 2 < len(one.split()) <= _LONGEST_SENTENCE
        ]
    if not found:
        found = [line.strip() for line in re.split(r"[\n;]", text) if line.strip()][:400]
    return list(dict.fromkeys(found))


def _stems(text: str) -> list[str]:
    """Words that carry meaning, without their commonest endings, and numbers."""
    said = (word for word in _TOLD.findall(text.lower()) if word not in words.STOPS)
    return [re.sub(r"(?:ies|es|s|ing|ed)$", "", word) if len(word) > 5 else word.removesuffix("s") for word in said]


def written(task: Task, document: Attachment | None) -> str:
    """The answer to a task about a document, or about a text that was pasted."""
    text = str(document.facts.get("text", "")) if document else task.material
    pages = document.facts.get("pages") if document else None
    said = task.said.lower()
    if document and re.search(
        r"\bhow (?:many|long)\b.*\bpages?\b|\bhow long is\b|\bpages? (?:does|has|are)\b|\bcount\b.*\bpages?\b", said
    ):
        return f"{document.title} has {pages} {'page' if pages == 1 else 'pages'} and about {fit.count(text):,} words."
    if not text.strip():
        what = f"{document.title} holds no text that a program can read" if document else "There is no text to read"
        return f"{what}; it may be a scan. A real model could look at its pages as pictures."
    reading = Reading(text)
    for kind, (pattern, head) in _KINDS.items():
        if re.search(
            rf"\b(?:list|what|which|find|extract|all|show|give)\b.*\b(?:{kind}|"
            rf"{'people|companies' if kind == 'names' else 'figures|amounts' if kind == 'numbers' else 'deadlines'})\b",
            said,
        ):
            return _found(task, pattern, head, reading.text)
    asked = _asked(said)
    if (
        task.form in ("explain", "free", "howto", "found")
        and asked
        and "?" in task.said + "?"
        and not re.search(r"\babout\s*\??$|\bdescribe\b", said)
    ):
        return _answered(task, reading, asked)
    return _summary(task, reading)


def _asked(said: str) -> list[str]:
    """The stems that a question asks for, without the words that only point at the text."""
    pointing = (
        r"\b(?:document|pdf|file|text|page|attached|summary|say|says|according|tell|mention|show|contain|picture|image|"
        r"photo|paragraph|sentence|each|both)\w*\b"
    )
    return _stems(re.sub(pointing, " ", said.lower()))


def answers(text: str, said: str) -> bool:
    """Whether one sentence of ``text`` holds at least half of what a question asks for."""
    asked, reading = set(_asked(said)), Reading(text)
    return bool(asked) and any(2 * len(asked & set(stems)) >= len(asked) for stems in reading.stems)


def _summary(task: Task, reading: Reading) -> str:
    order = reading.ranked()
    points = (
        task.layout in (BULLETS, "numbered") or task.count or re.search(r"points|takeaways|bullets", task.said.lower())
    )
    if points and not task.limits.sentences:
        chosen = sorted(order[: task.count or 5])
        return listed(task, [_said(reading.sentences[at], task) for at in chosen], BULLETS)
    limits = task.limits
    most = limits.words.high if limits.words else _USUAL.high
    number = limits.sentences.high if limits.sentences else 12 if limits.words else 4
    kept: list[int] = []
    size = 0
    for at in order:
        length = len(reading.sentences[at].split())
        if len(kept) < number and (size + length <= most or (limits.sentences and not limits.words)):
            kept.append(at)
            size += length
    text = " ".join(reading.sentences[at] for at in sorted(kept or order[:1])) or reading.text.strip()
    return fit.shortened(text, limits if limits.words or limits.sentences else Limits(words=Span(0, 2 * most)))


def _said(sentence: str, task: Task) -> str:
    each = task.limits.each
    return fit.shortened(sentence, type(task.limits)(words=each)) if each else sentence


def _answered(task: Task, reading: Reading, asked: list[str]) -> str:
    wanted = set(asked)
    ranked = reading.ranked(wanted)
    most = max((len(wanted & set(reading.stems[at])) for at in ranked), default=0)
    best = [at for at in ranked if len(wanted & set(reading.stems[at])) == most][:2]
    if not best:
        near = ", ".join(f"“{word}”" for word in reading.keywords(3))
        return f"The text does not say. Its words turn mostly around {near}."
    quotes = " ".join(f"“{reading.sentences[at]}”" for at in sorted(best))
    return fit.shortened(f"The text says: {quotes}", task.limits)


def _found(task: Task, pattern: re.Pattern[str], head: str, text: str) -> str:
    counted = Counter(re.sub(r"\s+", " ", found[0]).strip(" .,") for found in pattern.finditer(text))
    common = [
        one for one, _ in counted.most_common() if one.isdigit() or (len(one) > 1 and one.lower() not in words.STOPS)
    ]
    if head == "Names":
        common = [one for one in common if one not in _MONTH.split("|")]
    if not common:
        return f"{head}: none that a program can find in the text."
    shown = common[: task.count or 12]
    return f"{head} found in the text:\n\n" + "\n".join(f"- {large(one)}" for one in shown)
