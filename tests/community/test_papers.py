"""What stands in the papers of an event, for organisers alone; and nobody is named against their wish."""

from datetime import date

import pytest
from sqlalchemy import Engine

from community import event_moves, papers, recurrence
from community.papers import Agreement, Invitation, Paper, Talk, ToDo
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import occurrences
from storage.database import writing
from storage.events import EventState
from storage.minutes import FollowUp, MinutesState
from storage.outbox import Row
from tests.community.meetings import called
from tests.community.paperwork import agrees, comes, meeting, minutes_of
from tests.community.post import waiting
from tests.community.rt_three import NOW, settle

# ── what stands in them ──


def test_an_invitation_says_what_it_is_about_and_what_to_bring(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event, one = meeting(session, rt)
        found = papers.gathered(session, one.id, Paper.invitation, by=rt.siti)
        assert isinstance(found, Invitation)
        assert found.occasion.event is event
        assert (found.occasion.number, found.occasion.chair) == ("1", "Pak Budi")
        assert [(item.name, item.wanted) for item in found.items] == [("Cangkul", 2), ("Karung", 3)]


def test_what_comes_again_is_numbered_by_its_times(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule=recurrence.weekly())
        third = occurrences.of_event(session, event.id)[2]
        assert papers.gathered(session, third.id, Paper.invitation, by=rt.budi).occasion.number == "1.3"


def test_minutes_say_who_does_what_and_who_confirms_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        comes(session, one, rt.tini)
        minutes = minutes_of(session, one, rt)
        session.add(FollowUp(minutes_id=minutes.id, what="Beli karung", who_id=rt.asep, due_on=date(2026, 12, 5)))
        session.add(FollowUp(minutes_id=minutes.id, what="Pinjam gerobak", who="Mbah Karto"))
        agrees(session, minutes, rt.tini, rt.asep)
        agrees(session, minutes, rt.siti, agree=False)
        found = papers.gathered(session, one.id, Paper.minutes, by=rt.budi)
        assert isinstance(found, Talk)
        assert (found.chair, found.writer, found.attended) == ("Pak Budi", "Siti", 14)
        assert found.to_do == (
            ToDo("Beli karung", "Asep", date(2026, 12, 5)),
            ToDo("Pinjam gerobak", "Mbah Karto", None),
        )
        assert (found.confirmed, found.by, found.is_confirmed) == (2, ("Bu Tini",), False)
        assert found.lacking == 1, "what is missing the writer alone was told"


def test_after_a_change_nobody_has_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes = minutes_of(session, one, rt, state=MinutesState.published)
        agrees(session, minutes, rt.budi)
        agrees(session, minutes, rt.tini, agree=False)
        minutes.version = 2
        session.flush()
        found = papers.gathered(session, one.id, Paper.minutes, by=rt.budi)
        assert isinstance(found, Talk)
        assert (found.confirmed, found.by, found.lacking) == (0, (), 0)


def test_a_record_has_what_was_agreed_on(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes_of(session, one, rt, writer_id=None, decisions=["Dikeruk", ""])
        found = papers.gathered(session, one.id, Paper.agreement, by=rt.budi)
        assert isinstance(found, Agreement)
        assert (found.writer, found.decisions) == ("", ("Dikeruk",))


# ── who may have them, and when ──


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("who", ["tini", "asep", "joko"])
def test_they_are_the_organisers_alone(engine: Engine, paper: Paper, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        minutes_of(session, one, rt)
        by = getattr(rt, who)
        with pytest.raises(NotAllowed, match=r"events\.only_office"):
            papers.ask(session, one.id, paper, word=False, by=by, now=NOW)
        with pytest.raises(NotAllowed, match=r"events\.only_office"):
            papers.gathered(session, one.id, paper, by=by)
        with pytest.raises(NotAllowed, match=r"events\.only_office"):
            papers.offered(session, one.id, by=by)
        assert not any(waiting(session, kind) for kind in (*papers.PDF.values(), *papers.WORD.values()))


def test_nothing_is_printed_of_what_is_not_there(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event, one = meeting(session, rt)
        with pytest.raises(NotThere, match=r"papers\.no_minutes"):
            papers.ask(session, one.id, Paper.minutes, word=False, by=rt.budi, now=NOW)
        with pytest.raises(NotThere, match=r"stage\.gone"):
            papers.ask(session, one.id + 1, Paper.invitation, word=False, by=rt.budi, now=NOW)
        assert papers.offered(session, one.id, by=rt.budi) == [Paper.invitation, Paper.attendance]
        minutes_of(session, one, rt, decisions=[])
        assert papers.offered(session, one.id, by=rt.budi) == [Paper.invitation, Paper.attendance, Paper.minutes]
        with pytest.raises(NotThere, match=r"papers\.no_decisions"):
            papers.gathered(session, one.id, Paper.agreement, by=rt.budi)
        event_moves.cancel_all(session, event.id, "hujan", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo, match=r"papers\.cancelled"):
            papers.ask(session, one.id, Paper.invitation, word=True, by=rt.budi, now=NOW)
        assert papers.offered(session, one.id, by=rt.budi) == [Paper.minutes], "what was said stays said"
        assert event.number == 1


def test_what_is_put_off_has_no_time_to_print(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        event_moves.postpone(session, one.id, "hujan", by=rt.budi, now=NOW)
        for paper in (Paper.invitation, Paper.attendance):
            with pytest.raises(NotThere, match=r"papers\.no_time"):
                papers.gathered(session, one.id, paper, by=rt.budi)


def test_what_a_resident_only_proposes_has_no_papers(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event, one = meeting(session, rt)
        event.state = EventState.proposed
        assert papers.offered(session, one.id, by=rt.budi) == []
        with pytest.raises(NotThere, match=r"stage\.gone"):
            papers.ask(session, one.id, Paper.invitation, word=False, by=rt.budi, now=NOW)


def test_one_who_taps_twice_gets_it_once_and_for_word_it_is_another(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        _, one = meeting(session, rt)
        for word in (False, False, True):
            papers.ask(session, one.id, Paper.invitation, word=word, by=rt.budi, now=NOW)
        papers.ask(session, one.id, Paper.invitation, word=False, by=rt.siti, now=NOW)
        pdf: list[Row] = waiting(session, papers.PDF[Paper.invitation])
        assert [(row.person_id, row.subject_id) for row in pdf] == [(rt.budi, one.id), (rt.siti, one.id)]
        assert len(waiting(session, papers.WORD[Paper.invitation])) == 1
