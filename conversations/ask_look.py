"""The last look at a question: the card as residents will get it, whom it reaches and where; then it is sent.

B Warga akan melihat begini:
  🗳 Mana yang kita dahulukan?  1. Selokan … 6. Tempat sampah
  Pilih paling banyak 3. Pilihan rahasia. Ditutup Jumat, 27 Nov 2026 pukul 20.00 WIB
  Untuk 41 warga, di grup Warga RT 03
  [✅ Kirim] / [✏️ Ubah] / [Kembali] [Nanti saja]
"""

from datetime import timedelta

from markupsafe import Markup, escape

from community import electorate, poll_cards, poll_plans, polls
from community.polls import Plan
from community.refusals import Refusal
from conversations import ask_lines, poll_control
from conversations.answers import Tapped
from conversations.ask_draft import Asking, Planning, chosen_groups, community_of, days_of, said_here
from conversations.ask_plan import onward, plan_of
from conversations.dialogue import Again, Choice, Done, Next, Question, Step
from storage import needs as stored
from storage import people
from storage.polls import Counts, Way

SEND, CHANGE, SECRET, ON = "send", "change", "secret", "on"
_LETTERS = 3_000
"""Of the options; with the rest they must fit into one message of 4,096."""
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
    """As it will stand before everybody, in the neighbourhood's language."""
    words, zone = said_here(talk), community_of(talk).time_zone
    options = _shortened([f"{place}. {ask_lines.option(item)}" for place, item in enumerate(plan.items, 1)])
    rules = " ".join(ask_lines.rules(words, plan))
    lines = [*options, "", rules, ask_lines.until(words, plan.closes_at, zone)]
    head = Markup("🗳 <b>{}</b>").format(ask_lines.question(words, plan))
    return Markup("\n").join([head, *(escape(line) for line in lines)])


def _shortened(options: list[str]) -> list[str]:
    """All of them, unless they are too many letters for one message."""
    kept: list[str] = []
    for one in options:
        if sum(map(len, kept)) + len(one) > _LETTERS:
            return [*kept, "…"]
        kept.append(one)
    return kept


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
    if talk.draft.turned_secret:
        notes.append(talk.words.text("asking.note.secret"))
    if new := people.count_unrecognised(talk.session, community_of(talk).id):
        notes.append(talk.words.text("asking.note.new", count=new))
    return Markup("").join(Markup("\n") + Markup(note) for note in notes)  # noqa: S704 - our own catalogue


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
    talk.say_html(talk.words.text("asking.sent", card=Markup(html)), rows=rows)  # noqa: S704 - escaped when it was made
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
