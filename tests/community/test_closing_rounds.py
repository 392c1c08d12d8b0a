"""Opening a round of asking, and two who act at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import select

from community import (
    closing_rounds,
    closing_tellings,
    flags,
    media,
    merges,
    needs,
    supports,
    triage,
)
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed, Overtaken, TooMuch
from storage import closings as rows
from storage import media as files
from storage import timeline
from storage.closings import Verdict
from storage.database import writing
from storage.media import MediaKind
from storage.needs import NeedState
from storage.outbox import outbox
from storage.people import Membership, Person
from tests.community.closing_time import END, EVENING, NOON, Street

DONE, NOT_YET = Verdict.done, Verdict.not_yet


# ── opening ──


def test_a_bare_claim_is_refused_and_a_sentence_will_do(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        with pytest.raises(NotAllowed, match=r"closing\.proof_needed"):
            street.is_said_to_be_done(words="  ")
        with pytest.raises(TooMuch):
            street.is_said_to_be_done(words="a" * 501)
        assert street.stands() is NeedState.received
        opened = street.is_said_to_be_done()
        assert street.stands() is NeedState.awaiting_confirmation
        assert opened.ends_at == END
        assert timeline.of_need(session, street.need_id)[-1].reason == "Dikeruk."


def test_the_photo_of_the_draft_is_the_proof(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        media.receive(
            session, kind=MediaKind.photo, file_id="after", file_unique_id="u", seconds=None,
            person_id=street.rt.budi, dialogue_id=7, now=NOON,
        )  # fmt: skip
        opened = closing_rounds.say_done(
            session, street.need_id, words=None, dialogue_id=7, by=street.rt.budi, now=NOON, seen=0, chance=Random(1)
        )
        session.expire_all()
        (photo,) = files.of_need(session, street.need_id)
        line = timeline.by_id(session, opened.entry_id)
        assert line is not None
        assert line.media_id == photo.id


def test_only_organisers_say_so_and_the_slower_of_two_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        for other in (street.rt.tini, street.rt.joko):
            with pytest.raises(NotAllowed):
                street.is_said_to_be_done(by=other)
        street.starts()
        with pytest.raises(Overtaken):
            closing_rounds.say_done(
                session, street.need_id, words="Sudah.", dialogue_id=None, by=street.rt.siti, now=NOON, seen=0,
                chance=Random(1),
            )  # fmt: skip
        street.is_said_to_be_done()
        with pytest.raises(AlreadySo):
            street.is_said_to_be_done(by=street.rt.siti)


def test_who_is_asked_reads_the_question_and_others_the_news(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        supports.follow(session, street.need_id, wants=True, by=street.rt.siti, now=NOON)
        street.is_said_to_be_done()
        asked = {street.rt.tini, street.rt.asep, *street.neighbours}
        assert {one.person_id for one in street.asked()} == asked
        assert set(street.notices("closing.ask")) == asked
        assert street.notices("need.moved") == [street.rt.siti]
        assert [one.person_id for one in street.asked() if one.is_reporter] == [street.rt.tini]


def test_neighbours_are_drawn_where_few_are_concerned(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session, more=0)
        for number in range(6):
            street.neighbours.append(street.moves_in(number))
        street.is_said_to_be_done()
        drawn = [one for one in street.asked() if not one.is_concerned]
        assert len(drawn) == 3
        assert {one.person_id for one in drawn} <= set(street.neighbours)


def test_nobody_who_moved_it_sees_to_it_or_said_so_is_asked_not_even_for_a_neighbour(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        karto = Report(kind="drain", on_behalf_of="Mbah Karto")
        told = needs.submit(
            session, karto, by=street.rt.siti, community_id=street.rt.community, dialogue_id=None, now=NOON
        )
        for person_id in (street.rt.siti, street.rt.budi):
            supports.support(session, told.id, by=person_id, now=NOON)
        triage.start(session, told.id, by=street.rt.siti, now=NOON, seen=None)
        closing_rounds.say_done(
            session, told.id, words="Sudah.", dialogue_id=None, by=street.rt.budi, now=NOON, seen=None, chance=Random(1)
        )
        opened = rows.latest_of(session, told.id)
        assert opened is not None
        asked = {one.person_id for one in rows.answers_of(session, opened.id)}
        assert not asked & {street.rt.siti, street.rt.budi}


def test_whoever_sees_to_it_is_not_asked(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        supports.support(session, street.need_id, by=street.rt.siti, now=NOON)
        triage.hand_over(session, street.need_id, to=street.rt.siti, by=street.rt.budi, now=NOON, seen=None)
        street.is_said_to_be_done()
        assert street.rt.siti not in {one.person_id for one in street.asked()}


def test_an_organiser_who_only_supports_it_is_asked_again_after_others_have_reopened_it(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        supports.support(session, street.need_id, by=street.rt.siti, now=NOON)
        street.starts(by=street.rt.siti)
        street.is_said_to_be_done()
        assert street.rt.siti not in {one.person_id for one in street.asked()}
        street.says(street.rt.tini, NOT_YET)
        assert street.minutes_pass(EVENING) is NeedState.reopened
        street.is_said_to_be_done(at=EVENING)
        assert street.rt.siti in {one.person_id for one in street.asked()}


def test_reporters_and_supporters_of_what_was_merged_are_asked_and_a_speaker_for_each(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        other = needs.submit(
            session, Report(kind="drain", on_behalf_of="Mbah Karto"), by=street.rt.asep,
            community_id=street.rt.community, dialogue_id=None, now=NOON,
        )  # fmt: skip
        supports.support(session, other.id, by=street.rt.asep, whom="Mbah Sri", now=NOON)
        merges.merge(session, other.id, into=street.need_id, by=street.rt.budi, now=NOON, seen=0)
        street.is_said_to_be_done()
        asep = {(one.whom, one.is_reporter) for one in street.asked() if one.person_id == street.rt.asep}
        assert asep == {("", False), ("Mbah Karto", True), ("Mbah Sri", False)}


def test_who_has_left_or_blocked_the_bot_is_not_asked(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        gone, deaf = street.neighbours[:2]
        session.delete(session.exec(select(Membership).where(Membership.person_id == gone)).one())
        session.get_one(Person, deaf).reachable = False
        session.flush()
        street.is_said_to_be_done()
        assert not {one.person_id for one in street.asked()} & {gone, deaf}


# ── at the same moment ──


def test_two_clocks_at_once_tell_once(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.says(street.rt.tini, DONE)
    ready = Barrier(2)

    def ticks() -> int:
        ready.wait()
        with writing(engine) as session:
            return closing_tellings.tally_due(session, EVENING)

    with ThreadPoolExecutor(2) as clocks:
        told = [one.result() for one in [clocks.submit(ticks), clocks.submit(ticks)]]
    assert sorted(told) == [0, 1]
    with writing(engine) as session:
        sent = session.connection().execute(sa.select(outbox).where(outbox.c.kind == "closing.told")).all()
        assert len(sent) == 2


def test_of_two_organisers_at_once_one_asks_the_residents_and_the_other_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        need_id, organisers = street.need_id, (street.rt.budi, street.rt.siti)
    ready = Barrier(2)

    def says_done(by: int) -> str:
        ready.wait()
        try:
            with writing(engine) as session:
                closing_rounds.say_done(
                    session, need_id, words="Sudah.", dialogue_id=None, by=by, now=NOON, seen=0, chance=Random(1)
                )
        except Overtaken:
            return "told"
        return "asked"

    with ThreadPoolExecutor(2) as office:
        came_to = [one.result() for one in [office.submit(says_done, by) for by in organisers]]
    assert sorted(came_to) == ["asked", "told"]
    with writing(engine) as session:
        assert len(rows.open_rounds(session)) == 1


# ── hidden ──


def hide(street: Street) -> None:
    for number in range(90, 90 + flags.ENOUGH):
        flags.flag(street.session, street.need_id, by=street.moves_in(number), now=NOON)


def show(street: Street, at: datetime) -> None:
    flags.decide(
        street.session, street.need_id, show=True, reason="Tidak apa-apa", by=street.rt.siti, now=at,
        seen=street.need.moves,
    )  # fmt: skip


def test_nobody_is_asked_about_what_is_hidden(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        hide(street)
        with pytest.raises(AlreadySo, match=r"closing\.is_hidden"):
            street.is_said_to_be_done()
        assert rows.latest_of(session, street.need_id) is None
        show(street, NOON)
        assert street.notices("closing.ask") == []
        street.is_said_to_be_done()


def test_shown_again_whoever_has_not_answered_is_asked_anew(engine: Engine) -> None:
    later = NOON + timedelta(hours=1)
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        street.says(street.rt.tini, Verdict.done, at=NOON + timedelta(minutes=1))
        hide(street)
        session.connection().execute(outbox.update().values(state="moot"))
        before = street.notices("closing.ask")
        show(street, later)
        anew = street.notices("closing.ask")[len(before) :]
        assert sorted(anew) == sorted([street.rt.asep, *street.neighbours])


def test_a_question_that_still_waits_is_not_written_twice_nor_one_of_a_round_that_is_over(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        hide(street)
        before = street.notices("closing.ask")
        show(street, NOON)
        assert street.notices("closing.ask") == before
        session.connection().execute(outbox.update().values(state="moot"))
        assert street.minutes_pass(END) is NeedState.unconfirmed
        closing_rounds.ask_after_hiding(session, street.need, now=END)
        assert street.notices("closing.ask") == before
