"""What is being written in this process, for whoever reads along: pieces in memory, ahead of their rows on disk.

    found = channel.opened(task_id, at)     # the writer; at = characters that stand in rows already
    found.put(piece)
    found.close()

A reader takes what it has not seen, and is woken by more; it never holds up the writer, and its end ends nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from lib.store.texts import Piece

_lock = threading.Lock()
_open: dict[str, Channel] = {}
_halted: set[str] = set()


class Channel:
    """One task's text since this process has been writing it. All methods may be called from any thread."""

    def __init__(self, task_id: str, at: int):
        self.task, self.start, self.end = task_id, at, at
        self.closed = False
        self._pieces: list[Piece] = []
        self._news = threading.Condition()
        self._bells: set[Callable[[], None]] = set()

    def put(self, piece: Piece) -> None:
        with self._news:
            self._pieces.append(piece)
            self.end = piece.at + len(piece.text)
            self._news.notify_all()
        self._ring()

    def close(self) -> None:
        """No more will come from this process; readers look at the task."""
        with _lock:
            if _open.get(self.task) is self:
                del _open[self.task]
        with self._news:
            self.closed = True
            self._news.notify_all()
        self._ring()

    def since(self, at: int) -> list[Piece]:
        """What was put from character ``at`` on; the first piece is cut to it."""
        with self._news:
            return self._since(at)

    def wait(self, at: int, seconds: float) -> list[Piece]:
        """The same, as soon as there is some; after ``seconds``, or when it is closed, perhaps nothing."""
        with self._news:
            self._news.wait_for(lambda: self.end > at or self.closed, seconds)
            return self._since(at)

    def listen(self, bell: Callable[[], None]) -> Callable[[], None]:
        """Have ``bell`` called, in the writer's thread, with every news; calling the answer ends that."""
        self._bells.add(bell)
        return lambda: self._bells.discard(bell)

    def _since(self, at: int) -> list[Piece]:
        place = len(self._pieces)
        while place and self._pieces[place - 1].at >= at:
            place -= 1
        found = self._pieces[place:]
        before = self._pieces[place - 1] if place else None
        if before is not None and before.at + len(before.text) > at:
            found.insert(0, replace(before, at=at, text=before.text[at - before.at :]))
        return found

    def _ring(self) -> None:
        for bell in list(self._bells):
            with suppress(RuntimeError):  # the loop of an event stream that has just ended
                bell()


def opened(task_id: str, at: int) -> Channel:
    """The channel of a task that this process begins, or goes on, to write."""
    with _lock:
        _open[task_id] = channel = Channel(task_id, at)
    return channel


def find(task_id: str) -> Channel | None:
    """The channel of a task that this process is writing now."""
    return _open.get(task_id)


def halt(task_id: str) -> None:
    """Call its writer off, now or as soon as one begins here: also where the wish cannot be written down."""
    _halted.add(task_id)


def is_halted(task_id: str) -> bool:
    return task_id in _halted


def forget(task_id: str) -> None:
    """It has ended: there is nothing to call off any more."""
    _halted.discard(task_id)
