"""Needs as the group is shown them: one as a card, several as a list, both drawn anew when something changes.

Less stands there than on a neighbour's card in private: no name, none of the reporter's words and no photo, for what a
group has seen nobody can take back.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import communities as rules
from community import group_news
from community.weeks import Week
from conversations import need_card, need_lines, neighbourhood, remind_lines, screens, week_lines
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review, when
from locales import Words
from storage import communities, group_shows, outbox
from storage.communities import Community
from storage.events import Event
from storage.needs import Need
from storage.occurrences import Occurrence
from storage.outbox import Row


def shown(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The message that shows what was chosen, as it is by now; None if it is all gone."""
    community = communities.by_id(session, row.subject_id or 0)
    place = rules.group_of(session, row.subject_id or 0)
    if community is None or place is None:
        return None
    needs = group_shows.on_message(session, community.id, row.id)
    week = group_news.week_of(session, row.id, community)
    ahead = _ahead(session, community, week)
    if all(need_card.is_over(need) for need in needs) and not (week and week.happened) and not ahead:
        return None
    chat, thread_id = place
    said = neighbourhood.words_of(community)
    keyboard = screens.inline_keyboard(said, _rows(house, community, needs, week))
    html = _told(session, said, community, needs, week, ahead)
    return [Call("sendMessage", screens.message(chat.telegram_id, html, keyboard=keyboard, thread_id=thread_id))]


def redrawn(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The same message again, edited where it stands; None if it stands in a group that has become another."""
    stands = outbox.message_of(session, row.subject_id or 0)
    chat = communities.chat_known_as(session, stands[0]) if stands else None
    community = communities.by_id(session, chat.community_id) if chat and chat.community_id else None
    if stands is None or chat is None or community is None or chat.telegram_id != stands[0]:
        return None
    needs = group_shows.on_message(session, community.id, row.subject_id or 0)
    if not needs:
        return None  # all of it has been shown anew since
    said = neighbourhood.words_of(community)
    week = group_news.week_of(session, row.subject_id or 0, community)
    html = _told(session, said, community, needs, week, _ahead(session, community, week))
    keyboard = screens.inline_keyboard(said, _rows(house, community, needs, week))
    message = {"chat_id": stands[0], "message_id": stands[1], "text": html, "parse_mode": "HTML"}
    message["link_preview_options"] = {"is_disabled": True}
    return [Call("editMessageText", message | ({"reply_markup": keyboard} if keyboard else {}))]


def _ahead(session: Session, community: Community, week: Week | None) -> list[tuple[Event, Occurrence]]:
    """What takes place on the day after the week's last: the evening before, the group hears of it in this message."""
    return group_news.to_come(session, community, week.until) if week is not None else []


def _told(
    session: Session, said: Words, community: Community, needs: Sequence[Need], week: Week | None,
    ahead: Sequence[tuple[Event, Occurrence]] = (),
) -> str:  # fmt: skip
    if week is not None:
        new = [said.label("week.group.new"), *(_line(session, said, need) for need in needs)] if needs else []
        lines = review.lines([*week_lines.lines(said, week), *new, *_events(said, community, ahead)])
        return said.text("week.group", name=neighbourhood.name_of(said, community), lines=lines)
    if len(needs) > 1:
        name = neighbourhood.name_of(said, community)
        lines = review.lines(_line(session, said, need) for need in needs)
        return said.text("browse.group.list", name=name, lines=lines)
    (need,) = needs
    if need_card.is_over(need):
        return said.text("browse.group.gone", number=need.number)
    known = need_card.told(session, said, need)
    card = [
        need_card.title(said, need),
        need_lines.place_for_all(said, need, known.name),
        *need_card.standing(said, need, known),
    ]
    return said.text("needs.card", lines=review.lines(card))


def _events(said: Words, community: Community, ahead: Sequence[tuple[Event, Occurrence]]) -> list[str]:
    """Senin, 30 Nov 2026: 🧹 Kerja bakti, pukul 07.00 WIB di pos ronda. It may be drawn anew when that day is over."""
    if not ahead:
        return []
    zone = community.time_zone
    day = when.spoken_day(ahead[0][1].begins_at.astimezone(ZoneInfo(zone)).date(), said)
    return [
        said.label("week.group.ahead", day=day),
        *(remind_lines.of_event(said, event, occurrence, zone) for event, occurrence in ahead),
    ]


def _line(session: Session, said: Words, need: Need) -> str:
    """No. 14  💧 Selokan mampet · 📍 Gang Melati · 5 warga ikut."""
    if need_card.is_over(need):
        return said.label("browse.group.gone", number=need.number)
    known = need_card.told(session, said, need)
    people = said.label("browse.people", count=known.people)
    what, where = need_lines.title(said, need), need_lines.place_for_all(said, need, known.name)
    return f"No. {need.number}  {what} · {where} · {people}"


def _rows(house: House, community: Community, needs: Sequence[Need], week: Week | None) -> Rows:
    there = [need for need in needs if not need_card.is_over(need)]
    if week is not None or len(needs) > 1:
        looks = Choice("", "browse.group.all", url=neighbourhood.link_to(house, community, neighbourhood.NEEDS))
        return [*([_also(need)] for need in there), [looks]]
    return [row for need in there for row in _card_rows(house, community, need)]


def _also(need: Need) -> Choice:
    return Choice(f"me.{need.id}", "browse.group.join", values={"number": need.number})


def _card_rows(house: House, community: Community, need: Need) -> list[list[Choice]]:
    return [
        [Choice(f"me.{need.id}", "browse.join"), Choice(f"story.{need.id}", "needs.path")],
        [Choice("", "browse.group.look", url=need_card.link(house, community, need))],
    ]


RENDER: dict[str, Render] = {
    **dict.fromkeys((group_news.SHARED, group_news.UNASKED, group_news.OF_WEEK), shown),
    "need.redrawn": redrawn,
}
