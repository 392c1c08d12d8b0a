"""[✏️ Ubah giliran]: who is on the rota of a called event, how many at a time, in which order; saved at once or not.

> [✏️ Ubah giliran]
B 1. Asep  2. ☎️ Pak Slamet · 2 orang tiap kali.      [👤 Pilih warga] … [Sudah, ini saja]
> [Sudah, ini saja]
B Disimpan? …                                         [✅ Simpan] [✏️ Ubah lagi]
"""

from dataclasses import replace
from typing import Any

from community import rota_members
from community.refusals import NotAllowed, Refusal
from conversations import engine, event_control, event_lines, invite_rota
from conversations.answers import Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Next, Question, Step
from conversations.invite_draft import Gathering, Inviting, Turner, community_of
from conversations.talk import Talk
from conversations.widgets import review
from conversations.widgets.several import ENOUGH
from storage import events as stored
from storage import occurrences, rotas
from storage.events import Event

_SAVE = "save"


def begin(talk: Talk[Any], event: Event) -> None:
    talk.goes_to(event.community_id)
    members = rotas.members_of(talk.session, event.id)
    names = rotas.names_of(talk.session, [one.id for one in members])
    them = [
        Turner(name=names[one.id], person_id=one.person_id, weekday=one.weekday, member_id=one.id) for one in members
    ]
    draft = Gathering(
        rota=them, rota_size=event.rota_size or 2, rota_of=event.id, rota_seen=rota_members.as_it_stands(event, members)
    )
    engine.open_dialogue(talk, dialogue.name, draft=draft)


def heard_rota(talk: Inviting, answer: Said | Tapped) -> Next:
    is_enough = isinstance(answer, Tapped) and answer.value == ENOUGH
    return "save" if is_enough else invite_rota.heard_rota(talk, answer)


def ask_save(talk: Inviting) -> Question:
    community_of(talk)
    draft = talk.draft
    rows = [[Choice(_SAVE, "called.change.save")], [Choice("rota", "called.change.more")]]
    lines = review.lines(invite_rota.told(talk.words, draft.rota))
    return Question("rota.save" if draft.rota else "rota.save.none", {"size": draft.rota_size, "lines": lines}, rows)


def heard_save(talk: Inviting, answer: Tapped) -> Next:
    if answer.value != _SAVE:
        return "rota"
    draft, event_id = talk.draft, talk.draft.rota_of or 0
    wishes = [invite_rota.wish_of(one) for one in draft.rota]
    try:
        rota_members.put_right(
            talk.session, event_id, wishes, draft.rota_size, by=talk.person.person_id, now=talk.now,
            seen=draft.rota_seen,
        )  # fmt: skip
    except Refusal as why:
        talk.say_html(talk.words.text(why.key, **why.values))
        if why.key == "rotas.not_here":
            return "rota"
        if isinstance(why, NotAllowed):
            return Done()  # an organiser no more: nothing is left to be seen
    event = stored.by_id(talk.session, event_id)
    one = occurrences.next_of(talk.session, event_id, talk.now)
    if event is not None and one is not None:
        event_control.draw(talk, *event_control.seen(talk, one.id), anew=True)
    elif event is not None:
        talk.say("rota.saved", what=event_lines.within(talk.words, event))
    return Done()


_ROTA = invite_rota.STEPS["rota"]
dialogue = Dialogue(
    name="changing_rota",
    draft=Gathering,
    title="rota.title",
    steps={
        **invite_rota.STEPS,
        "rota": replace(_ROTA, hear=heard_rota),
        "save": Step(ask_save, heard_save),
    },
)
