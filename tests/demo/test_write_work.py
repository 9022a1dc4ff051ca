"""What a team brings and wants back on its first day: data in another form, papers, cards, budgets, craft."""

from __future__ import annotations

import csv
import io
import json

import pytest

from lib.demo.write import Question, Turn, answer
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
