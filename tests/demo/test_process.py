"""The demo engine's process and store: killed, restarted, orphaned, filled, and nothing lost."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from google.genai import _interactions as refusals

from lib.demo.asked.interaction import read
from lib.demo.figures import Bill
from lib.demo.operations import Operation, Outcome, Store
from tests.demo.engines import LITE, PRO, ROOT, Start


@pytest.mark.slow
def test_a_killed_engine_leaves_no_orphan_and_finishes_its_work_after_a_restart(start: Start, tmp_path: Path) -> None:
    first = start("--speed", 0.3, "--store", tmp_path)
    begun = [first.made(f"a comet {n}", background=True, labels={"task": f"t{n}"}).id for n in range(3)]
    worker = first.worker()
    first.end(subprocess.Popen.kill)
    worker.wait(10)
    second = start("--speed", 0, "--store", tmp_path)
    assert [second.picture(second.settled(name)).size for name in begun] == [(1024, 1024)] * 3
    accepted = {(entry["id"], entry["task"], entry["sends"]) for entry in second.log()}
    assert accepted == {(name, f"t{n}", 1) for n, name in enumerate(begun)}


@pytest.mark.slow
def test_a_pictures_due_time_survives_a_restart(start: Start, tmp_path: Path) -> None:
    first = start("--speed", 100, "--store", tmp_path)
    begun = first.made("a glacier", background=True)
    first.end(subprocess.Popen.kill)
    second = start("--speed", 0, "--store", tmp_path)
    assert second.picture(second.made("a brook")).size == (1024, 1024)
    assert second.sdk.interactions.get(begun.id).status == "in_progress"


@pytest.mark.slow
def test_a_killed_worker_is_replaced_and_the_picture_made(start: Start) -> None:
    engine = start("--speed", 0)
    begun = [engine.made(f"a tower {n}", model=PRO, size="4K", background=True).id for n in range(2)]
    engine.worker().kill()
    assert [engine.picture(engine.settled(name)).size for name in begun] == [(4096, 4096)] * 2


@pytest.mark.slow
def test_a_parents_socket_outlives_a_crash_and_its_end_ends_the_engine(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        given = ("--fd", listener.fileno(), "--speed", 0, "--store", tmp_path)
        handed = {"pass_fds": (listener.fileno(),), "stdin": subprocess.PIPE}
        first = start(*given, **handed)
        url = first.url
        assert int(url.rsplit(":", 1)[1]) == listener.getsockname()[1]
        first.end(subprocess.Popen.kill)
        second = start(*given, **handed)
        assert second.url == url
        assert second.picture(second.made("a phoenix")).size == (1024, 1024)
        assert second.end(lambda popen: popen.stdin and popen.stdin.close()) == 0


@pytest.mark.slow
def test_sigterm_ends_it_cleanly_with_requests_in_flight_and_no_orphans(start: Start) -> None:
    engine = start("--speed", 100)
    with ThreadPoolExecutor(2) as threads:
        unary = threads.submit(engine.made, "a long wait")
        late = threads.submit(engine.made, "a longer wait [[fault:slow=500]]", background=True)
        while len(engine.log()) < 2:
            time.sleep(0.01)
        worker = engine.worker()
        engine.popen.send_signal(signal.SIGTERM)
        assert engine.popen.wait(30) == 0
        refusal = unary.exception()
        assert isinstance(refusal, refusals.InternalServerError)
        assert refusal.status_code == 500, "503 would say that it was not accepted"
        assert late.result().status == "in_progress"
    worker.wait(10)


@pytest.mark.slow
def test_a_second_engine_on_one_store_is_told_so_in_one_sentence(start: Start, tmp_path: Path) -> None:
    start("--store", tmp_path)
    second = start("--store", tmp_path)
    assert second.popen.wait(30) == 1
    assert second.said == ""
    assert f"Another one works on {tmp_path}" in str(second.popen.stderr and second.popen.stderr.read())


def test_the_oldest_finished_pictures_expire_when_the_store_is_full(tmp_path: Path) -> None:
    store = Store(tmp_path, cap=1000)
    asked = read({"model": LITE, "input": "a stamp"}, {})
    made = Outcome("completed", Bill())
    for n in range(4):
        name = f"int_{n}"
        store.picture(name).write_bytes(b"x" * 400)
        store.save(Operation(name, asked, made, n, n, n, ended=True, picture_bytes=400))
    running = Operation("int_9", asked, made, 0, 0, 0)
    store.save(running)
    store.trim()
    assert [operation.id for operation in store.all() if store.load(operation.id)] == ["int_9", "int_2", "int_3"]
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["int_2", "int_3"]
    store.close()
    again = Store(tmp_path)
    assert again.load("int_9") == running
    assert len(again.all()) == 5
    again.close()


def test_the_serving_process_decodes_no_picture_and_no_document() -> None:
    heavy = "{'numpy', 'PIL', 'pypdfium2', 'scipy'}"
    code = f"import sys, lib.demo.__main__; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"
