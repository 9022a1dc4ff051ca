"""Tables and JSON: a cell for every column that was asked for, by what the column is called."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from lib.demo.write import known, records, words
from lib.demo.write.forms import lists
from lib.demo.write.forms.layout import rows as set_rows
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import LISTS, Task

_USUAL_ROWS = 4
_MOST_NAMED = 8  # rows of a kind that nobody counted
_USUAL_COLUMNS = {
    "ideas": ("Idea", "Picture", "First step"),
    "plan": ("Step", "Owner", "When"),
    "schedule": ("Day", "Activity", "Note"),
    "names": ("Name", "Why"),
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OPEN = "open"  # in place of a fact that the writer cannot know

_PLANNED = frozenset(("action", "who", "day", "status", "channel", "number", "priority"))  # no facts of a thing
_TELLING = frozenset(("line", "name", "title", "note", "action"))  # the column that an item itself stands in
_NO_FACTS = "The demo engine knows no facts about them, so what is open is for you to fill in."
_PEOPLE = re.compile(
    words.any_of((*words.AUDIENCES, "people", "persons", "users", "persona", "personas", "customer", "person", "user")),
    re.IGNORECASE,
)

Cell = Callable[[int], str]


class Cells:
    """Cells by the meaning of their column; rows are numbered from 0."""

    def __init__(self, task: Task, muse: Muse):
        self.task, self.muse = task, muse
        self.first = muse.random.randrange(12)
        self.made: list[str] = []
        self.steps = list(words.PATTERNS["plan"]["steps"])
        self.kinds: dict[str, Cell] = {
            "name": self._name,
            "title": lambda row: self._name(row, "titles"),
            "line": lambda _: self._line(),
            "note": self._note,
            "picture": lambda _: large(f"{muse.deal('thing')}, {muse.deal('moment')}"),
            "action": lambda row: muse.fill(
                self.steps[row * len(self.steps) // max(task.count or _USUAL_ROWS, 1) % len(self.steps)]
            ).rstrip("."),
            "who": lambda row: (
                task.audience if task.audience else ("You", "The team", "A partner", "A friend", "The host")[row % 5]
            ),
            "day": lambda row: _DAYS[row % 7] if row < 7 else f"Day {row + 1}",
            "time": lambda row: f"{9 + row // 2 % 12:02}:{row % 2 * 30:02}",
            "channel": lambda row: ("Instagram", "Newsletter", "Website", "Poster", "LinkedIn", "Shop window")[row % 6],
            "status": lambda _: _OPEN,
            "priority": lambda row: ("High", "Medium", "Low")[min(2, row * 3 // max(task.count or _USUAL_ROWS, 1))],
            "unknown": lambda _: _OPEN,
            "cost": lambda row: ("Low", "Moderate", "Low to moderate", "High")[row % 4],
            "tags": lambda _: f"{muse.deal('stuff')}, {muse.deal('stuff')}",
            "tone": lambda row: ("Quiet", "Warm", "Playful", "Dry", "Bold", "Formal")[row % 6],
            "age": lambda row: str(24 + (self.first * 5 + row * 13) % 41) if "animals" not in muse.fields else _OPEN,
            "number": lambda row: str(row + 1),
            "pro": lambda _: f"room to {muse.deal('act')}",
            "con": lambda row: (
                "takes time",
                "needs somebody's care",
                "hard to undo",
                "depends on others",
                "easy to put off",
            )[row % 5],
        }

    def of(self, column: str, row: int) -> str:
        if (things := named(self.task)) and meaning(column) not in _PLANNED:
            return self._of_name(column, things[row % len(things)])
        if meaning(column) == "name" and (
            _PEOPLE.search(self.task.subject.said) or re.search(r"\bfictional\b", self.task.words, re.IGNORECASE)
        ):
            column = "person"
        if kinds := words.things(column):
            name = self.task.subject.name
            if column.lower() == "country" and "city" in map(str.lower, self.task.columns):
                name = name or self.of("city", row)  # the country is that of the town beside it
            return self._of_name(column, name) if name else kinds[(row + self.first) % len(kinds)]
        kind = meaning(column)
        if not kind and column in self.task.columns[:1] and (self.task.count or 1) > 1:
            return self._name(row)  # "dish, price": what the rows are called
        if not kind and self.task.subject.name:
            return _OPEN
        return self.kinds[kind](row) if kind in self.kinds else large(self.muse.deal("thing"))

    def _of_name(self, column: str, name: str) -> str:
        """What is known of a name that is asked about ("Oslo"): itself, the country of a town, and nothing else."""
        if column in self.task.columns[:1] and not named(self.task):
            return name
        return (known.nation_of(name) if column.lower() == "country" else "") or _OPEN

    def _name(self, _: int, slot: str = "names") -> str:
        """The subject itself where there is one row, else names or titles for several of them."""
        if self.task.count in (None, 1) and self.task.layout == "json":
            return self.task.subject.title or "Untitled"
        if self.task.count and self.task.subject:
            form, noun = ("names", "names") if slot == "names" else ("headlines", "title")
            if slot == "names" and "animals" in self.muse.fields:
                self.made = self.made or self.muse.mixed(words.PATTERNS["story"]["heroes"])
            self.made = self.made or lists.made(replace(self.task, form=form, noun=noun), self.muse, self.task.count)
            return self.made.pop(0)
        return large(
            re.split(
                r" (?:on|in|at|by|of|with|from|before|after|under|nobody|the|that|to|you|for) ",
                self.muse.deal("thing").split(" ", 1)[1],
            )[0]
        )

    def _note(self, row: int) -> str:
        pattern = "{S} {v:begin} {moment}: {clause}" if row % 3 == 0 and self.task.subject else "{Clause}"
        return self.muse.fill(pattern) + ("." if self.task.layout == "json" else "")

    def _line(self) -> str:
        made = lists.made(self.task, self.muse, 1) if self.task.form in ("lines", "headlines", "slogans") else []
        return made[0] if made else large(self.muse.deal("clause")) + "."


def named(task: Task) -> tuple[str, ...]:
    """The things that have a row each: those that are named one by one, or as many of a known kind as asked for."""
    noun = (task.subject.core.split() or [""])[-1]
    several = (task.count or 1) > 1 or (task.count is None and noun.endswith("s"))
    some = words.things(noun) if several and meaning((task.columns or ("",))[0]) == "name" else ()
    return task.subject.several or (some[: task.count or _MOST_NAMED] if not _PEOPLE.search(task.subject.said) else ())


def meaning(column: str) -> str:
    """What belongs in a column of that name; "" when its name says nothing."""
    known = words.turned("columns")
    column = re.sub(r"[_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)).lower().strip()
    return known.get(column) or next((known[word] for word in reversed(column.split()) if word in known), "")


def _rows(task: Task, muse: Muse, columns: tuple[str, ...]) -> list[list[str]]:
    number = task.count or task.counts.get("row") or (1 if task.layout == "json" else _USUAL_ROWS)
    cells = Cells(task, muse)
    own = lists.made(task, muse, number) if task.form in LISTS and task.form != "reasons" else []
    home = next((at for at, column in enumerate(columns) if meaning(column) in _TELLING), 0)
    table: list[list[str]] = []
    if things := named(task):
        return [[thing, *(cells.of(column, row) for column in columns[1:])] for row, thing in enumerate(things)]
    for row in range(number):
        said = [cells.of(column, row) for column in columns]
        if own and not words.things(columns[home]):
            said[home] = re.sub(r"\*\*", "", own[row] if row < len(own) else said[home])
            if task.form == "ideas" and meaning(columns[home]) in ("name", "title"):
                said[home] = own[row].split("**")[1].rstrip(".")
        table.append(said)
    return table


def table(task: Task, muse: Muse) -> str:
    """A Markdown table; without asked columns, those that suit the form; named things stand in its first column."""
    columns = task.columns or _USUAL_COLUMNS.get(task.form, ("Item", "Detail", "Next step"))
    columns = tuple(column[:1].upper() + column[1:] for column in columns) if not task.columns else columns
    if named(task):
        columns = _led(columns)
        return _noted(columns, _rows(task, muse, columns), bare=task.bare)
    return set_rows(columns, _rows(task, muse, columns))


def compared(things: Sequence[str], criteria: Sequence[str], *, bare: bool) -> str:
    """A row for each thing and a column for each criterion; the cells are open."""
    return _noted(_led(criteria), [[large(thing), *[_OPEN] * len(criteria)] for thing in things], bare=bare)


def _noted(columns: Sequence[str], cells: Sequence[Sequence[str]], *, bare: bool) -> str:
    text = set_rows(list(map(large, columns)), cells)
    return f"{text}\n\n{_NO_FACTS}" if not bare and any(_OPEN in row for row in cells) else text


def _led(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns with one in front that names the thing of the row, where none of them does."""
    return tuple(columns) if meaning(columns[0]) == "name" else ("Item", *columns)


def as_json(task: Task, muse: Muse) -> str:
    """Valid JSON with exactly the asked keys: one object, or a list of as many as asked for."""
    value: object
    if task.columns:
        objects = [
            {
                key: _array(muse, key, task.arrays[key]) if key in task.arrays else _value(key, cell)
                for key, cell in zip(task.columns, row, strict=True)
            }
            for row in _rows(task, muse, task.columns)
        ]
        value = (
            objects
            if len(objects) > 1 or re.search(r"\bjson (?:array|list) of\b", task.words, re.IGNORECASE)
            else objects[0]
        )
    elif task.form in LISTS:
        items = [re.sub(r"\*\*", "", item) for item in lists.made(task, muse, task.count or 3)]
        alone = re.search(r"\b(?:array|list)\b", task.words, re.IGNORECASE)
        value = items if alone else {task.noun.replace(" ", "_") or "items": items}
    else:
        value = {
            "subject": task.subject.bare,
            "text": muse.fill("{Clause}, and {clause}."),
            "tags": [muse.deal("stuff") for _ in range(3)],
        }
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return f"```json\n{text}\n```" if task.fenced else text


def as_csv(task: Task, muse: Muse) -> str:
    """The rows of a table as CSV in a fence."""
    columns = task.columns or _USUAL_COLUMNS.get(task.form, ("item", "detail"))
    rows: list[records.Record] = [dict(zip(columns, row, strict=True)) for row in _rows(task, muse, columns)]
    return records.written(list(rows), "csv")


def _array(muse: Muse, key: str, number: int) -> list[str]:
    """Different values for one key: things of its kind where it names one, else what belongs to the subject."""
    some = muse.mixed(words.things(key))
    return (some or [muse.deal("stuff") for _ in range(number)])[:number]


def _value(key: str, cell: str) -> object:
    """A cell as JSON has it: lists for tags, null for what cannot be known, numbers for numbers."""
    kind = meaning(key)
    if kind == "tags":
        return cell.split(", ")
    if kind in ("unknown", "cost"):
        return None
    if cell == _OPEN and kind != "status":
        return None
    return int(cell) if kind in ("number", "age") else cell
