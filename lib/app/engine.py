"""The demo engine as our child: its socket is ours, its life ends with ours, a crash of it is mended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading

from lib import logs
from lib.config import ROOT, Config

log = logs.get("engine")


class Engine:
    """A demo engine in a process of its own. Requests sent while it starts wait in the socket's queue."""

    def __init__(self, config: Config):
        self._config = config
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._stopping = threading.Event()
        self._child = self._spawn()
        self._watcher = threading.Thread(target=self._watch, name="engine", daemon=True)
        self._watcher.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def stop(self) -> None:
        """End it: closing its standard input is enough; it is killed when that takes too long."""
        self._stopping.set()
        _end(self._child)
        self._watcher.join(timeout=5)
        self._socket.close()

    def _spawn(self) -> subprocess.Popen[bytes]:
        handle = self._socket.fileno()
        command = [sys.executable, "-m", "lib.demo", "--fd", str(handle)]
        command += ["--store", str(self._config.data_dir / "demo"), "--speed", str(self._config.demo_speed)]
        # Nothing of ours goes along: no key, no secret.
        wanted = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        return subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
            command,
            cwd=ROOT,
            env=wanted,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=(handle,),
            start_new_session=True,  # Ctrl+C in the terminal is ours to handle, in order
        )

    def _watch(self) -> None:
        pause = 0.2
        while True:
            code = self._child.wait()
            if self._stopping.wait(pause):
                return
            log.warning("the demo engine ended (%s) and is started again", code)
            pause = min(pause * 2, 10.0)
            _end(self._child)
            self._child = self._spawn()
            if self._stopping.is_set():
                _end(self._child)
                return


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
