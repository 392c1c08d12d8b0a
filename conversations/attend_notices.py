"""The code at the place, drawn when it leaves: a picture to print or to show, with the digits to read out."""

import io

import segno
from sqlmodel import Session

from community import attendance, office
from conversations import event_lines, neighbourhood
from conversations.calls import Call, Render
from conversations.talk import House
from locales import Words
from storage import events, occurrences, people
from storage.outbox import Row

CODE = "event.code"


def code(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """For who organises it still; None for all others, and once nobody can be noted by it."""
    one = occurrences.by_id(session, row.subject_id or 0)
    event = events.by_id(session, one.event_id) if one else None
    if one is None or event is None or one.spoken_code is None or house.now() >= one.ends_at + attendance.CLOSES:
        return None
    if not office.is_office(people.membership_of(session, row.person_id or 0, event.community_id)):
        return None
    community = event_lines.place_of(session, event)
    link = neighbourhood.link_to(house, community, f"{neighbourhood.THERE}_{one.code}")
    caption = words.text(
        "attend.code", title=event_lines.title(words, event, community), code=one.spoken_code,
        when=event_lines.when_and_where(words, event, one, community.time_zone),
        opens=attendance.hours(attendance.OPENS), closes=attendance.hours(attendance.CLOSES),
    )  # fmt: skip
    name = words.label("attend.code.file", number=event.number)
    parameters = {"chat_id": row.chat, "caption": caption, "parse_mode": "HTML"}
    return [Call("sendPhoto", parameters, {"photo": (f"{name}.png", picture(link))})]


def picture(link: str) -> bytes:
    """PNG, with its quiet zone; a quarter of it may be dirty (error level Q)."""
    file = io.BytesIO()
    segno.make_qr(link, error="q").save(file, kind="png", scale=12, border=4)
    return file.getvalue()


RENDER: dict[str, Render] = {CODE: code}
