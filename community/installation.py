"""One database belongs to one bot: its numeric id is written at the first start, another bot is refused."""

from datetime import UTC, datetime

from sqlmodel import Session

from community.refusals import NotAllowed
from storage import installation


def claim(session: Session, bot_id: int, now: float) -> None:
    """Write whose database this is, or check it. A new token of the same bot is fine. Raises NotAllowed."""
    owner = installation.the_one(session)
    if owner is None:
        session.add(installation.Installation(bot_id=bot_id, created_at=datetime.fromtimestamp(now, UTC)))
    elif owner.bot_id != bot_id:
        raise NotAllowed("installation.other_bot", bot=owner.bot_id)
