"""Where a need may stand, who may move it where, and what each state means to the outside world.

    received → under_review → accepted → planned → in_progress → awaiting_confirmation → resolved

besides forwarded, not_now, merged, withdrawn, reopened, and unconfirmed: said to be done, and nobody said otherwise.
Everything here is a rule on values; making a move is `community.journeys`.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from storage.needs import NeedState as S


class Mover(StrEnum):
    """In which part somebody moves a need. One person may have several; `clock` is nobody."""

    office = "office"
    """An organiser, for the organisers."""
    reporter = "reporter"
    concerned = "concerned"
    """Reports it, supports it, or has been asked whether it is met."""
    residents = "residents"
    """What residents have answered, together and in secret."""
    clock = "clock"


REOPEN_WITHIN = timedelta(days=60)
"""So long after it was closed, anyone concerned may say that it is not."""

_OFFICE = frozenset((Mover.office,))
_REPORTER = frozenset((Mover.reporter,))
_TO_OFFICE_DESK = (S.accepted, S.planned, S.in_progress, S.forwarded, S.not_now, S.merged, S.awaiting_confirmation)


def _by_office(*also: S, but: tuple[S, ...] = ()) -> dict[S, frozenset[Mover]]:
    return {state: _OFFICE for state in (*_TO_OFFICE_DESK, *also) if state not in but}


_TAKEN_BACK: dict[S, frozenset[Mover]] = {S.withdrawn: _REPORTER}

TABLE: Mapping[S, Mapping[S, frozenset[Mover]]] = {
    S.received: _by_office(S.under_review) | _TAKEN_BACK,
    S.under_review: _by_office() | _TAKEN_BACK,
    S.accepted: _by_office(S.under_review, but=(S.accepted,)) | _TAKEN_BACK,
    S.planned: _by_office(but=(S.planned,)) | _TAKEN_BACK,
    S.in_progress: _by_office(but=(S.in_progress,)) | _TAKEN_BACK,
    S.forwarded: _by_office() | _TAKEN_BACK,
    S.not_now: _by_office(S.under_review, but=(S.not_now,)) | _TAKEN_BACK,
    S.reopened: _by_office() | _TAKEN_BACK,
    S.awaiting_confirmation: {
        S.resolved: frozenset((Mover.residents,)),
        S.unconfirmed: frozenset((Mover.clock,)),
        S.reopened: frozenset((Mover.residents, Mover.office)),
    },
    S.unconfirmed: {
        S.resolved: frozenset((Mover.residents,)),
        S.reopened: frozenset((Mover.concerned, Mover.residents)),
    },
    S.resolved: {S.reopened: frozenset((Mover.concerned, Mover.residents))},
    # Out of these two it goes back to where it stood: `may_return`.
    S.merged: {},
    S.withdrawn: {},
}
"""From where, to where, by whom. A state that may follow itself is said anew: forwarded to somebody else."""

CLOSED = frozenset((S.resolved, S.unconfirmed, S.merged, S.withdrawn))
"""Nothing more is expected of anybody, unless somebody says otherwise."""
UNLISTED = frozenset((S.merged, S.withdrawn))
"""What neighbours no longer look for: it stands elsewhere, or its reporter has taken it back."""
WAITS_FOR_OFFICE = frozenset((S.received, S.under_review, S.accepted, S.planned, S.in_progress, S.reopened))
"""Silence here is the organisers' silence."""


def may_move(before: S, after: S, mover: Mover) -> bool:
    return mover in TABLE[before].get(after, frozenset())


def may_return(state: S, mover: Mover) -> bool:
    """A merge is taken back by the organisers, a withdrawal by the reporter; it stands again where it stood."""
    return (state is S.merged and mover is Mover.office) or (state is S.withdrawn and mover is Mover.reporter)


def ways_on(state: S, mover: Mover) -> list[S]:
    """Where this mover may move it from here, in the order of the states."""
    return [after for after in S if may_move(state, after, mover)]


def open311(state: S) -> tuple[str, str]:
    """GeoReport v2's `status` (`open`, `closed`) and, for its `status_notes`, our finer word."""
    return ("closed" if state in CLOSED or state is S.not_now else "open"), state.value
