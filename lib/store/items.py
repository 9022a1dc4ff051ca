"""How things come into the library: one row of ``item`` for every picture, text and upload, in the transaction that
makes it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lib.store import db, texts
from lib.store.tables import conversation, item
from lib.store.tasks import Row

TEXT_MIME = "text/plain"

_PUT = {
    "sqlite": sqlite_insert(item).on_conflict_do_nothing(index_elements=["id"]),
    "postgresql": pg_insert(item).on_conflict_do_nothing(index_elements=["id"]),
}
# Whoever deletes the conversation waits for this row, or is waited for. Here the windows of budgets are locked before
# it; an admission, which locks them after it, asks for none of them while the turn that ends here is open.
_DELETED = (
    select(conversation.c.deleted_ms).where(conversation.c.id == bindparam("conversation")).with_for_update(read=True)
)


def put(connection: Connection, row: Row, asset_values: Mapping[str, Any] | None) -> None:
    """Put what a task made into its owner's library: a picture by the values that assets.note answered, or, with None,
    the text that it wrote, if it wrote any. Once, however often it is tried."""
    if asset_values is not None:
        _put(connection, {**_of_file(asset_values), **_of_task(row), "kind": "image"})
    elif texts.excerpts(connection, [row["id"]]):
        same = {name: row[name] for name in ("id", "user_id", "project_id", "created_ms")}
        bare = {"asset_id": None, "mime": TEXT_MIME, "bytes": 0, "width": None, "height": None}
        # A conversation that was deleted while this was being written takes it along.
        deleted = connection.execute(_DELETED, {"conversation": row["conversation_id"]}).scalar()
        _put(connection, {**same, **bare, **_of_task(row), "kind": "text", "deleted_ms": deleted})


def put_upload(connection: Connection, asset_values: Mapping[str, Any]) -> None:
    """Put a file that was brought along into its owner's library."""
    unmade = dict.fromkeys(("task_id", "door", "model", "preset"))
    title = asset_values["name"] or ""
    _put(connection, {**_of_file(asset_values), **unmade, "styles": "", "kind": "upload", "title": title})


def fold(text: str) -> str:
    """A title as it is searched: without case, and with each letter written in one way only."""
    return unicodedata.normalize("NFKC", db.storable(text)).casefold()


def _of_task(row: Row) -> dict[str, Any]:
    recipe = json.loads(row["recipe_json"])
    made = {"task_id": row["id"], "door": row["door"], "model": row["model"], "preset": recipe["preset"]}
    return {**made, "styles": _styles(recipe["styles"]), "title": row["preview"] or ""}


def _of_file(values: Mapping[str, Any]) -> dict[str, Any]:
    same = ("id", "user_id", "project_id", "mime", "bytes", "width", "height", "created_ms")
    return {**{name: values[name] for name in same}, "asset_id": values["id"], "deleted_ms": None}


def _styles(names: list[str]) -> str:
    """As one column that is searched for one of them: each between commas."""
    return f",{','.join(names)}," if names else ""


def _put(connection: Connection, row: dict[str, Any]) -> None:
    row = {**row, "folded": fold(row["title"]), "starred": False}
    connection.execute(_PUT[connection.dialect.name], row)
