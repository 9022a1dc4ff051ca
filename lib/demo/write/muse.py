"""The muse: it fills sentence patterns from the word fields that a subject calls, and never offers a phrase twice.

Phrases are dealt from shuffled decks, the subject's own fields first and the everyday one after them, so that what is
written stays near the subject for as long as there are words for it.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from lib.demo.write import words
from lib.demo.write.task import Task

_TIMELESS = re.compile(  # moments without a verb: they go with what is over as well
    r"(?!when|while|as|once|where|the|if)[a-z]+ (?!.*\b(?:is|are|has|you|your|goes|sets|settles|rings|arrives)\b)"
)
_SLOT = re.compile(r"\{(v:)?(\w+)\}")
_FIELDS_AT_ONCE = 2
_SECOND = 0.8  # how strongly a second field must be called, beside the first, to be mixed with it
_LOOSE = 0.4  # how strongly a town or "studio" calls a field, beside the word that says what it is about
_CLASHES = (  # a time of day in the subject, and what cannot be said then
    (
        r"dusk|evening|night|midnight|sunset|blue hour",
        r"morning|breakfast|sunlight|daylight|noon|before anyone else is up|day's",
    ),
    (
        r"dawn|morning|sunrise|breakfast|at six|noon",
        r"midnight|night|moon|evening|dinner|lamp|stars|last (?:train|tram|ferry)",
    ),
)


def generator(*parts: object) -> random.Random:
    """A random generator that the same parts always start alike, on every machine."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).digest()
    return random.Random(int.from_bytes(digest[:8]))


def large(text: str) -> str:
    """With a large first letter, even behind a quotation mark."""
    return re.sub(r"^([“\"'*(]*)(\w)", lambda found: found[1] + found[2].upper(), text, count=1)


@dataclass
class Deck:
    """Phrases in a random order that are dealt from the front and come round again only when all were dealt."""

    near: list[str]
    far: list[str]
    random: random.Random

    def __post_init__(self) -> None:
        self.left: list[str] = []

    def deal(self) -> str:
        if not self.left:
            self.left = [*self._mixed(self.near), *self._mixed(self.far)]
        return self.left.pop(0) if self.left else ""

    def _mixed(self, phrases: list[str]) -> list[str]:
        return self.random.sample(phrases, len(phrases))


class Muse:
    def __init__(self, task: Task, *seeds: object):
        self.task = task
        self.random = generator(task.form, task.said, task.subject.said, task.tone, task.audience, *seeds)
        about = task.words if task.shape and not task.shape.on_material else ""
        core = task.subject.said.partition(" about ")[2] or task.subject.said  # "a film about bees" is about bees
        if colours := task.seen.get("colours"):  # "a view in green" is not about nature
            core = re.sub(words.any_of(colours), " ", core)
        self.fields = _fields(" ".join((core, *task.wanted, about)), task.context)
        self._unfit = _unfit(task)
        self._decks = {slot: self._deck(slot) for slot in ("thing", "clause", "moment", "stuff", "act")}
        near, far = self._decks["moment"].near, self._decks["moment"].far
        self._decks["when"] = Deck(list(filter(_TIMELESS.match, near)), list(filter(_TIMELESS.match, far)), self.random)

    @property
    def at_home(self) -> bool:
        """Whether any field but the everyday one is called."""
        return bool(self.fields)

    def _deck(self, slot: str) -> Deck:
        column = slot if slot == "stuff" else slot + "s"
        near = [phrase for name in self.fields for phrase in words.FIELDS[name][column]]
        near += self.task.seen.get(column, ())
        far = [phrase for phrase in words.FIELDS["everyday"][column] if phrase not in near]
        fit = [[phrase for phrase in some if not self._unfit(phrase)] for some in (near, far)]
        return Deck(list(dict.fromkeys(fit[0])), fit[1], self.random)

    def pick(self, phrases: Sequence[str]) -> str:
        return self.random.choice(list(phrases))

    def mixed(self, phrases: Iterable[str]) -> list[str]:
        kept = list(dict.fromkeys(phrases))
        return self.random.sample(kept, len(kept))

    def deal(self, slot: str) -> str:
        return self._decks[slot].deal()

    def names(self) -> list[str]:
        """Nouns that the subject's fields give to names, the fields by turns, so that both stand in a short list."""
        decks = [
            self.mixed(words.FIELDS[name].get("names") or words.FIELDS[name]["stuff"])
            for name in self.fields or ["everyday"]
        ]
        return [noun for row in zip_longest(*decks) for noun in row if noun and not self._unfit(noun)]

    def fill(self, pattern: str, **more: str) -> str:
        """The pattern with every slot filled; "" when the banned words leave nothing to fill one with."""
        subject, empty = self.task.subject, False

        def filled(found: re.Match[str]) -> str:
            nonlocal empty
            verb, slot = found.groups()
            if verb:
                return subject.verb(slot)
            key = slot.lower()
            value = more[key] if key in more else self._said(key)
            empty = empty or not value
            return large(value) if slot[0].isupper() else value

        text = _SLOT.sub(filled, pattern)
        return "" if empty or self._unfit(text) else text

    def _said(self, slot: str) -> str:
        subject = self.task.subject
        known: dict[str, Callable[[], str]] = {
            "s": lambda: subject.the or "this",
            "full": lambda: subject.full or "this",
            "title": lambda: subject.title or "This",
            "it": lambda: subject.it,
            "it2": lambda: "they" if subject.plural else "it",
            "who": lambda: self.task.audience or "everyone",
            "people": lambda: self.task.audience or self.pick(words.PATTERNS["ideas"]["people"]),
        }
        return known[slot]() if slot in known else self.deal(slot)


def _fields(subject: str, context: str) -> list[str]:
    """The fields that the words of the subject call, best first; failing that, those of what was said around it."""
    for text in (subject, context):
        said = re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", text.lower().replace("ice cream", "icecream"))
        scores: dict[str, float] = {}
        for position, word in enumerate(said[:60]):
            for name in _called(word):
                weight = _LOOSE if word in _loose() else 1.0
                scores[name] = scores.get(name, 0.0) + weight / (1 + position / 12)
        if scores:
            best = sorted(scores, key=lambda name: (-scores[name], name))[:_FIELDS_AT_ONCE]
            return [name for name in best if scores[name] > _SECOND * scores[best[0]]]
    return []


def _called(word: str) -> list[str]:
    """The fields that a word calls, in the singular or in the plural."""
    forms = (word, word + "s", word.removesuffix("s"), re.sub(r"ies$", "y", word))
    return next((_callers()[form] for form in forms if form in _callers()), [])


@cache
def _loose() -> frozenset[str]:
    """Words that stand beside what a subject is about: towns, and what any trade can be."""
    return frozenset((*words.TOWNS, *words.PATTERNS["names"]["general"]))


_CALLERS: dict[str, list[str]] = {}


def _callers() -> dict[str, list[str]]:
    """Word → the fields that it calls."""
    if not _CALLERS:
        for name, field in words.FIELDS.items():
            for word in " ".join(field["when"]).split():
                _CALLERS.setdefault(word, []).append(name)
    return _CALLERS


def _unfit(task: Task) -> Callable[[str], bool]:
    """Whether a phrase holds a banned word or speaks of another time of day than the subject."""
    unfit = [
        rf"\b(?:{late})\b" for early, late in _CLASHES if re.search(rf"\b(?:{early})\b", task.subject.said.lower())
    ]
    if task.banned:
        unfit.append(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(task.banned)))})(?![\w-])")
    if not unfit:
        return lambda _: False
    clash = re.compile("|".join(unfit), re.IGNORECASE)
    own = task.subject.said.lower()

    def test(text: str) -> bool:
        return any(found[0].lower() not in own or found[0].lower() in task.banned for found in clash.finditer(text))

    return test
