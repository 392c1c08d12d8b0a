"""What is said of private matters and of unfitting needs, looked at again at the moment it leaves."""

from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session

from community import flags, matters, needs
from community.matters import Story
from community.needs import Report
from conversations import flag_notices, matter_notices
from conversations.talk import House
from locales import words
from storage import outbox, people
from storage.database import writing
from storage.matters import Hope, Matter
from storage.outbox import Row
from storage.people import Membership, Person, Role
from tests.community.rt_three import NOW, RtThree, settle

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip
ROW = Row(1, 5_000_000_002, outbox.Class.notice, None, "matter.sent", None, None, None, 1, 0.0)


def told(session: Session, rt: RtThree) -> Matter:
    story = Story(reader_id=rt.siti, hope=Hope.word, text="bising <malam>")
    return matters.submit(session, story, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)


def to(subject_id: int, person_id: int) -> Row:
    return replace(ROW, subject_id=subject_id, person_id=person_id)


def is_resident_again(session: Session, person_id: int, community_id: int) -> None:
    member = people.membership_of(session, person_id, community_id)
    assert member is not None
    member.role = Role.resident
    session.flush()


def test_the_story_reaches_its_reader_alone_and_only_while_she_is_one(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        matter = told(session, rt)
        calls = matter_notices.sent(session, to(matter.id, rt.siti), words("id"), HOUSE)
        assert calls is not None
        text = calls[0].parameters["text"]
        assert "“bising &lt;malam&gt;”" in text
        assert "Tini" not in text
        for other in (rt.tini, rt.budi, rt.asep, rt.joko):
            assert matter_notices.sent(session, to(matter.id, other), words("id"), HOUSE) is None
        is_resident_again(session, rt.siti, rt.community)
        assert matter_notices.sent(session, to(matter.id, rt.siti), words("id"), HOUSE) is None


def test_what_is_said_afterwards_reaches_the_other_one_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        matter = told(session, rt)
        mine = matters.reply(session, matter.id, text="tolong ya", dialogue_id=None, by=rt.tini, now=NOW)
        hers = matters.reply(session, matter.id, text="baik", dialogue_id=None, by=rt.siti, now=NOW)
        for line, wanted in ((mine, rt.siti), (hers, rt.tini)):
            reached = [
                person
                for person in (rt.tini, rt.siti, rt.budi, rt.asep)
                if matter_notices.line(session, to(line.id, person), words("id"), HOUSE)
            ]
            assert reached == [wanted]
        assert matter_notices.handled(session, to(matter.id, rt.tini), words("id"), HOUSE) is None
        matters.handle(session, matter.id, by=rt.siti, now=NOW)
        assert matter_notices.handled(session, to(matter.id, rt.tini), words("id"), HOUSE)
        assert matter_notices.handled(session, to(matter.id, rt.siti), words("id"), HOUSE) is None
        is_resident_again(session, rt.siti, rt.community)
        assert matter_notices.line(session, to(mine.id, rt.siti), words("id"), HOUSE) is None


def test_organisers_are_asked_to_look_only_while_it_waits_for_them(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        report = Report(kind="other", text="Pak Broto malas")
        need = needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)
        assert flag_notices.flagged(session, to(need.id, rt.budi), words("id"), HOUSE) is None
        for number in range(flags.ENOUGH):
            person = Person(telegram_id=7_000_000_000 + number, name="Warga", created_at=NOW)
            session.add(person)
            session.flush()
            session.add(Membership(person_id=person.id or 0, community_id=rt.community, joined_at=NOW))
            session.flush()
            flags.flag(session, need.id, by=person.id or 0, now=NOW)
        assert flag_notices.flagged(session, to(need.id, rt.budi), words("id"), HOUSE)
        assert flag_notices.flagged(session, to(need.id, rt.asep), words("id"), HOUSE) is None
        line = flags.decide(session, need.id, show=False, reason="kasar", by=rt.siti, now=NOW, seen=need.moves)
        assert flag_notices.flagged(session, to(need.id, rt.budi), words("id"), HOUSE) is None
        told_why = flag_notices.reviewed(session, to(line.id, rt.tini), words("id"), HOUSE)
        assert told_why is not None
        assert "“kasar”" in told_why[0].parameters["text"]
        assert flag_notices.reviewed(session, to(line.id, rt.asep), words("id"), HOUSE) is None
        flags.appeal(session, need.id, by=rt.tini, now=NOW)
        assert flag_notices.flagged(session, to(need.id, rt.budi), words("id"), HOUSE)
        assert flag_notices.flagged(session, to(need.id, rt.siti), words("id"), HOUSE) is None
