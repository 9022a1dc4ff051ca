"""take(): a file becomes an asset under its plain name, or is refused in one sentence and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from lib import briefs, config
from lib.config import Config
from lib.domain import Actor, Asset
from lib.errors import TooLarge, Unreadable
from lib.media import pictures
from lib.store import assets, db, library
from lib.store.library import Wanted
from tests.api.given import BAD
from tests.media.making import LOCKED, encoded, pdf

REFUSED = {
    **BAD,
    "a locked PDF": ("plan.pdf", pdf("A boat", trailer=LOCKED), "it is locked with a password"),
    "a program called a PDF": ("plan.pdf", b"MZ" + bytes(500), "it is damaged or cut short"),
    "a page of the web": ("page.html", b"<html><body>A boat</body></html>", "it is no picture or PDF"),
    "too many pages": ("book.pdf", pdf(*["word"] * 1_001), "it has 1,001 pages"),
}


@pytest.fixture
def given(house: Config, tmp_path: Path) -> Path:
    """Where a file lies that was just uploaded."""
    return tmp_path / "upload"


def take(actor: Actor, given: Path, data: bytes, name: str = "boat.png") -> Asset:
    given.write_bytes(data)
    return briefs.take(actor, given, name)


def kept(house: Config) -> tuple[int, int]:
    """How many assets have a row, and how many objects lie on the disk."""
    with db.read() as connection:
        rows = connection.execute(text("SELECT count(*) FROM asset")).scalar_one()
    return int(rows), sum(file.is_file() for file in (house.data_dir / "assets").rglob("*"))


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_a_sentence_and_leaves_nothing(
    house: Config, actor: Actor, given: Path, what: str
) -> None:
    name, data, says = REFUSED[what]
    with pytest.raises(Unreadable) as error:
        take(actor, given, data, name)
    assert str(error.value).startswith(f"“{name or 'file'}” cannot be used: it ")
    assert says in str(error.value)
    assert str(error.value).endswith(". Nothing was kept and nothing was charged.")
    assert kept(house) == (0, 0)


def test_a_file_that_is_too_large_is_not_even_opened(house: Config, actor: Actor, given: Path) -> None:
    config.use(replace(house, max_upload_mb=1))
    with pytest.raises(TooLarge, match=r"“boat\.png” is too large: a file may have 1 MB\. Nothing was kept"):
        take(actor, given, bytes(1_000_001))
    assert kept(house) == (0, 0)
    with pytest.raises(Unreadable, match="no picture"):
        take(actor, given, bytes(1_000_000))


@pytest.mark.parametrize(
    ("data", "mime", "size"),
    [
        (encoded(), "image/png", (64, 48)),
        (encoded(kind="JPEG"), "image/jpeg", (64, 48)),
        (encoded(kind="WEBP"), "image/webp", (64, 48)),
    ],
    ids=["PNG", "JPEG", "WebP"],
)
def test_a_picture_that_models_read_is_kept_byte_by_byte(
    house: Config, actor: Actor, given: Path, data: bytes, mime: str, size: tuple[int, int]
) -> None:
    asset = take(actor, given, data)
    assert (asset.mime, (asset.width, asset.height), asset.bytes) == (mime, size, len(data))
    assert (asset.user, asset.role, asset.name, asset.task) == ("local", "upload", "boat.png", None)
    assert assets.read(asset.sha256) == data
    assert [item.asset for item in library.page(actor, Wanted(), 60)[0]] == [asset.id]


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF"])
def test_any_other_picture_is_kept_as_png(house: Config, actor: Actor, given: Path, kind: str) -> None:
    asset = take(actor, given, encoded(kind=kind), f"boat.{kind.lower()}")
    data = assets.read(asset.sha256)
    assert (asset.mime, asset.width, asset.height, asset.bytes) == ("image/png", 64, 48, len(data))
    assert pictures.inspect(data).mime == "image/png"
    assert kept(house) == (1, 1)


def test_a_document_is_kept_with_its_pages_and_characters(house: Config, actor: Actor, given: Path) -> None:
    data = pdf("A boat", "", "Two boats")
    asset = take(actor, given, data, "plan.pdf")
    assert (asset.mime, asset.pages, asset.text_bytes, asset.width) == ("application/pdf", 3, 15, None)
    assert assets.read(asset.sha256) == data


def test_a_file_is_what_its_bytes_say_whatever_it_is_called(house: Config, actor: Actor, given: Path) -> None:
    assert take(actor, given, encoded(kind="JPEG"), "boat.png").mime == "image/jpeg"
    assert take(actor, given, pdf("A boat"), "boat.png").mime == "application/pdf"


def test_the_same_file_once_more_is_the_same_asset_and_another_name_or_person_makes_it_another_of_the_same_bytes(
    house: Config, actor: Actor, given: Path
) -> None:
    first = take(actor, given, encoded(), "boat.png")
    assert take(actor, given, encoded(), "boat.png") == first
    renamed = take(actor, given, encoded(), "ferry.png")
    theirs = take(replace(actor, user="ida"), given, encoded(), "boat.png")
    assert (first.name, renamed.name) == ("boat.png", "ferry.png")
    assert len({first.id, renamed.id, theirs.id}) == 3
    assert {one.sha256 for one in (renamed, theirs)} == {first.sha256}
    assert kept(house) == (3, 1)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("boat.png", "boat.png"),
        ("C:\\Users\\ida\\boat.png", "boat.png"),
        ("/home/ida/boat.png", "boat.png"),
        ("../../etc/passwd", "passwd"),
        ("bo\x00at\n.png", "boat.png"),
        ("港 📷.png", "港 📷.png"),
        ("folder/", "file"),
        ("  ", "file"),
        ("x" * 300 + ".png", "x" * 120),
    ],
    ids=ascii,
)
def test_a_name_has_no_folders_and_nothing_that_cannot_be_shown(
    house: Config, actor: Actor, given: Path, name: str, plain: str
) -> None:
    assert take(actor, given, encoded(), name).name == plain
    with pytest.raises(Unreadable) as error:
        take(actor, given, b"text", name)
    assert str(error.value).startswith(f"“{plain[:39]}")
    assert str(briefs.too_large(name)).startswith(f"“{plain[:39]}")
