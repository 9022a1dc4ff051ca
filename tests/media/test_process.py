"""The media process: one, its own, replaced when it dies, gone when its parent is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from lib.media import pictures, process
from lib.media.pictures import NotAPicture

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import os, sys
from lib.media import process
if __name__ == "__main__":
    print(process.run(os.getpid), flush=True)
    sys.stdin.read()
"""
"""A program that has a media process and waits until its standard input ends."""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    command = [sys.executable, "-W", "error", "-X", "dev", str(script)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, text=True, env=environment, **pipes) as running:  # type: ignore[call-overload]
        yield running
        running.kill()


def media_of(running: subprocess.Popen[str]) -> psutil.Process:
    assert running.stdout is not None
    return psutil.Process(int(running.stdout.readline()))


def gone(child: psutil.Process, patience: float = 30) -> bool:
    """Whether it ends in time; without a parent of ours it may stay behind as a zombie, which is ended too."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_work_runs_in_one_other_process() -> None:
    assert process.run(os.getpid) == process.run(os.getpid) != os.getpid()


def test_an_error_in_the_process_is_raised_here() -> None:
    with pytest.raises(NotAPicture, match="no picture"):
        process.run(pictures.inspect, b"text")


def test_after_a_stop_the_work_begins_anew() -> None:
    before = process.run(os.getpid)
    process.stop()
    process.stop()
    assert not psutil.pid_exists(before)
    assert process.run(os.getpid) != before


def test_work_of_many_threads_survives_the_death_of_the_process() -> None:
    """The work that dies with the process is done by its successor, and no thread ends the successor of another."""
    victim = process.run(os.getpid)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(process.run, time.sleep, 0.02) for _ in range(16)]
        os.kill(victim, signal.SIGKILL)
        assert [one.result() for one in asked] == [None] * 16
    assert process.run(os.getpid) != victim


def test_work_that_hangs_is_ended_and_the_next_is_done_by_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    victim = process.run(os.getpid)
    monkeypatch.setattr(process, "SECONDS", 0.2)
    with pytest.raises(process.Overdue, match=r"could not be opened within 0\.2 seconds\.$"):
        process.run(time.sleep, 600)
    monkeypatch.undo()
    assert process.run(os.getpid) != victim
    assert not psutil.pid_exists(victim)


def test_the_process_ends_with_a_parent_that_was_killed(parent: subprocess.Popen[str]) -> None:
    child = media_of(parent)
    parent.kill()
    assert gone(child)


def test_an_interrupt_is_the_affair_of_the_parent(parent: subprocess.Popen[str]) -> None:
    child = media_of(parent)
    child.send_signal(signal.SIGINT)
    assert not gone(child, 0.3)


def test_a_parent_that_ends_leaves_neither_a_process_nor_a_warning(parent: subprocess.Popen[str]) -> None:
    child = media_of(parent)
    _, complaints = parent.communicate("")
    assert (parent.returncode, complaints) == (0, "")
    assert gone(child)
