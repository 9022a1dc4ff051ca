"""Engines for the tests of this folder: one that everybody shares, and as many as a test wants to stop or kill."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo.engines import Engine, Start


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start engines with the arguments of the command; those still running at the end are killed."""
    started: list[Engine] = []

    def make(*arguments: object, **popen: Any) -> Engine:
        own = () if "--store" in arguments else ("--store", tmp_path_factory.mktemp("store"))
        started.append(Engine(*arguments, *own, **popen))
        return started[-1]

    yield make
    for process in started:
        if process.popen.poll() is None:
            process.end(subprocess.Popen.kill)
        else:
            process.end(lambda popen: None)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine without delays for every test that does not stop it."""
    process = Engine("--speed", 0, "--store", tmp_path_factory.mktemp("engine"))
    yield process
    assert process.end() == 0
