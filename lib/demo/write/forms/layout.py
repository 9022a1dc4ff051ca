"""How items are set: one alone, a numbered list, bullets, or lines as they are."""

from __future__ import annotations

from collections.abc import Sequence

from lib.demo.write.task import Task

NUMBERED, BULLETS = "numbered", "bullets"


def listed(task: Task, items: Sequence[str], usual: str = NUMBERED) -> str:
    """One item stands alone, several as the list that was asked for or the form's ``usual`` one."""
    layout = task.layout or usual
    if len(items) == 1 and task.layout not in (NUMBERED, BULLETS):
        return items[0]
    if layout == "commas":
        return ", ".join(items)
    if layout == "plain":
        return "\n".join(items).replace("**", "")
    if layout == BULLETS:
        return "\n".join(f"- {item}" for item in items)
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def rows(labels: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the labels, then the rows; a bar inside a cell becomes a slash."""
    lines = [labels, ["---"] * len(labels), *[[cell.replace("|", "/") for cell in row] for row in cells]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
