"""The result of a poll as a picture for a small phone: a bar for each option, in words that print.

Bars stand in the order of the result: for money that in which projects were bought, for answers that of the card.

Drawn by Typst, when it is wanted: the library is heavy. The same picture is drawn once, however many ask for it.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson
from PIL import Image
from sqlmodel import Session

from conversations import poll_lines, poll_result_lines
from conversations.letter import sayable
from locales import Words
from storage.polls import Method, Poll

MOST_BARS = 10
_COLOURS = 32
"""Five, and what lies between them at the edges of letters."""
_DOTS_PER_INCH = 144
"""Of a page 360 points wide: twice as many dots, as a phone has them."""
_AGREED = frozenset(("carried", "consensus", "consensus_with_record", "carried_by_majority"))
"""Outcomes in which the answers that agree were chosen; in all others none was."""
_TEMPLATE = Path(__file__).with_name("poll_chart.typ")


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` of the longest bar, from 0 to 1; `strong` for what was chosen."""

    name: str
    figure: str
    share: float
    strong: bool


@dataclass(frozen=True, slots=True)
class Chart:
    language: str
    title: str
    below: str
    bars: tuple[Bar, ...]


def of(session: Session, words: Words, poll: Poll) -> Chart:
    """What it shows; only of a poll that was counted."""
    names = poll_result_lines.names_of(session, words, poll)
    bars = _bars(words, poll, names)[:MOST_BARS]
    longest = max((figure for _, figure, _, _ in bars), default=Fraction(0)) or Fraction(1)
    return Chart(
        language=words.language,
        title=sayable(poll_lines.question(words, poll)),
        below=sayable(f"{poll_result_lines.voted(words, poll)} ({words.label('poll.number', number=poll.number)})"),
        bars=tuple(
            Bar(sayable(name), sayable(said), float(figure / longest), strong) for name, figure, said, strong in bars
        ),
    )


_Drawn = tuple[str, Fraction, str, bool]


def _bars(words: Words, poll: Poll, names: Mapping[int, str]) -> list[_Drawn]:
    result, decides = poll.result, poll.result["quorum_met"]
    match poll.method:
        case Method.yes_no:
            return _answers(words, result, ("yes", "no", "abstain"), strong=("yes",))
        case Method.consensus:
            return _answers(words, result, ("agree", "with_note", "object"), strong=("agree", "with_note"))
        case Method.equal_shares:
            return [
                (names[one["place"]], Fraction(one["supporters"]),
                 words.label("poll.tally.votes", many=one["supporters"]), decides and one["place"] in result["first"])
                for one in result["projects"]
            ]  # fmt: skip
        case _:
            return [
                (names[one["place"]], Fraction(one["tally"]), poll_result_lines.tally(words, poll, one["tally"]),
                 decides and one["rank"] == 1 and one["tally"] != "0")
                for one in result["order"]
            ]  # fmt: skip


def _answers(words: Words, result: Mapping[str, Any], parts: Sequence[str], *, strong: Sequence[str]) -> list[_Drawn]:
    """Those in `strong` stand out if it was agreed."""
    is_agreed = result["outcome"] in _AGREED
    return [
        (words.label(f"poll.chart.{part}"), Fraction(int(result[part])),
         words.label("poll.tally.votes", many=int(result[part])), is_agreed and part in strong)
        for part in parts
    ]  # fmt: skip


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@lru_cache(maxsize=16)
def png(chart: Chart) -> bytes:
    """Some twenty kilobytes, 720 dots wide."""
    import typst  # noqa: PLC0415 - heavy, and pictures are seldom

    data = orjson.dumps(asdict(chart)).decode()
    drawn = typst.compile(
        _template(), format="png", ppi=_DOTS_PER_INCH, sys_inputs={"chart": data}, ignore_system_fonts=True
    )
    return _lighter(drawn if isinstance(drawn, bytes) else drawn[0])


def _lighter(drawn: bytes) -> bytes:
    """With as few colours as it has, a quarter of the bytes: neighbours pay for them."""
    file = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(_COLOURS).save(file, format="PNG", optimize=True)
    return file.getvalue()
