"""Buttons of the day itself and of what comes after, pressed by everyone who must not: not one row is changed."""

import pytest
from sqlalchemy import Engine

from tests.conversations.forgeries import Street, street
from tests.conversations.pressing import OUTSIDE, RESIDENTS, presses
from tests.conversations.whose_buttons import OF_THE_DAY, OF_WRITERS

# Who may do what is decided above the database; on both of them it is tried use case by use case.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_the_day_is_steered_by_organisers_alone(here: Street, who: str) -> None:
    for one in (*here.called, *here.occurrences, here.under_way):
        for verb in sorted(OF_THE_DAY - {"tick", "untick", "strike"}):
            presses(here, who, verb, [f"{one}", f"{one}.1"])
        for verb in ("tick", "untick"):
            presses(here, who, verb, [f"{one}.{here.ids['tini']}.1", f"{one}.x"])
        presses(here, who, "strike", [f"{one}.{here.named}.1"])
    for verb in sorted(OF_WRITERS):
        presses(here, who, verb, [f"{here.minutes}{said}" for said in ("", ".0", ".1", ".2", ".x")])


@pytest.mark.parametrize("who", sorted({"ani", "siti"} | OUTSIDE))
def test_minutes_are_confirmed_by_who_was_there_but_not_by_who_wrote_them(here: Street, who: str) -> None:
    for verb in sorted({"agree", "lacksminutes", "todone"} - ({"todone"} if who == "siti" else set())):
        presses(here, who, verb, [f"{here.minutes}{said}" for said in ("", ".list", ".1", ".2", "", ".x")])
    if who != "siti":
        for verb in ("snaps", "learn", "learntell"):
            presses(
                here,
                who,
                verb,
                [f"{one}{said}" for one in (here.under_way, here.occurrences[0]) for said in ("", ".well")],
            )
