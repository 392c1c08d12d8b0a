"""What a person wants to hear is their own to say, as often as they like; what nobody offered is refused."""

import pytest

from community import my_data, wishes
from community.quiet_hours import Part
from community.refusals import NotThere
from storage import communities, people, preferences
from storage.communities import QUIET_HOURS
from storage.people import membership_of
from storage.preferences import Hearing, Rhythm
from tests.community.rt_three import NOW
from tests.community.told_for import Place


def test_who_has_wished_for_nothing_hears_as_the_neighbourhood_does_and_nothing_is_kept(place: Place) -> None:
    session, rt = place
    assert wishes.cap_of(session, rt.tini) == 12
    assert wishes.of(session, rt.tini).news is Hearing.now
    assert my_data.wishes_of(session, rt.tini)["digest_weekday"] == 7
    session.flush()
    assert preferences.of(session, rt.tini) is None


def test_own_hours_begin_as_the_neighbourhoods_and_leave_them_alone(place: Place) -> None:
    session, rt = place
    here = communities.by_id(session, rt.community)
    assert here is not None
    here.quiet_hours = [list(one) for one in QUIET_HOURS]
    session.get_one(people.Person, rt.tini).community_id = rt.community
    wishes.be_quiet(session, rt.tini, Part.friday, "no")
    wishes.be_quiet(session, rt.tini, Part.begins, "23:00")
    assert wishes.hours_of(session, rt.tini) == [["23:00", "05:00"], ["17:45", "18:45"]]
    assert here.quiet_hours == [list(one) for one in QUIET_HOURS]
    wishes.be_quiet_as_the_neighbourhood(session, rt.tini)
    assert wishes.hours_of(session, rt.tini) == here.quiet_hours


def test_every_wish_is_kept(place: Place) -> None:
    session, rt = place
    wishes.hear_news(session, rt.tini, Hearing.digest)
    wishes.have_enough(session, rt.tini, 3)
    wishes.get_digest(session, rt.tini, Rhythm.daily)
    wishes.get_digest_on(session, rt.tini, 4)
    wishes.get_digest_at(session, rt.tini, "06:00")
    wishes.stop(session, rt.tini, now=NOW)
    session.flush()
    session.expire_all()
    assert my_data.wishes_of(session, rt.tini) == {
        "quiet_hours": [], "messages_a_week": 3, "news": "digest", "digest": "daily", "digest_weekday": 5,
        "digest_at": "06:00", "all_stopped_since": NOW.isoformat(timespec="seconds"), "urgent_all_the_same": False,
        "event_reminders": None, "events_not_reminded_of": [],
    }  # fmt: skip
    wishes.keep_urgent(session, rt.tini, wants=True)
    assert my_data.wishes_of(session, rt.tini)["urgent_all_the_same"]
    wishes.go_on(session, rt.tini)
    assert my_data.wishes_of(session, rt.tini)["all_stopped_since"] is None
    wishes.stop(session, rt.tini, now=NOW)
    assert not my_data.wishes_of(session, rt.tini)["urgent_all_the_same"], "everything is everything, each time anew"


def test_announcements_of_one_neighbourhood_leave_those_of_another_alone(place: Place) -> None:
    session, rt = place
    wishes.hear_announcements(session, rt.tini, rt.community, wants=False)
    member = membership_of(session, rt.tini, rt.community)
    assert member is not None
    assert not member.hears_broadcasts
    assert not my_data.communities(session, rt.tini)[0]["hears_announcements"]
    with pytest.raises(NotThere):
        wishes.hear_announcements(session, rt.tini, rt.community + 1, wants=False)


@pytest.mark.parametrize("cap", [0, -1, 4, 999])
def test_a_number_that_nobody_offered_is_refused(place: Place, cap: int) -> None:
    session, rt = place
    with pytest.raises(NotThere):
        wishes.have_enough(session, rt.tini, cap)
    with pytest.raises(NotThere):
        wishes.get_digest_on(session, rt.tini, 7)
    with pytest.raises(NotThere):
        wishes.get_digest_at(session, rt.tini, "25:00")
    with pytest.raises(NotThere):
        wishes.be_quiet(session, rt.tini, Part.ends, "12:00")
