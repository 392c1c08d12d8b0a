"""What has become pointless does not leave any more, however long Telegram was away, and costs no send time."""

import time

from sqlalchemy import Engine

from bot.clearance import claim_within_limits
from storage import limits, outbox
from storage.database import writing
from storage.limits import Rates
from storage.outbox import Class
from tests.bot.gate import gated_office
from tests.bot.office import Office, office_on
from tests.storage.letters import HERE, NOW, texts, write


def test_what_is_over_does_not_leave_and_is_counted(office: Office) -> None:
    siti = office.person("Siti")
    now = time.time()
    with writing(office.engine) as session:
        body = {"chat_id": siti.id, "text": "besok kerja bakti"}
        for expires_at in (now - 1, now + 600, None):
            outbox.call(
                session, chat=siti.id, method="sendMessage", parameters=body, due_at=now, now=now, rank=Class.broadcast,
                expires_at=expires_at,
            )  # fmt: skip
        outbox.notice(
            session, kind="community.poster", chat=siti.id, subject_id=1, due_at=now, now=now, expires_at=now - 5
        )
    office.opens()
    office.waits_until("moot", "sent", "sent", "moot")
    assert [row[0] for row in office.rows("error")] == ["expired", None, None, "expired"]
    assert len(office.tries()) == 2
    assert office.courier.counts.fresh["expired"] == 2


def test_what_is_over_takes_no_send_time(engine: Engine) -> None:
    for chat in range(1, 9):
        write(engine, str(chat), chat=chat, rank=Class.broadcast, expires_at=NOW - 1 if chat < 5 else None)
    with writing(engine) as session:
        rows, times = claim_within_limits(session, HERE, Rates(28, 0, 0), NOW, 30)
        assert texts(rows) == [str(number) for number in range(1, 8)]
        assert times[:4] == [NOW] * 4
        assert limits.booked_until(session) < NOW + 3.01 / 28


def test_an_outage_of_hours_ends_without_a_flood(engine: Engine) -> None:
    with office_on(engine, rates=Rates(28, 0, 0)) as office:
        people = [office.person(f"Warga {number}") for number in range(3)]
        for number in range(120):
            write(
                engine, f"lama {number}", chat=people[number % 3].id, due_at=time.time() - 7_200, rank=Class.notice,
                expires_at=time.time() - 60,
            )  # fmt: skip
        office.writes(people[0].id, "baru")
        office.opens()
        office.waits_until(*["moot"] * 120, "sent")
        assert len(office.tries()) == 1


def test_what_ends_while_it_waits_for_its_turn_does_not_leave(engine: Engine) -> None:
    with gated_office(engine) as (office, gate):
        siti = office.person("Siti")
        gate.closes(siti.id)
        office.replies(siti.id, "satu")
        office.waits_for(lambda: gate.waiting, "the first")
        write(engine, "dua", chat=siti.id, due_at=time.time(), rank=Class.reply, expires_at=time.time() + 60)
        office.ahead = 61.0
        gate.opens()
        office.opens()
        office.waits_until("sent", "moot")
