"""Several photos sent at once arrive one by one: all go into the draft, and they are answered once."""

from datetime import UTC, datetime
from typing import Any

from community import media
from conversations.answers import Media
from conversations.talk import Talk
from storage import albums as answers
from storage import dialogues
from storage import media as stored

WAIT_SECONDS = 1.0
"""How long after the last photo the answer leaves."""


def begin(talk: Talk[Any], album: str) -> None:
    """From here on the answer to this album is one row that waits for the rest of its photos."""
    talk.send_at = talk.clock + WAIT_SECONDS
    talk.once = _name(talk, album)


def joins_earlier(talk: Talk[Any], photo: Media) -> bool:
    """True if this photo belongs to an album that has been answered or soon will be; it has then been taken in.

    It goes where the first one went: into the draft, or to what the draft has become, however late it comes.
    """
    if photo.album is None:
        return False
    answer = answers.album_answer(talk.session, _name(talk, photo.album))
    if answer is None:
        return False
    row_id, dialogue_id = answer
    answers.postpone(talk.session, row_id, talk.clock + WAIT_SECONDS)
    home = dialogues.by_id(talk.session, dialogue_id) if dialogue_id else None
    take_in(talk, photo, dialogue_id, home.subject_id if home else None)
    return True


def take_in(talk: Talk[Any], file: Media, dialogue_id: int | None, need_id: int | None = None) -> None:
    """Whatever is photographed or spoken belongs to the draft, and to what the draft has become."""
    media.receive(
        talk.session,
        kind=file.kind,
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        seconds=file.seconds,
        person_id=talk.person.person_id,
        dialogue_id=dialogue_id,
        need_id=need_id,
        now=talk.now,
    )


def answered_anew(talk: Talk[Any], photo: Media, dialogue_id: int) -> bool:
    """Words stand under a photo that is not the first: True if the one answer waits still, and is made anew by them."""
    answer = answers.album_answer(talk.session, _name(talk, photo.album or ""))
    if answer is None or answer[1] != dialogue_id or not answers.withdraw(talk.session, answer[0]):
        return False
    begin(talk, photo.album or "")
    return True


def follow(talk: Talk[Any], old: int, since: float) -> None:
    """The first photo has gone into a new draft: so do the others, those that came to the old one and those to come."""
    if talk.dialogue_id is not None:
        stored.move(talk.session, old, talk.dialogue_id, since=datetime.fromtimestamp(since, UTC))
        answers.lead_album(talk.session, old, talk.dialogue_id)


def _name(talk: Talk[Any], album: str) -> str:
    return f"album:{talk.chat_id}:{album}"
