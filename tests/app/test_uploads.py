"""Uploads and downloads through Studio as a process: cut lines, our own pages, documents and texts."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.api.given import pdf, picture
from tests.running import Studio, eventually, running

pytestmark = pytest.mark.slow
TEXT = {"job": "text", "quality": "draft", "prompt": "Über ein rotes Boot: write three sentences."}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with running(tmp_path_factory.mktemp("uploads") / "data", STUDIO_MAX_UPLOAD_MB="1") as started:
        yield started


def put(studio: Studio, data: bytes, name: str = "", **headers: str) -> tuple[int, dict[str, Any]]:
    """Upload it; status and answer."""
    sent = headers or {"authorization": f"Bearer {studio.token}"}
    url = f"{studio.url}/api/v1/assets?name={name}"
    request = urllib.request.Request(url, data, {"content-type": "application/octet-stream", **sent}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def get(studio: Studio, path: str) -> tuple[bytes, Message]:
    request = urllib.request.Request(studio.url + path, headers={"authorization": f"Bearer {studio.token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read(), answer.headers


def cookie_of(studio: Studio) -> str:
    with urllib.request.urlopen(studio.url) as answer:
        return str(answer.headers["set-cookie"]).partition(";")[0]


def coming_in(studio: Studio) -> list[Path]:
    folder = studio.folder / "uploads"
    return list(folder.iterdir()) if folder.exists() else []


def test_a_network_that_goes_during_an_upload_leaves_nothing(studio: Studio) -> None:
    head = f"POST /api/v1/assets?name=half.png HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\n"
    head += f"Authorization: Bearer {studio.token}\r\nContent-Length: 900000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", studio.port)) as line:
        line.sendall(head.encode() + bytes(100_000))
        eventually(lambda: coming_in(studio))
    eventually(lambda: not coming_in(studio))
    assert studio.get("/api/v1/health")[0] == 200
    assert "Traceback" not in studio.log.read_text()


def test_who_sends_too_much_hears_why_at_the_end(studio: Studio) -> None:
    status, problem = put(studio, bytes(1_900_000), "big.png")
    assert (status, problem["code"]) == (413, "too_large")
    assert "a file may have 1 MB" in problem["detail"]
    assert coming_in(studio) == []


def test_our_own_page_uploads_with_its_cookie_and_a_foreign_one_does_not(studio: Studio) -> None:
    cookie = cookie_of(studio)
    assert put(studio, picture(), "a.png", cookie=cookie, origin=studio.url)[0] == 201
    for foreign in ("http://evil.example", "http://localhost:3000", "null"):
        assert put(studio, picture(), "b.png", cookie=cookie, origin=foreign)[0] == 403
    assert put(studio, picture(), "b.png", cookie=cookie)[0] == 403


def test_a_document_opens_in_place_and_its_preview_is_its_first_page(studio: Studio) -> None:
    document = pdf(2)
    status, asset = put(studio, document, "Boat%20Plan.pdf")
    assert (status, asset["pages"]) == (201, 2)
    data, headers = get(studio, asset["url"])
    assert (data, headers["content-type"], headers["x-content-type-options"]) == (
        document,
        "application/pdf",
        "nosniff",
    )
    assert headers["content-disposition"] == f'inline; filename="boat-plan-{asset["id"][-6:]}.pdf"'
    small, headers = get(studio, f"{asset['url']}?w=320")
    assert small[8:12] == b"WEBP"
    assert (headers["content-type"], headers["x-content-type-options"]) == ("image/webp", "nosniff")
    _, headers = get(studio, f"{asset['url']}?download=1")
    assert headers["content-disposition"].startswith("attachment; ")


def test_a_text_is_downloaded_as_markdown_by_its_owner_alone(studio: Studio) -> None:
    asked = studio.api("POST", "/tasks", TEXT, idempotency_key="k")[1]
    task = studio.ended(asked["id"])
    path = f"/files/{task['id']}?download=1"
    data, headers = get(studio, path)
    assert data.decode() == task["text"]
    assert (headers["content-type"], headers["x-content-type-options"]) == ("text/markdown; charset=utf-8", "nosniff")
    named = f"%C3%BCber-ein-rotes-boot-write-three-{task['id'][-6:]}.md"
    assert headers["content-disposition"] == f"attachment; filename*=utf-8''{named}"
    other = studio.admin("token", "create", "--user", "ida", "--role", "admin").stdout.strip()
    assert studio.get(path, authorization=f"Bearer {other}")[0] == 404
    assert studio.get(f"/files/{task['id']}?w=320", authorization=f"Bearer {studio.token}")[0] == 404


def test_a_deleted_file_is_served_no_more(studio: Studio) -> None:
    asset = put(studio, picture(size=(40, 40)), "gone.png")[1]
    assert get(studio, asset["url"])[1]["content-type"] == "image/png"
    assert studio.api("DELETE", f"/assets/{asset['id']}")[0] == 204
    assert studio.get(asset["url"], authorization=f"Bearer {studio.token}")[0] == 404
