"""Studio as its user starts it: a process of its own, that can be stopped, or killed at the worst moment."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lib.config import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
UNKNOWN_SECONDS = 10
"""A lost answer that is asked for once more is unknown for less than this."""
ENDED = ("succeeded", "failed", "cancelled", "written_off")
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(what: Callable[[], Any], seconds: float = 60, pause: float = 0.05) -> Any:
    """The first true answer of ``what``; AssertionError when there is none in time."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(pause)
    return found


class Studio:
    """One data folder, and the process that serves it now."""

    def __init__(self, folder: Path, **settings: str):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        base = {name: os.environ[name] for name in KEPT if name in os.environ}
        own = {"PORT": str(self.port), "STUDIO_DATA_DIR": str(folder), "STUDIO_DEMO_SPEED": "0"}
        unset = {row.name: "" for row in SETTINGS}  # nothing of the developer's .env
        self.environment = {**base, **unset, **own, **settings}
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder.parent / f"{folder.name}.log"
        self._token = ""

    def start(self) -> None:
        """Start it and wait until tasks can be admitted."""
        self.spawn()
        eventually(self._answers, pause=0.02)

    def spawn(self) -> None:
        """Start it, and wait for nothing."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "studio.py"], cwd=ROOT, env=self.environment, stderr=log, stdout=log
            )

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/api/v1/health")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9: no chance to say goodbye."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, as a supervisor does; the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=30)

    def admin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lib.admin", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    @property
    def token(self) -> str:
        """A token of the local user, made when first needed."""
        if not self._token:
            self._token = self.admin("token", "create", "--user", "local", "--role", "admin").stdout.strip()
        return self._token

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        return self.request("GET", path, None, headers)

    def api(self, verb: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """A call with the local user's token; keyword underscores become dashes in header names."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request(verb, f"/api/v1{path}", body, {"authorization": f"Bearer {self.token}", **names})

    def request(self, verb: str, path: str, body: object, headers: Mapping[str, str]) -> tuple[int, Any]:
        data = None if body is None else json.dumps(body).encode()
        sent = {"content-type": "application/json", **headers} if data else dict(headers)
        request = urllib.request.Request(self.url + path, data, sent, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, _body(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _body(error)

    def ended(self, task_id: str, seconds: float = 60) -> dict[str, Any]:
        """The task, once it has ended."""
        found: dict[str, Any] = eventually(lambda: self._ended(task_id), seconds)
        return found

    def comes_to_rest(self, task_id: str, seconds: float = 60) -> dict[str, Any]:
        """The task, once it has ended, or has been unknown for so long that only time will tell."""
        found: dict[str, Any] = eventually(lambda: self._ended(task_id) or self._unknown(task_id), seconds)
        return found

    def _ended(self, task_id: str) -> dict[str, Any] | None:
        task: dict[str, Any] = self.api("GET", f"/tasks/{task_id}")[1]
        return task if task["state"] in ENDED else None

    def _unknown(self, task_id: str) -> dict[str, Any] | None:
        task: dict[str, Any] = self.api("GET", f"/tasks/{task_id}")[1]
        age = datetime.now(UTC) - datetime.fromisoformat(task["updated_at"])
        return task if task["state"] == "unknown" and age.total_seconds() > UNKNOWN_SECONDS else None


def _body(answer: Any) -> Any:
    data = answer.read()
    kind = answer.headers.get("content-type", "")
    return json.loads(data) if "json" in kind else data


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Studio]:
    """A started Studio; ended when the block ends."""
    studio = Studio(folder, **settings)
    studio.start()
    try:
        yield studio
    finally:
        studio.stop()


@contextmanager
def engine(folder: Path, speed: str = "0") -> Iterator[str]:
    """A demo engine that outlives the Studio under test; its address."""
    command = [sys.executable, "-m", "lib.demo", "--port", "0", "--store", str(folder), "--speed", speed]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child.stdout.readline().split()[-1]
        finally:
            child.terminate()
