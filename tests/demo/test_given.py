"""What is given along: pictures that are changed, pictures and documents that are talked about, and what is damaged."""

from __future__ import annotations

import base64
import io
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from google.genai import _interactions as refusals
from PIL import Image

from lib.demo import tokens
from tests.demo.engines import CARBON, LITE, NANO, PRO, QUICK, Engine, Start

pytestmark = pytest.mark.slow


def png(colour: str, size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """A small PDF with one line of text on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return out + f"{end}<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def content(words: str, *attached: bytes, mime: str = "image/png") -> list[dict[str, Any]]:
    kind = "document" if mime == "application/pdf" else "image"
    parts = [{"type": kind, "data": base64.b64encode(data).decode(), "mime_type": mime} for data in attached]
    return [*parts, {"type": "text", "text": words}]


def changed(engine: Engine, words: str, *pictures: bytes, model: str = LITE, seed: int = 1, **form: str) -> Any:
    return engine.sdk.interactions.create(
        model=model,
        input=content(words, *pictures),
        response_format={"type": "image", **form},
        generation_config={"seed": seed},
    )


def by_modality(parts: Sequence[Any]) -> dict[str, int]:
    return {part.modality: part.tokens for part in parts}


@pytest.mark.parametrize(
    ("given", "form", "expected"),
    [
        ((300, 200), {}, (1248, 832)),
        ((200, 300), {}, (832, 1248)),
        ((500, 500), {}, (1024, 1024)),
        ((2000, 20), {}, (2896, 368)),
        ((300, 200), {"aspect_ratio": "1:1"}, (1024, 1024)),
        ((300, 200), {"aspect_ratio": "16:9"}, (1376, 768)),
    ],
)
def test_a_changed_picture_keeps_its_ratio_unless_another_is_asked_for(
    engine: Engine, given: tuple[int, int], form: dict[str, str], expected: tuple[int, int]
) -> None:
    answer = changed(engine, "make it warmer", png("navy", given), **form)
    assert engine.picture(answer).size == expected


def test_the_first_of_several_pictures_gives_the_ratio_and_the_order_counts(engine: Engine) -> None:
    wide, high = png("navy", (400, 200)), png("orange", (200, 400))
    one, other = (changed(engine, "put them together", *both) for both in ((wide, high), (high, wide)))
    assert engine.picture(one).size == engine.picture(other).size[::-1] == (1456, 720)


def test_a_changed_picture_depends_on_the_given_one_the_words_and_the_seed(engine: Engine) -> None:
    calls = [("make it red", "navy"), ("make it red", "navy"), ("make it red", "white"), ("at night", "navy")]
    made = [changed(engine, words, png(colour)).output_image.data for words, colour in calls]
    assert made[0] == made[1]
    assert len(set(made)) == 3


@pytest.mark.parametrize(("model", "each"), [(PRO, 560), (NANO, 1120), (LITE, 1120)])
def test_every_given_picture_is_counted(engine: Engine, model: str, each: int) -> None:
    usage = changed(engine, "put them together", png("navy"), png("white"), model=model).usage
    assert by_modality(usage.input_tokens_by_modality) == {
        "text": tokens.count("put them together"),
        "image": 2 * each,
    }
    assert usage.total_input_tokens == tokens.count("put them together") + 2 * each


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (LITE, content("warmer", b"MZ not a picture")),
        (LITE, content("warmer", png("navy")[:80])),
        (LITE, content("warmer", *[png("navy")] * 15)),
        (LITE, content(" ", png("navy"))),
        (LITE, content("warmer", pdf("Hello"), mime="application/pdf")),
        (QUICK, content("What is this?", b"MZ not a picture")),
        (QUICK, content("What is this?", b"")),
        (QUICK, content("What is this?", pdf("Hello")[:90], mime="application/pdf")),
        (QUICK, content("What is this?", b"no document at all", mime="application/pdf")),
        (QUICK, [{"type": "image", "data": "no base64!", "mime_type": "image/png"}]),
    ],
)
@pytest.mark.parametrize("background", [False, True])
def test_what_cannot_be_read_is_refused_and_not_accepted(
    engine: Engine, model: str, given: list[dict[str, Any]], background: bool
) -> None:
    before = len(engine.log())
    with pytest.raises(refusals.BadRequestError) as refusal:
        engine.sdk.interactions.create(model=model, input=given, background=background)
    assert refusal.value.body["error"]["status"] == "INVALID_ARGUMENT"
    assert "/" not in refusal.value.body["error"]["message"].replace("image/", "").replace("application/", "")
    assert len(engine.log()) == before


def test_a_picture_is_talked_about_and_counted(engine: Engine) -> None:
    painted = base64.b64decode(engine.made("a lighthouse at night", config={"seed": 5}).output_image.data)
    answer = engine.sdk.interactions.create(model=CARBON, input=content("Describe this picture.", painted))
    other = engine.sdk.interactions.create(model=CARBON, input=content("Describe this picture.", png("orange")))
    assert by_modality(answer.usage.input_tokens_by_modality)["image"] == 1120
    assert "lighthouse" in answer.output_text.lower()
    assert "lighthouse" not in other.output_text.lower()


def test_a_document_is_read_and_its_pages_and_words_are_counted(engine: Engine) -> None:
    pages = ("The ferry Marabella leaves at nine.", "Tickets cost forty crowns.")
    given = content("Summarise this document.", pdf(*pages), mime="application/pdf")
    answer = engine.wrote(given)
    counted = by_modality(answer.usage.input_tokens_by_modality)["document"]
    assert 2 * 560 < counted <= 2 * 560 + tokens.count("\f".join(pages)) + 4
    assert answer.usage.total_input_tokens == counted + tokens.count("Summarise this document.")


def test_what_was_given_is_remembered_and_counted_again(engine: Engine) -> None:
    first = engine.wrote(content("What is this?", png("orange")))
    second = engine.wrote("And its colour?", previous_interaction_id=first.id)
    assert by_modality(second.usage.input_tokens_by_modality)["image"] == 1120
    got = engine.sdk.interactions.get(first.id)
    assert [part.type for part in got.steps[0].content] == ["image", "text"]


@pytest.mark.slow
def test_nothing_that_was_given_is_kept_beyond_its_use(start: Start, tmp_path: Path) -> None:
    engine = start("--speed", 0, "--store", tmp_path)
    changed(engine, "make it warmer", png("navy"))
    engine.wrote(content("What is this?", png("navy")), store=False)
    with pytest.raises(refusals.BadRequestError):
        engine.wrote(content("What is this?", png("navy"), b"damaged"))
    assert list((tmp_path / "inputs").iterdir()) == []


@pytest.mark.slow
def test_a_killed_engine_still_has_what_an_unfinished_picture_was_given(start: Start, tmp_path: Path) -> None:
    first = start("--speed", 0.5, "--store", tmp_path)
    form = {"type": "image"}
    given = content("make it warmer", png("navy"))
    name = first.sdk.interactions.create(model=LITE, input=given, response_format=form, background=True).id
    first.end(subprocess.Popen.kill)
    second = start("--speed", 0, "--store", tmp_path)
    assert second.picture(second.settled(name)).size == (1248, 832)
    assert list((tmp_path / "inputs").iterdir()) == []


@pytest.mark.slow
def test_looking_does_not_wait_behind_painting_and_a_lost_worker_is_replaced(start: Start) -> None:
    engine = start("--speed", 0)
    painting = engine.made("a city", model=PRO, size="4K", background=True).id
    engine.worker().suspend()
    assert engine.wrote(content("What is this?", png("navy"))).status == "completed"
    assert engine.sdk.interactions.get(painting).status == "in_progress"
    engine.worker().resume()
    assert engine.picture(engine.settled(painting)).size == (4096, 4096)
