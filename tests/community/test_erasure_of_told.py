"""What was told for a neighbour outlives the erasure of whoever spoke: it is theirs, also while the hour runs."""

from datetime import timedelta

import pytest

from community import claims, erasure, flags, merges, supports
from community.needs import Report
from storage import erasures
from storage import needs as stored
from storage import supports as rows
from storage.claims import Claim
from storage.erasures import ErasureOf
from storage.needs import Need
from tests.community.polling import SECRET
from tests.community.rt_three import NOW
from tests.community.told_for import Place, tell, told
from tests.community.traces import ASKED, an_hour_later

LATER = ASKED + timedelta(minutes=1)


def is_taken_over(place: Place, need: Need, claim: Claim) -> None:
    session, rt = place
    claims.answer(session, claim.id, granted=True, by=rt.asep, now=LATER)
    assert need.reporter_id == rt.joko


def test_what_is_taken_over_within_the_hour_is_seen_again(place: Place) -> None:
    session, rt = place
    need = tell(place)
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    erasure.of_need(session, need.id, by=rt.asep, now=ASKED)
    is_taken_over(place, need, claim)
    assert need.hidden_at is None
    assert erasures.of_subject(session, ErasureOf.need, need.id) is None
    erasure.make_final(session, an_hour_later(), secret=SECRET)
    assert stored.by_id(session, need.id) is not None
    asked = erasure.of_need(session, need.id, by=rt.joko, now=LATER)
    assert asked.person_id == rt.joko, "the new reporter's wish is a wish of its own"


def test_what_is_taken_over_by_one_who_is_leaving_stays_hidden(place: Place) -> None:
    session, rt = place
    need = tell(place)
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    leaving = erasure.of_everything(session, by=rt.joko, now=ASKED)
    is_taken_over(place, need, claim)
    assert need.hidden_at == leaving.asked_at
    erasure.take_back(session, leaving.id, by=rt.joko, now=LATER)
    assert need.hidden_at is None


def test_what_neighbours_have_hidden_stays_so_when_it_is_taken_over(place: Place) -> None:
    session, rt = place
    need = tell(place)
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    for one in (rt.tini, rt.siti, rt.budi):
        flags.flag(session, need.id, by=one, now=NOW)
    erasure.of_need(session, need.id, by=rt.asep, now=ASKED)
    is_taken_over(place, need, claim)
    assert need.hidden_at == NOW
    flags.decide(session, need.id, show=True, reason="pantas", by=rt.budi, now=LATER, seen=None)
    assert need.hidden_at is None


@pytest.mark.parametrize("back", [0, 1])
def test_one_of_two_wishes_taken_back_leaves_it_to_the_other(place: Place, back: int) -> None:
    session, rt = place
    need = tell(place, Report(kind="lamp"))
    asked = [
        erasure.of_need(session, need.id, by=rt.asep, now=ASKED).id,
        erasure.of_everything(session, by=rt.asep, now=LATER).id,
    ]
    erasure.take_back(session, asked.pop(back), by=rt.asep, now=LATER)
    assert need.hidden_at is not None
    erasure.take_back(session, asked.pop(), by=rt.asep, now=LATER)
    assert need.hidden_at is None


def test_of_two_wishes_one_comes_true_and_the_need_is_seen_without_its_reporter(place: Place) -> None:
    session, rt = place
    need = tell(place)
    erasure.of_need(session, need.id, by=rt.asep, now=ASKED)
    erasure.of_everything(session, by=rt.asep, now=LATER)
    erasure.make_final(session, an_hour_later(), secret=SECRET)
    assert (need.reporter_id, need.hidden_at) == (None, None)


def test_what_was_told_for_a_neighbour_waits_for_them(place: Place) -> None:
    session, rt = place
    need = tell(place)
    erasure.of_need(session, need.id, by=rt.asep, now=ASKED)
    erasure.make_final(session, an_hour_later(), secret=SECRET)
    assert (need.reporter_id, need.on_behalf_of, need.hidden_at) == (None, "", None)
    claim = claims.ask(session, need.id, by=rt.joko, now=LATER)
    assert ("claim.office", rt.budi) in told(session)
    assert claims.answer(session, claim.id, granted=True, by=rt.budi, now=LATER).reporter_id == rt.joko


def test_neighbours_without_a_name_are_counted_one_by_one_afterwards(place: Place) -> None:
    session, rt = place
    nameless = Report(kind="drain", detail="clogged", on_behalf_of="")
    merged, into = tell(place, nameless), tell(place, nameless)
    supports.support(session, into.id, by=rt.tini, now=NOW)
    merges.merge(session, merged.id, into=into.id, by=rt.budi, now=NOW, seen=None)
    before = rows.count(session, into.id)
    erasure.of_need(session, merged.id, by=rt.asep, now=ASKED)
    erasure.make_final(session, an_hour_later(), secret=SECRET)
    assert rows.count(session, into.id) == before, "the need alone"
    erasure.of_everything(session, by=rt.asep, now=ASKED)
    erasure.make_final(session, an_hour_later(), secret=SECRET)
    assert rows.count(session, into.id) == before, "everything"
