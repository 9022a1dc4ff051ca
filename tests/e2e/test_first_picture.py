"""The colleague's first two minutes, in a real browser: make a picture, know its price, lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import Watched, browser
from tests.running import ROOT, Studio, eventually, running

pytestmark = pytest.mark.browser
HARBOUR = "A fishing harbour at dusk, warm lamps on wet stone, seen from a low boat"
SHOTS = ROOT / "docs" / "shots"
MONEY = re.compile(r"\$\d+\.\d{3,4}")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def tab(chrome: Browser) -> Iterator[Watched]:
    """A fresh browser profile at 1440 × 900, in light."""
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    watched = Watched(context.new_page())
    yield watched
    context.close()
    assert watched.wrong == []


def open_page(tab: Watched, studio: Studio) -> None:
    tab.page.goto(studio.url)
    expect(tab.page.get_by_label("Your words")).to_be_visible(timeout=30_000)
    expect(tab.page.locator(".st-key-make button")).to_be_visible()


def type_and_click(tab: Watched, words: str) -> None:
    """As a person does it: the keyboard, then the mouse, nothing in between."""
    tab.page.get_by_label("Your words").click()
    tab.page.keyboard.type(words)
    box = tab.page.locator(".st-key-make button").bounding_box()
    assert box is not None
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def tasks(studio: Studio) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = studio.api("GET", "/tasks")[1]["items"]
    return found


def picture(tab: Watched) -> Any:
    return tab.page.locator("[data-testid=stMain] a img[src*='/files/']").first


def choose(tab: Watched, chip: str, option: str) -> None:
    tab.page.locator(f".st-key-{chip} button").first.click()
    tab.page.get_by_test_id("stPopoverBody").get_by_text(option, exact=True).first.click()
    tab.page.keyboard.press("Escape")
    tab.settle()


def test_typing_then_clicking_at_once_makes_exactly_one_picture(tab: Watched, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio:
        open_page(tab, studio)
        expect(tab.page.get_by_role("heading", name="What are we making?")).to_be_visible()
        type_and_click(tab, HARBOUR)
        expect(picture(tab)).to_be_visible(timeout=60_000)
        (task,) = tasks(studio)
        assert (task["state"], task["prompt"]) == ("succeeded", HARBOUR)
        facts = tab.page.locator(".s-quiet", has_text="tok").first.inner_text()
        assert "Nano Banana Pro, 4K" in facts
        assert "simulated" in facts
        quoted, actual = MONEY.findall(facts)
        assert quoted == f"${task['quote']['expected_micros'] / 1e6:.3f}"
        assert actual == f"${task['cost_micros'] / 1e6:.3f}"


def test_two_clicks_on_the_button_pay_once(tab: Watched, tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="0.2") as studio:
        open_page(tab, studio)
        tab.page.get_by_label("Your words").fill(HARBOUR)
        tab.page.locator(".st-key-make button").dblclick()
        eventually(lambda: len(tasks(studio)) == 1)
        tab.page.wait_for_timeout(1500)
        assert len(tasks(studio)) == 1


def test_preset_style_and_quality_reach_the_picture_and_its_price(tab: Watched, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio:
        studio.ended(studio.api("POST", "/tasks", draft("a red boat"), idempotency_key="first")[1]["id"])
        open_page(tab, studio)
        choose(tab, "chip_preset", "Scene")
        tab.page.get_by_text("Draft", exact=True).first.click()
        tab.settle()
        expect(tab.page.locator(".st-key-make button")).to_contain_text("$0.04")
        type_and_click(tab, HARBOUR)
        eventually(lambda: len(tasks(studio)) == 2 and tasks(studio)[0]["state"] == "succeeded")
        task = tasks(studio)[0]
        assert task["model"] == "gemini-3.1-flash-lite-image"
        assert HARBOUR in task["prompt"]
        assert len(task["prompt"]) > len(HARBOUR) + 40
        tab.page.get_by_text(re.compile("Final prompt")).click()
        expect(tab.page.locator(".s-prompt").first).to_contain_text(HARBOUR)


def test_a_reload_in_the_middle_finds_the_task_and_then_its_picture(tab: Watched, tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="0.5") as studio:
        open_page(tab, studio)
        type_and_click(tab, HARBOUR)
        expect(tab.page.get_by_text("1 running")).to_be_visible(timeout=20_000)
        tab.page.reload()
        expect(tab.page.get_by_text("1 running")).to_be_visible(timeout=20_000)
        expect(tab.page.locator(".s-banner")).to_contain_text("while you were away")
        expect(picture(tab)).to_be_visible(timeout=60_000)
        expect(tab.page.get_by_text("1 running")).to_be_hidden(timeout=20_000)
        assert [task["state"] for task in tasks(studio)] == ["succeeded"]


def test_killed_in_the_middle_the_picture_is_there_after_the_restart(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="0.5") as studio:
        tab = Watched(chrome.new_context(viewport={"width": 1440, "height": 900}).new_page())
        open_page(tab, studio)
        type_and_click(tab, HARBOUR)
        eventually(lambda: [task["state"] for task in tasks(studio)] == ["running"])
        studio.kill()
        studio.start()
        open_page(tab, studio)
        expect(picture(tab)).to_be_visible(timeout=60_000)
        (task,) = tasks(studio)
        assert (task["state"], task["held_micros"]) == ("succeeded", 0)
        assert studio.admin("audit").returncode == 0
        tab.page.context.close()


@pytest.mark.parametrize(
    ("fault", "word", "says"),
    [("filtered", "Not made", "filtered this picture"), ("failed", "Not made", "could not make this picture")],
)
def test_what_was_not_made_says_why_and_that_the_money_is_back(
    tab: Watched, tmp_path: Path, fault: str, word: str, says: str
) -> None:
    with running(tmp_path / "data") as studio:
        open_page(tab, studio)
        type_and_click(tab, f"a red boat [[fault:{fault}]]")
        expect(tab.page.get_by_text(word, exact=True).first).to_be_visible(timeout=30_000)
        why = tab.page.locator(".s-why").first
        expect(why).to_contain_text(says)
        expect(why).to_contain_text("held is back")
        expect(tab.page.get_by_text("$100.00")).to_be_visible()


def test_an_empty_field_is_answered_with_a_sentence_and_nothing_is_made(tab: Watched, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio:
        open_page(tab, studio)
        tab.page.locator(".st-key-make button").click()
        expect(tab.page.get_by_text("Nothing was charged")).to_be_visible()
        assert tasks(studio) == []


def test_a_budget_that_does_not_fit_offers_what_does(tab: Watched, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio:
        limit = ("--period", "day", "--limit", "0.10", "--world", "simulated")
        studio.admin("budget", "set", "--scope", "global", *limit)
        open_page(tab, studio)
        tab.page.get_by_label("Your words").fill(HARBOUR)
        tab.page.keyboard.press("Control+Enter")
        expect(tab.page.get_by_text("Nothing was sent, nothing was charged").first).to_be_visible(timeout=20_000)
        assert tasks(studio) == []
        tab.page.get_by_role("button", name=re.compile("Draft")).first.click()
        eventually(lambda: [task["state"] for task in tasks(studio)] == ["succeeded"])


def test_a_price_that_has_changed_since_it_was_shown_is_refused_and_shown_anew(tab: Watched, tmp_path: Path) -> None:
    """Words grow past what the shown price covers, and the button is clicked before the page knows."""
    with running(tmp_path / "data") as studio:
        open_page(tab, studio)
        field = tab.page.get_by_label("Your words")
        field.fill("harbour " * 8000)
        box = tab.page.locator(".st-key-make button").bounding_box()
        assert box is not None
        tab.page.locator(".st-key-make button").click()
        expect(tab.page.get_by_text("The price has changed").first).to_be_visible(timeout=20_000)
        assert tasks(studio) == []


def test_a_key_without_a_budget_sends_nothing_and_one_field_opens_the_gate(tab: Watched, tmp_path: Path) -> None:
    """The server at this address does not answer: were anything sent, the page would say so."""
    settings = {"GEMINI_API_KEY": "made-up-key", "STUDIO_PROVIDER_URL": "http://127.0.0.1:9"}
    with running(tmp_path / "data", **settings) as studio:
        open_page(tab, studio)
        expect(tab.page.get_by_text("Gemini API").first).to_be_visible()
        opening = tab.page.get_by_role("button", name="Open the gate: $10 a day")
        expect(opening).to_be_visible()
        opening.click()
        expect(tab.page.get_by_text("$10.00")).to_be_visible(timeout=20_000)
        expect(opening).to_be_hidden()
        assert "made-up-key" not in tab.page.content()


def draft(words: str) -> dict[str, str]:
    return {"job": "image", "quality": "draft", "prompt": words}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_stands_at_every_width_in_light_and_dark(
    chrome: Browser, shown: Studio, width: int, dark: bool
) -> None:
    context = chrome.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844}, color_scheme="dark" if dark else "light"
    )
    tab = Watched(context.new_page())
    open_page(tab, shown)
    expect(picture(tab)).to_be_visible(timeout=60_000)
    tab.page.wait_for_timeout(1200)
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(path=SHOTS / f"image-{'dark' if dark else 'light'}-{width}.png")
    sideways = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0
    assert tab.wrong == []
    context.close()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A Studio in which four pictures were made with preset and styles."""
    with running(tmp_path_factory.mktemp("shown") / "data") as studio:
        recipe = {"preset": "scene", "subtype": "establishing", "styles": ["photo.dusk_film", "photo.wet_stone"]}
        body = {**draft(HARBOUR), **recipe, "quality": "balanced", "n": 4, "settings": {"ratio": "1:1"}}
        asked = studio.api("POST", "/tasks", body, idempotency_key="four")[1]
        for task_id in asked["ids"]:
            studio.ended(task_id, seconds=120)
        yield studio
