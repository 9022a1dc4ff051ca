"""The driver's port on DBOS Transact: threads of this process, its state in SQLite or PostgreSQL.

DBOS gets the task's id and nothing else: no prompt, no money. Workflow id = task id, so that asking twice
starts one; a task that DBOS believes ended while ours is open runs again as ``<task>:r<n>``.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from lib.config import Config
from lib.store import driver_state

ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
AT_ONCE = 1_000
"""Ended runs that are deleted in one go."""
VERSION = "1"
"""Set by hand: the default is a hash of our source, and one edited line would orphan yesterday's tasks."""

_drive: Callable[[str], Awaitable[None]] | None = None


@DBOS.step(name="drive")  # type: ignore[misc, unused-ignore]
async def _step(task_id: str) -> None:
    assert _drive is not None
    await _drive(task_id)


@DBOS.workflow(name="task")  # type: ignore[misc, unused-ignore]
async def _workflow(task_id: str) -> None:
    await _step(task_id)


class DbosPort:
    """Implements lib.tasks.driver.Port."""

    def __init__(self, config: Config, drive: Callable[[str], Awaitable[None]]):
        global _drive
        _drive = drive
        self._lock = threading.Lock()
        settings: DBOSConfig = {
            "name": "studio",
            "system_database_url": driver_state.url(config),
            "application_version": VERSION,
            "executor_id": "web",
            "log_level": "ERROR",
            "serializer": DBOSPortableJSONSerializer(),  # the default pickles
        }
        DBOS(config=settings)
        DBOS.launch()

    def enqueue(self, task_id: str, *, anew: bool = False) -> None:
        with self._lock:
            run, again = task_id, 0
            while (state := self.status(run)) in ENDED or (anew and state is not None):
                again += 1
                run = f"{task_id}:r{again}"
            with SetWorkflowID(run):
                DBOS.start_workflow(_workflow, task_id)

    def status(self, task_id: str) -> str | None:
        found = DBOS.get_workflow_status(task_id)
        return None if found is None else found.status

    def tidy(self) -> None:
        ended = DBOS.list_workflows(status=list(ENDED), limit=AT_ONCE, load_input=False, load_output=False)
        if ended:
            DBOS.delete_workflows([run.workflow_id for run in ended])

    def close(self) -> None:
        DBOS.destroy(workflow_completion_timeout_sec=0)
