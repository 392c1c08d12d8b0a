"""Hapus: what somebody wants deleted is hidden at once, final after an hour, and until then taken back by one tap.

asked ⇄ taken back
  ↓ an hour later
final: what nobody else relies on is gone; what others rely on stays, and nobody can tell any more who said it
"""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from community import codes, flags, group_cards, journeys, leavers, needs, poll_cards, telling
from community.refusals import NotThere
from community.retention import Leftover, leftovers
from storage import communities, forgetting, group_shows, matters, media, outbox, people, supports, timeline
from storage import erasures as stored
from storage import needs as needs_stored
from storage.erasures import Erasure, ErasureOf
from storage.needs import Audience, Need
from storage.people import Person

CANCELABLE = timedelta(hours=1)
DELETABLE = timedelta(hours=48)
"""So long Telegram lets a bot delete what it has sent to a group."""


# ── asking, and taking it back ──


def of_need(session: Session, need_id: int, *, by: int, now: datetime) -> Erasure:
    """One's own need is to go. Twice is the same as once; raises as `needs.own`."""
    need = needs.own(session, need_id, by=by)
    needs_stored.held(session, need.id)
    return _ask(session, ErasureOf.need, need.id, [need], by=by, now=now)


def of_everything(session: Session, *, by: int, now: datetime) -> Erasure:
    """All that is known of this person is to go. Twice is the same as once; raises NotThere if it has gone already."""
    if people.held(session, by) is None:
        raise NotThere("stage.gone")
    asked = _ask(session, ErasureOf.person, by, needs_stored.told_by(session, by), by=by, now=now)
    _one_voter_less_or_more(session, by, now)
    return asked


def _ask(
    session: Session, what: ErasureOf, subject_id: int, hidden: list[Need], *, by: int, now: datetime
) -> Erasure:  # fmt: skip
    asked = stored.of_subject(session, what, subject_id)
    if asked is not None:
        return asked
    for need in hidden:
        _hide(session, need, now, now=now)
    asked = Erasure(person_id=by, what=what, subject_id=subject_id, asked_at=now, final_at=now + CANCELABLE)
    session.add(asked)
    session.flush()
    return asked


def take_back(session: Session, erasure_id: int, *, by: int, now: datetime) -> ErasureOf:
    """[Batalkan penghapusan]: all is as it was. Raises NotThere if it is final, or somebody else's."""
    asked = stored.held(session, erasure_id)
    if asked is None or asked.person_id != by:
        raise NotThere("stage.gone")
    what, subject_id, asked_at = asked.what, asked.subject_id, asked.asked_at
    session.delete(asked)
    session.flush()
    for need in needs_stored.told_by(session, by):
        if what is ErasureOf.person or need.id == subject_id:
            _show(session, need, {asked_at}, now)
    if what is ErasureOf.person:
        _one_voter_less_or_more(session, by, now)
    return what


def _one_voter_less_or_more(session: Session, person_id: int, now: datetime) -> None:
    """Who is leaving could not vote any more: the cards of open polls say of how many."""
    here = [member.community_id for member in people.memberships_of(session, person_id)]
    poll_cards.changed_around(session, here, now=now)


def is_anothers(session: Session, need: Need, *, now: datetime) -> None:
    """It was taken over: what whoever spoke wished for it ends, and it hides only if its new reporter is leaving."""
    stored.forget_of_need(session, need.id)
    if need.hidden_at is not None:
        _show(session, need, {need.hidden_at}, now)
    elif (since := stored.hidden_since(session, need.id, need.reporter_id)) is not None:
        _hide(session, need, since, now=now)


def _hide(session: Session, need: Need, since: datetime, *, now: datetime) -> None:
    """From neighbours' eyes, and in the group too. What is hidden for another reason stays so."""
    if need.hidden_at is not None:
        return
    need.hidden_at = since
    session.add(need)
    session.flush()
    if not _is_taken_away(session, need, now):
        group_cards.changed(session, need, now=now)


def _is_taken_away(session: Session, need: Need, now: datetime) -> bool:
    """The message in the group goes, if it shows nothing else and Telegram still lets it; it may be shown anew."""
    row_id, at = need.group_row_id, need.shown_in_group_at
    if row_id is None or at is None or now - at >= DELETABLE:
        return False
    stands = outbox.message_of(session, row_id)
    if stands is None or len(group_shows.on_message(session, need.community_id, row_id)) > 1:
        return False
    moment = now.timestamp()
    outbox.notice(session, kind="group.tidy", chat=stands[0], subject_id=row_id, due_at=moment, now=moment)
    need.group_row_id = need.shown_in_group_at = None
    session.flush()
    return True


def _show(session: Session, need: Need, hidden_by: set[datetime], now: datetime) -> None:
    """Seen again, if it was this that hid it and no other wish does; who hears of it is told what was missed."""
    since = need.hidden_at
    if since is None or since not in hidden_by or flags.is_hidden(session, need.id):
        return
    need.hidden_at = stored.hidden_since(session, need.id, need.reporter_id)
    session.add(need)
    session.flush()
    if need.hidden_at is not None:
        return
    group_cards.changed(session, need, now=now)
    missed = [line for line in timeline.of_need(session, need.id) if line.at >= since and journeys.is_news(line)]
    if missed:
        telling.all_concerned(session, need, missed[0], but=None, now=now)


# ── making it final ──


def make_final(session: Session, now: float, *, secret: str) -> list[Leftover]:
    """Every minute: what is due goes. Returns the files to take off the shelf after the commit.

    By the `secret` of the installation their ballots in open polls are found.

    Their rows stay until `retention.forget_files`: whatever is cut off in between, the next round still knows of each.
    """
    moment = datetime.fromtimestamp(now, UTC)
    due = [(one.id, one.what, one.subject_id, one.person_id, one.asked_at) for one in stored.due(session, moment)]
    for erasure_id, what, subject_id, person_id, asked_at in due:
        if stored.held(session, erasure_id) is None:
            continue  # it went with its person, a moment ago
        if what is ErasureOf.person:
            leavers.votes_go(session, person_id, secret=secret, now=moment)
            leavers.answers_go(session, person_id, now=moment)
            _person_goes(session, person_id, erasure_id, asked_at, moment)
        else:
            _need_goes(session, subject_id, person_id, {asked_at}, moment)
    return leftovers(media.of_no_one(session, now=now))


def is_relied_on(session: Session, need: Need) -> bool:
    """Others support it, the organisers have acted on it, or it lives on in another need or another in it.

    What was told for a neighbour is the neighbour's: it waits for them without whoever spoke.
    """
    theirs = {one.person_id for one in supports.of_need(session, need.id)} - {need.reporter_id}
    others = theirs or need.on_behalf_of is not None or need.spoken_by_id not in (None, need.reporter_id)
    merged = need.merged_into_id is not None or needs_stored.merged_into(session, need.id)
    return bool(others) or merged or any(line.by_office for line in timeline.of_need(session, need.id))


def _need_goes(session: Session, need_id: int, person_id: int, hidden_by: set[datetime], now: datetime) -> None:
    stored.forget_of_need(session, need_id)
    need = needs_stored.held(session, need_id)
    if need is None or need.reporter_id != person_id:
        return  # whoever it was told for has taken it over
    if not is_relied_on(session, need):
        forgetting.files_of_need(session, need_id)
        forgetting.need_whole(session, need_id)
        return
    forgetting.files_of_need(session, need_id, sent_by=person_id)
    forgetting.person_in_need(session, need_id, person_id, codes.draw)
    community = communities.by_id(session, need.community_id)
    _nobodys(need, community.landmarks if community else [])
    session.add(need)
    session.flush()
    group_cards.changed(session, need, now=now)
    _show(session, need, hidden_by, now)


def _nobodys(need: Need, landmarks: list[str]) -> None:
    """What its reporter said is gone; kind, quick word, the organisers' title, its state and story stay."""
    need.reporter_id = need.agreed_at = need.awaits = None
    need.on_behalf_of = None if need.on_behalf_of is None else ""
    need.text = need.stems = need.place = need.latitude = need.longitude = None
    need.near_home = False
    if need.landmark not in landmarks:
        need.landmark = None
    need.name_shown_to = need.photos_shown_to = Audience.organisers


def _person_goes(session: Session, person_id: int, erasure_id: int, asked_at: datetime, now: datetime) -> None:
    person = people.held(session, person_id)
    if person is None:
        return
    telegram_id, language, reachable = person.telegram_id, person.language, person.reachable
    for need in needs_stored.told_by(session, person_id):
        _need_goes(session, need.id, person_id, _wishes(session, need.id, asked_at), now)
    _tell_those_left(session, person, erasure_id, now)
    forgetting.files_of_person(session, person_id)
    forgetting.person_whole(session, person_id, telegram_id, codes.draw)
    if reachable:
        moment = now.timestamp()
        outbox.notice(
            session, kind=f"person.gone.{language}", chat=telegram_id, subject_id=0, due_at=moment, now=moment
        )


def _wishes(session: Session, need_id: int, asked_at: datetime) -> set[datetime]:
    """Whichever wish hid it: that for the need alone may have come first."""
    alone = stored.of_subject(session, ErasureOf.need, need_id)
    return {alone.asked_at, asked_at} if alone else {asked_at}


def _tell_those_left(session: Session, person: Person, erasure_id: int, now: datetime) -> None:
    """Organisers whose only chair goes, and whoever has told this person alone what nobody else may read."""
    for community in communities.organised_by(session, person.id):
        if [one.id for one in people.chairs_of(session, community.id)] == [person.id]:
            telling.office(
                session, "erasure.no_chair", community.id, community_id=community.id, but=person.id, now=now,
                once=f"erasure.no_chair:{erasure_id}",
            )  # fmt: skip
    for matter in matters.read_by(session, person.id):
        telling.one(
            session, "erasure.no_reader", matter.id, matter.author_id, community_id=matter.community_id, now=now
        )
