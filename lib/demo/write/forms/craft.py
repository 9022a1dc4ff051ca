"""What the craft knows: its terms explained, and the fonts, colours, music and light that go with a subject."""

from __future__ import annotations

import re

from lib.demo.write import fit, words
from lib.demo.write.forms.layout import NUMBERED, listed, rows
from lib.demo.write.limits import Span
from lib.demo.write.muse import Muse
from lib.demo.write.task import Task

_WANTED = {
    "fonts": r"fonts?|typefaces?|typography|font pairings?",
    "colours": r"colou?rs?|(?:colou?r )?(?:palettes?|schemes?)",
    "music": r"music|soundtracks?",
    "light": r"light|lighting",
}
_FOR = r"(?:(?:go|goes|works?|pairs?) (?:well )?(?:for|with)|suits?|fits?|match(?:es)?|for|with)"
_ASKED = (
    r"(?:which|what)(?: (?:kind|sort|type)s? of| would be| are| is)?(?: [\w-]+){{0,3}}? (?:{noun})\b.*?\b{lead}\s+"
    r"(?P<rest>.+)",
    r"(?:can you |could you |please )*(?:suggest|recommend|give me|find|propose|pick|choose|i need|we need)(?: me| us)?"
    r"(?: [\w-]+){{0,3}}? (?:{noun})(?: pairings?| ideas| options)?\b.*?\b{lead}\s+(?P<rest>.+)",
)
_CHILD = re.compile(r"\b(?:child|children|kids?|(?:year|yr)[ -]?olds?|five|six|seven|toddlers?|school class)\b")
_TO = re.compile(  # to whom a term is told, and the trade it belongs to
    r"\s+(?:(?:to|for|like|as if) .*|in (?:an? )?(?:photo\w*|films?|filmmaking|videos?|print\w*|design|typography|"
    r"marketing|pictures?|layouts?|editing|cinema\w*|text models?|image \w+))$",
    re.IGNORECASE,
)


def asked(text: str) -> tuple[str, str]:
    """What kind of advice a question wants and for what; empty where it wants none."""
    said = re.sub(r"\s+", " ", text).strip(" ?.!")[:300]
    for kind, noun in _WANTED.items():
        for pattern in _ASKED:
            if found := re.match(pattern.format(noun=noun, lead=_FOR), said, re.IGNORECASE):
                return kind, re.sub(r"^(?:well )?(?:for|with) ", "", found["rest"])
    return "", ""


def advised(task: Task, muse: Muse) -> str:
    """Choices with their reasons, by the mood that the subject's words call; for a named colour, its partners."""
    said = task.words.lower()
    named = task.noun == "colours" and next((name for name in words.CRAFT["partners"] if name in said), "")
    table = words.CRAFT["partners"][named] if named else words.CRAFT[task.noun][_mood(said)]
    choices = [choice.partition(" ~ ") for choice in table]
    choices = choices if task.noun == "colours" else muse.random.sample(choices, len(choices))
    kept = [(choice, reason) for choice, _, reason in choices[: task.count or len(choices)]]
    if task.layout == "table":
        return rows(("Choice", "Why"), kept)
    opening = muse.fill(muse.pick(words.CRAFT["openings"]["partners" if named else task.noun]))
    items = listed(task, [f"**{choice}**: {reason}" for choice, reason in kept], NUMBERED)
    return items if task.bare else f"{opening}\n\n{items}\n\n{words.CRAFT['closings'][task.noun][0]}"


def _mood(said: str) -> str:
    """The mood that most words call, the later ones first where it is a draw: the noun stands at the end."""
    told = re.findall(r"[\w'-]+", said)
    moods = words.CRAFT["moods"]
    calls = {
        mood: [told.index(word) for word in " ".join(called).split() if word in told] for mood, called in moods.items()
    }
    return max(calls, key=lambda mood: (len(calls[mood]), max(calls[mood], default=-1)))


def term(topic: str) -> tuple[str, ...]:
    """What is known of a term of the craft: what it is, how a child is told, what it is good for; empty for others."""
    terms, plain = words.CRAFT["terms"], re.sub(r"^(?:an?|the) ", "", topic.lower().strip(" ?.!“”\"'"))
    for said in (plain, _TO.sub("", plain)):
        for form in (
            said,
            said.removesuffix("s"),
            said.replace("color", "colour"),
            said.replace("fps", "frames per second"),
        ):
            if form in terms:
                return terms[form]
    return next((told for name, told in terms.items() if " " in name and re.search(rf"\b{name}\b", plain)), ())


def explained(task: Task, known: tuple[str, ...]) -> str:
    """A term in the words of its hearer, in the length that was asked for."""
    what, picture, use = known
    told = [picture] if _CHILD.search(task.words.lower()) else [what, use]
    if not task.lengths():
        return " ".join(told)
    pool = [one for part in (*told, use, picture) for one in fit.sentences(part)]
    return " ".join(fit.prose(pool[:1], iter(pool[1:]), [], task.limits, Span(20, 60)))


def compared(a: str, b: str) -> str:
    """Two terms side by side; "" unless both are known."""
    unit = b.partition(" ")[2]
    first, second = term(a) or term(f"{a} {unit}"), term(b)
    return "\n\n".join(f"{one[0]} {one[2]}" for one in (first, second)) if first and second else ""
