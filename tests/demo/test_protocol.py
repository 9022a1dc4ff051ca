"""The demo engine keeps the provider's protocol: forms, refusals, models and keys."""

from __future__ import annotations

import base64
import io
import re
import socket

import httpx2
import pytest
from google.genai import errors
from PIL import Image

from lib.demo.faults import FAULTS
from lib.demo.rules import rules
from tests.demo.engines import CARBON, HYDROGEN, LITE, NANO, PRO, QUICK, Engine, Start

TEXT = {"type": "text", "text": "a paper boat"}


def post(engine: Engine, body: object, path: str = "/v1/interactions") -> httpx2.Response:
    return engine.http.post(path, json=body)


@pytest.mark.parametrize("given", ["a paper boat", TEXT, [TEXT], [{"type": "user_input", "content": [TEXT]}]])
@pytest.mark.parametrize("prefix", ["/v1", "/v1beta", "/v1alpha"])
def test_every_form_of_input_and_every_version_prefix_is_the_same_request(
    engine: Engine, given: object, prefix: str
) -> None:
    body = {"model": LITE, "input": given, "generation_config": {"seed": 1}, "never_heard_of": {"x": 1}}
    answer = post(engine, body, f"{prefix}/interactions").json()
    same = engine.made("a paper boat", config={"seed": 1})
    assert answer["usage"]["total_input_tokens"] == same.usage.total_input_tokens == 3
    assert answer["steps"][-1]["content"][0]["data"] == same.output_image.data


def test_both_casings_are_read_at_every_level(engine: Engine) -> None:
    form = {"type": "image", "aspectRatio": "16:9", "imageSize": "2K", "mimeType": "image/png"}
    body = {
        "model": f"models/{NANO}",
        "input": TEXT,
        "systemInstruction": "in oils",
        "responseFormat": [{"type": "text"}, form],
        "generationConfig": {"thinkingLevel": "MINIMAL", "maxOutputTokens": 1700, "thinkingSummaries": "none"},
        "serviceTier": "flex",
    }
    response = post(engine, body)
    answer = response.json()
    image = answer["steps"][-1]["content"][0]
    assert image["mime_type"] == "image/png"
    assert Image.open(io.BytesIO(base64.b64decode(image["data"]))).size == (2752, 1536)
    assert answer["usage"]["total_thought_tokens"] <= 20
    assert answer["usage"]["total_input_tokens"] > 3
    assert response.headers["x-gemini-service-tier"] == "flex"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"model": 5}, "model"),
        ({"input": ""}, "input"),
        ({"input": [{"type": "user_input", "content": [{"type": "text", "text": "  "}]}]}, "input"),
        ({"input": [{"type": "image", "data": "aGk="}]}, "input"),
        ({"input": [{"type": "model_output", "content": [TEXT]}]}, "input"),
        ({"input": "word " * 60_000}, "input"),
        ({"response_format": {"type": "image", "image_size": "512"}}, "response_format.image_size"),
        ({"response_format": {"type": "image", "aspect_ratio": "7:3"}}, "response_format.aspect_ratio"),
        ({"response_format": {"type": "image", "mime_type": "image/gif"}}, "response_format.mime_type"),
        ({"response_format": {"type": "image", "delivery": "uri"}}, "response_format.delivery"),
        ({"response_format": {"type": "video"}}, "response_format.type"),
        ({"generation_config": {"thinking_level": "xhigh"}}, "generation_config.thinking_level"),
        ({"model": PRO, "generation_config": {"thinking_level": "high"}}, "generation_config.thinking_level"),
        ({"generation_config": {"max_output_tokens": 0}}, "generation_config.max_output_tokens"),
        ({"generation_config": {"max_output_tokens": 4097}}, "generation_config.max_output_tokens"),
        ({"generation_config": {"seed": "seven"}}, "generation_config.seed"),
        ({"generation_config": []}, "generation_config"),
        ({"background": True, "store": False}, "background"),
        ({"background": "yes"}, "background"),
        ({"model": CARBON, "generation_config": {"thinking_level": "minimal"}}, "generation_config.thinking_level"),
        ({"model": CARBON, "generation_config": {"thinking_level": "xhigh"}}, "generation_config.thinking_level"),
        ({"model": HYDROGEN, "generation_config": {"thinking_level": "minimal"}}, "generation_config.thinking_level"),
        ({"model": QUICK, "generation_config": {"thinking_level": "xhigh"}}, "generation_config.thinking_level"),
        ({"model": QUICK, "generation_config": {"stop_sequences": "end"}}, "generation_config.stop_sequences"),
        ({"model": QUICK, "response_format": {"type": "image"}}, "response_format.type"),
        ({"model": QUICK, "response_format": {"type": "text", "schema": {"a": 1}}}, "response_format.schema"),
        ({"model": QUICK, "input": [{"type": "audio", "data": "aGk="}]}, "input"),
        ({"model": QUICK, "input": [{"type": "document", "data": "aGk=", "mime_type": "text/csv"}]}, "input"),
        ({"model": QUICK, "input": [{"type": "image", "mime_type": "image/png"}]}, "input"),
        ({"model": QUICK, "input": [{"type": "image", "uri": "https://example.org/cat.png"}]}, "input"),
        ({"model": QUICK, "input": [{"type": "model_output", "content": [TEXT]}]}, "input"),
        ({"labels": {"Upper": "x"}}, "labels"),
        ({"labels": {"long": "x" * 64}}, "labels"),
        ({"service_tier": "express"}, "service_tier"),
        ({"stream": True}, "stream"),
        ({"tools": [{"type": "google_search"}]}, "tools"),
        ({"previous_interaction_id": "int_0"}, "previous_interaction_id"),
        ({"input": "a cat [[fault:meteor]]"}, "input"),
    ],
)
def test_what_the_service_refuses_is_refused_with_the_field_and_not_accepted(
    engine: Engine, change: dict[str, object], field: str
) -> None:
    before = len(engine.log())
    response = post(engine, {"model": LITE, "input": "a cat"} | change)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert error["details"][0]["fieldViolations"][0]["field"] == field
    assert field in error["message"]
    assert len(engine.log()) == before


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/v1/models/gemini-9", "gemini-3-pro-image"),
        ("/v1/interactions/int_nobody", "int_nobody"),
        ("/v1/interactions/..%2F..%2Flock", "not served"),
        ("/v1/models/%2e%2e/%2e%2e/etc/passwd", "not served"),
        ("/v1/caches", "POST /v1/interactions"),
        ("/v2/models", "GET /v1/models"),
    ],
)
def test_what_is_not_there_is_not_found_in_the_providers_shape(engine: Engine, path: str, says: str) -> None:
    response = engine.http.get(path)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["status"]) == (404, 404, "NOT_FOUND")
    assert says in error["message"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"\xff\xfe"),
        ("application/json", b'{"a":' * 100_000),
        ("application/json", b'{"model": NaN}'),
        ("application/x-www-form-urlencoded", b"model=x"),
    ],
)
def test_a_broken_body_is_refused_in_the_providers_shape(engine: Engine, kind: str, body: bytes) -> None:
    response = engine.http.post("/v1/interactions", content=body, headers={"content-type": kind})
    assert (response.status_code, response.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"POST /v1/interactions HTTP/1.1\r\nhost: x\r\nx-goog-api-key: k\r\ncontent-length: 200000000\r\n\r\n", 413),
        (b"\x16\x03\x01 this is not HTTP\r\n\r\n", 400),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", 400),
    ],
)
def test_refusals_below_the_application_have_the_providers_shape_too(engine: Engine, head: bytes, code: int) -> None:
    port = int(engine.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        raw.sendall(head)
        answer = b""
        while not answer.endswith(b"}}"):
            answer += raw.recv(65_536)
    assert answer.startswith(f"HTTP/1.1 {code} ".encode())
    assert b"x-studio-demo: 1" in answer
    assert f'"error": {{"code": {code}'.encode() in answer


@pytest.mark.slow
def test_half_open_connections_do_not_keep_others_out(start: Start) -> None:
    engine = start("--speed", 0)
    port = int(engine.url.rsplit(":", 1)[1])
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(400)]
    for one in silent[::2]:
        one.sendall(b"GET /v1/models HTTP/1.1\r\nx-goog")
    assert engine.http.get("/v1/models").status_code == 200
    assert engine.end() == 0
    for one in silent:
        one.close()


def test_models_are_listed_page_by_page_and_found_one_by_one(engine: Engine) -> None:
    pager = engine.sdk.models.list(config={"page_size": 4})
    assert len(pager.page) == 4
    listed = list(pager)
    assert [model.name for model in listed] == [f"models/{name}" for name in rules().models]
    assert {PRO, NANO, LITE, CARBON, HYDROGEN, QUICK} == set(rules().models)
    assert engine.sdk.models.get(model=PRO).input_token_limit == 65_536
    with pytest.raises(errors.ClientError) as refusal:
        engine.sdk.models.get(model="gemini-9")
    assert (refusal.value.code, refusal.value.status) == (404, "NOT_FOUND")


def test_the_last_page_of_models_has_no_token_at_all(engine: Engine) -> None:
    first = engine.http.get("/v1/models", params={"pageSize": 4}).json()
    last = engine.http.get("/v1/models", params={"pageSize": 4, "pageToken": first["nextPageToken"]}).json()
    assert (len(last["models"]), "nextPageToken" in last) == (2, False)
    assert engine.http.get("/v1/models", params={"pageToken": "invented"}).status_code == 400


@pytest.mark.parametrize(
    ("key", "code", "status"),
    [("", 403, "PERMISSION_DENIED"), ("wrong-key", 400, "INVALID_ARGUMENT"), ("any", 200, "")],
)
@pytest.mark.parametrize("path", ["/v1/models", "/demo/log"])
def test_a_key_is_needed_and_a_wrong_one_is_told_apart(
    engine: Engine, path: str, key: str, code: int, status: str
) -> None:
    response = engine.http.get(path, headers={"x-goog-api-key": key})
    assert (response.status_code, response.headers["x-studio-demo"]) == (code, "1")
    if status:
        assert response.json()["error"]["status"] == status
    if key == "wrong-key":
        assert response.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"


def test_the_page_says_that_all_is_simulated_and_loads_nothing(engine: Engine) -> None:
    response = engine.http.get("/", headers={"x-goog-api-key": ""})
    assert (response.status_code, response.headers["x-studio-demo"]) == (200, "1")
    assert "simulation" in response.text
    assert all(f"<code>{word}</code>" in response.text for word in (*FAULTS, *rules().models, *rules().blocked))
    assert not re.search(r"https?://|src=|url\(", response.text)
