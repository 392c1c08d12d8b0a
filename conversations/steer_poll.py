"""Questions that stand before the neighbours, for organisers: their list, one's card, and what may be done with it.

> [🗳 Yang sedang ditanyakan]
B Yang ditanyakan ke warga:      [🗳 4 Mana yang kita dahulu…] [✓ 3 Rapat hari apa?]
> [🗳 4 Mana yang kita dahulu…]
B Tanya warga No. 4 … Sudah memilih: 18 dari 41 warga      [⏳ Perpanjang] [🔒 Tutup sekarang] [✖️ Batalkan] …

Nobody is shown how it stands before it closes, organisers least of all: they could extend it until they like it.
"""

from typing import Any

from community import poll_cards
from community.refusals import NotThere
from conversations import end_poll, extend_poll, poll_control
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in


def listed(talk: Talk[Any], _argument: str) -> None:
    """[🗳 Yang sedang ditanyakan], in place of what was tapped."""
    poll_control.list_all(talk, anew=False)


def shown(talk: Talk[Any], argument: str) -> None:
    """One of the list, in its place."""
    poll_control.draw(talk, poll_control.watched(talk, subject_in(argument)[0]))


def steered(talk: Talk[Any], argument: str) -> None:
    """`steer.<id>.<verb>.<times extended>`: whatever it is, it is judged by how things stand now."""
    poll_id, rest = subject_in(argument)
    verb, _, seen = rest.partition(".")
    poll = poll_control.watched(talk, poll_id)
    if not poll_cards.is_open(poll, talk.now):
        talk.toast("polls.is_over", alert=True, number=poll.number)
        poll_control.draw(talk, poll)
        return
    match verb:
        case "longer":
            extend_poll.begin(talk, poll, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 4 else -1)
        case end_poll.SHUT | end_poll.OFF:
            end_poll.begin(talk, poll, verb)
        case _:
            raise NotThere("stage.gone")


CARDS: dict[str, Card] = {"questions": Card(listed), "asked": Card(shown), "steer": Card(steered)}
