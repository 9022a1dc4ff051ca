"""Data that a person or an answer gives, whatever it is written in, and the same data as CSV, JSON, YAML or a table.

    read("apples 3, pears 5")   →   [{"item": "apples", "quantity": 3}, {"item": "pears", "quantity": 5}]

Keys come from the data where it has them (JSON, a table, a header row, "key: value"), else from what the cells hold.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

from lib.demo.write.forms.layout import rows
from lib.demo.write.items import items
from lib.demo.write.muse import large

Record = dict[str, object]
Data = list[Record] | Record | list[str]

_FENCE = re.compile(r"```\w*\n(.*?)\n```", re.DOTALL)
_MARK = re.compile(r"^\s*(?:\d+[.)]|[-*•](?: \[[ x]\])?)\s+")
_PAIR = re.compile(r"(?:^[-*•]?\s*|[,;\n]\s*|\s[-*•]\s)([A-Za-z][\w ]{0,24}?)\s*[:=]\s+(?=\S)")
_FIGURE = r"-?\d+(?:\.\d+)?"
_COUNTED = re.compile(rf"(?:(?P<first>{_FIGURE})\s*x?\s+(?P<what>\D.*)|(?P<thing>.*\D)[\s:x×]+(?P<last>{_FIGURE}))")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATED = re.compile(rf"(?P<day>{_DAY}|\d{{1,2}} [A-Z][a-z]{{2,8}}|[A-Z][a-z]{{2,8}} \d{{1,2}}):?\s+(?P<what>\D.+)")
_LONGEST_ITEM = 120  # characters; what is longer is no counted or dated thing
_KINDS = (  # what a cell is called by what it holds
    (r"-?\d[\d.]*", "quantity"),
    (r"(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£]|dollars|euros|pounds))", "price"),
    (r"\d{1,2}(?::\d\d|\s?[ap]m)(?:\s?[–-]\s?\d{1,2}(?::\d\d|\s?[ap]m))?", "time"),
    (rf"{_DAY}|\d{{4}}-\d\d-\d\d|\d{{1,2}} [A-Z][a-z]{{2,8}}(?: \d{{4}})?", "day"),
    (r"\S+@\S+\.\w+", "email"),
    (r"https?://\S+", "link"),
)


def read(text: str) -> Data:
    """The records in ``text``; one record for lone "key: value" pairs; its items where they have a single cell each."""
    return structured(text) or _paired(text.strip()) or _listed(text.strip())


def structured(text: str) -> Data:
    """What ``text`` holds as JSON, as a Markdown table or as rows under a header; empty where it holds none."""
    fence = _FENCE.search(text)
    body = (fence[1] if fence else text).strip()
    try:
        found = json.loads(body)
    except ValueError:
        return _table(body) or _separated(body, fenced=fence is not None) or (_paired(body) if fence else [])
    if isinstance(found, dict):
        return found
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        return found
    return [str(one) for one in found] if isinstance(found, list) else [str(found)]


def _table(text: str) -> list[Record]:
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    if len(lines) < 3:
        return []
    labels = [cell.strip() for cell in lines[0]]
    return [dict(zip(labels, map(_value, line), strict=False)) for line in lines[2:]]


def _separated(text: str, *, fenced: bool) -> list[Record]:
    """Rows parted by commas, semicolons or tabs under a header: no space behind the comma, or no figure in the head."""
    lines = [line for line in text.splitlines() if line.strip()]
    mark = next((mark for mark in "\t;," if lines and mark in lines[0]), "")
    if len(lines) < 2 or not mark or any(_MARK.match(line) for line in lines):
        return []
    cells = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=mark, skipinitialspace=True)]
    head, under = cells[0], cells[1:]
    tight = all(not re.search(r", ", line) for line in lines[:2]) or fenced
    figures = not any(re.search(r"\d", cell) for cell in head) and any(
        re.search(r"\d", c) for row in under for c in row
    )
    if {len(row) for row in cells} != {len(head)} or not (tight or figures or all(cell.islower() for cell in head)):
        return []
    return [dict(zip(head, map(_value, row), strict=True)) for row in under]


def _paired(text: str) -> Record | list[Record]:
    """ "name: Lumen, price: 49": one record, or as many as there are lines or bullets with the same first key."""
    found = list(_PAIR.finditer(text))
    if len(found) < 2 or found[0].start():
        return [] if len(found) < 2 or _MARK.sub("", text[: found[0].start()]).strip() else _paired(_MARK.sub("", text))
    made: list[Record] = [{}]
    for at, pair in enumerate(found):
        value = text[pair.end() : found[at + 1].start() if at + 1 < len(found) else len(text)].strip(" ,;\n-*•")
        parts = [part.strip() for part in re.split(r",|\n\s*[-*•]", value)]
        if pair[1].strip() in made[-1]:
            made.append({})
        made[-1][pair[1].strip()] = [_value(part) for part in parts] if len(parts) > 1 else _value(value)
    return made if len(made) > 1 else made[0]


def _listed(text: str) -> list[Record] | list[str]:
    """The items of a list, or of a row of words; as records where every item has the same two or more cells."""
    lines = [_MARK.sub("", line).strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        parts = re.split(r";\s*|,\s+(?:and\s+)?", lines[0].rstrip("."))
        lines = [one for part in parts[-1:] for one in re.split(r"\s+and\s+", part)]
        lines = [*parts[:-1], *lines] if len(parts) > 1 or len(lines) > 1 else items(text)
    cells = [_cells(line) for line in lines]
    if len(cells[0]) < 2 or {len(row) for row in cells} != {len(cells[0])}:
        return lines
    labels = _labels(cells)
    return [dict(zip(labels, map(_value, row), strict=True)) for row in cells]


def _cells(line: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"\s[–—|-]\s|[;:]\s+|,\s+", line)]
    if len(parts) > 1 or len(line) > _LONGEST_ITEM:
        return parts
    if dated := _DATED.fullmatch(line):
        return [dated["day"], dated["what"]]
    if counted := _COUNTED.fullmatch(line):
        return [counted["what"] or counted["thing"].strip(), counted["first"] or counted["last"]]
    return [line]


def _labels(cells: Sequence[Sequence[str]]) -> list[str]:
    """A name for each column, by what all its cells hold."""
    labels: list[str] = []
    for at, column in enumerate(zip(*cells, strict=True)):
        kind = next((name for sign, name in _KINDS if all(re.fullmatch(sign, cell) for cell in column)), "")
        large_all = all(cell[:1].isupper() for cell in column)
        first = "name" if large_all and all(len(cell.split()) < 3 for cell in column) else "item"
        kind = kind or (first if not {"name", "item"} & set(labels) else "place" if large_all else "detail")
        labels.append(kind if kind not in labels else f"{kind}_{at + 1}")
    return labels


def _value(cell: str) -> object:
    cell = cell.strip().strip('"')
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"-?\d{1,12}\.\d{1,6}", cell) else cell


def written(data: Data, name: str) -> str:
    """``data`` in a fence as "json", "yaml" or "csv"."""
    if name == "json":
        text = json.dumps(data, ensure_ascii=False, indent=2)
    elif name == "yaml":
        text = "\n".join(_yaml(data))
    else:
        text = _csv(data if isinstance(data, list) else [data])
    return f"```{name}\n{text}\n```"


def tabled(data: Sequence[Record]) -> str:
    """Records as a Markdown table; a column for every key that any of them has."""
    labels = list(dict.fromkeys(key for one in data for key in one))
    return rows([large(one) for one in labels], [[cell(one.get(key)) for key in labels] for one in data])


def cell(found: object) -> str:
    if isinstance(found, list):
        return ", ".join(map(str, found))
    return "open" if found is None else str(found)


def _csv(data: Sequence[Record | str]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    labels = list(dict.fromkeys(key for one in data if isinstance(one, dict) for key in one))
    if labels:
        table.writerow(labels)
    for one in data:
        table.writerow([cell(one.get(key, "")) for key in labels] if isinstance(one, dict) else [one])
    return out.getvalue().rstrip("\n")


def _yaml(data: object, depth: int = 0) -> list[str]:
    """The lines of ``data`` as YAML: blocks for lists and objects, plain words where they are safe."""
    space = "  " * depth
    if isinstance(data, dict):
        lines = []
        for key, one in data.items():
            nested = isinstance(one, dict | list) and one
            lines += [f"{space}{key}:", *_yaml(one, depth + 1)] if nested else [f"{space}{key}: {_scalar(one)}"]
        return lines
    if isinstance(data, list):
        lines = []
        for one in data:
            inner = _yaml(one, depth + 1) if isinstance(one, dict | list) and one else [_scalar(one)]
            lines += [f"{space}- {inner[0].strip()}", *inner[1:]]
        return lines
    return [space + _scalar(data)]


def _scalar(one: object) -> str:
    plain = isinstance(one, str) and re.fullmatch(r"[^\W\d_][\w ,.'’()-]*[\w.)]|[^\W\d_]", one)
    reserved = isinstance(one, str) and one.lower() in ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
    return str(one) if plain and not reserved else json.dumps(one, ensure_ascii=False)
