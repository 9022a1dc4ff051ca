"""What a team brings and wants back on its first day: data in another form, papers, cards, budgets, craft."""

from __future__ import annotations

import csv
import io
import json

import pytest

from lib.demo.write import Question, Turn, answer
from lib.demo.write import words as tables
from tests.demo.test_write_asked import items, said, unfenced

FRUIT = "apples 3, pears 5, plums 12"
COUNTED = [{"item": "apples", "quantity": 3}, {"item": "pears", "quantity": 5}, {"item": "plums", "quantity": 12}]
CREW = [{"name": "Anna", "role": "director", "rate": 800}, {"name": "Ben", "role": "camera", "rate": 650}]


def asked(text: str, seed: int = 0) -> str:
    return answer(Question((Turn("user", text),), "", seed)).text


def cells(table: str) -> list[list[str]]:
    """The rows of a Markdown table without its rule, the head first."""
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]
    return [rows[0], *rows[2:]]


@pytest.mark.parametrize(
    "given",
    [
        "name,role,rate\nAnna,director,800\nBen,camera,650",
        "| name | role | rate |\n| --- | --- | --- |\n| Anna | director | 800 |\n| Ben | camera | 650 |",
        "name: Anna\nrole: director\nrate: 800\nname: Ben\nrole: camera\nrate: 650",
        json.dumps(CREW),
    ],
)
def test_the_same_records_come_out_whatever_they_were_written_in(given: str) -> None:
    assert json.loads(unfenced(asked(f"Convert this to JSON:\n{given}"))) == CREW
    rows = list(csv.DictReader(io.StringIO(unfenced(asked(f"Turn this into CSV:\n{given}")))))
    assert rows == [{key: str(one) for key, one in row.items()} for row in CREW]
    assert cells(asked(f"Make a Markdown table out of this:\n{given}"))[1:] == [
        ["Anna", "director", "800"],
        ["Ben", "camera", "650"],
    ]


def test_a_list_with_figures_becomes_records_and_stays_them_through_every_form() -> None:
    first, yaml, table, again = said(f"Turn this list into JSON: {FRUIT}", "as YAML", "as a table", "as JSON")
    assert json.loads(unfenced(first)) == COUNTED
    assert "- item: apples\n  quantity: 3" in yaml
    assert cells(table)[0] == ["Item", "Quantity"]
    assert [list(one.values()) for one in json.loads(unfenced(again))] == [list(one.values()) for one in COUNTED]


def test_a_given_list_is_sorted_and_set_as_asked() -> None:
    assert items(asked("Sort this list alphabetically: pear, apple, fig and cherry")) == [
        "apple",
        "cherry",
        "fig",
        "pear",
    ]
    assert asked("As bullet points: casting, rehearsal, shoot") == "- casting\n- rehearsal\n- shoot"


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        ("Which fonts go with a vintage coffee brand?", "fonts"),
        ("Suggest a colour palette for a toy shop", "colours"),
        ("What music would work for a surf film?", "music"),
        ("What lighting goes with a whisky bottle?", "light"),
    ],
)
def test_advice_names_choices_with_reasons_and_says_for_what(wanted: str, known: str) -> None:
    found = asked(wanted)
    assert wanted.rstrip("?").split()[-1] in found
    choices = [one.partition("**: ") for one in items(found)]
    assert len(choices) >= 2
    table = {choice for mood in tables.CRAFT[known].values() for choice in mood}
    assert {f"{choice.removeprefix('**')} ~ {reason}" for choice, _, reason in choices} <= table


def test_advice_differs_with_the_subject_and_keeps_a_count() -> None:
    law, yoga = asked("Which fonts suit a law firm?"), asked("Give me two fonts for a yoga studio")
    assert len(items(yoga)) == 2
    assert not set(items(law)) & set(items(yoga))


def test_a_term_of_the_craft_is_told_to_a_child_without_its_jargon() -> None:
    grown, child = asked("What is depth of field?"), asked("Explain depth of field to a child")
    assert "aperture" in grown
    assert "aperture" not in child
    assert "thumb" in child


@pytest.mark.parametrize("other", ["What is the temperature in Oslo?", "What is the capital of Peru?"])
def test_what_is_no_term_of_the_craft_is_still_not_known(other: str) -> None:
    assert "knows no facts" in asked(other)


def test_a_birthday_card_greets_by_name_and_age_and_speaks_of_what_is_loved() -> None:
    card, short, funny = said(
        "Write a birthday card for Maya, who turns 40 and loves sailing", "make it shorter", "make it funnier"
    )
    for one in (card, short, funny):
        assert "Maya" in one.split("\n")[0]
        assert "orty" in one or "ortieth" in one
        assert one.endswith("[Your name]")
    assert "sailing" in card
    assert len(short.split()) < len(card.split())
    assert funny not in (card, short)


@pytest.mark.parametrize(
    ("wanted", "said_there"),
    [
        ("Write a wedding toast for my brother Tom and his wife Lea", "Tom and Lea"),
        ("Write a get well card for my colleague Jonas", "Jonas"),
        ("Write a Christmas greeting to our clients", "clients"),
        ("Write a thank-you note to our client Nordlicht", "Nordlicht"),
    ],
)
def test_a_card_is_meant_for_those_it_goes_to(wanted: str, said_there: str) -> None:
    for seed in range(4):
        assert said_there in asked(wanted, seed)


def test_only_the_second_one_is_the_second_one_alone() -> None:
    names, second = said("Give me five names for a bakery", "only the second one")
    assert second == items(names)[1]


def amount(cell: str) -> int:
    return int("".join(letter for letter in cell if letter.isdigit()) or 0)


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        ("Make a budget for a two-day shoot as a table", 0),
        ("A budget of 5,000 euros for a photo shoot", 5000),
        ("Budget for a product launch party", 0),
    ],
)
def test_a_budget_without_columns_adds_up(wanted: str, total: int) -> None:
    head, *rows, last = cells(asked(wanted))
    assert head == ["Item", "Quantity", "Rate", "Sum"]
    assert sum(amount(row[-1]) for row in rows) == amount(last[-1])
    assert total in (0, amount(last[-1]))
    for _, quantity, rate, each in rows[:-1]:
        assert amount(each) == amount(rate) * (amount(quantity) or 1)


def test_a_row_is_added_above_the_total_and_nothing_else_changes() -> None:
    budget, more = said("Make a budget for a two-day shoot", "add a row for insurance")
    added = [line for line in more.split("\n") if line not in budget.split("\n")]
    assert added == ["| Insurance | open | open | open |"]
    assert cells(more)[-1] == cells(budget)[-1]


def test_a_content_calendar_stays_inside_its_month_and_has_the_posts_asked_for() -> None:
    _, *rows = cells(asked("Content plan for February 2027 for our bakery, 6 posts"))
    days = [int(row[0].split()[1]) for row in rows]
    assert len(rows) == 6
    assert days == sorted(set(days))
    assert days[-1] <= 28
    assert rows[0][0] == "Mon 1 February"


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("Write a call sheet for a one-day shoot on a beach", ("Crew", "Schedule", "beach")),
        ("Write a job ad for a junior motion designer", ("motion designer", "How to apply")),
        ("Write a FAQ for an online plant shop", ("online plant shop", "What does it cost?")),
        ("Give me a creative brief for a new sparkling water", ("Audience", "Message", "sparkling water")),
        ("Write a bio for a photographer called Ida Holm", ("Ida Holm is a photographer",)),
        ("Make a packing list for a location shoot in Iceland", ("- [ ] ", "Iceland", "Weather")),
    ],
)
def test_a_paper_has_the_sections_that_such_a_paper_needs(wanted: str, there: tuple[str, ...]) -> None:
    found = asked(wanted)
    assert [one for one in there if one not in found] == []
    assert "{" not in found


@pytest.mark.parametrize("about", ["a bakery", "a solar backpack", "a podcast about city gardens", "a law firm"])
def test_ten_names_begin_differently_and_none_repeats_a_word(about: str) -> None:
    names = items(asked(f"Give me ten names for {about}"))
    assert len(names) == 10
    assert len({name.split()[0] for name in names}) >= 8
    for name in names:
        words = [word for word in name.lower().split() if word.isalpha()]
        assert len(words) == len(set(words))


def test_a_text_gets_shorter_without_losing_its_main_clause() -> None:
    long = "We are excited to announce that our lamp, which took three years, will be available in stores on Monday."
    assert asked(f"Rewrite this shorter: {long}") == "Our lamp will be in stores on Monday."


def test_a_friendlier_text_asks_instead_of_ordering() -> None:
    found = asked("Rewrite this friendlier: Your form is incomplete. Send the rest by Friday.")
    assert "Please send the rest by Friday." in found
    assert "incomplete" not in found


def test_a_radio_script_says_what_is_heard() -> None:
    found = asked("Write a 30-second radio script for a flower shop")
    assert found.count("*Sound: ") == 3
    assert "0:30 " in found


def test_subject_lines_name_the_matter_and_begin_differently() -> None:
    lines = items(asked("Three email subject lines for our summer sale"))
    assert all("summer sale" in line.lower() for line in lines)
    assert len({line.split()[0] for line in lines}) == 3


def test_a_caption_speaks_of_what_the_photo_shows_and_not_of_the_photo() -> None:
    found = asked("Write an Instagram caption for a photo of our new office dog")
    assert "office dog" in found
    assert "photo" not in found


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("Improve this prompt: a dog on a beach", ("A dog on a beach", "Palette:")),
        ("How many words is a 45-second voice-over?", ("About 103 words",)),
        ("Write an apology to a customer whose order arrived broken", ("your order, which arrived broken",)),
        ("Write a dialogue between a barista and a robot", ("THE BARISTA", "THE ROBOT")),
        ("Which is better for a logo, serif or sans serif?", ("A serif is", "A sans serif")),
        ("What should I post on Valentine's Day for a bookshop?", ("5. ",)),
        ("Fix the spelling: its definately broken", ("It's definitely broken.",)),
        ("Write alt text for a picture of a woman repairing a bicycle", ("A woman repairing a bicycle.",)),
    ],
)
def test_a_request_of_the_first_day_gets_what_it_asks_for(wanted: str, there: tuple[str, ...]) -> None:
    found = asked(wanted)
    assert [one for one in there if one not in found] == []
    assert "knows no facts" not in found
