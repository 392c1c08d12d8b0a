"""What every document of ours for Word and LibreOffice has. Imported only when one is written: it is heavy."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell

from conversations.widgets import square_code

_FONT = "Times New Roman"
_LANGUAGES = {"en": "en-GB"}
"""In which Word looks at the spelling, where it is not that of Indonesia."""
_LONGEST = 255
"""Letters of a property (python-docx refuses more)."""


def begun(title: str, author: str, language: str, *, size: Length, margin: Length) -> Document:
    """A4 and empty, in our font; `margin` above and below."""
    document = docx.Document()
    _introduce(document, title, author, language)
    _set_in(document, language)
    document.styles["Normal"].font.size = size
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = margin
    return document


def _introduce(document: Document, title: str, author: str, language: str) -> None:
    """What it says of itself, without what python-docx's own template says that is not true of it."""
    about = document.core_properties
    about.title, about.author, about.language = title[:_LONGEST], author[:_LONGEST], language
    about.comments = ""
    for when in about._element.xpath("dcterms:created | dcterms:modified"):  # noqa: SLF001 - it can only set them
        about._element.remove(when)  # noqa: SLF001 - as above
    whole = document.part.package
    for name in [name for name, one in whole.rels.items() if one.reltype.endswith("/thumbnail")]:
        del whole.rels[name]


def _set_in(document: Document, language: str) -> None:
    usual = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    usual.find(qn("w:lang")).set(qn("w:val"), _LANGUAGES.get(language, f"{language}-ID"))
    fonts = usual.find(qn("w:rFonts"))
    fonts.attrib.clear()  # fonts of a theme would come before those that are named
    for letters in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{letters}"), _FONT)
    document.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")


def widths(table: Table, millimetres: Sequence[int]) -> None:
    """Of its columns, for LibreOffice and Google; Word looks at those of its cells."""
    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)


def pairs(document: Document, found: Sequence[tuple[str, str]], millimetres: Sequence[int]) -> None:
    """Each name, a colon and its value, in columns of these three widths."""
    table = document.add_table(rows=0, cols=3)
    widths(table, millimetres)
    for name, value in found:
        for cell, width, said in zip(table.add_row().cells, millimetres, (name, ":", value), strict=True):
            cell.width, cell.text = Mm(width), said
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def put_code(cell: _Cell, link: str, follow: str) -> None:
    """The square code, and below it, small, where it leads to."""
    shape = cell.paragraphs[0].add_run().add_picture(square_code.png(link), width=Mm(square_code.WIDTH))
    shape._inline.docPr.set("descr", link)  # noqa: SLF001 - python-docx has no word for it
    cell.add_paragraph().add_run(f"{follow}\n{link}").font.size = Pt(8)


def ended(document: Document) -> bytes:
    """As a file. A table is never the last in it."""
    last = document.add_paragraph().paragraph_format
    last.space_after, last.line_spacing = Pt(0), Pt(1)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
