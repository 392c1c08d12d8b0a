"""Answering an event by a tap, in the group for all and in private on one's own card; changed as often as one likes.

    > [✋ Ikut]            toast: ✋ Tercatat ikut. Sampai jumpa Minggu, 29 Nov 2026 pukul 07.00 WIB 🙏
    > [🙏 Berhalangan]     toast: Terima kasih kabarnya 🙏        then, in private: Mau titip sesuatu?
    > [🙂 Nama saya]       toast: Nama tampil di kartu: Bu Tini. Ketuk lagi untuk menyembunyikan.

Only who taps sees what was tapped. In the group a stranger's first tap shows what would be kept; the second agrees to
it, joins, and answers.
"""

from typing import Any

from community import errands, invitees, rsvps
from community.invitees import Guest
from community.refusals import NotAllowed, NotThere
from community.rsvps import Heard
from conversations import errand_lines, event_lines, event_screens, neighbourhood, welcome
from conversations.talk import Act, Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage import events as stored
from storage import outbox, rotas, rsvp_taps
from storage import rsvps as answers
from storage.communities import Community
from storage.events import Event, Invited
from storage.occurrences import Occurrence
from storage.rsvps import Answer

ASKED_FOR = 600.0
"""Seconds. What would be asked later than that after a tap is asked no more."""

# ── a tap on an answer ──


def tapped(talk: Talk[Any], argument: str) -> None:
    """[✋ Ikut]: said, or said otherwise; without an answer, the card as it stands."""
    occurrence_id, said = subject_in(argument)
    if not said:
        event_screens.turned(talk, occurrence_id)
        return
    if said not in list(Answer) or (talk.is_private and talk.speaker is None):
        raise NotThere("stage.gone")
    event, occurrence = rsvps.reach(talk.session, occurrence_id, now=talk.now)
    here = _shown_here(talk, occurrence)  # kept to the end: a session forgets what nobody holds, and looks again
    who = _guest(talk, event, here)
    if who is None:
        return
    heard = rsvps.answer(talk.session, event, occurrence, Answer(said), who, now=talk.now)
    _flash(talk, event, occurrence, heard)
    if talk.is_private:
        event_screens.draw(talk, event, occurrence, who)
    can_be_asked = talk.is_private or talk.person.reachable
    if heard.changed and can_be_asked and errands.is_to_be_asked(talk.session, heard.rsvp):
        _ask_for_errand(talk, event, occurrence)


def _shown_here(talk: Talk[Any], occurrence: Occurrence) -> Community | None:
    """The neighbourhood of this group; None in private. Raises NotThere unless the card stands in this group: data of a
    tap are forged easily, the chat that it comes from is not.
    """
    if talk.is_private:
        return None
    community = rsvp_taps.stands_in(talk.session, occurrence.id, talk.chat_id)
    if community is None:
        raise NotThere("stage.gone")
    return community


def _guest(talk: Talk[Any], event: Event, here: Community | None) -> Guest | None:
    """Whoever taps, as one who may answer; in the group a stranger, or one who belongs elsewhere, is asked first, as in
    `welcome`, unless this is for the organisers alone. Raises NotAllowed for who may not answer.
    """
    if here is None:
        return invitees.guest(talk.session, event, talk.person.person_id)
    found = invitees.find(talk.session, event, talk.speaker.person_id) if talk.speaker is not None else None
    if found is not None:
        return found
    if event.invited is Invited.office:
        return invitees.guest(talk.session, event, talk.speaker.person_id if talk.speaker is not None else 0)
    return invitees.guest(talk.session, event, talk.person.person_id) if welcome.comes_in(talk, here) else None


def _flash(talk: Talk[Any], event: Event, occurrence: Occurrence, heard: Heard) -> None:
    """What the tap has done, for the eyes of the one who taps."""
    said, mine = [], heard.rsvp
    if mine.answer is Answer.coming and mine.waits:
        said.append(_waits(talk, heard))
    elif not heard.changed:
        said.append(talk.words.label("rsvp.same", answer=event_lines.answer(talk.words, mine.answer)))
    elif mine.answer is Answer.coming:
        zone = event_lines.place_of(talk.session, event).time_zone
        said.append(talk.words.label("rsvp.said.coming", when=event_lines.moment(talk.words, occurrence, zone)))
    else:
        said.append(talk.words.label(f"rsvp.said.{mine.answer.value}"))
    if heard.freed:
        said.append(talk.words.label("rsvp.said.freed", items=", ".join(one.name for one in heard.freed)))
    if mine.answer is Answer.away and event.rota_size and rotas.has_turn(talk.session, occurrence.id, mine.person_id):
        said.append(talk.words.label("rota.still"))
    talk.toast("rsvp.said", lines=" ".join(said))


def _waits(talk: Talk[Any], heard: Heard) -> str:
    """Who cannot be written to looks again: by the same tap."""
    place = answers.place_in_line(talk.session, heard.rsvp)
    if not heard.changed:
        return talk.words.label("rsvp.same.waiting", place=place)
    told = talk.speaker is not None and talk.speaker.reachable
    return talk.words.label("rsvp.said.waiting" if told else "rsvp.said.waiting.look", place=place)


def _ask_for_errand(talk: Talk[Any], event: Event, occurrence: Occurrence) -> None:
    """At once below the card in private; from the group, where nobody need read it, by a message of its own."""
    if talk.is_private:
        html, rows = errand_lines.asked(talk.session, talk.words, event, occurrence)
        talk.say_html(html, rows=rows)
    else:
        outbox.notice(
            talk.session, kind=errands.ASK, chat=talk.telegram_id, subject_id=occurrence.id,
            person_id=talk.person.person_id, due_at=talk.clock, now=talk.clock, expires_at=talk.clock + ASKED_FOR,
        )  # fmt: skip


# ── one's name ──


def named(talk: Talk[Any], argument: str) -> None:
    """[🙂 Nama saya]: among those who come, or no more."""
    occurrence_id, _ = subject_in(argument)
    if talk.speaker is None and talk.is_private:
        raise NotThere("stage.gone")
    event, occurrence = rsvps.reach(talk.session, occurrence_id, now=talk.now)
    here = _shown_here(talk, occurrence)
    found = invitees.find(talk.session, event, talk.speaker.person_id) if talk.speaker is not None else None
    if found is None and here is not None:
        raise NotAllowed("rsvps.not_coming")  # a stranger has not answered, and is not asked to join for this
    who = found or invitees.guest(talk.session, event, talk.person.person_id)
    is_shown = rsvps.show_name(talk.session, occurrence, who, now=talk.now)
    talk.toast("rsvp.name.shown" if is_shown else "rsvp.name.hidden", name=talk.person.name)
    if talk.is_private:
        event_screens.draw(talk, event, occurrence, who)


# ── the card in private ──


def opened(talk: Talk[Any], code: str) -> None:
    """At the end of a link: the event's next time, else its last."""
    event_screens.opened(talk, stored.with_code(talk.session, code))


CARDS: dict[str, Card] = {
    event_lines.ANSWER: Card(tapped, strangers=True, groups=True),
    event_lines.NAME: Card(named, strangers=True, groups=True),
}
LINKS: dict[str, Act] = {neighbourhood.EVENT: opened}
