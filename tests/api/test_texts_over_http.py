"""Texts and what goes into them over HTTP: asked for, read, gone on from, with files and a system instruction."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from lib import people
from lib.api import app
from lib.api.shapes import Body
from tests.api.answers import is_problem
from tests.api.given import pdf, picture
from tests.running import ENDED, eventually

TEXT: dict[str, Any] = {"job": "text", "quality": "draft", "prompt": "Write four sentences about a red boat."}


def ask(http: TestClient, key: str = "k", **changes: object) -> dict[str, Any]:
    """A text, asked for and written to its end."""
    asked = http.post("/tasks", json={**TEXT, **changes}, headers={"idempotency-key": key})
    assert asked.status_code == 202, asked.json()

    def ended() -> dict[str, Any] | None:
        task: dict[str, Any] = http.get(f"/tasks/{asked.json()['id']}").json()
        return task if task["state"] in ENDED else None

    found: dict[str, Any] = eventually(ended)
    return found


def upload(http: TestClient, data: bytes) -> str:
    return str(http.post("/assets", content=data).json()["id"])


def test_a_text_is_asked_for_written_and_read(http: TestClient) -> None:
    task = ask(http)
    assert (task["state"], task["previous"], task["inputs"], task["outputs"]) == ("succeeded", None, [], [])
    assert "boat" in task["text"]
    assert task["usage"]["text_out"] > 0
    assert 0 < task["cost_micros"] <= task["quote"]["maximum_micros"]
    assert http.get("/tasks").json()["items"] == [task]


def test_a_picture_has_no_text(http: TestClient) -> None:
    asked = http.post("/tasks", json={"job": "image", "prompt": "a boat"}, headers={"idempotency-key": "k"}).json()
    assert http.get(f"/tasks/{asked['id']}").json()["text"] is None


def test_a_quote_shows_the_system_instruction_that_is_composed(http: TestClient) -> None:
    assert http.post("/quotes", json=TEXT).json()["system"] is None
    own = http.post("/quotes", json={**TEXT, "system": "Answer as a sailor."}).json()["system"]
    assert own == "Answer as a sailor."
    both = http.post("/quotes", json={**TEXT, "system": "Answer as a sailor.", "preset": "summary"}).json()["system"]
    assert own in both
    assert len(both) > len(own)


def test_a_conversation_goes_on_from_an_earlier_answer(http: TestClient) -> None:
    first = ask(http)
    second = ask(http, "k2", prompt="And now a blue one.", previous=first["id"])
    assert (second["state"], second["previous"]) == ("succeeded", first["id"])
    assert second["usage"]["text_in"] > first["usage"]["text_in"]


def test_nobody_goes_on_from_what_is_not_theirs(http: TestClient) -> None:
    first = ask(http)
    other = {"authorization": f"Bearer {people.create_token('max', 'admin')}", "idempotency-key": "k"}
    with TestClient(app, headers=other) as stranger:
        problem = is_problem(stranger.post("/tasks", json={**TEXT, "previous": first["id"]}), 422, "invalid_request")
    assert [one["field"] for one in problem["problems"]] == ["previous"]


def test_files_go_in_and_are_told_again(http: TestClient) -> None:
    given = [upload(http, picture()), upload(http, pdf(3))]
    without = http.post("/quotes", json=TEXT).json()["expected_micros"]
    inputs = [{"asset": asset} for asset in given]
    assert http.post("/quotes", json={**TEXT, "inputs": inputs}).json()["expected_micros"] > without
    task = ask(http, inputs=inputs)
    assert task["state"] == "succeeded"
    assert task["inputs"] == [{"asset": asset, "role": "attachment"} for asset in given]


def test_a_file_of_somebody_else_cannot_go_in(http: TestClient) -> None:
    asset = upload(http, picture())
    other = {"authorization": f"Bearer {people.create_token('max', 'admin')}"}
    with TestClient(app, headers=other) as stranger:
        problem = is_problem(
            stranger.post("/quotes", json={**TEXT, "inputs": [{"asset": asset}]}), 422, "invalid_request"
        )
    assert [one["field"] for one in problem["problems"]] == ["inputs"]


@pytest.mark.parametrize(
    ("job", "given", "roles"),
    [
        ("text", [None, None], ["attachment", "attachment"]),
        ("image", [None, None, None], ["source", "object", "object"]),
        ("image", ["object", None], ["object", "object"]),
        ("image", [None, "character"], ["source", "character"]),
    ],
)
def test_a_file_without_a_role_has_the_usual_one(job: str, given: list[str | None], roles: list[str]) -> None:
    inputs = [{"asset": "x", **({"role": role} if role else {})} for role in given]
    brief = Body.model_validate({"job": job, "inputs": inputs}).brief()
    assert [one.role for one in brief.inputs] == roles
