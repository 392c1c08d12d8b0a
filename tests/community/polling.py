"""Polls in RT 03 for tests of the rules: asked by Pak Budi, the chair, and voted in without a chat."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from community import electorate, house_marks, poll_closing, poll_values, polls, votes
from community.polls import Item, Plan
from community.votes import Vote
from storage import people
from storage import polls as stored
from storage.ballots import Ballot, PollVoter
from storage.people import Membership, Person
from storage.polls import Method, Poll, PollKind
from tests.community.rt_three import NOW, RtThree, settle

SECRET = "a-secret-for-tests"
DAY = timedelta(days=1)
ENDS = NOW + 7 * DAY
OVER = ENDS + timedelta(seconds=1)
ANSWERS = ("Ya", "Tidak", "Ikut saja")
MUFAKAT = ("Setuju", "Setuju, walau mengganjal", "Keberatan")
NAMES = ("Selokan", "Lampu", "Paving", "Air keruh", "Poskamling", "Tempat sampah")


def rt_that_is_known(session: Session) -> RtThree:
    """RT 03 whose four members are all recognised; Joko lives elsewhere."""
    rt = settle(session)
    recognise(session, rt, (rt.tini, rt.asep, rt.budi, rt.siti))
    return rt


def recognise(session: Session, rt: RtThree, person_ids: Collection[int]) -> None:
    for one in person_ids:
        member = people.membership_of(session, one, rt.community)
        assert member is not None
        member.recognised_at = NOW
        session.add(member)
    session.flush()


def neighbours(session: Session, rt: RtThree, many: int, *, recognised: bool = True) -> list[int]:
    """More residents, who live there since today."""
    first = 5_100_000_000 + len(list(session.exec(select(Person.id))))
    found = [Person(telegram_id=first + number, name=f"Warga {number}", created_at=NOW) for number in range(many)]
    session.add_all(found)
    session.flush()
    for one in found:
        session.add(
            Membership(
                person_id=one.id, community_id=rt.community, joined_at=NOW, recognised_at=NOW if recognised else None
            )
        )
    session.flush()
    return [one.id for one in found]


def plan(method: Method = Method.choose_one, texts: Sequence[str] = NAMES, **more: Any) -> Plan:
    kind = {Method.yes_no: PollKind.yes_no, Method.equal_shares: PollKind.budget}.get(method, PollKind.own)
    if method is Method.yes_no:
        texts = ANSWERS
    if method is Method.consensus:
        texts = MUFAKAT
    costs = more.pop("costs", [None] * len(texts))
    items = [Item(text, cost=cost) for text, cost in zip(texts, costs, strict=True)]
    settled: dict[str, Any] = {"kind": kind, "items": items, "method": method, "closes_at": ENDS} | more
    return Plan(**settled)


def asks(session: Session, rt: RtThree, method: Method = Method.choose_one, **more: Any) -> Poll:
    """A poll that is open for a week."""
    return polls.open_poll(session, rt.community, plan(method, **more), by=rt.budi, now=NOW)


def option(session: Session, poll: Poll, place: int) -> int:
    return stored.options_of(session, poll.id)[place - 1].id


def taps(session: Session, poll: Poll, by: int, *places: int, now: Any = NOW) -> Vote:
    """One tap after the other; the last one's vote."""
    for place in places:
        vote = tap(session, option(session, poll, place), by=by, now=now)
    return vote


def tap(session: Session, option_id: int, *, by: int, secret: str = SECRET, now: datetime = NOW) -> Vote:
    """One tap, as the conversation passes it on."""
    poll, option = votes.reach(session, option_id, now=now)
    return votes.tap(session, poll, option, electorate.voter(session, poll, by), secret=secret, now=now)


def places_of(session: Session, poll: Poll, vote: Vote) -> list[int]:
    places = {one.id: one.place for one in stored.options_of(session, poll.id)}
    return [places[one] for one in vote.choices]


def ballots_in(session: Session, poll: Poll) -> list[Ballot]:
    session.flush()
    return list(session.exec(select(Ballot).where(Ballot.poll_id == poll.id).order_by(col(Ballot.receipt))))


def voters_in(session: Session, poll: Poll) -> set[tuple[int, str, bool]]:
    found = session.exec(select(PollVoter).where(PollVoter.poll_id == poll.id))
    return {(one.person_id, one.whom, one.has_vote) for one in found}


def ends(session: Session, poll: Poll) -> dict[str, Any]:
    """Closed by the clock; its result."""
    session.flush()
    assert poll_closing.close_due(session, OVER) > 0
    return poll.result


def counted(session: Session, poll: Poll) -> dict[str, Any]:
    """As it stands now."""
    return poll_closing.result_of(session, poll, poll_values.asked(session, poll))


def lives_in(session: Session, rt: RtThree, person_id: int, number: str) -> None:
    house_marks.live_in(session, SECRET, number, by=person_id, community_id=rt.community, now=NOW)
