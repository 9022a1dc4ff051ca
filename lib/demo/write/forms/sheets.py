"""Sheets that are reckoned: budgets whose rows add up, and a month of posts with its dates."""

from __future__ import annotations

import calendar
import math
import re

from lib.demo.write import words
from lib.demo.write.forms.layout import rows
from lib.demo.write.muse import Muse
from lib.demo.write.naming import subject_of
from lib.demo.write.numbers import NUMBER, value
from lib.demo.write.subject import Subject
from lib.demo.write.task import Task

_DAYS = re.compile(rf"\b({NUMBER})[\s-](?:(?:full|shooting|shoot)[\s-])?days?\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?P<before>[$€£])\s?(?P<a>\d[\d,.]*\d|\d)(?P<k>k?)\b|"
    r"\b(?P<b>\d[\d,]*)(?P<k2>k?) ?(?P<after>€|euros?|dollars|usd|eur|pounds|gbp)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"\b({NUMBER}) (?:posts|entries|topics|dates)\b", re.IGNORECASE)
_SIGNS = {"euro": "€", "euros": "€", "eur": "€", "dollars": "$", "usd": "$", "pounds": "£", "gbp": "£"}
_SPARE = 10  # percent for what nobody thought of
_ROUND = 10  # an amount that was scaled is rounded to this
_EDIT_DAYS = 1.5  # days at the desk for each day of shooting
_NOTE = "The amounts are starting figures, not quotes: replace each with what you are offered."

_MONTH = re.compile(rf"\b(?:for |in )?({'|'.join(calendar.month_name[1:])})(?: (\d{{4}}))?\b", re.IGNORECASE)
_APART = 3  # days from one post to the next, at least
_POSTS = 9


def budget(task: Task, muse: Muse) -> str:
    """Rows of item, quantity, rate and sum that add up, with something spare; scaled to a total where one is named."""
    told = re.findall(r"[a-z]+", task.words.lower())
    kind = next((name for name, called in words.SHEETS["when"].items() if set(told) & set(called[0].split())), "other")
    found = _DAYS.search(task.words)
    days = max(1, min(value(found[1]), 60)) if found else 1
    lines = [_line(row, days) for row in words.SHEETS["budget"][kind]]
    sign, total = _named(task.words)
    if total:
        share = total / (sum(number * rate for _, number, _, rate in lines) * (1 + _SPARE / 100))
        lines = [
            (item, number, unit, max(1, int(rate * share // _ROUND) * _ROUND)) for item, number, unit, rate in lines
        ]
    cells = [
        [item, _quantity(number, unit), _sum(sign, rate), _sum(sign, number * rate)]
        for item, number, unit, rate in lines
    ]
    net = sum(number * rate for _, number, _, rate in lines)
    spare = total - net if total else math.ceil(net * _SPARE / 100)
    cells += [
        [f"Spare, {round(100 * spare / net)} %", "", "", _sum(sign, spare)],
        ["**Total**", "", "", f"**{_sum(sign, net + spare)}**"],
    ]
    table = rows(("Item", "Quantity", "Rate", "Sum"), cells)
    return table if task.bare else f"{table}\n\n{_NOTE}"


def _line(row: str, days: int) -> tuple[str, int, str, int]:
    item, unit, rate = row.split(" ~ ")
    number = {"day": days, "edit day": math.ceil(days * _EDIT_DAYS)}.get(unit, 1)
    return item, number, unit.removeprefix("edit "), int(rate)


def _quantity(number: int, unit: str) -> str:
    return unit if unit == "flat" else f"{number} {unit}{'s' * (number > 1)}"


def _named(said: str) -> tuple[str, int]:
    """The currency sign and the total that the words name; 0 where they name none."""
    found = _TOTAL.search(said)
    if not found:
        return ("€" if re.search(r"\beuros?\b|€", said) else "£" if "£" in said else "$"), 0
    amount = int(re.sub(r"\D", "", found["a"] or found["b"])[:9])
    sign = found["before"] or _SIGNS.get((found["after"] or "").lower(), found["after"])
    return sign, amount * (1000 if found["k"] or found["k2"] else 1)


def _sum(sign: str, amount: int) -> str:
    return f"{sign}{amount:,}"


def contents(task: Task, muse: Muse) -> str:
    """A month of posts: date, channel, form and topic; the weekday too where the year is known."""
    found = _MONTH.search(task.words)
    month = list(calendar.month_name).index(found[1].capitalize()) if found else 0
    year = int(found[2]) if found and found[2] else 0
    task_ = Task(task.form, task.noun, _about(task.subject), task.said, tone=task.tone, banned=task.banned)
    muse = Muse(task_, task.words)
    last = calendar.monthrange(year or 2025, month or 1)[1] if month else 28
    counted = _NUMBERED.search(task.words)
    number = max(1, min(value(counted[1]) if counted else task.count or _POSTS, last))
    apart = max(1, last // number) if number > last // _APART else _APART
    topics = [made for one in muse.mixed(words.SHEETS["contents"]["topic"]) if (made := muse.fill(one))]
    ways = [one.split(" ~ ") for one in words.SHEETS["contents"]["channel"]]
    cells = []
    for at in range(number):
        day = 1 + at * max(apart, (last - 1) // number)
        cells.append([_date(day, month, year), *ways[at % len(ways)], topics[at % len(topics)]])
    return rows(("Date", "Channel", "Form", "Topic"), cells)


def _about(subject: Subject) -> Subject:
    """The subject without the month: "October for a yoga studio" → "a yoga studio"."""
    return subject_of(re.sub(r"^(?:for|about|of) ", "", _MONTH.sub("", subject.said).strip(" ,")) or "us", subject.name)


def _date(day: int, month: int, year: int) -> str:
    if not month:
        return f"Week {1 + (day - 1) // 7}, day {1 + (day - 1) % 7}"
    weekday = f"{calendar.day_abbr[calendar.weekday(year, month, day)]} " if year else ""
    return f"{weekday}{day} {calendar.month_name[month]}"
