"""[✏️ Ubah] on the card of a called event: what it is about, where, what is to be brought, for how many, how long.

> [✏️ Ubah]
B Mau ubah apa?         [Tempat] [Tentang apa] [Alat & tugas] [Lama acara] [Jumlah orang] [Susunan acara] [Keterangan]
> [Tempat]
B Minggu, 29 Nov 2026 pukul 07.00 WIB. Kumpul di mana?
> [Masjid]
B 🧹 Kerja bakti · Minggu, 29 Nov 2026, 07.00 WIB · Masjid
  Warga yang tidak berhalangan dikabari tempat barunya.      [✅ Simpan] [✏️ Ubah lagi]
"""

from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from community import event_changes
from community.event_changes import Shape
from community.events import USUAL_MINUTES
from community.refusals import Refusal
from conversations import (
    engine,
    event_control,
    event_lines,
    event_said,
    held_event,
    invite_look,
    invite_things,
    invite_what,
    invite_when,
    invite_where,
)
from conversations.answers import Place, Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Next, Question, Step
from conversations.invite_draft import Gathering, Inviting, Thing
from conversations.invite_plan import things_of
from conversations.talk import Talk
from conversations.widgets import choice
from storage import events
from storage.events import Event
from storage.occurrences import Occurrence

_PARTS = ("where", "title", "things", "length", "wanted", "agenda", "words")
_SAVE, _ONE, _ALL = "save", "one", "all"


def begin(talk: Talk[Any], event: Event, one: Occurrence) -> None:
    talk.goes_to(event.community_id)
    engine.open_dialogue(talk, dialogue.name, draft=_draft_of(talk, event, one))


def _draft_of(talk: Talk[Any], event: Event, one: Occurrence) -> Gathering:
    shape = event_changes.shape_of(talk.session, event, one)
    zone = ZoneInfo(event_lines.place_of(talk.session, event).time_zone)
    local = one.begins_at.astimezone(zone)
    return Gathering(
        kind=event.kind, title=shape.title, words=shape.words, day=local.date().isoformat(), hour=f"{local:%H:%M}",
        place=shape.place, place_said=True, latitude=shape.latitude, longitude=shape.longitude,
        minutes=0 if shape.minutes == USUAL_MINUTES[event.kind] else shape.minutes, agenda=list(shape.agenda),
        things=[Thing(kind=item.kind, name=item.name, wanted=item.wanted) for item in shape.items],
        wanted=shape.wanted, needs=events.needs_of(talk.session, event.id), occurrence_id=one.id,
        sequence=event.sequence,
    )  # fmt: skip


def _held(talk: Inviting) -> tuple[Event, Occurrence]:
    return held_event.held(talk, talk.draft.occurrence_id or 0)


def ask_change(talk: Inviting) -> Question:
    _held(talk)
    choices = [Choice(part, f"inviting.change.{part}") for part in _PARTS]
    return Question("inviting.change.ask", rows=choice.rows(talk.words, choices))


def heard_change(_talk: Inviting, answer: Tapped) -> Next:
    return answer.value


# ── another place, of what comes again ──


def heard_where(talk: Inviting, answer: Said | Tapped | Place) -> Next:
    after = invite_where.heard_where(talk, answer)
    return "scope" if _held(talk)[0].rule is not None else after


def ask_scope(talk: Inviting) -> Question:
    rows = [[Choice(_ONE, "called.place.one")], [Choice(_ALL, "called.place.all")]]
    return Question("called.place.ask", {"place": talk.draft.place}, rows)


def heard_scope(talk: Inviting, answer: Tapped) -> Next:
    talk.draft.only_here = answer.value == _ONE
    return "look"


# ── the last look ──


def ask_look(talk: Inviting) -> Question:
    event, one = _held(talk)
    html = Markup("\n").join(escape(line) for line in invite_look.content(talk) if line)
    before = event_changes.shape_of(talk.session, event, one)
    is_elsewhere = (before.place, before.latitude) != (talk.draft.place, talk.draft.latitude)
    rows = [[Choice(_SAVE, "called.change.save")], [Choice("change", "called.change.more")]]
    return Question("called.change.look.place" if is_elsewhere else "called.change.look", {"told": html}, rows)


def heard_look(talk: Inviting, answer: Tapped) -> Next:
    if answer.value != _SAVE:
        return "change"
    event, one = _held(talk)
    try:
        event_changes.change(
            talk.session, one.id, _shape_of(talk.draft), by=talk.person.person_id, now=talk.now,
            seen=talk.draft.sequence, only_here=talk.draft.only_here,
            why=event_said.place_moved(event_lines.place_of(talk.session, event)),
        )  # fmt: skip
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values))
    event_control.draw(talk, *event_control.seen(talk, one.id), anew=True)
    return Done()


def _shape_of(draft: Gathering) -> Shape:
    return Shape(
        title=draft.title, words=draft.words, place=draft.place, latitude=draft.latitude, longitude=draft.longitude,
        agenda=tuple(draft.agenda), items=things_of(draft), wanted=draft.wanted, minutes=draft.minutes,
    )  # fmt: skip


_WHERE = invite_where.STEPS["where"]
dialogue = Dialogue(
    name="changing_event",
    draft=Gathering,
    title="called.change.title",
    steps={
        "change": Step(ask_change, heard_change, answered="inviting.picked"),
        "look": Step(ask_look, heard_look),
        **{part: invite_what.STEPS[part] for part in ("title", "words")},
        "length": invite_when.STEPS["length"],
        **invite_things.STEPS,
        "where": Step(_WHERE.ask, heard_where, _WHERE.takes, longest=_WHERE.longest, answered=_WHERE.answered),
        "scope": Step(ask_scope, heard_scope, answered="inviting.answered"),
    },
)
