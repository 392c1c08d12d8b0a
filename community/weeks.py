"""The neighbourhood's week, from Sunday evening to Sunday evening: what became of it, for organisers and for the group.

Nothing in it ranks, and nothing counts against anybody. Of a week in which nothing happened nothing is said.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import desk, office, telling
from community.refusals import NotAllowed, NotThere
from storage import communities, outbox, people, weeks
from storage.communities import Community
from storage.needs import Need

ENDS_AT = time(19, 30)
"""Local, on Sundays: people are at home."""
SUNDAY = 6
WEEK = timedelta(days=7)
LATE = timedelta(hours=14)
"""So long after its end it is still told: on Monday morning, if the night lay between."""
FIVE_LINES, REPORT = "week.five", "week.report"


@dataclass(frozen=True, slots=True)
class Week:
    """What happened from `since` to `until`. `people` said "Saya juga", each counted once."""

    since: datetime
    until: datetime
    met: list[Need]
    told: list[Need]
    people: int

    @property
    def happened(self) -> bool:
        return bool(self.met or self.told or self.people)


def ended(now: datetime, zone: str) -> datetime:
    """The end of the last whole week, by the clocks of `zone`; UTC."""
    local = now.astimezone(ZoneInfo(zone))
    sunday = local.date() - timedelta(days=(local.weekday() - SUNDAY) % 7)
    end = datetime.combine(sunday, ENDS_AT, tzinfo=ZoneInfo(zone))
    return (end if end <= local else end - WEEK).astimezone(UTC)


def of(session: Session, community: Community, now: datetime) -> Week:
    """The last whole week."""
    until = ended(now, community.time_zone)
    span = community.id, until - WEEK, until
    along = weeks.people_along(session, *span)
    return Week(until - WEEK, until, weeks.met(session, *span), weeks.told(session, *span), along)


def waiting(session: Session, community_id: int, *, by: int, now: datetime) -> int:
    """How many things wait on the desk of this organiser; theirs alone to know."""
    return len(desk.waits(session, community_id, by=by, now=now))


def tell(session: Session, now: datetime, *, after: int = 0) -> int | None:
    """By the clock: tell the organisers of the first neighbourhood behind `after` whose week has just ended.

    Returns which that was, to go on behind it, or None at the end; each is a transaction of its own. Told again, after
    a process was cut off, it is the same as once.
    """
    just_ended = [zone for zone in communities.time_zones(session) if now - ended(now, zone) <= LATE]
    community = communities.next_in(session, just_ended, after=after)
    if community is None:
        return None
    _tell(session, community, now)
    return community.id


def _tell(session: Session, community: Community, now: datetime) -> None:
    week = of(session, community, now)
    if community.chair_confirmed_at is None or not week.happened:
        return
    telling.office(
        session, FIVE_LINES, community.id, community_id=community.id, but=None, now=now,
        once=f"{FIVE_LINES}:{community.id}:{week.until:%Y%m%d}",
    )  # fmt: skip


def send_report(session: Session, community_id: int, *, by: int, now: datetime) -> None:
    """Have the page about the last whole week drawn for an organiser; twice in a minute is once. Raises NotAllowed."""
    person = people.by_id(session, by)
    if person is None or communities.by_id(session, community_id) is None:
        raise NotThere("stage.gone")
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("desk.not_yours")
    outbox.notice(
        session, kind=REPORT, chat=person.telegram_id, subject_id=community_id, person_id=by,
        due_at=now.timestamp(), now=now.timestamp(), once=f"{REPORT}:{community_id}:{by}:{now:%Y%m%d%H%M}",
    )  # fmt: skip
