"""📅 Jadwal: what the neighbours are called to, the next of each; what one comes to; and a month at a time.

    > /jadwal
    B 📅 Jadwal RT 03 …              [🧹 Minggu 29 Nov 07.00] … / [‹ Sebelumnya] [Berikutnya ›]
                                     [⭐ Yang saya ikuti] / [🗓 Per bulan] / [📲 Langganan kalender] / [Usulkan kegiatan]
    > [🗓 Per bulan]
    B 🗓 November 2026 …             [◀ Okt] [Des ▶] / … / [Kembali]
    > [🧹 Minggu 29 Nov 07.00]
    B 🧹 Kerja bakti RT 03 …         [✋ Ikut] … / [‹ Kembali ke jadwal]

Buttons carry what is shown, `agenda.<page>.<lens>` and `month.<year>-<month>.<page>`: nothing is stored.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community import agenda, calendar_year, taken_back
from community.calendar_year import Mark
from conversations import event_control, event_lines, event_screens, neighbourhood, proposal_card, year_lines
from conversations.dialogue import Choice
from conversations.event_screens import MINE
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk
from conversations.widgets import pager, review, when
from conversations.widgets.card_arguments import subject_in
from storage import agenda as stored
from storage import communities
from storage.communities import Community
from storage.events import Event
from storage.occurrences import Occurrence, OccurrenceState

_SAID = {
    ("", True): "calendar.next", ("", False): "schedule.none",
    (MINE, True): "calendar.mine", (MINE, False): "calendar.mine.none",
}  # fmt: skip
MONTH_SIZE, MOST_MARKS = 8, 10
_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_FARTHEST = 24
"""Months, before and after this one."""
_STATES = {OccurrenceState.postponed: "called.postponed", OccurrenceState.cancelled: "called.cancelled"}
_PAGE, _MONTHLY = event_screens.CALENDAR
_FOUND = "found"
"""The verb before an occurrence's number, and the page of the calendar on which it was found."""
_PLACE = re.compile(r"[\d-]{1,7}\.\w{0,4}", re.ASCII)
"""What stands behind a verb of the calendar."""
_Rows = list[list[Choice]]


# ── what is next ──


@for_members
def show(talk: Talk[Any]) -> None:
    """/jadwal."""
    _listed(talk, 1, "", anew=True)


def linked(talk: Talk[Any], _argument: str) -> None:
    """At the end of a link from a group."""
    _listed(talk, 1, "", anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """Another page, in the place of the last."""
    page, _, lens = argument.partition(".")
    _listed(talk, pager.number_in(page), MINE if lens == MINE else "", anew=False)


def _listed(talk: Talk[Any], wanted: int, lens: str, *, anew: bool) -> None:
    around = agenda.around(talk.session, talk.person.person_id, mine=lens == MINE)
    total = stored.how_many(talk.session, around, talk.now)
    shown = pager.page(wanted, total)
    found = stored.coming(talk.session, around, talk.now, most=shown.size, offset=shown.offset)
    say = talk.say if anew else talk.redraw
    own = taken_back.waiting(talk.session, by=talk.person.person_id) if lens == MINE and shown.number == 1 else []
    rows: _Rows = [
        *([_opens(talk, event, one, f"{_PAGE}.{shown.number}.{lens}")] for event, one in found),
        *([_opens_own(talk, event)] for event in own),
        [Choice(f"{one.value}.{lens}", one.key) for one in pager.turns("agenda", shown)],
        *_ways(talk, lens),
    ]
    lines = [_line(talk, event, one.begins_at, one) for event, one in found]
    lines += [_own_line(talk, event) for event in own]
    key = _SAID[lens, bool(lines)]
    say(key, rows=[row for row in rows if row], name=talk.community_name, lines=review.lines(_spaced(lines)))


def _ways(talk: Talk[Any], lens: str) -> _Rows:
    """What else there is to see, and the way to a gathering of one's own."""
    other = Choice("agenda", "calendar.all.button") if lens else Choice(f"agenda.1.{MINE}", "calendar.mine.button")
    gather = "inviting.button" if talk.is_organiser else "inviting.propose.button"
    return [
        [other], [Choice("month", "calendar.month.button")], [Choice("feeds", "calendar.feed.button")],
        [Choice("gather", gather)],
    ]  # fmt: skip


def _opens(talk: Talk[Any], event: Event, one: Occurrence, here: str) -> Choice:
    """[🧹 Minggu 29 Nov 07.00]: its card, with the way back `here`."""
    local = one.begins_at.astimezone(ZoneInfo(event_lines.place_of(talk.session, event).time_zone))
    day = format_date(local.date(), "EEEE d MMM", locale=talk.words.language)
    label = f"{event_lines.SIGNS[event.kind]} {day} {local.strftime(talk.words.label('widgets.when.clock'))}"
    return Choice(f"{_FOUND}.{one.id}.{here}", label=event_control.short_label(label))


def _opens_own(talk: Talk[Any], event: Event) -> Choice:
    """[💡 Cat pos ronda]: what one has proposed oneself, and nobody has answered."""
    title = event_lines.title(talk.words, event, event_lines.place_of(talk.session, event))
    return Choice(f"{proposal_card.OWN}.{event.id}", label=event_control.short_label(f"💡 {title}"))


def _own_line(talk: Talk[Any], event: Event) -> str:
    moment = proposal_card.moment(event, event_lines.place_of(talk.session, event))
    return f"{_line(talk, event, moment, None)} · {talk.words.label('proposal.waits')}"


def opened(talk: Talk[Any], argument: str) -> None:
    """`found.<time>.<page of the calendar>`: the card in the place of the list, with [Kembali ke jadwal]."""
    occurrence_id, page = subject_in(argument)
    event, occurrence, who = event_screens.seen(talk, occurrence_id)
    verb, _, rest = page.partition(".")
    here = f"{verb}.{rest}" if verb in event_screens.CALENDAR and _PLACE.fullmatch(rest) else f"{_PAGE}.1."
    event_screens.draw(talk, event, occurrence, who, back=Choice(here, "schedule.back"))


def _line(talk: Talk[Any], event: Event, begins_at: datetime, one: Occurrence | None) -> str:
    """🧹 Kerja bakti RT 03: selokan, and below it when and where, with what has become of it."""
    words, community = talk.words, event_lines.place_of(talk.session, event)
    place = event_lines.place(event, one) if one is not None else event.place
    moment = when.spoken(begins_at, community.time_zone, words)
    state = words.label(_STATES[one.state]) if one is not None and one.state in _STATES else ""
    below = " · ".join(part for part in (moment, place, state) if part)
    return f"{event_lines.SIGNS[event.kind]} {event_lines.title(words, event, community)}\n{below}"


def _spaced(lines: Sequence[str]) -> list[str]:
    """An empty line between them."""
    return [line if number == len(lines) - 1 else f"{line}\n" for number, line in enumerate(lines)]


# ── a month ──


def leafed(talk: Talk[Any], argument: str) -> None:
    """[🗓 Per bulan], [◀ Okt] [Des ▶]: all that begins in a month, a few at a time."""
    said, _, page = argument.partition(".")
    community = _here(talk)
    first = _first_of(said, talk.now.astimezone(ZoneInfo(community.time_zone)).date())
    around = agenda.around(talk.session, talk.person.person_id)
    found = agenda.month(talk.session, around, first, community.time_zone, talk.now)
    shown = pager.page(pager.number_in(page), len(found), size=MONTH_SIZE)
    here = found[shown.offset : shown.offset + shown.size]
    lines = [_line(talk, one.event, one.begins_at, one.time) for one in here]
    if not lines:
        lines = [talk.words.label("calendar.month.none")]
    marks = [year_lines.line(talk.words, one) for one in _marks(talk, community, first)]
    rows: _Rows = [
        [_month(talk, _beside(first, -1), "◀ {}"), _month(talk, _beside(first, 1), "{} ▶")],
        *(
            [_opens(talk, one.event, one.time, f"{_MONTHLY}.{first:%Y-%m}.{shown.number}")]
            for one in here
            if one.time is not None
        ),
        pager.turns(f"month.{first:%Y-%m}", shown),
        [Choice(f"year.{community.id}", "calendar.year.button")] if talk.is_organiser else [],
        [Choice("agenda", "stage.back")],
    ]
    month = format_date(first, "LLLL y", locale=talk.words.language)
    talk.redraw(
        "calendar.month.marks" if marks else "calendar.month", rows=[row for row in rows if row], month=month,
        lines=review.lines(_spaced(lines)), marks=review.lines(marks),
    )  # fmt: skip


def _marks(talk: Talk[Any], community: Community, first: date) -> list[Mark]:
    """Planning dates and seasons that touch the month: guidance, and said to be."""
    last = _beside(first, 1) - timedelta(days=1)
    return calendar_year.within(talk.session, community, first, last)[:MOST_MARKS]


def _here(talk: Talk[Any]) -> Community:
    community = communities.by_id(talk.session, talk.community_id)
    if community is None:
        raise LookupError("a neighbourhood that is spoken in and is not there")
    return community


def _first_of(said: str, today: date) -> date:
    """The first of a month on a button; of this one if it has been tampered with, or is years away."""
    now, found = today.replace(day=1), _MONTH.fullmatch(said)
    if found is None or not 1 <= int(found[2]) <= 12 or not 1 < int(found[1]) < 9999:
        return now
    wanted = date(int(found[1]), int(found[2]), 1)
    return wanted if abs((wanted.year - now.year) * 12 + wanted.month - now.month) <= _FARTHEST else now


def _beside(first: date, step: int) -> date:
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def _month(talk: Talk[Any], first: date, label: str) -> Choice:
    return Choice(f"month.{first:%Y-%m}", label=label.format(format_date(first, "LLL", locale=talk.words.language)))


CARDS: dict[str, Card] = {_PAGE: Card(turned), _MONTHLY: Card(leafed), _FOUND: Card(opened)}
LINKS: dict[str, Act] = {neighbourhood.EVENTS: linked}
