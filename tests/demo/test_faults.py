"""The demo engine fails as it is told to, in the shapes in which the service fails."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from google.genai import _interactions as refusals
from PIL import Image

from tests.demo.engines import Engine


@pytest.mark.parametrize(
    ("word", "error", "status"),
    [
        ("429=7", refusals.RateLimitError, "RESOURCE_EXHAUSTED"),
        ("503", refusals.InternalServerError, "UNAVAILABLE"),
        ("500", refusals.InternalServerError, "INTERNAL"),
    ],
)
@pytest.mark.parametrize("header", [False, True])
def test_a_refusing_fault_accepts_nothing(
    engine: Engine, word: str, error: type[Exception], status: str, header: bool
) -> None:
    before = len(engine.log())
    with pytest.raises(error) as refusal:
        if header:
            engine.made("a tent", extra_headers={"x-demo-fault": word})
        else:
            engine.made(f"a tent [[fault:{word}]]")
    body: Any = refusal.value.body["error"]  # type: ignore[attr-defined]
    assert (body["code"], body["status"]) == (int(word[:3]), status)
    if word == "429=7":
        assert body["details"] == [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}]
    assert len(engine.log()) == before


@pytest.mark.parametrize("background", [False, True])
def test_a_lost_answer_was_accepted_all_the_same(engine: Engine, background: bool) -> None:
    task = f"lost-{background}".lower()
    with pytest.raises(refusals.APIConnectionError):
        engine.made("a letter [[fault:lost]]", background=background, labels={"task": task})
    (entry,) = engine.log(task=task)
    assert engine.picture(engine.settled(entry["id"])).size == (1024, 1024)


def test_a_slow_answer_outlasts_an_impatient_client_but_was_accepted(engine: Engine) -> None:
    with pytest.raises(refusals.APITimeoutError):
        engine.made("a snail [[fault:slow=30]]", extra_headers={"x-studio-task": "snail"}, timeout=0.5)
    assert len(engine.log(task="snail")) == 1
    assert engine.made("a snail [[fault:slow=0.01]]").status == "completed"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a duck [[fault:filtered]]", "IMAGE_SAFETY"),
        ("a duck, Nude.", "IMAGE_SAFETY"),
        ("a duck [[fault:failed]]", "INTERNAL"),
    ],
)
@pytest.mark.parametrize("background", [False, True])
def test_a_filtered_or_failed_picture_says_so_and_delivers_none(
    engine: Engine, words: str, code: str, background: bool
) -> None:
    answer = engine.settled(engine.made(words, background=background).id)
    assert (answer.status, answer.output_image, answer.usage.total_output_tokens) == ("failed", None, 0)
    assert [error.code for error in answer.errors] == [code]


def test_a_corrupt_picture_is_the_first_half_of_a_sound_one(engine: Engine) -> None:
    sound = base64.b64decode(engine.made("an apple", config={"seed": 5}).output_image.data)
    corrupt = base64.b64decode(engine.made("an apple [[fault:corrupt]]", config={"seed": 5}).output_image.data)
    assert corrupt == sound[: len(sound) // 2]
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(corrupt)).load()


def test_a_task_sent_twice_is_counted_twice(engine: Engine) -> None:
    for _ in range(2):
        engine.made("a pair", extra_headers={"x-studio-task": "pair"})
    assert [entry["sends"] for entry in engine.log(task="pair")] == [2, 2]
