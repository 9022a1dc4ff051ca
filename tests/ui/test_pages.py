"""The Image page as a person uses it, and what all pages share: set, click, read what is shown."""

from __future__ import annotations

import re

import pytest

from lib import people, ui
from lib.catalog import catalog
from lib.config import Config
from lib.domain import MICROS, Actor
from lib.prompts import library
from lib.store import budgets, drafts, history, switches
from lib.ui import words
from lib.ui.offers import Shown
from tests.ui.visiting import made, shown, studio, type_and_make, visit

HARBOUR = "A harbour <b>at dusk</b> [for $5]"


def test_a_page_without_work_says_what_will_land_in_it_with_examples_that_run(house: Config, actor: Actor) -> None:
    at = studio("image")
    assert "Start from an example" in shown(at)
    first = next(preset for preset in library().presets.values() if preset.job == "image")
    assert at.button(key="example_0").label.startswith(first.example.title)
    at = at.button(key="example_0").click().run()
    (task,) = made(actor)
    assert (task.preset, task.subtype, task.styles) == (first.id, first.example.subtype, first.example.styles)
    assert at.text_area(key="words_image").value == first.example.words
    assert first.slots.framing is None or first.slots.framing in shown(at)
    assert "Start from an example" not in shown(at)


def test_words_typed_and_the_button_clicked_at_once_make_one_picture_at_the_shown_price(
    house: Config, actor: Actor
) -> None:
    at = studio("image")
    price = at.button(key="make").label.removeprefix("Make 1 · ")
    at = type_and_make(at, HARBOUR)
    (task,) = made(actor)
    assert task.prompt is not None
    assert task.prompt.text == HARBOUR
    assert f"${task.quote.expected / MICROS:.2f}" in (price, f"${task.quote.expected / MICROS - 0.01:.2f}")
    assert "&lt;b&gt;at dusk&lt;/b&gt;" in shown(at)
    assert "<b>at dusk" not in shown(at)
    assert "held" in shown(at)


def test_a_second_click_within_the_same_moment_is_the_same_request(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    at.button(key="make").click().run()
    assert len(made(actor)) == 1
    type_and_make(at, "Another boat")
    assert len(made(actor)) == 2


def test_a_click_on_an_empty_field_says_what_is_missing_and_costs_nothing(house: Config, actor: Actor) -> None:
    at = studio("image")
    assert "prompt is empty" not in shown(at)
    assert "prompt is empty" in shown(type_and_make(at, "  "))
    assert not made(actor)


def test_a_price_that_rose_since_it_was_shown_is_refused_and_offered_anew(house: Config, actor: Actor) -> None:
    at = studio("image")
    at.session_state.shown_image = Shown.first(10_000, 0.0)
    at = type_and_make(at, "A boat")
    assert "The price has changed" in shown(at)
    assert not made(actor)
    at.button(key="offer_0").click().run()
    assert len(made(actor)) == 1


def test_what_does_not_fit_the_budget_is_offered_cheaper(house: Config, actor: Actor) -> None:
    budgets.put("simulated", "global", budgets.EACH, "day", 200_000)
    at = type_and_make(studio("image"), "A boat")
    assert "$0.20 left" in shown(at)
    assert not made(actor)
    label = at.button(key="offer_0").label
    assert re.fullmatch(r"(Balanced|Draft) ×1 · \$\d\.\d\d", label)
    at.button(key="offer_0").click().run()
    assert [task.quality for task in made(actor)] == [label.split()[0].lower()]


def test_a_refused_variation_of_a_card_is_told_and_offered_cheaper(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    (task,) = made(actor)
    at = at.button(key=f"stop_{task.id}").click().run()
    budgets.put("simulated", "global", budgets.EACH, "day", 200_000)
    at.text_area(key="words_image").set_value("Something else")
    at = at.button(key=f"again_{task.id}").click().run()
    assert "$0.20 left" in shown(at)
    assert len(made(actor)) == 1
    at.button(key="offer_0").click().run()
    assert {words.own_words(task) for task in made(actor)} == {"A boat"}
    assert len(made(actor)) == 2


def test_what_is_too_dear_in_fours_is_offered_in_fewer_and_cheaper(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    budgets.put("simulated", "request", budgets.EACH, "once", 100_000)
    at = at.segmented_control(key="n_image").set_value(4).run()
    at.session_state.shown_image = Shown.first(10 * MICROS, 0.0)
    at = type_and_make(at, "Another boat")
    assert at.button(key="offer_0").label == "Draft ×2 · $0.07"


def test_what_fits_nowhere_can_be_tried_again(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    budgets.put("simulated", "global", budgets.EACH, "day", 0)
    at = type_and_make(at, "Another boat")
    assert at.button(key="offer_0").label == "Try again · $0.25"
    budgets.put("simulated", "global", budgets.EACH, "day", MICROS)
    at.button(key="offer_0").click().run()
    assert len(made(actor)) == 2


@pytest.mark.parametrize("limit", [0.0, -3.0, 10_001.0])
def test_a_limit_that_cannot_be_opens_nothing(key: None, actor: Actor, limit: float) -> None:
    at = studio("image")
    at.number_input(key="gate_limit").set_value(limit)
    at = at.button(key="open_gate").click().run()
    assert "more than" in " ".join(part.value for part in at.markdown)
    assert history.spend(actor, "real").left_today is None


def test_the_gate_opens_with_what_stands_in_the_field_when_it_is_clicked(key: None, actor: Actor) -> None:
    at = studio("image")
    at.number_input(key="gate_limit").set_value(0.5)
    at.button(key="open_gate").click().run()
    assert history.spend(actor, "real").left_today == MICROS // 2


def test_before_there_are_words_another_quality_can_be_chosen_instead_of_what_is_switched_off(
    house: Config, actor: Actor
) -> None:
    switches.throw(f"model:{catalog().choose('image', 'best')[0].id}", True, "test", "")
    at = studio("image")
    at = at.button(key="offer_0").click().run()
    assert not made(actor)
    assert at.button(key="make").label == "Make 1 · $0.06"
    assert "Switched off" not in shown(at)


def test_what_is_switched_off_says_so_and_can_be_looked_at_again(house: Config) -> None:
    switches.throw("job:image", True, "test", "Painting the walls")
    at = studio("image")
    assert "Painting the walls" in shown(at)
    switches.throw("job:image", False, "test", "")
    assert "Painting the walls" not in shown(at.button(key="offer_again").click().run())


def test_real_money_is_spent_only_after_one_field_has_been_filled_in(key: None, actor: Actor) -> None:
    at = studio("image")
    assert "How much may Studio spend a day?" in shown(at)
    assert at.button(key="open_gate").label == "Open the gate: $10.00 a day"
    at.number_input(key="gate_limit").set_value(25).run()
    at = at.button(key="open_gate").click().run()
    assert "How much may Studio spend a day?" not in shown(at)
    spend = history.spend(actor, "real")
    assert spend.left_today == 25 * MICROS


def test_every_parameter_of_the_chosen_model_has_a_control(house: Config) -> None:
    at = type_and_make(studio("image"), "A boat")
    for model in catalog().of_job("image"):
        at = at.selectbox(key="model_image").set_value(model.id).run()
        drawn = {element.key for kind in (at.selectbox, at.slider, at.segmented_control) for element in kind}
        told = " ".join(caption.value for caption in at.caption)
        for name, param in model.params.items():
            assert f"set_{name}_image" in drawn or f"{param.label}: {param.default}".replace(":", "\\:") in told


def test_a_setting_made_by_hand_stays_until_the_quality_decides_it_again(house: Config) -> None:
    at = type_and_make(studio("image"), "A boat")
    at = at.selectbox(key="set_ratio_image").set_value("16:9").run()
    at = at.segmented_control(key="set_size_image").set_value("2K").run()
    assert at.segmented_control(key="set_size_image").value == "2K"
    at = at.segmented_control(key="quality_image").set_value("draft").run()
    at = at.segmented_control(key="quality_image").set_value("best").run()
    assert at.selectbox(key="set_ratio_image").value == "16:9"
    assert at.segmented_control(key="set_size_image").value == "4K"


def test_the_draft_is_kept_while_another_page_is_looked_at(house: Config) -> None:
    at = type_and_make(studio("image"), "A boat")
    at.text_area(key="words_image").set_value("A boat with a red sail")
    at = at.segmented_control(key="quality_image").set_value("draft").run()
    at = visit(at, "about")
    at = visit(at, "image")
    assert at.text_area(key="words_image").value == "A boat with a red sail"
    assert at.segmented_control(key="quality_image").value == "draft"


def test_the_draft_is_found_again_after_a_reload_and_a_restart(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    at.text_area(key="words_image").set_value("A boat with a red sail")
    at = at.segmented_control(key="quality_image").set_value("draft").run()
    at.selectbox(key="set_ratio_image").set_value("16:9").run()
    again = studio("image")
    assert again.text_area(key="words_image").value == "A boat with a red sail"
    assert again.segmented_control(key="quality_image").value == "draft"
    assert again.selectbox(key="set_ratio_image").value == "16:9"


@pytest.mark.parametrize("kept", ["", "no json", '{"job": "image", "words": 3}', '{"job": "image", "preset": "gone"}'])
def test_a_draft_that_cannot_be_read_any_more_is_an_empty_one(house: Config, actor: Actor, kept: str) -> None:
    drafts.keep(actor, "image", kept)
    assert studio("image").text_area(key="words_image").value == ""


def test_a_price_that_nobody_can_have_read_is_not_agreed_to(house: Config, actor: Actor) -> None:
    at = studio("image")
    at.session_state.shown_image = Shown.first(None, 0.0)
    at = type_and_make(at, "A boat")
    assert "No price stood on the button yet" in shown(at)
    assert not made(actor)
    at.button(key="offer_0").click().run()
    assert len(made(actor)) == 1


def test_older_work_is_a_click_away(house: Config, actor: Actor) -> None:
    at = studio("image")
    for number in range(15):
        at = type_and_make(at, f"Boat {number}")
    assert "Boat 0<" not in shown(at)
    assert "Boat 0<" in shown(at.button(key="older").click().run())


def test_what_is_made_can_be_stopped_tried_again_and_its_words_used(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    (task,) = made(actor)
    at = at.button(key=f"stop_{task.id}").click().run()
    assert "Cancelled" in shown(at)
    assert "held is back" in shown(at)
    at.text_area(key="words_image").set_value("Something else")
    at = at.button(key=f"use_{task.id}").click().run()
    assert at.text_area(key="words_image").value == "A boat"
    at.button(key=f"again_{task.id}").click().run()
    assert len(made(actor)) == 2


def test_a_banner_finds_what_was_running_when_the_page_is_opened_again(house: Config, actor: Actor) -> None:
    at = type_and_make(studio("image"), "A boat")
    assert "while you were away" not in shown(at)
    assert "1 picture is being made" in shown(studio("image"))


def test_about_names_every_model_with_todays_prices_and_whose_work_it_is(house: Config) -> None:
    text = shown(studio("about"))
    for model in catalog().of_job("image"):
        assert model.name in text
        assert model.id in text
        assert model.price[-1].source in text
    assert "independent project and no Google product" in text


def test_a_page_without_a_session_says_what_to_do(house: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "actor", lambda: people.actor(None))
    at = studio("image")
    assert "Reload it; nothing was charged." in shown(at)
    assert not at.text_area
