"""Who moves tasks along: a port of four functions, DBOS behind it, and a sweeper that forgets nobody.

Truth is the task table. The driver may lose a task, run it twice or be exchanged: the sweeper hands it what is
open, and every move is guarded.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from lib import logs, providers
from lib.config import Config
from lib.domain import Job, State
from lib.store import db, tasks
from lib.store import purge as removal
from lib.tasks import endings, lifecycle, runner
from lib.tasks.policy import backoff

SWEEP_SECONDS = 30.0
STALE_SECONDS = 90.0
PURGE_SECONDS = 600.0
COPIES = 50
"""Of the provider's, removed in one go."""
RESTORABLE_MS = 7 * 86_400_000
"""What was deleted can be brought back for so long."""
HEARTBEAT_SECONDS = 20.0
LANES = {"send": 32, "look": 64, "desk": 4}
"""Threads by kind of work. A provider that hangs, or answers only while one waits, holds the threads of one kind, each
until the deadline of its call: looks never wait for sends, new work never for looks, and what asks nobody outside
(heartbeats, judgements) for neither."""
LANE_OF: dict[State, str] = {"reserved": "send", "running": "look", "storing": "look"}
LAST_SENDS_SECONDS = 15.0
"""How long a stop waits for answers that are on their way: what is cut off may be bought twice."""

log = logs.get("driver")


class Port(Protocol):
    """What Studio needs of a durable engine. A wish to cancel is a flag of the task, which drive() reads."""

    def enqueue(self, task_id: str, *, anew: bool = False) -> None:
        """Have drive(task_id) run; asking again while it runs changes nothing. ``anew``: whatever the engine believes
        of an earlier run, start one more."""

    def status(self, task_id: str) -> str | None:
        """The engine's own word for it, or None when it knows nothing."""

    def tidy(self) -> None:
        """Forget the runs that have ended: what they did stands in our own tables."""

    def close(self) -> None:
        """Stop taking work; what runs is found again after the next start."""


@dataclass(frozen=True, slots=True)
class Driven:
    """A task that this process is driving: the bell ends its pause."""

    bell: asyncio.Event
    loop: asyncio.AbstractEventLoop


_port: Port | None = None
_driven: dict[str, Driven] = {}  # what this process is driving
_stopping = threading.Event()
_sweeper: threading.Thread | None = None
_lanes: dict[str, ThreadPoolExecutor] = {}


def start(config: Config) -> None:
    """Start the engine and the sweeper. It takes a second: call it off the event loop, after the first page."""
    global _port, _sweeper
    from lib.tasks.dbos_port import DbosPort  # here: 0.3 s of imports that the first page does not need

    _stopping.clear()
    endings.closing.clear()
    for name, threads in LANES.items():
        _lanes[name] = ThreadPoolExecutor(threads, thread_name_prefix=name)
    _port = DbosPort(config, drive)
    sweep()
    _sweeper = threading.Thread(target=_sweep_for_ever, name="sweeper", daemon=True)
    _sweeper.start()


def stop() -> None:
    """Stop driving: what is being sent is heard to its end, for a while; open tasks go on after the next start."""
    global _port, _sweeper
    _stopping.set()
    endings.closing.set()
    for task_id in list(_driven):
        _wake(task_id)
    runner.stop(LAST_SENDS_SECONDS)
    end = time.monotonic() + LAST_SENDS_SECONDS
    while _driven and time.monotonic() < end:
        time.sleep(0.05)
    if _sweeper is not None:
        _sweeper.join(timeout=5)
    if _port is not None:
        _port.close()
    for pool in _lanes.values():
        pool.shutdown(wait=False, cancel_futures=True)
    _port = _sweeper = None
    _lanes.clear()
    _driven.clear()


def enqueue(task_id: str, job: Job) -> None:
    """Set a task going, or wake it. Never raises: money is held by now, and the sweeper finds what is open."""
    try:
        if job == "text":
            runner.run(task_id)
        elif not _wake(task_id) and _port is not None:
            _port.enqueue(task_id)
    except Exception as error:
        logs.unexpected("driver", error)


def _wake(task_id: str) -> bool:
    driven = _driven.get(task_id)
    if driven is None:
        return False
    driven.loop.call_soon_threadsafe(driven.bell.set)
    return True


async def drive(task_id: str) -> None:
    """Move a task until it has ended. Waiting holds no thread; work that blocks runs in the lane of its kind."""
    if task_id in _driven or _stopping.is_set():
        return
    loop = asyncio.get_running_loop()
    bell = asyncio.Event()
    _driven[task_id] = Driven(bell, loop)
    try:
        await _drive(task_id, bell, loop)
    finally:
        _driven.pop(task_id, None)


async def _drive(task_id: str, bell: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
    faults, beat = 0, 0.0
    while not _stopping.is_set():
        bell.clear()
        try:
            if loop.time() - beat > HEARTBEAT_SECONDS:
                await loop.run_in_executor(_lanes["desk"], _beat, task_id)
                beat = loop.time()
            lane = await loop.run_in_executor(_lanes["desk"], _lane_of, task_id)
            wait = await loop.run_in_executor(_lanes[lane], lifecycle.advance, task_id)
            faults = 0
        except Exception as error:
            # A bug or a full disk must not end a paid task: it is logged and tried again, ever more slowly.
            faults += 1
            number = logs.unexpected("driver", error)
            log.warning("task=%s stumbled, error=%s", task_id, number)
            wait = backoff(faults)
        if wait is None:
            return
        if wait:
            await _pause(bell, wait)


def _beat(task_id: str) -> None:
    # Not the worker: that is whose intent it is, and who may still be sending.
    tasks.touch(task_id, heartbeat_ms=db.now())


def _lane_of(task_id: str) -> str:
    """Where its next move belongs."""
    with db.read() as connection:
        row = tasks.get(connection, task_id)
    return LANE_OF.get(row["state"], "desk") if row else "desk"


async def _pause(bell: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return


def sweep() -> list[str]:
    """Hand on every open task that nobody drives; their ids."""
    runner.beat()
    if _port is None:
        return []
    found = [row for row in tasks.open_rows() if not _is_driven(row["id"]) and _abandoned(row)]
    for row in found:
        if row["job"] == "text":
            runner.run(row["id"])
        else:
            _port.enqueue(row["id"], anew=True)
    return [row["id"] for row in found]


def _is_driven(task_id: str) -> bool:
    return task_id in _driven or runner.running(task_id)


def _abandoned(row: tasks.Row) -> bool:
    """Nobody's, or of a process that is dead: an earlier boot of this slot, or one without a heartbeat."""
    if row["worker"] is None or row["worker"] == lifecycle.WORKER:
        return True
    if row["worker"].startswith(f"{lifecycle.SLOT}:"):
        return True
    return bool(db.now() - (row["heartbeat_ms"] or 0) > STALE_SECONDS * 1000)


def _sweep_for_ever() -> None:
    purged = 0.0
    while not _stopping.wait(SWEEP_SECONDS):
        try:
            for task_id in sweep():
                log.info("task=%s picked up by the sweeper", task_id)
            if _port is not None:
                _port.tidy()
            if time.monotonic() - purged > PURGE_SECONDS:
                purged = time.monotonic()
                purge()
        except Exception as error:
            logs.unexpected("sweeper", error)


def purge() -> None:
    """Remove for good what was deleted a while ago, here and at the provider: a few of its copies at a time, and the
    others later where one cannot be removed now."""
    removal.purge(db.now() - RESTORABLE_MS)
    for task_id, door, op in removal.copies(COPIES):
        provider = providers.get(door)
        if provider is None or not provider.forget(op):
            return
        removal.forgotten(task_id)
