"""A text with a heading, an opening paragraph and bullet points, as many as asked for and within the length of all."""

from __future__ import annotations

from dataclasses import replace

from lib.demo.write import fit, words
from lib.demo.write.forms import prose
from lib.demo.write.limits import Span
from lib.demo.write.muse import Muse
from lib.demo.write.task import Task

_USUAL = Span(60, 90)
_MOST_OF_A_PARAGRAPH = 75  # words


def written(task: Task, muse: Muse) -> str:
    """The heading counts towards the length; the last sentences are the points, for they stand alone."""
    heading = task.subject.title if task.headed else ""
    points = task.points or 0
    span = task.limits.words or (_USUAL if task.layout != "bullets" else None)
    room = Span(max(0, span.low - fit.count(heading)), span.high - fit.count(heading)) if span else None
    number = Span(points + (task.layout != "bullets"), 10_000 if span else points)
    table = words.PATTERNS["description"]
    opening = muse.fill(muse.pick(table["open"]))
    limits = replace(task.limits, words=room, sentences=number)
    said = fit.prose([opening] if opening else [], prose.sentences(task, muse, table), [], limits, _USUAL)
    split = max(0, len(said) - points)
    body = fit.paragraphs(said[:split], sum(map(fit.count, said[:split])) // _MOST_OF_A_PARAGRAPH + 1) if split else ""
    listed = "\n".join(f"- {one}" for one in said[split:])
    return "\n\n".join(part for part in (f"## {heading}" if heading else "", body, listed) if part)
