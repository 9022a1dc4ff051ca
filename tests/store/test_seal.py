"""The server secret: made once, whoever starts together; never empty, never used before it is there."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lib.config import Config
from lib.errors import StudioError
from lib.store import seal


def fingerprint_of(settings: Config, together: object, answers: object) -> None:
    together.wait()  # type: ignore[attr-defined]
    seal.start(settings)
    answers.put(seal.fingerprint(b"x"))  # type: ignore[attr-defined]


def no_links(_source: Path, _target: Path) -> None:
    raise PermissionError("this file system has no hard links")


def test_processes_that_start_together_use_one_secret(settings: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    # A new process runs the main module once more: in a test runner that may be a page that was tested before.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    settings.data_dir.mkdir()
    context = multiprocessing.get_context("spawn")
    together, answers = context.Barrier(4), context.Queue()
    children = [context.Process(target=fingerprint_of, args=(settings, together, answers)) for _ in range(4)]
    for child in children:
        child.start()
    found = {answers.get(timeout=60) for _ in children}
    for child in children:
        child.join()
    assert len(found) == 1


@pytest.mark.parametrize("links", [True, False])
def test_who_comes_second_takes_the_secret_of_the_first(
    settings: Config, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    settings.data_dir.mkdir()
    file = settings.data_dir / "secret"
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    seal.start(settings)
    first, mark = file.read_bytes(), seal.fingerprint(b"x")
    monkeypatch.setattr(Path, "exists", lambda _path: False)  # the second looked before the first had written
    seal.start(settings)
    assert (file.read_bytes(), seal.fingerprint(b"x")) == (first, mark)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(settings.data_dir.iterdir()) == [file]


def test_an_empty_secret_is_refused_with_what_to_do(settings: Config) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "secret").touch()
    with pytest.raises(StudioError, match=r"is empty\. Restore it from a backup"):
        seal.start(settings)


def test_nothing_is_sealed_before_the_secret_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_secret", b"")
    for use in (lambda: seal.seal(b"x", "task"), lambda: seal.fingerprint(b"x")):
        with pytest.raises(RuntimeError, match="not open"):
            use()
