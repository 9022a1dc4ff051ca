"""The items of an earlier answer, which a later turn can point at."""

from __future__ import annotations

import re

from lib.demo.write.fit import sentences

_ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*•](?: \[[ x]\])?)\s+(.+)$", re.MULTILINE)
_VERSION = re.compile(r"^\*\*Version \d+\*\*$", re.MULTILINE)


def items(text: str) -> list[str]:
    """The items of an earlier answer: its versions, its list, the rows of its table, or its sentences."""
    found = _VERSION.split(text)[1:] or _ITEM.findall(text)
    if not found:
        rows = [line for line in text.splitlines() if line.startswith("|")]
        found = [row.strip("| ").replace(" | ", ", ") for row in rows[2:]]
    if not found:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = lines if len(lines) > 1 else sentences(text)
    return [re.sub(r"\s+", " ", item).strip() for item in found]
