"""The year of a neighbourhood: planning dates, brought along and put right here, and seasons in which people are busy.

Guidance, all of it: a season warns whoever calls an event into it, and refuses nothing. What the RW and the village
have set holds in their RTs too, and says whose it is. Where several have put the same planning date right, the nearest
word counts; seasons and dates of their own are added to one another, and only put right where they were set.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from community import audiences, office, planning_dates
from community.planning_dates import Planned, Process
from community.refusals import NotAllowed, NotThere, TooMuch
from storage import audit, calendars, communities, people
from storage.calendars import CalendarMark, MarkKind
from storage.communities import Community, CommunityKind

LONGEST_TITLE = 60
MOST = 40
"""Marks that a neighbourhood sets itself."""
_LONGEST = timedelta(days=366)
_YEAR = 2000
"""Any leap year, for days that are the same each year."""
_KELURAHAN = ("kelurahan", "kel.")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the year; local days, the last included. Without a title it is called by its key.

    `row_id` is None for one that was brought along and not put right here.
    """

    kind: MarkKind
    key: str | None
    title: str
    begins_on: date
    ends_on: date
    yearly: bool
    row_id: int | None = None
    whose: str = ""
    """What the neighbourhood is called that has set it, where this one lies in that."""

    @property
    def is_dated(self) -> bool:
        """One of the dates that are brought along, put right or not."""
        return self.kind is MarkKind.planning and self.key is not None

    @property
    def ref(self) -> str:
        """As buttons carry it; empty for what is not put right here."""
        if self.row_id is not None:
            return str(self.row_id)
        return (self.key or "") if self.is_dated else ""


# ── what there is ──


def marks(session: Session, community: Community) -> list[Mark]:
    """All that hold here, planning dates first, each kind by its place in the year."""
    found = [mark for mark, holds in _known(session, community) if holds]
    return sorted(found, key=lambda one: (one.kind.value, one.begins_on.month, one.begins_on.day, one.whose, one.ref))


def removed(session: Session, community: Community) -> list[Mark]:
    """What was brought along and does not hold here."""
    return [mark for mark, holds in _known(session, community) if not holds and mark.is_dated]


def _known(session: Session, community: Community) -> list[tuple[Mark, bool]]:
    """Each with whether it holds: what was set here and above, then what nobody has put right."""
    brought = {one.key: one for one in planning_dates.DATES[process_of(session, community)]}
    decided: set[str] = set()
    found: list[tuple[Mark, bool]] = []
    for place in audiences.above(session, community.id):
        is_here = place.id == community.id
        if not is_here and place.chair_confirmed_at is None:
            continue
        for row in calendars.marks_of(session, place.id):
            mark = _of(row) if is_here else replace(_of(row), row_id=None, whose=place.name)
            if mark.is_dated and mark.key is not None:
                if mark.key in decided or not (is_here or mark.key in brought):
                    continue
                decided.add(mark.key)
            found.append((mark, row.removed_at is None))
    return found + [(_brought(one), True) for key, one in brought.items() if key not in decided]


def process_of(session: Session, community: Community) -> Process:
    """Whether it lies in a kelurahan, by what it lies in or as its area is written; a desa otherwise."""
    for here in audiences.above(session, community.id):
        if here.kind is CommunityKind.kelurahan or any(word in here.area.casefold() for word in _KELURAHAN):
            return Process.kelurahan
    return Process.desa


def within(session: Session, community: Community, first: date, last: date) -> list[Mark]:
    """Those that touch these days, with the days that they have in that year, by their beginning."""
    found = [
        replace(one, begins_on=begins, ends_on=ends)
        for one in marks(session, community)
        for begins, ends in _stretches(one, first.year - 1, last.year)
        if begins <= last and ends >= first
    ]
    return sorted(found, key=lambda one: (one.begins_on, one.ends_on, one.whose, one.ref))


def busy(session: Session, community: Community, day: date) -> list[Mark]:
    """The seasons in which people are busy on this day."""
    return [one for one in within(session, community, day, day) if one.kind is MarkKind.season]


def _stretches(one: Mark, first_year: int, last_year: int) -> Iterator[tuple[date, date]]:
    if not one.yearly:
        yield one.begins_on, one.ends_on
        return
    years = one.ends_on.year - one.begins_on.year
    for year in range(first_year, last_year + 1):
        yield _in_year(one.begins_on, year), _in_year(one.ends_on, year + years, ends=True)


def _in_year(day: date, year: int, *, ends: bool = False) -> date:
    """The same day of another year. The last of February stays its last, and so does its 28th at an end."""
    if day.month == 2 and day.day >= (28 if ends else 29):
        return date(year, 2, calendar.monthrange(year, 2)[1])
    return day.replace(year=year)


def _brought(one: Planned) -> Mark:
    begins = date(_YEAR, *one.begins)
    ends = date(_YEAR, *one.ends)
    return Mark(MarkKind.planning, one.key, "", begins, ends if ends >= begins else ends.replace(year=_YEAR + 1), True)


def _of(row: CalendarMark) -> Mark:
    return Mark(row.kind, row.key, row.title, row.begins_on, row.ends_on, row.yearly, row.id)


# ── putting it right: organisers alone ──


def place_of(session: Session, community_id: int, *, by: int) -> Community:
    """The neighbourhood, for its organisers. Raises NotAllowed for all others."""
    community = communities.by_id(session, community_id)
    if community is None or not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("calendar.only_office")
    return community


def one(session: Session, community: Community, ref: str) -> Mark:
    """What a button means, also one from before it was put right. Raises NotThere if it does not hold any more."""
    known = [one for one in marks(session, community) if one.ref]
    found = next((one for one in known if ref == one.ref or (one.is_dated and ref == one.key)), None)
    if found is None:
        raise NotThere("calendar.year.gone")
    return found


def add(session: Session, community_id: int, mark: Mark, *, by: int, now: datetime) -> Mark:
    """One of the neighbourhood's own. Raises as `place_of`, TooMuch, NotThere for what is none."""
    place_of(session, community_id, by=by)
    _refuse_unfit(mark)
    if len(calendars.marks_of(session, community_id)) >= MOST:
        raise TooMuch("calendar.year.enough", most=MOST)
    return _of(_written(session, community_id, None, mark, by=by, now=now))


def put_right(session: Session, community_id: int, ref: str, mark: Mark, *, by: int, now: datetime) -> Mark:
    """What `ref` means is called so, or is then. Raises as `add`, NotThere if it does not hold any more."""
    community = place_of(session, community_id, by=by)
    known = one(session, community, ref)
    _refuse_unfit(mark)
    row = calendars.mark_by_id(session, known.row_id) if known.row_id is not None else None
    return _of(_written(session, community_id, row, mark, by=by, now=now))


def shift(session: Session, community_id: int, ref: str, months: int, *, by: int, now: datetime) -> Mark:
    """So many months later, or earlier for less than nothing."""
    known = one(session, place_of(session, community_id, by=by), ref)
    moved = replace(known, begins_on=_moved(known.begins_on, months), ends_on=_moved(known.ends_on, months))
    return put_right(session, community_id, ref, moved, by=by, now=now)


def remove(session: Session, community_id: int, ref: str, *, by: int, now: datetime) -> None:
    """It does not hold here. One of our own is gone; what was brought along can be brought back."""
    known = one(session, place_of(session, community_id, by=by), ref)
    row = calendars.mark_by_id(session, known.row_id) if known.row_id is not None else None
    if known.kind is MarkKind.planning and known.key is not None:
        row = row or _written(session, community_id, None, known, by=by, now=now)
        row.removed_at = now
        session.add(row)
    elif row is not None:
        session.delete(row)
    session.flush()
    _note(session, community_id, "calendar.mark_removed", by, now)


def restore(session: Session, community_id: int, ref: str, *, by: int, now: datetime) -> None:
    """As it is where nobody here has put it right; where it was taken away above, as it was brought along.

    Raises NotThere for what was not brought along, or was not changed.
    """
    community = place_of(session, community_id, by=by)
    row = next((one for one in calendars.marks_of(session, community_id) if str(one.id) == ref), None)
    if row is not None and _of(row).is_dated:
        ref = row.key or ""
        session.delete(row)
        session.flush()
    elif row is not None or not any(one.ref == ref for one in removed(session, community)):
        raise NotThere("calendar.year.gone")
    if any(one.key == ref for one in removed(session, community)):
        every = planning_dates.DATES[process_of(session, community)]
        _written(session, community_id, None, next(_brought(one) for one in every if one.key == ref), by=by, now=now)
    _note(session, community_id, "calendar.mark_restored", by, now)


def _refuse_unfit(mark: Mark) -> None:
    if not (mark.title.strip() or mark.key):
        raise NotThere("calendar.year.no_title")
    if len(mark.title) > LONGEST_TITLE:
        raise TooMuch("needs.too_long", most=LONGEST_TITLE)
    if mark.ends_on < mark.begins_on or mark.ends_on - mark.begins_on >= _LONGEST:
        raise NotThere("calendar.year.no_span")


def _moved(day: date, months: int) -> date:
    """The last day of a month stays one."""
    of_year = day.year * 12 + day.month - 1 + months
    year, month = divmod(of_year, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1] or (day.month, day.day) == (2, 28)
    return date(year, month + 1, last if is_last else min(day.day, last))


def _written(
    session: Session, community_id: int, row: CalendarMark | None, mark: Mark, *, by: int, now: datetime
) -> CalendarMark:
    begins_on, ends_on = next(_stretches(mark, _YEAR, _YEAR))  # of what is the same each year, the year means nothing
    row = row or CalendarMark(
        community_id=community_id, kind=mark.kind, key=mark.key, begins_on=begins_on, ends_on=ends_on
    )
    row.key, row.title, row.yearly = mark.key, mark.title.strip(), mark.yearly
    row.begins_on, row.ends_on = begins_on, ends_on
    session.add(row)
    session.flush()
    _note(session, community_id, "calendar.mark_set", by, now)
    return row


def _note(session: Session, community_id: int, action: str, by: int, now: datetime) -> None:
    audit.note(
        session, at=now, community_id=community_id, actor_id=by, action=action, subject="community",
        subject_id=community_id,
    )  # fmt: skip
