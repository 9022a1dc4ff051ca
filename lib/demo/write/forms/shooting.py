"""Scripts as an instruction shapes them: timed tables, a voice with its pauses, a storyboard, a scene between two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lib.demo.write import closing, fit, words
from lib.demo.write.forms.campaign import slots
from lib.demo.write.forms.copy import stating
from lib.demo.write.forms.layout import rows
from lib.demo.write.forms.scripts import clock, dealt
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_HERE = re.compile(r"\b(?:by|in|at|on|near) (?:the|our|an?|[A-Z])[\w'’ -]+$")
_PAIR = re.compile(
    r"(?:an? |the |two )?([\w-]+) and (?:an? |the |her |his |their )?([\w-]+)(?: (?:about|over|on|in|at|who|"
    r"with) (.+))?$"
)
_ROOMS = re.compile(
    r"\b(bakery|shop|café|cafe|bar|museum|station|school|hotel|restaurant|studio|workshop|kitchen|library|train)\b"
)
_WORDS_A_SECOND = 2.5
_PAUSE = 1  # seconds
_LONGEST = 600  # seconds


def _seconds(task: Task) -> int:
    return max(2, min(task.limits.seconds or 30, _LONGEST))


def shot(task: Task, muse: Muse) -> str:
    """Time, picture and sound over the whole length; the voice says what the camera cannot."""
    seconds, number = _seconds(task), min(task.counts.get("row", 6), 60)
    edges = [round(at * seconds / number) for at in range(number + 1)]
    pictures, sounds = dealt(task, muse, "picture", number), dealt(task, muse, "sound", number)
    voice = _voices(task, muse, [edges[at + 1] - edges[at] for at in range(number)])
    cells = {
        "time": [_span(edges[at], edges[at + 1]) for at in range(number)],
        "picture": pictures,
        "sound": [f"{sound}. Voice: “{said}”" if said else sound for sound, said in zip(sounds, voice, strict=True)],
    }
    labels = task.shape.labels
    return rows(labels, [[_column(cells, label)[at] for label in labels] for at in range(number)])


def _column(cells: dict[str, list[str]], label: str) -> list[str]:
    return next((cells[key] for key in cells if key in label), cells["picture"])


def _span(start: int, end: int) -> str:
    return f"{clock(start)}–{clock(end)}"


def _voices(task: Task, muse: Muse, lengths: list[int]) -> list[str]:
    """A sentence for every row that has the time for one; the promise and the facts close to the end, then the name."""
    more = slots(task)
    facts = [muse.fill("{S} {does}.", **more), *(stating(task, fact) for fact in task.commission.facts)]
    told = [one for one in facts if one]
    opening = islice(_narrated(task, muse), len(lengths))
    last, promise = [_ending(task, lengths[-1])], muse.fill("{Does}.", **more)
    middle = [*opening][: max(0, len(lengths) - len(last) - min(len(told), len(lengths) - 2))]
    said = [*middle, *told][: max(0, len(lengths) - 1)]
    said += last
    return [
        next((offer for offer in (one, promise) if offer and fit.count(offer) <= length * _WORDS_A_SECOND), "")
        for one, length in zip(said, lengths, strict=True)
    ]


def _ending(task: Task, seconds: int) -> str:
    """The name, or the thing as it was first called where there is time for it."""
    known = f"The {task.subject.bare}" if task.subject.said.lower().startswith(("a ", "an ", "our ", "my ")) else ""
    long = f"{task.subject.full if task.subject.name else known or task.subject.the}."
    return large(long if fit.count(long) <= seconds * 2 else f"{task.subject.the}.")


def spoken(task: Task, muse: Muse) -> str:
    """Time and voice; after every sentence a pause of its own row."""
    seconds, more = _seconds(task), slots(task)
    most = min(task.limits.words.high if task.limits.words else 10_000, int(seconds * 2.2))
    facts = [muse.fill("{S} {does}.", **more), *(stating(task, fact) for fact in task.commission.facts)]
    first = [muse.fill("{Clause}."), *(one for one in facts if one)]
    while len(first) > 1 and sum(map(fit.count, first)) > most - 3:
        first.pop()
    pool = _narrated(task, muse)
    said = fit.prose(first, pool, [_ending(task, 4)], _calm(most, seconds), Span(1, most))
    pauses = max(0, len(said) - 1) * _PAUSE
    total = sum(map(fit.count, said))
    cells, at, heard = [], 0, 0
    for place, sentence in enumerate(said):
        heard += fit.count(sentence)
        end = round(heard * (seconds - pauses) / total) + place * _PAUSE
        cells.append((_span(at, end), sentence))
        at = end
        if place < len(said) - 1:
            cells.append((_span(at, at + _PAUSE), "(pause)"))
            at += _PAUSE
    return rows(task.shape.labels, cells)


def _calm(most: int, seconds: int) -> Limits:
    """Few enough sentences for each to have its pause."""
    number = max(1, seconds // 5)
    return Limits(words=Span(max(1, min(most * 3 // 4, number * 6)), most), sentences=Span(1, number))


def _narrated(task: Task, muse: Muse) -> Iterator[str]:
    for _ in range(8):
        for pattern in muse.mixed(("{Clause}.", "{Moment}, {clause}.", "Listen: {clause}.", "{Act}.")):
            yield muse.fill(pattern)


def panels(task: Task, muse: Muse) -> str:
    """A row for every panel: one action, one move; the person and the place in the same words throughout."""
    table, rows_ = words.PATTERNS["panels"], closing.counts(task.commission.conditions).get("row")
    number = rows_ or task.number("panel", 8)
    who, actions = muse.pick(table["who"]), muse.mixed(table["actions"])
    here = _HERE.search(task.commission.phrase)
    place = here[0] if here else muse.fill("beside {thing}")
    made = []
    for at in range(number):
        actions = actions or muse.mixed(table["actions"])
        light = table["lights"][min(len(table["lights"]) - 1, at * len(table["lights"]) // number)]
        what = muse.fill(f"{who} {actions.pop()}, {place}")
        cells = {
            "panel": str(at + 1),
            "size": table["sizes"][at % len(table["sizes"])],
            "see": large(what if at < number - 1 else muse.fill(f"{who} beside {{s}}, {place}; space for the title")),
            "camera": table["moves"][at % len(table["moves"])],
            "light": light,
        }
        made.append(
            [next((cells[key] for key in cells if key in label.lower()), cells["see"]) for label in task.shape.labels]
        )
    return rows(task.shape.labels, made)


def screenplay(task: Task, muse: Muse) -> str:
    """A heading, action in the present tense, two people who want different things and do not say so."""
    table = words.PATTERNS["scene"]
    names, about = _couple(task, muse)
    lines, hands = (table["one"], table["two"]), muse.mixed(table["hands"])
    blocks = [
        _heading(task, muse),
        f"{names[0]} {hands[0]}. {names[1]} stays near the door. {large(about)} lies between them.",
    ]
    for at in range(max(2, min(task.counts.get("speech") or task.count or 10, 2 * len(lines[0])))):
        if at and at % 4 == 0:
            blocks.append(f"{names[at // 4 % 2]} {hands[at // 4]}.")
        blocks.append(f"{names[at % 2].upper()}\n{muse.fill(lines[at % 2][at // 2], about=about)}")
    return "\n\n".join([*blocks, muse.fill(table["closing"][0])])


def _couple(task: Task, muse: Muse) -> tuple[tuple[str, str], str]:
    """The two of the scene as the commission calls them, else by names; and what it is about."""
    pair = _PAIR.match(task.commission.phrase)
    if pair:
        return (f"The {pair[1].lower()}", f"The {pair[2].lower()}"), pair[3] or muse.fill("{thing}")
    one, other = muse.mixed(words.PATTERNS["story"]["heroes"])[:2]
    return (one, other), task.subject.the or muse.fill("{thing}")


def _heading(task: Task, muse: Muse) -> str:
    room = _ROOMS.search(task.commission.phrase)
    place = room[1] if room else muse.pick(words.PATTERNS["scene"]["places"]).removeprefix("the ")
    said = task.words.lower()
    hour = next((hour for hour in ("night", "evening", "morning", "dawn") if hour in said), "day")
    return f"INT. {place.upper()} – {hour.upper()}"
