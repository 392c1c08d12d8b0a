"""The pages of an event's paper: as PDF, set by Typst. Imported only when one is drawn: it is heavy."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

import orjson
import typst

from conversations.event_sheet import LINE, Sheet
from conversations.widgets import square_code

TEMPLATE = Path(__file__).with_name("event_sheet.typ")


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def pdf(sheet: Sheet) -> bytes:
    """A4, set by Typst with the fonts that it brings along, so that it looks the same on every server."""
    return typst.compile(_template(), format="pdf", sys_inputs=inputs(sheet), ignore_system_fonts=True)


def inputs(sheet: Sheet) -> dict[str, str]:
    """What the template is given: data, of which nothing is markup."""
    code = {"code": square_code.svg(sheet.link), "code_width": square_code.WIDTH}
    return {"sheet": orjson.dumps(asdict(sheet) | code | {"line": LINE}).decode()}
