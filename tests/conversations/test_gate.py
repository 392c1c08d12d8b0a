"""A notice as it leaves: the recipient's own hours, how much came this week, what they want no more of."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlmodel import Session

from community import pushes, supports, triage
from community.pushes import Digest, Drop, Send, Verdict, Wait
from conversations import notices
from conversations.calls import NotNow
from storage import broadcasts
from storage.broadcasts import Broadcast, BroadcastState, Urgency
from storage.communities import QUIET_HOURS, Chat, ChatKind, Community
from storage.database import writing
from storage.needs import Need
from storage.outbox import Class, Row, outbox
from storage.people import Person, membership_of
from storage.preferences import Hearing, Preference
from tests.community.post import waiting
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell
from tests.conversations.test_need_notices import HOUSE

WIT = ZoneInfo("Asia/Jayapura")
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=ZoneInfo("Asia/Jakarta")).astimezone(UTC)
MORNING = datetime(2026, 11, 24, 5, 0, tzinfo=ZoneInfo("Asia/Jakarta")).astimezone(UTC)


@pytest.fixture
def here(engine: Engine) -> Iterator[tuple[Session, RtThree]]:
    """RT 03 with the quiet hours that a neighbourhood begins with; it is 19.00 there."""
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Community, rt.community).quiet_hours = [list(one) for one in QUIET_HOURS]
        session.flush()
        yield session, rt


def moved(session: Session, rt: RtThree) -> Need:
    """Bu Tini's need, which Asep supports, is taken on the list."""
    need = tell(session, rt)
    supports.support(session, need.id, by=rt.asep, now=NOW)
    return triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=None)


def row_for(session: Session, person_id: int, kind: str = "need.moved") -> Row:
    return next(row for row in waiting(session, kind) if row.person_id == person_id)


def verdict(session: Session, row: Row, now: datetime = NOW) -> Verdict:
    session.flush()
    return pushes.decide_for(session, row, now)


def wishes(session: Session, person_id: int, **about: Any) -> Preference:
    one = Preference(person_id=person_id, **about)
    session.add(one)
    session.flush()
    return one


def has_come(session: Session, person_id: int, count: int, kind: str = "need.moved", subject: int = 1) -> None:
    """So many messages of this kind left for them in the last days."""
    chat = session.get_one(Person, person_id).telegram_id
    at = NOW.timestamp()
    values = [
        {"chat": chat, "rank": 2, "state": "sent", "kind": kind, "subject_id": subject, "due_at": at, "created_at": at,
         "sent_at": at - 86_400 * (days % 7)}
        for days in range(count)
    ]  # fmt: skip
    session.connection().execute(sa.insert(outbox), values)


def test_after_an_outage_nothing_arrives_at_night(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    moved(session, rt)
    for person_id in (rt.tini, rt.asep):
        row = row_for(session, person_id)
        assert row.due_at < NIGHT.timestamp()
        assert verdict(session, row, NIGHT) == Wait(MORNING)
        assert verdict(session, row, MORNING) == Send()


def test_own_hours_hold_in_place_of_the_neighbourhoods_also_when_it_is_written(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    wishes(session, rt.asep, quiet_hours=[["19:00", "08:00"]])
    wishes(session, rt.tini, quiet_hours=[])
    moved(session, rt)
    early, late = row_for(session, rt.tini), row_for(session, rt.asep)
    assert late.due_at == (MORNING + timedelta(hours=3)).timestamp()
    assert early.due_at < (NOW + timedelta(minutes=5)).timestamp()
    assert verdict(session, late) == Wait(MORNING + timedelta(hours=3))
    assert verdict(session, early, NIGHT) == Send(), "she has chosen that"


def test_in_papua_the_night_begins_two_hours_earlier(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    session.get_one(Community, rt.community).time_zone = "Asia/Jayapura"
    moved(session, rt)
    until = datetime(2026, 11, 24, 5, 0, tzinfo=WIT).astimezone(UTC)
    assert verdict(session, row_for(session, rt.asep)) == Wait(until)


def test_the_thirteenth_of_a_week_is_read_in_the_digest_but_not_about_ones_own(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    moved(session, rt)
    for person_id in (rt.tini, rt.asep):
        has_come(session, person_id, 11)
        has_come(session, person_id, 30, "need.letter")
        assert verdict(session, row_for(session, person_id)) == Send()
        has_come(session, person_id, 1)
    assert verdict(session, row_for(session, rt.asep)) == Digest("enough this week")
    assert verdict(session, row_for(session, rt.tini)) == Send(), "it is about her own"
    wishes(session, rt.asep, weekly_cap=20)
    assert verdict(session, row_for(session, rt.asep)) == Send()


def test_what_is_older_than_a_week_is_not_counted(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    moved(session, rt)
    has_come(session, rt.asep, 20)
    assert verdict(session, row_for(session, rt.asep), NOW + timedelta(days=8)) == Send()


def test_all_is_stopped_but_danger(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    moved(session, rt)
    for person_id in (rt.tini, rt.asep, rt.budi):
        wishes(session, person_id, stopped_at=NOW)
    for person_id in (rt.tini, rt.asep):
        assert verdict(session, row_for(session, person_id)) == Drop("all stopped")
        assert notices.render(session, row_for(session, person_id), HOUSE) == NotNow("all stopped", state="moot")
    danger = Row(1, 5_000_000_002, Class.notice, None, "need.danger", None, 1, rt.budi, 1, 0.0)
    assert verdict(session, danger, NIGHT) == Send()


def announced(session: Session, rt: RtThree, urgency: Urgency) -> Broadcast:
    one = Broadcast(
        community_id=rt.community, author_id=rt.budi, content={}, audience={}, urgency=urgency,
        state=BroadcastState.running, starts_at=NOW, created_at=NOW,
    )  # fmt: skip
    session.add(one)
    session.flush()
    return one


def bringing(one: Broadcast, person_id: int | None, chat: int = 5_000_000_001) -> Row:
    return Row(1, chat, Class.broadcast, None, "broadcast", None, one.id, person_id, 1, 0.0)


@pytest.mark.parametrize(
    ("urgency", "at_night"),
    [(Urgency.normal, Wait(MORNING)), (Urgency.mourning, Send(quietly=True)), (Urgency.urgent, Send())],
)
def test_an_announcement_disturbs_as_its_urgency_says(
    here: tuple[Session, RtThree], urgency: Urgency, at_night: Verdict
) -> None:
    session, rt = here
    group = Chat(community_id=rt.community, kind=ChatKind.group, telegram_id=-7, created_at=NOW)
    session.add(group)
    one = announced(session, rt, urgency)
    for row in (bringing(one, rt.asep), bringing(one, None, chat=-7)):
        assert verdict(session, row) == Send()
        assert verdict(session, row, NIGHT) == at_night
    has_come(session, rt.asep, 12)
    assert (verdict(session, bringing(one, rt.asep)) == Send()) is (urgency is not Urgency.normal)
    member = membership_of(session, rt.asep, rt.community)
    assert member is not None
    member.hears_broadcasts = False
    is_urgent = urgency is Urgency.urgent
    assert verdict(session, bringing(one, rt.asep)) == (Send() if is_urgent else Drop("no announcements wanted"))
    mine = wishes(session, rt.asep, stopped_at=NOW)
    assert verdict(session, bringing(one, rt.asep)) == Drop("all stopped")
    mine.keeps_urgent = True
    session.flush()
    assert verdict(session, bringing(one, rt.asep)) == (Send() if is_urgent else Drop("all stopped"))


def test_urgent_announcements_are_not_counted(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    normal, urgent = announced(session, rt, Urgency.normal), announced(session, rt, Urgency.urgent)
    has_come(session, rt.asep, 20, "broadcast", urgent.id)
    assert verdict(session, bringing(normal, rt.asep)) == Send()
    has_come(session, rt.asep, 12, "broadcast", normal.id)
    assert isinstance(verdict(session, bringing(normal, rt.asep)), Digest)


def test_a_row_costs_two_statements_at_the_most(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    row = bringing(announced(session, rt, Urgency.normal), rt.asep)
    wishes(session, rt.asep, news=Hearing.now)
    known = broadcasts.by_id(session, row.subject_id or 0)  # once for all rows of an announcement
    assert known is not None
    said: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: said.append(args[2]))
    verdict(session, row, NIGHT)
    assert len(said) == 1
    verdict(session, row)
    assert len(said) == 3


def test_what_leaves_without_a_sound_says_so(here: tuple[Session, RtThree], monkeypatch: pytest.MonkeyPatch) -> None:
    session, rt = here
    row = bringing(announced(session, rt, Urgency.mourning), rt.asep)
    told = [notices.Call("sendMessage", {"text": "Innalillahi"}), notices.Call("pinChatMessage", {})]
    monkeypatch.setitem(notices.RENDER, "broadcast", lambda *_: told)
    session.get_one(Community, rt.community).quiet_hours = [["18:00", "05:00"]]
    session.flush()
    quiet = notices.render(session, row, HOUSE)
    assert isinstance(quiet, list)
    assert [call.parameters.get("disable_notification") for call in quiet] == [True, None]
    session.get_one(Community, rt.community).quiet_hours = []
    session.flush()
    assert notices.render(session, row, HOUSE) == told


def test_a_letter_that_is_in_words_already_waits_out_the_night_too(here: tuple[Session, RtThree]) -> None:
    session, rt = here
    letter = Row(1, 5_000_000_001, Class.notice, "sendMessage", None, "{}", None, rt.asep, 1, 0.0)
    assert verdict(session, letter) == Send()
    assert notices.kept_back(session, letter, HOUSE) is None
    session.get_one(Community, rt.community).quiet_hours = [["18:00", "05:00"]]
    session.flush()
    assert notices.kept_back(session, letter, HOUSE) == NotNow("quiet hours", due_at=MORNING.timestamp())
    wishes(session, rt.asep, stopped_at=NOW)
    assert notices.kept_back(session, letter, HOUSE) == NotNow("all stopped", state="moot")
