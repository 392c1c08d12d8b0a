"""Sambungkan RT: the RW's chair passes a link on, the RT's chair opens it and says yes.

> [🔗 Sambungkan RT]
B Kirim tautan ini ke Ketua RT. Berlaku 30 hari: …            [💬 Teruskan ke WA]
(Pak RT opens it)
B RT 03 masuk RW 05? Warga jadi bisa memilih pengurus RW 05 untuk urusan antarwarga.
                                                              [✅ Ya, sambungkan RT 03] [Nanti saja]
> [✅ Ya, sambungkan RT 03]
B RT 03 sekarang tersambung ke RW 05 ✓                        the RW's chair hears of it
"""

from typing import Any

from community import parents
from community.refusals import NotAllowed, NotThere
from conversations import neighbourhood
from conversations.dialogue import Choice
from conversations.talk import Talk
from storage import communities
from storage.communities import Community

LINK = "sambung"
LASTS_DAYS = 30


def button(talk: Talk[Any], community: Community) -> list[list[Choice]]:
    """[🔗 Sambungkan RT] as a row, for the chair of what neighbourhoods can lie in."""
    if not parents.may_take_in(talk.session, community, talk.person.person_id):
        return []
    return [[Choice(f"place.above.{community.id}", "place.above")]]


def give_link(talk: Talk[Any], community_id: int) -> None:
    """The link, for the chairs of all RTs there; it is worth no more than the standing of who gives it."""
    by = talk.person.person_id
    parent = parents.invited_into(talk.session, community_id, by=by)
    where = f"{parent.id}_{by}_{_today(talk)}"
    payload = f"{LINK}_{neighbourhood.signed(talk.house.secret, LINK, where)}"
    link = neighbourhood.deep_link(talk.house, payload)
    url = neighbourhood.to_whatsapp(talk.words.label("place.above.wa", above=parent.name, link=link))
    talk.say("place.above.link", rows=[[Choice("", "place.to_wa", url=url)]], days=LASTS_DAYS, link=link)


def _today(talk: Talk[Any]) -> int:
    """Days since 1970."""
    return int(talk.clock // 86_400)


def offered(talk: Talk[Any], arg: str) -> None:
    """Such a link was opened: by a chair, who is asked which of his; by anybody else in vain."""
    parent, _ = _read(talk, arg)
    mine = parents.could_join(talk.session, parent, by=talk.person.person_id)
    if not mine:
        raise NotAllowed("place.above.only_chair")
    yes = [[Choice(f"place.under.{one.id}.{arg}", "place.above.yes", values={"community": one.name})] for one in mine]
    rows = [*yes, [Choice("place.no.above", "place.above.no")]]
    talk.say("place.above.ask", rows=rows, above=parent.name)


def _read(talk: Talk[Any], arg: str) -> tuple[Community, int]:
    """The community that a link leads into, and who gave it. Raises NotThere for a forged, old or lapsed one."""
    where = neighbourhood.unsigned(talk.house.secret, LINK, arg)
    parts = [int(part) for part in (where or "").split("_") if part.isdecimal() and len(part) < 10]
    if len(parts) != 3:
        raise NotThere("place.link_used")
    parent_id, by, day = parts
    if _today(talk) - day > LASTS_DAYS:
        raise NotThere("place.link_old")
    return parents.invited_into(talk.session, parent_id, by=by), by


def said_yes(talk: Talk[Any], community_id: int, arg: str) -> None:
    """[✅ Ya, sambungkan RT 03]."""
    parent, invited_by = _read(talk, arg)
    parents.join(talk.session, community_id, parent.id, invited_by=invited_by, by=talk.person.person_id, now=talk.now)
    community = communities.by_id(talk.session, community_id)
    talk.redraw("place.above.done", community=community.name if community else "", above=parent.name)
