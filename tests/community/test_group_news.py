"""The group's peace: what it is shown unasked, how seldom, and how what stands there is kept up to date."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import chats, group_news, merges, needs, supports, triage
from community.group_cards import EDITED_FOR
from community.group_news import Unshown, to_show
from community.needs import Report
from community.refusals import NotAllowed, NotThere
from storage import group_shows
from storage.communities import Chat, ChatKind, ChatTelegramId, Community, CommunityKind, Destination, Purpose
from storage.database import writing
from storage.needs import Need, NeedState
from storage.outbox import outbox
from storage.people import Membership
from tests.community.rt_three import NOW, RtThree, settle

GROUP = -1_000_000_001
SHOWING = (group_news.SHARED, group_news.UNASKED)
WIB = ZoneInfo("Asia/Jakarta")
AFTERNOON = datetime(2026, 11, 23, 17, 0, tzinfo=WIB).astimezone(UTC)


def placed(session: Session) -> RtThree:
    """RT 03 with a group."""
    rt = settle(session)
    chat = Chat(community_id=rt.community, kind=ChatKind.group, telegram_id=GROUP, created_at=NOW)
    session.add(chat)
    session.flush()
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=GROUP, since=NOW))
    session.add(Destination(community_id=rt.community, chat_id=chat.id, purpose=Purpose.everything))
    session.flush()
    return rt


def tell(session: Session, rt: RtThree, *, at: datetime = NOW) -> Need:
    drain = Report(kind="drain", detail="clogged")
    return needs.submit(session, drain, by=rt.tini, community_id=rt.community, dialogue_id=None, now=at)


def accepted(session: Session, rt: RtThree, *, at: datetime = NOW) -> Need:
    return triage.accept(session, tell(session, rt, at=at).id, title=None, by=rt.budi, now=at, seen=None)


def shows(session: Session, at: datetime) -> int:
    return group_news.show_what_is_new(session, at)


def rows(session: Session, *kinds: str) -> list[tuple[int, float, str]]:
    columns = (outbox.c.id, outbox.c.due_at, outbox.c.state)
    found = session.connection().execute(
        sa.select(*columns).where(outbox.c.kind.in_(kinds or SHOWING)).order_by(outbox.c.id)
    )
    return [(row[0], row[1], row[2]) for row in found]


def has_left(session: Session, row_id: int, state: str = "sent") -> None:
    session.connection().execute(outbox.update().where(outbox.c.id == row_id).values(state=state, message_id=9))


# ── what is shown unasked ──


def community(**about: Any) -> Community:
    return Community(**{
        "id": 1, "kind": CommunityKind.rt, "code": "7kq2abcd", "name": "RT 03", "chair_confirmed_at": NOW,
        "created_at": NOW, **about,
    })  # fmt: skip


HERE = community()


@pytest.mark.parametrize(
    ("clock", "place", "shown_today", "is_shown"),
    [
        ("16:29", HERE, False, False),
        ("16:30", HERE, False, True),
        ("19:59", HERE, False, True),
        ("20:00", HERE, False, False),
        ("03:00", HERE, False, False),
        ("17:00", HERE, True, False),
        ("17:50", community(quiet_hours=[["17:45", "18:30"]]), False, False),
        ("18:30", community(quiet_hours=[["17:45", "18:30"]]), False, True),
        ("17:00", community(chair_confirmed_at=None), False, False),
        ("17:30", community(time_zone="Asia/Jayapura"), False, True),
    ],
)
def test_there_is_one_time_of_the_day(clock: str, place: Community, *, shown_today: bool, is_shown: bool) -> None:
    hour, minute = map(int, clock.split(":"))
    now = datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo(place.time_zone)).astimezone(UTC)
    found = [Unshown(7, NeedState.accepted, now - timedelta(hours=1))]
    assert to_show(found, place, now=now, shown_today=shown_today) == ([7] if is_shown else [])


@pytest.mark.parametrize("state", NeedState)
@pytest.mark.parametrize("days", [0, 2.9, 3, 20])
def test_organisers_come_first(state: NeedState, days: float) -> None:
    found = [Unshown(7, state, AFTERNOON - timedelta(days=days))]
    had_their_days = days >= 3
    wanted = state in group_news.TAKEN_ON or (state in (NeedState.received, NeedState.under_review) and had_their_days)
    assert bool(to_show(found, HERE, now=AFTERNOON, shown_today=False)) is wanted


def test_a_crowd_comes_a_few_at_a_time() -> None:
    found = [Unshown(number, NeedState.accepted, NOW) for number in range(1, 20)]
    assert to_show(found, HERE, now=AFTERNOON, shown_today=False) == [1, 2, 3, 4, 5, 6]


def test_whatever_happens_the_group_hears_at_most_once_a_day_and_each_need_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        moment = datetime(2026, 11, 23, 0, 0, tzinfo=WIB).astimezone(UTC)
        for half_hour in range(5 * 48):
            now = moment + timedelta(minutes=30 * half_hour)
            if half_hour % 20 == 0 and half_hour < 3 * 48:
                accepted(session, rt, at=now)
            for _ in range(2):  # two processes at work
                shows(session, now)
        local = [datetime.fromtimestamp(due_at, WIB) for _, due_at, _ in rows(session)]
        assert set(Counter(one.date() for one in local).values()) == {1}
        assert {(one.hour, one.minute) for one in local} == {(16, 30)}
        assert len(local) < 5, "nothing new, nothing said"
        told = [group_shows.on_message(session, rt.community, row_id) for row_id, _, _ in rows(session)]
        assert sorted(need.number for together in told for need in together) == list(range(1, 9))


def test_what_did_not_arrive_is_shown_another_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = accepted(session, rt)
        assert shows(session, AFTERNOON) == 1
        ((first, _, _),) = rows(session)
        has_left(session, first, "given_up")
        assert shows(session, AFTERNOON) == 0
        assert shows(session, AFTERNOON + timedelta(days=1)) == 1
        assert need.group_row_id != first


def test_what_is_hidden_or_old_or_without_a_group_is_not_shown(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        accepted(session, rt).hidden_at = NOW
        accepted(session, rt, at=NOW - timedelta(days=40))
        session.flush()
        assert shows(session, AFTERNOON) == 0
        accepted(session, rt)
        chats.left(session, telegram_id=GROUP, now=NOW)
        session.flush()
        assert shows(session, AFTERNOON) == 0


# ── shared by a neighbour's own tap ──


def test_a_neighbour_shares_what_is_on_the_list_once_a_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = tell(session, rt)
        with pytest.raises(NotAllowed, match=r"browse\.share\.not_yet"):
            group_news.share(session, need.id, by=rt.asep, now=NOW)
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=None)
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            group_news.share(session, need.id, by=rt.joko, now=NOW)
        assert group_news.share(session, need.id, by=rt.asep, now=NOW)
        assert not group_news.share(session, need.id, by=rt.tini, now=NOW)
        assert group_news.share(session, need.id, by=rt.tini, now=NOW + timedelta(days=1))
        assert shows(session, AFTERNOON) == 0, "the group has seen it"


def test_what_is_shared_at_night_is_shown_in_the_morning(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        session.get_one(Community, rt.community).quiet_hours = [["20:50", "05:00"]]
        need = accepted(session, rt)
        night = datetime(2026, 11, 23, 22, 0, tzinfo=WIB).astimezone(UTC)
        assert group_news.share(session, need.id, by=rt.asep, now=night)
        ((_, due_at, _),) = rows(session)
        assert datetime.fromtimestamp(due_at, WIB) == datetime(2026, 11, 24, 5, 0, tzinfo=WIB)


def test_without_a_group_there_is_nothing_to_share_to(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = accepted(session, rt)
        with pytest.raises(NotThere, match=r"browse\.share\.no_group"):
            group_news.share(session, need.id, by=rt.asep, now=NOW)


# ── kept up to date ──


def shown(session: Session, rt: RtThree) -> Need:
    """On a card that stands in the group."""
    need = accepted(session, rt)
    group_news.share(session, need.id, by=rt.asep, now=NOW)
    has_left(session, need.group_row_id or 0)
    return need


def test_taps_in_a_row_are_one_edit_five_seconds_later(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = shown(session, rt)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        supports.support(session, need.id, by=rt.siti, now=NOW + timedelta(seconds=2))
        supports.leave(session, need.id, by=rt.asep, now=NOW + timedelta(seconds=3))
        ((first, due_at, _),) = rows(session, "need.redrawn")
        assert due_at == (NOW + timedelta(seconds=5)).timestamp()
        has_left(session, first)
        triage.start(session, need.id, by=rt.budi, now=NOW + timedelta(seconds=9), seen=None)
        assert len(rows(session, "need.redrawn")) == 2


def test_what_nobody_sees_any_more_is_not_edited(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        supports.support(session, accepted(session, rt).id, by=rt.asep, now=NOW)
        supports.support(session, shown(session, rt).id, by=rt.siti, now=NOW + EDITED_FOR)
        third = shown(session, rt)
        chats.moved(session, old=GROUP, new=GROUP - 1, now=NOW)
        supports.support(session, third.id, by=rt.siti, now=NOW)
        assert rows(session, "need.redrawn") == []


def test_a_merged_need_has_both_cards_drawn_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need, target = shown(session, rt), shown(session, rt)
        merges.merge(session, need.id, into=target.id, by=rt.budi, now=NOW, seen=None)
        assert len(rows(session, "need.redrawn")) == 2
        for row_id, _, _ in rows(session, "need.redrawn"):
            has_left(session, row_id)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        assert len(rows(session, "need.redrawn")) == 3, "counted where it lives on"


# ── an RT's needs are its RW's ──


def test_members_of_the_neighbourhood_around_look_and_join_and_those_beside_do_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        around = community(id=None, code="rw05abcd", kind=CommunityKind.rw, name="RW 05")
        session.add(around)
        session.flush()
        need = tell(session, rt)
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            supports.support(session, need.id, by=rt.joko, now=NOW)
        _joins(session, rt.joko, around.id)
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            supports.support(session, need.id, by=rt.joko, now=NOW)
        session.get_one(Community, rt.community).parent_id = around.id
        session.flush()
        supports.support(session, need.id, by=rt.joko, now=NOW)
        assert supports.is_supporter(session, need.id, rt.joko)
        with pytest.raises(NotAllowed):
            triage.accept(session, need.id, title=None, by=rt.joko, now=NOW, seen=None)


def _joins(session: Session, person_id: int, community_id: int) -> None:
    session.add(Membership(person_id=person_id, community_id=community_id, joined_at=NOW))
    session.flush()
