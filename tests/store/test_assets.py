"""Stored files: the same bytes are one object, rows say whose they are, a damaged object is mended."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lib.config import Config
from lib.domain import Actor, Asset
from lib.errors import NotFound
from lib.store import assets, db, library
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


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 9_000])
def test_a_file_is_stored_as_its_bytes_would_be(house: Config, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "given").write_bytes(data)
    sha = assets.keep_file(tmp_path / "given")
    assert sha == hashlib.sha256(data).hexdigest() == assets.keep_file(tmp_path / "given") == assets.keep(data)
    assert assets.read(sha) == data


def test_a_file_is_flushed_and_mends_what_was_damaged(
    house: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "given").write_bytes(b"whole")
    path = assets.local_path(assets.keep(b"whole"))
    assert path is not None
    path.write_bytes(bytes(5))
    flushed: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.add(os.fstat(handle).st_ino))
    assets.keep_file(tmp_path / "given")
    assert path.read_bytes() == b"whole"
    assert path.stat().st_ino in flushed


KNOWN = {"mime": "application/pdf", "bytes": 5, "pages": 3, "text_bytes": 800, "name": "plan.pdf"}


def test_what_is_known_of_an_upload_is_kept(house: Config, actor: Actor) -> None:
    asset = assets.take(actor, assets.keep(b"plan."), KNOWN)
    assert assets.one(actor, asset.id) == asset
    assert (asset.role, asset.task, asset.user, asset.mime, asset.bytes) == ("upload", None, "local", KNOWN["mime"], 5)
    assert (asset.pages, asset.text_bytes, asset.name, asset.width) == (3, 800, "plan.pdf", None)
    assert library.one(actor, asset.id).title == "plan.pdf"


@pytest.mark.parametrize(("name", "kept"), [(None, None), ("", None), ("a\0b\udc80.pdf", "a\ufffdb?.pdf")])
def test_an_upload_has_a_name_that_every_database_can_hold(
    house: Config, actor: Actor, name: str | None, kept: str | None
) -> None:
    asset = assets.take(actor, assets.keep(b"plan."), {**KNOWN, "name": name})
    assert (asset.name, library.one(actor, asset.id).title) == (kept, kept or "")


def test_the_same_upload_again_is_the_same_asset_until_it_is_deleted(house: Config, actor: Actor) -> None:
    ida = Actor("ida", "member", SESSION)
    sha = assets.keep(b"plan.")
    first = assets.take(actor, sha, KNOWN)
    assert assets.take(actor, sha, KNOWN) == first
    assert assets.take(ida, sha, KNOWN).id != first.id
    library.delete(actor, [first.id])
    assert assets.take(actor, sha, KNOWN).id != first.id
    assert library.count(actor)[0] == 1


def test_several_are_asked_for_at_once_and_only_own_living_ones_come(house: Config, actor: Actor) -> None:
    mine, gone, theirs = stored(), assets.take(actor, assets.keep(b"gone"), KNOWN), stored("ida")
    library.delete(actor, [gone.id])
    assert assets.many(actor, [mine.id, gone.id, theirs.id, "never"]) == {mine.id: mine}
    assert assets.many(actor, []) == {}


def test_what_is_removed_goes_with_all_that_was_derived_from_it_and_nothing_else(house: Config) -> None:
    sha, other = assets.keep(b"original"), assets.keep(b"other")
    near = sha[:-1] + ("0" if sha[-1] != "0" else "1")
    for one in (sha, near, other):
        assets.keep_derived(one, "640.webp", b"small")
    for _ in range(2):  # twice is as good as once
        assets.remove(sha)
    with pytest.raises(NotFound):
        assets.read(sha)
    assert [assets.derived(one, "640.webp") for one in (sha, near, other)] == [None, b"small", b"small"]
    assert assets.read(other) == b"other"
