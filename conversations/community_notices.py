"""What groups, chairs and helpers are told: rendered when it leaves, so that it says how things are by then."""

from sqlmodel import Session

from community import communities as rules
from community import parents
from conversations import neighbourhood, poster, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import communities, invitations, outbox, people
from storage.outbox import Row


def placing(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The bot introduces itself to a group; None if it has been taken out again, or the group has moved."""
    chat = communities.chat_by_id(session, row.subject_id or 0)
    if chat is None or chat.left_at is not None:
        return None
    community = communities.by_id(session, chat.community_id) if chat.community_id else None
    said = neighbourhood.words_of(community)
    if community:
        button = Choice("", "group.report.button", url=neighbourhood.link_to(house, community, neighbourhood.REPORT))
        text = said.text("group.hello.again", community=neighbourhood.name_of(said, community))
    else:
        payload = neighbourhood.placing_payload(house.secret, chat, None)
        button = Choice("", "group.place.button", url=neighbourhood.deep_link(house, payload))
        text = said.text("group.hello.admin" if chat.bot_is_admin else "group.hello")
    return [_message(chat.telegram_id, text, said, [[button]])]


def card(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The card by which neighbours join: into the private chat, or by two taps where they are."""
    community = communities.by_id(session, row.subject_id or 0)
    place = rules.group_of(session, row.subject_id or 0)
    if community is None or place is None:
        return None
    chat, thread_id = place
    said = neighbourhood.words_of(community)
    report = Choice("", "group.report.button", url=neighbourhood.link_to(house, community, neighbourhood.REPORT))
    rows = [[report], [Choice(f"hi.{community.code}", "group.card.wave")]]
    text = said.text("group.card", community=neighbourhood.name_of(said, community))
    return [_message(chat.telegram_id, text, said, rows, thread_id=thread_id)]


def tidy(session: Session, row: Row, _: Words, __: House) -> list[Call] | None:
    """Take the line away that answered a command in a group."""
    line = outbox.message_of(session, row.subject_id or 0)
    if line is None:
        return None
    return [Call("deleteMessage", {"chat_id": line[0], "message_id": line[1]})]


def printed(session: Session, row: Row, said: Words, house: House) -> list[Call] | None:
    """The poster, drawn now, with the name as it is now."""
    community = communities.by_id(session, row.subject_id or 0)
    if community is None:
        return None
    shown = neighbourhood.name_of(said, community)
    page = poster.Poster(
        title=said.label("place.poster.title", community=shown.replace(" ", "\N{NO-BREAK SPACE}")),
        how=said.label("place.poster.how"),
        without=said.label("place.poster.without"),
        link=neighbourhood.link_to(house, community),
    )
    name = said.label("place.poster.file", community=community.name.lower().replace(" ", "-"))
    caption = said.text("place.poster.caption", community=shown)
    parameters = {"chat_id": row.chat, "caption": caption, "parse_mode": "HTML"}
    return [Call("sendDocument", parameters, {"document": (f"{name}.pdf", poster.pdf(page))})]


def accepted(session: Session, row: Row, said: Words, _: House) -> list[Call] | None:
    """Whoever made a link is told who took it."""
    invitation = invitations.by_id(session, row.subject_id or 0)
    person = people.by_id(session, invitation.used_by) if invitation and invitation.used_by else None
    community = communities.by_id(session, invitation.community_id) if invitation else None
    if person is None or community is None or row.kind is None:
        return None
    return [_message(row.chat, said.text(row.kind, name=person.name, community=community.name), said)]


def lost(session: Session, row: Row, said: Words, house: House) -> list[Call] | None:
    """Messages to the group have lost their place; None if it has been found again."""
    destination = communities.destination_by_id(session, row.subject_id or 0)
    chat = communities.chat_by_id(session, destination.chat_id) if destination else None
    community = communities.by_id(session, destination.community_id) if destination else None
    if destination is None or chat is None or community is None or destination.lost_at is None:
        return None
    values = {"title": chat.title, "community": community.name}
    if chat.left_at is not None:
        add = Choice("", "join.where.add", url=neighbourhood.add_to_group(house))
        return [_message(row.chat, said.text("destination.lost.group", **values), said, [[add]])]
    main = Choice(f"place.main.{destination.id}", "destination.main")
    return [_message(row.chat, said.text("destination.lost.topic", **values), said, [[main]])]


def joined(session: Session, row: Row, said: Words, _: House) -> list[Call] | None:
    """The chair above is told who lies there now; None if that has changed again."""
    community = communities.by_id(session, row.subject_id or 0)
    parent = communities.by_id(session, community.parent_id) if community and community.parent_id else None
    if community is None or parent is None or not parents.may_take_in(session, parent, row.person_id or 0):
        return None
    text = said.text("place.above.done", community=community.name, above=parent.name)
    return [_message(row.chat, text, said)]


def recognised(session: Session, row: Row, said: Words, _: House) -> list[Call] | None:
    """The organisers know who lives here; None for who has left since."""
    member = people.membership_by_id(session, row.subject_id or 0)
    person = people.by_id(session, row.person_id or 0)
    community = communities.by_id(session, member.community_id) if member else None
    if member is None or person is None or community is None or member.person_id != person.id:
        return None
    return [_message(row.chat, said.text("recognise.told", name=person.name, community=community.name), said)]


def _message(chat: int, html: str, said: Words, rows: Rows = (), *, thread_id: int | None = None) -> Call:
    keyboard = screens.inline_keyboard(said, rows)
    return Call("sendMessage", screens.message(chat, html, keyboard=keyboard, thread_id=thread_id))


RENDER: dict[str, Render] = {
    "group.placing": placing,
    "group.card": card,
    "group.tidy": tidy,
    "community.poster": printed,
    "community.confirmed": accepted,
    "community.organiser": accepted,
    "community.joined": joined,
    "community.cadre": accepted,
    "community.recognised": recognised,
    "destination.lost": lost,
}
