"""[⏳ Perpanjang]: more time, by a tap or in words; whoever has chosen is told.

> [⏳ Perpanjang]
B Sampai kapan? Boleh tulis, misalnya: Sabtu jam 7 malam.      [Sabtu 28 Nov 20.00] [Senin 30 Nov 20.00] …
> [Sabtu 28 Nov 20.00]
B Tanya warga No. 4 … Ditutup Sabtu, 28 Nov 2026 pukul 20.00 WIB
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from community import poll_cards, poll_plans, poll_tellings, polls
from community.refusals import Overtaken, Refusal
from conversations import ask_draft, ask_until, engine, poll_control
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Talk
from conversations.widgets import moments, when
from storage import dialogues
from storage import polls as stored
from storage.polls import Poll, PollKind

_YES = "yes"
_WEEK = timedelta(days=7)


class Longer(Draft):
    """`seen` is `Poll.times_extended` on the card that was tapped, and `closes_at` when it was to close then.

    `until` is set while it is being confirmed; both are instants, as ISO 8601 writes them.
    """

    poll_id: int = 0
    seen: int = 0
    closes_at: str = ""
    until: str = ""


Extending = Talk[Longer]


def begin(talk: Talk[Any], poll: Poll, seen: int) -> None:
    if poll.times_extended != seen:
        raise Overtaken("polls.moved_already", number=poll.number)
    draft = Longer(poll_id=poll.id, seen=seen, closes_at=poll.closes_at.isoformat())
    engine.open_dialogue(talk, dialogue.name, draft=draft)


def looked_at(talk: Talk[Any], poll_id: int) -> Poll:
    """The question as it stands, open or over; the draft is laid aside where it is nobody's of ours."""
    try:
        return poll_control.watched(talk, poll_id)
    except Refusal:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


def over(talk: Talk[Any], poll: Poll) -> Done:
    """It has ended meanwhile: what was begun ends too, at the card, which says how and why."""
    talk.say("polls.is_over", number=poll.number)
    poll_control.draw(talk, poll, anew=True)
    return Done()


def ask_until_when(talk: Extending) -> Question:
    poll = looked_at(talk, talk.draft.poll_id)
    zone, closes_at = poll_control.zone_of(talk, poll), datetime.fromisoformat(talk.draft.closes_at)
    rows = [
        [Choice(str(int(one.timestamp())), label=ask_draft.short_moment(one, zone, talk.words))]
        for one in poll_plans.later_ends(closes_at, talk.now, zone)
        if _is_offered(talk, poll, one, zone)
    ]
    values = {"number": poll.number, "when": when.spoken(closes_at, zone, talk.words)}
    return Question("steer.longer.ask", values, rows)


def heard_until_when(talk: Extending, answer: Said | Tapped) -> Next:
    poll = looked_at(talk, talk.draft.poll_id)
    if not poll_cards.is_open(poll, talk.now):
        return over(talk, poll)
    zone = poll_control.zone_of(talk, poll)
    if isinstance(answer, Tapped):
        return _extended(talk, datetime.fromtimestamp(int(answer.value), ZoneInfo(zone)))
    moment = meant(answer.text, poll, talk.now, zone)
    if moment is None:
        return Again("asking.until.again")
    if (why := _why_not(talk, poll, moment, zone)) is not None:
        return why
    talk.draft.until = moment.isoformat()
    return "sure"


def _is_offered(talk: Extending, poll: Poll, until: datetime, zone: str) -> bool:
    """Whether it can close then; also where another organiser has gone as far meanwhile, which the tap says."""
    why = _why_not(talk, poll, until, zone)
    return why is None or why.key == "polls.not_later"


def _why_not(talk: Extending, poll: Poll, until: datetime, zone: str) -> Again | None:
    """Why it cannot close then; None if it can. Whether days to meet come before is read from what they are called:
    of an option no more is kept.
    """
    try:
        polls.refuse_later(poll, until, talk.now)
    except Refusal as why:
        return Again(why.key, why.values)
    if poll.kind is not PollKind.day:
        return None
    days = (moments.moment_in(one.text, poll.opened_at, zone) for one in stored.options_of(talk.session, poll.id))
    meets = (when.instant(one.day, one.hour, zone) for one in days if one is not None and one.hour is not None)
    return Again("asking.days.after_end") if any(one <= until for one in meets) else None


def meant(text: str, poll: Poll, now: datetime, zone: str) -> datetime | None:
    """Of a weekday that one after the present end: "Minggu" of a poll that closes on Friday week is not this Sunday."""
    moment = ask_until.said_end(text, now, zone)
    is_from_today = any(word in text.casefold() for word in when.RELATIVE)
    if moment is None or moment > poll.closes_at or is_from_today:
        return moment
    after = ask_until.said_end(text, max(now, poll.closes_at), zone)
    return after if after is not None and after - poll.closes_at <= _WEEK else moment


def ask_sure(talk: Extending) -> Question:
    poll = looked_at(talk, talk.draft.poll_id)
    moment = datetime.fromisoformat(talk.draft.until)
    return when.confirm(moment, poll_control.zone_of(talk, poll), talk.words)


def heard_sure(talk: Extending, answer: Tapped) -> Next:
    return _extended(talk, datetime.fromisoformat(talk.draft.until)) if answer.value == _YES else "until"


def _extended(talk: Extending, until: datetime) -> Next:
    draft, by = talk.draft, talk.person.person_id
    try:
        poll = poll_tellings.extend(talk.session, draft.poll_id, until, by=by, now=talk.now, seen=draft.seen)
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values))
        poll = looked_at(talk, draft.poll_id)
    poll_control.draw(talk, poll, anew=True)
    return Done()


dialogue = Dialogue(
    name="longer",
    draft=Longer,
    title="steer.longer.title",
    steps={
        "until": Step(ask_until_when, heard_until_when, (Tapped, Said), answered="asking.answered"),
        "sure": Step(ask_sure, heard_sure),
    },
)
