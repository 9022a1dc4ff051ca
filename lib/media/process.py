"""CPU work on media runs in one process of its own: in a thread of ours it would make every page stutter.

process.run(pictures.preview, data, 640)     # blocks; call it through asyncio.to_thread
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of a module-level function of lib.media, computed in the media process.

    What it raises is raised here. A worker that died is replaced and asked once more.
    """
    try:
        return _started().submit(function, *args, **kwargs).result()
    except BrokenProcessPool:
        stop()
        return _started().submit(function, *args, **kwargs).result()


def stop() -> None:
    """End the process; the next run() starts a new one. Safe to call twice."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.shutdown(wait=True, cancel_futures=True)


def _started() -> ProcessPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            # Spawned, never forked: a fork would copy locks that other threads hold.
            context = multiprocessing.get_context("spawn")
            _pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
        return _pool


def _begin() -> None:
    """In the child: Ctrl+C is the parent's affair, and a parent that was killed takes the child along."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
