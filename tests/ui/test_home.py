"""Home: one field that guesses what is wanted, examples that run, and what was made last."""

from __future__ import annotations

import re

import pytest

from lib.config import Config
from lib.domain import Actor, Job
from lib.prompts import library
from lib.store import budgets, switches
from lib.ui import words
from lib.ui.offers import Shown
from tests.store.making import painted, written
from tests.ui.visiting import html, made, shown, studio, type_and_make

LETTER = "Write a short letter to a harbour master"
HARBOUR = "A fishing harbour at dusk"
PRICE = re.compile(r" · \$\d+\.\d\d$")


def of_job(job: Job) -> list[str]:
    return [preset.example.title for preset in library().presets.values() if preset.job == job]


def test_the_first_visit_is_one_field_and_six_examples_with_their_prices(house: Config, actor: Actor) -> None:
    at = studio()
    assert "What are we making?" in shown(at)
    assert len(at.text_area) == 1
    tiles = [at.button(key=f"example_{place}").label for place in range(6)]
    assert [PRICE.sub("", label) for label in tiles] == of_job("image")[:4] + of_job("text")[:2]
    assert all(PRICE.search(label) for label in tiles)
    assert "Made last" not in shown(at)
    assert not made(actor)


@pytest.mark.parametrize(("said", "job", "verb"), [(LETTER, "text", "Write · "), (HARBOUR, "image", "Make 1 · ")])
def test_what_is_wanted_is_guessed_from_the_words(house: Config, said: str, job: Job, verb: str) -> None:
    at = studio().text_area(key="words_home").set_value(said).run()
    assert at.segmented_control(key="job_home").value == job
    assert at.button(key="make").label.startswith(verb)


def test_a_chosen_job_is_not_guessed_away(house: Config) -> None:
    at = studio().text_area(key="words_home").set_value(HARBOUR).run()
    at = at.segmented_control(key="job_home").set_value("text").run()
    at = at.text_area(key="words_home").set_value(f"{HARBOUR}, seen from a boat").run()
    assert at.segmented_control(key="job_home").value == "text"
    assert at.button(key="make").label.startswith("Write · ")


def test_words_of_another_job_at_a_higher_price_than_the_button_had_are_not_sent(writer: Config, actor: Actor) -> None:
    at = studio()
    at.session_state.shown_home = Shown.first(10_000, 0)
    at.text_area(key="words_home").set_value(LETTER)
    at = at.button(key="make").click().run()
    assert "Your words read as a text, which is at most $" in shown(at)
    assert "To have a picture, choose Image." in shown(at)
    assert not made(actor)
    at = at.button(key="offer_0").click().run()
    (task,) = made(actor)
    assert task.job == "text"


def test_a_text_leads_to_a_conversation_in_which_it_is_written(writer: Config, actor: Actor) -> None:
    at = studio().text_area(key="words_home").set_value(LETTER).run()
    at = at.button(key="make").click().run()
    (task,) = made(actor)
    assert (task.job, task.state, words.own_words(task)) == ("text", "succeeded", LETTER)
    assert at.query_params["c"]
    assert at.chat_input(key="say")
    assert f"<div>{LETTER}</div>" in shown(at)


def test_a_picture_leads_to_the_image_page(house: Config, actor: Actor) -> None:
    at = type_and_make(studio(), HARBOUR, "home")
    (task,) = made(actor)
    assert (task.job, words.own_words(task)) == ("image", HARBOUR)
    assert at.segmented_control(key="n_image")
    assert at.button(key=f"stop_{task.id}")


@pytest.mark.parametrize(("place", "job"), [(0, "image"), (4, "text")])
def test_an_example_runs_as_it_is_where_its_kind_is_made(writer: Config, actor: Actor, place: int, job: Job) -> None:
    at = studio().button(key=f"example_{place}").click().run()
    example = next(preset for preset in library().presets.values() if preset.job == job)
    (task,) = made(actor)
    assert (task.job, task.preset, task.styles) == (job, example.id, example.example.styles)
    assert words.own_words(task) == example.example.words.strip()
    assert [one.key for one in at.chat_input] == (["say"] if job == "text" else [])


def test_what_was_made_last_is_there_with_a_way_to_all_of_it(house: Config, actor: Actor) -> None:
    boat, _ = painted(actor), written(actor)
    at = studio()
    assert "Made last" in shown(at)
    assert "Once there was a boat." in shown(at)
    assert f"/files/{boat}" in html(at)
    assert [link.label for link in at.get("page_link")] == ["Open the library"]


def test_words_that_were_sent_leave_the_field_and_words_that_were_refused_stay(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "global", budgets.EACH, "day", 10_000)
    at = type_and_make(studio(), HARBOUR, "home")
    assert "$0.01 left" in shown(at)
    assert at.text_area(key="words_home").value == HARBOUR
    assert not made(actor)
    budgets.put("simulated", "global", budgets.EACH, "day", 10_000_000)
    at.button(key="make").click().run()
    assert len(made(actor)) == 1
    assert studio().text_area(key="words_home").value == ""


def test_a_price_that_rose_since_it_was_shown_is_refused_and_offered_anew(house: Config, actor: Actor) -> None:
    at = studio()
    at.session_state.shown_home = Shown.first(10_000, 0.0)
    at = type_and_make(at, HARBOUR, "home")
    assert "The price has changed" in shown(at)
    assert not made(actor)
    at.button(key="offer_0").click().run()
    assert len(made(actor)) == 1


def test_what_is_switched_off_says_so(house: Config) -> None:
    switches.throw("job:image", True, "test", "Painting the walls")
    assert "Painting the walls" in shown(studio())


def test_real_money_is_spent_only_after_one_field_has_been_filled_in(key: None) -> None:
    at = studio()
    assert at.button(key="open_gate").label == "Open the gate: $10.00 a day"
    assert "How much may Studio spend a day?" not in shown(at.button(key="open_gate").click().run())
