"""The driver: DBOS moves what was submitted, wakes what waits, and after a stop everything goes on."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lib import providers, tasks
from lib.config import Config
from lib.domain import Actor, Prompt, Span
from lib.store import db, history
from lib.store import tasks as rows
from lib.tasks import driver, lifecycle
from tests.conftest import a_request
from tests.providers.answering import MARK, Stand, answering
from tests.running import engine, eventually
from tests.tasks.moving import DRAFT, row

pytestmark = pytest.mark.slow
ROWS = "SELECT s.serialization, i.inputs FROM workflow_status s JOIN workflow_input i USING (workflow_uuid)"


@pytest.fixture
def driving(doors: Config) -> Iterator[Config]:
    driver.start(doors)
    yield doors
    driver.stop()


def submit(actor: Actor, key: str, n: int = 1) -> list[str]:
    return [task.id for task in tasks.submit(a_request(actor, n, settings=DRAFT), key, 10**9)]


def all_ended(actor: Actor) -> bool:
    return not history.active(actor)


def test_what_is_submitted_is_made(driving: Config, actor: Actor) -> None:
    ids = submit(actor, "k", n=4)
    eventually(lambda: all_ended(actor))
    assert {history.one(actor, task_id).state for task_id in ids} == {"succeeded"}
    assert [row(task_id)["sends"] for task_id in ids] == [1, 1, 1, 1]


def test_what_was_submitted_before_the_driver_started_is_found(doors: Config, actor: Actor) -> None:
    submit(actor, "k", n=2)
    driver.start(doors)
    eventually(lambda: all_ended(actor))
    driver.stop()


def test_sweeping_again_and_again_starts_nothing_twice(driving: Config, actor: Actor) -> None:
    ids = submit(actor, "k", n=3)
    for _ in range(5):
        driver.sweep()
        for task_id in ids:
            driver.enqueue(task_id, "image")
    eventually(lambda: all_ended(actor))
    assert [row(task_id)["sends"] for task_id in ids] == [1, 1, 1]


def test_the_engine_keeps_plain_json_and_forgets_what_has_ended(driving: Config, actor: Actor) -> None:
    (task_id,) = submit(actor, "k")
    eventually(lambda: all_ended(actor))
    port = driver._port
    assert port is not None
    eventually(lambda: port.status(task_id) == "SUCCESS")
    with closing(sqlite3.connect(driving.data_dir / "engine.db")) as engine:
        ((form, inputs),) = engine.execute(ROWS).fetchall()
        assert (form, json.loads(inputs)["positionalArgs"]) == ("portable_json", [task_id])
        port.tidy()
        for table in ("workflow_status", "workflow_input", "operation_outputs"):
            assert engine.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    driver.enqueue(task_id, "image")
    assert (row(task_id)["state"], row(task_id)["sends"]) == ("succeeded", 1)


def test_a_stop_in_the_middle_loses_nothing(house: Config, actor: Actor, tmp_path: Path) -> None:
    with engine(tmp_path / "slow", speed="0.5") as url:
        providers.start(house, url)
        driver.start(house)
        (task_id,) = submit(actor, "k")
        eventually(lambda: row(task_id)["state"] == "running")
        driver.stop()
        assert row(task_id)["state"] == "running"
        driver.start(house)
        eventually(lambda: all_ended(actor))
        driver.stop()
        providers.stop()
    assert (row(task_id)["state"], row(task_id)["sends"]) == ("succeeded", 1)


def test_a_wish_to_cancel_wakes_a_waiting_task(house: Config, actor: Actor, tmp_path: Path) -> None:
    with engine(tmp_path / "slow", speed="5") as url:
        providers.start(house, url)
        driver.start(house)
        (task_id,) = submit(actor, "k")
        eventually(lambda: row(task_id)["state"] == "running")
        tasks.cancel(actor, task_id)
        eventually(lambda: all_ended(actor), seconds=15)
        driver.stop()
        providers.stop()
    assert history.one(actor, task_id).state == "cancelled"


def test_a_stop_hears_what_is_being_sent_to_its_end_and_nothing_is_bought_twice(
    doors: Config, actor: Actor, engine_url: str
) -> None:
    driver.start(doors)
    request = replace(a_request(actor, settings=DRAFT), prompt=Prompt((Span("a boat [[fault:slow=3]]", "user"),)))
    task_id = tasks.submit(request, "k", 10**9)[0].id
    eventually(lambda: row(task_id)["state"] == "submitting")
    driver.stop()
    assert row(task_id)["state"] == "running"
    driver.start(doors)
    eventually(lambda: all_ended(actor))
    driver.stop()
    assert (row(task_id)["state"], row(task_id)["sends"]) == ("succeeded", 1)


def completed(op: str) -> dict[str, Any]:
    """An answer with a picture, as the provider gives it."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (10, 120, 200)).save(file, "JPEG")
    picture = {"type": "image", "mime_type": "image/jpeg", "data": base64.b64encode(file.getvalue()).decode()}
    usage = {"total_input_tokens": 10, "total_output_tokens": 1120}
    steps = [{"type": "model_output", "content": [picture]}]
    return {"id": op, "status": "completed", "steps": steps, "usage": usage}


@pytest.fixture
def silent(house: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """A driver with one thread of each kind, and a provider that takes work and does not say how it stands."""
    monkeypatch.setattr(driver, "LANES", dict.fromkeys(driver.LANES, 1))
    with answering() as stand:
        stand.looks.clear()
        providers.start(house, stand.url)
        driver.start(house)
        yield stand
        stand.looks.set()
        driver.stop()
        providers.stop()


LOOK_SECONDS = "lib.providers.gemini.provider.LOOK_SECONDS"


def test_looks_that_hang_hold_up_no_new_work(silent: Stand, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LOOK_SECONDS, 600.0)
    (stuck,) = submit(actor, "stuck")
    eventually(lambda: any("/interactions/op1" in line for line in silent.asked))
    silent.post = (200, completed("op2"), MARK)
    (task_id,) = submit(actor, "k")
    eventually(lambda: row(task_id)["state"] == "succeeded")
    assert row(stuck)["state"] == "running"


def test_a_wish_to_cancel_reaches_a_provider_whose_looks_hang(
    silent: Stand, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOOK_SECONDS, 0.5)
    (stuck,) = submit(actor, "stuck")
    eventually(lambda: any("/interactions/op1" in line for line in silent.asked))
    tasks.cancel(actor, stuck)
    eventually(lambda: any(line.endswith("/interactions/op1/cancel") for line in silent.posts()))


def test_an_intent_left_by_a_dead_process_is_judged_by_its_successor(doors: Config, actor: Actor) -> None:
    """A heartbeat of the successor must not make the dead sender look alive."""
    (task_id,) = submit(actor, "k")
    with db.write() as connection:
        values = {"send_token": "x", "intent_ms": db.now(), "sends": 1, "worker": f"{lifecycle.SLOT}:an-earlier-boot"}
        rows.move(connection, task_id, ("reserved",), "submitting", **values)
    driver.start(doors)
    eventually(lambda: all_ended(actor), seconds=20)
    driver.stop()
    assert (row(task_id)["state"], row(task_id)["sends"]) == ("succeeded", 2)
