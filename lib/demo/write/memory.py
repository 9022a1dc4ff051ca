"""What earlier turns leave behind: items that can be pointed at, and a task that can be gone on with."""

from __future__ import annotations

import re
from dataclasses import replace

from lib.demo.write import brief, closing, document, onward, reading, words
from lib.demo.write.asks import tone_of
from lib.demo.write.fit import count
from lib.demo.write.forms import handling, talk
from lib.demo.write.items import items
from lib.demo.write.limits import Span
from lib.demo.write.numbers import NUMBER, ORDINAL, ordinal, place, value
from lib.demo.write.question import Attachment, Question, Turn
from lib.demo.write.task import LISTS, Task

_PASSING = frozenset(("handled", "translate", "shorten", "found"))  # work on an answer; what was asked goes on behind
_ON_ANSWER = frozenset(("handled", "recall", "pick"))
_QUESTION = re.compile(
    r"^\s*(?:(?:and|so|but|ok|okay|then)[\s,]+)*(?:who|whom|whose|what|when|where|which|how|why|is|are|does|do|did|has|"
    r"have|was|were|will|can)\b",
    re.IGNORECASE,
)
_DEALT = "the demo writer has no reasons of its own. Say what it should do better, and I will write it again."
_REMEMBERED = 80  # turns that are read; what is older can still be asked for word for word
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
    rf"\b(?:in|into|to|auf|en) {words.any_of(tuple(name for row in words.LANGUAGES.values() for name in row))}",
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
    r"\b(?:pictures?|images?|photos?|documents?|pdf|file|pages?|its?|this|that|these|them|they|"
    r"both|there|text|report|contract|caption|edit)\b",
    re.IGNORECASE,
)


def task_of(question: Question) -> Task:
    """The task of the last turn, in the light of the turns before and the system instruction."""
    said = [closing.parted(turn.text) if turn.role == "user" else (turn.text, "") for turn in question.turns]
    whole = tuple(replace(turn, text=own) for turn, (own, _) in zip(question.turns, said, strict=True))
    telling = _telling(whole)
    limits = next((limits for _, limits in reversed(said) if limits), "")
    task = reading.under_limits(_about_own(_read(telling[-_REMEMBERED:], whole), telling), limits)
    return reading.under_system(task, question.system)


def _telling(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns without earlier small talk: "thanks" in between does not hide the lines before it."""
    kept: list[Turn] = []
    small = False
    for turn in turns[:-1]:
        if turn.role == "user":
            small = not turn.attachments and talk.reply(turn.text, 0) is not None
        if not small:
            kept.append(turn)
    return (*kept, turns[-1])


def _about_own(task: Task, turns: tuple[Turn, ...]) -> Task:
    """The task answered from, or made about, what the person told earlier or with it."""
    if task.form in _ON_ANSWER or task.documents:
        return task
    own = [turn.text for turn in reversed(turns[:-1]) if turn.role == "user" and brief.told(turn.text)]
    if _QUESTION.match(task.words) and not task.material and task.form in ("explain", "free", "howto"):
        for text in own:
            if document.answers(text, task.words):
                return replace(task, form="found", material=text, layout="", limits=type(task.limits)())
    if task.form in reading.WORKS_ON_TEXT:
        return replace(task, material=own[0]) if own and not task.material else task
    texts = [task.material, *own] if task.material else own
    return brief.about(task, texts[0]) if texts and task.form not in ("explain", "found") else task


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
    meant = _ABOUT_FILES.search(text) or _QUESTION.match(text)
    return next((turn.attachments for turn in reversed(turns) if turn.attachments), ()) if meant else ()


def _follow(task: Task, base: Task, answer: str, text: str, earlier: list[str]) -> Task:
    short = len(text.split()) <= 24
    while base.origin and base.form in _PASSING:
        base = replace(base.origin, earlier=(*base.origin.earlier, *base.earlier))
    if short and task.form == "free" and not task.tone and not _own_subject(task):
        task = replace(task, tone=next(filter(None, map(tone_of, re.findall(r"[\w-]+", text))), ""))
    if (way := handling.way(text, answer)) and not task.attachments:
        return replace(task, form="handled", noun=way, material=answer, subject=base.subject, said=text, origin=base)
    if base.origin and short and _ALL.search(text):  # "them" are the lines that one was taken from
        base = base.origin
    said = _INSTEAD.sub("", text.strip())
    pointed = _POINTED.search(text)
    if pointed and short:
        return _pointed(task, base, items(answer), pointed, text)
    if short and (
        _AGAIN.match(said)
        or onward.ASKED.match(said)
        or (_MORE.match(said) and task.form in ("free", "ideas", base.form))
    ):
        return _more(task, base, answer, said)
    if short and task.form == "summary" and _TALKED.search(text):
        return replace(task, form="recall", remark=_so_far(earlier))
    if short and _INTO.search(text) and task.form in ("free", "explain", base.form):
        return replace(
            task,
            form="translate",
            said=text,
            material=answer,
            subject=base.subject,
            origin=base,
            earlier=tuple(items(answer)),
        )
    if short and task.form in ("free", "explain") and task.layout and not _own_subject(task):
        return _reworked(task, base, answer, text)
    if short and task.form in reading.WORKS_ON_TEXT and not task.material and not task.documents:
        return _reworked(task, base, answer, text)
    if (
        short
        and not _own_subject(task)
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


def _own_subject(task: Task) -> bool:
    """Whether the words name something of their own, beyond pointing at the last answer and saying how it should be."""
    said = re.findall(r"[^\W\d_]+", _LONGER.sub(" ", _SHORTER.sub(" ", task.subject.said)).lower())
    return any(word not in words.STOPS and word not in words.HANDLING and not tone_of(word) for word in said)


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
        material=answer if base.form in ("story", "poem") and onward.ASKED.match(said) else base.material,
        opening="",
    )


def _reworked(task: Task, base: Task, answer: str, text: str) -> Task:
    """An earlier answer, changed as a whole: shorter, longer, in another tone, in another language."""
    if task.form in ("translate", "summary") or (_SHORTER.search(text) or task.form == "shorten"):
        form = "shorten" if _SHORTER.search(text) else task.form
        if form == "shorten" and base.form in ("card", "email"):
            return replace(base, limits=replace(base.limits, words=Span(0, max(18, round(count(answer) * 0.6)))))
        if form == "shorten" and base.noun.startswith("limerick"):
            return replace(
                base, said=f"{base.said} {task.said}", remark="A limerick has five lines, so this is another."
            )
        if form == "shorten" and base.form == "json":
            return replace(base, count=max(1, (base.count or 2) - 1), said=f"{base.said} {task.said}")
        return replace(
            task, form=form, material=answer, subject=base.subject, earlier=tuple(items(answer)), origin=base
        )
    if base.origin and task.tone and base.origin.form == "names":
        return replace(base.origin, tone=task.tone, earlier=tuple(items(answer)), count=3)
    if base.origin and task.tone and count(answer) < 25:
        return replace(task, form="pick", opening=answer.strip(), subject=base.subject, origin=base.origin)
    if base.form in ("rewrite", "shorten"):
        return replace(task, form="rewrite", material=answer, subject=base.subject)
    if base.form in ("haiku", "poem") and (_LONGER.search(text) or re.search(r"\blines?\b", text, re.IGNORECASE)):
        return _more_verse(task, base, answer)
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


def _more_verse(task: Task, base: Task, answer: str) -> Task:
    """A poem again with as many lines as asked for, else with half as many more; a longer haiku is a poem."""
    there = sum(bool(line.strip(" *")) and not line.startswith("**") for line in answer.splitlines())
    lines = task.counts.get("row") or task.count or there + max(2, there // 2)
    said = f"{base.said} {task.said} {lines} lines"
    limits = replace(base.limits, words=None, sentences=None)
    return replace(base, form="poem", noun="poem", count=None, said=said, limits=limits, tone=task.tone or base.tone)


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
    if re.match(r"(?:and |but |so )?why\b", text, re.IGNORECASE):
        return replace(base, form="recall", remark=f"“{item}” was dealt, not chosen: {_DEALT}")
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
