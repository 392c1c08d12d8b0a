"""[📷 Foto]: how it looked before, how it looks now; by organisers and by who was there.

> [📷 Foto]
B Foto sebelum atau sesudah dikerjakan?      [Sebelum] [Sesudah]
> [Sesudah]
B Kirim fotonya, boleh beberapa.
> 📷📷
B Sudah masuk. Masih ada?                    [Sudah, ini saja]
> [Sudah, ini saja]
B 2 foto tersimpan ✓ Terima kasih, Bu Tini 🙏
"""

from typing import Any

from community import event_photos
from community.refusals import Refusal
from conversations import attend_lines, engine
from conversations.answers import Media, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from conversations.widgets.several import ENOUGH
from storage import dialogues
from storage import media as stored
from storage.event_photos import Moment
from storage.media import MediaKind


class Photographing(Draft):
    occurrence_id: int = 0
    moment: Moment = Moment.after
    has_photos: bool = False


def begin(talk: Talk[Any], argument: str) -> None:
    occurrence_id, _ = subject_in(argument)
    event_photos.reach(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, dialogue.name, draft=Photographing(occurrence_id=occurrence_id))


def ask_moment(_talk: Talk[Photographing]) -> Question:
    return Question("snaps.moment.ask", rows=[[Choice(one.value, f"snaps.moment.{one.value}") for one in Moment]])


def heard_moment(talk: Talk[Photographing], answer: Tapped) -> Next:
    talk.draft.moment = Moment(answer.value)
    return "photos"


def ask_photos(talk: Talk[Photographing]) -> Question:
    if not talk.draft.has_photos:
        return Question("snaps.ask")
    return Question("snaps.more", rows=[[Choice(ENOUGH, "widgets.enough")]])


def heard_photos(talk: Talk[Photographing], answer: Media | Tapped) -> Next:
    draft, by = talk.draft, talk.person.person_id
    if isinstance(answer, Media):
        if answer.kind is not MediaKind.photo:
            stored.leave_out(talk.session, talk.dialogue_id, answer.file_unique_id)
            return Again("snaps.only_photos")
        draft.has_photos = True
        return "photos"
    try:
        many, need_id = event_photos.add(
            talk.session, draft.occurrence_id, talk.dialogue_id, draft.moment, by=by, now=talk.now
        )  # fmt: skip
    except Refusal as why:
        dialogues.put_aside(talk.session, by)
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
        return Done()
    talk.say("snaps.kept", home=True, count=many, name=talk.person.name)
    return Done(need_id)


dialogue = Dialogue(
    name="photographing_event",
    draft=Photographing,
    title="snaps.title",
    steps={
        "moment": Step(ask_moment, heard_moment, answered="inviting.answered"),
        "photos": Step(ask_photos, heard_photos, (Media, Tapped), unfit="snaps.only_photos"),
    },
)
CARDS: dict[str, Card] = {attend_lines.PHOTOS: Card(begin)}
