"""One house counts once, and nothing that is kept says which house it is."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import house_marks, houses, merges, needs, supports
from community.needs import Report
from community.refusals import NotAllowed, NotThere
from storage import supports as rows
from storage.database import writing
from storage.needs import Need
from tests.community.rt_three import NOW, RtThree, settle

SECRET = "a-secret-for-tests"


@pytest.mark.parametrize(
    ("said", "house"),
    [
        ("12", "12"),
        ("No. 12 B", "12b"),
        ("no.12b", "12b"),
        ("12-B", "12b"),
        ("012 b", "12b"),
        ("Nomor 12/B", "12b"),
        ("rumah nomer 12B", "12b"),
        ("１２ｂ", "12b"),
        ("Blok C No. 3", "c3"),
        ("blok c/03", "c3"),
        ("12/3", "12/3"),
        ("Gang Melati 7", "gangmelati7"),
        ("", ""),
        ("No.", ""),
        ("depan masjid", ""),
    ],
)
def test_however_it_is_written_one_house_is_one(said: str, house: str) -> None:
    assert house_marks.normal(said) == house


def test_a_mark_is_one_houses_of_one_neighbourhood_and_needs_the_secret() -> None:
    mark = house_marks.mark(SECRET, 1, "No. 12 B")
    assert mark == house_marks.mark(SECRET, 1, "12b")
    others = {
        house_marks.mark(SECRET, 2, "12b"),
        house_marks.mark("another", 1, "12b"),
        house_marks.mark(SECRET, 1, "12c"),
    }
    assert len(others) == 3
    assert mark not in others
    assert len(mark) == 64


@pytest.mark.parametrize("said", ["", "depan masjid", "1" * (house_marks.LONGEST + 1)])
def test_what_names_no_house_is_refused_and_the_next_word_taken(engine: Engine, said: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotThere, match=r"houses\.unclear"):
            house_marks.live_in(session, SECRET, said, by=rt.tini, community_id=rt.community, now=NOW)
        assert not house_marks.is_known(session, by=rt.tini, community_id=rt.community)
        lives(session, rt, rt.tini, "12")
        assert house_marks.is_known(session, by=rt.tini, community_id=rt.community)
        house_marks.forget(session, by=rt.tini, community_id=rt.community, secret=SECRET, now=NOW)
        assert not house_marks.is_known(session, by=rt.tini, community_id=rt.community)


def test_only_neighbours_say_where_they_live(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed):
            lives(session, rt, rt.joko, "12")


def lives(session: Session, rt: RtThree, person: int, number: str) -> None:
    house_marks.live_in(session, SECRET, number, by=person, community_id=rt.community, now=NOW)


def tell(session: Session, rt: RtThree, by: int, whom: str | None = None) -> Need:
    report = Report(kind="water", on_behalf_of=whom)
    return needs.submit(session, report, by=by, community_id=rt.community, dialogue_id=None, now=NOW)


def test_houses_behind_a_need(engine: Engine) -> None:
    """Each line is one more who says that it concerns them, and how many houses that makes."""
    with writing(engine) as session:
        rt = settle(session)
        need, other = tell(session, rt, rt.tini), tell(session, rt, rt.siti, "Mbah Karto")
        assert houses.count(session, need) == 1
        supports.support(session, need.id, by=rt.asep, now=NOW)
        assert houses.count(session, need) == 2, "who has not said where they live is a house of their own"
        lives(session, rt, rt.tini, "No. 12 B")
        lives(session, rt, rt.asep, "12b")
        assert houses.count(session, need) == 1, "they live together"
        supports.support(session, need.id, by=rt.asep, now=NOW, whom="Mbok Nah")
        assert houses.count(session, need) == 2, "a neighbour spoken for lives elsewhere"
        merges.merge(session, other.id, into=need.id, by=rt.budi, now=NOW, seen=None)
        assert houses.count(session, need) == 3
        supports.support(session, other.id, by=rt.tini, now=NOW, whom="-")
        assert houses.count(session, need) == 4, "so does one without a name"
        supports.support(session, need.id, by=rt.budi, now=NOW)
        lives(session, rt, rt.budi, "12 B")
        assert houses.count(session, need) == 4
        lives(session, rt, rt.budi, "14")
        assert houses.count(session, need) == 5, "the last word counts"
        merges.part(session, other.id, by=rt.budi, now=NOW)
        assert houses.count(session, other) == 1


def test_who_is_forgotten_goes_on_counting(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, rt.tini)
        support = next(iter(rows.of_need(session, need.id)))
        support.person_id = None
        session.flush()
        assert houses.count(session, need) == 1
