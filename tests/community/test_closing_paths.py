"""Whatever residents, organisers and the clock do, in any order: only residents close, and numbers come together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import closing_rounds, closings, reopenings, triage
from community.closings import TOGETHER
from community.refusals import Refusal
from storage.closings import Verdict
from storage.needs import NeedState
from tests.community.closing_time import NOON, Street

ZONE = "Asia/Jakarta"
PEOPLE = 5
Step = tuple[object, ...]


@contextmanager
def thrown_away(engine: Engine) -> Iterator[Session]:
    with engine.connect() as connection, Session(connection, join_transaction_mode="rollback_only") as session:
        yield session
        connection.rollback()


@dataclass
class Course:
    """What has happened, kept beside the database. `said` are the answers that count, with their times."""

    street: Street
    now: datetime = NOON
    said: dict[int, tuple[Verdict, datetime]] = field(default_factory=dict)
    told_at: datetime | None = None
    has_confirmed: bool = False

    @property
    def people(self) -> list[int]:
        return [self.street.rt.tini, self.street.rt.asep, *self.street.neighbours]

    @property
    def numbers(self) -> tuple[object, ...]:
        """What organisers can read of the answers."""
        last = self.street.round
        return last.done, last.partly, last.not_yet, last.unseen, last.reasons, last.told_count

    def answers(self, who: int, verdict: Verdict) -> None:
        before, read = self.street.stands(), self.numbers
        try:
            self.street.says(self.people[who], verdict, at=self.now)
        except Refusal:
            return
        assert self.street.stands() is before, "no single answer moves it"
        assert self.numbers == read
        self.said[self.people[who]] = (verdict, self.now)

    def explains(self) -> None:
        triage.explain(
            self.street.session, self.street.need_id, words="Ya.", by=self.street.rt.siti, now=self.now, seen=None
        )

    def works_again(self) -> None:
        read = self.numbers
        if refused(lambda: closing_rounds.work_again(
            self.street.session, self.street.need_id, by=self.street.rt.budi, now=self.now, seen=None
        )):  # fmt: skip
            return
        assert self.street.stands() is NeedState.reopened
        assert self.numbers == read

    def says_done(self) -> None:
        if not refused(lambda: self.street.is_said_to_be_done(at=self.now)):
            self.said, self.told_at, self.has_confirmed = {}, None, False

    def reopens(self, who: int) -> None:
        refused(lambda: reopenings.reopen(self.street.session, self.street.need_id, by=self.people[who], now=self.now))

    def confirms(self, who: int) -> None:
        if not refused(
            lambda: reopenings.confirm(self.street.session, self.street.need_id, by=self.people[who], now=self.now)
        ):
            self.has_confirmed = True

    def passes(self, minutes: int) -> None:
        """Time goes by; the clock looks once, and what it does is held against the rules."""
        self.now += timedelta(minutes=minutes)
        before, told_before = self.street.stands(), self.street.round.told_at
        is_over = self.now >= self.street.round.ends_at
        after = self.street.minutes_pass(self.now)
        if self.street.round.told_at != told_before:
            assert is_over or self._may_be_told()
            self.told_at = self.now
        if after is not before:
            assert self.street.round.told_at == self.now, "nothing is decided but when it is told"
            assert after is not NeedState.unconfirmed or is_over
        if after is NeedState.resolved and before is not NeedState.resolved:
            assert any(verdict is Verdict.done for verdict, _ in self.said.values())

    def _may_be_told(self) -> bool:
        new = [
            at
            for verdict, at in self.said.values()
            if verdict is not Verdict.unseen and (self.told_at is None or at > self.told_at)
        ]
        evenings = [closings.evening_after(at, [], ZONE) for at in new]
        return len(new) >= TOGETHER or any(self.now >= one for one in evenings)


def refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal:
        return True
    return False


_WHO = st.integers(0, PEOPLE - 1)
_ANSWERS = st.tuples(st.just("answers"), _WHO, st.sampled_from(Verdict))
_TIME = st.tuples(st.just("passes"), st.sampled_from([3, 60, 600, 1440, 7 * 1440]))
_STEPS = st.one_of(
    _ANSWERS,
    st.tuples(st.just("answers"), _WHO, st.just(Verdict.done)),
    _TIME,
    st.tuples(st.just("explains")),
    st.tuples(st.just("works_again")),
    st.tuples(st.just("says_done")),
    st.tuples(st.just("reopens"), _WHO),
    st.tuples(st.just("confirms"), _WHO),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(first=st.lists(_ANSWERS, max_size=4), then=_TIME, steps=st.lists(_STEPS, max_size=12))
def test_no_path_closes_without_a_residents_word(
    engine: Engine, first: list[Step], then: Step, steps: list[Step]
) -> None:
    with thrown_away(engine) as session:
        course = Course(Street(session))
        course.street.is_said_to_be_done()
        for name, *given_to in (*first, then, *steps):
            getattr(course, str(name))(*given_to)
            if course.street.stands() is NeedState.resolved:
                has_done = any(verdict is Verdict.done for verdict, _ in course.said.values())
                assert has_done or course.has_confirmed
            if course.street.stands() is NeedState.unconfirmed:
                assert course.now >= course.street.round.ends_at


def test_the_course_of_a_story_reaches_both_ends(engine: Engine) -> None:
    """That the paths above lead anywhere."""
    with thrown_away(engine) as session:
        course = Course(Street(session))
        course.street.is_said_to_be_done()
        for who in range(TOGETHER):
            course.answers(who, Verdict.done)
        course.passes(3)
        assert course.street.stands() is NeedState.resolved
        course.reopens(1)
        course.says_done()
        course.passes(7 * 1440)
        assert course.street.stands() is NeedState.unconfirmed
        course.confirms(0)
        assert course.street.stands() is NeedState.resolved
        with pytest.raises(Refusal):
            course.street.says(course.people[0], Verdict.done, at=course.now)
