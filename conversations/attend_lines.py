"""The verbs of what organisers do on the day, and the list of who is there as it is said."""

from collections.abc import Sequence

from community.attendance import Listed
from locales import Words

LIST, TICK, UNTICK, STRIKE, CODE, BEGIN, SEEK = "present", "tick", "untick", "strike", "qr", "started", "seek"
"""Verbs before an occurrence's number: the list, a tick, a tick or a name taken off, the code at the place, it has
begun, looking for a neighbour.
"""
PHOTOS, COUNT, LATER = "snaps", "howmany", "notnow"
"""Verbs before an occurrence's number: photos of it, how many came, not now."""
LEARN, TELL, LEARNT, HEAR = "learn", "learntell", "learnt", "learnhear"
"""What we learn, before it what was learnt; saying more aloud; for organisers, all of it, and its voices."""
_MOST_NAMES = 40


def names(words: Words, listed: Sequence[Listed]) -> str:
    """Bu Tini, Mbah Karto: who is there; the buttons have all of them."""
    there = [one.name for one in listed if one.is_there]
    said = ", ".join(there[:_MOST_NAMES])
    more = len(there) - _MOST_NAMES
    return words.label("attend.list.more", names=said, count=more) if more > 0 else said
