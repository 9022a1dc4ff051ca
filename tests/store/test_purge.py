"""Purging: what was deleted long enough ago is gone from disk and rows; the money, and what others have, stays."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select, text, update

from lib.config import Config
from lib.domain import Actor
from lib.errors import NotFound
from lib.store import assets, audit, conversations, db, history, library, provider_files, purge
from lib.store.library import Wanted
from lib.store.tables import asset, text_row
from lib.store.tables import task as task_table
from tests.postgresql import on_both as database  # noqa: F401 - every test of this module, on both databases
from tests.store.making import asked_to_write, painted, uploaded, written

LATER = 1 << 50
"""A moment after everything."""


def name_at_provider(task_id: str, op: str) -> None:
    with db.write() as connection:
        connection.execute(update(task_table).where(task_table.c.id == task_id).values(op=op))


def words_on_disk() -> str:
    """All the words in all the rows."""
    with db.read() as connection:
        names = ("task", "item", "text_row", "conversation", "asset")
        return str([connection.execute(text(f"SELECT * FROM {name}")).all() for name in names])


def stored(data: bytes) -> bool:
    try:
        return assets.read(hashlib.sha256(data).hexdigest()) == data
    except NotFound:
        return False


def test_a_picture_goes_with_its_previews_and_words_and_its_money_stays(house: Config, actor: Actor) -> None:
    picture = painted(actor, b"1", "a secret boat")
    task_id = str(library.one(actor, picture).task)
    sha = assets.one(actor, picture).sha256
    assets.keep_derived(sha, "640.webp", b"small")
    provider_files.put("demo", sha, "files/1", "https://files/1", LATER)
    name_at_provider(task_id, "op-1")
    assert "secret" in words_on_disk()
    library.delete(actor, [picture])
    purge.purge(LATER)
    assert purge.copies(9) == [(task_id, "demo", "op-1")]
    assert "secret" not in words_on_disk()
    assert (stored(b"1"), assets.derived(sha, "640.webp"), provider_files.find("demo", sha)) == (False, None, None)
    task = history.one(actor, task_id)
    assert (task.prompt, task.preview, task.cost_micros, task.state) == (None, None, 60, "succeeded")
    assert library.page(actor, Wanted(deleted=True), 60) == ([], None)
    assert library.restore(actor, [picture]) == 0
    purge.forgotten(task_id)
    assert purge.copies(9) == []


def test_what_was_deleted_later_or_not_at_all_stays(house: Config, actor: Actor) -> None:
    kept, young = painted(actor, b"1"), painted(actor, b"2")
    text_id = written(actor, conversation="c")
    library.delete(actor, [young])
    conversations.delete(actor, "c")
    purge.purge(db.now() - 60_000)
    assert library.restore(actor, [young]) == 1
    conversations.restore(actor, "c")
    assert [stored(data) for data in (b"1", b"2")] == [True, True]
    assert history.one(actor, text_id).text == "Once there was a boat."
    assert assets.one(actor, kept).id == kept


def test_bytes_stay_while_anybody_else_has_them(house: Config, actor: Actor) -> None:
    ida = replace(actor, user="ida", session="i" * 22)
    mine, theirs, brought = painted(actor, b"same"), painted(ida, b"same"), uploaded(actor, b"same")
    library.delete(actor, [mine])
    purge.purge(LATER)
    assert stored(b"same")
    assert assets.one(ida, theirs).id == theirs
    library.delete(actor, [brought])
    purge.purge(db.now() - 60_000)  # deleted, and can still be restored
    library.delete(ida, [theirs])
    assert stored(b"same")
    purge.purge(LATER)
    assert not stored(b"same")


def test_a_conversation_goes_with_every_turn_of_it(house: Config, actor: Actor) -> None:
    first = written(actor, "A secret.", words="secret one", conversation="c")
    second = written(actor, "A secret.", words="secret two", conversation="c", previous=first)
    for place, one in enumerate((first, second)):
        name_at_provider(one, f"op-{place}")
    conversations.delete(actor, "c")
    purge.purge(LATER)
    assert sorted(purge.copies(9)) == [(first, "demo", "op-0"), (second, "demo", "op-1")]
    assert "secret" not in words_on_disk()
    with pytest.raises(NotFound):
        conversations.restore(actor, "c")
    assert audit.faults() == []


def test_a_conversation_that_is_being_answered_waits(house: Config, actor: Actor) -> None:
    first = written(actor, conversation="c")
    asked_to_write(actor, conversation="c", previous=first)
    conversations.delete(actor, "c")
    purge.purge(LATER)
    conversations.restore(actor, "c")
    assert len(conversations.turns(actor, "c")) == 2


def test_a_text_that_left_the_library_stays_in_its_conversation_and_goes_with_it(house: Config, actor: Actor) -> None:
    turn, alone = written(actor, conversation="c"), written(actor)
    library.delete(actor, [turn, alone])
    purge.purge(LATER)
    assert [one.text for one in conversations.turns(actor, "c")] == ["Once there was a boat."]
    assert history.one(actor, alone).text == ""
    conversations.delete(actor, "c")
    purge.purge(LATER)
    with db.read() as connection:
        assert connection.execute(select(text_row)).all() == []


def test_who_dies_while_a_file_is_removed_finds_it_as_it_was(
    house: Config, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = painted(actor, b"1")
    library.delete(actor, [picture])
    with monkeypatch.context() as dying, pytest.raises(ZeroDivisionError):
        dying.setattr(assets, "remove", lambda _sha: 1 // 0)
        purge.purge(LATER)
    assert library.one(actor, picture, deleted=True).id == picture
    purge.purge(LATER)
    assert not stored(b"1")


def test_bytes_that_were_purged_since_they_were_stored_are_not_named(house: Config, actor: Actor) -> None:
    upload = uploaded(actor, b"1")
    sha = assets.keep(b"1")
    library.delete(actor, [upload])
    purge.purge(LATER)
    with pytest.raises(NotFound):
        assets.take(actor, sha, {"mime": "image/png", "bytes": 1, "name": "again.png"})
    assert library.page(actor, Wanted(), 60)[0] == []
    assert library.one(actor, uploaded(actor, b"1")).kind == "upload"


def test_the_name_that_a_file_had_is_forgotten(house: Config, actor: Actor) -> None:
    upload = uploaded(actor, name="my secret.png")
    library.delete(actor, [upload])
    purge.purge(LATER)
    with db.read() as connection:
        (row,) = connection.execute(select(asset)).mappings()
    assert (row["name"], row["bytes"], row["purged_ms"] is None) == (None, 6, False)
