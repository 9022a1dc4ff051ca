"""What stands in a library, made by the shortest way that keeps the money right."""

from __future__ import annotations

import itertools

from lib import gate
from lib.domain import Actor, Prompt, Span
from lib.gate.settle import Ended
from lib.store import assets, db, library, tasks, texts
from lib.store.texts import Piece
from tests.conftest import a_quote, a_request

_numbers = itertools.count()


def said(words: str) -> Prompt:
    return Prompt((Span(words, "user"),))


def asked(actor: Actor, words: str = "a red boat", **changes: object) -> str:
    """An admitted task that waits; for a picture, where nothing else is said."""
    request = a_request(actor, prompt=said(words), **changes)
    (task_id,) = gate.admit(request, a_quote(100), a_quote(100), f"key-{next(_numbers)}", b"")
    return task_id


def asked_to_write(actor: Actor, words: str = "Tell me of boats.", **changes: object) -> str:
    fields: dict[str, object] = {"job": "text", "model": "gemini-4-carbon", "settings": {"output": 1024}}
    return asked(actor, words, **{**fields, **changes})


def ended(task_id: str, to: Ended = "succeeded") -> str:
    """Settle a task that writes, as its runner does."""
    with db.write() as connection:
        settle(connection, task_id, to)
    return task_id


def settle(connection: db.Connection, task_id: str, to: Ended = "succeeded") -> None:
    row = tasks.get(connection, task_id)
    assert row is not None
    gate.settle(connection, task_id, to, 60)
    texts.compact(connection, task_id)
    library.put(connection, row, None)


def written(actor: Actor, text: str = "Once there was a boat.", **changes: object) -> str:
    """A text in the library; its id, which is its task's."""
    task_id = asked_to_write(actor, **changes)
    texts.append(task_id, [Piece(0, "thought", "Boats …"), Piece(7, "text", text)])
    return ended(task_id)


def painted(actor: Actor, data: bytes = b"picture", words: str = "a red boat", **changes: object) -> str:
    """A picture in the library; its id, which is its asset's."""
    task_id = asked(actor, words, **changes)
    values = {"sha256": assets.keep(data), "user_id": actor.user, "mime": "image/png", "bytes": len(data)}
    with db.write() as connection:
        row = tasks.get(connection, task_id)
        assert row is not None
        noted = assets.note(connection, {**values, "task_id": task_id, "role": "output", "place": 0})
        gate.settle(connection, task_id, "succeeded", 60)
        library.put(connection, row, noted)
    return str(noted["id"])


def uploaded(actor: Actor, data: bytes = b"upload", name: str = "harbour.png") -> str:
    """A file in the library that was brought along; its id, which is its asset's."""
    values = {"mime": "image/png", "bytes": len(data), "width": 3, "height": 2, "name": name}
    return assets.take(actor, assets.keep(data), values).id
