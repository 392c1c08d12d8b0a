"""/notulen: the minutes, by an organiser: who led, how many came, what was decided, who does what until when.

> /notulen
B Acara yang mana?                          [💬 4 Minggu 29 Nov 19.30] …      (only if there are several)
B Siapa yang memimpin?                      [Pak Budi (saya)] [Lewati]
B Berapa yang hadir? Tercatat 17.           [17]
B Apa yang dibahas?                         [Lewati]
B Apa yang diputuskan? Satu baris satu keputusan.
> Portal ditutup pukul 22.00
B Tulis lagi, atau ketuk untuk membuang.    [✕ Portal ditutup…] [Sudah, ini saja]
B Tindak lanjutnya? Tulis: apa - siapa - kapan.      [Tidak ada]
> beli engsel - Asep - Sabtu
B • beli engsel · Asep 🔔 · Sabtu, 5 Des 2026        [✕ beli engsel] [Sudah, ini saja]
B 📝 Notulen: …                             [✅ Kirim] [✏️ Ubah] / [Terbitkan apa adanya]  (after a week of silence)
"""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community import confirmations, minutes
from community.minutes import Record
from community.refusals import Refusal
from conversations import engine, event_control, event_lines, minutes_lines, minutes_parts, neighbourhood
from conversations.answers import Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Next, Question, Step
from conversations.envelopes import Envelope
from conversations.minutes_parts import PARTS, Agreement, Minuting, Writes, held, task_of
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk
from conversations.widgets import choice
from conversations.widgets.card_arguments import subject_in
from storage import dialogues
from storage import minutes as stored
from storage.events import Event, EventKind
from storage.occurrences import Occurrence

_SEND, _CHANGE, _AS_IS = "send", "change", "asis"
_MOST = 8


# ── beginning ──


@for_members
def start(talk: Talk[Any]) -> None:
    """/notulen."""
    try:
        found = minutes.lacking(talk.session, talk.community_id, by=talk.person.person_id, now=talk.now)
    except Refusal as why:
        key = "minutes.only_office" if why.key == "events.only_office" else why.key
        talk.say(key, home=True)
        return
    meetings = [both for both in found if both[0].kind is EventKind.meeting]
    if not found:
        talk.say("minutes.none", home=True)
    elif len(meetings or found) == 1:
        _begin(talk, (meetings or found)[0][1].id)
    else:
        engine.open_dialogue(talk, dialogue.name)


def linked(talk: Talk[Any], _argument: str) -> None:
    """The button below /notulen in a group."""
    start(talk)


def begun(talk: Talk[Any], argument: str) -> None:
    """[📝 Notulen] on an event's card, [✏️ Perbaiki] below what is said to be missing."""
    _begin(talk, subject_in(argument)[0])


def _begin(talk: Talk[Any], occurrence_id: int) -> None:
    event, one, _ = minutes.holds(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    talk.goes_to(event.community_id)
    waiting = dialogues.open_named(talk.session, talk.person.person_id, dialogue.name)
    draft = _draft_of(talk, one)
    same = waiting is not None and _is_of(waiting.draft, draft)
    engine.open_dialogue(talk, dialogue.name, draft=None if same else draft)


def _is_of(stored: str, draft: Minuting) -> bool:
    """True if what waits is of the same time and the same version: then it is gone on with."""
    before = Minuting.model_validate(Envelope.loaded(stored).draft)
    return (before.occurrence_id, before.seen) == (draft.occurrence_id, draft.seen)


def _draft_of(talk: Talk[Any], one: Occurrence) -> Minuting:
    _, _, found = minutes.holds(talk.session, one.id, by=talk.person.person_id, now=talk.now)
    if found is None:
        return Minuting(occurrence_id=one.id, first_step="chair")
    record = minutes_lines.record_of(talk.session, found)
    tasks = [
        Agreement(
            what=task.what, who=task.who, who_id=task.who_id, due_on=task.due_on.isoformat() if task.due_on else ""
        )
        for task in record.tasks
    ]  # fmt: skip
    return Minuting(
        occurrence_id=one.id, seen=found.version, chair=record.chair, attended=record.attended, tasks=tasks,
        discussed=record.discussed, decisions=list(record.decisions), first_step="look",
    )  # fmt: skip


# ── which ──


def ask_which(talk: Writes) -> Question:
    """Meetings before all else, however many work days have come after them."""
    found = minutes.lacking(talk.session, talk.community_id, by=talk.person.person_id, now=talk.now)
    found.sort(key=lambda both: both[0].kind is not EventKind.meeting)
    return Question(
        "minutes.which", rows=[[Choice(str(one.id), label=_named(talk, event, one))] for event, one in found[:_MOST]]
    )


def _named(talk: Writes, event: Event, one: Occurrence) -> str:
    """💬 4 Min, 29 Nov 19.30."""
    zone = event_lines.place_of(talk.session, event).time_zone
    day = format_date(one.begins_at.astimezone(ZoneInfo(zone)).date(), "EEE, d MMM", locale=talk.words.language)
    said = f"{event_lines.SIGNS[event.kind]} {event.number} {day} {event_lines.clock(talk.words, one, zone)}"
    return event_control.short_label(said)


def heard_which(talk: Writes, answer: Tapped) -> Next:
    found = _draft_of_tapped(talk, int(answer.value))
    for name in ("occurrence_id", "seen", *PARTS):
        setattr(talk.draft, name, getattr(found, name))
    return found.first_step or "chair"


def _draft_of_tapped(talk: Writes, occurrence_id: int) -> Minuting:
    _, one, _ = minutes.holds(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    return _draft_of(talk, one)


# ── the last look ──


def ask_look(talk: Writes) -> Question:
    event, one = held(talk)
    community = event_lines.place_of(talk.session, event)
    told = minutes_lines.html(talk.words, event, one, community, _record(talk.draft))
    rows = [[Choice(_SEND, "widgets.review.send"), Choice(_CHANGE, "widgets.review.change")]]
    if _may_be_published(talk, one):
        rows.append([Choice(_AS_IS, "minutes.as_is")])
    return Question("minutes.look", {"told": told}, rows)


def _may_be_published(talk: Writes, one: Occurrence) -> bool:
    """Where nothing was changed here, and nobody has said anything of them for a week."""
    found = stored.of_occurrence(talk.session, one.id)
    if found is None or not confirmations.have_waited(talk.session, found, talk.now):
        return False
    return _record(talk.draft) == minutes_lines.record_of(talk.session, found)


def _record(draft: Minuting) -> Record:
    return Record(
        draft.chair, draft.discussed, draft.decisions, [task_of(one) for one in draft.tasks], draft.attended or 0
    )


def heard_look(talk: Writes, answer: Tapped) -> Next:
    if answer.value == _CHANGE:
        talk.changing = "look"
        return "change"
    event, one = held(talk)
    draft = talk.draft
    if answer.value == _AS_IS:
        _publish(talk, event, one)
        return Done()
    try:
        minutes.write(
            talk.session, draft.occurrence_id, _record(draft), by=talk.person.person_id, now=talk.now, seen=draft.seen
        )
    except Refusal as why:
        return Again(why.key, why.values)
    talk.say("minutes.sent", home=True, enough=minutes.ENOUGH)
    return Done()


def _publish(talk: Writes, event: Event, one: Occurrence) -> None:
    """[Terbitkan apa adanya], as below the word that they have waited for a week."""
    _, _, found = minutes.holds(talk.session, one.id, by=talk.person.person_id, now=talk.now)
    if found is not None:
        story = minutes_lines.story(event_lines.place_of(talk.session, event), event, found, unconfirmed=True)
        confirmations.publish_as_is(
            talk.session, found.id, talk.draft.seen, by=talk.person.person_id, now=talk.now, story=story
        )
        talk.say("minutes.as_is.said", home=True)


def ask_change(talk: Writes) -> Question:
    return Question(
        "minutes.change.ask", rows=choice.rows(talk.words, [Choice(one, f"minutes.change.{one}") for one in PARTS])
    )


def heard_change(_talk: Writes, answer: Tapped) -> Next:
    return answer.value


dialogue = Dialogue(
    name="minutes",
    draft=Minuting,
    title="minutes.title",
    steps={
        "which": Step(ask_which, heard_which, answered="inviting.answered"),
        **minutes_parts.STEPS,
        "look": Step(ask_look, heard_look),
        "change": Step(ask_change, heard_change, answered="inviting.picked"),
    },
)
CARDS: dict[str, Card] = {minutes_lines.WRITE: Card(begun)}
LINKS: dict[str, Act] = {neighbourhood.MINUTES: linked}
