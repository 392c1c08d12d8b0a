"""The organiser's card: a need whole, with name, words, exact place, and all that were merged into it."""

from collections.abc import Iterator
from typing import Any

from community.refusals import NotThere
from conversations import desk_buttons, need_lines, whose
from conversations.talk import Talk
from conversations.widgets import media, review, when
from storage import communities, people, timeline
from storage import media as files
from storage import needs as stored
from storage import supports as supporters
from storage.communities import Community
from storage.media import Media
from storage.needs import Awaited, Need, NeedState
from storage.timeline import Event

LONGEST_WORDS = 1_500
"""Letters of a reporter's words on the card; with the rest they must fit into one message."""
LATEST_ADDED = 5
"""The rest is in its story."""


def draw(talk: Talk[Any], need: Need, *, anew: bool = False, more: bool = False) -> None:
    """The card as it is now, in place of the tapped message or below; with `more`, what stands behind [⋯]."""
    talk.session.flush()
    html = talk.words.text("needs.card", lines=review.lines(_lines(talk, need)))
    show = talk.say_html if anew else talk.redraw_html
    if more:
        show(html, rows=desk_buttons.more_rows(talk, need))
    else:
        show(html, rows=desk_buttons.rows(talk, need, sent=bool(_sent(talk, need))))


def _lines(talk: Talk[Any], need: Need) -> Iterator[str]:
    words, zone = talk.words, community_of(talk, need).time_zone
    yield f"{need_lines.title(words, need)} — No. {need.number}"
    yield words.label("desk.card.danger") if need.danger else ""
    yield f"“{need.text[:LONGEST_WORDS]}”" if need.text else ""
    yield from _merged_words(talk, need)
    yield media.line(words, _sent(talk, need))
    yield need_lines.place(words, need, community_of(talk, need).name)
    yield f"{need_lines.state(words, need)} · {need_lines.day(words, need.changed_at, zone)}"
    yield when.spoken(need.planned_for, zone, words) if need.planned_for and need.state is NeedState.planned else ""
    yield words.label("desk.card.check", day=when.spoken_day(need.check_on, words)) if need.check_on else ""
    yield words.label("desk.card.letter", number=need.letter_number) if need.letter_number else ""
    yield words.label("desk.card.supporters", count=supporters.count(talk.session, need.id))
    yield words.label(f"desk.card.houses.{need.houses.value}") if need.houses else ""
    yield whose.to_office(talk.session, talk.words, need)
    yield _asked(talk, need)
    yield from _added(talk, need)
    holder = people.by_id(talk.session, need.assigned_to_id) if need.assigned_to_id else None
    yield words.label("desk.card.holder", name=holder.name) if holder else ""


def _merged_words(talk: Talk[Any], need: Need) -> Iterator[str]:
    for one in supporters.family_ids(talk.session, need.id)[1 : 1 + desk_buttons.MOST_MERGED]:
        merged = stored.by_id(talk.session, one)
        if merged is not None:
            said = need_lines.quoted(merged.text) or need_lines.title(talk.words, merged)
            yield f"No. {merged.number}: {said}"


def _asked(talk: Talk[Any], need: Need) -> str:
    """What was asked and stands open, or the last answer."""
    if need.awaits is Awaited.answer:
        return talk.words.label("desk.card.asked")
    answers = [line for line in timeline.of_need(talk.session, need.id) if line.event is Event.answered]
    said = need_lines.quoted(answers[-1].reason) if answers else ""
    return f"💬 {said or '🎤'}" if answers else ""


def _added(talk: Talk[Any], need: Need) -> Iterator[str]:
    """What was added lately by whom it concerns, in their own words, in the whole family."""
    family = supporters.family_ids(talk.session, need.id)
    lines = [line for need_id in family for line in timeline.of_need(talk.session, need_id)]
    added = sorted((line for line in lines if line.event is Event.added and line.reason), key=lambda line: line.id)
    for line in added[-LATEST_ADDED:]:
        yield f"➕ {need_lines.quoted(line.reason)}"


def _sent(talk: Talk[Any], need: Need) -> list[Media]:
    """Photos and voices of the need and of all that were merged into it."""
    family = supporters.family_ids(talk.session, need.id)
    return [one for need_id in family for one in files.of_need(talk.session, need_id)]


def shown(talk: Talk[Any], need: Need) -> None:
    """All that was sent with it, and the point on the map, as messages of their own."""
    for one in _sent(talk, need):
        method, parameter = media.SENDING[one.kind]
        talk.call(method, {"chat_id": talk.chat_id, parameter: one.file_id})
    if need.latitude is not None and need.longitude is not None:
        point = {"chat_id": talk.chat_id, "latitude": need.latitude, "longitude": need.longitude}
        talk.call("sendLocation", point)


def community_of(talk: Talk[Any], need: Need) -> Community:
    """The need's own neighbourhood, whichever one speaks in. Raises NotThere."""
    community = communities.by_id(talk.session, need.community_id)
    if community is None:
        raise NotThere("stage.gone")
    return community
