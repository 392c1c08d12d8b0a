"""Which need is suggested as the same, and which never: the rule on values, then the candidates on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import moves, needs, places, similar, triage
from community.needs import Report
from community.similar import REACH, Told
from community.triage import Correction
from storage import needs as stored
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.needs import Audience, Need, NeedState
from storage.people import Membership
from tests.community.rt_three import NOW, RtThree, settle

HERE = (-7.5500, 110.8300)
METRE = 1 / 111_320.0
DEAD = Report("lamp", "dead", latitude=HERE[0], longitude=HERE[1])


def tell(session: Session, rt: RtThree, report: Report, *, day: int = 0) -> Need:
    when = NOW + timedelta(days=day)
    return needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=when)


def found(session: Session, rt: RtThree, report: Report) -> list[int]:
    return [match.id for match in similar.alike(session, report, rt.community)]


def north_of(report: Report, metres: float) -> Report:
    return replace(report, latitude=(report.latitude or 0) + metres * METRE)


# ── the rule ──


def told(what: str, where: str = "", *, kind: str = "drain", number: int = 1) -> Told:
    return Told(kind, frozenset(what.split()), frozenset(where.split()), id=number)


@pytest.mark.parametrize(
    ("new", "old", "is_good"),
    [
        (told("mampet", "masjid"), told("selokan mampet", "masjid"), True),
        (told("mampet", "masjid"), told("selokan mampet", "pos"), False),
        (told("mampet", "gang melati"), told("mampet", "gang mawar"), False),
        (told("mampet", "masjid"), told("bau", "masjid"), False),
        (told("", "masjid"), told("mampet", "masjid"), False),
        (told("mampet"), told("mampet"), False),
        (told("mampet", "masjid"), told("mampet masjid"), True),
        (told("mati", kind="water"), told("mati", kind="water"), True),
    ],
)
def test_the_same_matter_at_the_same_place_is_worth_a_tap(new: Told, old: Told, *, is_good: bool) -> None:
    assert (similar.good(similar.rank(new, [old])) is not None) is is_good


def test_the_likest_three_come_first() -> None:
    others = [told("bau", "masjid", number=1), told("mampet", "masjid", number=2), told("mampet", number=3)]
    ranked = similar.rank(told("mampet", "masjid"), [*others, told("tutup", "pos", number=4)])
    assert [match.id for match in ranked] == [2, 3, 1]
    assert similar.rank(told("mampet"), []) == []
    assert similar.good([]) is None


_said = st.builds(
    Told,
    st.sampled_from(["drain", "water", "lamp"]),
    st.frozensets(st.sampled_from(["mampet", "bau", "mati", "masjid", "selokan", "rusak", "dedi"])),
    st.frozensets(st.sampled_from(["masjid", "depan", "gang", "melati"])),
    st.frozensets(st.sampled_from(["dedi"])),
    st.none() | st.tuples(st.floats(-7.56, -7.54), st.floats(110.82, 110.84)),
)


@given(_said, st.lists(_said, max_size=5))
def test_a_score_lies_between_nothing_and_all_and_nothing_far_is_among_them(new: Told, others: list[Told]) -> None:
    matches = similar.rank(new, others)
    assert all(0 <= match.score <= 1 for match in matches)
    assert all(match.metres is None or match.metres <= REACH for match in matches)


@pytest.mark.parametrize(("metres", "as_told"), [(0, 50), (50, 50), (51, 100), (130, 200), (201, 300), (300, 300)])
def test_a_distance_is_told_in_four_steps(metres: float, as_told: int) -> None:
    assert similar.rounded(metres) == as_told


# ── candidates ──


def test_the_index_of_what_is_open_knows_the_states_that_are_closed() -> None:
    assert all(f"'{state.value}'" in stored.OPEN for state in moves.CLOSED)
    assert stored.OPEN.count("'") == 2 * len(moves.CLOSED)


def test_a_lamp_nearby_is_found_and_one_far_away_is_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        near, _far = tell(session, rt, DEAD), tell(session, rt, north_of(DEAD, 600))
        assert found(session, rt, north_of(DEAD, 40)) == [near.id]


def test_only_what_is_open_and_listed_here_and_of_its_kind_is_found(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        closed = [tell(session, rt, DEAD, day=day) for day in range(4)]
        states = (NeedState.resolved, NeedState.unconfirmed, NeedState.merged, NeedState.withdrawn)
        for need, state in zip(closed, states, strict=True):
            need.state = state
        hidden = tell(session, rt, DEAD)
        hidden.hidden_at = NOW
        tell(session, rt, replace(DEAD, kind="road", detail="holes"))
        elsewhere = Community(kind=CommunityKind.rt, code="zzzz2222", name="RT 04", created_at=NOW)
        session.add(elsewhere)
        session.flush()
        session.add(Membership(person_id=rt.tini, community_id=elsewhere.id or 0, joined_at=NOW))
        session.flush()
        needs.submit(session, DEAD, by=rt.tini, community_id=elsewhere.id or 0, dialogue_id=None, now=NOW)
        assert found(session, rt, DEAD) == []
        declined = tell(session, rt, DEAD)
        declined.state = NeedState.not_now
        session.flush()
        assert found(session, rt, DEAD) == [declined.id], "what is put off is still everybody's"


def test_a_flood_is_found_from_a_drain(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        flood = tell(session, rt, Report("flood", text="banjir gara-gara got mampet", landmark="Masjid"))
        assert found(session, rt, Report("drain", "clogged", landmark="Masjid")) == [flood.id]


@pytest.mark.parametrize(
    "old",
    [
        Report("lamp", "dead", landmark="Pos ronda"),
        Report("lamp", "dead", place="dekat pos ronda"),
        Report("lamp", "dead", near_home=True),
        Report("lamp", "dead"),
        replace(DEAD, text="lampu pos ronda"),
    ],
    ids=["landmark", "words", "home", "placeless", "point"],
)
@pytest.mark.parametrize("point", [None, HERE], ids=["landmark alone", "and a point"])
def test_what_has_no_point_is_found_by_its_kind(engine: Engine, old: Report, point: tuple[float, float] | None) -> None:
    latitude, longitude = point or (None, None)
    new = Report("lamp", "dead", landmark="Pos ronda", latitude=latitude, longitude=longitude)
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, old)
        assert found(session, rt, new) == [need.id]


def test_a_pin_that_is_moved_about_does_not_find_out_a_hidden_place(engine: Engine) -> None:
    """Two needs at two spots of one cell answer alike, wherever one stands."""
    middle = places.blurred(HERE, similar.BLUR)
    first = replace(DEAD, latitude=middle[0] + 30 * METRE, longitude=middle[1])
    second = replace(DEAD, latitude=middle[0] - 30 * METRE, longitude=middle[1] + 20 * METRE)
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, first)
        pins = [north_of(replace(DEAD, latitude=middle[0], longitude=middle[1]), far) for far in range(-330, 331, 30)]
        before = [similar.alike(session, pin, rt.community) for pin in pins]
        need.latitude, need.longitude = second.latitude, second.longitude
        session.flush()
        assert [similar.alike(session, pin, rt.community) for pin in pins] == before
        need.name_shown_to = Audience.neighbours
        session.flush()
        exactly = similar.alike(session, second, rt.community)
        assert exactly[0].metres == pytest.approx(0, abs=0.1)


# ── what is kept ──


def test_stems_follow_what_organisers_put_right(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, Report("drain", "clogged", text="mampet parah", place="gang mawar"))
        assert need.stems == " air selokan mampet | gang mawar | mampet "
        triage.accept(session, need.id, title="Got buntu", by=rt.budi, now=NOW, seen=None)
        triage.correct(session, need.id, Correction("flood", landmark="Masjid"), by=rt.budi, now=NOW, seen=None)
        assert need.stems == " air banjir selokan mampet | masjid | mampet "


def test_a_long_story_is_kept_as_far_as_it_fits(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt, Report("idea", text=" ".join(f"kata{number}xyz" for number in range(300))))
        assert need.stems is not None
        assert 450 < len(need.stems) <= 512
        assert need.stems.endswith("xyz ")
