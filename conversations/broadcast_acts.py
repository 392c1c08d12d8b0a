"""What organisers do with an announcement after [Kirim]: pause, go on, stop, try again, look, correct, take back.

> [Jeda]                     the card says so, and offers [Lanjut]
> [🗑 Tarik]
B Tarik pengumuman ini dari semua HP?      [🗑 Ya, tarik] [Tidak jadi]
"""

from collections.abc import Callable
from typing import Any

from community import broadcast_steering as rules
from community import broadcast_work, broadcasts
from community.broadcast_content import Content
from community.refusals import NotThere
from conversations import broadcast_card, broadcast_words, engine
from conversations.correct_broadcast import Correction, dialogue
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage.broadcasts import Broadcast

Steer = Callable[..., Broadcast]

_STEERING: dict[str, Steer] = {
    "pause": rules.pause,
    "on": rules.go_on,
    "stop": rules.stop,
    "again": rules.retry,
    "back": rules.recall,
    "now": rules.send_now,
    "next": rules.stop_next,
}


def acted(talk: Talk[Any], argument: str) -> None:
    """`cast.<id>.<verb>`: whatever it is, it is judged by how things stand now."""
    broadcast_id, verb = subject_in(argument)
    if verb in _STEERING:
        found = _STEERING[verb](talk.session, broadcast_id, by=talk.person.person_id, now=talk.now)
        _draw(talk, found)
        return
    found = rules.held(talk.session, broadcast_id, by=talk.person.person_id)
    match verb:
        case "stop.ask" | "back.ask" | "now.ask" | "next.ask":
            _sure(talk, found, verb.removesuffix(".ask"))
        case "see":
            _see(talk, found)
        case "fix":
            engine.open_dialogue(talk, dialogue.name, draft=Correction(broadcast_id=found.id))
        case "card":
            _draw(talk, found)
        case _:
            raise NotThere("stage.gone")


def _draw(talk: Talk[Any], found: Broadcast) -> None:
    """The card anew, where the button was."""
    html, rows = broadcast_card.screen(talk, found)
    talk.redraw_html(html, rows=rows)


def _sure(talk: Talk[Any], found: Broadcast, verb: str) -> None:
    """Nothing that cannot be undone goes by one slip of a thumb."""
    broadcast_work.lets_think(talk.session, found, talk.now)
    rows = [
        [Choice(f"cast.{found.id}.{verb}", f"announce.sure.{verb}.yes")],
        [Choice(f"cast.{found.id}.card", "announce.sure.no")],
    ]
    talk.redraw(f"announce.sure.{verb}", rows=rows)


def _see(talk: Talk[Any], found: Broadcast) -> None:
    """As people got it."""
    community = broadcasts.place_of(talk.session, found.community_id, by=talk.person.person_id)
    content = Content.model_validate(found.content)
    said = broadcast_words.as_read(talk.words, found, community, talk.person.name)
    for call in broadcast_words.calls(talk.words, content, said, chat=talk.chat_id):
        talk.call(call.method, call.parameters)


def shown(talk: Talk[Any], argument: str) -> None:
    """One of the list: its card, below it, which from then on is kept fresh."""
    found = rules.held(talk.session, subject_in(argument)[0], by=talk.person.person_id)
    html, rows = broadcast_card.screen(talk, found)
    row_id = talk.say_html(html, rows=rows)
    if row_id is not None:
        broadcast_work.watch(talk.session, found, row_id, by=talk.person.person_id)


CARDS: dict[str, Card] = {"cast": Card(acted), "castsee": Card(shown)}
