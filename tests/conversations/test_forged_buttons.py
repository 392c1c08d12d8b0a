"""Every button there is, pressed by everyone who must not: refused, kindly, and not one row is changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot import directory
from tests.conversations.forgeries import Street, street
from tests.conversations.pressing import OUTSIDE, RESIDENTS, presses
from tests.conversations.whose_buttons import (
    ASKED,
    CONCERNED,
    HERE,
    MATTERS,
    NEIGHBOURS,
    OF_ASKERS,
    OF_CALLERS,
    OF_EVENTS,
    OF_OPTIONS,
    OF_POLLS,
    OF_ROTAS,
    OF_THE_DAY,
    OF_VOTERS,
    OF_WHO_WAS_THERE,
    OF_WRITERS,
    OFFICE,
    ONES_OWN,
    OTHERS_THINGS,
    PAPERS,
    REMINDED,
    REPORTERS,
)

_SAID = {"named": "neighbours", "photos": "neighbours", "houses": "all", "again": "some", "judge": "show", "flag": ""}
"""What stands behind the need on the buttons of some verbs."""


# Who may do what is decided above the database; on both of them it is tried use case by use case.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


@pytest.mark.usefixtures("database_url")
def test_every_button_is_somebodys() -> None:
    groups = (
        OFFICE, REPORTERS, CONCERNED, NEIGHBOURS, ASKED, MATTERS, OF_POLLS, OF_OPTIONS, REMINDED, OF_ASKERS, OF_VOTERS,
        OF_EVENTS, OF_ROTAS, OF_CALLERS, OF_THE_DAY, OF_WHO_WAS_THERE, OF_WRITERS, OTHERS_THINGS, HERE, ONES_OWN,
    )  # fmt: skip
    assert sum(map(len, groups)) == len(set().union(*groups))
    assert set().union(*groups) == set(directory.CARDS)


def of_needs(here: Street, verb: str) -> list[str]:
    """Each need with its moves as they are, or with what this verb's buttons say; one also with another organiser."""
    said = _SAID.get(verb)
    each = [f"{need_id}.{moves if said is None else said}" for need_id, moves in here.needs.values()]
    first, moves = here.needs["received"]
    return [*each, f"{first}.{moves}.{here.ids['siti']}", f"{first}"]


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_what_is_the_organisers_is_nobody_elses(here: Street, who: str) -> None:
    for verb in sorted(OFFICE):
        presses(here, who, verb, of_needs(here, verb))


@pytest.mark.parametrize("who", sorted({"ani", "asep", "siti", "budi"} | OUTSIDE))
def test_what_is_its_reporters_is_nobody_elses(here: Street, who: str) -> None:
    for verb in sorted(REPORTERS):
        arguments = [f"need.{one}" for one in of_needs(here, verb)] if verb == "wipe" else of_needs(here, verb)
        presses(here, who, verb, arguments)


@pytest.mark.parametrize("who", sorted({"ani"} | OUTSIDE))
def test_whom_it_does_not_concern_adds_and_reopens_nothing(here: Street, who: str) -> None:
    for verb in sorted(CONCERNED):
        presses(here, who, verb, of_needs(here, verb))


@pytest.mark.parametrize("who", sorted(OUTSIDE))
def test_who_does_not_live_here_is_along_in_nothing(here: Street, who: str) -> None:
    for verb in sorted(NEIGHBOURS):
        presses(here, who, verb, of_needs(here, verb))


@pytest.mark.parametrize("who", sorted({"ani", "siti", "budi"} | OUTSIDE))
def test_who_was_not_asked_does_not_answer(here: Street, who: str) -> None:
    assert here.asked
    for verb in sorted(ASKED):
        presses(here, who, verb, [f"{one}{said}" for one in here.asked for said in ("", ".done", ".not_yet", ".some")])


@pytest.mark.parametrize("who", sorted({"ani", "asep", "budi"} | OUTSIDE))
def test_a_private_matter_is_its_authors_and_its_readers(here: Street, who: str) -> None:
    for verb in sorted(MATTERS):
        presses(
            here, who, verb, [f"{here.ids['matter']}{said}" for said in ("", ".1", ".reply", f".{here.ids['ani']}")]
        )


@pytest.mark.parametrize("who", sorted(OUTSIDE))
def test_who_does_not_live_here_neither_votes_nor_looks_into_polls(here: Street, who: str) -> None:
    for verb in sorted(OF_POLLS):
        presses(here, who, verb, [f"{poll}{page}" for poll in here.polls for page in ("", ".1", ".2")])
    for verb in sorted(OF_OPTIONS):
        presses(here, who, verb, [f"{option}{page}" for option in here.options for page in ("", ".1")])


@pytest.mark.parametrize("who", sorted({"tini", "ani", "siti", "budi"}))
def test_in_a_poll_that_is_over_nobody_votes_any_more_not_even_organisers(here: Street, who: str) -> None:
    presses(here, who, "v", [str(option) for option in here.options[2:]])
    presses(here, who, "chosen", [str(here.polls[-1])])


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_paper_is_counted_and_objections_are_answered_by_organisers_alone(here: Street, who: str) -> None:
    for poll in (*here.polls, here.mufakat):
        presses(
            here,
            who,
            "paper",
            [f"{poll}{said}" for said in ("", ".new", f".drop.{here.tally}", f".sure.{here.tally}", ".drop.x", ".x")],
        )
        presses(here, who, "objections", [f"{poll}{said}" for said in ("", ".1", ".x")])


@pytest.mark.parametrize("who", sorted({"siti", "ani"} | OUTSIDE))
def test_nobody_speaks_objects_and_witnesses_where_they_have_no_say(here: Street, who: str) -> None:
    """She who counted is not her own witness, nor is who is not recognised; only who objects withdraws it."""
    presses(here, who, "witness", [f"{here.tally}{said}" for said in ("", ".yes", ".no")])
    presses(here, who, "settle", [f"{here.mufakat}.{said}" for said in ("withdraw", "keep", "", "x")])
    presses(here, who, "object", [f"{one}" for one in here.polls])
    presses(here, who, "proxy", [f"{here.polls[1]}{said}" for said in ("", ".new", ".0", ".x")])
    if who in OUTSIDE:
        presses(here, who, "object", [f"{here.mufakat}"])
        presses(here, who, "proxy", [f"{here.polls[0]}{said}" for said in ("", ".new", ".0", ".x")])


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_where_organisers_meet_and_where_all_is_over_nobody_answers(here: Street, who: str) -> None:
    mine, office, over = here.occurrences
    for place in (mine, office, over) if who in OUTSIDE else (office, over):
        presses(here, who, "come", [f"{place}.{said}" for said in ("coming", "maybe", "away", "x")])
        presses(here, who, "errand", [f"{place}.{said}" for said in ("food", "tool", "prayer", "x")])
        presses(here, who, "carry", [f"{place}.{here.hoe}.{said}" for said in ("more", "less", "x", "more.2")])
        presses(here, who, "myname", [f"{place}"])
    presses(here, who, "bringers", [f"{place}{page}" for place in here.occurrences for page in ("", ".1")])
    if who in OUTSIDE:
        for verb in ("come", "bring", "ics", "minutesof"):
            presses(here, who, verb, [f"{place}{page}" for place in here.occurrences for page in ("", ".2")])


@pytest.mark.parametrize("who", sorted({"ani", "asep", "siti", "budi"} | OUTSIDE))
def test_a_promise_is_handed_on_by_its_owner_alone(here: Street, who: str) -> None:
    asked = [f".to.{here.ids[one]}" for one in ("asep", "siti", "ani")]
    presses(here, who, "swap", [f"{here.promise}{said}" for said in ("", ".1", ".to.0", ".to.x", *asked)])
    presses(here, who, "swapped", [f"{here.swap}{said}" for said in ("", ".back", ".x")])
    if who != "asep":
        presses(here, who, "swapped", [f"{here.swap}{said}" for said in (".yes", ".no")])
        presses(here, "tini", "swapped", [f"{here.swap}{said}" for said in (".yes", ".no")])


@pytest.mark.parametrize("who", sorted({"ani", "asep"} | OUTSIDE))
def test_what_waits_for_one_person_is_answered_by_no_other(here: Street, who: str) -> None:
    for verb in sorted(OTHERS_THINGS):
        presses(here, who, verb, [f"{number}{said}" for number in range(1, 12) for said in ("", ".yes", ".no", ".0")])


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_the_neighbourhood_itself_is_changed_by_its_organisers_alone(here: Street, who: str) -> None:
    place = here.parlour.community_id
    tries = {
        "setrule": [
            f"{place}.{rule}.{'3' if rule == 'weekly_cap' else '2'}"
            for rule in ("answer_days", "confirm_days", "silent_days", "discuss_houses", "weekly_cap")
        ],
        "rule": [f"{place}.answer_days"],
        "weekly": [f"{place}", f"{place}.1"],
        "calm": [f"{place}", f"{place}.begins"],
        "setcalm": [f"{place}.maghrib.no", f"{place}.begins.22:00", f"{place}.ends"],
        "move": [str(place)] if who in OUTSIDE else [],
        **({verb: [str(place)] for verb in ("quietly", "loudly")} if who in OUTSIDE else {}),
        "place": [f"{what}.{place}" for what in ("invite", "cadre", "above")],
    }  # fmt: skip
    for verb, arguments in tries.items():
        presses(here, who, verb, arguments)


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_announcements_are_made_and_steered_by_organisers_alone(here: Street, who: str) -> None:
    verbs = ("pause", "on", "stop", "stop.ask", "again", "back", "back.ask", "now", "see", "fix", "card", "")
    presses(here, who, "cast", [f"{one}.{verb}" for one in here.announced for verb in verbs])
    presses(here, who, "castsee", [str(one) for one in here.announced])
    if who != "joko":  # he organises the RT beside, and may speak there
        presses(here, who, "announce", [""])


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_questions_are_asked_and_steered_by_organisers_alone(here: Street, who: str) -> None:
    presses(here, who, "asked", [str(one) for one in here.polls])
    acts = ("longer", "longer.0", "shut.0", "off.0", "")
    presses(here, who, "steer", [f"{one}.{act}" for one in here.polls for act in acts])
    if who != "joko":  # he organises the RT beside, and may ask there
        for verb in ("polling", "questions", "newcomers"):
            presses(here, who, verb, ["", "1"])


@pytest.mark.parametrize("who", sorted(OUTSIDE))
def test_who_is_not_asked_to_an_event_has_no_wishes_about_it(here: Street, who: str) -> None:
    for verb in sorted(REMINDED):
        presses(here, who, verb, [str(number) for number in range(1, 5)])


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_events_are_called_and_changed_by_organisers_alone(here: Street, who: str) -> None:
    """A resident proposes, and so may tap `gather`; who does not live here may not even do that."""
    acts = ("change.0", "move.0", "rain.0", "on.1", "off.0", "off.1", "until.0", "rain", "")
    for one in here.called:
        presses(here, who, "called", [f"{one}"])
        presses(here, who, "conduct", [f"{one}.{act}" for act in acts])
        presses(here, who, "papers", [f"{one}{which}" for which in ("", *PAPERS, ".x", ".minutes.x")])
    presses(here, who, "dates", ["1", "2.1", f"{here.proposed}"])
    presses(here, who, "proposal", [f"{one}" for one in (1, here.proposed)])
    presses(here, who, "answer_event", [f"{here.proposed}.{said}" for said in ("yes", "no", "other", "", "x")])
    presses(here, who, "meet", [str(one) for one in here.polls])
    if who != "tini":  # she has proposed it
        for verb in ("ownproposal", "unpropose"):
            presses(here, who, verb, [f"{here.proposed}", "1", "x"])
    if who != "joko":  # he organises the RT beside, and may call his own
        presses(here, who, "gatherings", ["", "1"])
    if who in OUTSIDE - {"joko"}:
        presses(here, who, "gather", ["", "1"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_behind_a_verb_nothing_breaks_and_strangers_change_nothing(
    here: Street, data: st.DataObject
) -> None:
    verb = data.draw(st.sampled_from(sorted(directory.CARDS)))
    argument = data.draw(st.text(max_size=40) | st.from_regex(r"\A-?[0-9]{1,20}(\.[a-z0-9_]{0,12}){0,3}\Z"))
    before = here.stored()
    for who in ("stranger", "ani"):
        here.guests[who].taps_data(f"c.{verb}.{argument}")
        if who == "stranger":
            assert here.stored() == before
