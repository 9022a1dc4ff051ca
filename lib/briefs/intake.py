"""A file from outside becomes an asset: it is what it says it is, or it is refused in a sentence and not kept."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from lib import config
from lib.domain import Actor, Asset
from lib.errors import StorageFull, TooLarge, Unreadable, shown
from lib.media import documents, pictures, process
from lib.store import assets

TAKEN = ("image/png", "image/jpeg", "image/webp")
"""What models read as it is; other pictures are kept as PNG."""


def take(actor: Actor, file: Path, name: str) -> Asset:
    """Keep what lies in ``file`` for this actor; the same file once more is the same asset.

    Raises Unreadable, TooLarge, StorageFull.
    """
    size, name = file.stat().st_size, _plain(name)
    if size > config.current().max_upload_mb * 1_000_000:
        raise too_large(name)
    data = file.read_bytes()
    try:
        values, made = _document(data) if data.startswith(b"%PDF") or _is_named_pdf(name) else _picture(data)
    except (pictures.NotAPicture, documents.NotADocument, process.Overdue) as error:
        raise Unreadable(name, str(error)) from None
    sha = assets.keep_file(file) if made is None else assets.keep(made)
    size = size if made is None else len(made)
    return assets.take(actor, sha, {**values, "bytes": size, "name": name})


def too_large(name: str) -> TooLarge:
    """The refusal of a file that need not even be read to its end."""
    most = config.current().max_upload_mb
    return TooLarge(
        f"“{shown(_plain(name))}” is too large: a file may have {most} MB. Nothing was kept, nothing was charged."
    )


Known = tuple[dict[str, object], bytes | None]
"""What a file is, and other bytes to keep in its place."""


def _document(data: bytes) -> Known:
    found = process.run(documents.inspect, data)
    return {"mime": documents.MIME, "pages": found.pages, "text_bytes": found.text_bytes}, None


def _picture(data: bytes) -> Known:
    if not data:
        raise pictures.NotAPicture("it is empty.")
    found = process.run(pictures.inspect, data)
    size = {"width": found.width, "height": found.height}
    if found.mime in TAKEN:
        return {"mime": found.mime, **size}, None
    return {"mime": "image/png", **size}, process.run(pictures.as_png, data)


def _is_named_pdf(name: str) -> bool:
    return name.lower().endswith(".pdf")


def _plain(name: str) -> str:
    """A name without folders and control signs, short enough to show."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(mark for mark in last if mark.isprintable()).strip()[:120] or "file"


@contextmanager
def room() -> Iterator[IO[bytes]]:
    """A place for what comes in, gone afterwards. Raises StorageFull."""
    try:
        with tempfile.NamedTemporaryFile(dir=_folder(config.current().data_dir)) as file:
            yield file
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull("the data folder") from error
        raise


@cache
def _folder(data: Path) -> Path:
    """Where files lie while they come in; what a killed process left there goes with the first one."""
    folder = data / "uploads"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
