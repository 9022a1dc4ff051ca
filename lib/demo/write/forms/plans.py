"""What is to be done: plans, schedules, checklists and agendas about the subject."""

from __future__ import annotations

import re

from lib.demo.write import words
from lib.demo.write.forms.layout import BULLETS, listed
from lib.demo.write.muse import Muse
from lib.demo.write.numbers import NUMBER, value
from lib.demo.write.task import Task

_PERIOD = re.compile(rf"({NUMBER})[\s-]*(day|week|month|hour)s?\b", re.IGNORECASE)
_PARTS_OF_A_DAY = ("Morning", "Afternoon", "Evening")
_USUAL_STEPS = 7


def plan(task: Task, muse: Muse) -> str:
    """Steps in order; spread over the weeks or days when a period is named."""
    found = _PERIOD.search(task.said)
    if found and not task.layout and not task.count:
        return _spread(task, muse, value(found[1]), found[2].lower())
    return listed(task, _steps(task, muse, task.count or _USUAL_STEPS))


def _steps(task: Task, muse: Muse, number: int) -> list[str]:
    """Steps evenly from the whole way, in its order; past its end, fillings of the day."""
    table = list(words.PATTERNS["plan"]["steps"])
    start = muse.random.random() * 0.999
    places = (
        sorted({int((at + start) * len(table) / number) for at in range(number)})
        if number < len(table)
        else range(len(table))
    )
    steps = [muse.fill(table[at]) for at in places]
    while len(steps) < number:
        steps += [muse.fill(slot) + "." for slot in muse.mixed(words.PATTERNS["plan"]["slots"])]
    return [step for step in dict.fromkeys(steps) if step][:number]


def _spread(task: Task, muse: Muse, number: int, unit: str) -> str:
    number = max(1, min(number, 12))
    per = 2 if number > 3 else 3
    steps = _steps(task, muse, number * per)
    blocks = []
    for at in range(number):
        lines = "\n".join(f"- {step}" for step in steps[at * per : (at + 1) * per])
        blocks.append(f"**{unit.capitalize()} {at + 1}**\n{lines}")
    return "\n\n".join(blocks)


def schedule(task: Task, muse: Muse) -> str:
    """Days with their parts when days are named, else one day by the hour."""
    found = _PERIOD.search(task.said)
    slots = _slots(task, muse, 48)
    if found and found[2].lower() in ("week", "month"):
        return _spread(task, muse, value(found[1]), found[2].lower()) if value(found[1]) > 1 else _days(slots, 5)
    if found and found[2].lower() == "day":
        return _days(slots, max(1, min(value(found[1]), 12)))
    if re.search(r"\bweek(?:ly|end)?\b", task.said):
        return _days(slots, 2 if "weekend" in task.said else 5)
    number = task.count or 6
    return listed(task, [f"{9 + at + (at > 2):02}:00 {slots[at]}" for at in range(min(number, 14))], BULLETS)


def _days(slots: list[str], number: int) -> str:
    blocks = []
    for day in range(number):
        parts = [
            f"- {part}: {slots[(day * len(_PARTS_OF_A_DAY) + at) % len(slots)]}"
            for at, part in enumerate(_PARTS_OF_A_DAY)
        ]
        blocks.append(f"**Day {day + 1}**\n" + "\n".join(parts))
    return "\n\n".join(blocks)


def _slots(task: Task, muse: Muse, number: int) -> list[str]:
    made: list[str] = []
    for _ in range(12):
        for pattern in muse.mixed(words.PATTERNS["plan"]["slots"]):
            filled = muse.fill(pattern)
            if filled and filled not in made:
                made.append(filled)
    return made[:number]


def checklist(task: Task, muse: Muse) -> str:
    return "\n".join(f"- [ ] {step}" for step in _steps(task, muse, task.count or 8))


def agenda(task: Task, muse: Muse) -> str:
    """Points with minutes that add up to the length of the meeting."""
    total = (task.limits.seconds or 3600) // 60
    found = _PERIOD.search(task.said)
    if found and found[2].lower() == "hour":
        total = value(found[1]) * 60
    number = min(task.count or max(3, min(7, total // 8)), 10)
    table = words.PATTERNS["plan"]["agenda"]
    middle = [table[at] for at in sorted(muse.random.sample(range(1, len(table) - 1), max(0, number - 2)))]
    points = [table[0], *middle, table[-1]][:number]
    edges = [
        round(at * total / number / 5) * 5 if total >= 5 * number else round(at * total / number)
        for at in range(number)
    ] + [total]
    return listed(
        task,
        [f"{_clock(edges[at])}–{_clock(edges[at + 1])} {muse.fill(point)}" for at, point in enumerate(points)],
        BULLETS,
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
