"""What becomes of a message that did not go out: later, never, or perhaps twice, and counted then."""

import time
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from storage import heartbeats, outbox, outbox_leases, standing
from storage.communities import Community, CommunityKind
from storage.database import reading, writing
from storage.people import Person
from tests.bot.office import Office, office_on
from tests.storage.letters import look


def known(office: Office, telegram_id: int, *, reachable: bool = True) -> int:
    """A resident of that Telegram id; gives the person's id."""
    now = office.house.now()
    with writing(office.engine) as session:
        place = Community(kind=CommunityKind.rt, code="7kq2mxab", name="RT 03", quiet_hours=[], created_at=now)
        session.add(place)
        session.flush()
        person = Person(
            telegram_id=telegram_id, name="Siti", community_id=place.id, reachable=reachable, created_at=now
        )
        session.add(person)
        session.flush()
        return person.id or 0


def is_reachable(office: Office) -> bool:
    with reading(office.engine) as session:
        return session.exec(select(Person.reachable)).one()


def counted(office: Office) -> dict[str, int]:
    with reading(office.engine) as session:
        return standing.of_ended(session)


@pytest.mark.parametrize("act", ["blocks_bot", "deletes_account"])
def test_who_cannot_be_reached_is_noted_and_not_tried_again(office: Office, act: str) -> None:
    siti = office.person("Siti")
    known(office, siti.id)
    getattr(siti, act)()
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_until("given_up")
    assert not is_reachable(office)
    assert len(office.tries()) == 1
    assert office.rows("parameters") == [(None,)]
    assert counted(office)["given_up"] == 1


def test_who_never_opened_the_chat_is_not_within_reach(office: Office) -> None:
    budi = office.neighbourhood.person("Budi")
    known(office, budi.id)
    office.writes(budi.id, "halo")
    office.opens()
    office.waits_until("given_up")
    assert not is_reachable(office)


def test_notices_wait_for_nobody_who_is_out_of_reach_and_come_again_afterwards(office: Office) -> None:
    siti = office.person("Siti")
    person = known(office, siti.id, reachable=False)
    office.notifies("community.poster", siti.id, 1, person_id=person)
    office.opens()
    office.waits_until("moot")
    assert office.tries("sendDocument") == []
    with writing(office.engine) as session:
        session.exec(select(Person)).one().reachable = True
    office.notifies("community.poster", siti.id, 1, person_id=person)
    office.waits_until("moot", "sent")
    assert len(office.tries("sendDocument")) == 1


@pytest.mark.parametrize("kind", ["500", "drop"])
def test_what_did_not_happen_is_done_later_and_is_not_counted(office: Office, kind: str) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", kind)
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_until("sent")
    assert office.arrived(siti.id) == ["halo"]
    ((attempt, error),) = office.rows("attempt", "error")
    assert attempt == 2
    assert "halo" not in str(error)
    assert counted(office)["unknown"] == (1 if kind == "drop" else 0), "a cut line tells nothing"


def test_waits_grow_while_telegram_has_a_fault(office: Office) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", "500", times=2)
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_until("sent")
    first, second, third = (one["time"] for one in office.tries())
    assert second - first >= 0.5
    assert third - second >= 1.0


@pytest.mark.parametrize("reply", [True, False])
def test_a_send_of_unknown_fate_is_repeated_and_counted(office: Office, *, reply: bool) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", "disconnect_after")
    office.opens()
    if reply:
        office.replies(siti.id, "halo")
    else:
        office.writes(siti.id, "halo")
    office.waits_until("sent")
    assert office.arrived(siti.id) == ["halo", "halo"]
    assert counted(office)["unknown"] == 1


def test_a_time_out_after_acting_is_repeated_and_counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transport.READ_SECONDS", 0.3)
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", "timeout")
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_until("sent")
    assert office.arrived(siti.id) == ["halo", "halo"]
    assert counted(office)["unknown"] == 1


def test_the_second_piece_refused_means_that_the_first_comes_twice(office: Office) -> None:
    siti = office.person("Siti")
    text = "kata " * 800 + "\n\n" + "&lt;" * 4_000
    office.writes(siti.id, text)
    office.neighbourhood.fail("sendMessage", "timeout", delay=0.2)
    office.opens()
    office.waits_for(office.tries, "the first piece")
    office.neighbourhood.fail("sendMessage", "500")
    office.waits_until("sent")
    assert len(office.arrived(siti.id)) == 3
    assert counted(office)["unknown"] == 1


def test_a_refused_token_holds_everything_and_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("post", "courier"):
        monkeypatch.setattr(f"bot.{module}.LOCKED_SECONDS", 0.3)
    siti = office.person("Siti")
    token = office.world.state.token
    office.world.state.token = "5000000001:another"
    office.writes(siti.id, "satu")
    office.replies(siti.id, "dua")
    office.opens()
    office.waits_for(lambda: office.courier.is_locked, "the lock")
    office.waits_for(lambda: "leased" not in office.states(), "the rows to be back")
    assert office.states() == ["due", "due"]
    office.world.state.token = token
    office.waits_until("sent", "sent")
    assert not office.courier.is_locked
    assert sorted(office.arrived(siti.id)) == ["dua", "satu"]


def test_a_method_that_telegram_does_not_know_locks_nobody_out(office: Office) -> None:
    siti = office.person("Siti")
    now = time.time()
    with writing(office.engine) as session:
        outbox.call(session, chat=siti.id, method="sendHologram", parameters={}, due_at=now, now=now)
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_until("given_up", "sent")
    assert not office.courier.is_locked


# ── leases ──


def test_a_lease_of_a_dead_process_is_freed_sent_and_counted(office: Office) -> None:
    siti = office.person("Siti")
    office.replies(siti.id, "satu")
    office.waits_until("sent")
    with writing(office.engine) as session:
        heartbeats.beat(session, "rt03-dead", "work", time.time() - heartbeats.SILENT_AFTER - 1)
        outbox.reply(
            session, chat=siti.id, method="sendMessage", parameters={"chat_id": siti.id, "text": "dua"},
            person_id=None, owner="rt03-dead", now=time.time(),
        )  # fmt: skip
        assert outbox_leases.free_leases(session, time.time()) == 1
    office.opens()
    office.waits_until("sent", "sent")
    assert office.arrived(siti.id) == ["satu", "dua"]
    assert counted(office)["unknown"] == 1


def test_a_mark_that_lost_its_lease_is_counted(office: Office) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("sendMessage", "timeout", delay=0.5)
    office.replies(siti.id, "satu")
    office.waits_for(lambda: office.arrived(siti.id), "the call")
    with office.engine.begin() as connection:
        connection.execute(outbox.outbox.update().values(owner="rt03-2", attempt=2))
    office.waits_for(lambda: office.courier.lost_leases, "the count")
    assert office.courier.lost_leases == 1
    assert look(office.engine, "state", "owner") == [("leased", "rt03-2")]


def test_two_processes_share_one_outbox(postgresql_url: str) -> None:
    from storage.database import open_engine  # noqa: PLC0415 - only here a second one is opened

    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    with office_on(one) as here:
        there = Office(two, here.world, here.telegram, "rt03-2", here._rates)  # noqa: SLF001 - the same limits
        people = [here.person(f"Warga {number}") for number in range(10)]
        for person in people:
            for number in range(3):
                here.writes(person.id, str(number))
        here.opens()
        there.opens()
        here.waits_until(*["sent"] * 30)
        there.closes()
        assert all(here.arrived(person.id) == ["0", "1", "2"] for person in people)
    one.dispose()
    two.dispose()


def test_in_quiet_hours_a_message_goes_back_untried_and_is_due_at_their_end(office: Office) -> None:
    siti = office.person("Siti")
    person_id, now = known(office, siti.id), office.clock()
    local = office.house.now().astimezone(ZoneInfo("Asia/Jakarta"))
    with writing(office.engine) as session:
        place = session.exec(select(Community)).one()
        place.quiet_hours = [[f"{local - timedelta(hours=1):%H:%M}", f"{local + timedelta(hours=2):%H:%M}"]]
        outbox.call(
            session, chat=siti.id, method="sendMessage", parameters={"text": "surat"}, due_at=now, now=now,
            person_id=person_id, rank=outbox.Class.notice,
        )  # fmt: skip
    office.notifies("need.moved", siti.id, 7, person_id=person_id)
    office.opens()
    office.waits_for(lambda: office.rows("error") == [("quiet hours",)] * 2, "both are back")
    assert office.rows("state", "attempt") == [("due", 0)] * 2
    assert all(now + 3_600 < due_at <= now + 7_200 for (due_at,) in office.rows("due_at"))
    assert office.arrived(siti.id) == []
