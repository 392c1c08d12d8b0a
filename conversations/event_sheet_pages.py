"""The pages of an event's paper: as PDF, set by Typst. Imported only when one is drawn: it is heavy."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

import orjson
import segno
import typst

from conversations.event_sheet import CODE, LINE, QUIET, Sheet

TEMPLATE = Path(__file__).with_name("event_sheet.typ")


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def pdf(sheet: Sheet) -> bytes:
    """A4, set by Typst with the fonts that it brings along, so that it looks the same on every server."""
    return typst.compile(_template(), format="pdf", sys_inputs=inputs(sheet), ignore_system_fonts=True)


def inputs(sheet: Sheet) -> dict[str, str]:
    """What the template is given: data, of which nothing is markup."""
    code = segno.make_qr(sheet.link, error="m").svg_inline(border=QUIET)
    return {"sheet": orjson.dumps(asdict(sheet) | {"code": code, "code_width": CODE, "line": LINE}).decode()}
