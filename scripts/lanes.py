"""Every check in lanes, one after another, and what each of them took: what `make test` runs once .venv stands.

    python scripts/lanes.py --began EPOCH_SECONDS      # when the set-up began: it counts

A lane that fails does not stop the next one, so that one run shows everything that is wrong; the exit code is 1 then.
A lane that takes longer than its share gets a warning. After 40 minutes the run is cut.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import chromium
import postgresql

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 40 * 60
SETUP_SHARE = 4
LAST_WORDS = 20
"""Seconds that a lane gets between Ctrl-C and the end, to stop the programs it started."""


@dataclass(frozen=True)
class Lane:
    """One command and its share of the 40 minutes on two cores."""

    name: str
    minutes: int
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    name: str
    minutes: int
    seconds: float
    verdict: str

    @property
    def line(self) -> str:
        over = "  OVER ITS SHARE" if self.seconds > self.minutes * 60 else ""
        return f"{self.name:<10} {self.verdict:<8} {clock(self.seconds):>6} of {self.minutes}:00{over}"


def pytest(select: str, *more: str) -> tuple[str, ...]:
    slowest = ("--durations=10", "--durations-min=0.5")
    return (sys.executable, "-m", "pytest", "--quiet", *slowest, "-m", select, *more)


LANES = (
    Lane("lint", 2, ("make", "--no-print-directory", "lint")),
    Lane("unit", 6, pytest("not slow and not chaos and not browser", "-n", "auto")),
    Lane("slow", 12, pytest("slow and not chaos and not browser", "-n", "2")),
    Lane("chaos", 4, pytest("chaos and not browser")),
    Lane("browser", 12, pytest("browser")),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--began", type=float, default=time.time(), help="epoch seconds at which the set-up began")
    began = parser.parse_args().began
    browser = chromium.find() or chromium.install()
    database = postgresql.find() or postgresql.install()
    # A test that finds neither fails, unless it is told here that there is none.
    programs = {"CHROMIUM": browser or "", "POSTGRESQL": database or "none"}
    results = [Result("set-up", SETUP_SHARE, time.time() - began, "ok")]
    for lane in LANES:
        if lane.name == "browser" and not browser:
            shout("No Chromium here and none could be installed: THE BROWSER TESTS ARE SKIPPED.")
            results.append(Result(lane.name, lane.minutes, 0, "SKIPPED"))
            continue
        print(f"\n── {lane.name} ──", flush=True)
        results.append(run(lane, programs, left=began + LIMIT - time.time()))
    report(results, time.time() - began)
    if not browser:
        shout("The browser tests were SKIPPED: install Chromium, or name one with CHROMIUM=/path/to/chromium.")
    if not database:
        shout("Money was tested on SQLite ALONE: install PostgreSQL, or name its programs with POSTGRESQL=/folder.")
    return any(result.verdict not in ("ok", "SKIPPED") for result in results)


def run(lane: Lane, programs: Mapping[str, str], left: float) -> Result:
    """Run one lane with its output going to ours; cut it when the whole run has used up its time.

    ``programs``: variables that name what was found on this machine."""
    if left <= 0:
        return Result(lane.name, lane.minutes, 0, "CUT")
    environment = {**os.environ, **programs}
    # Started in the background of a script we would ignore Ctrl-C, and so would every lane.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began = time.monotonic()
    with subprocess.Popen(lane.command, cwd=ROOT, env=environment) as process:
        try:
            verdict = "FAILED" if process.wait(left) else "ok"
        except subprocess.TimeoutExpired:
            stop(process)
            verdict = "CUT"
    return Result(lane.name, lane.minutes, time.monotonic() - began, verdict)


def stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C would, so that fixtures end what they started; then for good."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(LAST_WORDS)
    except subprocess.TimeoutExpired:
        process.kill()


def report(results: list[Result], seconds: float) -> None:
    print("\n── in all ──")
    for result in results:
        print(result.line)
    print(f"{'':<10} {'':<8} {clock(seconds):>6} of {LIMIT // 60}:00")


def shout(sentence: str) -> None:
    bar = "!" * len(sentence)
    print(f"\n{bar}\n{sentence}\n{bar}", flush=True)


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


if __name__ == "__main__":
    sys.exit(main())
