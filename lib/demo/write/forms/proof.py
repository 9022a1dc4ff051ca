"""Proofreading by rule: common slips, agreement where it is plain, articles, double words, capitals and full stops."""

from __future__ import annotations

import re
from functools import cache, partial

from lib.demo.write import fit, words
from lib.demo.write.muse import large
from lib.demo.write.wording import plain_verb, third

ASKED = re.compile(
    r"\b(?:(?:fix|check|correct|improve) (?:the |my |our |this )?(?:grammar|spelling|punctuation|mistakes|errors)|"
    r"(?:find|spot|correct|fix) (?:the |all |any )?(?:mistakes?|errors?)\b|find and (?:fix|correct)|"
    r"^correct\b|put (?:this|it) right|"
    r"proof-?read|correct (?:this|the (?:text|sentence))|(?:grammar|spell) ?check|grammar and spelling)\b",
    re.IGNORECASE,
)
_AFTER_DO = re.compile(r"\b((?:do|does|did)(?:n't| not)) (\w+s)\b", re.IGNORECASE)
_MANY = re.compile(r"\b(the|these|those|our|my|your|their) ((?!this\b|his\b)[a-z]+s) (is|was|has)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(the|a|an|this|that|our|my) ([a-z]+) (are|were|have)\b(?! been the)", re.IGNORECASE)
_THIRD = re.compile(
    r"\b(he|she|it|(?:the|a|this|that) (?:dog|cat|man|woman|boy|girl|client|team|lamp|film)) (like|want|need|make|go|"
    r"do|wag|work|look|say|know|think|run|come|take|begin|start|open|close)\b(?! you\b)",
    re.IGNORECASE,
)
_AN = re.compile(r"\b(an?) (?=(\w+))", re.IGNORECASE)
_HARD = re.compile(r"(?:uni|use|usu|eu|one\b|once|ut[ei])", re.IGNORECASE)
_SILENT = re.compile(r"(?:hour|honest|heir|honou?r)", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?<!since )(?:yesterday|(?:two|three|a|an|one|\d+|some|many|few) (?:\w+ )?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?) ago|"
    r"last (?:night|week|weekend|month|year|summer|winter|spring|autumn|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"((?:[,;.!?]|\b(?:and|but|because|that|so)(?= (?:i|you|he|she|it|we|they)\b))\s*)", re.IGNORECASE
)
_VERB = (*words.PAST, *words.REGULAR)
_NOW = re.compile(
    rf"\b(i|you|he|she|it|we|they|and(?= \w+ (?:an?|the|some|my|his|her|our|their|to)\b)) "
    rf"({'|'.join(third(verb) for verb in _VERB)}|{'|'.join(_VERB)}|am|is|are|has)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(i|you|he|she|it|we|they) (?:do|does)(n't| not)\b", re.IGNORECASE)
_REGULAR = re.compile(r"\b[a-z]+ed\b")
_WORDS = frozenset(("bed", "seed", "ringed"))  # that look like a slip of "be", "see" and "ring"
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|many|several) "
    r"([a-z]+)(?=\s*(?:[.,;!?]|$|(?:and|is|are|was|were)\b))"
)
_UNCOUNTED = frozenset(
    ["hundred", "thousand", "million", "dozen", "sheep", "fish", "deer", "aircraft", "series", "pm", "am"]
)
_TURNED = {"is": "are", "was": "were", "has": "have", "are": "is", "were": "was", "have": "has"}


def corrected(text: str) -> str:
    """The text with what is plainly wrong put right; what may be meant stays as it is."""
    made = "\n".join(_line(line) for line in text.replace("’", "'").strip().split("\n"))
    return made or text


def _line(line: str) -> str:
    if not line.strip():
        return line
    line = re.sub(r"[ \t]+", " ", line)
    for pattern, becomes in _slips():
        line = pattern.sub(partial(_kept, becomes), line)
    line = _REGULAR.sub(lambda found: _never().get(found[0], found[0]), line)
    line = "".join(_told(part) if _AGO.search(part) else part for part in _CLAUSES.split(line))
    line = _AFTER_DO.sub(lambda found: f"{found[1]} {plain_verb(found[2])}", line)
    line = _MANY.sub(_agreed_many, line)
    line = _ONE.sub(_agreed_one, line)
    line = _THIRD.sub(lambda found: f"{found[1]} {third(found[2])}", line)
    line = _AN.sub(_article, line)
    line = _SEVERAL.sub(lambda found: found[0] + _plural_end(found[1]), line)
    line = re.sub(r"\s+([.,;:!?])", r"\1", line)
    line = " ".join(large(one) for one in fit.sentences(line.strip()))
    line = re.sub(r"([.!?] )([a-z])", lambda found: found[1] + found[2].upper(), line)
    return line if line.endswith((".", "!", "?", ":", "”", '"', "…")) else f"{line}."


def _plural_end(noun: str) -> str:
    """What "two cat" lacks; nothing where the word is a plural or counts no things."""
    if noun.endswith("s") or noun in words.IRREGULAR_PLURALS | words.STOPS | _UNCOUNTED | words.ADJECTIVES:
        return ""
    return "es" if noun.endswith(("x", "ch", "sh")) else "" if noun.endswith("y") else "s"


def _told(clause: str) -> str:
    """A clause with a time that is over, its verbs in the past: "he go to school yesterday" → "he went …"."""
    clause = _NOT.sub(r"\1 did\2", clause)
    return _NOW.sub(lambda found: f"{found[1]} {_past(found[1], found[2].lower())}", clause)


def _past(who: str, verb: str) -> str:
    if verb in ("am", "is", "are"):
        return "were" if who.lower() in ("we", "you", "they") else "was"
    plain = "have" if verb == "has" else verb if verb in words.PAST or verb in words.REGULAR else plain_verb(verb)
    return words.PAST.get(plain) or _regular(plain)


def _regular(verb: str) -> str:
    """ "walk" → "walked", "live" → "lived", "carry" → "carried", "stop" → "stopped"."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    doubled = re.fullmatch(r"[^aeiou]+[aeiou][npt]", verb)
    return f"{verb.removesuffix('e')}{verb[-1] if doubled else ''}ed"


@cache
def _never() -> dict[str, str]:
    """What an irregular verb would be as a regular one, and what it is: "buyed" → "bought"."""
    made = {form: past for verb, past in words.PAST.items() for form in (f"{verb}ed", _regular(verb))}
    return {form: past for form, past in made.items() if form not in _WORDS}


def _kept(becomes: str, found: re.Match[str]) -> str:
    """What a slip becomes, as large as the slip was; "@have" keeps the first word."""
    made = f"{found[0].split()[0]} have" if becomes == "@have" else found.expand(becomes)
    return large(made) if found[0][0].isupper() else made


def _agreed_many(found: re.Match[str]) -> str:
    single = found[2].lower() in words.SINGULAR_IN_S or found[2].lower().endswith("ss")
    return found[0] if single else f"{found[1]} {found[2]} {_TURNED[found[3].lower()]}"


def _agreed_one(found: re.Match[str]) -> str:
    noun = found[2].lower()
    if noun.endswith("s") or noun in words.IRREGULAR_PLURALS or noun in ("following", "others", "team", "police"):
        return found[0]
    before = found.string[: found.start()].rstrip().lower()
    return found[0] if before.endswith(" and") else f"{found[1]} {found[2]} {_TURNED[found[3].lower()]}"


def _article(found: re.Match[str]) -> str:
    word = found[2]
    if len(word) < 2 or word.isupper() or not word[0].isalpha():
        return found[0]
    vowel = (word[0].lower() in "aeiou" and not _HARD.match(word)) or bool(_SILENT.match(word))
    return f"{found[1][0]}{'n' if vowel else ''} "


@cache
def _slips() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), becomes) for pattern, becomes in words.SLIPS.items())
