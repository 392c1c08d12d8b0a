"""Pak RT's five lines on Sunday evening, in private, and the page that he prints of it.

B Minggu ini di RT 03, Pak Budi:
  ✅ 2 beres (selokan, lampu)  🆕 3 usulan baru  ✋ 17 warga ikut  💬 1 menunggu jawaban
  [💬 Teruskan ke WA] [Jawab yang 1] [🖨 Cetak laporan]
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import office, weeks
from conversations import screens, week_lines
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import communities, people
from storage.communities import Community
from storage.outbox import Row

PRINT = "weekly"
"""The verb of [🖨 Cetak laporan], before the neighbourhood's number."""


def five(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """Not to former organisers, and not if all of it has been taken back since."""
    community = _of_office(session, row)
    if community is None:
        return None
    week = weeks.of(session, community, _written(row))
    if not week.happened:
        return None
    me = people.by_id(session, row.person_id or 0)
    waits = weeks.waiting(session, community.id, by=row.person_id or 0, now=house.now())
    waiting = [words.label("week.waiting", count=waits)] if waits else []
    told = review.lines([*week_lines.lines(words, week), *waiting])
    html = words.text("week.five", community=community.name, name=me.name if me else "", lines=told)
    rows = [
        [Choice("", "browse.wa", url=week_lines.to_whatsapp(words, week, community, house))],
        *([[Choice("desk.1", "week.answer", values={"count": waits})]] if waits else []),
        [Choice(f"{PRINT}.{community.id}", "week.print")],
    ]
    keyboard = screens.inline_keyboard(words, rows)
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def printed(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """As PDF and as DOCX, drawn now."""
    from conversations import letter_pages  # noqa: PLC0415 - Typst and Word are heavy, and reports are seldom

    community = _of_office(session, row)
    if community is None:
        return None
    week = weeks.of(session, community, _written(row))
    page = week_lines.page(session, words, week, community, house)
    until = week.until.astimezone(ZoneInfo(community.time_zone))
    name = words.label("week.report.file", day=f"{until:%Y-%m-%d}")
    caption = {"caption": words.text("week.report.caption"), "parse_mode": "HTML"}
    return [
        Call("sendDocument", {"chat_id": row.chat, **caption}, {"document": (f"{name}.pdf", letter_pages.pdf(page))}),
        Call("sendDocument", {"chat_id": row.chat}, {"document": (f"{name}.docx", letter_pages.word(page))}),
    ]


def _written(row: Row) -> datetime:
    return datetime.fromtimestamp(row.due_at, UTC)


def _of_office(session: Session, row: Row) -> Community | None:
    member = people.membership_of(session, row.person_id or 0, row.subject_id or 0)
    return communities.by_id(session, row.subject_id or 0) if office.is_office(member) else None


RENDER: dict[str, Render] = {weeks.FIVE_LINES: five, weeks.REPORT: printed}
