"""kill -9 at seeded moments of the walk: nothing lost, nothing paid twice, the money adds up."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lib.tasks.policy import may_resend
from tests.running import Studio, engine, running

KILLS = int(os.environ.get("STUDIO_KILLS", "15"))
EACH = 3
"""Tasks asked for before every kill."""
BODY = {"job": "image", "quality": "draft", "prompt": "a red boat on a grey sea"}


def accepted(url: str) -> Counter[str]:
    """How often the provider took each task, by its own log."""
    request = urllib.request.Request(f"{url}/demo/log", headers={"x-goog-api-key": "demo"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return Counter(one["task"] for one in json.load(answer))


def sends(database: Path) -> dict[str, int]:
    """How often Studio itself meant to send each task."""
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT id, sends FROM task").fetchall())


def exposures(database: Path) -> Counter[str]:
    """How often each task was booked as perhaps billed for nothing."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT task_id, count(*) FROM ledger_tx WHERE kind = 'exposure' GROUP BY task_id")
        return Counter(dict(found.fetchall()))


def ask(studio: Studio, key: str) -> str | None:
    """Submit one; None when the kill took the answer along."""
    try:
        status, answer = studio.api(
            "POST", "/tasks", {**BODY, "prompt": f"{BODY['prompt']}, {key}"}, idempotency_key=key
        )
    except OSError:
        return None
    assert status == 202, answer
    return str(answer["id"])


@pytest.mark.chaos
@pytest.mark.timeout(1200)
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_paid_twice(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    known: dict[str, str | None] = {}
    with (
        engine(tmp_path / "engine", speed="0.05") as url,
        running(tmp_path / "data", STUDIO_PROVIDER_URL=url) as studio,
    ):
        for number in range(KILLS):
            for place in range(EACH):
                key = f"{number}-{place}"
                known[key] = ask(studio, key)
            time.sleep(chance.uniform(0, 3))
            studio.kill()
            studio.start()
        tasks = finish(studio, known)
        sent = accepted(url)
        audit = studio.admin("audit")
    report(tasks, sent)
    intents = sends(tmp_path / "data" / "studio.db")
    assert (audit.returncode, audit.stdout) == (0, "The money adds up.\n")
    booked = exposures(tmp_path / "data" / "studio.db")
    for task_id, task in tasks.items():
        # What the provider took once more was lost before, and the house has it in its books.
        assert sent[task_id] - 1 <= booked[task_id], (task_id, sent[task_id], booked[task_id])
        assert booked[task_id] <= may_resend("image", task["quote"]["maximum_micros"], 1)
        assert (task["exposed_micros"] > 0) == (booked[task_id] > 0)
        # Killed twice between intent and answer, a task stays unknown and held: it is sent no third time.
        assert task["state"] == "succeeded" or (task["state"], intents[task_id]) == ("unknown", 2), task
    assert set(sent) <= set(tasks)
    assert {task_id for task_id, task in tasks.items() if task["state"] == "succeeded"} <= set(sent)


def finish(studio: Studio, known: dict[str, str | None]) -> dict[str, dict[str, Any]]:
    """Every key answered (repeated where the answer was lost), every task at its end."""
    for key, task_id in known.items():
        again = ask(studio, key)
        assert again == (task_id or again)
        known[key] = again
    return {str(task_id): studio.comes_to_rest(str(task_id)) for task_id in known.values()}


def report(tasks: dict[str, dict[str, Any]], sent: Counter[str]) -> None:
    resent = sum(1 for times in sent.values() if times > 1)
    unknown = sum(1 for task in tasks.values() if task["state"] == "unknown")
    taken = f"{sum(sent.values())} taken by the provider, {resent} of them a second time, {unknown} left unknown"
    print(f"\n{KILLS} kills: {len(tasks)} tasks, {taken}")
