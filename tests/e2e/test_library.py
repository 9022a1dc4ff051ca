"""The colleague comes back the next day: what was made is found, looked at, starred, deleted, brought back and kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.browsing import Watched, browser
from tests.running import ROOT, Studio, running

pytestmark = pytest.mark.browser
WORDS = ("A fishing harbour at dusk", "A red fox in snow", "Three oranges on blue linen", "A robot on a balcony")
SHAPES = ("3:2", "1:1", "16:9", "4:5")
SHOTS = Path(os.environ.get("STUDIO_SHOTS", ROOT / ".shots"))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A Studio in which four pictures, each in its own shape, and a text were made."""
    with running(tmp_path_factory.mktemp("library") / "data") as studio:
        asked = [
            {"job": "image", "quality": "draft", "prompt": words, "settings": {"ratio": shape}}
            for words, shape in zip(WORDS, SHAPES, strict=True)
        ]
        asked.append({"job": "text", "quality": "draft", "prompt": "Write two sentences about a harbour"})
        ids = [
            studio.api("POST", "/tasks", body, idempotency_key=f"made {number}")[1]["id"]
            for number, body in enumerate(asked)
        ]
        assert {studio.ended(task_id)["state"] for task_id in ids} == {"succeeded"}
        yield studio


@contextmanager
def library(chrome: Browser, studio: Studio, *, width: int = 1440, dark: bool = False) -> Iterator[Watched]:
    """A fresh browser profile on the library; nothing may have gone wrong in it by the end."""
    narrow = width < 600
    context = chrome.new_context(
        viewport={"width": width, "height": 844 if narrow else 900},
        color_scheme="dark" if dark else "light",
        has_touch=narrow,
        is_mobile=narrow,
    )
    tab = Watched(context.new_page())
    tab.page.goto(f"{studio.url}/library")
    expect(tiles(tab).first).to_be_visible(timeout=30_000)
    tab.settle()
    yield tab
    context.close()
    assert tab.wrong == []


def tiles(tab: Watched) -> Locator:
    return tab.page.locator("a.s-thing")


def tile(tab: Watched, words: str) -> Locator:
    return tiles(tab).filter(has=tab.page.get_by_alt_text(words))


def test_a_picture_is_found_looked_at_starred_deleted_brought_back_and_kept(chrome: Browser, studio: Studio) -> None:
    fox = WORDS[1]
    with library(chrome, studio) as tab:
        page = tab.page
        page.get_by_role("textbox", name="Search").press_sequentially("red fox", delay=90)
        expect(tiles(tab)).to_have_count(1)
        expect(page.get_by_role("textbox", name="Search")).to_have_value("red fox")
        page.reload()
        expect(tiles(tab)).to_have_count(1, timeout=30_000)
        tile(tab, fox).click()
        expect(page.get_by_role("heading", name=fox, level=1)).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name=fox, level=1)).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Star", exact=True).click()
        expect(page.get_by_role("button", name="Starred")).to_be_visible()
        with page.expect_download() as kept:
            page.get_by_role("link", name="Download").click()
        assert re.fullmatch(r"a-red-fox-in-snow-\w{6}\.jpe?g", kept.value.suggested_filename)
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Nothing fits these filters")).to_be_visible()
        page.get_by_role("button", name="Clear all filters").click()
        expect(tiles(tab)).to_have_count(4)
        page.get_by_role("button", name="Undo").click()
        expect(tiles(tab)).to_have_count(5)
        expect(tile(tab, fox).get_by_role("img", name="Starred")).to_be_visible()


def test_an_item_opens_without_a_reload_and_the_way_back_leads_to_where_one_was(
    chrome: Browser, studio: Studio
) -> None:
    with library(chrome, studio) as tab:
        tab.page.evaluate("window.loaded = 'once'")
        tile(tab, WORDS[2]).click()
        expect(tab.page.get_by_role("heading", name=WORDS[2], level=1)).to_be_visible()
        tab.page.get_by_role("button", name="Library", exact=True).click()
        expect(tile(tab, WORDS[2])).to_be_focused()
        tile(tab, WORDS[0]).click()
        expect(tab.page.get_by_role("heading", name=WORDS[0], level=1)).to_be_visible()
        tab.page.go_back()
        expect(tiles(tab)).to_have_count(5)
        assert tab.page.evaluate("window.loaded") == "once"


def test_filters_that_were_taken_away_stay_away(chrome: Browser, studio: Studio) -> None:
    with library(chrome, studio) as tab:
        tab.page.get_by_role("button", name="Date").click()
        tab.page.get_by_test_id("stPopoverBody").get_by_role("button", name="Last 7 days").click()
        expect(tab.page).to_have_url(re.compile(r"date=7"))
        tab.page.keyboard.press("Escape")
        tab.page.get_by_role("button", name="Clear", exact=True).click()
        expect(tab.page).to_have_url(f"{studio.url}/library")
        tab.page.get_by_text("Texts", exact=True).click()
        expect(tiles(tab)).to_have_count(1)
        expect(tab.page).to_have_url(f"{studio.url}/library?kind=text")


def test_the_keyboard_reaches_filters_tiles_and_actions_with_a_ring(chrome: Browser, studio: Studio) -> None:
    with library(chrome, studio) as tab:
        tab.page.get_by_role("textbox", name="Search").focus()
        for _ in range(20):
            tab.page.keyboard.press("Tab")
            if tab.page.evaluate("document.activeElement.matches('a.s-thing')"):
                break
        expect(tiles(tab).first).to_be_focused()
        assert tab.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        tab.page.keyboard.press("Tab")
        expect(tiles(tab).nth(1)).to_be_focused()
        tab.page.keyboard.press("Enter")
        expect(tab.page.get_by_role("heading", level=1)).to_be_visible()
        expect(tab.page.get_by_role("button", name="Use as input")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_list_and_item_stand_at_every_width_in_light_and_dark(
    chrome: Browser, studio: Studio, width: int, dark: bool
) -> None:
    with library(chrome, studio, width=width, dark=dark) as tab:
        SHOTS.mkdir(parents=True, exist_ok=True)
        for name in ("library", "item"):
            if name == "item":
                tile(tab, WORDS[0]).click()
                expect(tab.page.locator(".s-large img")).to_be_visible()
                tab.settle()
            tab.page.wait_for_timeout(1200)  # fonts and segmented controls come a moment after the rest
            tab.page.screenshot(path=SHOTS / f"{name}-{'dark' if dark else 'light'}-{width}.png")
            sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert tab.page.evaluate(sideways) <= 0
            assert tab.page.locator("img:not([alt])").count() == 0
