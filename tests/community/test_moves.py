"""Who may move a need where: the whole table, spelled out, and nothing beside it; and what the outside world reads."""

import itertools

import pytest

from community import moves
from community.moves import Mover
from storage import waiting
from storage.needs import NeedState as S

# The rows are where it stands, the columns where it goes:
#   o  the organisers          r  its reporter                c  anyone concerned
#   a  residents' answers      k  the clock                   .  nobody
TABLE = """
                        rec rev acc pla pro awa res for not mer wit reo unc
received                 .   o   o   o   o   o   .   o   o   o   r   .   .
under_review             .   .   o   o   o   o   .   o   o   o   r   .   .
accepted                 .   o   .   o   o   o   .   o   o   o   r   .   .
planned                  .   .   o   .   o   o   .   o   o   o   r   .   .
in_progress              .   .   o   o   .   o   .   o   o   o   r   .   .
awaiting_confirmation    .   .   .   .   .   .   a   .   .   .   .  oa   k
resolved                 .   .   .   .   .   .   .   .   .   .   .  ca   .
forwarded                .   .   o   o   o   o   .   o   o   o   r   .   .
not_now                  .   o   o   o   o   o   .   o   .   o   r   .   .
merged                   .   .   .   .   .   .   .   .   .   .   .   .   .
withdrawn                .   .   .   .   .   .   .   .   .   .   .   .   .
reopened                 .   .   o   o   o   o   .   o   o   o   r   .   .
unconfirmed              .   .   .   .   .   .   a   .   .   .   .  ca   .
"""
LETTERS = {"o": Mover.office, "r": Mover.reporter, "c": Mover.concerned, "a": Mover.residents, "k": Mover.clock}


def spelled() -> set[tuple[S, S, Mover]]:
    """Every triple of the table above."""
    header, *lines = TABLE.strip().splitlines()
    columns = dict(zip(header.split(), S, strict=True))
    assert list(columns) == ["rec", "rev", "acc", "pla", "pro", "awa", "res", "for", "not", "mer", "wit", "reo", "unc"]
    found = set()
    for line in lines:
        before, *cells = line.split()
        for after, cell in zip(columns.values(), cells, strict=True):
            found |= {(S(before), after, LETTERS[letter]) for letter in cell if letter != "."}
    return found


def test_the_table_is_what_is_spelled_here_and_nothing_else() -> None:
    assert [line.split()[0] for line in TABLE.strip().splitlines()[1:]] == [state.value for state in S]
    everything = itertools.product(S, S, Mover)
    assert {triple for triple in everything if moves.may_move(*triple)} == spelled()


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("mover", Mover)
def test_the_ways_on_are_those_of_the_table_in_the_order_of_the_states(state: S, mover: Mover) -> None:
    assert moves.ways_on(state, mover) == [after for after in S if (state, after, mover) in spelled()]


def test_only_residents_say_that_it_is_done_and_only_the_clock_that_nobody_said_otherwise() -> None:
    """Also not around a corner: what is closed is neither merged nor withdrawn, so nothing returns to it."""
    assert {(before, mover) for before, after, mover in spelled() if after is S.resolved} == {
        (S.awaiting_confirmation, Mover.residents),
        (S.unconfirmed, Mover.residents),
    }
    assert {(before, mover) for before, after, mover in spelled() if after is S.unconfirmed} == {
        (S.awaiting_confirmation, Mover.clock)
    }
    for closed in (S.resolved, S.unconfirmed, S.awaiting_confirmation):
        assert not {(closed, after, mover) for after in (S.merged, S.withdrawn) for mover in Mover} & spelled()


def test_a_merge_is_taken_back_by_organisers_a_withdrawal_by_its_reporter() -> None:
    returning = {(state, mover) for state in S for mover in Mover if moves.may_return(state, mover)}
    assert returning == {(S.merged, Mover.office), (S.withdrawn, Mover.reporter)}


def test_every_state_is_reached_and_every_open_one_left() -> None:
    assert {after for _, after, _ in spelled()} == set(S) - {S.received}, "what is new is only ever the beginning"
    assert {before for before, _, _ in spelled()} == set(S) - {S.merged, S.withdrawn}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (S.received, "open"),
        (S.under_review, "open"),
        (S.accepted, "open"),
        (S.planned, "open"),
        (S.in_progress, "open"),
        (S.awaiting_confirmation, "open"),
        (S.resolved, "closed"),
        (S.forwarded, "open"),
        (S.not_now, "closed"),
        (S.merged, "closed"),
        (S.withdrawn, "closed"),
        (S.reopened, "open"),
        (S.unconfirmed, "closed"),
    ],
)
def test_what_programs_elsewhere_read_of_it(state: S, status: str) -> None:
    assert moves.open311(state) == (status, state.value)


def test_the_sets_of_states_say_what_the_table_says() -> None:
    assert set(moves.CLOSED) == {S.resolved, S.unconfirmed, S.merged, S.withdrawn}
    assert set(moves.UNLISTED) < set(moves.CLOSED)
    assert not moves.WAITS_FOR_OFFICE & moves.CLOSED
    assert frozenset(waiting.CLOSED) == moves.CLOSED
    assert frozenset(waiting.QUIET) == moves.WAITS_FOR_OFFICE
    for state in moves.WAITS_FOR_OFFICE:
        assert moves.ways_on(state, Mover.office), "whoever is waited for can do something"
