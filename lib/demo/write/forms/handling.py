"""The last answer itself, handled: numbered, set in bold, as a table, as YAML, rated, chosen from.

``way`` tells whether a turn asks for nothing else; what is said in it beyond such words is a new question.
"""

from __future__ import annotations

import re

from lib.demo.write import fit, records, words
from lib.demo.write.forms.grid import Cells, meaning
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
    ("rated", r"\b(?:rate|score|grade|rank|judge|feedback|critique|what do you think)\b"),
    ("bold", r"\bin bold\b|\bbold (?:type|print|face)\b"),
    ("italic", r"\bitalics?\b"),
    ("capitals", r"\b(?:capitals|capital letters|upper ?case|all caps)\b"),
    ("lower", r"\b(?:lower ?case|small letters)\b"),
    ("sorted", r"\b(?:alphabetical(?:ly)?|sort|a to z)\b"),
    ("backwards", r"\b(?:reverse|backwards|other way round)\b"),
    ("numbered", r"^(?:please |now )*number (?:the|them|these|those|it|all|your)\b|\b(?:numbered|with numbers)\b"),
    ("bullets", r"\b(?:into|as) a list\b|\b(?:bullets?|bulleted|bullet points|bullet list)\b"),
    ("counted", r"\bcount the words\b|\bhow many words\b"),
)
_COLUMN = re.compile(
    r"\b(?:and |with )?(?:an? |another |one |the |these )?(?:extra |second )?"
    r"(?:columns? (?:for|of|called|named|with) |columns:? )(?:the )?(?P<list>[^.?!]{1,80})",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\b(?:the )?(?:(?P<a>{NUMBER}) first|first (?P<b>{NUMBER})|(?P<c>{NUMBER}) last|last (?P<d>{NUMBER}))\b",
    re.IGNORECASE,
)
_SIZE = re.compile(rf"\b(?:{NUMBER}|{ORDINAL}|\d+)\b", re.IGNORECASE)
_FROM = re.compile(  # what is handled, beside what it is to become: "this CSV to a Markdown table"
    r"\b(?:this|these|the|that|my|our|following) (?:\w+ )?(?:json|csv|yaml|table|bullets?|bullet points)\b"
)
_ADDED = re.compile(
    r"(?:please |and |now |also )*(?:add|append|insert) (?:an? |another |one more )?"
    r"(?:row|line|item|entry|point|bullet)(?: for| with| called| about|:)? (?P<what>.{2,80}?)[.!]?",
    re.IGNORECASE,
)
_SET = re.compile(r"^(?:\||\d+[.)] |[-*•] )", re.MULTILINE)  # a row of a table or an item of a list
_LABELLED = re.compile(r"\b(?:columns|keys|fields)\b", re.IGNORECASE)
_LONG = 24  # words; a longer turn says more than how to handle something


def way(said: str, answer: str = "") -> str:
    """How ``answer``, the last one, is to be handled; "" when the turn asks for anything else."""
    plain = re.sub(r"\s+", " ", said).strip().lower().replace("’", "'")
    if not plain or len(plain.split()) > _LONG:
        return ""
    if _SET.search(answer) and _ADDED.fullmatch(plain):
        return "added"
    if _COLUMN.search(plain) and not _SET.search(answer):
        return ""
    asked = _FROM.sub(" ", plain)
    found = next((name for text in (asked, plain) for name, pattern in _WAYS if re.search(pattern, text)), "")
    left = _SIZE.sub(" ", _COLUMN.sub(" ", plain))
    return found if found and all(word in words.HANDLING for word in re.findall(r"[^\W\d_]+", left)) else ""


def given(text: str) -> tuple[str, str, str]:
    """How a text that came along is to be handled, the words that say so, and the text; empty where none came."""
    head, mark, data = (part.strip() for part in re.match(r"([^:\n]*)([:\n]?)(.*)", text, re.DOTALL).groups())  # type: ignore[union-attr]
    found = way(head) if mark and len(data) > 3 and not _LABELLED.search(f"{head} {data[:12]}") else ""
    return (found, head, data) if found and found not in ("best", "counted") else ("", "", "")


def written(task: Task, muse: Muse) -> str:
    """``task.material``, the last answer, handled as ``task.noun`` says."""
    text, name = task.material, task.noun
    if name in ("yaml", "csv", "json"):
        return records.written(_data(task), name)
    if name == "added":
        return _added(text, _ADDED.fullmatch(re.sub(r"\s+", " ", task.said).strip()))
    data = _data(task)
    lines = data if isinstance(data, list) and not isinstance(data[0], dict) else items(text)
    said = _some(task.said, [re.sub(r"\*\*", "", str(line)) for line in lines])
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


def _added(text: str, asked: re.Match[str] | None) -> str:
    """The last answer with one item more: a row with open cells above the total, or a line in the list's own marks."""
    what = large(re.sub(r"^(?:an?|the) ", "", asked["what"] if asked else ""))
    lines = text.split("\n")
    table = [at for at, line in enumerate(lines) if line.startswith("|")]
    listed = [at for at, line in enumerate(lines) if re.match(r"(?:\d+[.)]|[-*•]) ", line)]
    if table:
        at = table[-1] if "total" in lines[table[-1]].lower() else table[-1] + 1
        lines.insert(at, f"| {what} |" + " open |" * (lines[table[0]].count("|") - 2))
    elif listed:
        mark = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), lines[listed[-1]].split(" ")[0])
        lines.insert(listed[-1] + 1, f"{mark} {what}")
    return "\n".join(lines)


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
    data = _data(task)
    if not more and (found := [one for one in (data if isinstance(data, list) else [data]) if isinstance(one, dict)]):
        return records.tabled(found)
    noun = (task.origin.noun.removesuffix("s") or "line") if task.origin else "item"
    own = next((column for column in more if column.lower() == noun or meaning(column) in ("line", "name")), noun)
    columns = more if own in more else [own, *more]
    made = [[_cell(task, muse, column, own, item, at) for column in columns] for at, item in enumerate(said)]
    return rows([*map(large, columns)], made)


def _cell(task: Task, muse: Muse, column: str, own: str, item: str, row: int) -> str:
    """Of an item that came with its reason the item alone, and the reason where a column asks for it."""
    name, _, reason = item.partition(": ") if f"**{item.partition(': ')[0]}**" in task.material else (item, "", "")
    if column == own:
        return name
    return large(reason) if reason and meaning(column) == "note" else _measured(column, name, muse, row)


def _measured(column: str, item: str, muse: Muse, row: int) -> str:
    """What a column says of a line, from the line's own words where they show it."""
    name = column.lower()
    if name in ("tone", "mood", "voice") and fit.count(item) > 3:  # of a name alone no tone can be heard
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


def _data(task: Task) -> records.Data:
    """The data that was given, or that of the last answer: its objects, the rows of its table, or its lines."""
    if task.origin is None:
        return records.read(task.material)
    return records.structured(task.material) or items(task.material)


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
    judged = [f"“{item.rstrip('.')}”: {_judged(item)[0]}/10; {_reason(item)}." for item in said]
    lines = [f"{at}. {one}" for at, one in enumerate(judged, 1)] if len(judged) > 1 else judged
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
