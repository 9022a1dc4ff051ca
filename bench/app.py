"""The app as its user meets it: start, first page, a finished picture, memory, idle CPU."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure
from tests.running import Studio, listens

SHOWN = """before => {
    const shown = [...document.querySelectorAll("[data-testid=stMain] a img")];
    return shown.length >= before && shown[0].complete && shown[0].naturalWidth > 0;
}"""
"""Whether there are so many pictures on the page, and the newest is decoded."""
STARTS, PICTURES, IDLE_SECONDS = 5, 5, 20


def measure(folder: Path) -> list[Figure]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        studio, page = Studio(folder / "data"), browser.new_page()
        starts = [_first_page(page, studio) for _ in range(STARTS)]
        studio.start()
        pictures = [_picture(page, studio, number) for number in range(PICTURES + 1)][1:]
        page.close()
        memory = _memory(studio)
        idle = _idle(studio)
        studio.stop()
        browser.close()
    return [
        Figure("start to first painted page, browser open", starts[1:], "s", 3),
        Figure("click to finished 1K picture, speed 0", pictures, "s", 2),
        Figure("memory of app, engine and media process", [memory], "MB", 400),
        Figure("idle CPU of app and engine", [idle], "%", 3),
    ]


def _first_page(page: Page, studio: Studio) -> float:
    """From the command to a page that can be typed into, in a browser that is open and has been here before.

    Until it listens only the port is tried: a request would warm up what the first page does without, and a browser
    that was refused waits before it tries again.
    """
    begin = time.perf_counter()
    studio.spawn()
    while not listens(studio.port):
        time.sleep(0.01)
    page.goto(studio.url)
    page.get_by_label("Your words").wait_for()
    taken = time.perf_counter() - begin
    page.goto("about:blank")
    studio.stop()
    return taken


def _picture(page: Page, studio: Studio, number: int) -> float:
    """From the click on the price to a decoded 1K picture on the page."""
    page.goto(f"{studio.url}/image")
    page.get_by_label("Your words").fill(f"A fishing harbour at dusk, boat number {number}")
    page.get_by_text("Draft", exact=True).first.click()
    page.wait_for_timeout(1500)
    before = len(studio.api("GET", "/tasks")[1]["items"])
    begin = time.perf_counter()
    page.locator(".st-key-make button").click()
    page.wait_for_function(SHOWN, arg=before + 1, timeout=60_000)
    return time.perf_counter() - begin


def _memory(studio: Studio) -> float:
    """Unique memory (USS) of the whole family of processes, in MB: shared pages are counted once."""
    assert studio.process is not None
    parent = psutil.Process(studio.process.pid)
    family = [parent, *parent.children(recursive=True)]
    return sum(one.memory_full_info().uss for one in family) / 1e6


def _idle(studio: Studio) -> float:
    """Per cent of one core, with no page open."""
    assert studio.process is not None
    parent = psutil.Process(studio.process.pid)
    family = [parent, *parent.children(recursive=True)]

    def used() -> float:
        return sum(one.cpu_times().user + one.cpu_times().system for one in family)

    time.sleep(5)
    before = used()
    time.sleep(IDLE_SECONDS)
    return (used() - before) / IDLE_SECONDS * 100
