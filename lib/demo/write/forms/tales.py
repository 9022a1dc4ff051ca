"""Stories and poems: a hero, a want, a turn; lines with a breath between them; seventeen syllables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lib.demo.write import fit, words
from lib.demo.write.limits import Span
from lib.demo.write.muse import Muse, large
from lib.demo.write.numbers import NUMBER, value
from lib.demo.write.subject import Subject
from lib.demo.write.task import Task

_USUAL = Span(130, 170)
_STANZA = 4
_LINES = {"sonnet": 14, "couplet": 2}
_PERSONS = re.compile(
    r"(?:man|woman|keeper|er|or|ist|girl|boy|child|fox|dog|cat|bear|owl|robot|mouse|penguin|"
    r"queen|king|captain|nurse|aunt|uncle|grandmother|horse|hedgehog|whale|snail|rabbit|wolf)$"
)
_MATTER = re.compile(  # "a dog that lost its ball", "a girl and her kite": what the hero's story is about
    r"\b(?:that|who|which|and|with|without|for|of)\b.*\b(?:its|his|her|their|an?|the|my) ((?:[a-z-]+ )?[a-z-]+)$"
)
_WITH_THEIR = re.compile(r"an? ((?:[a-z-]+ )?[a-z-]+) (?:and|with|without|in search of) (?:his|her|its|their)\b")
_NO_HEROES = frozenset(
    [
        "harbour",
        "harbor",
        "paper",
        "letter",
        "summer",
        "winter",
        "river",
        "water",
        "tower",
        "flower",
        "weather",
        "sweater",
        "corner",
        "door",
        "floor",
        "matter",
        "number",
        "computer",
        "printer",
        "colour",
        "color",
        "mirror",
        "motor",
    ]
)


def story(task: Task, muse: Muse) -> str:
    table = words.PATTERNS["story"]
    hero = _hero(task, muse)

    alone = not task.subject or hero.startswith("the ") or hero == task.subject.the
    matter = _MATTER.search(task.subject.said) if alone else None
    more = {"hero": hero, **({"s": f"the {matter[1]}" if matter else ""} if alone else {})}

    def said(part: str) -> str:
        made = {one: muse.fill(one, **more) for one in muse.mixed(table[part])}
        return next((text for one, text in made.items() if text and "{s}" in one and matter), "") or next(
            filter(None, made.values())
        )

    beginning = [
        task.opening and fit.sentences(task.opening)[0],
        "" if task.material else said("open"),
        said("want"),
        said("trouble"),
    ]
    if task.subject and not task.material and task.subject.full not in " ".join(beginning):
        beginning.insert(0, muse.fill(f"This is {'the story of' if alone else 'a story about'} {{full}}."))
    ending = [said("turn"), said("close")]
    sentences = fit.prose(
        [one for one in beginning if one], _middle(muse, more), [one for one in ending if one], task.limits, _USUAL
    )
    number = task.limits.paragraphs.aim if task.limits.paragraphs else max(1, sum(map(fit.count, sentences)) // 45)
    text = fit.paragraphs(sentences, number)
    titled = not task.bare and not task.lengths() and not task.material and task.noun not in ("scene", "anecdote")
    return f"**{task.subject.title}**\n\n{text}" if titled and task.subject else text


def _hero(task: Task, muse: Muse) -> str:
    """The subject itself when it is somebody, else a name."""
    if found := _WITH_THEIR.match(task.subject.said):
        return f"the {found[1]}"
    if _somebody(task.subject):
        return task.subject.the
    heroes = words.PATTERNS["story"]["heroes"]
    return next((hero for hero in heroes if hero in task.material), "") or muse.pick(heroes)


def _somebody(subject: Subject) -> bool:
    last = (subject.core.lower().split() or [""])[-1]
    return bool(subject) and not subject.plural and last not in _NO_HEROES and bool(_PERSONS.search(last))


def _middle(muse: Muse, more: dict[str, str]) -> Iterator[str]:
    """What there was to wait for, to see and to hear; every pattern comes back only after all the others."""
    for _ in range(40):
        for pattern in muse.mixed(words.PATTERNS["story"]["middle"]):
            yield muse.fill(pattern, **more)


def poem(task: Task, muse: Muse) -> str:
    if task.noun.startswith("limerick"):
        return _limerick(task, muse)
    number = task.count if task.count and task.noun in ("lines", "verses") else None
    found = re.findall(rf"\b({NUMBER})[- ]lines?\b", task.said, re.IGNORECASE)  # the last is what a later turn asks
    number = number or (value(found[-1]) if found else _LINES.get(task.noun, 8))
    if re.search(r"\brhym|\bcouplet", task.said, re.IGNORECASE):
        return _rhymed(task, muse, number)
    lines: list[str] = [large(fit.sentences(task.opening)[0])] if task.opening else []
    table, patterns = words.PATTERNS["poem"], list[str]()
    while len(lines) < number:
        patterns = patterns or muse.mixed(table["lines"])
        closing = len(lines) % _STANZA == _STANZA - 1 or len(lines) == number - 1
        line = muse.fill(muse.pick(table["last"]) if closing else patterns.pop())
        if line and line not in lines:
            lines.append(line)
    stanzas = [lines[start : start + _STANZA] for start in range(0, len(lines), _STANZA)]
    text = "\n\n".join(large(",\n".join(line.rstrip(".") for line in stanza)) + "." for stanza in stanzas)
    title = "" if task.lengths() or task.bare or task.material or not task.subject else f"**{task.subject.title}**\n\n"
    return title + text


def _limerick(task: Task, muse: Muse) -> str:
    """Five lines that rhyme AABBA; the subject stands where none does, or is the hero of them."""
    hero = _somebody(task.subject) and re.match(r"an? ", task.subject.full)
    table = [*words.LIMERICKS["any"].values(), *(words.LIMERICKS["hero"].values() if hero else ())]
    return "\n".join(large(muse.fill(line)) for line in muse.pick(table))


def _rhymed(task: Task, muse: Muse, number: int) -> str:
    """Couplets: two lines of one rhyme family after the other; the subject stands in the first line."""
    lines: list[str] = []
    for name in muse.mixed(words.RHYMES):
        family = words.RHYMES[name]
        first = [muse.fill(muse.pick(family["named"]))] if not lines and task.subject else []
        used = {_last(line) for line in first}
        free = [one for one in muse.mixed(family["free"]) if _last(one) not in used]
        lines += [*first, *free][: 2 if number <= 2 * len(words.RHYMES) else 6]
    lines = [line.rstrip(".,") for line in lines[:number]]
    stanzas = [lines[start : start + _STANZA] for start in range(0, len(lines), _STANZA)]
    return "\n\n".join(large(",\n".join(stanza)) + "." for stanza in stanzas)


def _last(line: str) -> str:
    return line.split()[-1].strip(".,").lower()


def syllables(text: str) -> int:
    """Syllables by rule: groups of vowels, without the silent e."""
    total = 0
    for word in re.findall(r"[a-z]+", re.sub(r"'(?:s|d|ll|t|re|ve)\b", "", text.lower())):
        said = (
            re.sub(r"(?:[^laeiouyt]es|[^aeioudty]ed|(?<![aeiouyl])e|(?<=[aeiouy]l)e)$", "", word)
            if len(word) > 3
            else word
        )
        total += max(
            1,
            len(re.findall(r"[aeiouy]+", said))
            + len(re.findall(r"i[aou]|eo|ui(?=ng)|ye(?=r)", said))
            - len(re.findall(r"[tsc]i[ao]|eou", said)),
        )
    return total


# Syllables and patterns of the three lines: where, what happens, what stays.
_HAIKU = (
    (5, ("{moment}", "{thing}", "{stuff} and {stuff}", "{stuff}, {stuff}, {stuff}", "{thing}")),
    (7, ("{clause}", "{clause} now", "here {clause}", "and {clause}", "{clause} again")),
    (5, ("{thing}", "{stuff} and {stuff}", "nothing but {stuff}", "then {thing}", "only {stuff}")),
)


def haiku(task: Task, muse: Muse) -> str:
    """Five, seven and five syllables; as many as asked for."""
    made: list[str] = []
    for _ in range(task.count or 1):
        lines = [_line(muse, size, patterns, made) for size, patterns in _HAIKU]
        made.append(f"{large(lines[0])},\n{lines[1]};\n{lines[2]}.")
    return "\n\n".join(made)


def _line(muse: Muse, size: int, patterns: Sequence[str], before: Sequence[str]) -> str:
    line = ""
    for _ in range(3000):
        line = muse.fill(muse.pick(patterns))
        if line and syllables(line) == size and not any(line in one.lower() for one in before):
            break
    return line
