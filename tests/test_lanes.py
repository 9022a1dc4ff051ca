"""`make test` itself: it shows everything that is wrong, ends in time, and never skips in silence."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"

Run = Callable[..., int]


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/lanes.py as a module, on a machine that has a Chromium and PostgreSQL."""
    monkeypatch.syspath_prepend(SCRIPTS)
    module = importlib.import_module("lanes")
    monkeypatch.setattr(module.chromium, "find", lambda: "/usr/bin/some-chromium")
    monkeypatch.setattr(module.postgresql, "find", lambda: "/usr/lib/some-postgresql")
    monkeypatch.setattr(sys, "argv", ["lanes.py"])
    return module


@pytest.fixture
def run(lanes: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The whole run, with these shell scripts as its lanes: answers the exit code."""

    def play(**scripts: str) -> int:
        made = tuple(lanes.Lane(name, 1, ("sh", "-c", script)) for name, script in scripts.items())
        monkeypatch.setattr(lanes, "LANES", made)
        return int(lanes.main())

    return play


def test_a_failed_lane_does_not_hide_what_is_wrong_in_the_next(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(one="exit 2", two="echo two ran") == 1
    out = capfd.readouterr().out
    assert "two ran" in out
    verdicts = dict(line.split()[:2] for line in out.split("in all")[1].splitlines()[1:])
    assert (verdicts["one"], verdicts["two"]) == ("FAILED", "ok")


def test_a_run_without_a_failure_is_a_success(run: Run) -> None:
    assert run(one="true", browser="true") == 0


def test_a_run_that_is_out_of_time_is_cut(lanes: ModuleType, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LIMIT", 0.2)
    assert run(endless="exec sleep 600", later="true") == 1


def test_a_lane_that_is_cut_may_stop_what_it_started(lanes: ModuleType, tmp_path: Path) -> None:
    script = f"trap 'echo stopped >{tmp_path}/it; exit 1' INT; while :; do sleep 0.05; done"
    assert lanes.run(lanes.Lane("endless", 1, ("sh", "-c", script)), {}, left=1).verdict == "CUT"
    assert (tmp_path / "it").exists()


@pytest.mark.parametrize(("seconds", "warned"), [(59, False), (61, True)])
def test_a_lane_over_its_share_is_pointed_at(lanes: ModuleType, seconds: float, warned: bool) -> None:
    assert ("OVER ITS SHARE" in lanes.Result("unit", 1, seconds, "ok").line) is warned


def test_without_a_chromium_the_browser_tests_are_skipped_loudly(
    lanes: ModuleType, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for way in ("find", "install"):
        monkeypatch.setattr(lanes.chromium, way, lambda: None)
    assert run(one="true", browser="echo a browser ran; exit 1") == 0
    out = capfd.readouterr().out
    assert "a browser ran" not in out
    assert "THE BROWSER TESTS ARE SKIPPED" in out
    assert out.rstrip().endswith("!")


def test_the_tests_drive_the_chromium_that_was_found(run: Run, tmp_path: Path) -> None:
    assert run(browser=f'printf %s "$CHROMIUM" >{tmp_path}/it') == 0
    assert (tmp_path / "it").read_text() == "/usr/bin/some-chromium"


def test_without_postgresql_the_tests_are_told_so_and_the_run_says_it_loudly(
    lanes: ModuleType, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(slow="echo found $POSTGRESQL") == 0
    assert "found /usr/lib/some-postgresql" in capfd.readouterr().out
    for way in ("find", "install"):
        monkeypatch.setattr(lanes.postgresql, way, lambda: None)
    assert run(slow="echo found $POSTGRESQL") == 0
    out = capfd.readouterr().out
    assert "found none" in out
    assert "SQLite ALONE" in out


def test_a_chromium_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(SCRIPTS)
    mine = tmp_path / "my chromium"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert importlib.import_module("chromium").find() == str(mine)
