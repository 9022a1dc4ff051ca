"""A real Chromium on a real Studio: finds the browser, waits as a person does, keeps everything that went wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Response, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On a deep link the frontend first asks for these below the page's own path: 404 by design."""
LOOPBACK = ("127.0.0.1", "localhost")


def chromium() -> str:
    """The path of an installed Chromium. Where there is none the run leaves this lane out, loudly; a test asked for
    by hand fails."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail("No Chromium on this machine: apt-get install chromium, or name one in CHROMIUM.")


class Watched:
    """One tab, and everything that went wrong in it."""

    def __init__(self, page: Page):
        self.page = page
        self.wrong: list[str] = []
        page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _note(self, text: str) -> None:
        # "Failed to load resource" repeats, without its address, what the answers tell.
        if not text.startswith("Failed to load resource") and "WebSocket connection to" not in text:
            self.wrong.append(text)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK:
            self.wrong.append(f"asked another host: {request.url}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and not any(probe in answer.url for probe in PROBES):
            self.wrong.append(f"{answer.status} {answer.url}")

    def settle(self) -> None:
        """Wait until no script run is under way."""
        ready = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
        self.page.wait_for_selector(ready, state="attached", timeout=30_000)

    def price(self) -> str:
        """What stands on the primary button."""
        return self.page.locator(".st-key-make button").inner_text()


@contextmanager
def browser() -> Iterator[Browser]:
    path = chromium()
    quiet = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*quiet, "--disable-component-update"])
        yield started
        started.close()
