"""What a stream of text says: words and thoughts as they come, and every way in which it can end."""

from __future__ import annotations

from typing import Any

import pytest

from lib.config import Secret
from lib.providers.gemini import Gemini
from lib.providers.protocol import Accepted, Call, Done, Event, Text, Unclear
from tests.providers.answering import answering, streaming

CALL = Call("t1", "text", "gemini-4-carbon", "Tell me of boats.", {}, {})
USED = {
    "total_input_tokens": 900,
    "total_cached_tokens": 700,
    "total_output_tokens": 5,
    "total_thought_tokens": 2,
    "input_tokens_by_modality": [{"modality": "text", "tokens": 850}, {"modality": "document", "tokens": 50}],
}
COUNTED = {"text_in": 200, "cached_in": 700, "text_out": 5, "thought_out": 2}


def created(**more: Any) -> dict[str, Any]:
    return {"event_type": "interaction.created", "interaction": {"id": "op1", "status": "in_progress", **more}}


def text(words: str, cursor: str = "e1") -> dict[str, Any]:
    delta = {"type": "text", "text": words}
    return {"event_type": "step.delta", "event_id": cursor, "index": 1, "delta": delta}


def thought(words: str, cursor: str = "e1") -> dict[str, Any]:
    delta = {"type": "thought_summary", "content": {"type": "text", "text": words}}
    return {"event_type": "step.delta", "event_id": cursor, "index": 0, "delta": delta}


def completed(status: str = "completed", **more: Any) -> dict[str, Any]:
    whole = {"id": "op1", "status": status, "usage": USED, **more}
    return {"event_type": "interaction.completed", "event_id": "e9", "interaction": whole}


def error(code: str, message: str = "busy") -> dict[str, Any]:
    return {"event_type": "error", "error": {"code": code, "message": message}}


def sent(*events: dict[str, Any]) -> list[Event]:
    """All that comes of one request when the server streams these events."""
    with answering(post=streaming(*events)) as stand:
        door = Gemini(Secret("demo"), stand.url)
        try:
            return list(door.send(CALL))
        finally:
            door.close()


def end(*events: dict[str, Any]) -> Done:
    done = sent(created(), text("Once"), *events)[-1]
    assert isinstance(done, Done)
    return done


def test_words_and_thoughts_come_in_order_each_with_its_place_in_the_stream() -> None:
    assert sent(created(), thought("Boats …", "e3"), text("Once ", "e5"), text("there", "e6"), completed()) == [
        Accepted("op1"),
        Text("Boats …", thought=True, cursor="e3"),
        Text("Once ", cursor="e5"),
        Text("there", cursor="e6"),
        Done("succeeded", "gemini-4-carbon", COUNTED),
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"event_type": "interaction.status_update", "interaction_id": "op1", "status": "in_progress"},
        {"event_type": "step.start", "index": 0, "step": {"type": "thought"}},
        {"event_type": "step.stop", "index": 0},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "thought_signature", "signature": "c2ln"}},
        {"event_type": "step.delta", "index": 0, "delta": {"type": "text_annotation_delta", "annotations": []}},
        text(""),
    ],
    ids=["status", "start", "stop", "signature", "annotation", "no words"],
)
def test_events_without_words_are_passed_over(event: dict[str, Any]) -> None:
    assert [type(one) for one in sent(created(), event, text("Once"), completed())] == [Accepted, Text, Done]


@pytest.mark.parametrize(
    ("events", "outcome", "why"),
    [
        ([completed()], "succeeded", ""),
        ([completed("cancelled")], "cancelled", ""),
        ([completed("incomplete")], "succeeded", "The output ceiling is reached"),
        ([completed("budget_exceeded")], "succeeded", "The output ceiling is reached"),
        ([completed("failed", errors=[{"code": "INTERNAL", "message": "It broke."}])], "failed", "It said “It broke”."),
        ([completed("failed", errors=[{"code": "SAFETY", "message": "No."}])], "filtered", "It said “No”."),
        ([completed("failed")], "failed", "It gave no reason."),
        ([completed("requires_action")], "failed", "It gave no reason."),
        ([error("overloaded"), completed("failed")], "failed", "It said “busy”."),
        ([error("SAFETY"), completed("failed")], "filtered", "It said “busy”."),
        ([error("x"), completed("failed", errors=[{"message": "It broke."}])], "failed", "It said “It broke”."),
    ],
)
def test_every_end_keeps_its_count(events: list[dict[str, Any]], outcome: str, why: str) -> None:
    done = end(*events)
    assert (done.outcome, done.usage) == (outcome, COUNTED)
    assert done.why.startswith(why)
    assert bool(done.why) == bool(why)


@pytest.mark.parametrize(
    ("event", "outcome", "why"),
    [
        (error("INTERNAL", "It broke."), "failed", "It said “It broke”."),
        (error("SAFETY", "Not this."), "filtered", "It said “Not this”."),
        (error("x", "PROHIBITED_CONTENT"), "filtered", "It said “PROHIBITED_CONTENT”."),
        (error("INTERNAL", ""), "failed", "It gave no reason."),
    ],
)
def test_an_error_without_an_end_is_the_end_and_counts_nothing(event: dict[str, Any], outcome: str, why: str) -> None:
    done = end(event)
    assert (done.outcome, done.usage, done.why) == (outcome, {}, why)


def test_who_really_answered_is_told() -> None:
    assert end(completed(model="gemini-4-hydrogen")).model == "gemini-4-hydrogen"


@pytest.mark.parametrize("events", [[], [created()], [created(), text("Once")]], ids=["nothing", "a name", "words"])
def test_a_stream_without_an_end_is_unclear_and_what_came_before_is_not_lost(events: list[dict[str, Any]]) -> None:
    heard: list[Event] = []
    with answering(post=streaming(*events)) as stand:
        door = Gemini(Secret("demo"), stand.url)
        with pytest.raises(Unclear, match="broke off"):
            heard.extend(door.send(CALL))
        door.close()
    assert len(heard) == len(events)


def test_a_stream_that_is_read_on_says_its_name_no_more() -> None:
    with answering(models=streaming(created(), text("there", "e6"), completed())) as stand:
        door = Gemini(Secret("demo"), stand.url)
        heard = list(door.look(CALL, "op1", "e5"))
        door.close()
    assert heard == [Text("there", cursor="e6"), Done("succeeded", "gemini-4-carbon", COUNTED)]
    assert stand.asked == ["GET /v1/interactions/op1?last_event_id=e5&stream=true"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("in_progress", None), ("queued", None), ("a_new_state", None), ("completed", "succeeded"), ("failed", "failed")],
)
def test_its_outcome_is_known_from_its_end_on(status: str, outcome: str | None) -> None:
    with answering(models=(200, {"id": "op1", "status": status, "usage": USED}, {})) as stand:
        door = Gemini(Secret("demo"), stand.url)
        done = door.outcome(CALL, "op1")
        door.close()
    assert (done and done.outcome) == outcome
    assert done is None or done.usage == COUNTED
