"""Izin saya: what one has agreed to here, purpose by purpose; each can be taken back, and given again.

> /izin
B Izin yang diberikan di RT 03: Menyampaikan usul, sejak 1 Okt · Foto dilihat tetangga, sejak 3 Okt
                                    [Tarik izin foto] [Tarik izin usul]
"""

from typing import Any

from community import consents
from conversations import need_lines
from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets import review
from storage.consents import ConsentPurpose

AGAIN_WORDS = 1
"""Version of the sentences by which a purpose is agreed to again; count up when their meaning changes."""


@for_members
def show(talk: Talk[Any]) -> None:
    """/izin."""
    _show(talk, anew=True)


def _show(talk: Talk[Any], *, anew: bool) -> None:
    given = consents.purposes(talk.session, talk.person.person_id, talk.community_id)
    lines = [_line(talk, purpose, at, holds=holds) for purpose, at, holds in given]
    rows = [[_button(purpose, holds=holds)] for purpose, _, holds in given]
    say = talk.say if anew else talk.redraw
    say("izin.list", rows=rows, name=talk.community_name, lines=review.lines(lines))


def _line(talk: Talk[Any], purpose: ConsentPurpose, at: Any, *, holds: bool) -> str:
    said = talk.words.label(f"izin.purpose.{purpose.value}")
    since = need_lines.day(talk.words, at, talk.person.time_zone)
    return talk.words.label("izin.holds" if holds else "izin.ended", what=said, day=since)


def _button(purpose: ConsentPurpose, *, holds: bool) -> Choice:
    if holds:
        return Choice(f"izin.off.{purpose.value}", f"izin.off.{purpose.value}")
    return Choice(f"izin.on.{purpose.value}", f"izin.on.{purpose.value}")


def chosen(talk: Talk[Any], argument: str) -> None:
    """[Tarik izin foto], [Beri izin foto lagi], [Setuju]."""
    what, _, which = argument.partition(".")
    if what == "show" or which not in list(ConsentPurpose):
        _show(talk, anew=what == "show")
        return
    purpose = ConsentPurpose(which)
    if what == "off" and purpose is ConsentPurpose.reports:
        rows = [[Choice("wipe.all", "erase.all")], [Choice("izin.back.reports", "stage.back")]]
        talk.redraw("izin.reports", rows=rows)
    elif what == "off":
        consents.withdraw(talk.session, talk.person.person_id, talk.community_id, purpose, now=talk.now)
        talk.toast("izin.withdrawn")
        _show(talk, anew=False)
    elif what == "on":
        yes = Choice(f"izin.yes.{which}", "izin.yes")
        talk.redraw(f"izin.ask.{which}", rows=[[yes], [Choice(f"izin.back.{which}", "stage.back")]])
    elif what == "yes":
        _given(talk, purpose)
    else:
        _show(talk, anew=False)


def _given(talk: Talk[Any], purpose: ConsentPurpose) -> None:
    """Only for what was agreed to before: the first time each purpose is asked where it is needed."""
    if purpose in [known for known, _, _ in consents.purposes(talk.session, talk.person.person_id, talk.community_id)]:
        consents.give(
            talk.session,
            person_id=talk.person.person_id,
            community_id=talk.community_id,
            purpose=purpose,
            version=AGAIN_WORDS,
            text=_shown(talk, purpose),
            language=talk.words.language,
            now=talk.now,
        )
        talk.toast("izin.given")
    _show(talk, anew=False)


def _shown(talk: Talk[Any], purpose: ConsentPurpose) -> str:
    """The words above the button, as they stood on the screen."""
    tap = talk.update.callback_query
    return getattr(tap and tap.message, "text", None) or talk.words.label(f"izin.ask.{purpose.value}")


CARDS: dict[str, Card] = {"izin": Card(chosen)}
