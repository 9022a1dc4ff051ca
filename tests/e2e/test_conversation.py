"""Five minutes later, in a real browser: talk about the picture, stop, reload, go on, come back, and find all of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, ViewportSize, expect

from tests.e2e.browsing import Watched, browser
from tests.running import ROOT, Studio, engine, eventually, running

pytestmark = pytest.mark.browser
SHOTS = Path(os.environ.get("STUDIO_SHOTS", ROOT / ".shots"))
LONG = "Write a story of about 800 words about"
SOON, LATE = 30_000, 90_000
"""Milliseconds in which the page should answer, and in which an answer should be written, on a busy machine."""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A Studio whose engine takes its time: something can happen in the middle of an answer."""
    with running(tmp_path_factory.mktemp("talks") / "data", STUDIO_DEMO_SPEED="0.8") as studio:
        yield studio


@contextmanager
def profile(chrome: Browser, width: int = 1440, dark: bool = False) -> Iterator[BrowserContext]:
    size: ViewportSize = {"width": width, "height": 900 if width > 600 else 844}
    context = chrome.new_context(viewport=size, color_scheme="dark" if dark else "light")
    yield context
    context.close()


@contextmanager
def chat(context: BrowserContext, url: str) -> Iterator[Watched]:
    """A tab on this conversation; nothing may have gone wrong in it by the end."""
    tab = Watched(context.new_page())
    tab.page.goto(url)
    expect(field(tab)).to_be_visible(timeout=SOON)
    yield tab
    assert tab.wrong == []


def field(tab: Watched) -> Locator:
    return tab.page.get_by_test_id("stChatInputTextArea")


def say(tab: Watched, words: str) -> None:
    field(tab).fill(words)
    field(tab).press("Enter")
    expect(tab.page.locator(".s-own", has_text=words).last).to_be_visible(timeout=SOON)


def stop_button(tab: Watched) -> Locator:
    return tab.page.locator(".st-key-stop").get_by_role("button", name="Stop")


def answer(tab: Watched) -> Locator:
    """The last answer, whole or as far as it is written."""
    return tab.page.get_by_test_id("stChatMessage").last.get_by_test_id("stMarkdown")


def begun(tab: Watched) -> str:
    """Wait until some of an answer stands there; its beginning."""
    expect(tab.page.get_by_text(re.compile(r"Writing · "))).to_be_visible(timeout=LATE)
    return " ".join(answer(tab).first.inner_text().split()[:6]).strip("▍ ")


def whole(tab: Watched) -> None:
    """Wait for the end of an answer: its line of tokens and money."""
    expect(stop_button(tab)).to_be_hidden(timeout=LATE)
    expect(tab.page.get_by_test_id("stChatMessage").last.locator(".s-quiet")).to_contain_text("out", timeout=LATE)


def tasks(studio: Studio) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = studio.api("GET", "/tasks")[1]["items"]
    return found


def last_words(task: dict[str, Any]) -> str:
    """How the text ends, without its marks."""
    return " ".join(re.sub(r"[*_#`]", "", task["text"]).split()[-5:])


def test_a_picture_is_changed_asked_about_and_what_was_said_of_it_found_again(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context:
        tab = Watched(context.new_page())
        page = tab.page
        page.goto(studio.url)
        page.get_by_label("Your words").fill("A fishing harbour at dusk, warm lamps on wet stone")
        page.locator(".st-key-make button").click()
        page.get_by_role("button", name="Use as input").first.click(timeout=LATE)
        expect(page.get_by_role("button", name="1 picture")).to_be_visible(timeout=SOON)
        page.get_by_label("Your words").fill("Make it night, with snow on the quay")
        page.locator(".st-key-make button").click()
        expect(page.get_by_role("heading", name="Make it night")).to_be_visible(timeout=SOON)
        page.get_by_role("button", name="Ask about it").first.click(timeout=LATE)
        expect(page.get_by_role("button", name="Take out")).to_be_visible(timeout=SOON)
        say(tab, f"{LONG} this picture")
        beginning = begun(tab)
        stop_button(tab).click()
        expect(page.get_by_text("Cancelled")).to_be_visible(timeout=SOON)
        page.reload()
        expect(page.get_by_text("Cancelled")).to_be_visible(timeout=SOON)
        expect(answer(tab).first).to_contain_text(beginning)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("2 turns")).to_be_visible(timeout=SOON)
        whole(tab)
        assert [task["state"] for task in tasks(studio)] == ["succeeded", "cancelled", "succeeded", "succeeded"]
        page.get_by_role("link", name="Library").click()
        page.locator("a.s-thing").first.click(timeout=SOON)
        with page.expect_download() as kept:
            page.get_by_role("link", name="Download").click(timeout=SOON)
        assert re.fullmatch(r"[a-z0-9-]+-\w{6}\.(md|txt)", kept.value.suggested_filename)
        assert tab.wrong == []


def test_who_sends_words_from_far_above_stands_at_their_answer(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        page = tab.page
        page.get_by_text("Draft", exact=True).click()
        say(tab, "Write a story of about 500 words about a ferry")
        whole(tab)
        page.mouse.move(800, 400)
        page.mouse.wheel(0, -9_000)
        expect(page.locator(".s-own").first).to_be_in_viewport()
        page.wait_for_timeout(1_000)  # until then the page still holds on to its end
        say(tab, "Three titles for it")
        expect(page.locator(".s-own").last).to_be_in_viewport(timeout=SOON)
        whole(tab)
        expect(answer(tab).last).to_be_in_viewport(timeout=SOON)


def test_a_file_whose_upload_broke_off_says_so_and_is_taken_when_given_again(chrome: Browser, studio: Studio) -> None:
    given = ROOT / "docs" / "image-light-1440.png"
    with profile(chrome, width=390) as context:
        tab = Watched(context.new_page())
        page = tab.page
        page.goto(f"{studio.url}/image")
        page.get_by_role("button", name="Add pictures").click(timeout=SOON)
        page.route("**/upload_file/**", lambda route: route.abort("connectionfailed"))
        page.locator("input[type=file]").set_input_files(given)
        told = page.get_by_text("It did not arrive: the connection was lost on the way.")
        expect(told).to_be_visible(timeout=SOON)
        expect(told).to_contain_text("Nothing was charged.")
        page.unroute("**/upload_file/**")
        page.get_by_role("button", name=f"Remove {given.name}").click()
        expect(told).to_be_hidden(timeout=SOON)
        with page.expect_file_chooser() as chooser:
            page.get_by_test_id("stFileUploader").get_by_role("button", name="Upload", exact=True).click()
        chooser.value.set_files(given)
        expect(page.get_by_role("button", name="1 picture")).to_be_visible(timeout=SOON)


def test_what_was_not_taken_is_still_told_when_another_file_of_the_same_choice_was(
    chrome: Browser, studio: Studio, tmp_path: Path
) -> None:
    given = ROOT / "docs" / "image-light-1440.png"
    program = tmp_path / "program.py"
    program.write_text("print()")
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        page = tab.page
        page.get_by_role("button", name="Add files").click(timeout=SOON)
        page.locator("input[type=file]").set_input_files([program, given])
        expect(page.get_by_role("button", name="1 file")).to_be_visible(timeout=SOON)
        told = page.get_by_text(
            "program.py: Files of this kind cannot be read here. Give another. Nothing was charged."
        )
        expect(told).to_be_visible()
        with page.expect_file_chooser() as chooser:
            page.get_by_test_id("stFileUploader").get_by_role("button", name="Upload", exact=True).click()
        chooser.value.set_files(ROOT / "docs" / "image-light-1440.png")
        expect(told).to_be_hidden(timeout=SOON)


def test_the_price_follows_what_is_typed_and_nothing_typed_is_lost(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context:
        tab = Watched(context.new_page())
        tab.page.goto(studio.url)
        field = tab.page.get_by_label("Your words")
        field.press_sequentially("Write a poem", delay=30)
        expect(tab.page.locator(".st-key-make button")).to_contain_text("Write · $", timeout=SOON)
        field.press_sequentially(" about the sea", delay=30)
        tab.page.wait_for_timeout(650)  # words are told after 600 ms of rest: the next ones meet the run in its middle
        field.press_sequentially(", in four lines of one rhyme", delay=30)
        tab.settle()
        expect(field).to_have_value("Write a poem about the sea, in four lines of one rhyme")
        expect(field).to_be_focused()
        assert tab.wrong == []


def test_an_answer_is_copied_as_it_was_written(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        say(tab, "Three names for a ferry, each in bold with one line that says why")
        whole(tab)
        copy = tab.page.locator("a.s-act").last
        copy.click()
        expect(copy).to_have_attribute("data-copied", "")
        assert tab.page.evaluate("navigator.clipboard.readText()") == tasks(studio)[0]["text"]


def test_on_a_small_screen_the_side_bar_goes_once_something_is_chosen_in_it(chrome: Browser, studio: Studio) -> None:
    with profile(chrome, 390) as context, chat(context, f"{studio.url}/chat") as tab:
        say(tab, "Two sentences about buoys")
        whole(tab)
        opener = tab.page.get_by_test_id("stExpandSidebarButton")
        for choice in ("New conversation", "Two sentences about buoys"):
            opener.click()
            tab.page.get_by_test_id("stSidebar").get_by_role("button", name=choice).click()
            expect(opener).to_be_visible(timeout=SOON)
        expect(tab.page.locator(".s-own", has_text="buoys")).to_be_visible(timeout=SOON)
        opener.click()
        tab.page.get_by_test_id("stSidebar").get_by_role("link", name="Library").click()
        expect(opener).to_be_visible(timeout=SOON)
        expect(tab.page.locator("a.s-thing").first).to_be_visible(timeout=SOON)


def test_a_reload_in_the_middle_shows_the_answer_to_its_end(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        say(tab, f"{LONG} a lighthouse keeper")
        beginning = begun(tab)
        tab.page.reload()
        expect(stop_button(tab)).to_be_visible(timeout=SOON)
        expect(answer(tab).first).to_contain_text(beginning, timeout=SOON)
        whole(tab)
        expect(answer(tab).last).to_contain_text(last_words(tasks(studio)[0]))


def test_an_answer_goes_on_while_another_page_is_looked_at(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        say(tab, f"{LONG} gulls")
        begun(tab)
        tab.page.get_by_role("link", name="About").click()
        expect(tab.page.get_by_role("heading", name="About")).to_be_visible(timeout=SOON)
        tab.page.get_by_role("link", name="Chat").click()
        tab.page.locator("[class*=st-key-talk_01] button").first.click(timeout=SOON)
        whole(tab)
        task = tasks(studio)[0]
        assert task["state"] == "succeeded"
        expect(answer(tab).last).to_contain_text(last_words(task))


def test_the_second_of_two_windows_is_told_and_keeps_its_words(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as first:
        say(first, "Two sentences about tides")
        whole(first)
        with chat(context, first.page.url) as second:
            expect(second.page.locator(".s-own")).to_be_visible(timeout=SOON)
            say(first, f"{LONG} tides")
            begun(first)
            field(second).fill("And in French")
            field(second).press("Enter")
            expect(second.page.get_by_text("is being answered")).to_be_visible(timeout=SOON)
            expect(field(second)).to_have_value("And in French", timeout=SOON)
            stop_button(second).click()
            expect(second.page.get_by_text("Cancelled")).to_be_visible(timeout=SOON)
            expect(second.page.get_by_text("is being answered")).to_be_hidden(timeout=SOON)
            field(second).press("Enter")
            expect(second.page.get_by_text("3 turns")).to_be_visible(timeout=SOON)
            expect(first.page.get_by_text("3 turns")).to_be_visible(timeout=SOON)
            whole(second)


def test_stopped_before_the_first_word_costs_no_more_than_the_thinking(chrome: Browser, studio: Studio) -> None:
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        say(tab, f"{LONG} what nobody waits for")
        stop_button(tab).click(timeout=SOON)
        expect(tab.page.get_by_text("Cancelled")).to_be_visible(timeout=SOON)
        expect(tab.page.get_by_role("button", name="Ask again")).to_be_visible()
        task = eventually(lambda: [one for one in tasks(studio)[:1] if one["state"] == "cancelled"])[0]
        assert not task["text"]
        assert not task["usage"].get("text_out")
        assert 0 <= task["cost_micros"] < task["quote"]["expected_micros"]
        assert studio.admin("audit").returncode == 0


def test_killed_in_the_middle_the_answer_goes_on_to_its_end(chrome: Browser, tmp_path: Path) -> None:
    with (
        engine(tmp_path / "engine", speed="3") as url,
        running(tmp_path / "data", STUDIO_PROVIDER_URL=url) as studio,
        profile(chrome) as context,
    ):
        tab = Watched(context.new_page())
        tab.page.goto(f"{studio.url}/chat")
        expect(field(tab)).to_be_visible(timeout=SOON)
        say(tab, "A story of about 250 words about a lighthouse keeper")
        beginning = begun(tab)
        eventually(lambda: tasks(studio)[0]["text"])
        studio.kill()
        expect(tab.page.locator(".stApp")).to_have_attribute(
            "data-test-connection-state", "PINGING_SERVER", timeout=SOON
        )
        assert "Studio does not answer" in tab.page.evaluate(
            "getComputedStyle(document.querySelector('.stApp'), '::after').content"
        )
        studio.start()
        tab.page.reload()
        expect(answer(tab).first).to_contain_text(beginning, timeout=SOON)
        whole(tab)
        (task,) = tasks(studio)
        assert task["state"] == "succeeded"
        assert studio.admin("audit").returncode == 0
        assert len(task["text"].split()) == pytest.approx(250, rel=0.1)
        expect(answer(tab).last).to_contain_text(last_words(task))
        assert studio.admin("audit").returncode == 0


@pytest.fixture(scope="module")
def talk(chrome: Browser, studio: Studio) -> str:
    """The address of a conversation with a list and a table in it."""
    with profile(chrome) as context, chat(context, f"{studio.url}/chat") as tab:
        say(tab, "Three names for a ferry, each with one line that says why")
        whole(tab)
        say(tab, "Now as a table with the columns name, tone and colour")
        whole(tab)
        return tab.page.url


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_conversation_stands_at_every_width_in_light_and_dark(
    chrome: Browser, talk: str, width: int, dark: bool
) -> None:
    with profile(chrome, width, dark) as context, chat(context, talk) as tab:
        expect(tab.page.locator(".s-own")).to_have_count(2, timeout=SOON)
        tab.settle()
        tab.page.wait_for_timeout(1200)  # fonts and segmented controls come a moment after the rest
        SHOTS.mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=SHOTS / f"chat-{'dark' if dark else 'light'}-{width}.png")
        sideways = tab.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0
