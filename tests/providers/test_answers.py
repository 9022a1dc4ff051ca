"""What an answer says, and what it does not: unknown states, odd bodies, words of a proxy, counts without parts."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from lib.config import Secret
from lib.providers.gemini import Gemini, contents, provider
from lib.providers.protocol import Accepted, Call, Done, NotAccepted, Progress, Rejected, Unclear
from tests.providers.answering import answering, dripping

CALL = Call("t1", "image", "made-up", "a red boat", {}, {})
PICTURE = {"type": "image", "mime_type": "image/png"}


def sent(status: int, body: Any) -> list[Any]:
    """What comes of one request when the server answers this."""
    with answering(post=(status, body, {})) as stand:
        door = Gemini(Secret("demo"), stand.url)
        try:
            return list(door.send(CALL))
        finally:
            door.close()


def refusal(code: int, status: str, message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "status": status, "message": message, **more}}


@pytest.mark.parametrize("status", ["in_progress", "queued", "a_new_state", None])
def test_a_state_that_is_no_known_end_is_still_at_work(status: str | None) -> None:
    assert sent(200, {"id": "op1", "status": status}) == [Accepted("op1"), Progress()]


@pytest.mark.parametrize("status", ["failed", "requires_action", "incomplete", "budget_exceeded"])
def test_an_end_without_success_keeps_its_count(status: str) -> None:
    used = {"total_input_tokens": 8, "total_output_tokens": 5, "total_thought_tokens": 2}
    done = sent(200, {"id": "op1", "status": status, "usage": used})[-1]
    assert isinstance(done, Done)
    assert (done.outcome, done.usage) == ("failed", {"text_in": 8, "text_out": 5, "thought_out": 2})


def test_completed_without_a_picture_is_filtered_and_keeps_its_count() -> None:
    done = sent(200, {"id": "op1", "status": "completed", "usage": {"total_input_tokens": 8}})[-1]
    assert isinstance(done, Done)
    assert (done.outcome, done.usage["text_in"]) == ("filtered", 8)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, None),
        (200, []),
        (200, {}),
        (302, ""),
        (400, "bad request"),
        (404, {"message": "no such page"}),
        (503, {"message": "upstream timed out"}),
        (503, {"error": {"message": "upstream timed out"}}),
    ],
)
def test_an_answer_that_says_nothing_certain_is_unclear(status: int, body: Any) -> None:
    with pytest.raises(Unclear):
        sent(status, body)


@pytest.mark.parametrize("body", [None, []])
def test_looking_at_an_answer_that_cannot_be_read_is_unclear(body: Any) -> None:
    with answering(models=(200, body, {})) as stand:
        door = Gemini(Secret("demo"), stand.url)
        with pytest.raises(Unclear):
            list(door.look(CALL, "op1"))
        door.close()


def test_the_services_own_503_is_a_certain_no() -> None:
    with pytest.raises(NotAccepted, match="overloaded"):
        sent(503, refusal(503, "UNAVAILABLE", "The model is overloaded."))


def test_the_word_background_in_a_message_is_only_a_word() -> None:
    with pytest.raises(Rejected, match="dark background"):
        sent(400, refusal(400, "INVALID_ARGUMENT", "Invalid prompt: 'a dark background'"))


def test_a_model_that_refuses_the_field_background_is_asked_without_it() -> None:
    details = [{"fieldViolations": [{"field": "background", "description": "not supported"}]}]
    with pytest.raises(NotAccepted, match="while one waits") as error:
        sent(400, refusal(400, "INVALID_ARGUMENT", "Not supported.", details=details))
    assert error.value.after == 0


def counted(**numbers: Any) -> Any:
    names = ("total_input_tokens", "total_output_tokens", "total_thought_tokens", "total_cached_tokens")
    lists = ("input_tokens_by_modality", "output_tokens_by_modality")
    return SimpleNamespace(**{**dict.fromkeys((*names, *lists)), **numbers})


def part(modality: str, tokens: int) -> Any:
    return SimpleNamespace(modality=modality, tokens=tokens)


@pytest.mark.parametrize(
    ("numbers", "delivered", "expected"),
    [
        ({"total_output_tokens": 1120, "total_input_tokens": 8}, 1, {"image_out": 1120, "text_in": 8}),
        ({"total_output_tokens": 1120, "total_input_tokens": 8}, 0, {"text_out": 1120, "text_in": 8}),
        (
            {"total_output_tokens": 1200, "output_tokens_by_modality": [part("image", 1120)]},
            1,
            {"image_out": 1200},
        ),
        ({"output_tokens_by_modality": [part("hologram", 7), part("text", 3)]}, 1, {"image_out": 7, "text_out": 3}),
        ({"input_tokens_by_modality": [part("image", 5), part("document", 4)]}, 1, {"image_in": 5, "text_in": 4}),
        ({"total_output_tokens": 9, "output_tokens_by_modality": [part("image", 9)]}, 1, {"image_out": 9}),
        ({"total_output_tokens": 0}, 1, {}),
        # what was read before is part of what was read, and is taken off the words
        ({"total_input_tokens": 900, "total_cached_tokens": 700}, 0, {"text_in": 200, "cached_in": 700}),
        ({"total_input_tokens": 900, "total_cached_tokens": 1_000}, 0, {"cached_in": 900}),
        (
            {"input_tokens_by_modality": [part("image", 5), part("text", 4)], "total_cached_tokens": 7},
            0,
            {"image_in": 5, "cached_in": 4},
        ),
        ({"total_cached_tokens": 7}, 0, {}),
    ],
)
def test_everything_in_the_totals_is_counted_under_a_price(
    numbers: dict[str, Any], delivered: int, expected: dict[str, int]
) -> None:
    found = contents.usage(counted(**numbers), "image" if delivered else "text")
    assert {name: tokens for name, tokens in found.items() if tokens} == expected
    assert bool(found) == bool(expected), "no count is {}: the caller then charges what it held"


def test_no_usage_is_no_count() -> None:
    assert contents.usage(None) == {}


def test_the_real_door_is_the_services_own_address_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering() as elsewhere, answering() as proxy:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", elsewhere.url)
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        door = Gemini(Secret("a-real-key"))
        with pytest.raises((Unclear, NotAccepted)):
            list(door.look(CALL, "op1"))
        door.close()
        assert elsewhere.asked == []
        assert proxy.asked == ["CONNECT generativelanguage.googleapis.com:443"]


ASK: dict[str, Callable[[Gemini], object]] = {
    "send": lambda door: list(door.send(CALL)),
    "look": lambda door: list(door.look(CALL, "op1")),
    "stop": lambda door: door.stop(CALL, "op1"),
    "fetch": lambda door: door._fetch("files/made-up"),
}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nx-slow: ", HEAD + b"content-length: 9999\r\n\r\n"], ids=["", "head", "body"]
)
def test_no_call_waits_for_longer_than_it_may_however_slowly_the_answer_comes(
    monkeypatch: pytest.MonkeyPatch, ask: str, start: bytes
) -> None:
    for name in ("LOOK_SECONDS", "SEND_SECONDS"):
        monkeypatch.setattr(provider, name, 0.3)
    with dripping(start) as url:
        door = Gemini(Secret("demo"), url)
        with pytest.raises(Unclear, match="lost"):
            ASK[ask](door)
        door.close()


@pytest.mark.parametrize("ask", ["stop", "fetch"])
def test_no_call_waits_for_ever_for_a_silent_server(monkeypatch: pytest.MonkeyPatch, ask: str) -> None:
    monkeypatch.setattr(provider, "LOOK_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        door = Gemini(Secret("demo"), f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Unclear, match="lost"):
            ASK[ask](door)
        door.close()


@pytest.mark.parametrize("content", [{}, {"data": ""}, {"data": "no base64"}, {"uri": ""}])
def test_a_picture_without_bytes_is_delivered_as_none_and_no_answer_is_waited_for(content: dict[str, str]) -> None:
    steps = [{"type": "model_output", "content": [{**PICTURE, **content}]}]
    _, media, done = sent(200, {"id": "op1", "status": "completed", "steps": steps})
    assert b"".join(media.body) == b""
    assert isinstance(done, Done)


@pytest.mark.parametrize(("asked", "after"), [("0s", 0.0), ("1.5s", 1.5), ("86400s", 86_400.0), ("soon", None)])
def test_how_long_the_provider_asks_to_wait_is_handed_on_as_it_is(asked: str, after: float | None) -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": asked}]
    with pytest.raises(NotAccepted) as error:
        sent(429, refusal(429, "RESOURCE_EXHAUSTED", "Slow down.", details=details))
    assert error.value.after == after
