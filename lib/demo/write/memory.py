"""What earlier turns leave behind: items that can be pointed at, and a task that can be gone on with."""

from __future__ import annotations

import re
from dataclasses import replace

from lib.demo.write import closing, reading
from lib.demo.write.fit import count, sentences
from lib.demo.write.limits import Span
from lib.demo.write.numbers import NUMBER, ORDINAL, ordinal, place, value
from lib.demo.write.question import Attachment, Question, Turn
from lib.demo.write.task import LISTS, Task

_REMEMBERED = 80  # turns that are read; what is older can still be asked for word for word
_ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*•](?: \[[ x]\])?)\s+(.+)$", re.MULTILINE)
_FIRST_ASKED = re.compile(
    r"\bwhat (?:did|was|were) (?:i|my|we)\b.*\b(?:first|start|begin|beginning|asked?)\b|\bmy "
    r"(?:first|last|previous) (?:question|message)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"^(?:(?:give|show|write|make)(?: me| us)? )?(?:({NUMBER}) )?(?:more|others?|another(?: "
    rf"({NUMBER}))?|alternatives)\b(?! (?:formal|playful|warm|about))(?: ({NUMBER}))?|^some "
    rf"more\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^(?:again|once more|try again|retry|redo|one more time|regenerate|something else|different ones?|new ones)\b",
    re.IGNORECASE,
)
_ON = re.compile(r"^(?:continue|go on|keep going|carry on|and then|what happens next|next|write on)\b", re.IGNORECASE)
_POINTED = re.compile(
    rf"\b(?:number|no\.?|nr\.?|#)\s*(\d+)\b|\b(?:the|your|that|with|"
    rf"option)\s+({ORDINAL})\b(?!\s+(?:time|day|week|person|year|of\b))|"
    rf"^({ORDINAL})\b(?=\s*(?:one|line|,|$|please))",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"\b(?:shorter|shorten|tighter|briefer|condense|trim|cut (?:it|them|that)|more concise|half "
    r"(?:as long|the length))\b",
    re.IGNORECASE,
)
_LONGER = re.compile(r"\b(?:longer|expand|more detail(?:s|ed)?|elaborate|develop it|extend)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|its|them|they|that|this|these|those|one|ones|same|above|previous|last)\b", re.IGNORECASE)
_INTO = re.compile(
    r"\b(?:in|into|to|auf) (?:german|french|spanish|italian|portuguese|dutch|norwegian|swedish|"
    r"danish|polish|japanese|chinese|deutsch)\b",
    re.IGNORECASE,
)
_TALKED = re.compile(r"\b(?:conversation|chat|we (?:have )?(?:said|talked|discussed|wrote)|so far)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:them|these|those|all|they)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"^(?:and |now |or |but |then |what about |how about )+", re.IGNORECASE)
_CHANNEL = re.compile(
    r"\b(?:for|on|as an?) (instagram|linkedin|facebook|twitter|x|tiktok|social|threads|email|"
    r"newsletter|radio|tv|print)\b",
    re.IGNORECASE,
)
_ABOUT_FILES = re.compile(
    r"\b(?:pictures?|images?|photos?|documents?|pdf|file|pages?|it|this|that|these|them|they|"
    r"both|there|text|report|contract|caption|edit)\b",
    re.IGNORECASE,
)


def task_of(question: Question) -> Task:
    """The task of the last turn, in the light of the turns before and the system instruction."""
    said = [closing.parted(turn.text) if turn.role == "user" else (turn.text, "") for turn in question.turns]
    whole = tuple(replace(turn, text=words) for turn, (words, _) in zip(question.turns, said, strict=True))
    limits = next((limits for _, limits in reversed(said) if limits), "")
    task = reading.under_limits(_read(whole[-_REMEMBERED:], whole), limits)
    return reading.under_system(task, question.system)


def items(text: str) -> list[str]:
    """The items of an earlier answer: its list, or the rows of its table, or its sentences."""
    found = _ITEM.findall(text)
    if not found:
        rows = [line for line in text.splitlines() if line.startswith("|")]
        found = [row.strip("| ").replace(" | ", ", ") for row in rows[2:]]
    if not found:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = lines if len(lines) > 1 else sentences(text)
    return [re.sub(r"\s+", " ", item).strip() for item in found]


def _read(turns: tuple[Turn, ...], whole: tuple[Turn, ...]) -> Task:
    last = turns[-1]
    task = reading.fresh(last.text, last.attachments)
    earlier = [at for at in range(len(turns) - 1) if turns[at].role == "user"]
    if not earlier:
        return task
    if _FIRST_ASKED.search(last.text) and len(last.text.split()) < 14:
        asked = next(
            (turn.text for turn in (whole if "first" in last.text.lower() else whole[-3:]) if turn.role == "user"), ""
        )
        return replace(task, form="recall", material=asked)
    answer = next((turn.text for turn in reversed(turns[:-1]) if turn.role == "model"), "")
    base = _read(turns[: earlier[-1] + 1], whole)
    task = replace(task, attachments=task.attachments or _still_meant(last.text, turns[:-1]))
    asked_before = [turns[at].text for at in earlier]
    return _follow(task, base, answer, last.text, asked_before) if answer else task


def _still_meant(text: str, turns: tuple[Turn, ...]) -> tuple[Attachment, ...]:
    """The files of an earlier turn, when the words can only mean them."""
    meant = _ABOUT_FILES.search(text) or re.match(
        r"(?:how|what|who|when|where|which|does|is|are)\b", text, re.IGNORECASE
    )
    return next((turn.attachments for turn in reversed(turns) if turn.attachments), ()) if meant else ()


def _follow(task: Task, base: Task, answer: str, text: str, earlier: list[str]) -> Task:
    short = len(text.split()) <= 24
    if base.origin and short and _ALL.search(text):  # "them" are the lines that one was taken from
        base = base.origin
    said = _INSTEAD.sub("", text.strip())
    pointed = _POINTED.search(text)
    if pointed and short:
        return _pointed(task, base, items(answer), pointed, text)
    if short and (
        _AGAIN.match(said) or _ON.match(said) or (_MORE.match(said) and task.form in ("free", "ideas", base.form))
    ):
        return _more(task, base, answer, said)
    if short and task.form == "summary" and _TALKED.search(text):
        return replace(task, form="recall", remark=_so_far(earlier))
    if short and _INTO.search(text) and task.form in ("free", "explain", base.form):
        return replace(task, form="translate", material=answer, subject=base.subject)
    if short and task.form in ("free", "explain") and task.layout:
        return _reworked(task, base, answer, text)
    if short and task.form in reading.WORKS_ON_TEXT and not task.material and not task.documents:
        return _reworked(task, base, answer, text)
    if (
        short
        and task.form in ("free", "explain")
        and (_SHORTER.search(text) or _LONGER.search(text) or task.tone or task.limits != type(task.limits)())
    ):
        return _reworked(task, base, answer, text)
    if short and (channel := _CHANNEL.search(text)) and task.form in ("free", "explain", "caption", "email"):
        form = {"email": "email", "newsletter": "email", "radio": "script", "tv": "script", "print": "headlines"}.get(
            channel[1].lower(), "caption"
        )
        return _onward(replace(task, form=form, noun=channel[1]), base, answer)
    if not task.subject or (_BACK.search(task.subject.said) and len(task.subject.said.split()) < 4):
        return _onward(task, base, answer) if task.form not in ("explain", "howto") or not task.subject else task
    if short and task.form == "free" and _INSTEAD.match(text):
        return replace(base, subject=task.subject, audience=task.audience or base.audience, said=task.said)
    return replace(task, context=base.subject.said)


def _onward(task: Task, base: Task, answer: str) -> Task:
    """Another form of the same subject; a single line of before is carried into it."""
    if task.form == "free" and task.audience:
        return replace(base, audience=task.audience, said=task.said, earlier=tuple(items(answer)))
    form = base.form if task.form == "free" else task.form
    lines = items(answer)
    single = len(lines) == 1 and count(lines[0]) < 20 and (base.form in LISTS or base.origin)
    told = task.form in ("script", "story", "caption", "email") and base.form in LISTS
    opening = lines[0] if lines and (single or (told and base.form != "names")) else base.opening
    return replace(
        task,
        form=form,
        noun=task.noun or base.noun,
        subject=base.subject,
        words=base.words,
        opening=opening,
        earlier=tuple(lines),
        tone=task.tone or base.tone,
        audience=task.audience or base.audience,
        banned=task.banned | base.banned,
        context=base.context,
    )


def _more(task: Task, base: Task, answer: str, said: str) -> Task:
    """The same again, and nothing that was there before."""
    found = _MORE.match(said)
    number = next((value(group) for group in found.groups() if group), None) if found else None
    return replace(
        base,
        count=number or base.count,
        earlier=(*base.earlier, *items(answer)),
        said=f"{base.said} {task.said} {len(base.earlier)}",
        tone=task.tone or base.tone,
        material=answer if base.form in ("story", "poem") and _ON.match(said) else base.material,
        opening="",
    )


def _reworked(task: Task, base: Task, answer: str, text: str) -> Task:
    """An earlier answer, changed as a whole: shorter, longer, in another tone, in another language."""
    if task.form in ("translate", "summary") or (_SHORTER.search(text) or task.form == "shorten"):
        form = "shorten" if _SHORTER.search(text) else task.form
        return replace(task, form=form, material=answer, subject=base.subject, earlier=tuple(items(answer)))
    if base.origin and task.tone and count(answer) < 25:
        return replace(task, form="pick", opening=answer.strip(), subject=base.subject, origin=base.origin)
    if base.form in ("rewrite", "shorten"):
        return replace(task, form="rewrite", material=answer, subject=base.subject)
    limits = task.limits.over(base.limits)
    if _LONGER.search(text) and not task.limits.words:
        size = count(answer)
        if base.form in LISTS:
            typical = max(map(count, items(answer) or [answer]))
            limits = replace(limits, each=Span(typical + 1, typical + 12), words=None)
        else:
            limits = replace(limits, words=Span(round(size * 1.5), round(size * 2)), sentences=None)
    return replace(
        base,
        tone=task.tone or base.tone,
        limits=limits,
        audience=task.audience or base.audience,
        earlier=tuple(items(answer)),
        wanted=task.wanted or base.wanted,
        banned=task.banned | base.banned,
        layout=task.layout or base.layout,
        columns=task.columns or base.columns,
        said=f"{base.said} {task.said}",
        exclaim=task.exclaim or base.exclaim,
    )


def _so_far(asked: list[str]) -> str:
    """What was asked so far, in the user's own words."""
    lines = "\n".join(f"{at}. “{' '.join(text.split())[:160]}”" for at, text in enumerate(asked, 1))
    return f"So far you asked:\n\n{lines}"


def _pointed(task: Task, base: Task, lines: list[str], found: re.Match[str], text: str) -> Task:
    """One item of the last answer, to be said again, shortened, retold or carried into another form."""
    at = int(found[1]) if found[1] else place(found[2] or found[3])
    if not lines or at == 0 or at > len(lines):
        there = (
            f"there {'is one item' if len(lines) == 1 else f'are {len(lines)} items'}" if lines else "there is no list"
        )
        return replace(
            base,
            form="recall",
            remark=f"The last answer has no {ordinal(at)} one: {there} in it. Which one do you mean?",
        )
    item = re.sub(r"\*\*|^\"|\"$", "", lines[at - 1 if at > 0 else -1])
    known = replace(
        task, subject=base.subject, banned=task.banned | base.banned, context=base.context, opening=item, origin=base
    )
    if _SHORTER.search(text) or task.form in ("shorten", "rewrite", "translate"):
        form = "shorten" if _SHORTER.search(text) else task.form
        return replace(known, form=form, material=item)
    if re.match(r"(?:what|which|show|repeat|read)\b", text, re.IGNORECASE) and task.form in (
        "explain",
        "free",
        "lines",
        "headlines",
    ):
        return replace(known, form="recall", material=item)
    if task.form in LISTS and task.count is None and task.form == base.form:
        known = replace(known, form="pick")
    if task.form in ("free", "explain"):
        return replace(known, form="pick")
    return known
