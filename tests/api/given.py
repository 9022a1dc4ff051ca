"""Files to give to Studio, good ones and bad ones."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2
from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, kind)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    out, document = io.BytesIO(), pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 100)
    document.save(out)
    document.close()
    return out.getvalue()


def huge_png() -> bytes:
    """A few bytes that say they are 200 million pixels."""
    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    whole = (struct.pack(">I", len(data)) + kind + data + _sum(kind + data) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(whole)


def _sum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))


BAD = {
    "a program": ("photo.png", b"\x7fELF\x02\x01\x01" + bytes(2000), "it is no picture or PDF"),
    "a truncated JPEG": ("photo.jpg", picture("JPEG", (400, 300))[:-2000], "it is damaged or cut short"),
    "200 megapixels": ("huge.png", huge_png(), "more than 89 million pixels"),
    "a truncated PDF": ("plan.pdf", pdf()[:200], "it is damaged or cut short"),
    "a PDF of nothing": ("plan.pdf", b"", "it is empty"),
    "nothing": ("", b"", "it is empty"),
}
"""Name, bytes, and what is said of them."""
