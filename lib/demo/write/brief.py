"""What the person's own text is about: a brief, notes or a document that a later request points back to."""

from __future__ import annotations

import re
from dataclasses import replace

from lib.demo.write import document
from lib.demo.write.commission import Commission
from lib.demo.write.fit import sentences
from lib.demo.write.naming import subject_of
from lib.demo.write.task import Task

_LABEL = re.compile(
    r"^\W*(?:(?:creative |campaign |project )?brief(?:ing)?|notes?|project|client|product|brand|subject|topic)"
    r"(?: (?:from|of|for) [^:.\n]{1,30})?\s*(?::|\n)\s*",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^(?:this|the|our|my|that|its?|their)(?: new)? (?:campaign|brief|briefing|project|product|brand|launch|client|"
    r"company|target (?:group|audience)|audience|customers?|offer|notes?|shoot|film|text|above)\b",
    re.IGNORECASE,
)
_LEAST = 14  # words; a shorter message holds no brief


def told(text: str) -> bool:
    """Whether a message tells something that can be asked about: some sentences or lines, not a request alone."""
    return len(text.split()) >= _LEAST and len(re.findall(r"[.!?](?:\s|$)|\n", text)) >= 2


def about(task: Task, text: str) -> Task:
    """The task about the subject of ``text``, where its own words only point there."""
    if task.subject and not _MEANT.match(task.subject.said):
        return task
    commission = Commission.of(_LABEL.sub("", text, count=1))
    phrase = re.split(r"\s+(?:that|which|who)\b", commission.phrase)[0]
    first = sentences(text)[:1]
    if not phrase or len(phrase.split()) > 6 or (first and phrase == first[0].rstrip(".")):
        phrase = " and ".join(document.Reading(text).keywords(2))
    found = subject_of(phrase, commission.name)
    return replace(task, subject=found, audience=task.audience or commission.audience) if found else task
