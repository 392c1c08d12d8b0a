"""Supporters are never lost by what somebody else does: through any sequence of merges, partings and erasures."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import erasure, merges, needs, supports
from community.refusals import Refusal
from storage import needs as stored
from storage import supports as rows
from storage.database import open_engine
from storage.needs import Need
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.traces import ASKED, an_hour_later

PEOPLE, NEEDS = 3, 3
ACTS = st.lists(
    st.tuples(st.sampled_from(("support", "merge", "part", "erase")), st.integers(0, 2), st.integers(0, 2)),
    max_size=12,
)


def residents(rt: RtThree) -> list[int]:
    return [rt.tini, rt.asep, rt.siti]


def counts(session: Session) -> dict[int, int]:
    """How many stand behind each need that lives, as its neighbours read it."""
    living = [need.id for need in session.exec(select(Need)) if need.merged_into_id is None]
    return {need_id: rows.count(session, need_id) for need_id in living}


def does(session: Session, rt: RtThree, act: str, one: int, other: int, told: list[int]) -> None:
    who = residents(rt)[one]
    if act == "support":
        supports.support(session, told[other], by=who, now=NOW)
    elif act == "merge":
        merges.merge(session, told[one], into=told[other], by=rt.budi, now=NOW, seen=None)
    elif act == "part":
        merges.part(session, told[one], by=rt.budi, now=NOW)
    else:
        erasure.of_everything(session, by=who, now=ASKED)
        erasure.make_final(session, an_hour_later(), secret=SECRET)


def tried(act: Callable[[], None]) -> None:
    try:
        act()
    except Refusal:
        return


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_an_erasure_takes_nobody_elses_word(sqlite_url: str, acts: list[tuple[str, int, int]]) -> None:
    engine: Engine = open_engine(sqlite_url)
    with engine.connect() as connection, Session(connection) as session:
        rt = settle(session)
        report = needs.Report(kind="drain", text="got")
        told = [
            needs.submit(session, report, by=who, community_id=rt.community, dialogue_id=None, now=NOW).id
            for who in residents(rt)
        ]
        session.flush()
        for act, one, other in acts:
            before, gone = counts(session), residents(rt)[one]
            hers = [need.id for need in stored.told_by(session, gone) if not erasure.is_relied_on(session, need)]
            tried(lambda act=act, one=one, other=other: does(session, rt, act, one, other, told))  # type: ignore[misc]  # the present three
            session.flush()
            if act == "erase":
                assert counts(session) == {need_id: count for need_id, count in before.items() if need_id not in hers}
        session.rollback()
    engine.dispose()
