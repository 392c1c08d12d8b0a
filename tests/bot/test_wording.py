"""Notices get their words together, and yet each for itself."""

from datetime import timedelta

from sqlalchemy import event

from conversations import notices
from storage import erasures, people
from storage.database import reading, writing
from storage.erasures import Erasure, ErasureOf
from storage.outbox import Row
from storage.people import Person
from tests.bot.office import Office
from tests.bot.test_undelivered import known

POSTER = "community.poster"


def two_people(office: Office) -> list[tuple[int, int]]:
    """Telegram id and number of Siti and Budi of one neighbourhood."""
    siti, budi = office.person("Siti"), office.person("Budi")
    first = known(office, siti.id)
    with writing(office.engine) as session:
        place = people.by_id(session, first)
        assert place is not None
        other = Person(telegram_id=budi.id, name="Budi", community_id=place.community_id, created_at=place.created_at)
        session.add(other)
        session.flush()
        return [(siti.id, first), (budi.id, other.id)]


def test_one_whose_words_fail_takes_no_other_with_it(office: Office) -> None:
    (siti, siti_id), (budi, budi_id) = two_people(office)
    office.notifies("no.such.kind", siti, 1, person_id=siti_id)
    office.notifies(POSTER, budi, 1, person_id=budi_id)
    office.opens()
    office.waits_until("due", "sent")
    assert office.rows("error")[0] == ("later: KeyError",)


def test_who_is_leaving_hears_nothing_and_the_others_do(office: Office) -> None:
    (siti, siti_id), (budi, budi_id) = two_people(office)
    now = office.house.now()
    with writing(office.engine) as session:
        session.add(
            Erasure(
                person_id=siti_id, what=ErasureOf.person, subject_id=siti_id, asked_at=now,
                final_at=now + timedelta(hours=1),
            )
        )  # fmt: skip
    office.notifies(POSTER, siti, 1, person_id=siti_id)
    office.notifies(POSTER, budi, 1, person_id=budi_id)
    office.opens()
    office.waits_until("moot", "sent")


def test_whom_a_batch_is_for_is_looked_for_once(office: Office) -> None:
    everybody = two_people(office)
    asked: list[str] = []
    event.listen(office.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    with reading(office.engine, remembers=True) as session:
        rows = [
            Row(n, chat, 2, None, POSTER, None, 1, person_id, 1, 0.0) for n, (chat, person_id) in enumerate(everybody)
        ]
        notices.look_ahead(session, rows, office.house)
        before = len(asked)
        for _, person_id in everybody:
            assert people.by_id(session, person_id) is not None
            assert not erasures.is_leaving(session, person_id)
        assert len(asked) == before
