"""Telling a need and what its reporter may do with it, on both databases; each refusal to its recovery."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import alarms, codes, media, needs, speaking, supports
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import media as files
from storage import needs as stored
from storage import outbox, outbox_leases, timeline
from storage.database import writing
from storage.media import Media, MediaKind
from storage.needs import Audience, Houses, Need, NeedState
from storage.people import Membership, Role
from storage.timeline import TimelineEntry
from tests.community.rt_three import NOW, RtThree, settle

CLOGGED = Report(kind="drain", detail="clogged", near_home=True)


def tell(session: Session, rt: RtThree, report: Report = CLOGGED, *, by: int | None = None) -> Need:
    return needs.submit(session, report, by=by or rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)


def test_a_need_gets_a_number_a_code_and_the_first_line_of_its_story(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first, second = tell(session, rt), tell(session, rt)
        assert (first.number, second.number) == (1, 2)
        assert first.code != second.code
        assert first.state is NeedState.received
        assert first.name_shown_to is Audience.organisers
        assert first.photos_shown_to is Audience.organisers
        story = timeline.of_need(session, first.id)
        assert [(line.state, line.actor_id, line.at) for line in story] == [(NeedState.received, rt.tini, NOW)]


def test_what_was_sent_to_the_draft_goes_with_it_and_nothing_else(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for dialogue_id in (7, 8):
            _photo(session, rt.tini, dialogue_id)
        need = needs.submit(session, CLOGGED, by=rt.tini, community_id=rt.community, dialogue_id=7, now=NOW)
        session.expire_all()
        assert [(one.dialogue_id, one.need_id) for one in session.exec(select(Media).order_by("id"))] == [
            (7, need.id),
            (8, None),
        ]


def _photo(session: Session, person_id: int, dialogue_id: int) -> None:
    media.receive(
        session, kind=MediaKind.photo, file_id="f", file_unique_id="u", seconds=None,
        person_id=person_id, dialogue_id=dialogue_id, now=NOW,
    )  # fmt: skip
    session.flush()


def test_only_members_speak_here_and_joining_is_the_way_on(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            tell(session, rt, by=rt.joko)
        assert stored.count_of_community(session, rt.community) == 0
        session.add(Membership(person_id=rt.joko, community_id=rt.community, joined_at=NOW))
        session.flush()
        assert tell(session, rt, by=rt.joko).number == 1


@pytest.mark.parametrize("report", [Report(kind="dragons"), Report(kind="drain", detail="dead")])
def test_a_kind_that_nobody_offered_is_refused(engine: Engine, report: Report) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotThere):
            tell(session, rt, report)


def test_words_that_no_message_holds_are_refused_and_shorter_ones_taken(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(TooMuch):
            tell(session, rt, Report(kind="other", text="a" * (needs.LONGEST + 1)))
        assert tell(session, rt, Report(kind="other", text="a" * needs.LONGEST)).number == 1


def test_twenty_a_day_are_enough_and_tomorrow_is_another_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for _ in range(speaking.MOST_A_DAY):
            tell(session, rt)
        with pytest.raises(TooMuch, match=r"needs\.enough_today"):
            tell(session, rt)
        tomorrow = NOW + speaking.A_DAY + timedelta(seconds=1)
        told = needs.submit(session, CLOGGED, by=rt.tini, community_id=rt.community, dialogue_id=None, now=tomorrow)
        assert told.number == speaking.MOST_A_DAY + 1


def test_a_resident_speaks_for_five_neighbours_a_day_an_organiser_for_more(engine: Engine) -> None:
    for_karto = Report(kind="water", on_behalf_of="Mbah Karto")
    with writing(engine) as session:
        rt = settle(session)
        for _ in range(speaking.MOST_FOR_NEIGHBOURS_A_DAY):
            tell(session, rt, for_karto)
            tell(session, rt, for_karto, by=rt.siti)
        with pytest.raises(TooMuch, match=r"needs\.enough_for_neighbours"):
            tell(session, rt, for_karto)
        assert tell(session, rt, CLOGGED).on_behalf_of is None
        assert tell(session, rt, for_karto, by=rt.siti).on_behalf_of == "Mbah Karto"


def test_someone_without_a_name_is_spoken_for_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for _ in range(speaking.MOST_FOR_NEIGHBOURS_A_DAY):
            tell(session, rt, Report(kind="water", on_behalf_of=""))
        with pytest.raises(TooMuch):
            tell(session, rt, Report(kind="water", on_behalf_of=""))


def test_only_the_reporter_says_whom_it_concerns_and_the_last_word_counts(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need_id = tell(session, rt).id
        for other in (rt.asep, rt.budi):
            with pytest.raises(NotAllowed):
                needs.concerns(session, need_id, Houses.all, by=other, now=NOW)
        needs.concerns(session, need_id, Houses.own, by=rt.tini, now=NOW)
        needs.concerns(session, need_id, Houses.lane, by=rt.tini, now=NOW)
        assert needs.concerns(session, need_id, Houses.lane, by=rt.tini, now=NOW).houses is Houses.lane


def test_saying_the_same_twice_changes_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need_id = tell(session, rt).id
        later, last = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
        needs.show_name(session, need_id, Audience.neighbours, by=rt.tini, now=later)
        assert needs.show_name(session, need_id, Audience.neighbours, by=rt.tini, now=last).changed_at == later


def test_a_need_taken_back_is_off_the_list_and_can_come_back_to_where_it_stood(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        need_id = need.id
        need.state = NeedState.planned
        session.add(TimelineEntry(need_id=need_id, at=NOW, state=NeedState.planned, actor_id=rt.budi))
        session.flush()
        needs.withdraw(session, need_id, by=rt.tini, now=NOW)
        assert stored.of_community(session, rt.community, limit=5) == []
        with pytest.raises(NotThere):
            needs.withdraw(session, need_id, by=rt.tini, now=NOW)
        with pytest.raises(NotThere):
            supports.open_to(session, need_id, by=rt.asep)
        with pytest.raises(NotAllowed):
            needs.restore(session, need_id, by=rt.asep, now=NOW)
        assert needs.restore(session, need_id, by=rt.tini, now=NOW).state is NeedState.planned
        assert needs.restore(session, need_id, by=rt.tini, now=NOW).state is NeedState.planned
        assert [line.state for line in timeline.of_need(session, need_id)] == [
            NeedState.received,
            NeedState.planned,
            NeedState.withdrawn,
            NeedState.planned,
        ]


@pytest.mark.parametrize("state", [NeedState.resolved, NeedState.merged])
def test_what_others_rely_on_cannot_be_taken_back(engine: Engine, state: NeedState) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        need.state = state
        session.flush()
        with pytest.raises(AlreadySo):
            needs.withdraw(session, need.id, by=rt.tini, now=NOW)
        assert need.state is state


def test_more_is_added_by_those_whom_it_concerns(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need_id = tell(session, rt).id
        _photo(session, rt.tini, 9)
        with pytest.raises(NotAllowed):
            supports.add_words(session, need_id, by=rt.asep, text="bukan punyaku", dialogue_id=None, now=NOW)
        with pytest.raises(TooMuch):
            supports.add_words(session, need_id, by=rt.tini, text="a" * 1_001, dialogue_id=None, now=NOW)
        supports.add_words(session, need_id, by=rt.tini, text="tambah parah", dialogue_id=9, now=NOW)
        assert timeline.of_need(session, need_id)[-1].reason == "tambah parah"
        session.expire_all()
        assert len(files.of_need(session, need_id)) == 1


def test_a_need_of_another_neighbourhood_is_not_shown(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need_id = tell(session, rt).id
        with pytest.raises(NotAllowed):
            supports.open_to(session, need_id, by=rt.joko)
        assert supports.open_to(session, need_id, by=rt.asep).id == need_id


def test_danger_is_told_to_every_organiser_once_and_at_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, Report(kind="readiness", danger=True))
        assert alarms.raise_alarm(session, need, now=NOW) == 2
        assert alarms.raise_alarm(session, need, now=NOW) == 2
        rows = outbox_leases.claim(session, "post", now=NOW.timestamp(), most=10)
        assert sorted((row.kind, row.subject_id, row.person_id, row.rank) for row in rows) == [
            ("need.danger", need.id, rt.budi, outbox.Class.reply),
            ("need.danger", need.id, rt.siti, outbox.Class.reply),
        ]


def test_an_organiser_in_danger_is_not_told_by_himself(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, Report(kind="readiness", danger=True), by=rt.budi)
        assert alarms.raise_alarm(session, need, now=NOW) == 2
        assert [row.person_id for row in outbox_leases.claim(session, "post", now=NOW.timestamp(), most=10)] == [
            rt.siti
        ]


def test_the_first_screen_learns_from_what_is_told_here(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for kind in ("irrigation", "irrigation", "drain"):
            tell(session, rt, Report(kind=kind))
        assert stored.kinds_used(session, rt.community) == {"irrigation": 2, "drain": 1}


def test_who_speaks_for_others_is_judged_by_role_alone() -> None:
    chair = Membership(person_id=1, community_id=1, role=Role.chair, joined_at=NOW)
    report = Report(kind="water", on_behalf_of="Mbah Karto")
    assert needs.why_not_submit(report, chair, today=9, for_neighbours_today=9) is None
    assert needs.why_not_submit(report, chair, today=20, for_neighbours_today=9) is not None


def test_codes_are_read_from_a_poster_without_doubt() -> None:
    drawn = {codes.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert all(len(code) == codes.LENGTH and set(code) <= set(codes.ALPHABET) for code in drawn)
    assert not set(codes.ALPHABET) & set("01ilo")
    assert codes.draw(3, lambda alphabet: alphabet[0]) == "222"
    assert codes.draw.__defaults__ == (codes.LENGTH, secrets.choice)
