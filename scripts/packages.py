"""Debian's packages, installed quietly where that is allowed: as root, and only what a test needs."""

from __future__ import annotations

import os
import shutil
import subprocess

PATIENCE = 300
"""Seconds that one way of installing may take; a download that a closed network swallows must not eat the run."""


def apt(package: str) -> None:
    """Install it where this machine has apt and we are root; else nothing. No service is started by it."""
    program = shutil.which("apt-get")
    if program and os.geteuid() == 0:
        run(program, "update", "-qq")
        run(program, "install", "-y", "-qq", "--no-install-recommends", package)


def run(*command: str) -> None:
    """A command that may fail: whoever asked looks for what it should have brought."""
    # At run level 1 Debian starts no service that it installs.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    try:
        subprocess.run(command, env=quiet, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        print(f"gave up after {PATIENCE} s: {' '.join(command)}")
