"""Uploaded files on disk: for 48 hours each, with a record beside it, and those that are arriving until the next start.

DIR/files/<name>         the bytes           DIR/files/<name>.json    the record
DIR/uploads/<secret>     what has arrived so far of an upload
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lib.demo.errors import ApiError, invalid, no_file
from lib.demo.operations import sync_folder, write

HOURS = 48
LARGEST = 2 * 2**30
"""Bytes of one file; both figures are the service's (facts/limits.md §3)."""
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
log = logging.getLogger("demo.shelf")


@dataclass(frozen=True, slots=True)
class File:
    """A file that has arrived. It can be used from ``ready_ms`` to ``expires_ms``, unless reading it failed."""

    name: str
    title: str
    mime: str
    size: int
    digest: str
    created_ms: int
    ready_ms: int
    expires_ms: int
    failed: bool = False

    @property
    def state(self) -> str:
        """As facts/limits.md §3 has it; only ACTIVE ones may be used."""
        return "PROCESSING" if _now_ms() < self.ready_ms else "FAILED" if self.failed else "ACTIVE"

    @property
    def expired(self) -> bool:
        return self.expires_ms <= _now_ms()


@dataclass(slots=True)
class Upload:
    """A file that is arriving, piece by piece, at ``path``."""

    name: str
    title: str
    mime: str
    announced: int | None
    path: Path
    wait_ms: int = 0
    lives_ms: int = HOURS * 3_600_000
    failed: bool = False
    received: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, data: bytes) -> None:
        """Write what comes next. Blocks. Raises ApiError 400 for more than was announced, 413 above the limit, OSError.

        After an error nothing of it counts, and it may come again.
        """
        if self.announced is not None and self.received + len(data) > self.announced:
            raise invalid("x-goog-upload-header-content-length", "more has arrived than was announced.")
        if self.received + len(data) > LARGEST:
            raise ApiError(413, f"A file may have {LARGEST} bytes at most.")
        with self.path.open("r+b") as file:
            file.seek(self.received)
            file.write(data)
        self.digest.update(data)
        self.received += len(data)


class Shelf:
    """A folder of files. Its methods are quick, except where they say that they block."""

    def __init__(self, folder: Path):
        """Open or make the folders and read the records. Raises OSError."""
        self.files, self.uploads = folder / "files", folder / "uploads"
        for part in (self.files, self.uploads):
            part.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, File] = {}
        self._arriving: dict[str, Upload] = {}
        for path in self.uploads.iterdir():
            path.unlink()
        for path in self.files.glob("*.json"):
            self._load(path)

    def begin(self, name: str, title: str, mime: str, announced: int | None, **more: Any) -> str:
        """Make room for an upload; answers its secret. Raises ApiError 400, 409, OSError."""
        name = name.removeprefix("files/") or secrets.token_hex(6)
        if not NAME.fullmatch(name):
            raise invalid("file.name", "use up to 40 lower case letters, digits and dashes.")
        if name in self._known and not self._known[name].expired:
            raise ApiError(409, f"The file {name} exists already.")
        secret = secrets.token_hex(24)
        path = self.uploads / secret
        path.touch()
        self._arriving[secret] = Upload(name, title, mime, announced, path, **more)
        return secret

    def arriving(self, secret: str) -> Upload:
        """Raises ApiError 404."""
        if secret not in self._arriving:
            raise ApiError(404, "There is no such upload: it has ended, or the engine was started again.")
        return self._arriving[secret]

    def finish(self, secret: str) -> File:
        """Put a whole upload on the shelf; durable when it returns. Blocks. Raises OSError."""
        upload, now = self._arriving[secret], _now_ms()
        file = File(
            name=upload.name,
            title=upload.title,
            mime=upload.mime,
            size=upload.received,
            digest=base64.b64encode(upload.digest.digest()).decode(),
            created_ms=now,
            ready_ms=now + upload.wait_ms,
            expires_ms=now + upload.lives_ms,
            failed=upload.failed,
        )
        with upload.path.open("rb") as data:
            os.fsync(data.fileno())
        write(self.files / f"{file.name}.json", json.dumps(asdict(file)).encode(), f"{file.name}.tmp")
        upload.path.replace(self.path(file))
        sync_folder(self.files)
        self._known[file.name] = file
        del self._arriving[secret]
        return file

    def find(self, name: str) -> File:
        """A file by its name, ``files/`` or the whole address before it. Raises ApiError 403."""
        known = self._known.get(name.rpartition("files/")[2])
        if known is None:
            raise no_file(name)
        if known.expired:
            self.delete(known)
            raise no_file(name)
        return known

    def all(self) -> list[File]:
        """Newest first, as the service lists them."""
        for file in list(self._known.values()):
            if file.expired:
                self.delete(file)
        return sorted(self._known.values(), key=lambda file: (-file.created_ms, file.name))

    def path(self, file: File) -> Path:
        return self.files / file.name

    def delete(self, file: File) -> None:
        del self._known[file.name]
        for path in (self.files / f"{file.name}.json", self.path(file)):
            path.unlink(missing_ok=True)

    def _load(self, path: Path) -> None:
        try:
            table: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
            file = File(**table)
        except (OSError, ValueError, TypeError) as error:
            log.warning("left %s alone: %s", path.name, type(error).__name__)
            return
        if self.path(file).exists():  # else the process was killed between record and file
            self._known[file.name] = file


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
