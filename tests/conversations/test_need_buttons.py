"""Every button of a need's card pressed by whoever must not: refused, and no row is changed; and buttons fit."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot import directory
from community import needs
from community.needs import Report
from conversations import need_list
from conversations.need_list import WORDS
from storage import outbox
from storage.communities import Chat, ChatKind, ChatTelegramId, Community, CommunityKind
from storage.database import writing
from storage.people import Membership, Person, with_telegram_id
from storage.supports import Follow, Support
from tests.conversations.parlour import Guest, Parlour

VERBS = ("need", "story", "more", "share", "me", "notme", "leave", "bell", "hush")
GROUP, ELSEWHERE = -100_500, -100_600
CALLBACK = 64
"""Bytes that Telegram gives a button."""


@pytest.fixture
def parlour(engine: Engine) -> Parlour:
    """With No. 1 of Siti's, and the cards of the real house."""
    built = Parlour(engine)
    built.cards.update(directory.CARDS)
    siti = built.guest()
    with writing(engine) as session:
        by = with_telegram_id(session, siti.id)
        assert by is not None
        where = {"by": by.id or 0, "community_id": built.community_id}
        needs.submit(session, Report(kind="drain", landmark="Masjid"), **where, dialogue_id=None, now=built.house.now())
        for number, telegram_id in enumerate((GROUP, ELSEWHERE)):
            place = built.community_id if number == 0 else None
            chat = Chat(community_id=place, kind=ChatKind.group, telegram_id=telegram_id, created_at=built.house.now())
            session.add(chat)
            session.flush()
            session.add(ChatTelegramId(chat_id=chat.id or 0, telegram_id=telegram_id, since=built.house.now()))
    return built


def outsider(parlour: Parlour) -> Guest:
    """A member of the neighbourhood beside."""
    moment = parlour.house.now()
    with writing(parlour.engine) as session:
        beside = Community(kind=CommunityKind.rt, code="rt04abcd", name="RT 04", created_at=moment)
        session.add(beside)
        session.flush()
        person = Person(telegram_id=8, name="Joko", community_id=beside.id, created_at=moment)
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id or 0, community_id=beside.id or 0, joined_at=moment))
    return Guest(parlour, 8, "Joko")


def rows(session: Session) -> list[int]:
    """How many there are of all that a neighbour's tap may write."""
    tables = (Support, Follow, Person, Membership, outbox.outbox)
    return [session.connection().execute(sa.select(sa.func.count()).select_from(one)).scalar_one() for one in tables]


@pytest.mark.parametrize("verb", VERBS)
def test_who_does_not_belong_here_gets_nothing_and_changes_nothing(parlour: Parlour, verb: str) -> None:
    people = (Guest(parlour, 9, "Ani"), outsider(parlour))
    before = parlour.look(rows)
    for person in people:
        for data in (f"c.{verb}.1", f"c.{verb}.1.1.", f"c.{verb}.99", f"c.{verb}.x", f"c.{verb}."):
            outcome = person.taps_data(data)
            assert outcome.replies == []
            assert outcome.toast
    assert parlour.look(rows) == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("chat", [GROUP, ELSEWHERE, -100_700])
def test_in_a_group_nothing_is_done_to_what_was_not_shown_there(parlour: Parlour, verb: str, chat: int) -> None:
    here = {"id": chat, "type": "group", "title": "Warga"}
    before = parlour.look(rows)
    for person in (Guest(parlour, 7, "Siti"), Guest(parlour, 9, "Ani")):
        outcome = person.taps_data(f"c.{verb}.1", chat=here)
        assert outcome.replies == []
        assert outcome.toast
    assert parlour.look(rows) == before


@pytest.mark.parametrize("back", ["1.q" + "x" * 45, "1.l" + "0" * 44, "1.g99_999,999_999", "9999999.zz", "...", "1.rx"])
def test_a_forged_way_back_leads_to_the_list_as_it_begins(parlour: Parlour, back: str) -> None:
    asep = parlour.guest(11, "Asep")
    for verb in ("need", "me", "more", "story", "near"):
        data = f"c.{verb}.{back}" if verb == "near" else f"c.{verb}.1.{back}"
        assert asep.taps_data(data).replies, "answered, whatever it says"


@pytest.mark.parametrize("said", ["selokan", "lampu jalan depan masjid dekat pos ronda", "á" * 40, "é é é", "💧"])
def test_what_is_looked_for_fits_on_every_button(said: str) -> None:
    code = need_list.about(said)
    assert code.startswith(WORDS)
    assert len(f"c.notme.{2**31 - 1}.999999.{code}".encode()) <= CALLBACK


def test_a_point_is_kept_to_a_hundred_metres() -> None:
    assert need_list.near_point(-7.557149, 110.831251) == "g-7_557,110_831"


def test_who_belongs_to_the_rw_looks_into_its_rts_and_joins(parlour: Parlour) -> None:
    joko = outsider(parlour)
    with writing(parlour.engine) as session:
        around = session.exec(select(Community).where(Community.code == "rt04abcd")).one()
        around.kind, around.name = CommunityKind.rw, "RW 05"
        session.get_one(Community, parlour.community_id).parent_id = around.id
    joko.taps_data("c.anew.1.")
    assert "Belum ada usulan" in joko.newest()
    joko.taps("☰ Pilihan")
    joko.taps("Menurut RT/dusun")
    joko.taps("RT 03")
    assert "No. 1  💧 Selokan" in joko.newest()
    joko.taps("1 · Selokan")
    joko.taps("Saya juga")
    assert joko.toast == "Tercatat, 2 warga ikut 🙏"
    joko.taps("Usulan tetangga")
    assert "2 warga ikut" in joko.newest(), "back in RT 03"
