"""CPU work on media runs in one process of its own: in a thread of ours it would make every page stutter.

    process.run(pictures.preview, data, 640)     # blocks; call it through asyncio.to_thread

Not multiprocessing: its child would load our main module again, and under Streamlit that is a page script.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0
"""Most that one job may take: the largest picture decodes in two, also on a busy machine."""
_lock = threading.Lock()  # one job at a time: two would only take the cores from the pages
_child: subprocess.Popen[bytes] | None = None


class Overdue(Exception):
    """The work took too long and was ended; says so in a sentence."""

    def __init__(self) -> None:
        super().__init__(f"it could not be opened within {SECONDS:g} seconds.")


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a module-level function of lib.media, computed in the media process.

    What it raises is raised here. A process that died is replaced and asked once more; one that hangs is
    ended and replaced, and Overdue raised.
    """
    with _lock:
        try:
            result, error = _ask((function, args, kwargs))
        except (EOFError, OSError, pickle.UnpicklingError):
            _end()
            result, error = _ask((function, args, kwargs))
    if error is not None:
        raise error
    found: R = result
    return found


def stop() -> None:
    """End the process; the next run() starts a new one. Safe to call twice."""
    with _lock:
        _end()


atexit.register(stop)


def _ask(job: object) -> tuple[Any, Exception | None]:
    """One job, one answer. A process that hangs is killed, which ends the wait for its answer."""
    child, overdue = _alive(), threading.Event()
    assert child.stdin is not None
    assert child.stdout is not None

    def give_up() -> None:
        overdue.set()
        child.kill()

    watch = threading.Timer(SECONDS, give_up)
    watch.daemon = True
    watch.start()
    try:
        pickle.dump(job, child.stdin)
        child.stdin.flush()
        answer: tuple[Any, Exception | None] = pickle.load(child.stdout)  # noqa: S301 - written by our own child
    except (EOFError, OSError, pickle.UnpicklingError):
        if not overdue.is_set():
            raise
        _end()
        raise Overdue from None
    finally:
        watch.cancel()
    return answer


def _alive() -> subprocess.Popen[bytes]:
    global _child
    if _child is None:
        command = [sys.executable, "-m", "lib.media.process"]
        pipe = subprocess.PIPE
        # Nothing of ours goes along, no key and no secret. In a session of its own: Ctrl+C is the parent's affair.
        wanted = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        _child = subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, env=wanted, stdin=pipe, stdout=pipe, start_new_session=True
        )
    return _child


def _end() -> None:
    global _child
    child, _child = _child, None
    if child is None:
        return
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _serve(jobs: IO[bytes], answers: IO[bytes]) -> None:
    """In the child: one job after the other, until the parent closes the pipe or is gone."""
    while True:
        try:
            function, args, kwargs = pickle.load(jobs)  # noqa: S301 - written by our own parent
        except (EOFError, pickle.UnpicklingError):  # the parent closed the pipe, or died while it wrote
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = function(*args, **kwargs), None
        except Exception as error:
            answer = None, error
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not end up between the answers.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        _serve(sys.stdin.buffer, out)
