"""The colleague's first two minutes, in a real browser: make a picture, know its price, lose nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e.browsing import Watched, browser
from tests.running import ROOT, Studio, eventually, running

pytestmark = pytest.mark.browser
HARBOUR = "A fishing harbour at dusk, warm lamps on wet stone, seen from a low boat"
SHOTS = Path(os.environ.get("STUDIO_SHOTS", ROOT / ".shots"))
"""Where the screenshots go: `make shots` puts them into docs/, every other run beside the code, untracked."""
MONEY = re.compile(r"\$\d+\.\d{3,4}")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def visit(
    chrome: Browser, studio: Studio, width: int = 1440, dark: bool = False, path: str = "/image"
) -> Iterator[Watched]:
    """A fresh browser profile on the page; nothing may have gone wrong in it by the end."""
    size: ViewportSize = {"width": width, "height": 900 if width > 600 else 844}
    context = chrome.new_context(viewport=size, color_scheme="dark" if dark else "light")
    tab = Watched(context.new_page())
    open_page(tab, studio, path)
    yield tab
    context.close()
    assert tab.wrong == []


def open_page(tab: Watched, studio: Studio, path: str = "/image") -> None:
    tab.page.goto(studio.url + path)
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


def test_typing_then_clicking_at_once_makes_exactly_one_picture(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio, visit(chrome, studio, path="/") as tab:
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


def test_two_clicks_on_the_button_pay_once(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="0.2") as studio, visit(chrome, studio) as tab:
        tab.page.get_by_label("Your words").fill(HARBOUR)
        tab.page.locator(".st-key-make button").dblclick()
        expect(picture(tab)).to_be_visible(timeout=60_000)
        assert len(tasks(studio)) == 1


def test_preset_style_and_quality_reach_the_picture_and_its_price(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio:
        studio.ended(studio.api("POST", "/tasks", draft("a red boat"), idempotency_key="first")[1]["id"])
        with visit(chrome, studio) as tab:
            choose(tab, "chip_preset_image", "Scene")
            tab.page.get_by_text("Draft", exact=True).first.click()
            expect(tab.page.locator(".st-key-make button")).to_contain_text("$0.04")
            type_and_click(tab, HARBOUR)
            eventually(lambda: len(tasks(studio)) == 2 and tasks(studio)[0]["state"] == "succeeded")
            task = tasks(studio)[0]
            assert task["model"] == "gemini-3.1-flash-lite-image"
            assert HARBOUR in task["prompt"]
            assert len(task["prompt"]) > len(HARBOUR) + 40
            tab.page.get_by_text(re.compile("Final prompt")).click()
            expect(tab.page.locator(".s-prompt").first).to_contain_text(HARBOUR)


def test_a_reload_in_the_middle_finds_the_task_and_then_its_picture(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="0.6") as studio, visit(chrome, studio) as tab:
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
        with chrome.new_context() as context:
            tab = Watched(context.new_page())
            open_page(tab, studio)
            type_and_click(tab, HARBOUR)
            eventually(lambda: [task["state"] for task in tasks(studio)] == ["running"])
            studio.kill()
        studio.start()
        with visit(chrome, studio) as tab:
            expect(picture(tab)).to_be_visible(timeout=60_000)
        (task,) = tasks(studio)
        assert task["state"] == "succeeded"
        assert studio.admin("audit").returncode == 0


def test_what_was_not_made_says_why_and_that_the_money_is_back(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio, visit(chrome, studio) as tab:
        type_and_click(tab, "a red boat [[fault:filtered]]")
        expect(tab.page.get_by_text("Not made", exact=True).first).to_be_visible(timeout=30_000)
        why = tab.page.locator(".s-why").first
        expect(why).to_contain_text("filtered this picture")
        expect(why).to_contain_text("held is back")
        expect(tab.page.get_by_text("$100.00")).to_be_visible()


def test_an_empty_field_is_answered_with_a_sentence_and_nothing_is_made(chrome: Browser, empty: Studio) -> None:
    with visit(chrome, empty) as tab:
        tab.page.locator(".st-key-make button").click()
        expect(tab.page.get_by_text("Nothing was charged")).to_be_visible()
        assert tasks(empty) == []


def test_a_price_that_has_changed_since_it_was_shown_is_refused_and_shown_anew(chrome: Browser, empty: Studio) -> None:
    """Words grow past what the shown price covers, and the button is clicked before the page knows."""
    with visit(chrome, empty) as tab:
        tab.page.get_by_label("Your words").fill("harbour " * 8000)
        tab.page.locator(".st-key-make button").click()
        expect(tab.page.get_by_text("The price has changed").first).to_be_visible(timeout=20_000)
        assert tasks(empty) == []


def test_a_prompt_that_no_model_reads_is_answered_with_the_length_that_fits(chrome: Browser, empty: Studio) -> None:
    with visit(chrome, empty) as tab:
        tab.page.get_by_label("Your words").fill("harbour " * 37_500)
        tab.page.locator(".st-key-make button").click()
        expect(tab.page.get_by_text("may have 100,000")).to_be_visible(timeout=30_000)
        assert tasks(empty) == []


@pytest.mark.parametrize("pause_ms", [0, 60, 200])
def test_four_chosen_and_the_button_clicked_at_once_never_costs_more_than_it_said(
    chrome: Browser, shown: Studio, pause_ms: int
) -> None:
    """The page may learn of the four before the eye does: then it is refused with the new price."""
    before = len(tasks(shown))
    with visit(chrome, shown) as tab:
        tab.page.get_by_label("Your words").fill(f"A boat, {pause_ms}")
        tab.page.keyboard.press("Tab")
        tab.page.wait_for_timeout(1500)
        assert "Make 1" in tab.price()
        click = "([four, make, pause]) => { four.click(); setTimeout(() => make.click(), pause); }"
        four = tab.page.locator(".st-key-n_image button").nth(2).element_handle()
        make = tab.page.locator(".st-key-make button").element_handle()
        tab.page.evaluate(click, [four, make, pause_ms])
        expect(tab.page.get_by_text("The price has changed").first).to_be_visible(timeout=20_000)
        assert len(tasks(shown)) == before


def test_what_was_being_written_is_there_after_a_reload_and_a_restart(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio, visit(chrome, studio) as tab:
        type_and_click(tab, HARBOUR)
        expect(picture(tab)).to_be_visible(timeout=60_000)
        field = tab.page.get_by_label("Your words")
        field.fill("A boat with a red sail")
        tab.page.locator(".st-key-quality_image button").nth(2).click()
        expect(tab.page.locator(".st-key-make button")).to_contain_text("$0.04")
        tab.page.reload()
        expect(field).to_have_value("A boat with a red sail", timeout=20_000)
        studio.kill()
        gone = ".stApp:not([data-test-connection-state=CONNECTED])"
        tab.page.wait_for_selector(gone, state="attached", timeout=20_000)
        said = "(gone) => getComputedStyle(document.querySelector(gone), '::after').content"
        assert "Work and money are kept" in tab.page.evaluate(said, gone)
        studio.start()
        tab.page.reload()
        expect(field).to_have_value("A boat with a red sail", timeout=20_000)
        expect(tab.page.locator(".st-key-make button")).to_contain_text("$0.04")
        tab.wrong.clear()  # the connection was lost, as it should be


def test_a_budget_that_does_not_fit_offers_what_does(chrome: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "data") as studio:
        limit = ("--period", "day", "--limit", "0.10", "--world", "simulated")
        studio.admin("budget", "set", "--scope", "global", *limit)
        with visit(chrome, studio) as tab:
            tab.page.get_by_label("Your words").fill(HARBOUR)
            tab.page.keyboard.press("Control+Enter")
            expect(tab.page.get_by_text("Nothing was sent, nothing was charged").first).to_be_visible(timeout=20_000)
            assert tasks(studio) == []
            tab.page.get_by_role("button", name=re.compile("Draft")).first.click()
            eventually(lambda: [task["state"] for task in tasks(studio)] == ["succeeded"])


def test_a_key_without_a_budget_sends_nothing_and_one_field_opens_the_gate(chrome: Browser, tmp_path: Path) -> None:
    """The server at this address does not answer: were anything sent, the page would say so."""
    settings = {"GEMINI_API_KEY": "made-up-key", "STUDIO_PROVIDER_URL": "http://127.0.0.1:9"}
    with running(tmp_path / "data", **settings) as studio, visit(chrome, studio) as tab:
        expect(tab.page.get_by_text("Gemini API").first).to_be_visible()
        opening = tab.page.get_by_role("button", name="Open the gate: $10.00 a day")
        expect(opening).to_be_visible()
        opening.click()
        expect(tab.page.get_by_text("$10.00")).to_be_visible(timeout=20_000)
        expect(opening).to_be_hidden()
        assert "made-up-key" not in tab.page.content()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["home", "image"])
def test_the_page_stands_at_every_width_in_light_and_dark(
    chrome: Browser, shown: Studio, width: int, dark: bool, name: str
) -> None:
    with visit(chrome, shown, width, dark, f"/{name}".replace("/home", "/")) as tab:
        expect(tab.page.locator("[data-testid=stMain] img[src*='/files/']").first).to_be_visible(timeout=60_000)
        tab.page.wait_for_timeout(1200)  # fonts and segmented controls come a moment after the rest
        SHOTS.mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=SHOTS / f"{name}-{'dark' if dark else 'light'}-{width}.png")
        sideways = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A Studio in which nothing was made yet."""
    with running(tmp_path_factory.mktemp("empty") / "data") as studio:
        yield studio


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


def draft(words: str) -> dict[str, str]:
    return {"job": "image", "quality": "draft", "prompt": words}
