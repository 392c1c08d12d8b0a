"""Saksi: another resident who was there looks at the numbers and at the photo, and says that it is right.

> (the link, or the notice) [👀 Lihat hitungannya]
B 📷
B Hitungan kertas Tanya warga No. 4: 1. Selokan: 7 … Ikut menghitung, dan cocok?
  [✓ Saya saksinya] / [✗ Tidak cocok]
> [✓ Saya saksinya]
B Terima kasih 🙏 Sekarang 12 lembar itu ikut dihitung.
"""

from typing import Any

from community import paper_votes, poll_cards
from community.refusals import NotThere
from conversations import paper_lines, screens
from conversations.dialogue import Choice
from conversations.talk import Act, Card, Talk
from conversations.widgets import review
from conversations.widgets.card_arguments import subject_in
from storage import polls

VERB = "witness"
_YES, _NO = "yes", "no"


def looked_at(talk: Talk[Any], argument: str) -> None:
    """The photo and the sums first; what counts is said by a button below them."""
    tally_id, said = subject_in(argument)
    if said not in ("", _YES, _NO):
        raise NotThere("stage.gone")
    if said:
        settle, key = (paper_votes.witness, "paper.witnessed") if said == _YES else (paper_votes.doubt, "paper.doubted")
        tally = settle(talk.session, tally_id, by=talk.person.person_id, now=talk.now)
        talk.session.flush()
        if said == _YES and (poll := polls.by_id(talk.session, tally.poll_id)) is not None:
            poll_cards.changed(talk.session, poll, now=talk.now)
        talk.settle_tapped(None)
        talk.say(key, home=True, sheets=tally.sheets)
        return
    tally, poll = paper_votes.to_witness(talk.session, tally_id, by=talk.person.person_id, now=talk.now)
    lines = paper_lines.of_tally(talk.words, poll, polls.options_of(talk.session, poll.id), tally)
    if tally.photo:
        caption = talk.words.text("paper.photo.caption", number=poll.number)
        talk.call("sendPhoto", screens.photo(talk.chat_id, tally.photo, caption, None))
    rows = [
        [Choice(f"{VERB}.{tally.id}.{_YES}", "paper.witness.yes")],
        [Choice(f"{VERB}.{tally.id}.{_NO}", "paper.witness.no")],
    ]
    talk.say("paper.witness.ask", rows=rows, number=poll.number, lines=review.lines(lines))


def opened(talk: Talk[Any], argument: str) -> None:
    """At the end of the link."""
    looked_at(talk, argument.partition(".")[0])


CARDS: dict[str, Card] = {VERB: Card(looked_at)}
LINKS: dict[str, Act] = {paper_lines.LINK: opened}
