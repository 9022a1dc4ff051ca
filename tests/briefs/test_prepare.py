"""prepare(): everything that can be known before money moves, every problem at once, and nothing raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lib import briefs, gate, providers
from lib.config import Config, Secret
from lib.domain import Actor, Brief, Prepared
from lib.errors import BudgetExceeded, Closed, KillSwitch, ProviderUnavailable
from lib.store import budgets, history, switches


@pytest.fixture
def ready(house: Config) -> Iterator[Config]:
    """An opened house with the demo door as the default; nothing is sent in these tests."""
    providers.start(house, "http://127.0.0.1:9")
    yield house
    providers.stop()


def prepare(actor: Actor, **changes: object) -> Prepared:
    return briefs.prepare(Brief(**{"job": "image", "words": "a red boat", **changes}), actor)  # type: ignore[arg-type]


def test_a_brief_becomes_a_request_with_every_setting_and_a_quote(ready: Config, actor: Actor) -> None:
    prepared = prepare(actor)
    assert prepared.problems == ()
    assert prepared.refusal is None
    assert prepared.request is not None
    assert (prepared.request.model, prepared.request.door, prepared.request.world) == (
        "gemini-3-pro-image",
        "demo",
        "simulated",
    )
    assert prepared.request.settings["size"] == "4K"
    assert prepared.quote is not None
    assert prepared.quote.lowest <= prepared.quote.expected <= prepared.quote.maximum
    assert history.active(actor) == []


def test_a_preset_brings_its_settings_and_a_person_beats_them(ready: Config, actor: Actor) -> None:
    assert prepare(actor, preset="scene").settings["ratio"] == "16:9"
    assert prepare(actor, preset="scene", settings={"ratio": "1:1"}).settings["ratio"] == "1:1"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"words": ""}, ["prompt"]),
        ({"words": " \n\t "}, ["prompt"]),
        ({"words": "harbour " * 37_500}, ["prompt"]),
        ({"n": 0}, ["n"]),
        ({"n": 9}, ["n"]),
        ({"words": "", "n": 99, "settings": {"ratio": "5:9"}}, ["settings.ratio", "n", "prompt"]),
        ({"preset": "nope", "styles": ("nope",)}, ["preset", "styles"]),
        ({"model": "nope"}, ["model"]),
    ],
)
def test_every_problem_is_named_at_once(
    ready: Config, actor: Actor, changes: dict[str, object], fields: list[str]
) -> None:
    prepared = prepare(actor, **changes)
    assert sorted(problem.field for problem in prepared.problems) == sorted(fields)
    assert prepared.request is None
    assert prepared.quote is None


@pytest.mark.parametrize("model", ["gemini-3-pro-image", "gemini-nano-banana-2.1"])
@pytest.mark.parametrize("words", ["x" * 300_000, "harbour " * 37_500], ids=["one word", "many"])
def test_three_hundred_thousand_characters_are_told_how_many_may_stand(
    ready: Config, actor: Actor, words: str, model: str
) -> None:
    (problem,) = prepare(actor, words=words, model=model).problems
    assert problem.message.startswith("The prompt has 300,000 characters and may have 100,000.")
    assert "nothing was charged" in problem.message
    assert prepare(actor, words=words[:100_000], model=model).problems == ()


def test_words_of_more_tokens_than_the_model_reads_are_told_how_many_fit(ready: Config, actor: Actor) -> None:
    (problem,) = prepare(actor, words="港" * 100_000).problems
    fits = int(problem.message.partition("Shorten it to about ")[2].split()[0].replace(",", ""))
    assert prepare(actor, words="港" * fits).problems == ()


@pytest.mark.parametrize(
    "words", ["\0", "\u0001\u0002", "\u200b", "\u2060 \u00ad", "\ufe0f", "\u3164", "\ud800", "\ufeff\n"], ids=ascii
)
def test_words_that_nobody_can_see_are_no_prompt(ready: Config, actor: Actor, words: str) -> None:
    (problem,) = prepare(actor, words=words).problems
    assert "the prompt is empty" in problem.message


@pytest.mark.parametrize(
    ("words", "place", "sign"),
    [
        ("a boat\0", "7", "0000"),
        ("a\x1b[31m boat", "2", "001B"),
        ("boat \x7f", "6", "007F"),
        ("\ud83d boat", "1", "D83D"),
    ],
    ids=ascii,
)
def test_a_sign_that_is_no_text_is_named_with_its_place(
    ready: Config, actor: Actor, words: str, place: str, sign: str
) -> None:
    (problem,) = prepare(actor, words=words).problems
    assert f"Character {place} of the prompt (U+{sign})" in problem.message


@pytest.mark.parametrize("words", ["👩‍👩‍👧‍👦 at sea", "❤️", "می‌خواهم", "a\tboat\r\nat dusk", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "9"])
def test_text_with_joiners_is_sent_as_it_was_typed(ready: Config, actor: Actor, words: str) -> None:
    prepared = prepare(actor, words=words)
    assert prepared.request is not None
    assert words in prepared.request.prompt.text


def test_what_the_gate_would_say_is_foreseen_without_holding_anything(ready: Config, actor: Actor) -> None:
    assert isinstance(prepare(actor, door="gemini").refusal, Closed)
    gate.open_with(actor, 10_000)
    assert isinstance(prepare(actor, door="gemini").refusal, ProviderUnavailable)
    providers.start(replace(ready, gemini_api_key=Secret("key")), "http://127.0.0.1:9")
    assert isinstance(prepare(actor, door="gemini").refusal, BudgetExceeded)
    switches.throw("all", True, "ida")
    assert isinstance(prepare(actor, door="demo").refusal, KillSwitch)
    switches.throw("all", False, "ida")
    budgets.put("simulated", "global", budgets.EACH, "day", 100)
    refusal = prepare(actor, door="demo").refusal
    assert isinstance(refusal, BudgetExceeded)
    assert refusal.available_micros == 100
    assert history.spend(actor, "simulated").held == 0


@pytest.mark.parametrize(("more", "field"), [({"system": "Be brief."}, "system"), ({"previous": "x"}, "previous")])
def test_what_is_for_texts_is_not_silently_lost_on_a_picture(
    house: Config, actor: Actor, more: dict[str, str], field: str
) -> None:
    found = briefs.prepare(Brief("image", "a boat", **more), actor).problems  # type: ignore[arg-type]
    assert f"{field}" in {problem.field for problem in found}
    assert any("for texts only" in problem.message for problem in found)
