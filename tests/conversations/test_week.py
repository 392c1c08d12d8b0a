"""The neighbourhood's week: five lines for its organisers, one page to print, one message for its group."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import desk, group_news, supports, weeks
from community.refusals import NotAllowed
from conversations import notices
from conversations.calls import Call
from conversations.widgets.rich_text import WA_LETTERS
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.needs import Need, NeedState
from storage.outbox import Row, outbox
from storage.people import Membership, Role, membership_of
from storage.timeline import TimelineEntry
from tests.community.post import recipients, waiting
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_group_news import accepted, placed, rows, shows, tell
from tests.conversations.test_need_notices import HOUSE

WIB = ZoneInfo("Asia/Jakarta")
SUNDAY = datetime(2026, 11, 29, 19, 30, tzinfo=WIB).astimezone(UTC)
DAY = timedelta(days=1)
THEN = replace(HOUSE, clock=SUNDAY.timestamp)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "ended_on"),
    [(29, 19, 30, 29), (29, 19, 29, 22), (30, 5, 0, 29), (28, 12, 0, 22), (23, 0, 0, 22)],
)
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_week_ends_on_sunday_evening(day: int, hour: int, minute: int, ended_on: int, zone: str) -> None:
    now = datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone))
    assert weeks.ended(now, zone) == datetime(2026, 11, ended_on, 19, 30, tzinfo=ZoneInfo(zone))


def is_met(session: Session, need: Need, at: datetime) -> Need:
    """As residents say at the end of a closing."""
    need.state = NeedState.resolved
    session.add_all([need, TimelineEntry(need_id=need.id, at=at, state=NeedState.resolved)])
    session.flush()
    return need


def a_full_week(session: Session, rt: RtThree) -> None:
    """One need of long ago is met, two are told, and Asep and Siti join in."""
    is_met(session, accepted(session, rt, at=NOW - 20 * DAY), NOW + DAY)
    for _ in range(2):
        need = tell(session, rt, at=NOW + DAY)
        for person in (rt.asep, rt.siti):
            supports.support(session, need.id, by=person, now=NOW + 2 * DAY)


def told(session: Session, kind: str, person_id: int | None) -> list[Call]:
    session.flush()
    row = next(row for row in waiting(session, kind) if row.person_id == person_id)
    calls = notices.render(session, row, THEN)
    assert isinstance(calls, list), calls
    return calls


def test_five_lines_for_every_organiser_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        a_full_week(session, rt)
        assert weeks.tell(session, SUNDAY - timedelta(minutes=1)) is None
        for late in range(3):
            assert weeks.tell(session, SUNDAY + timedelta(hours=late)) == rt.community
        assert recipients(session, "week.five") == sorted([rt.budi, rt.siti])
        (call,) = told(session, "week.five", rt.budi)
        waits = len(desk.waits(session, rt.community, by=rt.budi, now=SUNDAY))
        assert call.parameters["text"].splitlines() == [
            "Minggu ini di RT 03, Pak Budi:",
            "✅ 1 beres (selokan)",
            "🆕 2 usulan baru",
            "✋ 3 warga ikut. Terima kasih 🙏",
            f"💬 {waits} menunggu jawaban",
        ]
        buttons = [row[0] for row in call.parameters["reply_markup"]["inline_keyboard"]]
        assert [one["text"] for one in buttons] == ["💬 Teruskan ke WA", f"💬 Jawab yang {waits}", "🖨 Cetak laporan"]
        passed_on = unquote(buttons[0]["url"].partition("text=")[2])
        assert "1 beres (selokan)" in passed_on
        assert "menunggu" not in passed_on, "what waits is nobody's business in a group"
        assert len(passed_on) <= WA_LETTERS


def test_of_a_week_in_which_nothing_happened_nothing_is_said(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        accepted(session, rt, at=NOW - 20 * DAY)
        weeks.tell(session, SUNDAY)
        a_full_week(session, rt)
        session.get_one(Community, rt.community).chair_confirmed_at = None
        session.flush()
        weeks.tell(session, SUNDAY)
        assert recipients(session, "week.five") == []


def another(session: Session, rt: RtThree, name: str, zone: str = "Asia/Jakarta") -> int:
    """A neighbourhood with the same chair."""
    place = Community(
        kind=CommunityKind.rt, code=name.replace(" ", "").lower(), name=name, time_zone=zone,
        chair_confirmed_at=NOW - 20 * DAY, created_at=NOW - 20 * DAY,
    )  # fmt: skip
    session.add(place)
    session.flush()
    session.add(Membership(person_id=rt.budi, community_id=place.id, role=Role.chair, joined_at=NOW - 20 * DAY))
    need = Need(
        community_id=place.id, number=1, code=f"n{place.id}", reporter_id=rt.budi, kind="lamp", detail="dead",
        state=NeedState.accepted, created_at=NOW + DAY, changed_at=NOW + DAY, heard_at=NOW + DAY,
    )  # fmt: skip
    session.add(need)
    session.flush()
    return place.id


def test_each_neighbourhood_is_told_in_a_transaction_of_its_own(engine: Engine) -> None:
    """Whatever is cut off after one of them, the next round tells the rest, and nobody twice."""
    with writing(engine) as session:
        rt = settle(session)
        a_full_week(session, rt)
        east = another(session, rt, "RT 04", "Asia/Jayapura")
        west = another(session, rt, "RT 05")
    with writing(engine) as session:
        first = weeks.tell(session, SUNDAY)
        assert first == rt.community
        assert {row.subject_id for row in waiting(session, "week.five")} == {rt.community}, "the others have their turn"
    after: int | None = 0
    told_of = []
    while after is not None:
        with writing(engine) as session:
            after = weeks.tell(session, SUNDAY, after=after)
        told_of.append(after)
    assert told_of == [rt.community, east, west, None]
    with writing(engine) as session:
        found = [(row.subject_id, row.person_id) for row in waiting(session, "week.five")]
        assert sorted(found) == sorted(
            [(rt.community, rt.budi), (rt.community, rt.siti), (east, rt.budi), (west, rt.budi)]
        )
        assert weeks.tell(session, SUNDAY + timedelta(hours=13)) == rt.community, "in the east it is too late by now"
        assert weeks.tell(session, SUNDAY + timedelta(hours=13), after=rt.community) == west


def test_who_has_laid_the_office_down_reads_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        a_full_week(session, rt)
        weeks.tell(session, SUNDAY)
        member = membership_of(session, rt.siti, rt.community)
        assert member is not None
        member.role = Role.resident
        session.flush()
        row = next(row for row in waiting(session, "week.five") if row.person_id == rt.siti)
        assert notices.render(session, row, HOUSE) is None
        with pytest.raises(NotAllowed):
            weeks.send_report(session, rt.community, by=rt.siti, now=SUNDAY)


def test_the_page_has_the_numbers_and_nobodys_words_or_name(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        a_full_week(session, rt)
        for _ in range(2):
            weeks.send_report(session, rt.community, by=rt.budi, now=SUNDAY + 2 * DAY)
        pdf, word = told(session, "week.report", rt.budi)
        assert pdf.files["document"][0] == "laporan-2026-11-29.pdf"
        assert pdf.files["document"][1].startswith(b"%PDF")
        name, content = word.files["document"]
        assert name == "laporan-2026-11-29.docx"
        said = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        for words in (
            "Pengurus RT 03",
            "22 November 2026",
            "29 November 2026",
            "No. 1, Selokan: Beres",
            "Warga ikut",
            "Semua usulan",
        ):
            assert words in said
        assert not any(name in said for name in ("Tini", "Asep", "Siti"))


# ── the group ──


def week_row(session: Session) -> Row:
    (row,) = waiting(session, "group.week")
    return row


def test_on_sunday_the_week_is_the_one_thing_that_is_said_unasked(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        is_met(session, accepted(session, rt, at=NOW - 20 * DAY), NOW + DAY)
        need = accepted(session, rt, at=NOW + 6 * DAY)
        for half_hour in range(-10, 10):
            now = SUNDAY + timedelta(minutes=30 * half_hour)
            shows(session, now)
            group_news.show_the_week(session, now)
        assert [due_at for _, due_at, _ in rows(session, "group.week", "need.new")] == [SUNDAY.timestamp()]
        (call,) = told(session, "group.week", None)
        assert call.parameters["text"].splitlines()[:4] == [
            "🗞 <b>Minggu ini di RT 03</b>",
            "✅ 1 beres (selokan)",
            "🆕 1 usulan baru",
            "✋ 1 warga ikut. Terima kasih 🙏",
        ]
        assert "Yang baru masuk daftar:" in call.parameters["text"]
        assert f"No. {need.number}" in call.parameters["text"]
        assert shows(session, SUNDAY + timedelta(hours=21)) == 0, "the group has seen it"


def test_the_group_hears_nothing_of_an_empty_week_nor_late(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        assert group_news.show_the_week(session, SUNDAY) == 0
        a_full_week(session, rt)
        assert group_news.show_the_week(session, SUNDAY + timedelta(hours=1)) == 0
        session.get_one(Community, rt.community).quiet_hours = [["19:00", "05:00"]]
        session.flush()
        assert group_news.show_the_week(session, SUNDAY) == 0


def test_the_weeks_message_is_kept_up_to_date_where_it_stands(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = accepted(session, rt, at=NOW + DAY)
        group_news.show_the_week(session, SUNDAY)
        row = week_row(session)
        need.hidden_at = NOW
        session.flush()
        sent = outbox.update().where(outbox.c.id == row.id)
        session.connection().execute(sent.values(state="sent", message_id=9))
        redraw = Row(2, row.chat, 2, None, "need.redrawn", None, row.id, None, 1, 0.0)
        calls = notices.render(session, redraw, HOUSE)
        assert isinstance(calls, list)
        assert calls[0].method == "editMessageText"
        assert "Minggu ini di RT 03" in calls[0].parameters["text"]
        assert f"No. {need.number}  " not in calls[0].parameters["text"]
