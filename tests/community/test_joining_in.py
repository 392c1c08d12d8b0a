"""Saya juga instead of a report: nothing said is lost, nobody is counted twice, and danger is told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import alarms, media, needs, speaking, supports
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import media as files
from storage import outbox, timeline
from storage import supports as rows
from storage.audit import AuditEntry
from storage.database import writing
from storage.media import MediaKind
from storage.needs import Need, NeedState
from storage.timeline import Event
from tests.community.rt_three import NOW, RtThree, settle


def told(session: Session, rt: RtThree) -> Need:
    lamp = Report("lamp", "dead")
    return needs.submit(session, lamp, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)


def join(session: Session, need: Need, by: int, text: str = "", *, whom: str = "", draft: int | None = None) -> Need:
    return supports.join(session, need.id, whom=whom, text=text, dialogue_id=draft, by=by, now=NOW)


def photo(session: Session, person_id: int, *, draft: int | None = None, need: Need | None = None) -> int:
    need_id = need.id if need else None
    one = media.receive(
        session, kind=MediaKind.photo, file_id="f", file_unique_id="u", seconds=None,
        person_id=person_id, dialogue_id=draft, need_id=need_id, now=NOW,
    )  # fmt: skip
    session.flush()
    return one.id


def test_words_and_photos_are_kept_on_the_need(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        sent = photo(session, rt.asep, draft=7)
        join(session, need, rt.asep, "sudah seminggu", draft=7)
        assert rows.count(session, need.id) == 2
        added = [line for line in timeline.of_need(session, need.id) if line.event is Event.added]
        assert [(line.actor_id, line.reason) for line in added] == [(rt.asep, "sudah seminggu")]
        session.expire_all()
        assert [one.id for one in files.of_need(session, need.id)] == [sent]


def test_a_long_story_is_kept_whole(engine: Engine) -> None:
    words = " ".join(f"kata{number}" for number in range(500))
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        join(session, need, rt.asep, words)
        join(session, need, rt.asep, "x" * 2_500)
        said = [line.reason or "" for line in timeline.of_need(session, need.id) if line.event is Event.added]
        assert " ".join(said[:-3]) == words
        assert "".join(said[-3:]) == "x" * 2_500
        assert max(map(len, said)) <= supports.LONGEST_ADDITION


def test_nobody_is_counted_twice_and_a_neighbour_is_counted_beside_oneself(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        for _ in range(2):
            join(session, need, rt.tini)
            join(session, need, rt.asep)
            join(session, need, rt.asep, whom=supports.whom_for("Mbah Karto"))
        assert rows.count(session, need.id) == 3
        assert [line.event for line in timeline.of_need(session, need.id)] == [Event.moved]


@pytest.mark.parametrize("name", ["asep", "siti"])
def test_for_neighbours_one_joins_no_more_often_in_a_day_than_one_may_tell_for_them(engine: Engine, name: str) -> None:
    most = speaking.MOST_FOR_NEIGHBOURS_A_DAY if name == "asep" else speaking.MOST_A_DAY
    with writing(engine) as session:
        rt = settle(session)
        need, by = told(session, rt), getattr(rt, name)
        for_sri = Report("lamp", "dead", on_behalf_of="Mbah Sri")
        needs.submit(session, for_sri, by=by, community_id=rt.community, dialogue_id=None, now=NOW)
        for number in range(1, most):
            join(session, need, by, whom=f"Mbah {number}")
        with pytest.raises(TooMuch, match=r"needs\.enough_for_neighbours") as refused:
            join(session, need, by, "sudah lama", whom="Mbah Karto")
        assert refused.value.values == {"most": most}
        with pytest.raises(TooMuch, match=r"needs\.enough_for_neighbours"):
            needs.submit(session, for_sri, by=by, community_id=rt.community, dialogue_id=None, now=NOW)
        join(session, need, by, whom="Mbah 1")
        join(session, need, by)
        assert rows.count(session, need.id) == 1 + most
        tomorrow = NOW + speaking.A_DAY + timedelta(seconds=1)
        supports.support(session, need.id, by=by, now=tomorrow, whom="Mbah Karto")
        assert rows.count(session, need.id) == 2 + most


def test_that_a_neighbour_agreed_is_the_word_of_whoever_joins_for_them(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        join(session, need, rt.asep)
        for _ in range(2):
            join(session, need, rt.asep, whom="Mbah Karto")
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "need.spoken")).all()
        said = [(one.subject_id, one.actor_id, one.after) for one in noted]
        assert said == [(need.id, rt.asep, {"agreed": "as the speaker says"})]


def test_strangers_and_what_is_gone_are_refused_and_nothing_is_written(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        with pytest.raises(NotAllowed):
            join(session, need, rt.joko, "halo")
        need.hidden_at = NOW
        with pytest.raises(NotThere):
            join(session, need, rt.asep, "halo")
        need.hidden_at = None
        join(session, need, rt.asep, "halo")
        assert rows.count(session, need.id) == 2


def alarmed(session: Session) -> list[int]:
    rows = session.connection().execute(
        sa.select(outbox.outbox.c.person_id).where(outbox.outbox.c.kind == "need.danger")
    )
    return sorted(rows.scalars())


def test_danger_at_a_known_need_is_told_by_whoever_it_concerns_once_a_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        with pytest.raises(NotAllowed):
            alarms.still_dangerous(session, need.id, by=rt.asep, now=NOW)
        assert alarmed(session) == []
        join(session, need, rt.asep)
        for _ in range(2):
            assert alarms.still_dangerous(session, need.id, by=rt.asep, now=NOW) == 2
        assert alarmed(session) == sorted([rt.budi, rt.siti])
        assert session.exec(select(Need.danger)).one() is True
        join(session, need, rt.siti)
        alarms.still_dangerous(session, need.id, by=rt.siti, now=NOW)
        assert alarmed(session) == sorted([rt.budi, rt.budi, rt.siti]), "whoever says it knows it"


def test_nobody_is_alarmed_by_what_is_closed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told(session, rt)
        need.state = NeedState.resolved
        with pytest.raises(AlreadySo):
            alarms.still_dangerous(session, need.id, by=rt.tini, now=NOW)
        need.state = NeedState.reopened
        assert alarms.still_dangerous(session, need.id, by=rt.tini, now=NOW) == 2
