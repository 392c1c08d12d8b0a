"""How it is said that a need will be talked about, and how neighbours are asked to join it."""

from typing import Any
from urllib.parse import quote

from community import discussing, houses
from conversations import need_lines, neighbourhood
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from storage import communities
from storage.needs import Need

LINK = "usulan"
"""The verb of a link to a need; its code stands behind it."""


def put_on(talk: Talk[Any], need_id: int) -> None:
    """Onto the list, and how many houses are still wanted."""
    need = discussing.put_on(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    here, enough = houses.count(talk.session, need), houses.wanted(talk.session, need)
    if here >= enough:
        talk.say("discuss.on.certain", rows=invite(need), number=need.number, houses=here)
    else:
        talk.say("discuss.on", rows=invite(need), number=need.number, enough=enough, houses=here)


def invite(need: Need) -> Rows:
    return [[Choice(f"invite.{need.id}", "discuss.invite")]]


def invitation(talk: Talk[Any], need: Need) -> tuple[str, Rows]:
    """A text to pass on under one's own name, and the ways to do so."""
    community = communities.by_id(talk.session, need.community_id)
    if community is None:
        return "", ()
    link = neighbourhood.link_to(talk.house, community, f"{LINK}_{need.code}")
    what = need_lines.short_title(talk.words, need)
    text = talk.words.label("discuss.invitation", what=what, number=need.number, name=community.name)
    telegram = f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text)}"
    whatsapp = neighbourhood.to_whatsapp(f"{text}\n{link}")
    rows = [[Choice("", "discuss.share", url=telegram)], [Choice("", "discuss.whatsapp", url=whatsapp)]]
    return f"{text}\n{link}", rows


def listed(talk: Talk[Any], need: Need) -> str:
    """No. 9  🛣 Paving lapangan — 2 rumah."""
    line = f"No. {need.number}  {need_lines.title(talk.words, need)}"
    here = houses.count(talk.session, need)
    certain = f" · {talk.words.label('discuss.certain')}" if here >= houses.wanted(talk.session, need) else ""
    return f"{line} — {talk.words.label('discuss.houses', count=here)}{certain}"
