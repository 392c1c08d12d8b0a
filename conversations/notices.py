"""Every kind of notice and the function that puts it into words when it leaves. One table, merged from the rooms."""

from collections.abc import Sequence

from sqlmodel import Session

from conversations import (
    claim_notices,
    closing_notices,
    community_notices,
    desk_notices,
    exchange_notices,
    flag_notices,
    group_news,
    matter_notices,
    need_news,
    need_notices,
    personal_notices,
    silence_notices,
)
from conversations.calls import Call, Render, Rendered
from conversations.personal_notices import COPY
from conversations.talk import House
from locales import REFERENCE, words
from storage import erasures, people
from storage.outbox import Row

__all__ = ["RENDER", "Call", "Render", "render"]

RENDER: dict[str, Render] = {
    **community_notices.RENDER,
    **need_notices.RENDER,
    **need_news.RENDER,
    **matter_notices.RENDER,
    **flag_notices.RENDER,
    **desk_notices.RENDER,
    **group_news.RENDER,
    **closing_notices.RENDER,
    **exchange_notices.RENDER,
    **silence_notices.RENDER,
    **personal_notices.RENDER,
    **claim_notices.RENDER,
}


def look_ahead(session: Session, rows: Sequence[Row]) -> None:
    """Fetch at once whom these rows are for, so that `render` need not look for each, in a session that remembers."""
    recipients = {row.person_id for row in rows if row.person_id}
    people.by_ids(session, recipients)
    erasures.look_ahead(session, recipients)


def render(session: Session, row: Row, house: House) -> Rendered:
    """The calls that a notice becomes, in its recipient's language; None if it is not wanted or cannot be received.

    Whoever is having everything deleted hears nothing any more, but for the copy that they have asked for.

    Raises KeyError for a kind that this release does not know.
    """
    person = people.by_id(session, row.person_id) if row.person_id else None
    if person is not None and (not person.reachable or (row.kind != COPY and erasures.is_leaving(session, person.id))):
        return None
    return RENDER[row.kind or ""](session, row, words(person.language if person else REFERENCE), house)
