"""Making counts and lengths hold: items that differ, prose of a wanted size, and the last cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from lib.demo.write.limits import Limits, Span

_TRIES = 60  # candidates looked at for each item that is wanted
_SENTENCE = re.compile(r"(?<=[.!?…])[”\"'*)]*\s+(?=[“\"'*(]*[A-Z0-9])")


def count(text: str) -> int:
    """Words as a person counts them: marks that stand alone are none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def sentences(text: str) -> list[str]:
    parts, start = [], 0
    for gap in _SENTENCE.finditer(text):
        parts.append(text[start : gap.end()].strip())
        start = gap.end()
    return [*parts, text[start:].strip()] if text[start:].strip() else parts


def opening(item: str) -> str:
    """The first word, and the second where the first is an article."""
    found = re.search(r"(?:(?:the|an?)\s+)?[^\W_]+(?:['’-][^\W_]+)*", item.lower())
    return found[0] if found else ""


def holds(item: str, limits: Limits) -> bool:
    """Whether one item keeps the limits of an item."""
    fits = limits.each is None or count(item) in limits.each
    return fits and (limits.each_characters is None or len(item) <= limits.each_characters)


def items(candidates: Iterator[str], number: int, limits: Limits, taken: Iterable[str] = ()) -> list[str]:
    """``number`` different items within ``limits``, no two with the same opening for as long as openings last."""
    chosen: list[str] = []
    seen = {one.lower() for one in taken}
    spare: list[str] = []
    for tries, item in enumerate(candidates):
        if len(chosen) >= number or tries >= _TRIES * number + 200:
            break
        if not item or item.lower() in seen or not holds(item, limits):
            continue
        seen.add(item.lower())
        openings = {opening(one) for one in chosen}
        (spare if opening(item) in openings else chosen).append(item)
        if tries > _TRIES * len(chosen) // 2 + 60 and spare:  # openings have run out
            chosen.append(spare.pop(0))
    return (chosen + spare)[:number]


def prose(first: Sequence[str], pool: Iterator[str], last: Sequence[str], limits: Limits, usual: Span) -> list[str]:
    """Sentences that together have the wanted number of words, sentences and characters.

    ``first`` and ``last`` are used where there is room for them. ``usual`` is the size when none is asked for.
    """
    span = limits.words or (usual if not limits.sentences else None)
    number = limits.sentences
    least = number.low or min(number.high, 1) if number else 1
    most = number.high if number else 10_000
    ends = list(last)[: max(0, most - 1)]
    chosen, room = list(first)[: max(1, most - len(ends))], span.high if span else 10_000
    while ends and sum(map(count, chosen + ends)) > room:
        ends.pop()
    goal = span.aim if span else 0
    spares: list[str] = []
    seen = set(chosen + ends)
    for tries, sentence in enumerate(pool):
        size = sum(map(count, chosen + ends))
        enough = size >= goal if span else len(chosen) + len(ends) >= max(least, number.aim if number else 1)
        if (enough and len(chosen) + len(ends) >= least) or tries > 1500 or len(chosen) + len(ends) >= most:
            break
        if not sentence or sentence in seen:
            continue
        seen.add(sentence)
        if size + count(sentence) <= room and len(sentence) <= (limits.characters or len(sentence)):
            chosen.append(sentence)
        else:
            spares.append(sentence)
            if len(spares) > 30:
                break
    return _filled(chosen, spares, pool, ends, span, number)


def _filled(
    chosen: list[str], spares: list[str], pool: Iterator[str], ends: list[str], span: Span | None, number: Span | None
) -> list[str]:
    """The sentences, with some of the later ones exchanged if that is what it takes to hit the size."""
    whole = chosen + ends
    if span is None or sum(map(count, whole)) in span:
        return whole
    fresh = (sentence for _, sentence in zip(range(60), pool, strict=False))
    more = [one for one in dict.fromkeys((*spares, *fresh)) if one and one not in whole][:40]
    for kept in range(len(chosen), -1, -1):
        base, rest = chosen[:kept], chosen[kept:] + more
        fixed = sum(map(count, base + ends))
        for size in (1, 2, 3):
            if number and len(base) + len(ends) + size not in number:
                continue
            for some in combinations(rest[:28], size):
                if fixed + sum(map(count, some)) in span:
                    return [*base, *some, *ends]
        if len(chosen) - kept > 3:
            break
    return whole if not ends else _filled(chosen, spares, pool, [], span, number)


def shortened(text: str, limits: Limits) -> str:
    """``text`` cut to what ``limits`` allow: whole lines and sentences go first, words only at the last."""
    if limits.sentences and len(sentences(text)) > limits.sentences.high:
        text = " ".join(sentences(text)[: limits.sentences.high])
    fits = _fits(limits)
    if fits(text) or not text.strip():
        return text
    whole = ""
    for line in re.findall(r"[^\n]+\n*", text):
        if not fits((whole + line).rstrip()):
            break
        whole += line
    if whole.strip():
        return whole.rstrip()
    kept: list[str] = []
    said = sentences(text.strip().partition("\n")[0])
    for sentence in said:
        if not fits(" ".join([*kept, sentence])):
            break
        kept.append(sentence)
    return " ".join(kept) or _clipped(said[0], limits)


def nearest(said: Sequence[str], size: float) -> str:
    """The first of the sentences ``said``, as many as come nearest to ``size`` words; one at least."""
    parts = [" ".join(said[:end]) for end in range(1, len(said))]
    return min(parts, key=lambda part: abs(count(part) - size))


def _fits(limits: Limits) -> Callable[[str], bool]:
    words, characters = limits.words, limits.characters
    return lambda text: (not words or count(text) <= words.high) and (not characters or len(text) <= characters)


_LOOSE_END = re.compile(
    r"[\s,;:–-]+(?:and|or|the|a|an|of|to|in|on|at|for|with|by|from|that|is|are|but|as|its?|while|when|"
    r"where|because|who|which|so|if|than|then|over|into|through|after|before|until)?\s*$",
    re.IGNORECASE,
)


def _clipped(sentence: str, limits: Limits) -> str:
    """A sentence cut after a clause if one is short enough, else after a word, and closed again."""
    fits = _fits(limits)
    said = sentence.split()[: limits.words.high if limits.words else None]
    sentence = " ".join(said)[: limits.characters]
    clauses = [found.start() for found in re.finditer(r"[,;:]\s", sentence)]
    for end in reversed(clauses):
        if fits(sentence[:end] + "."):
            return sentence[:end] + "."
    while len(said) > 1 and not fits(" ".join(said) + "."):
        said.pop()
    text = " ".join(said).rstrip(".,;:")
    for _ in range(3):
        text = _LOOSE_END.sub("", text + " ")
    return text + "." if fits(text + ".") else text[: max(1, len(text) - 1)]


def paragraphs(said: Sequence[str], number: int) -> str:
    """Sentences in ``number`` paragraphs of about the same length."""
    number = max(1, min(number, len(said)))
    edges = [round(index * len(said) / number) for index in range(number + 1)]
    return "\n\n".join(" ".join(said[start:end]) for start, end in pairwise(edges))
