"""The demo engine on a full disk: what it cannot write fails in the provider's words, and it works again with room.

Linux can cap the size of the files that a running process writes (RLIMIT_FSIZE) and lift the cap again: a write beyond
it fails in the middle, as on a full disk. A folder that has become a file refuses everywhere.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from google.genai import _interactions as refusals

from lib.demo.asked.interaction import read
from lib.demo.figures import Bill
from lib.demo.operations import Operation, Outcome, Store
from tests.demo.engines import LITE, ROOT, Engine, Start
from tests.demo.test_files import begin, send

NOTHING, RECORDS_ONLY = 64, 20_000
"""Bytes of a file: less than any record; more than any record and less than any picture."""
linux = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")


def room(pid: int, size: int = resource.RLIM_INFINITY) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def quiet_end(engine: Engine) -> str:
    """Stop it cleanly; answers all that it said on standard error."""
    engine.popen.terminate()
    said = engine.popen.communicate(timeout=30)[1]
    assert engine.popen.returncode == 0
    return str(said)


@linux
@pytest.mark.slow
@pytest.mark.parametrize("background", [False, True])
def test_a_picture_without_room_fails_and_the_next_one_with_room_is_made(start: Start, background: bool) -> None:
    engine = start("--speed", 0, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (RECORDS_ONLY, -1)))
    answer = engine.settled(engine.made("a hoard", background=background).id)
    assert (answer.status, answer.output_image) == ("failed", None)
    assert [error.code for error in answer.errors] == ["INTERNAL"]
    assert "could not be made" in answer.errors[0].message
    for process in (engine.popen.pid, engine.worker().pid):
        room(process)
    again = engine.settled(engine.made("a hoard", background=background).id)
    assert engine.picture(again).size == (1024, 1024)
    assert quiet_end(engine) == ""


@linux
@pytest.mark.slow
def test_an_end_that_finds_no_room_is_told_and_written_down_with_a_later_one(start: Start, tmp_path: Path) -> None:
    engine = start("--speed", 0, "--store", tmp_path)
    engine.made("a brook")
    running = engine.made("a flood", model="gemini-3-pro-image", size="4K", background=True).id
    room(engine.popen.pid, NOTHING)
    assert engine.picture(engine.settled(running)).size == (4096, 4096)
    with pytest.raises(refusals.InternalServerError) as refusal:
        engine.made("a lake")
    assert refusal.value.status_code == 503, "not accepted, so that sending it again is safe"
    record = tmp_path / "operations" / f"{running}.json"
    assert '"ended": false' in record.read_text()
    assert not list(tmp_path.glob("operations/*.tmp"))
    room(engine.popen.pid)
    engine.made("a lake")
    assert '"ended": true' in record.read_text()
    said = quiet_end(engine)
    assert said.splitlines() == [f"demo engine: no room to write down {running}, which is completed"]


@linux
@pytest.mark.slow
def test_an_upload_without_room_is_refused_and_goes_on_with_room(start: Start) -> None:
    engine = start("--speed", 0)
    data = b"a chart" * 100
    url = begin(engine, len(data)).headers["x-goog-upload-url"]
    room(engine.popen.pid, NOTHING)
    refused = send(url, data, "upload, finalize", 0)
    assert (refused.status_code, refused.json()["error"]["status"]) == (503, "UNAVAILABLE")
    room(engine.popen.pid)
    file = send(url, data, "upload, finalize", 0).json()["file"]
    assert engine.sdk.files.download(file=file["name"]) == data
    assert quiet_end(engine) == ""


@linux
@pytest.mark.slow
@pytest.mark.parametrize("act", ["cancel", "delete"])
def test_a_task_is_stopped_or_forgotten_without_room(start: Start, act: str) -> None:
    engine = start("--speed", 100)
    name = engine.made("a dam", background=True).id
    room(engine.popen.pid, NOTHING)
    getattr(engine.sdk.interactions, act)(name)
    assert [entry["status"] for entry in engine.log(id=name)] == ["cancelled"]
    found: Any = engine.http.get(f"/v1/interactions/{name}")
    assert found.status_code == (200 if act == "cancel" else 404)
    assert "Traceback" not in quiet_end(engine)


def test_what_could_not_be_written_is_written_at_the_latest_when_the_store_closes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    asked = read({"model": LITE, "input": "a stamp"}, {})
    ended = Operation("int_1", asked, Outcome("failed", Bill()), 0, 0, 0, ended=True)
    aside = store.operations.rename(tmp_path / "aside")
    store.operations.write_text("a file where the folder was")
    store.settle(ended)
    assert store.load("int_1") == ended
    store.operations.unlink()
    aside.rename(store.operations)
    store.close()
    again = Store(tmp_path)
    assert [operation.status for operation in again.all()] == ["failed"]
    again.close()


@pytest.mark.parametrize("given", [("--store", "{file}/store"), ()], ids=["store", "temporary"])
def test_a_start_without_room_says_one_sentence(tmp_path: Path, given: tuple[str, ...]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    ended = subprocess.run(
        [sys.executable, "-m", "lib.demo", *(word.format(file=blocked) for word in given)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("The demo engine cannot start: ")
    assert ended.stderr.count("\n") == 1
