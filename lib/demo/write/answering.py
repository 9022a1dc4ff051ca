"""From a question to the answer: the task is read, one form writes it, and the limits are checked at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lib.demo.write import brief, document, fit, memory, onward, picture, thinking, told, tongues
from lib.demo.write.forms import (
    appraisal,
    campaign,
    cards,
    copy,
    craft,
    edit,
    grid,
    handling,
    letters,
    lists,
    minutes,
    notes,
    papers,
    persona,
    phrasebook,
    plans,
    prompting,
    prose,
    reason,
    revision,
    scripts,
    sheets,
    shooting,
    tales,
    talk,
)
from lib.demo.write.house import House
from lib.demo.write.muse import Muse, large
from lib.demo.write.naming import subject_of
from lib.demo.write.question import Question, Written
from lib.demo.write.shape import Shape
from lib.demo.write.subject import Subject
from lib.demo.write.task import LISTS, Task

Form = Callable[[Task, Muse], str]

_FORMS: dict[str, Form] = {
    **dict.fromkeys(LISTS, lists.written),
    **dict.fromkeys(("free", "description", "caption"), prose.written),
    **dict.fromkeys(("explain", "howto"), reason.explain),
    **dict.fromkeys(("rewrite", "shorten"), edit.written),
    "translate": phrasebook.written,
    "compare": reason.compare,
    "proscons": reason.pros_and_cons,
    "email": letters.email,
    "story": tales.story,
    "poem": tales.poem,
    "haiku": tales.haiku,
    "script": scripts.script,
    "storyboard": scripts.storyboard,
    "shots": scripts.shots,
    "prompt": prompting.prompts,
    "plan": plans.plan,
    "outline": plans.plan,
    "schedule": plans.schedule,
    "checklist": plans.checklist,
    "agenda": plans.agenda,
    "table": grid.table,
    "json": grid.as_json,
    "persona": persona.written,
    "advice": craft.advised,
    "press": copy.press,
    "dialogue": shooting.screenplay,
    "alt": lambda task, muse: (
        picture.alternative(task, muse) if task.pictures else large(f"{task.subject.said or 'a picture'}.")
    ),
    "card": cards.written,
    "paper": papers.written,
    "sheet": notes.written,
    "budget": sheets.budget,
    "contents": sheets.contents,
    "handled": handling.written,
    "found": lambda task, _: document.written(task, None),
    "pick": talk.pick,
    "recall": lambda task, _: talk.recall(task),
}
_GRIDS: dict[str, Form] = {"table": grid.table, "json": grid.as_json, "csv": grid.as_csv}
_SHAPES: dict[str, Form] = {
    "headlines": campaign.headlines,
    "taglines": campaign.taglines,
    "captions": campaign.captions,
    "names": campaign.names,
    "page": copy.page,
    "mailing": copy.mailing,
    "press": copy.press,
    "listing": copy.listing,
    "shot": shooting.shot,
    "spoken": shooting.spoken,
    "panels": shooting.panels,
    "screenplay": shooting.screenplay,
    "gist": minutes.gist,
    "minutes": minutes.minutes,
    "briefing": appraisal.briefing,
    "review": appraisal.review,
    "rewritten": revision.rewritten,
    "cut": revision.cut,
    "explained": revision.explained,
    "localised": revision.localised,
}
_OWN_WISH = frozenset(
    ("recall", "handled", "found", "pick", "haiku", "poem", "json", "hashtags", "keywords")
)  # stronger than any shape
_OF_FILES = frozenset(
    ("free", "sheet", "description", "explain", "compare", "howto", "summary", "ideas", "reasons", "proscons")
)
_ON_ANSWERS = ("summary", "pick", "recall", "shorten", "translate", "handled", "found")
_OWN_TABLES = frozenset(("compare", "proscons", "storyboard", "advice", "budget", "contents", *_ON_ANSWERS))
_ASKED_BACK = "What shall it be about? A subject, a form and a length are enough to begin."
_FULL = re.compile(r"(?<=[\w”\"'])[ \t]{2,}(?=\S)")


def answer(question: Question) -> Written:
    """The writer's answer to the last turn of ``question``, which must be the user's (else a ValueError)."""
    if not question.turns or question.turns[-1].role != "user":
        raise ValueError("The last turn of a question is the user's.")
    if left := onward.rest(question, lambda one: answer(one).text):
        return Written(left, ("The answer broke off: I go on where it ended.",))
    house, found = House.of(question.system), _answered(question)
    return Written(house.kept(found.text), found.thoughts)


def _answered(question: Question) -> Written:
    last = question.turns[-1]
    asked = last.text
    before = question.turns[-2].text if len(question.turns) > 1 else ""
    if result := talk.chained(asked, before):
        return Written(result, ("A sum that goes on from the last result: I compute it exactly.",))
    own = [turn.text for turn in question.turns[:-1] if turn.role == "user"]
    if own and not last.attachments and (said := told.recalled(asked, own)):
        return Written(said, ("A question about the person: I look it up in what they told me.",))
    if not last.attachments and (small := talk.reply(asked, question.seed)):
        return Written(fit.shortened(small[0], memory.task_of(question).limits), (small[1],))
    task = _commissioned(memory.task_of(question))
    text = _whole(task, question)
    if task.also and not task.shape:
        second = _whole(replace(task.also, earlier=(*task.also.earlier, text)), question)
        text = f"**{large(task.noun)}**\n\n{text}\n\n**{large(task.also.noun)}**\n\n{second}"
    if task.remark and task.form != "recall":
        text = f"{task.remark}\n\n{text}"
    if task.tongue:
        text = f"{tongues.polite(task.tongue)}\n\n{text}"
    return Written(text, thinking.summary(task))


def _whole(task: Task, question: Question) -> str:
    """The checked text; where versions are asked for, as many that differ, each under its number."""
    if task.versions == 1 or task.shape:
        return _FULL.sub(" ", _checked(task, _written(task, question)))
    made: list[str] = []
    if task.form not in LISTS:
        task = replace(task, limits=replace(task.limits, words=task.limits.words or task.limits.each))
    for seed in range(question.seed, question.seed + 4 * task.versions):
        text = _FULL.sub(" ", _checked(task, _written(task, replace(question, seed=seed))))
        if text not in made and len(made) < task.versions:
            made.append(text)
    if len(made) == 1:
        return made[0]
    return "\n\n".join(f"**Version {at}**\n\n{text}" for at, text in enumerate(made, 1))


def _commissioned(task: Task) -> Task:
    """The task with what its shape is made of: a commission of its own, or the files that came along."""
    if not task.shape or task.form in _OWN_WISH or (task.material and task.earlier):
        return _with_files(replace(task, shape=Shape()))
    if task.shape.on_material or (task.pictures and not task.commission.subject):
        return _with_files(task)
    return replace(task, subject=task.commission.subject, form=task.shape.kind, material="", remark="")


def _written(task: Task, question: Question) -> str:
    muse = Muse(task, question.seed)
    if task.shape and not (task.shape.on_material or task.subject):
        return _ASKED_BACK
    if task.shape:
        return _SHAPES[task.shape.kind](task, muse)
    seen = (
        task.pictures
        and (picture.titled(task.words) or (task.form in _OF_FILES and not _copy(task)))
        and (task.form != "ideas" or "edit" in task.said)
    )
    read = task.documents and task.form in _OF_FILES
    if seen or read:
        told = [picture.written(task, muse)] if seen else []
        return "\n\n".join([*told, *([document.written(task, task.documents[0])] if read else [])])
    if task.form == "summary":
        return (
            document.written(task, None)
            if task.material
            else "Paste the text or attach the document, and I will take its main points out of it."
        )
    if task.form not in ("recall", "handled") and not task.subject and not re.search(r"\w", task.said + task.material):
        return _ASKED_BACK
    if task.form == "description" and not (task.subject or task.opening or task.material or task.wanted):
        return _ASKED_BACK
    if task.form not in _OWN_TABLES and task.layout in _GRIDS:
        return _GRIDS[task.layout](task, muse)
    return _FORMS[task.form](task, muse)


def _copy(task: Task) -> bool:
    """Whether a text is to be written with the picture ("a product text for this"), not a description of it."""
    return task.form == "description" and task.noun not in ("", "description", "sentence", "sentences", "paragraph")


def _with_files(task: Task) -> Task:
    """The task with a picture or a document as its subject, where the words name none of their own."""
    bare = not task.subject or re.search(
        r"\b(?:this|the|these|my|our|attached)\b.*\b(?:picture|image|photo|document|pdf|file|campaign|project|"
        r"product|brief|target group|audience)s?\b|"
        r"^(?:it|this|attached|here)\b",
        task.subject.said,
        re.IGNORECASE,
    )
    if not task.attachments or not bare:
        return task
    if task.pictures:
        one = task.pictures[0]
        return replace(task, subject=subject_of(picture.known(one)), seen=picture.seen(one))
    if task.form in _OF_FILES:
        return task
    known = brief.about(replace(task, subject=Subject("")), str(task.documents[0].facts.get("text", "")))
    return known if known.subject else replace(task, subject=subject_of(task.documents[0].title))


def _checked(task: Task, text: str) -> str:
    """The last look: nothing longer than asked, no exclamation mark that nobody wanted."""
    if task.layout in ("json", "csv") or task.form in ("recall", "handled", "found"):
        return text
    if not task.exclaim and task.form not in ("summary", "pick", "translate"):
        text = text.replace("!", ".")
    limits = task.limits
    if task.shape:
        return text
    if task.form in ("email", "table", "storyboard", "script", "budget", "contents") or task.layout == "table":
        return text
    if limits.words or limits.characters:
        text = fit.shortened(text, replace(limits, sentences=None))
    return text
