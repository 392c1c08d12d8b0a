"""The draft of an event, and where it is called: by an organiser, or by a resident who proposes it."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from community import audiences, events, office
from community.audiences import Place
from community.refusals import NotAllowed
from conversations import neighbourhood
from conversations.dialogue import Draft
from conversations.event_rules import Often
from conversations.talk import Talk
from conversations.widgets import when
from locales import Words
from storage import communities, dialogues, people
from storage.communities import Community
from storage.events import EventKind, Invited, ItemKind

NAME = "inviting"
"""Of the dialogue: whatever leads into it opens it by that."""


class Thing(BaseModel):
    """What is to be brought or done, and how many are wanted."""

    kind: ItemKind
    name: str
    wanted: int = 1


class Turner(BaseModel):
    """Somebody who is to be on the rota; without Telegram, by name. `weekday` is their fixed night, 0 for Monday."""

    name: str
    person_id: int | None = None
    weekday: int | None = None
    member_id: int | None = None


class Gathering(Draft):
    """`day` and `until` are local days, `hour` a clock time, as ISO 8601 writes them; empty until they are said.

    `minutes` is 0 for as long as it usually takes, `destinations` None for every group. `need_seen` are the moves of
    the needs whose cards led here. `days`, `month`, `page`, `thing` and `only_here` are set while a step is at work.
    """

    kind: EventKind | None = None
    title: str = ""
    words: str = ""
    day: str = ""
    hour: str = ""
    place: str = ""
    place_said: bool = False
    latitude: float | None = None
    longitude: float | None = None
    minutes: int = 0
    agenda: list[str] = Field(default_factory=list)
    things: list[Thing] = Field(default_factory=list)
    wanted: int | None = None
    needs: list[int] = Field(default_factory=list)
    need_seen: dict[int, int] = Field(default_factory=dict)
    often: Often | None = None
    until: str = ""
    invited: Invited = Invited.everyone
    destinations: list[int] | None = None
    poll_id: int | None = None
    occurrence_id: int | None = None
    """Of an event that is there already and is being put right."""
    sequence: int = 0
    """Of that event, as its card showed it."""
    rota: list[Turner] = Field(default_factory=list)
    rota_size: int = 2
    rota_of: int | None = None
    """The event that is there already, whose rota is put right."""
    rota_seen: list[str] = Field(default_factory=list)
    """That rota as it stood then."""
    days: list[str] = Field(default_factory=list)
    """Among these is the one that was meant."""
    month: str = ""
    page: int = 1
    thing: ItemKind = ItemKind.tool
    only_here: bool = False


Inviting = Talk[Gathering]


def community_of(talk: Inviting) -> Community:
    """Where it is called. Raises NotAllowed for whoever may not call or propose there, at this moment.

    The draft is laid aside then: nobody is locked in a talk in which every word is refused.
    """
    try:
        return place_for(talk, talk.draft.community_id or talk.community_id)
    except NotAllowed:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


def place_for(talk: Talk[Any], here: int) -> Community:
    """The neighbourhood, for who may call or propose there: its organisers, once it is confirmed, and its residents."""
    by = talk.person.person_id
    member, community = people.membership_of(talk.session, by, here), communities.by_id(talk.session, here)
    if member is None or community is None:
        raise NotAllowed("events.not_a_member")
    return events.place_of(talk.session, here, by=by) if office.is_office(member) else community


def proposes(talk: Inviting) -> bool:
    """True for residents, as things stand now: the organisers will say yes or no."""
    here, by = talk.draft.community_id or talk.community_id, talk.person.person_id
    return not office.is_office(people.membership_of(talk.session, by, here))


def zone_of(talk: Inviting) -> str:
    return community_of(talk).time_zone


def today(talk: Inviting) -> date:
    return talk.now.astimezone(ZoneInfo(zone_of(talk))).date()


def said_here(talk: Inviting) -> Words:
    """What others read is said in the neighbourhood's language, not in that of who calls."""
    return neighbourhood.words_of(community_of(talk))


def begins_at(talk: Inviting) -> datetime:
    """The moment at which it begins; day and hour have been said."""
    draft = talk.draft
    return when.instant(date.fromisoformat(draft.day), time.fromisoformat(draft.hour), zone_of(talk))


def groups_of(talk: Inviting) -> list[Place]:
    return audiences.places(talk.session, community_of(talk).id)


def chosen_groups(talk: Inviting) -> list[Place]:
    wanted = talk.draft.destinations
    return [one for one in groups_of(talk) if wanted is None or one.destination.id in wanted]
