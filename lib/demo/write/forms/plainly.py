"""Questions with one right answer that is computed or looked up: counting, letters, opposites, kinds, an exact reply.

The form that goes with them ("in one word", "yes or no") is kept; what is not known is said in that form.
"""

from __future__ import annotations

import re

from lib.demo.write import known, words
from lib.demo.write.muse import large
from lib.demo.write.numbers import NUMBER, spelled, value

_USUAL_WORDS = 5  # other words for one, where nobody says how many
_MOST = 1_000  # numbers that are counted out
_ONE_WORD = re.compile(
    r"^(?:please )?(?:(?:answer|reply|respond)(?: me)? )?(?:in|with|using)(?: only| just| exactly)? "
    r"(?:one|a single) word(?: only)?\s*[:,.–-]?\s+|"
    r"[\s,(.]*(?:answer |reply )?(?:(?:in|with|just|only) )?(?:only |just )?(?:one|a single) word(?: only)?\)?"
    r"(?=[.?!\s]*$)",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^(?:please )?(?:(?:answer|reply|respond)(?: with| only| only with| with only)? )?(?:just )?yes or no(?: only)?"
    r"\s*[:,.?–-]\s*|[\s,(:.]*(?:(?:answer|reply)(?: only)?(?: with)? )?(?:just )?yes or no(?: only)?\)?(?=[.?!\s]*$)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\s,]*\b(?:and )?(?:nothing else|nothing more|no other (?:text|words))\b", re.IGNORECASE)
_PER_LINE = re.compile(r"[\s,]*\b(?:one|each)(?: number)? (?:per|on (?:a|its) (?:new|own)) line\b", re.IGNORECASE)
_SAY = r"(?:reply|answer|respond|say|output|return|write|type|repeat)"
_EXACT = re.compile(
    rf"^(?:please )?(?:(?:only|just) {_SAY}(?: with)?|"
    rf"{_SAY}(?: with)? (?:only|just|exactly|nothing but|simply)(?: with)?|{_SAY} with)"
    rf"(?: the)?(?: (?:single )?words?| the text)?:? (?P<q>[“\"']?)(?P<what>[^“”\"\n]{{1,60}}?)[”\"']?[.!]?$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"^(?:please )?(?:(?:can|could) you )?(?:count|list (?:the |all )?numbers|write (?:the |all )?numbers)"
    rf"(?: (?P<back>backwards?|down|up))?(?: from)?(?: (?P<a>{NUMBER}))?(?: (?:down|up|backwards))?"
    rf"(?: to (?P<b>{NUMBER}))?(?: (?:by|in steps of|in) (?P<step>{NUMBER})s?)?[.!]?$",
    re.IGNORECASE,
)
_OPPOSITE = re.compile(r"\b(?:opposite|antonym)s? (?:of|for|to) (?:the word )?[“\"']?(?P<word>[a-z-]+)", re.IGNORECASE)
_SYNONYM = re.compile(
    r"(?:(?:please )?(?:give me|list|find|name|suggest|what is|what are|what's|write) )?"
    rf"(?:(?P<n>{NUMBER})|an?|some|the)? ?(?:good |other |better )?(?:synonyms? (?:for|of)|"
    r"(?:other |another |different )words? (?:for|that means?)|(?:alternatives?|replacements?) (?:to|for) the words?) "
    r"(?:the word )?[“\"']?(?P<word>[a-z-]+)[”\"']?\s*[?.!]*$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"^(?P<be>is|are) (?P<one>(?:an? |the )?(?P<thing>[\w -]{2,30}?))(?:,| really| actually)? "
    r"(?P<other>(?:an? |the )?(?P<kind>(?:[\w-]+ )?[\w-]+))\s*\?*$",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"^how many (?P<what>letters?|vowels|[“\"']?[a-z][”\"']?(?:'?s)?|(?:times (?:the letter )?[a-z])) "
    r"(?:are (?:there )?|has |does |is )?(?:in )?(?:the word )?[“\"']?(?P<word>[a-z-]+)[”\"']?(?: have| has)?\s*\??$",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"^(?:spell|write|say|reverse)(?: out)? (?:the word |the letters of )?[“\"']?(?P<word>[a-z]+)[”\"']?"
    r"(?P<back> (?:backwards?|in reverse))?[.!]?$",
    re.IGNORECASE,
)


def answered(said: str) -> str:
    """The one right answer to ``said``, in the form that it asks for; "" when it asks for something else."""
    asked, one = _ONE_WORD.subn("", said)
    asked, yes = _YES_OR_NO.subn("", asked)
    bare = re.sub(r"(?<=\?)[\s.]+$", "", _BARE.sub("", asked).strip())
    found = (
        _exact(bare)
        or _counted(bare)
        or _opposite(bare, bool(one))
        or _alike(bare)
        or _is(bare, bool(one or yes))
        or _spelt(bare)
    )
    found = found or _repeated(bare) or _reckoned(bare, bool(one or yes)) or _sorted(bare)
    if found or not (one or yes):
        return found
    question = bare.endswith("?") and not re.search(r"\d", bare)
    return ("Not known." if yes else "Unknown.") if question else ""


def _repeated(said: str) -> str:
    if again := re.match(r"repeat after me\s*[:,]\s*(.+)$", said, re.IGNORECASE):
        return again[1]
    found = re.match(
        rf"(?:write|say|repeat|type) (?:the word |the phrase )?[“\"']?([\w -]{{1,40}}?)[”\"']? ({NUMBER}) times[.!]?$",
        said,
        re.IGNORECASE,
    )
    return ", ".join([found[1]] * min(value(found[2]), 100)) if found else ""


def _reckoned(said: str, short: bool) -> str:
    """Whether a number is prime, even or odd; the largest or smallest of several."""
    if found := re.match(r"is (\d{1,9}) (?:an? )?(prime|even|odd)(?: number)?\s*\?*$", said, re.IGNORECASE):
        number, what = int(found[1]), found[2].lower()
        prime = number > 1 and all(number % part for part in range(2, int(number**0.5) + 1))
        holds = {"prime": prime, "even": number % 2 == 0, "odd": number % 2 == 1}[what]
        if short:
            return "Yes." if holds else "No."
        return f"{'Yes' if holds else 'No'}, {number:,} is {'' if holds else 'not '}{what}."
    if most := re.match(
        r"(?:what|which)(?: number)? is the (largest|biggest|highest|smallest|lowest)\b", said, re.IGNORECASE
    ):
        numbers = [float(one) for one in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])", said)]
        if len(numbers) > 1:
            return f"{(min if most[1].lower() in ('smallest', 'lowest') else max)(numbers):g}"
    return ""


def _sorted(said: str) -> str:
    """Numbers by their size, words by their length; the order of letters is that of a list handled as it came."""
    found = re.match(r"(?:please )?(?:sort|order|arrange) ([^:]{0,80}):\s*(.+)$", said, re.IGNORECASE)
    items = [one.strip(" .") for one in re.split(r",|\band\b|\n", found[2]) if one.strip(" .")] if found else []
    if not found or len(items) < 2:
        return ""
    how = found[1].lower()
    back = bool(re.search(r"descending|longest (?:first|to)|largest (?:first|to)|high(?:est)? to|reverse", how))
    if all(re.fullmatch(r"-?\d+(?:\.\d+)?", one) for one in items):
        ordered = sorted(items, key=float, reverse=back)
    elif re.search(r"length|longest|shortest", how):
        ordered = sorted(items, key=len, reverse=back)
    else:
        return ""
    return "\n".join(f"{at}. {one}" for at, one in enumerate(ordered, 1))


def _exact(said: str) -> str:
    found = _EXACT.match(said)
    if not found:
        return ""
    what = found["what"].strip()
    told = found["q"] or (len(what.split()) <= 3 and (what[0].isupper() or what.lower() in ("yes", "no", "ok", "done")))
    formed = re.search(words.any_of(tuple(words.turned("forms"))), what, re.IGNORECASE)
    return what if told and (found["q"] or not formed) else ""


def _counted(said: str) -> str:
    plain, lines = _PER_LINE.subn("", said)
    found = _COUNT.match(plain)
    if not found or not (found["a"] or found["b"]):
        return ""
    back = (found["back"] or "").lower() in ("backwards", "backward", "down")
    last = value(found["b"]) if found["b"] else 1
    first = value(found["a"]) if found["a"] else 1
    if not found["b"] and not back:
        return ""
    step = max(1, value(found["step"])) if found["step"] else 1
    way = 1 if last >= first else -1
    numbers = range(first, last + way, way * step)
    if len(numbers) > _MOST:
        return f"That would be {len(numbers):,} numbers; the demo engine counts out {_MOST:,} at most."
    return ("\n" if lines else ", ").join(map(str, numbers))


def _alike(said: str) -> str:
    """Other words for one that is known, as many as asked for."""
    if not (found := _SYNONYM.match(said)):
        return ""
    word = found["word"].lower()
    single = re.search(r"\b(?:an?|another) (?:\w+ )?(?:synonym|word)\b", said, re.IGNORECASE) or "another word" in said
    some = known.alike(word)[: value(found["n"]) if found["n"] else 1 if single else _USUAL_WORDS]
    if not some:
        return f"The demo engine knows no other word for “{word}”."
    return large(some[0]) if single else "\n".join(f"{at}. {one}" for at, one in enumerate(some, 1))


def _opposite(said: str, one: bool) -> str:
    found = _OPPOSITE.search(said)
    if not found:
        return ""
    word = known.opposite(found["word"])
    if one:
        return f"{large(word)}." if word else "Unknown."
    return (
        f"The opposite of “{found['word']}” is “{word}”."
        if word
        else f"The demo engine knows no opposite of “{found['word']}”."
    )


def _is(said: str, short: bool) -> str:
    found = _IS.match(said)
    kind = known.kind_of(found["kind"]) if found else ""
    if not found or not kind:
        return ""
    one, be, other = found["one"].strip(), found["be"].lower(), found["other"]
    thing = found["thing"].strip()
    holds = known.belongs(thing, kind)
    holds = known.belongs(thing.removesuffix("s"), kind) if holds is None else holds
    if holds is None:
        return "Not known." if short else f"The demo engine does not know whether {one} {be} {other}."
    if short:
        return "Yes." if holds else "No."
    return f"Yes, {one} {be} {other}." if holds else f"No, {one} {be} not {other}."


def _spelt(said: str) -> str:
    if back := _BACKWARDS.match(said):
        return back["word"][::-1] if back["back"] or said.lower().startswith("reverse") else ""
    found = _LETTERS.match(said)
    if not found:
        return ""
    what, word = found["what"].lower().strip("“”\"'"), found["word"]
    if what.startswith("letter"):
        number, name = sum(map(str.isalpha, word)), "letter"
    elif what == "vowels":
        number, name = sum(letter in "aeiou" for letter in word.lower()), "vowel"
    else:
        letter = what.removesuffix("s").rstrip("'")[-1:] or "s"
        number, name = word.lower().count(letter), f"“{letter}”"
    plural = "" if number == 1 or name.startswith("“") else "s"
    return f"“{word}” has {spelled(number)} {name}{plural}."
