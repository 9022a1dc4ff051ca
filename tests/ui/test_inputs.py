"""Files that go along with the words: shown with what they are for, taken out again, refused in a sentence."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.config import Config
from lib.domain import Actor
from lib.store import library
from tests.api.given import BAD, pdf, picture
from tests.store.making import painted
from tests.ui.visiting import html, made, shown, studio, type_and_make

BAD_PICTURES = {what: given for what, given in BAD.items() if given[0] and not given[0].endswith(".pdf")}
BAD_PAPERS = {what: given for what, given in BAD.items() if given[0].endswith(".pdf")}
RED, BLUE = picture(size=(64, 48)), picture(size=(48, 64))


def give(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Choose these files in the chooser of the chip."""
    (chooser,) = at.file_uploader
    for name, data in files:
        chooser.upload(name, data, "application/octet-stream")
    return at.run()


def roles(at: AppTest) -> list[str]:
    return [str(one.value) for one in at.selectbox if str(one.key).startswith("role_")]


def test_a_picture_that_is_given_is_shown_with_what_it_is_for_and_can_be_taken_out(house: Config, actor: Actor) -> None:
    at = give(studio("image"), ("red.png", RED))
    (asset,) = [item.asset for item in library.page(actor, library.Wanted(), 9)[0]]
    assert f"/files/{asset}?w=320" in html(at)
    assert roles(at) == ["source"]
    at = at.button(key="out_0_image").click().run()
    assert roles(at) == []


def test_the_first_picture_is_changed_and_further_ones_are_combined_until_somebody_says_otherwise(
    house: Config, actor: Actor
) -> None:
    at = give(studio("image"), ("red.png", RED), ("blue.png", BLUE))
    assert roles(at) == ["source", "object"]
    at = at.selectbox(key="role_1_image").set_value("character").run()
    assert roles(at) == ["source", "character"]
    at = type_and_make(at, "Put them side by side")
    (task,) = made(actor)
    assert [one.role for one in task.inputs] == ["source", "character"]
    assert roles(studio("image")) == ["source", "character"]


def test_two_pictures_to_change_are_refused_before_anything_is_sent(house: Config, actor: Actor) -> None:
    at = give(studio("image"), ("red.png", RED), ("blue.png", BLUE))
    at = at.selectbox(key="role_1_image").set_value("source").run()
    at = type_and_make(at, "Make it night")
    assert "takes up to 1, and 2 were given" in shown(at)
    assert not made(actor)


@pytest.mark.parametrize(("name", "data", "why"), BAD_PICTURES.values(), ids=BAD_PICTURES)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence_and_the_words_stay(
    house: Config, actor: Actor, name: str, data: bytes, why: str
) -> None:
    at = studio("image")
    at.text_area(key="words_image").set_value("Make it night")
    at = give(at, (name, data))
    assert why in shown(at)
    assert "nothing was charged" in shown(at)
    assert at.text_area(key="words_image").value == "Make it night"
    assert roles(at) == []
    assert why not in shown(at.text_area(key="words_image").set_value("Make it day").run())


@pytest.mark.parametrize(("name", "data", "why"), BAD_PAPERS.values(), ids=BAD_PAPERS)
def test_a_document_that_cannot_be_read_is_refused_in_a_sentence(
    house: Config, name: str, data: bytes, why: str
) -> None:
    assert why in shown(give(studio("chat"), (name, data)))


def test_a_document_stands_in_the_chat_with_its_pages_and_what_it_costs_to_read(house: Config) -> None:
    at = give(studio("chat"), ("brief.pdf", pdf(pages=2)))
    assert "brief.pdf · 2 pages" in shown(at)
    assert "about 1\u00a0120 tokens" in shown(at)
    assert "brief.pdf" not in shown(at.button(key="out_0_chat").click().run())


def test_of_several_files_the_good_ones_are_kept(house: Config) -> None:
    at = give(studio("image"), ("red.png", RED), ("notes.png", b"not a picture"))
    assert "“notes.png” cannot be used" in shown(at)
    assert roles(at) == ["source"]
    assert "cannot be used" not in shown(give(at, ("blue.png", BLUE)))


def test_a_picture_that_was_made_goes_into_the_composer_with_the_words_that_stand_there(
    house: Config, actor: Actor
) -> None:
    asset = painted(actor, words="A red boat")
    at = studio("image")
    at.text_area(key="words_image").set_value("Make it night")
    (task,) = made(actor)
    at = at.button(key=f"edit_{task.id}").click().run()
    assert roles(at) == ["source"]
    assert at.text_area(key="words_image").value == "Make it night"
    at.button(key="make").click().run()
    assert [(one.asset, one.role) for one in made(actor)[0].inputs] == [(asset, "source")]


def test_a_picture_that_was_made_can_be_asked_about(house: Config, actor: Actor) -> None:
    asset = painted(actor, words="A red boat")
    at = studio("image")
    (task,) = made(actor)
    at = at.button(key=f"ask_{task.id}").click().run()
    assert at.chat_input(key="say")
    assert at.button(key="out_0_chat")
    assert f"/files/{asset}" in html(at)
