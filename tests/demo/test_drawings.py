"""The pictures of the demo open, are small, differ by their number and never by chance."""

import io

import pytest
from PIL import Image

from playground.drawings import SCENES, draw


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_a_small_picture_and_always_the_same(name: str) -> None:
    content = draw(name, 3)
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("JPEG", (800, 600))
        assert len(picture.getcolors(maxcolors=1 << 20) or []) > 500, "there is something to be seen"
    assert len(content) < 80_000
    assert draw(name, 3) == content
    assert draw(name, 4) != content


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("dragon", 1)
