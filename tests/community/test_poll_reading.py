"""What came of a poll can be counted again by anybody, stands in stories, and is for those who were asked."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from community import counting, journeys, needs, poll_closing, poll_export, poll_reading, triage
from community.journeys import Reader
from community.needs import Report
from community.polls import Item
from community.refusals import NotAllowed, NotThere
from storage.outbox import outbox
from storage.polls import Method, Poll, PollKind
from storage.timeline import Event
from tests.community.polls_in_a_topic import WORKS, ask, close, recognise, votes_for
from tests.community.rt_three import NOW, RtThree
from tests.community.rw_five import above
from tests.community.told_for import Place

CHOSEN = {Event.chosen}
FIRST_TAPS = {
    Method.choose_one: ((1,), (1,), (2,)),
    Method.approval: ((1, 2), (1,), (2, 3)),
    Method.borda: ((1, 2, 3), (2, 1), (3,)),
    Method.schulze: ((1, 2, 3), (2, 1), (3,)),
    Method.points: ((1, 1, 2), (3,), (2, 2)),
    Method.yes_no: ((1,), (2,), (3,)),
    Method.consensus: ((1,), (2,), (1,)),
    Method.equal_shares: ((1, 2), (1,), (3,)),
}


@pytest.mark.parametrize("method", list(Method))
def test_whoever_counts_the_published_list_gets_the_stored_result(place: Place, method: Method) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep)
    poll = ask(session, rt, method=method, most_on_one=2)
    for person, places in zip((rt.tini, rt.asep, rt.joko), FIRST_TAPS[method], strict=True):
        votes_for(session, poll, person, *places)
    poll = close(session, poll)
    assert (poll.result["votes"], poll.result["apart"]) == (2, 1), "nobody has recognised Pak Joko"
    asked, sheets, piles = poll_export.read(poll_reading.exported(session, poll))
    assert counting.count(asked, sheets, piles) | {"parts": {}, "groups": {}} == poll.result


def three_needs(session: Session, rt: RtThree) -> list[Item]:
    found = []
    for title in ("Selokan", "Lampu", "Paving", "Portal"):
        need = needs.submit(
            session, Report(kind="drain", detail="clogged"), by=rt.tini, community_id=rt.community, dialogue_id=None,
            now=NOW,
        )  # fmt: skip
        triage.accept(session, need.id, title=title, by=rt.budi, now=NOW, seen=0)
        found.append(Item(title, need.id))
    return found


def stories(session: Session, items: list[Item]) -> list[list[str]]:
    return [
        [
            line.about or ""
            for line in journeys.read(session, one.need_id or 0, Reader.neighbour)
            if line.event in CHOSEN
        ]
        for one in items
    ]


def test_what_was_put_first_has_a_line_in_its_story_and_what_nobody_wants_has_none(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep)
    items = three_needs(session, rt)
    poll = ask(session, rt, items, kind=PollKind.needs)
    votes_for(session, poll, rt.tini, 1, 2)
    votes_for(session, poll, rt.asep, 2)
    close(session, poll)
    assert stories(session, items) == [["2.4.2.2"], ["1.4.2.2"], [], []]


def test_without_enough_votes_nothing_was_chosen(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep, rt.budi, rt.siti)
    items = three_needs(session, rt)
    poll = ask(session, rt, items, kind=PollKind.needs, quorum=50)
    votes_for(session, poll, rt.tini, 1)
    assert close(session, poll).result["quorum_met"] is False
    assert stories(session, items) == [[], [], [], []]


def test_lists_and_pictures_go_to_who_was_asked_and_only_once_it_was_counted(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt)
    with pytest.raises(NotThere):
        poll_reading.send(session, poll.id, poll_reading.VOTES, by=rt.tini, now=NOW)
    votes_for(session, poll, rt.tini, 1)
    close(session, poll)
    for _ in range(2):
        poll_reading.send(session, poll.id, poll_reading.VOTES, by=rt.asep, now=NOW)
    sent = session.connection().execute(sa.select(outbox.c.kind).where(outbox.c.kind == poll_reading.VOTES)).all()
    assert len(sent) == 1, "twice in a minute is once"
    stranger = above(session, rt, joined=False).darmo
    with pytest.raises(NotAllowed):
        poll_reading.send(session, poll.id, poll_reading.CHART, by=stranger, now=NOW)
    with pytest.raises(NotThere):
        poll_reading.counted(session, 99_999, by=rt.tini)


def test_one_has_a_vote_at_home_and_in_all_that_home_lies_in(place: Place) -> None:
    session, rt = place
    rw = above(session, rt)
    assert poll_reading.around(session, rt.tini) == [rt.community, rw.community]
    assert poll_reading.around(session, rw.darmo) == [rw.community]


def test_a_called_off_poll_is_nobodys_to_count(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt, WORKS)
    votes_for(session, poll, rt.tini, 1)
    poll_closing.call_off(session, poll.id, "Salah daftar", by=rt.budi, now=NOW)
    session.flush()
    session.expire_all()
    assert session.get_one(Poll, poll.id).state == "called_off"
    with pytest.raises(NotThere):
        poll_reading.counted(session, poll.id, by=rt.tini)
