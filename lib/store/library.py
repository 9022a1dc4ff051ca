"""The library: everything that was made or brought along, one item each, found again by its owner alone.

    items, cursor = library.page(actor, Wanted(kind="image", words="boat"), limit=60)

An item has the id of its picture or upload, or of the task that wrote its text. What is deleted can be restored until
it is purged (lib/store/purge.py); what is not one's own does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, union, update

from lib.domain import Actor
from lib.errors import NotFound
from lib.store import db, texts
from lib.store.items import fold, put, put_upload
from lib.store.tables import asset, item, task, task_input
from lib.store.tasks import Row

__all__ = [
    "Facets",
    "Item",
    "Lineage",
    "Wanted",
    "count",
    "delete",
    "facets",
    "lineage",
    "one",
    "page",
    "put",
    "put_upload",
    "restore",
    "star",
]
Kind = Literal["image", "text", "upload"]
MOST_RELATIVES = 60
"""Parents, or children, that a lineage tells of: the newest."""

_LIVING = item.c.deleted_ms.is_(None)
_MINE = item.c.user_id == bindparam("user")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the library. ``excerpt``: the first words of a text; ``asset`` and ``task``: ids, where it has them.
    ``width`` and ``height`` are pixels."""

    id: str
    kind: Kind
    title: str
    mime: str
    asset: str | None
    task: str | None
    door: str | None
    model: str | None
    preset: str | None
    styles: tuple[str, ...]
    width: int | None
    height: int | None
    starred: bool
    created_ms: int
    deleted_ms: int | None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; everything that is given must hold. ``since_ms`` is included, ``until_ms`` is not. ``words``:
    each of them is in the title, in any case. ``deleted``: only what was deleted, instead of what was not."""

    kind: Kind | None = None
    model: str | None = None
    preset: str | None = None
    style: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    starred: bool = False
    words: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """By what an own library can be narrowed down: what occurs in it."""

    models: tuple[str, ...]
    presets: tuple[str, ...]
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """What an item was made from, and what was made with it."""

    parents: list[Item]
    children: list[Item]


def _occurring(column: ColumnElement[str | None]) -> Select[str | None]:
    """Each value once: hops along the index from value to value instead of reading all of it."""
    hop = select(func.min(column).label("value")).where(_MINE, _LIVING).cte("hop", recursive=True)
    after = select(func.min(column)).where(_MINE, _LIVING, column > hop.c.value).scalar_subquery()
    hop = hop.union_all(select(after).where(hop.c.value.is_not(None)))
    return select(hop.c.value).where(hop.c.value.is_not(None))


_FACETS = {name: _occurring(item.c[name]) for name in ("model", "preset", "styles")}
_COUNT = select(func.count(), func.coalesce(func.sum(item.c.bytes), 0)).where(_MINE, _LIVING)
_ONE = select(item).where(_MINE, item.c.id == bindparam("which"))
_NEWEST = item.c.id.desc()
# The task of a text is its item's id; its turn before and after stand in the rows of the tasks.
_INPUTS = select(task_input.c.asset_id).where(task_input.c.task_id == bindparam("task"))
_BEFORE = select(task.c.previous_id).where(task.c.id == bindparam("task"))
_made = item.alias()
_USES = task_input.c.task_id == _made.c.task_id
_MADE = select(_made.c.id).join(task_input, _USES).where(task_input.c.asset_id == bindparam("asset"))
_AFTER = select(task.c.id).where(task.c.previous_id == bindparam("task"))
_RELATIVES = select(item).where(_MINE, _LIVING).order_by(_NEWEST).limit(MOST_RELATIVES)
# A union is looked up by its ids; where either may hold, all items would be gone through.
_PARENTS = _RELATIVES.where(item.c.id.in_(union(_INPUTS, _BEFORE)))
_CHILDREN = _RELATIVES.where(item.c.id.in_(union(_MADE, _AFTER)))


def page(actor: Actor, wanted: Wanted, limit: int, before: str | None = None) -> tuple[list[Item], str | None]:
    """Own items, newest first, and the cursor of the next page (None = the last)."""
    query = select(item).where(item.c.user_id == actor.user, *_conditions(wanted)).order_by(_NEWEST).limit(limit + 1)
    if before:
        query = query.where(item.c.id < before)
    with db.read() as connection:
        rows = connection.execute(query).mappings().all()
        found = _items(connection, rows[:limit])
    return found, (found[-1].id if len(rows) > limit else None)


def count(actor: Actor) -> tuple[int, int]:
    """How many items there are, and how many bytes their files have."""
    with db.read() as connection:
        items, size = connection.execute(_COUNT, {"user": actor.user}).one()
    return items, int(size)


def facets(actor: Actor) -> Facets:
    """Which models, presets and styles occur among the own items, sorted."""
    with db.read() as connection:
        found = {
            name: [value for value in connection.execute(query, {"user": actor.user}).scalars() if value]
            for name, query in _FACETS.items()
        }
    styles = {style for names in found["styles"] for style in _split(names)}
    return Facets(tuple(sorted(found["model"])), tuple(sorted(found["preset"])), tuple(sorted(styles)))


def one(actor: Actor, item_id: str, deleted: bool = False) -> Item:
    """An item of the actor's own, with ``deleted`` also one that was deleted. Raises NotFound."""
    with db.read() as connection:
        row = connection.execute(_ONE, {"user": actor.user, "which": item_id}).mappings().first()
        if row is None or (row["deleted_ms"] is not None and not deleted):
            raise NotFound("item")
        return _items(connection, [row])[0]


def star(actor: Actor, item_id: str, on: bool) -> None:
    """Mark it as one of the best, or no longer. Raises NotFound."""
    change = update(item).where(item.c.user_id == actor.user, item.c.id == item_id, _LIVING).values(starred=on)
    with db.write() as connection:
        if not connection.execute(change).rowcount:
            raise NotFound("item")


def delete(actor: Actor, ids: Sequence[str]) -> int:
    """Take own items away, and their files; until they are purged both can be restored. How many there were."""
    return _mark(actor, ids, db.now())


def restore(actor: Actor, ids: Sequence[str]) -> int:
    """Bring deleted items back, and their files. How many there were."""
    return _mark(actor, ids, None)


def lineage(actor: Actor, of: Item) -> Lineage:
    """What it was made from and what was made with it, newest first, of what is there; of a text also the turns before
    and after it."""
    at = {"user": actor.user, "task": of.task, "asset": of.asset}
    with db.read() as connection:
        parents, children = (connection.execute(query, at).mappings().all() for query in (_PARENTS, _CHILDREN))
        return Lineage(_items(connection, parents), _items(connection, children))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [item.c.deleted_ms.is_not(None) if wanted.deleted else _LIVING]
    for name in ("kind", "model", "preset"):
        if value := getattr(wanted, name):
            found.append(item.c[name] == value)
    if wanted.style:
        found.append(item.c.styles.contains(f",{wanted.style},", autoescape=True))
    if wanted.since_ms is not None:
        found.append(item.c.created_ms >= wanted.since_ms)
    if wanted.until_ms is not None:
        found.append(item.c.created_ms < wanted.until_ms)
    if wanted.starred:
        found.append(item.c.starred)
    return found + [item.c.folded.contains(word, autoescape=True) for word in fold(wanted.words).split()]


def _mark(actor: Actor, ids: Sequence[str], deleted_ms: int | None) -> int:
    stands = item.c.deleted_ms.is_not(None) if deleted_ms is None else _LIVING
    change = update(item).where(item.c.user_id == actor.user, item.c.id.in_(ids), stands).values(deleted_ms=deleted_ms)
    with db.write() as connection:
        changed = connection.execute(change.returning(item.c.id)).scalars().all()
        connection.execute(update(asset).where(asset.c.id.in_(changed)).values(deleted_ms=deleted_ms))
    return len(changed)


def _items(connection: Connection, rows: Sequence[Row]) -> list[Item]:
    excerpts = texts.excerpts(connection, [row["id"] for row in rows if row["kind"] == "text"])
    return [_item(row, excerpts.get(row["id"], "")) for row in rows]


def _item(row: Row, excerpt: str) -> Item:
    same = ("id", "kind", "title", "mime", "door", "model", "preset", "width", "height", "starred", "created_ms")
    return Item(
        **{name: row[name] for name in (*same, "deleted_ms")},
        asset=row["asset_id"],
        task=row["task_id"],
        styles=_split(row["styles"]),
        excerpt=excerpt,
    )


def _split(styles: str) -> tuple[str, ...]:
    return tuple(styles.strip(",").split(",")) if styles else ()
