"""PDF documents: how many pages, which words, and the first page as a small picture. Pure functions from bytes."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium

MIME = "application/pdf"
MOST_TEXT = 4_000_000
"""Bytes of text that are counted: more than any model reads at once."""
MOST_SECONDS = 10.0
"""For counting the words: a document that is built to take longer is refused."""
MOST_PAGES = 1_000
"""Pages that the service reads of one document (facts/limits.md §3)."""


class NotADocument(ValueError):
    """Bytes that cannot be read as a PDF; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document is made of; ``text_bytes`` counts what is stored as text (in UTF-8), not what was
    scanned."""

    pages: int
    text_bytes: int


def inspect(data: bytes) -> Document:
    """Open every page. Raises NotADocument for what is empty, cut short, locked, too long or something else."""
    end = time.monotonic() + MOST_SECONDS
    with _opened(data) as document:
        counted = 0
        for text in _texts(document):
            counted += len(text.encode(errors="replace"))
            if counted > MOST_TEXT:
                break
            if time.monotonic() > end:
                raise NotADocument("it takes too long to read. Save it anew, or in parts.")
        return Document(len(document), counted)


def words(data: bytes, most: int) -> tuple[int, str]:
    """Pages, and the text of all of them up to ``most`` characters, pages parted by a form feed.

    Raises NotADocument.
    """
    with _opened(data) as document:
        found, left = [], most
        for text in _texts(document):
            found.append(text[:left])
            left -= len(found[-1]) + 1
            if left <= 0:
                break
        return len(document), "\f".join(found)


def preview(data: bytes, edge: int) -> bytes:
    """The first page as a WebP with a longest edge of ``edge`` pixels. Raises NotADocument."""
    with _opened(data) as document:
        page = document[0]
        picture = page.render(scale=edge / max(page.get_size())).to_pil().convert("RGB")
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=86, method=3)
        return out.getvalue()


def _texts(document: pdfium.PdfDocument) -> Iterator[str]:
    for page in document:
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    if not data:
        raise NotADocument("it is empty.")
    try:
        document = pdfium.PdfDocument(data)
        try:
            if len(document) > MOST_PAGES:
                raise NotADocument(f"it has {len(document):,} pages, and {MOST_PAGES:,} are read at most.")
            yield document
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        # PDFium goes on naming the fault of an earlier document where it has no name for one.
        locked = "assword" in str(error) and b"/Encrypt" in data
        raise NotADocument("it is locked with a password." if locked else "it is damaged or cut short.") from None
