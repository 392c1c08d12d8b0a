"""How a need is closed, step by step: said to be done, answered, told in the evening."""

from collections.abc import Iterable

from sqlmodel import select

from community import closing_tellings, supports
from playground.driver import Neighbour, Seen
from storage.closings import ClosingAnswer
from storage.needs import NeedState
from storage.people import Person
from tests.stories.first_steps import forges
from tests.stories.rt_three import person_of, the_need
from tests.stories.town import Town

QUESTION = "kabarnya sudah dikerjakan. Sekarang bagaimana?"
THANKS = "Terima kasih, ini membantu kita semua 🙏"


def support_it(town: Town, people: Iterable[Neighbour]) -> None:
    with town.writing() as session:
        for one in people:
            supports.support(session, the_need(town).id, by=person_of(session, one).id, now=town.now())


def says_done(town: Town, organiser: Neighbour, *, words: str | None = None) -> None:
    """From the button on the organisers' card to the thanks; a photo without `words`."""
    organiser.says("/menu")
    need = the_need(town)
    forges(organiser, organiser.sees("Mau apa?"), f"done.{need.id}.{need.moves}")
    organiser.sees("Kirim satu foto 📷 atau satu kalimat")
    if words:
        organiser.says(words)
    else:
        organiser.sends_photo()
    organiser.sees("Warga akan ditanya")
    organiser.taps("Tanya warga")
    organiser.sees("Warga sudah ditanya")


def is_asked(person: Neighbour, words: str = QUESTION) -> Seen:
    return person.sees(words)


def evening_comes(town: Town) -> None:
    """A day goes by, and the clock looks."""
    town.passes(hours=24)
    clock_looks(town)


def minutes_pass(town: Town) -> None:
    town.passes(minutes=3)
    clock_looks(town)


def clock_looks(town: Town) -> None:
    with town.writing() as session:
        closing_tellings.tally_due(session, town.now())


def news_leave(town: Town) -> None:
    town.passes(minutes=1)


def stands(town: Town) -> NeedState:
    return the_need(town).state


def question_id(town: Town, person: Neighbour) -> int:
    with town.session() as session:
        mine = select(ClosingAnswer.id).join(Person).where(Person.telegram_id == person.id)
        return session.exec(mine).one()


def verdicts(town: Town) -> list[object]:
    with town.session() as session:
        return [one.verdict for one in session.exec(select(ClosingAnswer))]
