"""A neighbourhood as residents hear of it: its name in a sentence, and the links that lead there.

`rt-<code>` joins it; `rt-<code>-<then>` goes straight on: to `usul`, or to whatever `<verb>_<arg>` names.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from sqlmodel import Session

from community import communities as rules
from conversations.talk import House
from conversations.widgets import rich_text
from locales import REFERENCE, Words, words
from storage import communities
from storage.communities import Chat, Community

REPORT = "usul"
LOOK = "lihat"
"""Opens one need, `lihat_<code>`."""
NEEDS = "usulan"
"""The list of all needs."""
ANNOUNCE = "umumkan"
"""Opens an announcement, for its organisers."""
ASK = "tanya"
"""A question to the neighbours, for organisers."""
PLACE = "pasang"
PLACE_ANOTHER = "pasanglagi"
"""As `PLACE`, by someone who has said already that it is for none of the neighbourhoods he helps to run."""
CHOOSE, PICTURES, RESULT, OBJECT = "pilih", "gambar", "hasil", "keberatan"
"""A poll to vote in, what its options are, what came of it, why one cannot agree; `<verb>_<code>`."""
POLLS_HERE = "pilihan"
"""The list of them."""
EVENT, THERE = "acara", "hadir"
"""An event to answer, `acara_<code>`; the code at the place itself, which notes that one is there, `hadir_<code>` or
its digits; without a code it says how that is done."""
BRING = "bawa"
"""What to bring to it, `bawa_<code>`."""
CALL, EVENTS, MINUTES = "kumpul", "jadwal", "notulen"
"""Calling the neighbours together (`ajak` invites an organiser); the list of what is to come; writing minutes."""
FOR_PARTS = frozenset((CHOOSE, PICTURES, RESULT, OBJECT, EVENT, THERE, BRING))
"""Open also to who lives in a part of the neighbourhood that a link names."""
MOST_DIGITS = 7
"""Of what is typed to say that one is there; fewer than a code has letters, which may all be digits."""
LONGEST = 46
"""Letters of a payload: with the rest of a welcome button's data they make 64 bytes at most."""
_PAYLOAD = re.compile(r"rt-([a-z0-9]{4,16})(?:-([A-Za-z0-9_-]+))?")
_THEN = re.compile(r"([a-z]{2,12})(?:_([A-Za-z0-9_-]*))?")
_SIGNED = 10
"""Hex digits of a signature: forty bits, guessed only at Telegram's own speed."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: to a community or to none, and what is to happen there."""

    code: str | None = None
    then: str = ""

    @property
    def payload(self) -> str:
        if self.code is None:
            return self.then
        return f"rt-{self.code}-{self.then}" if self.then else f"rt-{self.code}"

    @property
    def verb(self) -> str:
        found = _THEN.fullmatch(self.then)
        return found[1] if found else ""

    @property
    def founds(self) -> bool:
        """True if it leads to a neighbourhood that does not exist yet."""
        return self.verb in (PLACE, PLACE_ANOTHER)

    @property
    def arg(self) -> str:
        found = _THEN.fullmatch(self.then)
        return (found[2] or "") if found else ""


def read(payload: str) -> Link:
    """What a START payload or callback data means; anything unknown leads nowhere in particular. Never raises."""
    if found := _PAYLOAD.fullmatch(payload):
        return Link(found[1], (found[2] or "") if len(payload) <= LONGEST else "")
    return Link(None, payload if _THEN.fullmatch(payload) and len(payload) <= LONGEST else "")


def digits_in(said: str) -> str:
    """2830, of an event that is read out; nothing where there are none, or too many."""
    digits = "".join(said.split())
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else ""


def deep_link(house: House, payload: str) -> str:
    """The address that opens the bot in private with `payload`."""
    return f"https://t.me/{house.bot_username}?start={payload}"


def link_to(house: House, community: Community, then: str = "") -> str:
    return deep_link(house, Link(community.code, then).payload)


def add_to_group(house: House) -> str:
    """The address at which Telegram offers to add the bot to a group."""
    return f"https://t.me/{house.bot_username}?startgroup={PLACE}"


def to_whatsapp(text: str) -> str:
    """A link that opens WhatsApp with a text of ours, which must not lose its end. Raises ValueError if it would."""
    if len(text) > rich_text.WA_LETTERS:
        raise ValueError("too long for a wa.me link")
    return rich_text.whatsapp_url(text)


def name_of(words: Words, community: Community) -> str:
    """RT 03, or Grup warga RT 03 until its chair has confirmed."""
    if community.chair_confirmed_at is not None:
        return community.name
    return words.label("community.unconfirmed", name=community.name)


def words_of(community: Community | None) -> Words:
    """A group is spoken to in its neighbourhood's first language."""
    return words(community.languages[0] if community and community.languages else REFERENCE)


def placing_payload(secret: str, chat: Chat, thread_id: int | None) -> str:
    """The payload of the button in a group that sets it up; signed, so that nobody can name another group."""
    return f"{PLACE}_{signed(secret, PLACE, f'{chat.id}_{thread_id or 0}')}"


def placed_in(secret: str, arg: str) -> tuple[int, int | None] | None:
    """(chat, topic) of a placing payload's argument, or None if it was not written by us."""
    chat_id, _, thread_id = (unsigned(secret, PLACE, arg) or "").partition("_")
    if not (chat_id.isdecimal() and thread_id.isdecimal()):
        return None
    return int(chat_id), int(thread_id) or None


def signed(secret: str, verb: str, where: str) -> str:
    """The argument of a link of ours, so that nobody writes another one."""
    return f"{where}_{_signature(secret, verb, where)}"


def unsigned(secret: str, verb: str, arg: str) -> str | None:
    """What `signed` was given, or None if it was not written by us for this verb."""
    where, _, signature = arg.rpartition("_")
    is_ours = arg.isascii() and hmac.compare_digest(signature, _signature(secret, verb, where))
    return where if is_ours else None


def _signature(secret: str, verb: str, where: str) -> str:
    return hmac.new(secret.encode(), f"{verb}:{where}".encode(), hashlib.sha256).hexdigest()[:_SIGNED]


def of_chat(session: Session, telegram_id: int) -> Community | None:
    """The community that a group belongs to."""
    chat = communities.chat_known_as(session, telegram_id)
    return communities.by_id(session, chat.community_id) if chat and chat.community_id else None


def has_group(session: Session, community_id: int) -> bool:
    return rules.group_of(session, community_id) is not None
