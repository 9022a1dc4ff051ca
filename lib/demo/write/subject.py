"""What a question is about: the noun phrase as it was said, and the forms in which a sentence can carry it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lib.demo.write import words

_ARTICLE = re.compile(rf"^(?:{'|'.join(words.ARTICLES)})\s+", re.IGNORECASE)
_OWN = re.compile(
    r"(?:my|our|your) (?:(?!in|at|for|of|from|to|on|about|with)[a-z-]+ ){1,3}([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)$"
)
_TAIL = re.compile(
    r"\s*(?:,|\(|\b(?:that|which|who|whose|where|when|with|for|of|in|on|at|by|from|near|made|called|named|about|to|and|"
    r"as|after|before|during|without|within|into|under|over|between|inside|outside|opening|launching|set|is|are)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_POSED = re.compile(  # "a red bicycle leaning on a wall"
    r"(?<=\w) (?:leaning|standing|sitting|lying|hanging|looking|walking|running|waiting|resting|floating|holding|"
    r"wearing|riding|reading|playing|sleeping|flying|swimming|driving|carrying|jumping|eating|crossing|facing|climbing|dancing)"
    r"(?: (?:an?|the|his|her|its|their|on|in|at|against|over|under|by|to|through|along|across|"
    r"beside|behind|near|with)\b.*|$)"
)
_ROW = re.compile(  # three things or more, or two that stand bare
    r"(?:[^\W\d_][\w'’&-]*(?: [\w'’&-]+){0,3}, )+[\w'’& -]+?,? (?:and|or) [\w'’&-]+(?: [\w'’&-]+){0,3}", re.IGNORECASE
)
_SOME = re.compile(
    r"(?:two|three|four|five|six|seven) ", re.IGNORECASE
)  # "two friends", told of once, are "the two friends"
_TOO_LONG = 9  # words after which a phrase is carried once, and by its short form from then on


@dataclass(frozen=True)
class Subject:
    """``said`` is the phrase as the person wrote it ("our new harbour film"), trimmed; "" when nothing was named."""

    said: str
    name: str = ""  # a brand or a title, kept letter for letter

    def __bool__(self) -> bool:
        return bool(self.said)

    @cached_property
    def bare(self) -> str:
        """Without its article: "new harbour film"."""
        return _ARTICLE.sub("", self.said)

    @cached_property
    def core(self) -> str:
        """The noun group without what follows it: "a film about nets" → "film"."""
        if self._pair:
            return self.bare
        core = _TAIL.sub("", _POSED.sub("", self.bare) if self._articled else self.bare).strip(" ,;:") or self.bare
        return core if len(core.split()) <= 5 else " ".join(core.split()[-3:])

    @cached_property
    def action(self) -> bool:
        """Whether it is something to do ("learning to swim") and not a thing."""
        first = self.said.split()[0].lower() if self.said else ""
        return first.endswith("ing") and len(first) > 5 and first not in ("evening", "morning", "spring", "building")

    @cached_property
    def proper(self) -> bool:
        """Whether it stands without an article: a name, a plural, stuff, an activity."""
        return bool(
            self.action or self.plural or (self.core[:1].isupper() and not self._articled) or not self._articled
        )

    @property
    def _articled(self) -> bool:
        return bool(_ARTICLE.match(self.said))

    @cached_property
    def plural(self) -> bool:
        last = (self.core.split() or [""])[-1].lower()
        if self.name and self.core == self.name:
            return False
        ends = last.endswith("s") and len(last) > 2 and not last.endswith(("ss", "us", "is"))
        return last in words.IRREGULAR_PLURALS or (ends and last not in words.SINGULAR_IN_S) or self._pair

    @cached_property
    def full(self) -> str:
        """As the first mention in a sentence: "the new harbour film", "Lumen", "running shoes"."""
        if not self._articled:
            return self.said
        article = self.said.split()[0].lower()
        if self._own:
            return self.said
        return f"{'the' if article in ('my', 'our', 'your') else article} {self.bare}"

    @cached_property
    def the(self) -> str:
        """As a known thing: "the film", "Lumen", "running shoes"."""
        if self.name or self._own:
            return self.name or self._own
        if self.action:
            return self.said if len(self.said.split()) <= 6 else self.core
        if self._pair:
            return self.said
        return self.core if self.proper and not _SOME.match(self.core) else f"the {self.core}"

    @cached_property
    def _own(self) -> str:
        """The name at the end of "my grandmother Ada"; "" when there is none."""
        found = _OWN.match(self.said)
        return found[1] if found else ""

    @cached_property
    def _pair(self) -> bool:
        """Whether it is two things: "a cat and a dog"."""
        return " and " in self.bare and not self.action and len(self.bare.split()) < 5

    @cached_property
    def title(self) -> str:
        """For a heading: the bare phrase, its first letter large."""
        phrase = self.name or (self.bare if len(self.bare.split()) <= _TOO_LONG else self.core)
        return phrase[:1].upper() + phrase[1:]

    @cached_property
    def several(self) -> tuple[str, ...]:
        """The things that it names one by one ("trains, buses and bicycles"); () where it is one thing."""
        if not _ROW.fullmatch(self.said):
            return ()
        parts = (_ARTICLE.sub("", part) for part in re.split(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+", self.said))
        return tuple(part[:1].upper() + part[1:] for part in parts)

    @property
    def it(self) -> str:
        return "them" if self.plural else "it"

    def verb(self, plain: str) -> str:
        """``plain`` in the third person that agrees with the subject."""
        if self.plural:
            return {"be": "are", "have": "have"}.get(plain, plain)
        irregular = {"be": "is", "have": "has", "go": "goes", "do": "does"}
        return irregular.get(plain) or plain + ("es" if plain.endswith(("s", "sh", "ch", "x")) else "s")


def gerund(phrase: str) -> str:
    """A plain verb at the head of ``phrase`` as a noun: "bake bread" → "baking bread", "run home" → "running home"."""
    verb, _, rest = phrase.partition(" ")
    if not verb.isalpha() or verb.endswith("ing"):
        return phrase
    stem = verb.removesuffix("e") if not verb.endswith(("ee", "ye", "oe")) else verb
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]|begin|forget|cancel|travel|control", verb)
    return f"{stem}{verb[-1] if doubled else ''}ing {rest}".strip()


def singular(verb: str) -> str:
    """The plain form of a verb in the third person: "asks" → "ask", "goes" → "go", "carries" → "carry"."""
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    if verb.endswith(("shes", "ches", "sses", "xes", "oes", "zzes")):
        return verb[:-2]
    return verb.removesuffix("s") if not verb.endswith("ss") else verb
