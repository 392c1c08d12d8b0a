"""What a resident has told of a private matter so far, and sending it; once it is sent, nothing stays in the draft."""

from community import matters
from community.matters import LONGEST, Reader, Story
from conversations.dialogue import Done, Draft, Next
from conversations.talk import Talk
from storage import media as files
from storage.matters import Hope
from storage.media import Media, MediaKind


class MatterDraft(Draft):
    """`shown` is None until asked; `warned`: a voice or photo goes along though the name does not."""

    reader_id: int | None = None
    about_office: bool = False
    text: str = ""
    danger: bool = False
    hope: Hope | None = None
    shown: bool | None = None
    warned: bool = False

    def append(self, words: str) -> bool:
        """Add a sentence; False, and nothing added, if it becomes too long."""
        together = f"{self.text}\n{words}".strip()
        if len(together) > LONGEST:
            return False
        self.text = together
        return True


Private = Talk[MatterDraft]


def readers(talk: Private, *, about_office: bool) -> list[Reader]:
    """Who may be chosen, as things stand now."""
    here = talk.draft.community_id or talk.community_id
    return matters.readers(talk.session, here, author_id=talk.person.person_id, about_office=about_office)


def chosen(talk: Private) -> Reader | None:
    """The chosen reader, if they may still be."""
    found = readers(talk, about_office=talk.draft.about_office)
    return next((one for one in found if one.person_id == talk.draft.reader_id), None)


def sent(talk: Private) -> list[Media]:
    """Photos and voices that would go along; files as they were do not: they tell where they are from."""
    if talk.dialogue_id is None or not talk.draft.has_media:
        return []
    return [one for one in files.of_dialogue(talk.session, talk.dialogue_id) if one.kind is not MediaKind.document]


def tells(talk: Private) -> bool:
    """True if there is a story: words or a voice; a photo alone tells too little."""
    return bool(talk.draft.text) or any(one.kind in (MediaKind.voice, MediaKind.video) for one in sent(talk))


def send(talk: Private) -> Next:
    """To the one reader. If they may read it no more, another is chosen first, and the name asked again."""
    draft, reader = talk.draft, chosen(talk)
    if reader is None or draft.hope is None:
        talk.say("matter.reader.gone")
        draft.reader_id = draft.shown = None
        return "reader"
    story = Story(
        reader_id=reader.person_id, hope=draft.hope, text=draft.text, author_shown=bool(draft.shown),
        about_office=draft.about_office, danger=draft.danger,
    )  # fmt: skip
    matters.submit(
        talk.session, story, by=talk.person.person_id, community_id=draft.community_id or talk.community_id,
        dialogue_id=talk.dialogue_id, now=talk.now,
    )  # fmt: skip
    talk.say("matter.sent", home=True, reader=reader.name)
    blank(talk)
    return Done()


def blank(talk: Private) -> None:
    """What was told stands where its reader finds it, and nowhere besides."""
    talk.draft = MatterDraft(community_id=talk.draft.community_id)
