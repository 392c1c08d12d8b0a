"""Names in Javanese letters, as they are printed."""

import pytest

from conversations.widgets import javanese


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ꦱꦶꦠꦶ", "siti"),
        ("ꦧꦸꦢꦶ", "budi"),
        ("ꦗꦺꦴꦏꦺꦴ", "joko"),
        ("ꦲꦏ꧀ꦱꦫ", "haksara"),
        ("ꦏꦿꦩ", "krama"),
        ("ꦥꦏ꧀ ꦱꦿꦶ", "pak sri"),
        ("ꦱꦸꦂꦪ", "surya"),
        ("ꦮꦪꦁ", "wayang"),
        ("ꦒꦗꦃ", "gajah"),
        ("ꦏꦾꦲꦶ", "kyahi"),
        ("ꦥꦝ꧈ ꦱꦼꦩꦼꦤ꧀", "padha, semen"),
        ("ꦢꦽꦱ", "dresa"),
        ("ꦉꦩ", "rema"),
        ("ꦜꦞ", "thadha"),
        ("꧒꧐", "20"),
        ("Bu Tini", "Bu Tini"),
        ("RT 03 – ꦩꦼꦭꦠꦶ", "RT 03 – melati"),
        ("꧄꧅", ""),
        ("", ""),
    ],
)
def test_letter_by_letter(typed: str, printed: str) -> None:
    assert javanese.in_latin(typed) == printed
