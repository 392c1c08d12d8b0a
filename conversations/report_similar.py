"""Mirip ini? Before the last look at a report: one need that may be the same, if there is a good one. It costs one tap.

B Mirip ini, kira-kira 50 m dari situ?  No. 11 💡 Lampu jalan · mati · 📍 Pos ronda · 5 warga ikut
> [Saya juga]       counted there, and what was said and sent is kept there: the report ends here
B Tercatat, 6 warga ikut 🙏 Kabar No. 11 akan dikirim ke sini. Sekarang: …   [🔔 Jangan kabari] [📷 Tambah foto] [⚠️ …]
> [Beda]            on to the last look; never asked again for this report

Danger is never lost on the way: what was marked so is told the organisers at once, also when it ends here, and whoever
says [Saya juga] can still say [⚠️ Berbahaya sekarang] of what is known already.
"""

from typing import Any

from babel.dates import format_date

from community import alarms, moves, photos, similar, supports
from community.refusals import Refusal
from conversations import need_lines
from conversations.answers import Answer, Said, Tapped
from conversations.dialogue import Again, Choice, Done, Next, Question
from conversations.report_draft import Report, also
from conversations.talk import Card, Talk
from conversations.widgets import review
from conversations.widgets.card_arguments import subject_in
from storage import communities, needs
from storage import supports as supporters
from storage.needs import Need, NeedState

_SAME, _DIFFERS = "same", "differs"


def before_review(talk: Report) -> str:
    """The next step of a report that is complete: this question, if a need is found that is worth it."""
    draft = talk.draft
    if draft.differs:
        return "review"
    found = similar.good(similar.alike(talk.session, draft.report(), draft.community_id or talk.community_id))
    if found is None or _is_told_by(talk, found.id):
        return "review"
    draft.similar_id = found.id
    draft.similar_metres = similar.rounded(found.metres) if found.metres is not None else None
    return "similar"


def _is_told_by(talk: Report, need_id: int) -> bool:
    """Who speaks for one neighbour after the other knows what they have told for the last one."""
    if talk.draft.for_neighbour is None:
        return False
    need = needs.by_id(talk.session, need_id)
    return need is not None and need.reporter_id == talk.person.person_id


def ask_similar(talk: Report) -> Question:
    need = _there(talk)
    if need is None:
        return Question("report.similar.gone", rows=[[Choice(_DIFFERS, "report.similar.on")]])
    photo = next(iter(photos.for_neighbours(talk.session, need)), None)
    far = talk.draft.similar_metres
    return Question(
        "report.similar.ask" if far is None else "report.similar.ask.far",
        lambda: {"lines": review.lines(_card(talk, need)), "metres": far},
        [[Choice(_SAME, "report.similar.same"), Choice(_DIFFERS, "report.similar.differs")]],
        photo=photo.file_id if photo else None,
    )


def _there(talk: Report) -> Need | None:
    """The need asked about, or the one in which it lives on; None if it has been taken back or hidden meanwhile."""
    try:
        return supports.open_to(talk.session, talk.draft.similar_id or 0, by=talk.person.person_id)
    except Refusal:
        return None


def _card(talk: Report, need: Need) -> list[str]:
    """As every neighbour may see it: no name, no voice, words only after the organisers have read them."""
    words = talk.words
    return [
        f"No. {need.number}  {need_lines.title(words, need)}",
        need_lines.words_for_all(words, need),
        need_lines.place_for_all(words, need, talk.community_name),
        words.label("report.similar.many", count=supporters.count(talk.session, need.id)),
    ]


def heard_similar(talk: Report, answer: Answer) -> Next:
    if isinstance(answer, Said):
        return Again("report.also.words" if talk.draft.append(answer.text) else "report.words.full")
    if not isinstance(answer, Tapped):
        return also(talk, answer)
    if answer.value == _SAME:
        return Done(_join(talk))
    talk.draft.differs = True
    return "review"


def _join(talk: Report) -> int:
    """Count it there, with all that was said and sent; danger is told as if the report had been sent."""
    draft, by = talk.draft, talk.person.person_id
    need = supports.join(
        talk.session,
        draft.similar_id or 0,
        whom=supports.whom_for(draft.for_neighbour),
        text=draft.text,
        dialogue_id=talk.dialogue_id if draft.has_media else None,
        by=by,
        now=talk.now,
    )
    _say_counted(talk, need)
    if draft.danger and need.state not in moves.CLOSED:
        _alarm(talk, need.id)
    return need.id


def _say_counted(talk: Report, need: Need) -> None:
    rows = [[Choice(f"hush.{need.id}", "report.similar.hush")], [Choice(f"add.{need.id}", "report.similar.photo")]]
    if need.state not in moves.CLOSED and not talk.draft.danger:
        rows.append([Choice(f"alarm.{need.id}", "report.review.danger")])
    talk.say(
        "report.similar.counted",
        rows=rows,
        count=supporters.count(talk.session, need.id),
        number=need.number,
        now=_stands(talk, need),
    )


def _stands(talk: Report, need: Need) -> str:
    """Diteruskan ke Dishub, 20 Nov. Dicek lagi 4 Des."""
    words, is_forwarded = talk.words, need.state is NeedState.forwarded
    state = need_lines.state_name(words, need.state, need.forwarded_to if is_forwarded else None)
    since = f"{state}, {need_lines.day(words, need.heard_at, talk.person.time_zone)}."
    if not is_forwarded or need.check_on is None:
        return since
    again = words.label("report.similar.check", day=format_date(need.check_on, "d MMM", locale=words.language))
    return f"{since} {again}"


def tapped_alarm(talk: Talk[Any], argument: str) -> None:
    """[⚠️ Berbahaya sekarang] of a need that concerns one: the organisers hear at once, and whom to call is said."""
    need_id, _ = subject_in(argument)
    _alarm(talk, need_id)


def _alarm(talk: Talk[Any], need_id: int) -> None:
    knowing = alarms.still_dangerous(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    number = communities.emergency_number_of(talk.session, talk.community_id)
    talk.say("report.danger.told" if knowing else "report.danger.nobody", number=number)


CARDS: dict[str, Card] = {"alarm": Card(tapped_alarm)}
