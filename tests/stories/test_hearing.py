"""What people hear, when and how often: nights over midnight, enough for a week, an opt-out, everything stopped."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from community import digests, supports, triage
from conversations import notices, screens
from conversations.calls import Call
from conversations.dialogue import Choice
from conversations.opt_out import QUIETLY
from conversations.talk import House
from locales import Words
from playground.driver import Neighbour
from storage.broadcasts import Broadcast, BroadcastState
from storage.communities import Community
from storage.needs import Need
from storage.outbox import Class, Row, notice, outbox
from storage.preferences import Preference
from tests.stories.rt_three import has_told_of_lamps, person_of
from tests.stories.town import Town

MOVED = "Kabar usulan No. 1"
PAPUA = "Asia/Jayapura"


def night_around_now(town: Town, zone: str) -> list[list[str]]:
    """A night of twelve hours that is in its middle there, so that it passes midnight at most hours of a test run."""
    local = town.now().astimezone(ZoneInfo(zone))
    begins, ends = local - timedelta(hours=6), local + timedelta(hours=6)
    return [[f"{begins:%H:%M}", f"{ends:%H:%M}"]]


def quiet(town: Town, hours: list[list[str]], zone: str = "Asia/Jakarta") -> None:
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        place.quiet_hours, place.time_zone = hours, zone


def wishes(town: Town, one: Neighbour, **about: object) -> None:
    with town.writing() as session:
        session.merge(Preference(person_id=person_of(session, one).id, **about))  # type: ignore[arg-type]  # its fields


def lamp_is_accepted(town: Town, number: int, chair: Neighbour, asep: Neighbour) -> None:
    """A lamp that Asep follows, and half a minute goes by in which news is gathered."""
    with town.writing() as session:
        need = session.exec(select(Need).where(Need.number == number)).one()
        supports.support(session, need.id, by=person_of(session, asep).id, now=town.now())
        triage.accept(session, need.id, title=None, by=person_of(session, chair).id, now=town.now(), seen=None)
    town.passes(minutes=1)


def states(town: Town, one: Neighbour, kind: str) -> list[str]:
    with town.session() as session:
        query = outbox.select().where(outbox.c.chat == one.id, outbox.c.kind == kind).order_by(outbox.c.id)
        return [row.state for row in session.connection().execute(query)]


def waits_for_states(town: Town, one: Neighbour, kind: str, *expected: str) -> None:
    town.neighbourhood.waits_for(lambda: states(town, one, kind) == list(expected), f"{kind}: {expected}")


def test_in_the_night_of_papua_only_who_has_no_night_hears_and_the_rest_in_the_morning(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    has_told_of_lamps(town, tini, 1)
    wishes(town, asep, quiet_hours=[])
    lamp_was_told_by_day_and_leaves_by_night(town, chair, asep)
    asep.sees(MOVED)
    tini.does_not_see(MOVED, seconds=1.0)
    with town.session() as session:
        until = (
            session.connection()
            .execute(outbox.select().where(outbox.c.chat == tini.id, outbox.c.kind == "need.moved"))
            .one()
        )
    assert (until.state, until.attempt) == ("due", 0)
    assert timedelta(hours=5) < datetime.fromtimestamp(until.due_at, ZoneInfo(PAPUA)) - town.now() < timedelta(hours=7)
    quiet(town, [], PAPUA)
    town.passes(hours=7)
    tini.sees(MOVED)


def lamp_was_told_by_day_and_leaves_by_night(town: Town, chair: Neighbour, asep: Neighbour) -> None:
    """As after an outage: it was due in time, and the night has begun since."""
    quiet(town, [], PAPUA)
    with town.writing() as session:
        need = session.exec(select(Need)).one()
        supports.support(session, need.id, by=person_of(session, asep).id, now=town.now())
        triage.accept(session, need.id, title=None, by=person_of(session, chair).id, now=town.now(), seen=None)
    quiet(town, night_around_now(town, PAPUA), PAPUA)
    town.passes(minutes=1)


def test_enough_for_a_week_then_the_digest_then_nothing_at_all_and_back(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    has_told_of_lamps(town, tini, 4)
    wishes(town, asep, weekly_cap=1)
    lamp_is_accepted(town, 1, chair, asep)
    asep.sees(MOVED)
    lamp_is_accepted(town, 2, chair, asep)
    tini.sees("Kabar usulan No. 2")
    waits_for_states(town, asep, "need.moved", "sent", "digest")
    asep.does_not_see("No. 2", seconds=0.2)
    town.passes(days=8)
    with town.writing() as session:
        digests.gather(session, town.now())
    assert asep.sees("Rangkuman untuk Asep").says("• Kabar usulan No. 2")
    waits_for_states(town, asep, "digest", "sent")
    with town.writing() as session:
        digests.gather(session, town.now())
    waits_for_states(town, asep, "need.moved", "sent", "moot")

    asep.says("/pengaturan")
    asep.sees("Rangkuman: Minggu 19.30")
    asep.taps("Hentikan semua")
    asep.sees("Semua kabar dihentikan, yang mendesak juga")
    lamp_is_accepted(town, 3, chair, asep)
    tini.sees("Kabar usulan No. 3")
    waits_for_states(town, asep, "need.moved", "sent", "moot", "moot")
    asep.does_not_see("No. 3", seconds=0.2)
    asep.taps("Lanjutkan lagi")
    asep.sees("Yang ditanyakan sendiri selalu dijawab")
    wishes(town, asep, weekly_cap=20)
    lamp_is_accepted(town, 4, chair, asep)
    asep.sees("Kabar usulan No. 4")
    waits_for_states(town, asep, "need.moved", "sent", "moot", "moot", "sent")


def announcement(_session: Session, row: Row, words: Words, _house: House) -> list[Call]:
    """As one is sent, with the button below it."""
    keyboard = screens.inline_keyboard(words, [[Choice(f"{QUIETLY}.1", label="Jangan kirim pengumuman")]])
    return [Call("sendMessage", screens.message(row.chat, f"Pengumuman {row.subject_id}", keyboard=keyboard))]


def announces(town: Town, chair: Neighbour, *to: Neighbour) -> None:
    now = town.now()
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        one = Broadcast(
            community_id=place.id, author_id=person_of(session, chair).id, content={}, audience={},
            state=BroadcastState.running, starts_at=now, created_at=now,
        )  # fmt: skip
        session.add(one)
        session.flush()
        for person in to:
            notice(
                session, kind="broadcast", chat=person.id, subject_id=one.id, due_at=now.timestamp(),
                now=now.timestamp(), rank=Class.broadcast, person_id=person_of(session, person).id,
            )  # fmt: skip


def test_one_tap_below_an_announcement_and_the_next_comes_only_to_others(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(notices.RENDER, "broadcast", announcement)
    announces(town, chair, tini, asep)
    tini.sees("Pengumuman 1")
    tini.taps("Jangan kirim pengumuman")
    tini.sees("Pengumuman RT 03 tidak dikirim lagi ke sini")
    announces(town, chair, tini, asep)
    asep.sees("Pengumuman 2")
    waits_for_states(town, tini, "broadcast", "sent", "moot")
    tini.taps("Kirim lagi")
    tini.sees("dikirim lagi ✓")
    announces(town, chair, tini, asep)
    tini.sees("Pengumuman 3")
    waits_for_states(town, tini, "broadcast", "sent", "moot", "sent")
