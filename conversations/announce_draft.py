"""The draft of an announcement, and how its parts are said back: what, to whom, when."""

from datetime import datetime

from pydantic import Field

from community import announcement_times as times
from community import audiences, broadcasts
from community.audiences import Reach
from community.broadcast_content import MOST_FILES, Audience, Content, File, Point, Poll, Who, laid_out
from community.broadcasts import Message
from community.refusals import NotAllowed
from conversations import broadcast_words, neighbourhood
from conversations.dialogue import Draft
from conversations.talk import Talk
from conversations.widgets import when
from storage import communities, dialogues
from storage import media as files
from storage import needs as stored
from storage.broadcasts import Repeats, Urgency
from storage.communities import Community
from storage.media import MediaKind


class Announcement(Draft):
    """`audience` is None for everyone; `at` is an instant, ISO 8601 with its offset, None for now.

    `seen` is `Reach.mark` as it stood in the preview. `month`, `day` and `values` are set while a step is at work on
    them.
    """

    html: str = ""
    documents: list[str] = Field(default_factory=list)
    place: Point | None = None
    poll: Poll | None = None
    audience: Audience | None = None
    urgency: Urgency = Urgency.normal
    silent: bool = False
    at: str | None = None
    repeats: Repeats | None = None
    repeats_until: str | None = None
    day_of_month: int | None = None
    is_by_rule: bool = False
    """Its moment is the first of a weekday or date that was chosen for all times."""
    template: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    is_filled: bool = False
    """The words are the template's, and so is the urgency."""
    left_out: list[str] = Field(default_factory=list)
    month: str = ""
    day: str = ""
    seen: str = ""
    shown: str = ""
    """A mark of what stood in the preview."""
    instead: str = ""
    """Words that came at the last look, and may be meant to replace the others."""
    whose: Who | None = None
    """Which kind of people a need is being chosen for."""
    unasked: bool = False
    """It was said out of the blue: it may have been meant as a need."""


Announcing = Talk[Announcement]


def community_of(talk: Announcing) -> Community:
    """Where it is announced. Raises NotAllowed for whoever may not speak to it, at this moment.

    The draft is laid aside then: nobody is locked in a talk in which every word is refused.
    """
    here = talk.draft.community_id or talk.community_id
    try:
        return broadcasts.place_of(talk.session, here, by=talk.person.person_id)
    except NotAllowed:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


def content_of(talk: Announcing) -> Content:
    """What has been said, photographed and sent so far."""
    draft = talk.draft
    sent = files.of_dialogue(talk.session, talk.dialogue_id) if talk.dialogue_id is not None else []
    kept = [File(kind=one.kind, file_id=one.file_id) for one in sent if one.file_id]
    kept += [File(kind=MediaKind.document, file_id=one) for one in draft.documents]
    return laid_out(Content(html=draft.html, files=kept[:MOST_FILES], place=draft.place, poll=draft.poll))


def audience_of(talk: Announcing) -> Audience:
    return talk.draft.audience or audiences.to_all(talk.session, community_of(talk).id)


def reach_of(talk: Announcing) -> Reach:
    here, me = community_of(talk).id, talk.person.person_id
    return broadcasts.reach(talk.session, here, audience_of(talk), by=me, urgency=talk.draft.urgency)


def moment_of(talk: Announcing) -> datetime:
    """When it would leave: as chosen, or now, but not in quiet hours."""
    wanted = datetime.fromisoformat(talk.draft.at) if talk.draft.at else talk.now
    return times.leaves_at(wanted, community_of(talk), talk.draft.urgency)


def message_of(talk: Announcing) -> Message:
    draft = talk.draft
    until = datetime.fromisoformat(draft.repeats_until).date() if draft.repeats_until else None
    at = datetime.fromisoformat(draft.at) if draft.at else None
    return Message(
        content_of(talk), audience_of(talk), draft.urgency, draft.silent, at, draft.repeats, until, draft.day_of_month
    )


# ── said back ──


def to_whom(talk: Announcing, reach: Reach) -> str:
    """29 warga langsung + grup RT 03: who gets it, in one line."""
    audience, words = audience_of(talk), talk.words
    parts = []
    if some := parts_of(talk, audience):
        names = ", ".join(neighbourhood.name_of(words, one) for one in some)
        parts.append(words.label("announce.to.parts", many=reach.people.hear, names=names))
    elif reach.people.hear or not reach.places:
        parts.append(
            words.label(f"announce.to.{audience.who.value}", many=reach.people.hear, number=_number(talk, audience))
        )
    parts += [words.label("announce.to.group", title=place.chat.title) for place in reach.places]
    return " + ".join(parts)


def _number(talk: Announcing, audience: Audience) -> int:
    need = stored.by_id(talk.session, audience.need_id) if audience.need_id is not None else None
    return need.number if need else 0


def parts_of(talk: Announcing, audience: Audience) -> list[Community]:
    """The neighbourhoods within this one that are meant, if it is not all of it."""
    if audience.who is not Who.everyone:
        return []
    here = community_of(talk)
    if set(audience.communities) >= set(audiences.below(talk.session, here.id)):
        return []
    return [one for one in (communities.by_id(talk.session, one) for one in audience.communities) if one is not None]


def at_what_time(talk: Announcing) -> str:
    """sekarang, or Minggu, 29 Nov 2026 pukul 06.00 WIB, and how often."""
    moment, words, draft = moment_of(talk), talk.words, talk.draft
    if draft.at is None and moment <= talk.now:
        said = words.label("announce.at.now")
    else:
        said = when.spoken(moment, community_of(talk).time_zone, words)
    if draft.repeats is not None:
        zone = community_of(talk).time_zone
        said += ", " + broadcast_words.how_often(words, draft.repeats, moment, zone, draft.day_of_month)
        if draft.repeats_until:
            day = when.spoken_day(datetime.fromisoformat(draft.repeats_until).date(), words)
            said += " " + words.label("announce.repeats.until", day=day)
    return said
