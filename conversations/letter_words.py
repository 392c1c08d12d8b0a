"""What the letter about a need says: facts, numbers and the neighbours' own words, and never who said them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlmodel import Session

from conversations import need_lines, neighbourhood
from conversations.letter import Letter, sayable
from conversations.talk import House
from locales import Words
from storage import people, supports, timeline
from storage.communities import Community
from storage.needs import Need, NeedState
from storage.timeline import Event

_BLANK = "…………………………"
"""To be filled in by hand."""
MOST_WORDS = 700
"""Letters of one saying: the letter is to stay on one page or two."""
_MOST_SAYINGS = 3


def written(session: Session, need: Need, community: Community, house: House, now: datetime) -> Letter:
    """As the neighbourhood's organisers would write it, in its first language and its own calendar day."""
    words = neighbourhood.words_of(community)
    today = now.astimezone(ZoneInfo(community.time_zone)).date()
    office = words.label("letter.head", name=community.name)
    chair = people.chair_of(session, community.id)
    called = sayable(need_lines.short_title(words, need))
    subject = words.label("letter.subject", what=called[:1].upper() + called[1:])
    return Letter(
        language=words.language,
        head=sayable(office),
        area=sayable(" / ".join(community.area.split(", "))),
        references=(
            (words.label("letter.number"), sayable(need.letter_number or "") or _BLANK),
            (words.label("letter.enclosure"), "–"),
            (words.label("letter.about"), subject),
        ),
        date=format_date(need.letter_on or today, "d MMMM y", locale=words.language),
        subject=subject,
        to=(words.label("letter.to"), sayable(need.forwarded_to or "") or _BLANK, words.label("letter.place")),
        opening=words.label("letter.opening", office=sayable(office), number=need.number),
        facts=_facts(session, words, need, community),
        said_by=words.label("letter.said"),
        said=tuple(_said(session, need)),
        request=words.label("letter.request", who=sayable(need.forwarded_to or "") or _BLANK),
        closing=words.label("letter.closing"),
        signed_as=words.label("letter.signed_as", name=sayable(community.name)),
        signed_by=sayable(chair.name) if chair else _BLANK,
        follow=words.label("letter.follow"),
        link=neighbourhood.link_to(house, community, f"{neighbourhood.LOOK}_{need.code}"),
    )


def _facts(session: Session, words: Words, need: Need, community: Community) -> tuple[tuple[str, str], ...]:
    since = need.created_at.astimezone(ZoneInfo(community.time_zone)).date()
    kind = need_lines.kind_name(words, need.kind)
    detail = words.label(f"kinds.{need.kind}.{need.detail}").lower() if need.detail else ""
    place = need_lines.place(words, need, community.name, exactly=False).removeprefix("📍 ")
    count = supports.count(session, need.id)
    many = [words.label("letter.many.people", count=count)] if count else []
    many += [words.label(f"letter.houses.{need.houses.value}")] if need.houses else []
    return (
        (words.label("letter.kind"), f"{kind}, {detail}" if detail else kind),
        (words.label("letter.where"), sayable(place)),
        (words.label("letter.since"), format_date(since, "d MMMM y", locale=words.language)),
        (words.label("letter.many"), "; ".join(many) or "–"),
    )


def _said(session: Session, need: Need) -> list[str]:
    """The resident's own words, if the organisers took them into the list, and what the organisers said themselves."""
    own = [need.text] if need.text and timeline.has_been(session, need.id, NeedState.accepted) else []
    office = [
        line.reason
        for line in timeline.of_need(session, need.id)
        if line.by_office and line.reason and line.event in (Event.moved, Event.explained)
    ]
    return [f"“{_short(sayable(one))}”" for one in [*own, *office[-_MOST_SAYINGS:]]]


def _short(words: str) -> str:
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"
