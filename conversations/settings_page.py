"""Pengaturan: what one wants to hear, when and how often; one card that is drawn anew after every tap.

> /pengaturan
B Pengaturan Bu Tini … Jam tenang: 21.00–05.00, Magrib, salat Jumat … Paling banyak 12 pesan seminggu (minggu ini 4)
  [🌐 Bahasa] [🌙 Jam tenang] / [👀 Usulan] [📢 Umuman] / [🔢 Batas] [🗞 Rangkuman] / [🔕 Hentikan semua]
> [🔢 Batas]
B Paling banyak berapa pesan seminggu?      [3] [7] [12 ✓] [20] [Kembali]
"""

from collections.abc import Callable, Mapping
from typing import Any

from babel.dates import get_day_names

from community import event_wishes, pushes, wishes
from community.quiet_hours import Part
from community.refusals import NotThere
from conversations import quiet_lines, reminder_wishes
from conversations.dialogue import Choice, Rows
from conversations.stage import for_known
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from locales import Words
from storage import communities, people
from storage.preferences import Hearing, Preference, Rhythm

_BACK = [Choice("wish.page", "stage.back")]
_QUIET = "wish.quiet"


# ── the page ──


@for_known
def show(talk: Talk[Any]) -> None:
    """/pengaturan and [⚙️ Pengaturan]."""
    talk.say("settings.page", rows=_rows(talk), **_told(talk))


def _page(talk: Talk[Any]) -> None:
    talk.redraw("settings.page", rows=_rows(talk), **_told(talk))


def _told(talk: Talk[Any]) -> dict[str, Any]:
    me, words = talk.person.person_id, talk.words
    mine = wishes.of(talk.session, me)
    cap = wishes.cap_of(talk.session, me)
    came = pushes.came_this_week(talk.session, talk.person.telegram_id, talk.now, most=999)
    return {
        "name": talk.person.name,
        "language": words.label("language.name"),
        "quiet": quiet_lines.line(words, wishes.hours_of(talk.session, me)),
        "news": words.label(f"settings.news.{mine.news}"),
        "announcements": _announcements_told(talk),
        "reminders": reminder_wishes.line(words, event_wishes.waves_of(talk.session, me)),
        "cap": words.label("settings.cap", most=cap, came=came),
        "digest": _digest_told(words, mine.digest, mine.digest_weekday, mine.digest_at),
        "always": words.label(_always(talk, mine)),
    }


def _always(talk: Talk[Any], mine: Preference) -> str:
    """What comes whatever was wished; danger is told to organisers in any case, and they are not promised otherwise."""
    if mine.stopped_at is None:
        return "settings.always"
    if mine.keeps_urgent:
        return "settings.stopped.but_urgent"
    return "settings.stopped.office" if talk.is_organiser else "settings.stopped"


def _announcements_told(talk: Talk[Any]) -> str:
    """Ya; or which of one's neighbourhoods one hears."""
    here = _neighbourhoods(talk)
    if len(here) == 1:
        return talk.words.label("settings.yes" if here[0][2] else "settings.no")
    return ", ".join(f"{name} {'✓' if wants else '–'}" for _, name, wants in here) or "–"


def _neighbourhoods(talk: Talk[Any]) -> list[tuple[int, str, bool]]:
    """Id, name, and whether its announcements are wanted."""
    me = talk.person.person_id
    found = []
    for community in communities.of_person(talk.session, me):
        member = people.membership_of(talk.session, me, community.id)
        found.append((community.id, community.name, bool(member and member.hears_broadcasts)))
    return found


def _digest_told(words: Words, rhythm: Rhythm, weekday: int, at: str) -> str:
    if rhythm is Rhythm.never:
        return words.label("settings.digest.never")
    day = words.label("settings.digest.daily") if rhythm is Rhythm.daily else _day(words, weekday)
    return f"{day} {quiet_lines.clock(words, at)}"


def _day(words: Words, weekday: int) -> str:
    return str(get_day_names("wide", locale=words.language)[weekday])


def _rows(talk: Talk[Any]) -> Rows:
    mine = wishes.of(talk.session, talk.person.person_id)
    all_of_it = [[Choice("wished.stopped.yes", "settings.stop")]]
    if mine.stopped_at is not None:
        urgent = (
            Choice("wished.urgent.no", "settings.urgent.no")
            if mine.keeps_urgent
            else Choice("wished.urgent.yes", "settings.urgent.yes")
        )
        all_of_it = [[Choice("wished.stopped.no", "settings.go_on")], [urgent]]
    return [
        [Choice("menu.language", "menu.language"), Choice("wish.quiet", "settings.quiet.button")],
        [Choice("wish.news", "settings.news.button"), Choice("wish.announcements", "settings.calls.button")],
        [Choice("wish.waves", "settings.waves.button"), Choice("wish.cap", "settings.cap.button")],
        [Choice("wish.digest", "settings.digest.button"), Choice("groups", "group.button")],
        *all_of_it,
    ]


# ── one wish, and what may be chosen ──


def _quiet(talk: Talk[Any]) -> None:
    me = talk.person.person_id
    hours = wishes.hours_of(talk.session, me)
    rows = quiet_lines.rows(talk.words, hours, _QUIET)
    if wishes.of(talk.session, me).quiet_hours is not None:
        rows.append([Choice(f"{_QUIET}.theirs", "settings.quiet.theirs")])
    talk.redraw("settings.quiet.ask", rows=[*rows, _BACK], quiet=quiet_lines.line(talk.words, hours))


def _news(talk: Talk[Any]) -> None:
    now = wishes.of(talk.session, talk.person.person_id).news
    talk.redraw("settings.news.ask", rows=[*([_ticked(talk, "news", one, now)] for one in Hearing), _BACK])


def _ticked(talk: Talk[Any], wish: str, one: str, now: str) -> Choice:
    label = talk.words.label(f"settings.{wish}.{one}.button")
    return Choice(f"wished.{wish}.{one}", label=f"{label} ✓" if one == now else label)


def _announcements(talk: Talk[Any]) -> None:
    """A tap turns one round."""
    rows = [
        [Choice(f"wished.calls.{number}.{'no' if wants else 'yes'}", label=f"{name} {'✓' if wants else '–'}")]
        for number, name, wants in _neighbourhoods(talk)
    ]
    talk.redraw("settings.calls.ask", rows=[*rows, _BACK])


def _cap(talk: Talk[Any]) -> None:
    now = wishes.cap_of(talk.session, talk.person.person_id)
    row = [Choice(f"wished.cap.{one}", label=f"{one} ✓" if one == now else str(one)) for one in wishes.CAPS]
    talk.redraw("settings.cap.ask", rows=[row, _BACK])


def _digest(talk: Talk[Any]) -> None:
    mine = wishes.of(talk.session, talk.person.person_id)
    rows: list[list[Choice]] = [[_ticked(talk, "digest", one, mine.digest)] for one in Rhythm]
    if mine.digest is not Rhythm.never:
        at = Choice("wish.at", "settings.at.button", values={"clock": quiet_lines.clock(talk.words, mine.digest_at)})
        rows.append([at])
    if mine.digest is Rhythm.weekly:
        day = _day(talk.words, mine.digest_weekday)
        rows.append([Choice("wish.weekday", "settings.weekday.button", values={"day": day})])
    talk.redraw("settings.digest.ask", rows=[*rows, _BACK])


def _weekday(talk: Talk[Any]) -> None:
    now = wishes.of(talk.session, talk.person.person_id).digest_weekday
    days = [
        Choice(f"wished.weekday.{number}", label=f"{_day(talk.words, number)}{' ✓' if number == now else ''}")
        for number in range(7)
    ]
    talk.redraw("settings.weekday.ask", rows=[days[:2], days[2:4], days[4:6], days[6:], _BACK])


def _at(talk: Talk[Any]) -> None:
    now = wishes.of(talk.session, talk.person.person_id).digest_at
    row = [
        Choice(f"wished.at.{one}", label=f"{quiet_lines.clock(talk.words, one)}{' ✓' if one == now else ''}")
        for one in wishes.DIGEST_AT
    ]
    talk.redraw("settings.at.ask", rows=[row[:2], row[2:], _BACK])


_SCREENS: Mapping[str, Callable[[Talk[Any]], None]] = {
    "page": _page, "quiet": _quiet, "news": _news, "announcements": _announcements, "cap": _cap, "digest": _digest,
    "weekday": _weekday, "at": _at, "waves": reminder_wishes.draw,
}  # fmt: skip


def opened(talk: Talk[Any], argument: str) -> None:
    """One of the card's buttons: what may be chosen, or the way back. Of quiet hours also what was chosen."""
    screen, _, rest = argument.partition(".")
    if screen not in _SCREENS:
        raise NotThere("stage.gone")
    if screen == "quiet" and rest:
        _quiet_chosen(talk, rest)
    else:
        _SCREENS[screen](talk)


def _quiet_chosen(talk: Talk[Any], argument: str) -> None:
    said, _, to = argument.partition(".")
    me = talk.person.person_id
    if said == "theirs":
        wishes.be_quiet_as_the_neighbourhood(talk.session, me)
    elif said not in list(Part):
        raise NotThere("stage.gone")
    elif not to and said in (Part.begins, Part.ends):
        part, hours = Part(said), wishes.hours_of(talk.session, me)
        rows = [*quiet_lines.hours(talk.words, hours, _QUIET, part), [Choice("wish.quiet", "stage.back")]]
        talk.redraw(quiet_lines.said(part), rows=rows)
        return
    else:
        wishes.be_quiet(talk.session, me, Part(said), to)
    _quiet(talk)


# ── a wish is chosen ──


def _to_hear(talk: Talk[Any], how: str) -> None:
    if how not in list(Hearing):
        raise NotThere("stage.gone")
    wishes.hear_news(talk.session, talk.person.person_id, Hearing(how))
    _page(talk)


def _to_be_called(talk: Talk[Any], argument: str) -> None:
    number, wants = subject_in(argument)
    wishes.hear_announcements(talk.session, talk.person.person_id, number, wants=wants == "yes")
    _page(talk)


def _enough(talk: Talk[Any], most: str) -> None:
    wishes.have_enough(talk.session, talk.person.person_id, _small(most))
    _page(talk)


def _rhythm(talk: Talk[Any], rhythm: str) -> None:
    if rhythm not in list(Rhythm):
        raise NotThere("stage.gone")
    wishes.get_digest(talk.session, talk.person.person_id, Rhythm(rhythm))
    _digest(talk)


def _on(talk: Talk[Any], weekday: str) -> None:
    wishes.get_digest_on(talk.session, talk.person.person_id, _small(weekday))
    _digest(talk)


def _at_clock(talk: Talk[Any], clock: str) -> None:
    wishes.get_digest_at(talk.session, talk.person.person_id, clock)
    _digest(talk)


def _small(said: str) -> int:
    """A number of few digits; -1 for anything else."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else -1


def _stopped(talk: Talk[Any], said: str) -> None:
    if said == "yes":
        wishes.stop(talk.session, talk.person.person_id, now=talk.now)
    else:
        wishes.go_on(talk.session, talk.person.person_id)
    _page(talk)


def _urgent_kept(talk: Talk[Any], said: str) -> None:
    wishes.keep_urgent(talk.session, talk.person.person_id, wants=said == "yes")
    _page(talk)


_WISHED: Mapping[str, Callable[[Talk[Any], str], None]] = {
    "news": _to_hear, "calls": _to_be_called, "cap": _enough, "digest": _rhythm, "weekday": _on, "at": _at_clock,
    "stopped": _stopped, "urgent": _urgent_kept, "waves": reminder_wishes.chosen,
}  # fmt: skip


def chosen(talk: Talk[Any], argument: str) -> None:
    """What one of them shall be from now on."""
    wish, _, said = argument.partition(".")
    if wish not in _WISHED:
        raise NotThere("stage.gone")
    _WISHED[wish](talk, said)
    talk.toast("settings.changed")


CARDS: dict[str, Card] = {"wish": Card(opened), "wished": Card(chosen)}
