"""Reading what the HTTP face says: its one shape of every no, and its streams of events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

from tests.running import Studio


def is_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The one shape of every no."""
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["title"]
    assert body["detail"].endswith(".")
    return body


class Told(NamedTuple):
    """One event of a stream."""

    number: int
    kind: str
    data: dict[str, Any]


def told(lines: Iterable[bytes]) -> Iterator[Told]:
    """The events of a stream, given line by line; comments are passed over."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            found[name] = value
        elif "id" in found:
            yield Told(int(found["id"]), found["event"], json.loads(found["data"]))
            found = {}


@contextmanager
def listening(studio: Studio, task_id: str, last: int = 0) -> Iterator[Iterator[Told]]:
    """The events of a task as they come; going away ends nothing."""
    headers = {"authorization": f"Bearer {studio.token}", **({"last-event-id": str(last)} if last else {})}
    with urlopen(Request(f"{studio.url}/api/v1/tasks/{task_id}/events", headers=headers), timeout=60) as answer:
        yield told(answer)


def text_of(events: Iterable[Told], *, thought: bool = False) -> str:
    """What the events of a stream say, put together."""
    found = (one.data for one in events if one.kind == "text")
    return "".join(data["text"] for data in found if data.get("thought", False) == thought)
