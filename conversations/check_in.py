"""Saying that one is there: by the QR code at the place, or by the digits beside it.

> (the code at the place)      B Tercatat hadir ✓ Kerja bakti RT 03, Minggu, 29 Nov 2026 pukul 07.00 WIB …
> /hadir 4821                  the same
> /hadir 4821   (in a group)   B … dicatat lewat obrolan pribadi.   [🙋 Catat hadir], which notes it
> /hadir                       B Ketik dengan angkanya, misalnya: /hadir 4821 …
"""

from typing import Any

from community import attendance
from community.attendance import There
from conversations import attend_lines, event_lines, neighbourhood
from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Act, Talk


def opened(talk: Talk[Any], code: str) -> None:
    """At the end of the code's link, or of one from a group with the digits; without either, how one says it."""
    if not code:
        talk.say("attend.how")
        return
    if digits := neighbourhood.digits_in(code):
        _said(talk, attendance.check_in_spoken(talk.session, digits, by=talk.person.person_id, now=talk.now))
        return
    _said(talk, attendance.check_in(talk.session, code, by=talk.person.person_id, now=talk.now))


@for_members
def typed(talk: Talk[Any]) -> None:
    """/hadir 4821."""
    digits = neighbourhood.digits_in(talk.command_argument)
    if not digits:
        talk.say("attend.how")
        return
    _said(talk, attendance.check_in_spoken(talk.session, digits, by=talk.person.person_id, now=talk.now))


def _said(talk: Talk[Any], there: There) -> None:
    community = event_lines.place_of(talk.session, there.event)
    title = event_lines.title(talk.words, there.event, community)
    when = event_lines.when_and_where(talk.words, there.event, there.occurrence, community.time_zone)
    rows = [
        [Choice(f"{attend_lines.PHOTOS}.{there.occurrence.id}", "snaps.button")],
        [Choice(f"{event_lines.ANSWER}.{there.occurrence.id}", "attend.open")],
    ]
    key = "attend.noted" if there.is_new else "attend.noted.already"
    talk.say(key, rows=rows, name=talk.person.name, title=title, when=when)


LINKS: dict[str, Act] = {neighbourhood.THERE: opened}
