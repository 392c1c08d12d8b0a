"""What an organiser writes about the end of a poll: a day without an hour, a weekday after the present end."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from conversations import ask_until, extend_poll
from conversations.widgets.listed import lines
from storage.polls import Method, Poll, PollKind

WIB = "Asia/Jakarta"
NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo(WIB))
"""A Monday."""


def local(moment: datetime | None) -> str | None:
    return moment.astimezone(ZoneInfo(WIB)).strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("Sabtu depan jam 7 malam", "2026-11-28 19:00"),
        ("besok", "2026-11-24 20:00"),
        ("Jumat", "2026-11-27 20:00"),
        ("5 Desember", "2026-12-05 20:00"),
        ("5 Des jam 9 pagi", "2026-12-05 09:00"),
        ("2026-12-06", "2026-12-06 20:00"),
        ("nanti malam jam 9", "2026-11-23 21:00"),
        ("sampai Sabtu jam 7 malam", "2026-11-28 19:00"),
        ("Sampai hari Sabtu", "2026-11-28 20:00"),
        ("sampe besok aja", "2026-11-24 20:00"),
        ("hingga 5 Desember jam 9 pagi", "2026-12-05 09:00"),
        ("s/d 5/12", "2026-12-05 20:00"),
        ("paling lambat Jumat pukul 18.00", "2026-11-27 18:00"),
        ("selambat-lambatnya Jumat", "2026-11-27 20:00"),
        ("Jumat, paling lambat jam 6 sore", "2026-11-27 18:00"),
        ("diperpanjang sampai Minggu", "2026-11-29 20:00"),
        ("dari besok sampai Sabtu, paling lambat jam 7 malam", "2026-11-28 19:00"),
        ("until Saturday 19.00", "2026-11-28 19:00"),
        ("by Friday", "2026-11-27 20:00"),
        ("sampai bosan", None),
        ("sampai", None),
        ("entah", None),
        ("30 Februari", None),
    ],
)
def test_an_end_in_words(said: str, end: str | None) -> None:
    assert local(ask_until.said_end(said, NOW, WIB)) == end


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("Minggu jam 9 malam", "2026-12-06 21:00"),
        ("Sabtu", "2026-12-05 20:00"),
        ("Minggu, 6 Desember", "2026-12-06 20:00"),
        ("besok", "2026-11-24 20:00"),
        ("25 Nov", "2026-11-25 20:00"),
        ("sampai Sabtu", "2026-12-05 20:00"),
        ("sampai besok", "2026-11-24 20:00"),
    ],
)
def test_a_weekday_is_the_one_after_the_present_end(said: str, end: str) -> None:
    poll = Poll(
        community_id=1, number=1, code="7kq2mxab", kind=PollKind.own, method=Method.choose_one, opened_at=NOW,
        closes_at=datetime(2026, 12, 4, 20, tzinfo=ZoneInfo(WIB)),
    )  # fmt: skip
    assert local(extend_poll.meant(said, poll, NOW, WIB)) == end


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("Senam\nKerja bakti", ["Senam", "Kerja bakti"]),
        ("1. Senam\n2) Kerja bakti\n(3) Rapat", ["Senam", "Kerja bakti", "Rapat"]),
        ("- Senam\n• Kerja bakti\n* Rapat", ["Senam", "Kerja bakti", "Rapat"]),
        ("a. Senam\nb. Kerja bakti", ["Senam", "Kerja bakti"]),
        ("  Senam  \n\n\nsenam\nRapat", ["Senam", "Rapat"]),
        ("17 Agustus\n28 Oktober", ["17 Agustus", "28 Oktober"]),
        ("*Senam* pagi", ["Senam pagi"]),
    ],
)
def test_options_one_a_line(said: str, options: list[str]) -> None:
    assert lines(said) == options
