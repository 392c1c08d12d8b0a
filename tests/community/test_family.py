"""Whatever is merged, parted, taken back or taken over: nobody is lost but by their own act, and nobody counts twice.

Hypothesis plays a neighbourhood against a plain model of it: own supports per need, and arrows between merged needs.
"""

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine
from sqlmodel import Session, col

from community import claims, merges, needs, supports, triage
from community.needs import Report
from community.refusals import Refusal, TooMuch
from community.speaking import MOST_FOR_NEIGHBOURS_A_DAY
from storage import supports as rows
from storage.needs import NeedState, by_id
from storage.outbox import outbox
from storage.people import Membership
from storage.supports import NAMELESS, ONESELF
from storage.timeline import TimelineEntry
from tests.community.rt_three import NOW, RtThree, settle

RESIDENTS = ("tini", "asep", "joko")
WHOM = (None, "Mbah Karto", "Mbok Nah", "")
MOST_NEEDS = 4
NAME, ORGANISERS = st.sampled_from(RESIDENTS), st.sampled_from(("budi", "siti"))
NUMBER = st.integers(min_value=0, max_value=99)
"""Of a need, counted round."""


@dataclass
class Model:
    """One need as plain Python: who supports it itself, and into which it was merged."""

    reporter: int
    on_behalf_of: str | None
    own: set[tuple[object, ...]] = field(default_factory=set)
    into: int | None = None
    withdrawn: bool = False


def key(need_id: int, person: int, whom: str) -> tuple[object, ...]:
    """Who this is: the same person anywhere, but for one who stays nameless, who is told from nobody."""
    return (person, "nameless", need_id) if whom == NAMELESS else (person, whom)


class Neighbourhood(RuleBasedStateMachine):
    """Bu Tini, Asep and Pak Joko tell, support, leave and speak for others; Pak Budi and Siti merge and part."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="rollback_only")
        self.needs: dict[int, Model] = {}

    @initialize(told=st.lists(st.tuples(NAME, st.sampled_from(WHOM)), min_size=3, max_size=3))
    def people_live_here(self, told: list[tuple[str, str | None]]) -> None:
        """And three needs have been told."""
        self.rt: RtThree = settle(self.session)
        self.session.add(Membership(person_id=self.rt.joko, community_id=self.rt.community, joined_at=NOW))
        self.session.flush()
        for name, whom in told:
            self.tell(self.person(name), whom)

    def teardown(self) -> None:
        self.session.close()
        self.transaction.rollback()
        self.connection.close()

    # ── the model's own arithmetic ──

    def person(self, name: str) -> int:
        return int(getattr(self.rt, name))

    def root(self, need_id: int) -> int:
        while (into := self.needs[need_id].into) is not None:
            need_id = into
        return need_id

    def family(self, need_id: int) -> set[int]:
        found = {need_id}
        while more := {one for one, model in self.needs.items() if model.into in found} - found:
            found |= more
        return found

    def supporters(self, need_id: int) -> set[tuple[object, ...]]:
        return set().union(*(self.needs[one].own for one in self.family(need_id)))

    def may_speak_for_no_more(self, by: int) -> bool:
        spoken = sum(one[0] == by and one[1] != ONESELF for model in self.needs.values() for one in model.own)
        return spoken >= MOST_FOR_NEIGHBOURS_A_DAY

    def some(self, number: int) -> int:
        return sorted(self.needs)[number % len(self.needs)]

    # ── what people do ──

    def tell(self, by: int, whom: str | None) -> None:
        report = Report(kind="water", detail="murky", on_behalf_of=whom)
        need = needs.submit(self.session, report, by=by, community_id=self.rt.community, dialogue_id=None, now=NOW)
        self.needs[need.id] = Model(by, whom, own={key(need.id, by, supports.whom_for(whom))})

    @precondition(lambda self: len(self.needs) < MOST_NEEDS)
    @rule(name=NAME, whom=st.sampled_from(WHOM))
    def tells(self, name: str, whom: str | None) -> None:
        by = self.person(name)
        try:
            self.tell(by, whom)
        except TooMuch:
            assert whom is not None
            assert self.may_speak_for_no_more(by)

    @rule(number=NUMBER, name=NAME, whom=st.sampled_from(WHOM))
    def supports(self, number: int, name: str, whom: str | None) -> None:
        need_id, by, said = self.some(number), self.person(name), supports.whom_for(whom)
        root = self.root(need_id)
        already = {key(one, by, said) for one in self.family(root)} & self.supporters(root)
        heard = supports.hears(self.session, root, by)
        try:
            supports.support(self.session, need_id, by=by, now=NOW, whom=said)
        except TooMuch:
            assert said != ONESELF
            assert not already
            assert self.may_speak_for_no_more(by)
        except Refusal:
            assert self.needs[root].withdrawn
        else:
            hears = supports.hears(self.session, root, by)
            assert hears is (heard if already else True), "whoever says that it concerns them hears of it"
            if not already:
                self.needs[root].own.add(key(root, by, said))

    @rule(number=NUMBER, name=NAME)
    def leaves(self, number: int, name: str) -> None:
        need_id, by = self.some(number), self.person(name)
        root = self.root(need_id)
        model = self.needs[root]
        try:
            supports.leave(self.session, need_id, by=by, now=NOW)
        except Refusal:
            assert model.withdrawn or (model.reporter == by and model.on_behalf_of is None)
            return
        for one in self.family(root):
            self.needs[one].own.discard(key(one, by, ONESELF))

    @rule(number=NUMBER, name=NAME, wants=st.booleans())
    def says_whether_to_be_told(self, number: int, name: str, *, wants: bool) -> None:
        need_id, by = self.some(number), self.person(name)
        try:
            supports.follow(self.session, need_id, wants=wants, by=by, now=NOW)
        except Refusal:
            assert self.needs[self.root(need_id)].withdrawn
            return
        assert supports.hears(self.session, self.root(need_id), by) is wants

    @rule(number=NUMBER, name=NAME)
    def adds(self, number: int, name: str) -> None:
        need_id, by = self.some(number), self.person(name)
        try:
            supports.add_words(self.session, need_id, text="tambah parah", dialogue_id=None, by=by, now=NOW)
        except Refusal:
            root = self.root(need_id)
            mine = any(one[0] == by for one in self.supporters(root))
            assert self.needs[root].withdrawn or not mine

    @rule(number=NUMBER, name=NAME)
    def takes_back(self, number: int, name: str) -> None:
        need_id, by = self.some(number), self.person(name)
        model = self.needs[need_id]
        others = {one for one in self.supporters(need_id) if one[0] != by}
        may = model.reporter == by and not others and not model.withdrawn and model.into is None
        try:
            needs.withdraw(self.session, need_id, by=by, now=NOW, wished=True)
        except Refusal:
            assert not may
            return
        assert may
        model.withdrawn = True

    @precondition(lambda self: any(one.withdrawn for one in self.needs.values()))
    @rule(number=NUMBER)
    def brings_back(self, number: int) -> None:
        gone = sorted(one for one, model in self.needs.items() if model.withdrawn)
        need_id = gone[number % len(gone)]
        needs.restore(self.session, need_id, by=self.needs[need_id].reporter, now=NOW)
        self.needs[need_id].withdrawn = False

    @precondition(lambda self: any(model.on_behalf_of is not None for model in self.needs.values()))
    @rule(number=NUMBER, name=NAME)
    def takes_over(self, number: int, name: str) -> None:
        told = sorted(one for one, model in self.needs.items() if model.on_behalf_of is not None)
        need_id, by = told[number % len(told)], self.person(name)
        model, speaker = self.needs[need_id], self.needs[need_id].reporter
        root = self.root(need_id)
        before, knew = self.supporters(root), (by, ONESELF) in self.supporters(root)
        spoken = key(need_id, speaker, supports.whom_for(model.on_behalf_of))
        try:
            claim = claims.ask(self.session, need_id, by=by, now=NOW)
        except Refusal:
            assert by == speaker or model.withdrawn
            return
        claims.answer(self.session, claim.id, granted=True, by=speaker, now=NOW)
        for one in self.family(root):
            if spoken in self.needs[one].own:
                self.needs[one].own.discard(spoken)
                self.needs[one].own.add((by, ONESELF))
        model.own.add((by, ONESELF))
        model.reporter, model.on_behalf_of = by, None
        gone = 1 if spoken in before else 0  # else another of that name took it over before: they are two
        come = 0 if knew else 1
        assert len(self.supporters(root)) == len(before) - gone + come, "who had counted as two is one, all others stay"

    # ── what organisers do ──

    @rule(number=NUMBER, into=NUMBER, by=ORGANISERS)
    def merge(self, number: int, into: int, by: str) -> None:
        need_id, target = self.some(number), self.some(into)
        both = self.supporters(need_id) | self.supporters(target)
        try:
            merges.merge(self.session, need_id, into=target, by=self.person(by), now=NOW, seen=None)
        except Refusal:
            return
        self.needs[need_id].into = target
        assert self.supporters(target) == both

    @precondition(lambda self: any(model.into is not None for model in self.needs.values()))
    @rule(number=NUMBER, by=ORGANISERS)
    def part(self, number: int, by: str) -> None:
        merged = sorted(one for one, model in self.needs.items() if model.into is not None)
        need_id = merged[number % len(merged)]
        merges.part(self.session, need_id, by=self.person(by), now=NOW)
        self.needs[need_id].into = None

    @rule(number=NUMBER)
    def explains(self, number: int) -> None:
        need_id = self.some(number)
        if not self.needs[need_id].withdrawn:
            triage.explain(self.session, need_id, words="Minggu depan", by=self.rt.budi, now=NOW, seen=None)

    # ── what must hold whatever they do ──

    @invariant()
    def everyone_is_there_and_counts_once(self) -> None:
        for need_id in self.needs:
            assert rows.count(self.session, need_id) == len(self.supporters(need_id))
            assert set(rows.family_ids(self.session, need_id)) == self.family(need_id)

    @invariant()
    def each_stands_where_it_was_left(self) -> None:
        for need_id, model in self.needs.items():
            need = by_id(self.session, need_id)
            assert need is not None
            assert (need.state is NeedState.merged) == (model.into is not None)
            assert (need.state is NeedState.withdrawn) == model.withdrawn
            assert (need.reporter_id, need.on_behalf_of) == (model.reporter, model.on_behalf_of)

    @invariant()
    def nobody_hears_of_a_need_twice_at_a_time(self) -> None:
        query = sa.select(outbox.c.chat, col(TimelineEntry.need_id)).join_from(
            outbox, TimelineEntry, col(TimelineEntry.id) == outbox.c.subject_id
        )
        waiting = self.session.connection().execute(query.where(outbox.c.kind == "need.moved")).all()
        assert all(times == 1 for times in Counter(tuple(row) for row in waiting).values())


def test_nobody_is_lost_and_nobody_counts_twice(engine: Engine) -> None:
    class OnThis(Neighbourhood):
        pass

    OnThis.engine = engine
    quick = settings(
        max_examples=20 if engine.dialect.name == "sqlite" else 4,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(OnThis, settings=quick)
