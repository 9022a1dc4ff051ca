"""A persona of the people whom a brief is meant for: assumptions in plain words, each of them to be checked."""

from __future__ import annotations

from lib.demo.write import words
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_PARTS = {
    "Day": "day",
    "Wants": "wants",
    "Doubts": "worries",
    "Is convinced by": "proof",
    "Would ask": "words",
    "Is met": "channel",
}


def written(task: Task, muse: Muse) -> str:
    """As many personas as asked for; the group is the audience of the brief, the subject what it sells."""
    table = words.PATTERNS["persona"]
    group = task.audience or task.commission.audience or "the target group"
    names = muse.mixed(table["names"])
    told = [
        "\n".join(
            [
                f"**{name}**, one of {group if group.startswith('the ') else f'the {group}'}",
                "",
                *(f"- **{head}:** {large(muse.fill(muse.pick(table[slot])))}" for head, slot in _PARTS.items()),
            ]
        )
        for name in names[: min(task.count or 1, len(names))]
    ]
    about = f" about {task.subject.the}" if task.subject else ""
    return "\n\n".join(told) + f"\n\nAll of this is assumed from what was said{about}; check it with three real people."
