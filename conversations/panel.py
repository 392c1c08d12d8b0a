"""What can be done once a neighbourhood is placed: links for the group, WhatsApp and paper; for chair and helpers."""

from collections.abc import Callable
from typing import Any

from community import communities as rules
from community import invitations
from conversations import above, neighbourhood
from conversations.dialogue import Choice
from conversations.talk import Talk
from storage import communities, people
from storage.communities import Community
from storage.invitations import Invitation
from storage.people import Role

LINKS = {Role.chair: "ketua", Role.organiser: "ajak", Role.cadre: "kader"}
"""How a link begins that gives each standing."""


def founded(talk: Talk[Any], community: Community) -> None:
    """It is placed; unless the chair did it himself, he is asked by a link to make it official."""
    if community.chair_confirmed_at is not None:
        talk.say("place.done", home=True, name=talk.person.name, community=community.name)
    else:
        unconfirmed = neighbourhood.name_of(talk.words, community)
        talk.say("place.done.waiting", home=True, community=unconfirmed)
        invitation = invitations.ask_the_chair(talk.session, community, by=talk.person.person_id, now=talk.now)
        _say_link(talk, community, invitation, "place.ask_chair")
    show(talk, community)


def show(talk: Talk[Any], community: Community) -> None:
    """The link for neighbours, and the ways to pass it on."""
    link = neighbourhood.link_to(talk.house, community)
    name = neighbourhood.name_of(talk.words, community)
    group = Choice(f"place.group.{community.id}", "place.to_group")
    if not neighbourhood.has_group(talk.session, community.id):
        group = Choice("", "join.where.add", url=neighbourhood.add_to_group(talk.house))
    to_whatsapp = neighbourhood.to_whatsapp(talk.words.label("place.wa", community=name, link=link))
    rows = [
        [group],
        [Choice("", "place.to_wa", url=to_whatsapp)],
        [Choice(f"place.poster.{community.id}", "place.poster")],
    ]
    if invitations.may_invite(people.membership_of(talk.session, talk.person.person_id, community.id), community):
        rows.append([Choice(f"place.invite.{community.id}", "place.invite")])
        rows.append([Choice(f"place.cadre.{community.id}", "place.cadre")])
    rows += above.button(talk, community)
    talk.say("place.panel", rows=rows, link=link)


def send_card(talk: Talk[Any], community_id: int) -> None:
    posted = rules.show_to_group(talk.session, community_id, by=talk.person.person_id, now=talk.now)
    talk.toast("place.to_group.done" if posted else "place.to_group.before")


def send_poster(talk: Talk[Any], community_id: int) -> None:
    rules.send_poster(talk.session, community_id, to=talk.person.person_id, now=talk.now)
    talk.toast("place.poster.soon")


def use_main_thread(talk: Talk[Any], destination_id: int) -> None:
    rules.use_main_thread(talk.session, destination_id, by=talk.person.person_id, now=talk.now)
    talk.redraw("destination.main.done")


def invite(talk: Talk[Any], community_id: int) -> None:
    """[➕ Ajak sekretaris]: a link for one person, from the chair alone."""
    invitation = invitations.invite_organiser(talk.session, community_id, by=talk.person.person_id, now=talk.now)
    community = communities.by_id(talk.session, community_id)
    if community:
        _say_link(talk, community, invitation, "place.invite.link")


def invite_cadre(talk: Talk[Any], community_id: int) -> None:
    """[➕ Ajak kader]: a link for one person who will speak for many, from the chair alone."""
    invitation = invitations.invite_cadre(talk.session, community_id, by=talk.person.person_id, now=talk.now)
    community = communities.by_id(talk.session, community_id)
    if community:
        _say_link(talk, community, invitation, "place.cadre.link")


def _say_link(talk: Talk[Any], community: Community, invitation: Invitation, key: str) -> None:
    """`key` is the sentence here, `key`.wa the one for WhatsApp; both hold the link."""
    link = neighbourhood.link_to(talk.house, community, f"{LINKS[invitation.role]}_{invitation.code}")
    values = {"community": community.name, "link": link, "chair": _chair(talk, community)}
    url = neighbourhood.to_whatsapp(talk.words.label(f"{key}.wa", **values))
    talk.say_html(talk.words.text(key, **values), rows=[[Choice("", "place.to_wa", url=url)]])


def _chair(talk: Talk[Any], community: Community) -> str:
    """Ketua RT, Kepala Dusun: what the head of such a neighbourhood is called."""
    return talk.words.label(f"place.chair.{community.kind.value}")


_ASKED = {Role.chair: "place.be_chair", Role.organiser: "place.be_organiser", Role.cadre: "place.be_cadre"}


def offered(talk: Talk[Any], code: str) -> None:
    """Such a link was opened: say what it is, and let the person take it or not."""
    invitation = invitations.open_with(talk.session, code, by=talk.person.person_id, now=talk.now)
    community = communities.by_id(talk.session, invitation.community_id)
    maker = people.by_id(talk.session, invitation.made_by)
    if community is None or maker is None:
        return
    key = _ASKED[invitation.role]
    rows = [[Choice(f"place.yes.{code}", f"{key}.yes")], [Choice(f"place.no.{code}", "place.not_me")]]
    talk.say(key, rows=rows, name=maker.name, community=community.name, chair=_chair(talk, community))


def answered(talk: Talk[Any], code: str, *, yes: bool) -> None:
    """[Ya, saya Ketua RT], [Ya, saya bantu], [Ya, saya mau] or [Bukan saya]; the last leaves the link to its owner."""
    if not yes:
        talk.redraw("place.not_me.said")
        return
    by, secret = talk.person.person_id, talk.house.secret
    community = invitations.accept(talk.session, code, by=by, secret=secret, now=talk.now)
    talk.look_again()
    talk.settle_tapped(None)
    member = people.membership_of(talk.session, talk.person.person_id, community.id)
    role = member.role if member else Role.resident
    if role is Role.chair:
        founded(talk, community)
    else:
        done = "place.be_cadre.done" if role is Role.cadre else "place.be_organiser.done"
        talk.say(done, home=True, name=talk.person.name, community=community.name)


def attach(talk: Talk[Any], community_id: int, arg: str) -> None:
    """[✅ RT 03]: this group belongs to a neighbourhood that is here already."""
    where = neighbourhood.placed_in(talk.house.secret, arg)
    if where is None:
        talk.toast("stage.gone")
        return
    community = rules.give_group(
        talk.session, community_id, by=talk.person.person_id, chat_id=where[0], thread_id=where[1], now=talk.now
    )
    talk.redraw("place.attached", community=community.name)
    show(talk, community)


_NUMBERED: dict[str, Callable[[Talk[Any], int], None]] = {
    "group": send_card,
    "poster": send_poster,
    "invite": invite,
    "cadre": invite_cadre,
    "main": use_main_thread,
    "above": above.give_link,
}
_NUMBERED_AND_MORE: dict[str, Callable[[Talk[Any], int, str], None]] = {"attach": attach, "under": above.said_yes}


def tapped(talk: Talk[Any], arg: str) -> None:
    """`<what>.<which>` of any of these buttons, or of a forged one."""
    what, _, which = arg.partition(".")
    number, _, rest = which.partition(".")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    if what in ("yes", "no"):
        answered(talk, which, yes=what == "yes")
    elif is_number and what in _NUMBERED_AND_MORE:
        _NUMBERED_AND_MORE[what](talk, int(number), rest)
    elif is_number and what in _NUMBERED:
        _NUMBERED[what](talk, int(number))
    else:
        talk.toast("stage.gone")
