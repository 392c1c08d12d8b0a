"""The plan that a draft of a question is, what is usual where nothing was said, and what is still to be asked."""

from datetime import datetime

from community import poll_answers, poll_plans, polls
from community.polls import Item, Plan
from conversations.ask_draft import (
    ANSWERED,
    RANKED,
    Asking,
    Option,
    Planning,
    Topic,
    chosen_groups,
    community_of,
    days_of,
    said_here,
    short_moment,
)
from storage.polls import Method, PollKind, Way


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
    if draft.topic in ANSWERED:
        said = said_here(talk)
        return [Item(said.label(f"poll.answer.{draft.method.value}.{place}")) for place in poll_answers.PLACES]
    if draft.topic is Topic.day:
        zone, said = community_of(talk).time_zone, said_here(talk)
        return [Item(short_moment(one, zone, said)) for one in days_of(draft)]
    return [Item(one.text, one.need_id, one.cost) for one in draft.options]


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
