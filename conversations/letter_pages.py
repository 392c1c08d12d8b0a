"""The pages of a letter: as PDF, set by Typst, and as DOCX. Imported only when a letter is drawn: both are heavy."""

import io
from dataclasses import asdict
from functools import cache
from pathlib import Path

import docx
import orjson
import segno
import typst
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from conversations.letter import Letter

_TEMPLATE = Path(__file__).with_name("letter.typ")
_WIDTHS = (42, 5, 113)
"""Of a fact's columns, in millimetres."""


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def pdf(letter: Letter) -> bytes:
    """A4, set by Typst with the fonts that it brings along, so that it looks the same on every server."""
    code = segno.make_qr(letter.link, error="m").svg_inline(border=2)
    data = orjson.dumps(asdict(letter) | {"code": code}).decode()
    return typst.compile(_template(), format="pdf", sys_inputs={"letter": data}, ignore_system_fonts=True)


def word(letter: Letter) -> bytes:
    """The same for Word and LibreOffice, for whoever wants to change a sentence before signing."""
    document = docx.Document()
    document.core_properties.title = letter.subject
    document.core_properties.author = letter.head
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(20)
    _head(document, letter)
    _body(document, letter)
    _signature(document, letter)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _head(document: Document, letter: Letter) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(letter.head)
    run.bold, run.font.size = True, Pt(15)
    if letter.area:
        title.add_run().add_break()
        title.add_run(letter.area)
    document.add_paragraph(letter.date).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _pairs(document, letter.references)
    document.add_paragraph()
    document.add_paragraph("\n".join(letter.to))


def _body(document: Document, letter: Letter) -> None:
    document.add_paragraph(letter.opening)
    _pairs(document, letter.facts)
    document.add_paragraph()
    if letter.said:
        document.add_paragraph(letter.said_by)
    for words in letter.said:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        paragraph.add_run(words).italic = True
    document.add_paragraph(letter.request)
    document.add_paragraph(letter.closing)


def _pairs(document: Document, pairs: tuple[tuple[str, str], ...]) -> None:
    table = document.add_table(rows=0, cols=3)
    table.autofit = False
    for name, value in pairs:
        for cell, width, said in zip(table.add_row().cells, _WIDTHS, (name, ":", value), strict=True):
            cell.width, cell.text = Mm(width), said
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _signature(document: Document, letter: Letter) -> None:
    table = document.add_table(rows=1, cols=2)
    code, signature = table.rows[0].cells
    picture = io.BytesIO()
    segno.make_qr(letter.link, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    code.paragraphs[0].add_run().add_picture(picture, width=Mm(28))
    small = code.add_paragraph().add_run(f"{letter.follow}\n{letter.link}")
    small.font.size = Pt(8.5)
    signature.text = letter.signed_as
    signature.add_paragraph("\n\n")
    signature.add_paragraph().add_run(letter.signed_by).bold = True
    for paragraph in signature.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
