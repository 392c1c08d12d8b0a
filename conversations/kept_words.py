"""Something said out of the blue, kept in a draft until its author says what it is to be.

Nothing of it goes anywhere by itself. It may turn out to be a new need, and then it begins that talk as if nothing
had been asked.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import Field

from conversations import albums, engine, envelopes, need_lines
from conversations.answers import Answer, Media, Said
from conversations.dialogue import Draft
from conversations.talk import Talk
from conversations.widgets.media import length
from storage import albums as album_answers
from storage import dialogues
from storage import media as files
from storage.media import MediaKind

LONGEST = 4_000
"""Letters, as many as one message of Telegram holds."""
CUT = "cut"


class KeptWords(Draft):
    """`said` are the answers as they came, packed."""

    need_id: int = 0
    number: int = 0
    said: list[dict[str, Any]] = Field(default_factory=list)

    def keep(self, answer: Said | Media) -> None:
        self.said = [*self.said, envelopes.packed(answer)]
        self.has_media = self.has_media or isinstance(answer, Media)

    @property
    def answers(self) -> list[Said | Media]:
        unpacked = (envelopes.unpacked(one) for one in self.said)
        return [one for one in unpacked if isinstance(one, Said | Media)]

    @property
    def text(self) -> str:
        words = (one.text if isinstance(one, Said) else one.caption for one in self.answers)
        return "\n".join(filter(None, words))

    def shown(self) -> str:
        """“Di depan pos ronda” 🎤 0:05 📷: as one line of plain text."""
        signs = [_sign(one) for one in self.answers if isinstance(one, Media)]
        return " ".join(filter(None, (need_lines.quoted(self.text), *signs)))

    def cut(self, most: int) -> None:
        """Only its beginning, with what was photographed or spoken."""
        bare = [replace(one, caption="") for one in self.answers if isinstance(one, Media)]
        kept: list[Said | Media] = [Said(self.text[:most]), *bare] if most else [*bare]
        self.said = [envelopes.packed(one) for one in kept]


K = TypeVar("K", bound=KeptWords)


def _sign(one: Media) -> str:
    return f"🎤 {length(one.seconds or 0)}" if one.kind is MediaKind.voice else "📷"


def open_with(talk: Talk[Any], name: str, draft: KeptWords, answer: Said | Media) -> None:
    """Begin the talk `name` with what was said in its draft; or add it there, if that talk waits about this need."""
    waiting = waiting_about(talk, name, draft.need_id)
    if waiting is not None:
        dialogues.resume(talk.session, waiting, now=talk.clock)
        engine.heard(talk, waiting, answer)
        return
    draft.keep(answer)
    if isinstance(answer, Media) and answer.album:
        albums.begin(talk, answer.album)
    engine.open_dialogue(talk, name, draft=draft)
    if isinstance(answer, Media):
        albums.take_in(talk, answer, talk.dialogue_id)


def waiting_about(talk: Talk[Any], name: str, need_id: int) -> dialogues.Standing | None:
    """The draft of this name that was laid aside, if it is about this need."""
    found = dialogues.open_named(talk.session, talk.person.person_id, name)
    stored = envelopes.Envelope.loaded(found.draft).draft if found else {}
    return found if stored.get("need_id") == need_id else None


def becomes_a_report(talk: Talk[K]) -> None:
    """It was meant as a new need: open that talk with it, photos and voices included."""
    mine, here = talk.draft, talk.dialogue_id
    talk.look_again()  # this very talk may have become the current one by this tap
    first = _as_one(mine.answers)
    engine.open_dialogue(talk, "report", first=first)
    report = dialogues.open_named(talk.session, talk.person.person_id, "report")
    if report is not None and here is not None:
        _bring_along(talk, first, here, report.id)
    talk.draft, talk.dialogue_id = mine, here


def _as_one(answers: list[Said | Media]) -> Answer:
    together: Answer = answers[0]
    for later in answers[1:]:
        together, _ = envelopes.together(together, later)
    return replace(together, album=None) if isinstance(together, Media) else together


def _bring_along(talk: Talk[Any], first: Answer, old: int, new: int) -> None:
    """The report has taken in the file it began with; the others, and what is late of an album, come after."""
    if not isinstance(first, Media):
        return
    files.move(talk.session, old, new, since=datetime.fromtimestamp(0, UTC), but=first.file_unique_id)
    album_answers.lead_album(talk.session, old, new)
