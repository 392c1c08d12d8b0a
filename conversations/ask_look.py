"""The last look at a question: the card as residents will get it, whom it reaches and where; then it is sent.

B Warga akan melihat begini:
  🗳 Mana yang kita dahulukan?  (Tanya warga No. 4)
  Pilih paling banyak 3. Pilihan rahasia.
  1. Selokan … 6. Tempat sampah
  Sudah memilih: 0 dari 41 warga · ditutup Jumat, 27 Nov, 20.00 WIB
  Untuk 41 warga, di grup Warga RT 03
  [✅ Kirim] / [✏️ Ubah] / [Kembali] [Nanti saja]
"""

from datetime import timedelta

from markupsafe import Markup, escape

from community import electorate, poll_cards, poll_plans, polls, telling
from community.polls import Plan
from community.refusals import Refusal
from conversations import native_poll, poll_card, poll_control, poll_lines
from conversations.answers import Tapped
from conversations.ask_draft import RANKED, Asking, Planning, chosen_groups, community_of, days_of, said_here
from conversations.ask_plan import onward, plan_of
from conversations.dialogue import Again, Choice, Done, Next, Question, Step
from storage import needs as stored
from storage import people
from storage.polls import Counts, Way

SEND, CHANGE, SECRET, ON = "send", "change", "secret", "on"
_TIMES = frozenset(("polls.time_over", "polls.too_short"))


def ask_look(talk: Planning) -> Question:
    plan = plan_of(talk)
    rows = [[Choice(SEND, "widgets.review.send")]]
    if plan.way is not Way.ballot:
        rows.append([Choice(SECRET, "asking.public.secret")])
    rows.append([Choice(CHANGE, "widgets.review.change")])
    values = {"card": card(talk, plan), "to": _to_whom(talk, plan), "notes": _notes(talk)}
    return Question("asking.look", values, rows)


def card(talk: Planning, plan: Plan) -> Markup:
    """As it will stand before everybody, in the neighbourhood's language; drawn by whoever draws it then."""
    community, words = community_of(talk), said_here(talk)
    number = polls.next_number(talk.session, community.id)
    poll, options = polls.drawn_up(plan, community.id, number=number, code="", by=talk.person.person_id, now=talk.now)
    if plan.way is Way.native:
        lines = [f"▫️ {one.text}" for one in options]
        lines += ["", native_poll.about(talk.session, words, community, poll), *poll_lines.rules(words, poll, 0)[1:]]
        head = Markup("📊 <b>{} (No. {})</b>").format(poll_lines.question(words, poll), number)
        return Markup("\n").join([head, *(escape(line) for line in lines)])
    return Markup(poll_card.planned(talk.session, words, poll, options))  # noqa: S704 - escaped when it was drawn


def _to_whom(talk: Planning, plan: Plan) -> str:
    """41 warga, di grup Warga RT 03: whose votes count as it stands, and where the card goes."""
    community, words = community_of(talk), talk.words
    unit = "houses" if plan.counts is Counts.house else "people"
    joined_by = plan.closes_at - timedelta(days=plan.least_days)
    said = words.label(
        f"asking.to.{unit}", count=electorate.size_of(talk.session, community.id, plan.counts, joined_by)
    )
    places = chosen_groups(talk)
    if not places:
        return f"{said} · {words.label('asking.to.private')}"
    return f"{said} · " + ", ".join(words.label("asking.to.group", title=place.chat.title) for place in places)


def _notes(talk: Planning) -> Markup:
    """What he should know before he sends it, one line each."""
    notes = []
    if talk.draft.method in RANKED:  # the card says how one chooses, and the same of both
        how = talk.words.label(f"asking.method.{talk.draft.method.value}")
        notes.append(talk.words.text("asking.note.method", how=how))
    if talk.draft.way is Way.both:
        notes.append(talk.words.text("asking.note.both"))
    if talk.draft.turned_secret:
        notes.append(talk.words.text("asking.note.secret"))
    if (when := _card_waits(talk)) is not None:
        notes.append(talk.words.text("asking.note.quiet", when=when))
    if new := people.count_unrecognised(talk.session, community_of(talk).id):
        notes.append(talk.words.text("asking.note.new", count=new))
    return Markup("").join(Markup("\n") + Markup(note) for note in notes)  # noqa: S704 - our own catalogue


def _card_waits(talk: Planning) -> str | None:
    """Until when the card is kept from the groups, for nobody is disturbed in quiet hours; None if it goes at once."""
    community = community_of(talk)
    leaves_at = telling.leaves_at(talk.session, community.id, talk.now)
    if leaves_at == talk.now or not chosen_groups(talk):
        return None
    return poll_lines.moment(talk.words, leaves_at, community.time_zone)


def heard_look(talk: Planning, answer: Tapped) -> Next:
    if answer.value == CHANGE:
        return "change"
    if answer.value == SECRET:
        return _in_secret(talk)
    return _sent(talk)


def _in_secret(talk: Planning) -> str:
    talk.draft.way, talk.draft.turned_secret = Way.ballot, False
    return onward(talk)


def _sent(talk: Planning) -> Next:
    community = community_of(talk)
    try:
        poll = polls.open_poll(talk.session, community.id, plan_of(talk), by=talk.person.person_id, now=talk.now)
    except Refusal as why:
        return _amended(talk, why)
    poll_cards.post(talk.session, poll, now=talk.now)
    html, rows = poll_control.screen(talk, poll)
    card = Markup(html)  # noqa: S704 - escaped when it was made
    when = _card_waits(talk)
    said = talk.words.text("asking.sent" if when is None else "asking.sent.later", card=card, when=when)
    talk.say_html(said, rows=rows)
    return Done()


def _amended(talk: Planning, why: Refusal) -> Next:
    """Nothing is lost: what has become impossible is taken out, the rest is looked at once more."""
    draft = talk.draft
    if why.key in _TIMES:
        draft.end_said, draft.moments = False, _to_come(talk, draft)
    draft.options = [one for one in draft.options if one.need_id is None or _can_be_chosen(talk, one.need_id)]
    if draft.destinations is not None:
        here = {place.destination.id for place in chosen_groups(talk)}
        draft.destinations = [one for one in draft.destinations if one in here]
    after = onward(talk)
    if after == "look":
        return Again(why.key, why.values, last=True)
    talk.say_html(talk.words.text(why.key, **why.values))
    return after


def _to_come(talk: Planning, draft: Asking) -> list[str]:
    """Of the days that are offered those on which one could still meet."""
    return [one.isoformat() for one in days_of(draft) if one - talk.now >= poll_plans.SOONEST_DAY]


def _can_be_chosen(talk: Planning, need_id: int) -> bool:
    need = stored.by_id(talk.session, need_id)
    return need is not None and need.hidden_at is None and need.state in polls.CAN_BE_CHOSEN


# ── before everybody sees who chose what ──


def ask_public(_talk: Planning) -> Question:
    return Question(
        "asking.public.ask", rows=[[Choice(ON, "asking.public.on")], [Choice(SECRET, "asking.public.secret")]]
    )


def heard_public(talk: Planning, answer: Tapped) -> Next:
    if answer.value == SECRET:
        return _in_secret(talk)
    talk.draft.is_public_agreed = True
    return onward(talk)


STEPS = {
    "public": Step(ask_public, heard_public, answered="asking.answered"),
    "look": Step(ask_look, heard_look),
}
