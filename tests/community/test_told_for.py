"""What becomes of a need that was told for somebody: its story, its supporters, and what its speaker may do."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from community import claims, houses, journeys, merges, needs, supports
from community.journeys import Reader
from community.needs import Report
from community.refusals import NotAllowed
from storage import supports as rows
from storage.audit import AuditEntry
from storage.needs import Need, NeedState
from storage.timeline import Event
from tests.community.rt_three import NOW
from tests.community.told_for import KARTO, Place, tell


def test_the_story_says_that_the_speaker_says_so_to_those_whom_it_concerns(place: Place) -> None:
    session, rt = place
    need = tell(place)
    assert need.agreed_at == NOW
    (noted,) = session.exec(select(AuditEntry).where(AuditEntry.action == "need.spoken")).all()
    assert (noted.subject_id, noted.actor_id, noted.after) == (need.id, rt.asep, {"agreed": "as the speaker says"})
    claims.answer(session, claims.ask(session, need.id, by=rt.joko, now=NOW).id, granted=True, by=rt.asep, now=NOW)
    for reader in (Reader.reporter, Reader.office):
        events = [line.event for line in journeys.read(session, need.id, reader)]
        assert events == [Event.moved, Event.spoken, Event.claimed]
    assert [line.event for line in journeys.read(session, need.id, Reader.neighbour)] == [Event.moved]


# ── supporters ──

Before = Callable[[Place, Need], None]


def alone(_place: Place, _need: Need) -> None:
    """Nobody else supports it."""


def with_the_speaker(place: Place, need: Need) -> None:
    supports.support(place[0], need.id, by=place[1].asep, now=NOW)


def with_tini(place: Place, need: Need) -> None:
    supports.support(place[0], need.id, by=place[1].tini, now=NOW)


def by_himself_too(place: Place, need: Need) -> None:
    supports.support(place[0], need.id, by=place[1].joko, now=NOW)


def merged(place: Place, need: Need, report: Report = KARTO, by: int | None = None) -> Need:
    """Another need of the same matter, into which this one is merged."""
    other = tell(place, report, by)
    merges.merge(place[0], need.id, into=other.id, by=place[1].budi, now=NOW, seen=None)
    return other


def told_twice(place: Place, need: Need) -> None:
    merged(place, need)


def merged_into_his_own(place: Place, need: Need) -> None:
    merged(place, need, Report(kind="water", detail="murky"), place[1].joko)


def spoken_for_by_two(place: Place, need: Need) -> None:
    merged(place, need, by=place[1].tini)


@pytest.mark.parametrize(
    ("before", "people", "afterwards"),
    [
        (alone, 1, 1),
        (with_the_speaker, 2, 2),
        (with_tini, 2, 2),
        (by_himself_too, 2, 1),
        (told_twice, 1, 1),
        (merged_into_his_own, 2, 1),
        (spoken_for_by_two, 2, 2),
    ],
)
@pytest.mark.parametrize("whom", ["Mbah Karto", ""])
def test_nobody_is_lost_or_doubled(place: Place, before: Before, people: int, afterwards: int, whom: str) -> None:
    """Who had counted twice, as oneself and as one spoken for, is one from then on."""
    session, rt = place
    need = tell(place, Report(kind="water", detail="murky", on_behalf_of=whom))
    before(place, need)
    if whom == "" and before is told_twice:
        people = afterwards = 2  # that one is nameless is no sign that it is the same one
    root = supports.root(session, need)
    assert rows.count(session, root.id) == people
    claims.answer(session, claims.ask(session, need.id, by=rt.joko, now=NOW).id, granted=True, by=rt.asep, now=NOW)
    assert rows.count(session, root.id) == houses.count(session, root) == afterwards
    assert supports.is_supporter(session, need.id, rt.joko)
    if root.id != need.id:
        merges.part(session, need.id, by=rt.budi, now=NOW)
        assert supports.is_supporter(session, need.id, rt.joko), "he takes his own along"


# ── what the speaker may do ──


def test_it_is_taken_back_only_if_the_neighbour_wishes_it(place: Place) -> None:
    session, rt = place
    need = tell(place)
    with pytest.raises(NotAllowed, match=r"needs\.only_if_wished"):
        needs.withdraw(session, need.id, by=rt.asep, now=NOW)
    assert need.state is NeedState.received
    supports.add_words(session, need.id, text="Sudah seminggu", dialogue_id=None, by=rt.asep, now=NOW)
    assert needs.withdraw(session, need.id, by=rt.asep, now=NOW, wished=True).state is NeedState.withdrawn


def test_who_has_spoken_goes_on_adding_and_hearing_but_no_longer_decides(place: Place) -> None:
    session, rt = place
    need = tell(place)
    claims.answer(session, claims.ask(session, need.id, by=rt.joko, now=NOW).id, granted=True, by=rt.asep, now=NOW)
    supports.add_words(session, need.id, text="Masih keruh", dialogue_id=None, by=rt.asep, now=NOW)
    with pytest.raises(NotAllowed):
        needs.withdraw(session, need.id, by=rt.asep, now=NOW, wished=True)
    assert needs.withdraw(session, need.id, by=rt.joko, now=NOW).state is NeedState.withdrawn
