"""Work on a text that is there: shorter, friendlier, more formal; and the honest no to a translation."""

from __future__ import annotations

import re

from lib.demo.write import fit, words
from lib.demo.write.forms.layout import listed
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_PADDING = re.compile(
    r"\b(?:very|really|quite|rather|simply|basically|actually|literally|just|perhaps|of course|"
    r"in fact|as a matter of fact|it should be noted that|"
    r"please note that|i think that|we believe that|needless to say|at the end of the day|for "
    r"the most part|truly|absolutely)\b,?\s*",
    re.IGNORECASE,
)
_LONG = {
    "in order to": "to",
    "due to the fact that": "because",
    "at this point in time": "now",
    "in the event that": "if",
    "with regard to": "about",
    "a large number of": "many",
    "in the near future": "soon",
    "has the ability to": "can",
    "is able to": "can",
    "are able to": "can",
    "prior to": "before",
    "subsequent to": "after",
    "in spite of the fact that": "although",
    "make a decision": "decide",
    "for the purpose of": "for",
    "utilize": "use",
    "utilise": "use",
    "facilitate": "help",
    "commence": "begin",
    "terminate": "end",
    "approximately": "about",
    "additional": "more",
}
_FRIENDLY = {
    "we regret to inform you that": "we are sorry to say that",
    "we regret to inform you": "we are sorry to tell you",
    "do not hesitate to": "feel free to",
    "dear sir or madam": "hello",
    "dear customer": "hello",
    "dear customers": "hello everyone",
    "please be advised that": "just so you know,",
    "pursuant to": "following",
    "you are required to": "please",
    "you must": "please",
    "failure to": "if you do not",
    "will result in": "we will have to count it as",
    "at your earliest convenience": "when you have a moment",
    "purchase": "buy",
    "assistance": "help",
    "assist": "help",
    "regarding": "about",
    "submit": "send",
    "inquire": "ask",
    "obtain": "get",
    "require": "need",
    "requires": "needs",
    "we cannot": "we can't",
    "do not": "don't",
    "does not": "doesn't",
    "will not": "won't",
    "cannot": "can't",
    "it is": "it's",
    "you are": "you're",
    "we are": "we're",
    "we have": "we've",
    "you will": "you'll",
    "we will": "we'll",
    "sincerely": "warmly",
    "kind regards": "all the best",
    "unfortunately": "sadly",
    "immediately": "as soon as you can",
}
_FORMAL = {
    "can't": "cannot",
    "won't": "will not",
    "don't": "do not",
    "doesn't": "does not",
    "isn't": "is not",
    "it's": "it is",
    "you're": "you are",
    "we're": "we are",
    "i'm": "I am",
    "i've": "I have",
    "we've": "we have",
    "you'll": "you will",
    "we'll": "we will",
    "i'll": "I will",
    "hey": "good day",
    "hi": "good day",
    "hi there": "good day",
    "thanks": "thank you",
    "get": "receive",
    "buy": "purchase",
    "help": "assistance",
    "ask": "enquire",
    "a lot of": "many",
    "guys": "everyone",
    "sorry": "we apologise",
    "asap": "at your earliest convenience",
    "okay": "acceptable",
    "ok": "acceptable",
    "kids": "children",
    "big": "considerable",
    "gonna": "going to",
    "wanna": "want to",
    "cheers": "kind regards",
}
_CLAUSES = re.compile(r"(?<=[.!?])\s|[,;:]\s|\s(?=(?:and|while|until|when|where|because)\s)", re.IGNORECASE)
_OPENERS = re.compile(r"^(?:and|while|until|when|where|because|then|once|as long as)\s+", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s(?:on|in|at|over|under|against|along|from|by|into|for|with|of|to|across|behind|above|"
    r"around|before|after|without)\s",
    re.IGNORECASE,
)
_CARRIED = {
    "quiet": "Softly: {item}",
    "playful": "Plot twist: {item}",
    "formal": "With pleasure: {item}",
    "warm": "Come in: {item}",
    "urgent": "Now: {item}",
    "dry": "{Item} That is all.",
}


def written(task: Task, muse: Muse) -> str:
    if task.form == "translate":
        return _untranslated(task)
    if not task.material.strip():
        what = {"shorten": "shorten", "rewrite": "rewrite"}[task.form]
        return f"Paste the text that I should {what}, or put it in quotation marks, and I will work on those words."
    return _shortened(task) if task.form == "shorten" else _rewritten(task)


def _untranslated(task: Task) -> str:
    text = fit.shortened(task.material.strip(), Limits(words=Span(0, 60)))
    offer = "I can shorten it, change its tone, or write a plain English version that is easy to hand to a translator."
    quoted = f" Ready for that is: “{text.rstrip('.')}.”" if text and "\n" not in text else ""
    return f"The demo writer cannot translate: it writes English only. {offer}{quoted}"


def _shortened(task: Task) -> str:
    """Every item of a list shortened for itself, or the text brought to the wanted size."""
    if len(task.earlier) > 1 and re.match(r"(?:\d+[.)]|[-*•]) ", task.material):
        return listed(
            task, [_tight(item, task.limits.each or Span(0, max(2, fit.count(item) - 1))) for item in task.earlier]
        )
    if task.lengths():
        return fit.shortened(plainer(task.material), task.limits)
    if "\n" in task.material and "|" not in task.material:  # verse and paragraphs: the first half of them
        lines = task.material.splitlines()
        return "\n".join(lines[: max(1, (len(lines) + 1) // 2)]).rstrip().rstrip(",;.") + "."
    said = fit.sentences(task.material)
    if len(said) <= 1:
        return _tight(task.material, Span(0, max(2, fit.count(task.material) - 1)))
    return fit.shortened(plainer(task.material), Limits(words=Span(0, max(6, round(fit.count(task.material) * 0.6)))))


def _tight(item: str, span: Span) -> str:
    """One line at its core: the longest of its clauses that fits, else its first words."""
    item = re.sub(r"^\*\*(.+?)\*\*:? ?", r"\1: ", item).strip(" :") if "**" in item else item
    end = item[-1] if item[-1:] in ".?!" else ""
    parts = [part.strip(" .,;:!?") for part in _CLAUSES.split(item)]
    parts = [_OPENERS.sub("", part) for part in parts if part]
    cores = [core for part in parts for core in (part, *(part[: found.start()] for found in _TRAILING.finditer(part)))]
    fitting = [core for core in cores if fit.count(core) in span and fit.count(core) > 1 and core != item.rstrip(end)]
    if fitting:
        most = fit.count(item) * 3 // 4
        return large(max(fitting, key=lambda core: (fit.count(core) <= most, fit.count(core)))) + end
    bare = re.sub(r"\b(?:" + "|".join(sorted(words.ADJECTIVES)) + r")\s+", "", item, flags=re.IGNORECASE)
    return fit.shortened(large(bare), Limits(words=span))


def plainer(text: str) -> str:
    """The same sentences without padding and with short words for long ones."""
    return _tidy(_exchanged(_PADDING.sub("", text), _LONG))


def _rewritten(task: Task) -> str:
    table = {"formal": _FORMAL, "warm": _FRIENDLY, "playful": _FRIENDLY}.get(task.tone, _LONG)
    text = task.material.strip()
    if task.tone in ("", "dry", "urgent", "quiet"):
        text = plainer(text)
    text = _tidy(_exchanged(text, table))
    if (
        task.tone in ("warm", "playful")
        and not re.match(r"(?:hello|hi|dear)\b", text, re.IGNORECASE)
        and len(fit.sentences(text)) <= 6
    ):
        text = f"{_welcome(task)} {text}"
    if not task.exclaim:
        text = text.replace("!", ".")
    return fit.shortened(text, task.limits) if task.lengths() else text


def _welcome(task: Task) -> str:
    return "Hello, and thank you for being here." if task.tone == "warm" else "Good news first: this is short."


def carried(tone: str, item: str) -> str:
    """One earlier line in another tone."""
    small = item[0].lower() + item[1:] if item[1:2].islower() else item
    closed = large(item) if item.endswith((".", "?", "!")) else large(item) + "."
    return _CARRIED[tone].format(item=small, Item=closed)


def _exchanged(text: str, table: dict[str, str]) -> str:
    pattern = re.compile(words.any_of(tuple(table)), re.IGNORECASE)

    def other(found: re.Match[str]) -> str:
        new = table[found[0].lower()]
        return large(new) if found[0][0].isupper() else new

    return pattern.sub(other, text)


def _tidy(text: str) -> str:
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" +([.,;:!?])", r"\1", text).strip()
    return re.sub(r"(^|[.!?]\s+|\n)([a-z])", lambda found: found[1] + found[2].upper(), text)
