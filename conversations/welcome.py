"""What a stranger is shown before anything is stored: the short words, the full ones, the kind way out.

All that a stranger decides is carried by the buttons: `join.<action>.<version of the words>.<language>.<payload>`.
"""

from typing import Any

from community import consents, people
from community.naming import suggested_name
from community.people import Shown
from conversations import neighbourhood
from conversations.dialogue import Choice, Rows
from conversations.neighbourhood import Link
from conversations.talk import Talk
from locales import OFFERED, offered, words
from storage import communities
from storage.communities import Community
from storage.people import membership_of


def show(talk: Talk[Any], community: Community | None, link: Link) -> None:
    """The welcome to a community, or to one that is yet to be founded; without either, how to find one's own."""
    if community is None and not link.founds:
        add = Choice("", "join.where.add", url=neighbourhood.add_to_group(talk.house))
        place = Choice(_arg("hi", talk.words.language, Link(then=neighbourhood.PLACE)), "join.where.place")
        talk.say("join.where.lost" if link.code else "join.where.ask", rows=[[add], [place]])
        return
    meant = Link(community.code if community else None, link.then)
    talk.say_html(_welcome(talk, community), rows=_rows(talk, meant))


def _welcome(talk: Talk[Any], community: Community | None) -> str:
    """The short words; whoever has agreed elsewhere hears first why they are asked again."""
    welcome = talk.words.text("join.welcome", community=_name(talk, community))
    return welcome if talk.speaker is None else f"{talk.words.text('join.welcome.again')}\n\n{welcome}"


def _rows(talk: Talk[Any], link: Link) -> Rows:
    here = talk.words.language
    full, young = Choice(_arg("all", here, link), "join.full.button"), Choice(_arg("kid", here, link), "join.young")
    languages = [
        Choice(_arg("hi", language, link), label=words(language).label("join.language"))
        for language in OFFERED
        if language != here
    ]
    return [[Choice(_arg("yes", here, link), "join.agree")], [full, young], languages]


def _arg(action: str, language: str, link: Link) -> str:
    return f"join.{action}.{consents.JOINING}.{language}.{link.payload}"


def _name(talk: Talk[Any], community: Community | None) -> str:
    return neighbourhood.name_of(talk.words, community) if community else talk.words.label("join.ours")


def heard(talk: Talk[Any], arg: str) -> Link | None:
    """A button of the welcome. Returns where to go on if it was the agreement; the person is stored by then."""
    action, version, language, payload = [*arg.split(".", 3), "", "", ""][:4]
    link = neighbourhood.read(payload)
    community = communities.with_code(talk.session, link.code) if link.code else None
    if community is None and (link.code or not link.founds):
        talk.toast("stage.gone")
        return None
    talk.words = words(offered(language))
    name, rows = _name(talk, community), _rows(talk, link)
    back = Choice(_arg("hi", talk.words.language, link), "stage.back")
    if action == "yes" and version == str(consents.JOINING):
        return link if _agree(talk, community) else None
    if action == "all":
        talk.redraw("join.full.text", rows=[rows[0], [back]], **_operation(talk, name))
    elif action == "kid":
        talk.redraw("join.young.text", rows=[[back]])
    else:  # another language, the way back, or words that have changed since
        talk.redraw_html(_welcome(talk, community), rows=rows)
    return None


def _operation(talk: Talk[Any], community: str) -> dict[str, str]:
    """Who runs this installation, where, and whom to ask: what the full text must say."""
    house, label = talk.house, talk.words.label
    return {
        "community": community,
        "operator": house.operator or label("join.full.operator"),
        "place": house.place or label("join.full.place"),
        "contact": house.contact or label("join.full.contact", community=community),
    }


def _agree(talk: Talk[Any], community: Community | None) -> bool:
    """The tap itself is the consent: keep it with the very text that stood above the button. False if it stands."""
    tap = talk.update.callback_query
    text = getattr(tap and tap.message, "text", None)
    talk.settle_tapped(None)
    if talk.speaker is not None and _agreed_before(talk, talk.speaker.person_id, community):
        talk.toast("join.wave.known", name=talk.speaker.name)
        return False
    _join(talk, community, text or talk.words.label("join.welcome", community=_name(talk, community)), reachable=True)
    return True


def _agreed_before(talk: Talk[Any], person_id: int, community: Community | None) -> bool:
    if community is None:
        return consents.has_given_to_found(talk.session, person_id)
    return membership_of(talk.session, person_id, community.id) is not None


def _join(talk: Talk[Any], community: Community | None, shown: str, *, reachable: bool) -> None:
    people.join(
        talk.session,
        telegram_id=talk.telegram_id,
        name=telegram_name(talk) or talk.words.label("join.nameless"),
        community_id=community.id if community else None,
        shown=Shown(shown, talk.words.language),
        reachable=reachable,
        now=talk.now,
    )
    talk.look_again()


def telegram_name(talk: Talk[Any]) -> str:
    """The first name that Telegram knows, without sapaan; nothing if it is too odd to call out."""
    user = talk.update.effective_user
    return suggested_name(user.first_name if user else "") or ""


def waved(talk: Talk[Any], code: str) -> None:
    """[👋 Saya warga sini] in a group: the first tap shows what would be kept, the second agrees to it.

    Nothing personal is stored in between. So members join who never open the private chat.
    """
    community = communities.with_code(talk.session, code)
    if community is None:
        talk.toast("stage.gone")
    elif talk.speaker and membership_of(talk.session, talk.speaker.person_id, community.id):
        talk.toast("join.wave.known", name=talk.speaker.name)
    elif comes_in(talk, community):
        talk.toast("join.wave.thanks", alert=True, community=neighbourhood.name_of(talk.words, community))


def comes_in(talk: Talk[Any], community: Community) -> bool:
    """True for a member, and for a stranger whose second tap this is: they have agreed, and are stored by now.

    At a stranger's first tap the words of consent are shown, nothing is stored, and nothing further may happen.
    """
    user = talk.update.effective_user
    if talk.speaker and membership_of(talk.session, talk.speaker.person_id, community.id):
        return True
    if user is None or user.is_bot:
        talk.toast("stage.gone")
        return False
    token = consents.offer_token(
        talk.house.secret, telegram_id=user.id, community_id=community.id, version=consents.JOINING
    )
    name = neighbourhood.name_of(talk.words, community)
    if not consents.second_tap(talk.session, token, now=talk.now):
        talk.toast("join.wave.offer", alert=True, community=name)
        return False
    _join(talk, community, talk.words.label("join.wave.offer", community=name), reachable=False)
    return True
