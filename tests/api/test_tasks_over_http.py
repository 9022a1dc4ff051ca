"""The HTTP face: tokens first, every no in one shape, a repeated request is paid once, others do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from lib import people
from lib.api import app
from lib.config import Config
from lib.store import budgets, switches
from lib.tasks import lifecycle

DRAFT = {"job": "image", "quality": "draft", "prompt": "a red boat"}


@pytest.fixture
def http(doors: Config) -> Iterator[TestClient]:
    with TestClient(app, headers={"authorization": f"Bearer {people.create_token('ida', 'member')}"}) as client:
        yield client


def submit(http: TestClient, key: str = "k", **changes: object) -> Any:
    return http.post("/tasks", json={**DRAFT, **changes}, headers={"idempotency-key": key})


def to_the_end(task_id: str) -> None:
    while lifecycle.advance(task_id) is not None:
        pass


def is_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The one shape of every no."""
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["title"]
    assert body["detail"].endswith(".")
    return body


def test_a_quote_spends_nothing_and_shows_price_prompt_and_settings(http: TestClient) -> None:
    answer = http.post("/quotes", json=DRAFT)
    assert answer.status_code == 200
    body = answer.json()
    assert body["lowest_micros"] <= body["expected_micros"] <= body["maximum_micros"]
    assert body["maximum_micros"] == sum(line["maximum_micros"] for line in body["lines"])
    assert (body["model"], body["settings"]["size"]) == ("gemini-3.1-flash-lite-image", "1K")
    assert "a red boat" in body["prompt"]
    assert http.get("/tasks").json()["items"] == []


def test_a_picture_is_asked_for_followed_and_fetched(http: TestClient) -> None:
    asked = submit(http, settings={"ratio": "16:9"})
    assert asked.status_code == 202
    body = asked.json()
    assert (body["state"], body["ids"]) == ("reserved", [body["id"]])
    waiting = http.get(f"/tasks/{body['id']}").json()
    assert waiting["held_micros"] == body["quote"]["maximum_micros"]
    to_the_end(body["id"])
    task = http.get(f"/tasks/{body['id']}").json()
    assert (task["state"], task["world"], task["door"], task["held_micros"]) == ("succeeded", "simulated", "demo", 0)
    assert task["cost_micros"] <= body["quote"]["maximum_micros"]
    (output,) = task["outputs"]
    assert (output["width"], output["height"], output["mime"]) == (1376, 768, "image/jpeg")
    assert task["created_at"].endswith("Z")
    assert "op" not in task


def test_four_pictures_are_one_group(http: TestClient) -> None:
    body = submit(http, n=4).json()
    assert len(set(body["ids"])) == 4
    assert body["quote"]["maximum_micros"] == 4 * http.get(f"/tasks/{body['id']}").json()["quote"]["maximum_micros"]
    assert {task["group"] for task in http.get("/tasks").json()["items"]} == {body["group"]}


def test_the_same_key_and_body_are_paid_once(http: TestClient) -> None:
    assert submit(http).json()["id"] == submit(http).json()["id"]
    assert len(http.get("/tasks").json()["items"]) == 1


def test_the_same_key_with_another_body_is_a_conflict(http: TestClient) -> None:
    submit(http)
    is_problem(submit(http, prompt="a blue boat"), 409, "idempotency_conflict")


def test_a_ceiling_below_the_price_answers_the_new_quote(http: TestClient) -> None:
    problem = is_problem(submit(http, max_micros=1), 409, "price_changed")
    assert problem["quote"]["maximum_micros"] > 1
    assert http.get("/tasks").json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"prompt": "  "}, ["prompt"]),
        ({"prompt": "word " * 70_000}, ["prompt"]),
        ({"n": 0}, ["n"]),
        ({"n": 9}, ["n"]),
        ({"model": "gpt"}, ["model"]),
        ({"preset": "nope"}, ["preset"]),
        ({"styles": ["nope"]}, ["styles"]),
        ({"settings": {"ratio": "5:9", "sise": "4K"}}, ["settings.sise", "settings.ratio"]),
        ({"colour": "red"}, ["colour"]),
        ({"job": "video"}, ["job"]),
        ({"job": "sculpture"}, ["job"]),
        ({"settings": {"size": 1.5}}, None),
        ({"n": "many"}, ["n"]),
    ],
)
def test_bad_input_names_every_field_and_costs_nothing(
    http: TestClient, changes: dict[str, object], fields: list[str] | None
) -> None:
    problem = is_problem(submit(http, **changes), 422, "invalid_request")
    named = [one["field"] for one in problem["problems"]]
    assert named == fields if fields else named
    assert http.get("/tasks").json()["items"] == []


def test_the_nearest_valid_choice_is_offered(http: TestClient) -> None:
    problem = is_problem(submit(http, settings={"ratio": "17:9"}), 422, "invalid_request")
    assert problem["problems"][0]["nearest"] == "16:9"
    assert "16:9" in problem["problems"][0]["allowed"]


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", '{"job": NaN}'])
def test_a_body_that_is_no_request_is_refused_in_the_same_shape(http: TestClient, body: str) -> None:
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    is_problem(http.post("/tasks", content=body, headers=headers), 422, "invalid_request")


@pytest.mark.parametrize("key", [None, "", "x" * 201])
def test_a_task_needs_an_idempotency_key(http: TestClient, key: str | None) -> None:
    headers = {} if key is None else {"idempotency-key": key}
    problem = is_problem(http.post("/tasks", json=DRAFT, headers=headers), 422, "invalid_request")
    assert problem["problems"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize("header", [None, "Bearer studio_wrong", "Basic x"])
@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", "/tasks"), ("GET", "/tasks/x"), ("POST", "/tasks"), ("POST", "/quotes"), ("GET", "/models")],
)
def test_without_a_token_nothing_is_even_looked_at(doors: Config, verb: str, path: str, header: str | None) -> None:
    with TestClient(app) as stranger:
        answer = stranger.request(verb, path, headers={"authorization": header} if header else {}, content="{")
    is_problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_task_of_somebody_else_does_not_exist(http: TestClient) -> None:
    task_id = submit(http).json()["id"]
    other = {"authorization": f"Bearer {people.create_token('max', 'admin')}"}
    with TestClient(app, headers=other) as stranger:
        is_problem(stranger.get(f"/tasks/{task_id}"), 404, "not_found")
        is_problem(stranger.post(f"/tasks/{task_id}/cancel"), 404, "not_found")
        assert stranger.get("/tasks").json() == {"items": [], "next_cursor": None}


def test_a_waiting_task_is_cancelled_once(http: TestClient) -> None:
    task_id = submit(http).json()["id"]
    cancelled = http.post(f"/tasks/{task_id}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (202, "cancelled")
    is_problem(http.post(f"/tasks/{task_id}/cancel"), 409, "already_ended")


def test_history_is_paged_newest_first_without_gaps(http: TestClient) -> None:
    asked = [submit(http, key=str(number)).json()["id"] for number in range(5)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = http.get("/tasks", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [task["id"] for task in page["items"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(asked)
    assert seen == sorted(seen, reverse=True)


def test_every_refusal_of_the_gate_has_its_code(http: TestClient) -> None:
    is_problem(submit(http, door="gemini"), 403, "closed")
    switches.throw("job:image", True, "ida", "invoice")
    is_problem(submit(http), 503, "kill_switch")
    switches.throw("job:image", False, "ida")
    budgets.put("simulated", "request", budgets.EACH, "once", 100)
    assert is_problem(submit(http), 402, "over_request_limit")["limit_micros"] == 100
    budgets.put("simulated", "request", budgets.EACH, "once", 10**9)
    budgets.put("simulated", "global", budgets.EACH, "day", 1000)
    problem = is_problem(submit(http), 402, "budget_exceeded")
    assert (problem["scope"], problem["limit_micros"], problem["available_micros"]) == ("global", 1000, 1000)


def test_the_models_say_what_can_be_asked_and_for_how_much(http: TestClient) -> None:
    models = {model["id"]: model for model in http.get("/models").json()["items"]}
    best = models["gemini-3-pro-image"]
    assert best["quality"] == ["best"]
    assert best["parameters"]["size"]["values"] == ["1K", "2K", "4K"]
    assert best["price"]["micros"]["image_out"] == 120_000_000
    assert best["price"]["source"].startswith("https://ai.google.dev/")


def test_an_unknown_address_and_a_wrong_verb_are_problems_too(http: TestClient) -> None:
    is_problem(http.get("/nothing"), 404, "not_found")
    is_problem(http.delete("/tasks"), 405, "method_not_allowed")


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_without_end_is_refused_before_it_is_read(http: TestClient, declared: bool) -> None:
    pieces = (b" " * 1_000_000 for _ in range(5))
    content: Any = b" " * 5_000_000 if declared else pieces
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    is_problem(http.post("/tasks", content=content, headers=headers), 413, "too_large")


def test_health_and_the_document_need_no_token(doors: Config) -> None:
    with TestClient(app) as anybody:
        assert anybody.get("/health").json() == {"status": "ok"}
        document = anybody.get("/openapi.json").json()
    assert {"/quotes", "/tasks", "/tasks/{task_id}", "/tasks/{task_id}/cancel", "/models", "/health"} <= set(
        document["paths"]
    )
