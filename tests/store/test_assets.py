"""Stored files: the same bytes are one object, rows say whose they are, a damaged object is mended."""

from __future__ import annotations

import os

import pytest

from lib.config import Config
from lib.domain import Actor, Asset
from lib.errors import NotFound
from lib.store import assets, db
from tests.conftest import SESSION


def stored(user: str = "local", data: bytes = b"bytes") -> Asset:
    values = {"sha256": assets.keep(data), "user_id": user, "mime": "image/png", "bytes": len(data)}
    with db.write() as connection:
        assets.note(connection, {**values, "task_id": f"task-{user}", "role": "output", "place": 0})
        (found,) = assets.of_tasks(connection, [f"task-{user}"])[f"task-{user}"]
    return found


def test_the_same_bytes_are_stored_once(house: Config) -> None:
    assert assets.keep(b"same") == assets.keep(b"same")
    files = [file for file in (house.data_dir / "assets").rglob("*") if file.is_file()]
    assert len(files) == 1
    assert assets.read(assets.keep(b"same")) == b"same"


@pytest.mark.parametrize("damaged", [b"wh", bytes(5)])
def test_a_name_without_its_bytes_is_written_again(house: Config, damaged: bytes) -> None:
    sha = assets.keep(b"whole")
    path = assets.local_path(sha)
    assert path is not None
    path.write_bytes(damaged)
    assets.keep(b"whole")
    assert assets.read(sha) == b"whole"


def test_bytes_and_every_folder_above_them_are_flushed(house: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.add(os.fstat(handle).st_ino))
    path = assets.local_path(assets.keep(b"new"))
    assert path is not None
    assert {what.stat().st_ino for what in (path, path.parent, path.parent.parent)} == flushed


def test_the_same_output_of_a_task_is_noted_once(house: Config) -> None:
    assert stored().id == stored().id


def test_a_file_of_somebody_else_does_not_exist(house: Config, actor: Actor) -> None:
    theirs = stored("ida")
    with pytest.raises(NotFound):
        assets.one(actor, theirs.id)
    assert assets.one(Actor("ida", "member", SESSION), theirs.id) == theirs


def test_a_range_is_read_piece_by_piece(house: Config) -> None:
    sha = assets.keep(bytes(range(256)))
    assert b"".join(assets.read_range(sha, 10, 250, chunk=100)) == bytes(range(10, 250))


def test_what_can_be_made_again_is_kept_apart(house: Config) -> None:
    sha = assets.keep(b"original")
    assert assets.derived(sha, "640.webp") is None
    assets.keep_derived(sha, "640.webp", b"small")
    assert assets.derived(sha, "640.webp") == b"small"
    assert assets.read(sha) == b"original"
