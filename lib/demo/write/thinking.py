"""The summary of thoughts: what was understood of the question, in one to three short sentences."""

from __future__ import annotations

from lib.demo.write import words
from lib.demo.write.forms import craft
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import large
from lib.demo.write.numbers import spelled
from lib.demo.write.task import Task

_SAID = {
    "free": "a short text",
    "description": "a description",
    "caption": "a caption",
    "story": "a story",
    "poem": "a poem",
    "haiku": "a haiku",
    "script": "a voice-over",
    "storyboard": "a storyboard",
    "shots": "a shot list",
    "prompt": "a picture prompt",
    "plan": "a plan",
    "schedule": "a schedule",
    "checklist": "a checklist",
    "agenda": "an agenda",
    "summary": "a summary",
    "shorten": "a shorter version",
    "rewrite": "a new wording",
    "translate": "a translation",
    "compare": "a comparison",
    "proscons": "points for and against",
    "explain": "an explanation",
    "howto": "a way to do something",
    "email": "an email",
    "recall": "something said before",
    "pick": "one item of the last answer",
    "table": "a table",
    "json": "JSON",
    "csv": "CSV",
    "card": "a card",
    "budget": "a budget",
    "contents": "a content calendar",
    "paper": "a paper in sections",
    "handled": "the same in another form",
    "page": "a page",
    "mailing": "an email",
    "press": "a press note",
    "listing": "a listing",
    "shot": "a script",
    "spoken": "a voice-over",
    "panels": "a storyboard",
    "screenplay": "a scene",
}


def summary(task: Task) -> tuple[str, ...]:
    """One paragraph on what is asked, one on the conditions, one on how to go about it; only what was really read."""
    paragraphs = [f"I read this as {_asked(task)}{_about(task)}."]
    if conditions := _conditions(task):
        paragraphs.append(f"I keep to what was said: {'; '.join(conditions)}.")
    if task.opening and task.form not in ("recall",):
        paragraphs.append(f"I take up “{task.opening.rstrip('.')}” from before.")
    elif task.earlier and task.form not in ("summary", "shorten", "rewrite", "translate"):
        paragraphs.append("I look back at the last answer and repeat none of its items.")
    elif task.form in ("explain", "howto") and craft.term(task.subject.said):
        paragraphs.append("That is a term of the craft, so I can say what it is.")
    elif task.form in ("explain", "howto", "compare") and not task.attachments:
        paragraphs.append("I have no facts on that, so I offer a way to find out and invent nothing.")
    elif task.form == "translate":
        paragraphs.append("I look in my small phrase book; what it does not hold, I leave to a translator.")
    elif task.attachments:
        paragraphs.append(f"I work from {large(task.attachments[0].title)} and what can be measured in it.")
    return tuple(paragraphs[:3])


def _asked(task: Task) -> str:
    if task.shape and task.form == task.shape.kind and task.form in _SAID:
        return _SAID[task.form]
    if task.form == "handled" and task.noun in ("rated", "best"):
        return "lines to be judged"
    if task.layout in ("table", "json", "csv"):
        return _SAID[task.layout] if task.form == "free" else f"{_SAID[task.layout]} of {task.noun or 'points'}"
    if task.form in ("explain", "howto"):
        return f"the question “{task.said.rstrip('?.! ')}”"
    noun = task.noun if task.form not in _SAID or task.noun in ("paragraph", "blurb") else ""
    if noun and task.count and task.count > 1:
        return f"{spelled(task.count)} {noun}"
    if task.form in _SAID:
        return (
            f"{spelled(task.count)} {task.noun}"
            if task.count and task.count > 1 and task.noun.endswith("s")
            else _SAID[task.form]
        )
    noun = noun or task.form
    return noun if noun.endswith("s") or noun == "advice" else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _about(task: Task) -> str:
    return f" about {task.subject.full}" if task.subject and task.form not in ("recall", "explain", "howto") else ""


def _conditions(task: Task) -> list[str]:
    said = [*_lengths(task.limits)]
    if task.audience:
        said.append(f"for {task.audience}")
    if task.tone:
        said.append(f"{'an' if task.tone == 'urgent' else 'a'} {task.tone} tone")
    if task.wanted:
        said.append("with " + ", ".join(f"“{word}”" for word in task.wanted))
    if task.banned >= words.ADJECTIVES:
        said.append("no adjectives")
    elif task.banned:
        said.append(
            "without "
            + ", ".join(
                f"“{word}”"
                for word in sorted(word for word in task.banned if word.removesuffix("s") not in task.banned - {word})[
                    :3
                ]
            )
        )
    if task.columns:
        said.append("with " + ", ".join(task.columns))
    elif task.layout:
        said.append(f"set as {task.layout}")
    return said


def _lengths(limits: Limits) -> list[str]:
    named: tuple[tuple[Span | None, str], ...] = (
        (limits.each, "words each"),
        (limits.words, "words in all"),
        (limits.sentences, "sentences"),
        (limits.paragraphs, "paragraphs"),
    )
    said = [
        f"{_span(span)} "
        f"{unit if span.high != 1 else unit.replace('sentences', 'sentence').replace('paragraphs', 'paragraph')}"
        for span, unit in named
        if span
    ]
    if limits.characters:
        said.append(f"at most {limits.characters} characters")
    if limits.each_characters:
        said.append(f"at most {limits.each_characters} characters each")
    if limits.seconds:
        said.append(f"{limits.seconds} seconds" if limits.seconds < 120 else f"{limits.seconds // 60} minutes")
    return said


def _span(span: Span) -> str:
    if span.low == span.high:
        return str(span.high)
    return f"{span.low} to {span.high}" if span.low else f"at most {span.high}"
