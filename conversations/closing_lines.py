"""How the closing question reads, and the buttons by which residents have the last word on a need."""

from datetime import datetime

from markupsafe import Markup
from sqlmodel import Session

from community import closing_answers, reopenings
from community.closings import Reason
from conversations import need_lines
from conversations.dialogue import Choice, Rows
from locales import Words
from storage import closings, people, timeline
from storage.closings import ClosingAnswer, Verdict
from storage.needs import Need
from storage.supports import NAMELESS
from storage.timeline import Event


def asked(session: Session, words: Words, row: ClosingAnswer) -> str:
    """Bu Tini, selokan kabarnya sudah dikerjakan. Sekarang bagaimana? With what the organisers say; as HTML."""
    need = closing_answers.need_of(session, row)
    person = people.by_id(session, row.person_id)
    values = {
        "name": person.name if person else "",
        "what": need_lines.short_title(words, need),
        "number": need.number,
        "whom": whom(words, row),
        "said": Markup("\n").join(_said(session, words, row, need)),
    }
    return words.text("closing.ask.for" if row.whom else "closing.ask", **values)


def whom(words: Words, row: ClosingAnswer) -> str:
    """The neighbour who is spoken for."""
    return words.label("closing.nameless") if row.whom == NAMELESS else row.whom


def _said(session: Session, words: Words, row: ClosingAnswer, need: Need) -> list[Markup]:
    """The sentence by which it was said to be done, and what was explained since; each on a line of its own."""
    opened = closings.by_id(session, row.closing_id)
    told = timeline.since(session, need.id, opened.entry_id) if opened else []
    said = [line.reason for line in told[:1]] + [line.reason for line in told[1:] if line.event is Event.explained][-1:]
    return [Markup(words.text("closing.ask.said", words=one)) for one in said if one]  # noqa: S704 - our own words, values escaped


def verdicts(row: ClosingAnswer) -> Rows:
    """[✅ Sudah beres] [🔧 Masih ada yang kurang] [❌ Belum] [👀 Belum lihat], or as a neighbour is spoken for."""
    return [
        [
            Choice(
                f"met.{row.id}.{one.value}",
                f"closing.verdict.{one.value}.for" if row.whom else f"closing.verdict.{one.value}",
            )
        ]
        for one in Verdict
    ]


def reasons(verb: str, subject_id: int, pen: str) -> Rows:
    """[Baru sebagian] [Muncul lagi] [Masih sama] [✍️ Tulis sendiri]."""
    rows: list[list[Choice]] = [
        [Choice(f"{verb}.{subject_id}.{one.value}", f"closing.reason.{one.value}")] for one in Reason
    ]
    return [*rows, [Choice(f"{pen}.{subject_id}", "closing.reason.write")]]


def last_word(session: Session, need: Need, person_id: int, now: datetime) -> list[list[Choice]]:
    """Buttons of those whom it concerns: to answer while they are asked, to confirm or reopen once it is closed."""
    last = closings.latest_of(session, need.id)
    if last is not None and last.ended_at is None:
        return [[Choice(f"met.{one.id}", "closing.answer")] for one in closings.asked(session, last.id, person_id)[:1]]
    rows = []
    if reopenings.may_confirm(session, need, by=person_id):
        rows.append([Choice(f"well.{need.id}", "closing.verdict.done")])
    if reopenings.may_reopen(session, need, by=person_id, now=now):
        rows.append([Choice(f"reopen.{need.id}", "closing.reopen")])
    return rows
