"""What a creative team asks a demo in its first minutes, as kinds of question: form, understanding and house rules."""

from __future__ import annotations

import json
import re

import pytest

from lib.demo.write import Attachment, Question, Turn, answer
from lib.demo.write import words as tables

NOTES = (
    "Notes from Tuesday. Mara leads the shoot in Porto. Ben books the boat by 12 May. We agreed on two days of "
    "filming. Open question: who pays for the drone? The deadline for the edit is 30 June."
)
BRIEF = (
    "Brief: bicycle lamps that charge while you ride, for commuters in winter. Campaign starts in October. Tone: calm."
)
CHANGED = Attachment(
    "image",
    "hills.png",
    {
        "width": 1024,
        "height": 1024,
        "colours": ["moss green", "amber"],
        "light": "low and warm",
        "painted": "rolling hills, now beside other pictures, now in other colours",
    },
)


def said(*asked: str, system: str = "", files: tuple[Attachment, ...] = ()) -> list[str]:
    """Every answer of a conversation in which the user says ``asked``; ``files`` come with the first turn."""
    turns: list[Turn] = []
    for at, text in enumerate(asked):
        turns.append(Turn("user", text, () if at else files))
        turns.append(Turn("model", answer(Question(tuple(turns), system, 0)).text))
    return [turn.text for turn in turns if turn.role == "model"]


def items(text: str) -> list[str]:
    return re.findall(r"^(?:\d+\.|-) (.+)$", text, re.MULTILINE)


def unfenced(text: str) -> str:
    found = re.fullmatch(r"```\w+\n(.*)\n```", text, re.DOTALL)
    return found[1] if found else ""


PEOPLE = "Give me JSON with name, age and city of three fictional customers"
LINES = "Three lines about the harbour film"


@pytest.mark.parametrize(
    "asked", ["Explain how a heat pump works in two sentences", "Describe a teapot in one sentence"]
)
def test_the_form_of_the_last_answer_does_not_stick_to_a_new_question(asked: str) -> None:
    last = said("Return JSON with keys title and body about a quiet café", asked)[-1]
    assert "{" not in last
    assert len(re.findall(r"[.!?](?:\s|$)", last)) == (2 if "two" in asked else 1)


def test_json_of_fictional_people_has_exactly_the_keys_and_plausible_values() -> None:
    found = json.loads(unfenced(said(PEOPLE)[0]))
    assert [list(one) for one in found] == [["name", "age", "city"]] * 3
    assert all(18 <= one["age"] <= 90 and " " in one["name"] for one in found)
    assert {one["city"] for one in found} <= set(tables.KINDS["city"])


def test_the_same_data_is_said_as_yaml_and_as_csv() -> None:
    first, yaml, _ = said(PEOPLE, "Make it YAML", "thanks")
    as_csv = said(PEOPLE, "And as CSV please")[-1]
    for one in json.loads(unfenced(first)):
        assert f"- name: {one['name']}\n  age: {one['age']}\n  city: {one['city']}" in unfenced(yaml)
        assert f"{one['name']},{one['age']},{one['city']}" in unfenced(as_csv)


@pytest.mark.parametrize("between", [["Translate them to Finnish"], ["thanks"], ["Number them"], ["In bold", "asdf"]])
def test_ten_more_are_ten_more_lines_whatever_stood_between(between: list[str]) -> None:
    answers = said("Give me ten taglines for a lamp", *between, "Now give me ten more")
    assert len(items(answers[-1])) == 10
    assert not set(items(answers[0])) & set(items(answers[-1]))


def test_one_of_several_is_chosen_and_argued_from_its_words() -> None:
    names, best = said("Five names for a ferry", "Which of them is best and why?")
    chosen = re.search(r"“([^”]+)”", best)
    assert chosen is not None
    assert chosen[1] in items(names)
    assert "words" in best


def test_each_item_is_rated_with_a_number_and_a_reason() -> None:
    names, rated = said("Five names for a ferry", "Rate them from 1 to 10")
    for name, line in zip(items(names), items(rated), strict=True):
        assert re.fullmatch(rf"“{re.escape(name)}”: (?:[1-9]|10)/10; .{{10,}}\.", line)


def test_the_very_lines_stand_in_a_table_with_the_column_asked_for() -> None:
    lines, table = said(LINES, "Put the three first in a table with a column for tone")
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()]
    assert rows[0] == ["Line", "Tone"]
    assert [row[0] for row in rows[2:]] == items(lines)
    assert all(row[1].istitle() for row in rows[2:])


@pytest.mark.parametrize(
    ("asked", "mark"), [("Number the lines", "{}"), ("In bold", "**{}**"), ("Put them in italics please", "*{}*")]
)
def test_the_same_lines_are_numbered_or_set_in_another_type(asked: str, mark: str) -> None:
    lines, handled = said(LINES, asked)
    assert items(handled) == [mark.format(line) for line in items(lines)]


def test_a_script_gets_shorter_with_its_heading_and_its_times() -> None:
    long, short = said("Write a 30 second voice-over for the harbour film", "Shorter please")
    head = re.match(r"\*\*Voice-over, (\d+) seconds, (\d+) words\*\*", short)
    spoken = re.findall(r"^\d:\d\d–(\d):(\d\d) (.+)$", short, re.MULTILINE)
    assert head is not None
    assert int(head[1]) < 30
    assert int(spoken[-1][0]) * 60 + int(spoken[-1][1]) == int(head[1])
    assert sum(len(line[2].split()) for line in spoken) == int(head[2])
    assert all(one in long.replace("\n", " ") for line in spoken for one in re.split(r"(?<=[.]) ", line[2]))


@pytest.mark.parametrize("asked", ["asdf", "?", "qwertz asdfgh", "...", "hjkl"])
def test_what_cannot_be_read_is_said_not_to_be_understood(asked: str) -> None:
    assert "did not understand" in said(asked)[0]
    assert "did not understand" in said("asdf", asked)[1]


@pytest.mark.parametrize("asked", ["glass", "salsa", "Lumen", "tsunami", "banana bread"])
def test_a_lone_word_is_a_subject(asked: str) -> None:
    assert "did not understand" not in said(asked)[0]


@pytest.mark.parametrize("first", [[NOTES], [f"Summarise: {NOTES}"], [f"Summarise: {NOTES}", "A haiku about rain"]])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Who leads the shoot?", "Mara"),
        ("And what is the open question?", "who pays for the drone"),
        ("When is the deadline?", "30 June"),
    ],
)
def test_a_question_is_answered_from_the_persons_own_message(first: list[str], asked: str, found: str) -> None:
    assert found in said(*first, asked)[-1]


@pytest.mark.parametrize(
    ("asked", "number", "known"),
    [("Name two colours", 2, "colour"), ("List four animals", 4, "animal"), ("three cities", 3, "city")],
)
def test_things_of_a_kind_are_named_as_many_as_asked_for(asked: str, number: int, known: str) -> None:
    found = items(said(asked)[0])
    assert len(found) == number
    assert set(found) <= set(tables.KINDS[known])


def test_words_for_a_word_are_words_that_mean_it() -> None:
    found = said("Give me two words for calm")[0].split(", ")
    assert len(found) == 2
    assert set(found) <= set(tables.TONES["quiet"]) - {"calm"}


def test_a_rhymed_poem_has_its_lines_and_rhymes_in_pairs() -> None:
    poem = said("Write a poem of 4 lines about a lighthouse, in rhyme")[0]
    ends = [re.findall(r"\w+", line)[-1] for line in poem.splitlines() if line]
    families = [{re.findall(r"\w+", line)[-1] for line in (*f["named"], *f["free"])} for f in tables.RHYMES.values()]
    assert len(ends) == 4
    assert "lighthouse" in poem
    assert any({ends[0], ends[1]} <= one for one in families)
    assert any({ends[2], ends[3]} <= one for one in families)


def test_columns_behind_a_colon_are_all_there() -> None:
    head = said("a table with five columns for a coffee brand: audience, message, channel, budget, date")[0].split(
        "\n"
    )[0]
    assert head == "| audience | message | channel | budget | date |"


def test_what_is_not_known_stays_open_in_a_comparison() -> None:
    table = said("Compare oak and pine in a table")[0]
    assert "| To compare | Oak | Pine |" in table
    assert table.count("open") >= 6


ASKED = (
    "hello",
    "Five names for a ferry",
    "Give me JSON with keys a and b about rain",
    "What is 3 + 4?",
    "Compare oak and pine in a table",
    "Explain tides",
    "A 30 second voice-over for a lamp",
    "Write an email to the crew about the new date",
)


@pytest.mark.parametrize("asked", ASKED)
def test_house_rules_hold_in_every_form(asked: str) -> None:
    loud = said(asked, system="Answer only in capital letters, never more than ten words")[0]
    assert loud == loud.upper()
    assert sum(any(map(str.isalnum, word)) for word in loud.split()) <= 10
    one = said(asked, system="Answer in one sentence")[0]
    assert "\n" not in one
    assert len(re.findall(r"[.!?](?=\s|$)", one)) <= 1
    assert said(asked, system="Always end with a question")[0].endswith("?")
    assert said(asked, system="End every answer with OVER")[0].endswith("OVER")
    assert said(asked, system="Start each reply with “Ahoy”, and sign as Captain Bo.")[0].startswith("Ahoy")
    assert said(asked, system="Answer briefly and sign with Captain Bo")[0].endswith("\n\nCaptain Bo")
    assert said(asked, system="Never end with OVER")[0] == said(asked)[0]
    assert not items(said(asked, system="No lists")[0])
    assert said(asked, system="Use British spelling")[0] == said(asked)[0]


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "Write an email to a client explaining that the shoot is delayed by two days because of weather",
            ["[client’s name]", "the shoot is delayed by two days because of weather", "changed plan", "Kind regards"],
        ),
        ("Write an apology email to a customer for the late delivery", ["apology", "the late delivery"]),
        ("Write an invitation to our opening party on Friday", ["our opening party on Friday", "Invitation"]),
        ("Write a reminder of an unpaid bill to a client", ["[client’s name]", "unpaid bill", "set this note aside"]),
        ("Write a thank-you email to the crew", ["Hello crew", "Thank you"]),
    ],
)
def test_an_email_greets_says_its_news_and_closes(asked: str, parts: list[str]) -> None:
    text = said(asked)[0]
    assert text.startswith("Subject: ")
    assert text.endswith("[Your name]")
    assert [part for part in parts if part.lower() not in text.lower()] == []


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("Fix the grammar: he dont likes it when the lamps is on", "He doesn't like it when the lamps are on."),
        ("proofread this: its a nice day and the the dog wags it's tail", "It's a nice day and the dog wags its tail."),
        ("Correct this: an unique idea and a hour of there time", "A unique idea and an hour of their time."),
        ("Fix the grammar: They was late. i has a idea", "They were late. I have an idea."),
        ("Check the spelling: The lamp is on.", "The lamp is on."),
    ],
)
def test_common_slips_are_put_right_and_nothing_else(asked: str, right: str) -> None:
    assert said(asked)[0] == right


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Translate to German: Good morning", "Guten Morgen"),
        ("Übersetze ins Französische: Guten Morgen", "Bonjour"),
        ("Traduci in tedesco: grazie", "danke"),
        ('Translate "Thank you, good night" into Spanish', "Gracias, buenas noches"),
        ("Translate to German: Good morning, the film begins at eight", "cannot translate this into German"),
        ("Traduis en espagnol : Bonjour, le film commence à huit heures", "cannot translate this into Spanish"),
        ("Traduce al alemán: la película empieza hoy", "cannot translate this into German"),
    ],
)
def test_a_translation_is_whole_or_politely_declined_by_its_language(asked: str, found: str) -> None:
    assert found in said(asked)[0]


def test_a_question_in_another_language_gets_one_polite_sentence_and_clean_english() -> None:
    polite, _, rest = said("Was ist der Unterschied zwischen Logo und Marke?")[0].partition("\n\n")
    assert "Englisch" in polite
    assert "Logo and Marke" in rest
    assert not re.search(r"\b(?:und|der|zwischen|Unterschied)\b", rest)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("How many days has February in 2028?", "29 days"),
        ("How many days does April have?", "30 days"),
        ("What weekday is 12 May 2026?", "Tuesday"),
        ("Which day is 2027-01-01?", "Friday"),
        ("How many days between 3 March 2026 and 1 April 2026?", "29 days"),
        ("What date is 10 days after 25 December 2026?", "4 January 2027"),
        ("Is 2100 a leap year?", "No"),
        ("Which is the next leap year after 2026?", "2028"),
        ("Convert 5 miles to km", "8.0467 km"),
        ("How many cm are 12 inches", "30.48 cm"),
        ("20 °C in fahrenheit", "68 fahrenheit"),
        ("What weekday is 31 February 2026?", "not in the calendar"),
    ],
)
def test_calendar_and_units_are_reckoned(asked: str, found: str) -> None:
    assert found in said(asked)[0]


def test_a_fact_that_is_not_known_takes_one_sentence_and_one_offer() -> None:
    text = said("What is the capital of France?")[0]
    assert len(re.findall(r"[.!?](?:\s|$)", text)) == 2
    assert "no facts" in text


@pytest.mark.parametrize("asked", ["Describe our target group as a persona", "Write a headline for this campaign"])
def test_what_is_asked_for_a_brief_is_about_its_subject(asked: str) -> None:
    pdf = Attachment("document", "brief.pdf", {"pages": 1, "text": BRIEF})
    for text in (said(BRIEF, asked)[-1], said(f"{BRIEF}\n\n{asked}")[0], said(asked, files=(pdf,))[0]):
        assert "bicycle lamps" in text.lower()
    assert "commuters" in said(BRIEF, "Describe our target group as a persona")[-1]


def test_a_picture_is_described_and_titled_in_plain_words() -> None:
    text = said("What do you see in this picture? Give it a title.", files=(CHANGED,))[0]
    assert "rolling hills; it was combined with other pictures and recoloured" in text
    assert "**Title:** Rolling hills" in text
    assert "now" not in text
    assert "#now" not in said("Write a caption for this picture", files=(CHANGED,))[0].lower()


def test_colours_of_a_picture_stand_in_a_table_when_asked() -> None:
    text = said("Which colours dominate, as a table?", files=(CHANGED,))[0]
    assert text.splitlines()[0].startswith("| Colour |")
    assert "| Moss green |" in text


def test_a_heading_is_not_glued_to_the_sentence_after_it() -> None:
    text = "Harbour Lights\nProduction notes\nThe film is about a harbour at night. It was shot in Porto.\n"
    text += "Budget\nThe budget is small.\n"
    summary = said("Summarise this", files=(Attachment("document", "x.pdf", {"pages": 1, "text": text}),))[0]
    assert summary.startswith("The film is about a harbour at night.")
    assert "Budget The" not in summary
