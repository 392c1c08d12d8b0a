"""A draft belongs where it was begun, whichever neighbourhood its author speaks in by the time it is gone on with."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from sqlmodel import col, delete, select

from community import people
from conversations import report_need, unasked
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.dialogues import dialogue
from storage.needs import Need
from storage.people import Membership, Person
from tests.conversations.parlour import Guest, Parlour, files_in, said


@pytest.fixture
def elsewhere(parlour: Parlour) -> int:
    """RW 05, which Siti will join."""
    with writing(parlour.engine) as session:
        place = Community(
            kind=CommunityKind.rw, code="rw5abcde", name="RW 05", landmarks=["Lapangan"], created_at=parlour.house.now()
        )
        session.add(place)
        session.get_one(Community, parlour.community_id).landmarks = ["Pos ronda"]
        session.flush()
        return place.id


def goes_to(parlour: Parlour, guest: Guest, community_id: int) -> None:
    """Join another neighbourhood, or go back to one, and speak there from now on."""
    with writing(parlour.engine) as session:
        person = session.exec(select(Person).where(Person.telegram_id == guest.id)).one()
        known = select(Membership).where(Membership.person_id == person.id, Membership.community_id == community_id)
        if session.exec(known).first() is None:
            now = parlour.house.now()
            session.add(Membership(person_id=person.id, community_id=community_id, joined_at=now))
            session.flush()
        people.speak_in(session, person.id, community_id)


def leaves(parlour: Parlour, community_id: int) -> None:
    with writing(parlour.engine) as session:
        session.execute(delete(Membership).where(col(Membership.community_id) == community_id))


def speaks_in(parlour: Parlour, guest: Guest) -> int | None:
    found: int | None = parlour.look(
        lambda session: session.exec(select(Person.community_id).where(Person.telegram_id == guest.id)).one()
    )
    return found


def needs(parlour: Parlour) -> list[tuple[Any, ...]]:
    """Where each need belongs, its number there, and what it says."""
    with parlour.engine.connect() as connection:
        columns = (col(Need.community_id), col(Need.number), col(Need.text))
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(col(Need.id)))]


def button(guest: Guest, value: str) -> str:
    standing = guest.standing()
    assert standing is not None
    return f"d.{standing.id}.{standing.version}.{value}"


def test_it_goes_on_where_it_was_begun_by_a_button_that_was_left(parlour: Parlour, siti: Guest, elsewhere: int) -> None:
    siti.says("Selokan")
    goes_to(parlour, siti, elsewhere)
    siti.taps("Cepat")
    assert siti.newest() == "Di mana?"
    assert speaks_in(parlour, siti) == parlour.community_id
    siti.says("Di rumah")
    siti.taps("Kirim")
    assert needs(parlour) == [(parlour.community_id, 1, "Selokan")]


def test_an_older_button_asks_again_there_and_the_answer_is_heard(
    parlour: Parlour, siti: Guest, elsewhere: int
) -> None:
    siti.says("Selokan")
    older = button(siti, "slow")
    siti.taps("Cepat")
    goes_to(parlour, siti, elsewhere)
    siti.taps_data(older)
    assert siti.newest() == "Di mana?"
    siti.says("Di rumah")
    assert siti.newest() == "Sudah pas? Selokan, fast, home, 0 foto"


def test_each_neighbourhood_gets_its_own(parlour: Parlour, siti: Guest, elsewhere: int) -> None:
    siti.says("Selokan")
    waiting = button(siti, "fast")
    siti.taps(said("stage.later.button"))
    goes_to(parlour, siti, elsewhere)
    siti.taps_data(waiting)
    siti.taps("Cepat")
    siti.says("Di rumah")
    siti.taps("Kirim")
    goes_to(parlour, siti, elsewhere)
    siti.says("Lampu")
    siti.taps("Cepat")
    siti.says("Di rumah")
    siti.taps("Kirim")
    assert needs(parlour) == [(parlour.community_id, 1, "Selokan"), (elsewhere, 1, "Lampu")]
    assert speaks_in(parlour, siti) == elsewhere


def test_its_question_shows_the_landmarks_of_there(parlour: Parlour, elsewhere: int) -> None:
    parlour.house = replace(parlour.house, dialogues={"report": report_need.dialogue}, unasked=unasked.heard)
    tini = parlour.guest(9, "Bu Tini")
    tini.says("Selokan mampet")
    goes_to(parlour, tini, elsewhere)
    tini.taps(said("report.guess.yes"))
    assert "Pos ronda" in tini.buttons()
    assert "Lapangan" not in tini.buttons()


@pytest.mark.parametrize("words", [True, False])
def test_what_is_said_unasked_goes_on_there_if_she_says_so(
    parlour: Parlour, siti: Guest, elsewhere: int, *, words: bool
) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    goes_to(parlour, siti, elsewhere)
    siti.says("Lampu") if words else siti.sends_photo(1)
    assert speaks_in(parlour, siti) == elsewhere, "an offer moves nobody"
    siti.says("gelap")
    assert speaks_in(parlour, siti) == elsewhere, "nor does what is said while it stands"
    siti.taps(said("stage.go_on"))
    assert speaks_in(parlour, siti) == siti.draft()["community_id"] == parlour.community_id
    assert siti.newest() == "Bagaimana?"
    assert len(files_in(parlour)) == (not words)


def test_afresh_is_here_where_she_speaks_now(parlour: Parlour, siti: Guest, elsewhere: int) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    goes_to(parlour, siti, elsewhere)
    siti.says("Lampu")
    siti.taps(said("stage.afresh"))
    assert speaks_in(parlour, siti) == siti.draft()["community_id"] == elsewhere
    siti.taps("Cepat")
    siti.says("Di rumah")
    siti.taps("Kirim")
    assert needs(parlour) == [(elsewhere, 1, "Lampu")]


def test_later_leaves_her_where_she_is(parlour: Parlour, siti: Guest, elsewhere: int) -> None:
    siti.says("Selokan")
    goes_to(parlour, siti, elsewhere)
    siti.taps(said("stage.later.button"))
    assert speaks_in(parlour, siti) == elsewhere
    assert siti.draft()["community_id"] == parlour.community_id


def test_a_draft_of_a_neighbourhood_that_she_has_left_locks_nobody_out(
    parlour: Parlour, siti: Guest, elsewhere: int
) -> None:
    siti.says("Selokan")
    goes_to(parlour, siti, elsewhere)
    leaves(parlour, parlour.community_id)
    siti.taps("Cepat")
    assert siti.toast == said("join.not_yours")
    assert speaks_in(parlour, siti) == elsewhere
    siti.says("Lampu")
    siti.taps(said("stage.go_on"))
    assert siti.toast == said("join.not_yours")
    siti.says("di gang 3")
    siti.taps(said("stage.afresh"))
    siti.taps("Cepat")
    siti.says("Di rumah")
    siti.taps("Kirim")
    assert needs(parlour) == [(elsewhere, 1, "Lampu\ndi gang 3")]


def test_what_this_release_cannot_read_belongs_there_all_the_same(
    parlour: Parlour, siti: Guest, elsewhere: int
) -> None:
    siti.says("/usul")
    stored = {"draft": {"community_id": parlour.community_id, "what": {"of": "an older release"}}}
    with parlour.engine.begin() as connection:
        connection.execute(dialogue.update().values(draft=orjson.dumps(stored).decode()))
    goes_to(parlour, siti, elsewhere)
    siti.taps("Belum tahu")
    siti.taps("Cepat")
    siti.says("Di rumah")
    siti.taps("Kirim")
    assert [where for where, _, _ in needs(parlour)] == [parlour.community_id]
