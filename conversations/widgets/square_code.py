"""The square code on a paper that leads back here: with the white edge without which some phones do not find it."""

import io

import segno

WIDTH, QUIET = 30, 4
"""Millimetres with its edge, and modules of that edge on each side (ISO/IEC 18004)."""
_LEVEL = "m"
"""An eighth of it may be dirty."""


def svg(link: str) -> str:
    return segno.make_qr(link, error=_LEVEL).svg_inline(border=QUIET)


def png(link: str) -> io.BytesIO:
    """To be read from its beginning."""
    picture = io.BytesIO()
    segno.make_qr(link, error=_LEVEL).save(picture, kind="png", scale=8, border=QUIET)
    picture.seek(0)
    return picture
