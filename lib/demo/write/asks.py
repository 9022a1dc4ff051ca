"""The side conditions of a question, read and taken out of its text: bans, musts, tone, audience, layout, columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lib.demo.write import words
from lib.demo.write.limits import Limits, Read
from lib.demo.write.numbers import NUMBER, value

_QUOTED = re.compile(
    r"“([^”]{1,4000})”|\"([^\"]{1,4000})\"|«\s?([^»]{1,4000}?)\s?»|„([^“”]{1,4000})[“”]|(?<!\w)'([^'\n]{2,200})'(?!\w)"
)
_HELD = re.compile(r"\bQ(\d+)Q\b")
_END = r"(?=\s*(?:[.;!?\n]|$|,? (?:and|but) (?:keep|make|write|use|no|under|in)\b))"
_FOR = r"\s+(?:for|about) (?:an?|the|our|my)\b"
_WORDS_OF = r"(?:the |any )?(?:words?|phrases?|terms?|expressions?)\s+"
_BANNED = re.compile(
    rf"(?:,|\band|\bbut)?\s*(?:\b(?:without|avoid(?:ing)?|leave out|(?:do not|don't|never|not) "
    rf"(?:use|say|mention|write|"
    rf"using|mentioning|include))\b\s+(?:using |mentioning |saying )?(?:{_WORDS_OF})?(?P<some>[^.;!?\n]{{1,80}}?){_END}"
    rf"|\bno\s+(?P<one>(?!more|less|longer|fewer|one)[\w-]+(?: marks?| points?)?))",
    re.IGNORECASE,
)
_WANTED = re.compile(
    rf"(?:,|\band)?\s*\b(?:includ(?:e|es|ing)|mention(?:s|ing)?|contain(?:s|ing)?|us(?:e|es|ing)|with|work in)\s+"
    rf"(?:{_WORDS_OF}(?P<word>[^.,;!?\n]{{1,60}}?(?={_FOR}|{_END}))|(?P<held>Q\d+Q(?:(?:,| and|, and) Q\d+Q)*){_END})",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"(?:,|\band)?\s*\b(?:must |should |please )?mention (?P<word>[^.,;!?\n]{2,40}?)(?=\s*(?:[.,;!?\n]|$))",
    re.IGNORECASE,
)
_ALL_TONES = tuple(word for some in words.TONES.values() for word in some)
TONE = words.any_of(_ALL_TONES)
_TONES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:,|\band)?\s*\b(?:in|with|use|using) an? (?:very |more |slightly "
        rf")?(?P<tone>{TONE})(?:(?:,| and|, and) {TONE})*[\w -]{{0,12}}? (?:tone|voice|style|mood|"
        rf"way|manner|register)(?: of voice)?",
        rf"(?:,|\band)?\s*\b(?:tone|voice|style|mood)(?: of voice)?\s*(?:is|:|should be|=)\s*(?:an? "
        rf")?(?P<tone>{TONE})(?:(?:,| and|, and) {TONE})*",
        rf"(?:,|\band|\bbut)?\s*\b(?:make|keep|be|sound|sounds|write|answer|stay|tone)(?: (?:it|them|"
        rf"this|that|these|those|all))?(?: (?:sound|a bit|a little|more|very|much|always|in))* "
        rf"(?P<tone>{TONE})(?:(?:,| and|, and) {TONE})*(?: in tone)?(?= *(?:[.,;!?\n]|$|please|"
        rf"and\b))",
        rf"(?:,|\b(?:in|with)\b)?\s*(?:\ban? )?(?P<tone>{TONE}) (?:tone|voice|mood)(?: of voice)?\b",
        rf"[,;]\s*(?:a bit |a little |more |very |but )?(?P<tone>{TONE})(?:(?:,| and|, and) "
        rf"{TONE})*(?=\s*(?:[.;!?\n]|$))",
    )
]
_PERSONS = words.any_of(words.AUDIENCES)
_AUDIENCE = re.compile(
    rf"(?:,|\band)?\s*\b(?:(?:aimed|targeted|targeting|directed) (?:at )?|(?:written|made|meant) "
    rf"for |for (?:an )?audience of |for |to (?=an? [\w-]+[ -]year[ -]old))"
    r"(?P<who>an? [\w-]+[ -]year[ -]olds?|(?:busy |tired |new |curious |young |older |first-time |working |small |"
    rf"future )*{_PERSONS}(?: who [^.,;!?\n]{{3,50}})?)(?! (?:film|app|book|class|room|shop|brand)\b)",
    re.IGNORECASE,
)
_LAYOUTS = {
    "json": r"(?:^(?:an? )?|\bas|\bin|\bgive me|\bmake|\bwrite|\bcreate|\bgenerate|\bshow me|\b(?:i |we )?need|"
    r"\breturn|\breply (?:in|with)|\boutput|\bonly|\banswer (?:in|"
    r"with))\s*(?:valid |pure |plain |a )*json\b(?: array of| list of| only| format| object| array| list)?",
    "table": r"^an? (?:comparison )?table(?= compar)|"
    r"\b(?:as|in|into|make|use|using|create|give me|write|draw|show) (?:it )?(?:an? )?(?:short |small |"
    r"simple |markdown |comparison )*table\b(?: form| format)?",
    "csv": r"(?:^|\b(?:as|in|create|make|give me|write|generate|output|return) )(?:an? )?csv(?: file| table| list)?\b",
    "numbered": r"\b(?:as |in )?(?:an? )?numbered(?: list| lines)?\b",
    "bullets": r"\b(?:as|in|using|use|with) (?:an? )?(?:short )?(?:bullet(?:ed)?(?:[ -]points?| list|s)?|"
    r"list form)\b|\bbulleted list\b",
    "commas": r"(?:,|\band)?\s*\b(?:separated (?:by|with) commas?|comma[- ]separated)\b(?: list)?",
    "plain": r"\b(?:as |in )?(?:plain text|no markdown|without markdown|no formatting)\b",
}
_COLUMNS = re.compile(
    r"(?:,|\band)?\s*\b(?:with|using|and)?\s*(?:the |these |exactly (?:the )?|only (?:the )?|"
    r"two |three |four |five |six |\d ){0,3}"
    r"(?:columns?|keys?|fields?|properties)\b(?: (?:named|called|for|are|of))?\s*:?\s*(?P<list>[^.;!?\n]{1,160})",
    re.IGNORECASE,
)
_CRITERIA = re.compile(  # "comparing trains and buses by cost and speed"
    r",?\s*\b(?:by|in terms of|according to)\s+(?P<list>(?:[a-z-]+(?: [a-z-]+){0,2}, )*[a-z-]+(?: [a-z-]+){0,2}?"
    r"(?:,? and [a-z -]+)?)(?=\s*(?:[.;!?]|$))"
)
_COMPARED = re.compile(r"\bcompar(?:e|es|ing|ison)\b|\bversus\b|\bvs\b", re.IGNORECASE)
_KEYS_END = re.compile(
    rf"\s+(?:about|for|on the subject)\b(?! whom\b)|,\s*(?={NUMBER} [a-z]+(?: [a-z]+)?s\b(?! and\b|,))", re.IGNORECASE
)
_OF_A_KEY = re.compile(r"^(?:an?|the) (?:short |brief |one-line )?", re.IGNORECASE)
_TABLE_OF = re.compile(r"\btable (?:of|about|for) ", re.IGNORECASE)
_RECORDS = re.compile(  # "JSON with name, age and city of three customers"
    r"\b(?:with|of|containing|for)\s+(?P<list>(?:[\w-]+(?: [\w-]+)?, )*[\w-]+(?:,? and [\w-]+)+)"
    r"(?=\s+(?:of|for|about)\b|\s*[.;!?]|$)",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"(?:the |these |named |called )?(?:following|names?|these)?", re.IGNORECASE)
_RAW = re.compile(
    r"\b(?:return|output|reply|respond|answer|only|just|raw|pure|valid|bare)\b|\bno (?:code )?fence", re.IGNORECASE
)
_FENCED = re.compile(
    r"(?:,|\band)?\s*\b(?:in|inside|as|within|with|use) an? (?:markdown |json )?code (?:block|fence)s?", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:,|\band)?\s*\b(?:just|only) (?:give me |return |output |reply with |answer with |show "
    r")?(?:me )?the (?:list|lines|text|result|answer|table|json|headlines?|names?)\b|\bnothing "
    r"else\b|\bno (?:introduction|intro|preamble|explanations?|commentary)\b",
    re.IGNORECASE,
)
_PER_LINE = re.compile(
    r"(?:,|\band)?\s*\b(?:with )?(?:one|each(?: one)?|every one)(?: \w+)? (?:per|(?:on )?(?:a|its|to a) "
    r"?(?:own|new|separate|single)?) ?line\b|(?:,|\band)?\s*\bon (?:separate|single) lines\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"(?:,|\band)?\s*\b(?:(?:as|in|into|using|with|and)\s+)?(?:exactly |only |just )?(?P<n>{NUMBER}) "
    r"(?:short |clear |brief |key )?bullet(?:ed)?(?:[ -]points?|s| items)?\b",
    re.IGNORECASE,
)
HEADED = re.compile(
    r"(?:,|\band)?\s*\b(?:with|under|plus|and) (?:an?|one) (?:short |clear |bold )?(?:heading|headline|title)\b"
    r"(?=\s*(?:[.,;!?]|$|and\b|plus\b|about\b|on\b|for\b))",
    re.IGNORECASE,
)
_APIECE = re.compile(
    rf"\s*,?\s*\b(?:with )?({NUMBER})(?: points)?(?: (?:for|of|on|per))? each(?: side)?\b(?=\s*(?:[.;!?]|$))",
    re.IGNORECASE,
)
REASONED = re.compile(  # of each item, why it was chosen
    r"(?:,|\band)?\s*(?:\beach(?: one)?\b\s*)?(?:in bold )?\b(?:with|and) (?:an? |one |its |their |the )?"
    r"(?:short |brief |quick |one-line |single )?(?:"
    r"(?:line|sentence|note|word) (?:that (?:says|explains|tells)|saying|explaining|on|about) why"
    r"(?: it (?:fits|works))?"
    r"|(?:reasons?|explanations?|rationales?|meanings?)(?: for (?:each|every one))?(?=\s*(?:[.,;!?]|$)))"
    r"|(?:,|\band)?\s*(?:\b(?:say|tell me|explain) )?\bwhy (?:each|it|they|every one)(?: one)? (?:fits?|works?)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*(?:\(.*|\b(?:as|is) an? (?:array|list)\b.*)$", re.IGNORECASE)
_OF_ROWS = frozenset(("json", "table", "csv"))
_USUAL_ARRAY = 3
_EXCLAIM = re.compile(
    r"(?<!no )(?<!without )(?<!use )\b(?:with|use|add|end with) (?:an? |some )?exclamation (?:marks?|points?)",
    re.IGNORECASE,
)


@dataclass
class Asks:
    """What was found; ``text`` is what is left of the question, with quoted strings held as ``Q0Q``, ``Q1Q`` …"""

    text: str
    quoted: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    banned: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()
    tone: str = ""
    audience: str = ""
    layout: str = ""
    columns: tuple[str, ...] = ()
    fenced: bool = False
    bare: bool = False
    exclaim: bool = False
    headed: bool = False
    points: int | None = None  # bullet points that the text has
    arrays: dict[str, int] = field(default_factory=dict)  # keys whose value is a list, and how long it is

    @classmethod
    def of(cls, text: str, *, persons: bool = True) -> Asks:
        asks = cls(text.replace("’", "'"))
        asks._hold_quotes()
        asks.exclaim = asks._take(_EXCLAIM)
        asks.fenced = asks._take(_FENCED)
        raw = bool(_RAW.search(asks.text))
        asks.bare = asks._take(_BARE)
        asks.headed = bool(HEADED.search(asks.text)) and not re.match(r"\W*(?:a|an|one|write)? ?json\b", asks.text)
        asks._take_points()
        asks._take_apiece()
        asks._take(REASONED)
        lines = asks._take(_PER_LINE)
        of_things = bool(_TABLE_OF.search(asks.text))
        asks._take_layout()
        asks.layout = asks.layout or ("plain" if lines else "")
        asks._take_columns(of_things=of_things)
        asks.fenced = asks.fenced or (asks.layout == "json" and not raw and not asks.bare)
        asks._take_banned()
        read = Read.of(asks.text)
        asks.text, asks.limits = read.text, read.limits
        asks._take_wanted()
        asks._take_tone()
        if persons:
            asks._take_audience()
        asks.text = re.sub(r"\s+([.,;!?])", r"\1", re.sub(r"[^\S\n]+", " ", asks.text)).strip(" ,;")
        asks.text = re.sub(r",+(?=[,.;!?])", "", asks.text)
        return asks

    def _hold_quotes(self) -> None:
        held: list[str] = []

        def hold(found: re.Match[str]) -> str:
            held.append(next(group for group in found.groups() if group))
            return f"Q{len(held) - 1}Q"

        self.text = _QUOTED.sub(hold, self.text)
        self.quoted = tuple(held)

    def unheld(self, text: str, marks: str = "“”") -> str:
        """``text`` with its quoted strings back in place, inside ``marks``."""
        left, right = (marks[0], marks[-1]) if marks else ("", "")
        return _HELD.sub(lambda found: f"{left}{self._quote(found)}{right}", text)

    def _quote(self, found: re.Match[str]) -> str:
        at = int(found[1])
        return self.quoted[at] if at < len(self.quoted) else found[0]

    def _take(self, pattern: re.Pattern[str]) -> bool:
        self.text, times = pattern.subn(" ", self.text)
        return bool(times)

    def _take_points(self) -> None:
        """A number of bullet points that the text is to have, unless they are the thing asked for itself."""
        found = _POINTS.search(self.text)
        if found and found.start() > 12 and re.match(r"\W*(?:and|as|in|into|using|with)\b", found[0]):
            self.points = min(value(found["n"]), 60)
            beside = re.match(r"\W*(?:with|and)\b", found[0], re.IGNORECASE)
            self.layout = self.layout if beside else "bullets"
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        if self.headed:
            self._take(HEADED)

    def _take_apiece(self) -> None:
        """How many on each side: "pros and cons of trains, two each"."""
        if found := _APIECE.search(self.text):
            self.points = self.points or min(value(found[1]), 60)
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"

    def _take_layout(self) -> None:
        for layout, pattern in _LAYOUTS.items():
            self.text, times = re.subn(pattern, " ", self.text, flags=re.IGNORECASE)
            if times:
                self.layout = self.layout or layout

    def _take_columns(self, *, of_things: bool) -> None:
        """``of_things``: "a table of the planets with …" has a column for what they are called, before the others."""
        found, led = _COLUMNS.search(self.text), ""
        if not found and (self.layout in _OF_ROWS or of_things):
            found = _RECORDS.search(self.text)
            led = "name," if found and found[0].startswith("with") and of_things else ""
        compared = _COMPARED.search(self.text)
        if not found and compared:
            found = _CRITERIA.search(self.text, compared.end())
        if found and (self.layout in _OF_ROWS or compared or re.search(r"\b(?:json|table|columns)\b", self.text, re.I)):
            listed = _KEYS_END.split(found["list"])[0]
            if ":" in found["list"]:  # "five columns for a coffee brand: audience, message …"
                listed = found["list"]
            named = (
                _OF_A_KEY.sub("", part.strip(" :'`*"))
                for part in re.split(r",|\band\b|&|\||/", self.unheld(led + listed.rpartition(":")[2], ""))
            )
            bare = map(self._unarrayed, named)
            self.columns = tuple(dict.fromkeys(part for part in bare if part and len(part) < 40))[:10]
            cut = found.start("list") + len(listed)
            about = listed.rpartition(":")[0].strip()
            lead = f" for {about} " if about and not _COUNTING.fullmatch(about) else " "
            self.text = self.text[: found.start()] + lead + self.text[cut:]
            self.layout = self.layout or ("json" if re.search(r"\bkeys?\b", found[0], re.IGNORECASE) else "table")

    def _unarrayed(self, key: str) -> str:
        """A key without what stands in brackets behind it: "hobbies (array of 3)"."""
        found = _IN_BRACKETS.search(key)
        name = (key[: found.start()] if found else key).strip(" ()`'")
        if found and re.search(r"\b(?:array|list)\b", found[0], re.IGNORECASE):
            number = re.search(NUMBER, found[0], re.IGNORECASE)
            self.arrays[name] = min(value(number[0]), 60) if number else _USUAL_ARRAY
        return name

    def _take_banned(self) -> None:
        banned: set[str] = set()

        def take(found: re.Match[str]) -> str:
            some = self.unheld(found["some"] or found["one"], "").strip().lower()
            if found["some"] and len(some.split()) > 7:
                return found[0]
            for part in re.split(r",|\bor\b|\band\b", some):
                banned.update(_forms_of(part.strip(" '\"")))
            return " "

        self.text = _BANNED.sub(take, self.text)
        self.banned = frozenset(banned)

    def _take_wanted(self) -> None:
        wanted: list[str] = []

        def take(found: re.Match[str]) -> str:
            groups = found.groupdict()
            said = groups.get("held") or groups["word"]
            wanted.extend(part.strip() for part in re.split(r",| and ", self.unheld(said, "")) if part.strip())
            return " "

        self.text = _MENTION.sub(take, _WANTED.sub(take, self.text))
        self.wanted = tuple(dict.fromkeys(wanted))

    def _take_tone(self) -> None:
        for pattern in _TONES:
            found = pattern.search(self.text)
            if found:
                self.tone = self.tone or tone_of(found["tone"])
                self.text = self.text[: found.start()] + " " + self.text[found.end() :]

    def _take_audience(self) -> None:
        found = _AUDIENCE.search(self.text)
        if found and not re.match(r"\s+[A-Z]", self.text[found.end() :]):
            self.audience = found["who"].strip()
            self.text = self.text[: found.start()] + " " + self.text[found.end() :]


def tone_of(word: str) -> str:
    """The tone that a word means."""
    return words.turned("tones").get(word.lower().strip(), "")


def _forms_of(word: str) -> set[str]:
    """What a ban on ``word`` covers: its plural, or all adjectives when it is the word "adjectives"."""
    word = re.sub(r"^(?:the|any|a|an) ", "", word)
    if word.startswith("adjective"):
        return set(words.ADJECTIVES)
    if not word or word.startswith(
        ("exclamation", "emoji", "markdown", "formatting", "more than", "introduction", "list", "bullet", "table")
    ):
        return set()
    return {word, word[:-1] if word.endswith("s") and len(word) > 3 else word + "s"}
