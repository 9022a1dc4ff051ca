"""What the person told about themselves: noted with thanks, and said back when a later turn asks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.demo.write import words
from lib.demo.write.fit import sentences
from lib.demo.write.muse import large

_LONGEST = 30  # words of a turn that only tells
_FACTS = (  # what is told for later; "my film is about nets" is a subject to write about
    r"(?:(?:first |last |full |middle )?name|age|birthday|job|profession|home ?town|hobby|pronouns|favou?rite \w+|"
    r"(?:dog|cat|wife|husband|partner|son|daughter|sister|brother|mother|father|boss)(?:'s name)?)"
)
_NOTED = re.compile(
    r"^(?:(?:hi|hello|hey)\b[\s,.!]*)?(?:(?:please )?(?:remember|note|keep in mind)(?: that|:|,)? "
    rf"(?=my|i\b|i'|we\b|our)|my {_FACTS} (?:is|are)\b|call me\b|i am called\b|i'm called\b|"
    r"(?:i am|i'm) (?-i:[A-Z])[\w'-]+(?: and\b|[,.]|$)|i live in\b)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:(?:hi|hello|hey)[\s,.!]+)?(?:please )?"
    r"(?:(?:remember|note|keep in mind)(?: that|:|,)? )?((?:i|i'm|i've|my|we|we're|our|call me)\b.+)$",
    re.I,
)
_JOINT = re.compile(r",? (?:and|but) (?=(?:i|i'm|i've|my|we|we're|our)\b)|; |, (?=(?:i|my|we|our) )", re.IGNORECASE)
_BOTH = re.compile(r",? and (?=(?:what|who|where|how|when|which) )", re.IGNORECASE)
_MINE = re.compile(r"\band my\b", re.IGNORECASE)
_ASKED = re.compile(
    r"^(?:(?:and|so|but|ok)[\s,]+)*(?:do you (?:remember|know|recall) )?(?:what|who|whom|where|when|how|which)\b"
    r"[^?]*?\b(?:(?:my|our)\b|(?:am|do|did|have|was) (?:i|we)\b|(?:i|we) (?:am|do|live|work|like)\b)[^?]*\?*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"^(?:(?:so|and) )?(?:who am i|what (?:do|did) (?:you know|i (?:tell|say to) you|i say) ?(?:about (?:me|myself))?|"
    r"what do you (?:know|remember) about (?:me|us))\s*\?*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:my name|am i called|who am i)\b", re.IGNORECASE)
_NAMED = re.compile(r"\b(?i:my name is|call me|i am called|i'm called|i am|i'm) ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)")
_DOING = re.compile(r"\bwhat (?:do (?:i|we) (?:do|make|sell|work as)|is my (?:job|profession|work))\b", re.IGNORECASE)
_TURNED = {
    "i am": "you are", "i'm": "you are", "i've": "you have", "i'll": "you will", "i was": "you were", "i": "you",
    "my": "your", "me": "you", "mine": "yours", "myself": "yourself", "we are": "you are", "we're": "you are",
    "we": "you", "our": "your", "us": "you", "ours": "yours", "am": "are",
}  # fmt: skip
_TURN = re.compile(words.any_of(tuple(_TURNED)), re.IGNORECASE)


def noted(said: str) -> str:
    """Thanks for a turn that only tells who the person is, with what was understood; "" for any other turn."""
    told = _statements(said)
    asks = "?" in said or re.search(
        r"\b(?:write|give me|make me|list|suggest|explain|translate)\b", said, re.IGNORECASE
    )
    if not told or asks or not _NOTED.match(said.strip()) or len(said.split()) > _LONGEST:
        return ""
    return f"Noted: {_joined([_turned(one) for one in told])}. What shall we write?"


def recalled(asked: str, earlier: Sequence[str]) -> str:
    """The answer to a question about the person, from what they said in the ``earlier`` turns; "" when it is none."""
    asked = re.sub(r"\s+", " ", asked).strip().replace("’", "'")
    if len(parts := _BOTH.split(_MINE.sub("and what is my", asked))) > 1:
        answers = [recalled(one, earlier) for one in parts]
        before = [" ".join(answers[:at]).lower() for at in range(len(answers))]
        answers = [one for one, said in zip(answers, before, strict=True) if not one or one[:-1].lower() not in said]
        return " ".join(one or "You have not told me the other yet." for one in answers) if any(answers) else ""
    if len(asked.split()) > 12 or not (_ASKED.match(asked) or _ALL.match(asked)):
        return ""
    told = [one for text in earlier for one in _statements(text.replace("’", "'"))]
    if _NAME.search(asked):
        named = [found[1] for one in told if (found := _NAMED.search(one))]
        if named or not told:
            return f"Your name is {named[-1]}." if named else "You have not told me your name yet."
    if _ALL.match(asked):
        return f"{large(_joined(list(map(_turned, told))))}." if told else ""
    fact = _doing(told) if _DOING.search(asked) else _meant(asked, told)
    return f"{large(_turned(fact))}." if fact else ""


def _statements(text: str) -> list[str]:
    """The clauses in which the person speaks of themselves."""
    clauses = (part.strip(" .!,;") for one in sentences(text[:2_000]) if "?" not in one for part in _JOINT.split(one))
    return [found[1] for clause in clauses if (found := _OWN.match(clause)) and not _wish(found[1])]


def _wish(clause: str) -> bool:
    return bool(re.match(r"(?:i|we)(?:'d| would| want| need|'ll need| wish)\b", clause, re.IGNORECASE))


def _doing(told: Sequence[str]) -> str:
    """The last clause that tells an occupation: "I bake bread", "I work as a nurse", "I am a potter"."""
    acts = (
        one
        for one in reversed(told)
        if re.match(r"(?:i|we) (?!have|like|love|live|was|were|had|am (?!an? ))\w", one, re.IGNORECASE)
    )
    return next(acts, "") or next(
        (one for one in reversed(told) if re.match(r"(?:i'm an? |my job )", one, re.IGNORECASE)), ""
    )


def _meant(asked: str, told: Sequence[str]) -> str:
    """The last clause that holds every telling word of the question."""
    wanted = _stems(asked)
    if re.match(r"how old\b", asked, re.IGNORECASE):
        return next((one for one in reversed(told) if re.search(r"\b(?:am|'m) \d+\b", one)), "")
    return next((one for one in reversed(told) if wanted and wanted <= _stems(one)), "")


def _stems(text: str) -> set[str]:
    plain = words.STOPS | {"remember", "know", "called", "told", "tell", "say", "said", "name"}
    return {word[:5].rstrip("se") for word in re.findall(r"[^\W\d_]{2,}", text.lower()) if word not in plain}


def _turned(clause: str) -> str:
    """The clause as it is said to the person: "my name is Ada" → "your name is Ada"."""
    return _TURN.sub(lambda found: _TURNED[found[0].lower()], clause)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
