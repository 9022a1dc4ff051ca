"""The Gemini door against the demo engine through the real SDK: every no comes out as the right one of three."""

from __future__ import annotations

import io
import socket
import time
import urllib.request
from collections.abc import Iterator

import pytest
from PIL import Image

from lib.config import Secret
from lib.providers.gemini import Gemini
from lib.providers.protocol import Accepted, Call, Done, Event, Media, NotAccepted, Progress, Rejected, Unclear

WIRE = {
    "ratio": "response_format.aspect_ratio",
    "size": "response_format.image_size",
    "format": "response_format.mime_type",
    "max_output_tokens": "generation_config.max_output_tokens",
}


@pytest.fixture
def gemini(engine_url: str) -> Iterator[Gemini]:
    door = Gemini(Secret("demo"), engine_url)
    yield door
    door.close()


def call(prompt: str = "a red boat", task: str = "t1", **params: str | int) -> Call:
    settings = {"ratio": "16:9", "size": "1K", "format": "image/jpeg", **params}
    return Call(task=task, job="image", model="gemini-3.1-flash-lite-image", prompt=prompt, params=settings, wire=WIRE)


def to_the_end(door: Gemini, asked: Call) -> tuple[str, list[Event]]:
    """Send, then look until Done; the operation's name and all that came."""
    events = list(door.send(asked))
    assert isinstance(events[0], Accepted)
    end = time.monotonic() + 60
    while not isinstance(events[-1], Done):
        assert time.monotonic() < end
        events += door.look(asked, events[0].op)
    return events[0].op, events


def test_a_picture_arrives_by_name_with_its_usage(gemini: Gemini) -> None:
    op, events = to_the_end(gemini, call())
    media, done = [event for event in events if not isinstance(event, Accepted | Progress)]
    assert isinstance(media, Media)
    assert Image.open(io.BytesIO(b"".join(media.body))).size == (1376, 768)
    assert isinstance(done, Done)
    assert (done.outcome, done.model) == ("succeeded", "gemini-3.1-flash-lite-image")
    assert done.usage["image_out"] == 1120
    assert done.usage["text_in"] > 0
    assert op


def test_our_id_reaches_the_provider(gemini: Gemini, engine_url: str) -> None:
    to_the_end(gemini, call(task="our-own-id"))
    request = urllib.request.Request(f"{engine_url}/demo/log", headers={"x-goog-api-key": "demo"})
    with urllib.request.urlopen(request) as answer:
        assert b"our-own-id" in answer.read()


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("429=30", NotAccepted, "limit"),
        ("503", NotAccepted, "overloaded"),
        ("500", Unclear, "without saying"),
        ("lost", Unclear, "lost"),
    ],
)
def test_a_fault_before_the_answer_is_told_apart(gemini: Gemini, fault: str, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says) as error:
        list(gemini.send(call(f"a boat [[fault:{fault}]]")))
    if isinstance(error.value, NotAccepted) and fault.startswith("429"):
        assert error.value.after == 30


@pytest.mark.parametrize(("fault", "outcome"), [("filtered", "filtered"), ("failed", "failed")])
def test_an_end_without_a_picture_is_no_success(gemini: Gemini, fault: str, outcome: str) -> None:
    _, events = to_the_end(gemini, call(f"a boat [[fault:{fault}]]"))
    done = events[-1]
    assert isinstance(done, Done)
    assert done.outcome == outcome
    assert done.usage["text_in"] > 0, "what the service counted is passed on, whatever the end"
    assert done.why


def test_an_output_ceiling_used_up_by_thinking_is_a_failure_that_was_billed(gemini: Gemini) -> None:
    _, events = to_the_end(gemini, call(max_output_tokens=600))
    done = events[-1]
    assert isinstance(done, Done)
    assert done.outcome == "failed"
    assert "ceiling" in done.why
    assert not any(isinstance(event, Media) for event in events)


def test_what_is_stopped_ends_as_cancelled(engine_url: str, gemini: Gemini) -> None:
    asked = call("a boat [[fault:slow=0]]")
    (accepted, *_) = gemini.send(asked)
    assert isinstance(accepted, Accepted)
    gemini.stop(asked, accepted.op)
    _, *_, done = [accepted, *gemini.look(asked, accepted.op)]
    assert isinstance(done, Done)
    assert done.outcome in ("cancelled", "succeeded")


def test_what_is_forgotten_is_gone(gemini: Gemini) -> None:
    op, _ = to_the_end(gemini, call())
    gemini.forget(op)
    with pytest.raises(Rejected) as error:
        list(gemini.look(call(), op))
    assert error.value.code == "gone"
    gemini.forget(op)


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"size": "512"}, "refused the request"), ({"ratio": "7:5"}, "refused the request")],
)
def test_a_refused_parameter_is_for_good(gemini: Gemini, changes: dict[str, str], says: str) -> None:
    with pytest.raises(Rejected, match=says):
        list(gemini.send(call(**changes)))


def test_a_wrong_key_is_said_plainly_and_never_shown(engine_url: str) -> None:
    door = Gemini(Secret("wrong-secret-key"), engine_url)
    with pytest.raises(Rejected, match="does not accept the key") as error:
        list(door.send(call()))
    assert error.value.code == "key"
    assert "wrong-secret-key" not in str(error.value)
    door.close()


def test_nobody_there_means_not_accepted() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        door = Gemini(Secret("demo"), f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(NotAccepted, match="cannot be reached"):
            list(door.send(call()))
        door.close()


@pytest.mark.parametrize("version", ["v1", "v1beta", "v1alpha"])
def test_every_version_of_the_address_is_served(engine_url: str, version: str) -> None:
    door = Gemini(Secret("demo"), engine_url, version)
    to_the_end(door, call())
    door.close()
