"""The process around the pages: one per data folder, ordered start and end, nothing open that should not be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.running import ROOT, Studio, eventually, running

pytestmark = pytest.mark.slow
DRAFT = {"job": "image", "quality": "draft", "prompt": "a red boat", "settings": {"ratio": "16:9"}}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with running(tmp_path_factory.mktemp("server") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def picture(studio: Studio) -> dict[str, object]:
    """A finished task with its file."""
    status, asked = studio.api("POST", "/tasks", DRAFT, idempotency_key="picture")
    assert status == 202
    return studio.ended(asked["id"])


def start_again(studio: Studio, **changes: str) -> subprocess.CompletedProcess[str]:
    """Start Studio once more with the same settings; it must end by itself."""
    environment = {**studio.environment, **changes}
    return subprocess.run(
        [sys.executable, "studio.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def cookie_of(studio: Studio) -> str:
    with urllib.request.urlopen(studio.url) as answer:
        return str(answer.headers["set-cookie"]).partition(";")[0]


def test_a_second_start_on_the_same_folder_is_one_sentence(studio: Studio) -> None:
    second = start_again(studio, PORT="0")
    is_one_sentence(second, "already running")


def test_a_second_start_on_the_same_database_is_one_sentence(studio: Studio, tmp_path: Path) -> None:
    shared = f"sqlite:///{studio.folder / 'studio.db'}"
    second = start_again(studio, PORT="0", STUDIO_DATA_DIR=str(tmp_path / "other"), STUDIO_DATABASE_URL=shared)
    is_one_sentence(second, "already runs on this database")


def test_a_taken_port_is_one_sentence_that_names_another(studio: Studio, tmp_path: Path) -> None:
    second = start_again(studio, STUDIO_DATA_DIR=str(tmp_path / "other"))
    is_one_sentence(second, f"PORT={studio.port + 1} make run")


def test_a_folder_that_cannot_be_written_is_one_sentence(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    second = start_again(studio, STUDIO_DATA_DIR=str(tmp_path / "file" / "data"), PORT="0")
    is_one_sentence(second, "cannot write")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("STUDIO_HOST", "0.0.0.0"),
        ("STUDIO_STORE_PROMPTS", "some"),
        ("STUDIO_DATABASE_URL", "mysql://studio:hidden@host/studio"),
        ("STUDIO_BLOB_URL", "gs://hidden"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(studio: Studio, name: str, value: str) -> None:
    is_one_sentence(start_again(studio, **{name: value}), name)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("STUDIO_DATABASE_URL", "postgresql://studio:hidden@127.0.0.1:9/studio", "Connection refused"),
        ("STUDIO_BLOB_URL", "file:///dev/null/assets", "cannot be opened"),
        ("STUDIO_DATA_DIR", "{folder}/text", "no database"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(
    studio: Studio, tmp_path: Path, name: str, value: str, says: str
) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "studio.db").write_text("no database, but long enough to look at")
    changes = {"PORT": "0", "STUDIO_DATA_DIR": str(tmp_path / "data"), name: value.format(folder=tmp_path)}
    is_one_sentence(start_again(studio, **changes), says)


def is_one_sentence(ended: subprocess.CompletedProcess[str], says: str) -> None:
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert says in ended.stderr
    assert "hidden" not in ended.stderr


def test_a_first_page_gives_the_browser_a_session_once(studio: Studio) -> None:
    cookie = cookie_of(studio)
    assert cookie.startswith("studio_session=")
    again = urllib.request.Request(studio.url, headers={"cookie": cookie})
    with urllib.request.urlopen(again) as answer:
        assert answer.headers["set-cookie"] is None


def test_a_browser_that_kept_the_page_but_lost_its_cookie_gets_a_new_one(studio: Studio) -> None:
    with urllib.request.urlopen(studio.url) as answer:
        tag = answer.headers["etag"]
    with urllib.request.urlopen(urllib.request.Request(studio.url, headers={"if-none-match": tag})) as answer:
        assert answer.headers["set-cookie"].startswith("studio_session=")


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v2/tasks", "/api", "/files/a", "/files/a/b", "/hooks/gemini", "/s/x", "/metrics"]
)
def test_an_address_that_does_not_exist_is_no_page(studio: Studio, path: str, verb: str) -> None:
    status, problem = studio.request(verb, path, None, {"authorization": f"Bearer {studio.token}"})
    assert (status, problem["status"], problem["code"], problem["title"]) == (404, 404, "not_found", "Not Found")
    assert problem["detail"].endswith(".")


def test_without_a_token_not_even_the_addresses_of_the_api_are_told(studio: Studio) -> None:
    assert studio.get("/api/v1/nothing")[0] == 401


def test_a_wrong_verb_is_named(studio: Studio) -> None:
    status, problem = studio.api("DELETE", "/quotes")
    assert (status, problem["code"]) == (405, "method_not_allowed")
    assert problem["detail"] == "DELETE does not go here."


@pytest.mark.parametrize("path", ["/api/v1/tasks/%00", "/api/v1/tasks?cursor=%00", "/files/%00", "/api/v1/tasks/%ff"])
def test_an_address_of_signs_that_are_no_text_is_an_error_of_the_asker(studio: Studio, path: str) -> None:
    status, _ = studio.request("GET", path, None, {"authorization": f"Bearer {studio.token}"})
    assert 400 <= status < 500


def test_a_page_of_another_name_for_this_machine_is_refused(studio: Studio) -> None:
    assert studio.get("/", host="evil.example")[0] == 400
    assert studio.get("/api/v1/health", host="evil.example")[0] == 400


def test_everything_listens_on_loopback_only(studio: Studio) -> None:
    assert studio.process is not None
    parent = psutil.Process(studio.process.pid)
    family = [parent, *parent.children(recursive=True)]
    listening = [one.laddr for each in family for one in each.net_connections("inet") if one.status == "LISTEN"]
    assert {address.ip for address in listening} == {"127.0.0.1"}
    assert len({address.port for address in listening}) == 2


def test_a_file_goes_to_its_owner_whole_and_in_ranges(studio: Studio, picture: dict[str, list[dict[str, str]]]) -> None:
    path = picture["outputs"][0]["url"]
    owner = {"authorization": f"Bearer {studio.token}"}
    status, whole = studio.request("GET", path, None, owner)
    assert (status, len(whole)) == (200, picture["outputs"][0]["bytes"])
    status, part = studio.request("GET", path, None, {**owner, "range": "bytes=10-19"})
    assert (status, part) == (206, whole[10:20])
    by_cookie = studio.request("GET", path, None, {"cookie": cookie_of(studio)})
    assert by_cookie == (200, whole)


def test_a_file_is_not_sent_again_to_whoever_has_it(studio: Studio, picture: dict[str, list[dict[str, str]]]) -> None:
    path = picture["outputs"][0]["url"]
    headers = {"cookie": cookie_of(studio)}
    with urllib.request.urlopen(urllib.request.Request(studio.url + path, headers=headers)) as answer:
        tag = answer.headers["etag"]
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert studio.request("GET", path, None, {**headers, "if-none-match": tag})[0] == 304


def test_a_page_loads_no_picture_from_elsewhere(studio: Studio) -> None:
    for path in ("/", "/chat"):
        with urllib.request.urlopen(studio.url + path) as answer:
            assert "img-src 'self' data: blob:" in answer.headers["content-security-policy"]


def test_a_preview_is_small_and_a_download_has_a_readable_name(
    studio: Studio, picture: dict[str, list[dict[str, str]]]
) -> None:
    path = picture["outputs"][0]["url"]
    headers = {"cookie": cookie_of(studio)}
    status, small = studio.request("GET", f"{path}?w=640", None, headers)
    assert (status, small[8:12]) == (200, b"WEBP")
    assert len(small) < int(picture["outputs"][0]["bytes"])
    assert studio.request("GET", f"{path}?w=641", None, headers)[0] == 404
    download = urllib.request.Request(f"{studio.url}{path}?download=1", headers=headers)
    with urllib.request.urlopen(download) as answer:
        assert 'filename="a-red-boat-' in answer.headers["content-disposition"]


def test_a_file_of_somebody_else_does_not_exist(studio: Studio, picture: dict[str, list[dict[str, str]]]) -> None:
    path = picture["outputs"][0]["url"]
    other = studio.admin("token", "create", "--user", "ida", "--role", "admin").stdout.strip()
    assert studio.request("GET", path, None, {"authorization": f"Bearer {other}"})[0] == 404
    assert studio.request("GET", path, None, {})[0] == 401
    assert studio.request("GET", path, None, {"authorization": "Bearer studio_wrong"})[0] == 401


def test_forty_parallel_submits_against_a_budget_that_fits_seven_admit_seven(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with running(tmp_path / "data", STUDIO_DEMO_SPEED="1") as fresh:
        each = fresh.api("POST", "/quotes", DRAFT)[1]["maximum_micros"]
        limit = f"{(each * 7 + each - 1) / 1e6:.6f}"
        fresh.admin("budget", "set", "--scope", "global", "--period", "day", "--limit", limit, "--world", "simulated")
        with ThreadPoolExecutor(40) as threads:
            asked = threads.map(lambda key: fresh.api("POST", "/tasks", DRAFT, idempotency_key=f"k{key}")[0], range(40))
            assert sorted(asked) == [202] * 7 + [402] * 33
        assert fresh.admin("audit").returncode == 0


def test_an_engine_killed_in_the_middle_of_a_picture_costs_nothing_but_time(tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_DEMO_SPEED="0.5") as fresh:
        asked = fresh.api("POST", "/tasks", DRAFT, idempotency_key="k")[1]
        eventually(lambda: fresh.api("GET", f"/tasks/{asked['id']}")[1]["state"] == "running")
        assert fresh.process is not None
        for child in psutil.Process(fresh.process.pid).children(recursive=True):
            if "lib.demo" in child.cmdline():
                child.kill()
        assert fresh.ended(asked["id"])["state"] == "succeeded"
        assert fresh.admin("audit").returncode == 0


def test_a_damaged_file_of_the_driver_keeps_no_picture_and_no_money(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "engine.db").write_text("no database, but long enough to look at")
    with running(tmp_path / "data") as fresh:
        asked = fresh.api("POST", "/tasks", DRAFT, idempotency_key="k")[1]
        assert fresh.ended(asked["id"])["state"] == "succeeded"
    assert fresh.log.read_text().count("lies aside") == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind_when_studio_ends(tmp_path: Path, how: signal.Signals) -> None:
    with running(tmp_path / "data") as fresh:
        fresh.ended(fresh.api("POST", "/tasks", DRAFT, idempotency_key="k")[1]["id"])
        assert fresh.process is not None
        family = psutil.Process(fresh.process.pid).children(recursive=True)
        assert len(family) >= 2
        os.kill(fresh.process.pid, how)
        fresh.process.wait(timeout=30)
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == []


def test_the_log_shows_neither_words_nor_keys(tmp_path: Path) -> None:
    with running(tmp_path / "data", STUDIO_SECRET="a-server-secret") as fresh:
        body = {**DRAFT, "prompt": "a very private harbour [[fault:failed]]"}
        fresh.ended(fresh.api("POST", "/tasks", body, idempotency_key="k")[1]["id"])
        token = fresh.token
    log = fresh.log.read_text()
    assert "private harbour" not in log
    assert token not in log
    assert "a-server-secret" not in log
