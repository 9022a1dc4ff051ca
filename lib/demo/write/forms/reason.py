"""Questions that want knowledge: terms of the craft are known; for the rest, a way to go about it."""

from __future__ import annotations

import re

from lib.demo.write import fit, words
from lib.demo.write.forms import craft, grid
from lib.demo.write.forms.layout import BULLETS, listed, rows
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.subject import gerund
from lib.demo.write.task import Task

_PAIR = re.compile(
    r"^(?:(?:the )?(?:differences? )?between |compare |which is better[,:]? |a table comparing "
    r")?(?P<a>.+?)\s+(?:and|with|to|or|versus|vs\.?|against|than)\s+(?P<b>.+)$",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"which (?:one )?is (?:the )?(?:better|best)\b", re.IGNORECASE)
_CRITERIA = 4  # by which several things are compared where none are named
_INVERTED = re.compile(
    r"(?:why|how|when|where|which|who (?!is|are|was|were)|do|does|did|is|are|was|were|can|"
    r"should|what (?!is|are|was|were|do you think))\b",
    re.IGNORECASE,
)


def explain(task: Task, muse: Muse) -> str:
    """Points to look into, never facts; the first half sentence says why."""
    slot = "steps" if task.form == "howto" else "points"
    topic = _topic(task)
    if known := craft.term(task.subject.said or topic):
        return craft.explained(task, known)
    limits = task.limits
    more = {"topic": topic, "terms": _terms(task)}
    made = [muse.fill(pattern, **more) for pattern in _ordered(task, muse, slot)]
    if task.lengths():
        said = fit.prose(
            [f"The demo engine knows no facts about {topic}."], iter(_plain(made)), [], limits, Span(60, 90)
        )
        return fit.paragraphs(said, limits.paragraphs.aim if limits.paragraphs else 1)
    if slot == "points":
        return f"{_unknown(task, topic)} {muse.pick(words.PATTERNS['explain']['offers'])}"
    head = f"The demo engine knows no facts about {topic}, but here is a way to go about it."
    return f"{head}\n\n{listed(task, made[: task.count or 5], 'numbered')}"


def _unknown(task: Task, topic: str) -> str:
    """The one honest sentence; a question that is no noun is quoted as it was asked."""
    if task.tongue or _INVERTED.match(task.said):
        asked = " ".join((task.words if task.tongue else task.said).split()).rstrip("?.! ")
        return f"The demo engine knows no facts, so it cannot answer “{asked}?”."
    return f"The demo engine knows no facts about {topic}."


def _ordered(task: Task, muse: Muse, slot: str) -> list[str]:
    table = words.PATTERNS["explain"][slot]
    if slot != "steps":
        return muse.mixed(table)
    kept = sorted(muse.random.sample(range(len(table)), min(len(table), max(task.count or 6, 6))))
    return [table[at] for at in kept]


def _terms(task: Task) -> str:
    """The first words of the question that carry meaning, in quotes."""
    telling = [word for word in re.findall(r"[^\W_]{3,}", task.said) if word.lower() not in words.STOPS]
    return " and ".join(f"“{word}”" for word in telling[:2]) or "the words of the question"


def _plain(made: list[str]) -> list[str]:
    return [large(item.partition(": ")[2]) if re.match(r"\w+: ", item) else item for item in made]


def _topic(task: Task) -> str:
    """What is asked about, as a noun: the subject, or the whole question in quotes when it holds a verb."""
    topic = re.sub(r"^(?:do|does|did|is|are|was|were|can|should|would|will)\s+", "", task.subject.said)
    topic = topic.rstrip("?.! ") or task.said.rstrip("?.! ") or "that"
    if task.form == "howto":
        return gerund(topic)
    return "the matter" if _INVERTED.match(task.said) or len(topic.split()) > 8 else topic


def compare(task: Task, muse: Muse) -> str:
    a, b = pair(task)
    number = task.count or (5 if task.layout == "table" else 3)
    several = () if _CHOICE.match(task.said) else task.subject.several
    if several or (b and task.columns):
        criteria = task.columns or tuple(words.PATTERNS["weigh"]["criteria"][:_CRITERIA])
        return grid.compared(several or (a, b), criteria, bare=task.bare)
    if not b:
        return explain(task, muse)
    if (known := craft.compared(a, b)) and not task.layout:
        return known
    if task.layout == "table":
        criteria = words.PATTERNS["weigh"]["criteria"]
        cells = [[criteria[at], "open", "open"] for at in _places(muse, len(criteria), number)]
        return f"{rows(('To compare', large(a), large(b)), cells)}\n\nThe demo engine knows no facts about either."
    points = words.PATTERNS["weigh"]["points"]
    made = [muse.fill(points[at], a=a, b=b) for at in _places(muse, len(points), number)]
    if task.lengths():
        first = f"The demo engine knows no facts about {a} or {b}."
        return " ".join(fit.prose([first], iter(_plain(made)), [], task.limits, Span(60, 90)))
    items = [f"**{name}:** {large(rest)}" for name, _, rest in (item.partition(": ") for item in made)]
    return (
        f"The demo engine knows no facts about either, but these questions decide between {a} and "
        f"{b}.\n\n{listed(task, items, BULLETS)}"
    )


def _places(muse: Muse, size: int, number: int) -> list[int]:
    return sorted(muse.random.sample(range(size), min(size, number)))


def pair(task: Task) -> tuple[str, str]:
    """The two things to compare; the second is "" when only one is named."""
    said = re.sub(
        r"^(?:what(?:'s| is) )?(?:the )?(?:compare|differences? between|difference between|"
        r"which is better(?: for [^,:]+)?[,:]?)\s+",
        "",
        task.said if re.match(r"which is better for\b", task.said, re.IGNORECASE) else task.subject.said or task.said,
        flags=re.IGNORECASE,
    )
    found = _PAIR.match(said.rstrip("?.!"))
    if not found:
        return said, ""
    a, b = found["a"].strip(" ,"), re.split(r"[,.;?]| for (?:a|an|the|my|our)\b", found["b"])[0].strip()
    return a, b


def pros_and_cons(task: Task, muse: Muse) -> str:
    """What speaks for and against, under two heads; one side alone is a plain list."""
    number = min(task.count or 3, 10)
    parts = []
    for head, slot in (("For", "pro"), ("Against", "con")):
        if len(noun := task.noun.split()) == 1 and noun[0] not in words.SIDES[slot]:
            continue
        made = [muse.fill(pattern) for pattern in muse.mixed(words.PATTERNS["weigh"][slot])[:number]]
        parts.append((head, [large(one) for one in made]))
    if task.layout == "table":
        return rows([head for head, _ in parts], list(zip(*(made for _, made in parts), strict=True)))
    if len(parts) == 1:
        return listed(task, parts[0][1])
    text = "\n\n".join(f"**{head}**\n" + "\n".join(f"- {one}" for one in made) for head, made in parts)
    if task.lengths():
        return fit.shortened(text, Limits(words=task.limits.words, characters=task.limits.characters))
    return (
        f"What speaks for {task.subject.the or 'it'} depends on you; the demo engine knows no "
        f"facts, so each point says when it counts.\n\n{text}"
    )
