"""The everyday asks of a creative team: each is answered about what was asked, in the asked form and number."""

from __future__ import annotations

import json
import re

import pytest

from lib.demo.write import Question, Turn, answer


def said(*asked: str, seed: int = 0) -> str:
    """The last answer of a conversation in which the user says ``asked``."""
    turns: list[Turn] = []
    for text in asked:
        turns.append(Turn("user", text))
        turns.append(Turn("model", answer(Question(tuple(turns), "", seed)).text))
    return turns[-1].text


def items(text: str) -> list[str]:
    return re.findall(r"^(?:\d+\.|-) (.+)$", text, re.MULTILINE)


def data(text: str) -> object:
    return json.loads(re.sub(r"^```json\n|\n```$", "", text))


def grid(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize(
    ("asked", "keys", "number"),
    [
        ("JSON with keys name, price and colour for three shoes", ["name", "price", "colour"], 3),
        (
            "Return JSON with the keys title, year and mood for two films about the sea",
            ["title", "year", "mood"],
            2,
        ),
        ("Return a JSON array with keys dish and price for five soups", ["dish", "price"], 5),
        ("Write JSON with the fields name, role and age for four neighbours", ["name", "role", "age"], 4),
    ],
)
def test_keys_end_where_the_entries_begin_and_the_entries_are_counted(asked: str, keys: list[str], number: int) -> None:
    found = data(said(asked))
    assert isinstance(found, list)
    assert [list(one) for one in found] == [keys] * number
    assert len({one[keys[0]] for one in found}) == number
    assert all(len(one[keys[0]].split()) < 8 for one in found)
    assert all(one.get("price") is None and one.get("year") is None for one in found)


@pytest.mark.parametrize("name", ["Oslo", "Lyon"])
def test_json_of_one_named_thing_is_an_object_that_invents_nothing_of_it(name: str) -> None:
    found = data(said(f"Give me a JSON object with keys city, mayor, population for {name}"))
    assert found == {"city": name, "mayor": None, "population": None}


def test_the_country_of_a_known_town_is_named() -> None:
    assert data(said("A JSON object with keys city and country for Bergen")) == {"city": "Bergen", "country": "Norway"}


@pytest.mark.parametrize(
    ("asked", "labels"),
    [
        ("A table comparing trains, buses and bicycles by cost, speed and comfort", ["Cost", "Speed", "Comfort"]),
        ("Make a table of trains, buses and bicycles with columns speed and price", ["Speed", "Price"]),
        ("Compare trains, buses and bicycles by price and noise", ["Price", "Noise"]),
    ],
)
def test_named_things_have_a_row_each_and_their_criteria_a_column(asked: str, labels: list[str]) -> None:
    text = said(asked)
    head, _, *rows = grid(text)
    assert head == ["Item", *labels]
    assert rows == [[thing, *["open"] * len(labels)] for thing in ("Trains", "Buses", "Bicycles")]
    assert "no facts" in text


def test_two_things_are_compared_by_the_criteria_that_were_named() -> None:
    assert [row[0] for row in grid(said("Compare tea and coffee in a table by price, taste and caffeine"))] == [
        "Item", "---", "Tea", "Coffee",
    ]  # fmt: skip


def test_json_of_named_things_has_an_entry_for_each() -> None:
    found = data(said("JSON with keys name and speed for trains, buses and bicycles"))
    assert found == [{"name": name, "speed": None} for name in ("Trains", "Buses", "Bicycles")]
