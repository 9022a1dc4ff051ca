"""Drafts: the last words of this person in this session, sealed, and gone when nobody comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from lib import config, store
from lib.config import Config
from lib.domain import Actor
from lib.errors import StorageFull
from lib.store import db, drafts, seal
from lib.store.tables import draft


def rows() -> list[bytes]:
    with db.read() as connection:
        return list(connection.execute(select(draft.c.sealed)).scalars())


def test_the_last_words_are_kept_once_and_sealed(house: Config, actor: Actor) -> None:
    for words in ("a red", "a red boat", "ein rotes Böötchen ⛵"):
        drafts.keep(actor, "image", words)
    assert drafts.kept(actor, "image") == "ein rotes Böötchen ⛵"
    (sealed,) = rows()
    assert b"rotes" not in sealed


@pytest.mark.parametrize("change", [{"user": "ida"}, {"session": "o" * 22}])
def test_a_draft_is_its_persons_and_sessions_own(house: Config, actor: Actor, change: dict[str, str]) -> None:
    drafts.keep(actor, "image", "mine")
    other = replace(actor, **change)
    assert drafts.kept(other, "image") is None
    drafts.keep(other, "image", "theirs")
    assert drafts.kept(actor, "image") == "mine"


def test_drafts_of_different_names_stay_apart(house: Config, actor: Actor) -> None:
    drafts.keep(actor, "image", "a boat")
    drafts.keep(actor, "chat:c", "and why?")
    assert [drafts.kept(actor, name) for name in ("image", "chat:c", "chat")] == ["a boat", "and why?", None]


def test_what_was_sealed_with_another_secret_is_no_draft(house: Config, actor: Actor) -> None:
    drafts.keep(actor, "image", "a boat")
    seal.start(config.load({"STUDIO_DATA_DIR": str(house.data_dir), "STUDIO_SECRET": "another"}))
    assert drafts.kept(actor, "image") is None


def test_a_row_that_was_moved_to_somebody_else_cannot_be_read(house: Config, actor: Actor) -> None:
    drafts.keep(actor, "image", "a boat")
    with db.write() as connection:
        connection.execute(text("UPDATE draft SET user_id = 'ida'"))
    assert drafts.kept(replace(actor, user="ida"), "image") is None


def test_what_nobody_touched_for_thirty_days_goes_with_the_next_text(house: Config, actor: Actor) -> None:
    for session in ("old", "young"):
        drafts.keep(replace(actor, session=session), "image", session)
    with db.write() as connection:
        connection.execute(
            text("UPDATE draft SET updated_ms = updated_ms - :age WHERE session_id = 'old'"),
            {"age": drafts.LASTS_MS + 1},
        )
        connection.execute(
            text("UPDATE draft SET updated_ms = updated_ms - :age WHERE session_id = 'young'"),
            {"age": drafts.LASTS_MS - 60_000},
        )
    drafts.keep(actor, "image", "now")
    assert [drafts.kept(replace(actor, session=name), "image") for name in ("old", "young")] == [None, "young"]


@pytest.fixture
def kept(house: Config, actor: Actor) -> Config:
    """A house in which the actor has left words behind."""
    drafts.keep(actor, "image", "a boat")
    return house


@pytest.mark.parametrize("prompts", ["preview", "hash"])
def test_where_prompts_are_not_stored_in_full_no_draft_is_kept_and_the_last_one_goes(
    kept: Config, actor: Actor, prompts: str
) -> None:
    config.use(replace(kept, store_prompts=prompts))
    drafts.keep(actor, "image", "a red boat")
    assert rows() == []


@pytest.mark.parametrize("prompts", ["preview", "hash"])
def test_a_start_that_stores_no_prompts_removes_every_draft(kept: Config, prompts: str) -> None:
    store.start(replace(kept, store_prompts=prompts))
    assert rows() == []


@pytest.mark.parametrize(("age", "left"), [(drafts.LASTS_MS + 1, 0), (drafts.LASTS_MS - 60_000, 1)])
def test_a_start_removes_what_nobody_touched_for_thirty_days(kept: Config, age: int, left: int) -> None:
    with db.write() as connection:
        connection.execute(text("UPDATE draft SET updated_ms = updated_ms - :age"), {"age": age})
    store.start(kept)
    assert len(rows()) == left


def test_a_full_disk_at_start_leaves_old_drafts_for_later(kept: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise StorageFull("the database")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(db, "write", full)
        store.start(replace(kept, store_prompts="hash"))
    assert len(rows()) == 1
