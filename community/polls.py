"""Polls: an organiser asks the neighbours by a rule that stands from the beginning; may extend it or call it off."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from community import audiences, codes, office, poll_answers
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import audit, communities, people, polls
from storage import needs as stored
from storage.communities import Community
from storage.needs import NeedState
from storage.polls import Counts, Method, Poll, PollKind, PollOption, PollState, Way

LEAST_OPTIONS, MOST_OPTIONS = 2, 40
MOST_POINTS = 20
"""For each voter: more are not counted at a glance."""
NATIVE_OPTIONS = 12
NATIVE_FOR = timedelta(days=30)
"""Bot API, sendPoll: 1 to 12 options, open for at most 2,628,000 seconds (30.4 days)."""
LONGEST_QUESTION, LONGEST_OPTION = 250, 100
"""Letters. Telegram takes 300 for a question, and its number and code stand behind it."""
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=180)
LONGEST_REASON = 300
MOST_EXTENSIONS = 3
"""After that it is better to ask anew than to wait for the result one likes."""
CAN_BE_CHOSEN = frozenset(
    (
        NeedState.received, NeedState.under_review, NeedState.accepted, NeedState.forwarded, NeedState.not_now,
        NeedState.reopened, NeedState.planned,
    )
)  # fmt: skip
"""Needs that could still be put first."""
TO_OFFER = CAN_BE_CHOSEN - {NeedState.forwarded, NeedState.not_now}
"""Of these the ones that are offered: what another office was asked to do, or what cannot go on for now, is not the
neighbours' to decide, unless an organiser names it by its number.
"""
_FOR_NATIVE = frozenset((Method.choose_one, Method.approval, Method.yes_no))
"""What Telegram's own poll can express."""


@dataclass(frozen=True, slots=True)
class Item:
    """An option to be; `cost` in rupiah."""

    text: str
    need_id: int | None = None
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A poll to be, as its organiser has settled it; see `storage.polls.Poll` for what each part means."""

    kind: PollKind
    items: Sequence[Item]
    method: Method
    closes_at: datetime
    question: str = ""
    way: Way = Way.ballot
    counts: Counts = Counts.person
    most: int = 1
    most_on_one: int = 1
    budget: int | None = None
    quorum: int = 0
    least_days: int = 0
    two_thirds: bool = False
    falls_back: bool = False
    adds_options: bool = False
    destinations: Sequence[int] = field(default_factory=list)


def place_of(session: Session, community_id: int, *, by: int) -> Community:
    """The neighbourhood, for an organiser who may ask it. Raises NotAllowed before its chair has confirmed it."""
    community = communities.by_id(session, community_id)
    if community is None:
        raise NotThere("stage.gone")
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("polls.only_office")
    if community.chair_confirmed_at is None:
        raise NotAllowed("desk.not_confirmed")
    return community


def must_be_secret(plan: Plan) -> bool:
    """True for what Telegram's own poll cannot hold: too many options, a method it does not know, houses."""
    too_long = len(plan.items) > NATIVE_OPTIONS
    return too_long or plan.method not in _FOR_NATIVE or plan.counts is Counts.house


def refuse_unfit(plan: Plan, *, now: datetime) -> None:
    """Why this cannot be asked so. Raises TooMuch, NotThere, NotAllowed; Overtaken if its time is over."""
    _refuse_number(plan)
    if len(plan.question) > LONGEST_QUESTION:
        raise TooMuch("polls.question_too_long", most=LONGEST_QUESTION)
    if any(not one.text.strip() or len(one.text) > LONGEST_OPTION for one in plan.items):
        raise TooMuch("polls.option_too_long", most=LONGEST_OPTION)
    if len({one.text.strip().casefold() for one in plan.items}) < len(plan.items):
        raise AlreadySo("polls.twice")
    if not 0 <= plan.quorum <= 100 or plan.most < 1 or plan.most_on_one < 1 or plan.least_days < 0:
        raise TooMuch("polls.out_of_range")
    if plan.method is Method.points and plan.most > MOST_POINTS:
        raise TooMuch("polls.out_of_range")
    refuse_time(plan.closes_at, now)
    _refuse_money(plan)
    if plan.way is not Way.ballot and (must_be_secret(plan) or plan.closes_at - now > NATIVE_FOR):
        raise NotAllowed("polls.only_secret")
    if plan.adds_options and not may_grow(plan):
        raise NotAllowed("polls.not_added_to")


def _refuse_number(plan: Plan) -> None:
    """Answers to yes or no, and on the way to mufakat, are told by their place on the card: there are just so many."""
    least, most = LEAST_OPTIONS, MOST_OPTIONS
    if plan.method is Method.equal_shares:
        least = 1
    elif plan.method is Method.yes_no:
        most = len(poll_answers.PLACES)
    elif plan.method is Method.consensus:
        least = most = len(poll_answers.PLACES)
    if len(plan.items) < least:
        raise NotThere("polls.too_few", least=least)
    if len(plan.items) > most:
        raise TooMuch("polls.too_many", most=most)


def may_grow(plan: Plan) -> bool:
    """True where residents may add options: in Telegram's own poll alone, and not to answers that are yes or no."""
    return plan.way is Way.native and plan.method is not Method.yes_no


def refuse_time(closes_at: datetime, now: datetime) -> None:
    """Raises Overtaken for a time that is over, TooMuch for one that is too near or too far."""
    if closes_at <= now:
        raise Overtaken("polls.time_over")
    if closes_at - now < SHORTEST:
        raise TooMuch("polls.too_short", minutes=int(SHORTEST.total_seconds() // 60))
    if closes_at - now > LONGEST:
        raise TooMuch("polls.too_long_open", days=LONGEST.days)


def _refuse_money(plan: Plan) -> None:
    if plan.method is not Method.equal_shares:
        return
    if not plan.budget or plan.budget <= 0:
        raise NotThere("polls.no_sum")
    if any(one.cost is None or one.cost < 0 for one in plan.items):
        raise NotThere("polls.no_cost")


def open_poll(session: Session, community_id: int, plan: Plan, *, by: int, now: datetime) -> Poll:
    """Ask it: written with its options; its cards are written elsewhere (`poll_cards`). Raises as `refuse_unfit`, and
    NotAllowed for all but organisers, for groups that are not this neighbourhood's, for needs that cannot be chosen.
    """
    community = place_of(session, community_id, by=by)
    refuse_unfit(plan, now=now)
    _refuse_foreign(session, community, plan)
    number = communities.poll_numbered(session, community.id)
    poll, options = drawn_up(plan, community.id, number=number, code=codes.draw(), by=by, now=now)
    session.add(poll)
    session.flush()
    for one in options:
        one.poll_id = poll.id
        session.add(one)
    note(session, poll, "poll.opened", by=by, now=now, after={"method": plan.method.value, "way": plan.way.value})
    session.flush()
    return poll


def drawn_up(
    plan: Plan, community_id: int, *, number: int, code: str, by: int, now: datetime
) -> tuple[Poll, list[PollOption]]:
    """The rows that it would be, written nowhere: what is looked at beforehand is what is opened."""
    poll = Poll(
        community_id=community_id, number=number, code=code, kind=plan.kind, question=plan.question.strip(),
        method=plan.method, way=plan.way, counts=plan.counts, most=_most_chosen(plan),
        most_on_one=plan.most_on_one, budget=plan.budget, quorum=plan.quorum, least_days=plan.least_days,
        joined_by=plan.closes_at - timedelta(days=plan.least_days) if plan.least_days else None,
        two_thirds=plan.two_thirds, falls_back=plan.falls_back, adds_options=plan.adds_options,
        destinations=list(plan.destinations), author_id=by, opened_at=now, closes_at=plan.closes_at,
    )  # fmt: skip
    options = [
        PollOption(poll_id=0, place=place, text=one.text.strip(), need_id=one.need_id, cost=one.cost)
        for place, one in enumerate(plan.items, 1)
    ]
    return poll, options


def next_number(session: Session, community_id: int) -> int:
    """What the next poll there is going to be called, unless somebody else is quicker."""
    found = polls.latest_number(session, community_id)
    return found + 1


def _most_chosen(plan: Plan) -> int:
    """Points go beyond the number of options, choices do not. Telegram's own poll knows no number between one and all:
    what somebody ticks there beyond it would be dropped without a word.
    """
    if plan.method is Method.points:
        return plan.most
    if plan.method is Method.approval and plan.way is not Way.ballot and plan.most > 1:
        return len(plan.items)
    return min(plan.most, max(1, len(plan.items)))


def _refuse_foreign(session: Session, community: Community, plan: Plan) -> None:
    known = {place.destination.id for place in audiences.places(session, community.id)}
    if not set(plan.destinations) <= known:
        raise NotAllowed("announce.not_yours")
    if plan.way is not Way.ballot and not plan.destinations:
        raise NotThere("polls.no_group")
    here = audiences.below(session, community.id)
    for one in plan.items:
        need = stored.by_id(session, one.need_id) if one.need_id is not None else None
        if one.need_id is None:
            continue
        if need is None or need.community_id not in here or need.hidden_at or need.state not in CAN_BE_CHOSEN:
            raise NotAllowed("polls.need_not_open", number=need.number if need else 0)


def holds(session: Session, poll_id: int, *, by: int, now: datetime) -> Poll:
    """An open poll for changing; nobody votes or closes it meanwhile.

    Raises AlreadySo once its time is over, also while it is not counted yet: from then on only the votes decide.
    """
    poll = polls.held(session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    place_of(session, poll.community_id, by=by)
    if poll.state is not PollState.open or poll.closes_at <= now:
        raise AlreadySo("polls.is_over", number=poll.number)
    return poll


def extend(session: Session, poll_id: int, until: datetime, *, by: int, now: datetime, seen: int | None = None) -> Poll:
    """Give the neighbours more time, a few times at most. Raises TooMuch, Overtaken for a time that is not later.

    `seen` is `Poll.times_extended` as the organiser saw it. Raises Overtaken if another has extended it since.
    """
    poll = holds(session, poll_id, by=by, now=now)
    if seen is not None and poll.times_extended != seen:
        raise Overtaken("polls.moved_already", number=poll.number)
    if poll.times_extended >= MOST_EXTENSIONS:
        raise TooMuch("polls.extended_enough", most=MOST_EXTENSIONS)
    refuse_later(poll, until, now)
    before = poll.closes_at
    poll.closes_at, poll.times_extended = until, poll.times_extended + 1
    session.add(poll)
    note(
        session, poll, "poll.extended", by=by, now=now, before={"closes_at": before.isoformat()},
        after={"closes_at": until.isoformat()},
    )  # fmt: skip
    return poll


def refuse_later(poll: Poll, until: datetime, now: datetime) -> None:
    """Raises Overtaken for a time that is not later than the present one, TooMuch and NotAllowed for one too late."""
    if until <= max(now, poll.closes_at):
        raise Overtaken("polls.not_later")
    if until - poll.opened_at > LONGEST:
        raise TooMuch("polls.too_long_open", days=LONGEST.days)
    if poll.way is not Way.ballot and until - poll.opened_at > NATIVE_FOR:
        raise NotAllowed("polls.too_long_native", days=NATIVE_FOR.days)


def call_off(session: Session, poll_id: int, why: str, *, by: int, now: datetime) -> Poll:
    """Nothing is decided, and nothing counted; everyone who voted is told why. Raises NotThere without a reason."""
    poll = holds(session, poll_id, by=by, now=now)
    poll.why_closed = reason(why)
    poll.state, poll.closed_at = PollState.called_off, now
    session.add(poll)
    note(session, poll, "poll.called_off", by=by, now=now)
    return poll


def reason(why: str) -> str:
    """A reason as everyone will read it. Raises NotThere for none, TooMuch for a long one."""
    said = why.strip()
    if not said:
        raise NotThere("polls.why_wanted")
    if len(said) > LONGEST_REASON:
        raise TooMuch("needs.too_long", most=LONGEST_REASON)
    return said


def note(
    session: Session, poll: Poll, action: str, *, by: int | None, now: datetime,
    before: dict[str, object] | None = None, after: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """A line of the audit about this poll; never about a vote in it."""
    audit.note(
        session, at=now, community_id=poll.community_id, actor_id=by, action=action, subject="poll",
        subject_id=poll.id, before=before, after=after,
    )  # fmt: skip
