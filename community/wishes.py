"""What a person wants to hear, when and how often: each wish is their own, and holds from the next message on."""

from datetime import datetime

from sqlmodel import Session

from community import quiet_hours
from community.quiet_hours import Part
from community.refusals import NotThere
from storage import communities, hearing, people, preferences
from storage.communities import Community
from storage.hearing import Listener
from storage.preferences import Hearing, Preference, Rhythm

CAPS = (3, 7, 12, 20)
"""How many messages a week may be chosen as enough."""
DIGEST_AT = ("06:00", "09:00", "16:00", "19:30")


def of(session: Session, person_id: int) -> Preference:
    """Their wishes; those of someone who has never wished for anything are the defaults, and not kept."""
    return preferences.of(session, person_id) or Preference(person_id=person_id)


def kept(session: Session, person_id: int) -> Preference:
    """Their wishes, to be changed."""
    wishes = of(session, person_id)
    session.add(wishes)
    return wishes


def hours_of(session: Session, person_id: int) -> list[list[str]]:
    """Their own quiet hours, or those of the neighbourhood they speak in."""
    listener = _listener(session, person_id)
    return listener.quiet_hours if listener else []


def cap_of(session: Session, person_id: int) -> int:
    """How many messages a week they get unasked, urgent ones and those about their own aside."""
    listener = _listener(session, person_id)
    return listener.weekly_cap if listener else hearing.CAP_OF_NOBODYS


def _listener(session: Session, person_id: int) -> Listener | None:
    """As the gate knows them, by what was wished just now."""
    session.flush()
    return hearing.person(session, person_id)


def be_quiet(session: Session, person_id: int, part: Part, to: str) -> None:
    """From now on they have hours of their own. Raises NotThere for what nobody offered."""
    hours = quiet_hours.changed(hours_of(session, person_id), part, to)
    kept(session, person_id).quiet_hours = hours


def be_quiet_as_the_neighbourhood(session: Session, person_id: int) -> None:
    kept(session, person_id).quiet_hours = None


def hear_news(session: Session, person_id: int, how: Hearing) -> None:
    kept(session, person_id).news = how


def have_enough(session: Session, person_id: int, cap: int) -> None:
    """So many messages a week. Raises NotThere for a number that nobody offered."""
    if cap not in CAPS:
        raise NotThere("stage.gone")
    kept(session, person_id).weekly_cap = cap


def get_digest(session: Session, person_id: int, rhythm: Rhythm) -> None:
    kept(session, person_id).digest = rhythm


def get_digest_on(session: Session, person_id: int, weekday: int) -> None:
    """0 is Monday. Raises NotThere for a day that no week has."""
    if weekday not in range(7):
        raise NotThere("stage.gone")
    kept(session, person_id).digest_weekday = weekday


def get_digest_at(session: Session, person_id: int, clock: str) -> None:
    """Raises NotThere for an hour that nobody offered."""
    if clock not in DIGEST_AT:
        raise NotThere("stage.gone")
    kept(session, person_id).digest_at = clock


def stop(session: Session, person_id: int, *, now: datetime) -> None:
    """Nothing more comes that they have not just asked for, however urgent. Twice is the same as once."""
    wishes = kept(session, person_id)
    wishes.stopped_at = wishes.stopped_at or now


def keep_urgent(session: Session, person_id: int, *, wants: bool) -> None:
    """Urgent announcements come although all else is stopped; or they do not."""
    kept(session, person_id).keeps_urgent = wants


def go_on(session: Session, person_id: int) -> None:
    wishes = kept(session, person_id)
    wishes.stopped_at, wishes.keeps_urgent = None, False


def hear_announcements(session: Session, person_id: int, community_id: int, *, wants: bool) -> Community:
    """Of one of their neighbourhoods; urgent ones come in any case. Raises NotThere for any other."""
    member = people.membership_of(session, person_id, community_id)
    community = communities.by_id(session, community_id)
    if member is None or community is None:
        raise NotThere("stage.gone")
    member.hears_broadcasts = wants
    session.add(member)
    return community
