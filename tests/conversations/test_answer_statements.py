"""An answer in the group costs few statements, however many have answered: a whole neighbourhood taps at once."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, event

from bot import directory
from storage.database import writing
from storage.occurrences import Occurrence
from tests.community.answering import COMING, HOES, says
from tests.community.meetings import GROUP, called, in_group, only_time
from tests.community.rt_three import NOW, RtThree, settle
from tests.conversations.parlour import Guest, Parlour

CHAT = {"id": GROUP, "type": "supergroup", "title": "Warga"}


class Street:
    """RT 03 with a card in its group; Bu Tini taps."""

    def __init__(self, engine: Engine, **call: Any) -> None:
        self.parlour = Parlour(engine)
        self.parlour.now = NOW.timestamp()
        self.parlour.house = replace(self.parlour.house, cards=directory.CARDS, secret="a-secret-for-tests")
        self.engine = engine
        with writing(engine) as session:
            self.rt: RtThree = settle(session)
            place = in_group(session, self.rt)
            self.one: Occurrence = only_time(session, called(session, self.rt, destinations=[place], **call))
            session.expunge_all()
        self.tini = Guest(self.parlour, 5_000_000_000, "Bu Tini")

    def taps(self, answer: str) -> int:
        """So many statements from the first of its stage to the last."""
        said: list[str] = []

        def hears(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            said.append(statement)

        event.listen(self.engine, "before_cursor_execute", hears)
        self.tini.taps_data(f"c.come.{self.one.id}.{answer}", chat=CHAT)
        event.remove(self.engine, "before_cursor_execute", hears)
        begun = next(place for place, one in enumerate(said) if one.startswith("UPDATE inbox SET state = 'done'"))
        return len(said) - begun


def test_an_answer_is_seven_statements_once_the_next_drawing_is_in_the_outbox(engine: Engine) -> None:
    """A vote is nine."""
    street = Street(engine, items=[HOES])
    street.taps("maybe")
    assert [street.taps(answer) for answer in ("coming", "maybe", "coming")] == [7, 7, 7]
    assert street.tini.toast.startswith("✋ Tercatat ikut.")
    assert street.taps("coming") == 7
    assert street.tini.toast == "Sudah tercatat: ✋ Ikut."


def test_who_cannot_come_gives_back_what_they_have_promised(engine: Engine) -> None:
    street = Street(engine, items=[HOES])
    street.taps("coming")
    assert street.taps("away") == 12, "with a question that is asked once"
    street.taps("coming")
    assert street.taps("away") == 10


def test_where_room_is_short_it_is_counted(engine: Engine) -> None:
    street = Street(engine, wanted=5)
    street.taps("maybe")
    assert street.taps("coming") == 10
    assert street.taps("maybe") == 11, "whoever waits is looked for"
    with writing(engine) as session:
        for person in (street.rt.asep, street.rt.siti):
            says(session, street.one, COMING, person)
    assert street.taps("coming") == 10, "however many have answered"
