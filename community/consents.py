"""What a person has agreed to, purpose by purpose: given in plain words, kept with the very text that was shown."""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlmodel import Session

from community.refusals import NotAllowed
from community.retention import OFFER_LASTS
from storage import consents as stored
from storage import needs
from storage.consents import Consent, ConsentOffer, ConsentPurpose
from storage.needs import Audience

JOINING = 3
"""The version of the words by which one joins, short and full; a new number asks newcomers with the new words.

2: one's rights are kept in the chat itself (/dataku, /izin, /hapus). Nothing more is kept or done with it than under 1,
so that whoever agreed to 1 is not asked again.
3: it is kept for 90 days who has voted, and never with a name what. Whoever agreed before is not asked again: voting is
an act of one's own, and its card says that it is secret.
"""
TOO_SOON = timedelta(seconds=2)
"""A second tap within this time is an impatient finger on a slow network: nobody has read the words by then."""


def has_given(session: Session, person_id: int, community_id: int, purpose: ConsentPurpose) -> bool:
    """True if the person has agreed to this purpose here and not withdrawn it."""
    return any(consent.purpose is purpose for consent in stored.of_person(session, person_id, community_id))


def has_given_to_found(session: Session, person_id: int) -> bool:
    """True if the person has agreed to be known in a community that is yet to be founded."""
    return bool(stored.before_founding(session, person_id))


def give(
    session: Session,
    *,
    person_id: int,
    community_id: int | None,
    purpose: ConsentPurpose,
    version: int,
    text: str,
    language: str,
    now: datetime,
) -> None:
    """Note that the person agreed to `text`, as it was shown. Agreeing twice is the same as once.

    Without a community it is kept for the one that this person is about to found.
    """
    if (
        has_given_to_found(session, person_id)
        if community_id is None
        else has_given(session, person_id, community_id, purpose)
    ):
        return
    session.add(
        Consent(
            person_id=person_id,
            community_id=community_id,
            purpose=purpose,
            version=version,
            text_hash=hashlib.sha256(text.encode()).hexdigest(),
            language=language,
            given_at=now,
        )
    )


def withdraw(session: Session, person_id: int, community_id: int, purpose: ConsentPurpose, *, now: datetime) -> None:
    """From now on nothing is done for this purpose here. Twice is the same as once.

    Without photos every own need shows its photos to organisers only again. Raises NotAllowed for reports: without
    them nothing may be kept at all, and whoever wants that has everything deleted (`community.erasure`).
    """
    if purpose is ConsentPurpose.reports:
        raise NotAllowed("izin.reports")
    for consent in stored.of_person(session, person_id, community_id):
        if consent.purpose is purpose:
            consent.withdrawn_at = now
            session.add(consent)
    if purpose is ConsentPurpose.photos:
        _photos_for_organisers(session, person_id, community_id, now)


def _photos_for_organisers(session: Session, person_id: int, community_id: int, now: datetime) -> None:
    for need in needs.told_by(session, person_id):
        if need.community_id == community_id and need.photos_shown_to is Audience.neighbours:
            need.photos_shown_to, need.changed_at = Audience.organisers, now
            session.add(need)


def purposes(session: Session, person_id: int, community_id: int) -> list[tuple[ConsentPurpose, datetime, bool]]:
    """Every purpose ever agreed to here: when last, and whether it holds."""
    last = {one.purpose: one for one in stored.ever_of(session, person_id, community_id)}
    return [(purpose, one.given_at, one.withdrawn_at is None) for purpose, one in last.items()]


def carry_over(session: Session, person_id: int, community_id: int) -> None:
    """The community has been founded: what its founder agreed to holds there."""
    for consent in stored.before_founding(session, person_id):
        consent.community_id = community_id
        session.add(consent)


def offer_token(secret: str, *, telegram_id: int, community_id: int, version: int) -> str:
    """A stranger's mark on an offer. Without the secret it cannot be traced back to a Telegram id."""
    return hmac.new(secret.encode(), f"{telegram_id}:{community_id}:{version}".encode(), hashlib.sha256).hexdigest()


def second_tap(session: Session, token: str, *, now: datetime) -> bool:
    """True if the words were shown to this stranger before, within ten minutes and not just now; else they are now.

    Sweeps what is older, so that no mark outlives its ten minutes by more than the next stranger's tap.
    """
    stored.forget_offers(session, now - OFFER_LASTS)
    offer = stored.offer_with(session, token)
    if offer is None:
        session.add(ConsentOffer(token=token, offered_at=now))
        return False
    if now - offer.offered_at < TOO_SOON:
        return False
    session.delete(offer)
    return True
