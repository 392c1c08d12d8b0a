"""An event's card: what it is and for which needs, when and where, what is to be brought, how many come.

    🧹 Kerja bakti RT 03: membersihkan selokan (No. 14)
    Minggu, 29 Nov 2026 pukul 07.00 WIB · pos ronda
    Alat: cangkul 3/5 · karung 8/10
    ✋ 17 orang ikut · 🤔 4 belum tentu
    🙂 Bu Tini, Asep dan 15 lagi
    👥 Malam ini: Budi, Agus, Pak Slamet      on the rota; who is on it has agreed to be named
    [✋ Ikut] [🤔 Belum tentu] / [🙏 Berhalangan] / [🧰 Bawa alat] [📍 Peta]

In the group it is the same for all; in private everyone sees their own answer. Whoever cannot come is named nowhere.
Nothing is decided or written here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlmodel import Session

from community import attendance, promises
from community.errands import Errand
from community.invitees import Guest
from community.promises import Mine, Total
from conversations import event_lines, event_state_lines, neighbourhood, screens
from conversations.dialogue import Choice, Rows
from conversations.event_state_lines import Standing
from conversations.talk import House
from conversations.widgets import fitting, review, rich_text
from conversations.widgets.fitting import Line
from locales import Words
from storage import events, minutes_lists, needs, rotas, rsvps
from storage.communities import Community
from storage.events import Event
from storage.occurrences import Occurrence
from storage.rotas import OnDuty
from storage.rsvps import Answer, Rsvp, Tally

MOST_NAMES = 20
"""So many of those who come are named on a card; the others are counted."""
AGENDA_IN_GROUP, AGENDA_LINE = 5, 60
"""So many points of the agenda stand on the card in the group, each of so many letters; all of it in private."""
Face = tuple[str, Rows]
"""HTML, and the buttons below it."""
_Row = list[Choice]


@dataclass(frozen=True, slots=True)
class Shown:
    """What all may see of an occurrence. `needs` are spoken numbers, `names` of those who come and like to be named."""

    event: Event
    occurrence: Occurrence
    community: Community
    standing: Standing
    tally: Tally
    needs: Sequence[int] = ()
    totals: Sequence[Total] = ()
    names: Sequence[str] = ()
    duty: Sequence[OnDuty] = ()
    """Whose turn it is."""
    today: str = ""
    """`tonight` or `today` if it begins on this day."""
    has_minutes: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What one person sees besides. `place` is theirs among those who wait; `errands` are the organisers' to see."""

    who: Guest
    rsvp: Rsvp | None = None
    place: int = 0
    brings: Sequence[Mine] = ()
    errands: Sequence[tuple[Errand, int]] = ()
    on_rota: bool = False
    has_turn: bool = False

    @property
    def answer(self) -> Answer | None:
        return self.rsvp.answer if self.rsvp is not None else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of the card in private, where the house has its verb: before the occurrence's number, or the event's."""

    verb: str
    key: str
    fits: Callable[[Shown, Own], bool]
    of_event: bool = False


OFFERS: tuple[Offer, ...] = (
    Offer(event_lines.NAME, "rsvp.name.show", lambda _, own: _comes(own) and not _is_named(own)),
    Offer(event_lines.NAME, "rsvp.name.hide", lambda _, own: _comes(own) and _is_named(own)),
    Offer(event_lines.ERRAND, "errand.button", lambda _, own: own.answer is Answer.away),
    Offer(event_lines.BRING, "promise.button", lambda seen, own: bool(seen.totals) and own.answer is not Answer.away),
    Offer(event_lines.FILE, "calendar.save", lambda _, own: own.answer is not Answer.away),
    Offer(event_lines.TRADE, "rota.trade.button", lambda _, own: own.has_turn),
    Offer(event_lines.TURNS, "rota.mine.button", lambda _, own: own.on_rota, of_event=True),
    Offer(event_lines.BRINGERS, "promise.list.button", lambda _, own: own.who.organises),
)
"""What else one can do from the card in private, in this order."""


def _comes(own: Own) -> bool:
    return own.answer is Answer.coming


def _is_named(own: Own) -> bool:
    return own.rsvp is not None and own.rsvp.shows_name


def shown(session: Session, event: Event, occurrence: Occurrence, house: House) -> Shown:
    """As it is now."""
    session.flush()
    attended = attendance.how_many(session, occurrence)
    found = [needs.by_id(session, need_id) for need_id in events.needs_of(session, event.id)]
    return Shown(
        event, occurrence, event_lines.place_of(session, event),
        event_state_lines.standing(event, occurrence, house.now(), attended),
        rsvps.tally(session, occurrence.id),
        [one.number for one in found if one is not None and one.hidden_at is None],
        promises.totals(session, occurrence),
        rsvps.named(session, occurrence.id, most=MOST_NAMES),
        rotas.on_duty(session, [occurrence.id]).get(occurrence.id, []) if event.rota_size else (),
        event_lines.when_today(occurrence, event_lines.place_of(session, event).time_zone, house.now()),
        minutes_lists.are_published(session, occurrence.id),
    )  # fmt: skip


# ── in the group ──


def in_group(words: Words, seen: Shown, house: House, *, most: int = fitting.MESSAGE) -> Face:
    """The same for everybody who looks; `most` letters at the most, fewer below a photo."""
    html = titled(words, seen, lines(words, seen, points=AGENDA_IN_GROUP, letters=AGENDA_LINE), most)
    if not seen.standing.takes_answers:
        return html, []
    event, number = seen.event, seen.occurrence.id
    bring = neighbourhood.link_to(house, seen.community, f"{neighbourhood.BRING}_{event.code}")
    more = [
        *([Choice("", "promise.button", url=bring)] if seen.totals else []),
        *_map(event),
        Choice(f"{event_lines.NAME}.{number}", "rsvp.name.button"),
        Choice("", "rsvp.more", url=event_lines.link(house, seen.community, event)),
    ]
    return html, [*event_lines.answers(words, number), *screens.pairs(more, words)]


# ── in private ──


def in_private(words: Words, seen: Shown, own: Own, house: House, *, most: int = fitting.MESSAGE) -> Face:
    """With one's own answer, what one brings, the whole agenda, and what its call says besides."""
    besides = Line(f"“{seen.event.words}”" if seen.event.words else "", 0)
    html = titled(words, seen, [*lines(words, seen), besides, *_of_ones_own(words, own)], most)
    wa = [Choice("", "browse.wa", url=whatsapp(words, seen, house))]
    if not seen.standing.takes_answers:
        read = [Choice(f"{event_lines.MINUTES}.{seen.occurrence.id}", "minutes.button")]
        return html, [read, wa] if seen.has_minutes else [wa]
    number = seen.occurrence.id
    offers = [
        Choice(f"{offer.verb}.{seen.event.id if offer.of_event else number}", offer.key)
        for offer in OFFERS
        if offer.verb in house.cards and offer.fits(seen, own)
    ]
    rows = [*event_lines.answers(words, number, mine=own.answer), *screens.pairs([*offers, *_map(seen.event)], words)]
    return html, [*rows, wa]


def _of_ones_own(words: Words, own: Own) -> list[Line]:
    said = [""]
    if own.rsvp is not None:
        answer = event_lines.answer(words, own.rsvp.answer)
        waits = _comes(own) and own.rsvp.waits
        said.append(words.label("rsvp.mine.waiting" if waits else "rsvp.mine", answer=answer, place=own.place))
    if own.brings:
        said.append(words.label("promise.mine", items=event_lines.brought(words, own.brings)))
    if any(many for _, many in own.errands):
        sent = " · ".join(f"{words.label(f'errand.kind.{one.value}')} {many}" for one, many in own.errands if many)
        said.append(words.label("errand.counted", errands=sent))
    return [Line("\n".join(said), 8)] if len(said) > 1 else []


# ── what both have ──


def titled(words: Words, seen: Shown, below: Sequence[Line], most: int) -> str:
    """Its name in bold, and the lines below it; as HTML."""
    event = seen.event
    name = event_lines.title(words, event, seen.community)
    if seen.needs:
        numbers = ", ".join(str(one) for one in seen.needs)
        name = words.label("rsvp.card.needs", title=name, numbers=numbers)
    sign = event_lines.SIGNS[event.kind]
    whole = fitting.fitted([Line(f"{sign} {name}"), *below], most)
    return words.text("rsvp.card", title=whole[0], lines=review.lines(whole[1:]))


def lines(words: Words, seen: Shown, *, points: int | None = None, letters: int | None = None) -> list[Line]:
    """What stands below its name: with at most so many points of the agenda, of so many letters each."""
    place = event_lines.when_and_where(words, seen.event, seen.occurrence, seen.community.time_zone)
    return [
        *(Line(one, 7) for one in event_state_lines.lines(words, seen.standing, place)),
        Line(_agenda(words, seen.event.agenda, points, letters), 1),
        Line("\n".join(event_lines.items(words, seen.totals)), 3),
        Line(_counts(words, seen)),
        Line(_names(words, seen), 2),
        Line(_duty(words, seen), 5),
    ]


def _agenda(words: Words, agenda: Sequence[str], points: int | None, letters: int | None) -> str:
    here = agenda[:points]
    said = [f"• {rich_text.cut(one, letters) if letters else one}" for one in here]
    if len(agenda) > len(here):
        said.append(words.label("rsvp.card.agenda.more", count=len(agenda) - len(here)))
    return "\n".join(said)


def _counts(words: Words, seen: Shown) -> str:
    """✋ 17 orang ikut · 🤔 4 belum tentu."""
    now, wanted = seen.tally, seen.event.wanted
    if not seen.standing.is_to_come:
        return ""
    if now == Tally(away=now.away):
        return words.label("rsvp.count.none" if wanted is None else "rsvp.count.none.of", wanted=wanted)
    if wanted is None:
        said = [words.label("rsvp.count.coming", count=now.coming)]
    else:
        said = [words.label("rsvp.count.coming.of", many=now.coming, wanted=wanted)]
    said += [words.label("rsvp.count.waiting", count=now.waiting)] if now.waiting else []
    said += [words.label("rsvp.count.maybe", count=now.maybe)] if now.maybe else []
    return " · ".join(said)


def _names(words: Words, seen: Shown) -> str:
    """🙂 Bu Tini, Asep dan 15 lagi."""
    if not seen.names or not seen.standing.is_to_come:
        return ""
    here = list(seen.names[:MOST_NAMES])
    more = seen.tally.coming - len(here)
    names = ", ".join(here)
    return (
        words.label("rsvp.names.more", names=names, count=more) if more > 0 else words.label("rsvp.names", names=names)
    )


def _duty(words: Words, seen: Shown) -> str:
    """👥 Malam ini: Budi, Agus, Pak Slamet."""
    if not seen.duty or not seen.standing.is_to_come:
        return ""
    names = ", ".join(one.name for one in seen.duty)
    return words.label(f"rota.card.{seen.today}" if seen.today else "rota.card", names=names)


def _map(event: Event) -> _Row:
    if event.latitude is None or event.longitude is None:
        return []
    point = quote(f"{event.latitude},{event.longitude}")
    return [Choice("", "rsvp.map", url=f"https://www.google.com/maps/search/?api=1&query={point}")]


def whatsapp(words: Words, seen: Shown, house: House) -> str:
    """A link that opens WhatsApp with what anybody may know, under a neighbour's own name; no names."""
    link = event_lines.link(house, seen.community, seen.event)
    end = words.label("rsvp.wa.link", link=link)
    place = event_lines.when_and_where(words, seen.event, seen.occurrence, seen.community.time_zone)
    name = f"{event_lines.SIGNS[seen.event.kind]} {event_lines.title(words, seen.event, seen.community)}"
    said = [
        Line(name),
        *(Line(one, 7) for one in event_state_lines.lines(words, seen.standing, place)),
        Line(_agenda(words, seen.event.agenda, AGENDA_IN_GROUP, AGENDA_LINE), 1),
        Line("\n".join(event_lines.items(words, seen.totals)), 3),
    ]
    text = "\n".join(fitting.fitted(said, rich_text.WA_LETTERS - len(end) - 1))
    return neighbourhood.to_whatsapp(f"{text}\n{end}")
