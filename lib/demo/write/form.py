"""Which form an instruction names, how many of it, and what follows it.

The first noun that names a form ("three taglines") or the first verb that does ("summarise") decides; a noun inside the
subject ("an email about our headlines") does not.
"""

from __future__ import annotations

import re

from lib.demo.write import closing, known, words
from lib.demo.write.asks import Asks
from lib.demo.write.naming import NOUN, REQUEST
from lib.demo.write.numbers import NUMBER, value
from lib.demo.write.task import LISTS

NOUNS = words.turned("forms")
VERBS = words.turned("verbs")
_MEASURES = frozenset(
    ("word", "sentence", "paragraph", "character", "column", "key", "second", "minute", "day", "week", "item")
)
_SOME = re.compile(
    rf"(?:(?P<verb>what are|which are|name|list|give|tell|show|suggest|pick|write)(?: me| us)?(?: down)? )?"
    r"(?:exactly |just |only )?"
    rf"(?:(?:the )?(?P<number>{NUMBER})|(?P<single>an?)|the|all(?: of)?(?: the)?) "
    r"(?P<things>[a-z]+(?: [a-z-]+){0,4})\b\W*$",
    re.IGNORECASE,
)
_PRO, _CON = (words.any_of(words.SIDES[side]) for side in ("pro", "con"))
_SIDES = re.compile(
    rf"(?:({NUMBER}) (?:[a-z]+ )?)?({_PRO})(?:,? and|,| &| or) (?:{NUMBER} (?:[a-z]+ )?)?({_CON})", re.I
)
_USES = re.compile(
    rf"(?:({NUMBER}) )?(?:[a-z-]+ )?(?:uses (?:for|of)|ways (?:to|of) (?:re-?us|us|recycl|repurpos|upcycl)(?:e|ing)|"
    r"how (?:can|could|do|to|should) ?(?:i|we|you)? ?(?:re-?use|recycle|repurpose|upcycle)|"
    r"what (?:else )?(?:to|(?:can|could) (?:i|we|you)|(?:i|we|you) (?:can|could)) (?:do|make) with|"
    r"things to (?:do|make) with) (?P<thing>(?:(?:an?|some|my|the|our) )?(?P<worn>(?:old|empty|used|leftover|broken) )?"
    r"[\w -]+)",
    re.IGNORECASE,
)
_IDEAS = re.compile(rf"\b({NUMBER}) (?:[a-z]+ )?(?:ideas|ways|uses|suggestions)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"(?:[a-z-]+ ){0,3}[a-z-]+s", re.IGNORECASE)
_MANY = rf"({NUMBER})(?: (?:different|short|alternative|possible|good|new|other))?"
_OPTION = r"(?:options?|versions?|variants?|variations?|alternatives?|takes)(?: to (?:choose|pick) from)?"
_OPTIONS_OF = re.compile(
    rf"\b{_MANY} {_OPTION} (?:of|for) (?:an?|the|our|my) (?=(?:[\w-]+ )?{NOUN.pattern})", re.IGNORECASE
)
_FORM_OPTIONS = re.compile(rf"({NOUN.pattern}) {_OPTION}(?=\s+(?:for|about|of|on)\b|\s*[.,;:!?]|\s*$)", re.IGNORECASE)
_OPTIONS = re.compile(
    r"(?:[,;(–—-]|(?<=[.:!?])|\b(?:in|with|as|and|give me|i need|i want))+\s*"
    rf"\b{_MANY} {_OPTION}(?: (?:please|each))?\)?(?=\s*(?:[.,;:!?]|$)|\s+(?:for|about|of)\b)",
    re.IGNORECASE,
)
_PART = words.any_of(words.PARTS)
_PARTS = re.compile(
    rf"(?:,| and)?\s+(?:with|including|and) (?:their |the |its |some )?{_PART}(?:(?:,| and|, and) (?:the )?{_PART})*"
    r"(?=\s+(?:for|about|of|on)\b|\s*[.,;:!?]|\s*$)",
    re.IGNORECASE,
)
COUNTED = LISTS | {"caption", "description", "haiku", "prompt"}  # one item after the other
_REPEATED = COUNTED | {"story", "poem", "email", "card", "alt", "press", "dialogue", "script"}
_MOST_VERSIONS = 10


def optioned(text: str) -> tuple[str, int]:
    """The instruction without the number of its options ("a tagline, three options"), and that number; 1 without."""
    text = _FORM_OPTIONS.sub(r"\1", _OPTIONS_OF.sub(r"\1 ", text, count=1), count=1)
    found = _OPTIONS.search(text)
    if not found or not NOUN.search(text[: found.start()]):
        return text, 1
    return f"{text[: found.start()]}{text[found.end() :]}", max(1, min(value(found[1]), 60))


def unparted(text: str) -> str:
    """The instruction without what only belongs to its form: "a palette with hex codes for a spa"."""
    found = _PARTS.search(text)
    return f"{text[: found.start()]}{text[found.end() :]}" if found and text[: found.start()].strip() else text


def several(form: str, noun: str, number: int | None, options: int) -> tuple[int | None, int]:
    """How many items the answer has, and how many times it is written: options of one thing are its items."""
    if options == 1 and form in _REPEATED - COUNTED and noun.endswith("s") and noun != "lyrics":
        return number, min(number or 1, _MOST_VERSIONS)
    whole = noun.startswith(("paragraph", "sentence")) or (number or 1) > 1
    if form in COUNTED and not whole:
        return (options if options > 1 else number), 1
    return number, min(options, _MOST_VERSIONS) if form in _REPEATED else 1


def named(said: str) -> tuple[str, str, int | None, str]:
    """Form, the noun that names it, how many, and the text after it."""
    if between := re.search(r"\bdifferences? between\b", said, re.IGNORECASE):
        return "compare", "", None, said[between.start() :]
    asked = re.match(words.any_of(tuple(VERBS)), said, re.IGNORECASE)
    verb = VERBS[asked[0].lower()] if asked else ""
    if re.match(r"what do you think\b", said, re.IGNORECASE):
        return _by_verb_inside(said)
    if sides := _SIDES.search(said):
        return "proscons", "pros and cons", min(value(sides[1]), 60) if sides[1] else None, said[sides.end() :]
    if (uses := _USES.search(said)) and (uses["worn"] or re.match(r"an? ", uses["thing"]) or words.uses(uses["thing"])):
        many = uses[1] or (found[1] if (found := _IDEAS.search(said)) else "")
        return "uses", "uses", number_in(many, ""), said[uses.start("thing") :]
    if re.search(r"\bcompar(?:e|ing|ison of)\b", said, re.IGNORECASE):
        return "compare", "", None, re.split(r"\bcompar(?:e|ing|ison of)\b", said, maxsplit=1, flags=re.IGNORECASE)[1]
    if some := _things(said):
        return some
    found = _asked_noun(said, verb)
    if found:
        noun = found[0].lower()
        form = NOUNS[noun]
        return form, noun, number_in(said[: found.start()], form), said[found.end() :]
    if asked and verb and (verb != "compare" or asked):
        return verb, "", None, said[asked.end() :]
    return _by_verb_inside(said)


def _things(said: str) -> tuple[str, str, int | None, str] | None:
    """Things of a kind ("seven Italian cities", "the planets"): of one that the writer knows, or plainly of another."""
    some = _SOME.match(said)
    if not some or not (some["number"] or some["verb"]):
        return None
    asked = some["things"].lower()
    plain = (some["verb"] or "").lower() in ("name", "list") and some["number"] and _UNKNOWN.fullmatch(asked)
    if not known.kind_of(asked) and not (plain and not NOUN.search(asked)):
        return None
    number = 1 if some["single"] else min(value(some["number"]), 60) if some["number"] else None
    return "things", asked, number, said[some.start("things") :]


def _asked_noun(said: str, verb: str) -> re.Match[str] | None:
    """The form's noun, when it stands where a form is asked for and not inside the subject."""
    if verb in ("email", "summary", "rewrite", "shorten", "translate", "compare", "howto"):
        return None
    if verb == "explain" and not re.match(
        r"(?:what(?: is| are| would be| could be|'s)|which are|are there|is there)(?: \w+)? (?:good|some|"
        r"great|possible|better|the pros|pros|your|three|five|ten|\d+)\b",
        said,
        re.IGNORECASE,
    ):
        found = re.match(
            r"(?:what are|what's|what is)? ?(?:the )?(?:main |biggest )?(pros and cons|"
            r"advantages and disadvantages|key points|main points|"
            r"(?:(?:dis)?advantages|drawbacks|upsides|downsides)(?= of))",
            said,
            re.IGNORECASE,
        )
        return NOUN.search(said) if found else None
    request = bool(REQUEST.match(said)) or bool(verb)
    listing = re.match(r"list (?!of\b)", said, re.IGNORECASE)
    doing = re.match(r"(?:plan|schedule) (?=(?:an?|the|my|our|\d+) )", said, re.IGNORECASE)
    start = next((lead.end() for lead in (listing, doing) if lead), 0)
    found = NOUN.search(said, start) or NOUN.search(said)
    if found and found[0].lower() == "brief":  # "a brief, friendly email"
        meant = re.compile(rf"(?:,? (?:and )?[\w-]+)??,? ({NOUN.pattern})", re.IGNORECASE).match(said, found.end())
        found = NOUN.search(said, meant.start(1)) if meant else found
    if not found:
        return None
    before = said[: found.start()]
    if re.search(r"\b(?:about|regarding|on|from|that|which)\b", before, re.IGNORECASE):
        return None
    near = len(before.split()) <= (9 if request else 5)
    if not near or (not request and re.search(r"\b(?:is|are|was|my|our)\b", before.lower())):
        return None
    listed = re.match(
        rf"\s+of (?:the )?(?:{NUMBER} )?(?:[\w-]+ ){{0,2}}?({NOUN.pattern})", said[found.end() :], re.IGNORECASE
    )
    general = NOUNS[found[0].lower()] in ("reasons", "table", "json")
    if listed and general:
        return NOUN.search(said, found.end())
    joined = NOUN.match(said, found.end() + 1)  # "product name ideas": the last noun of the group decides
    shot = NOUNS[found[0].lower()] in ("storyboard", "shots", "script", "prompt")  # "storyboard ad" stays a storyboard
    return joined if joined and said[found.end()] in " -" and not shot else found


def number_in(before: str, form: str) -> int | None:
    found = re.findall(rf"(?<![\w-])({NUMBER})(?![\w-])", before, re.IGNORECASE)
    if found:
        return max(1, min(value(found[-1]), 60))
    single = re.search(r"\b(?:a|an|one|another|the|single)\b(?:\s+[\w-]+){0,3}\s*$", before, re.IGNORECASE)
    return 1 if single and form in LISTS and form != "reasons" else None


def _by_verb_inside(said: str) -> tuple[str, str, int | None, str]:
    for verb in ("summarise", "summarize", "shorten", "rewrite", "rephrase", "translate", "compare", "brainstorm"):
        found = re.search(rf"\b{verb}\b", said, re.IGNORECASE)
        if found:
            return VERBS[verb], "", None, said[found.end() :]
    found = re.search(r"\b(?:versus|vs\.?|difference between|pros and cons)\b", said, re.IGNORECASE)
    if found:
        return ("proscons" if "pros" in found[0].lower() else "compare"), "", None, said
    thought = re.match(r"what do you think (?:of|about)\b", said, re.IGNORECASE)
    if re.match(
        r"(?:draw|paint|make|create|generate|design)\b.*\b(?:logo|picture|image|photo|illustration|poster)\b",
        said,
        re.IGNORECASE,
    ):
        return "prompt", "", None, REQUEST.sub("", said, count=1)
    if thought:
        return "explain", "", None, said[thought.end() :]
    several = re.match(
        rf"(?:[a-z]+ (?:me |us )?)?({NUMBER}) (?!words|seconds|objects|items|rows|entries)([\w-]+s)\b",
        said,
        re.IGNORECASE,
    )
    if several and value(several[1]) > 1:
        return "ideas", several[2].lower(), min(value(several[1]), 60), said[several.start(2) :]
    return "free", "", None, REQUEST.sub("", said, count=1)


def counted(asks: Asks) -> int | None:
    """A number of items said elsewhere: "… Exactly 4."."""
    several = re.search(
        rf"\b({NUMBER}) (?:panels|scenes|frames|objects|items|rows|entries|steps|points|bullets|shots|lines)\b",
        asks.text,
        re.IGNORECASE,
    )
    if several:
        return min(value(several[1]), 60)
    rows = asks.layout in ("table", "json") and next(
        (number for noun, number in closing.counts(asks.text).items() if noun not in _MEASURES), None
    )
    if rows:
        return rows
    found = re.search(
        rf"\b(?:exactly|give me|i want|make it|only|,)\s+({NUMBER})(?=\s+please|\s*(?:[.,;!?]|$|of them|items|in all))",
        asks.text,
        re.IGNORECASE,
    )
    return min(value(found[1]), 60) if found else None


def second_form(rest: str) -> re.Match[str] | None:
    """A second form in the same breath: "a tagline and a description"."""
    return re.match(
        rf"\s*(?:,? and|\+|&) ((?:(?:an?|one|the|{NUMBER}) (?:[\w-]+ )?)?)({NOUN.pattern})", rest, re.IGNORECASE
    )
