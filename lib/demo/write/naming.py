"""The subject of a question: the noun phrase after what was asked for, or in another sentence, and its name."""

from __future__ import annotations

import re
from functools import cache

from lib.demo.write import words
from lib.demo.write.asks import Asks
from lib.demo.write.numbers import NUMBER
from lib.demo.write.subject import Subject, gerund

NOUN = re.compile(words.any_of(tuple(words.turned("forms"))), re.IGNORECASE)
REQUEST = re.compile(
    r"^(?:write|give|make|create|draft|list|suggest|find|show|come up with|think of|generate|"
    r"propose|produce|compose|do|"
    r"invent|brainstorm|tell|prepare|design|develop|build|craft|name|return|need|get|offer|put "
    r"together|plan)\b(?: me| us)?\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^[\s,:–-]*(?:(?:that|which) (?:promotes?|describes?|tells?(?: of| about)?|is about|are "
    r"about|introduces?|announces?)|to (?:promote|sell|advertise|announce|introduce|describe)|"
    r"about how to|about|for|on|of|promoting|introducing|announcing|celebrating|regarding|"
    r"describing|concerning|comparing|between|from|inspired by|based on|around|to|where|in which|with|"
    r"by)\b\s*",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:called|named|titled|entitled)\s+(Q\d+Q|[A-Z][\w&'-]*(?: (?:& |and |of )?[A-Z][\w&'-]*){0,3})"
)
SELF = re.compile(
    r"^(?:i|we)(?:'re| are|'m| am|'ve)? ?(?:run|runs|have|own|sell|make|opened|open|opening|"
    r"launch|launching|are launching|work on|building|build|have built|writing|planning|started|"
    r"starting|own and run)?\s+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^(?:it|this|that|them|these|those|they|one|ones|me|us|each|all of them|the (?:same|topic|subject|text|above))$",
    re.IGNORECASE,
)
_DEPICTED = re.compile(
    r"^(?:an? |the )?(?:\w+ )?(?:picture|image|photo|photograph|shot|video|clip|illustration|poster) "
    r"(?:of|showing|with) ",
    re.IGNORECASE,
)
_ON = re.compile(  # a work is called by what it is about
    r"^(?:(?:an?|the|my|our) )?(?:[\w-]+ )?(?:film|documentary|podcast|book|novel|article|blog post|talk|series|video|"
    r"newsletter|exhibition|course|workshop|lecture|magazine|poster|flyer|leaflet|brochure|campaign) "
    r"(?:about|on) (?=\w)",
    re.IGNORECASE,
)
_TALK = re.compile(r"^(?:(?:an?|the|my|our) )?(?:[\w-]+ )?(?:interview|conversation|talk|call) with ", re.IGNORECASE)
_BESIDE = re.compile(  # "pros and cons and a recommendation for trains": what no form is known for
    r"^\s*,? (?:and|plus|with) (?:an?|the|one|some) [\w-]+(?= (?:for|about|of|on)\b)", re.IGNORECASE
)
_EVENT = re.compile(r"^(?:the |our )?(?:grand )?(?:opening|launch|start|arrival|release) of (?=\w)", re.IGNORECASE)
_HEARER = re.compile(  # "explain SEO to a beginner"
    r" to (?:me|us|an? [a-z-]+(?: [a-z-]+)?|my [a-z-]+|(?:some|any)(?:one|body)(?: who .*)?|"
    r"beginners|children|kids|clients?)$"
)
HIRING = re.compile(
    r"\b(?:candidates?|applicants?|hir(?:e|ing)|job interview)\b|\binterview questions? (?:for|to ask) an? [a-z]", re.I
)
ROLE = re.compile(  # "an interview for a designer": whom one wants to hire
    r"\b(?:for|as|hiring|hire|ask|with|of) (?:an? |our |the )(?:new |future )?"
    r"(?!candidate|applicant|(?:job )?interview|job |position|role)(?P<role>[a-z][a-z -]*?)"
    r"(?= (?:role|position|job|post|candidate|applicant|interview|in|at|during)\b|\s*(?:$|[.?!,]))"
)
_MADE = re.compile(  # what is shot or recorded is called by what it shows
    r"^(?:(?:an?|the|my|our) )?(?:[\w-]+ ){0,3}?(?:film|documentary|video|clip|reel|spot|trailer|teaser|short|ad|"
    r"advert|commercial|vlog|tutorial|animation|story|episode|slot)s? (?:about|on|for|of|showing) (?=\w)",
    re.IGNORECASE,
)
_OF_ITS_KIND = re.compile(  # "a cooking video with a drone shot" is about cooking
    r"^(?:an?|the|my|our) (?:(?:short|vertical|long|quick|new|\d+-second) )*([a-z-]+) "
    r"(?:film|video|clip|reel|spot|tutorial|vlog|animation|ad|advert|commercial)\b(?: with .*)?$",
    re.IGNORECASE,
)
_WITH = re.compile(r"^\s*with (?:[\w-]+ ){1,4}(?=(?:for|about) (?:an?|the|our|my)\b)", re.IGNORECASE)
_TOLD = frozenset(("story", "poem", "prompt", "dialogue", "email"))  # what stands behind "with" comes up in them
_SHOT = frozenset(("shots", "storyboard", "script", "prompt", "caption", "keywords", "hashtags", "dialogue"))


def subject(form: str, rest: str, said: str, asks: Asks) -> Subject:
    if form in ("rewrite", "shorten", "translate"):
        return Subject("")
    if form not in _TOLD:
        rest = _WITH.sub("", rest)
    phrase = _phrase(_BESIDE.sub("", rest))
    advised = re.match(r"(?:i|we|you|one) (?:should|could|can|must|need to|have to) (.+)", phrase, re.IGNORECASE)
    if advised:
        phrase = gerund(advised[1])
    if form in (*_SHOT, "alt"):
        own = _OF_ITS_KIND.match(phrase)
        phrase = own[1] if own and own[1] not in words.ADJECTIVES else _DEPICTED.sub("", _MADE.sub("", phrase))
    if form == "caption":
        phrase = _EVENT.sub("", phrase)
    if form == "questions":
        roles = ROLE.findall(said.rstrip(" .?!")) if HIRING.search(said) else []
        phrase = roles[-1] if roles else _TALK.sub("", phrase)
    if form in ("explain", "howto"):
        phrase = _HEARER.sub("", phrase)
    if form in ("names", "headlines", "lines", "slogans", "outline"):
        phrase = _ON.sub("", phrase)
    if form not in ("explain", "howto") and (way := re.match(r"how (?:we|they|to|you|i) (.+)", phrase, re.IGNORECASE)):
        phrase = gerund(way[1])
    if re.match(r" ?to (?!(?:the|a|an|my|our)\b)\w+\b", rest) and form in ("reasons", "ideas", "plan", "checklist"):
        phrase = gerund(phrase)
    if form == "email":
        phrase = _purpose(rest) or phrase
    if form == "free" and not phrase:
        phrase = _phrase(said)
    if not phrase or _PRONOUN.match(phrase) or re.match(r"(?:and|or)\b", phrase):
        phrase = _elsewhere(said, rest)
    name = _CALLED.search(asks.text)
    brand = asks.unheld(name[1], "") if name else ""
    return subject_of(asks.unheld(phrase), brand)


def _purpose(rest: str) -> str:
    """What an email is about or for; failing that, to what it invites."""
    for lead in (r"\b(?:about|regarding|concerning|that|for|on)\s+", r"\bto (?=our|the|a|my)"):
        if found := re.search(rf"{lead}(.+)", rest, re.IGNORECASE | re.DOTALL):
            return _phrase(found[1])
    return ""


def _phrase(rest: str) -> str:
    """The noun phrase at the start of ``rest``: one sentence of it, without its leading preposition."""
    rest = re.sub(
        rf"(?:\b(?:with|in|of)|,) {NUMBER} (?:panels|scenes|frames|objects|items|rows|entries|steps|points|shots)\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    rest = re.sub(
        rf"\b(?:with|in|of) (?:{NUMBER} lines\b|rhymes?\b)|,? ?\b(?:in rhyme|(?:that|which) rhymes?|rhyming|rhymed)\b"
        r"(?:(?: (?:in|as|scheme))* (?:AAAA|AABA|ABAC|ABCB|ABAB|ABBA|AABB|couplets|pairs))?",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    rest = re.sub(r",\s*(?:email|e-mail|letter|post|caption)\b", "", rest)
    text = re.split(r"(?<!\b[A-Z])[.;?!](?:\s|$)|\n|: ", rest.strip(" ,:"), maxsplit=1)[0]
    text = re.sub(
        r"^(?:for|on) (?:instagram|linkedin|facebook|twitter|tiktok|x|threads|social media)\b(?=.)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    for _ in range(2):
        text = _LEADS.sub("", text, count=1)
    text = re.sub(
        r"(?:^|\s+)(?:please|thanks|thank you|now|again|instead)$", "", text.strip(" ,:–-()"), flags=re.IGNORECASE
    )
    return re.sub(
        r"(?:,? (?:and|but|or|in|with|for|of|to|all|each|keep(?: it)?|make it|written|about|as|"
        r"using|that is|which is))+$",
        "",
        text,
    ).strip(" ,:–-()")


def _elsewhere(said: str, rest: str) -> str:
    """A subject that another sentence names: "I run a small bakery in Porto. Write three slogans."."""
    others = [
        one
        for one in re.split(r"(?<=[.!?])\s+|\n+", said)
        if one and rest.strip() not in one and not REQUEST.match(one)
    ]
    for one in others:
        phrase = _phrase(
            re.sub(
                r"^(?:it is|it's|this is|that is|our (?:product|brand|company|shop) is|about|topic|subject)\b:?\s*",
                "",
                SELF.sub("", one),
                flags=re.IGNORECASE,
            )
        )
        if 1 <= len(phrase.split()) <= 14 and not NOUN.match(phrase):
            return phrase
    return ""


def subject_of(phrase: str, name: str = "") -> Subject:
    """A subject in the case that it has in mid-sentence: "Coffee at six" → "coffee at six", "Lumen" as it is."""
    phrase = re.sub(r"\s+", " ", phrase).strip(" .,;:!?")[:200]
    if _PRONOUN.match(phrase) or not re.search(r"\w", phrase):
        phrase = ""
    first = phrase.split()[0] if phrase else ""
    doing = Subject(phrase).action and " " in phrase
    if first[1:].islower() and (doing or first.lower() in (*words.ARTICLES, *_common())):
        phrase = phrase[0].lower() + phrase[1:]
    if not name:
        brand = re.match(r"[“\"]?([A-Z][\w&'’-]+(?: [A-Z][\w&'’-]+){0,3})[”\"]?(?:$|, (?:a|an|the|our|my) )", phrase)
        name = brand[1] if brand and not phrase.isupper() else ""
    return Subject(phrase, name)


@cache
def _common() -> frozenset[str]:
    """Words of the fields: what begins with one of them is no name."""
    return (
        frozenset(word for field in words.FIELDS.values() for word in " ".join(field["when"]).split())
        - words.TOWNS
        - {"christmas", "easter"}
    )
