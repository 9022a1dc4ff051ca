"""Papers in sections: call sheets, job ads, FAQs, briefs, mood boards, bios, outlines, packing lists."""

from __future__ import annotations

import re

from lib.demo.write import fit, words
from lib.demo.write.limits import Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_USUAL = Span(30, 50)  # words of a paper that is said in sentences
_TAKEN = 3  # lines of a section that offers more
_KINDS = {
    "call sheet": r"call ?sheet",
    "job ad": r"job|vacancy",
    "faq": r"faq",
    "creative brief": r"brief",
    "mood board": r"mood",
    "bio": r"bio",
    "about us": r"about",
    "blog outline": r"outline",
    "packing list": r"packing",
    "voicemail": r"voicemail|answering",
    "out of office": r"out[ -]of[ -]office|auto-?reply|vacation",
}
_RUNNING = frozenset(("bio", "about us", "out of office", "voicemail"))  # said in sentences, without headings
_TICKED = frozenset(("packing list",))
_ROLE = re.compile(r",? (?:called|named) .*$|^(?:[A-Z][\w'’-]+ ?)+, ?")


def written(task: Task, muse: Muse) -> str:
    kind = next(name for name, sign in _KINDS.items() if re.search(sign, task.noun))
    parts = {head: said for head, said in words.PAPERS[kind].items() if head != "head"}
    made = {head: _lines(task, muse, said) for head, said in parts.items()}
    if kind in _RUNNING:
        first, more = (iter(lines) for lines in made.values())
        return " ".join(fit.prose([next(first)], iter([*first, *more]), [], task.limits, _USUAL))
    mark = "- [ ] " if kind in _TICKED else "- "
    title = muse.fill(words.PAPERS[kind]["head"][0])
    blocks = [f"**{large(muse.fill(head) or head)}**\n{_set(lines, mark)}" for head, lines in made.items()]
    return "\n\n".join((f"**{title}**", *blocks))


def _set(lines: list[str], mark: str) -> str:
    return "\n".join(f"{mark}{line}" for line in lines) if len(lines) > 1 else lines[0]


def _lines(task: Task, muse: Muse, said: tuple[str, ...]) -> list[str]:
    """The lines of a section, all of them or some, each filled; the order of the table is kept."""
    every = said[0] == "all"
    kept = said[1:] if every else sorted(muse.mixed(said)[:_TAKEN], key=said.index)
    made = [muse.fill(line, **_person(task)) for line in kept]
    return [line for line in made if line]


def _person(task: Task) -> dict[str, str]:
    """Who a bio is about: the name and the trade."""
    name, role = task.subject.name or "[Name]", _ROLE.sub("", task.subject.said) or "[trade]"
    return {"name": name, "role": role, "who": name.split()[0]} if "bio" in task.noun else {}
