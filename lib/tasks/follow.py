"""Reading along with a task: what is written so far, and what comes, from this process's memory or from the rows.

for pieces in follow(actor, task_id, since): …    # ends with the task; an empty list when there is nothing new yet
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from lib.domain import Actor
from lib.store import db, history, texts
from lib.store.texts import Piece
from lib.tasks import channel

BEAT_SECONDS = 0.25
"""How long a reader waits before it is given an empty list, to look whether anybody still looks at it."""


def follow(actor: Actor, task_id: str, since: int = 0, beat: float = BEAT_SECONDS) -> Iterator[list[Piece]]:
    """Pieces from character ``since`` on, until the task has ended. Raises NotFound. Ending it ends nothing else."""
    ended = history.one(actor, task_id).ended
    while True:
        pieces = _new(task_id, since, 0 if ended else beat)
        since = pieces[-1].at + len(pieces[-1].text) if pieces else since
        yield pieces
        if ended:
            return
        ended = channel.find(task_id) is None and history.one(actor, task_id).ended


def written(task_id: str, since: int) -> list[Piece]:
    """What there is from character ``since`` on, without waiting; the caller has asked whose task it is."""
    found = channel.find(task_id)
    if found is not None and since >= found.start:
        return found.since(since)
    with db.read() as connection:
        return texts.pieces(connection, task_id, since)


def _new(task_id: str, since: int, seconds: float) -> list[Piece]:
    found = channel.find(task_id)
    if found is not None and since >= found.start:
        return found.wait(since, seconds)
    pieces = written(task_id, since)
    if not pieces and seconds:
        time.sleep(seconds)
    return pieces
