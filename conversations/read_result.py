"""Looking into what came of a poll: why it came so, as a picture, and every single vote to count again.

> [🤔 Mengapa begini?]     Tiap warga boleh memilih sampai 3 …          [Kembali]
> [📄 Semua suara]         tanya-warga-4.csv
"""

from typing import Any

from community import poll_reading
from conversations import neighbourhood, poll_lines, poll_screens, poll_why_lines
from conversations.dialogue import Choice
from conversations.talk import Act, Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage import polls as stored


def shown(talk: Talk[Any], argument: str) -> None:
    """The result in place of what was tapped."""
    poll_id, _ = subject_in(argument)
    poll = poll_reading.seen(talk.session, stored.by_id(talk.session, poll_id), by=talk.person.person_id)
    poll_screens.show(talk, poll, anew=False)


def opened(talk: Talk[Any], code: str) -> None:
    """At the end of a link."""
    poll = poll_reading.seen(talk.session, stored.with_code(talk.session, code), by=talk.person.person_id)
    poll_screens.show(talk, poll, anew=True)


def explained(talk: Talk[Any], argument: str) -> None:
    """[🤔 Mengapa begini?]"""
    poll_id, _ = subject_in(argument)
    poll = poll_reading.counted(talk.session, poll_id, by=talk.person.person_id)
    parts = poll_why_lines.told(talk.session, talk.words, poll)
    rows = [[Choice(f"votes.{poll.id}", "poll.votes")], [Choice(f"result.{poll.id}", "stage.back")]]
    talk.redraw_html(poll_lines.titled(talk.words, poll, *parts), rows=rows)


def asked_for_votes(talk: Talk[Any], argument: str) -> None:
    """[📄 Semua suara]"""
    _sent(talk, argument, poll_reading.VOTES)


def asked_for_picture(talk: Talk[Any], argument: str) -> None:
    """[📊 Gambar]: only for who taps, for it costs data."""
    _sent(talk, argument, poll_reading.CHART)


def _sent(talk: Talk[Any], argument: str, kind: str) -> None:
    poll_id, _ = subject_in(argument)
    poll_reading.send(talk.session, poll_id, kind, by=talk.person.person_id, now=talk.now)
    talk.toast("poll.soon")


CARDS: dict[str, Card] = {
    "result": Card(shown),
    "because": Card(explained),
    "votes": Card(asked_for_votes),
    "chart": Card(asked_for_picture),
}
LINKS: dict[str, Act] = {neighbourhood.RESULT: opened}
