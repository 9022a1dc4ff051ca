"""Moves texts along, each in a thread of this process: a job queue takes longer than a first word may take.

Truth is the task table here as well: what is found open and runs nowhere is taken up again by the sweeper.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from lib import logs
from lib.store import db, tasks
from lib.tasks import endings, lifecycle
from lib.tasks.policy import backoff

THREADS = 64
"""Answers that are written at the same time; the next ones wait for a free place."""
BRIEF_SECONDS = 0.5
"""Who waits longer gives its thread to others meanwhile."""

_lock = threading.Lock()
_bells: dict[str, threading.Event] = {}
_waiting: dict[str, threading.Timer] = {}
_pool: ThreadPoolExecutor | None = None


def run(task_id: str) -> None:
    """Set a text going, or wake it."""
    global _pool
    with _lock:
        if timer := _waiting.pop(task_id, None):
            timer.cancel()
        if bell := _bells.get(task_id):
            bell.set()
            return
        if endings.closing.is_set():
            return
        _bells[task_id] = threading.Event()
        _pool = _pool or ThreadPoolExecutor(THREADS, thread_name_prefix="text")
        _pool.submit(_drive, task_id, _bells[task_id])


def running(task_id: str) -> bool:
    return task_id in _bells or task_id in _waiting


def beat() -> None:
    """Say that this process lives: nobody else takes up what it writes."""
    for task_id in [*_bells, *_waiting]:
        tasks.touch(task_id, heartbeat_ms=db.now())


def stop(seconds: float) -> None:
    """After endings.closing: wait until what is read now is on disk. What is open goes on after the next start."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
        for bell in _bells.values():
            bell.set()
        for timer in _waiting.values():
            timer.cancel()
        _waiting.clear()
    end = time.monotonic() + seconds
    while _bells and time.monotonic() < end:
        time.sleep(0.02)
    if pool is not None:
        pool.shutdown(wait=False, cancel_futures=True)
    _bells.clear()


def _drive(task_id: str, bell: threading.Event) -> None:
    faults, wait = 0, 0.0
    while not endings.closing.is_set():
        bell.clear()
        try:
            due, faults = lifecycle.advance(task_id), 0
        except Exception as error:
            # A bug or a full disk must not end a paid task: it is logged and tried again, ever more slowly.
            faults += 1
            logs.get("driver").warning("task=%s stumbled, error=%s", task_id, logs.unexpected("driver", error))
            due = backoff(faults)
        wait = due or 0.0
        if due is None or wait > BRIEF_SECONDS:
            break
        bell.wait(wait)
    with _lock:
        _bells.pop(task_id, None)
        if wait and not endings.closing.is_set():
            # A wish to stop that came just now is not to wait as long.
            _waiting[task_id] = threading.Timer(0 if bell.is_set() else wait, run, (task_id,))
            _waiting[task_id].daemon = True
            _waiting[task_id].start()
