"""When organisers have said nothing for a community's waiting days: whoever waits is told that nothing is lost.

And the organisers are reminded, in private, once a day at most: they are volunteers, whom nobody counts.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import supports, telling
from community.moves import WAITS_FOR_OFFICE
from storage import communities
from storage import needs as stored
from storage import supports as rows
from storage.communities import Community
from storage.needs import Need

AGAIN_AFTER = 4
"""So many times the waiting days go by before the same silence is spoken of again."""
ONE_DAY = timedelta(days=1)


def speak_of(session: Session, now: datetime) -> int:
    """Tell of every silence that is due; returns how many needs. Often is the same as once a day.

    All that falls due on a day falls due with its first minute, so that nobody hears of it twice on one day.
    """
    return sum(_speak_in(session, community, now) for community in communities.every(session))


def cut_off(community: Community, now: datetime, periods: int = 1) -> datetime:
    """What was said before is longer ago than so many times the waiting days, to this day's first minute there."""
    today = now.astimezone(ZoneInfo(community.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=periods * community.silent_days)).astimezone(now.tzinfo)


def _speak_in(session: Session, community: Community, now: datetime) -> int:
    due = stored.silent(
        session, community.id, WAITS_FOR_OFFICE,
        heard_before=cut_off(community, now), told_before=cut_off(community, now, AGAIN_AFTER),
    )  # fmt: skip
    for need in due:
        need.silence_told_at = now
        session.add(need)
    waits = {one.id: one for need in due for one in rows.hearing(session, need.id) if one.reachable}
    told = [(person, community.id) for _, person in sorted(waits.items())]
    telling.each(session, "need.silent", told, community_id=community.id, now=now)
    if due:
        telling.office(
            session, "desk.silent", community.id, community_id=community.id, but=None, now=now,
            once=f"desk.silent:{_day(community, now)}",
        )  # fmt: skip
    return len(due)


def _day(community: Community, now: datetime) -> str:
    return now.astimezone(ZoneInfo(community.time_zone)).date().isoformat()


def waited_for(session: Session, community_id: int, *, by: int, since: datetime) -> list[Need]:
    """Of what silence is told since then, what this person still waits for."""
    found = stored.told_of_silence(session, community_id, WAITS_FOR_OFFICE, since=since)
    return [need for need in found if supports.hears(session, need.id, by)]


def waiting(session: Session, organiser: int, now: datetime) -> int:
    """How many needs wait for a word longer than they should, wherever this person is an organiser."""
    return sum(
        stored.count_silent(session, community.id, WAITS_FOR_OFFICE, heard_before=cut_off(community, now))
        for community in communities.organised_by(session, organiser)
    )
