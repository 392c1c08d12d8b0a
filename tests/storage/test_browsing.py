"""Looking through the list: each order, each kind of looking, and what is never on it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import finding, merges, needs, similar, supports, triage
from community.needs import Report
from storage import browsing
from storage import supports as stored
from storage.browsing import Lens, Order
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.needs import NeedState
from tests.community.rt_three import NOW, RtThree, settle

NAMES = [
    ("drain", None, "Selokan"),
    ("drain", "clogged", "Mampet"),
    ("lamp", None, "Lampu jalan"),
    ("lamp", "dead", "Mati"),
]
REPORTS = (
    Report(kind="drain", detail="clogged", landmark="Masjid"),
    Report(kind="lamp", detail="dead", landmark="Pos ronda"),
    Report(kind="lamp", detail="leaning", latitude=-7.5550, longitude=110.8300),
    Report(kind="drain", detail="smelly", latitude=-7.5650, longitude=110.8300, place="depan warung Bu Sri"),
)


@dataclass
class Street:
    """RT 03 with the four needs of REPORTS, No. 1 to 4, told by Bu Tini; `ids` begin with nothing."""

    session: Session
    rt: RtThree
    ids: list[int]

    def sees(self, lens: Lens) -> list[int]:
        """Numbers, in order."""
        found = browsing.page(self.session, self.rt.community, lens, limit=9)
        assert browsing.count(self.session, self.rt.community, lens) == len(found)
        return [need.number for need in found]

    def joins(self, person: int, *numbers: int) -> None:
        for number in numbers:
            supports.support(self.session, self.ids[number], by=person, now=NOW)

    def merges(self, number: int, into: int) -> None:
        merges.merge(self.session, self.ids[number], into=self.ids[into], by=self.rt.budi, now=NOW, seen=None)


def street(session: Session) -> Street:
    rt = settle(session)
    found = Street(session, rt, [0])
    for report in REPORTS:
        need = needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)
        found.ids.append(need.id)
    return found


def test_the_newest_come_first_unless_asked_otherwise(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        assert here.sees(Lens()) == [4, 3, 2, 1]
        assert here.sees(Lens(kind="lamp")) == [3, 2]
        assert here.sees(Lens(landmark="Masjid")) == [1]
        assert browsing.kinds_of(session, here.rt.community) == [("drain", 2), ("lamp", 2)]
        second = browsing.page(session, here.rt.community, Lens(), limit=3, offset=3)
        assert [need.number for need in second] == [1]


def test_what_most_join_comes_first_and_a_merged_need_brings_its_people(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        here.joins(here.rt.asep, 2, 3)
        here.joins(here.rt.siti, 2)
        here.joins(here.rt.budi, 1)
        assert here.sees(Lens(Order.most)) == [2, 3, 1, 4]
        here.merges(1, into=4)
        here.merges(3, into=4)
        assert here.sees(Lens(Order.most)) == [4, 2], "Bu Tini counts once"
        people = browsing.people_of(session, here.ids[1:])
        assert people == {need_id: stored.count(session, need_id) for need_id in here.ids[1:]}
        assert people[here.ids[4]] == 3


def test_those_who_are_forgotten_are_counted_one_by_one(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        here.joins(here.rt.asep, 1)
        here.joins(here.rt.siti, 1)
        for number, support in enumerate(stored.of_need(session, here.ids[1])):
            support.person_id, support.whom = None, f"mark{number}"
        session.flush()
        assert (
            browsing.people_of(session, [here.ids[1]])
            == {here.ids[1]: 3}
            == {here.ids[1]: stored.count(session, here.ids[1])}
        )


def test_the_nearest_come_first_and_those_without_a_point_last(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        assert here.sees(Lens(Order.nearest, near=(-7.5551, 110.8301))) == [3, 4, 2, 1]
        assert here.sees(Lens(Order.nearest, near=(-7.5652, 110.8301))) == [4, 3, 2, 1]


def test_nobody_measures_by_the_order_where_somebody_lives(engine: Engine) -> None:
    """Two points a hundred metres apart, seen from a step to either side: they stand in the order of their numbers."""
    with writing(engine) as session:
        here = street(session)
        for latitude in (-7.60005, -7.60095):
            point = Report(kind="road", latitude=latitude, longitude=110.8000)
            needs.submit(session, point, by=here.rt.tini, community_id=here.rt.community, dialogue_id=None, now=NOW)
        for latitude in (-7.6000, -7.6009):
            assert here.sees(Lens(Order.nearest, near=(latitude, 110.8000)))[:2] == [6, 5]


def test_where_i_joined_has_what_it_lives_on_in_and_not_my_own(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        here.joins(here.rt.asep, 1, 2)
        assert here.sees(Lens(supporter_id=here.rt.asep)) == [2, 1]
        here.merges(1, into=3)
        assert here.sees(Lens(supporter_id=here.rt.asep)) == [3, 2]
        assert here.sees(Lens(supporter_id=here.rt.tini)) == []


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("selokan", [4, 1]),
        ("SELOKAN masjid", [1]),
        ("kalenan", [4, 1]),
        ("lampu mati", [2]),
        ("ronda", [2]),
        ("bu sri", []),
        ("100%", []),
        ("pohon", []),
    ],
)
def test_every_word_must_be_found_as_a_name_a_place_a_kind_or_a_quick_word(
    engine: Engine, said: str, numbers: list[int]
) -> None:
    with writing(engine) as session:
        here = street(session)
        assert here.sees(Lens(words=finding.looked_for(said, NAMES))) == numbers


def test_words_and_a_typed_place_are_searched_once_organisers_have_read_them(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        need = browsing.page(session, here.rt.community, Lens(), limit=1)[0]
        need.text, need.title = "banyune mambu, cedhake Mbah Karto", "Jembatan bambu"
        similar.remember(need)
        session.flush()

        def looks_for(said: str) -> list[int]:
            return here.sees(Lens(words=finding.looked_for(said, NAMES)))

        assert looks_for("bambu") == [4], "how organisers call it"
        assert looks_for("karto") == looks_for("sri") == looks_for("air bau") == []
        triage.accept(session, need.id, title=None, by=here.rt.budi, now=NOW, seen=None)
        assert looks_for("karto") == looks_for("sri") == looks_for("air bau") == looks_for("banyu mambu") == [4]
        assert looks_for("%") == looks_for("_") == looks_for("|") == [4, 3, 2, 1], "nothing is looked for"
        need.on_behalf_of = "Mbah Karto"
        session.flush()
        assert looks_for("karto") == looks_for("sri") == []


def test_what_is_withdrawn_hidden_or_merged_is_on_no_list(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        here.joins(here.rt.asep, 1, 2, 3)
        here.merges(1, into=4)
        found = {need.number: need for need in browsing.page(session, here.rt.community, Lens(), limit=9)}
        found[2].hidden_at = NOW
        found[3].state = NeedState.withdrawn
        session.flush()
        near = (-7.5551, 110.8301)
        for lens in (Lens(), Lens(Order.most), Lens(Order.nearest, near=near), Lens(supporter_id=here.rt.asep)):
            assert here.sees(lens) == [4]
        assert here.sees(Lens(words=finding.looked_for("lampu", NAMES))) == []
        assert browsing.kinds_of(session, here.rt.community) == [("drain", 1)]


def test_another_neighbourhood_has_a_list_of_its_own(engine: Engine) -> None:
    with writing(engine) as session:
        here = street(session)
        beside = Community(kind=CommunityKind.rt, code="rt04abcd", name="RT 04", created_at=NOW - timedelta(days=9))
        session.add(beside)
        session.flush()
        assert browsing.count(session, beside.id, Lens(Order.most)) == 0
        assert browsing.with_code(session, "nosuchxx") is None
        assert here.sees(Lens()) == [4, 3, 2, 1]
