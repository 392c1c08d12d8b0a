"""One need as its organisers read it, and which of the two cards somebody is shown.

B 💧 Selokan — No. 14 · “got depan rumah mampet” · Dari Bu Tini (nama hanya untuk pengurus)
  [🗂 Tangani] / [🎤 Dengar/lihat kiriman] / [Saya juga] [🔔 Kabari saya] / [💬 Teruskan ke WA] / [‹ Usulan tetangga]
"""

from typing import Any

from community import office
from conversations import need_card, need_lines, whose
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets import media, review
from storage import media as files
from storage import people
from storage.needs import Need


def of_office(talk: Talk[Any], need: Need) -> bool:
    """True if the one who speaks is an organiser of its neighbourhood, at this moment."""
    return office.is_office(people.membership_of(talk.session, talk.person.person_id, need.community_id))


def redraw(talk: Talk[Any], need: Need, back: str) -> None:
    """After a tap on it: as it stands now, for whoever looks."""
    if of_office(talk, need):
        show(talk, need, back)
    else:
        need_card.show(talk, need, back)


def show(talk: Talk[Any], need: Need, back: str, *, anew: bool = False) -> None:
    """The author's own words and name, photos and voices on a tap; it may concern the organisers as well."""
    words, sent = talk.words, files.of_need(talk.session, need.id)
    known = need_card.told(talk.session, words, need)
    lines = [
        need_card.title(words, need),
        need_lines.quoted(need.text),
        media.line(words, sent),
        need_lines.place(words, need, known.name),
        *need_card.standing(words, need, known),
        whose.to_office(talk.session, words, need),
    ]
    rows: Rows = [
        [Choice(f"see.{need.id}", "browse.see")],
        *([[Choice(f"listen.{need.id}", "desk.listen")]] if sent else []),
        *(need_card.own_part(talk, need, back) if _may_be_joined(need) else []),
        need_card.to_whatsapp(talk.session, words, need, talk.house),
        [Choice(f"near.{back}", "needs.near.back")],
    ]
    say = talk.say_html if anew else talk.redraw_html
    say(words.text("needs.card", lines=review.lines(lines)), rows=rows)


def _may_be_joined(need: Need) -> bool:
    """False for what nobody joins where it stands: neighbours do not see it, or it lives on in another."""
    return not need_card.is_over(need) and need.merged_into_id is None
