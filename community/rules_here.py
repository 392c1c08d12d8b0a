"""The neighbourhood's own rules: how long one waits for what, how many houses a need takes, how much is
written to everyone in a week, when it is quiet.

The chair alone changes them, within bounds, and the audit keeps what they were.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from community import event_reminders, office, quiet_hours
from community.quiet_hours import Part
from community.refusals import NotAllowed, NotThere
from community.wishes import CAPS
from storage import audit, communities, people
from storage.communities import Community


class Rule(StrEnum):
    """A number that a neighbourhood sets for itself: a field of `Community`."""

    answer_days = "answer_days"
    silent_days = "silent_days"
    confirm_days = "confirm_days"
    discuss_houses = "discuss_houses"
    weekly_cap = "weekly_cap"


SENSIBLE: Mapping[Rule, tuple[int, ...]] = {
    Rule.answer_days: (1, 2, 3, 5, 7),
    Rule.silent_days: (5, 7, 14, 30),
    Rule.confirm_days: (3, 5, 7, 14),
    Rule.discuss_houses: (3, 5, 8, 12),
    Rule.weekly_cap: CAPS,
}


def of(session: Session, community_id: int, *, by: int) -> Community:
    """The neighbourhood, for its chair. Raises NotAllowed for everyone else."""
    community = communities.by_id(session, community_id)
    if community is None:
        raise NotThere("stage.gone")
    if not office.may_confirm(people.membership_of(session, by, community_id)):
        raise NotAllowed("rules.refused.only_chair")
    return community


def value_of(community: Community, rule: Rule) -> int:
    return int(getattr(community, rule.value))


def change(session: Session, community_id: int, rule: Rule, value: int, *, by: int, now: datetime) -> Community:
    """Set a number to one of the sensible ones. Raises NotThere for any other."""
    community = of(session, community_id, by=by)
    if value not in SENSIBLE[rule]:
        raise NotThere("stage.gone")
    before = value_of(community, rule)
    setattr(community, rule.value, value)
    _note(session, community, {rule.value: before}, {rule.value: value}, by=by, now=now)
    return community


def change_quiet_hours(
    session: Session, community_id: int, part: Part, to: str, *, by: int, now: datetime
) -> Community:
    """When it is not written to, but for those who have hours of their own; reminders come before it.

    Raises NotThere, NotAllowed.
    """
    community = of(session, community_id, by=by)
    before, community.quiet_hours = community.quiet_hours, quiet_hours.changed(community.quiet_hours, part, to)
    event_reminders.quiet_hours_changed(session, community, now)
    _note(session, community, _hours(before), _hours(community.quiet_hours), by=by, now=now)
    return community


def _hours(windows: Sequence[Sequence[str]]) -> dict[str, object]:
    return {"quiet_hours": ", ".join("-".join(window[:2]) for window in windows)}


def _note(
    session: Session, community: Community, before: dict[str, object], after: dict[str, object], *, by: int,
    now: datetime,
) -> None:  # fmt: skip
    session.add(community)
    audit.note(
        session, at=now, community_id=community.id, actor_id=by, action="community.rules", subject="community",
        subject_id=community.id, before=before, after=after,
    )  # fmt: skip
