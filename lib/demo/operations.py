"""The engine's store: one small file an interaction, one file a picture, nothing lost when the process is killed.

    DIR/operations/<id>.json    the interaction; replaced as a whole (write, fsync, rename, fsync of the folder)
    DIR/pictures/<id>           the encoded picture of a finished one
    DIR/inputs/<id>/<n>         what came along with an unfinished one
    DIR/lock                    held while an engine uses the folder

An interaction that was deleted, has expired or was not to be stored leaves a record without its words: so the list of
everything ever accepted (``/demo/log``) stays complete.

On a full disk nothing new is accepted (``save`` raises); what was accepted before still ends (``settle`` never raises).
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from lib.demo.asked import Asked
from lib.demo.figures import Bill

Status = Literal["in_progress", "completed", "failed", "cancelled", "incomplete"]
CAP_BYTES = 512 * 2**20
"""All pictures together; above it the oldest finished interactions expire."""
log = logging.getLogger("demo.operations")


class StoreBusy(Exception):
    """Another engine works on this folder."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of an interaction: its end, its bill and, of a text, the words and the summaries of the thoughts."""

    status: Status
    bill: Bill
    errors: Sequence[Mapping[str, str]] = ()
    text: str = ""
    summaries: Sequence[str] = ()

    def wordless(self) -> Outcome:
        return replace(self, text="", summaries=())

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Outcome:
        lists = {"errors": tuple(table["errors"]), "summaries": tuple(table["summaries"])}
        return cls(**{**table, **lists, "bill": Bill(**table["bill"])})


@dataclass(frozen=True, slots=True)
class Operation:
    """One accepted interaction. Times are epoch milliseconds; ``kept`` = it can be read and its picture fetched.

    ``outcome`` is what will come of it if nobody stops it; once it has ended, what did.
    """

    id: str
    asked: Asked
    outcome: Outcome
    created_ms: int
    due_ms: int
    updated_ms: int
    ended: bool = False
    picture_bytes: int = 0
    kept: bool = True

    @property
    def status(self) -> Status:
        return self.outcome.status if self.ended else "in_progress"

    def share(self, now_ms: int) -> float:
        """How much of its time has passed, from 0 to 1."""
        left = self.due_ms - now_ms
        return 1.0 if left <= 0 else max(0.0, 1 - left / (self.due_ms - self.created_ms))

    def wordless(self) -> Operation:
        """The same without what the person wrote and was answered."""
        return replace(self, asked=self.asked.wordless(), outcome=self.outcome.wordless())

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> Operation:
        asked, outcome = Asked.from_json(table["asked"]), Outcome.from_json(table["outcome"])
        return cls(**{**table, "asked": asked, "outcome": outcome})


class Store:
    """A folder of operations. Its methods block (they fsync); each id must be written by one thread at a time."""

    def __init__(self, folder: Path, cap: int = CAP_BYTES):
        """Open or make the folder and read its index. Raises StoreBusy, OSError."""
        self.operations, self.pictures, self.inputs = folder / "operations", folder / "pictures", folder / "inputs"
        self.cap = cap
        for part in (self.operations, self.pictures, self.inputs):
            part.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder / "lock")
        self._index: dict[str, Operation] = {}
        self._unwritten: dict[str, Operation] = {}
        """Changes that a full disk would not take: they count, and are written together with a later one."""
        for path in self.operations.glob("*.json"):
            if operation := _read(path):
                self._index[operation.id] = operation.wordless()
        self._sweep()

    def close(self) -> None:
        self._write_waiting()
        os.close(self._lock)

    def save(self, operation: Operation) -> None:
        """Durable when it returns. Words of an operation that is not kept are never written. Raises OSError."""
        operation = operation if operation.kept else operation.wordless()
        record = json.dumps(asdict(operation)).encode()
        write(self.operations / f"{operation.id}.json", record, f"{operation.id}.tmp")
        sync_folder(self.operations)
        self._index[operation.id] = operation.wordless()

    def settle(self, operation: Operation) -> None:
        """Like ``save``, but a change that the disk has no room for is kept in memory until it has."""
        self._unwritten[operation.id] = operation
        self._index[operation.id] = operation.wordless()
        self._write_waiting()
        if operation.id in self._unwritten:
            log.warning("no room to write down %s, which is %s", operation.id, operation.status)

    def load(self, name: str) -> Operation | None:
        """The operation with its words; None for one that is unknown or no longer kept."""
        known = self._index.get(name)
        if known and known.kept and name in self._unwritten:
            return self._unwritten[name]
        return _read(self.operations / f"{name}.json") if known and known.kept else None

    def all(self) -> list[Operation]:
        """Everything ever accepted, oldest first, without words."""
        return sorted(self._index.values(), key=lambda operation: (operation.created_ms, operation.id))

    def picture(self, name: str) -> Path:
        """Where the picture of an operation is, or is to be written."""
        return self.pictures / name

    def input(self, name: str) -> Path:
        """The folder for what came along with an operation, in the order in which it came: files 0, 1, 2, …"""
        return self.inputs / name

    def forget(self, operation: Operation) -> None:
        """Delete picture and words; the wordless record stays."""
        self.picture(operation.id).unlink(missing_ok=True)  # first: it may make the room that the record needs
        self.settle(replace(operation, kept=False))

    def trim(self) -> None:
        """Let the oldest finished operations expire until all pictures together fit under the cap."""
        holders = [operation for operation in self.all() if operation.kept and operation.picture_bytes]
        size = sum(operation.picture_bytes for operation in holders)
        for operation in holders[:-1]:
            if size <= self.cap:
                return
            self.forget(operation)
            size -= operation.picture_bytes

    def _write_waiting(self) -> None:
        for waiting in list(self._unwritten.values()):
            with suppress(OSError):
                self.save(waiting)
                del self._unwritten[waiting.id]

    def _sweep(self) -> None:
        """Remove what a killed process left half written, and pictures and inputs that nothing needs any more."""
        for path in self.operations.glob("*.tmp"):
            path.unlink()
        for path in self.inputs.iterdir():
            known = self._index.get(path.name)
            if not known or known.ended or not known.kept:
                shutil.rmtree(path)
        for path in self.pictures.iterdir():
            known = self._index.get(path.name)
            if not (known and known.kept and known.picture_bytes):
                path.unlink()


def write(path: Path, data: bytes, fresh_name: str) -> None:
    """Replace a file as a whole; when that fails (OSError), nothing half written keeps the room."""
    fresh = path.with_name(fresh_name)
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> Operation | None:
    """One record; None, with a line in the log, for a file that this engine cannot read (it is left alone)."""
    try:
        table: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return Operation.from_json(table)
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.warning("left %s alone: %s", path.name, type(error).__name__)
        return None


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise StoreBusy(f"Another one works on {path.parent}. Stop it, or choose another --store.") from None
    return handle
