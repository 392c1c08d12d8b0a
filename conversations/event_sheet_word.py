"""The same paper of an event for Word and LibreOffice, for whoever wants to change a sentence before it is signed.

Imported only when one is drawn: it is heavy.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph

from conversations import word_file
from conversations.event_sheet import BLANK, LINE, Sheet, Signature, Table

_WIDE = 160
"""Millimetres between the margins."""
_FACTS = (36, 5, _WIDE - 41)
_CODE = 50
_SMALL = Pt(8.5)
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def word(sheet: Sheet) -> bytes:
    document = word_file.begun(sheet.name, sheet.head, sheet.language, size=Pt(11.5), margin=Mm(18))
    style = document.styles["Normal"]
    style.paragraph_format.space_after = Pt(6)
    _head(document, sheet)
    _body(document, sheet)
    _end(document, sheet)
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = style  # the footer's own has a stop in the middle
    _footer(footer, sheet)
    return word_file.ended(document)


def _head(document: Document, sheet: Sheet) -> None:
    head = document.add_paragraph()
    _ruled(head)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(sheet.head)
    run.bold, run.font.size = True, Pt(15)
    if sheet.area:
        head.add_run().add_break()
        head.add_run(sheet.area)
    if sheet.title:
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(sheet.title.upper())
        run.bold, run.font.size = True, Pt(14)
        if sheet.number:
            title.add_run().add_break()
            title.add_run(sheet.number)
    if sheet.references:
        document.add_paragraph(sheet.signed_at).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        word_file.pairs(document, sheet.references, _FACTS)
        document.add_paragraph()
        document.add_paragraph("\n".join(sheet.to))


def _body(document: Document, sheet: Sheet) -> None:
    for words in sheet.opening:
        document.add_paragraph(words)
    if sheet.facts:
        word_file.pairs(document, sheet.facts, _FACTS)
        document.add_paragraph().paragraph_format.space_after = Pt(0)
    for part in sheet.parts:
        if part.title:
            title = document.add_paragraph()
            title.add_run(part.title).bold = True
            title.paragraph_format.keep_with_next = True
        for words in part.words:
            document.add_paragraph(words)
        for place, words in enumerate(part.numbered, start=1):
            _numbered(document, f"{place}.\t{words}")
        if part.table is not None:
            _table(document, part.table)


def _numbered(document: Document, words: str) -> None:
    paragraph = document.add_paragraph(words)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(8), Mm(-8)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(8))
    paragraph.paragraph_format.space_after = Pt(3)


# ── tables ──


def _table(document: Document, table: Table) -> None:
    """Of two hundred lines too: they are copies of the first two, for building each from nothing takes two seconds."""
    made = document.add_table(rows=0, cols=len(table.columns))
    made.style = "Table Grid"
    word_file.widths(made, [column.width for column in table.columns])
    head = _row(made, table, [column.head for column in table.columns])
    for cell in head.cells:
        cell.paragraphs[0].runs[0].bold = True
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no word for it
    patterns = [_pattern(made, table, place) for place in range(2)]
    for place, said in enumerate(table.rows):
        row = deepcopy(patterns[place % 2])
        words = (*said[:-1], f"{said[0]}.", said[-1]) if table.signed else said
        for text, one in zip(row.iter(qn("w:t")), words, strict=True):
            text.text = one
        made._tbl.append(row)  # noqa: SLF001 - as above
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _pattern(made: WordTable, table: Table, place: int) -> Any:
    """A line with a dash for each of its words, taken out of the table again."""
    row = _row(made, table, ["–"] * len(table.columns))
    if table.signed:
        row.height, row.height_rule = Mm(LINE), WD_ROW_HEIGHT_RULE.AT_LEAST
        _room(row.cells[-1], on_the_right=bool(place))
    made._tbl.remove(row._tr)  # noqa: SLF001 - python-docx has no word for it
    return row._tr  # noqa: SLF001 - as above


def _row(made: WordTable, table: Table, said: Sequence[str]) -> Row:
    row: Row = made.add_row()  # type: ignore[no-untyped-call]  # python-docx has given it no types
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it
    for cell, column, words in zip(row.cells, table.columns, said, strict=True):
        cell.width, cell.text = Mm(column.width), words
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        if column.centred:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    return row


def _room(cell: Cell, *, on_the_right: bool) -> None:
    """One signs on the left, the next on the right; below it, small, what is known already."""
    line = cell.paragraphs[0]
    line.text = "\t–" if on_the_right else "–"
    line.paragraph_format.tab_stops.add_tab_stop(Mm(19))
    noted = cell.add_paragraph()
    noted.alignment, noted.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.RIGHT, Pt(0)
    run = noted.add_run("–")
    run.italic, run.font.size = True, Pt(7.5)


# ── below ──


def _end(document: Document, sheet: Sheet) -> None:
    """The last words stand on the page that is signed."""
    for words in sheet.closing:
        document.add_paragraph(words).paragraph_format.keep_with_next = True
    if not sheet.references and sheet.signed_at:
        signed = document.add_paragraph(sheet.signed_at)
        signed.alignment, signed.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.RIGHT, True
    two = len(sheet.signatures) > 1
    widths = (_CODE, 55, 55) if two else (_CODE, 40, 70)
    table = document.add_table(rows=0, cols=3)
    word_file.widths(table, widths)
    places = list(sheet.signatures) if two else [None, *sheet.signatures]
    for start in range(0, len(places), 2):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        if start == 0:
            word_file.put_code(row.cells[0], sheet.link, sheet.follow)
        for cell, one in zip(row.cells[1:], places[start : start + 2], strict=False):
            if one is not None:
                _signature(cell, one)


def _signature(cell: Cell, one: Signature) -> None:
    cell.text = one.role
    cell.add_paragraph("\n\n")
    cell.add_paragraph().add_run(one.name or f"({BLANK})").bold = True
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _footer(line: Paragraph, sheet: Sheet) -> None:
    line.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDE), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{sheet.footer}\t").font.size = _SMALL
    for words in re.split(r"(\{pages?\})", sheet.page):
        if words in _FIELDS:
            _number(line, _FIELDS[words])
        elif words:
            line.add_run(words).font.size = _SMALL


def _number(line: Paragraph, what: str) -> None:
    """A number that Word fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    run = line.add_run("1")
    run.font.size = _SMALL
    field.append(run._r)  # noqa: SLF001 - it moves into the field
    line._p.append(field)  # noqa: SLF001 - python-docx has no word for it


def _ruled(paragraph: Paragraph) -> None:
    """A thick and a thin line below it, as letters of an office have; before it is aligned, in the order of OOXML."""
    borders, below = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "18"), ("space", "4"), ("color", "000000")):
        below.set(qn(f"w:{name}"), value)
    borders.append(below)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no word for it
