"""Finds a Chromium for the browser tests, and installs one where it may.

chromium.find()       # path, or None
chromium.install()    # Debian's package as root, else Playwright's own download; then find() again
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The browser that CHROMIUM names, else an installed one, else the one Playwright keeps."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    return _playwrights()


def install() -> str | None:
    """Try each allowed way once, quietly; None if all failed."""
    packages.apt("chromium")
    if not find():
        packages.run(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None
