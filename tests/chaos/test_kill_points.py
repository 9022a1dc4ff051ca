"""Killed at one named point of the walk, or while it starts: what is on disk is enough to finish, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request

import pytest

from lib import config, providers, store
from lib.config import Config
from lib.domain import Actor
from lib.store import audit, history
from tests.conftest import ROOT, SESSION
from tests.running import KEPT
from tests.tasks.moving import advance, exposures, row

pytestmark = pytest.mark.slow

PROGRAM = """
import importlib, os, sys
point, when, url = sys.argv[1:]
module, name = point.split(":")
room = importlib.import_module(module)
works = getattr(room, name)

def dies(*args, **kwargs):
    if when == "after":
        works(*args, **kwargs)
    os._exit(9)

setattr(room, name, dies)
from lib import config, providers, store
from lib.domain import Actor
from lib.tasks import lifecycle
from tests.tasks.moving import advance, submit
store.start(config.current())
providers.start(config.current(), url)
advance(submit(Actor("local", "admin", "s" * 22))[0].id)
sys.exit("it did not die")
"""
"""A Studio without pages that makes one picture and dies at a point of the walk."""


def dies_at(point: str, when: str, settings: Config, engine_url: str) -> None:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment = {**kept, "STUDIO_DATA_DIR": str(settings.data_dir), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, point, when, engine_url]
    died = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert died.returncode == 9, died.stderr


def taken(url: str, task_id: str) -> int:
    """How often the provider took it, by its own log."""
    request = urllib.request.Request(f"{url}/demo/log", headers={"x-goog-api-key": "demo"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return sum(one["task"] == task_id for one in json.load(answer))


@pytest.mark.parametrize(
    ("point", "when", "sends", "took"),
    [
        ("lib.store.ledger:post", "after", 0, 0),  # in the middle of the admission
        ("lib.tasks.driver:enqueue", "before", 1, 1),
        ("lib.tasks.lifecycle:_intend", "after", 2, 1),  # the intent is written, nothing sent
        ("lib.tasks.delivery:commit_name", "before", 2, 2),  # it was taken, and its name is lost
        ("lib.tasks.delivery:commit_name", "after", 1, 1),
        ("lib.store.assets:keep", "before", 1, 1),
        ("lib.store.assets:_write", "after", 1, 1),  # bytes that are not on the platter
        ("lib.store.assets:keep", "after", 1, 1),
        ("lib.store.assets:note", "after", 1, 1),  # in the middle of the settlement
        ("lib.store.budgets:settle", "after", 1, 1),
        ("lib.tasks.delivery:_finish", "after", 1, 1),  # settled; the provider still keeps it
    ],
)
def test_killed_at_a_point_of_the_walk_the_next_process_finishes_it_once(
    settings: Config, engine_url: str, point: str, when: str, sends: int, took: int
) -> None:
    dies_at(point, when, settings, engine_url)
    store.start(settings)
    providers.start(settings, engine_url)
    found = history.page(Actor("local", "admin", SESSION), 10)[0]
    assert len(found) == (1 if sends else 0), "admitted whole, or not at all"
    for task in found:
        assert advance(task.id) == "succeeded"
        assert (row(task.id)["sends"], taken(engine_url, task.id)) == (sends, took)
        assert exposures() == sends - 1
    assert audit.faults() == []
    store.stop()


@pytest.mark.parametrize(
    ("point", "when"),
    [
        ("lib.store.db:start", "after"),
        ("lib.store.migrate:_run", "before"),
        ("lib.store.migrate:_run", "after"),  # every table is made, and nothing is committed
        ("lib.store.migrate:upgrade", "after"),
        ("lib.store.seal:_create", "after"),
        ("lib.store.seal:start", "after"),
        ("lib.store.assets:start", "after"),
    ],
)
def test_killed_while_it_starts_the_next_start_is_whole(
    settings: Config, engine_url: str, point: str, when: str
) -> None:
    dies_at(point, when, settings, engine_url)
    store.start(settings)
    assert audit.faults() == []
    assert config.current().data_dir.joinpath("secret").read_text()
    store.stop()
