"""First steps at the organisers' desk that its stories share."""

from playground.driver import Neighbour, Seen
from tests.stories.telling import WHERE, names_the_place, sends_it


def reports_aloud(tini: Neighbour) -> None:
    """A drain, by voice alone."""
    tini.sends_voice(21)
    tini.sees("Suaranya sudah diterima")
    tini.taps("Selokan")
    tini.sees(WHERE)
    names_the_place(tini)
    sends_it(tini)


def opens_desk(organiser: Neighbour, what: str) -> Seen:
    """And on it one thing; returns its card."""
    organiser.taps("Meja pengurus")
    organiser.sees("menunggu:")
    organiser.taps(what)
    return organiser.sees("— No.")
