"""The papers of an event as files: Word finds nothing to mend in them, and the square code leads to the event."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import docx
import pytest
import typst
from docx.shared import Mm
from PIL import Image

from community.attendance_paper import Attendant
from community.papers import AttendanceList, Invitation, Paper
from conversations import event_paper_words, event_sheet_pages, event_sheet_word
from conversations.event_paper_words import Facts
from conversations.event_sheet import CODE, Sheet
from storage.events import EventItem, ItemKind
from tests.conversations.squares import found_in, modules_at, wanted
from tests.conversations.test_event_papers import HOUSE, LINK, NOW, agreement, occasion, people, talk

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOTS = 150
"""An inch, in pictures of pages."""
MARGIN = 25
"""Millimetres on the left."""
ORDER: Mapping[str, str] = {
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing mirrorIndents jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols docGrid",
}
"""What may stand in it, and in which order (ECMA-376-1, 5th edition, 17.3.1.26, 17.3.2.28, 17.4, 17.6.17)."""
IN_ROWS = {"cantSplit", "tblHeader", "trHeight"}
"""What may stand in the properties of a row, in any order (17.4.81)."""


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
    with zipfile.ZipFile(io.BytesIO(event_sheet_word.word(sheet))) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def body(parts: Mapping[str, bytes]) -> Element:
    return fromstring(parts["word/document.xml"])  # noqa: S314 - our own


def names(elements: Sequence[Element]) -> list[str]:
    return [one.tag.removeprefix(W) for one in elements]


# ── for Word ──


def test_everything_stands_where_the_standard_has_it(parts: dict[str, bytes]) -> None:
    trees = [body(parts), fromstring(parts["word/footer1.xml"])]  # noqa: S314 - our own
    for one in (one for tree in trees for one in tree.iter()):
        kind = one.tag.removeprefix(W)
        order = ORDER.get(kind, "").split()
        if order:
            places = [order.index(name) for name in names(list(one))]
            assert places == sorted(places), (kind, names(list(one)))
        if kind == "trPr":
            assert set(names(list(one))) <= IN_ROWS
        if kind in ("p", "r"):
            assert all(name != f"{kind}Pr" for name in names(list(one)[1:])), "its properties come first"
        if kind == "tc":
            assert names(list(one))[-1] == "p", "a cell ends with a paragraph"
    assert names(list(trees[0][0]))[-2:] == ["p", "sectPr"], "and so does the document"


def test_every_relationship_leads_to_a_part_and_every_part_is_of_a_known_kind(parts: dict[str, bytes]) -> None:
    for name in (name for name in parts if name.endswith(".rels")):
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for one in fromstring(parts[name]):  # noqa: S314 - our own
            assert one.get("TargetMode") != "External"
            assert _resolved(folder, one.get("Target") or "") in parts, (name, one.attrib)
    kinds = fromstring(parts["[Content_Types].xml"])  # noqa: S314 - our own
    ends = {one.get("Extension") for one in kinds if one.get("Extension")}
    named = {(one.get("PartName") or "").removeprefix("/") for one in kinds}
    assert [name for name in parts if name not in named and name.rpartition(".")[2] not in ends] == []
    used = {value for one in body(parts).iter() for key, value in one.attrib.items() if "/relationships}" in key}
    known = {one.get("Id") for one in fromstring(parts["word/_rels/document.xml.rels"])}  # noqa: S314 - our own
    assert used <= known


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def test_its_tables_have_one_width_for_every_program(parts: dict[str, bytes]) -> None:
    """Word looks at the cells, others at the columns: they say the same, and fit between the margins."""
    for table in body(parts).iter(f"{W}tbl"):
        columns = [int(one.get(f"{W}w") or 0) for one in table.iter(f"{W}gridCol")]
        assert sum(columns) <= Mm(160).twips + len(columns)
        for row in table.iter(f"{W}tr"):
            assert [int(one.get(f"{W}w") or 0) for one in row.iter(f"{W}tcW")] == columns
        layout = table.find(f"{W}tblPr/{W}tblLayout")
        assert layout is not None
        assert layout.get(f"{W}type") == "fixed"


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


def test_it_is_in_one_font_and_in_its_language(parts: dict[str, bytes]) -> None:
    usual = fromstring(parts["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")  # noqa: S314 - our own
    assert usual is not None
    fonts, language = usual.find(f"{W}rFonts"), usual.find(f"{W}lang")
    assert fonts is not None
    assert language is not None
    assert {key.removeprefix(W): value for key, value in fonts.attrib.items()} == dict.fromkeys(
        ("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"
    )
    assert language.get(f"{W}val") == "id-ID"
    assert not list(body(parts).iter(f"{W}rFonts"))


def test_it_says_nothing_of_itself_that_is_not_true(parts: dict[str, bytes]) -> None:
    about = parts["docProps/core.xml"].decode()
    assert "python-docx" not in about
    assert "2013" not in about
    assert not any("thumbnail" in name for name in parts)


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
    left, size = (millimetres / 25.4 * DOTS for millimetres in (MARGIN, CODE))
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
