"""The pages of a letter: as PDF, set by Typst, and as DOCX. Imported only when a letter is drawn: both are heavy."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

import orjson
import typst
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from conversations import word_file
from conversations.letter import Letter
from conversations.widgets import square_code

_TEMPLATE = Path(__file__).with_name("letter.typ")
_WIDTHS = (42, 5, 113)
"""Of a fact's columns, in millimetres."""
_SIGNED = (80, 80)
"""Of the code's and the signature's."""


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def pdf(letter: Letter) -> bytes:
    """A4, set by Typst with the fonts that it brings along, so that it looks the same on every server."""
    code = {"code": square_code.svg(letter.link), "code_width": square_code.WIDTH}
    data = orjson.dumps(asdict(letter) | code).decode()
    return typst.compile(_template(), format="pdf", sys_inputs={"letter": data}, ignore_system_fonts=True)


def word(letter: Letter) -> bytes:
    """The same for Word and LibreOffice, for whoever wants to change a sentence before signing."""
    document = word_file.begun(letter.subject, letter.head, letter.language, size=Pt(12), margin=Mm(20))
    _head(document, letter)
    _body(document, letter)
    _signature(document, letter)
    return word_file.ended(document)


def _head(document: Document, letter: Letter) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(letter.head)
    run.bold, run.font.size = True, Pt(15)
    if letter.area:
        title.add_run().add_break()
        title.add_run(letter.area)
    document.add_paragraph(letter.date).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word_file.pairs(document, letter.references, _WIDTHS)
    document.add_paragraph()
    document.add_paragraph("\n".join(letter.to))


def _body(document: Document, letter: Letter) -> None:
    document.add_paragraph(letter.opening)
    word_file.pairs(document, letter.facts, _WIDTHS)
    document.add_paragraph()
    if letter.said:
        document.add_paragraph(letter.said_by)
    for words in letter.said:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        paragraph.add_run(words).italic = True
    document.add_paragraph(letter.request)
    document.add_paragraph(letter.closing)


def _signature(document: Document, letter: Letter) -> None:
    table = document.add_table(rows=1, cols=2)
    word_file.widths(table, _SIGNED)
    code, signature = table.rows[0].cells
    code.width, signature.width = map(Mm, _SIGNED)
    word_file.put_code(code, letter.link, letter.follow)
    signature.text = letter.signed_as
    signature.add_paragraph("\n\n")
    signature.add_paragraph().add_run(letter.signed_by).bold = True
    for paragraph in signature.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
