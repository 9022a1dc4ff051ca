"""Files in a conversation: small ones go along, large ones are given to the provider once, and given again when it has
let them go."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from lib import briefs, providers
from lib.config import Config
from lib.domain import Actor, Asset, Brief, Input, dollars
from lib.providers.protocol import Kept, Source
from lib.store import assets, db, library, provider_files
from lib.tasks import copies, policy
from tests.tasks.moving import row
from tests.tasks.talking import answer, ask, ended
from tests.tasks.test_writing import at_rest

__all__ = ["at_rest"]


def given(actor: Actor, folder: Path, name: str, data: bytes) -> Asset:
    file = folder / name
    file.write_bytes(data)
    return briefs.take(actor, file, name)


def a_picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "PNG")
    return out.getvalue()


def a_document(pages: int = 2) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(out)
    return out.getvalue()


def attached(*files: Asset) -> tuple[Input, ...]:
    return tuple(Input(file.id, "attachment") for file in files)


def test_a_picture_and_a_document_are_read_and_counted(doors: Config, actor: Actor, tmp_path: Path) -> None:
    bare = answer(actor, "Describe what I have given you")
    picture, document = given(actor, tmp_path, "a.png", a_picture()), given(actor, tmp_path, "b.pdf", a_document(3))
    task = answer(actor, "Describe what I have given you", inputs=attached(picture, document))
    assert task.state == "succeeded"
    assert task.inputs == attached(picture, document)
    assert "red" in (task.text or "")
    read = task.usage["text_in"] + task.usage["image_in"]
    assert read - bare.usage["text_in"] == pytest.approx(1_120 + 3 * 560, abs=3)  # what stands between pages is text
    assert (task.cost_micros or 0) <= task.held_micros


def test_a_large_file_is_given_to_the_provider_once(
    doors: Config, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LARGE", 100)
    uploads = counted(monkeypatch)
    picture = given(actor, tmp_path, "a.png", a_picture("blue"))
    first = answer(actor, "What colour is this?", inputs=attached(picture))
    second = answer(actor, "And this one?", inputs=attached(picture), previous=first.id)
    assert "blue" in (first.text or "").lower()
    assert second.state == "succeeded"
    assert len(uploads) == 1
    assert provider_files.find("demo", picture.sha256) is not None


def test_a_large_file_that_several_ask_about_at_once_is_given_once(
    doors: Config, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LARGE", 100)
    uploads = counted(monkeypatch)
    picture = given(actor, tmp_path, "a.png", a_picture("blue"))
    asked = [ask(actor, f"What colour is this, {number}?", inputs=attached(picture)) for number in range(4)]
    assert [ended(actor, task).state for task in asked] == ["succeeded"] * 4
    assert len(uploads) == 1


def test_a_file_that_has_expired_at_the_provider_is_given_again(
    doors: Config, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LARGE", 100)
    uploads = counted(monkeypatch)
    picture = given(actor, tmp_path, "a.png", a_picture("green"))
    provider_files.put("demo", picture.sha256, "files/long-gone", address("long-gone"), db.now() + 86_400_000)
    task = answer(actor, "What colour is this?", inputs=attached(picture))
    assert task.state == "succeeded", task.error
    assert "green" in (task.text or "").lower()
    assert len(uploads) == 1


def test_a_file_of_an_earlier_turn_that_has_expired_is_given_again(
    doors: Config, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LARGE", 100)
    picture = given(actor, tmp_path, "a.png", a_picture("yellow"))
    first = answer(actor, "What colour is this?", inputs=attached(picture))
    sdk().files.delete(name=provider_files_name(picture))
    second = answer(actor, "Describe the picture once more", previous=first.id)
    assert second.state == "succeeded", second.error
    assert "yellow" in (second.text or "").lower()


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("slow=600", "The provider has not come to the end of a file that goes in. Ask again, or use another file."),
        ("failed", "The provider cannot read a file that this refers to. Use another one."),
    ],
)
def test_a_file_that_the_provider_never_gets_ready_ends_in_a_sentence_and_is_given_anew_next_time(
    doors: Config, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, why: str
) -> None:
    monkeypatch.setattr(copies, "LARGE", 100)
    monkeypatch.setattr(copies, "READING_SECONDS", 0.05)
    monkeypatch.setattr(policy, "patience", lambda waited: 0.05)
    monkeypatch.setattr(policy, "READING_PATIENCE", 0.2)
    data = a_picture("purple")
    picture = given(actor, tmp_path, "a.png", data)
    wrong = {"mime_type": "image/png", "display_name": f"[[fault:{fault}]]"}
    there = sdk().files.upload(file=io.BytesIO(data), config=wrong)
    provider_files.put("demo", picture.sha256, there.name, there.uri, db.now() + 86_400_000)
    task = answer(actor, "What colour is this?", inputs=attached(picture))
    held = dollars(task.held_micros, up=True)
    assert (task.state, task.cost_micros, task.error) == (
        "failed",
        0,
        f"{why} It was not sent. The {held} held is back.",
    )
    assert answer(actor, "What colour is this?", inputs=attached(picture)).state == "succeeded"


def test_a_conversation_whose_files_are_too_much_to_be_told_anew_says_so_before_anything_is_sent(
    doors: Config, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [given(actor, tmp_path, f"{colour}.png", a_picture(colour)) for colour in ("red", "blue")]
    monkeypatch.setattr(copies, "MOST", sum(picture.bytes for picture in pictures) - 1)
    first = answer(actor, "What colour is this?", inputs=attached(pictures[0]))
    second = answer(actor, "And this?", inputs=attached(pictures[1]), previous=first.id)
    assert second.state == "succeeded", "the provider remembers the first"
    provider = providers.get("demo")
    assert provider is not None
    assert all(provider.forget(row(one.id)["op"]) for one in (first, second))
    third = answer(actor, "Compare the two", previous=second.id)
    assert (third.state, third.error_code, third.cost_micros) == ("failed", "too_large", 0)
    assert "Begin a new one with the files that matter. It was not sent." in (third.error or "")


def test_a_file_that_was_deleted_here_is_said_and_costs_nothing(doors: Config, actor: Actor, tmp_path: Path) -> None:
    picture = given(actor, tmp_path, "a.png", a_picture())
    brief = Brief("text", "What is this?", inputs=attached(picture))
    assert briefs.prepare(brief, actor).request is not None
    library.delete(actor, [picture.id])
    assert assets.many(actor, [picture.id]) == {}
    gone = briefs.prepare(brief, actor)
    assert [problem.field for problem in gone.problems] == ["inputs"]
    assert "no longer there" in gone.problems[0].message


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """What is uploaded from now on, through the real way."""
    provider = providers.get("demo")
    assert provider is not None
    found: list[Source] = []
    keep = type(provider).keep

    def count(self: Any, source: Source) -> Kept:
        found.append(source)
        return keep(self, source)

    monkeypatch.setattr(type(provider), "keep", count)
    return found


def address(name: str) -> str:
    return f"{sdk()._api_client._http_options.base_url}/v1/files/{name}"


def sdk() -> Any:
    provider: Any = providers.get("demo")
    return provider._sdk()


def provider_files_name(asset: Asset) -> str:
    found = provider_files.find("demo", asset.sha256)
    assert found is not None
    return found[0]
