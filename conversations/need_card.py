"""A need as neighbours may see it: never a voice, words only once the organisers have read them, names with a yes.

    💧 Selokan mampet — No. 14
    📍 Gang Melati
    🔵 Sudah direncanakan · 12 warga ikut
    “Minggu 29 Nov dikeruk bersama.”
    Kabar terakhir: Rabu, 25 Nov                 [Saya juga] [🔔 Kabari saya] / [Perjalanan] [⋯] / [‹ Usulan tetangga]

Buttons carry the need and, behind it, the page of the list to go back to (`conversations.need_list`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from community import journeys, photos, supports
from community.journeys import Reader
from community.refusals import NotThere
from conversations import closing_lines, need_lines, neighbourhood, whose
from conversations.dialogue import Choice, Rows
from conversations.talk import House, Talk
from conversations.widgets import review
from locales import Words
from storage import communities, needs
from storage import media as files
from storage import supports as stored
from storage.communities import Community
from storage.media import MediaKind
from storage.needs import Need, NeedState
from storage.timeline import Event, TimelineEntry

_TITLE_IN_A_LINK = 120
_PLACE_IN_A_LINK = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What the card and its story are drawn from."""

    community: Community
    name: str
    """Of the neighbourhood, as it is said."""
    news: Sequence[TimelineEntry]
    people: int


def told(session: Session, words: Words, need: Need) -> Told:
    community = communities.by_id(session, need.community_id)
    if community is None:
        raise LookupError("a need without a neighbourhood")
    name = neighbourhood.name_of(words, community)
    news = journeys.read(session, need.id, Reader.neighbour)
    return Told(community, name, news, stored.count(session, need.id))


# ── in private ──


def show(talk: Talk[Any], need: Need, back: str, *, anew: bool = False) -> None:
    """The card in place of what was tapped; as a message of its own if `anew`, or if its photo must come."""
    html = talk.words.text("needs.card", lines=review.lines(_lines(talk, need)))
    picture = photo(talk.session, need)
    if picture is not None and (anew or not talk.tapped_is_photo):
        talk.say_html(html, photo=picture, rows=rows(talk, need, back, below_photo=True))
    elif anew:
        talk.say_html(html, rows=rows(talk, need, back))
    else:
        talk.redraw_html(html, rows=rows(talk, need, back, below_photo=talk.tapped_is_photo))


def _lines(talk: Talk[Any], need: Need) -> list[str]:
    words, known = talk.words, told(talk.session, talk.words, need)
    return [
        title(words, need),
        need_lines.words_for_all(words, need),
        words.label("needs.near.spoken") if _is_spoken(talk.session, need) else "",
        need_lines.place_for_all(words, need, known.name),
        *standing(words, need, known),
        whose.to_neighbours(talk.session, words, need),
    ]


def title(words: Words, need: Need) -> str:
    """💧 Selokan mampet — No. 14."""
    return f"{need_lines.title(words, need)} — No. {need.number}"


def standing(words: Words, need: Need, known: Told) -> list[str]:
    """Where it stands and how many ikut, the organisers' latest word, and of when the news is."""
    moved = next((line for line in reversed(known.news) if line.event is Event.moved), None)
    about = moved.about if moved is not None and moved.state is need.state else None
    said = next((line.reason for line in reversed(known.news) if _is_their_word(line, need)), None)
    latest = known.news[-1].at if known.news else need.changed_at
    chip = need_lines.state(words, need, about)
    return [
        f"{chip} · {words.label('browse.people', count=known.people)}" if known.people else chip,
        need_lines.quoted(said),
        words.label("browse.latest", day=need_lines.weekday(words, latest, known.community.time_zone)),
    ]


def _is_their_word(line: TimelineEntry, need: Need) -> bool:
    """Something the organisers say to everybody, but for the reason of a state in which it is no more."""
    is_past = line.event is Event.moved and line.state is not need.state
    return line.by_office and bool(line.reason) and not is_past


def _is_spoken(session: Session, need: Need) -> bool:
    sent = files.of_need(session, need.id)
    return any(one.kind is MediaKind.voice for one in sent) and not need.text


def photo(session: Session, need: Need) -> str | None:
    """The file id of the first picture that neighbours may see."""
    return next((one.file_id for one in photos.for_neighbours(session, need)), None)


def rows(talk: Talk[Any], need: Need, back: str, *, below_photo: bool = False) -> Rows:
    """What a neighbour can do with it, each tap judged anew."""
    person_id, here = talk.person.person_id, f"{need.id}.{back}"
    on = [Choice(f"story.{here}", "needs.path"), Choice(f"more.{here}", "browse.more")]
    back_to_list = [Choice(f"{'anew' if below_photo else 'near'}.{back}", "needs.near.back")]
    if need.reporter_id == person_id:
        return [[Choice(f"my.{need.id}", "browse.own")], on, back_to_list]
    last_word = closing_lines.last_word(talk.session, need, person_id, talk.now)
    return [*last_word, *own_part(talk, need, back), on, back_to_list]


def own_part(talk: Talk[Any], need: Need, back: str) -> Rows:
    """[Saya juga] [🔔 Kabari saya], or what takes them back; nothing for the one who told it."""
    person_id, here = talk.person.person_id, f"{need.id}.{back}"
    if need.reporter_id == person_id:
        return []
    supporting = supports.is_supporter(talk.session, need.id, person_id)
    hearing = supports.hears(talk.session, need.id, person_id)
    joins = Choice(f"notme.{here}", "browse.joined") if supporting else Choice(f"me.{here}", "browse.join")
    bell = Choice(f"hush.{here}", "browse.hush") if hearing else Choice(f"bell.{here}", "browse.bell")
    return [[joins, bell]]


def story(words: Words, known: Told, *, most: int) -> str:
    """Perjalanan for everyone, the latest `most` letters of it: no names, and no reasons but the organisers'."""
    kept: list[str] = []
    for line in reversed(need_lines.journey(words, known.news, known.community.time_zone, to_all=True)):
        if sum(len(one) + 1 for one in kept) + len(line) > most:
            break
        kept.insert(0, line)
    return "\n".join(kept)


# ── in the group ──


def shown_here(talk: Talk[Any], need_id: int) -> Need:
    """The need whose card is tapped in a group. Raises NotThere unless it was shown in this group, and may be still.

    The data of a tap can be forged, the chat that it comes from cannot.
    """
    chat = communities.chat_known_as(talk.session, talk.chat_id)
    asked = needs.by_id(talk.session, need_id)
    if chat is None or asked is None or asked.community_id != chat.community_id or asked.shown_in_group_at is None:
        raise NotThere("stage.gone")
    need = needs.root(talk.session, asked)
    if is_over(need):
        raise NotThere("stage.gone")
    return need


# ── onwards: to the group, to WhatsApp ──


def is_over(need: Need) -> bool:
    """Neighbours no longer see it: taken back, or hidden."""
    return need.state is NeedState.withdrawn or need.hidden_at is not None


def link(house: House, community: Community, need: Need) -> str:
    """The address that opens this card in private; whoever is no member yet is welcomed on the way."""
    return neighbourhood.link_to(house, community, f"{neighbourhood.LOOK}_{need.code}")


def passed_on(session: Session, words: Words, need: Need) -> str:
    """What is passed on under a neighbour's own name: what anybody may know, in a few plain lines without the link."""
    known = told(session, words, need)
    place = need_lines.place_for_all(words, need, known.name)
    said = [
        words.label("browse.wa.head", name=known.name, number=need.number),
        need_lines.title(words, need)[:_TITLE_IN_A_LINK],
        place[:_PLACE_IN_A_LINK],
        standing(words, need, known)[0],
    ]
    return "\n".join(said)


def to_whatsapp(session: Session, words: Words, need: Need, house: House) -> list[Choice]:
    """[💬 Teruskan ke WA]: a row of its own."""
    community = communities.by_id(session, need.community_id)
    if community is None:
        return []
    text = f"{passed_on(session, words, need)}\n{words.label('browse.wa.link', link=link(house, community, need))}"
    return [Choice("", "browse.wa", url=neighbourhood.to_whatsapp(text))]
