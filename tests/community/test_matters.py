"""Private matters: who may be chosen, who may open, what is told to whom; each refusal to its recovery."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import matters
from community.matters import Side, Story
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import communities, needs, outbox, outbox_leases, people
from storage.audit import AuditEntry
from storage.database import writing
from storage.matters import Hope, Matter, MatterState
from storage.people import Membership, Role
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import above

DUMPED = "tetangga sering buang sampah ke selokan"


def tell(
    session: Session, rt: RtThree, reader: int, *, about_office: bool = False, draft: int | None = None,
    text: str = DUMPED, danger: bool = False,
) -> Matter:  # fmt: skip
    story = Story(reader_id=reader, hope=Hope.notice, text=text, about_office=about_office, danger=danger)
    return matters.submit(session, story, by=rt.tini, community_id=rt.community, dialogue_id=draft, now=NOW)


def names(session: Session, rt: RtThree, *, about_office: bool = False, by: int | None = None) -> list[str]:
    found = matters.readers(session, rt.community, author_id=by or rt.tini, about_office=about_office)
    return [one.name for one in found]


def is_now(session: Session, person_id: int, community_id: int, role: Role | None) -> None:
    """Another role, or a member no more."""
    member = people.membership_of(session, person_id, community_id)
    assert member is not None
    if role is None:
        session.delete(member)
    else:
        member.role = role
    session.flush()


def notices(session: Session) -> list[tuple[str, int]]:
    """What waits to leave: of which kind, and for whom."""
    rows = session.connection().execute(sa.select(outbox.outbox.c.kind, outbox.outbox.c.person_id)).all()
    return [(str(kind), int(person)) for kind, person in rows]


# ── who may be chosen ──


def test_organisers_here_and_above_may_be_chosen_and_about_organisers_those_above_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        assert names(session, rt) == ["Pak Budi", "Siti"]
        assert names(session, rt, about_office=True) == []
        rw = above(session, rt)
        assert names(session, rt) == ["Pak Budi", "Siti", "Pak Darmo", "Bu Sri"]
        assert names(session, rt, about_office=True) == ["Pak Darmo", "Bu Sri"]
        assert names(session, rt, by=rt.siti) == ["Pak Budi", "Pak Darmo", "Bu Sri"]
        session.add(Membership(person_id=rw.sri, community_id=rt.community, role=Role.organiser, joined_at=NOW))
        session.flush()
        assert names(session, rt, about_office=True) == ["Pak Darmo"], "she is one of those whom it is about"


def test_nobody_reads_where_no_chair_has_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        here = communities.by_id(session, rt.community)
        assert here is not None
        here.chair_confirmed_at = None
        session.flush()
        assert names(session, rt) == []
        with pytest.raises(NotAllowed, match=r"matter\.reader\.gone"):
            tell(session, rt, rt.budi)


def test_whoever_was_not_offered_is_refused_and_nothing_is_kept(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for reader, about_office in ((rt.asep, False), (rt.tini, False), (rt.joko, False), (rt.budi, True)):
            with pytest.raises(NotAllowed):
                tell(session, rt, reader, about_office=about_office)
        assert session.exec(select(Matter)).all() == []
        assert notices(session) == []
        assert tell(session, rt, rt.budi).number == 1


def test_only_members_tell_and_an_empty_or_endless_story_is_none(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        story = Story(reader_id=rt.siti, hope=Hope.known, text=DUMPED)
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            matters.submit(session, story, by=rt.joko, community_id=rt.community, dialogue_id=None, now=NOW)
        with pytest.raises(NotAllowed, match=r"desk\.words_needed"):
            tell(session, rt, rt.siti, text=" ")
        with pytest.raises(TooMuch):
            tell(session, rt, rt.siti, text="a" * (matters.LONGEST + 1))
        for number in range(matters.MOST_A_DAY):
            assert tell(session, rt, rt.siti).number == number + 1
        with pytest.raises(TooMuch, match=r"matter\.enough_today"):
            tell(session, rt, rt.siti)


# ── who may open ──


def test_reader_and_author_open_it_and_nobody_else(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        matter = tell(session, rt, rt.siti)
        assert matters.opened(session, matter.id, by=rt.tini)[1] is Side.author
        assert matters.opened(session, matter.id, by=rt.siti)[1] is Side.reader
        for other in (rt.asep, rt.budi, rt.joko, rw.darmo, rw.sri):
            assert matters.of(session, other) == []
            for act in (
                lambda by: matters.opened(session, matter.id, by=by),
                lambda by: matters.handle(session, matter.id, by=by, now=NOW),
                lambda by: matters.reply(session, matter.id, text="?", dialogue_id=None, by=by, now=NOW),
                lambda by: matters.entrust(session, matter.id, to=rt.budi, by=by, now=NOW),
            ):
                with pytest.raises(NotThere, match=r"stage\.gone"):
                    act(other)
        assert matter.state is MatterState.sent
        assert [one.id for one, _ in matters.of(session, rt.siti)] == [matter.id]


@pytest.mark.parametrize("role", [Role.resident, Role.cadre, None])
def test_who_loses_the_office_or_leaves_loses_it_at_once_and_another_may_be_chosen(
    engine: Engine, role: Role | None
) -> None:
    with writing(engine) as session:
        rt = settle(session)
        matter = tell(session, rt, rt.siti)
        with pytest.raises(AlreadySo):
            matters.entrust(session, matter.id, to=rt.budi, by=rt.tini, now=NOW)
        is_now(session, rt.siti, rt.community, role)
        assert matters.of(session, rt.siti) == []
        with pytest.raises(NotThere):
            matters.opened(session, matter.id, by=rt.siti)
        with pytest.raises(NotThere, match=r"matter\.author\.alone"):
            matters.reply(session, matter.id, text="halo?", dialogue_id=None, by=rt.tini, now=NOW)
        for wrong in (rt.asep, rt.siti, rt.tini):
            with pytest.raises(NotAllowed):
                matters.entrust(session, matter.id, to=wrong, by=rt.tini, now=NOW)
        matters.entrust(session, matter.id, to=rt.budi, by=rt.tini, now=NOW)
        assert matters.opened(session, matter.id, by=rt.budi)[1] is Side.reader


def test_a_reader_above_reads_only_while_the_rt_lies_there_and_is_none_of_those_it_is_about(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        matter = tell(session, rt, rw.sri, about_office=True)
        assert matters.opened(session, matter.id, by=rw.sri)[1] is Side.reader
        session.add(Membership(person_id=rw.sri, community_id=rt.community, role=Role.organiser, joined_at=NOW))
        session.flush()
        with pytest.raises(NotThere):
            matters.opened(session, matter.id, by=rw.sri)
        is_now(session, rw.sri, rt.community, None)
        assert matters.opened(session, matter.id, by=rw.sri)[1] is Side.reader
        here = communities.by_id(session, rt.community)
        assert here is not None
        here.parent_id = None
        session.flush()
        with pytest.raises(NotThere):
            matters.opened(session, matter.id, by=rw.sri)


# ── talking on ──


def test_both_talk_on_and_an_answer_opens_again_what_was_handled(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        matter = tell(session, rt, rt.siti)
        matters.reply(session, matter.id, text="terima kasih, saya cek", dialogue_id=None, by=rt.siti, now=NOW)
        matters.handle(session, matter.id, by=rt.siti, now=NOW)
        with pytest.raises(AlreadySo, match=r"matter\.handled\.before"):
            matters.handle(session, matter.id, by=rt.siti, now=NOW)
        with pytest.raises(NotThere):
            matters.handle(session, matter.id, by=rt.tini, now=NOW)
        with pytest.raises(NotAllowed):
            matters.reply(session, matter.id, text="", dialogue_id=None, by=rt.tini, now=NOW)
        with pytest.raises(TooMuch):
            matters.reply(session, matter.id, text="a" * 1_001, dialogue_id=None, by=rt.tini, now=NOW)
        matters.reply(session, matter.id, text="masih, Bu", dialogue_id=None, by=rt.tini, now=NOW)
        assert matter.state is MatterState.sent
        assert matters.handle(session, matter.id, by=rt.siti, now=NOW).state is MatterState.handled
        assert notices(session) == [
            ("matter.sent", rt.siti),
            ("matter.line", rt.tini),
            ("matter.handled", rt.tini),
            ("matter.line", rt.siti),
            ("matter.handled", rt.tini),
        ]


def test_a_forgotten_author_is_answered_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        matter = tell(session, rt, rt.siti)
        matter.author_id = None
        session.flush()
        with pytest.raises(NotThere, match=r"matter\.reader\.alone"):
            matters.reply(session, matter.id, text="halo", dialogue_id=None, by=rt.siti, now=NOW)
        assert matters.handle(session, matter.id, by=rt.siti, now=NOW).state is MatterState.handled


def test_it_waits_for_the_end_of_quiet_hours_but_for_danger(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        here = communities.by_id(session, rt.community)
        assert here is not None
        here.quiet_hours = [["00:00", "23:59"]]
        session.flush()
        tell(session, rt, rt.siti)
        assert outbox_leases.claim(session, "post", now=NOW.timestamp(), most=5) == []
        matter = tell(session, rt, rt.budi, danger=True)
        rows = outbox_leases.claim(session, "post", now=NOW.timestamp(), most=5)
        assert [(row.kind, row.subject_id, row.person_id, row.rank) for row in rows] == [
            ("matter.sent", matter.id, rt.budi, outbox.Class.reply)
        ]


def test_no_audit_line_tells_of_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        matter = tell(session, rt, rt.siti)
        matters.handle(session, matter.id, by=rt.siti, now=NOW)
        is_now(session, rt.siti, rt.community, Role.resident)
        matters.entrust(session, matter.id, to=rt.budi, by=rt.tini, now=NOW)
        assert session.exec(select(AuditEntry)).all() == []


# ── it is no need ──


def test_it_is_on_no_list_and_in_no_count_of_needs(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tell(session, rt, rt.siti)
        assert needs.of_community(session, rt.community, limit=9) == []
        assert needs.count_of_community(session, rt.community) == 0
        assert needs.of_reporter(session, rt.tini, rt.community, limit=9) == []
        assert needs.since(session, rt.tini, NOW - timedelta(days=1)) == 0
        assert needs.kinds_used(session, rt.community) == {}
        assert communities.numbered(session, rt.community) == 1, "its number is none of theirs"
        assert {person for _, person in notices(session)} == {rt.siti}
