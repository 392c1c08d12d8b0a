"""What a resident has said of a need so far, and how it reads back before it is sent."""

from typing import Any

from community import kinds, needs
from community.needs import LONGEST
from community.sensitive import Delicate, found_in
from conversations import need_lines
from conversations.answers import Answer, Media, Place
from conversations.dialogue import Again, Draft
from conversations.talk import Talk
from conversations.widgets import media, pasted, place
from conversations.widgets.place import Told
from locales import Words
from storage import media as stored_media
from storage.media import MediaKind
from storage.needs import Audience, Need


class ReportDraft(Draft):
    """`began` is what came unasked or first (voice, photo, video, place, words); `placed` once a place was told.

    `similar_id` is the need that was asked about, `differs` once it was said to be another.
    `for_neighbour` is the name of whom one speaks for, "" for someone who stays nameless, None for oneself.
    """

    kind: str | None = None
    guessed: str | None = None
    detail: str | None = None
    text: str = ""
    spoken: bool = False
    pictured: bool = False
    began: str = ""
    placed: bool = False
    near_home: bool = False
    latitude: float | None = None
    longitude: float | None = None
    landmark: str | None = None
    place: str | None = None
    name_shown_to: Audience = Audience.organisers
    danger: bool = False
    similar_id: int | None = None
    similar_metres: int | None = None
    differs: bool = False
    for_neighbour: str | None = None
    agreed_by: str | None = None
    """The one of whom it was said that they agree: another name needs another yes."""
    hinted: bool = False
    """It has been said what had better be left out of what one tells of others."""

    @property
    def tells(self) -> bool:
        """True if something has been said of the matter beyond its kind."""
        return bool(self.text or self.spoken or self.pictured or self.detail)

    @property
    def is_agreed(self) -> bool:
        return self.for_neighbour == self.agreed_by

    def put(self, told: Told) -> None:
        """Remember where it is, in place of what was said before; a point alone goes beside the words."""
        self.placed = True
        if told.latitude is not None and told.words is None:
            self.latitude, self.longitude = told.latitude, told.longitude
            return
        self.near_home, self.landmark, self.place = told.near_home, told.landmark, told.words
        self.latitude, self.longitude = told.latitude, told.longitude

    def append(self, words: str) -> bool:
        """Add a sentence, as people send several in a row; False, and nothing added, if it becomes too long."""
        together = f"{self.text}\n{pasted.cleaned(words)}".strip()
        if len(together) > LONGEST:
            return False
        self.text = together
        return True

    def sent(self, media: Media) -> None:
        """A voice note or a picture tells something of the matter; the engine has stored it already."""
        self.spoken = self.spoken or media.kind is MediaKind.voice
        self.pictured = self.pictured or media.kind is not MediaKind.voice

    def name_kind(self, key: str) -> None:
        """This is what it is about; a quick word of another kind does not outlive it."""
        if key != self.kind:
            self.kind, self.detail = key, None

    def report(self) -> needs.Report:
        return needs.Report(
            kind=self.kind or kinds.OTHER,
            detail=self.detail,
            text=self.text or None,
            place=self.place,
            landmark=self.landmark,
            near_home=self.near_home,
            latitude=self.latitude,
            longitude=self.longitude,
            name_shown_to=self.name_shown_to,
            danger=self.danger,
            on_behalf_of=self.for_neighbour,
        )


def alike(need: Need) -> ReportDraft:
    """A new draft of the same matter at the same place: whose it is, and what was told in own words, stays behind."""
    return ReportDraft(
        kind=need.kind,
        detail=need.detail,
        placed=True,
        near_home=need.near_home,
        landmark=need.landmark,
        place=need.place,
        latitude=need.latitude,
        longitude=need.longitude,
    )


Report = Talk[ReportDraft]
"""One turn of the person who reports."""


def also(talk: Report, answer: Answer) -> Again:
    """Something of use came while something else was asked: keep it, ask again."""
    if isinstance(answer, Place):
        talk.draft.put(told(talk, answer))
        return Again("report.also.place")
    if isinstance(answer, Media):
        talk.draft.sent(answer)
        return Again("report.also.media")
    return Again("stage.unclear")


def told(talk: Report, answer: Place) -> Told:
    """A point as the place of this report."""
    read = place.told(answer, landmarks(talk))
    return read if isinstance(read, Told) else Told()


def landmarks(talk: Report) -> list[str]:
    return talk.person.landmarks


def read_back(talk: Report) -> list[str]:
    """The review, one plain line each; empty lines stand for what was not said."""
    draft, words = talk.draft, talk.words
    return [
        need_lines.what(words, draft.kind or kinds.OTHER, draft.detail),
        need_lines.quoted(draft.text),
        media.line(words, _sent(talk)),
        need_lines.place(words, draft, talk.community_name),
        _whose(talk),
        _hint(draft, words),
        words.label("report.review.danger") if draft.danger else "",
    ]


def delicate(draft: ReportDraft) -> Delicate | None:
    """What the words told for a neighbour had better not tell, until it has been said once."""
    return found_in(draft.text) if draft.for_neighbour is not None and not draft.hinted else None


def _hint(draft: ReportDraft, words: Words) -> str:
    found = delicate(draft)
    return words.label(f"report.for.hint.{found.value}") if found else ""


def _sent(talk: Report) -> list[Any]:
    if talk.dialogue_id is None or not talk.draft.has_media:
        return []
    return stored_media.of_dialogue(talk.session, talk.dialogue_id)


def _whose(talk: Report) -> str:
    """Whose name neighbours will see; for a neighbour, who speaks for whom."""
    draft, words = talk.draft, talk.words
    shown = words.label(f"report.review.name.{draft.name_shown_to.value}")
    if draft.for_neighbour is None:
        return shown
    whom = draft.for_neighbour or words.label("report.nameless")
    return words.label("report.review.for", whom=whom, name=talk.person.name)
