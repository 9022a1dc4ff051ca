"""Better words for the same meaning: wordy phrases made plain, the passive turned where the doer is named, long
sentences parted. Names, numbers and quotations stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, reduce

from lib.demo.write import fit, words
from lib.demo.write.muse import large

_PADDING = re.compile(
    r"\b(?:very|really|quite|rather|simply|basically|actually|literally|just|of course|in fact|i think that|"
    r"we believe that|"
    r"at the end of the day|for the most part|truly|absolutely|at all times)\b,?\s*",
    re.IGNORECASE,
)
_BESIDE = tuple(  # what a sentence can do without
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:(?:we|i) (?:are|am|'re|'m) [\w ]{0,30}?(?:excited|pleased|happy|proud|delighted|thrilled|glad|sorry)"
        r"[\w ]{0,12}? to (?:announce|share|tell|say|inform|report)(?: you)?(?: that)? |please note that |"
        r"as you know, |it should be noted that |(?:we|i) would like to (?:say|tell you|inform you|announce) that )",
        r",? (?:which|who|where) [^,.;!?]{3,90}(?=,)(?:, ?)",
        r", (?:which|who|where|while|although|as well as|including|especially) [^,.;!?]{3,120}(?=[.!?]|$)",
        r" ?\([^()]{1,120}\)",
        r"\b(?:available|located|situated|currently|brand|completely|totally|extremely|in total|as well) ?\b",
    )
)
_QUOTED = re.compile(r"“[^”“]{0,2000}”|\"[^\"]{0,2000}\"|«[^»«]{0,2000}»|„[^“„]{0,2000}“")
_TURNED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (r"\b(\w+) operations (?:are|will be)\b", r"\1 is"),
        (r"\b(\w+) (?:operations|activities)\b", r"\1"),
        (
            r"\b(?:the )?(?:utili[sz]ation|use) of ([^,.;:]{2,60}?) (?:will not be|is not|"
            r"will not be made) possible for "
            r"((?:the |our |all )?[\w-]+(?: [\w-]+)?)(?= (?:in|on|from|between|during|until|at|after|"
            r"before)\b|[,.;]|$)",
            r"\2 cannot use \1",
        ),
        (
            r"\b(?:the )?(?:utili[sz]ation|use) of ([^,.;:]{2,60}?) (?:will not be|is not) (?:possible|"
            r"permitted|allowed)\b",
            r"you cannot use \1",
        ),
        (r"\b(?:the )?(?:utili[sz]ation|use) of ([^,.;:]{2,60}?) is (?:permitted|allowed)\b", r"you may use \1"),
        (
            r"\bit (?:will not be|is not) possible for ((?:the |our |all )?[\w-]+(?: [\w-]+)?) to\b",
            r"\1 cannot",
        ),
        (r"\bit is possible for ((?:the |our |all )?[\w-]+(?: [\w-]+)?) to\b", r"\1 can"),
        (r"\b(?:in|during) the (?:period|time|interval) (?:between|from)\b", "between"),
        (r"\bbetween ([\w:.]+(?: [A-Z]\w+)?) to ([\w:.]+)", r"between \1 and \2"),
        (r"\bin the (?:month|year|city) of (?=[A-Z\d])", "in "),
        (r"\bthere (?:is|are) (\w+ \w+) (?:who|that) ", r"\1 "),
        (r"\bthe reason (?:why )?([^,.;]{3,80}?) is that\b", r"\1 because"),
    )
)
_DOER = (
    r"(?P<doer>(?!hand\b|then\b|now\b|noon\b)(?:(?:the|our|an?|its|their|your|my) [\w'-]+(?: (?!on|in|"
    r"at|until|before|after|every|for|and|to|with|from|during|by)[\w'-]+)?|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?))"
)
_PASSIVE = re.compile(
    r"(?P<start>^|[.;!?:,] |\b(?:because|that|if|when|and|but|although) )"
    r"(?P<thing>(?!by\b)(?:[Tt]he|[Aa]ll|[Aa]n?|[Oo]ur|[Yy]our|[Tt]his|[Tt]hese|[Ee]very|[Ee]ach|"
    r"[A-Z][\w'’-]+|[a-z]+s)(?: (?!is|are|was|were|will|by)[\w'’-]+){0,5}?) "
    r"(?P<be>is|are|was|were|will be|has been|have been|can be|must be|should be|"
    r"may be) (?P<how>\w+ly )?(?P<verb>[a-z]+) "
    rf"by {_DOER}(?![\w'’-])"
)
_DATES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
)
_LONG = 20  # words; a sentence that is longer is parted where it can be
_JOINTS = (
    (
        r",? and (?=(?:the|it|they|we|you|he|she|this|all|[A-Z]\w+) (?:[\w-]+ )?(?:is|are|was|were|will|has|"
        r"have|can|cannot|must|should)\b)",
        ". ",
    ),
    (r",? (?:but|however,?) (?=(?:the|it|they|we|you|he|she|this|all|[A-Z]\w+) )", ". But "),
    (r"; (?:however, )?", ". "),
    (r", which (?=(?:is|are|was|were|will|has|have|can|means|must)\b)", ". This "),
    (r",? so that ", ". Then "),
)


def plain(text: str) -> str:
    """The same in everyday words: active where the doer is named, one thought in a sentence."""
    return _apart(text, lambda part: _parted(_active(exchanged(_turned(_PADDING.sub("", part)), "plain"))))


def brief(text: str) -> str:
    """The same without announcements, asides and what is only there for weight; main clauses stay whole."""

    def without(sentence: str, aside: re.Pattern[str]) -> str:
        return aside.sub(" " if aside.pattern.startswith(",?") else "", sentence)

    def cut(part: str) -> str:
        return " ".join(large(reduce(without, _BESIDE, one).strip()) for one in fit.sentences(part))

    return tidy(_apart(plain(text), cut))


def exchanged(text: str, table: str) -> str:
    """``text`` with the phrases of ``table`` exchanged; a large first letter stays large."""
    known = _table(table)

    def other(found: re.Match[str]) -> str:
        new = known[found[0].lower()]
        return large(new) if found[0][0].isupper() else new

    return tidy(_pattern(table).sub(other, text))


def tidy(text: str) -> str:
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" +([.,;:!?])", r"\1", text).strip()
    text = re.sub(r"(^|[.!?]\s+|\n)[,;:] ?", r"\1", text)
    return re.sub(r"(^|[.!?]\s+|\n)([a-z])", lambda found: found[1] + found[2].upper(), text)


@cache
def _table(name: str) -> Mapping[str, str]:
    return words.WORDING[name]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words.any_of(tuple(_table(name))), re.IGNORECASE)


def _apart(text: str, work: Callable[[str], str]) -> str:
    """``work`` done on the text with its quotations held out of it."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"Q{len(held) - 1}Q"

    done = work(_QUOTED.sub(hold, text))
    return re.sub(r"Q(\d+)Q", lambda found: held[int(found[1])] if int(found[1]) < len(held) else found[0], done)


def _turned(text: str) -> str:
    for pattern, made in _TURNED:
        text = pattern.sub(made, text)
    return text


def _active(text: str) -> str:
    return _PASSIVE.sub(_by_doer, text)


def _by_doer(found: re.Match[str]) -> str:
    """ "the lift is checked by the caretaker" → "the caretaker checks the lift"."""
    base, past = _forms(found["verb"])
    doer, thing = found["doer"], found["thing"]
    if not base or _DATES.match(doer):
        return found[0]
    many = re.search(r"(?<!s)s$", doer.split()[-1]) is not None and not doer[0].isupper()
    now = base if many else third(base)
    be = found["be"]
    verb = {"is": now, "are": now, "was": past, "were": past, "has been": "", "have been": ""}.get(be)
    if verb == "":
        verb = f"{'have' if many else 'has'} {found['verb']}"
    verb = verb or f"{be.removesuffix(' be')} {base}"
    thing = (
        thing[0].lower() + thing[1:]
        if thing.split()[0] in ("The", "All", "A", "An", "Our", "Your", "This", "These", "Every", "Each")
        else thing
    )
    made = f"{doer} {found['how'] or ''}{verb} {thing}"
    at_start = not found["start"] or found["start"][0] in ".!?"
    return found["start"] + (large(made) if at_start else made)


def third(base: str) -> str:
    """The form after "he": "carry" → "carries"."""
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "o", "z")) else "s")


def plain_verb(said: str) -> str:
    """The plain form of what stands after "he": "likes" → "like", "goes" → "go"."""
    if said == "has":
        return "have"
    if said.endswith("ies") and len(said) > 4:
        return said[:-3] + "y"
    return said[:-2] if re.search(r"(?:s|sh|ch|x|o|z)es$", said) else said.removesuffix("s")


def _forms(participle: str) -> tuple[str, str]:
    """Plain form and past of a participle; ("", "") for what is none."""
    if irregular := _table("participles").get(participle):
        base, past = irregular.split()
        return base, past
    if not participle.endswith("ed") or len(participle) < 5:
        return "", ""
    stem = participle[:-2]
    if stem.endswith("i"):
        return stem[:-1] + "y", participle
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprt":
        return stem[:-1], participle
    silent = re.search(
        r"(?:[^aeiou]|^)[aiou][cgsvz]$|[aeiou]t?iv$|[^aeiou]at$|[eiu]at$|(?:[iu]|la|ca|ta)[dkrs]$|(?:ar|or|er|n|l)[gcsv]$|[ou]s$|u$|an[cg]$|uc$|[aeiou]rag$|(?:in|vit|rit|ot|et|ut|bl|pl|tl|dl|gl|fil|chedul|ul)$",
        stem,
    )
    kept = stem.endswith(
        (
            "train",
            "clean",
            "explain",
            "maintain",
            "obtain",
            "contain",
            "join",
            "visit",
            "edit",
            "limit",
            "credit",
            "audit",
            "open",
            "review",
            "edit",
            "begin",
        )
    )
    return (stem if kept or not silent else stem + "e"), participle


def _parted(text: str) -> str:
    """Long sentences parted at their joints, the first of them first."""
    made: list[str] = []
    for line in text.split("\n"):
        waiting, done = fit.sentences(line)[::-1], list[str]()
        while waiting:
            sentence = waiting.pop()
            halves = _halves(sentence) if fit.count(sentence) > _LONG else []
            if halves:
                waiting.append(halves[1])
                done.append(halves[0])
            else:
                done.append(sentence)
        made.append(" ".join(done))
    return tidy("\n".join(made))


def _halves(sentence: str) -> list[str]:
    because = re.match(r"Because ([^,]{10,}), (.+)$", sentence)
    if because:
        return [f"{large(because[1])}.", f"That is why {because[2]}"]
    for joint, made in _JOINTS:
        found = re.search(joint, sentence)
        if found and fit.count(sentence[: found.start()]) > 3 and fit.count(sentence[found.end() :]) > 3:
            return [sentence[: found.start()] + ".", made.removeprefix(". ") + sentence[found.end() :]]
    return []
