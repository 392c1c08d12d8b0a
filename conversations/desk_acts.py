"""What one tap on the organiser's card does: look, listen, begin, part, hand over, ask again later, print.

> [🆕 14 Selokan · 🎤 · 1 hari]
B 💧 Selokan — No. 14 …        [🎤 Dengar/lihat kiriman] [✅ Masuk daftar warga] … [Perjalanan] [⋯]
> [⋯]
B …                            [🔨 Mulai dikerjakan] [Titip ke pengurus lain] …
> [Titip ke pengurus lain]
B Titip No. 14 ke siapa?       [Bu Rina] [Kembali]
> [Bu Rina]
B Sudah ✓ Dititipkan ke Bu Rina.
"""

from typing import Any

from community import desk, forwarded, merges, office, triage
from community.refusals import NotThere
from conversations import desk_buttons, desk_card, desk_done
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets import when
from conversations.widgets.card_arguments import subject_in
from storage import people
from storage.needs import Need, NeedState


def seen(talk: Talk[Any], argument: str) -> None:
    """The card of one need, in place of what was tapped or below it."""
    _, where = subject_in(argument)
    desk_card.draw(talk, _need(talk, argument), anew=where == desk_done.BELOW)


def seen_more(talk: Talk[Any], argument: str) -> None:
    """[⋯]"""
    desk_card.draw(talk, _need(talk, argument), more=True)


def listened(talk: Talk[Any], argument: str) -> None:
    """Voices, photos and the place on the map: only when somebody wants them."""
    desk_card.shown(talk, _need(talk, argument))


def _need(talk: Talk[Any], argument: str) -> Need:
    need_id, _ = subject_in(argument)
    return office.sees(talk.session, need_id, by=talk.person.person_id)


def begun(talk: Talk[Any], argument: str) -> None:
    """[🔨 Mulai dikerjakan]"""
    need_id, drawn, _ = desk_buttons.button_in(argument)
    by, now = talk.person.person_id, talk.now
    need = desk_done.tapped(talk, need_id, lambda: triage.start(talk.session, need_id, by=by, now=now, seen=drawn))
    if need is not None:
        desk_done.say_done(talk, need, anew=False)


def parted(talk: Talk[Any], argument: str) -> None:
    """[Pisahkan No. 15]: it stands where it stood, with everyone who was its own."""
    need_id, drawn, _ = desk_buttons.button_in(argument)
    by, now = talk.person.person_id, talk.now

    def part() -> Need:
        office.holds(talk.session, need_id, by=by, seen=drawn)
        return merges.part(talk.session, need_id, by=by, now=now)

    need = desk_done.tapped(talk, need_id, part)
    if need is not None:
        desk_done.say_done(talk, need, "desk.part.done", anew=False, told=False)


# ── handing over ──


def handing(talk: Talk[Any], argument: str) -> None:
    """[Titip ke pengurus lain]: to whom?"""
    need = desk_done.begins(talk, argument)
    if need is None:
        return
    others = [one for one in people.organisers_of(talk.session, need.community_id) if one.id != talk.person.person_id]
    rows = [[Choice(f"handto.{need.id}.{need.moves}.{one.id}", label=one.name)] for one in others]
    back = [Choice(f"see.{need.id}", "stage.back")]
    talk.redraw("desk.hand.ask" if others else "desk.hand.nobody", rows=[*rows, back], number=need.number)


def handed(talk: Talk[Any], argument: str) -> None:
    """One of the other organisers sees to it from now on, and is told."""
    need_id, drawn, rest = desk_buttons.button_in(argument)
    to, _ = subject_in(rest)
    by, now = talk.person.person_id, talk.now

    def hand() -> Need:
        return triage.hand_over(talk.session, need_id, to=to, by=by, now=now, seen=drawn)

    need, receiver = desk_done.tapped(talk, need_id, hand), people.by_id(talk.session, to)
    if need is not None and receiver is not None:
        desk_done.say_done(talk, need, "desk.hand.done", anew=False, told=False, name=receiver.name)


# ── what stands with somebody else ──


def printed(talk: Talk[Any], argument: str) -> None:
    """[🖨 Surat pengantar]: written when it leaves, so that it says how things are by then."""
    need_id, _ = subject_in(argument)
    need = forwarded.send_letter(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.toast("desk.letter.coming", number=need.number)


def asked_later(talk: Talk[Any], argument: str) -> None:
    """[Tanya lagi nanti]: in two weeks."""
    need_id, drawn, _ = desk_buttons.button_in(argument)
    by, now = talk.person.person_id, talk.now
    need = office.sees(talk.session, need_id, by=by)
    on = desk.today_in(desk_card.community_of(talk, need), now) + forwarded.LATER

    def later() -> Need:
        return triage.look_again(talk.session, need_id, on=on, by=by, now=now, seen=drawn)

    if desk_done.tapped(talk, need_id, later) is not None:
        day = when.spoken_day(on, talk.words)
        desk_done.say_done(talk, need, "desk.check.later", anew=False, told=False, day=day)


def heard_of(talk: Talk[Any], argument: str) -> None:
    """[Sudah ada kabar]: what is it? Whatever is tapped goes on to its own talk."""
    need = desk_done.begins(talk, argument)
    if need is None:
        return
    if need.state is not NeedState.forwarded:
        raise NotThere("stage.gone")
    rows = [[Choice(f"{verb}.{need.id}.{need.moves}", f"desk.do.{verb}")] for verb in ("begin", "done", "explain")]
    back = [Choice(f"see.{need.id}", "stage.back")]
    talk.redraw("desk.check.what", rows=[*rows, back], number=need.number, who=need.forwarded_to or "")


def rested(talk: Talk[Any], _argument: str) -> None:
    """[Nanti saja]: the next one can wait."""
    talk.settle_tapped(None)


CARDS: dict[str, Card] = {
    "see": Card(seen),
    "acts": Card(seen_more),
    "listen": Card(listened),
    "begin": Card(begun),
    "part": Card(parted),
    "hand": Card(handing),
    "handto": Card(handed),
    "letter": Card(printed),
    "recheck": Card(asked_later),
    "heard": Card(heard_of),
    "rest": Card(rested),
}
