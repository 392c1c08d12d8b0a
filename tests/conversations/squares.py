"""Square codes in pictures, read back module by module: dark or not, at the middle of each."""

from collections.abc import Iterator, Sequence

import segno
from PIL import Image

from conversations.widgets.square_code import QUIET

Modules = list[list[bool]]


def wanted(link: str) -> Modules:
    """As the standard has this address, with its white edge."""
    return [[bool(one) for one in row] for row in segno.make_qr(link, error="m").matrix_iter(scale=1, border=QUIET)]


def modules_at(picture: Image.Image, left: float, top: float, size: float, many: int) -> Modules:
    """The square that begins there, in dots, as so many rows of so many."""
    step = size / many
    middles = [(one + 0.5) * step for one in range(many)]
    return [[_is_dark(picture, left + x, top + y) for x in middles] for y in middles]


def found_in(pages: Sequence[Image.Image], left: float, size: float, like: Modules) -> int:
    """How many of the pages have this very square at so many dots from the left, however far down."""
    return sum(any(_tops(page.convert("L"), left, size, like)) for page in pages)


def _tops(page: Image.Image, left: float, size: float, like: Modules) -> Iterator[bool]:
    many, step = len(like), size / len(like)
    probes = [(x, y) for y in (QUIET, QUIET + 1, QUIET + 3) for x in range(QUIET, QUIET + 7)]
    for top in range(page.height - round(size)):
        if all(_is_dark(page, left + (x + 0.5) * step, top + (y + 0.5) * step) == like[y][x] for x, y in probes):
            yield modules_at(page, left, top, size, many) == like


def _is_dark(picture: Image.Image, x: float, y: float) -> bool:
    shade = picture.getpixel((int(x), int(y)))
    return isinstance(shade, int | float) and shade < 128
