"""An announcement is looked at again at the moment it leaves: what has changed since its row was claimed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import audiences, broadcast_steering, broadcasts, wishes
from community.broadcast_content import Content
from community.broadcasts import Message
from conversations import broadcast_card, notices
from conversations.calls import Call, NotNow, Rendered
from conversations.talk import House
from locales import words
from storage import outbox, outbox_leases
from storage.broadcasts import Broadcast, Urgency
from storage.database import writing
from storage.outbox import Class, Row
from storage.people import Person
from tests.community.announcing import announced, group
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import above

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip
Act = Callable[[Session, RtThree, Broadcast], object]


def in_hand(session: Session, person_id: int) -> Row:
    """This person's row, claimed."""
    claimed = outbox_leases.claim(session, "test", now=NOW.timestamp(), most=99)
    return next(row for row in claimed if row.person_id == person_id and row.kind == "broadcast")


def said(session: Session, row: Row) -> Rendered:
    session.flush()
    return notices.render(session, row, HOUSE)


def pauses(session: Session, rt: RtThree, found: Broadcast) -> None:
    broadcast_steering.pause(session, found.id, by=rt.siti, now=NOW)


def stops(session: Session, rt: RtThree, found: Broadcast) -> None:
    broadcast_steering.stop(session, found.id, by=rt.siti, now=NOW)


def recalls(session: Session, rt: RtThree, found: Broadcast) -> None:
    broadcast_steering.recall(session, found.id, by=rt.siti, now=NOW)


def goes_silent(session: Session, rt: RtThree, found: Broadcast) -> None:
    wishes.hear_announcements(session, rt.tini, found.community_id, wants=False)


def blocks(session: Session, rt: RtThree, found: Broadcast) -> None:
    session.get_one(Person, rt.tini).reachable = False


@pytest.mark.parametrize(
    ("act", "fate"),
    [
        (pauses, NotNow("paused", state="held")),
        (stops, NotNow("stopped", state="moot")),
        (recalls, NotNow("stopped", state="moot")),
        (goes_silent, NotNow("no announcements wanted", state="moot")),
        (blocks, NotNow("unreachable", state="moot")),
    ],
)
def test_what_happened_while_it_was_in_hand(engine: Engine, act: Act, fate: NotNow) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        row = in_hand(session, rt.tini)
        assert isinstance(said(session, row), list)
        act(session, rt, found)
        assert said(session, row) == fate


@pytest.mark.parametrize("wants", [True, False])
def test_of_the_rw_it_is_not_brought_to_who_has_declined_in_the_rt(engine: Engine, wants: bool) -> None:  # noqa: FBT001 - a case
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        to = audiences.to_all(session, rw.community)
        seen = broadcasts.reach(session, rw.community, to, by=rw.darmo).mark
        words = Message(Content(html="Pasar murah"), to)
        broadcasts.announce(session, rw.community, words, by=rw.darmo, seen=seen, now=NOW)
        row = in_hand(session, rt.tini)
        wishes.hear_announcements(session, rt.tini, rt.community, wants=wants)
        assert isinstance(said(session, row), list) is wants


def test_the_card_is_drawn_anew_once_it_is_out(engine: Engine) -> None:
    """The first look is often quicker than a reply that must wait for its turn."""
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        chat = session.get_one(Person, rt.budi).telegram_id
        reply = outbox.reply(
            session, chat=chat, method="sendMessage", parameters={}, person_id=rt.budi, owner="a", now=NOW.timestamp()
        )
        found.progress_row_id = reply.id
        again = replace(reply, rank=Class.notice, method=None, kind="broadcast.progress", subject_id=found.id)
        later = said(session, again)
        assert isinstance(later, NotNow)
        assert (later.state, later.due_at) == ("due", (NOW + timedelta(seconds=1)).timestamp())
        table = outbox.outbox
        session.connection().execute(sa.update(table).where(table.c.id == reply.id).values(state="sent", message_id=5))
        drawn = said(session, again)
        assert isinstance(drawn, list)
        assert [type(one) for one in drawn] == [Call]
        session.connection().execute(sa.update(table).where(table.c.id == reply.id).values(message_id=None))
        assert said(session, again) is None, "it never came, or is forgotten"


@pytest.mark.parametrize(
    ("urgency", "label"),
    [
        (Urgency.normal, "Jangan kirim pengumuman"),
        (Urgency.mourning, "Pengumuman tidak usah dulu"),
        (Urgency.urgent, "⚙️ Atur kabar"),
    ],
)
def test_the_way_out_below_it(engine: Engine, urgency: Urgency, label: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        announced(session, rt, urgency=urgency)
        calls = said(session, in_hand(session, rt.tini))
        assert isinstance(calls, list)
        assert calls[0].parameters["reply_markup"]["inline_keyboard"][0][0]["text"] == label


def test_one_group_has_it_or_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        group(session, rt)
        found = announced(session, rt)
        card = broadcast_card.html(session, words("id"), found, HOUSE)
        assert "Terkirim: grup –, 0 dari 3 warga, 3 lagi." in card
