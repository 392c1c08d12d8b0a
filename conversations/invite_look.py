"""The last look at an event: what, when, where, whom it is for and when they are reminded; then it is sent.

B 🧹 Kerja bakti · Minggu, 29 Nov 2026, 07.00 WIB · pos ronda
  Semua warga · grup Warga RT 03. Diingatkan Sabtu 19.30 dan Minggu 06.00.
  [✅ Kirim] / [➕ Untuk usulan…] / [➕ Alat & tugas] / [➕ Berulang] [✏️ Ubah] / [Kembali] [Nanti saja]
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup, escape

from community import event_needs, event_previews, events, rota_members
from community.refusals import Refusal
from community.rota_members import Wish
from conversations import (
    beside_lines,
    desk_done,
    event_control,
    event_lines,
    event_rules,
    invite_when,
    proposal_card,
    rota_lines,
    year_lines,
)
from conversations.answers import Tapped
from conversations.dialogue import Again, Choice, Done, Next, Question, Rows, Step
from conversations.invite_draft import Inviting, begins_at, chosen_groups, community_of, proposes, today, zone_of
from conversations.invite_needs import called
from conversations.invite_plan import call_of, invited_to, is_over, onward, rule_of, story_of
from conversations.invite_things import SIGNS
from conversations.widgets import counted, when
from conversations.widgets.when import ZONES
from storage import needs as stored
from storage import occurrences
from storage.events import Event, EventKind, ItemKind

SEND, CHANGE = "send", "change"


def ask_look(talk: Inviting) -> Question:
    html = Markup("\n").join(escape(line) for line in told(talk) if line)
    rows: Rows = [
        [Choice(SEND, "inviting.propose.send" if proposes(talk) else "widgets.review.send")],
        [Choice("needs", "inviting.add.needs")],
        [Choice("things", "inviting.add.things")],
        *_add_rota(talk),
        [Choice("often", "inviting.add.often"), Choice(CHANGE, "widgets.review.change")],
    ]
    return Question("inviting.look.propose" if proposes(talk) else "inviting.look", {"told": html}, rows)


def _add_rota(talk: Inviting) -> Rows:
    """[👥 Giliran], where it comes again, or is a night watch; not for who proposes: nobody is put on a rota so."""
    fits = talk.draft.often is not None or talk.draft.kind is EventKind.night_watch
    return [[Choice("rota", "rota.add")]] if fits and not proposes(talk) else []


# ── said back ──


def told(talk: Inviting) -> Iterator[str]:
    """All that was said, one line each; for who calls also what follows from it."""
    yield from content(talk)
    if not proposes(talk):
        yield f"{_to_whom(talk)} {_reminded(talk)}"
        yield from _beside(talk)
    day = begins_at(talk).date()
    yield year_lines.warned(talk.session, talk.words, community_of(talk), day, "calendar.busy")


def content(talk: Inviting) -> Iterator[str]:
    """What, when, where, what is to be brought, one line each."""
    draft, words = talk.draft, talk.words
    yield _head(talk)
    rule = rule_of(draft)
    if rule is not None:
        yield words.label("called.often", often=event_rules.said(words, rule, date.fromisoformat(draft.day)))
    yield from _for_needs(talk)
    for kind in ItemKind:
        things = [counted.shown(one.name, one.wanted) for one in draft.things if one.kind is kind]
        yield f"{SIGNS[kind]} {' · '.join(things)}" if things else ""
    yield words.label("called.wanted", count=draft.wanted) if draft.wanted else ""
    yield words.label("inviting.look.length", length=invite_when.length(words, draft.minutes)) if draft.minutes else ""
    yield from (f"{number}. {line}" for number, line in enumerate(draft.agenda, start=1))
    yield from _rota(talk)
    yield event_control.shortened(draft.words)


def _rota(talk: Inviting) -> Iterator[str]:
    """👥 Giliran: 2 orang tiap kali, and who."""
    draft = talk.draft
    if draft.rota and not proposes(talk):
        yield talk.words.label("rota.look", size=draft.rota_size, many=len(draft.rota))
        yield from rota_lines.turners(talk.words, [(one.name, one.person_id, one.weekday) for one in draft.rota])


def _head(talk: Inviting) -> str:
    """🧹 Kerja bakti: selokan · Minggu, 29 Nov 2026, 07.00 WIB · pos ronda."""
    draft, words = talk.draft, talk.words
    kind = draft.kind or EventKind.other
    what = draft.title if kind is EventKind.other else words.label(f"event.kind.{kind.value}")
    if draft.title and kind is not EventKind.other:
        what = f"{what}: {draft.title}"
    parts = [f"{event_lines.SIGNS[kind]} {what}", _moment(talk), draft.place]
    if draft.latitude is not None:
        parts.append(f"📍 {words.label('needs.place.point')}")
    return " · ".join(part for part in parts if part)


def _moment(talk: Inviting) -> str:
    """Minggu, 29 Nov 2026, 07.00 WIB."""
    local, words = begins_at(talk), talk.words
    hour = local.strftime(words.label("widgets.when.clock"))
    zone = ZONES.get(zone_of(talk)) or local.tzname() or ""
    return f"{when.spoken_day(local.date(), words)}, {hour} {zone}"


def _for_needs(talk: Inviting) -> Iterator[str]:
    found = [stored.by_id(talk.session, one) for one in talk.draft.needs]
    named = ", ".join(f"No. {called(talk, one)}" for one in found if one is not None)
    yield talk.words.label("called.needs", needs=named) if named else ""


def _to_whom(talk: Inviting) -> str:
    """Semua warga · grup Warga RT 03."""
    words = talk.words
    groups = [words.label("asking.to.group", title=one.chat.title) for one in chosen_groups(talk)]
    return " · ".join([words.label(f"inviting.who.{invited_to(talk.draft).value}"), *groups]) + "."


def _reminded(talk: Inviting) -> str:
    """Diingatkan Sabtu 19.30 dan Minggu 06.00: as it will be, by the neighbourhood's clock and quiet hours."""
    community, words = community_of(talk), talk.words
    due = event_previews.reminded_at(begins_at(talk), community.time_zone, community.quiet_hours, talk.now)
    if not due:
        return words.label("inviting.look.too_near")
    at = words.label("inviting.and").join(_weekday(talk, one) for one in due if one > talk.now)
    if due[0] > talk.now:
        return words.label("inviting.look.reminded", at=at)
    return words.label("inviting.look.asked_now", at=at) if at else words.label("inviting.look.asked_only")


def _weekday(talk: Inviting, moment: datetime) -> str:
    """Sabtu 19.30."""
    local = moment.astimezone(ZoneInfo(zone_of(talk)))
    day = format_date(local.date(), "EEEE", locale=talk.words.language)
    return f"{day} {local.strftime(talk.words.label('widgets.when.clock'))}"


def _beside(talk: Inviting) -> Iterator[str]:
    """What else the same neighbours are called to about that time."""
    minutes = event_previews.minutes_of(call_of(talk))
    yield from beside_lines.others(talk.session, talk.words, community_of(talk), begins_at(talk), minutes)


# ── sent ──


def heard_look(talk: Inviting, answer: Tapped) -> Next:
    if answer.value != SEND:
        talk.draft.page, talk.draft.month = 1, ""
        return answer.value
    return _proposed(talk) if proposes(talk) else _called(talk)


def _called(talk: Inviting) -> Next:
    community, draft = community_of(talk), talk.draft
    try:
        with talk.session.begin_nested():
            event = _written(talk, community.id)
    except Refusal as why:
        return _amended(talk, why)
    (first, *_) = occurrences.of_event(talk.session, event.id)
    html, rows = event_control.screen(talk, event, first)
    talk.say_html(talk.words.text("inviting.sent", card=Markup(html)), rows=rows)  # noqa: S704 - escaped when it was made
    for need_id in draft.need_seen:  # begun on its card: the next one waits on the desk
        need = stored.by_id(talk.session, need_id)
        if need is not None:
            desk_done.say_done(talk, need)
    return Done()


def _written(talk: Inviting, community_id: int) -> Event:
    """Called with its rota, or not at all."""
    draft, by = talk.draft, talk.person.person_id
    event = events.call_together(
        talk.session, community_id, call_of(talk), by=by, now=talk.now, story=story_of(talk), seen=draft.need_seen
    )
    if draft.rota:
        wishes = [Wish(one.name, one.person_id, one.weekday) for one in draft.rota]
        rota_members.put_right(talk.session, event.id, wishes, draft.rota_size, by=by, now=talk.now)
    return event


def _proposed(talk: Inviting) -> Next:
    community = community_of(talk)
    try:
        event = events.propose(talk.session, community.id, call_of(talk), by=talk.person.person_id, now=talk.now)
    except Refusal as why:
        return _amended(talk, why)
    talk.say("inviting.proposed", rows=proposal_card.own_rows(event), name=talk.person.name, number=event.number)
    return Done()


def _amended(talk: Inviting, why: Refusal) -> Next:
    """Nothing is lost: what has become impossible is taken out, the rest is looked at once more."""
    draft = talk.draft
    if is_over(talk):
        draft.hour = ""
        draft.day = draft.day if date.fromisoformat(draft.day) >= today(talk) else ""
    found = [stored.by_id(talk.session, one) for one in draft.needs]
    draft.needs = [
        one.id for one in found
        if one is not None and one.hidden_at is None and one.state in event_needs.CAN_BE_CHOSEN
    ]  # fmt: skip
    if why.key == "desk.overtaken":
        draft.need_seen = {}
    if why.key == "rotas.not_here":
        live_here = {one.id for one in rota_members.here(talk.session, community_of(talk).id)}
        draft.rota = [one for one in draft.rota if one.person_id is None or one.person_id in live_here]
    if draft.destinations is not None:
        here = {place.destination.id for place in chosen_groups(talk)}
        draft.destinations = [one for one in draft.destinations if one in here]
    after = onward(talk)
    if after == "look":
        return Again(why.key, why.values, last=True)
    talk.say_html(talk.words.text(why.key, **why.values))
    return after


STEPS = {"look": Step(ask_look, heard_look)}
