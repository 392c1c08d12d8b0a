"""Minutes in stories: a meeting at which some were, what its chair writes down, what is stored of it."""

from typing import Any

from sqlmodel import select

from playground.driver import Neighbour
from storage.events import EventKind
from storage.minutes import Minutes
from storage.outbox import outbox
from tests.stories.on_the_day import HOUR, scans, soon
from tests.stories.town import Town

ASKED = "Sudah cocok dengan yang tadi dibicarakan?"


def met(town: Town, chair: Neighbour, *there: Neighbour, **more: Any) -> int:
    """A meeting that began an hour ago, and who scanned the code there."""
    one = soon(town, chair, begins=-HOUR, kind=EventKind.meeting, title="", **more)
    for person in there:
        scans(town, person, one)
        person.sees("Tercatat hadir")
    return one


def writes(chair: Neighbour, decision: str = "Portal ditutup pukul 22.00") -> None:
    """From /notulen to the last look."""
    chair.says("/notulen")
    chair.sees("Siapa yang memimpin")
    chair.taps("Pak Budi (saya)")
    chair.sees("Berapa orang yang hadir?")
    chair.says("17 orang")
    chair.sees("Apa yang dibahas?")
    chair.taps("Lewati")
    chair.sees("Apa yang diputuskan?")
    chair.says(decision)
    chair.sees("Tulis lagi untuk menambah")
    chair.taps("Sudah, ini saja")
    chair.sees("Apa tindak lanjutnya?")


def sends(chair: Neighbour) -> None:
    chair.taps("✅ Kirim")
    chair.sees("Yang hadir ditanya dulu")


def stored(town: Town) -> Minutes:
    with town.session() as session:
        found = session.exec(select(Minutes)).one()
        session.expunge_all()
        return found


def how_often(town: Town, kind: str) -> int:
    with town.session() as session:
        return len(session.connection().execute(outbox.select().where(outbox.c.kind == kind)).all())


def is_sent(town: Town, chair: Neighbour, *there: Neighbour) -> int:
    """Minutes of a meeting at which these were."""
    one = met(town, chair, *there)
    writes(chair)
    chair.taps("Tidak ada")
    chair.sees("Notulen: Rapat RT 03")
    sends(chair)
    return one
