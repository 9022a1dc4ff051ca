"""The text that the person gives to work on, apart from the words that say what to do with it; and its statements."""

from __future__ import annotations

import re

from lib.demo.write import fit
from lib.demo.write.muse import large
from lib.demo.write.task import Task

_READ = 8_000
_ASKED = re.compile(
    r"\b(?:summari[sz]e|sum up|rewrite|rephrase|reword|simplify|shorten|cut|condense|translate|locali[sz]e|"
    r"explain|review|"
    r"check|read|turn|make|put|write|minutes|notes?|brief|key points|text|notice|paragraph|this|following|version|"
    r"clearer|shorter|plain|into|for|please)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(r"(?:please )?(?:summari[sz]e|rewrite|shorten|review|explain|make|translate)\b", re.IGNORECASE)
_HEAD = 16  # words; an instruction before a colon is no longer
_CLAUSE = re.compile(
    r"(?:;|,)\s+(?:and\s+|but\s+)?(?=(?:(?:[A-Z][\w'’-]+(?: and [A-Z][\w'’-]+)?|(?:the|our|we|she|he|"
    r"they)(?: [\w-]+)?)\s"
    r"(?:is|are|was|were|will|has|have|must|should|can|[a-z]+s)\b)|[a-z]+ (?:is|are|was|were|will|stays?|"
    r"moves?|must)\b)"
)


def material(task: Task) -> str:
    """The given text; "" when the words hold none, or only an instruction."""
    if task.documents:
        return str(task.documents[0].facts.get("text", ""))
    text = task.words.strip()[:_READ]
    for gap in (r"\A([^\n]{3,160}?):?\s*\n\s*", r"\A([^\n:.!?]{3,120}):\s+"):
        found = re.match(gap, text)
        if found and len(found[1].split()) <= _HEAD and _ASKED.search(found[1]) and len(text) - found.end() > 12:
            return _unquoted(text[found.end() :])
    quoted = re.search(r"[“\"„«]([^”\"“»]{20,})[”\"“»]", text)
    if quoted and len(quoted[1]) > len(text) / 2:
        return quoted[1].strip()
    first, _, rest = text.partition(". ")
    return rest.strip() if rest and _ORDER.match(first) and len(first.split()) <= 8 else _long(task, text)


def _long(task: Task, text: str) -> str:
    return text if len(text.split()) > 10 else task.material.strip()


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"[“\"„«]([^”\"“»]*)[”\"“»]\.?", text.strip())
    return (found[1] if found else text).strip()


def statements(text: str) -> list[str]:
    """Every sentence, and every clause of one that could stand alone, capital first and closed; each once."""
    found: list[str] = []
    for block in re.split(r"\n+", text[:_READ]):
        for sentence in fit.sentences(re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", block.strip())):
            found += [closed(clause) for clause in _CLAUSE.split(sentence) if len(clause.split()) > 1]
    return list(dict.fromkeys(found))


def closed(clause: str) -> str:
    clause = large(clause.strip(" ,;:"))
    return clause if clause.endswith((".", "?", "!", "”")) else f"{clause}."
