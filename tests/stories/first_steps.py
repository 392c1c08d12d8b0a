"""First steps that many stories share: a neighbourhood that is there, one who joins, an RT that is placed."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from playground.driver import Group, Neighbour, Seen
from storage.communities import Community, CommunityKind
from storage.consents import Consent, ConsentOffer
from storage.outbox import outbox
from storage.people import Membership, Person, Role, membership_of, with_telegram_id
from tests.stories.town import Town

AGREE = "Setuju, saya 18+"
LINE = "RT 03 RW 05 Kelurahan Karanganyar"
NO_LONGER = "Tombol ini sudah tidak berlaku 🙏"

# ── joining ──


def community_in(town: Town, code: str = "7kq2mxab", name: str = "RT 03") -> str:
    """A confirmed neighbourhood, as if its chair had founded it; returns its code."""
    now = datetime.now(UTC)
    with town.writing() as session:
        session.add(
            Community(kind=CommunityKind.rt, code=code, name=name, area="RW 05", chair_confirmed_at=now, created_at=now)
        )
    return code


def opens(person: Neighbour, link: str) -> Seen:
    """A link with this payload, and the welcome behind it."""
    person.starts(link)
    return person.sees("Selamat datang")


def agrees_as(person: Neighbour, label: str) -> None:
    person.taps(AGREE)
    person.sees("Enaknya dipanggil siapa?")
    person.taps(label)


def joins(person: Neighbour, link: str, label: str) -> None:
    opens(person, link)
    agrees_as(person, label)


def known(town: Town, neighbour: Neighbour) -> Person | None:
    with town.session() as session:
        return with_telegram_id(session, neighbour.id)


def count(town: Town, table: type[Person | Membership | Consent | ConsentOffer]) -> int:
    with town.session() as session:
        return len(session.exec(select(table)).all())


def kept(town: Town) -> tuple[int, int, int]:
    """How many people, consents and memberships are stored."""
    return count(town, Person), count(town, Consent), count(town, Membership)


def fingerprint(shown: Seen) -> str:
    """By which a consent keeps the very words that were shown."""
    return hashlib.sha256(shown.text.encode()).hexdigest()


# ── placing ──


def group_with_bot(town: Town, budi: Neighbour, *others: Neighbour, forum: bool = False) -> Group:
    group = town.neighbourhood.group("Warga RT 03", creator=budi, members=others, forum=forum)
    group.add_bot(by=budi)
    budi.sees("Terima kasih sudah mengundang", in_=group)
    return group


def names_his_rt(town: Town, budi: Neighbour, group: Group | None, line: str = LINE) -> None:
    """From the button in the group, by consent and name, to the question who he is there."""
    if group is not None:
        budi.taps("Pasang untuk RT kita", in_=group)
    budi.sees("Selamat datang di Rembuk RT kita")
    agrees_as(budi, f"Pak {budi.name}")
    budi.sees("RT mana? Tulis satu baris.")
    budi.says(line)
    budi.sees("waktu WIB. Betul?")


def placed_by_chair(town: Town, budi: Neighbour, group: Group | None) -> Community:
    names_his_rt(town, budi, group)
    budi.taps("Betul")
    budi.taps("Ketua RT")
    budi.sees("RT 03 sudah terpasang")
    budi.sees("Warga masuk lewat tautan ini")
    return the_community(town)


def placed_group(town: Town, budi: Neighbour, *others: Neighbour) -> Group:
    """The group of RT 03, which its chair has placed."""
    group = group_with_bot(town, budi, *others)
    placed_by_chair(town, budi, group)
    return group


def the_community(town: Town) -> Community:
    with town.session() as session:
        return session.exec(select(Community)).one()


def role_of(town: Town, person: Neighbour, community: Community) -> Role | None:
    with town.session() as session:
        known = with_telegram_id(session, person.id)
        member = membership_of(session, known.id or 0, community.id or 0) if known else None
        return member.role if member else None


def link_in(seen: Seen) -> str:
    """The payload of the link that a message spells out."""
    return seen.text.split("?start=")[1].split()[0]


# ── anywhere ──


def forges(person: Neighbour, message: Seen, data: str) -> dict[str, Any]:
    """Tap, below a message in the private chat, a button that was never there; what flashes up, by how it does."""
    return person.door.tap(person.id, person.id, message.id, data=f"c.{data}")


def has_all_messages(town: Town, person: Neighbour) -> None:
    """Wait until nothing is on its way to the private chat any more, but for what is told in the evening."""
    on_its_way = sa.select(outbox.c.id).where(
        outbox.c.chat == person.id,
        outbox.c.state.in_(["due", "leased"]),
        outbox.c.kind.is_distinct_from("desk.new"),
    )
    town.waits_for(lambda session: session.connection().execute(on_its_way).first() is None, "the last message")


def hasten(session: Session, chat: int) -> None:
    session.connection().execute(outbox.update().where(outbox.c.chat == chat, outbox.c.state == "due").values(due_at=0))
