"""Finds a Chromium for the browser tests, and installs one where it may.

chromium.find()       # path, or None
chromium.install()    # Debian's package as root, else Playwright's own download; then find() again
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 300
"""Seconds that one way of installing may take; a download that a closed network swallows must not eat the run."""


def find() -> str | None:
    """The browser that CHROMIUM names, else an installed one, else the one Playwright keeps."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    return _playwrights()


def install() -> str | None:
    """Try each allowed way once, quietly; None if all failed."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        _run(apt, "update", "-qq")
        _run(apt, "install", "-y", "-qq", "--no-install-recommends", "chromium")
    if not find():
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def _run(*command: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=quiet, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        print(f"gave up after {PATIENCE} s: {' '.join(command)}")


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None
