"""Whether it comes again: every week, every second, each month by its date or its weekday, every night; until when.

> [➕ Berulang]
B Seberapa sering? Boleh tulis, misalnya: Minggu pertama.     [Tiap Minggu] / [Dua pekan sekali, hari Minggu] / …
> [Tiap Minggu]
B Sampai kapan?                                     [Seterusnya] / [3 bulan] [1 tahun] / [📅 Tanggal lain]
"""

from datetime import date, timedelta

from conversations import event_rules
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.event_rules import Often
from conversations.invite_draft import Inviting, today
from conversations.invite_plan import onward
from conversations.widgets import another_day, when
from conversations.widgets.another_day import Leafed

_ONCE, _EVER = "once", "ever"
_SPANS = {"quarter": timedelta(days=91), "year": timedelta(days=365)}
FARTHEST = timedelta(days=3 * 365)


def ask_often(talk: Inviting) -> Question:
    day = date.fromisoformat(talk.draft.day)
    rows: Rows = [
        [Choice(often.value, label=_capital(event_rules.said(talk.words, event_rules.rule(often, day, None), day)))]
        for often in event_rules.offered(day)
    ]
    once = [[Choice(_ONCE, "inviting.often.once")]] if talk.draft.often is not None else []
    return Question("inviting.often.ask", rows=[*rows, *once])


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def heard_often(talk: Inviting, answer: Said | Tapped) -> Next:
    draft, day = talk.draft, date.fromisoformat(talk.draft.day)
    if isinstance(answer, Tapped) and answer.value == _ONCE:
        draft.often, draft.until = None, ""
        return onward(talk)
    if isinstance(answer, Tapped):
        draft.often = Often(answer.value)
        return "until"
    found = event_rules.heard(answer.text, day)
    if found is None:
        return Again("inviting.often.again")
    draft.often, draft.day = found.often, found.day.isoformat()
    return "until"


# ── until when ──


def ask_until(talk: Inviting) -> Question:
    day = date.fromisoformat(talk.draft.day)
    often = event_rules.said(talk.words, event_rules.rule(talk.draft.often or Often.weekly, day, None), day)
    if talk.draft.month:
        rows = when.calendar_rows(talk.words, date.fromisoformat(talk.draft.month), today(talk))
    else:
        spans = [Choice(span, f"inviting.until.{span}") for span in _SPANS]
        rows = [[Choice(_EVER, "inviting.until.ever")], spans, [Choice(when.OTHER, "widgets.when.other")]]
    return Question("inviting.until.ask", {"often": _capital(often), "day": when.spoken_day(day, talk.words)}, rows)


def heard_until(talk: Inviting, answer: Said | Tapped) -> Next:
    draft, first = talk.draft, date.fromisoformat(talk.draft.day)
    if isinstance(answer, Tapped) and answer.value == _EVER:
        draft.until, draft.month = "", ""
        return onward(talk)
    if isinstance(answer, Tapped) and answer.value in _SPANS:
        return _until(talk, first + _SPANS[answer.value])
    day = another_day.heard(answer, today(talk))
    if isinstance(day, Leafed):
        draft.month = day.month
        return "until"
    if day is None or isinstance(day, Again):
        return day or Again("stage.unclear.again")
    talk.answered_as = when.spoken_day(day, talk.words)
    return _until(talk, day)


def _until(talk: Inviting, day: date) -> Next:
    first = date.fromisoformat(talk.draft.day)
    if day <= first:
        return Again("inviting.until.soon")
    if day - first > FARTHEST:
        return Again("events.too_far", {"years": FARTHEST.days // 365})
    talk.draft.until, talk.draft.month = day.isoformat(), ""
    return onward(talk)


_ANY = (Tapped, Said)
STEPS = {
    "often": Step(ask_often, heard_often, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "until": Step(ask_until, heard_until, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
}
