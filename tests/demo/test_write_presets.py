"""What the shipped text presets promise holds in the demo writer's answers: form, count and length, of any subject."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lib.demo.write import Question, Turn, answer

PRESETS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path("presets/text").glob("*.toml")}
KINDS = [(preset, subtype) for preset, read in sorted(PRESETS.items()) for subtype in read["subtypes"]]
NOTES = PRESETS["summary"]["example"]["words"]
MADE = (
    "Lumen, a bicycle lamp that charges while you ride, for commuters in winter",
    "a stoneware teapot: 0.9 litres, sage glaze, holds heat for an hour, strainer of steel, made in Faenza",
    "a bakery by the harbour that opens at five in the morning",
    "a wool blanket, 130 x 200 cm, undyed, woven in Portugal, washable at 30 degrees",
    "our new night train to Vienna: from 12 May, sleeper cabins, breakfast included",
    "Nordlys headphones, 40 hours of battery",
    "winter swimming",
    "the new tram line 7, which runs every six minutes",
)
GIVEN = (
    NOTES,
    "Minutes: We agreed to print 5,000 copies. Anna will call the printer by 3 June. Maybe we need a second cover.",
    "The river park will open in May. Everyone loves the new bridge. Visitors rose by 12% last year.",
    "In the event that you are not in a position to attend, it is necessary to inform the office prior to 5 May.",
)
COUNTED = {
    "headlines": (r"^\d+\. ", 5),
    "taglines": (r"^\d+\. .+ \(.+\)$", 6),
    "captions": (r"#\w+$", 3),
    "names": (r"^\|", 10),
    "shop": (r"^- \*\*", 4),
    "email": (r"^\*\*(?:Subject|Preview text|Greeting|Body|Button)\*\*$", 5),
    "listing": (r"^- \*\*[^*]+:\*\* ", 5),
    "spot": (r"^\|", 8),
    "storyboard": (r"^\|", 10),
    "minutes": (r"^## (?:Decisions|Tasks|Open questions)$", 3),
    "brief": (r"^\*\*(?:Aim|Audience|Message|Proof|Deliverables|Dates|Budget)\*\*$", 7),
}
COLUMNS = {
    "names": "| name | meaning | how it sounds |",
    "spot": "| time | picture | sound |",
    "voice_over": "| time | voice |",
    "storyboard": "| panel | shot size | what we see | camera | light |",
    "minutes": "| Owner | Task | Day |",
    "review": "| statement | evidence given | what would settle it |",
}
WORDS = {"shop": (108, 132), "press": (162, 198), "minutes": (1, 150), "brief": (1, 250), "email": (1, 125)}


def asked(preset: str, subtype: str, words: str) -> tuple[str, dict[str, Any]]:
    """The answer under a preset's instruction, with its limits behind the person's words."""
    slots = PRESETS[preset]["slots"] | PRESETS[preset]["subtypes"][subtype].get("slots", {})
    system = " ".join(slots[slot] for slot in ("role", "context", "format"))
    return answer(Question((Turn("user", f"{words}\n\n{slots['limits']}"),), system, 3)).text, slots


def counted(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


@pytest.mark.parametrize(("preset", "subtype"), KINDS)
def test_a_preset_holds_its_form_for_every_subject(preset: str, subtype: str) -> None:
    for words in GIVEN if preset in ("summary", "rewrite") else MADE:
        text, slots = asked(preset, subtype, words)
        said = [
            one for slot in ("role", "context", "format", "limits") for one in re.split(r"(?<=[.;])\s+", slots[slot])
        ]
        assert text.strip(), words
        assert not [one for one in said if one in text], (words, text)
        assert "Unless asked otherwise" not in text
        pattern, number = COUNTED.get(subtype, (r"\w", None))
        if number is not None:
            assert len(re.findall(pattern, text, re.MULTILINE)) == number, (words, text)
        if subtype in COLUMNS and (subtype != "minutes" or words == NOTES):
            assert COLUMNS[subtype] in text, (words, text)
        low, high = WORDS.get(subtype, (1, 10_000))
        assert low <= counted(text) <= high, (words, counted(text), text)


@pytest.mark.parametrize(("preset", "subtype"), KINDS)
def test_whatever_is_typed_under_a_preset_is_answered(preset: str, subtype: str) -> None:
    for unit in ("x", "1 ", ", and ", "“", "?", "three ", "- a\n", "日本", "A, ", "The tide turns. "):
        for times in (1, 40, 5_000):
            assert asked(preset, subtype, unit * times)[0].strip(), (unit, times)


@pytest.mark.parametrize("words", MADE)
def test_headlines_have_at_most_eight_words_and_no_superlative(words: str) -> None:
    lines = asked("lines", "headlines", words)[0].splitlines()
    assert all(len(line.split()) <= 9 for line in lines), lines
    assert not re.search(r"!|\b(?:best|most|greatest|finest)\b", " ".join(lines))


@pytest.mark.parametrize("seconds", [15, 20, 45, 90])
@pytest.mark.parametrize("number", [3, 4, 6])
def test_times_of_a_script_follow_one_another_over_its_whole_length(seconds: int, number: int) -> None:
    text, _ = asked("script", "spot", f"A {seconds}-second spot for a bakery by the harbour, {number} rows")
    times = [
        [int(minute) * 60 + int(second) for minute, second in re.findall(r"(\d+):(\d\d)", row.split("|")[1])]
        for row in text.splitlines()[2:]
    ]
    assert [times[0][0], times[-1][1], len(times)] == [0, seconds, number]
    assert all(one[1] == after[0] for one, after in pairwise(times))


def test_what_the_person_says_wins_over_the_limits() -> None:
    text, _ = asked("lines", "headlines", "Write three headlines for Lumen, a bicycle lamp")
    assert len(text.splitlines()) == 3


def test_minutes_are_taken_from_the_notes() -> None:
    text, _ = asked("summary", "minutes", NOTES)
    decisions, tasks, questions = re.split(r"\n\n## (?:Tasks|Open questions)\n\n", text)
    assert "- The harbour film moves to 14 May" in decisions
    assert "18,000 euros" in decisions
    assert tasks.splitlines()[2:] == ["| Mira | Book the boat | open |", "| Jon | Ask for the drone permit | Friday |"]
    assert questions == "- The music is still undecided."


@pytest.mark.parametrize(
    ("wordy", "plain"),
    [
        (
            PRESETS["rewrite"]["example"]["words"],
            "Because maintenance is planned, residents cannot use the lift between 8 and 11 on Tuesday.",
        ),
        ("Rewrite: The lift is checked by the caretaker on Monday.", "The caretaker checks the lift on Monday."),
        ("Rewrite: The notice was written by Anna Lind in 2024.", "Anna Lind wrote the notice in 2024."),
        (
            "Rewrite: We are able to assist prior to 5 May in order to save 20 euros.",
            "We can assist before 5 May to save 20 euros.",
        ),
        ("Rewrite: The sign says “prior to entry” at this point in time.", "The sign says “prior to entry” now."),
    ],
)
def test_a_rewrite_is_plain_active_and_keeps_names_numbers_and_quotations(wordy: str, plain: str) -> None:
    assert asked("rewrite", "clearer", wordy)[0] == plain


@pytest.mark.parametrize(
    ("first", "onward", "result"),
    [("what is 17 × 23", "and times 2?", "782"), ("10 + 5", "minus 3", "12"), ("15% of 240", "divided by 4", "9")],
)
def test_a_sum_goes_on_from_the_last_result(first: str, onward: str, result: str) -> None:
    said = answer(Question((Turn("user", first),))).text
    text = answer(Question((Turn("user", first), Turn("model", said), Turn("user", onward)))).text
    assert text.endswith(f"= {result}")


def plain(words: str) -> str:
    return answer(Question((Turn("user", words),), "", 1)).text


def test_two_forms_in_one_breath_are_both_written() -> None:
    text = plain("Write a tagline and a description for a linen blanket")
    assert re.findall(r"^\*\*(.+)\*\*$", text, re.MULTILINE) == ["Tagline", "Description"]


def test_three_cities_are_three_rows_however_the_message_goes_on() -> None:
    text = plain("A table of three cities with the columns city, why and price. Then go on.")
    assert text.splitlines()[0] == "| city | why | price |"
    assert len(text.splitlines()) == 5
    assert "open" not in text


def test_names_are_names_and_no_sentences() -> None:
    names = re.findall(r"^\d+\. (.+)$", plain("three names for a ferry"), re.MULTILINE)
    assert len(names) == 3
    assert all(1 <= len(name.split()) <= 4 for name in names)
