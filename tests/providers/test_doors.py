"""Which door stands at an address: recognised by what it says, watched, and closed when it changes hands."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib import providers
from lib.config import Secret, SettingError, load
from lib.domain import Door, Job
from lib.providers.protocol import Accepted, Call, NotAccepted, Rejected, Unclear
from lib.providers.recognition import recognise
from tests.providers.answering import MARK, MODELS, Stand, answering, dripping, streaming

KEY = Secret("a-real-key")
CALL = Call("t1", "image", "made-up", "a red boat", {}, {})
NO = {"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Start the doors with this address in the settings."""

    def start(url: str, key: str = KEY.reveal()) -> None:
        given = {"STUDIO_DATA_DIR": str(tmp_path), "STUDIO_PROVIDER_URL": url, "GEMINI_API_KEY": key}
        providers.start(load(given), None)

    yield start
    providers.stop()


@pytest.mark.parametrize(
    ("status", "body", "headers", "door"),
    [
        (200, MODELS, MARK, "demo"),
        (200, MODELS, {}, "gemini"),
        (400, NO, MARK, "demo"),
        (400, NO, {}, "gemini"),
        (200, {"hello": "world"}, {}, None),
        (200, None, MARK, None),
        (502, "bad gateway", {}, None),
        (503, {"message": "upstream timed out"}, {}, None),
        (404, {"error": "not found"}, {}, None),
    ],
)
def test_only_the_services_own_answers_tell_who_is_there(
    status: int, body: Any, headers: dict[str, str], door: Door | None
) -> None:
    with answering(models=(status, body, headers)) as stand:
        assert recognise(stand.url, "v1", KEY) == door


def test_who_is_there_is_not_waited_for_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.providers.recognition.SECONDS", 0.3)
    with dripping(b"HTTP/1.1 200 OK\r\nx-slow: ") as url:
        assert recognise(url, "v1", KEY) is None


def test_a_redirect_is_not_followed_with_the_key(connect: Callable[..., None]) -> None:
    with answering() as other, answering() as stand:
        away = (307, "", {"location": f"{other.url}/v1/models", **MARK})
        stand.models = away
        assert recognise(stand.url, "v1", KEY) is None
        stand.models = (200, MODELS, MARK)
        connect(stand.url)
        stand.post = away
        provider = providers.get("demo")
        assert provider is not None
        with pytest.raises(Unclear):
            list(provider.send(CALL))
        assert (len(stand.posts()), other.asked) == (1, [])


@pytest.mark.parametrize("job", ["text", "image"])
def test_nothing_but_the_request_stands_between_the_first_event_and_who_asks_for_it(
    connect: Callable[..., None], job: Job
) -> None:
    created = {"event_type": "interaction.created", "interaction": {"id": "op1"}}
    post = streaming(created, **MARK) if job == "text" else Stand().post
    with answering(post=post) as stand:
        connect(stand.url)
        provider = providers.get("demo")
        assert provider is not None
        events = provider.send(replace(CALL, job=job))
        assert stand.posts() == []
        before = len(stand.asked)
        assert next(events) == Accepted("op1")
        assert stand.asked[before:] == stand.posts()


def test_nothing_is_sent_to_an_address_that_became_the_real_service(connect: Callable[..., None]) -> None:
    with answering() as stand:
        connect(stand.url)
        provider = providers.get("demo")
        assert provider is not None
        assert next(provider.send(CALL)) == Accepted("op1")
        stand.models = (200, MODELS, {})
        with pytest.raises(NotAccepted, match="Nothing was sent"):
            list(provider.send(CALL))
        assert len(stand.posts()) == 1
        assert providers.get("demo") is None
        assert providers.get("gemini") is not None
        assert providers.door() == "gemini"


def test_an_answer_of_somebody_else_closes_the_door(connect: Callable[..., None]) -> None:
    with answering() as stand:
        connect(stand.url)
        provider = providers.get("demo")
        assert provider is not None
        stand.post = (*stand.post[:2], {})
        with pytest.raises(Unclear, match="Another server"):
            list(provider.send(CALL))
        stand.models = (200, MODELS, {})
        assert providers.get("demo") is None


def test_a_proxys_own_words_do_not_close_the_door(connect: Callable[..., None]) -> None:
    with answering() as stand:
        connect(stand.url)
        provider = providers.get("demo")
        assert provider is not None
        stand.post = (502, "bad gateway", {})
        with pytest.raises(Unclear):
            list(provider.send(CALL))
        assert providers.get("demo") is provider


@pytest.mark.parametrize(("headers", "here", "other"), [(MARK, "demo", "gemini"), ({}, "gemini", "demo")])
def test_one_address_has_one_door_that_stays_when_the_other_is_asked_for(
    connect: Callable[..., None], headers: dict[str, str], here: Door, other: Door
) -> None:
    with answering(models=(200, MODELS, headers)) as stand:
        connect(stand.url)
        provider = providers.get(here)
        assert provider is not None
        assert providers.get(other) is None
        assert providers.get(here) is provider
        assert providers.state(other) is not None


def test_a_silent_address_may_be_any_door_and_one_that_has_told_is_only_its_own(
    connect: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "PAUSE", -1.0)
    with answering(models=(502, "bad gateway", {})) as stand:
        connect(stand.url)
        assert [providers.is_configured(door) for door in ("demo", "gemini")] == [True, True]
        assert providers.state("demo") == providers.SILENT
        stand.models = (200, MODELS, MARK)
        assert providers.get("demo") is not None
        assert [providers.is_configured(door) for door in ("demo", "gemini")] == [True, False]
        assert providers.state("gemini") == "The Gemini API is not connected"


def test_without_an_address_only_what_is_set_up_is_a_door(tmp_path: Path) -> None:
    providers.start(load({"STUDIO_DATA_DIR": str(tmp_path), "GEMINI_API_KEY": "a-key"}), None)
    assert [providers.is_configured(door) for door in ("demo", "gemini")] == [False, True]
    providers.stop()


def test_a_silent_server_is_asked_once_however_many_look(
    connect: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.providers.recognition.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        connect(f"http://127.0.0.1:{silent.getsockname()[1]}")
        looks = [threading.Thread(target=providers.state, args=("gemini",)) for _ in range(8)]
        for look in looks:
            look.start()
        for look in looks:
            look.join()
        assert providers.get("gemini") is None
        silent.settimeout(0.1)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


def test_a_server_that_does_not_speak_http_is_no_door(connect: Callable[..., None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with server.accept()[0] as peer:
                peer.recv(1000)
                peer.sendall(b"SSH-2.0-made-up\r\n")

        greeter = threading.Thread(target=greet)
        greeter.start()
        connect(f"http://127.0.0.1:{server.getsockname()[1]}")
        greeter.join()
        assert providers.state("gemini") == "The provider's server does not answer"


@pytest.mark.parametrize("text", ["foo", "ftp://example.org", "http://", "http://a:b", "http://a b", "http://a/?q=1"])
def test_an_address_that_is_none_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SettingError, match="STUDIO_PROVIDER_URL must be an address such as"):
        load({"STUDIO_PROVIDER_URL": text})


def test_an_address_loses_its_last_slash() -> None:
    assert load({"STUDIO_PROVIDER_URL": "http://127.0.0.1:9000/"}).provider_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_no_proxy_stands_between_us_and_this_machine(
    connect: Callable[..., None], engine_url: str, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    kind = "socks5" if variable == "ALL_PROXY" else "http"
    for name in (variable, variable.lower()):
        monkeypatch.setenv(name, f"{kind}://127.0.0.1:9")
    connect(engine_url, "demo")
    provider = providers.get("demo")
    assert provider is not None
    with pytest.raises(Rejected, match="does not know"):
        list(provider.look(CALL, "made-up"))


def test_the_sdk_is_not_imported_before_a_door_is_asked_for() -> None:
    code = "import sys, lib.providers; sys.exit('google.genai' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
