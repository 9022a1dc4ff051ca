"""Pictures: what is whole is measured, what is not is named, and a preview shows it upright and small."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from lib.media import pictures
from lib.media.pictures import NotAPicture, Picture
from tests.media.making import encoded


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
        (b"", r"^it is no picture or PDF that Studio can read\.$"),
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


def clear() -> bytes:
    """A GIF whose every pixel is see-through."""
    out = io.BytesIO()
    Image.new("P", (8, 6), 1).save(out, "GIF", transparency=1)
    return out.getvalue()


def deep(kind: str) -> bytes:
    """A ramp from black to white in sixteen bits."""
    out = io.BytesIO()
    ramp = b"".join((value * 257).to_bytes(2, "little") for value in range(256))
    Image.frombytes("I;16", (256, 1), ramp).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "size", "mode"),
    [
        (encoded(kind="GIF", mode="P"), (64, 48), "RGB"),
        (encoded(kind="BMP"), (64, 48), "RGB"),
        (encoded(kind="TIFF"), (64, 48), "RGB"),
        (encoded(kind="TIFF", mode="CMYK"), (64, 48), "RGB"),
        (encoded(kind="TIFF", mode="1"), (64, 48), "RGB"),
        (encoded(kind="PNG", mode="LA"), (64, 48), "RGBA"),
        (turned(), (48, 64), "RGB"),
        (clear(), (8, 6), "RGBA"),
    ],
    ids=["GIF", "BMP", "TIFF", "for print", "one bit", "grey and clear", "on its side", "clear"],
)
def test_any_picture_becomes_an_upright_png(data: bytes, size: tuple[int, int], mode: str) -> None:
    with Image.open(io.BytesIO(pictures.as_png(data))) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", size, mode)
        assert not picture.getexif()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_shown_from_black_to_white(kind: str) -> None:
    with Image.open(io.BytesIO(pictures.as_png(deep(kind)))) as picture:
        assert [picture.getpixel((place, 0)) for place in (0, 64, 128, 255)] == [(v, v, v) for v in (0, 64, 128, 255)]
    with Image.open(io.BytesIO(pictures.preview(deep(kind), 640))) as small:
        assert small.convert("L").getpixel((128, 0)) == pytest.approx(128, abs=6)


@pytest.mark.parametrize("use", [pictures.as_png, lambda data: pictures.preview(data, 64)], ids=["as PNG", "preview"])
def test_what_is_no_whole_picture_is_not_made_into_one(use: Callable[[bytes], bytes]) -> None:
    for data in (b"text", encoded(512, 512)[:-200]):
        with pytest.raises(NotAPicture):
            use(data)
