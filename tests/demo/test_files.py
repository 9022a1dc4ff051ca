"""Files at the demo engine: uploaded in pieces, kept for two days, used, and gone."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from google.genai import _interactions as refusals
from google.genai import errors
from PIL import Image

from tests.demo.engines import NANO, QUICK, Engine, Start

UPLOAD = "/upload/v1/files"


def png(colour: str = "navy", size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def put(engine: Engine, data: bytes, mime: str = "image/png", fault: str = "", **config: Any) -> Any:
    named = {"display_name": f"logo [[fault:{fault}]]"} if fault else {}
    return engine.sdk.files.upload(file=io.BytesIO(data), config={"mime_type": mime, **named, **config})


def begin(engine: Engine, size: int = 10, **headers: str) -> httpx2.Response:
    given = {
        "x-goog-upload-protocol": "resumable",
        "x-goog-upload-command": "start",
        "x-goog-upload-header-content-length": str(size),
        "x-goog-upload-header-content-type": "image/png",
    }
    return engine.http.post(UPLOAD, headers=given | headers, json={"file": {"displayName": "kite"}})


def send(url: str, data: bytes, command: str, offset: int) -> httpx2.Response:
    """One piece, as the SDK sends it: without a key."""
    headers = {"x-goog-upload-command": command, "x-goog-upload-offset": str(offset)}
    return httpx2.post(url, content=data, headers=headers, trust_env=False)


def image(file: Any) -> list[dict[str, Any]]:
    return [{"type": "text", "text": "What is this?"}, {"type": "image", "uri": file.uri, "mime_type": file.mime_type}]


def test_a_large_file_arrives_in_pieces_and_comes_back_whole(engine: Engine) -> None:
    data = bytes(range(256)) * 70_000  # three pieces of the SDK's
    file = put(engine, data, "application/pdf", display_name="A long report.pdf", name="files/long-report")
    assert (file.name, file.display_name, file.size_bytes) == ("files/long-report", "A long report.pdf", len(data))
    assert base64.b64decode(file.sha256_hash) == hashlib.sha256(data).digest()
    assert (file.state.name, file.expiration_time - file.create_time) == ("ACTIVE", timedelta(hours=48))
    assert file.uri.startswith(engine.url)
    assert engine.sdk.files.get(name=file.name) == file.model_copy(update={"sdk_http_response": None})
    assert engine.sdk.files.download(file=file.name) == data
    with pytest.raises(errors.APIError) as refusal:
        put(engine, b"another", name="files/long-report")
    assert (refusal.value.code, refusal.value.status) == (409, "ALREADY_EXISTS")


@pytest.mark.slow
def test_files_are_listed_page_by_page_newest_first_and_deleted(start: Start) -> None:
    engine = start("--speed", 0)
    assert list(engine.sdk.files.list()) == []
    names = []
    for number in range(3):
        names.append(put(engine, png(), display_name=f"{number}").name)
        time.sleep(0.002)  # a millisecond is the finest that the list can order
    pager = engine.sdk.files.list(config={"page_size": 2})
    assert len(pager.page) == 2
    assert [file.name for file in pager] == names[::-1]
    engine.sdk.files.delete(name=names[1])
    assert [file.name for file in engine.sdk.files.list()] == [names[2], names[0]]
    with pytest.raises(errors.ClientError) as refusal:
        engine.sdk.files.delete(name=names[1])
    assert (refusal.value.code, refusal.value.status) == (403, "PERMISSION_DENIED")


def test_an_upload_is_resumed_where_it_stopped_and_its_address_is_the_secret(engine: Engine) -> None:
    answer = begin(engine)
    url = answer.headers["x-goog-upload-url"]
    assert url.startswith(engine.url)
    assert send(url, b"01234", "upload", 0).headers["x-goog-upload-status"] == "active"
    assert send(url, b"", "query", 0).headers["x-goog-upload-size-received"] == "5"
    assert send(url, b"012", "upload", 3).status_code == 400
    assert send(url, b"567890", "upload", 5).status_code == 400, "more than was announced"
    assert send(url, b"567", "upload, finalize", 5).status_code == 400, "less than was announced"
    done = send(url, b"89", "upload, finalize", 8)
    assert (done.headers["x-goog-upload-status"], done.json()["file"]["sizeBytes"]) == ("final", "10")
    assert send(url, b"", "query", 0).status_code == 404
    assert send(f"{engine.url}{UPLOAD}?upload_id=guessed", b"0", "upload", 0).status_code == 404
    assert httpx2.post(f"{engine.url}{UPLOAD}", trust_env=False).status_code == 403


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-goog-upload-command": "upload"}, 400),
        ({"x-goog-upload-command": ""}, 400),
        ({"x-demo-fault": "429"}, 429),
        ({"x-demo-fault": "503"}, 503),
    ],
)
def test_an_upload_that_cannot_begin_is_refused(engine: Engine, headers: dict[str, str], code: int) -> None:
    assert begin(engine, **headers).status_code == code


@pytest.mark.parametrize("form", ["uri", "name"])
def test_a_file_is_used_by_its_address_or_its_name(engine: Engine, form: str) -> None:
    file = put(engine, png(), display_name="logo.png")
    content = [{"type": "image", "uri": getattr(file, form), "mime_type": "image/png"}, {"type": "text", "text": "Hm?"}]
    usage = engine.wrote(content).usage
    assert {part.modality: part.tokens for part in usage.input_tokens_by_modality}["image"] == 1120
    answer = engine.sdk.models.generate_content(model=QUICK, contents=[file, "What is this?"])
    assert {part.modality.name: part.token_count for part in answer.usage_metadata.prompt_tokens_details}[
        "IMAGE"
    ] == 1120


def test_a_file_that_is_gone_is_refused_where_it_is_used(engine: Engine) -> None:
    before = len(engine.log())
    deleted, expired = put(engine, png()), put(engine, png(), fault="expired")
    engine.sdk.files.delete(name=deleted.name)
    for file in (deleted, expired):
        with pytest.raises(refusals.PermissionDeniedError) as refusal:
            engine.wrote(image(file))
        assert refusal.value.body["error"]["status"] == "PERMISSION_DENIED"
        assert file.name.removeprefix("files/") in refusal.value.body["error"]["message"]
        with pytest.raises(errors.ClientError):
            engine.sdk.models.generate_content(model=QUICK, contents=[file, "What is this?"])
        with pytest.raises(errors.ClientError):
            engine.sdk.files.get(name=file.name)
    assert len(engine.log()) == before


def test_a_request_can_say_that_its_file_has_expired_and_a_new_upload_helps(engine: Engine) -> None:
    old = put(engine, png())
    text = {"type": "text", "text": "What is this? [[fault:expired=0.05]]"}
    time.sleep(0.1)
    with pytest.raises(refusals.PermissionDeniedError):
        engine.wrote([text, *image(old)])
    while True:  # it must be used within the seconds that the fault leaves it
        try:
            answer = engine.wrote([text, *image(put(engine, png()))])
        except refusals.PermissionDeniedError:
            continue
        break
    assert answer.status == "completed"


@pytest.mark.parametrize(("fault", "state"), [("slow=600", "PROCESSING"), ("failed", "FAILED")])
def test_only_an_active_file_can_be_used(engine: Engine, fault: str, state: str) -> None:
    file = put(engine, png(), fault=fault)
    assert (file.state.name, file.display_name) == (state, "logo")
    with pytest.raises(refusals.BadRequestError) as refusal:
        engine.wrote(image(file))
    assert refusal.value.body["error"]["status"] == "FAILED_PRECONDITION"


@pytest.mark.slow
def test_files_survive_kill_9_and_half_uploads_do_not(start: Start, tmp_path: Path) -> None:
    first = start("--speed", 0, "--store", tmp_path)
    file = put(first, png(), display_name="logo.png")
    url = begin(first).headers["x-goog-upload-url"]
    send(url, b"01234", "upload", 0)
    first.end(subprocess.Popen.kill)
    second = start("--speed", 0, "--store", tmp_path)
    assert second.sdk.files.download(file=file.name) == png()
    assert second.wrote(image(file)).status == "completed", "its address names the old port, and its name is enough"
    assert list((tmp_path / "uploads").iterdir()) == []


def test_an_uploaded_picture_is_changed_by_a_model_of_pictures(engine: Engine) -> None:
    file = put(engine, png("orange", (600, 400)))
    content = [{"type": "image", "uri": file.uri}, {"type": "text", "text": "make it black and white"}]
    answer = engine.sdk.interactions.create(model=NANO, input=content)
    assert engine.picture(answer).size == (1248, 832)


def test_the_asynchronous_client_uploads_and_downloads_too(engine: Engine) -> None:
    async def there_and_back() -> bytes:
        async with engine.aio() as aio:
            file = await aio.files.upload(file=io.BytesIO(png()), config={"mime_type": "image/png"})
            return bytes(await aio.files.download(file=file.name))

    assert asyncio.run(there_and_back()) == png()
