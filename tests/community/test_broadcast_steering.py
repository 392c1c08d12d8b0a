"""An announcement under way, on both databases: paused, freed, stopped, tried again, corrected, taken back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import broadcast_report, broadcast_steering, broadcast_work
from community.refusals import AlreadySo, NotAllowed
from storage import broadcasts as stored
from storage import people
from storage.broadcasts import Broadcast, BroadcastState
from storage.database import writing
from storage.outbox import outbox
from storage.people import Person, Role
from tests.community.announcing import announced, mark_all, people_told, rows, works
from tests.community.rt_three import NOW, settle


def person_row(session: Session, person_id: int) -> int:
    query = sa.select(outbox.c.id).where(outbox.c.kind == "broadcast", outbox.c.person_id == person_id)
    return int(session.connection().execute(query).scalar_one())


def test_in_chunks_whatever_happens_in_between(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_work, "CHUNK", 1)
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        assert people_told(session) == [rt.tini]
        broadcast_steering.pause(session, found.id, by=rt.siti, now=NOW)
        works(session)
        assert people_told(session, "held") == [rt.tini, rt.asep, rt.siti], "filled first, then held, one by one"
        broadcast_steering.go_on(session, found.id, by=rt.budi, now=NOW)
        works(session)
        assert people_told(session, "due") == [rt.tini, rt.asep, rt.siti]
        broadcast_steering.stop(session, found.id, by=rt.budi, now=NOW)
        works(session)
        assert people_told(session, "moot") == [rt.tini, rt.asep, rt.siti]


def test_what_was_put_down_after_all_was_freed_goes_on(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, state="held")  # in hand while it was paused
        broadcast_work.look_after(session, NOW)
        works(session)
        assert len(people_told(session, "due")) == 3


def test_it_ends_when_nothing_is_left_and_only_failures_are_tried_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, state="sent", message_id=7, sent_at=NOW.timestamp())
        session.connection().execute(
            outbox.update().where(outbox.c.person_id == rt.asep).values(state="given_up", error="never: refused")
        )
        broadcast_work.look_after(session, NOW)
        assert session.get_one(Broadcast, found.id).state is BroadcastState.done
        report = broadcast_report.of(session, found)
        assert (report.sent, report.refused, report.total) == (2, 1, 3)
        broadcast_steering.retry(session, found.id, by=rt.siti, now=NOW)
        assert people_told(session, "due") == [rt.asep]
        session.get_one(Person, rt.asep).reachable = False
        mark_all(session, found, state="given_up", error="never: blocked")
        broadcast_work.look_after(session, NOW)
        broadcast_steering.retry(session, found.id, by=rt.siti, now=NOW)
        assert rt.asep not in people_told(session, "due"), "nobody writes to who has gone"


def test_a_correction_goes_to_each_message_that_is_out_and_a_recall_to_those_of_two_days(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, state="sent", message_id=7, sent_at=NOW.timestamp())
        old = (NOW - timedelta(hours=49)).timestamp()
        session.connection().execute(outbox.update().where(outbox.c.person_id == rt.tini).values(sent_at=old))
        broadcast_steering.correct(session, found.id, "Jam 8", by=rt.siti, now=NOW)
        works(session)
        assert [person for person, _, _ in rows(session, kind="broadcast.edit")] == [rt.tini, rt.asep, rt.siti]
        broadcast_steering.correct(session, found.id, "Jam 9", by=rt.siti, now=NOW)
        works(session)
        assert len(rows(session, kind="broadcast.edit")) == 6
        broadcast_steering.recall(session, found.id, by=rt.budi, now=NOW)
        works(session)
        assert [person for person, _, _ in rows(session, kind="broadcast.recall")] == [rt.asep, rt.siti]
        for act in (broadcast_steering.recall, broadcast_steering.retry):
            with pytest.raises(AlreadySo):
                act(session, found.id, by=rt.budi, now=NOW)


@pytest.mark.parametrize("act", ["pause", "go_on", "stop", "retry", "recall", "send_now"])
def test_residents_and_others_steer_nothing(engine: Engine, act: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        for by in (rt.tini, rt.joko):
            with pytest.raises(NotAllowed):
                getattr(broadcast_steering, act)(session, found.id, by=by, now=NOW)
        assert people.membership_of(session, rt.joko, rt.community) is None


def test_a_row_is_written_once_however_often_its_chunk_is_done(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        stored.give(session, found.id, stored.ChoreKind.fill, NOW)
        works(session)
        assert people_told(session) == [rt.tini, rt.asep, rt.siti]


def test_the_card_is_drawn_anew_when_something_has_changed_and_not_in_haste(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        found.progress_row_id = 1
        drawn = []
        for seconds, then_in_hand in ((0.0, rt.tini), (1.0, rt.asep), (2.9, rt.siti), (3.0, None), (7.0, None)):
            broadcast_work.look_after(session, NOW + timedelta(seconds=seconds))
            drawn.append(len(rows(session, kind="broadcast.progress")))
            update = outbox.update()
            session.connection().execute(update.where(outbox.c.kind == "broadcast.progress").values(state="sent"))
            session.connection().execute(update.where(outbox.c.person_id == then_in_hand).values(state="leased"))
        assert drawn == [1, 1, 1, 2, 2], "changed each second, drawn after three; nothing new, nothing drawn"


def test_what_has_not_left_is_changed_without_a_word(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, starts_at=NOW + timedelta(hours=3))
        broadcast_steering.correct(session, found.id, "Jam 8", by=rt.siti, now=NOW)
        assert (found.corrected_at, found.content["html"]) == (None, "Jam 8")
        assert rows(session, kind="broadcast.edit") == []


@pytest.mark.parametrize("act", ["pause", "stop", "recall"])
def test_its_author_hears_of_what_others_do_to_it_and_nobody_else_does(engine: Engine, act: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for by, told in ((rt.budi, []), (rt.siti, [rt.budi])):
            found = announced(session, rt)
            getattr(broadcast_steering, act)(session, found.id, by=by, now=NOW)
            assert [person for person, _, _ in rows(session, kind="broadcast.steered")] == told


def test_that_it_goes_on_is_no_news_to_its_author(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        broadcast_steering.pause(session, found.id, by=rt.budi, now=NOW)
        broadcast_steering.go_on(session, found.id, by=rt.siti, now=NOW)
        assert rows(session, kind="broadcast.steered") == []


def test_who_has_opened_its_card_watches_it_on_the_last_one_and_only_in_office(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        for row_id in (person_row(session, rt.asep), person_row(session, rt.tini)):  # whatever rows: as if opened twice
            broadcast_work.watch(session, found, row_id, by=rt.siti)
        assert broadcast_work.card_of(session, found, rt.siti) == person_row(session, rt.tini)
        broadcast_work.look_after(session, NOW)
        assert [person for person, _, _ in rows(session, kind="broadcast.progress")] == [rt.siti]
        session.connection().execute(outbox.update().where(outbox.c.kind == "broadcast.progress").values(state="sent"))
        member = people.membership_of(session, rt.siti, rt.community)
        assert member is not None
        member.role = Role.resident
        session.flush()
        mark_all(session, found, state="sent", message_id=7, sent_at=NOW.timestamp())
        broadcast_work.look_after(session, NOW + timedelta(seconds=9))
        assert len([one for one in rows(session, kind="broadcast.progress") if one[0] == rt.siti]) == 1
