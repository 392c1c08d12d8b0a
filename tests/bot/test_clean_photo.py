"""A photo is drawn anew: upright, not too large, and without a word of what else was in the file."""

import contextlib
import io
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.fetcher import SIDE, Hopeless, clean_photo

HIDDEN = b"rahasia-warga"


def picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG", mode: str = "RGB", **how: object) -> bytes:
    """Red on its left half, blue on its right."""
    drawn = Image.new(mode, size, "red" if mode != "L" else 0)
    if mode == "RGB":
        drawn.paste("blue", (size[0] // 2, 0, *size))
    content = io.BytesIO()
    drawn.save(content, kind, **how)
    return content.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Where it was taken, with which camera, and how it was held."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = data[0x010F] = HIDDEN.decode()
    data[0x9286] = b"ASCII\0\0\0" + HIDDEN
    position = data.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "S", (7.0, 34.0, 9.0), "E", (110.0, 49.0, 1.0)
    return data


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_where_it_was_taken_stays_with_its_owner() -> None:
    hidden: dict[str, Any] = {"comment": HIDDEN, "xmp": b"<x>" + HIDDEN + b"</x>", "icc_profile": HIDDEN * 20}
    content = picture(exif=exif(), **hidden)
    assert content.count(HIDDEN) > 4
    clean = clean_photo(content)
    assert HIDDEN not in clean
    assert b"Exif" not in clean
    assert dict(opened(clean).getexif()) == {}
    assert set(opened(clean).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_texts_in_other_kinds_of_pictures_go_too() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - only here a PNG is written

    texts = PngInfo()
    texts.add_text("Author", HIDDEN.decode())
    texts.add_itxt("XML:com.adobe.xmp", HIDDEN.decode())
    for content in (
        picture(kind="PNG", pnginfo=texts, exif=exif()),
        picture(kind="WEBP", exif=exif(), xmp=HIDDEN),
        picture(kind="GIF", mode="P", comment=HIDDEN),
        picture(kind="TIFF", description=HIDDEN.decode()),
    ):
        assert HIDDEN in content
        clean = clean_photo(content)
        assert opened(clean).format == "JPEG"
        assert HIDDEN not in clean


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (60, 40), (5, 20)),
        (3, (60, 40), (55, 20)),
        (6, (40, 60), (20, 5)),
        (8, (40, 60), (20, 55)),
    ],
)
def test_it_stands_upright(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    clean = opened(clean_photo(picture(exif=exif(orientation))))
    assert clean.size == size
    red, _, blue = clean.getpixel(red_at)  # type: ignore[misc]  # three colours
    assert red > 200
    assert blue < 60


def test_large_pictures_become_small_and_small_ones_stay() -> None:
    assert max(opened(clean_photo(picture((3000, 1000)))).size) == SIDE
    assert opened(clean_photo(picture((3000, 1500)))).size == (SIDE, SIDE // 2)
    assert opened(clean_photo(picture((60, 40)))).size == (60, 40)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "I;16"), ("GIF", "P"), ("JPEG", "CMYK")]
)
def test_other_modes_are_pictures_too(kind: str, mode: str) -> None:
    content = io.BytesIO()
    Image.new(mode, (30, 20)).save(content, kind)
    assert opened(clean_photo(content.getvalue())).mode == "RGB"


def bomb() -> bytes:
    """A few bytes that say they are a hundred million pixels."""
    content = picture((1, 1), "PNG")
    import struct  # noqa: PLC0415 - only here a header is forged
    import zlib  # noqa: PLC0415 - as above

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return content[:8] + chunk + content[33:]


@pytest.mark.parametrize(
    "content",
    [b"", b"halo", b"%PDF-1.7", b"<svg/>", picture()[:200], picture(kind="PNG")[:60], b"\xff\xd8\xff\xe0", bomb()],
)
def test_what_is_no_picture_is_hopeless(content: bytes) -> None:
    with pytest.raises(Hopeless):
        clean_photo(content)


KINDS = [picture(exif=exif()), picture(kind="PNG"), picture(kind="GIF", mode="P"), picture(kind="WEBP")]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.integers(1, 12), st.integers(0, 2**32))
def test_a_damaged_file_is_a_picture_or_hopeless_and_nothing_else(content: bytes, times: int, seed: int) -> None:
    damaged, luck = bytearray(content), random.Random(seed)
    for _ in range(times):
        damaged[luck.randrange(len(damaged))] = luck.randrange(256)
    with contextlib.suppress(Hopeless):
        assert clean_photo(bytes(damaged))
