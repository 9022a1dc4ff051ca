"""Running text about the subject: descriptions, captions, and an answer to a subject that came without a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lib.demo.write import fit, words
from lib.demo.write.forms import lists
from lib.demo.write.forms.layout import BULLETS, NUMBERED, listed
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse
from lib.demo.write.task import Task

_USUAL = {"description": Span(60, 85), "caption": Span(18, 34), "free": Span(45, 65)}
_NEWS = re.compile(r"\b(?:announc\w*|launch(?:es|ing)?|introduc\w*|opening of|grand opening)\b", re.IGNORECASE)
_WORDS_OF_A_PARAGRAPH = 75


def written(task: Task, muse: Muse) -> str:
    table = words.PATTERNS[task.form if task.form in words.PATTERNS else "description"]
    number = task.count or 1
    if task.noun in ("paragraph", "paragraphs", "sentence", "sentences") or task.form == "free":
        number = 1
    if number == 1 and task.layout in (BULLETS, NUMBERED):
        return listed(task, fit.sentences(_one(replace(task, layout=""), muse, table)))
    texts = [_one(task, muse, table) for _ in range(min(number, 20))]
    return listed(task, texts)


def _one(task: Task, muse: Muse, table: words.Table) -> str:
    first = [muse.fill(muse.pick(table["open"]))]
    if task.tone in words.PATTERNS["lines"] and task.form == "caption":
        first = [muse.fill(muse.pick(words.PATTERNS["lines"][task.tone]))]
    if task.opening:
        first = [_closed(task.opening)]
    if task.audience and "audience" in table:
        first.append(muse.fill(muse.pick(table["audience"])))
    if "named" in table and not task.opening:
        news = task.subject and _NEWS.search(task.words)
        named = muse.fill(muse.pick(table["news" if news else "named"]), own=task.subject.said)
        first.insert(0 if news or task.limits.each_characters else len(first), named)
    first += [muse.fill(muse.pick(says)) for word, says in words.PATTERNS["qualities"].items() if _is(word, task)]
    first += [muse.fill(muse.pick(words.PATTERNS["lines"]["wanted"]), word=word) for word in task.wanted]
    last = [muse.fill(muse.pick(table["close"]))]
    tags = " ".join(lists.tags(task, muse, 4)) if task.form == "caption" and not task.lengths() else ""
    said = fit.prose(
        [one for one in first if one],
        sentences(task, muse, table),
        [one for one in last if one],
        replace(task.limits, words=task.limits.words or task.limits.each),
        _USUAL[task.form],
    )
    said = [_marked(task, one) for one in said]
    usual = -(-sum(map(fit.count, said)) // _WORDS_OF_A_PARAGRAPH) if sum(map(fit.count, said)) > 110 else 1
    text = fit.paragraphs(said, task.limits.paragraphs.aim if task.limits.paragraphs else usual)
    if most := task.limits.each_characters:
        return fit.shortened(text, Limits(characters=most))
    return f"{text}\n\n{tags}" if tags else text


def sentences(task: Task, muse: Muse, table: words.Table) -> Iterator[str]:
    """Sentences without end, a pattern coming back only after all the others; the tone has its share."""
    toned = words.PATTERNS["lines"].get(task.tone, ())
    for turn in range(400):
        bodies = muse.mixed(table["body"])
        if turn:
            bodies = muse.mixed((*bodies, *words.PATTERNS["description"]["body"], *words.PATTERNS["lines"]["free"]))
        for at, pattern in enumerate(bodies):
            yield muse.fill(pattern)
            if toned and at % 4 == 1:
                yield muse.fill(muse.pick(toned))


def _is(word: str, task: Task) -> bool:
    """Whether the subject is said to be so ("a waterproof backpack")."""
    return bool(re.search(rf"\b(?:{word})[ -](?=\w)", task.subject.bare, re.IGNORECASE))


def _closed(line: str) -> str:
    return line if line.endswith((".", "!", "?", "…", ":")) else line + "."


def _marked(task: Task, sentence: str) -> str:
    return sentence[:-1] + "!" if task.exclaim and sentence.endswith(".") else sentence
