"""Who may take over what was told for them: who is asked, who answers, and how often."""

from datetime import timedelta

import pytest
from sqlmodel import col, delete, select

from community import claims, needs, triage
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import supports as rows
from storage.audit import AuditEntry
from storage.claims import Claim
from storage.needs import Audience
from storage.people import Membership, Role, membership_of
from tests.community.rt_three import NOW
from tests.community.told_for import KARTO, Place, tell, told


def test_whoever_told_it_is_asked_and_a_yes_hands_it_over(place: Place) -> None:
    session, rt = place
    need = tell(place)
    needs.show_name(session, need.id, Audience.neighbours, by=rt.asep, now=NOW)
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    assert told(session) == [("claim.asked", rt.asep)], "nobody else learns of it"
    claims.answer(session, claim.id, granted=True, by=rt.asep, now=NOW)

    assert (need.reporter_id, need.on_behalf_of, need.spoken_by_id) == (rt.joko, None, rt.asep)
    assert need.name_shown_to is Audience.organisers, "Asep's yes was about Asep's name"
    assert [(one.person_id, one.whom) for one in rows.of_need(session, need.id)] == [(rt.joko, rows.ONESELF)]
    assert {one.id for one in rows.hearing(session, need.id)} == {rt.asep, rt.joko}
    assert needs.own(session, need.id, by=rt.joko).id == need.id
    with pytest.raises(NotAllowed):
        needs.own(session, need.id, by=rt.asep)
    assert told(session)[1:] == [("claim.granted", rt.joko)]
    noted = session.exec(select(AuditEntry).where(AuditEntry.action == "need.claim_granted")).one()
    assert (noted.actor_id, noted.before, noted.after) == (rt.asep, {"reporter": rt.asep}, {"reporter": rt.joko})


# ── refused, and by whom ──


def test_a_no_is_told_kindly_and_it_may_be_asked_once_more(place: Place) -> None:
    session, rt = place
    need = tell(place)
    first = claims.ask(session, need.id, by=rt.tini, now=NOW)
    with pytest.raises(AlreadySo, match=r"claims\.waits"):
        claims.ask(session, need.id, by=rt.tini, now=NOW)
    claims.answer(session, first.id, granted=False, by=rt.asep, now=NOW)
    with pytest.raises(AlreadySo):
        claims.answer(session, first.id, granted=True, by=rt.asep, now=NOW)
    again = claims.ask(session, need.id, by=rt.tini, now=NOW)
    assert (again.id, again.times) == (first.id, 2)
    claims.answer(session, again.id, granted=False, by=rt.asep, now=NOW)
    with pytest.raises(TooMuch, match=r"claims\.enough"):
        claims.ask(session, need.id, by=rt.tini, now=NOW)
    assert told(session) == [("claim.asked", rt.asep), ("claim.refused", rt.tini)] * 2
    assert (need.reporter_id, need.on_behalf_of, rows.count(session, need.id)) == (rt.asep, "Mbah Karto", 1)
    assert claims.ask(session, need.id, by=rt.joko, now=NOW).times == 1, "whose it is may still ask"


def test_only_whoever_was_asked_answers(place: Place) -> None:
    session, rt = place
    need = tell(place)
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    for other in (rt.tini, rt.joko, rt.budi, rt.siti):
        with pytest.raises(NotAllowed, match=r"claims\.not_asked"):
            claims.answer(session, claim.id, granted=True, by=other, now=NOW)
    assert need.reporter_id == rt.asep
    assert claims.answer(session, claim.id, granted=True, by=rt.asep, now=NOW).reporter_id == rt.joko


def test_after_a_week_of_silence_the_organisers_are_asked(place: Place) -> None:
    session, rt = place
    need = tell(place)
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    almost, then = NOW + claims.WAITS - timedelta(minutes=1), NOW + claims.WAITS
    assert claims.pass_on_unanswered(session, now=almost) == 0
    assert claims.pass_on_unanswered(session, now=then) == 1
    assert claims.pass_on_unanswered(session, now=then) == 0
    assert sorted(told(session)[1:]) == [("claim.office", rt.budi), ("claim.office", rt.siti)]
    with pytest.raises(NotAllowed):
        claims.answer(session, claim.id, granted=True, by=rt.tini, now=then)
    assert claims.answer(session, claim.id, granted=True, by=rt.siti, now=then).reporter_id == rt.joko
    assert told(session)[3:] == [("claim.granted", rt.joko), ("claim.taken", rt.asep)]


def test_an_organiser_does_not_answer_for_himself(place: Place) -> None:
    session, rt = place
    claim = claims.ask(session, tell(place).id, by=rt.siti, now=NOW)
    claims.pass_on_unanswered(session, now=NOW + claims.WAITS)
    assert told(session)[1:] == [("claim.office", rt.budi)]
    with pytest.raises(NotAllowed):
        claims.answer(session, claim.id, granted=True, by=rt.siti, now=NOW)
    assert claims.answer(session, claim.id, granted=False, by=rt.budi, now=NOW).on_behalf_of == "Mbah Karto"


def test_whoever_has_left_is_not_waited_for(place: Place) -> None:
    session, rt = place
    need = tell(place)
    session.execute(delete(Membership).where(col(Membership.person_id) == rt.asep))
    claim = claims.ask(session, need.id, by=rt.joko, now=NOW)
    assert claim.passed_on_at == NOW
    assert sorted(told(session)) == [("claim.office", rt.budi), ("claim.office", rt.siti)]
    assert claims.answer(session, claim.id, granted=True, by=rt.budi, now=NOW).reporter_id == rt.joko


def test_a_kader_is_no_organiser_here_either(place: Place) -> None:
    session, rt = place
    kader = membership_of(session, rt.tini, rt.community)
    assert kader is not None
    kader.role = Role.cadre
    claim = claims.ask(session, tell(place).id, by=rt.joko, now=NOW)
    claims.pass_on_unanswered(session, now=NOW + claims.WAITS)
    with pytest.raises(NotAllowed):
        claims.answer(session, claim.id, granted=True, by=rt.tini, now=NOW)


def test_of_two_who_ask_one_gets_it_and_the_other_is_told(place: Place) -> None:
    session, rt = place
    need = tell(place)
    tini, joko = (claims.ask(session, need.id, by=one, now=NOW) for one in (rt.tini, rt.joko))
    claims.answer(session, joko.id, granted=True, by=rt.asep, now=NOW)
    assert told(session)[2:] == [("claim.granted", rt.joko), ("claim.refused", rt.tini)]
    with pytest.raises((AlreadySo, NotAllowed)):
        claims.answer(session, tini.id, granted=True, by=rt.asep, now=NOW)
    with pytest.raises(NotThere, match=r"claims\.not_told_for"):
        claims.ask(session, need.id, by=rt.tini, now=NOW)


def test_what_cannot_be_asked_for(place: Place) -> None:
    session, rt = place
    need, own = tell(place), tell(place, Report(kind="lamp"))
    with pytest.raises(NotAllowed, match=r"claims\.by_yourself"):
        claims.ask(session, need.id, by=rt.asep, now=NOW)
    with pytest.raises(NotThere, match=r"claims\.not_told_for"):
        claims.ask(session, own.id, by=rt.joko, now=NOW)
    with pytest.raises(NotThere, match=r"stage\.gone"):
        claims.ask(session, 999, by=rt.joko, now=NOW)
    session.execute(delete(Membership).where(col(Membership.person_id) == rt.joko))
    with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
        claims.ask(session, need.id, by=rt.joko, now=NOW)
    assert not session.exec(select(Claim)).all()
    assert claims.ask(session, need.id, by=rt.tini, now=NOW).granted is None


def test_whoever_claims_everything_waits_for_the_first(place: Place) -> None:
    session, rt = place
    told_for = [tell(place, KARTO, rt.siti) for _ in range(claims.MOST_WAITING + 1)]
    asked = [claims.ask(session, need.id, by=rt.joko, now=NOW) for need in told_for[:-1]]
    with pytest.raises(TooMuch, match=r"claims\.many"):
        claims.ask(session, told_for[-1].id, by=rt.joko, now=NOW)
    claims.answer(session, asked[0].id, granted=False, by=rt.siti, now=NOW)
    assert claims.ask(session, told_for[-1].id, by=rt.joko, now=NOW).times == 1


def test_a_number_finds_only_what_was_told_for_somebody_and_says_nothing_of_the_rest(place: Place) -> None:
    session, rt = place
    need, own, gone, hidden = tell(place), tell(place, Report(kind="lamp")), tell(place), tell(place)
    needs.withdraw(session, gone.id, by=rt.asep, now=NOW, wished=True)
    hidden.hidden_at = NOW
    assert claims.found(session, rt.community, need.number, by=rt.joko).id == need.id
    for number in (own.number, gone.number, hidden.number, 0, 999):
        with pytest.raises(NotThere, match=r"claims\.not_found"):
            claims.found(session, rt.community, number, by=rt.joko)


def test_a_question_that_waits_is_put_to_the_one_whose_need_it_is(place: Place) -> None:
    session, rt = place
    need = tell(place)
    triage.ask(session, need.id, question="Sejak kapan?", by=rt.budi, now=NOW, seen=None)
    claims.answer(session, claims.ask(session, need.id, by=rt.joko, now=NOW).id, granted=True, by=rt.asep, now=NOW)
    assert [one for one in told(session) if one[0] == "need.question"] == [
        ("need.question", rt.asep),
        ("need.question", rt.joko),
    ]
    triage.answer(session, need.id, text="Seminggu", dialogue_id=None, by=rt.joko, now=NOW)
