"""The forty needs of the demo hang together: kinds and places exist, stories end where they say, nobody is named."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from community import kinds
from playground.drawings import SCENES
from playground.karanganyar import NeedStory, needs, neighbourhood
from storage.needs import NeedState
from storage.people import Role

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")
OPEN = frozenset(NeedState) - {NeedState.merged, NeedState.withdrawn, NeedState.not_now}


def state_of(need: NeedStory) -> NeedState:
    return need.story[-1][0] if need.story else NeedState.received


def test_there_are_twenty_seven_households_with_a_chair_and_two_organisers() -> None:
    residents = neighbourhood().residents
    assert len({one.name for one in residents}) == len(residents) == 27
    assert [one.name for one in residents if one.role is Role.chair] == ["Pak Budi"]
    assert [one.name for one in residents if one.role is Role.organiser] == ["Bu Rina", "Pak Slamet"]


def test_there_are_forty_needs_in_all_twelve_states() -> None:
    assert len(needs()) == 40
    assert {state_of(one) for one in needs()} == set(NeedState)


def test_every_kind_detail_place_picture_and_reporter_exists() -> None:
    names = {one.name for one in neighbourhood().residents}
    for number, need in enumerate(needs(), start=1):
        kind = kinds.BY_KEY[need.kind]
        assert need.detail is None or need.detail in kind.details, number
        assert need.near is None or need.near in neighbourhood().places, number
        assert set(need.photos) <= set(SCENES), number
        assert need.by in names, number
    assert set(neighbourhood().known.landmarks) <= set(neighbourhood().places)


def test_everyday_words_lead_to_the_kind_more_often_than_not() -> None:
    said = [need for need in needs() if need.text]
    guessed = [need for need in said if (kind := kinds.guess(need.text or "")) and kind.key == need.kind]
    assert len(guessed) > len(said) / 2


def test_needs_are_in_the_order_in_which_they_were_sent_and_no_story_runs_ahead_of_today() -> None:
    sent = [need.sent_at(NOW, JAKARTA) for need in needs()]
    assert sent == sorted(sent)
    assert NOW - sent[0] > timedelta(days=200)
    assert NOW - sent[-1] < timedelta(hours=6)
    for began, need in zip(sent, needs(), strict=True):
        days = [after for _, after, _ in need.story]
        assert days == sorted(days)
        assert all(began + timedelta(days=after) < NOW for after in days)


def test_what_was_merged_names_an_older_open_need_of_its_kind() -> None:
    merged = [(number, need) for number, need in enumerate(needs(), 1) if state_of(need) is NeedState.merged]
    assert merged
    for number, need in merged:
        found = re.search(r"No\. (\d+)", need.story[-1][2])
        assert found
        target = int(found[1])
        assert target < number
        assert needs()[target - 1].kind == need.kind
        assert state_of(needs()[target - 1]) in OPEN


def test_no_words_that_neighbours_see_name_a_resident_or_a_neighbour_spoken_for() -> None:
    people = [one.name for one in neighbourhood().residents] + [need.behalf for need in needs() if need.behalf]
    names = {name.split()[-1] for name in people}
    for number, need in enumerate(needs(), start=1):
        seen = [need.text, need.title, need.place, *(said for _, _, said in need.story)]
        words = set(re.findall(r"\w+", " ".join(filter(None, seen))))
        assert not words & names, number


def test_reasons_come_with_every_refusal_and_every_passing_on() -> None:
    for number, need in enumerate(needs(), start=1):
        for state, _, said in need.story:
            if state in {NeedState.forwarded, NeedState.not_now, NeedState.merged, NeedState.withdrawn}:
                assert said, number


def test_places_lie_within_a_walk_of_the_middle() -> None:
    middle = neighbourhood()
    for place in middle.places:
        latitude, longitude = middle.degrees(place)
        assert abs(latitude - -7.596) < 0.004, place
        assert abs(longitude - 110.951) < 0.004, place
    assert middle.degrees("Masjid", east=5) != middle.degrees("Masjid")
