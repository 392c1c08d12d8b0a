"""The draft of a question to the neighbours, the plan that it is, and what is still missing of it."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date
from pydantic import BaseModel, Field

from community import audiences, poll_plans, polls
from community.audiences import Place
from community.polls import Item, Plan
from community.refusals import NotAllowed
from conversations import neighbourhood
from conversations.dialogue import Draft
from conversations.talk import Talk
from locales import Words
from storage import dialogues
from storage.communities import Community
from storage.polls import Counts, Method, PollKind, Way


class Topic(StrEnum):
    """What is asked, as it stands on the first screen."""

    needs = "needs"
    day = "day"
    yes_no = "yes_no"
    own = "own"
    budget = "budget"
    consensus = "consensus"


ANSWERS = {Topic.yes_no: ("yes", "no", "abstain"), Topic.consensus: ("agree", "note", "object")}
"""Answers that are the same for every question of its kind, in the order of their places."""
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


class Asking(Draft):
    """`moments` are days that are offered and `closes_at` the end, instants as ISO 8601 writes them.

    `most` is None for what is usual, `destinations` for every group. `kind`, `page`, `at`, `month`, `day` and `to_days`
    are set while a step is at work on them.
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


# ── the plan ──


def begin_with(talk: Planning, topic: Topic) -> None:
    """What is usual for this topic; of an earlier choice nothing stays but where it was begun."""
    draft = Asking(community_id=talk.draft.community_id, topic=topic, method=_METHODS[topic])
    if topic in (Topic.day, Topic.yes_no) and groups_of(talk):
        draft.way = Way.native
    talk.draft = draft


def plan_of(talk: Planning) -> Plan:
    draft = talk.draft
    topic = draft.topic or Topic.own
    return Plan(
        kind=PollKind.own if topic is Topic.consensus else PollKind(topic.value),
        items=_items(talk),
        method=draft.method,
        closes_at=datetime.fromisoformat(draft.closes_at) if draft.closes_at else usual_end(talk),
        question=draft.question,
        way=draft.way,
        counts=draft.counts,
        most=most_of(draft, len(_items(talk))),
        most_on_one=_on_one(draft),
        budget=draft.budget if topic is Topic.budget else None,
        quorum=draft.quorum,
        least_days=draft.least_days,
        two_thirds=draft.two_thirds,
        falls_back=draft.falls_back,
        adds_options=draft.adds_options,
        destinations=[one.destination.id for one in chosen_groups(talk)],
    )


def _items(talk: Planning) -> list[Item]:
    draft = talk.draft
    if draft.topic in ANSWERS:
        said = said_here(talk)
        return [Item(said.label(f"asking.answer.{one}")) for one in ANSWERS[draft.topic]]
    if draft.topic is Topic.day:
        zone, said = community_of(talk).time_zone, said_here(talk)
        return [Item(short_moment(one, zone, said)) for one in days_of(draft)]
    return [Item(one.text, one.need_id, one.cost) for one in draft.options]


def days_of(draft: Asking) -> list[datetime]:
    """The days that are offered, in their order."""
    return sorted(datetime.fromisoformat(one) for one in draft.moments)


def most_of(draft: Asking, options: int) -> int:
    """How many may be chosen, or how many points be given. Telegram's own poll knows no such number but one."""
    if draft.method is Method.points:
        return draft.most or poll_plans.POINTS
    if draft.method is Method.approval:
        is_free = draft.way is not Way.ballot or draft.topic is Topic.day
        return max(1, min(options, draft.most or (options if is_free else poll_plans.APPROVED)))
    if draft.method in RANKED or draft.method is Method.equal_shares:
        return max(1, min(options, draft.most or options))
    return 1


def _on_one(draft: Asking) -> int:
    if draft.method is not Method.points:
        return 1
    return min(draft.most_on_one or poll_plans.POINTS, draft.most or poll_plans.POINTS)


def usual_end(talk: Planning) -> datetime:
    return poll_plans.end_before(days_of(talk.draft), talk.now, community_of(talk).time_zone)


def short_moment(moment: datetime, zone: str, words: Words) -> str:
    """Sabtu 28 Nov 19.30: as it fits on a button; there."""
    local = moment.astimezone(ZoneInfo(zone))
    day = format_date(local.date(), "EEEE d MMM", locale=words.language)
    return f"{day} {local.strftime(words.label('widgets.when.clock'))}"


# ── what comes next ──


def onward(talk: Planning) -> str:
    """The step at which the next thing is asked that must be known, or the last look if all is."""
    _settle(talk)
    draft = talk.draft
    match draft.topic:
        case Topic.yes_no | Topic.own | Topic.consensus if not draft.question:
            return "question"
        case Topic.consensus if not draft.fallback_said:
            return "fallback"
        case Topic.day if len(draft.moments) < polls.LEAST_OPTIONS:
            return "days"
        case Topic.own if len(draft.options) < polls.LEAST_OPTIONS:
            return "options"
        case Topic.needs if len(draft.options) < polls.LEAST_OPTIONS:
            return "pick"
        case Topic.budget if (lacking := _budget_lacks(talk)) is not None:
            return lacking
        case None:
            return "what"
    return "public" if draft.way is not Way.ballot and not draft.is_public_agreed else "look"


def _budget_lacks(talk: Planning) -> str | None:
    draft = talk.draft
    if draft.budget is None:
        return "sum"
    if not draft.options:
        return "pick"
    without = next((at for at, one in enumerate(draft.options) if lacks_cost(one, draft.budget)), None)
    if without is None:
        return None
    draft.at = without
    return "cost"


def lacks_cost(option: Option, budget: int) -> bool:
    """True also for what costs more than there is: it could not be chosen, whoever wanted it."""
    return option.cost is None or option.cost > budget


def _settle(talk: Planning) -> None:
    """What follows from what was said: the usual end moves with the days, what cannot be public is secret."""
    draft = talk.draft
    if not draft.end_said:
        draft.closes_at = usual_end(talk).isoformat()
    plan = plan_of(talk)
    too_long = plan.closes_at - talk.now > polls.NATIVE_FOR
    if draft.way is not Way.ballot and (polls.must_be_secret(plan) or too_long or not plan.destinations):
        draft.way, draft.turned_secret = Way.ballot, True
    if draft.adds_options and not polls.may_grow(plan_of(talk)):
        draft.adds_options = False
