"""A process that is slow, or whose Telegram is, takes no more in hand than it can send, and sends nothing stale."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.courier import FRESH_SECONDS
from storage import outbox, outbox_leases
from storage.database import writing
from tests.bot.gate import another_process, gated_office
from tests.bot.office import Office


def rounds(office: Office) -> list[float]:
    """The pauses after each of the courier's rounds, as they come."""
    ended: list[float] = []
    real = office.courier._round  # noqa: SLF001 - counted, not replaced

    async def counted() -> float:
        pause = await real()
        ended.append(pause)
        return pause

    office.courier._round = counted  # type: ignore[method-assign]  # noqa: SLF001 - as above
    return ended


def lease_of(office: Office, text: str) -> tuple[Any, ...]:
    """State, attempt and last error of the message that was written with this text."""
    (found,) = [row[1:] for row in office.rows("parameters", "state", "attempt", "error") if text in str(row[0])]
    return found


def test_no_more_is_taken_in_hand_than_can_be_sent_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the leases of what waits for its turn would run out, and others would send it too."""
    monkeypatch.setattr("bot.courier.SENDS_AT_ONCE", 2)
    with gated_office(engine) as (office, gate):
        people = [office.person(f"Warga {number}") for number in range(7)]
        gate.closes(*(person.id for person in people))
        for person in people:
            office.writes(person.id, "pengumuman")
        looked = rounds(office)
        office.opens()
        office.waits_for(lambda: len(gate.waiting) == 2 and len(looked) >= 5, "two calls, and looks for more")
        assert office.states().count("leased") == 2
        assert all(looked[2:]), "while it can take nothing it does not look without a pause"
        gate.opens()
        office.waits_until(*["sent"] * 7)
        assert [office.arrived(person.id) for person in people] == [["pengumuman"]] * 7


def test_what_waited_too_long_for_its_turn_is_given_back_and_taken_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.SENDS_AT_ONCE", 1)
    with gated_office(engine) as (office, gate):
        siti, budi = office.person("Siti"), office.person("Budi")
        gate.closes(siti.id)
        office.replies(siti.id, "satu")
        office.waits_for(lambda: gate.waiting, "Siti's, in the only place there is")
        office.writes(budi.id, "dua")
        office.opens()
        office.waits_until("leased", "leased")
        office.ahead = FRESH_SECONDS + 1
        gate.opens()
        office.waits_until("sent", "sent")
        assert office.arrived(budi.id) == ["dua"]
        assert office.rows("attempt", "error", "unknown") == [(1, None, 0), (2, "held too long", 0)]


def test_what_waited_a_little_is_sent_by_its_first_lease(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.SENDS_AT_ONCE", 1)
    with gated_office(engine) as (office, gate):
        siti, budi = office.person("Siti"), office.person("Budi")
        gate.closes(siti.id)
        office.replies(siti.id, "satu")
        office.waits_for(lambda: gate.waiting, "Siti's")
        office.writes(budi.id, "dua")
        office.opens()
        office.waits_until("leased", "leased")
        office.ahead = FRESH_SECONDS - 10
        gate.opens()
        office.waits_until("sent", "sent")
        assert office.rows("attempt", "error") == [(1, None), (1, None)]


def test_replies_that_a_slow_telegram_held_up_go_back_and_keep_their_order(engine: Engine) -> None:
    with gated_office(engine) as (office, gate):
        siti = office.person("Siti")
        gate.closes(siti.id)
        office.replies(siti.id, "satu", "dua", "tiga")
        office.waits_for(lambda: gate.waiting, "the first")
        office.ahead = FRESH_SECONDS + 1
        gate.opens()
        office.waits_until("sent", "due", "due")
        assert lease_of(office, "dua")[2] == "held too long"
        assert lease_of(office, "tiga")[2] == "behind another"
        office.opens()
        office.waits_until("sent", "sent", "sent")
        assert office.arrived(siti.id) == ["satu", "dua", "tiga"]


def test_a_process_that_slept_sends_nothing_that_another_has_sent_meanwhile(engine: Engine) -> None:
    """What it remembers is not what is true: its leases were over, and the database says who has them now."""
    with gated_office(engine) as (here, gate):
        siti = here.person("Siti")
        gate.closes(siti.id)
        here.replies(siti.id, "satu", "dua")
        here.waits_for(lambda: gate.waiting, "the first, of which nobody knows whether it arrived")
        with writing(engine) as session:
            session.connection().execute(outbox.outbox.update().values(leased_until=0))
            assert outbox_leases.free_leases(session, here.clock()) == 2
        with another_process(engine, here, gate.telegram) as there:
            there.opens()
            here.waits_until("sent", "sent")
        assert here.arrived(siti.id) == ["satu", "dua"]
        here.ahead = outbox.LEASE_SECONDS + 5
        gate.opens()
        here.waits_for(lambda: here.courier.lost_leases == 2, "the count of both")
        assert here.arrived(siti.id) == ["satu", "dua", "satu"], "only what was on its way already came twice"
        assert [count for (count,) in here.rows("unknown")] == [1, 1]
