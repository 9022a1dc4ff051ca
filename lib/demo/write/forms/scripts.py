"""What is to be spoken and shot: scripts with timed lines, storyboards and shot lists."""

from __future__ import annotations

import re

from lib.demo.write import fit, words
from lib.demo.write.forms import almanac
from lib.demo.write.forms.layout import listed
from lib.demo.write.forms.prose import sentences
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse
from lib.demo.write.task import Task

_USUAL_SECONDS = 30
_USUAL_SHOTS = 6
_SECONDS_A_LINE = 5
_KEPT = 2 / 3
_TIMED = re.compile(r"^\d+:\d\d–\d+:\d\d +(.+)$", re.MULTILINE)


def script(task: Task, muse: Muse) -> str:
    """Lines with their times; all the words together take the seconds that were asked for."""
    seconds = min(task.limits.seconds or _USUAL_SECONDS, 600)
    size = round(seconds * almanac.WORDS_A_SECOND)
    limits = Limits(words=task.limits.words or Span(max(1, size - max(1, size // 20)), size))
    first = (
        [fit.sentences(_closed(task.opening))[0]]
        if task.opening
        else [muse.fill(muse.pick(words.PATTERNS["script"]["open"]))]
    )
    ends = words.PATTERNS["script"]["close"]
    if task.subject.action:  # one does not go to "making candles"
        ends = tuple(one for one in ends if not re.search(r"\b(?:at|to) \{s\}", one))
    last = [muse.fill(muse.pick(ends))] if size > _SECONDS_A_LINE * 4 else []
    said = fit.prose(first, sentences(task, muse, words.PATTERNS["description"]), last, limits, Span(size, size))
    timed = _timed(said, seconds, bare=task.bare or task.lengths())
    return _sounding(timed, task, muse) if re.search(r"\bradio\b", task.words, re.IGNORECASE) else timed


def _sounding(timed: str, task: Task, muse: Muse) -> str:
    """A radio script also says what is heard: before the first word, in the middle, under the last line."""
    first, middle, last = dealt(task, muse, "sound", 3)
    blocks = timed.split("\n\n")
    blocks[-1:] = [f"*Sound: {last.lower()}*", blocks[-1]]
    blocks.insert(len(blocks) // 2 + 1, f"*Sound: {middle.lower()}*")
    blocks.insert(timed.startswith("**"), f"*Sound: {first.lower()}*")
    return "\n\n".join(blocks)


def _grouped(said: list[str]) -> list[str]:
    """Short sentences joined, so that no line is over before it is read."""
    groups: list[str] = []
    for sentence in said:
        if groups and fit.count(groups[-1]) < _SECONDS_A_LINE * almanac.WORDS_A_SECOND / 2:
            groups[-1] += f" {sentence}"
        else:
            groups.append(sentence)
    return groups


def clock(seconds: float) -> str:
    return f"{round(seconds) // 60}:{round(seconds) % 60:02}"


def tightened(text: str) -> str:
    """A script with two thirds of its words, its times and its heading set anew; "" for what is no script."""
    said = [sentence for line in _TIMED.findall(text) for sentence in fit.sentences(line)]
    if len(said) < 3:
        return ""
    size = sum(map(fit.count, said))
    kept = said[:]
    while len(kept) > 2 and sum(map(fit.count, kept)) > size * _KEPT:
        del kept[len(kept) // 2]
    seconds = max(1, round(sum(map(fit.count, kept)) / almanac.WORDS_A_SECOND))
    return _timed(kept, seconds, bare=not text.startswith("**"))


def _timed(said: list[str], seconds: int, *, bare: bool) -> str:
    total = sum(map(fit.count, said))
    lines, spoken = [], 0
    for group in _grouped(said):
        start = spoken * seconds / total
        spoken += fit.count(group)
        lines.append(f"{clock(start)}–{clock(spoken * seconds / total)} {group}")
    return ("" if bare else f"**Voice-over, {seconds} seconds, {total} words**\n\n") + "\n\n".join(lines)


def _closed(line: str) -> str:
    return line if line.endswith((".", "!", "?")) else line + "."


def storyboard(task: Task, muse: Muse) -> str:
    """Panels in a table: time, picture, sound."""
    number = task.count or max(3, min(24, round((task.limits.seconds or _USUAL_SECONDS) / _SECONDS_A_LINE)))
    step = (task.limits.seconds or number * _SECONDS_A_LINE) / number
    pictures, sounds = dealt(task, muse, "picture", number), dealt(task, muse, "sound", number)
    rows = [
        f"| {at + 1} | {clock(at * step)}–{clock((at + 1) * step)} | {pictures[at]} | {sounds[at]} |"
        for at in range(number)
    ]
    return "\n".join(["| Panel | Time | Picture | Sound |", "| --- | --- | --- | --- |", *rows])


def shots(task: Task, muse: Muse) -> str:
    number = task.count or _USUAL_SHOTS
    return listed(task, [f"{shot}." for shot in dealt(task, muse, "picture", number)])


def dealt(task: Task, muse: Muse, slot: str, number: int) -> list[str]:
    """Different fillings of a table's patterns; the last picture belongs to the subject."""
    table = words.PATTERNS["script"][slot]
    final = [muse.fill(table[-1])] if slot == "picture" and number > 1 else []
    made: list[str] = []
    while len(made) < number - len(final):
        for pattern in muse.mixed(table[:-1] if final else table):
            filled = muse.fill(pattern)
            if filled and (filled not in made or slot == "sound"):
                made.append(filled)
    return [*made[: number - len(final)], *final]
