"""Which photos neighbours see: only with two yeses, one to this need and one to photos at all, which still holds."""

from sqlmodel import Session

from community import consents
from storage import erasures, media
from storage.consents import ConsentPurpose
from storage.media import Media, MediaKind
from storage.needs import Audience, Need


def for_neighbours(session: Session, need: Need) -> list[Media]:
    """Pictures sent as photos, which Telegram has freed of their hidden data. Videos and documents never.

    Each photo needs its own sender's yes, who may be a supporter; and nobody's who is having everything deleted.
    """
    if need.photos_shown_to is not Audience.neighbours:
        return []
    sent = [one for one in media.of_need(session, need.id) if one.kind is MediaKind.photo]
    allowing = {one.person_id: _allows(session, one.person_id, need.community_id) for one in sent}
    return [one for one in sent if allowing[one.person_id]]


def _allows(session: Session, person_id: int | None, community_id: int) -> bool:
    if person_id is None or erasures.is_leaving(session, person_id):
        return False
    return consents.has_given(session, person_id, community_id, ConsentPurpose.photos)
