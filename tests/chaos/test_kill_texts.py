"""kill -9 while answers are written: what was read is kept, what was not is read on, nothing is asked for twice."""

from __future__ import annotations

import json
import random
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.running import Studio, engine, running

KILLS = 5
EACH = 3
"""Answers asked for before every kill."""
BODY = {"job": "text", "quality": "draft"}


@pytest.mark.chaos
@pytest.mark.timeout(600)
def test_killed_in_the_middle_of_answers_each_is_whole_or_told_to_be_lost(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    known: dict[str, dict[str, Any]] = {}
    with (
        engine(tmp_path / "engine", speed="1") as url,
        running(tmp_path / "data", STUDIO_PROVIDER_URL=url) as studio,
    ):
        for number in range(KILLS):
            for place in range(EACH):
                ask(studio, f"{number}-{place}", known)
            time.sleep(chance.uniform(0.2, 2.5))
            studio.kill()
            studio.start()
        for key in known:
            ask(studio, key, known)  # the same key: what the kill took along is answered, or admitted now
        ended = [studio.ended(task["id"], 120) for task in known.values()]
        written = {task["id"]: text_at(url, task["id"]) for task in ended}
        audit = studio.admin("audit")
    print(f"\n{KILLS} kills: {dict(Counter(task['state'] for task in ended))}")
    assert (audit.returncode, audit.stdout) == (0, "The money adds up.\n")
    for task in ended:
        sends, text, billed = written[task["id"]]
        assert sends <= 1
        if task["state"] == "succeeded":
            assert task["text"] == text
            assert task["usage"]["text_out"] == billed
            continue
        # Killed between intent and name: nobody was charged, and it is in the books of the house.
        assert (task["state"], task["cost_micros"]) == ("written_off", 0), task
        assert task["exposed_micros"] > 0


def ask(studio: Studio, key: str, known: dict[str, dict[str, Any]]) -> None:
    prompt = f"A story of about 150 words about lighthouse number {key}"
    known.setdefault(key, {})
    try:
        status, answer = studio.api("POST", "/tasks", {**BODY, "prompt": prompt}, idempotency_key=key)
    except OSError:
        return
    assert status == 202, answer
    assert known[key].get("id") in (None, answer["id"])
    known[key] = answer


def text_at(url: str, task_id: str) -> tuple[int, str, int]:
    """How often the engine took a task, what it wrote for it, and how many tokens it counted."""
    rows = [row for row in fetched(f"{url}/demo/log") if row["task"] == task_id]
    if not rows:
        return 0, "", 0
    found = fetched(f"{url}/v1/interactions/{rows[-1]['id']}")
    outputs = [step for step in found["steps"] if step["type"] == "model_output"]
    text = "".join(content["text"] for step in outputs for content in step["content"])
    return len(rows), text, found["usage"]["total_output_tokens"]


def fetched(address: str) -> Any:
    request = urllib.request.Request(address, headers={"x-goog-api-key": "demo"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
