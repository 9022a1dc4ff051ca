"""What the demo engine makes of a request, seen through the unmodified SDK: exact pixels, true sums, one life."""

from __future__ import annotations

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from google.genai import _interactions as refusals
from PIL import Image

from lib.demo.rules import pixels, rules
from tests.demo.engines import LITE, NANO, PRO, Engine, Start

NO_ROOM: dict[str, object] = {"max_output_tokens": 1119}
"""A request that thinks, but cannot hold a picture: nothing is painted, so it is quick."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "size", "ratio", "mime", "expected"),
    [
        (PRO, "1K", "1:1", "image/jpeg", (1024, 1024)),
        (PRO, "1K", "16:9", "image/jpeg", (1376, 768)),
        (PRO, "2K", "1:1", "image/png", (2048, 2048)),
        (PRO, "4K", "1:1", "image/jpeg", (4096, 4096)),
        (NANO, "2K", "16:9", "image/jpeg", (2752, 1536)),
        (NANO, "4K", "16:9", "image/jpeg", (5504, 3072)),
        (NANO, "1K", "8:1", "image/jpeg", (2896, 368)),
        (NANO, "1K", "1:4", "image/png", (512, 2048)),
        (NANO, "2K", "4:5", "image/jpeg", (1824, 2288)),
        (LITE, "1K", "3:2", "image/png", (1248, 832)),
        (LITE, "1K", "21:9", "image/jpeg", (1568, 672)),
    ],
)
def test_a_picture_has_exactly_the_asked_pixels_and_type(
    engine: Engine, model: str, size: str, ratio: str, mime: str, expected: tuple[int, int]
) -> None:
    answer = engine.made("a stone bridge in fog", model=model, size=size, ratio=ratio, mime=mime)
    assert (answer.status, answer.model, answer.output_image.mime_type) == ("completed", model, mime)
    image = engine.picture(answer)
    assert (image.size, Image.MIME[image.format or ""]) == (expected, mime)


@pytest.mark.parametrize(("model", "size"), [(one.id, size) for one in rules().models.values() for size in one.sizes])
def test_every_ratio_has_about_the_area_of_its_size_and_sides_of_sixteens(model: str, size: str) -> None:
    for ratio in rules().models[model].ratios:
        width, height = pixels(ratio, size)
        wide, high = map(int, ratio.split(":"))
        area = {"1K": 1, "2K": 4, "4K": 16}[size] * 1024**2
        assert width % 16 == height % 16 == 0
        assert width * height == pytest.approx(area, rel=0.03)
        assert width / height == pytest.approx(wide / high, rel=0.03)


def test_a_seed_repeats_a_picture_and_no_seed_varies_it(engine: Engine) -> None:
    seeded = [engine.made("a kite", config={"seed": 7}).output_image.data for _ in range(2)]
    free = [engine.made("a kite").output_image.data for _ in range(2)]
    assert seeded[0] == seeded[1]
    assert len({*seeded, *free}) == 3


@pytest.mark.parametrize(
    ("model", "size", "tokens"),
    [
        (NANO, "1K", 1120),
        (NANO, "2K", 1680),
        (NANO, "4K", 3780),
        (PRO, "2K", 1120),
        (PRO, "4K", 2000),
        (LITE, "1K", 1120),
    ],
)
def test_usage_counts_the_picture_by_size_and_adds_up(engine: Engine, model: str, size: str, tokens: int) -> None:
    usage = engine.made("a lighthouse at night", model=model, size=size).usage
    assert [(part.modality, part.tokens) for part in usage.output_tokens_by_modality] == [("image", tokens)]
    assert [part.modality for part in usage.input_tokens_by_modality] == ["text"]
    assert usage.total_output_tokens == tokens
    assert usage.total_input_tokens == sum(part.tokens for part in usage.input_tokens_by_modality)
    assert usage.total_tokens == usage.total_input_tokens + usage.total_thought_tokens + tokens


def test_thinking_varies_with_the_words_and_the_level_and_repeats_with_both(engine: Engine) -> None:
    def thoughts(words: str, model: str, level: str | None = None) -> int:
        config = NO_ROOM | ({"thinking_level": level} if level else {})
        return int(engine.made(words, model=model, config=config).usage.total_thought_tokens)

    always = [thoughts(words, PRO) for words in ("a cup", "a bowl", "a plate", "a cup")]
    assert all(150 <= count <= 900 for count in always)
    assert always[0] == always[3]
    assert len(set(always)) == 3
    assert thoughts("a cup", LITE, "minimal") == 0 < thoughts("a cup", LITE, "high")
    assert thoughts("a cup", NANO, "minimal") <= 40 < thoughts("a cup", NANO, "medium")


def test_longer_prompts_count_more_tokens(engine: Engine) -> None:
    prompts = ["a red fox in deep snow " * n for n in (1, 2, 4)]
    counts = [engine.made(words, config=NO_ROOM).usage.total_input_tokens for words in prompts]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize(
    ("limit", "status", "image"), [(1120, "completed", 1120), (1130, "completed", 1120), (1119, "incomplete", 0)]
)
def test_output_never_exceeds_its_limit_even_if_no_picture_fits(
    engine: Engine, limit: int, status: str, image: int
) -> None:
    answer = engine.made("a harbour", model=PRO, config={"max_output_tokens": limit})
    assert (answer.status, answer.usage.total_output_tokens) == (status, image)
    assert answer.usage.total_output_tokens + answer.usage.total_thought_tokens <= limit
    assert (answer.output_image is not None) == bool(image)


def test_a_background_interaction_is_answered_at_once_and_ends_as_a_unary_one(engine: Engine) -> None:
    unary = engine.made("two chairs", model=PRO, config={"seed": 3})
    begun = engine.made("two chairs", model=PRO, config={"seed": 3}, background=True)
    assert (begun.status, begun.output_image, begun.usage) == ("in_progress", None, None)
    ended = engine.settled(begun.id)
    assert ended.output_image.data == unary.output_image.data
    own = {"initial_input_tokens"}  # the SDK adds it to what create answers
    assert ended.usage.model_dump(exclude=own) == unary.usage.model_dump(exclude=own)


def test_post_answers_output_steps_and_get_the_whole_timeline(engine: Engine) -> None:
    posted = engine.made("a green door", model=PRO, labels={"campaign": "spring"})
    assert [step.type for step in posted.steps] == ["thought", "model_output"]
    got = engine.sdk.interactions.get(posted.id, include_input=True)
    assert [step.type for step in got.steps] == ["user_input", "thought", "model_output"]
    assert got.steps[0].content[0].text == got.input[0].content[0].text == "a green door"
    assert (got.labels, got.output_image.data) == ({"campaign": "spring"}, posted.output_image.data)
    assert engine.sdk.interactions.get(posted.id).input is None
    thought = posted.steps[0]
    assert base64.b64decode(thought.signature, validate=True)
    assert "a green door" in thought.summary[0].text


def test_times_carry_fractions_of_a_second(engine: Engine) -> None:
    answer = engine.made("a clock")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", answer.created)
    assert answer.created <= answer.updated


@pytest.mark.slow
def test_cancelling_stops_a_picture_that_then_costs_nothing(start: Start, tmp_path: Path) -> None:
    engine = start("--speed", 100, "--store", tmp_path)
    begun = engine.made("a slow river", background=True)
    for answer in (engine.sdk.interactions.cancel(begun.id), engine.sdk.interactions.get(begun.id)):
        assert (answer.status, answer.output_image, answer.usage.total_tokens) == ("cancelled", None, 0)
    assert engine.sdk.interactions.cancel(begun.id).status == "cancelled"
    assert list((tmp_path / "pictures").iterdir()) == []
    waiting = [engine.made(f"river {n}", model=PRO, size="4K", background=True).id for n in range(3)]
    engine.sdk.interactions.delete(waiting[1])
    assert engine.log(id=waiting[1])[0]["status"] == "cancelled"
    assert [engine.sdk.interactions.get(waiting[n]).status for n in (0, 2)] == ["in_progress"] * 2


def test_what_has_ended_cannot_be_cancelled(engine: Engine) -> None:
    with pytest.raises(refusals.BadRequestError) as refusal:
        engine.sdk.interactions.cancel(engine.made("a finished thing").id)
    assert refusal.value.body["error"]["status"] == "FAILED_PRECONDITION"


@pytest.mark.parametrize("background", [False, True])
def test_a_deleted_interaction_is_gone_but_stays_in_the_log(engine: Engine, background: bool) -> None:
    name = engine.made("a secret garden", background=background).id
    engine.sdk.interactions.delete(name)
    for call in (engine.sdk.interactions.get, engine.sdk.interactions.cancel, engine.sdk.interactions.delete):
        with pytest.raises(refusals.NotFoundError):
            call(name)
    assert len(engine.log(id=name)) == 1


@pytest.mark.slow
def test_nothing_of_an_unstored_interaction_is_kept(start: Start, tmp_path: Path) -> None:
    engine = start("--speed", 0, "--store", tmp_path)
    answer = engine.made("a zebra nobody may remember", store=False)
    assert engine.picture(answer).size == (1024, 1024)
    with pytest.raises(refusals.NotFoundError):
        engine.sdk.interactions.get(answer.id)
    assert engine.log(id=answer.id)[0]["status"] == "completed"
    assert list((tmp_path / "pictures").iterdir()) == []
    assert "zebra" not in (tmp_path / "operations" / f"{answer.id}.json").read_text("utf-8")


def test_eight_background_interactions_at_once_all_complete(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as threads:
        begun = list(threads.map(lambda n: engine.made(f"balloon number {n}", background=True).id, range(8)))
    assert len(set(begun)) == 8
    assert [engine.picture(engine.settled(name)).size for name in begun] == [(1024, 1024)] * 8
