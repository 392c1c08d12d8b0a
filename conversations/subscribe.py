"""[📲 Langganan kalender]: an address at which a phone's own calendar reads what is to come, by itself and anew.

    > [📲 Langganan kalender]
    B Kalender di HP bisa membaca jadwal sendiri …     [➕ Buat alamat saya]
    > [➕ Buat alamat saya]
    B https://rembuk.example.id/kalender/….ics          [♻️ Ganti alamat saya] [🗑 Matikan alamat saya]

Nobody can be shown an address twice: only its hash is kept. Organisers do the same for the neighbourhood's, to pass on.
"""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from community import calendar_links
from community.refusals import NotThere
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets import review
from storage import calendars, communities
from storage.calendars import CalendarLink

MINE, HERE = "mine", "here"
NEW, VOID = "new", "void"


def shown(talk: Talk[Any], _argument: str) -> None:
    """Which addresses there are, and what may be done with them; where there is no web door, that it is so."""
    _draw(talk)


def acted(talk: Talk[Any], argument: str) -> None:
    """`feed.<whose>.<what>`; a neighbourhood's is named by its number, and changed only while it is spoken in."""
    said, _, what = argument.partition(".")
    whose = MINE if said == MINE else HERE
    if what not in (NEW, VOID) or (whose == HERE and said != str(talk.community_id)):
        raise NotThere("stage.gone")
    if what == VOID:
        _void(talk, whose)
    elif not talk.house.public_url:
        raise NotThere("calendar.feed.no_web")
    else:
        _make(talk, whose)
    _draw(talk)


def _make(talk: Talk[Any], whose: str) -> None:
    me = talk.person.person_id
    if whose == MINE:
        token = calendar_links.make_own(talk.session, me, now=talk.now)
    else:
        token = calendar_links.make_for(talk.session, talk.community_id, by=me, now=talk.now)
    address = Markup("<code>{}</code>").format(f"{talk.house.public_url}/kalender/{token}.ics")
    talk.say(f"calendar.feed.made.{whose}", address=address, name=talk.community_name)


def _void(talk: Talk[Any], whose: str) -> None:
    me = talk.person.person_id
    if whose == MINE:
        calendar_links.void_own(talk.session, me, now=talk.now)
    else:
        calendar_links.void_for(talk.session, talk.community_id, by=me, now=talk.now)
    talk.toast("calendar.feed.voided")


def _draw(talk: Talk[Any]) -> None:
    own = calendars.open_of_person(talk.session, talk.person.person_id)
    here = calendars.open_of_community(talk.session, talk.community_id) if talk.is_organiser else []
    if not talk.house.public_url and not own and not here:
        talk.redraw("calendar.feed.no_web", rows=[_BACK])
        return
    lines = [_line(talk, MINE, own)]
    rows: list[list[Choice]] = [*_buttons(talk, MINE, own)]
    if talk.is_organiser:
        lines.append(_line(talk, HERE, here))
        rows += _buttons(talk, HERE, here)
    talk.redraw("calendar.feed", rows=[*rows, _BACK], lines=review.lines(lines))


_BACK = [Choice("agenda", "stage.back")]


def _line(talk: Talk[Any], whose: str, links: list[CalendarLink]) -> str:
    name = talk.community_name
    if not links:
        return talk.words.label(f"calendar.feed.{whose}.none", name=name)
    home = talk.person.community_id  # whoever has left everywhere still ends an address of their own
    here = communities.by_id(talk.session, home) if home is not None else None
    made_at = links[0].created_at.astimezone(ZoneInfo(here.time_zone if here else "Asia/Jakarta"))
    day = format_date(made_at.date(), "d MMM y", locale=talk.words.language)
    return talk.words.label(f"calendar.feed.{whose}.since", name=name, day=day)


def _buttons(talk: Talk[Any], whose: str, links: list[CalendarLink]) -> list[list[Choice]]:
    values = {"name": talk.community_name}
    said = MINE if whose == MINE else str(talk.community_id)
    can_make = [[Choice(f"feed.{said}.{NEW}", f"feeds.{whose}.{'again' if links else 'new'}", values=values)]]
    can_void = [[Choice(f"feed.{said}.{VOID}", f"feeds.{whose}.void", values=values)]]
    return [*(can_make if talk.house.public_url else []), *(can_void if links else [])]


CARDS: dict[str, Card] = {"feeds": Card(shown), "feed": Card(acted)}
