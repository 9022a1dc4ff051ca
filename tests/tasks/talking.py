"""Asking for a text, and looking how it and its money stand."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import replace
from typing import Any

from lib import briefs, tasks
from lib.domain import Actor, Brief, Request, Task
from lib.store import db, history, texts
from lib.tasks import runner
from tests.running import eventually

LONG = "A story of about 300 words about a lighthouse keeper and the sea"


def wanted(actor: Actor, words: str = LONG, **more: Any) -> Request:
    """A request as a page prepares it, at the cheapest quality."""
    ready = briefs.prepare(Brief("text", words, quality="draft", **more), actor)
    assert ready.request is not None, (ready.problems, ready.refusal)
    return ready.request


def ask(actor: Actor, words: str = LONG, *, talk: str | None = None, **more: Any) -> Task:
    """Ask, and set it going."""
    request = replace(wanted(actor, words, **more), conversation=talk)
    (task,) = tasks.submit(request, db.new_id(), 10**9)
    return task


def answer(actor: Actor, words: str = LONG, **more: Any) -> Task:
    """Ask, and wait for the end."""
    return ended(actor, ask(actor, words, **more))


def ended(actor: Actor, task: Task) -> Task:
    eventually(lambda: history.one(actor, task.id).ended and not runner.running(task.id))
    return history.one(actor, task.id)


def begun(actor: Actor, task: Task) -> str:
    """Wait until some of it is on disk; what there is."""
    found: str = eventually(lambda: history.one(actor, task.id).text)
    return found


def pieces(task: Task) -> list[texts.Piece]:
    with db.read() as connection:
        return texts.pieces(connection, task.id)


def log(engine_url: str, task: Task) -> dict[str, Any]:
    """What the engine says of this task: how often it was asked for it, and what it counted."""
    asked = urllib.request.Request(f"{engine_url}/demo/log", headers={"x-goog-api-key": "demo"})
    with urllib.request.urlopen(asked) as found:
        rows: list[dict[str, Any]] = json.load(found)
    return [row for row in rows if row["task"] == task.id][-1]
