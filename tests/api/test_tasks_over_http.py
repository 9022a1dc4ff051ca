"""The HTTP face: tokens first, every no in one shape, a repeated request is paid once, others do not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from lib import people
from lib.api import app, shapes
from lib.api.app import answer as problem_of
from lib.catalog import Model, catalog
from lib.config import Config
from lib.domain import Actor
from lib.errors import ConversationMoved, StudioError, Unreadable
from lib.prompts import library
from lib.store import budgets, history, switches
from lib.tasks import lifecycle
from tests.api.answers import is_problem

PRO = "gemini-3-pro-image"
DRAFT = {"job": "image", "quality": "draft", "prompt": "a red boat"}


def submit(http: TestClient, key: str = "k", **changes: object) -> Any:
    return http.post("/tasks", json={**DRAFT, **changes}, headers={"idempotency-key": key})


def to_the_end(task_id: str) -> None:
    while lifecycle.advance(task_id) is not None:
        pass


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


LOSSES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "price": lambda patch: patch.setattr(Model, "price_at", lambda *_: None),
    "model": lambda patch: patch.delitem(cast("dict[str, Model]", catalog().models), "gemini-3.1-flash-lite-image"),
    "preset": lambda patch: patch.setattr("lib.prompts.library", partial(replace, library(), presets={})),
}


@pytest.mark.parametrize("lost", LOSSES)
def test_a_repeated_request_is_answered_as_before_whatever_has_gone_since(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    wish: dict[str, Any] = {"n": 2, "preset": "poster"}
    first = submit(http, **wish)
    assert first.status_code == 202
    LOSSES[lost](monkeypatch)
    assert submit(http, **wish).json() == first.json()
    assert submit(http, key="another", **wish).status_code == 422
    is_problem(submit(http, n=3, preset="poster"), 409, "idempotency_conflict")


def test_a_repeated_request_is_answered_with_the_price_it_was_admitted_at(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = submit(http, n=2).json()
    price = catalog().models["gemini-3.1-flash-lite-image"].price[0]
    monkeypatch.setitem(price.micros, "image_out", 2 * price.micros["image_out"])
    assert submit(http, n=2).json() == first
    assert submit(http, n=2, key="another").json()["quote"] != first["quote"]


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
        ({"settings": {"size": 1.5}}, ["settings.size"]),
        ({"n": "many"}, ["n"]),
        ({"prompt": "\u200b"}, ["prompt"]),
        ({"prompt": "x" * 300_000}, ["prompt"]),
        ({"prompt": "a\0boat"}, ["prompt"]),
    ],
)
def test_bad_input_names_every_field_and_costs_nothing(
    http: TestClient, changes: dict[str, object], fields: list[str]
) -> None:
    problem = is_problem(submit(http, **changes), 422, "invalid_request")
    assert [one["field"] for one in problem["problems"]] == fields
    assert http.get("/tasks").json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"colour": 1}, "colour", "There is no field “colour”. A request has job, prompt, door,"),
        ({"inputs": [{}]}, "inputs.0.asset", "“inputs.0.asset” is missing."),
        ({"inputs": ["x"]}, "inputs.0", "“inputs.0” must be an object; it is “x”."),
        ({"inputs": {"asset": "x"}}, "inputs", "“inputs” must be a list; it is an object."),
        ({"inputs": [{"asset": 7}]}, "inputs.0.asset", "“inputs.0.asset” must be text; it is 7."),
        ({"inputs": [{"asset": "x", "rule": "y"}]}, "inputs.0.rule", "no field “inputs.0.rule”. Nearest: role."),
        ({"inputs": [{"asset": "x", "colour": 1}]}, "inputs.0.colour", "An input has asset, role."),
        ({"inputs": [{"asset": "x"}] * 65}, "inputs", "“inputs” holds 65 and may hold 64."),
        ({"inputs": [{"asset": "x"}]}, "inputs", "A file that goes in is no longer there"),
        ({"previous": 1}, "previous", "“previous” must be text; it is 1."),
        ({"previous": "x"}, "previous", "An earlier answer is for texts only."),
        ({"job": "text", "previous": "x"}, "previous", "There is no such task."),
        ({"system": None}, "system", "“system” must be text; it is null."),
        ({"job": "text", "system": "a\0b"}, "system", "Character 2 of the system instruction"),
        ({"stiles": []}, "stiles", "There is no field “stiles”. Nearest: styles."),
        ({"tier": "flex"}, "tier", "“tier” can be standard; it is “flex”."),
        ({"quality": None}, "quality", "“quality” can be best, balanced, draft; it is null."),
        ({"settings": None}, "settings", "“settings” must be an object; it is null."),
        ({"settings": {"size": None}}, "settings.size", "“settings.size” must be text or a whole number; it is null."),
        ({"settings": {"size": True}}, "settings.size", "“settings.size” must be text or a whole number; it is true."),
        ({"model": PRO, "settings": {"max_output_tokens": 5000}}, "settings.max_output_tokens", "in steps of 1,024."),
        ({"n": True}, "n", "“n” must be a whole number; it is true."),
        ({"n": 10**40}, "n", "Ask for 1 to 8 at a time."),
        ({"max_micros": "12"}, "max_micros", "“max_micros” must be a whole number; it is “12”."),
        ({"max_micros": -1}, "max_micros", "“max_micros” is 0 at least; it is -1."),
        ({"prompt": ["a boat"]}, "prompt", "“prompt” must be text; it is a list."),
        ({"prompt": {}}, "prompt", "“prompt” must be text; it is an object."),
        ({"styles": ["x"] * 9}, "styles", "“styles” holds 9 and may hold 8."),
        ({"path": 1}, "path", "There is no field “path”. A request has job, prompt,"),
        ({"settings": {"body": None}}, "settings.body", "“settings.body” must be text or a whole number; it is null."),
        ({"k" * 500: 1}, "k" * 39 + "…", "There is no field “kkk"),
    ],
    ids=str,
)
def test_each_fault_of_a_body_is_a_sentence_for_people(
    http: TestClient, changes: dict[str, object], field: str, sentence: str
) -> None:
    (problem,) = is_problem(submit(http, **changes), 422, "invalid_request")["problems"]
    assert problem["field"] == field
    assert sentence in problem["message"]
    assert len(problem["message"]) < 200


@pytest.mark.parametrize(
    "changes",
    [
        {"settings": {f"x{number}": "a" for number in range(50_000)}},
        {"settings": {f"x{number}": None for number in range(50_000)}},
        {f"x{number}": 1 for number in range(50_000)},
    ],
    ids=["unknown settings", "settings of no kind", "unknown fields"],
)
def test_of_fifty_thousand_faults_the_first_are_named_and_the_others_counted(
    http: TestClient, changes: dict[str, object]
) -> None:
    problem = is_problem(submit(http, **changes), 422, "invalid_request")
    assert len(problem["problems"]) == 11
    assert "And 49,990 more" in problem["detail"]


def test_the_nearest_valid_choice_is_offered(http: TestClient) -> None:
    problem = is_problem(submit(http, settings={"ratio": "17:9"}), 422, "invalid_request")
    assert problem["problems"][0]["nearest"] == "16:9"
    assert "16:9" in problem["problems"][0]["allowed"]


@pytest.mark.parametrize("path", ["/tasks", "/quotes"])
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "The body is missing."),
        ("{", "no JSON that can be read"),
        ("[]", "The body must be an object; it is a list."),
        ('"x"', "The body must be an object; it is “x”."),
        ("null", "The body must be an object; it is null."),
        ('{"job": NaN}', "no JSON that can be read"),
        ("[" * 100_000, "recursion limit"),
        ('{"a": ' * 100_000, "recursion limit"),
        ('{"n": ' + "9" * 5_000 + "}", "out of range"),
        ('{"job": "image", "prompt": "a boat \\ud800"}', "half of a character stands alone"),
        ('{"job": "image", "settings": {"\\ud800": 1}}', "half of a character stands alone"),
        (b'{"job": "\xff"}', "no JSON that can be read"),
    ],
    ids=lambda given: str(given)[:12],
)
def test_a_body_that_is_no_request_is_refused_in_the_same_shape(
    http: TestClient, path: str, body: str | bytes, says: str
) -> None:
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    (problem,) = is_problem(http.post(path, content=body, headers=headers), 422, "invalid_request")["problems"]
    assert problem["field"] == "body"
    assert says in problem["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_a_body_of_another_kind_is_told_which_one_is_wanted(http: TestClient, kind: str | None) -> None:
    headers = {"idempotency-key": "k", **({"content-type": kind} if kind else {})}
    answer = http.post("/tasks", content=b'{"job": "image", "prompt": "a boat"}', headers=headers)
    (problem,) = is_problem(answer, 422, "invalid_request")["problems"]
    assert problem["field"] == "Content-Type"
    assert "application/json" in problem["message"]


def test_a_body_says_that_it_is_json_in_any_spelling(http: TestClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert http.post("/quotes", content=b'{"job": "image", "prompt": "a boat"}', headers=headers).status_code == 200


def test_a_quote_takes_the_body_of_a_task(http: TestClient) -> None:
    assert http.post("/quotes", json={**DRAFT, "max_micros": 1}).status_code == 200


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


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"cursor": "\0"}, "“cursor” is none that an earlier answer gave."),
        ({"cursor": "x" * 1000}, "“cursor” is none that an earlier answer gave."),
        ({"limit": "0"}, "“limit” is 1 at least; it is “0”."),
        ({"limit": "201"}, "“limit” is 200 at most; it is “201”."),
        ({"limit": "many"}, "“limit” must be a whole number; it is “many”."),
    ],
)
def test_a_page_that_cannot_be_had_is_told_why(http: TestClient, query: dict[str, str], sentence: str) -> None:
    (problem,) = is_problem(http.get("/tasks", params=query), 422, "invalid_request")["problems"]
    assert problem["message"] == sentence


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


@pytest.mark.parametrize("kind", ["presets", "styles"])
def test_the_library_is_told_whole(http: TestClient, kind: str) -> None:
    items = http.get(f"/{kind}").json()["items"]
    known = getattr(library(), kind)
    assert [one["id"] for one in items] == list(known)
    for item in items:
        assert type(known[item["id"]]).model_validate_json(json.dumps(item)) == known[item["id"]]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ConversationMoved(writing=False), 409, "conversation_moved"),
        (ConversationMoved(writing=True), 409, "conversation_moved"),
        (Unreadable("boat.png", "it is empty."), 422, "unreadable"),
    ],
)
def test_every_no_of_ours_has_one_shape(error: StudioError, status: int, code: str) -> None:
    problem = json.loads(bytes(problem_of(error).body))
    assert (problem["status"], problem["code"], problem["detail"]) == (status, code, str(error))


def test_an_unknown_address_and_a_wrong_verb_are_problems_too(http: TestClient) -> None:
    is_problem(http.get("/nothing"), 404, "not_found")
    is_problem(http.post("/nothing"), 404, "not_found")
    problem = is_problem(http.put("/quotes"), 405, "method_not_allowed")
    assert problem["detail"] == "PUT does not go here."


def test_why_a_task_waits_is_said_while_it_waits(http: TestClient) -> None:
    task_id = submit(http, prompt="a red boat [[fault:429=30]]").json()["id"]
    assert http.get(f"/tasks/{task_id}").json()["waiting"] is None
    lifecycle.advance(task_id)
    task = http.get(f"/tasks/{task_id}").json()
    assert (task["state"], task["error"], task["exposed_micros"]) == ("reserved", None, 0)
    assert task["waiting"]


def test_what_may_have_been_billed_stands_beside_the_cost(http: TestClient) -> None:
    task_id = submit(http).json()["id"]
    task = history.one(Actor("ida", "member", "-"), task_id)
    assert shapes.task_out(task).exposed_micros == 0
    assert shapes.task_out(replace(task, exposed_micros=39_000)).exposed_micros == 39_000


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_without_end_is_refused_before_it_is_read(http: TestClient, declared: bool) -> None:
    pieces = (b" " * 1_000_000 for _ in range(5))
    content: Any = b" " * 5_000_000 if declared else pieces
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    is_problem(http.post("/tasks", content=content, headers=headers), 413, "too_large")


def test_the_token_comes_before_the_length_of_a_body(doors: Config) -> None:
    with TestClient(app) as stranger:
        headers = {"content-type": "application/json"}
        is_problem(stranger.post("/tasks", content=b" " * 5_000_000, headers=headers), 401, "unauthenticated")


def test_health_and_the_document_need_no_token(doors: Config) -> None:
    with TestClient(app) as anybody:
        assert anybody.get("/health").json() == {"status": "ok"}
        document = anybody.get("/openapi.json").json()
    assert set(document["paths"]) == set(STATUSES)


def test_the_document_says_that_a_task_needs_its_key() -> None:
    (key,) = app.openapi()["paths"]["/tasks"]["post"]["parameters"]
    assert (key["name"], key["required"], key["schema"]) == ("idempotency-key", True, {"type": "string"})
    assert "parameters" not in app.openapi()["paths"]["/quotes"]["post"]


STATUSES = {
    "/health": {"get": "200"},
    "/models": {"get": "200 401 413"},
    "/presets": {"get": "200 401 413"},
    "/styles": {"get": "200 401 413"},
    "/assets": {"post": "201 401 403 413 422 507"},
    "/assets/{asset}": {"delete": "204 401 403 404 413 422 507"},
    "/quotes": {"post": "200 401 413 422"},
    "/tasks": {"get": "200 401 413 422", "post": "202 401 402 403 409 413 422 503 507"},
    "/tasks/{task_id}": {"get": "200 401 404 413 422"},
    "/tasks/{task_id}/events": {"get": "200 401 404 413 422"},
    "/tasks/{task_id}/cancel": {"post": "202 401 404 409 413 422 507"},
}


@pytest.mark.parametrize("path", STATUSES)
def test_the_document_names_every_no_and_its_shape(path: str) -> None:
    for verb, statuses in STATUSES[path].items():
        operation = app.openapi()["paths"][path][verb]
        assert sorted(operation["responses"]) == statuses.split()
        assert ("security" in operation) == ("401" in statuses)
        refusals = [answer["content"] for status, answer in operation["responses"].items() if status >= "400"]
        shape = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        assert refusals == [shape] * len(refusals)
