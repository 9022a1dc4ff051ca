"""Pictures: what is whole is measured, what is not is named, and a preview shows it upright and small."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from lib.media import pictures
from lib.media.pictures import NotAPicture, Picture


def encoded(width: int = 64, height: int = 48, kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(out, kind, **options)
    return out.getvalue()


def turned() -> bytes:
    """A picture that lies on its side and says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(64, 48, "JPEG", exif=exif)


def oddly_tagged() -> bytes:
    """A picture that lies on its side, and has a tag that cannot be written again: a number given as text."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "hello"
    said, odd = (tag.to_bytes(2) + b"\x00\x02" for tag in (0x010E, 0x0125))
    data = exif.tobytes()
    assert said in data
    return encoded(64, 48, "JPEG", exif=data.replace(said, odd))


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        (encoded(), Picture("image/png", 64, 48)),
        (encoded(1, 1), Picture("image/png", 1, 1)),
        (encoded(kind="JPEG"), Picture("image/jpeg", 64, 48)),
        (encoded(kind="WEBP"), Picture("image/webp", 64, 48)),
        (encoded(kind="AVIF"), Picture("image/avif", 64, 48)),
        (encoded(kind="MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))]), Picture("image/jpeg", 64, 48)),
        (turned(), Picture("image/jpeg", 48, 64)),
        (oddly_tagged(), Picture("image/jpeg", 64, 48)),
    ],
)
def test_a_whole_picture_is_measured_as_it_is_shown(data: bytes, picture: Picture) -> None:
    assert pictures.inspect(data) == picture


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", r"no picture that Studio can read\.$"),
        (b"MZ" + bytes(500), "no picture"),
        (encoded(512, 512, "JPEG")[:900], r"damaged or cut short\.$"),
        (encoded(512, 512)[:-200], "damaged or cut short"),
        (encoded(kind="AVIF")[:-40], "damaged or cut short"),
        (encoded(kind="EPS"), "no picture"),
        (encoded(11_000, 9_000, mode="1"), "89 million"),
    ],
)
def test_what_is_no_whole_picture_is_named(data: bytes, says: str) -> None:
    with pytest.raises(NotAPicture, match=says):
        pictures.inspect(data)


def test_a_preview_is_small_upright_and_without_metadata() -> None:
    with Image.open(io.BytesIO(pictures.preview(turned(), 32))) as small:
        assert (small.format, small.size) == ("WEBP", (24, 32))
        assert not small.getexif()


def test_a_preview_never_grows_and_keeps_transparency() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (200, 0, 0, 80)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.preview(out.getvalue(), 640))) as small:
        assert (small.size, small.mode) == ((20, 10), "RGBA")
