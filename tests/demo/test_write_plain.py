"""Plain instructions: the words that set a form are no part of the subject, counts hold, and what can be known is."""

from __future__ import annotations

import json
import re

import pytest

from lib.demo.write import Attachment, Question, Turn, answer, fit, known

MINUTES = (
    "The harbour committee met on 12 March 2026 in Bergen. Anna Lind chaired the meeting. The committee decided to "
    "rebuild the north quay for 4.2 million euros. Work begins in May. Fishermen asked for better lamps."
)
DOCUMENT = Attachment("document", "minutes.pdf", {"pages": 3, "text": MINUTES})
PICTURE = Attachment(
    "image", "harbour.png", {"width": 1024, "height": 1024, "colours": ["amber"], "light": "low", "painted": "A quay"}
)


def said(*asked: str, files: tuple[Attachment, ...] = ()) -> str:
    """The last answer of a conversation in which the user says ``asked``; ``files`` come with the first turn."""
    turns: list[Turn] = []
    for at, text in enumerate(asked):
        turns.append(Turn("user", text, () if at else files))
        turns.append(Turn("model", answer(Question(tuple(turns), "", 0)).text))
    return turns[-1].text


def items(text: str) -> list[str]:
    return re.findall(r"^(?:\d+\.|-) (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("asked", "number", "kind"),
    [
        ("List exactly seven Italian cities, numbered, one per line, nothing else", 7, "italian city"),
        ("Name four cities in Germany", 4, "german city"),
        ("list three boats", 3, "boat"),
        ("Name three colours of the rainbow", 3, "rainbow colour"),
        ("Name the planets", 8, "planet"),
        ("What are the four seasons?", 4, "season"),
        ("Reply with three fruits", 3, "fruit"),
        ("Give me two days of the week", 2, "day"),
    ],
)
def test_things_of_a_common_set_are_named_and_counted(asked: str, number: int, kind: str) -> None:
    found = items(said(asked))
    assert len(set(found)) == number
    assert set(found) <= set(known.members(kind))
    if known.ordered(kind):
        assert found == list(known.members(kind)[:number])


def test_things_are_asked_for_again_without_repeating_one() -> None:
    first, more = said("List four vegetables"), said("List four vegetables", "three more")
    assert len(items(more)) == 3
    assert not set(items(first)) & set(items(more))


def test_a_set_that_is_not_known_is_said_not_to_be() -> None:
    assert "knows no Norwegian lakes" in said("List three Norwegian lakes")


def test_lines_asked_for_one_per_line_carry_no_numbers() -> None:
    lines = said("Write three taglines for a bike shop, one per line").splitlines()
    assert len(lines) == 3
    assert not any(re.match(r"\d|-", line) for line in lines)


def test_a_json_array_is_bare_and_holds_as_many_as_asked() -> None:
    found = json.loads(said("a JSON array of four fruit names, nothing else"))
    assert len(found) == 4
    assert set(found) <= set(known.members("fruit"))


def test_a_key_of_json_that_is_an_array_has_its_length() -> None:
    text = said("JSON with keys name, age and hobbies (array of 3) for a fictional sailor, nothing else")
    found = json.loads(text)
    assert list(found) == ["name", "age", "hobbies"]
    assert len(set(found["hobbies"])) == 3
    assert "sailor" not in found["name"]


@pytest.mark.parametrize("seed", range(6))
def test_a_note_has_its_heading_its_points_and_its_length(seed: int) -> None:
    asked = "Write a 150 word note about wool with a heading and three bullet points"
    text = answer(Question((Turn("user", asked),), "", seed)).text
    assert text.startswith("## Wool\n\n")
    assert len(items(text)) == 3
    assert 135 <= fit.count(text) <= 150
    assert "heading" not in text


@pytest.mark.parametrize(
    ("asked", "number", "file"),
    [
        ("Summarise the document in two bullet points", 2, DOCUMENT),
        ("Describe this as three bullet points", 3, PICTURE),
    ],
)
def test_a_file_is_told_in_as_many_points_as_asked(asked: str, number: int, file: Attachment) -> None:
    text = said(asked, files=(file,))
    assert len(items(text)) == len(text.splitlines()) == number


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("Answer in one word: what is the opposite of hot?", "Cold."),
        ("What is the opposite of empty?", "The opposite of “empty” is “full”."),
        ("In one word: what is the capital of France?", "Unknown."),
        ("Reply only with OK", "OK"),
        ('Answer with exactly "blue harbour"', "blue harbour"),
        ("yes or no: is a tomato a fruit?", "Yes."),
        ("Is it raining? Answer yes or no.", "Not known."),
        ("Is a whale a fish?", "No, a whale is not a fish."),
        ("Are bees insects?", "Yes, bees are insects."),
        ("Count from 10 to 1", "10, 9, 8, 7, 6, 5, 4, 3, 2, 1"),
        ("Count to three, one per line", "1\n2\n3"),
        ("Count from 2 to 10 in steps of 4", "2, 6, 10"),
        ("How many letters are in strawberry?", "“strawberry” has ten letters."),
        ("How many r's are in strawberry?", "“strawberry” has three “r”."),
        ("Spell harbour backwards", "ruobrah"),
        ("What is the opposite of love? One word.", "Hate."),
        ("Answer only with yes or no: is Paris a city?", "Yes."),
        ("Is 17 a prime number?", "Yes, 17 is prime."),
        ("What is the largest of 3, 99 and 12?", "99"),
        ("Sort these numbers: 10, 9, 2", "1. 2\n2. 9\n3. 10"),
        ("Sort from longest to shortest: fig, banana, apple", "1. banana\n2. apple\n3. fig"),
        ("Repeat after me: blue lamp", "blue lamp"),
        ("Write the word harbour three times", "harbour, harbour, harbour"),
        ("Name one planet", "Mercury"),
        ("List three seasons separated by commas", "Spring, Summer, Autumn"),
        ("Sort these alphabetically: pear, apple, fig", "1. apple\n2. fig\n3. pear"),
    ],
)
def test_what_has_one_right_answer_is_computed_or_plainly_unknown(asked: str, right: str) -> None:
    assert said(asked) == right


def test_a_rhyme_scheme_is_no_part_of_the_subject() -> None:
    poem = said("Write a poem of four lines about rain, rhyming AABB")
    assert len(poem.splitlines()) == 4
    assert "AABB" not in poem


def test_half_of_a_letter_keeps_its_greeting_and_its_close() -> None:
    half = said("Write an email to the crew about the new date", "Make it half as long")
    assert "\n\nHello crew,\n\n" in half
    assert half.endswith("[Your name]")


@pytest.mark.parametrize("first", ["Write a paragraph about the sea", "Write a story about a fox in 200 words"])
def test_half_as_long_is_half_as_long(first: str) -> None:
    whole, half = len(said(first).split()), len(said(first, "Make it half as long").split())
    assert 0.3 * whole < half < 0.7 * whole


@pytest.mark.parametrize(
    ("first", "then", "lines"),
    [
        ("Write a haiku about snow", "Make it longer, six lines", 6),
        ("Write a haiku about snow", "Longer please", 5),
        ("Write a poem of four lines about rain", "Make it eight lines", 8),
    ],
)
def test_a_poem_gets_as_many_lines_as_a_later_turn_asks(first: str, then: str, lines: int) -> None:
    poem = re.sub(r"^\*\*.*\*\*\n", "", said(first, then))
    assert len([line for line in poem.splitlines() if line]) == lines


def test_a_title_of_its_own_stands_above_a_text() -> None:
    text = said("Write a 100 word text about tea with a title")
    assert text.startswith("## Tea\n\n")
    assert 90 <= len(re.findall(r"[\w'’-]+", text)) <= 100


def test_a_reply_with_names_is_names_and_no_letter() -> None:
    assert len(items(said("Reply with three names for a ferry"))) == 3


ABOUT_ME = "My name is Renske and I bake bread. My dog is called Rex."


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("What is my name?", "Your name is Renske."),
        ("And what do I do?", "You bake bread."),
        ("What is my dog called?", "Your dog is called Rex."),
        ("Who am I?", "Your name is Renske."),
        ("What do you know about me?", "Your name is Renske, you bake bread, and your dog is called Rex."),
    ],
)
@pytest.mark.parametrize("between", [(), ("Write a haiku about rain",), ("thanks", "Three taglines for a lamp")])
def test_what_a_person_tells_about_themselves_is_remembered(between: tuple[str, ...], asked: str, right: str) -> None:
    assert said(ABOUT_ME, *between, asked) == right


def test_what_was_told_last_counts() -> None:
    assert said("My name is Ada.", "Call me Bo", "What is my name?") == "Your name is Bo."
    assert "not told me" in said("hello", "What is my name?")


def test_a_fact_is_noted_and_hides_nothing_that_was_written_before() -> None:
    first, more = said("Three names for a ferry"), said("Three names for a ferry", "My name is Ada", "three more")
    assert "Noted: your name is Ada." in said("My name is Ada")
    assert len(items(more)) == 3
    assert not set(items(first)) & set(items(more))


@pytest.mark.parametrize(
    ("asked", "greeted"),
    [
        ("Write an email to a landlord asking to repair the heating", "Hello [landlord’s name],"),
        ("Write an email asking the landlord to repair the heating", "Hello landlord,"),
        ("Write a letter to my landlord asking if he could repair the heating", "Hello landlord,"),
    ],
)
def test_an_email_asks_for_what_it_is_to_ask(asked: str, greeted: str) -> None:
    text = said(asked)
    assert text.startswith("Subject: Request: repair the heating\n")
    assert greeted in text
    assert re.search(r"(?:ask you to|Could you please) repair the heating[.?]", text)


def test_a_compound_of_another_language_is_read_by_its_parts() -> None:
    polite, _, lines = said("Schreibe drei Werbezeilen für eine Fahrradwerkstatt").partition("\n\n")
    assert "Englisch" in polite
    assert len(items(lines)) == 3
    assert "bike workshop" in lines


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("Correct the spelling: I recieve teh leter tommorow", "I receive the letter tomorrow."),
        ("Correct the spelling: Thier adress is wierd", "Their address is weird."),
        (
            "Rewrite more formally: hey guys, the thing is late again, sorry",
            "Dear all, the item in question is delayed once more. We apologise for this.",
        ),
    ],
)
def test_a_given_sentence_is_corrected_or_said_more_formally(asked: str, right: str) -> None:
    assert said(asked) == right


@pytest.mark.parametrize("asked", ["each with one line that says why", "each with a short reason", "and why each fits"])
def test_names_come_with_their_reasons_and_are_the_same_names_in_a_table(asked: str) -> None:
    first = f"Three names for a ferry, {asked}"
    names = [re.fullmatch(r"\*\*(.+)\*\*: \w.+", item) for item in items(said(first))]
    assert len(names) == 3
    table = said(first, "Now as a table with the columns name, tone and colour").splitlines()
    assert table[0] == "| Name | Tone | Colour |"
    assert [row.split(" | ")[0].removeprefix("| ") for row in table[2:]] == [name[1] for name in names if name]
