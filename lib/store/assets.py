"""Stored files: bytes addressed by their SHA-256, rows that say whose they are.

The bytes are on disk, and on the platter, before a row names them; the same bytes twice are one object.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.config import Config
from lib.domain import Actor, Asset
from lib.errors import NotFound, StorageFull
from lib.store import db, items
from lib.store.tables import asset

_blobs: ObjectStore | None = None
_folder: Path | None = None  # set where the bytes lie on a local disk

FILES = "files"
"""Who removes files works alone; who names them keeps them still meanwhile."""
_ONCE = ["task_id", "role", "place"]
_ROW = {
    "sqlite": sqlite_insert(asset).on_conflict_do_nothing(index_elements=_ONCE).returning(asset.c.id),
    "postgresql": pg_insert(asset).on_conflict_do_nothing(index_elements=_ONCE).returning(asset.c.id),
}
_NOTED = select(asset.c.id).where(*(asset.c[name] == bindparam(name) for name in _ONCE))
_PURGED = select(asset.c.id).where(asset.c.sha256 == bindparam("sha"), asset.c.purged_ms.is_not(None)).limit(1)
_LIVING = asset.c.deleted_ms.is_(None)
_ONE = select(asset).where(asset.c.user_id == bindparam("user"), asset.c.id == bindparam("which"), _LIVING)
_MANY = select(asset).where(
    asset.c.user_id == bindparam("user"), asset.c.id.in_(bindparam("ids", expanding=True)), _LIVING
)
_SAME_UPLOAD = (
    select(asset)
    .where(asset.c.sha256 == bindparam("sha"), asset.c.user_id == bindparam("user"), asset.c.role == "upload", _LIVING)
    .where(asset.c.name.is_not_distinct_from(bindparam("name")))
    .order_by(asset.c.id)
    .limit(1)
)
_OF_TASKS = (
    select(asset)
    .where(asset.c.task_id.in_(bindparam("tasks", expanding=True)), _LIVING)
    .order_by(asset.c.task_id, asset.c.place)
)


def start(config: Config) -> None:
    """Open the object store of ``config.blob_url``; a local folder is made if missing."""
    global _blobs, _folder
    parts = urlsplit(config.blob_url)
    if parts.scheme == "file":
        _folder = Path(unquote(parts.path))
        if not _folder.is_dir():
            _folder.mkdir(parents=True, exist_ok=True)
            _flush(_folder.parent)
        _blobs = LocalStore(_folder)
    else:
        _folder, _blobs = None, from_url(config.blob_url)


def keep(data: bytes) -> str:
    """Store bytes for good; their SHA-256. Raises StorageFull."""
    sha = hashlib.sha256(data).hexdigest()
    _put(_key(sha), data)
    return sha


def keep_file(path: Path) -> str:
    """Store a file for good without reading it into memory; its SHA-256. Raises StorageFull."""
    if not path.stat().st_size:
        return keep(b"")  # nothing cannot be mapped
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        sha = hashlib.sha256(data).hexdigest()
        _put(_key(sha), data)
    return sha


def keep_derived(sha: str, recipe: str, data: bytes) -> None:
    """Store what can be made again from an original (a preview)."""
    _put(f"derived/{_key(sha)}.{recipe}", data)


def derived(sha: str, recipe: str) -> bytes | None:
    """A derived object, or None when it has to be made."""
    try:
        return bytes(_store().get(f"derived/{_key(sha)}.{recipe}").bytes())
    except FileNotFoundError:
        return None


def note(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Name stored bytes in a row, once per task, role and place, however often it is tried; the values of that row.

    Raises NotFound when the bytes were purged since they were stored: store them again.
    """
    empty = dict.fromkeys(("project_id", "width", "height", "pages", "text_bytes", "name"))
    row = {"id": db.new_id(), "created_ms": db.now(), **empty, **values}
    db.lock_out(connection, FILES)
    if connection.execute(_PURGED, {"sha": row["sha256"]}).first() is not None and not _exists(row["sha256"]):
        raise NotFound("file")
    if connection.execute(_ROW[connection.dialect.name], row).first() is None:
        row["id"] = connection.execute(_NOTED, {name: row[name] for name in _ONCE}).scalar_one()
    return row


def take(actor: Actor, sha: str, values: Mapping[str, Any]) -> Asset:
    """Name stored bytes that somebody brought along, and put them into their library; what they have under this name is
    not put there again. ``values``: mime and bytes, and what is known of width, height, pages, text_bytes and name.
    Raises StorageFull, NotFound."""
    fixed = {"sha256": sha, "user_id": actor.user, "project_id": actor.project, "task_id": None, "role": "upload"}
    name = db.storable(values.get("name") or "") or None
    with db.write() as connection:
        db.lock_in(connection, f"upload {actor.user} {sha}")
        same = {"user": actor.user, "sha": sha, "name": name}
        row = connection.execute(_SAME_UPLOAD, same).mappings().first()
        if row is None:
            noted = note(connection, {**values, **fixed, "place": 0, "name": name})
            items.put_upload(connection, noted)
            row = connection.execute(_ONE, {"user": actor.user, "which": noted["id"]}).mappings().one()
    return _asset(row)


def of_tasks(connection: Connection, tasks: Iterable[str]) -> dict[str, tuple[Asset, ...]]:
    """The outputs of these tasks that were not deleted, in order."""
    found: dict[str, tuple[Asset, ...]] = {}
    for row in connection.execute(_OF_TASKS, {"tasks": list(tasks)}).mappings():
        found[row["task_id"]] = (*found.get(row["task_id"], ()), _asset(row))
    return found


def one(actor: Actor, asset_id: str) -> Asset:
    """An asset of the actor's own. Raises NotFound, also for somebody else's or one that was deleted."""
    with db.read() as connection:
        row = connection.execute(_ONE, {"user": actor.user, "which": asset_id}).mappings().first()
    if row is None:
        raise NotFound("file")
    return _asset(row)


def many(actor: Actor, ids: Iterable[str]) -> dict[str, Asset]:
    """Those of these assets that are the actor's own and not deleted, by id."""
    wanted = list(ids)
    if not wanted:  # most briefs have none, and every page asks several times
        return {}
    with db.read() as connection:
        rows = connection.execute(_MANY, {"user": actor.user, "ids": wanted}).mappings()
        return {row["id"]: _asset(row) for row in rows}


def read(sha: str) -> bytes:
    """All bytes of an original. Raises NotFound when they are gone."""
    try:
        return bytes(_store().get(_key(sha)).bytes())
    except FileNotFoundError as error:
        raise NotFound("file") from error


def read_range(sha: str, start: int, end: int, chunk: int = 1 << 20) -> Iterator[bytes]:
    """Bytes ``start`` up to, not including, ``end``, piece by piece."""
    for at in range(start, end, chunk):
        yield bytes(obstore.get_range(_store(), _key(sha), start=at, end=min(at + chunk, end)))


def local_path(sha: str) -> Path | None:
    """The file of an original where assets lie on a local disk."""
    return _folder / _key(sha) if _folder else None


def remove(sha: str) -> None:
    """Remove bytes for good, and all that was derived from them: for who has made sure that no row names them."""
    derived_from = f"derived/{_key(sha)}."
    found = [file["path"] for batch in _store().list(f"derived/{sha[:2]}") for file in batch]
    for key in (_key(sha), *(key for key in found if key.startswith(derived_from))):
        with suppress(FileNotFoundError):
            _store().delete(key)


def _exists(sha: str) -> bool:
    try:
        _store().head(_key(sha))
    except FileNotFoundError:
        return False
    return True


def _put(key: str, data: bytes | mmap.mmap) -> None:
    try:
        _write(key, data)
    except Exception as error:  # obstore wraps the operating system's own error in its text
        if "No space left" in str(error) or "os error 28" in str(error):
            raise StorageFull("the assets") from error
        raise
    if _folder:
        # obstore does not fsync local files: the file first, then every folder that may be new and names the next.
        path = _folder / key
        _flush(path, *(folder for folder in path.parents if folder.is_relative_to(_folder)))


def _write(key: str, data: bytes | mmap.mmap) -> None:
    try:
        _store().put(key, data, mode="create")
    except AlreadyExistsError:
        # After a power cut a name may stand without its bytes, even at their full length.
        if memoryview(_store().get(key).bytes()) != memoryview(data):
            _store().put(key, data)


def _flush(*paths: Path) -> None:
    for what in paths:
        handle = os.open(what, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise StorageFull("the assets") from error
            raise
        finally:
            os.close(handle)


def _key(sha: str) -> str:
    return f"{sha[:2]}/{sha}"


def _store() -> ObjectStore:
    if _blobs is None:
        raise RuntimeError("the store is not open: call store.start(config) first")
    return _blobs


def _asset(row: Any) -> Asset:
    return Asset(
        id=row["id"],
        sha256=row["sha256"],
        user=row["user_id"],
        mime=row["mime"],
        bytes=row["bytes"],
        width=row["width"],
        height=row["height"],
        pages=row["pages"],
        text_bytes=row["text_bytes"],
        name=row["name"],
        task=row["task_id"],
        role=row["role"],
        created_ms=row["created_ms"],
    )
