"""Lines for a campaign in the shape that an instruction sets: headlines by angle, taglines, captions, a
table of names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.demo.write import fit, words
from lib.demo.write.forms import lists
from lib.demo.write.forms.layout import NUMBERED, listed, rows
from lib.demo.write.forms.tales import syllables
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.subject import Subject
from lib.demo.write.task import Task

_ANGLES = ("scene", "contrast", "question", "use")
_TRADEMARKS = "Trademarks have to be searched before a name is used."
_ROUNDS = 60
_TELLING = re.compile(r"\{(?:does|kind|fact|who|season|place)\}", re.IGNORECASE)
_BETWEEN_PROMISES = 2  # lines that stand between two that say the same promise


def slots(task: Task) -> dict[str, str]:
    """What the commission offers to a pattern; "" where it says nothing."""
    said, subject = task.commission, Subject(task.commission.phrase)
    countable = said.phrase.lower().startswith(("a ", "an ", "the ", "our ", "my ")) and not subject.plural
    fact = next((one for one in said.facts if len(one.split()) <= 6), "")
    return {
        "does": said.promise,
        "kind": said.kind if countable else "",
        "fact": fact,
        "who": task.audience or said.audience,
        "season": said.season if said.season.lower() not in said.phrase.lower() else "",
        "place": said.place,
    }


def headlines(task: Task, muse: Muse) -> str:
    """A numbered list; the angles take turns, and the tone has every third line."""
    limits = Limits(each=task.limits.each or task.limits.words or Span(1, 10))
    number = task.number("headline", 5)
    return listed(task, [large(one) for one in fit.items(_angled(task, muse), number, limits, task.earlier)], NUMBERED)


def _angled(task: Task, muse: Muse) -> Iterator[str]:
    table, more = words.PATTERNS["headlines"], slots(task)
    decks = {angle: _telling_last(muse.mixed(table[angle])) for angle in (*_ANGLES, task.tone) if angle in table}
    order = [angle for at, angle in enumerate(_ANGLES * 2) for angle in (angle, *((task.tone,) if at % 2 else ()))]
    promises = 0
    for word in task.wanted:
        yield muse.fill(muse.pick(words.PATTERNS["lines"]["wanted"]), word=word)
    for _ in range(_ROUNDS):
        for angle in (angle for angle in order if angle in decks):
            decks[angle] = decks[angle] or muse.mixed(table[angle])
            line, pattern = "", ""
            while decks[angle] and not line:
                pattern = decks[angle].pop()
                line = "" if promises and "{does}" in pattern.lower() else muse.fill(pattern, **more)
            promises = max(0, promises - 1) if "{does}" not in pattern.lower() else _BETWEEN_PROMISES
            yield line


def _telling_last(patterns: list[str]) -> list[str]:
    """Those that say what was said of the subject at the end, where a deck is dealt from."""
    return sorted(patterns, key=lambda pattern: bool(_TELLING.search(pattern)))


def taglines(task: Task, muse: Muse) -> str:
    """A numbered list; what each promises stands behind it in brackets."""
    each, more = task.limits.each or task.limits.words or Span(1, 5), slots(task)
    promised: dict[str, str] = {}

    def candidates() -> Iterator[str]:
        for _ in range(_ROUNDS):
            for pattern in muse.mixed(words.PATTERNS["taglines"]["pairs"]):
                line, _, promise = muse.fill(pattern, **more).partition(" ~ ")
                promised.setdefault(line.lower(), promise)
                yield line

    number = task.number("tagline", 6)
    made = fit.items(candidates(), number, Limits(each=each, each_characters=task.limits.each_characters), task.earlier)
    return listed(task, [f"{line} ({promised[line.lower()]})" for line in made], NUMBERED)


def captions(task: Task, muse: Muse) -> str:
    """Hook, one concrete thing, one action, hashtags; parted by empty lines."""
    number, most = task.number("caption", 3), (task.limits.each or task.limits.words or Span(1, 40)).high
    table, more = words.PATTERNS["captions"], slots(task)
    marks = lists.tags(task, muse, min(3, task.counts.get("hashtag", 3)) * number)
    decks = {part: muse.mixed(table[part]) for part in ("hook", "concrete", "action")}
    made: list[str] = []
    for at in range(number):
        mine = marks[:1] + marks[1 + 2 * at : 3 + 2 * at]
        said = [_next(muse, decks[part], table[part], more) for part in ("hook", "concrete", "action")]
        text = fit.shortened(" ".join(said), Limits(words=Span(1, max(1, most - len(mine)))))
        made.append(f"{text} {' '.join(mine[: task.counts.get('hashtag', 3)])}".strip())
    return "\n\n".join(made)


def _next(muse: Muse, deck: list[str], table: tuple[str, ...], more: dict[str, str]) -> str:
    for _ in range(_ROUNDS):
        if not deck:
            deck += muse.mixed(table)
        if line := muse.fill(deck.pop(), **more):
            return line
    return ""


def names(task: Task, muse: Muse) -> str:
    """A table: real words first, then coined ones; each with its meaning and its sound."""
    number = task.number("name", 8)
    real = fit.items(_real(task, muse), number - number // 2, Limits(), task.earlier)
    made = real + fit.items(_coined(task, muse), number - len(real), Limits(), [*real, *task.earlier])
    cells = [dict(zip(("name", "meaning"), one.split(" ~ "), strict=True)) for one in made]
    labels = task.shape.labels or ("name", "meaning", "how it sounds")
    table = [[_cell(label, cell) for label in labels] for cell in cells]
    return f"{rows(labels, table)}\n\n{_TRADEMARKS}"


def _cell(label: str, cell: dict[str, str]) -> str:
    return cell.get(label.lower()) or _sound(cell["name"])


def _real(task: Task, muse: Muse) -> Iterator[str]:
    table = words.PATTERNS["coined"]
    own = large(task.commission.kind.split()[-1]) if task.commission.kind else "Open"
    for at in range(_ROUNDS):
        stuff, adjective, second = muse.deal("stuff"), muse.pick(table["adjectives"]), muse.pick(table["seconds"])
        if not stuff or " " in stuff or re.search(r"[^s]s$", stuff):
            continue
        yield (
            f"{large(stuff)} {second} ~ {stuff}, and a place for it",
            f"{adjective} {large(stuff)} ~ {adjective.lower()} {stuff}, as it says",
            f"{large(stuff)} and {own} ~ what belongs together: {stuff} and {own.lower()}",
        )[at % 3]


def _coined(task: Task, muse: Muse) -> Iterator[str]:
    """A stem of a word of the subject's field with an ending of its own."""
    ends = words.PATTERNS["coined"]["ends"]
    for _ in range(_ROUNDS):
        stuff = muse.deal("stuff")
        if stuff and " " not in stuff:
            stem = re.sub(r"[aeiouy]+$", "", stuff[:5])
            yield f"{large(stem + muse.pick(ends))} ~ coined, from {stuff}"


def _sound(name: str) -> str:
    """What can be heard in the letters: syllables, and how it ends."""
    number = syllables(name)
    end = "open" if name[-1].lower() in "aeiouy" else "soft" if name[-1].lower() in "lmnrsvw" else "firm"
    return f"{number} {'syllable' if number == 1 else 'syllables'}, {end} at the end"
