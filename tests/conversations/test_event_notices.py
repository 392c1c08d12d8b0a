"""What is said of events is looked at again when it leaves: not what is over, nor to who has changed their mind."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from community import bringing, errands, event_cards, event_moves, invitees, promises, rsvps, swaps, wishes
from conversations import event_card_notices, promise_notices
from conversations.calls import Call, Rendered
from conversations.talk import House
from locales import words
from storage import communities, occurrences, outbox
from storage.occurrences import EventCard, Occurrence
from storage.outbox import Row
from storage.people import Membership
from storage.rsvps import Promise
from tests.community.answering import AWAY, COMING, HOES, MAYBE, brings, says
from tests.community.leaving import rows
from tests.community.meetings import BEGINS, GROUP, TOPIC, called, in_group, only_time
from tests.community.post import arrives
from tests.community.rt_three import NOW
from tests.community.told_for import Place

ID = words("id")
LAST = 1_000_000
"""Of a row that no other follows."""
ROW = Row(LAST, GROUP, outbox.Class.notice, None, "event.card", None, None, None, 1, 0.0)
RENDER = event_card_notices.RENDER | promise_notices.RENDER
OVER = BEGINS + timedelta(hours=3)


def house(at: datetime = NOW) -> House:
    return House(
        dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
        bot_username="rembuk_bot", owner="test", clock=at.timestamp,
    )  # fmt: skip


def leaves(session: Session, kind: str, subject: int, to: int | None = None, at: datetime = NOW) -> Rendered:
    row = replace(ROW, kind=kind, subject_id=subject, person_id=to, chat=5 if to else GROUP)
    return RENDER[kind](session, row, ID, house(at))


def the_call(said: Rendered) -> Call:
    assert isinstance(said, list)
    (call,) = said
    return call


def carded(place: Place, **more: object) -> tuple[Session, Occurrence, EventCard]:
    session, rt = place
    one = only_time(session, called(session, rt, destinations=[in_group(session, rt)], items=[HOES], **more))  # type: ignore[arg-type]  # of a call
    (card,) = occurrences.cards_of(session, one.id)
    return session, one, card


# ── the card ──


def test_the_card_goes_into_its_topic_and_not_at_all_once_it_is_over(place: Place) -> None:
    session, one, card = carded(place)
    call = the_call(leaves(session, event_cards.CARD, card.id))
    assert (call.method, call.parameters["message_thread_id"]) == ("sendMessage", TOPIC)
    assert leaves(session, event_cards.CARD, card.id, at=OVER) is None
    event_moves.postpone(session, one.id, "Hujan", by=place[1].budi, now=NOW)
    assert "⏸ Ditunda" in the_call(leaves(session, event_cards.CARD, card.id)).parameters["text"]
    event_moves.cancel(session, one.id, "Banjir", by=place[1].budi, now=NOW)
    assert leaves(session, event_cards.CARD, card.id) is None
    assert leaves(session, event_cards.CARD, 99_999) is None


def test_it_is_edited_where_it_stands_and_loses_its_buttons_when_it_is_over(place: Place) -> None:
    session, one, card = carded(place)
    assert leaves(session, event_cards.REDRAWN, card.id) is None, "it has not left"
    (row,) = arrives(session, event_cards.CARD, NOW)
    says(session, one, COMING, place[1].tini)
    call = the_call(leaves(session, event_cards.REDRAWN, card.id))
    assert (call.method, call.parameters["message_id"]) == ("editMessageText", row.id)
    assert "✋ 1 orang ikut" in call.parameters["text"]
    assert call.parameters["reply_markup"]
    over = the_call(leaves(session, event_cards.REDRAWN, card.id, at=OVER))
    assert "reply_markup" not in over.parameters
    assert "✅ Sudah selesai." in over.parameters["text"]


def test_of_drawings_that_waited_for_each_other_the_last_one_is_enough(place: Place) -> None:
    session, one, card = carded(place)
    arrives(session, event_cards.CARD, NOW)
    moments = [NOW + timedelta(seconds=5 * step) for step in range(3)]
    for moment in moments:
        event_cards.changed(session, one, now=moment)
    drawings = rows(session, event_cards.REDRAWN, None)

    def is_drawn(row: Row, at: datetime) -> bool:
        return event_card_notices.redrawn(session, row, ID, house(at)) is not None

    assert [is_drawn(row, moments[2] + timedelta(seconds=9)) for row in drawings] == [False, False, True]
    assert is_drawn(drawings[0], moments[0] + timedelta(seconds=6)), "the next one has time"
    assert card.ended_at is None


def test_in_the_old_group_nothing_is_edited(place: Place) -> None:
    session, _, card = carded(place)
    arrives(session, event_cards.CARD, NOW)
    chat = communities.chat_known_as(session, GROUP)
    assert chat is not None
    chat.telegram_id = -100_999
    session.flush()
    assert leaves(session, event_cards.REDRAWN, card.id) is None


# ── to one person ──


def test_room_is_told_to_who_still_comes(place: Place) -> None:
    session, rt = place
    one = only_time(session, called(session, rt, wanted=1))
    for person in (rt.tini, rt.asep):
        says(session, one, COMING, person)
    assert leaves(session, rsvps.HAS_ROOM, one.id, rt.asep) is None, "he waits"
    says(session, one, AWAY, rt.tini)
    call = the_call(leaves(session, rsvps.HAS_ROOM, one.id, rt.asep))
    assert "Ada tempat untuk kerja bakti" in call.parameters["text"]
    assert leaves(session, rsvps.HAS_ROOM, one.id, rt.asep, at=OVER) is None
    says(session, one, MAYBE, rt.asep)
    assert leaves(session, rsvps.HAS_ROOM, one.id, rt.asep) is None
    assert leaves(session, rsvps.HAS_ROOM, one.id, rt.siti) is None
    assert leaves(session, rsvps.HAS_ROOM, 99_999, rt.asep) is None


def test_what_is_wanted_is_told_to_who_still_offers_it(place: Place) -> None:
    session, one, _ = carded(place)
    rt = place[1]
    brings(session, one, "Cangkul", rt.tini, 2)
    brings(session, one, "Cangkul", rt.asep)
    theirs = session.exec(select(Promise).where(Promise.person_id == rt.asep)).one()
    assert leaves(session, promises.IS_WANTED, theirs.id, rt.asep) is None
    brings(session, one, "Cangkul", rt.tini, -1)
    call = the_call(leaves(session, promises.IS_WANTED, theirs.id, rt.asep))
    assert call.parameters["text"].startswith("Cangkul sekarang dibutuhkan untuk kerja bakti.")
    brings(session, one, "Cangkul", rt.asep, -1)
    assert leaves(session, promises.IS_WANTED, theirs.id, rt.asep) is None


def test_a_neighbour_is_asked_as_long_as_it_is_open_and_told_once_it_is_not(place: Place) -> None:
    session, one, _ = carded(place)
    rt = place[1]
    brings(session, one, "Cangkul", rt.tini)
    says(session, one, COMING, rt.asep)
    event, occurrence = rsvps.reach(session, one.id, now=NOW)
    rsvps.show_name(session, occurrence, invitees.guest(session, event, rt.asep), now=NOW)
    promise = session.exec(select(Promise.id)).one()
    swap = swaps.ask(session, promise, rt.asep, by=rt.tini, now=NOW)
    assert "Bu Tini minta tolong" in the_call(leaves(session, swaps.ASKED, swap.id, rt.asep)).parameters["text"]
    assert leaves(session, swaps.ANSWERED, swap.id, rt.tini) is None
    swaps.answer(session, swap.id, yes=False, by=rt.asep, now=NOW)
    assert leaves(session, swaps.ASKED, swap.id, rt.asep) is None
    assert "Asep belum bisa" in the_call(leaves(session, swaps.ANSWERED, swap.id, rt.tini)).parameters["text"]
    bringing.bring(
        session, event, occurrence, session.get_one(Promise, promise).item_id, -1,
        invitees.guest(session, event, rt.tini), now=NOW,
    )  # fmt: skip
    assert leaves(session, swaps.ANSWERED, swap.id, rt.tini) is None


@pytest.mark.parametrize("what", ["", "comes", "answered", "stopped", "moved away", "over"])
def test_who_cannot_come_is_asked_unless_that_is_settled(place: Place, what: str) -> None:
    session, rt = place
    one = only_time(session, called(session, rt))
    heard = says(session, one, AWAY, rt.asep)
    assert errands.is_to_be_asked(session, heard.rsvp)
    if what == "comes":
        says(session, one, COMING, rt.asep)
    elif what == "answered":
        heard.rsvp.errand = "food"
    elif what == "stopped":
        wishes.stop(session, rt.asep, now=NOW)
    elif what == "moved away":
        session.delete(session.exec(select(Membership).where(Membership.person_id == rt.asep)).one())
    session.flush()
    said = leaves(session, errands.ASK, one.id, rt.asep, at=OVER if what == "over" else NOW)
    assert (said is not None) is (not what)
