"""Documents: what is whole is counted and read, what is not is named, and the first page is shown small."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from lib.media import documents
from lib.media.documents import Document, NotADocument
from tests.media.making import LOCKED, encoded, pdf

THREE = pdf("A boat", "", "Two boats")


@pytest.mark.parametrize(
    ("data", "document"),
    [
        (THREE, Document(3, 15)),
        (pdf(""), Document(1, 0)),
        (pdf(*["word"] * 1_000), Document(1_000, 4_000)),
    ],
    ids=["three pages", "no words", "the most pages"],
)
def test_a_whole_document_is_counted(data: bytes, document: Document) -> None:
    assert documents.inspect(data) == document


BAD = {
    "nothing": (b"", r"^it is empty\.$"),
    "text": (b"Dear sirs", "damaged or cut short"),
    "a program": (b"MZ" + bytes(500), "damaged or cut short"),
    "a picture": (encoded(), "damaged or cut short"),
    "half of it": (THREE[: len(THREE) // 2], "damaged or cut short"),
    "all but the end": (THREE[: THREE.index(b"startxref")][:-10], "damaged or cut short"),
    "the first line alone": (b"%PDF-1.7\n", "damaged or cut short"),
    "a page that is not there": (THREE.replace(b"4 0 obj", b"4 0 xxx"), "damaged or cut short"),
    "a password": (pdf("A boat", trailer=LOCKED), r"^it is locked with a password\.$"),
    "no pages, after one with a password": (pdf(), "damaged or cut short"),
    "too many pages": (pdf(*["word"] * 1_001), r"^it has 1,001 pages, and 1,000 are read at most\.$"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_whole_document_is_named_in_a_sentence(what: str) -> None:
    data, says = BAD[what]
    for use in (documents.inspect, lambda data: documents.words(data, 100), lambda data: documents.preview(data, 64)):
        with pytest.raises(NotADocument, match=says):
            use(data)


def test_wherever_a_document_is_cut_it_is_noticed() -> None:
    for end in range(1, len(THREE) - len(b"EOF\n"), 11):
        with pytest.raises(NotADocument, match="damaged or cut short"):
            documents.inspect(THREE[:end])


@pytest.mark.parametrize(
    ("most", "words"),
    [
        (1_000, "A boat\f\fTwo boats"),
        (17, "A boat\f\fTwo boats"),
        (11, "A boat\f\fTwo"),
        (7, "A boat"),
        (3, "A b"),
    ],
)
def test_its_words_are_read_page_by_page_up_to_a_most(most: int, words: str) -> None:
    assert documents.words(THREE, most) == (3, words)


@pytest.mark.parametrize(("size", "small"), [((200, 100), (64, 32)), ((100, 200), (32, 64)), ((10, 4_000), (1, 64))])
def test_its_first_page_is_shown_small_and_in_its_shape(size: tuple[int, int], small: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(documents.preview(pdf("A boat", "Two boats", size=size), 64))) as picture:
        assert (picture.format, picture.size) == ("WEBP", small)
