"""Work on a text that is there: shorter, friendlier, more formal, or without its slips."""

from __future__ import annotations

import re
from collections.abc import Callable

from lib.demo.write import fit, wording, words
from lib.demo.write.forms import proof, scripts
from lib.demo.write.forms.layout import listed
from lib.demo.write.limits import Limits, Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.task import Task

_CLAUSES = re.compile(r"(?<=[.!?])\s|[,;:]\s|\s(?=(?:and|while|until|when|where|because)\s)", re.IGNORECASE)
_OPENERS = re.compile(r"^(?:and|while|until|when|where|because|then|once|as long as)\s+", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s(?:on|in|at|over|under|against|along|from|by|into|for|with|of|to|across|behind|above|"
    r"around|before|after|without)\s",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"(?P<please>please )?(?P<not>do not |don't )?(?P<order>{words.any_of(words.ORDERS)})", re.IGNORECASE
)
_NAMED = re.compile(r"[A-Z][\w'-]+, (?=\w)")  # "Tom, send it": whom the wish is for
_WHERE = re.compile(
    r"(?P<what>where|when|what|who|how) (?P<be>is|are) (?P<thing>(?:my|the|our|your) [\w-]+(?: [\w-]+)?)\?", re.I
)
_BLAMED = re.compile(r"you (?:are|were|'re|never|always|keep|did not|didn't|have not|haven't|failed)\b", re.IGNORECASE)
_APOLOGY = re.compile(r",? (?:so )?we apologise[.!]*$", re.IGNORECASE)
_FRAME = 3  # blocks of a letter around its text: subject line, greeting, close
_CARRIED = {
    "quiet": "Softly: {item}",
    "playful": "Plot twist: {item}",
    "formal": "With pleasure: {item}",
    "warm": "Come in: {item}",
    "urgent": "Now: {item}",
    "dry": "{Item} That is all.",
    "plain": "{Item}",
}


def written(task: Task, muse: Muse) -> str:
    if not task.material.strip():
        what = {"shorten": "shorten", "rewrite": "rewrite"}[task.form]
        return f"Paste the text that I should {what}, or put it in quotation marks, and I will work on those words."
    return _shortened(task) if task.form == "shorten" else _rewritten(task)


def _shortened(task: Task) -> str:
    """Every item of a list shortened for itself, a script with its times, or the text brought to the wanted size."""
    if spoken := scripts.tightened(task.material):
        return spoken
    if len(task.earlier) > 1 and re.match(r"(?:\d+[.)]|[-*•]) ", task.material):
        return listed(
            task, [_tight(item, task.limits.each or Span(0, max(2, fit.count(item) - 1))) for item in task.earlier]
        )
    if (half := _half(task)) is not None:
        return half
    if task.lengths():
        return fit.shortened(wording.plain(task.material), task.limits)
    if "|" in task.material:
        rows = task.material.splitlines()
        return "\n".join(rows[: 2 + max(1, (len(rows) - 2) // 2)])
    if "\n" in task.material:  # verse and paragraphs: the first half of them
        lines = task.material.splitlines()
        return "\n".join(lines[: max(1, (len(lines) + 1) // 2)]).rstrip().rstrip(",;.") + "."
    if task.origin is None and fit.count(brief := wording.brief(task.material)) < fit.count(task.material):
        return brief
    said = fit.sentences(task.material)
    if len(said) <= 1:
        return _tight(task.material, Span(0, max(2, fit.count(task.material) - 1)))
    return fit.shortened(
        wording.plain(task.material), Limits(words=Span(0, max(6, round(fit.count(task.material) * 0.6))))
    )


def _half(task: Task) -> str | None:
    """Half of a running text, in whole sentences and with its first line where that is a heading; else None."""
    if not re.search(r"\bhalf\b", task.said, re.IGNORECASE) or "|" in task.material:
        return None
    blocks = [block for block in task.material.split("\n\n") if block.strip()]
    if blocks and blocks[0].startswith("Subject:") and len(blocks) > _FRAME:  # a letter keeps what stands around it
        said = fit.sentences(" ".join(blocks[2:-1]))
        room = fit.count(task.material) / 2 - fit.count(" ".join((*blocks[:2], blocks[-1])))
        return "\n\n".join((*blocks[:2], fit.nearest(said, room) if len(said) > 1 else said[0], blocks[-1]))
    if any("\n" in block for block in blocks):  # verse, lists, letters
        return None
    heading = f"{blocks.pop(0)}\n\n" if len(blocks) > 1 and re.match(r"#|\*\*", blocks[0]) else ""
    said = fit.sentences(" ".join(blocks))
    if len(said) < 2:
        return None
    return heading + fit.nearest(said, fit.count(" ".join(said)) / 2)


def _tight(item: str, span: Span) -> str:
    """One line at its core: the longest of its clauses that fits, else its first words."""
    item = re.sub(r"^\*\*(.+?)\*\*:? ?", r"\1: ", item).strip(" :") if "**" in item else item
    end = item[-1] if item[-1:] in ".?!" else ""
    parts = [part.strip(" .,;:!?") for part in _CLAUSES.split(item)]
    parts = [_OPENERS.sub("", part) for part in parts if part]
    cores = [core for part in parts for core in (part, *(part[: found.start()] for found in _TRAILING.finditer(part)))]
    if parts and fit.count(parts[0]) > 1 and fit.count(parts[0]) in span and item.startswith(parts[0]):
        return parts[0] + end  # the main clause stands first
    fitting = [core for core in cores if fit.count(core) in span and fit.count(core) > 1 and core != item.rstrip(end)]
    if fitting:
        most = fit.count(item) * 3 // 4
        return large(max(fitting, key=lambda core: (fit.count(core) <= most, fit.count(core)))) + end
    bare = re.sub(r"\b(?:" + "|".join(sorted(words.ADJECTIVES)) + r")\s+", "", item, flags=re.IGNORECASE)
    return fit.shortened(large(bare), Limits(words=span))


def _rewritten(task: Task) -> str:
    if proof.ASKED.search(task.said) and not task.tone:
        return proof.corrected(task.material)
    text = toned(task.material.strip(), task.tone)
    if (
        task.tone in ("warm", "playful")
        and not re.match(r"(?:hello|hi|dear)\b", text, re.IGNORECASE)
        and len(fit.sentences(text)) <= 6
    ):
        text = _welcomed(_asked_kindly(text), task.tone)
    if not task.exclaim:
        text = text.replace("!", ".")
    return fit.shortened(text, task.limits) if task.lengths() else text


def toned(text: str, tone: str) -> str:
    """The text in the words of a tone; plain ones where no tone has words of its own."""
    if tone == "formal":
        text = _considerate(text)
        text = _APOLOGY.sub(". We apologise for this.", wording.exchanged(text, "formal"))
        return text if text.endswith((".", "?", "!", ":", "”", "]")) or "\n" in text else f"{text}."
    return wording.exchanged(text, "warm") if tone in ("warm", "playful") else wording.plain(text)


def _asked_kindly(text: str) -> str:
    """Orders as wishes that leave room; sentences that tell stay as they are."""
    return _by_sentence(text, lambda one: _wished(one, "Please ", "."))


def _considerate(text: str) -> str:
    """Orders as questions, and blame as what it seems to be; every fact stays."""

    def said(one: str) -> str:
        if _ORDER.match(one):
            return _wished(one, "Could you please ", "?")
        if asked := _WHERE.fullmatch(one):
            return f"Could you please tell me {asked['what'].lower()} {asked['thing']} {asked['be']}?"
        one = wording.exchanged(one, "polite")
        return f"It seems that {one[0].lower()}{one[1:]}" if _BLAMED.match(one) else one

    return _by_sentence(text, said)


def _by_sentence(text: str, work: Callable[[str], str]) -> str:
    """``work`` done on every sentence; whom a sentence calls by name stays in front of it."""

    def done(one: str) -> str:
        if not (called := _NAMED.match(one)):
            return work(one)
        made = work(one[called.end() :])
        return called[0] + (made if one[called.end()].isupper() else made[0].lower() + made[1:])

    return "\n".join(" ".join(map(done, fit.sentences(line))) for line in text.split("\n"))


def _wished(sentence: str, lead: str, end: str) -> str:
    """An order behind ``lead``; what is not to be done is asked with "please" alone."""
    if not (order := _ORDER.match(sentence)):
        return sentence
    wish = wording.exchanged(sentence[order.start("order") :].rstrip(".!"), "haste")
    wish = wish[0].lower() + wish[1:]
    return f"Please do not {wish}." if order["not"] else f"{lead}{wish}{end}"


def _welcomed(text: str, tone: str) -> str:
    small = text[0].lower() + text[1:] if re.match(r"(?:The|A|An|Your|Our|This|We|You|Please|There)\b", text) else text
    return f"Hello, {small} Thank you." if tone == "warm" else f"Good news first: {small}"


def carried(tone: str, item: str) -> str:
    """One earlier line in another tone."""
    small = item[0].lower() + item[1:] if item[1:2].islower() else item
    closed = large(item) if item.endswith((".", "?", "!")) else large(item) + "."
    return _CARRIED[tone].format(item=small, Item=closed)
