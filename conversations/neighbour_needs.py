"""One need as its neighbours see it, and what lies behind [⋯]; organisers see it whole, its reporter as their own.

    > [14 · Selokan]
    B 💧 Selokan mampet — No. 14 …    [Saya juga] [🔔 Kabari saya] / [Perjalanan] [⋯]
    > [⋯]
    B 💧 Selokan mampet — No. 14      [↗️ Bagikan] [💬 Teruskan ke WA] [Ini tidak pantas] / [Kembali]

The card is drawn by `conversations.need_card`, for organisers by `conversations.whole_need`; joining is
`conversations.support_need`, hearing of it `conversations.follow_need`.
"""

from typing import Any
from urllib.parse import quote

from community import group_news, journeys, office, supports
from community.journeys import Reader
from community.refusals import NotThere
from conversations import need_card, need_lines, neighbourhood, whole_need
from conversations.dialogue import Choice, Rows
from conversations.need_list import FIRST, subject_and_back
from conversations.talk import Act, Card, Talk
from conversations.widgets import review
from conversations.widgets.card_arguments import subject_in
from storage import browsing, communities
from storage import needs as stored
from storage.needs import Need

LONGEST_STORY = 800
"""Letters: it may stand below a photo, where 1024 are all there is."""


def opened(talk: Talk[Any], argument: str) -> None:
    """A need of the list; opened from a message that tells of it, the card is a message of its own."""
    need_id, back = subject_and_back(argument)
    _open(talk, need_id, back or FIRST, anew=not back)


def looked_up(talk: Talk[Any], code: str) -> None:
    """At the end of a link."""
    need = browsing.with_code(talk.session, code)
    if need is None:
        raise NotThere("stage.gone")
    _open(talk, need.id, FIRST, anew=True)


def _open(talk: Talk[Any], need_id: int, back: str, *, anew: bool) -> None:
    """Whole for its organisers, as under Usulan saya for its reporter, as the neighbours' card for all others."""
    person_id = talk.person.person_id
    asked = stored.by_id(talk.session, need_id)
    if asked is not None and whole_need.of_office(talk, asked):
        whole_need.show(talk, office.sees(talk.session, need_id, by=person_id), back, anew=anew)
        return
    need = supports.open_to(talk.session, need_id, by=person_id)
    if need.id != need_id:
        talk.toast("browse.lives_on", number=need.number)
    if need.reporter_id == person_id and not anew:
        talk.house.cards["my"].act(talk, str(need.id))
    else:
        need_card.show(talk, need, back, anew=anew)


# ── Perjalanan ──


def told_story(talk: Talk[Any], argument: str) -> None:
    """What became of it, day by day; in the group only for the one who taps."""
    need_id, back = subject_and_back(argument)
    if not talk.is_private:
        _told_in_group(talk, need_id)
        return
    need = supports.open_to(talk.session, need_id, by=_known(talk))
    if whole_need.of_office(talk, need):
        _told_to_office(talk, need, back or FIRST)
        return
    known = need_card.told(talk.session, talk.words, need)
    lines = review.lines(need_card.story(talk.words, known, most=LONGEST_STORY).split("\n"))
    talk.redraw("needs.journey", rows=_back_to(need, back or FIRST), number=need.number, lines=lines)


def _told_to_office(talk: Talk[Any], need: Need, back: str) -> None:
    """All of it, with what residents have added."""
    entries = journeys.read(talk.session, need.id, Reader.office)
    lines = review.lines(need_lines.journey(talk.words, entries, talk.person.time_zone))
    rows: Rows = [[Choice(f"see.{need.id}", "browse.see")], *_back_to(need, back)]
    talk.redraw("needs.journey", rows=rows, number=need.number, lines=lines)


def _told_in_group(talk: Talk[Any], need_id: int) -> None:
    need = need_card.shown_here(talk, need_id)
    known = need_card.told(talk.session, talk.words, need)
    talk.toast("browse.group.story", alert=True, lines=need_card.story(talk.words, known, most=190))


def _known(talk: Talk[Any]) -> int:
    """The one who taps in private, where the card's button for the group may be forged by a stranger."""
    if talk.speaker is None:
        raise NotThere("stage.gone")
    return talk.speaker.person_id


def _back_to(need: Need, back: str) -> Rows:
    return [[Choice(f"need.{need.id}.{back}", "stage.back")]]


# ── ⋯ ──


def more(talk: Talk[Any], argument: str) -> None:
    """What is done seldom: adding, sharing, and saying that this is for nobody's eyes."""
    need_id, back = subject_and_back(argument)
    person_id = talk.person.person_id
    need = supports.open_to(talk.session, need_id, by=person_id)
    rows = [_share(talk, need), need_card.to_whatsapp(talk.session, talk.words, need, talk.house)]
    if supports.is_supporter(talk.session, need.id, person_id):
        rows.insert(0, [Choice(f"add.{need.id}", "browse.add")])
    if need.on_behalf_of is not None and need.reporter_id != person_id:
        rows.append([Choice(f"claim.{need.id}", "browse.claim")])
    if need.reporter_id != person_id:
        rows.append([Choice(f"unfit.{need.id}", "browse.unfit")])
    title = need_card.title(talk.words, need)
    talk.redraw("needs.card", rows=[*rows, *_back_to(need, back or FIRST)], lines=title)


def _share(talk: Talk[Any], need: Need) -> list[Choice]:
    """By the bot once it is on the neighbours' list, before that under one's own name."""
    community = communities.by_id(talk.session, need.community_id)
    if community is None:
        return []
    if group_news.may_be_posted(need) and neighbourhood.has_group(talk.session, community.id):
        return [Choice(f"share.{need.id}", "browse.share")]
    said = need_card.passed_on(talk.session, talk.words, need)
    link = need_card.link(talk.house, community, need)
    return [Choice("", "browse.share", url=f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(said)}")]


def shared(talk: Talk[Any], argument: str) -> None:
    """[↗️ Bagikan]: the card goes to the group, at most once a day."""
    need_id, _ = subject_in(argument)
    is_new = group_news.share(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.toast("browse.share.said" if is_new else "browse.share.before")


CARDS: dict[str, Card] = {
    "need": Card(opened),
    "story": Card(told_story, strangers=True, groups=True),
    "more": Card(more),
    "share": Card(shared),
}
LINKS: dict[str, Act] = {neighbourhood.LOOK: looked_up}
