"""The last answer itself, handled: numbered, set in bold, as a table, as YAML, rated, chosen from.

``way`` tells whether a turn asks for nothing else; what is said in it beyond such words is a new question.
"""

from __future__ import annotations

import csv
import io
import json
import re

from lib.demo.write import fit, words
from lib.demo.write.forms.grid import Cells, as_records
from lib.demo.write.forms.layout import rows
from lib.demo.write.items import items
from lib.demo.write.muse import Muse, large
from lib.demo.write.numbers import NUMBER, ORDINAL, value
from lib.demo.write.task import Task

_WAYS = (
    ("yaml", r"\byaml\b"),
    ("csv", r"\bcsv\b"),
    ("json", r"\bjson\b"),
    ("table", r"\btable\b"),
    ("best", r"\b(?:best|strongest|weakest|favou?rite|pick one|choose one|choose|prefer)\b"),
    ("rated", r"\b(?:rate|score|grade|rank)\b"),
    ("bold", r"\bin bold\b|\bbold (?:type|print|face)\b"),
    ("italic", r"\bitalics?\b"),
    ("capitals", r"\b(?:capitals|capital letters|upper ?case|all caps)\b"),
    ("lower", r"\b(?:lower ?case|small letters)\b"),
    ("sorted", r"\b(?:alphabetical(?:ly)?|sort|a to z)\b"),
    ("backwards", r"\b(?:reverse|backwards|other way round)\b"),
    ("numbered", r"^(?:please |now )*number (?:the|them|these|those|it|all|your)\b|\b(?:numbered|with numbers)\b"),
    ("bullets", r"\b(?:bullets?|bulleted|bullet points|bullet list)\b"),
    ("counted", r"\bcount the words\b|\bhow many words\b"),
)
_COLUMN = re.compile(
    r"\b(?:and |with )?(?:an? |another |one )?(?:extra |second )?columns? (?:for|of|called|named|with) (?:the )?"
    r"(?P<list>[^.?!]{1,80})",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\b(?:the )?(?:(?P<a>{NUMBER}) first|first (?P<b>{NUMBER})|(?P<c>{NUMBER}) last|last (?P<d>{NUMBER}))\b",
    re.IGNORECASE,
)
_SIZE = re.compile(rf"\b(?:{NUMBER}|{ORDINAL}|\d+)\b", re.IGNORECASE)
_LONG = 24  # words; a longer turn says more than how to handle something
_FENCE = re.compile(r"```\w*\n(.*?)\n```", re.DOTALL)


def way(said: str) -> str:
    """How the last answer is to be handled; "" when the turn asks for anything else."""
    plain = re.sub(r"\s+", " ", said).strip().lower().replace("’", "'")
    if not plain or len(plain.split()) > _LONG:
        return ""
    found = next((name for name, pattern in _WAYS if re.search(pattern, plain)), "")
    left = _SIZE.sub(" ", _COLUMN.sub(" ", plain))
    return found if found and all(word in words.HANDLING for word in re.findall(r"[^\W\d_]+", left)) else ""


def written(task: Task, muse: Muse) -> str:
    """``task.material``, the last answer, handled as ``task.noun`` says."""
    text, name = task.material, task.noun
    if name in ("yaml", "csv", "json"):
        return _as_data(_records(task), name)
    said = _some(task.said, [re.sub(r"\*\*", "", item) for item in items(text)])
    if name == "table":
        return _table(task, muse, said)
    if name in ("best", "rated"):
        return _best(said, task.said) if name == "best" else _rated(said)
    if name in ("bold", "italic", "capitals", "lower"):
        return "\n".join(_set(line, name) for line in text.split("\n"))
    if name == "counted":
        return f"The last answer has {fit.count(text):,} words."
    ordered = sorted(said, key=str.lower) if name == "sorted" else said[::-1] if name == "backwards" else said
    if name == "bullets":
        return "\n".join(f"- {item}" for item in ordered)
    return "\n".join(f"{at}. {item}" for at, item in enumerate(ordered, 1))


def _set(line: str, name: str) -> str:
    """A line in bold, in italics or in other letters; its number and its bars stay outside."""
    lead, body = re.match(r"(\s*(?:\d+[.)]|[-*•]|#+)?\s*)(.*)$", line, re.DOTALL).groups()  # type: ignore[union-attr]
    if not re.search(r"\w", body):
        return line
    if name in ("capitals", "lower"):
        return lead + (body.upper() if name == "capitals" else body.lower())
    mark = "**" if name == "bold" else "*"
    return f"{lead}{mark}{body.replace('**', '').strip()}{mark}" if "|" not in body else line


def _some(said: str, found: list[str]) -> list[str]:
    """The items that are meant: the first two, the last three, else all of them."""
    meant = _FIRST.search(said)
    if not meant:
        return found
    number = value(next(group for group in meant.groups() if group))
    return found[:number] if meant["a"] or meant["b"] else found[-number:]


def _table(task: Task, muse: Muse, said: list[str]) -> str:
    """The very lines in a table, with a column for each thing that was asked for."""
    asked = _COLUMN.search(task.said)
    more = [one.strip(" '\"“”") for one in re.split(r",|\band\b|&", asked["list"]) if one.strip()] if asked else []
    records = as_records(task.material)
    if records and not more:
        labels = list(records[0])
        return rows([large(one) for one in labels], [[_cell(one.get(key)) for key in labels] for one in records])
    noun = task.origin.noun.removesuffix("s") if task.origin and task.origin.noun else "line"
    made = [[item, *(_measured(column, item, muse, at) for column in more)] for at, item in enumerate(said)]
    return rows([large(noun), *map(large, more)], made)


def _cell(found: object) -> str:
    if isinstance(found, list):
        return ", ".join(map(str, found))
    return "open" if found is None else str(found)


def _measured(column: str, item: str, muse: Muse, row: int) -> str:
    """What a column says of a line, from the line's own words where they show it."""
    name = column.lower()
    if name in ("tone", "mood", "voice"):
        return _tone(item)
    if name in ("words", "length", "word count"):
        return str(fit.count(item))
    if name in ("characters", "letters"):
        return str(len(item))
    return Cells(muse.task, muse).of(column, row)


def _tone(item: str) -> str:
    known = words.turned("tones")
    named = next((known[word] for word in re.findall(r"[a-z-]+", item.lower()) if word in known), "")
    if named:
        return large(named)
    if item.rstrip().endswith("?"):
        return "Curious"
    if re.match(r"(?:[A-Z][a-z]+ )?(?:the |a |your )", item) and ":" not in item and fit.count(item) > 7:
        return "Calm"
    return (
        "Dry"
        if fit.count(item) < 6
        else "Inviting"
        if re.search(r"\byou|^[A-Z][a-z]+ (?:the|a|in)\b", item)
        else "Calm"
    )


def _records(task: Task) -> list[dict[str, object]] | dict[str, object] | list[str]:
    """The data of the last answer: its objects, the rows of its table, or its lines."""
    fence = _FENCE.search(task.material)
    try:
        found = json.loads(fence[1] if fence else task.material)
    except ValueError:
        found = as_records(task.material) or items(task.material)
    return found if isinstance(found, list | dict) else [str(found)]


def _as_data(data: list[dict[str, object]] | dict[str, object] | list[str], name: str) -> str:
    if name == "json":
        text = json.dumps(data, ensure_ascii=False, indent=2)
    elif name == "yaml":
        text = "\n".join(_yaml(data))
    else:
        text = _csv(data if isinstance(data, list) else [data])
    return f"```{name}\n{text}\n```"


def _csv(data: list[dict[str, object]] | list[str] | list[dict[str, object] | str]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    for at, one in enumerate(data):
        if isinstance(one, dict):
            if at == 0:
                table.writerow(one)
            table.writerow([_cell(cell) for cell in one.values()])
        else:
            table.writerow([one])
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


def _judged(item: str) -> tuple[int, list[str], list[str]]:
    """Points from 1 to 10, what speaks for a line and what against it: its words alone, nothing else."""
    said, size = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", item), fit.count(item)
    telling = [word for word in said if word.lower() not in words.STOPS]
    good, bad = [], []
    if size <= 4:
        good.append(f"it is short enough to remember ({size} {'word' if size == 1 else 'words'})")
    elif size > 10:
        bad.append(f"it is long for one breath ({size} words)")
    firsts = [word[0].lower() for word in telling]
    if twin := next((at for at in range(len(firsts) - 1) if firsts[at] == firsts[at + 1]), None):
        good.append(f"“{telling[twin]}” and “{telling[twin + 1]}” begin alike")
    if seen := next((word for word in telling if word.lower() in words.CONCRETE), ""):
        good.append(f"“{seen}” can be seen or touched")
    if item.rstrip().endswith("?"):
        good.append("it asks, so a reader answers")
    if double := next((word for word in telling if [one.lower() for one in said].count(word.lower()) > 1), ""):
        bad.append(f"it says “{double}” twice")
    if telling and max(map(len, telling)) > 11:
        bad.append(f"“{max(telling, key=len)}” is hard to say")
    if not good and not bad:
        bad.append("nothing in its words stands out")
    return max(1, min(10, 6 + 2 * len(good) - 2 * len(bad))), good, bad


def _reason(item: str) -> str:
    _, good, bad = _judged(item)
    if good and bad:
        return f"{' and '.join(good)}, but {bad[0]}"
    return " and ".join(good) or " and ".join(bad)


def _rated(said: list[str]) -> str:
    lines = [f"{at}. “{item.rstrip('.')}”: {_judged(item)[0]}/10; {_reason(item)}." for at, item in enumerate(said, 1)]
    return "\n".join(lines) + "\n\nJudged by the words alone; nobody has been asked."


def _best(said: list[str], asked: str) -> str:
    worst = bool(re.search(r"\bweakest\b|\bworst\b", asked, re.IGNORECASE))
    order = sorted(range(len(said)), key=lambda at: (_judged(said[at])[0] * (1 if worst else -1), at))
    first = said[order[0]].rstrip(".")
    text = f"{'The weakest is' if worst else 'I would take'} “{first}”: {_reason(said[order[0]])}."
    if len(order) > 1 and not worst:
        second = said[order[1]]
        text += f" The runner-up is “{second.rstrip('.')}”: {_reason(second)}."
    return f"{text} That is judged by the words alone."
