"""The papers of an event as files: Word finds nothing to mend in them, and the square code leads to the event."""

import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import fromstring

import docx
import pytest
import typst
from PIL import Image

from community.attendance_paper import Attendant
from community.papers import AttendanceList, Invitation, Paper
from conversations import event_paper_words, event_sheet_pages, event_sheet_word
from conversations.event_paper_words import Facts
from conversations.event_sheet import Sheet
from conversations.widgets import square_code
from storage.events import EventItem, ItemKind
from tests.conversations.squares import found_in, modules_at, wanted
from tests.conversations.test_event_papers import HOUSE, LINK, NOW, agreement, occasion, people, talk
from tests.conversations.word_parts import W, body, names, needs_no_mending, parts_of

DOTS = 150
"""An inch, in pictures of pages."""
MARGIN = 25
"""Millimetres on the left."""


def facts_of(paper: Paper, many: int) -> Facts:
    at = occasion(agenda=[f"Hal ke-{number}" for number in range(1, min(many, 20) + 1)])
    things = [EventItem(event_id=1, kind=ItemKind.tool, name=f"alat {number}", wanted=2) for number in range(many)]
    facts: dict[Paper, Facts] = {
        Paper.invitation: Invitation(at, things[:20]),
        Paper.attendance: AttendanceList(at, people(many)),
        Paper.minutes: talk(at, many),
        Paper.agreement: agreement(at, many),
    }
    return facts[paper]


@pytest.fixture(params=[0, 1, 200])
def many(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture(params=Paper)
def sheet(request: pytest.FixtureRequest, many: int) -> Sheet:
    return event_paper_words.written(facts_of(request.param, many), HOUSE, NOW)


@pytest.fixture
def parts(sheet: Sheet) -> dict[str, bytes]:
    """The parts of its file for Word, by their names."""
    return parts_of(event_sheet_word.word(sheet))


# ── for Word ──


def test_word_finds_nothing_to_mend_in_it(parts: dict[str, bytes]) -> None:
    needs_no_mending(parts)


def test_the_head_of_a_table_comes_again_on_each_page_and_no_line_is_torn(parts: dict[str, bytes]) -> None:
    for table in body(parts).iter(f"{W}tbl"):
        style = table.find(f"{W}tblPr/{W}tblStyle")
        rows = [set(names(list(row.find(f"{W}trPr") or ()))) for row in table.iter(f"{W}tr")]
        if style is not None and style.get(f"{W}val") == "TableGrid":
            assert ["tblHeader" in row for row in rows] == [True] + [False] * (len(rows) - 1)
            assert all("cantSplit" in row for row in rows)


def test_each_page_says_which_it_is(parts: dict[str, bytes]) -> None:
    (footer,) = body(parts).iter(f"{W}footerReference")
    assert footer.get(f"{W}type") == "default"
    line = fromstring(parts["word/footer1.xml"])  # noqa: S314 - our own
    fields = [one.get(f"{W}instr") for one in line.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert all(next(one.iter(f"{W}t")).text == "1" for one in line.iter(f"{W}fldSimple"))


@pytest.mark.parametrize("title", ["ꦔ" * 100, "x" * 100])
def test_a_long_title_is_no_hindrance(title: str) -> None:
    at = occasion(title=title[:100], name=title[:64])
    made = event_sheet_word.word(event_paper_words.written(AttendanceList(at, [Attendant("Asep")]), HOUSE, NOW))
    assert docx.Document(io.BytesIO(made)).tables


# ── the square code ──


def pictures(sheet: Sheet) -> Iterator[Image.Image]:
    """Its pages as they are printed."""
    made: Any = typst.compile(
        event_sheet_pages.TEMPLATE.read_bytes(), format="png", ppi=DOTS, ignore_system_fonts=True,
        sys_inputs=event_sheet_pages.inputs(sheet),
    )  # fmt: skip
    for page in made if isinstance(made, list) else [made]:
        yield Image.open(io.BytesIO(page))


def test_the_code_on_the_printed_page_leads_to_the_event(sheet: Sheet) -> None:
    """Once, on the page that is signed; module by module what the standard makes of the address."""
    assert sheet.link == LINK
    pages = list(pictures(sheet))
    left, size = (millimetres / 25.4 * DOTS for millimetres in (MARGIN, square_code.WIDTH))
    assert found_in(pages, left, size, wanted(LINK)) == 1
    assert found_in(pages[-1:], left, size, wanted(LINK)) == 1
    assert found_in(pages, left, size, wanted(f"{LINK}x")) == 0


def test_the_code_for_word_does_too(parts: dict[str, bytes]) -> None:
    with Image.open(io.BytesIO(parts["word/media/image1.png"])) as picture:
        shades = picture.convert("L")
        assert shades.width == shades.height
        assert modules_at(shades, 0, 0, shades.width, len(wanted(LINK))) == wanted(LINK)
    (described,) = [one for one in body(parts).iter() if one.tag.endswith("}docPr")]
    assert described.get("descr") == LINK
