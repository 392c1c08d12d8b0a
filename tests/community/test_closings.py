"""The rules of honest closing, as tables: who is asked, what answers come to, when organisers are told."""

from datetime import UTC, datetime, timedelta
from itertools import count, product
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import closings
from community.closings import FEW, SETTLE, TOGETHER, Asked, Outcome, Tally, Voice
from community.moves import REOPEN_WITHIN
from storage.closings import Verdict
from storage.needs import NeedState

JAKARTA = "Asia/Jakarta"
QUIET = [["20:50", "05:00"]]
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo(JAKARTA))
END = NOON + timedelta(days=7)


PEOPLE = count(1)


def voice(
    verdict: Verdict = Verdict.done, at: datetime = NOON, *, reporter: bool = False, by: int | None = None
) -> Voice:
    """An answer of somebody who has not spoken before, or `by` that person."""
    return Voice(verdict, at, by or next(PEOPLE), is_reporter=reporter)


def voices_of(many: int, verdict: Verdict = Verdict.done) -> list[Voice]:
    """So many people, one answer each."""
    return [voice(verdict) for _ in range(many)]


def wanted(counted: Tally, *, is_over: bool) -> Outcome:
    """The rule as it is told to residents, written once more in other words."""
    if counted.not_yet > 0:
        return Outcome.reopened
    if counted.partly > 0:
        return Outcome.unconfirmed if is_over else Outcome.lacking
    if counted.reporter_done or counted.people_done >= 3:
        return Outcome.resolved
    return Outcome.unconfirmed if is_over else Outcome.waits


@pytest.mark.parametrize("is_over", [False, True])
def test_every_combination_of_answers_has_its_outcome(*, is_over: bool) -> None:
    answers = [None, *Verdict]
    for reporter, *others in product(answers, repeat=FEW):
        voices = [voice(said) for said in others if said is not None]
        voices += [voice(reporter, reporter=True)] if reporter is not None else []
        counted = closings.tally(voices)
        assert closings.outcome(counted, is_over=is_over) is wanted(counted, is_over=is_over)
        assert counted.answers + counted.unseen == len(voices)
        assert counted.people_done == counted.done


@pytest.mark.parametrize(
    ("counted", "during", "at_the_end"),
    [
        (Tally(), Outcome.waits, Outcome.unconfirmed),
        (Tally(unseen=5), Outcome.waits, Outcome.unconfirmed),
        (Tally(done=1, people_done=1), Outcome.waits, Outcome.unconfirmed),
        (Tally(done=1, reporter_done=True), Outcome.resolved, Outcome.resolved),
        (Tally(done=2, people_done=2), Outcome.waits, Outcome.unconfirmed),
        (Tally(done=5, people_done=2), Outcome.waits, Outcome.unconfirmed),
        (Tally(done=3, people_done=3), Outcome.resolved, Outcome.resolved),
        (Tally(done=4, partly=1, reporter_done=True), Outcome.lacking, Outcome.unconfirmed),
        (Tally(done=4, not_yet=1, reporter_done=True), Outcome.reopened, Outcome.reopened),
        (Tally(partly=4, not_yet=1), Outcome.reopened, Outcome.reopened),
    ],
)
def test_one_not_yet_outweighs_all_and_silence_is_no_yes(counted: Tally, during: Outcome, at_the_end: Outcome) -> None:
    assert closings.outcome(counted, is_over=False) is during
    assert closings.outcome(counted, is_over=True) is at_the_end


def test_one_hand_that_speaks_for_three_is_one_person() -> None:
    counted = closings.tally([voice(by=1), voice(by=1), voice(by=1), voice(by=2)])
    assert (counted.done, counted.people_done) == (4, 2)
    assert closings.outcome(counted, is_over=False) is Outcome.waits


# ── who is asked ──


def asked(person_id: int, whom: str = "", *, reporter: bool = False) -> Asked:
    return Asked(person_id, whom, is_concerned=True, is_reporter=reporter)


def test_up_to_five_are_asked_and_the_rest_by_lot() -> None:
    concerned = [asked(1, reporter=True), asked(2)]
    found = closings.to_ask(concerned, range(1, 30), barred=(), chance=Random(1))
    assert found[:2] == concerned
    assert len({one.person_id for one in found}) == FEW
    assert not any(one.is_concerned for one in found[2:])
    other = closings.to_ask(concerned, range(1, 30), barred=(), chance=Random(2))
    assert {one.person_id for one in other} != {one.person_id for one in found}


def test_all_whom_it_concerns_are_asked_however_many_and_then_nobody_else() -> None:
    concerned = [asked(one) for one in range(1, 9)]
    assert closings.to_ask(concerned, range(1, 30), barred=(), chance=Random(1)) == concerned


def test_a_speaker_is_asked_for_each_neighbour_and_is_one_face() -> None:
    concerned = [asked(1, "Mbah Karto", reporter=True), asked(1, "Mbah Sri"), asked(1)]
    found = closings.to_ask(concerned, range(1, 30), barred=(), chance=Random(1))
    assert found[:3] == concerned
    assert len(found) == 3 + FEW - 1


@given(
    concerned=st.lists(st.builds(asked, st.integers(1, 9), st.sampled_from(["", "Mbah Karto"])), unique=True),
    residents=st.sets(st.integers(1, 20)),
    barred=st.sets(st.integers(1, 20)),
    seed=st.integers(),
)
def test_whoever_worked_on_it_is_never_asked_for_nobody(
    concerned: list[Asked], residents: set[int], barred: set[int], seed: int
) -> None:
    found = closings.to_ask(concerned, residents, barred=barred, chance=Random(seed))
    people = {one.person_id for one in found}
    assert not people & barred
    assert {one.person_id for one in concerned} - barred <= people
    assert len(found) == len({(one.person_id, one.whom) for one in found})
    assert len(people) >= min(FEW, len((residents | {one.person_id for one in concerned}) - barred))


# ── when organisers are told ──


def are_told(voices: list[Voice], now: datetime, *, told_at: datetime | None = None, ends_at: datetime = END) -> bool:
    return closings.are_told(voices, told_at=told_at, ends_at=ends_at, now=now, quiet=QUIET, zone=JAKARTA)


EVENING = NOON.replace(hour=19, minute=30)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("voices", "now", "told_at", "told"),
    [
        ([], EVENING, None, False),
        ([voice()], NOON + SETTLE, None, False),
        (voices_of(2), EVENING - MINUTE, None, False),
        (voices_of(2), EVENING, None, True),
        (voices_of(3), NOON + SETTLE, None, True),
        (voices_of(3), NOON + MINUTE, None, False),
        (voices_of(5, Verdict.unseen), EVENING, None, False),
        ([*voices_of(2), voice(Verdict.unseen)], NOON + SETTLE, None, False),
        (voices_of(3), EVENING, NOON, False),
        ([*voices_of(3), voice(Verdict.not_yet, NOON + MINUTE)], NOON + 5 * MINUTE, NOON, False),
        ([*voices_of(3), voice(Verdict.not_yet, NOON + MINUTE)], EVENING, NOON, True),
        ([voice(by=1), voice(by=1), voice(by=1)], NOON + SETTLE, None, False),
        ([voice(by=1), voice(by=1), voice(by=2)], NOON + SETTLE, None, False),
        ([voice(by=1), voice(by=1), voice(by=1)], EVENING, None, True),
        ([voice(at=EVENING + MINUTE)], EVENING + timedelta(hours=23), None, False),
        ([voice(at=EVENING + MINUTE)], EVENING + timedelta(hours=24), None, True),
        ([], END, None, True),
        ([voice()], END, None, True),
    ],
)
def test_three_new_answers_or_the_evening_or_the_end(
    voices: list[Voice], now: datetime, told_at: datetime | None, *, told: bool
) -> None:
    assert are_told(voices, now, told_at=told_at) is told


@given(
    minutes=st.lists(st.integers(0, 10_000), max_size=2),
    told=st.none() | st.integers(0, 10_000),
    now=st.integers(0, 10_000),
)
def test_fewer_than_three_are_never_told_before_an_evening(minutes: list[int], told: int | None, now: int) -> None:
    moment = NOON + now * MINUTE
    voices = [voice(at=NOON + one * MINUTE) for one in minutes if one <= now]
    told_at = NOON + told * MINUTE if told is not None else None
    new = [one for one in voices if told_at is None or one.answered_at > told_at]
    if are_told(voices, moment, told_at=told_at):
        evenings = [closings.evening_after(one.answered_at, QUIET, JAKARTA) for one in new]
        assert evenings
        assert moment >= min(evenings)


@pytest.mark.parametrize(
    ("moment", "quiet", "evening"),
    [
        (NOON, QUIET, EVENING),
        (EVENING, QUIET, EVENING),
        (EVENING + MINUTE, QUIET, EVENING + timedelta(days=1)),
        (NOON, [["18:00", "20:00"]], (NOON + timedelta(days=1)).replace(hour=7)),
        (NOON, [["19:00", "07:30"]], (NOON + timedelta(days=1)).replace(hour=7, minute=30)),
        (NOON.astimezone(UTC), QUIET, EVENING),
    ],
)
def test_the_evening_is_local_and_the_morning_stands_in_for_a_quiet_one(
    moment: datetime, quiet: list[list[str]], evening: datetime
) -> None:
    assert closings.evening_after(moment, quiet, JAKARTA) == evening


# ── reasons, and after the end ──


def test_reasons_are_counted_in_the_order_of_the_buttons_and_only_of_what_is_missing() -> None:
    said = [
        Voice(Verdict.not_yet, NOON, 1, reason="same"),
        Voice(Verdict.partly, NOON, 2, reason="some"),
        Voice(Verdict.partly, NOON, 3, reason="same"),
        Voice(Verdict.done, NOON, 4, reason="again"),
        Voice(Verdict.partly, NOON, 5),
    ]
    assert list(closings.reasons(said).items()) == [("some", 1), ("same", 2)]
    assert closings.reasons(reversed(said)) == closings.reasons(said)


@pytest.mark.parametrize("state", NeedState)
def test_sixty_days_from_closing_it_can_be_reopened(state: NeedState) -> None:
    is_closed = state in (NeedState.resolved, NeedState.unconfirmed)
    assert closings.may_reopen(state, NOON, NOON + REOPEN_WITHIN) is is_closed
    assert not closings.may_reopen(state, NOON, NOON + REOPEN_WITHIN + MINUTE)


def test_three_are_together_and_five_are_few() -> None:
    assert TOGETHER < FEW
