"""Files from outside: kept as what they are, refused in a sentence, never half kept; for tokens and our own pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from lib import config, people
from lib.api import app
from lib.config import Config
from lib.domain import Actor
from lib.store import library
from tests.api.answers import is_problem
from tests.api.given import BAD, pdf, picture

IDA = Actor("ida", "member", "-")
EDGE = "x0x"


def put(http: TestClient, data: bytes, name: str = "", **headers: str) -> Any:
    return http.post("/assets", params={"name": name} if name else {}, content=data, headers=headers)


def form(*parts: tuple[str, str, bytes], end: str = "--") -> tuple[bytes, dict[str, str]]:
    """A multipart body of field, file name and bytes, and the header that announces it."""
    body = b""
    for field, name, data in parts:
        said = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
        body += f"--{EDGE}\r\n{said}\r\n\r\n".encode() + data + b"\r\n"
    return body + f"--{EDGE}{end}\r\n".encode(), {"content-type": f"multipart/form-data; boundary={EDGE}"}


def names() -> list[str]:
    """What the files of ida's library are called."""
    return [item.title for item in library.page(IDA, library.Wanted(), 50)[0]]


@pytest.fixture
def nothing_lies_about(house: Config) -> Iterator[None]:
    """Whatever happens, no file stays where uploads come in."""
    yield
    assert list((house.data_dir / "uploads").iterdir()) == []


@pytest.fixture
def small(house: Config) -> Iterator[int]:
    """Uploads of a megabyte at most; that many bytes."""
    config.use(replace(house, max_upload_mb=1))
    yield 1_000_000
    config.use(house)


@pytest.mark.usefixtures("nothing_lies_about")
@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (picture(), {"mime": "image/png", "width": 64, "height": 48, "pages": None}),
        (picture("JPEG"), {"mime": "image/jpeg", "width": 64, "height": 48, "pages": None}),
        (pdf(3), {"mime": "application/pdf", "width": None, "height": None, "pages": 3}),
    ],
    ids=["PNG", "JPEG", "PDF"],
)
def test_a_file_is_kept_and_told_as_what_it_is(http: TestClient, data: bytes, wanted: dict[str, object]) -> None:
    answer = put(http, data, "given", **{"content-type": "application/octet-stream"})
    assert answer.status_code == 201
    body = answer.json()
    assert {name: body[name] for name in wanted} == wanted
    assert body["bytes"] == len(data)
    assert put(http, data, "given").json()["id"] == body["id"]
    assert len(names()) == 1


@pytest.mark.usefixtures("nothing_lies_about")
@pytest.mark.parametrize("bare", [True, False], ids=["bare", "in a form"])
@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_not_what_it_should_be_is_refused_and_not_kept(http: TestClient, what: str, bare: bool) -> None:
    name, data, says = BAD[what]
    body, headers = (data, {}) if bare else form(("file", name, data))
    problem = is_problem(put(http, body, name if bare else "", **headers), 422, "unreadable")
    assert says in problem["detail"]
    assert problem["detail"].endswith("Nothing was kept and nothing was charged.")
    assert names() == []


@pytest.mark.parametrize(
    ("asked", "headers", "called"),
    [
        ("boat.png", {"content-disposition": 'attachment; filename="other.png"'}, "boat.png"),
        ("", {"content-disposition": 'attachment; filename="other.png"'}, "other.png"),
        ("", {"content-disposition": "attachment; filename*=utf-8''b%C3%B6t.png"}, "böt.png"),
        ("", {"content-type": "image/png"}, "file.png"),
        ("", {}, "file"),
        ("../../etc/boat\0\n.png", {}, "boat.png"),
    ],
)
def test_a_file_has_the_name_that_came_with_it(
    http: TestClient, asked: str, headers: dict[str, str], called: str
) -> None:
    assert put(http, picture(), asked, **headers).status_code == 201
    assert names() == [called]


@pytest.mark.parametrize("asked", ["", "mine.png"])
def test_a_file_in_a_form_brings_its_name(http: TestClient, asked: str) -> None:
    body, headers = form(("note", "", b"x" * 5000), ("file", "böt.png", picture()))
    answer = put(http, body, asked, **headers)
    assert (answer.status_code, answer.json()["mime"]) == (201, "image/png")
    assert names() == [asked or "böt.png"]


def test_a_form_is_taken_as_libraries_send_it(http: TestClient) -> None:
    answer = http.post("/assets", files={"file": ("boat.png", picture(), "image/png")})
    assert (answer.status_code, names()) == (201, ["boat.png"])


ONE = ("file", "a.png", picture())
KIND = "multipart/form-data"
FORMS: dict[str, tuple[bytes, dict[str, str], str, str]] = {
    "no file": (*form(("picture", "a.png", b"x")), "invalid_request", "The form holds no file: send one, as its part"),
    "two files": (*form(ONE, ONE), "invalid_request", "The form holds 2 files"),
    "no end": (*form(ONE, end=""), "unreadable", "“a.png” cannot be used: it ended before all of it had come."),
    "no boundary": (b"x", {"content-type": KIND}, "invalid_request", "names no boundary"),
    "no form": (b"x" * 90, {"content-type": f"{KIND}; boundary={EDGE}"}, "invalid_request", "cannot be"),
    "an endless boundary": (b"x", {"content-type": f"{KIND}; boundary={'x' * 900}"}, "invalid_request", "exceeds"),
}


@pytest.mark.parametrize("what", FORMS)
def test_a_form_that_cannot_be_read_is_refused_in_a_sentence(http: TestClient, what: str) -> None:
    body, headers, code, says = FORMS[what]
    assert says in is_problem(put(http, body, **headers), 422, code)["detail"]
    assert names() == []


@pytest.mark.usefixtures("nothing_lies_about")
@pytest.mark.parametrize("way", ["declared", "undeclared", "in a form", "declared endless"])
def test_a_file_above_the_limit_is_refused(http: TestClient, small: int, way: str) -> None:
    content: Any = bytes(small + 1)
    headers: dict[str, str] = {}
    if way == "undeclared":
        content = (bytes(100_000) for _ in range(40))
    if way == "in a form":
        content, headers = form(("file", "big.png", content))
    if way == "declared endless":
        headers = {"content-length": "9" * 12}
    problem = is_problem(put(http, content, "big.png", **headers), 413, "too_large")
    assert problem["detail"].startswith("“big.png” is too large: a file may have 1 MB.")
    assert names() == []


def sent_by_hand(http: TestClient, messages: list[dict[str, object]], **headers: str) -> tuple[int, bytes]:
    """Status and body of what is answered to an upload that comes in these messages; none but these is waited for."""
    coming, answer = iter(messages), []

    async def receive() -> Any:
        return next(coming)

    async def send(message: Any) -> None:
        answer.append(message)

    told = {"authorization": http.headers["authorization"], **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()]
    scope = {"type": "http", "method": "POST", "path": "/assets", "query_string": b"", "headers": raw}
    asyncio.run(app(scope, receive, send))
    return answer[0]["status"], answer[1]["body"]


def test_who_waits_to_be_told_is_spared_sending_what_is_too_large(http: TestClient, small: int) -> None:
    status, body = sent_by_hand(http, [], expect="100-continue", content_length=str(small + 1))
    assert (status, b"a file may have 1 MB" in body) == (413, True)


def test_of_what_says_that_it_is_far_too_large_nothing_is_read(http: TestClient, small: int) -> None:
    assert sent_by_hand(http, [], content_length=str(5 * small))[0] == 413


@pytest.mark.usefixtures("nothing_lies_about")
def test_a_sender_that_is_gone_leaves_nothing(http: TestClient) -> None:
    half = [{"type": "http.request", "body": picture()[:100], "more_body": True}, {"type": "http.disconnect"}]
    status, body = sent_by_hand(http, half, content_length="5000")
    assert (status, b"it ended before all of it had come. Nothing was kept" in body) == (422, True)
    assert names() == []


def test_what_a_killed_process_left_goes_with_the_first_upload(http: TestClient, house: Config) -> None:
    left = house.data_dir / "uploads" / "tmp1"
    left.parent.mkdir()
    left.write_bytes(b"half")
    put(http, picture())
    assert not left.exists()


@pytest.mark.usefixtures("nothing_lies_about")
def test_a_file_is_deleted_by_its_owner_alone(http: TestClient) -> None:
    asset = put(http, picture()).json()["id"]
    other = {"authorization": f"Bearer {people.create_token('max', 'admin')}"}
    is_problem(http.delete(f"/assets/{asset}", headers=other), 404, "not_found")
    assert len(names()) == 1
    answer = http.delete(f"/assets/{asset}")
    assert (answer.status_code, answer.content, names()) == (204, b"", [])
    is_problem(http.delete(f"/assets/{asset}"), 404, "not_found")
    is_problem(http.delete("/assets/nothing"), 404, "not_found")


@pytest.fixture
def page(doors: Config) -> Iterator[TestClient]:
    """A browser that has our cookie and no token."""
    with TestClient(app, cookies={people.COOKIE: people.new_session()}) as client:
        yield client


FOREIGN = ["", "null", "http://evil.example", "http://testserver.evil.example", "http://testserver:81", "http://["]


@pytest.mark.parametrize("origin", [None, *FOREIGN])
def test_a_cookie_counts_only_when_our_own_page_sent_it(page: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    is_problem(put(page, picture(), **headers), 403, "forbidden")
    is_problem(page.delete("/assets/x", headers=headers), 403, "forbidden")


def test_our_own_page_uploads_and_deletes_with_its_cookie(page: TestClient) -> None:
    headers = {"origin": "http://testserver"}
    answer = put(page, picture(), **headers)
    assert answer.status_code == 201
    assert page.delete(f"/assets/{answer.json()['id']}", headers=headers).status_code == 204


ELSEWHERE = [("POST", "/tasks"), ("GET", "/tasks"), ("GET", "/presets"), ("GET", "/assetsx")]


@pytest.mark.parametrize(("verb", "path"), ELSEWHERE)
def test_elsewhere_a_cookie_is_no_token(page: TestClient, verb: str, path: str) -> None:
    is_problem(page.request(verb, path, headers={"origin": "http://testserver"}), 401, "unauthenticated")


def test_neither_token_nor_cookie_uploads_nothing(doors: Config) -> None:
    with TestClient(app) as stranger:
        is_problem(put(stranger, picture(), origin="http://testserver"), 401, "unauthenticated")
        stranger.cookies.set(people.COOKIE, "short")
        is_problem(put(stranger, picture(), origin="http://testserver"), 401, "unauthenticated")
