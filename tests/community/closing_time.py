"""RT 03 with a need that is said to be done, straight in the database: for testing how it is closed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, select

from community import closing_answers, closing_rounds, closing_tellings, needs, supports, triage
from community.closings import SETTLE
from community.needs import Report
from storage import closings as rows
from storage import needs as stored
from storage import outbox
from storage.closings import Closing, ClosingAnswer, Verdict
from storage.needs import Need, NeedState
from storage.people import Membership, Person
from tests.community.rt_three import NOW, RtThree, settle

DRAIN = Report(kind="drain", detail="clogged", near_home=True)
NOON = NOW.replace(hour=5)
"""Noon in Jakarta, of the day on which it is said to be done."""
EVENING = NOW.replace(hour=12, minute=30)
END = NOON + timedelta(days=7)


@dataclass
class Street:
    """Bu Tini has reported a drain, Asep and `more` neighbours support it; Pak Budi does what there is to do."""

    session: Session
    more: int = 3
    rt: RtThree = field(init=False)
    neighbours: list[int] = field(init=False)
    need_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.rt = settle(self.session)
        self.neighbours = [self.moves_in(number) for number in range(self.more)]
        told = needs.submit(
            self.session, DRAIN, by=self.rt.tini, community_id=self.rt.community, dialogue_id=None, now=NOON
        )
        self.need_id = told.id
        for one in (self.rt.asep, *self.neighbours):
            supports.support(self.session, self.need_id, by=one, now=NOON)

    def moves_in(self, number: int) -> int:
        person = Person(telegram_id=6_000_000_000 + number, name=f"Warga {number}", created_at=NOON)
        self.session.add(person)
        self.session.flush()
        self.session.add(Membership(person_id=person.id, community_id=self.rt.community, joined_at=NOON))
        return person.id

    @property
    def need(self) -> Need:
        found = stored.by_id(self.session, self.need_id)
        assert found is not None
        return found

    def stands(self) -> NeedState:
        return self.need.state

    @property
    def round(self) -> Closing:
        found = rows.latest_of(self.session, self.need_id)
        assert found is not None
        return found

    def starts(self, *, by: int | None = None, at: datetime = NOON) -> None:
        triage.start(self.session, self.need_id, by=by or self.rt.budi, now=at, seen=None)

    def is_said_to_be_done(
        self, *, by: int | None = None, at: datetime = NOON, words: str | None = "Dikeruk."
    ) -> Closing:
        return closing_rounds.say_done(
            self.session, self.need_id, words=words, dialogue_id=None, by=by or self.rt.budi, now=at, seen=None,
            chance=Random(3),
        )  # fmt: skip

    def asked(self) -> list[ClosingAnswer]:
        return rows.answers_of(self.session, self.round.id)

    def question_to(self, person_id: int) -> ClosingAnswer:
        return next(one for one in self.asked() if one.person_id == person_id)

    def says(self, person_id: int, verdict: Verdict, *, at: datetime = NOON) -> ClosingAnswer:
        return closing_answers.answer(self.session, self.question_to(person_id).id, verdict, by=person_id, now=at)

    def minutes_pass(self, at: datetime) -> NeedState:
        """The clock's job runs then; where it stands after it."""
        closing_tellings.tally_due(self.session, at)
        return self.need.state

    def soon(self) -> NeedState:
        return self.minutes_pass(NOON + SETTLE)

    def notices(self, kind: str) -> list[int]:
        """To whom, in the order in which they were written."""
        query = select(outbox.outbox.c.person_id).where(outbox.outbox.c.kind == kind)
        return list(self.session.connection().execute(query.order_by(outbox.outbox.c.id)).scalars())
