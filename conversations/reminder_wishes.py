"""Pengaturan, of events: how early one is reminded, several times, or never. A tap turns one round.

B Pengingat kegiatan mau kapan? …    [H-2] [Malam sebelumnya ✓] [Hari-H ✓] / [Tidak usah]
"""

from typing import Any

from community import event_wishes, wishes
from community.refusals import NotThere
from conversations import screens
from conversations.dialogue import Choice
from conversations.talk import Talk
from locales import Words
from storage.reminders import Wave

_NEVER, _USUAL = "never", "usual"


def line(words: Words, waves: tuple[Wave, ...]) -> str:
    """Malam sebelumnya, hari-H; tidak."""
    return ", ".join(words.label(f"settings.waves.{one}") for one in waves) or words.label("settings.no")


def draw(talk: Talk[Any]) -> None:
    """What may be chosen."""
    me = talk.person.person_id
    mine = event_wishes.waves_of(talk.session, me)
    labels = {one: talk.words.label(f"settings.waves.{one}.button") for one in Wave}
    waves = [Choice(f"wished.waves.{one}", label=f"{labels[one]} ✓" if one in mine else labels[one]) for one in Wave]
    others = [[Choice(f"wished.waves.{_NEVER}", "settings.waves.never")]] if mine else []
    if wishes.of(talk.session, me).event_waves is not None:
        others.append([Choice(f"wished.waves.{_USUAL}", "settings.waves.usual")])
    rows = [*screens.pairs(waves, talk.words), *others, [Choice("wish.page", "stage.back")]]
    talk.redraw("settings.waves.ask", rows=rows, waves=line(talk.words, mine))


def chosen(talk: Talk[Any], said: str) -> None:
    """One more, one less, none, or as usual."""
    me = talk.person.person_id
    if said in (_NEVER, _USUAL):
        event_wishes.choose(talk.session, me, [] if said == _NEVER else None)
    elif said in list(Wave):
        event_wishes.turn(talk.session, me, Wave(said))
    else:
        raise NotThere("stage.gone")
    draw(talk)
