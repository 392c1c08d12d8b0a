"""Whose a ballot is, by a mark that only whoever votes can make again: a keyed hash of the voter under the poll's code.

What is kept secret from whom, and what a holder of the raw database could do: `docs/decisions/0017-secret-ballots.md`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping

from community.codes import ALPHABET
from storage.people import Membership
from storage.polls import Counts, Poll

RECEIPT = 6
"""Letters of a receipt: 31 to the 6th, so that nobody finds another's by trying, and one can read it out."""

LEAST_CELL = 5
"""Fewer than so many of a part are not told apart: with few, who is meant is known (small-cell suppression)."""

Draw = Callable[[str], str]


def mark(secret: str, poll: Poll, unit: str) -> str:
    """The key of this voter's ballot in this poll; another one in every other."""
    return hmac.new(secret.encode(), f"ballot:{poll.code}:{unit}".encode(), hashlib.sha256).hexdigest()


def check(secret: str, poll: Poll) -> str:
    """By which one sees that the secret is still the one by which this poll's ballots are marked."""
    return hmac.new(secret.encode(), f"check:{poll.code}".encode(), hashlib.sha256).hexdigest()[:16]


def unit(poll: Poll, person_id: int, member: Membership | None) -> str:
    """Who has one vote: a person, or the house in which they live; who has not said where lives alone.

    `member` is None for who is not recognised: nobody speaks for a house by merely saying its number.
    """
    if poll.counts is Counts.house and member is not None and member.house_mark:
        return f"house:{member.house_mark}"
    return f"person:{person_id}"


def neighbour_unit(person_id: int, whom: str) -> str:
    """Somebody without Telegram, through the one who speaks for them."""
    return f"for:{person_id}:{' '.join(whom.casefold().split())}"


def receipt(choose: Draw = secrets.choice) -> str:
    return "".join(choose(ALPHABET) for _ in range(RECEIPT))


def forgotten(choose: Callable[[int], str] = secrets.token_hex) -> str:
    """A mark that nobody can make again: what a ballot gets when its poll has closed."""
    return choose(32)


def told_apart(parts: Mapping[int, int]) -> dict[int, int]:
    """Those parts that are a crowd; and what is left over must be one, or be nobody, for all can subtract."""
    told = {part: many for part, many in parts.items() if many >= LEAST_CELL}
    left = sum(parts.values()) - sum(told.values())
    for part in sorted(told, key=lambda one: told[one]):
        if left == 0 or left >= LEAST_CELL:
            break
        left += told.pop(part)
    return told
