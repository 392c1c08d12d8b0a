"""The poster is one printable page, and its code is the link's."""

import segno

from conversations import poster


def test_it_is_one_a4_page_of_modest_size() -> None:
    page = poster.pdf(
        poster.Poster("Punya usul untuk RT 03?", "Pindai.", "Titip.", "https://t.me/rembuk_bot?start=rt-x")
    )
    assert page.startswith(b"%PDF-")
    assert page.count(b"/Type /Page\n") == 1
    assert b"[ 0 0 595.2 841.92 ]" in page
    assert len(page) < 100_000


def test_the_code_is_the_links_with_its_quiet_zone() -> None:
    link = "https://t.me/rembuk_bot?start=rt-7kq2mxab"
    picture = poster.qr(link, 1_000)
    modules = [list(row) for row in segno.make_qr(link, error="q").matrix]
    scale = picture.width // (len(modules) + 8)
    assert picture.width == picture.height == scale * (len(modules) + 8)
    read = [
        [int(picture.getpixel(((x + 4) * scale + 1, (y + 4) * scale + 1)) == 0) for x in range(len(modules))]
        for y in range(len(modules))
    ]
    assert read == modules


def test_a_word_too_long_for_the_page_is_made_smaller() -> None:
    long = poster.pdf(poster.Poster("x" * 80, "y" * 200, "", "https://t.me/" + "z" * 100))
    assert long.startswith(b"%PDF-")
