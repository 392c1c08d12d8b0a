"""Every kind of notice and the function that puts it into words when it leaves. One table, merged from the rooms."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from community import pushes
from community.pushes import Digest, Drop, Send, Wait
from conversations import (
    aftermath_notices,
    attend_notices,
    broadcast_notices,
    calendar_notices,
    change_notices,
    claim_notices,
    closing_notices,
    community_notices,
    desk_notices,
    digest_notices,
    event_card_notices,
    event_paper_notices,
    exchange_notices,
    flag_notices,
    follow_up_notices,
    group_news,
    matter_notices,
    minutes_notices,
    native_poll,
    need_news,
    need_notices,
    objection_notices,
    paper_notices,
    personal_notices,
    poll_notices,
    promise_notices,
    proposal_notices,
    remind_notices,
    rota_notices,
    silence_notices,
    week_notices,
)
from conversations.calls import Call, NotNow, Render, Rendered
from conversations.personal_notices import COPY
from conversations.talk import House
from locales import REFERENCE, words
from storage import broadcasts, communities, erasures, people
from storage.broadcast_rows import KIND, UNREACHABLE
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
    **broadcast_notices.RENDER,
    **week_notices.RENDER,
    **native_poll.RENDER,
    **poll_notices.RENDER,
    **objection_notices.RENDER,
    **paper_notices.RENDER,
    **event_card_notices.RENDER,
    **promise_notices.RENDER,
    **remind_notices.RENDER,
    **change_notices.RENDER,
    **proposal_notices.RENDER,
    **event_paper_notices.RENDER,
    **calendar_notices.RENDER,
    **rota_notices.RENDER,
    **attend_notices.RENDER,
    **minutes_notices.RENDER,
    **follow_up_notices.RENDER,
    **aftermath_notices.RENDER,
}
RENDER |= digest_notices.renders(RENDER)


def look_ahead(session: Session, rows: Sequence[Row], house: House) -> None:
    """Fetch at once what these rows are about, so that `render` need not look for each, in a session that remembers."""
    for one in {row.subject_id for row in rows if row.kind == KIND and row.subject_id}:
        found = broadcasts.by_id(session, one)
        if found is not None:
            communities.by_id(session, found.community_id)
    recipients = {row.person_id for row in rows if row.person_id}
    people.by_ids(session, recipients)
    erasures.look_ahead(session, recipients)
    remind_notices.look_ahead(session, rows, house.now())


def render(session: Session, row: Row, house: House) -> Rendered:
    """The calls that a notice becomes, in its recipient's language; None if it is not wanted.

    Whoever is having everything deleted hears nothing any more, but for the copy that they have asked for.

    What its recipient does not want now waits, goes into the digest or is dropped, as `community.pushes` decides.

    Raises KeyError for a kind that this release does not know.
    """
    person = people.by_id(session, row.person_id) if row.person_id else None
    if person is not None and not person.reachable:
        return NotNow(UNREACHABLE, state="moot")
    if person is not None and row.kind != COPY and erasures.is_leaving(session, person.id):
        return None
    verdict = pushes.decide_for(session, row, house.now())
    if not isinstance(verdict, Send):
        return _not_now(verdict)
    said = RENDER[row.kind or ""](session, row, words(person.language if person else REFERENCE), house)
    return [_without_sound(call) for call in said] if verdict.quietly and isinstance(said, list) else said


def kept_back(session: Session, row: Row, house: House) -> NotNow | None:
    """Why a letter that was put into words long ago does not leave now; None if it does."""
    verdict = pushes.decide_for(session, row, house.now())
    return None if isinstance(verdict, Send) else _not_now(verdict)


def _not_now(verdict: Wait | Digest | Drop) -> NotNow:
    if isinstance(verdict, Wait):
        return NotNow("quiet hours", due_at=verdict.until.timestamp())
    return NotNow(verdict.why, state="digest" if isinstance(verdict, Digest) else "moot")


def _without_sound(call: Call) -> Call:
    if not call.method.startswith("send"):
        return call
    return replace(call, parameters={**call.parameters, "disable_notification": True})
