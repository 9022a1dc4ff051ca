"""What can be reckoned without knowing anything: days, weekdays, leap years, and units into units."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from lib.demo.write import words
from lib.demo.write.numbers import NUMBER, shown, value

_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?\b|"
    rf"\b(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>\d{{4}}))?\b|"
    r"\b(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d)\b",
    re.IGNORECASE,
)
_DAYS_OF = re.compile(
    rf"\bhow many days (?:has|does|are (?:there )?in|in|there are in)\s*(?:the month of )?(?P<m>{_MONTH})?(?: have)?"
    r"(?:,? ?(?:in|of)? ?(?:the year )?(?P<y>\d{4}))?(?: have)?\s*\?*$",
    re.IGNORECASE,
)
_LEAP = re.compile(r"\bleap[ -]?years?\b", re.IGNORECASE)
_SHIFT = re.compile(rf"({NUMBER}) (days?|weeks?) (after|before|from) (?=.*\d)", re.IGNORECASE)
_AMOUNT = r"(?P<n>-?\d[\d,]*(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
WORDS_A_SECOND = 2.3  # a calm reading voice
_MONTHLESS = "Say the year as well, and I will work it out."


def reckoned(said: str) -> str:
    """The answer to a question of calendar or units; "" for any other."""
    said = said.strip()[:200]
    if len(said.split()) > 24:
        return ""
    return next((found for way in (_leap, _length, _spoken, _dated, _converted) if (found := way(said))), "")


def _leap(said: str) -> str:
    years = [int(one) for one in re.findall(r"\b\d{4}\b", said)]
    if not _LEAP.search(said) or not years:
        return ""
    if re.search(r"\bnext\b|\bafter\b", said, re.IGNORECASE):
        return f"The next leap year after {years[0]} is {next(y for y in range(years[0] + 1, 99999) if _long(y))}."
    if len(years) > 1 and re.search(r"\b(?:between|from|to|until)\b", said, re.IGNORECASE):
        leaps = [str(y) for y in range(min(years[:2]), max(years[:2]) + 1) if _long(y)][:40]
        return f"Leap years from {min(years)} to {max(years)}: {', '.join(leaps) or 'none'}."
    return " ".join(
        f"{'Yes' if _long(y) else 'No'}, {y} {'is' if _long(y) else 'is not'} a leap year." for y in years[:4]
    )


def _spoken(said: str) -> str:
    """How many words a voice has time for, at the pace in which scripts are written here."""
    asked = re.search(
        rf"\bhow many words\b.*?\b({NUMBER})[\s-]*(second|minute)s?\b", said.replace("-", " "), re.IGNORECASE
    )
    if not asked:
        return ""
    seconds = value(asked[1]) * (60 if asked[2].lower() == "minute" else 1)
    return (
        f"About {round(seconds * WORDS_A_SECOND):,} words: a calm voice reads some {WORDS_A_SECOND} words a second, "
        "pauses included."
    )


def _long(year: int) -> bool:
    return calendar.isleap(year)


def _length(said: str) -> str:
    found = _DAYS_OF.search(said)
    if not found or not (found["m"] or found["y"]):
        return ""
    year = int(found["y"]) if found["y"] else 0
    if not found["m"]:
        return f"{year} has {366 if _long(year) else 365} days."
    month = _MONTHS[found["m"].lower()]
    name = calendar.month_name[month]
    if month == 2 and not year:
        return "February has 28 days, and 29 in a leap year."
    days = calendar.monthrange(year or 2001, month)[1]
    return f"{name} {year} has {days} days." if year else f"{name} has {days} days."


def _dates(said: str) -> list[tuple[int, int, int]]:
    """Year (0 where none is said), month and day of every date."""
    found = []
    for one in _DATE.finditer(said):
        year, day = one["y"] or one["y2"] or one["y3"] or "0", one["d"] or one["d2"] or one["d3"]
        name = (one["m"] or one["m2"] or "").lower()
        found.append((int(year), _MONTHS[name] if name else int(one["m3"]), int(day)))
    return found


def _dated(said: str) -> str:
    """Weekdays, days between two dates, and a date some days away."""
    given = _dates(said)
    between = re.search(r"\b(?:how many|number of|how long)\b.*\b(days|weeks)?\b", said, re.IGNORECASE)
    week = re.search(r"\b(?:week ?day|(?:which|what) day|day of the week|on what day|what day)\b", said, re.IGNORECASE)
    shift = _SHIFT.search(said)
    if not given or not (week or shift or (between and len(given) == 2)):
        return ""
    year = next((year for year, *_ in given if year), 0)
    if not year:
        return _MONTHLESS
    try:
        days = [date(own or year, month, day) for own, month, day in given]
    except ValueError:
        return "That date is not in the calendar: the month is shorter than that."
    if shift:
        step = value(shift[1]) * (7 if shift[2].lower().startswith("week") else 1)
        return _moved(days[0], -step if shift[3].lower() == "before" else step)
    if week:
        return f"{_written(days[0])} is a {days[0]:%A}."
    apart = abs((days[1] - days[0]).days)
    return f"From {_written(days[0])} to {_written(days[1])} it is {apart:,} {'day' if apart == 1 else 'days'}."


def _moved(start: date, step: int) -> str:
    try:
        end = start + timedelta(days=step)
    except OverflowError:
        return "That is further away than the calendar reaches."
    return f"It is {end:%A}, {_written(end)}."


def _written(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


_SCALES: dict[tuple[str, str], Callable[[Fraction], Fraction]] = {
    ("celsius", "fahrenheit"): lambda n: n * 9 / 5 + 32,
    ("fahrenheit", "celsius"): lambda n: (n - 32) * 5 / 9,
}


def _converted(said: str) -> str:
    """One amount in another unit of the same kind; a third question is left to others."""
    names = words.turned("units")
    unit = words.any_of(tuple(names))
    number, target = rf"{_AMOUNT}\s*(?P<a>{unit})", rf"(?P<b>{unit})"
    for pattern in (
        rf"{number}(?: is| are)?,? (?:in|into|to|as|=|how many) {target}",
        rf"\bhow (?:many|much) {target} (?:is|are|in|make|makes|are there in|are in|does) {number}",
    ):
        if found := re.search(pattern, said.replace("°", ""), re.IGNORECASE):
            break
    else:
        return ""
    given = found["n"].lower().replace(",", "")
    amount = Fraction(1) if given in ("a", "an") else Fraction(given if given[-1].isdigit() else value(given))
    a, b = names[found["a"].lower()], names[found["b"].lower()]
    if (a, b) in _SCALES:
        result = _SCALES[a, b](amount)
    elif a != b and a in words.MEASURES and b in words.MEASURES and words.MEASURES[a][0] == words.MEASURES[b][0]:
        result = amount * words.MEASURES[a][1] / words.MEASURES[b][1]
    else:
        return ""
    return f"{shown(amount)} {found['a'].lower()} = {shown(result)} {found['b'].lower()}"
