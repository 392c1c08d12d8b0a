"""A new reply stands behind the older ones to its chat, whether this process has them in hand, another, or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from conversations.talk import Outcome
from storage import marks, outbox, outbox_leases
from storage.database import writing
from storage.outbox import Class
from tests.bot.gate import Gate, another_process, gated_office
from tests.bot.office import Office
from tests.conversations.parlour import Guest, Parlour

ASKED = "Apa?"
"""What the dialogue of these tests answers to /usul."""


def guest_of(office: Office, telegram_id: int) -> Guest:
    """A resident whose updates this process handles, by the real stage."""
    parlour = Parlour(office.engine)
    parlour.now = office.clock()
    parlour.house = replace(parlour.house, owner=office.owner)
    return parlour.guest(telegram_id)


def opens_dialogue(guest: Guest) -> Outcome:
    """She says /usul: what her stage made of it, committed and not yet released."""
    guest.parlour.now += 1e-3
    return guest.says("/usul")


def releases(office: Office, outcome: Outcome) -> None:
    async def release() -> None:
        office.courier.release(outcome)

    office.do(release())


def looks_again(office: Office, times: int = 3) -> None:
    """Until its courier has looked at the outbox so often."""
    ended: list[float] = []
    real: Callable[[], Any] = office.courier._round  # noqa: SLF001 - counted, not replaced

    async def counted() -> float:
        pause: float = await real()
        ended.append(pause)
        return pause

    office.courier._round = counted  # type: ignore[method-assign]  # noqa: SLF001 - as above
    office.courier.wake()
    office.waits_for(lambda: len(ended) >= times, "its looks")


@contextmanager
def two_processes(engine: Engine) -> Iterator[tuple[Office, Gate, Office]]:
    """One that sends through a gate, and another on the same database that does not."""
    with gated_office(engine) as (here, gate), another_process(engine, here, gate.telegram) as there:
        yield here, gate, there


# ── another process's, or nobody's ──


def test_what_another_process_is_sending_goes_first(engine: Engine) -> None:
    with two_processes(engine) as (here, gate, there):
        siti = here.person("Siti")
        guest = guest_of(there, siti.id)
        gate.closes(siti.id)
        here.replies(siti.id, "satu", "dua")
        here.waits_for(lambda: gate.waiting, "the first")
        outcome = opens_dialogue(guest)
        assert outcome.replies == [], "it is not sent at once"
        releases(there, outcome)
        there.opens()
        looks_again(there)
        assert here.states() == ["leased", "leased", "due"]
        assert here.arrived(siti.id) == []
        gate.opens()
        here.waits_until("sent", "sent", "sent")
        assert here.arrived(siti.id) == ["satu", "dua", ASKED]


def test_what_another_process_has_given_back_goes_first_however_long_it_waits(engine: Engine) -> None:
    with two_processes(engine) as (here, gate, there):
        siti = here.person("Siti")
        guest = guest_of(there, siti.id)
        gate.answers(429, {"description": "Too Many Requests", "parameters": {"retry_after": 600}})
        here.replies(siti.id, "satu", "dua")
        here.waits_until("due", "due")
        releases(there, opens_dialogue(guest))
        there.opens()
        looks_again(there)
        assert here.states() == ["due", "due", "due"]
        with writing(engine) as session:
            session.connection().exec_driver_sql("DELETE FROM limit_row")
            session.connection().execute(outbox.outbox.update().values(due_at=here.clock()))
        here.waits_until("sent", "sent", "sent")
        assert here.arrived(siti.id) == ["satu", "dua", ASKED]


def test_what_a_dead_process_left_behind_goes_first(engine: Engine) -> None:
    with two_processes(engine) as (here, _, there):
        siti = here.person("Siti")
        guest = guest_of(there, siti.id)
        with writing(engine) as session:
            left_behind(session, siti.id, "satu")
        releases(there, opens_dialogue(guest))
        there.opens()
        looks_again(there)
        assert here.states() == ["leased", "due"]
        with writing(engine) as session:
            assert outbox_leases.free_leases(session, here.clock()) == 1
        here.waits_until("sent", "sent")
        assert here.arrived(siti.id) == ["satu", ASKED]


def left_behind(session: Session, chat: int, text: str) -> None:
    outbox.reply(
        session, chat=chat, method="sendMessage", parameters={"chat_id": chat, "text": text},
        person_id=None, owner="rt03-dead", now=1.0,
    )  # fmt: skip


def test_what_its_chats_limit_put_off_goes_first(office: Office) -> None:
    """It was due and may not leave yet: that is another thing than being meant for later."""
    siti = office.person("Siti")
    guest = guest_of(office, siti.id)
    office.writes(siti.id, "satu", rank=Class.reply)
    with writing(office.engine) as session:
        (row,) = outbox_leases.claim(session, office.owner, now=office.clock(), most=1)
        marks.put_off(session, row, office.clock() + 600)
    outcome = opens_dialogue(guest)
    assert outcome.replies == []
    with writing(office.engine) as session:
        session.connection().execute(outbox.outbox.update().values(due_at=office.clock()))
    office.opens()
    office.waits_until("sent", "sent")
    assert office.arrived(siti.id) == ["satu", ASKED]


def test_what_is_meant_for_later_holds_no_reply_back(office: Office) -> None:
    siti = office.person("Siti")
    guest = guest_of(office, siti.id)
    with writing(office.engine) as session:
        now = office.clock()
        parameters = {"chat_id": siti.id, "text": "3 foto"}
        outbox.call(session, chat=siti.id, method="sendMessage", parameters=parameters, due_at=now + 600, now=now)
    releases(office, opens_dialogue(guest))
    office.waits_until("due", "sent")
    assert office.arrived(siti.id) == [ASKED]


def test_another_chat_does_not_wait(engine: Engine) -> None:
    with two_processes(engine) as (here, gate, there):
        siti, budi = here.person("Siti"), here.person("Budi")
        guest = guest_of(there, budi.id)
        gate.closes(siti.id)
        here.replies(siti.id, "satu")
        here.waits_for(lambda: gate.waiting, "Siti's")
        releases(there, opens_dialogue(guest))
        here.waits_until("leased", "sent")
        assert here.arrived(budi.id) == [ASKED]


# ── in this process's own hands ──


@pytest.mark.parametrize("by_round", [True, False])
def test_what_this_process_is_sending_itself_goes_first(engine: Engine, *, by_round: bool) -> None:
    """Also what it has claimed, such as the answer that a process before it left behind."""
    with gated_office(engine) as (office, gate):
        siti, budi = office.person("Siti"), office.person("Budi")
        guest = guest_of(office, siti.id)
        gate.closes(siti.id)
        office.opens()
        if by_round:
            office.writes(siti.id, "satu", rank=Class.reply)
            office.courier.wake()
        else:
            office.replies(siti.id, "satu")
        office.waits_for(lambda: gate.waiting, "the first")
        releases(office, opens_dialogue(guest))
        office.replies(budi.id, "untuk Budi")
        office.waits_for(lambda: office.arrived(budi.id), "Budi's, which was released later")
        assert len(gate.waiting) == 1, "one at a time in a chat"
        gate.opens()
        office.waits_until("sent", "sent", "sent")
        assert office.arrived(siti.id) == ["satu", ASKED]


def test_what_stands_behind_a_claimed_reply_that_failed_waits_for_it_in_the_outbox(engine: Engine) -> None:
    with gated_office(engine) as (office, gate):
        siti = office.person("Siti")
        guest = guest_of(office, siti.id)
        gate.closes(siti.id)
        gate.answers(500, {"description": "Internal Server Error"})
        office.opens()
        office.writes(siti.id, "satu", rank=Class.reply)
        office.waits_for(lambda: gate.waiting, "the first")
        releases(office, opens_dialogue(guest))
        gate.opens()
        office.waits_until("sent", "sent")
        assert len(gate.refused) == 1
        assert office.arrived(siti.id) == ["satu", ASKED]
        assert office.rows("error")[1] == ("behind another",)


def test_a_notice_in_hand_does_not_hold_a_reply_back(engine: Engine) -> None:
    with gated_office(engine) as (office, gate):
        siti = office.person("Siti")
        gate.closes(siti.id)
        office.opens()
        office.writes(siti.id, "kabar", rank=Class.notice)
        office.waits_for(lambda: gate.waiting, "the notice")
        office.replies(siti.id, "jawaban")
        office.waits_for(lambda: len(gate.waiting) == 2, "both at once")
        gate.opens()
        office.waits_until("sent", "sent")
