"""The draft of a question to the neighbours, and where it is asked."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date
from pydantic import BaseModel, Field

from community import audiences, polls
from community.audiences import Place
from community.refusals import NotAllowed
from conversations import neighbourhood
from conversations.dialogue import Draft
from conversations.talk import Talk
from locales import Words
from storage import dialogues
from storage.communities import Community
from storage.polls import Counts, Method, Way


class Topic(StrEnum):
    """What is asked, as it stands on the first screen."""

    needs = "needs"
    day = "day"
    yes_no = "yes_no"
    own = "own"
    budget = "budget"
    consensus = "consensus"


ANSWERED = frozenset((Topic.yes_no, Topic.consensus))
"""Topics whose answers are the same for every question."""
RANKED = frozenset((Method.borda, Method.schulze))
_METHODS = {
    Topic.needs: Method.approval, Topic.day: Method.approval, Topic.own: Method.choose_one,
    Topic.yes_no: Method.yes_no, Topic.consensus: Method.consensus, Topic.budget: Method.equal_shares,
}  # fmt: skip


class Option(BaseModel):
    """An option to be; `cost` in rupiah."""

    text: str
    need_id: int | None = None
    cost: int | None = None


class Costed(BaseModel):
    """What stood at a place before its cost was said, or before it was taken out for want of money."""

    at: int
    before: Option
    is_out: bool = False


class Asking(Draft):
    """`moments` are days that are offered and `closes_at` the end, instants as ISO 8601 writes them.

    `most` is None for what is usual, `destinations` for every group. `kind`, `page`, `at`, `month`, `day` and `to_days`
    are set while a step is at work on them; `costed` are the costs that were said one after another, for going back.
    """

    topic: Topic | None = None
    question: str = ""
    options: list[Option] = Field(default_factory=list)
    moments: list[str] = Field(default_factory=list)
    method: Method = Method.approval
    most: int | None = None
    most_on_one: int | None = None
    budget: int | None = None
    counts: Counts = Counts.person
    quorum: int = 0
    least_days: int = 0
    two_thirds: bool = False
    falls_back: bool = False
    fallback_said: bool = False
    way: Way = Way.ballot
    is_public_agreed: bool = False
    """He has read that everybody sees who chose what."""
    turned_secret: bool = False
    """It was to be Telegram's own poll, and cannot be."""
    adds_options: bool = False
    destinations: list[int] | None = None
    closes_at: str = ""
    end_said: bool = False
    kind: str | None = None
    page: int = 1
    at: int = 0
    costed: list[Costed] = Field(default_factory=list)
    month: str = ""
    day: str = ""
    to_days: bool = False


Planning = Talk[Asking]


def community_of(talk: Planning) -> Community:
    """Where it is asked. Raises NotAllowed for whoever may not ask there, at this moment.

    The draft is laid aside then: nobody is locked in a talk in which every word is refused.
    """
    here = talk.draft.community_id or talk.community_id
    try:
        return polls.place_of(talk.session, here, by=talk.person.person_id)
    except NotAllowed:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


def said_here(talk: Planning) -> Words:
    """What goes onto the card is said in the neighbourhood's language, not in the organiser's."""
    return neighbourhood.words_of(community_of(talk))


def groups_of(talk: Planning) -> list[Place]:
    return audiences.places(talk.session, community_of(talk).id)


def chosen_groups(talk: Planning) -> list[Place]:
    wanted = talk.draft.destinations
    return [one for one in groups_of(talk) if wanted is None or one.destination.id in wanted]


def begin_with(talk: Planning, topic: Topic) -> None:
    """What is usual for this topic; of an earlier choice nothing stays but where it was begun."""
    draft = Asking(community_id=talk.draft.community_id, topic=topic, method=_METHODS[topic])
    if topic in (Topic.day, Topic.yes_no) and groups_of(talk):
        draft.way = Way.native
    talk.draft = draft


def days_of(draft: Asking) -> list[datetime]:
    """The days that are offered, in their order."""
    return sorted(datetime.fromisoformat(one) for one in draft.moments)


def short_moment(moment: datetime, zone: str, words: Words) -> str:
    """Sabtu 28 Nov 19.30: as it fits on a button; there."""
    local = moment.astimezone(ZoneInfo(zone))
    day = format_date(local.date(), "EEEE d MMM", locale=words.language)
    return f"{day} {local.strftime(words.label('widgets.when.clock'))}"
