"""Who lives together, so that one house counts once: by a mark that cannot be turned back into a house number."""

import hashlib
import hmac
import re
import unicodedata
from datetime import datetime

from sqlmodel import Session

from community import households, poll_cards
from community.refusals import NotAllowed, NotThere
from storage import people
from storage.people import Membership
from storage.polls import Counts

LONGEST = 40
"""Letters of a house number as somebody writes it: "Blok C gang Melati No. 12 B"."""
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
"""12/3 is not 123."""
_SAID_BESIDE = frozenset(
    ("no", "nomor", "nomer", "nmr", "number", "rumah", "rmh", "house", "omah", "griya", "imah", "bumi", "blok", "blk")
)
"""What people write around a number, in the neighbourhood's languages."""


def normal(number: str) -> str:
    """12b, for "No. 12 B", "12-b" and "012B", which are one house; empty if it names none."""
    pieces = _PIECE.findall(unicodedata.normalize("NFKC", number).casefold())
    kept = [piece.lstrip("0") or "0" if piece.isdecimal() else piece for piece in pieces if piece not in _SAID_BESIDE]
    if not any(piece.isdecimal() for piece in kept):
        return ""
    return _BETWEEN_DIGITS.sub("/", " ".join(kept)).replace(" ", "")


def mark(secret: str, community_id: int, number: str) -> str:
    """The same for one house of one neighbourhood, and nothing to whoever lacks the secret. Raises NotThere."""
    plain = normal(number)
    if not plain or len(number) > LONGEST:
        raise NotThere("houses.unclear")
    return hmac.new(secret.encode(), f"house:{community_id}:{plain}".encode(), hashlib.sha256).hexdigest()


def live_in(session: Session, secret: str, number: str, *, by: int, community_id: int, now: datetime) -> None:
    """Note in which house a member lives, by its mark alone; said again, the last word counts.

    Raises as `households.refuse_to_leave` for another house than before.
    """
    member, here = _member(session, by, community_id), mark(secret, community_id, number)
    if here != member.house_mark:
        households.refuse_to_leave(session, community_id, member)
    with households.votes_follow(session, community_id, [by], secret=secret):
        member.house_mark = here
    poll_cards.changed_around(session, [community_id], now=now, counts=Counts.house)


def forget(session: Session, *, by: int, community_id: int, secret: str, now: datetime) -> None:
    """Take the mark away again. Raises as `households.refuse_to_leave`."""
    member = _member(session, by, community_id)
    households.refuse_to_leave(session, community_id, member)
    with households.votes_follow(session, community_id, [by], secret=secret):
        member.house_mark = None
    poll_cards.changed_around(session, [community_id], now=now, counts=Counts.house)


def is_known(session: Session, *, by: int, community_id: int) -> bool:
    """True if this member has said where they live."""
    return _member(session, by, community_id).house_mark is not None


def _member(session: Session, by: int, community_id: int) -> Membership:
    found = people.membership_of(session, by, community_id)
    if found is None:
        raise NotAllowed("needs.not_a_member")
    session.add(found)
    return found
