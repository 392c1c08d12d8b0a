"""Pictures for those who have none at hand: small, plain, each of another colour."""

import io

from PIL import Image


def picture(number: int, size: tuple[int, int] = (160, 120)) -> bytes:
    """A JPEG; size in pixels."""
    colour = (number * 37 % 256, number * 91 % 256, number * 153 % 256)
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()
