"""The Chat page: a turn is asked at its shown price, told with what it cost, and nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.config import Config
from lib.domain import Actor
from lib.prompts import library
from lib.store import budgets, conversations, db, history, switches
from lib.ui import words
from lib.ui.offers import Shown
from tests.tasks.talking import answer
from tests.ui.visiting import made, shown, studio, told, visit

FERRY = "Three names for a ferry"
SHORTER = "Only the second one"


def say(at: AppTest, text: str) -> AppTest:
    return at.chat_input(key="say").set_value(text).run()


def address(at: AppTest) -> str:
    """The conversation in the address."""
    return str(at.query_params["c"])


def field(at: AppTest) -> str:
    """What was put into the field in this run."""
    return str(at.chat_input(key="say").proto.value)


def talks(at: AppTest) -> list[str]:
    """The conversations beside the pages."""
    return [one.label for one in at.sidebar.button if str(one.key).startswith("talk_01")]


def test_a_turn_is_asked_and_shown_with_its_tokens_and_what_it_cost(writer: Config, actor: Actor) -> None:
    at = say(studio("chat"), FERRY)
    (task,) = made(actor)
    assert (task.state, words.own_words(task)) == ("succeeded", FERRY)
    assert f"<div>{FERRY}</div>" in shown(at)
    assert words.counted(task.usage) in shown(at)
    assert re.fullmatch(r"[\d\s]+ in, [\d\s]+ out, [\d\s]+ thinking", words.counted(task.usage))
    quoted, actual = words.quoted_actual(task)
    assert f"<span>{quoted} → <b>{actual}</b></span>" in shown(at)
    assert all(block in told(at) for block in (task.text or "").split("\n\n"))


def test_what_is_said_next_goes_on_from_what_was_said(writer: Config, actor: Actor) -> None:
    at = say(say(studio("chat"), FERRY), SHORTER)
    second, first = made(actor)
    assert second.previous == first.id
    assert "2 turns" in shown(at)
    assert talks(at) == [FERRY]


def test_a_conversation_is_found_again_by_its_address(writer: Config, actor: Actor) -> None:
    talk = db.new_id()
    answer(actor, FERRY, talk=talk)
    at = studio("chat", c=talk)
    assert f"<div>{FERRY}</div>" in shown(at)
    assert "Start from an example" not in shown(at)


def test_who_comes_back_from_another_page_is_in_the_same_conversation(writer: Config, actor: Actor) -> None:
    at = say(studio("chat"), FERRY)
    talk = address(at)
    at = visit(at, "about")
    at.query_params.clear()  # as the link of the page does
    assert address(visit(at, "chat")) == talk


def test_somebody_elses_conversation_in_the_address_opens_a_new_one(writer: Config, actor: Actor) -> None:
    talk = db.new_id()
    answer(replace(actor, user="ida", session="i" * 22), FERRY, talk=talk)
    at = studio("chat", c=talk)
    assert FERRY not in shown(at)
    assert "Start from an example" in shown(at)
    assert "c" not in at.query_params
    say(at, "Hello")
    assert conversations.own(actor, 9)[0].id != talk


def test_an_example_runs_and_its_recipe_holds_for_the_next_turn(writer: Config, actor: Actor) -> None:
    at = studio("chat").button(key="example_0").click().run()
    say(at, "Shorter, please")
    second, first = made(actor)
    example = next(preset for preset in library().presets.values() if preset.job == "text")
    assert (first.preset, words.own_words(first)) == (example.id, example.example.words.strip())
    assert (second.preset, second.subtype, second.styles) == (first.preset, first.subtype, first.styles)


def test_instruction_and_preset_hold_for_every_turn_also_after_a_reload(writer: Config, actor: Actor) -> None:
    preset = next(preset for preset in library().presets.values() if preset.job == "text")
    at = studio("chat")
    at = at.text_area(key="system_chat").set_value("You are a copy chief.").run()
    at.button_group(key="preset_chat").set_value(preset.id).run()
    at = say(at, FERRY)
    (first,) = made(actor)
    say(studio("chat", c=address(at)), SHORTER)
    second = made(actor)[0]
    for task in (first, second):
        assert task.preset == preset.id
        assert task.prompt is not None
        assert "You are a copy chief." in task.prompt.instruction


def test_words_that_are_refused_stay_in_the_field(writer: Config, actor: Actor) -> None:
    at = studio("chat")
    budgets.put("simulated", "global", budgets.EACH, "day", 10_000)
    at = say(at, FERRY)
    assert "$0.01 left" in shown(at)
    assert field(at) == FERRY
    assert not made(actor)
    budgets.put("simulated", "global", budgets.EACH, "day", 10_000_000)
    at = at.button(key="offer_0").click().run()
    assert len(made(actor)) == 1
    assert not at.chat_input(key="say").proto.set_value


def test_words_that_no_model_reads_are_answered_with_a_sentence_and_stay(writer: Config, actor: Actor) -> None:
    long = "harbour " * 40_000
    at = say(studio("chat"), long)
    assert "may have 100,000" in shown(at)
    assert field(at) == long
    assert not made(actor)


def test_the_ceiling_below_the_field_is_what_is_agreed_to(writer: Config, actor: Actor) -> None:
    at = studio("chat")
    price = re.search(r"about (\$\d+\.\d\d), at most (\$\d+\.\d\d) a turn", shown(at))
    assert price is not None
    say(at, FERRY)
    (task,) = made(actor)
    assert (words.before(task.quote.expected), words.before(task.quote.maximum)) == price.groups()


def test_a_turn_that_is_dearer_than_what_was_shown_is_refused_with_its_price_and_a_button(
    writer: Config, actor: Actor
) -> None:
    at = studio("chat")
    at = say(at, "harbour " * 9_000)
    assert "The price has changed" in shown(at)
    assert not made(actor)
    label = at.button(key="offer_0").label
    assert re.fullmatch(r"Write · \$\d\.\d\d", label)
    at = at.button(key="offer_0").click().run()
    (task,) = made(actor)
    assert f"Write · {words.before(task.quote.expected)}" == label
    assert "The price has changed" not in shown(at)


def test_a_price_that_rose_between_two_looks_is_not_agreed_to(writer: Config, actor: Actor) -> None:
    at = studio("chat")
    at.session_state.shown_chat = Shown.first(10_000, 0.0)
    at = say(at, FERRY)
    assert "The price has changed" in shown(at)
    assert not made(actor)


def test_a_second_window_is_told_of_a_turn_that_it_has_not_seen_and_keeps_its_words(
    writer: Config, actor: Actor
) -> None:
    first = say(studio("chat"), FERRY)
    second = studio("chat", c=address(first))
    say(first, SHORTER)
    second = say(second, "And in French")
    assert len(made(actor)) == 2
    assert "another window" in shown(second)
    assert f"<div>{SHORTER}</div>" in shown(second)
    assert field(second) == "And in French"
    say(second, "And in French")
    assert len(made(actor)) == 3


def test_a_conversation_is_renamed_deleted_and_brought_back(writer: Config, actor: Actor) -> None:
    at = say(studio("chat"), FERRY)
    talk = address(at)
    at = at.text_input(key=f"name_{talk}").set_value("The ferry").run()
    assert "<h1>The ferry</h1>" in shown(at)
    assert talks(at) == ["The ferry"]
    at = at.text_input(key=f"name_{talk}").set_value("   ").run()
    assert "A title has 1 to 80 characters" in shown(at)
    assert talks(at) == ["The ferry"]
    at = at.button(key="talk_delete").click().run()
    assert "“The ferry” and its answers are deleted." in shown(at)
    assert talks(at) == []
    at = at.button(key="talk_undo").click().run()
    assert talks(at) == ["The ferry"]
    assert f"<div>{FERRY}</div>" in shown(at)
    assert address(at) == talk


def test_a_new_conversation_is_a_click_away_and_the_last_one_too(writer: Config, actor: Actor) -> None:
    at = say(studio("chat"), FERRY)
    at = at.button(key="talk_new").click().run()
    assert "Start from an example" in shown(at)
    at = say(at, "A poem on rope")
    assert talks(at) == ["A poem on rope", FERRY]
    assert f"<div>{FERRY}</div>" not in shown(at)


@pytest.mark.parametrize(("fault", "offered"), [("broken", "Go on"), ("filtered", "Ask again")])
def test_an_answer_without_an_end_says_why_and_what_can_be_done(
    writer: Config, actor: Actor, fault: str, offered: str
) -> None:
    at = say(studio("chat"), f"A story of 300 words [[fault:{fault}]]")
    (task,) = made(actor)
    assert "Not made" in shown(at)
    assert re.search(r"billed|held is back", shown(at))
    quoted, actual = words.quoted_actual(task)
    assert f"<span>{quoted} → <b>{actual}</b></span>" in shown(at)
    button = next(one for one in at.button if one.label.startswith(f"{offered} · $"))
    button.click().run()
    assert made(actor)[0].previous == task.id


def test_an_answer_becomes_the_words_of_a_picture(writer: Config, actor: Actor) -> None:
    at = say(studio("chat"), FERRY)
    (task,) = made(actor)
    at = at.button(key=f"use_{task.id}").click().run()
    assert at.text_area(key="words_image").value == task.text


def test_what_is_switched_off_is_said_before_anything_is_typed(house: Config) -> None:
    switches.throw("job:text", True, "test", "Painting the walls")
    assert "Painting the walls" in shown(studio("chat"))


def test_a_closed_gate_is_opened_by_one_field(key: None, actor: Actor) -> None:
    at = studio("chat")
    assert "How much may Studio spend a day?" in shown(at)
    at = at.button(key="open_gate").click().run()
    assert "How much may Studio spend a day?" not in shown(at)
    assert history.spend(actor, "real").left_today == 10_000_000


def test_an_empty_turn_asks_nothing(writer: Config, actor: Actor) -> None:
    say(studio("chat"), "   ")
    assert not made(actor)
