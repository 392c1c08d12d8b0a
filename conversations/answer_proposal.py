"""What organisers say to a proposal: yes, yes on another day, or not now, with a reason that who proposed it reads.

> [✅ Ajak]
B 📅 Kegiatan No. 5 …                             (the card of a called event; Bu Tini is told)
> [🙏 Belum bisa…]
B Kenapa belum bisa? Bu Tini membacanya.          [Bentrok acara lain] [Dibahas dulu di rapat] [Waktunya kurang pas]
> [Dibahas dulu di rapat]
B Yang akan dibaca Bu Tini: …                     [✅ Kirim]
"""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from community import events
from community.event_needs import Story
from community.refusals import AlreadySo, NotThere, Refusal
from conversations import (
    beside_lines,
    engine,
    event_control,
    event_lines,
    neighbourhood,
    proposal_card,
    proposal_notices,
)
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import another_day, hours, pasted, when, which_day
from conversations.widgets.another_day import Leafed
from conversations.widgets.card_arguments import subject_in
from storage import dialogues, occurrences, people
from storage.communities import Community
from storage.events import Event

_WHY = ("clash", "talk", "time")
_SEND, _YES = "send", "yes"


class Answering(Draft):
    """`day` and `hour` are local, as ISO 8601 writes them; `month` is set while the calendar lies open."""

    event_id: int = 0
    why: str = ""
    day: str = ""
    hour: str = ""
    month: str = ""


Answers = Talk[Answering]


def answered(talk: Talk[Any], argument: str) -> None:
    """`answer_event.<id>.<yes|other|no>`: whoever is too late is shown what it has become."""
    event_id, verb = subject_in(argument)
    if verb not in ("yes", "other", "no"):
        raise NotThere("stage.gone")
    try:
        event = events.proposed(talk.session, event_id, by=talk.person.person_id)
        if verb == "yes":
            _called(talk, event, None, anew=False)
            return
    except AlreadySo as why:
        talk.toast(why.key, alert=True, **why.values)
        if why.key in ("events.confirmed_already", "events.withdrawn_already"):
            proposal_card.draw(talk, event_id)
        return
    step = "why" if verb == "no" else "when"
    engine.open_dialogue(talk, dialogue.name, draft=Answering(event_id=event.id, first_step=step))


def _called(talk: Talk[Any], event: Event, at: tuple[date, time] | None, *, anew: bool) -> None:
    """It is called, and its card stands where the proposal stood, or below."""
    story = _story(talk, event, at)
    called = events.confirm(talk.session, event.id, by=talk.person.person_id, now=talk.now, story=story, at=at)
    (first, *_) = occurrences.of_event(talk.session, called.id)
    talk.toast("proposal.called")
    event_control.draw(talk, called, first, anew=anew)


def _story(talk: Talk[Any], event: Event, at: tuple[date, time] | None) -> Story:
    community = event_lines.place_of(talk.session, event)
    words, zone = neighbourhood.words_of(community), community.time_zone
    moment = when.instant(*at, zone) if at else proposal_card.moment(event, community)
    meet = words.label("inviting.meet", place=event.place) if event.place else None
    return Story(when.spoken(moment, zone, words), meet)


def _held(talk: Answers) -> Event:
    """The proposal, unanswered; the draft is laid aside where it is not, or nobody's of ours."""
    try:
        return events.proposed(talk.session, talk.draft.event_id, by=talk.person.person_id)
    except Refusal:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


# ── not now, and why ──


def ask_why(talk: Answers) -> Question:
    rows = [[Choice(one, f"proposal.why.{one}")] for one in _WHY]
    return Question("proposal.why.ask", {"name": _name(talk)}, rows)


def _name(talk: Answers) -> str:
    event = _held(talk)
    author = people.by_id(talk.session, event.author_id) if event.author_id else None
    return author.name if author else "–"


def heard_why(talk: Answers, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        community = event_lines.place_of(talk.session, _held(talk))
        talk.draft.why = neighbourhood.words_of(community).label(f"proposal.why.{answer.value}.said")
        return "check"
    try:
        talk.draft.why = events.reason(pasted.cleaned(answer.text))
    except Refusal as why:
        return Again(why.key, why.values)
    return "check"


def ask_check(talk: Answers) -> Question:
    event = _held(talk)
    told = Markup(proposal_notices.declined(talk.session, talk.words, event, talk.draft.why))  # noqa: S704 - escaped there
    return Question("proposal.check", {"told": told, "name": _name(talk)}, [[Choice(_SEND, "widgets.review.send")]])


def heard_check(talk: Answers, _answer: Tapped) -> Next:
    name = _name(talk)
    try:
        events.decline(talk.session, talk.draft.event_id, talk.draft.why, by=talk.person.person_id, now=talk.now)
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
        return Done()
    talk.say("proposal.declined", home=True, name=name)
    return Done()


# ── on another day ──


def ask_when(talk: Answers) -> Question:
    return Question("inviting.when.ask", rows=another_day.rows(talk.words, talk.draft.month, _today(talk)))


def _community(talk: Answers) -> Community:
    return event_lines.place_of(talk.session, _held(talk))


def _today(talk: Answers) -> date:
    return talk.now.astimezone(ZoneInfo(_community(talk).time_zone)).date()


def heard_when(talk: Answers, answer: Said | Tapped) -> Next:
    if isinstance(answer, Said):
        found = which_day.meant(answer.text, talk.now, _community(talk).time_zone)
        if found is None or len(found.days) != 1:
            return Again("inviting.when.again")
        return _on(talk, found.days[0], found.hour)
    day = another_day.heard(answer, _today(talk))
    if isinstance(day, Leafed):
        talk.draft.month = day.month
        return "when"
    if day is None or isinstance(day, Again):
        return day or Again("stage.unclear.again")
    talk.answered_as = when.spoken_day(day, talk.words)
    return _on(talk, day, None)


def _on(talk: Answers, day: date, hour: time | None) -> Next:
    if day < _today(talk):
        return Again("widgets.when.over")
    talk.draft.day, talk.draft.month = day.isoformat(), ""
    if hour is None:
        return "hour"
    talk.draft.hour = f"{hour:%H:%M}"
    try:
        events.refuse_time(_moment(talk), talk.now)
    except Refusal as why:
        return Again(why.key, why.values)
    return "sure"


def ask_hour(talk: Answers) -> Question:
    day = when.spoken_day(date.fromisoformat(talk.draft.day), talk.words)
    return Question("inviting.hour.ask", {"day": day}, when.hour_rows())


def heard_hour(talk: Answers, answer: Said | Tapped) -> Next:
    hour = hours.hour_in(answer.text if isinstance(answer, Said) else answer.value)
    return Again("inviting.hour.again") if hour is None else _on(talk, date.fromisoformat(talk.draft.day), hour)


def _moment(talk: Answers) -> datetime:
    return when.instant(*_at(talk), _community(talk).time_zone)


def _at(talk: Answers) -> tuple[date, time]:
    return date.fromisoformat(talk.draft.day), time.fromisoformat(talk.draft.hour)


def ask_sure(talk: Answers) -> Question:
    event = _held(talk)
    return beside_lines.confirm(talk.session, talk.words, _community(talk), _moment(talk), event.minutes, but=event.id)


def heard_sure(talk: Answers, answer: Tapped) -> Next:
    if answer.value != _YES:
        return "when"
    try:
        _called(talk, _held(talk), _at(talk), anew=True)
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
    return Done()


_ANY = (Tapped, Said)
dialogue = Dialogue(
    name="answering_event",
    draft=Answering,
    title="proposal.answer.title",
    steps={
        "why": Step(
            ask_why, heard_why, _ANY, longest=events.LONGEST_WHY, answered="inviting.answered", unfit="inviting.unfit"
        ),
        "check": Step(ask_check, heard_check),
        "when": Step(ask_when, heard_when, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
        "hour": Step(ask_hour, heard_hour, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
        "sure": Step(ask_sure, heard_sure),
    },
)
CARDS: dict[str, Card] = {"answer_event": Card(answered)}
