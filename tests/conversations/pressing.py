"""Pressing buttons that are somebody else's, and looking that nothing has come of it."""

from collections.abc import Iterable

from tests.conversations.forgeries import Street

RESIDENTS = {"tini", "asep", "ani"}
OUTSIDE = {"joko", "gone", "stranger"}
"""The chair of the RT beside, a former organiser who has left, and nobody we know."""


def presses(here: Street, who: str, verb: str, arguments: Iterable[str]) -> None:
    """All of these, and nothing has come of any: no row, and no dialogue begun."""
    before = here.as_built
    for argument in arguments:
        outcome = here.guests[who].taps_data(f"c.{verb}.{argument}")
        assert outcome.toast, (who, verb, argument)
    after = here.stored()
    assert after == before, [table for table in before if before[table] != after[table]]
