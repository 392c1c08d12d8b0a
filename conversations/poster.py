"""The poster by which a neighbourhood is found: its name, a big QR code and the link in words; A4, for printing."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw, ImageFont

DOTS_PER_INCH = 300
_MM = DOTS_PER_INCH / 25.4
WIDTH, HEIGHT = round(210 * _MM), round(297 * _MM)
"""A4 (ISO 216), in dots."""
_MARGIN = round(18 * _MM)
_QR = round(150 * _MM)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, from top to bottom, in plain words."""

    title: str
    how: str
    without: str
    link: str


def pdf(poster: Poster) -> bytes:
    """One page, black on white, a few tens of kilobytes."""
    page = Image.new("1", (WIDTH, HEIGHT), color=1)
    draw = ImageDraw.Draw(page)
    y = _MARGIN + round(10 * _MM)
    y = _write(draw, poster.title, y, millimetres=16) + round(6 * _MM)
    y = _write(draw, poster.how, y, millimetres=8) + round(6 * _MM)
    code = qr(poster.link, _QR)
    page.paste(code, ((WIDTH - code.width) // 2, y))
    y += code.height + round(4 * _MM)
    y = _write(draw, poster.link.removeprefix("https://"), y, millimetres=6.5) + round(8 * _MM)
    _write(draw, poster.without, y, millimetres=7)
    file = io.BytesIO()
    page.save(file, format="PDF", resolution=DOTS_PER_INCH, title=poster.title)
    return file.getvalue()


def qr(link: str, size: int) -> Image.Image:
    """The code with its quiet zone, at most `size` dots wide; a quarter of it may be dirty (error level Q)."""
    code = segno.make_qr(link, error="q")
    rows = [list(row) for row in code.matrix_iter(scale=1, border=4)]
    small = Image.new("1", (len(rows), len(rows)), color=1)
    small.putdata([0 if dark else 1 for row in rows for dark in row])
    scale = size // len(rows)
    return small.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST)


def _write(draw: ImageDraw.ImageDraw, text: str, y: int, *, millimetres: float) -> int:
    """Centred lines of that height, made smaller if a single word is too wide; returns where they end."""
    size = millimetres * _MM
    font = ImageFont.load_default(size)
    while size > 2 * _MM and any(font.getlength(word) > WIDTH - 2 * _MARGIN for word in text.split(" ")):
        size *= 0.9
        font = ImageFont.load_default(size)
    for line in _lines(text, font):
        draw.text((WIDTH // 2, y), line, font=font, fill=0, anchor="ma")
        y += round(size * 1.25)
    return y


def _lines(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * _MARGIN:
            yield line
            line = word
        else:
            line = longer
    yield line
