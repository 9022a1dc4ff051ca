"""What notes hold: the gist with its points, or minutes with decisions, tasks and open questions."""

from __future__ import annotations

import re
from itertools import islice

from lib.demo.write import fit, given
from lib.demo.write.document import Reading
from lib.demo.write.forms.layout import rows
from lib.demo.write.muse import Muse, large
from lib.demo.write.subject import singular
from lib.demo.write.task import Task

_NOTHING = "Paste the notes or attach the document, and I will work from what stands in them."
_OPEN = re.compile(
    r"\b(?:undecided|unclear|unsure|tbd|tbc|maybe|perhaps|might|whether|hopes?|wish(?:es)?|would like|depends|"
    r"to be (?:seen|decided|confirmed|clarified|discussed)|remains? to be|not (?:yet )?(?:been )?(?:sure|"
    r"decided|clear|known|"
    r"settled|confirmed|agreed)|(?:is|are|remains?|still) open|no decision|nobody knows|could)\b|\?",
    re.IGNORECASE,
)
_DAYS = (
    r"(?:(?:next |this )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|tomorrow|today|tonight|next (?:week|month)|noon)"
)
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(
    rf"\s*\b(?:by|until|on|before|due|till|no later than) ((?:the )?(?:end of (?:the |next )?\w+|{_DAYS}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: (?:of )?{_MONTHS})?|{_MONTHS} \d{{1,2}}))\b|\s*\b({_DAYS})(?=[.,]|$)"
)
_OWNER = re.compile(
    r"(?P<owner>(?!(?:The|This|That|These|Those|It|There|We|Our|A|An|In|On|At|No|Nobody|Sound|Music|If|Budget|Everyone|Everybody|All|Many|Some|Most)\b)"
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?: and [A-Z][\w'’-]+)?|Somebody|Someone|The \w+(?= (?:must|should|"
    r"has to|needs to|will "
    r"(?!be\b|open|move|stay|start|begin|end|cost|take place))))"
    r" (?P<will>will |must |should |is to |are to |has to |have to |needs to |need to |to |is going to )?"
    r"(?!is\b|are\b|was\b|were\b|has\b|had\b|have\b|be\b|said|says|thinks|wants|stays?\b|moves? to\b|"
    r"opens?\b|costs?\b|remains)"
    r"(?P<verb>[a-z]+)(?P<rest> .+)$"
)
_NEEDED = re.compile(
    r"(?:We|Somebody|Someone|One) (?:still )?(?:need|needs|has|have|must|should)(?: to)? (?P<task>.+)$"
)
_DECIDED = re.compile(
    r"\b(?:agree[ds]?|decided?|decision|approved?|will|moves?|moved|stays?|cut|cancel+ed|postponed|chosen|chose|fixed|set|begins?|"
    r"starts?|ends?|becomes?|dropped|kept|keeps?|replaces?|increased?|reduced|raised|limited|opens?|closes?|goes|only|"
    r"from .+ to|instead|no longer|confirmed|accepted|remains?)\b",
    re.IGNORECASE,
)
_NAMES = 3  # words; a person's name is no longer


def gist(task: Task, muse: Muse) -> str:
    """The main point in one sentence, then the other points by weight; every word is the source's."""
    text = given.material(task)
    if not text:
        return _NOTHING
    reading = Reading(text)
    order = [given.closed(reading.sentences[at]) for at in reading.ranked()] or [given.closed(text[:400])]
    main = order[0]
    rest = [one for sentence in order[1:] for one in given.statements(sentence)]
    clauses = given.statements(main)
    if len(order) < 3 and len(clauses) > 1:
        main, rest = clauses[0], [*clauses[1:], *rest]
    points = list(islice(_within(task, rest, fit.count(main)), task.counts.get("bullet", 5)))
    return "\n\n".join([main, "\n".join(f"- {point}" for point in points)]).strip()


def _within(task: Task, points: list[str], size: int) -> list[str]:
    high = task.limits.words.high if task.limits.words else 10_000
    kept: list[str] = []
    for point in points:
        size += fit.count(point)
        if size <= high:
            kept.append(point)
    return kept


def minutes(task: Task, muse: Muse) -> str:
    """Decisions as sentences, tasks as a table, questions that are open; what is not stated is "open"."""
    text = given.material(task)
    if not text:
        return _NOTHING
    decisions: list[str] = []
    tasks: list[tuple[str, str, str]] = []
    questions: list[str] = []
    for one in given.statements(text):
        if _OPEN.search(one):
            questions.append(one)
        elif assigned := _assigned(one):
            tasks.append(assigned)
        elif _DECIDED.search(one):
            decisions.append(one)
    most = task.limits.words.high if task.limits.words else 150
    heads = [large(label) for label in task.shape.labels[:3]] or ["Decisions", "Tasks", "Open questions"]
    while len(decisions) + len(tasks) + len(questions) > 1:
        text = _set(heads, decisions, tasks, questions)
        if fit.count(text) <= most:
            break
        if len(tasks) > max(len(decisions), len(questions)):
            tasks.pop()
        else:
            max(decisions, questions, key=len).pop()
    return _set(heads, decisions, tasks, questions)


def _set(heads: list[str], decisions: list[str], tasks: list[tuple[str, str, str]], questions: list[str]) -> str:
    table = rows(("Owner", "Task", "Day"), tasks) if tasks else "None stated."
    said = ("\n".join(f"- {one}" for one in some) or "None stated." for some in (decisions, questions))
    bodies = (next(said), table, next(said))
    return "\n\n".join(f"## {head}\n\n{body}" for head, body in zip(heads, bodies, strict=False))


def _assigned(statement: str) -> tuple[str, str, str] | None:
    """Owner, task and day of a sentence that gives somebody something to do."""
    statement = statement.rstrip(".")
    owner, task = "open", ""
    if needed := _NEEDED.match(statement):
        task = needed["task"]
    elif found := _OWNER.match(statement):
        verb = found["verb"]
        if not found["will"] and not (verb.endswith("s") or " and " in found["owner"]):
            return None
        owner = "open" if found["owner"] in ("Somebody", "Someone") else found["owner"]
        task = (verb if found["will"] else singular(verb)) + found["rest"]
    if not task:
        return None
    day = _DAY.search(task)
    bare = task[: day.start()] + task[day.end() :] if day else task
    return owner, large(bare.strip(" ,")), (day[1] or day[2]) if day else "open"
