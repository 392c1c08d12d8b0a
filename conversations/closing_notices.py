"""What is said of closings to those who did not just speak: the question to residents, their numbers to organisers."""

from sqlmodel import Session

from community import closing_answers, office, photos
from conversations import closing_lines, need_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import closings, media, people, timeline
from storage import needs as stored
from storage.closings import Closing, ClosingAnswer
from storage.media import MediaKind
from storage.needs import Need, NeedState
from storage.outbox import Row
from storage.timeline import Event, TimelineEntry


def asked(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The question, below its photos; None once it is answered, or nobody is asked any more."""
    one = closings.answer_by_id(session, row.subject_id or 0)
    if one is None or not closing_answers.is_open(session, one):
        return None
    need = closing_answers.need_of(session, one)
    has_left = people.membership_of(session, one.person_id, need.community_id) is None
    if has_left or need.hidden_at is not None or (one.answered_at is not None and one.answered_at > one.asked_at):
        return None
    html = closing_lines.asked(session, words, one)
    keyboard = screens.inline_keyboard(words, closing_lines.verdicts(one))
    before, after = _before(session, need, one), _after(session, one)
    if before and after:
        album = [_pictured(before, words.label("closing.before")), _pictured(after, words.label("closing.after"))]
        question = Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))
        return [Call("sendMediaGroup", {"chat_id": row.chat, "media": album}), question]
    if after:
        return [Call("sendPhoto", screens.photo(row.chat, after, html, keyboard))]
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def _pictured(file_id: str, caption: str) -> dict[str, str]:
    return {"type": "photo", "media": file_id, "caption": caption}


def _after(session: Session, one: ClosingAnswer) -> str | None:
    """The organisers' photo."""
    opened = closings.by_id(session, one.closing_id)
    line = timeline.by_id(session, opened.entry_id) if opened else None
    file = media.by_id(session, line.media_id) if line and line.media_id is not None else None
    return file.file_id if file else None


def _before(session: Session, need: Need, one: ClosingAnswer) -> str | None:
    """The reporter's photo: for the reporter, and for neighbours while both yeses to it hold (`community.photos`)."""
    is_own = one.person_id == need.reporter_id
    shown = media.of_need(session, need.id) if is_own else photos.for_neighbours(session, need)
    return next(
        (file.file_id for file in shown if file.kind is MediaKind.photo and file.person_id == need.reporter_id), None
    )


def told(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """How many residents said what, as it was counted when organisers were to be told; not to former ones."""
    opened = closings.by_id(session, row.subject_id or 0)
    need = stored.by_id(session, opened.need_id) if opened else None
    if opened is None or need is None or not _is_office(session, row, need):
        return None
    values = {"number": need.number, "what": need_lines.short_title(words, need)}
    lines = review.lines(
        [_numbers(words, opened), _reasons(words, opened), *_words(session, words, opened), _now(words, need, opened)]
    )
    html = words.text("closing.told", lines=lines, **values)
    keyboard = screens.inline_keyboard(words, _ways_on(need, opened))
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def _numbers(words: Words, opened: Closing) -> str:
    """5 warga menjawab: 3 beres, 2 masih ada yang kurang."""
    counted = (
        ("done", opened.done), ("partly", opened.partly), ("not_yet", opened.not_yet), ("unseen", opened.unseen),
    )  # fmt: skip
    parts = ", ".join(words.label(f"closing.told.{verdict}", many=many) for verdict, many in counted if many)
    if not parts:
        return words.label("closing.told.nobody")
    return words.label("closing.told.answers", count=sum(many for _, many in counted), parts=parts)


def _reasons(words: Words, opened: Closing) -> str:
    if not opened.reasons:
        return ""
    return words.label("closing.told.reasons", reasons=need_lines.lacking(words, opened.reasons))


def _words(session: Session, words: Words, opened: Closing) -> list[str]:
    """Residents' own words, of all this round: an earlier telling may have left as one with this. None of later."""
    said = [one for one in timeline.since(session, opened.need_id, opened.entry_id) if one.event is Event.lacking]
    return [_quoted(words, line) for line in said if opened.told_at is not None and line.at <= opened.told_at]


def _quoted(words: Words, line: TimelineEntry) -> str:
    return words.label("closing.told.words", words=need_lines.quoted(line.reason))


def _now(words: Words, need: Need, opened: Closing) -> str:
    """Where it stands by that."""
    return need_lines.state(words, need) if opened.ended_at is not None else ""


def _ways_on(need: Need, opened: Closing) -> Rows:
    if need.state is NeedState.awaiting_confirmation and opened.partly:
        return [
            [Choice(f"redo.{need.id}.{need.moves}", "closing.redo")],
            [Choice(f"explain.{need.id}.{need.moves}", "closing.explain")],
        ]
    return [[Choice(f"see.{need.id}", "closing.look")]]


def reopened(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Somebody whom it concerns says that a closed need is not met: why, and never who."""
    line = timeline.by_id(session, row.subject_id or 0)
    need = stored.by_id(session, line.need_id) if line else None
    if line is None or need is None or not _is_office(session, row, need):
        return None
    said = [
        one for one in timeline.since(session, need.id, line.id) if one.event is Event.lacking and one.at == line.at
    ]
    why = need_lines.lacking(words, line.about.split(",")) if line.about else ""
    lines = review.lines(
        [words.label("closing.told.reasons", reasons=why) if why else "", *(_quoted(words, one) for one in said)]
    )
    html = words.text(
        "closing.reopened", number=need.number, what=need_lines.short_title(words, need), lines=lines
    ).strip()
    keyboard = screens.inline_keyboard(words, [[Choice(f"see.{need.id}", "closing.look")]])
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def _is_office(session: Session, row: Row, need: Need) -> bool:
    """Whoever has laid the office down is told nothing any more."""
    return row.person_id is not None and office.is_office(
        people.membership_of(session, row.person_id, need.community_id)
    )


RENDER: dict[str, Render] = {"closing.ask": asked, "closing.told": told, "closing.reopened": reopened}
